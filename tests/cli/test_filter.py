"""``accsyn filter``: records in, records out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calls import RECORDS, call

LINES = '{"name": "a", "size": 1}\r\n\r\n{"name": "ä\u202e", "size": 20}\r\n'


def test_a_document() -> None:
    """One JSON array of the matching records, each as it was."""
    done = call("filter", "Transfer WHERE status=failed AND user=lisa@example.com", RECORDS)
    assert (done.code, done.err) == (0, "")
    records = json.loads(Path(RECORDS).read_text(encoding="utf-8"))
    assert done.document == [record for record in records if record["code"] in ("dailies_0126", "sq020_plates_0128")]


@pytest.mark.parametrize(
    ("arguments", "out"),
    [
        (["--lines"], '{"name": "ä\\u202e", "size": 20}\n'),
        (["--count"], "1\n"),
        ([], '[\n  {\n    "name": "ä\\u202e",\n    "size": 20\n  }\n]\n'),
    ],
)
def test_forms_of_output(arguments: list[str], out: str) -> None:
    """An array, a record a line, or a number; what can be seen is written as it is."""
    assert call("filter", "Transfer WHERE size>10", "-", *arguments, stdin=LINES.encode()) == (0, out, "")


def test_lines_of_a_file() -> None:
    """The records of a document, a line each."""
    done = call("filter", "Transfer WHERE status=failed", RECORDS, "--lines")
    assert (done.code, done.err) == (0, "")
    assert [json.loads(line)["status"] for line in done.out.splitlines()] == ["failed"] * 3


@pytest.mark.parametrize(("arguments", "out"), [([], "[]\n"), (["--lines"], ""), (["--count"], "0\n")])
def test_nothing_found_is_no_failure(arguments: list[str], out: str) -> None:
    """The exit code is 0."""
    assert call("filter", "Transfer WHERE size>100", "-", *arguments, stdin=LINES.encode()) == (0, out, "")


def test_csv_and_parameters() -> None:
    """Text cells compare as what they read as; a list is a name given twice."""
    done = call(
        *("filter", "Transfer WHERE code IN :codes", "-", "--from", "csv", "--lines"),
        *("-p", "codes=a", "-p", "codes=c"),
        stdin="\ufeffcode,size\r\na,1\r\nb,2\r\nc,\r\n".encode(),
    )
    assert done == (0, '{"code": "a", "size": "1"}\n{"code": "c"}\n', "")


def test_a_bare_condition() -> None:
    """--expression needs no entity type."""
    assert call("filter", "--expression", "status=paused", RECORDS, "--count").out == "1\n"


def test_what_is_odd_goes_to_stderr() -> None:
    """A misspelled name explains why nothing is found."""
    done = call("filter", "Transfer WHERE state=failed", RECORDS, "--count")
    assert (done.code, done.out) == (0, "0\n")
    assert "ACC202" in done.err


def test_what_only_a_server_would_mind_is_left_out() -> None:
    """`= null` is fine offline."""
    assert call("filter", "Transfer WHERE user=null", RECORDS, "--count") == (0, "1\n", "")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["Transfer WHERE size=x", RECORDS], 1, "error[ACC302]"),
        (["Transfer WHERE", RECORDS], 1, "error[ACC106]"),
        (["Transfer WHERE size=:x", RECORDS], 1, "error[ACC308]"),
        (["Transfer", "no/such/file.json"], 2, "no/such/file.json: it cannot be opened"),
        (["Transfer", RECORDS, "--lines", "--count"], 2, "--count writes no records"),
        (["-", "-"], 2, "not both"),
        (["Transfer"], 2, "Missing argument 'FILE'"),
    ],
)
def test_what_fails(arguments: list[str], code: int, message: str) -> None:
    """Nothing on stdout, and the reason on stderr."""
    done = call("filter", *arguments)
    assert (done.code, done.out) == (code, "")
    assert message in done.err


def test_a_document_is_whole_or_not_there() -> None:
    """An error in the last line leaves no half array."""
    done = call("filter", "Transfer", "-", stdin='{"a": 1}\n{"a"')
    assert (done.code, done.out) == (2, "")
    assert "line 2" in done.err
