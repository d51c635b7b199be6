"""``accsyn check``: what it says, where it reads, how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import ROOT, call

RIGHT = "Transfer WHERE status=failed"
WARNED = "Transfer WHERE staus=failed"
WRONG = "Transfer WHERE name= AND status=failed"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([RIGHT], 0, "1 query: nothing to report\n"),
        ([RIGHT, RIGHT], 0, "2 queries: nothing to report\n"),
        ([WARNED], 1, "1 query: 1 warning\n"),
        ([WRONG, RIGHT, WARNED], 1, "3 queries: 1 error, 1 warning\n"),
        ([WARNED, "--strict"], 1, "1 query: 1 error\n"),
        ([WARNED, "--errors-only"], 0, "1 query: nothing to report\n"),
        ([WRONG, WARNED, "--errors-only"], 1, "2 queries: 1 error\n"),
        (["Transfer WHERE user=:who"], 0, "1 query: nothing to report\n"),
        (["Transfer WHERE user=:who", "-p", "who=lisa@example.com"], 0, "1 query: nothing to report\n"),
        (["Transfer WHERE user=:who", "-p", ":who=lisa@example.com"], 0, "1 query: nothing to report\n"),
        (["Transfer WHERE status IN :s", "-p", "s=failed", "-p", "s=waiting"], 0, "1 query: nothing to report\n"),
        ([RIGHT, "-p", "who=lisa"], 1, "1 query: 1 error\n"),
        ([RIGHT, "Transfer WHERE user=:who", "-p", "who=lisa@example.com"], 0, "2 queries: nothing to report\n"),
        ([RIGHT, WRONG, "-p", "who=lisa@example.com"], 1, "2 queries: 1 error\n"),
        (["--expression", "status=failed"], 0, "1 query: nothing to report\n"),
        (["--expression", RIGHT], 1, "1 query: 1 error\n"),
        (["--", "-Transfer"], 1, "1 query: 1 error\n"),
        ([""], 1, "1 query: 1 error\n"),
    ],
)
def test_what_counts_as_a_finding(arguments: list[str], code: int, said: str) -> None:
    """The exit code is 1 where there is a finding, and the last line counts them."""
    done = call("check", *arguments)
    assert (done.code, done.err) == (code, "")
    assert done.out.endswith(said)


def test_a_finding_is_shown_with_its_place() -> None:
    """The block of `accsyn.render`; a query of several is called by its number."""
    done = call("check", RIGHT, WRONG)
    assert done.out.splitlines()[:5] == [
        "error[ACC108]: a value is missing behind `=`",
        "  --> query 2, line 1, column 21",
        "  |",
        "1 | Transfer WHERE name= AND status=failed",
        "  |                     ^",
    ]


def test_text_is_that_of_render() -> None:
    """Where nothing limits the width the text is what the Python interface gives."""
    import accsyn

    query = "Transfer WHERE staus=failed AND size=large AND user LIKE 'lisa%' AND name=“x”"
    rendered = accsyn.render(accsyn.check(query), accsyn.Source(query))
    assert call("check", query).out.startswith(f"{rendered}\n\n1 query: ")


@pytest.mark.parametrize(
    ("arguments", "stdin", "texts", "names"),
    [
        ([], f"{RIGHT}\n", [RIGHT], ["stdin"]),
        (["-"], RIGHT, [RIGHT], ["stdin"]),
        ([], f"{RIGHT}\r\n", [RIGHT], ["stdin"]),
        ([], "Transfer\r\nWHERE status=failed\r\n", ["Transfer\r\nWHERE status=failed"], ["stdin"]),
        ([RIGHT, "-"], "User", [RIGHT, "User"], ["query 1", "stdin"]),
        (["--lines"], f"\ufeff{RIGHT}\r\n\r\nUser\n", [RIGHT, "User"], ["stdin:1", "stdin:3"]),
        (["--lines", "Queue", "-"], "User\rClient", ["Queue", "User", "Client"], ["query 1", "stdin:1", "stdin:2"]),
        (["--lines"], "\n \n", [], []),
    ],
)
def test_where_queries_come_from(arguments: list[str], stdin: str, texts: list[str], names: list[str]) -> None:
    """Standard input is one query, with --lines one a line; line ends behind a query do not belong to it."""
    results = call("check", "--format", "json", *arguments, stdin=stdin.encode()).document["results"]
    assert [result["source"]["text"] for result in results] == texts
    assert [result["source"]["name"] for result in results] == names
    assert all(result["ok"] and not result["diagnostics"] for result in results)


def test_json_has_the_documented_shape() -> None:
    """Every key, and numbers that count as docs/command-line.md says."""
    done = call("check", "--format", "json", "Transfer\nWHERE ü='x' AND staus=failed")
    assert done.code == 1
    document = done.document
    assert list(document) == ["version", "results"]
    assert document["version"] == 1
    (result,) = document["results"]
    assert result["source"] == {"name": "", "text": "Transfer\nWHERE ü='x' AND staus=failed"}
    assert result["ok"] is True
    second = result["diagnostics"][1]
    start = {"offset": 25, "line": 2, "column": 17}
    end = {"offset": 30, "line": 2, "column": 22}
    assert second == {
        "code": "ACC202",
        "name": "unknown-attribute",
        "severity": "warning",
        "message": "Transfer has no attribute `staus`",
        "help": "Did you mean `status`?",
        "span": {"start": start, "end": end},
        "fixes": [
            {
                "message": "write status",
                "safe": False,
                "edits": [{"start": start, "end": end, "replacement": "status"}],
            }
        ],
    }


@pytest.mark.parametrize(("query", "ok"), [(RIGHT, True), (WARNED, True), (WRONG, False)])
def test_ok_means_that_it_compiles(query: str, ok: bool) -> None:
    """A warning leaves a query usable."""
    assert call("check", "--format=json", query).document["results"][0]["ok"] is ok


def test_real_queries_have_no_errors() -> None:
    """All of examples/queries.jsonl go through the command."""
    lines = (ROOT / "examples" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    queries = [json.loads(line)["query"] for line in lines]
    assert len(queries) == 46
    done = call("check", "--lines", "--errors-only", stdin="\n".join(query.replace("\n", " ") for query in queries))
    assert (done.code, done.out) == (0, "46 queries: nothing to report\n")


@pytest.mark.parametrize(
    ("query", "fixed", "code"),
    [
        (RIGHT, RIGHT, 0),
        (
            "Transfer WHERE name=Project references AND user LIKE 'lisa%'",
            'Transfer WHERE name="Project references" AND user="lisa*"',
            0,
        ),
        ("Transfer WHERE status==failed", "Transfer WHERE status=failed", 0),
        ("Transfer WHERE status==failed AND staus=1", "Transfer WHERE status=failed AND staus=1", 1),
        (WRONG, WRONG, 1),
    ],
)
def test_safe_fixes_are_made(query: str, fixed: str, code: int) -> None:
    """The fixed query is all there is on stdout; what is left is on stderr; unsafe fixes are left to people."""
    done = call("check", "--fix", query)
    assert done.code == code
    assert done.out == f"{fixed}\n"
    assert bool(done.err) == bool(code)


def test_queries_are_fixed_together() -> None:
    """A value that only one of the queries needs is no finding in the others."""
    queries = ("Transfer WHERE (status=failed)", "User WHERE code==:code")
    done = call("check", "--fix", *queries, "-p", "code=lisa@example.com")
    assert done == (0, "Transfer WHERE status=failed\nUser WHERE code=:code\n", "")


def test_fixing_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if every fix made way for another one."""
    monkeypatch.setattr("accsyn.cli.check.ROUNDS", 1)
    assert call("check", "--fix", "Transfer WHERE status==failed").out == "Transfer WHERE status=failed\n"


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (["--fix", "--format", "json", "User"], None, "--fix prints queries"),
        (["--lines", "User"], None, "--lines is about standard input"),
        (["--format", "xml", "User"], None, "'xml' is not one of 'text', 'json'"),
        (["-p", "novalue", "User"], None, "'novalue' is not NAME=VALUE, for example user=lisa@example.com"),
        (["-p", "=x", "User"], None, "'=x' is not NAME=VALUE"),
        (["-p", "s=a", "-p", "s=b", "Transfer WHERE status=:s"], None, "parameter 's': = takes one value"),
        ([], b"Transfer WHERE name=\xff", "standard input is not UTF-8 (byte 21)"),
        (["--schema", "no/such/file", "User"], None, "the schema no/such/file: $: cannot read"),
        (["--nosuch", "User"], None, "--nosuch"),
        (["--nosuch=\x1b[31m"], None, "--nosuch"),
    ],
)
def test_wrong_calls(arguments: list[str], stdin: bytes | None, message: str) -> None:
    """Exit code 2, one sentence on stderr in plain characters, nothing on stdout."""
    done = call("check", *arguments, stdin=stdin)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert done.err.replace("\n", "").isprintable()


