"""Files, settings, logs, programs: what is checked and what is filled in."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest

from accsyn.client.session import Session
from accsyn.errors import ArgumentError, InvalidAnswer
from tests.client.stand_in import D, Recorder, session

Call = Callable[[Session], Any]


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda s: s.ls(""), "path must not be empty"),
        (lambda s: s.ls([]), "path must not be empty"),
        (lambda s: s.ls(None), "path is a str, a dict or a list"),
        (lambda s: s.ls("x", recursive=1), "recursive is a bool"),
        (lambda s: s.ls("x", maxdepth=-1), "maxdepth is at least 0"),
        (lambda s: s.rename("x", ""), "path_to must not be empty"),
        (lambda s: s.mv("", "x"), "path_src must not be empty"),
        (lambda s: s.mv("x", {}), "path_dst must not be empty"),
        (lambda s: s.delete("x", force="yes"), "force is a bool"),
        (lambda s: s.prepublish(None), "data is a list of dicts"),
        (lambda s: s.prepublish([1]), "each of data is a dict"),
        (lambda s: s.prepublish([{"size": "1"}]), "size is a number of bytes"),
        (lambda s: s.prepublish([{"size": True}]), "size is a number of bytes"),
        (lambda s: s.set_setting("", "n", "v"), "entitytype must not be empty"),
        (lambda s: s.set_setting("queue", "", "v"), "name must not be empty"),
        (lambda s: s.set_setting("queue", "n", 5), "value is a str, not int"),
        (lambda s: s.set_setting("queue", "n", "v", ""), "entityid must not be empty"),
        (
            lambda s: s.set_setting("queue", D, "compute_avoid", "enable"),
            "the order is .entitytype, name, value, entityid",
        ),
        (lambda s: s.delete_setting("queue", D, "compute_avoid"), "the order is"),
        (lambda s: s.get_settings("queue", recursive=1), "recursive is a bool"),
        (lambda s: s.logs(pagination_page="1"), "pagination_page is an int"),
        (lambda s: s.logs(sort_reverse="x"), "sort_reverse is a bool"),
        (lambda s: s.integration("", "login", {}), "name must not be empty"),
        (lambda s: s.integration("a/b", "login", {}), "name is a word"),
        (lambda s: s.integration("ftrack", "", {}), "operation must not be empty"),
    ],
)
def test_what_is_wrong_is_named_and_not_sent(call: Call, error: str) -> None:
    """No event goes out with an empty path, name or id."""
    recorder = Recorder()
    with pytest.raises(ArgumentError, match=error):
        call(session(recorder))
    assert recorder.events == []


@pytest.mark.parametrize(
    ("data", "sizes", "total"),
    [
        ([{"filename": "a"}], [0], 0),
        ([{"filename": "a", "size": 3}, {"filename": "b", "size": 4}], [3, 4], 7),
        ([{"is_dir": True, "files": [{"size": 1}, {"is_dir": True, "files": [{"size": 2}]}]}], [3], 3),
        ([{"is_dir": True, "size": 9, "files": [{"filename": "a"}]}], [9], 9),
        ([{"files": [{"size": 1}]}], [0], 0),
        ([{"is_dir": True, "files": None}], [0], 0),
    ],
)
def test_sizes_are_filled_in(data: list[dict[str, Any]], sizes: list[int], total: int) -> None:
    """As the official client does it: from below upwards, only for folders, never over a size that is there."""
    recorder = Recorder()
    session(recorder).prepublish(data)
    sent = recorder.events[0]["data"]
    assert [entry["size"] for entry in sent["files"]] == sizes
    assert sent["size"] == total


def test_folders_may_be_deep() -> None:
    """A tree as deep as it likes is walked without recursion; what cannot be sent says so."""
    data: dict[str, Any] = {"size": 1}
    for _ in range(5_000):
        data = {"is_dir": True, "files": [data]}
    with pytest.raises(ValueError, match="nest"):
        session().prepublish([data])


@pytest.mark.parametrize(
    ("answer", "call"),
    [
        ({"result": [1]}, lambda s: s.get_settings()),
        ({"x": 1}, lambda s: s.exists("share=x")),
        ({"result": "key"}, lambda s: s.get_api_key()),
        ({"api_key": None}, lambda s: s.get_api_key()),
    ],
)
def test_an_answer_of_another_shape_is_invalid(answer: Any, call: Call) -> None:
    """An InvalidAnswer, and no KeyError."""
    with pytest.raises(InvalidAnswer):
        call(session(Recorder(answer)))


@pytest.mark.parametrize(
    ("answer", "call", "expected"),
    [
        ({}, lambda s: s.get_setting("n"), None),
        ({}, lambda s: s.get_settings(), {}),
        ({}, lambda s: s.logs(), {"result": []}),
        ({}, lambda s: s.exists("share=x"), None),
        ({"result": 0}, lambda s: s.set_setting("queue", "n", "v"), False),
        ({"result": True}, lambda s: s.delete_setting("queue", "n"), True),
    ],
)
def test_an_empty_answer_is_nothing(answer: Any, call: Call, expected: Any) -> None:
    """What the official client makes of it."""
    assert call(session(Recorder(answer))) == expected


@pytest.mark.parametrize(
    ("host", "query"),
    [
        ("render-07", "user=5b0faf03304bfd4810dbd5fc AND code=render-07 AND type=0"),
        ("Film's box", 'user="5b0faf03304bfd4810dbd5fc" and code="film\'s box" and type=0'),
        ("x OR role=admin", 'user="5b0faf03304bfd4810dbd5fc" and code="x or role=admin" and type=0'),
    ],
)
def test_the_name_of_the_machine_is_a_value(monkeypatch: pytest.MonkeyPatch, host: str, query: str) -> None:
    """A name with blanks or quotes is bound (FAULTS 8)."""
    monkeypatch.setattr("socket.gethostname", lambda: host)
    recorder = Recorder({"result": []})
    assert session(recorder).app_is_running() is None
    assert recorder.events[0]["query"] == query


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [([], None), (["offline"], False), (["offline", "disabled"], True), (["online"], True), ([None], False)],
)
def test_running_means_online_or_disabled(statuses: list[str | None], expected: bool | None) -> None:
    """None where no such client was ever seen."""
    answer = {"result": [{"status": status} for status in statuses]}
    assert session(Recorder(answer)).daemon_is_running() is expected


@pytest.mark.parametrize(("old", "new"), [("gui_is_running", "app"), ("server_is_running", "daemon")])
def test_old_names_of_programs_are_deprecated(old: str, new: str) -> None:
    """They work, and warn at the user's line."""
    with pytest.warns(DeprecationWarning, match=f"use {new}_is_running") as found:
        getattr(session(Recorder({"result": []})), old)()
    assert found[0].filename == __file__


def test_help_prints_and_opens(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The address is printed, too, where no browser is."""
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    session().help()
    assert opened[0] in capsys.readouterr().out


def test_dump_writes_moments_in_utc() -> None:
    """JSON for people, as the official client writes it; the old name warns."""
    moment = datetime.datetime(2026, 1, 1, 14, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    assert json.loads(Session.dump({"a": moment})) == {"a": "2026-01-01T12:00:00"}
    assert Session.dump(None) == "None"
    with pytest.warns(DeprecationWarning, match="use Session.dump") as found:
        assert Session.str({"a": 1}, indent=2) == '{\n  "a": 1\n}'
    assert found[0].filename == __file__
