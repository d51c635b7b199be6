"""What the values of one attribute can make of the comparisons about it.

For an attribute with one value by the schema, a few values stand for all: between two numbers of the comparisons there
is nothing that they tell apart. Each is asked by the evaluator's own tests, so that the meaning is the only one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from itertools import count, pairwise, product
from typing import Any, NamedTuple

from accsyn.ast import Exact, Literal, Operator, Parameter
from accsyn.binding.bound import BoundComparison, Operand
from accsyn.binding.times import Interval
from accsyn.evaluation.operators import OPERATORS, is_only_text, plain_texts
from accsyn.evaluation.values import is_number
from accsyn.evaluation.wildcards import is_pattern
from accsyn.logic.budget import Budget
from accsyn.logic.claims import MEMBERSHIP, Claim
from accsyn.logic.relations import excludes, includes
from accsyn.logic.texts import Automaton, automaton, exact, other_than, representatives
from accsyn.schema.model import Type
from accsyn.text import fold

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


def region_of(claims: Sequence[Claim], bound: Sequence[BoundComparison], budget: Budget) -> Region | None:
    """The answers that records give.

    Args:
        claims: What comparisons claim about one attribute, each key once.
        bound: The same comparisons with their operands.
        budget: The steps that are left.

    Returns:
        The answers; None where there would be too many, or finding them would take too many steps.
    """
    if claims[0].is_single and not any(map(_is_open, bound)):
        # What is given up leaves something for the other attributes.
        half = Budget(budget.left // 2)
        whole = half.left
        region = _closed_region(claims[0].type, bound, half)
        budget.spend(whole - half.left)
        if region is not None:
            return region
    return _open_region(claims, bound, budget)


def _closed_region(type_: Type, bound: Sequence[BoundComparison], budget: Budget) -> Region | None:
    """The answers that the values which stand for all give, each asked of every comparison."""
    asked = [_asked(each) for each in bound]
    values = _CANDIDATES.get(type_, _texts)(bound, budget)
    if values is None or not budget.spend((len(values) + 1) * sum(steps for _, steps in asked)):
        return None
    answers: dict[Answers, object] = {}
    for value in (None, *values):
        answers.setdefault(tuple([holds(value) for holds, _ in asked]), value)
    return Region(answers, True)


def _is_open(bound: BoundComparison) -> bool:
    if any(isinstance(operand, Parameter) for operand in bound.operands):
        return True
    return bound.comparison.operator.positive is Operator.MATCHES


def _asked(bound: BoundComparison) -> tuple[Callable[[object], bool], int]:
    """Whether a comparison holds for a value, its sign left out; and how many steps it takes to ask.

    Plain texts and numbers of ``=`` and IN are looked up, however many there are.
    """
    operator, type_ = bound.comparison.operator.positive, bound.resolved.type
    texts: frozenset[str] = frozenset()
    numbers: frozenset[float] = frozenset()
    others: Sequence[Operand] = bound.operands
    if operator in MEMBERSHIP:
        texts = plain_texts(others)
        numbers = frozenset(each for each in others if isinstance(each, (int, float)) and not isinstance(each, bool))
        others = [each for each in others if not is_number(each) and not is_only_text(each, type_)]
    tests = [OPERATORS[operator](operand, type_) for operand in others]

    def holds(value: object) -> bool:
        if isinstance(value, str):
            if texts and fold(value) in texts:
                return True
        elif numbers and is_number(value) and value in numbers:
            return True
        return any(test(value) for test in tests)

    return holds, 1 + len(tests)


def _open_region(claims: Sequence[Claim], bound: Sequence[BoundComparison], budget: Budget) -> Region | None:
    """Every combination that is not known to be impossible."""
    if len(claims) > MOST_OPEN:
        return None
    choices = [(False,) if not each.operands else (False, True) for each in bound]
    steps = len(claims) * sum(len(each.operands) for each in bound)
    inside: list[tuple[int, int]] = []
    apart: list[tuple[int, int]] = []
    if len(claims) > 1 and budget.spend(steps):
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


def _is_membership(bound: Sequence[BoundComparison]) -> bool:
    """Whether there is nothing but ``=`` and IN, so that a value which none of them lists is as good as any."""
    return all(each.comparison.operator.positive in MEMBERSHIP for each in bound)


def _numbers_of(bound: Sequence[BoundComparison]) -> set[Any]:
    return {each for each in _operands(bound) if is_number(each)}


def _integers(bound: Sequence[BoundComparison], budget: Budget) -> list[object]:
    numbers = _numbers_of(bound)
    if _is_membership(bound):
        return [*numbers, _other_number(numbers)]
    return [0, *{number + step for number in numbers for step in (-1, 0, 1)}]


def _numbers(bound: Sequence[BoundComparison], budget: Budget) -> list[object]:
    numbers = sorted(_numbers_of(bound))
    if not numbers or _is_membership(bound):
        return [*numbers, _other_number(set(numbers))]
    found: list[object] = [*numbers, math.floor(numbers[0]) - 1, math.floor(numbers[-1]) + 1]
    for low, high in pairwise(numbers):
        middle = (Fraction(low) + Fraction(high)) / 2
        # Between two floats in a row there is no float, and a large int there may be.
        tried = [math.floor(low) + 1, *([float(middle)] if abs(middle) < Fraction(10) ** 300 else [])]
        found += [each for each in tried if low < each < high]
    return found


def _other_number(numbers: set[Any]) -> int:
    return next(number for number in count() if number not in numbers)


def _booleans(bound: Sequence[BoundComparison], budget: Budget) -> list[object]:
    return [True, False]


def _moments(bound: Sequence[BoundComparison], budget: Budget) -> list[object]:
    cuts: set[datetime] = set()
    for each in _operands(bound):
        if isinstance(each, Interval):
            cuts.update(at for at in each if at is not None)
    found: list[object] = [*cuts] or [_FIRST]
    found += [at - _TICK for at in cuts if at > _FIRST]
    return found


def _texts(bound: Sequence[BoundComparison], budget: Budget) -> list[object] | None:
    """Each plain text of ``=`` and IN, and of the others as many as the other comparisons can tell apart.

    No automaton is needed for a plain text unless the automata of the others come upon it by themselves.
    """
    plain: dict[str, None] = {}
    automata: list[Automaton] = []
    for each in bound:
        operator = each.comparison.operator.positive
        for operand in each.operands:
            if isinstance(operand, (Literal, Exact)):
                if operator in MEMBERSHIP and not is_pattern(operand):
                    plain[fold(operand.text)] = None
                else:
                    automata.append(automaton(operator, operand))
    if not automata:
        return [*plain, other_than(plain)]
    met: set[str] = set()
    while True:
        found = representatives(automata, budget)
        if found is None:
            return None
        new = [text for text in found if text in plain and text not in met]
        if not new:
            return [*dict.fromkeys([*plain, *found])]
        met.update(new)
        automata += map(exact, new)


_CANDIDATES: dict[Type, Callable[[Sequence[BoundComparison], Budget], list[object] | None]] = {
    Type.INTEGER: _integers,
    Type.NUMBER: _numbers,
    Type.BOOLEAN: _booleans,
    Type.TIMESTAMP: _moments,
}
