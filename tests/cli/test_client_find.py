"""``accsyn find``, ``get`` and ``ls`` against a real HTTPS server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.workspaces import ID, Workspace
from tests.client.servers import reply

JOBS: list[dict[str, Any]] = [
    {
        "id": "a" * 24,
        "code": "dailies",
        "status": "failed",
        "size": 12,
        "created": "2026-01-25T10:00:00",
        "m": {"x": 1},
    },
    {"id": "b" * 24, "code": "plätes\x1b", "status": "waiting", "size": 3_000},
]


def pages(records: list[dict[str, Any]]) -> Any:
    """A server that gives records in pages."""

    def answer(event: dict[str, Any]) -> list[dict[str, Any]]:
        skip = event["data"].get("skip", 0)
        return records[skip : skip + event["data"].get("limit", len(records))]

    return answer


def test_a_table(workspace: Workspace) -> None:
    """In a pipe: columns that fit their widest cell, numbers on the right, control characters escaped."""
    workspace.answers["transfer/find"] = pages(JOBS)
    done = workspace.call("find", "Transfer WHERE size>1")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "id                        code        status   size  created\n"
        "aaaaaaaaaaaaaaaaaaaaaaaa  dailies     failed     12  2026-01-25T10:00:00\n"
        "bbbbbbbbbbbbbbbbbbbbbbbb  plätes\\x1b  waiting  3000\n"
    )


@pytest.mark.parametrize(
    ("arguments", "out"),
    [
        (["--to", "ndjson"], "".join(json.dumps(job).replace("\\u00e4", "ä") + "\n" for job in JOBS)),
        (["--to", "csv", "--fields", "code,m.x"], "code,m.x\ndailies,1\nplätes\x1b,\n"),
        (["--to", "ndjson", "--attributes", "code"], '{"code": "dailies"}\n{"code": "plätes\\u001b"}\n'),
        (["--fields", "status,size"], "status   size\nfailed     12\nwaiting  3000\n"),
    ],
)
def test_forms_of_output(workspace: Workspace, arguments: list[str], out: str) -> None:
    """A record a line, a table of commas, some attributes only."""
    workspace.answers["transfer/find"] = pages(JOBS)
    assert workspace.call("find", "Transfer", *arguments) == (0, out, "")


def test_a_json_document(workspace: Workspace, tmp_path: Path) -> None:
    """One array on standard output, or in a file that is named for it."""
    workspace.answers["transfer/find"] = pages(JOBS)
    assert workspace.call("find", "Transfer", "--to", "json").document == JOBS
    path = tmp_path / "jobs.json"
    assert workspace.call("find", "Transfer", "-o", str(path)) == (0, "", "")
    assert json.loads(path.read_text(encoding="utf-8")) == JOBS


def test_what_is_asked(workspace: Workspace) -> None:
    """Every option goes to the server; parameters are values, never syntax."""
    done = workspace.call(
        *("find", "Transfer WHERE user=:who", "--params", "who=' or id=1", "--limit", "2", "--attributes", "code,id"),
        *("--finished", "--archived", "--inactive", "--parent", ID, "--to", "json"),
    )
    assert (done.code, done.out) == (0, "[]\n")
    (event,) = workspace.events
    assert event[:3] == (
        "GET",
        "transfer/find",
        {
            "parent": ID,
            "finished": True,
            "inactive": True,
            "archived": True,
            "limit": 2,
            "attributes": ["code", "id"],
        },
    )
    assert event[3] == """user="' or id=1\""""


def test_pages(workspace: Workspace) -> None:
    """Many records come page by page, each once, over one connection; --limit ends early."""
    records = [{"id": f"{number:024x}", "code": str(number)} for number in range(25)]
    workspace.answers["user/find"] = pages(records)
    done = workspace.call("find", "User", "--page-size", "10", "--to", "ndjson")
    assert [json.loads(line)["code"] for line in done.out.splitlines()] == [str(number) for number in range(25)]
    assert [event[2] for event in workspace.events] == [
        {"limit": 10},
        {"limit": 10, "skip": 10},
        {"limit": 10, "skip": 20},
        {"limit": 10, "skip": 25},
    ]
    assert workspace.server.connections == 1
    assert len(workspace.call("find", "User", "--page-size", "10", "--limit", "12", "--to", "json").document) == 12


