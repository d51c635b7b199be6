"""Every call of the recorded transcripts, made with our session: what is sent, and what comes of the answer.

``data/calls.jsonl`` holds what the official client 3.4.0 did against a recording server: the call as Python text, the
events it sent with the answers it got (the usual answer where none stands there), and what it returned or raised. Where
we differ on purpose, `OTHERWISE` says how and why.
"""

from __future__ import annotations

import ast
import base64
import datetime
import json
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from accsyn.client.session import Session
from accsyn.errors import AccsynError, AuthenticationError, BackendError, InvalidAnswer, RateLimited
from tests.client.stand_in import API_KEY, FOUND, LOGIN, USER_ID, A, B, C, D, Recorder, session

ROWS = [json.loads(line) for line in (Path(__file__).parent / "data" / "calls.jsonl").read_text("utf-8").splitlines()]
CALLS = [row for row in ROWS if not row["call"].startswith("Session(")]
LOGINS = [row for row in ROWS if row["call"].startswith("Session(")]

STD = FOUND["result"]
FIND = [{"method": "GET", "uri": "user/find", "data": {}}]


def event(method: str, uri: str, data: Any, **more: str) -> list[dict[str, Any]]:
    """The events of a call that sends one."""
    return [{"method": method, "uri": uri, "data": data, **more}]


SAME: Any = object()
"""Stands for what the official client sends, or returns."""

# Call, what is sent, what is returned or raised, why.
OTHERWISE: dict[str, tuple[Any, Any, str]] = {
    "s.create('transfer', PATH_JSON)": ([], AccsynError, "FAULTS 10: a file is not read by its name"),
    "s.create('transfer', '[{\"source\": \"a\"}]', allow_duplicates=True)": (
        event("POST", "transfer/create", {"tasks": [{"source": "a"}], "allow_duplicates": True}),
        STD[0],
        "FAULTS 21: a list as text is a list",
    ),
    "s.find('Transfer', skip=0, limit=0)": ([], AccsynError, "FAULTS 18: limit=0 is not `no limit`"),
    "s.find('Transfer', skip=-1, limit=True)": ([], AccsynError, "FAULTS 18: neither is a count"),
    "s.find_one('User', inactive=False)": (
        event("GET", "user/find", {"inactive": False, "single_entity_query": True}),
        SAME,
        "FAULTS 18: the option is not dropped",
    ),
    "s.get_entity('Transfer', D)": (
        event("GET", "transfer/find", {}, id=D),
        SAME,
        "FAULTS 18: lower case as elsewhere",
    ),
    "s.assignments('Volume', A)": (event("GET", "volume/servers", {}, id=A), SAME, "FAULTS 18: the same"),
    "s.find(\"User WHERE name='Jönssonligan 雪'\")": (
        event("GET", "user/find", {}, query='name="jönssonligan 雪"'),
        SAME,
        "LANGUAGE 5.3: double quotes",
    ),
    "s.find_one(\"Delivery WHERE name='Project references'\", entityid=D, attributes=['id'], finished=True, "
    "inactive=True, archived=True)": (
        event(
            "GET",
            "delivery/find",
            {
                "parent": D,
                "finished": True,
                "inactive": True,
                "archived": True,
                "attributes": ["id"],
                "single_entity_query": True,
            },
            query='name="project references"',
        ),
        SAME,
        "LANGUAGE 5.3: double quotes",
    ),
    "s.find('transfer WHERE ((user=lisa@example.com AND destination=hq) OR status<>failed) AND code=\"* backup\"')": (
        event(
            "GET",
            "transfer/find",
            {},
            query='((user=lisa@example.com and destination=hq) or status!=failed) and code="* backup"',
        ),
        SAME,
        "LANGUAGE 5.2: <> goes as !=",
    ),
    "s.access('share', B, entitytype='User', entityid='X OR target=*')": (
        event(
            "GET",
            "acl/find",
            {"recursive": False},
            query=f'acl WHERE target=share:{B} AND entity matches "^user:x or target=[*](?![\\s\\S])"',
        ),
        SAME,
        "FAULTS 8: what is given is a value",
    ),
    "s.find('Transfer', attributes=['attribute_%08d' % i for i in range(6000)])   # GET: compressed payload in URL": (
        [],
        AccsynError,
        "FAULTS 20: longer than servers take; url_limit=None sends it",
    ),
    "s.delete_many('Collection', A, {'files': ['12d89033-2a8c-4029-992b-3a02b4%06d' % i for i in range(3000)]})   "
    "# DELETE: compressed payload in URL": ([], AccsynError, "FAULTS 20: the same"),
    "s.find('User')   # answered 200 b'{\"result\": null}'": (SAME, [], "what is found is a list"),
    "s.find('User')   # answered 200 b'{}'": (SAME, [], "what is found is a list"),
    "s.find('User')   # answered 200 b'[]'": (SAME, InvalidAnswer, "FAULTS 21: no object"),
    's.find(\'User\')   # answered 200 b\'{"message": null, "result": [{"id": 1}]}\'': (
        SAME,
        [{"id": 1}],
        "FAULTS 17: no message is no error",
    ),
    's.find(\'User\')   # answered 200 b\'{"message": "", "result": [{"id": 1}]}\'': (
        SAME,
        [{"id": 1}],
        "FAULTS 17: an empty message is no error",
    ),
    's.find(\'User\')   # answered 500 b\'{"result": [{"id": "from a 500"}]}\'': (SAME, BackendError, "FAULTS 17"),
    's.find(\'User\')   # answered 404 b\'{"result": [{"id": "from a 404"}]}\'': (SAME, BackendError, "FAULTS 17"),
    's.find(\'User\')   # answered 200 b\'{"result": true, "metadata": {"total": 5}}\'': (
        SAME,
        InvalidAnswer,
        "FAULTS 21: true is no list",
    ),
    "s.find('User')   # answered 401 b'{\"message\": \"Session expired\"}'": (
        [*FIND, *FIND],
        STD,
        "a session that ended is begun anew, once, for what only reads",
    ),
    "s.find('User')   # answered 401 b''": ([*FIND, *FIND], STD, "the same"),
    "s.find('User')   # answered 302 b''": (FIND, InvalidAnswer, "FAULTS 9: redirects are not followed"),
}


