"""The workspace over HTTP and HTTPS, the command that starts it, the demo and the fixtures."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections import Counter
from http.client import HTTPException
from pathlib import Path

import pytest

import accsyn
from accsyn.errors import ConfigurationError
from accsyn.local import Workspace
from accsyn.workspace import server
from tests.workspace.calls import Caller, account

pytest_plugins = "pytester"


def login(url: str, headers: dict[str, str]) -> dict[str, object]:
    """The answer to a login over HTTP."""
    request = urllib.request.Request(url + "/api/v3/api/login", b"{}", headers, method="PUT")  # noqa: S310 - ours
    with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310 - the same
        return dict(json.load(response))


def test_over_http(ws: Workspace) -> None:
    """Answers, refusals with their status, and connections that break on purpose."""
    pytest.importorskip("uvicorn")
    url = ws.url
    assert url.startswith("http://127.0.0.1:")
    assert ws.url == url
    headers = account("admin@example.com", ws.api_key(), ws.code)
    assert login(url, headers)["result"]
    with pytest.raises(urllib.error.HTTPError) as caught:
        login(url, {**headers, "X-Accsyn-Workspace": "other"})
    assert caught.value.code == 401
    caught.value.close()
    ws.faults.add("login", drop="after")
    with pytest.raises((OSError, HTTPException)) as broken:
        login(url, headers)
    assert not isinstance(broken.value, urllib.error.HTTPError)
    port = int(url.rpartition(":")[2])
    with Workspace() as other, pytest.raises(ConfigurationError, match=str(port)):
        other.serve(port=port)


def test_large_bodies_are_refused(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """While they come in."""
    pytest.importorskip("uvicorn")
    monkeypatch.setattr(server, "LARGEST_REQUEST", 1000)
    request = urllib.request.Request(ws.url + "/api/v3/event", b" " * 5000, method="PUT")  # noqa: S310 - ours
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=5)  # noqa: S310 - the same
    assert caught.value.code == 413
    caught.value.close()


def test_over_https_with_a_certificate_of_its_own(tmp_path: Path) -> None:
    """The client of this project verifies it."""
    pytest.importorskip("uvicorn")
    pytest.importorskip("cryptography")
    certificate = server.self_signed(tmp_path)
    assert server.self_signed(tmp_path) == certificate
    assert certificate[1].stat().st_mode & 0o077 == 0
    with Workspace() as ws:
        port = int(ws.serve(certificate=certificate).rpartition(":")[2])
        with accsyn.Session(
            ws.code, "admin@example.com", ws.api_key(), "127.0.0.1", port, verify=certificate[0]
        ) as session:
            assert session.find_one("user")


def test_an_answer_waits_for_nothing(tmp_path: Path) -> None:
    """Over a connection that stays open: not the 40 ms until the other side confirms the first part of the answer."""
    pytest.importorskip("uvicorn")
    pytest.importorskip("cryptography")
    certificate = server.self_signed(tmp_path)
    with Workspace() as ws:
        port = int(ws.serve(certificate=certificate).rpartition(":")[2])
        with accsyn.Session(
            ws.code, "admin@example.com", ws.api_key(), "127.0.0.1", port, verify=certificate[0]
        ) as session:
            best = 1.0
            for _ in range(10):
                began = time.perf_counter()
                session.find("Queue")
                best = min(best, time.perf_counter() - began)
    assert best < 0.03


def test_over_ipv6() -> None:
    """Its loopback, with brackets in the URL."""
    pytest.importorskip("uvicorn")
    with Workspace() as ws:
        try:
            url = ws.serve(host="::1")
        except ConfigurationError:
            pytest.skip("there is no IPv6 here")
        assert url.startswith("http://[::1]:")
        assert login(url, account("admin@example.com", ws.api_key(), ws.code))["result"]


def test_a_session_of_each_role(ws: Workspace) -> None:
    """In process, each as a user of its own."""
    for role in ("admin", "employee", "standard"):
        found = ws.session(role).find_one("user")
        assert found is not None
        assert found["role"] == role


def test_the_start_is_quick() -> None:
    """Twenty workspaces, each within twenty milliseconds, a slow machine allowed for."""
    best = 1.0
    for _ in range(20):
        began = time.perf_counter()
        ws = Workspace()
        best = min(best, time.perf_counter() - began)
        ws.close()
    assert best < 0.02


def test_the_demo_is_believable() -> None:
    """Hundreds of transfers, most done, of the last two months; the same each time."""
    with Workspace(demo=True, frozen=True, seed=3) as ws, Workspace(demo=True, frozen=True, seed=3) as same:
        found = Caller(ws).find("transfer", None, finished=True, archived=True)
        statuses = Counter(job["status"] for job in found)
        assert len(found) == 400
        assert statuses["done"] > 250
        assert {"failed", "aborted", "paused"} <= set(statuses)
        assert [job["created"] for job in found] == sorted(job["created"] for job in found)
        names = [job["name"] for job in Caller(same).find("transfer", None, finished=True, archived=True)]
        assert names == [job["name"] for job in found]
        assert len(Caller(ws).find("delivery", None, finished=True, archived=True)) == 60
        assert Caller(ws).codes("folder") == ["aurora", "nordlys", "harbour"]
        assert ws.check() == []


def test_fixtures(pytester: pytest.Pytester) -> None:
    """accsyn_workspace and accsyn_session come with the plugin."""
    pytester.makepyfile(
        """
        def test_find(accsyn_workspace, accsyn_session):
            accsyn_session.create("queue", {"code": "rush"})
            assert accsyn_session.find_one("queue WHERE code=rush")["code"] == "rush"
            assert accsyn_workspace.requests.of("queue/create")
        """
    )
    pytester.runpytest_inprocess(
        "-p", "no:accsyn", "-p", "accsyn.testing.plugin", "-p", "no:cacheprovider"
    ).assert_outcomes(passed=1)
