"""Queries on data frames: the expression for an engine, and the rows for which it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accsyn.binding.bound import BoundQuery
from accsyn.evaluation.frames.columns import read_columns
from accsyn.evaluation.frames.conditions import Condition, condition_of
from accsyn.evaluation.frames.engines import Frame, Opened, narwhals, open_frame

if TYPE_CHECKING:
    import narwhals as nw


def to_narwhals(query: BoundQuery, frame: Frame, *, naive_is_utc: bool = False) -> nw.Expr:
    """The expression that is true for the rows of a frame that match, and false for the others.

    Args:
        query: The query.
        frame: A frame of Polars, pandas, PyArrow, DuckDB or PySpark, or one of narwhals over these. Its columns and
            its engine decide what the expression is; it is not run.
        naive_is_utc: Whether timestamps without a time zone are UTC; else they are refused where they are compared.

    Raises:
        UnsupportedByEngine: The engine cannot answer as Python does.
        ConfigurationError: narwhals is not installed.
        TypeError: `frame` is no such frame.
        ValueError: Binding found an error in the query.
    """
    opened = open_frame(frame)
    condition = _condition(query, opened, naive_is_utc=naive_is_utc)
    if isinstance(condition, bool):
        # A literal is one row long, and no engine filters by that.
        something: nw.Expr = narwhals().nth(0).is_null()
        return something | ~something if condition else something & ~something
    return condition.fill_null(False)


def filter_frame(query: BoundQuery, frame: Frame, *, naive_is_utc: bool = False) -> Any:
    """The rows of a frame that match, as a frame of the same kind; what is lazy stays lazy.

    It takes and raises what `to_narwhals` does.
    """
    opened = open_frame(frame)
    condition = _condition(query, opened, naive_is_utc=naive_is_utc)
    if condition is True:
        return frame
    if isinstance(condition, bool):
        matching = opened.frame.head(0)
    else:
        # Every other engine drops a row for which a condition is null; said so, AND would be one function to it, whose
        # parts it cannot ask in the order that suits it.
        is_whole = opened.engine.name == "pandas"
        matching = opened.frame.filter(condition.fill_null(False) if is_whole else condition)
    return matching.to_native() if opened.is_native else matching


def _condition(query: BoundQuery, opened: Opened, *, naive_is_utc: bool) -> Condition:
    if any(finding.is_error for finding in query.findings):
        raise ValueError("a query with errors has no meaning on records")
    if query.has_parameters:
        raise TypeError("a query with parameters that have no value has no meaning on records")
    return condition_of(query, read_columns(opened, naive_is_utc=naive_is_utc), opened.engine)
