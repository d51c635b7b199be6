"""Each of the recorded transcripts sent to the workspace, and the shape of its answer beside the recorded one.

The transcripts were recorded against a server that answers every operation with one of a few made-up values: what they
fix is the envelope, what a method reads of an answer, and the types of it. Every request of them is sent here as it
was; ids, shares and files that it speaks of are there. What of a shape cannot match stands in `DIFFERENT`, what is
refused in `REFUSED`, each with its reason, and each must really be so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from accsyn.local import Workspace
from accsyn.workspace import references
from accsyn.workspace.protocol import EVENT, LOGIN, REGISTRY, Request, Response
from tests.workspace.calls import Caller

Row = dict[str, Any]

DATA = Path(__file__).parent.parent / "client" / "data" / "transcripts.jsonl"
ROWS: list[Row] = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
ASKING = [row for row in ROWS if row.get("method")]
A, B, C, D = ("a" * 24, "b" * 24, "c" * 24, "d" * 24)
FILE = "12d89033-2a8c-4029-992b-3a02b4ecc2cd"
TASK = "cc5f2afa-9ae4-46e0-9273-82ac802b20ff"

MANY: dict[str, list[Any]] = {
    "delivery/create": [f"/a/very/long/path/{number:08d}.exr" for number in range(5000)],
    "task/edit": [{"id": str(number) * 20, "status": "onhold"} for number in range(2000)],
    "transfer/find": [f"attribute_{number:08d}" for number in range(6000)],
    "collection/file/remove": [f"12d89033-2a8c-4029-992b-3a02b4{number:06d}" for number in range(3000)],
}
"""What the long lists of the transcripts hold, as their calls say."""

NO_NAME = "has neither code nor name, as the documentation lists its attributes"
# By method and uri: what is different in the shape of the answer, and why.
DIFFERENT: dict[tuple[str, str], tuple[tuple[str, ...], str]] = {
    ("POST", "task/create"): (("result[].code missing", "result[].name missing"), f"a task {NO_NAME}"),
    ("PUT", "task/edit"): (("result[].code missing", "result[].name missing"), f"a task {NO_NAME}"),
    ("GET", "task/find"): (("result[].code missing", "result[].name missing"), f"a task {NO_NAME}"),
    ("POST", "file/add"): (("result[].code missing", "result[].name missing"), f"a file {NO_NAME}"),
    ("POST", "acl/create"): (("result[].code missing", "result[].name missing"), f"an ACL {NO_NAME}"),
    ("GET", "volume/servers"): (("result[].code missing", "result[].name missing"), "an assignment has client_hr"),
    ("GET", "entitytypes"): (("result[] is str, not dict",), "the types are a list of names"),
    ("GET", "attributes"): (("result[].id missing", "result[].code missing"), "an attribute has a name and a type"),
    ("GET", "transfer/metrics"): (("result is dict, not list",), "metrics() says that it returns a dictionary"),
    ("GET", "log/find"): (
        ("result[].id missing", "result[].code missing", "result[].name missing"),
        "an entry of a log has date, level and message",
    ),
    **dict.fromkeys(
        (
            ("PUT", "share/server"),
            *(("DELETE", f"{name}/server") for name in ("share", "volume")),
            *(("DELETE", f"{name}/deactivate") for name in ("volume", "user")),
            ("DELETE", "folder/delete"),
            ("DELETE", "acl/delete"),
            ("DELETE", "job/recipient"),
            ("DELETE", "collection/file/remove"),
        ),
        (("result is bool, not list",), "there is nothing to return but that it was done"),
    ),
    ("PUT", "workspace/publish/preprocess"): (("result is dict, not list",), "prepublish() says a dictionary"),
    ("GET", "workspace/file"): (
        ("result is dict, not bool", "result is int, not bool", "result is list, not bool"),
        "a listing is a list, of several paths a dictionary; a size is a number",
    ),
    ("GET", "setting"): (("result is dict, not bool", "result is str, not bool"), "values of settings are text"),
    ("PUT", "job/recipient/add"): (
        ("result[].id missing", "result[].code missing", "result[].name missing"),
        "recipients are shown as access() lists them: user, user_hr, actioned",
    ),
    ("GET", "transfer/find"): (
        ("result[].id missing", "result[].code missing", "result[].name missing"),
        "where `attributes` asks for others, these are left out",
    ),
}
NO_ENDS = "BEHAVIOUR: each task of a transfer has a source and a destination"
# What is refused, by the call: words of the refusal, and why it cannot be otherwise.
REFUSED: dict[str, tuple[str, str]] = {
    "s.create('transfer', {'source': 'a'}, allow_duplicates=False)": ("needs a source and a destination", NO_ENDS),
    "s.create('transfer', {'source': 'a'}, allow_duplicates=True, replace_duplicates=True)": (
        "needs a source and a destination",
        NO_ENDS,
    ),
    "s.create('transfer', [{'source': 'a'}, {'source': 'b'}])": ("needs a source and a destination", NO_ENDS),
    "s.create('user', {'code': 'x'}, allow_duplicates=True)": ("is an e-mail", "BEHAVIOUR: the code is an e-mail"),
    "s.create('user', {'code': 'x'})": ("is an e-mail", "the same"),
    "s.find('Transfer', skip=-1, limit=True)": ("not negative", "no count"),
    "s.update('Transfer', 'any string', {'status': 'waiting'})": ("no transfer 'any string'", "no id of anything"),
    "s.assignments('share', 'any')": ("no share 'any'", "no id of anything"),
    "s.integration('ftrack', 'login', {'a': 1})": ("no integration", "docs/workspace.md: there are none"),
    "s.integration('ftrack', 'login', None)": ("no integration", "the same"),
}


@contextmanager
def scene(*, has_files: bool = True) -> Iterator[Workspace]:
    """A workspace in which everything that the transcripts speak of is there; directories where they are needed."""
    with Workspace(seed=1, frozen=True, rate=1) as ws:
        ws.client()
        state = ws._backend.state
        volume = state.store.by_code("volume", "projects") or {}
        root = ws.volume()
        paths = (f"{A}/x", "a/b/x", "a/QT", "c/x", "x/y", "x/x", "p/a.mov", "theproject/ref/mp_ref.tif")
        for path in (*paths, "thefilm-DIT/TO_ACMEFILM/final") if has_files else ():
            (root / path).mkdir(parents=True)
        with state.store.transaction():
            for kind in ("user", "queue", "volume", "folder", "collection", "client", "transfer", "delivery"):
                for ident in {"volume": (A,)}.get(kind, (A, B, C, D)):
                    record = {"id": ident, "code": f"{kind}-{ident[0]}", "name": "n", **_more(kind, ident, root)}
                    references.save(state, kind, record)
            lisa = {"code": "lisa@example.com", "role": "standard", "status": "enabled", "id": "e" * 24, "name": "l"}
            references.save(state, "user", lisa)
            for index, code in enumerate(("a", "c", "x", "p", "theproject", "thefilm-DIT")):
                folder = {"id": f"{index}" * 24, "code": code, "name": code, "path": code, "parent": volume["id"]}
                references.save(state, "folder", folder)
            home = {"volume": volume["id"], "path": "a.mov"}
            for job in (A, D):
                for index, ident in enumerate((TASK, "t1", "t2")):
                    ends = {"source": {"v": home["volume"], "path": "a"}, "status": "queued", "priority": 5, "size": 0}
                    references.save(
                        state, "task", {"id": ident if job == D else ident + job, "uri": str(index), "job": job, **ends}
                    )
            state.store.put("_ends", {"id": D, "destination": "share=projects/x"})
            for job in (B, C):
                for user in (A, B):
                    state.store.put("_recipient", {"id": f"{job}{user}", "job": job, "user": user, "actioned": False})
            state.store.put("_server", {"id": "s", "share": A, "client": B})
            references.save(
                state, "file", {"id": FILE, "path": "p", "size": 1, "created": "", "modified": "", "parent": A}
            )
            rights = {"target": f"share:{C}", "path": "/", "read": True, "write": True}
            references.save(state, "acl", {"id": A, "entity": f"user:{B}", **rights})
            references.save(state, "acl", {"id": B, "entity": f"user:{A}", **rights, "target": f"share:{B}"})
            for name in ("n", "compute_avoid", "job_priority", "a"):
                for kind, holder in (("workspace", None), ("queue", D), ("job", D)):
                    key = f"{kind}:{holder or ''}:{name}"
                    state.store.put(
                        "_setting", {"id": key, "entitytype": kind, "entityid": holder, "name": name, "value": "b"}
                    )
        yield ws


def _more(kind: str, ident: str, root: Path) -> Row:
    """What a record of a kind has beside its id."""
    others: dict[str, Row] = {
        "user": {"code": f"{ident[0]}@example.com", "role": "standard", "status": "enabled"},
        "queue": {"priority": 1, "status": "waiting", "default": False},
        "volume": {"path": str(root / ident), "status": "enabled", "default": False},
        "folder": {"path": ident, "status": "enabled"},
        "collection": {"status": "enabled"},
        "client": {"type": 1, "status": "online"},
    }
    job = {"status": "waiting", "progress": 0, "size": 0, "user": A, "queue": None, "finished": None}
    return others.get(kind, job)


def sent(ws: Workspace, row: Row) -> Response:
    """Send the request of a row."""
    caller = Caller(ws)
    if "lisa@example.com" in row["call"] and (row["event"] or {}).get("uri") == "user/create":
        caller.ask("DELETE", "user/delete", {}, None, "lisa@example.com")
    _prepare(ws, row)
    path = path_of(row)
    if path == LOGIN:
        return ws._backend.handle(Request("PUT", LOGIN, None, caller.headers, b"{}"))
    if path == REGISTRY:
        return ws._backend.handle(Request("GET", REGISTRY, "%7B%22ident%22%3A%20%22local%22%7D", {"Host": "h:1"}))
    event = row["event"]
    data = written_out(event["uri"], row["gz_decoded"] if "gz_data" in event else event.get("data"))
    query: str | None = event.get("query")
    for placeholder, value in (("<uid from login>", A), ("<hostname>", "host")):
        query = None if query is None else str(query).replace(placeholder, value)
    return caller.send(row["method"], event["uri"], data, query, event.get("id"))


def _prepare(ws: Workspace, row: Row) -> None:
    """What only the rows with long lists need: as many tasks, as many files."""
    store, event = ws._backend.state.store, row["event"] or {}
    if "gz_data" in event and event["uri"] in ("task/edit", "collection/file/remove"):
        with store.transaction():
            for index, one in enumerate(MANY[event["uri"]]):
                if event["uri"] == "task/edit":
                    store.put("task", {"id": one["id"], "uri": str(9 + index), "job": D, "status": "queued"})
                else:
                    store.put("file", {"id": one, "parent": A})


def path_of(row: Row) -> str:
    """The path of a row's request; through a proxy it is part of a whole URL."""
    target = str(row.get("path") or row.get("target") or EVENT)
    return "/api" + target.partition("?")[0].partition("/api")[2]


