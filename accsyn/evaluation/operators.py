"""The meaning of the operators, once: whether one value of a record holds against an operand.

`OPERATORS` gives for each positive operator a function that takes the operand and the attribute's type, does what can
be done once, and returns the test of a value. An operator holds for an attribute if its test holds for some value that
the record offers; ``!=``, NOT IN, NOT CONTAINS, NOT MATCHES hold exactly where their positive does not (`holds`).

A schema's type fixes the kind of value that can hold: text never equals a number, whatever the text says. On untyped
attributes the kind of the record's value decides how the literal is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from operator import eq, ge, gt, le, lt
from typing import Any

from accsyn.ast import Exact, Literal, Null, Operator
from accsyn.binding.bound import Operand
from accsyn.binding.literals import Problem, number
from accsyn.binding.times import Interval
from accsyn.evaluation.values import is_missing, is_number, moment, read_interval
from accsyn.evaluation.wildcards import TextTest, equality, is_pattern
from accsyn.patterns import compile_pattern
from accsyn.schema.attributes import Type
from accsyn.text import fold

Test = Callable[[object], bool]
"""Whether one value of a record holds; the value is no list."""

UNTYPED = frozenset({Type.UNTYPED, Type.METADATA})
"""The types whose comparisons take the kind of the record's value."""

BOOLEANS = {"true": True, "false": False}
"""What an untyped literal has to be, folded, to equal a truth value."""


def holds(operator: Operator, values: Iterable[object], operands: Sequence[Operand], type_: Type) -> bool:
    """Whether a comparison holds for the values that a record offers.

    Args:
        operator: Any operator.
        values: Every value found, lists taken apart (`accsyn.evaluation.values.elements`).
        operands: The items of IN and NOT IN; exactly one for any other operator.
        type_: The attribute's type. The texts of a reference have to be among the values already.
    """
    tests = [OPERATORS[operator.positive](operand, type_) for operand in operands]
    return any(test(value) for value in values for test in tests) is not operator.is_negative


# ---- = and IN -------------------------------------------------------------------------------------------------------


def equal(operand: Operand, type_: Type) -> Test:
    """The test of ``=``, which is also that of an item of IN."""
    if isinstance(operand, Null):
        return is_missing
    if isinstance(operand, Interval):
        return _moment_test(Operator.EQUAL, operand)
    if isinstance(operand, bool):
        return lambda value: value is operand
    if isinstance(operand, (int, float)):
        return lambda value: is_number(value) and value == operand
    literal = _literal(operand)
    is_meant = equality(literal)
    if type_ not in UNTYPED:
        return lambda value: isinstance(value, str) and is_meant(value)
    return _by_kind(literal, Operator.EQUAL, is_meant)


def equal_to_any(operands: Sequence[Operand], type_: Type) -> Test:
    """The test of IN: some item is ``=``. Plain texts are looked up in one step, however many there are."""
    tests = [equal(item, type_) for item in operands if not is_only_text(item, type_)]
    return any_of(plain_texts(operands), tests)


def plain_texts(operands: Iterable[Operand]) -> frozenset[str]:
    """The folded texts of the items that are literals without wildcard: a text equal to one of them is meant."""
    return frozenset(
        fold(item.text) for item in operands if isinstance(item, (Literal, Exact)) and not is_pattern(item)
    )


def any_of(texts: frozenset[str], tests: Sequence[Test]) -> Test:
    """The test that holds for any of some folded texts and wherever one of the tests holds."""
    if not texts:
        return lambda value: any(test(value) for test in tests)
    if not tests:
        return lambda value: isinstance(value, str) and fold(value) in texts
    return lambda value: (isinstance(value, str) and fold(value) in texts) or any(test(value) for test in tests)


def is_only_text(item: Operand, type_: Type) -> bool:
    """Whether an item of IN means nothing but its own text."""
    if not isinstance(item, (Literal, Exact)) or is_pattern(item):
        return False
    if type_ not in UNTYPED:
        return True
    text = item.text
    return isinstance(number(text), Problem) and fold(text) not in BOOLEANS and read_interval(text) is None


# ---- < > <= >= ------------------------------------------------------------------------------------------------------

COMPARE: dict[Operator, Callable[[Any, Any], Any]] = {
    Operator.EQUAL: eq,
    Operator.LESS: lt,
    Operator.GREATER: gt,
    Operator.LESS_EQUAL: le,
    Operator.GREATER_EQUAL: ge,
}
"""How two values of one kind compare; columns of a frame do, too."""

