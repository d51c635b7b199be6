"""Files of records in pieces: the same records however they are cut, compressed, damaged or long."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.evaluation.records import RecordFileError, documents, read_records

NAMES = st.sampled_from(["a", "result", "é", 'q"', "\\", "\n", "日本", "\U0001f600", "[{"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=6), NAMES),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=6,
)
RECORDS = st.lists(st.dictionaries(NAMES.filter(lambda name: name != "result"), VALUES, max_size=3), max_size=5)


def read_in_pieces(data: bytes, size: int, format_: str = "json") -> list[dict[str, Any]]:
    """The records of a text of which so many bytes are read at once."""
    with mock.patch.object(documents, "CHUNK", size):
        return list(read_records(io.BytesIO(data), format_))


@given(RECORDS, st.integers(1, 40), st.sampled_from([None, 1]), st.booleans(), st.sampled_from(["[]", "{}", "{}x"]))
def test_pieces_make_no_difference(
    records: list[dict[str, Any]], size: int, indent: int | None, is_ascii: bool, form: str
) -> None:
    """An array and an answer give the same records however the file is cut."""
    document: Any = records if form == "[]" else {"count": 1.5, "result": records}
    if form == "{}x":
        document["next"] = {"result": [1]}
    text = json.dumps(document, indent=indent, ensure_ascii=is_ascii)
    assert read_in_pieces(text.encode(), size) == records


@given(RECORDS, st.integers(1, 40), st.data())
def test_damage_is_found_where_python_finds_it(records: list[dict[str, Any]], size: int, data: st.DataObject) -> None:
    """A text with a character too many or too few is wrong exactly where `json` says so, at the same place."""
    text = json.dumps(records, indent=data.draw(st.sampled_from([None, 1])))
    at = data.draw(st.integers(0, len(text)))
    text = text[:at] + data.draw(st.sampled_from(["", ",", "]", "{", '"', "1", "x", "\n"])) + text[at + 1 :]
    expected = None
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        expected = (error.lineno, f"column {error.colno}:")
    reported: list[RecordFileError] = []
    try:
        with mock.patch.object(documents, "CHUNK", size):
            list(read_records(io.StringIO(text), "json", on_error=reported.append))
    except RecordFileError as error:
        if expected is None:
            assert error.message.startswith("records are objects, this is")
        else:
            assert error.line == expected[0]
            # Versions differ in whether a comma too many or the bracket behind it is at fault.
            assert (
                expected[1] in error.message or "trailing comma" in error.message or "xpecting value" in error.message
            )
    else:
        assert expected is None


@pytest.mark.parametrize("text", ["{'a': 1}", '{"a" 1}', '{"a": 1,}', '{"a": 1', '{"a": 1]', "{", "[", '[{"a": 1}'])
def test_an_object_is_checked_too(text: str) -> None:
    """What is wrong between the members of the one object there is."""
    with pytest.raises(RecordFileError, match="it is not JSON") as raised:
        read_in_pieces(text.encode(), 1)
    with pytest.raises(json.JSONDecodeError) as expected:
        json.loads(text)
    assert raised.value.line == expected.value.lineno


def test_a_number_may_be_cut() -> None:
    """Digits in the next piece belong to the number."""
    for size in range(1, 12):
        assert read_in_pieces(b'{"a": -12345.5e3, "b": 1}', size) == [{"a": -12345500.0, "b": 1}]
        with pytest.raises(RecordFileError, match="this is a number"):
            read_in_pieces(b" 123456", size)


@pytest.mark.parametrize("text", ['{"a": ' + "9" * 5000 + "}", "[" * 300_000])
def test_what_is_beyond_the_limits_of_python(text: str) -> None:
    """Numbers of any length and lists of any depth are said in a sentence."""
    try:
        records = read_in_pieces(text.encode(), 1 << 16)
    except RecordFileError as error:
        assert "too" in error.message
    else:  # a Python that converts any number of digits
        assert len(str(records[0]["a"])) == 5000


# ---- what is skipped ------------------------------------------------------------------------------------------------

FAULTY: list[tuple[str, bytes, list[Any], list[str]]] = [
    (
        "ndjson",
        b'{"a": 1}\r\n{"a":\r\n[1]\r\n\xff\r\n5\n{"a": 2}',
        [1, 2],
        [
            "records:2: it is not JSON (column 6: expecting value)",
            "records:3: every line is an object, this is a list",
            "records:4: it is not UTF-8",
            "records:5: every line is an object, this is a number",
        ],
    ),
    (
        "json",
        b'[{"a": 1},\n[1], null,\n{"a": 2}]',
        [1, 2],
        ["records:2: records are objects, number 2 is a list", "records:2: records are objects, number 3 is null"],
    ),
    (
        "csv",
        b'a,b\n1,x\n1,2,3\n"\xff\ny",2\n"x"y,1\n2,"p\nq"z,5\n2,z\n3,"open\n',
        ["1", "2"],
        [
            "records:3: it has 3 cells, the first line names 2",
            "records:4: it is not UTF-8 (the row goes to line 5)",
            "records:6: it is not CSV (',' expected after '\"')",
            "records:7: it is not CSV (',' expected after '\"') (the row goes to line 8)",
            "records:10: it is not CSV (unexpected end of data)",
        ],
    ),
]


@pytest.mark.parametrize(("format_", "data", "kept", "said"), FAULTY)
def test_reading_goes_on_behind_a_fault(format_: str, data: bytes, kept: list[Any], said: list[str]) -> None:
    """With somebody to tell, every line that is no record is told, and every other one is read."""
    errors: list[RecordFileError] = []
    assert [record["a"] for record in read_records(io.BytesIO(data), format_, on_error=errors.append)] == kept
    assert [str(error) for error in errors] == said
    with pytest.raises(RecordFileError) as raised:
        list(read_records(io.BytesIO(data), format_))
    assert str(raised.value) == said[0]


# ---- compressed -----------------------------------------------------------------------------------------------------

TEXTS = {
    "json": b'[{"a": "1"}, {"a": "\xc3\xa9"}]',
    "ndjson": b'{"a": "1"}\n{"a": "\xc3\xa9"}',
    "csv": b"a\n1\n\xc3\xa9",
}


class Stream(io.RawIOBase):
    """A file that can neither be sought nor be looked into."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._file.readinto(buffer)