def written_out(uri: str, data: Any) -> Any:
    """A payload as it was: the transcripts say of long ones how long they are."""
    if isinstance(data, str):
        length = re.search(r"<str len ([0-9]+)>", data)
        return data if length is None and uri not in MANY else MANY[uri] if length is None else "x" * int(length[1])
    if isinstance(data, dict):
        return {key: written_out(uri, value) if _is_long(value) else value for key, value in data.items()}
    return data


def _is_long(value: object) -> bool:
    return isinstance(value, str) and re.search(r"<(list|str) len [0-9]+>", value) is not None


def differences(recorded: Any, ours: Any, path: str = "") -> set[str]:
    """What of a recorded shape another value does not have: missing keys, other types. More keys are no difference."""
    found: set[str] = set()
    pending = [(recorded, ours, path)]
    while pending:
        one, two, where = pending.pop()
        if one is None or two is None or (isinstance(one, str) and one.startswith("<")):
            continue
        if type(one) is not type(two):
            found.add(f"{where} is {type(two).__name__}, not {type(one).__name__}")
        elif isinstance(one, dict):
            for key, value in one.items():
                below = f"{where}.{key}".lstrip(".")
                if key in two:
                    pending.append((value, two[key], below))
                else:
                    found.add(f"{below} missing")
        elif isinstance(one, list) and one:
            pending.extend((one[0], item, f"{where}[]") for item in two)
    return found


