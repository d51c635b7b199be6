"""Tables as records: what the cells of CSV and the columns of Parquet become."""

from __future__ import annotations

import io
import pickle
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from accsyn.compiler import compile as compile_query
from accsyn.errors import ConfigurationError
from accsyn.evaluation.records import RecordFileError, parquet, read_records
from accsyn.schema.loader import load_schema


def read(text: str, **arguments: Any) -> list[dict[str, Any]]:
    """The records of a CSV text."""
    return list(read_records(io.StringIO(text, newline=""), "csv", **arguments))


TYPED: list[tuple[str, str, object]] = [
    ("size", "20", 20),
    ("SIZE", " +20 ", 20),
    ("size", "007", 7),
    ("size", "1e3", 1000.0),
    ("size", "12345678901234567890123", 12345678901234567890123),
    ("speed", "-1.5", -1.5),
    ("size", "1,5", "1,5"),
    ("size", "12 GB", "12 GB"),
    ("size", "nan", "nan"),
    ("size", " ", " "),
    ("name", "20", "20"),
    ("id", "666666666666666666666666", "666666666666666666666666"),
    ("status", "1", "1"),
    ("created", "2026-01-22T08:35:59", "2026-01-22T08:35:59"),
    ("created", "22/01/2026", "22/01/2026"),
    ("metadata.shot", "20", "20"),
    ("nosuch", "20", "20"),
]
STAYS_TEXT = {"1,5", "12 GB", "nan", " ", "22/01/2026"}


@pytest.mark.parametrize(("name", "cell", "value"), TYPED)
def test_cells_are_typed_by_the_schema(name: str, cell: str, value: object) -> None:
    """Numbers are numbers, all else stays text; a cell that should be another and is none is told."""
    told: list[RecordFileError] = []
    (record,) = read(f'{name};x\n"{cell}";y\n', entity_type="Transfer", on_error=told.append)
    assert record == {name: value, "x": "y"}
    assert type(record[name]) is type(value)
    assert [error.kept for error in told] == [True] * (cell in STAYS_TEXT)
    assert read(f'{name};x\n"{cell}";y\n') == [{name: cell, "x": "y"}]
    assert read(f'{name};x\n"{cell}";y\n', entity_type="transfer") == [record]


@pytest.mark.parametrize(("cell", "value"), [("TRUE", True), ("false", False), ("1", True), ("0", False), ("on", "on")])
def test_booleans_are_read_as_in_a_query(cell: str, value: object) -> None:
    """True and false in any case, 1 and 0."""
    (record,) = read(f"default\n{cell}\n", entity_type="queue")
    assert record["default"] is value or record["default"] == value == "on"


def test_what_is_said_of_a_cell() -> None:
    """Column, cell and what was wanted, escaped and cut, with the line."""
    told: list[RecordFileError] = []
    text = "size,created,speed\n1,2026-01-22,2\n\x1b,today," + "x" * 50 + "\n"
    assert len(read(text, entity_type="transfer", on_error=told.append)) == 2
    assert [str(error) for error in told] == [
        r"records:3: size is '\x1b', not a number; it stays text",
        "records:3: created is 'today', not a timestamp such as 2026-01-22T08:35:59; it stays text",
        f"records:3: speed is '{'x' * 40}...', not a number; it stays text",
    ]
    copy = pickle.loads(pickle.dumps(told[0]))
    assert (str(copy), copy.kept) == (str(told[0]), True)


def test_a_typed_table_means_what_json_means() -> None:
    """The same query holds for the same records of both."""
    query = compile_query("Transfer WHERE size>10 AND created>2026-01-01 AND progress!=5")
    table = read("size,created,progress\n9,2026-02-01,1\n20,2026-02-01,\n20,2026-02-01,5\n", entity_type="transfer")
    assert [query.matches(record) for record in table] == [False, True, False]


