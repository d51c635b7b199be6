"""The doc query over a data frame: ours, and the engine's own expression, written by hand with the same meaning.

Ours is the whole call: the columns are looked at, the expression is made and the engine runs it. By hand the expression
stands there already. Everybody keeps the same rows, which is checked before anything is measured. A frame holds the
records five times, a million rows: that is what frames are for, and a call costs DuckDB some 20 ms however few there
are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import accsyn
from benchmarks.evaluation import QUERY, Record, api_records
from benchmarks.measure import Contestant, compare
from benchmarks.peers import installed_version
from benchmarks.table import Row

if TYPE_CHECKING:
    from benchmarks.effort import Effort

TIMES = 5
"""How often a frame holds the records."""

Run = Callable[[Any], int]
"""Filters a frame and answers how many rows are left, so that what is lazy has run."""

# What people know of the forms of a reference: the value, the id behind a colon, the form for people.
_OWN = r"(?i)\A(?:[^\W\d][\w-]*:)?{}\z"
_HUMAN = r"(?i)\A(?:(?:user|site|workspace|home):)?{}(?:\[[^\[\]]*\])?\([^()\s]+\)\z"
_LISA, _HQ = r"lisa@example\.com", "hq"
_BACKUP = r"(?i) backup\z"


def polars_by_hand() -> Run:
    """The expression of Polars. Null has to be said: a status that is missing is not failed."""
    import polars as pl

    def refers(name: str, code: str) -> pl.Expr:
        own = pl.col(name).str.contains(_OWN.format(code))
        human = pl.col(name).is_not_null() & pl.col(f"{name}_hr").str.contains(_HUMAN.format(code))
        return own | human

    is_failed = pl.col("status").str.contains(r"(?i)\Afailed\z").fill_null(value=False)
    either = (refers("user", _LISA) & refers("destination", _HQ)) | ~is_failed
    condition = either & pl.col("code").str.contains(_BACKUP)
    return lambda frame: int(frame.filter(condition).height)


def duckdb_by_hand() -> Run:
    """The condition of DuckDB, in SQL."""

    def refers(name: str, code: str) -> str:
        own = f"regexp_matches({name}, '{_OWN.format(code)}')"
        human = f"{name} IS NOT NULL AND regexp_matches({name}_hr, '{_HUMAN.format(code)}')"
        return f"({own} OR ({human}))"

    is_failed = r"coalesce(regexp_matches(status, '(?i)\Afailed\z'), false)"
    either = f"(({refers(chr(34) + 'user' + chr(34), _LISA)} AND {refers('destination', _HQ)}) OR NOT {is_failed})"
    condition = f"{either} AND regexp_matches(code, '{_BACKUP}')".replace('"user"_hr', "user_hr")
    return lambda relation: len(relation.filter(condition).fetchnumpy()["id"])


def _polars_frame(records: list[Record]) -> Any:
    import polars

    return polars.concat([polars.DataFrame(records, infer_schema_length=None)] * TIMES)


def _duckdb_frame(records: list[Record]) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.register("records", _polars_frame(records).to_arrow())
    connection.execute("CREATE TABLE kept AS SELECT * FROM records")
    return connection.table("kept")


class Frame:
    """A supply that gives the same frame each time.

    Args:
        frame: The frame.
    """

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def take(self, count: int) -> list[Any]:
        """The frame, so many times."""
        return [self._frame] * count


def measure_frames(effort: Effort) -> Iterator[Row]:
    """The rows that match, out of many: the time for each row."""
    records = api_records(effort.records)
    compiled = accsyn.compile(QUERY)
    rows, kept = TIMES * len(records), TIMES * sum(1 for _ in compiled.filter(records))
    engines: list[tuple[str, tuple[str, ...], Callable[[list[Record]], Any], Callable[[], Run], Run]] = [
        (
            "Polars",
            ("polars", "narwhals", "pyarrow"),
            _polars_frame,
            polars_by_hand,
            lambda frame: int(compiled.filter_frame(frame).height),
        ),
        (
            "DuckDB",
            ("duckdb", "polars", "narwhals", "pyarrow"),
            _duckdb_frame,
            duckdb_by_hand,
            lambda frame: len(compiled.filter_frame(frame).fetchnumpy()["id"]),
        ),
    ]
    for name, needed, make, by_hand, mine in engines:
        what, peer = f"filter a frame of {name}, each", f"{name} by hand"
        if any(installed_version(distribution) is None for distribution in needed):
            yield Row(what, peer, limit=1.2, note="not installed")
            continue
        frame, run = make(records), by_hand()
        if (mine(frame), run(frame)) != (kept, kept):
            raise ValueError(f"{peer} does not keep the same rows")
        best = compare(Contestant(mine, Frame(frame), 1), Contestant(run, Frame(frame), 1), max(3, effort.rounds // 4))
        yield Row(what, peer, best[0] / rows, best[1] / rows, limit=1.2)
