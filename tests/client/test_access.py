"""grant, access and revoke: who is meant, and who is not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accsyn
from accsyn.client.access import _equal
from accsyn.errors import AccsynError, ArgumentError, InvalidAnswer, NotFound
from tests.client.stand_in import A, B, C, D, Recorder, session

INJECTIONS = [
    "nobody' OR role='admin",
    "o'brien",
    "x OR target=*",
    "user:*",
    "*",
    "a\\",
    "a' or \"b",
    "line\nbreak",
    ":param",
    "null",
]


@pytest.mark.parametrize("code", INJECTIONS)
def test_what_is_looked_up_is_a_value(code: str) -> None:
    """A code is compared with, whatever stands in it: the server finds this user and no other (FAULTS 8)."""
    people = [{"id": A, "code": code, "role": "standard"}, {"id": B, "code": "boss", "role": "admin"}]

    def reply(event: dict[str, Any]) -> Any:
        if event["uri"] == "user/find":
            return {"result": list(accsyn.compile(f"user WHERE {event['query']}").filter(people))}
        return {"result": [{"id": D}]}

    recorder = Recorder(reply=reply)
    session(recorder).grant("user", code, "folder", C)
    assert recorder.events[-1]["data"]["entity"] == f"user:{A}"
    people.pop(0)
    with pytest.raises(NotFound):
        session(recorder).grant("user", code, "folder", C, {"invite": False})


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
def test_any_text_finds_itself_only(code: str) -> None:
    """The comparison that is sent holds for a record of that very code, and not for another."""
    for quote in ("'", ""):
        compiled = accsyn.compile(f"user WHERE {_equal('user', 'code', code, quote=quote)}")
        assert compiled.matches({"code": code})
        assert not compiled.matches({"code": f"{code}x", "role": "admin"})


@pytest.mark.parametrize("entityid", INJECTIONS)
def test_access_of_one_entity_is_a_value(entityid: str) -> None:
    """What is given as an id cannot widen the question."""
    recorder = Recorder({"result": []})
    session(recorder).access("folder", B, "user", entityid)
    query = recorder.events[0]["query"]
    assert query.startswith(f"acl WHERE target=share:{B} AND entity")
    compiled = accsyn.compile(query)
    assert compiled.matches({"target": f"share:{B}", "entity": f"user:{entityid}"})
    assert not compiled.matches({"target": f"share:{C}", "entity": f"user:{entityid}"})
    assert not compiled.matches({"target": f"share:{B}", "entity": "user:somebody"})


def test_several_hits_are_nobody() -> None:
    """It is not for us to choose who gets access."""
    recorder = Recorder({"result": [{"id": A}, {"id": B}]})
    with pytest.raises(AccsynError, match="2 entities of type user"):
        session(recorder).grant("user", "lisa", "folder", C)
    assert len(recorder.events) == 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("site", A, "folder", B), "entitytype is user"),
        (("user", A, "share", B), "targettype is one of delivery, request, stream, volume, folder, home, collection"),
        (("user", A, "job", B), "targettype is one of"),
        (("user", A, "delivery", "my delivery"), "targetid is an id"),
        (("user", "", "folder", B), "entityid must not be empty"),
        (("user", A, "folder", ""), "targetid must not be empty"),
        (("user", A, "folder", B, {"read": 1}), r"data\['read'\] is a bool"),
        (("user", A, "folder", B, [1]), "data is a dict"),
    ],
)
def test_a_wrong_grant_is_not_sent(arguments: Any, error: str) -> None:
    """Everything is looked at before the first request; the message lists what is supported (FAULTS 19)."""
    recorder = Recorder()
    with pytest.raises(ArgumentError, match=error):
        session(recorder).grant(*arguments)
    assert recorder.events == []


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda s: s.access("job", B), "targettype is one of"),
        (lambda s: s.access("folder", "projects"), "targetid is an id"),
        (lambda s: s.access("folder", B, entityid=A), "entityid needs entitytype"),
        (lambda s: s.access("folder", B, recursive=1), "recursive is a bool"),
        (lambda s: s.revoke("site", A, "folder", B), "entitytype is user"),
        (lambda s: s.revoke("user", A, "site", B), "targettype is one of"),
        (lambda s: s.revoke("user", A, "folder", "projects"), "targetid is an id"),
    ],
)
def test_a_wrong_look_is_not_sent(call: Any, error: str) -> None:
    """The same for access and revoke."""
    recorder = Recorder()
    with pytest.raises(ArgumentError, match=error):
        call(session(recorder))
    assert recorder.events == []


def test_a_target_that_is_not_there_is_not_found() -> None:
    """The exception is a LookupError of ours."""
    with pytest.raises(NotFound, match="no folder has the code 'projects'"):
        session(Recorder({"result": []})).grant("user", A, "folder", "projects")
    with pytest.raises(LookupError, match="no user has the code 'lisa'"):
        session(Recorder({"result": []})).revoke("user", "lisa", "folder", B)


def test_a_pending_recipient_is_revoked_by_address() -> None:
    """Who is no user yet is known by the address."""
    recorder = Recorder({"result": []}, {"result": [{"user_hr": "new@x.com"}]})
    session(recorder).revoke("user", "New@x.com", "delivery", B)
    assert recorder.events[-1]["data"] == {"recipient": "new@x.com"}


@pytest.mark.parametrize(
    ("answers", "call"),
    [
        ([{"result": [{"code": "x"}]}], lambda s: s.grant("user", "lisa", "folder", B)),
        ([{"result": [{"id": "short"}]}], lambda s: s.grant("user", "lisa", "folder", B)),
        ([{"result": [{}]}], lambda s: s.revoke("user", A, "folder", B)),
        ([{"result": [{"entity": "user:x", "target": "share:y"}]}], lambda s: s.access("folder", B)),
        ([{"result": [{"entity": "x", "target": "y", "read": 1, "write": 1}]}], lambda s: s.access("folder", B)),
    ],
)
def test_an_answer_without_what_is_needed_is_invalid(answers: list[Any], call: Any) -> None:
    """A record without id, an acl without its parties: an InvalidAnswer, and nothing is granted or revoked."""
    recorder = Recorder(*answers)
    with pytest.raises(InvalidAnswer):
        call(session(recorder))
    assert len(recorder.events) == 1