@pytest.mark.parametrize("format_", TEXTS)
def test_compressed_files_are_unpacked(format_: str, tmp_path: Path) -> None:
    """By a path, an open file and a stream; of several members too, as `cat a.gz b.gz` makes them."""
    text = TEXTS[format_]
    data = gzip.compress(text[:5]) + gzip.compress(text[5:])
    path = tmp_path / f"records.{format_}.gz"
    path.write_bytes(data)
    for source in (path, io.BytesIO(data), io.BufferedReader(Stream(data))):
        assert [record["a"] for record in read_records(source, format_)] == ["1", "é"]
    assert [record["a"] for record in read_records(path)] == ["1", "é"]
    assert [record["a"] for record in read_records(Stream(text), format_)] == ["1", "é"]  # type: ignore[arg-type]


@pytest.mark.parametrize("format_", TEXTS)
@pytest.mark.parametrize("damage", [lambda data: data[:-6], lambda data: data[:20] + b"\xff\xff" + data[22:]])
def test_a_damaged_file_is_said(format_: str, damage: Callable[[bytes], bytes]) -> None:
    """A download that was cut, and bytes that changed on the way."""
    data = damage(gzip.compress(TEXTS[format_] * 50))
    with pytest.raises(RecordFileError) as raised:
        list(read_records(io.BytesIO(data), format_, on_error=lambda _: None))
    assert "it cannot be read" in str(raised.value)


@pytest.mark.parametrize("format_", TEXTS)
def test_another_encoding_is_named(format_: str) -> None:
    """Windows PowerShell writes UTF-16 by itself."""
    with pytest.raises(RecordFileError, match="it is UTF-16: save it as UTF-8"):
        list(read_records(io.BytesIO('{"a": 1}'.encode("utf-16")), format_))


class Broken(io.BytesIO):
    """A file whose first read fails."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error")


def test_a_file_that_breaks_at_once() -> None:
    """The error of the system, where nothing was read yet."""
    with pytest.raises(RecordFileError, match=r"records: it cannot be read \(Input/output error\)"):
        list(read_records(Broken(b"[1]"), "json"))


def test_a_json_file_that_breaks_later() -> None:
    """The line that was reached is named."""

    class Later(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            if not data:
                raise OSError(5, "Input/output error")
            return data

    records = read_records(Later(b'[{"a": 1},\n'), "json")
    assert next(records) == {"a": 1}
    with pytest.raises(RecordFileError, match="records:2: it cannot be read"):
        next(records)


def test_a_json_file_of_another_encoding() -> None:
    """A file opened as text by somebody else may not be text; half a character at the end is none."""
    file = io.TextIOWrapper(io.BytesIO(b'["\xff"]'), encoding="utf-8")
    with pytest.raises(RecordFileError, match="it is not of the encoding it was opened with"):
        list(read_records(file, "json"))
    with pytest.raises(RecordFileError, match="records:2: it is not UTF-8"):
        list(read_records(io.BytesIO(b'[\n"\xc3'), "json"))


# ---- memory ---------------------------------------------------------------------------------------------------------


class Generated(io.RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while len(self._rest) < len(buffer):
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._rest += piece
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def written(format_: str, count: int) -> Iterator[bytes]:
    """A file of so many records."""
    record = '{"code": "%d", "name": "' + "x" * 100 + '", "list": [1, 2, {"a": null}]}'
    before, line, between, after = {
        "json": (b"[", record, b", ", b"]"),
        "answer": (b'{"count": 1, "result": [', record, b",\n", b"]}"),
        "ndjson": (b"", record, b"\n", b""),
        "csv": (b"code,name\n", "%d," + "x" * 100, b"\n", b""),
    }[format_]
    yield before
    for number in range(count):
        if number:
            yield between
        yield (line % number).encode()
    yield after


def peak(format_: str, count: int) -> int:
    """The most bytes that Python held while it read so many records."""
    file = io.BufferedReader(Generated(written(format_, count)))
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_records(file, "json" if format_ == "answer" else format_)) == count
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["json", "answer", "ndjson", "csv"])
def test_memory_does_not_grow_with_the_file(format_: str) -> None:
    """Ten times the records take the same memory."""
    peak(format_, 100)
    small, large = peak(format_, 2_000), peak(format_, 20_000)
    assert large < 1.2 * small + 20_000
    assert large < 2_000_000
