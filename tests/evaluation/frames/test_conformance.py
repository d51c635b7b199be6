"""Every engine runs the conformance suite: each row agrees with Python, or is refused by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import narwhals as nw
import pyarrow as pa
import pytest

from accsyn.errors import UnsupportedByEngine
from accsyn.evaluation.frames.frame import to_narwhals
from accsyn.evaluation.interpreter import Predicate
from tests.conformance.rows import Row, read_rows
from tests.evaluation.frames import spark
from tests.evaluation.frames.makers import FROM_ARROW, answers, arrow_table
from tests.evaluation.queries import bound

# What a row is refused for, by engine; the rest of the rows agrees. docs/frames.md says why.
LISTS = {"a column of lists": 59}
REFUSED = {
    "polars": {**LISTS, "a column of this type": 6},
    "polars lazy": {**LISTS, "a column of this type": 6},
    "polars with enumerations": {**LISTS, "a column of this type": 6},
    "pandas": {"a column of Python objects": 174},
    "pandas with objects": {"a column of Python objects": 174},
    "pandas with categories": {"a column of Python objects": 174},
    "pandas on pyarrow": {**LISTS, "a column of this type": 6},
    "pyarrow": {**LISTS, "a column of this type": 6},
    "pyarrow with dictionaries": {**LISTS, "a column of this type": 6},
    "duckdb": {**LISTS, "a column of this type": 6, "columns whose names differ in case only": 3},
    "duckdb with enumerations": {
        **LISTS,
        "a column of this type": 6,
        "columns whose names differ in case only": 10,
    },
    "pyspark": {
        **LISTS,
        "a column of this type": 6,
        "columns whose names differ in case only": 7,
        "a dot in the name of a column": 11,
    },
}


class Outcome(NamedTuple):
    """What became of the rows on an engine.

    Attributes:
        agreed: How many rows say what they should.
        wrong: The places of those that do not.
        refused: How many were refused, by feature.
        unmade: How many have a record that is no row of a frame.
    """

    agreed: int
    wrong: list[str]
    refused: Counter[str]
    unmade: int


def _shape(value: Any) -> object:
    """What decides about the types of columns."""
    if isinstance(value, dict):
        return tuple((key, _shape(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return ("list", *sorted({repr(_shape(inner)) for inner in value}))
    return type(value).__name__


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows whose records can stand in one frame."""
    groups: dict[object, list[Row]] = {}
    for row in rows:
        groups.setdefault(_shape(row.record), []).append(row)
    return list(groups.values())


def _rows(engine: str) -> list[Row]:
    """The rows that an engine runs: all, but for moments where these take very long.

    Other kinds of columns of an engine never run them; Spark does in a test of its own.
    """
    is_slow = " with " in engine or engine in {"pandas on pyarrow", "pyspark"}
    return [row for row in read_rows() if not (is_slow and row.place.startswith("timestamps"))]


def _run(every: Sequence[Row], make: Callable[[pa.Table], Any]) -> Outcome:
    agreed, unmade = 0, 0
    wrong: list[str] = []
    refused: Counter[str] = Counter()
    for rows in _groups(every):
        records = [row.record for number, row in enumerate(rows) if row.record not in [r.record for r in rows[:number]]]
        try:
            table = arrow_table(records)
            frame = make(table)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            unmade += len(rows)
            continue
        if list(nw.from_native(frame).collect_schema()) != table.column_names:
            unmade += len(rows)  # DuckDB renames a column that differs from another one in case only
            continue
        taken, expressions = [], []
        for row in rows:
            try:
                expressions.append(to_narwhals(bound(row.text), frame))
                taken.append(row)
            except UnsupportedByEngine as error:  # noqa: PERF203 - one row of many
                refused[error.feature.partition(" (")[0]] += 1
        found = answers(frame, expressions) if expressions else []
        for row, said in zip(taken, found, strict=True):
            if said == _expected(row, records):
                agreed += 1
            else:
                wrong.append(row.place)
    return Outcome(agreed, wrong, refused, unmade)


def _expected(row: Row, records: Sequence[dict[str, Any]]) -> list[bool]:
    """What Python says of all records of a group, the row's own among them."""
    matches = Predicate(bound(row.text)).matches
    assert matches(row.record) is row.expected
    return list(map(matches, records))


@pytest.mark.slow
@pytest.mark.parametrize("engine", FROM_ARROW)
def test_every_row_agrees_or_is_refused(engine: str) -> None:
    """Each row says on the engine what it says in Python, or is one of those that are refused."""
    _check(engine, _run(_rows(engine), FROM_ARROW[engine]))


@pytest.mark.slow
@pytest.mark.parametrize("engine", [pytest.param("pyspark", marks=spark.MARKS)])
def test_every_row_agrees_on_spark_or_is_refused(engine: str) -> None:
    """The same on Spark."""
    if not spark.has_java():
        pytest.skip("Spark needs Java 17")
    _check(engine, _run(_rows(engine), spark.session().createDataFrame))


@pytest.mark.parametrize("engine", [pytest.param("pyspark", marks=spark.LONG_MARKS)])
def test_every_row_of_moments_agrees_on_spark(engine: str) -> None:
    """None of them is refused."""
    if not spark.has_java():
        pytest.skip("Spark needs Java 17")
    rows = [row for row in read_rows() if row.place.startswith("timestamps")]
    outcome = _run(rows, spark.session().createDataFrame)
    assert outcome == Outcome(len(rows), [], Counter(), 0), engine


def _check(engine: str, outcome: Outcome) -> None:
    assert outcome.wrong == []
    assert dict(outcome.refused) == REFUSED[engine]
    # Records that mix types in one list, and numbers beyond 64 bits.
    assert outcome.unmade <= 50
    assert outcome.agreed + sum(outcome.refused.values()) + outcome.unmade == len(_rows(engine))
    assert outcome.agreed >= 400
