"""Values that the comparisons of an attribute tell apart: numbers, moments, truth values, texts.

The numbers and moments of some comparisons divide the line into pieces within which nothing changes. One value of each
piece is tried, those nearest to what is written first, so that ``size>10`` gives 11 and 10. Nothing here decides:
every value is judged by the evaluator.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from itertools import islice, pairwise

from accsyn.ast import Exact, Literal, Operator
from accsyn.binding.bound import Operand
from accsyn.binding.literals import Problem, number
from accsyn.binding.times import Interval, format_moment
from accsyn.evaluation.values import read_interval
from accsyn.schema.model import Type
from accsyn.testing import texts
from accsyn.testing.demands import Demand, Place
from accsyn.testing.witnesses import witnesses

SOME_ID = "000000000000000000000000"
MOST_ITEMS = 64
"""Items of a list whose texts are tried as they are written."""

MOST_FOUND = 200
"""Texts of the search that are tried: the evaluator refuses what the search does not understand."""

_SECOND = timedelta(seconds=1)
_SOME_MOMENT = datetime(2026, 1, 1, tzinfo=timezone.utc)
_YEAR_1 = datetime(1, 1, 1, tzinfo=timezone.utc)
_MEMBERSHIP = frozenset({Operator.EQUAL, Operator.IN})


def values(place: Place, demands: Sequence[Demand]) -> Iterator[object]:
    """Values to try for an attribute, the plainest first; none of them is a list."""
    type_ = place.type
    if type_ in {Type.INTEGER, Type.NUMBER}:
        yield from numbers(demands, is_whole=type_ is Type.INTEGER)
    elif type_ is Type.BOOLEAN:
        yield from (True, False)
    elif type_ is Type.TIMESTAMP:
        yield from map(format_moment, moments(_intervals_of(demands)))
    elif place.is_open:
        yield from _untyped(place, demands)
    else:
        yield from text_values(place, demands)


def _operands(demands: Iterable[Demand]) -> Iterator[Operand]:
    for demand in demands:
        yield from demand.bound.operands


# ---- numbers and moments --------------------------------------------------------------------------------------------


def _numbers_of(demands: Iterable[Demand]) -> list[int | float]:
    """The numbers that are written; where one is to be met or is a border, it comes first."""
    found: dict[int | float, None] = {}
    for operand in _operands(sorted(demands, key=_is_refusal)):
        value = number(operand.text) if isinstance(operand, (Literal, Exact)) else operand
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            found[value] = None
    return list(found)


def _is_refusal(demand: Demand) -> bool:
    """Whether a comparison only keeps its own values away."""
    return not demand.is_positive and not demand.bound.comparison.operator.is_ordered


def numbers(demands: Sequence[Demand], *, is_whole: bool) -> Iterator[int | float]:
    """Numbers at, above, below and between those that are written; all other numbers behave as one of these."""
    written = _numbers_of(demands) or [0]
    yield from _numbers_of(demand for demand in demands if not _is_refusal(demand))
    yield from (max(written) + 1, min(written) - 1)
    yield from written
    for step in (1, -1):
        for value in written:
            nearest = value + step
            # Beyond 2**53 a float has no neighbour at a distance of one.
            yield nearest if nearest != value else math.nextafter(value, math.inf * step)
    if not is_whole:
        for low, high in pairwise(sorted(written)):
            yield _between(low, high)
            yield from (math.nextafter(float(low), math.inf), math.nextafter(float(high), -math.inf))


def _between(low: float, high: float) -> float:
    return float(low) / 2 + float(high) / 2


def _intervals_of(demands: Iterable[Demand]) -> list[Interval]:
    found: dict[Interval, None] = {}
    for operand in _operands(demands):
        value = read_interval(operand.text) if isinstance(operand, (Literal, Exact)) else operand
        if isinstance(value, Interval):
            found[value] = None
    return list(found)


def moments(written: Sequence[Interval]) -> Iterator[datetime]:
    """The first moments of some intervals, the first behind each, and one before all."""
    written = written or [Interval(_SOME_MOMENT, None)]
    yield from (interval.start for interval in written)
    yield from (interval.end for interval in written if interval.end is not None)
    yield from (interval.start - _SECOND for interval in written if interval.start - _YEAR_1 >= _SECOND)


# ---- texts ----------------------------------------------------------------------------------------------------------


def text_values(place: Place, demands: Sequence[Demand]) -> Iterator[str]:
    """Texts to try: as they are written, those of the schema, some others, at last those that a search finds."""
    for demand in demands:
        if demand.is_positive:
            yield from written_texts(demand)
    if place.type in {Type.ID, Type.REFERENCE}:
        yield SOME_ID
    if place.attribute is not None and place.type is not Type.INTEGER:
        yield from place.attribute.values
    yield from "ab"
    for demand in demands:
        if demand.bound.comparison.operator.is_ordered:
            for text in written_texts(demand):
                yield from (f"{text}a", text[:-1])
    yield ""
    machines = [machine for demand in demands if (machine := machine_of(demand)) is not None]
    yield from islice(texts.shortest(machines), MOST_FOUND)


def written_texts(demand: Demand) -> Iterator[str]:
    """The texts of a comparison's values, wildcards left out; of a regular expression, texts in which it is found."""
    operator = demand.bound.comparison.operator.positive
    for operand in demand.bound.operands[:MOST_ITEMS]:
        if not isinstance(operand, (Literal, Exact)):
            continue
        if operator is Operator.MATCHES:
            yield from witnesses(operand.text)
        elif operator in _MEMBERSHIP and isinstance(operand, Literal):
            yield operand.text.replace("*", "")
        else:
            yield operand.text