# A literal is an interval: its end is the first moment behind it, None behind the last year there is.
_MOMENTS: dict[Operator, Callable[[datetime, Interval], bool]] = {
    Operator.EQUAL: lambda at, span: at >= span.start and (span.end is None or at < span.end),
    Operator.LESS: lambda at, span: at < span.start,
    Operator.LESS_EQUAL: lambda at, span: span.end is None or at < span.end,
    Operator.GREATER: lambda at, span: span.end is not None and at >= span.end,
    Operator.GREATER_EQUAL: lambda at, span: at >= span.start,
}


def _ordered(operator: Operator) -> Callable[[Operand, Type], Test]:
    """The function of an ordered operator: both numbers, both timestamps, or both text, compared by their folds."""
    compare = COMPARE[operator]

    def ordered(operand: Operand, type_: Type) -> Test:
        if isinstance(operand, Interval):
            return _moment_test(operator, operand)
        if isinstance(operand, (int, float)) and not isinstance(operand, bool):
            return lambda value: is_number(value) and compare(value, operand)
        literal = _literal(operand)
        folded = fold(literal.text)
        if type_ not in UNTYPED:
            return lambda value: isinstance(value, str) and compare(fold(value), folded)
        return _by_kind(literal, operator, lambda text: compare(fold(text), folded))

    return ordered


def _moment_test(operator: Operator, span: Interval) -> Test:
    stands = _MOMENTS[operator]

    def test(value: object) -> bool:
        at = moment(value)
        return at is not None and stands(at, span)

    return test


def _by_kind(literal: Literal | Exact, operator: Operator, text_test: TextTest) -> Test:
    """The test of an untyped comparison: the literal is read as the kind of the record's value.

    Args:
        literal: What to read; numbers and booleans in any quoting, absolute timestamps.
        operator: ``=`` or an ordered one.
        text_test: The test where both are text.
    """
    compare, stands = COMPARE[operator], _MOMENTS[operator]
    as_number = number(literal.text)
    as_boolean = BOOLEANS.get(fold(literal.text)) if operator is Operator.EQUAL else None
    span = read_interval(literal.text)

    def test(value: object) -> bool:
        if isinstance(value, str):
            at = None if span is None else moment(value)
            return text_test(value) if at is None or span is None else stands(at, span)
        if isinstance(value, bool):
            return value is as_boolean
        if is_number(value):
            return not isinstance(as_number, Problem) and compare(value, as_number)
        at = None if span is None else moment(value)
        return at is not None and span is not None and stands(at, span)

    return test


# ---- CONTAINS, MATCHES ----------------------------------------------------------------------------------------------


def contains(operand: Operand, _type: Type) -> Test:
    """The test of CONTAINS: the value is text, and the operand's text stands in it (``*`` is a plain character)."""
    folded = fold(_literal(operand).text)
    return lambda value: isinstance(value, str) and folded in fold(value)


def found_in(operand: Operand, _type: Type) -> Test:
    """The test of MATCHES: the value is text and the regular expression is found in it.

    Raises:
        PatternError: The operand is no regular expression (binding says so earlier).
    """
    search = search_of(_literal(operand))
    return lambda value: isinstance(value, str) and search(value) is not None


class Searched(Literal):
    """A regular expression with the function that is to search for it, in place of Python's `re`.

    Args:
        text: The pattern, as Python has it.
        search: Gives None for a text in which it is not found.
    """

    __slots__ = ("search",)

    def __init__(self, text: str, search: Callable[[str], object]) -> None:
        super().__init__(text, quoted=True)
        self.search = search


def search_of(pattern: Literal | Exact) -> Callable[[str], object]:
    """The search for the regular expression of MATCHES: None for a text in which it is not found.

    Raises:
        PatternError: The text is no regular expression (binding says so earlier).
    """
    return pattern.search if isinstance(pattern, Searched) else compile_pattern(pattern.text).search


def _literal(operand: Operand) -> Literal | Exact:
    """An operand that can only be text.

    Raises:
        TypeError: It is a parameter without its value, or does not go with the operator.
    """
    if isinstance(operand, (Literal, Exact)):
        return operand
    raise TypeError(f"{operand!r} has no meaning here: bind the query, with its parameters, first")


OPERATORS: Mapping[Operator, Callable[[Operand, Type], Test]] = {
    Operator.EQUAL: equal,
    Operator.IN: equal,
    Operator.LESS: _ordered(Operator.LESS),
    Operator.GREATER: _ordered(Operator.GREATER),
    Operator.LESS_EQUAL: _ordered(Operator.LESS_EQUAL),
    Operator.GREATER_EQUAL: _ordered(Operator.GREATER_EQUAL),
    Operator.CONTAINS: contains,
    Operator.MATCHES: found_in,
}
"""The positive operators: what makes the test of one operand (of IN: of one item)."""
