"""Faults, the request log, cassettes: what a script is tested with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import accsyn
from accsyn.client.retries import Retry
from accsyn.errors import BackendError, ConfigurationError, ConnectionFailed, RateLimited
from accsyn.local import Workspace, replay
from accsyn.workspace.backend import Backend
from accsyn.workspace.faults import Faults
from tests.workspace.calls import Caller

ONCE = Retry(attempts=1)


def test_a_limit_is_answered_with_429(ws: Workspace) -> None:
    """With Retry-After in header and body; by operation, count and skip."""
    caller = Caller(ws)
    ws.faults.add("user/*", status=429, retry_after=2, message="slowly", skip=1)
    statuses = [caller.send("GET", uri).status for uri in ("queue/find", "user/find", "user/find", "user/find")]
    assert statuses == [200, 200, 429, 200]
    limited = ws.requests[-2]
    assert (limited.operation, limited.status, limited.user) == ("user/find", 429, "")
    ws.faults.add("user/find", status=429, retry_after=2)
    response = caller.send("GET", "user/find")
    assert response.headers["retry-after"] == "2"
    assert json.loads(response.body)["retry_after"] == 2


def test_a_connection_breaks_before_or_after(ws: Workspace) -> None:
    """After means that it was carried out, though nobody was told."""
    session = ws.session(retry=ONCE)
    for when, count in (("before", 0), ("after", 1)):
        ws.faults.add("queue/create", drop=when)  # type: ignore[arg-type] # both are fine
        with pytest.raises(ConnectionFailed):
            session.create("queue", {"code": when})
        assert len(session.find("queue WHERE code=:code", params={"code": when}) or []) == count


def test_an_expired_session_is_renewed(ws: Workspace) -> None:
    """The client logs in again for what reads."""
    session = ws.session()
    ws.faults.add("user/find", expire=True)
    assert session.find("user")
    assert [entry.operation for entry in ws.requests] == ["login", "user/find", "login", "user/find"]


def test_delays_wait() -> None:
    """For as long as they say, before anything else."""
    waited: list[float] = []
    backend = Backend(sleep=waited.append)
    backend.faults.add("login", delay=1.5)
    ws = Workspace.__new__(Workspace)
    ws._backend = backend
    Caller(ws)
    assert waited == [1.5]
    backend.close()


def test_probabilities_are_seeded() -> None:
    """The same seed, the same faults."""

    def drawn(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add(status=500, probability=0.5, count=None)
        return [faults.next("x") is not None for _ in range(50)]

    assert drawn(1) == drawn(1) != drawn(2)
    assert 10 < sum(drawn(1)) < 40


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"status": 99},
        {"drop": "never"},
        {"delay": -1},
        {"status": 500, "probability": 2},
        {"status": 500, "count": 0},
    ],
)
def test_a_fault_must_make_sense(arguments: dict[str, Any]) -> None:
    """What would do nothing, or cannot be, is refused."""
    with pytest.raises(ValueError, match=r"a fault needs|goes from|drop is"):
        Faults().add(**arguments)


def test_faults_can_be_cleared(ws: Workspace) -> None:
    """Then everything goes well."""
    ws.faults.add(status=500, count=None)
    ws.faults.clear()
    assert Caller(ws).find("user")


def test_the_official_client_sees_a_limit_as_a_message(ws: Workspace) -> None:
    """The client of this project as an exception with the time to wait."""
    session = ws.session(retry=ONCE)
    ws.faults.add("user/find", status=429, retry_after=7, message="slowly")
    with pytest.raises(RateLimited) as caught:
        session.find("user")
    assert caught.value.retry_after == 7


def test_a_fault_of_ours_is_an_exception_in_the_answer(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """With status 500, and the workspace goes on."""
    caller = Caller(ws)
    monkeypatch.setattr("accsyn.workspace.protocol.handler_of", None)
    response = caller.send("GET", "user/find")
    assert response.status == 500
    assert "exception" in json.loads(response.body)


def test_requests_can_be_looked_at(ws: Workspace) -> None:
    """What was asked, by whom, and what came of it; data decompressed."""
    caller = Caller(ws)
    ws.requests.clear()
    caller.create("queue", code="x", description="d" * 200_000)
    [entry] = ws.requests.of("queue/create")
    assert (entry.method, entry.user, entry.status, entry.message) == ("POST", "admin@example.com", 200, "")
    assert len(entry.data["description"]) == 200_000
    assert len(ws.requests) == 1


def session_id(session: accsyn.Session) -> str:
    """The id that the workspace gave a session."""
    found: Any = session._connection
    return str(found._session_id)


def test_a_cassette_plays_back_without_a_server(ws: Workspace, tmp_path: Path) -> None:
    """The same answers, in order, without a secret in the file; what is not on it is refused by name."""
    path = tmp_path / "cassette.jsonl"
    with ws.record(path):
        session = ws.session()
        session.create("queue", {"code": "x", "metadata": {"password": "hunter2"}})
        before = session.find("queue WHERE code=x")
        assert session.get_api_key() == ws.api_key()
        ws.faults.add("user/find", status=429, retry_after=1)
        ws.session(retry=ONCE)
    text = path.read_text(encoding="utf-8")
    for secret in (ws.api_key(), session_id(session), "hunter2", "basic", "Authorization"):
        assert secret
        assert secret not in text
    again = replay(path, retry=ONCE)
    again.create("queue", {"code": "x", "metadata": {"password": "hunter2"}})
    found = again.find("queue WHERE code=x")
    assert [one["id"] for one in found or []] == [one["id"] for one in before or []]
    assert again.get_api_key() == "***"
    with pytest.raises(BackendError, match="not on the cassette"):
        again.find("user")
    path.write_text("nothing", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="no cassette"):
        replay(path)


def test_a_secret_in_an_odd_place_is_not_written_down(ws: Workspace, tmp_path: Path) -> None:
    """Neither a key as somebody's description, nor a session id that a message repeats."""
    path = tmp_path / "cassette.jsonl"
    with ws.record(path):
        session = ws.session()
        ident = session_id(session)
        session.create("queue", {"code": "x", "description": f"key {ws.api_key()}, session {ident}"})
        session.find("queue WHERE code=:code", params={"code": ws.api_key()})
        session.find("queue")
    text = path.read_text(encoding="utf-8")
    assert text.count("***") >= 6
    for secret in (ws.api_key(), ws.api_key().lower(), ident):
        assert secret not in text


def test_the_name_is_public() -> None:
    """accsyn.Workspace is this one."""
    assert accsyn.Workspace is Workspace
