"""What writes: refusals before anything is sent, copies of what was given, events shown instead of sent."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from accsyn.client.session import Session
from accsyn.errors import ArgumentError, ArgumentTypeError, InvalidAnswer
from tests.client.stand_in import SESSION_ID, A, B, C, D, Recorder, session

Call = Callable[[Session], Any]


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda s: s.create("", {"a": 1}), "entitytype must not be empty"),
        (lambda s: s.create("a/b", {"a": 1}), "entitytype is a word such as 'transfer'"),
        (lambda s: s.create(None, {"a": 1}), "entitytype is a str, not NoneType"),
        (lambda s: s.create("user", {}), "data must not be empty"),
        (lambda s: s.create("user", "  "), "data must not be empty"),
        (lambda s: s.create("user", "{"), "a file is not read by its name"),
        (lambda s: s.create("user", "5"), "a file is not read by its name"),
        (lambda s: s.create("user", "[" * 100_000), "a file is not read by its name"),
        (lambda s: s.create("user", 5), "data is a dict, not int"),
        (lambda s: s.create("task", {"a": 1}, ""), "entityid must not be empty"),
        (lambda s: s.create("task", {"a": 1}, allow_duplicates=1), "allow_duplicates is a bool"),
        (lambda s: s.update("user", "", {"a": 1}), "entityid must not be empty"),
        (lambda s: s.update("user", None, {"a": 1}), "entityid is a str"),
        (lambda s: s.update("user", D, []), "data is a dict"),
        (lambda s: s.update("acl", D, {"a": 1}), "grant"),
        (lambda s: s.update_many("task", "", [{"a": 1}]), "entityid must not be empty"),
        (lambda s: s.update_many("task", f"{D}\n", [{"a": 1}]), "entityid is an id"),
        (lambda s: s.update_many("task", D, []), "data must not be empty"),
        (lambda s: s.update_many("task", D, ({"a": 1},)), "data is a list"),
        (lambda s: s.update_many("task", D, [1]), "each of data is a dict"),
        (lambda s: s.delete_one("user", ""), "entityid must not be empty"),
        (lambda s: s.delete_one("user", "  "), "entityid must not be empty"),
        (lambda s: s.delete_one("user", D, 5), "data is a dict"),
        (lambda s: s.delete_one("acl", D), "revoke"),
        (lambda s: s.delete_many("collection", "", {"files": []}), "entityid must not be empty"),
        (lambda s: s.delete_many("job", D, {"files": []}), "entitytype is collection"),
        (lambda s: s.deactivate_one("user", ""), "entityid must not be empty"),
        (lambda s: s.activate_one("user", ""), "entityident must not be empty"),
        (
            lambda s: s.assign("folder", "server", {"volume": A, "server": B}),
            "entitytype_parent is one of volume, share",
        ),
        (lambda s: s.assign("volume", "server", {}), "data must not be empty"),
        (lambda s: s.assign("volume", "server", {"volume": A}), r"data\['server'\] is a str"),
        (lambda s: s.deassign("volume", "client", {"volume": A, "client": B}), "entitytype is server"),
        (lambda s: s.assignments("volume", ""), "entityid must not be empty"),
    ],
)
def test_what_is_wrong_is_named_and_not_sent(call: Call, error: str) -> None:
    """No event goes out without the id it is about, nor with data of another form."""
    recorder = Recorder()
    with pytest.raises(ArgumentError, match=error):
        call(session(recorder))
    assert recorder.events == []


def test_a_wrong_type_is_a_type_error_too() -> None:
    """A value of a wrong type is what Python calls so, and what the official client's users catch."""
    with pytest.raises(TypeError):
        session().update("user", D, [])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="must not be empty"):
        session().update("user", "", {"a": 1})
    assert issubclass(ArgumentTypeError, ArgumentError)


@pytest.mark.parametrize(
    ("call", "given"),
    [
        (lambda s, data: s.create("task", data, D, allow_duplicates=True), {"tasks": ["a"]}),
        (lambda s, data: s.create("transfer", data, allow_duplicates=True), {"source": "a"}),
        (lambda s, data: s.create("transfer", data), [{"source": "a"}]),
        (lambda s, data: s.update("user", D, data), {"a": 1}),
        (lambda s, data: s.update_many("task", D, data), [{"id": "1"}]),
        (lambda s, data: s.prepublish(data), [{"id": "1", "is_dir": True, "files": [{"filename": "a"}]}]),
        (lambda s, data: s.grant("user", A, "folder", B, data), {"read": True}),
    ],
)
def test_what_is_given_stays_as_it_is(call: Callable[[Session, Any], Any], given: Any) -> None:
    """The caller's data are not written into (FAULTS 25)."""
    before = copy.deepcopy(given)
    recorder = Recorder()
    call(session(recorder), given)
    assert recorder.events
    assert given == before


def test_text_is_never_a_file(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of that name stays where it is (FAULTS 10)."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret").write_text('{"password": "x"}')
    recorder = Recorder()
    with pytest.raises(ArgumentError):
        session(recorder).create("transfer", "secret")
    with pytest.raises(ArgumentError):
        session(recorder).create("transfer", str(tmp_path / "secret"))
    assert recorder.events == []


