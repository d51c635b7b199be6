"""Files of records: what is read, and what is said about the rest."""

from __future__ import annotations

import io
import json
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest

from accsyn.errors import AccsynError, ConfigurationError
from accsyn.evaluation.records import RecordFileError, read_records

LONE_NUMBER = "9" * 5000  # more digits than Python converts

READ: list[tuple[str, str | bytes, list[dict[str, Any]]]] = [
    ("json", '[{"a": 1}, {"a": null}]', [{"a": 1}, {"a": None}]),
    ("json", "[]", []),
    ("json", '{"a": [1, 2]}', [{"a": [1, 2]}]),
    ("json", '{"result": [{"a": 1}], "count": 1}', [{"a": 1}]),
    ("json", '{"result": []}', []),
    ("json", '{"result": "x"}', [{"result": "x"}]),
    ("json", b'\xef\xbb\xbf[\r\n{"a": "\xc3\xa9"}\r\n]', [{"a": "é"}]),
    ("ndjson", '{"a": 1}\n{"a": 2}', [{"a": 1}, {"a": 2}]),
    ("ndjson", '\n{"a": 1}\n  \n\r\n{"a": 2}\n', [{"a": 1}, {"a": 2}]),
    ("ndjson", b'\xef\xbb\xbf{"a": 1}\r\n{"a": "\xe2\x80\xa8"}\r\n', [{"a": 1}, {"a": "\u2028"}]),
    ("ndjson", "", []),
    ("csv", "a,b\n1,x\n2,\n", [{"a": "1", "b": "x"}, {"a": "2"}]),
    ("csv", 'a,b.c\r\n"1,5","x\r\ny"\r\n\r\n,\r\n3,\r\n', [{"a": "1,5", "b.c": "x\r\ny"}, {}, {"a": "3"}]),
    ("csv", b"\xef\xbb\xbfa\n\xc3\xa9\n", [{"a": "é"}]),
    ("csv", "a,b\n", []),
]


@pytest.mark.parametrize(("format_", "content", "records"), READ)
def test_what_is_read(format_: str, content: str | bytes, records: list[dict[str, Any]], tmp_path: Path) -> None:
    """The same records come from a path, an open file and a file open as text."""
    data = content.encode() if isinstance(content, str) else content
    path = tmp_path / f"records.{format_}"
    path.write_bytes(data)
    assert list(read_records(path)) == records
    assert list(read_records(str(path), format_)) == records
    assert list(read_records(io.BytesIO(data), format_.upper())) == records
    assert list(read_records(io.StringIO(data.decode(), newline=""), format_)) == records
    with path.open("rb") as file:
        assert list(read_records(file)) == records
        assert not file.closed


NAMED = [
    ("records.JSONL", '{"a": 1}'),
    ("records.ndjson.gz", '{"a": 1}'),
    ("records.json.GZ", '{"a": 1}'),
    ("records.tsv", "a\tb\n1\t2"),
]


@pytest.mark.parametrize(("name", "content"), NAMED)
def test_names_that_say_a_format(name: str, content: str, tmp_path: Path) -> None:
    """The other endings, in any case; that a file is compressed is seen by itself, so it need not be."""
    path = tmp_path / name
    path.write_text(content)
    assert [str(record["a"]) for record in read_records(path)] == ["1"]


WRONG: list[tuple[str, str | bytes, int | None, str]] = [
    ("json", "", None, "the file is empty"),
    ("json", "\ufeff \n\n", None, "the file is empty"),
    ("json", '[{"a": "x\ty"}]', 1, "it is not JSON (column 10: invalid control character)"),
    ("ndjson", '{"a": "x\ty"}', 1, "it is not JSON (column 9: invalid control character)"),
    ("json", '[\n{"a": 1},\n{"a" 2}]', 3, "it is not JSON (column 6: expecting ':' delimiter)"),
    (
        "json",
        '{"a": 1}\n{"a": 2}\n',
        2,
        "it is not JSON (column 1: extra data); if every line is a record, the format is ndjson",
    ),
    ("json", "5", None, "records are objects, this is a number"),
    ("json", '"x"', None, "records are objects, this is text"),
    ("json", '[{"a": 1}, [2]]', 1, "records are objects, number 2 is a list"),
    ("json", '{"result": [\n null]}', 2, "records are objects, number 1 is null"),
    ("json", b'[\n"\xff"]', 2, "it is not UTF-8"),
    ("json", "\n" + "[" * 200_000, 2, "it is nested too deeply"),
    ("ndjson", '{"a": 1}\n\n{"a": }\n', 3, "it is not JSON (column 7: expecting value)"),
    ("ndjson", '{"a": 1}\ntrue\n', 2, "every line is an object, this is true or false"),
    ("ndjson", '[\n{"a": 1}\n]', 1, "if the file is one list of records, the format is json"),
    ("ndjson", b'{"a": 1}\n{"a": "\xff"}\n', 2, "it is not UTF-8"),
    ("ndjson", f'{{"a": {LONE_NUMBER}}}', 1, "it holds a number of too many digits"),
    ("csv", "", 1, "the first line has to name the columns"),
    ("csv", "a,,b\n", 1, "column 2 has no name"),
    ("csv", "a,b,a\n", 1, "two columns are named 'a'"),
    ("csv", "a,b\n1,2\n1,2,3\n", 3, "it has 3 cells, the first line names 2"),
    ("csv", "a,b,c\n1,2,3\n1,2\n", 3, "it has 2 cells, the first line names 3"),
    ("csv", "a,b\n1,\n,\n1\n", 4, "it has 1 cell, the first line names 2"),
    ("csv", "a,b\r1,2\r3,4\r", 1, "it is not CSV (its lines end in CR alone: save it with LF line ends)"),
    ("csv", "a,b\n1,2\r3,4\n", 2, "it is not CSV (its lines end in CR alone: save it with LF line ends)"),
    ("csv", 'a\n"x\n', 2, "it is not CSV (unexpected end of data)"),
    ("csv", 'a\n"x"y\n', 2, "it is not CSV"),
    ("csv", f"a\n{'x' * 200_000}\n", 2, "it is not CSV (field larger than field limit"),
    ("csv", b"a\n\xff\n", 2, "it is not UTF-8"),
]


