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


def _of_text(table: pa.Table) -> list[str]:
    return [
        name
        for name, type_ in zip(table.schema.names, table.schema.types, strict=True)
        if type_ in {pa.string(), pa.large_string()}
    ]


def _with_dictionaries(table: pa.Table) -> pa.Table:
    """The texts of a table by number."""
    for name in _of_text(table):
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table.column(place).dictionary_encode())
    return table


def _with_enumerations(table: pa.Table) -> pl.DataFrame:
    frame = pl.DataFrame(pl.from_arrow(table))
    for name in _of_text(table):
        frame = frame.with_columns(pl.col(name).cast(pl.Enum(frame[name].drop_nulls().unique())))
    return frame


def _relation_with_enumerations(table: pa.Table) -> Any:
    columns = []
    for name in table.schema.names:
        identifier = '"{}"'.format(name.replace('"', '""'))
        values = table[name].drop_null().unique().to_pylist() if name in _of_text(table) else []
        # A literal of DuckDB's cannot hold a character zero.
        if values and not any("\0" in value for value in values):
            items = ", ".join("'{}'".format(value.replace("'", "''")) for value in values)
            columns.append(f"CAST({identifier} AS ENUM({items})) AS {identifier}")
        else:
            columns.append(identifier)
    return _relation(table).project(", ".join(columns))


FROM_ARROW: dict[str, Callable[[pa.Table], Any]] = {
    "polars": pl.from_arrow,
    "polars with enumerations": _with_enumerations,
    "polars lazy": lambda table: pl.DataFrame(pl.from_arrow(table)).lazy(),
    "pandas": lambda table: table.to_pandas(),
    "pandas with objects": lambda table: table.to_pandas().astype(
        {
            name: object
            for name, type_ in zip(table.schema.names, table.schema.types, strict=True)
            if type_ == pa.string()
        }
    ),
    "pandas with categories": lambda table: _with_dictionaries(table).to_pandas(),
    "pandas on pyarrow": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    "pyarrow": lambda table: table,
    "pyarrow with dictionaries": _with_dictionaries,
    "duckdb": _relation,
    "duckdb with enumerations": _relation_with_enumerations,
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
