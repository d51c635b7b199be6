"""The operators on values, without records around them."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from accsyn.ast import Exact, Literal, Null, Operator, Parameter
from accsyn.binding.bound import Operand
from accsyn.binding.times import Interval
from accsyn.evaluation.operators import OPERATORS, any_of, holds
from accsyn.patterns import PatternError
from accsyn.schema.model import Type

DAY = Interval(datetime(2026, 1, 22, tzinfo=timezone.utc), datetime(2026, 1, 23, tzinfo=timezone.utc))

ROWS: list[tuple[Operator, list[object], list[Operand], Type, bool]] = [
    (Operator.EQUAL, [], [Literal("x")], Type.TEXT, False),
    (Operator.NOT_EQUAL, [], [Literal("x")], Type.TEXT, True),
    (Operator.EQUAL, ["y", "X"], [Literal("x")], Type.TEXT, True),
    (Operator.EQUAL, ["x"], [Null()], Type.TEXT, False),
    (Operator.EQUAL, [True], [True], Type.BOOLEAN, True),
    (Operator.EQUAL, [1], [True], Type.BOOLEAN, False),
    (Operator.EQUAL, [1.0], [1], Type.NUMBER, True),
    (Operator.LESS, [1], [2], Type.INTEGER, True),
    (Operator.LESS, [True], [2], Type.INTEGER, False),
    (Operator.EQUAL, ["2026-01-22T10:00"], [DAY], Type.TIMESTAMP, True),
    (Operator.GREATER, ["2026-01-23"], [DAY], Type.TIMESTAMP, True),
    (Operator.IN, ["x"], [Literal("y"), Exact("X")], Type.TEXT, True),
    (Operator.NOT_IN, ["x"], [], Type.TEXT, True),
    (Operator.CONTAINS, ["abc"], [Exact("B")], Type.TEXT, True),
    (Operator.NOT_MATCHES, ["abc"], [Literal("b.")], Type.TEXT, False),
    (Operator.EQUAL, [5], [Exact("5")], Type.UNTYPED, True),
    (Operator.EQUAL, ["5"], [Literal("5*")], Type.UNTYPED, True),
]


@pytest.mark.parametrize(("operator", "values", "operands", "type_", "expected"), ROWS)
def test_operators(
    operator: Operator, values: list[object], operands: list[Operand], type_: Type, expected: bool
) -> None:
    """An operator holds for some value and some operand, a negative one for none."""
    assert holds(operator, values, operands, type_) is expected


def test_every_positive_operator_has_a_meaning() -> None:
    """The table is complete."""
    assert set(OPERATORS) == {operator.positive for operator in Operator}


@pytest.mark.parametrize("operator", [Operator.EQUAL, Operator.LESS, Operator.CONTAINS, Operator.MATCHES])
def test_what_is_no_value_is_refused(operator: Operator) -> None:
    """A parameter without its value has no meaning."""
    with pytest.raises(TypeError, match="bind the query, with its parameters, first"):
        OPERATORS[operator](Parameter("x"), Type.TEXT)


@pytest.mark.parametrize("operand", [Null(), True])
def test_order_needs_a_value_that_has_one(operand: Operand) -> None:
    """Null and booleans have no order."""
    with pytest.raises(TypeError, match="has no meaning here"):
        OPERATORS[Operator.LESS](operand, Type.TEXT)


def test_a_wrong_pattern_is_refused() -> None:
    """A pattern that binding should have refused is refused here."""
    with pytest.raises(PatternError):
        OPERATORS[Operator.MATCHES](Literal("("), Type.TEXT)


def test_any_of_nothing_never_holds() -> None:
    """No texts and no tests: nothing is meant."""
    assert not any_of(frozenset(), [])("x")