def test_a_schema_file_is_used(tmp_path: Path) -> None:
    """--schema replaces the built-in schema; a live one makes unknown names errors."""
    schema: dict[str, Any] = {"live": True, "entities": {"cat": {"attributes": {"name": {"type": "text"}}}}}
    file = tmp_path / "schema.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    assert call("check", "--schema", str(file), "cat WHERE name=tom").code == 0
    assert call("check", "--schema", str(file), "cat WHERE nme=tom").out.startswith("error[ACC202]")
    file.write_text('{"entities": {"cat": {"atributes": {}}}}', encoding="utf-8")
    done = call("check", "--schema", str(file), "cat")
    assert done.code == 2
    assert "$.entities.cat" in done.err


def test_what_a_query_holds_is_escaped() -> None:
    """Nothing in a query reaches the terminal as it is; JSON has it escaped in its own way."""
    query = "Transfer WHERE na\x1b[31mme=1 AND name='\u202e\x9b' AND x='\udcff' AND ü=日本"
    text = call("check", query).out
    assert "\\x1b" in text
    assert not set("\x1b\x9b\u202e\udcff") & set(text)
    written = call("check", "--format", "json", query).out
    assert not set("\x1b\x9b\u202e\udcff") & set(written)
    assert "日本" in written
    assert json.loads(written)["results"][0]["source"]["text"] == query
