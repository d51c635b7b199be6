"""The client of this project, every public name of it, against the workspace: in process and over a real socket."""

from __future__ import annotations

import warnings
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import accsyn
from accsyn.local import Workspace
from accsyn.schema.model import Schema
from accsyn.workspace.backend import ADMIN
from accsyn.workspace.server import self_signed
from tests.workspace import scenario
from tests.workspace.test_official_client import REFUSED, RETURNS

# Where our client gives something else than the official one: the type that it gives, with the reason.
OTHERWISE: dict[str, tuple[type | None, str]] = {
    "timeout": (float, "seconds are a float"),
    "connect_timeout": (float, "the same"),
}
# What our client refuses by itself, with its own words: nothing was sent.
OWN_WORDS = {"grant no invite": "nobody is to be invited"}
ADDED = ("close", "iter", "refresh_schema", "role", "schema", "user_id", "wait", "workspace")
"""What the official client does not have."""


class Run(NamedTuple):
    """What a run came to: outcomes by the name of the call, and the public names that were used."""

    outcomes: dict[str, Any]
    used: set[str]


def added(note: scenario.Notes, s: Any) -> None:
    """The names that our session has beyond the official ones; the last one is close."""
    note("iter", lambda: list(s.iter("Queue", 2)))
    note("wait", s.wait, "Transfer WHERE status=aborted", poll=0.01, timeout=10)
    note("refresh_schema", s.refresh_schema)
    for name in ("schema", "role", "user_id", "workspace"):
        note(name, getattr, s, name)
    note("close", s.close)


@pytest.fixture(scope="module", params=["in process", "over HTTPS"])
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Every call, by one of two ways."""
    patch = pytest.MonkeyPatch()
    patch.setattr(webbrowser, "open", lambda *_, **__: True)
    with Workspace(rate=1) as ws:
        ws.client()
        for name in ("a.mov", "b.mov"):
            (ws.volume() / name).write_bytes(b"film" * 1000)
        if request.param == "in process":
            session = ws.session()
        else:
            pytest.importorskip("uvicorn")
            pytest.importorskip("cryptography")
            certificate = self_signed(tmp_path_factory.mktemp("tls"))
            port = int(ws.serve(certificate=certificate).rpartition(":")[2])
            session = accsyn.Session(ws.code, ADMIN, ws.api_key(), "127.0.0.1", port, verify=certificate[0])
        watched = scenario.Watched(session)
        note = scenario.Notes()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # what the official client deprecates, ours does too
            outcomes = scenario.everything(watched)
            added(note, watched)
        yield Run({**outcomes, **note.outcomes}, watched.used)
        assert ws.check() == []
    patch.undo()


def test_every_public_name_is_used(ran: Run) -> None:
    """A name that is added to the session and not to the calls fails here."""
    names = scenario.public_names(accsyn.Session)
    assert len(names) == 47 + len(ADDED)
    assert sorted(set(names) - ran.used) == []


def test_every_call_comes_to_what_the_official_one_does(ran: Run) -> None:
    """The same types, with the same keys, but for what is listed with its reason."""
    wrong = []
    for name, theirs, keys in RETURNS:
        kind = OTHERWISE[name][0] if name in OTHERWISE else theirs
        outcome = ran.outcomes[name]
        value = outcome.get("returns", outcome)
        record = value[0] if isinstance(value, list) and value else value
        fits = "returns" in outcome and (value is None if kind is None else type(value) is kind)
        if not fits or not all(key in record for key in keys):
            wrong.append((name, outcome))
    assert wrong == []
    kinds = {name: kind for name, kind, _ in RETURNS}
    assert [name for name, (kind, _) in OTHERWISE.items() if kinds[name] is kind] == []


def test_what_is_refused_is_refused(ran: Run) -> None:
    """With the words of the workspace, or those of the client where nothing had to be sent."""
    for name, text in REFUSED:
        if name != "login wrong":
            assert OWN_WORDS.get(name, text) in ran.outcomes[name]["says"], ran.outcomes[name]


def test_what_was_added(ran: Run) -> None:
    """The names that only our session has."""
    found = {name: ran.outcomes[name].get("returns") for name in ADDED}
    assert [queue["code"] for queue in found["iter"]][:3] == ["low", "medium", "high"]
    assert [job["status"] for job in found["wait"]] == ["aborted"]
    assert isinstance(found["schema"], Schema)
    assert isinstance(found["refresh_schema"], Schema)
    assert (found["role"], found["workspace"], len(found["user_id"])) == ("admin", "local", 24)
    assert "returns" in ran.outcomes["close"]


def test_both_ways_give_the_same(tmp_path: Path) -> None:
    """What a socket brings is what the same workspace says in process."""
    pytest.importorskip("uvicorn")
    pytest.importorskip("cryptography")
    certificate = self_signed(tmp_path)
    with Workspace(demo=True, seed=1, frozen=True) as ws:
        port = int(ws.serve(certificate=certificate).rpartition(":")[2])
        with accsyn.Session(ws.code, ADMIN, ws.api_key(), "127.0.0.1", port, verify=certificate[0]) as far:
            near = ws.session()
            for query in ("Transfer WHERE status=failed", "Delivery", "User", "Queue WHERE priority>250", "acl"):
                assert far.find(query, attributes=None) == near.find(query)
            assert far.ls("share=projects", recursive=True) == near.ls("share=projects", recursive=True)