def usual(row: Row) -> Any:
    """The recorded answer of the first row of the same operation that nobody made up."""
    for other in ASKING:
        if "# answered" not in other["call"] and _operation(other) == _operation(row):
            return json.loads(other["response"]["body"])
    return None


def _operation(row: Row) -> tuple[str, str]:
    event = row["event"] or {}
    return row["method"], str(event.get("uri", path_of(row))).replace("Volume/", "volume/")


def test_all_of_them_are_looked_at() -> None:
    """284 rows; those that ask nothing failed in the client, before anything was sent."""
    assert len(ROWS) == 284
    assert len(ASKING) == 223
    assert all(row.get("outcome") for row in ROWS if not row.get("method"))


@pytest.fixture(scope="module")
def answers() -> list[tuple[Row, int, Any]]:
    """Row, status and body for each request, those that write in workspaces of their own; a redirect leads nowhere."""
    found = []
    with scene() as reading:
        for row in ASKING:
            if "elsewhere" in path_of(row):
                continue
            if row["method"] == "GET":
                response = sent(reading, row)
            else:
                with scene(has_files=_operation(row)[1] in ("workspace/file", "file/add")) as ws:
                    response = sent(ws, row)
            assert response.headers["content-type"] == "application/json"
            found.append((row, response.status, json.loads(response.body)))
    return found


