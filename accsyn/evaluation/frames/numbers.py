"""Columns of numbers against a number, exactly: no column and no number is rounded."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from accsyn.ast import Operator
from accsyn.evaluation.frames.columns import Column, Kind
from accsyn.evaluation.frames.engines import narwhals
from accsyn.evaluation.operators import COMPARE

if TYPE_CHECKING:
    import narwhals as nw

_UPWARD = frozenset({Operator.GREATER, Operator.GREATER_EQUAL})
_BEYOND = 2**63
_FEW = 3  # equalities that are cheaper one by one than as a set


def number_conditions(column: Column, operator: Operator, numbers: Sequence[int | float]) -> list[nw.Expr]:
    """Where a column compares with some number; null where there is no value.

    Args:
        column: Whole numbers or floats.
        operator: ``=``, IN, or an ordered one.
        numbers: Finite ones.
    """
    if operator in {Operator.EQUAL, Operator.IN}:
        exact = [value for value in map(_fitting(column), numbers) if value is not None]
        if len(exact) <= _FEW:
            return [column.values == _literal(column, value) for value in exact]
        # A set tells the two zeros of floats apart on PyArrow, and there it holds no number beyond 63 bits.
        zeros = [-0.0] if column.kind is Kind.FLOAT and 0.0 in exact else []
        listed = [value for value in exact if isinstance(value, float) or value < _BEYOND]
        others = [value for value in exact if isinstance(value, int) and value >= _BEYOND]
        sets = [column.values.is_in([*listed, *zeros])] if listed else []
        return sets + [column.values == _literal(column, value) for value in others]
    compare = _whole if column.kind is Kind.INTEGER else _float
    found = (compare(column, operator, number) for number in numbers)
    return [condition for condition in found if condition is not None]


def _fitting(column: Column) -> Callable[[int | float], int | float | None]:
    """The value of a column that equals a number; None where it can have none."""
    low, high = _limits(column)

    def whole(number: int | float) -> int | None:
        return int(number) if number == math.floor(number) and low <= number <= high else None

    def real(number: int | float) -> float | None:
        nearest = _nearest(number)
        return nearest + 0.0 if nearest == number else None  # -0.0 + 0.0 is 0.0

    return whole if column.kind is Kind.INTEGER else real


def _whole(column: Column, operator: Operator, number: int | float) -> nw.Expr | None:
    """Whole numbers in order: the bound becomes a whole number, and one that the type can hold."""
    low, high = _limits(column)
    # What is greater than 10.5 is greater than 10, what is less than 10.5 is less than 11; and so on.
    bound = math.floor(number) if operator in {Operator.GREATER, Operator.LESS_EQUAL} else math.ceil(number)
    compare = COMPARE[operator]
    if not low <= bound <= high:
        return ~column.values.is_null() if compare(low, bound) else None
    comparison: nw.Expr = compare(column.values, _literal(column, bound))
    return comparison


def _float(column: Column, operator: Operator, number: int | float) -> nw.Expr | None:
    """Floats in order: where no float equals the number, the nearest one says the same, edge included or not."""
    nearest = _nearest(number)
    if nearest != number:
        if operator in _UPWARD:
            operator = Operator.GREATER_EQUAL if nearest > number else Operator.GREATER
        else:
            operator = Operator.LESS if nearest > number else Operator.LESS_EQUAL
    comparison: nw.Expr = COMPARE[operator](column.values, nearest + 0.0)
    if operator in _UPWARD:
        # Polars, DuckDB and Spark hold that NaN is greater than any number.
        return comparison & ~column.values.is_nan()
    return comparison


def _nearest(number: int | float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _limits(column: Column) -> tuple[int, int]:
    name = str(column.dtype)
    if column.kind is not Kind.INTEGER:
        return 0, 0
    bits = int(name.removeprefix("U").removeprefix("Int"))
    return (0, 2**bits - 1) if name.startswith("U") else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def _literal(column: Column, value: int | float) -> Any:
    """A literal. For a column of 64 bits without sign it has to say its type: others compare by way of floats.

    PyArrow takes no number beyond 63 bits for a literal, but reads one from text.
    """
    if isinstance(value, float) or str(column.dtype) != "UInt64":
        return value
    nw = narwhals()
    return nw.lit(value, column.dtype) if value < _BEYOND else nw.lit(str(value)).cast(column.dtype)
