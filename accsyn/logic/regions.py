"""What the values of one attribute can make of the comparisons about it.

For an attribute with one value by the schema, a few values stand for all: between two numbers of the comparisons there
is nothing that they tell apart. Each is asked by the evaluator's own tests, so that the meaning is the only one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from itertools import pairwise, product
from typing import NamedTuple

from accsyn.ast import Exact, Literal, Operator, Parameter
from accsyn.binding.bound import BoundComparison
from accsyn.binding.times import Interval
from accsyn.evaluation.operators import OPERATORS
from accsyn.logic.claims import Claim
from accsyn.logic.relations import excludes, includes
from accsyn.logic.texts import automaton, representatives
from accsyn.schema.model import Type

Answers = tuple[bool, ...]

MOST_OPEN = 8
"""Comparisons about an attribute of which it is not known what its values can be: 256 combinations."""

_FIRST = datetime.min.replace(tzinfo=timezone.utc)
_TICK = timedelta(microseconds=1)


class Region(NamedTuple):
    """What some comparisons about one attribute answer together.

    Attributes:
        answers: Combinations of answers, the signs of the comparisons left out, each with a value that gives it (None
            for no value).
        is_exact: Whether each of these happens; else some may not. No other one happens in either case.
    """

    answers: dict[Answers, object]
    is_exact: bool


def region_of(claims: Sequence[Claim], bound: Sequence[BoundComparison]) -> Region | None:
    """The answers that records give.

    Args:
        claims: What comparisons claim about one attribute, each key once.
        bound: The same comparisons with their operands.

    Returns:
        The answers; None where there would be too many.
    """
    if claims[0].is_single and not any(map(_is_open, bound)):
        values = _CANDIDATES.get(claims[0].type, _texts)(bound)
        if values is not None:
            asked = [_asked(each) for each in bound]
            answers: dict[Answers, object] = {}
            for value in (None, *values):
                answers.setdefault(tuple([holds(value) for holds in asked]), value)
            return Region(answers, True)
    return _open_region(claims, bound)


def _is_open(bound: BoundComparison) -> bool:
    if any(isinstance(operand, Parameter) for operand in bound.operands):
        return True
    return bound.comparison.operator.positive is Operator.MATCHES


def _asked(bound: BoundComparison) -> Callable[[object], bool]:
    operator, type_ = bound.comparison.operator.positive, bound.resolved.type
    tests = [OPERATORS[operator](operand, type_) for operand in bound.operands]
    return lambda value: any(test(value) for test in tests)


def _open_region(claims: Sequence[Claim], bound: Sequence[BoundComparison]) -> Region | None:
    """Every combination that is not known to be impossible."""
    if len(claims) > MOST_OPEN:
        return None
    choices = [(False,) if not each.operands else (False, True) for each in bound]
    inside = [(i, o) for i, a in enumerate(claims) for o, b in enumerate(claims) if i != o and includes(b, a)]
    apart = [(i, o) for i, a in enumerate(claims) for o, b in enumerate(claims[:i]) if excludes(a, b)]
    found: dict[Answers, object] = {
        answers: None
        for answers in product(*choices)
        if all(answers[outer] or not answers[inner] for inner, outer in inside)
        and not any(answers[one] and answers[other] for one, other in apart)
    }
    return Region(found, False)


# ---- values that stand for all --------------------------------------------------------------------------------------


def _operands(bound: Sequence[BoundComparison]) -> Iterator[object]:
    for each in bound:
        yield from each.operands


def _integers(bound: Sequence[BoundComparison]) -> list[object]:
    numbers = {each for each in _operands(bound) if isinstance(each, int)}
    return [0, *{number + step for number in numbers for step in (-1, 0, 1)}]


def _numbers(bound: Sequence[BoundComparison]) -> list[object]:
    numbers = sorted({each for each in _operands(bound) if isinstance(each, (int, float))})
    if not numbers:
        return [0]
    found: list[object] = [*numbers, math.floor(numbers[0]) - 1, math.floor(numbers[-1]) + 1]
    for low, high in pairwise(numbers):
        middle = (Fraction(low) + Fraction(high)) / 2
        # Between two floats in a row there is no float, and a large int there may be.
        tried = [math.floor(low) + 1, *([float(middle)] if abs(middle) < Fraction(10) ** 300 else [])]
        found += [each for each in tried if low < each < high]
    return found


def _booleans(bound: Sequence[BoundComparison]) -> list[object]:
    return [True, False]


def _moments(bound: Sequence[BoundComparison]) -> list[object]:
    cuts: set[datetime] = set()
    for each in _operands(bound):
        if isinstance(each, Interval):
            cuts.update(at for at in each if at is not None)
    found: list[object] = [*cuts] or [_FIRST]
    found += [at - _TICK for at in cuts if at > _FIRST]
    return found


def _texts(bound: Sequence[BoundComparison]) -> list[object] | None:
    automata = [
        automaton(each.comparison.operator.positive, operand)
        for each in bound
        for operand in each.operands
        if isinstance(operand, (Literal, Exact))
    ]
    found = representatives(automata)
    return None if found is None else [*found]


_CANDIDATES: dict[Type, Callable[[Sequence[BoundComparison]], list[object] | None]] = {
    Type.INTEGER: _integers,
    Type.NUMBER: _numbers,
    Type.BOOLEAN: _booleans,
    Type.TIMESTAMP: _moments,
}