def text_operands(demand: Demand) -> list[Literal | Exact]:
    """The values of a comparison that are text."""
    return [operand for operand in demand.bound.operands if isinstance(operand, (Literal, Exact))]


def machine_of(demand: Demand) -> texts.Machine | None:
    """What a comparison wants of a text; None where only the evaluator can say."""
    operator = demand.bound.comparison.operator.positive
    written = text_operands(demand)
    if operator is Operator.MATCHES:
        if not demand.is_positive:
            return None
        machine = texts.any_of([_around(text, demand) for text in witnesses(written[0].text)])
        return machine if machine.start != () else None
    if operator in _MEMBERSHIP:
        starred = [item.text for item in written if isinstance(item, Literal) and "*" in item.text][:MOST_ITEMS]
        plain = [item.text for item in written if isinstance(item, Exact) or "*" not in item.text]
        patterns = [texts.pattern([None if one == "*" else one for one in text]) for text in starred]
        machine = texts.any_of([texts.plain(plain), *patterns])
    elif operator is Operator.CONTAINS:
        machine = texts.pattern([None, *written[0].text, None])
    else:
        machine = texts.ordered(operator, written[0].text)
    return machine if demand.is_positive else texts.negated(machine)


def _around(text: str, demand: Demand) -> texts.Machine:
    """A text that a regular expression takes, with anything on the sides on which it minds nothing."""
    from accsyn.patterns import compile_pattern

    operand = demand.bound.operands[0]
    search = compile_pattern(operand.text if isinstance(operand, (Literal, Exact)) else "").search
    before = [None] if search(f"z {text}") else []
    behind = [None] if search(f"{text} z") else []
    return texts.pattern([*before, *text, *behind])


# ---- what the schema does not know ----------------------------------------------------------------------------------


def _untyped(place: Place, demands: Sequence[Demand]) -> Iterator[object]:
    """Values of every kind, those of the kind that a value is written in first."""
    written = [operand for operand in _operands(demands) if isinstance(operand, (Literal, Exact))]
    plain = [item.text for item in written if isinstance(item, Literal) and not item.quoted]
    if any(not isinstance(number(text), Problem) for text in plain):
        yield from numbers(demands, is_whole=False)
    if any(text.lower() in ("true", "false") for text in plain):
        yield from (True, False)
    intervals = _intervals_of(demands)
    if intervals:
        yield from map(format_moment, moments(intervals))
    yield from text_values(place, demands)
    yield from numbers(demands, is_whole=False)
    yield from (True, False)