def evaluated(text: str, names: dict[str, Any]) -> Any:
    """What a call gives; the text comes from our own data file."""
    return eval(text, {"datetime": datetime, "A": A, "B": B, "C": C, "D": D, **names})  # noqa: S307 - see above


def outcome(text: str) -> Any:
    """What the official client returned, as a value; `AccsynError` where it raised anything."""
    if text.startswith("raises "):
        return AccsynError
    return ast.literal_eval(text.removeprefix("returns "))


def answers(row: dict[str, Any]) -> list[Any]:
    """The answers that the recording server gave."""
    found = [exchange.get("answer", FOUND) for exchange in row["exchanges"]]
    # A status that is no number is a note: the connection was closed.
    return [(None if isinstance(one[0], str) else tuple(one)) if isinstance(one, list) else one for one in found]


def recorded(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The events that the official client sent."""
    return [{"method": one["method"], **one["event"]} for one in row["exchanges"] if one.get("event")]


def comparable(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events without what differs from machine to machine."""
    text = json.dumps(events).replace(USER_ID, "<uid from login>").replace(Session.get_hostname(), "<hostname>")
    found: list[dict[str, Any]] = json.loads(text)
    return found


@pytest.mark.parametrize("row", CALLS, ids=[row["call"] for row in CALLS])
def test_each_call_sends_and_returns_what_it_did(row: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The events are those of the official client, the results too, and each failure is an AccsynException."""
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    monkeypatch.setattr(Session, "get_hostname", staticmethod(lambda: "render-07"))
    call = row["call"].partition("   # ")[0]
    sent, result, _ = OTHERWISE.get(row["call"], (SAME, SAME, ""))
    recorder = Recorder(*answers(row))
    if "connection refused" in row["call"]:
        recorder = Recorder(None)
    names = {"s": session(recorder), "Session": Session, "HOST": "render-07", "PATH_JSON": __file__}
    expected = outcome(row["outcome"]) if result is SAME and "datetime" not in row["outcome"] else result
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if isinstance(expected, type):
            with pytest.raises(expected):
                evaluated(call, names)
        elif expected is SAME:
            assert evaluated(call, names)["result"][0]["date"].timestamp() == 1767323045
        else:
            assert evaluated(call, names) == expected
    if "connection refused" in row["call"]:
        return
    events = recorded(row) if sent is SAME else sent
    assert abbreviated(comparable(recorder.events)) == abbreviated(events)


def abbreviated(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events without the data that were not recorded whole: what is compressed, and what depends on the time zone."""
    short = []
    for one in events:
        data = one.get("data")
        is_long = "gz_data" in one or len(json.dumps(data)) > 100_000 or "<str len" in json.dumps(data)
        kept = {key: value for key, value in one.items() if key != "gz_data"}
        if is_long:
            kept["data"] = "long"
        elif isinstance(data, dict) and "expires" in data:
            kept["data"] = {**data, "expires": "a moment of local time"}
        short.append(kept)
    return short


def test_the_differences_are_of_calls_that_are_there() -> None:
    """No difference is listed for a call that the transcripts do not have."""
    assert set(OTHERWISE) <= {row["call"] for row in CALLS}
    assert len(ROWS) == 270


ACCOUNT = {"workspace": "acmefilm", "username": "john@user.com", "api_key": API_KEY, "hostname": "127.0.0.1"}

# What the environment must hold, by a part of the call.
ENVIRONMENT = {
    "# ACCSYN_WORKSPACE/": {"ACCSYN_WORKSPACE": "envws", "ACCSYN_API_USER": "env@user.com", "ACCSYN_API_KEY": "ENVKEY"},
    "# ACCSYN_ORG=": {"ACCSYN_ORG": "orgws"},
    "# AS_DEV=1": {"AS_DEV": "1"},
}
HEADERS = {
    "# ACCSYN_WORKSPACE/": ("envws", "env@user.com", "ENVKEY"),
    "# ACCSYN_ORG=": ("orgws", "ö@user.com", "k:å"),
    "domain='domws'": ("domws", "u", "k"),
    "acmefilm": ("acmefilm", "john@user.com", API_KEY),
    "workspace='w'": ("w", "u", "k"),
}


@pytest.mark.parametrize("row", LOGINS, ids=[row["call"] for row in LOGINS])
def test_each_login_goes_to_the_same_place(
    row: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The account, the server and the scheme are those of the official client; each failure is an AccsynException."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for part, variables in ENVIRONMENT.items():
        for name, value in variables.items() if part in row["call"] else ():
            monkeypatch.setenv(name, value)
    login = answers(row)[-1] if row["exchanges"] else LOGIN
    recorder = Recorder(login=login)
    made: list[Session] = []

    def make(*_: object, **settings: Any) -> None:
        made.append(Session(**(settings or ACCOUNT), transport=recorder))

    call = row["call"].partition("   # ")[0]
    names = {"Session": make, "srv": SimpleNamespace(port=8443)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old names, clear text: said by configuration's own tests
        if row["outcome"].startswith("raises") and "socks4" not in row["call"]:
            with pytest.raises(AccsynError):
                evaluated(call, names)
            return
        evaluated(call, names)
    workspace, user, key = next(value for part, value in HEADERS.items() if part in row["call"])
    request = recorder.requests[-1]
    assert request.method == "PUT"
    assert request.body == b"{}"
    assert request.headers["Authorization"] == f"basic {encoded(user)}:{encoded(key)}"
    assert request.headers["X-Accsyn-Workspace"] == workspace
    assert made[0].workspace == workspace
    if "AS_DEV" in row["call"]:
        assert request.url == "http://127.0.0.1:8181/api/v3/api/login"
    elif "8443" in call or "srv.port" in call:
        scheme = "http" if "proxy=" in call else "https"
        assert request.url == f"{scheme}://127.0.0.1:8443/api/v3/api/login"


def encoded(text: str) -> str:
    """Text as it stands in the Authorization header."""
    return base64.b64encode(text.encode()).decode()


def test_a_refused_login_is_one_of_the_account() -> None:
    """What the server says to a login comes with the exception."""
    with pytest.raises(AuthenticationError, match="Wrong API key"):
        session(Recorder(login={"message": "Wrong API key"}))


def test_too_many_requests_say_when_to_ask_again() -> None:
    """429 is an exception of its own."""
    with pytest.raises(RateLimited):
        session(Recorder((429, "slow down"))).find("User")