def test_an_own_schema_types_the_cells(tmp_path: Path) -> None:
    """And an entity type that is not in it is refused at once."""
    file = tmp_path / "schema.json"
    file.write_text('{"entities": {"plate": {"attributes": {"frames": {"type": "integer"}}}}}')
    schema = load_schema(file)
    assert read("frames\n5\n", schema=schema, entity_type="plate") == [{"frames": 5}]
    with pytest.raises(ConfigurationError, match="no entity type 'plates'; did you mean 'plate'"):
        read_records(io.StringIO("x"), "csv", schema=schema, entity_type="plates")
    with pytest.raises(ConfigurationError, match=r"no entity type 'xyzzy'$"):
        read_records(io.StringIO("x"), "csv", entity_type="xyzzy")
    with pytest.raises(ConfigurationError, match="give entity_type= too"):
        read_records(io.StringIO("x"), "csv", schema=schema)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_that_of_the_first_line(delimiter: str) -> None:
    """As spreadsheets of different countries write them; the names lose the blanks around them."""
    others = ",;".replace(delimiter, "")
    rows = [["a ", " b", "c"], ["1", f'"x{others}{delimiter}"', "3"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    assert read(text) == [{"a": "1", "b": f"x{others}{delimiter}", "c": "3"}]


def test_names_may_go_over_lines() -> None:
    """The first row is a row as any other."""
    assert read('"a\nb",c\n1,2\n') == [{"a\nb": "1", "c": "2"}]
    with pytest.raises(RecordFileError, match=r"records:1: it is not CSV \(unexpected end of data\)"):
        read('"a')
    with pytest.raises(RecordFileError, match="records:1: it is not UTF-8"):
        list(read_records(io.BytesIO(b"a\xff\n1\n"), "csv"))


# ---- Parquet --------------------------------------------------------------------------------------------------------


def write(path: Path, columns: dict[str, Any]) -> Path:
    """A Parquet file of some columns."""
    arrow = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet").write_table(arrow.table(columns), path)
    return path


def test_columns_become_values_of_json(tmp_path: Path) -> None:
    """Numbers, text, moments, lists, dicts and maps, each also as null."""
    arrow = pytest.importorskip("pyarrow")
    noon = datetime(2026, 1, 22, 12)
    columns = {
        "n": arrow.array([1, None]),
        "x": arrow.array([1.5, None]),
        "b": arrow.array([True, None]),
        "t": arrow.array(["é", None]),
        "at": arrow.array([noon, None], arrow.timestamp("us")),
        "ns": arrow.array([1, None], arrow.timestamp("ns")),
        "zone": arrow.array([noon, None], arrow.timestamp("us", "Europe/Stockholm")),
        "day": arrow.array([date(2026, 1, 22), None]),
        "span": arrow.array([timedelta(hours=1), None]),
        "time": arrow.array([noon.time(), None]),
        "money": arrow.array([Decimal("1.50"), None]),
        "whole": arrow.array([Decimal("2.00"), None]),
        "raw": arrow.array([b"ab", b"\xff"]),
        "list": arrow.array([[1, 2], None]),
        "days": arrow.array([[date(2026, 1, 22), None], None]),
        "d": arrow.array([{"a": {"b": Decimal("3")}, "c": None}, None]),
        "map": arrow.array([[("shot", "020")], None], arrow.map_(arrow.string(), arrow.string())),
    }
    path = write(tmp_path / "records.parquet", columns)
    first, second = read_records(path)
    assert first == {
        "n": 1,
        "x": 1.5,
        "b": True,
        "t": "é",
        "at": "2026-01-22T12:00:00Z",
        "ns": "1970-01-01T00:00:00Z",
        "zone": "2026-01-22T12:00:00Z",
        "day": "2026-01-22",
        "span": "1:00:00",
        "time": "12:00:00",
        "money": 1.5,
        "whole": 2,
        "raw": "ab",
        "list": [1, 2],
        "days": ["2026-01-22", None],
        "d": {"a": {"b": 3}, "c": None},
        "map": {"shot": "020"},
    }
    assert type(first["whole"]) is int
    assert second == {**dict.fromkeys(columns), "raw": "ff"}
    with path.open("rb") as file:
        assert next(read_records(file)) == first


def test_batches_follow_each_other(tmp_path: Path) -> None:
    """All rows come, in order, however many are read at once."""
    path = write(tmp_path / "records.parquet", {"n": list(range(100))})
    with mock.patch.object(parquet, "_ROWS", 7):
        assert [record["n"] for record in read_records(path)] == list(range(100))


def test_what_is_no_parquet(tmp_path: Path) -> None:
    """One sentence; a stream cannot be read from its end."""
    pytest.importorskip("pyarrow")
    path = tmp_path / "records.parquet"
    path.write_bytes(b"PAR1 not really")
    with pytest.raises(RecordFileError, match="it cannot be read as Parquet"):
        list(read_records(path))

    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with pytest.raises(RecordFileError, match="from a file, not from a stream"):
        list(read_records(Stream(b""), "parquet"))


def test_parquet_needs_pyarrow(tmp_path: Path) -> None:
    """Without it the sentence says what to install."""
    path = tmp_path / "records.parquet"
    path.write_bytes(b"")
    with (
        mock.patch.dict("sys.modules", {"pyarrow": None}),
        pytest.raises(ConfigurationError, match=r"pip install 'accsyn\[frames\]'"),
    ):
        list(read_records(path))
