"""Frames of every engine from records, and what a query answers for their rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa

from accsyn.binding.bound import BoundQuery
from accsyn.evaluation.frames.frame import to_narwhals

Record = Mapping[str, Any]
Maker = Callable[[Sequence[Record]], Any]


def arrow_table(records: Sequence[Record]) -> pa.Table:
    """Records of one shape as a table."""
    # A column of its own, which no query names: there are no frames without columns.
    return pa.Table.from_pylist([{**record, "row number": number} for number, record in enumerate(records)])


def _relation(table: pa.Table) -> Any:
    return duckdb.connect().from_arrow(table)


FROM_ARROW: dict[str, Callable[[pa.Table], Any]] = {
    "polars": pl.from_arrow,
    "polars lazy": lambda table: pl.DataFrame(pl.from_arrow(table)).lazy(),
    "pandas": lambda table: table.to_pandas(),
    "pandas with objects": lambda table: table.to_pandas().astype(
        {
            name: object
            for name, type_ in zip(table.schema.names, table.schema.types, strict=True)
            if type_ == pa.string()
        }
    ),
    "pandas on pyarrow": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    "pyarrow": lambda table: table,
    "duckdb": _relation,
}
"""What makes a frame of a table, by the name of the engine."""


def answers(frame: Any, expressions: Sequence[nw.Expr]) -> list[list[bool]]:
    """What expressions say of every row of a frame, in one go."""
    named = [expression.alias(f"q{number}") for number, expression in enumerate(expressions)]
    selected = nw.from_native(frame).select(*named)
    if isinstance(selected, nw.LazyFrame):
        selected = selected.collect()
    return [selected[f"q{number}"].to_list() for number in range(len(named))]


def answer(query: BoundQuery, frame: Any, **options: Any) -> list[bool]:
    """What a query says of every row of a frame."""
    return answers(frame, [to_narwhals(query, frame, **options)])[0]
