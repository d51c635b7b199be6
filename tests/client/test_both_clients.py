"""The official client and ours, call by call, against the same server: equal events, equal results."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

from accsyn.client.retries import Retry
from accsyn.client.session import Session
from tests.client.servers import Reply, Seen, Server, http_server, reply
from tests.client.stand_in import FOUND, A, B, C, D, decoded
from tests.client.test_calls import CALLS, OTHERWISE, evaluated

# What answers an operation; `FOUND` else.
ANSWERS: dict[str, Any] = {
    "job/recipients": {"result": [{"user": B, "user_hr": "x", "actioned": False}]},
    "acl/find": {"result": [{"id": A, "entity": f"user:{B}", "target": f"share:{C}", "read": True, "write": False}]},
    "client/find": {"result": [{"id": C, "status": "online"}]},
    "transfer/report": {"report": "the report"},
    "user/api_key": {"api_key": "SECRET-API-KEY"},
    "setting": {"result": {"a": "b"}},
}

# LANGUAGE 5.1: a moment keeps its T; the official client writes a small one.
MOMENT = "s.find('Transfer WHERE created>2026-01-22T08:35:59')"

MORE = [
    "s.find('Transfer WHERE status=failed AND user=lisa@example.com', finished=True)",
    MOMENT,
    "s.find('Client WHERE type in 0,1,2', limit=3)",
    "s.find('File', entityid=D)",
    "s.find('Queue WHERE priority>=500', attributes=['code', 'id'])",
    "s.find_one('Site WHERE code=hq')",
    "s.create('Site', {'code': 'zürich', 'name': 'Zürich 雪', 'ip': None, 'weight': 1.5})",
    "s.create('Queue', '{\"code\": \"x\"}', entityid=D)",
    "s.ls('share=projects', recursive=True, include=['*.mov', \"re('x')\"])",
    "s.get_settings('user', D, True, True, False)",
    "s.logs('user', D, sort='', search='')",
]

# What no server takes part in, or answers otherwise than this one.
LOCAL = ("s.help", "s.username", "s.timeout", "s.connect_timeout", "s.get_last_message", "Session.", "PATH_JSON")

SCRIPT = """
import datetime, json, sys
from accsyn_api.session import Session
setup = json.load(sys.stdin)
s = Session(workspace="w", username="u", api_key="k", hostname="backend.invalid", port=443, proxy=setup["proxy"])
names = {"s": s, "Session": Session, "datetime": datetime, **setup["names"]}
outcomes = []
for number, call in enumerate(setup["calls"]):
    s.get_setting("call %d" % number)
    try:
        outcomes.append(["returns", json.loads(json.dumps(eval(call, names), default=str))])
    except BaseException as error:
        outcomes.append(["raises", type(error).__name__])
print(json.dumps(outcomes))
"""

NAMES = {"A": A, "B": B, "C": C, "D": D}


def calls() -> list[str]:
    """Every call of the transcripts that the usual answers can answer, and more."""
    found = [row["call"] for row in CALLS if "# answered" not in row["call"] and "connection" not in row["call"]]
    return [call for call in dict.fromkeys(found) if not any(part in call for part in LOCAL)] + MORE


def choose(request: Seen) -> Reply | None:
    """The answer to an event; a login is answered by the server itself."""
    if request.target.endswith("/api/login"):
        return None
    return reply(ANSWERS.get(request.event["uri"], FOUND))


def by_call(server: Server) -> list[list[dict[str, Any]]]:
    """The events of each call; the calls are told apart by what stands between them."""
    found: list[list[dict[str, Any]]] = []
    for request in server.events():
        event = decoded(request.method, request.event)
        data = event.get("data")
        if event["uri"] == "setting" and isinstance(data, dict) and str(data.get("name")).startswith("call "):
            found.append([])
        else:
            found[-1].append(event)
    return found


Outcomes = list[list[Any]]


def run_official(port: int, folder: Path) -> Outcomes:
    """What each call gives with the official client, in a process outside of the checkout."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps({"proxy": f"accsyn:127.0.0.1:{port}", "names": NAMES, "calls": calls()}),
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**{key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}, "TZ": "UTC"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: Outcomes = json.loads(done.stdout.splitlines()[-1])
    return found


def run_ours(port: int) -> Outcomes:
    """The same with ours."""
    outcomes: Outcomes = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        one = Session("w", "u", "k", "backend.invalid", 443, f"accsyn:127.0.0.1:{port}", retry=Retry(attempts=1))
        with one:
            for number, call in enumerate(calls()):
                one.get_setting(f"call {number}")
                try:
                    value = evaluated(call, {"s": one, "Session": Session})
                    outcomes.append(["returns", json.loads(json.dumps(value, default=str))])
                except Exception as error:
                    outcomes.append(["raises", type(error).__name__])
    return outcomes


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Any, Any, Any, Any]]:
    """Each call, with the events and the outcome of the official client, and ours."""
    patch = pytest.MonkeyPatch()
    patch.setenv("TZ", "UTC")
    try:
        with http_server(choose=choose) as theirs, http_server(choose=choose) as mine:
            official = run_official(theirs.port, tmp_path_factory.mktemp("official"))
            own = run_ours(mine.port)
            return list(zip(calls(), by_call(theirs), official, by_call(mine), own, strict=True))
    finally:
        patch.undo()


@pytest.mark.slow
def test_events_are_equal(both: list[tuple[str, Any, Any, Any, Any]]) -> None:
    """Both send the same, whatever travels compressed, except where we say why."""
    assert len(both) > 150
    different = [call for call, theirs, _, mine, _ in both if theirs != mine]
    # Each difference is listed, and what is listed is a difference.
    listed = [call for call, *_ in both if call in OTHERWISE or call == MOMENT]
    assert sorted(different) == sorted(listed)


@pytest.mark.slow
def test_results_are_equal(both: list[tuple[str, Any, Any, Any, Any]]) -> None:
    """Both return the same, and where the official client raises so do we, with an exception of ours."""
    for call, _, theirs, _, mine in both:
        if call in OTHERWISE:
            continue
        if theirs[0] == "raises":
            assert mine[0] == "raises", call
            assert mine[1] in {"ArgumentError", "ArgumentTypeError", "QuerySyntaxError"}, call
        else:
            assert mine == theirs, call