def test_skip_is_one_request(workspace: Workspace) -> None:
    """What skips is asked for at once."""
    workspace.answers["user/find"] = pages([{"code": str(number)} for number in range(9)])
    done = workspace.call("find", "User", "--skip", "4", "--limit", "2", "--to", "csv")
    assert done.out == "code\n4\n5\n"
    assert [event[2] for event in workspace.events] == [{"limit": 2, "skip": 4}]


@pytest.mark.parametrize(
    ("uri", "query", "answer", "out"),
    [
        ("entitytypes", "entitytypes", ["user", "transfer"], "name\nuser\ntransfer\n"),
        ("attributes", "attributes WHERE entitytype=user", {"code": "string"}, "name,type\ncode,string\n"),
        ("attributes", "attributes WHERE entitytype=user", {"code": {"a": 1}}, "name,a\ncode,1\n"),
        ("attributes", "attributes WHERE entitytype=user", [{"name": "code", "x": 1}], "name,x\ncode,1\n"),
    ],
)
def test_the_schema_itself(workspace: Workspace, uri: str, query: str, answer: Any, out: str) -> None:
    """Whatever form these answers have, they are rows."""
    workspace.answers[uri] = lambda _: answer
    assert workspace.call("find", query, "--to", "csv") == (0, out, "")


def test_nothing_found(workspace: Workspace) -> None:
    """It is no failure; of a table nothing is left, and that is said beside it."""
    assert workspace.call("find", "User WHERE code=x") == (0, "", "nothing found\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["User WHERE role="], "error[ACC1"),
        (["Transfer WHERE size>big"], "error[ACC302]"),
        (["Transfer WHERE nosuch=1", "--strict"], "error[ACC202]"),
        (["Transfer WHERE code=:c"], "Pass it: -p c=VALUE"),
    ],
)
def test_a_wrong_query(workspace: Workspace, arguments: list[str], said: str) -> None:
    """It is shown as `accsyn check` shows it, and nobody is asked, not even to log in."""
    done = workspace.call("find", *arguments)
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert workspace.server.seen == []


def test_a_doubtful_query(workspace: Workspace) -> None:
    """It is sent, and what is odd about it is a line on stderr, alone."""
    done = workspace.call("find", "Transfer WHERE status=done", "--to", "json")
    assert (done.code, done.out) == (0, "[]\n")
    assert done.err.startswith("warning: ACC412 ")
    assert done.err.count("\n") == 1


def test_a_schema_file(workspace: Workspace, tmp_path: Path) -> None:
    """Names and types go by it."""
    path = tmp_path / "schema.json"
    path.write_text('{"entities": {"shot": {"attributes": {"frames": {"type": "integer"}}}}}', encoding="utf-8")
    assert workspace.call("find", "Shot WHERE frames>x", "--schema", str(path)).code == 1
    assert workspace.call("find", "Shot WHERE frames>2", "--schema", str(path), "--to", "json") == (0, "[]\n", "")