@pytest.mark.parametrize(("format_", "content", "line", "message"), WRONG)
def test_what_is_wrong_is_said(format_: str, content: str | bytes, line: int | None, message: str) -> None:
    """One sentence with the line at fault."""
    if content == f'{{"a": {LONE_NUMBER}}}' and not hasattr(sys, "set_int_max_str_digits"):
        pytest.skip("this Python converts any number of digits")
    data = content.encode() if isinstance(content, str) else content
    with pytest.raises(RecordFileError) as raised:
        list(read_records(io.BytesIO(data), format_))
    error = raised.value
    assert message in error.message
    assert error.line == line
    assert str(error).startswith("records: " if line is None else f"records:{line}: ")
    assert "\n" not in str(error)
    assert isinstance(error, AccsynError)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_records_before_the_fault_are_read() -> None:
    """NDJSON and CSV are read line by line."""
    for content, format_ in (('{"a": "1"}\nx', "ndjson"), ("a\n1\n2,3", "csv")):
        records = read_records(io.StringIO(content), format_)
        assert next(records) == {"a": "1"}
        with pytest.raises(RecordFileError, match="records:"):
            next(records)


REFUSED = [
    (
        "records.xml",
        None,
        "records.xml does not say in its name what format it has: give one of json, ndjson, csv, parquet",
    ),
    ("records.json", "xml", "'xml' is no format of records: give one of json, ndjson, csv, parquet"),
]


@pytest.mark.parametrize(("name", "format_", "message"), REFUSED)
def test_unknown_formats_are_refused_at_once(name: str, format_: str | None, message: str) -> None:
    """Before anything is read, even before the file has to exist."""
    with pytest.raises(ConfigurationError, match=message):
        read_records(name, format_)


def test_a_stream_without_a_name_needs_a_format() -> None:
    """Standard input does not say what it holds."""
    with pytest.raises(ConfigurationError, match="this file does not say in its name what format it has"):
        read_records(io.BytesIO(b"{}"))


def test_a_file_opened_by_number_needs_a_format(tmp_path: Path) -> None:
    """The name of such a file is a number."""
    path = tmp_path / "records.json"
    path.write_text("{}")
    with path.open("rb") as named, open(named.fileno(), "rb", closefd=False) as file:
        assert isinstance(file.name, int)
        with pytest.raises(ConfigurationError, match="this file does not say"):
            read_records(file)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The sentence names the file and the system's reason."""
    for name in ("nothing.json", "a\0b.json"):
        with pytest.raises(RecordFileError, match="it cannot be opened"):
            list(read_records(tmp_path / name))


def test_a_file_of_another_encoding() -> None:
    """A file opened as text by somebody else may not be text."""
    file = io.TextIOWrapper(io.BytesIO(b"a\n\xff\n"), encoding="utf-8")
    with pytest.raises(RecordFileError, match="it is not of the encoding it was opened with"):
        list(read_records(file, "csv"))


def test_a_file_that_breaks() -> None:
    """An error of the system in the middle of a file is reported with the line that could not be read."""

    class Broken(io.BytesIO):
        def __next__(self) -> bytes:
            line = super().__next__()
            if line == b"2\n":
                raise OSError(5, "Input/output error")
            return line

    with pytest.raises(RecordFileError, match=r"records:3: it cannot be read \(Input/output error\)"):
        list(read_records(Broken(b"a\n1\n2\n"), "csv"))


def test_a_nan_is_read() -> None:
    """What Python's own writer makes of NaN comes back, and counts as missing."""
    (record,) = read_records(io.StringIO(json.dumps([{"a": float("nan")}])), "json")
    assert record["a"] != record["a"]