@pytest.mark.slow
def test_each_answer_is_an_envelope(answers: list[tuple[Row, int, Any]]) -> None:
    """One object: of a success with a result, a report or a key, of a refusal with a message."""
    assert len(answers) == 222
    for row, status, body in answers:
        expected = {"message"} if status != 200 else set(body) & {"result", "report", "api_key"}
        assert expected, row["call"]
        assert set(body) - {"pagination"} == expected, row["call"]
        assert isinstance(body.get("message", ""), str)


def test_refusals(answers: list[tuple[Row, int, Any]]) -> None:
    """Those that are listed and no others, with the words that are listed."""
    refused = {row["call"].partition("   #")[0]: body["message"] for row, status, body in answers if status != 200}
    assert sorted(refused) == sorted(REFUSED)
    for call, (words, _) in REFUSED.items():
        assert words in refused[call]


@pytest.mark.slow
def test_shapes(answers: list[tuple[Row, int, Any]]) -> None:
    """Each answer has the keys, types and nesting that were recorded, but for the differences that are listed.

    Where the recorder made an answer up, the usual one of that operation counts.
    """
    seen: dict[tuple[str, str], set[str]] = {}
    for row, status, body in answers:
        recorded = usual(row)
        if status == 200 and recorded is not None:
            found = differences(recorded, body)
            if found:
                seen.setdefault(_operation(row), set()).update(found)
    listed = {operation: set(expected) for operation, (expected, _) in DIFFERENT.items()}
    assert seen == listed


ERRORS = [
    row
    for row in ASKING
    if row["response"]["status"] in (401, 429, 500) and row["response"]["body"].startswith('{"message')
]


@pytest.mark.parametrize("row", ERRORS, ids=lambda row: str(row["response"]["status"]))
def test_errors_have_the_recorded_shape(row: Row) -> None:
    """Asked for as a fault, an error comes with the recorded status, keys and text."""
    recorded = row["response"]
    with scene() as ws:
        message = json.loads(recorded["body"])["message"]
        ws.faults.add("user/find", status=recorded["status"], message=message)
        response = sent(ws, row)
    assert response.status == recorded["status"]
    assert json.loads(response.body) == json.loads(recorded["body"])


def test_other_failures_have_the_recorded_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that is closed, and an exception of the server; an exception comes with 500, not with 200."""
    broken = next(row for row in ASKING if row["response"]["status"] == "(connection closed)")
    with scene() as ws:
        ws.faults.add("user/find", drop="before")
        assert sent(ws, broken).status == 0
        raised = next(row for row in ASKING if '"exception": "Traceback' in row["response"]["body"])
        monkeypatch.setattr("accsyn.workspace.protocol.handler_of", None)
        response = sent(ws, raised)
    assert response.status == 500
    assert differences(json.loads(raised["response"]["body"]), json.loads(response.body)) == set()