DRY: list[tuple[Call, str, str]] = [
    (lambda s: s.create("user", {"code": "x", "password": "hidden-1"}, dry_run=True), "user/create", ""),
    (lambda s: s.update("user", D, {"api_key": "hidden-1"}, dry_run=True), "user/edit", D),
    (lambda s: s.update_many("task", D, [{"id": "1"}], dry_run=True), "task/edit", D),
    (lambda s: s.assign("volume", "server", {"volume": A, "server": B}, dry_run=True), "share/server", A),
    (lambda s: s.deassign("volume", "server", {"volume": A, "server": B}, dry_run=True), "volume/server", A),
    (lambda s: s.deactivate_one("user", D, dry_run=True), "user/deactivate", D),
    (lambda s: s.delete_one("user", D, dry_run=True), "user/delete", D),
    (lambda s: s.delete_many("collection", D, {"files": ["x"]}, dry_run=True), "collection/file/remove", D),
    (lambda s: s.activate_one("user", D, dry_run=True), "user/activate", D),
    (lambda s: s.grant("user", A, "folder", B, dry_run=True), "acl/create", ""),
    (lambda s: s.grant("user", A, "delivery", B, dry_run=True), "job/recipient/add", B),
    (lambda s: s.mkdir("share=x", dry_run=True), "workspace/file", ""),
    (lambda s: s.rename("share=x", "share=y", dry_run=True), "workspace/file", ""),
    (lambda s: s.mv("share=x", "share=y", dry_run=True), "workspace/file", ""),
    (lambda s: s.delete("share=x", dry_run=True), "workspace/file", ""),
    (lambda s: s.prepublish([], dry_run=True), "workspace/publish/preprocess", ""),
    (lambda s: s.set_setting("workspace", "smtp", "hidden-1", dry_run=True), "setting", ""),
    (lambda s: s.delete_setting("workspace", "smtp", dry_run=True), "setting", ""),
    (
        lambda s: s.integration("ftrack", "login", {"token": "hidden-1"}, dry_run=True),
        "workspace/integration/ftrack/utility",
        "",
    ),
]


@pytest.mark.parametrize(("call", "uri", "entityid"), DRY)
def test_an_event_is_shown_instead_of_sent(call: Call, uri: str, entityid: str) -> None:
    """A dry run gives the whole event without its secrets, and sends nothing."""
    recorder = Recorder()
    event = call(session(recorder))
    assert recorder.events == []
    assert event["uri"] == uri
    assert event.get("id", "") == entityid
    assert event["audience"] == "api"
    assert SESSION_ID not in json.dumps(event)
    assert "hidden-1" not in json.dumps(event)


def test_a_dry_run_looks_up_what_it_needs() -> None:
    """Codes are looked up, which changes nothing; the change itself is not sent."""
    recorder = Recorder(
        {"result": [{"id": A}]}, {"result": [{"id": B}]}, {"result": [{"id": A}]}, {"result": [{"id": C}]}
    )
    one = session(recorder)
    granted = one.grant("user", "lisa@example.com", "folder", "projects", dry_run=True)
    revoked = one.revoke("user", "lisa@example.com", "folder", B, dry_run=True)
    assert granted["data"]["entity"] == f"user:{A}"
    assert revoked["id"] == C
    assert {event["method"] for event in recorder.events} == {"GET"}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"result": [{"id": "1"}]}, {"id": "1"}),
        ({"result": [{"id": "1"}, {"id": "2"}]}, [{"id": "1"}, {"id": "2"}]),
        ({"result": []}, []),
        ({"result": {"id": "1"}}, {"id": "1"}),
        ({"result": None}, []),
        ({"success": True}, {"success": True}),
        ({}, None),
    ],
)
def test_create_returns_what_was_made(answer: Any, expected: Any) -> None:
    """One entity as a dict, several as a list, an answer without result as it is."""
    assert session(Recorder(answer)).create("user", {"code": "x"}) == expected


@pytest.mark.parametrize(("answer", "expected"), [({"result": [{"id": D}]}, {"id": D}), ({}, None)])
def test_update_returns_the_entity(answer: Any, expected: Any) -> None:
    """The entity after the change; None where the server says nothing."""
    assert session(Recorder(answer)).update("user", D, {"a": 1}) == expected


@pytest.mark.parametrize("answer", [{"result": []}, {"result": True}, {"result": {}}, {"result": None}, {"x": 1}])
def test_update_needs_an_entity(answer: Any) -> None:
    """Anything else is an InvalidAnswer, and no IndexError (FAULTS 21)."""
    with pytest.raises(InvalidAnswer):
        session(Recorder(answer)).update("user", D, {"a": 1})


def test_offline_one_is_deprecated() -> None:
    """The old name works."""
    recorder = Recorder()
    with pytest.warns(DeprecationWarning, match="offline_one.. is deprecated, use deactivate_one") as found:
        session(recorder).offline_one("user", D)
    assert found[0].filename == __file__
    assert recorder.events[0]["uri"] == "user/deactivate"
