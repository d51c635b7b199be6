"""Tests of a value as Python expressions: one comparison, by the kind of its literal and of the record's value.

Every expression is the positive operator's. Where a value is of a kind that the expression does not know - a list, a
dictionary, an unusual type, a key in another spelling - it asks `Clause.holds`, so a gap here costs time and never an
answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from accsyn.ast import Exact, Literal, Null, Operator
from accsyn.binding.bound import Operand
from accsyn.binding.literals import Problem, number
from accsyn.binding.times import Interval
from accsyn.evaluation.code import texts
from accsyn.evaluation.code.texts import Constants
from accsyn.evaluation.operators import UNTYPED, is_only_text, plain_texts, search_of
from accsyn.evaluation.values import read_interval
from accsyn.evaluation.wildcards import is_pattern
from accsyn.schema.attributes import Type
from accsyn.text import fold

_DAYS = "(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"  # not 02-29
CANONICAL_TIME = re.compile(
    rf"[1-9][0-9]{{3}}-{_DAYS}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{{6}})?"  # fullmatch
)
"""Moments of UTC in one form, which sort as text. Others are read, which takes longer."""

_FIRST_OF_NUMBERS = frozenset("+-0123456789")  # and of moments
_MOST_PATTERNS = 3  # in a list; a longer one is a call

Value = tuple[str, bool]
"""The variable that holds the record's value, and whether texts in it are folded."""
Cost = int
"""About how long a test takes, in units of a look-up; see `CHEAP` and the others."""

CHEAP, TEXT, CALL, SEARCH = 1, 2, 6, 10
_SYMBOLS = {
    Operator.LESS: "<",
    Operator.GREATER: ">",
    Operator.LESS_EQUAL: "<=",
    Operator.GREATER_EQUAL: ">=",
    Operator.EQUAL: "==",
}


class Test(NamedTuple):
    """How a value is tested, kind by kind.

    Attributes:
        kinds: Pairs of a kind, a key of `KINDS`, and the expression for a value of that kind.
        cost: About how long it takes.
    """

    kinds: tuple[tuple[str, str], ...]
    cost: Cost


KINDS = {
    "text": "type({0}) is str",
    "number": "(type({0}) is int or type({0}) is float)",
    "boolean": "type({0}) is bool",
    "scalar": "type({0}) in SCALARS",
}
"""How a kind is recognised; ``{0}`` is the variable."""


def test_of(
    operator: Operator,
    operands: Sequence[Operand],
    type_: Type,
    value: Value,
    *,
    ask: Callable[[object], bool],
    constants: Constants,
) -> Test:
    """The test of one comparison.

    Args:
        operator: A positive operator.
        operands: What it compares with, as bound.
        type_: The attribute's type, no reference.
        value: The variable.
        ask: The test of a single value, for what is not written out.
        constants: Where constants go.
    """
    name, is_folded = value
    if operator is Operator.MATCHES and isinstance(operands[0], (Literal, Exact)):
        search = constants.add(search_of(operands[0]))
        return Test((("text", f"{search}({name}) is not None"),), SEARCH)
    if operator is Operator.CONTAINS and isinstance(operands[0], (Literal, Exact)):
        folded = fold(operands[0].text)
        return Test((("text", texts.contains(name, folded, constants, is_folded=is_folded)),), TEXT)
    asked = ("scalar", f"{constants.add(ask)}({name})")
    written = None
    if isinstance(operands[0], Null) and operator is Operator.EQUAL:
        return Test((("text", "False"), asked), CHEAP)
    if operator is Operator.IN:
        written = _any_of(operands, type_, value, constants)
    elif isinstance(operands[0], (bool, int, float)):
        written = _number(operator, operands[0], name, constants)
    elif isinstance(operands[0], Interval):
        written = Test((("text", _moment(operator, operands[0], name, constants)),), TEXT)
    elif isinstance(operands[0], (Literal, Exact)):  # pragma: no branch - a parameter was refused before
        written = _literal(operator, operands[0], type_, value, constants)
    if written is None:
        return Test((asked,), CALL)
    return Test((*written.kinds, asked), written.cost) if type_ in UNTYPED else written


def _number(operator: Operator, operand: float, name: str, constants: Constants) -> Test:
    constant = constants.add(operand)
    if isinstance(operand, bool):
        return Test((("boolean", f"{name} is {constant}"),), CHEAP)
    return Test((("number", f"{name} {_SYMBOLS[operator]} {constant}"),), CHEAP)


def _moment(operator: Operator, span: Interval, name: str, constants: Constants) -> str:
    """The test of a text in the form of `CANONICAL_TIME`."""
    start = constants.add(span.start.replace(tzinfo=None).isoformat())
    end = None if span.end is None else constants.add(span.end.replace(tzinfo=None).isoformat())
    before_end = "True" if end is None else f"{name} < {end}"
    return {
        Operator.EQUAL: f"({start} <= {name} and {before_end})",
        Operator.LESS: f"{name} < {start}",
        Operator.LESS_EQUAL: before_end,
        Operator.GREATER: "False" if end is None else f"{name} >= {end}",
        Operator.GREATER_EQUAL: f"{name} >= {start}",
    }[operator]


def _literal(operator: Operator, operand: Literal | Exact, type_: Type, value: Value, constants: Constants) -> Test:
    """A literal compares as text; on an untyped attribute as the kind of the record's value.

    Texts that may both be moments are not written out.
    """
    name, is_folded = value
    if operator is Operator.EQUAL:
        text = texts.equality(name, operand, constants, is_folded=is_folded)
    else:
        folded = name if is_folded else texts.folding(name)
        text = f"{folded} {_SYMBOLS[operator]} {constants.add(fold(operand.text))}"
    if type_ not in UNTYPED:
        return Test((("text", text),), TEXT)
    if operand.text[:1] not in _FIRST_OF_NUMBERS:  # to find out why a text is no number takes long
        return Test((("text", text),), TEXT)
    kinds = [] if read_interval(operand.text) is not None else [("text", text)]
    as_number = number(operand.text)
    if not isinstance(as_number, Problem):
        kinds.append(("number", f"{name} {_SYMBOLS[operator]} {constants.add(as_number)}"))
    return Test(tuple(kinds), TEXT)


def _any_of(items: Sequence[Operand], type_: Type, value: Value, constants: Constants) -> Test | None:
    """The test of IN; None where its items are of several kinds."""
    name, is_folded = value
    has_null = any(isinstance(item, Null) for item in items)  # which holds for NaN, too
    items = [item for item in items if not isinstance(item, Null)]
    if items and not has_null and all(isinstance(item, (int, float)) and not isinstance(item, bool) for item in items):
        return Test((("number", f"{name} in {constants.add(frozenset(items))}"),), CHEAP)
    literals = [item for item in items if isinstance(item, (Literal, Exact))]
    patterns = [item for item in literals if is_pattern(item)]
    if len(literals) < len(items) or not literals or len(patterns) > _MOST_PATTERNS:
        return None
    if type_ in UNTYPED and not all(is_pattern(item) or is_only_text(item, type_) for item in literals):
        return None
    tests = []
    if len(patterns) < len(literals):
        folded = name if is_folded else texts.folding(name)
        tests.append(f"{folded} in {constants.add(plain_texts(literals))}")
    tests.extend(texts.equality(name, item, constants, is_folded=is_folded) for item in patterns)
    return Test((("text", f"({' or '.join(tests)})"),), TEXT + len(patterns))