def test_a_misspelt_field_is_said(workspace: Workspace) -> None:
    """Beside the records, with the name that is near."""
    workspace.answers["transfer/find"] = pages(JOBS)
    done = workspace.call("find", "Transfer", "--fields", "cod", "--to", "json")
    assert (done.document, done.err) == ([{}, {}], "no record has 'cod'; there is 'code'\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["find", "User", "-o", "x.txt"], "x.txt does not say in its name a format"),
        (["find", "User", "-o", "x.csv", "--to", "table"], "A table is for reading"),
        (["find", "User", "--limit", "0"], "Invalid value for '--limit'"),
        (["find", "User", "-p", "x"], "is not NAME=VALUE"),
    ],
)
def test_a_wrong_call(workspace: Workspace, arguments: list[str], said: str) -> None:
    """It is refused before anybody is asked."""
    done = workspace.call(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert workspace.server.seen == []


def test_get(workspace: Workspace) -> None:
    """A line for each attribute; JSON is one object, CSV a row."""
    workspace.answers["transfer/find"] = lambda _: [JOBS[0]]
    assert workspace.call("get", "Transfer", ID) == (
        0,
        (
            "id       aaaaaaaaaaaaaaaaaaaaaaaa\ncode     dailies\nstatus   failed\nsize     12\n"
            'created  2026-01-25T10:00:00\nm        {"x": 1}\n'
        ),
        "",
    )
    assert workspace.events == [("GET", "transfer/find", {}, None, ID)]
    assert workspace.call("get", "transfer", ID, "--to", "json").document == JOBS[0]
    assert workspace.call("get", "transfer", ID, "--fields", "m.x,nosuch", "--to", "csv") == (
        0,
        "m.x\n1\n",
        "no record has 'nosuch'\n",
    )


def test_get_nothing(workspace: Workspace) -> None:
    """That there is none is a finding; an id that can be none is a wrong call."""
    assert workspace.call("get", "user", ID) == (1, "", f"there is no user {ID}\n")
    done = workspace.call("get", "user", "lisa\x1b")
    assert (done.code, done.out) == (2, "")
    assert done.err == "Error: entityid is an id of 24 lower-case letters and digits, not 'lisa\\\\x1b'\n"


LISTING = [
    {"type": 0, "filename": "a", "modified": "2026-01-01T00:00:00", "files": [{"type": 1, "filename": "x", "size": 7}]},
    {"type": 1, "filename": "b.mov", "size": 120, "modified": "2026-01-02T00:00:00"},
]


@pytest.mark.parametrize(
    ("answer", "to", "out"),
    [
        (
            LISTING,
            "table",
            (
                "type    size  modified             filename\n"
                "folder        2026-01-01T00:00:00  a\n"
                "file       7                       a/x\n"
                "file     120  2026-01-02T00:00:00  b.mov\n"
            ),
        ),
        (
            LISTING[1:],
            "ndjson",
            '{"type": "file", "filename": "b.mov", "size": 120, "modified": "2026-01-02T00:00:00"}\n',
        ),
        ([{"type": "link", "filename": "l"}], "csv", "type,filename\nlink,l\n"),
        (True, "table", "true\n"),
        ({"filename": "x"}, "table", "filename  x\n"),
        (["a", "b"], "csv", '[\n  "a",\n  "b"\n]\n'),
        ([], "table", ""),
    ],
)
def test_ls(workspace: Workspace, answer: Any, to: str, out: str) -> None:
    """Files by their path; what has another form than a listing is shown as it is."""
    workspace.answers["workspace/file"] = lambda _: answer
    done = workspace.call("ls", "share=projects", "--to", to)
    assert (done.code, done.out) == (0, out)


def test_ls_as_it_comes(workspace: Workspace) -> None:
    """As JSON nothing is changed, and every option goes to the server."""
    workspace.answers["workspace/file"] = lambda _: LISTING
    done = workspace.call(
        *("ls", "share=p", "-r", "-s", "--max-depth", "2", "--files-only", "--include", "*.mov", "--exclude", "a"),
        *("--exclude", "b", "--to", "json"),
    )
    assert done.document == LISTING
    assert workspace.events[0][2] == {
        "op": "ls",
        "path": "share=p",
        "download": True,
        "recursive": True,
        "getsize": True,
        "maxdepth": 2,
        "files_only": True,
        "include": "*.mov",
        "exclude": ["a", "b"],
    }


def test_an_answer_that_breaks_off(workspace: Workspace) -> None:
    """Records that came are written, the failure of a later page is one sentence."""
    workspace.answers["user/find"] = [[{"id": "1"}], reply({"message": "no such page\nat all"}, 400)]
    done = workspace.call("find", "User", "--page-size", "1", "--to", "ndjson")
    assert done == (2, '{"id": "1"}\n', "Error: no such page at all\n")
