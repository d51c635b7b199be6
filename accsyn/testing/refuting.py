"""Whether it is known that no value of an attribute meets some demands on it, where a search found none.

What is said here is proved: by trying every text that could be meant, where these are few; else by running the
conditions side by side over one character of every kind that they tell apart, until there is no state left to see.
Regular expressions are left out of that: what is impossible without them is so with them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accsyn.ast import Exact, Literal, Null, Operator
from accsyn.binding.literals import Problem, number
from accsyn.evaluation.operators import BOOLEANS
from accsyn.evaluation.values import read_interval
from accsyn.schema.model import Type
from accsyn.testing import texts
from accsyn.testing.demands import Demand
from accsyn.testing.fragments import Fragment, build
from accsyn.testing.texts import Machine
from accsyn.testing.values import MOST_ITEMS, machine_of, text_operands
from accsyn.text import fold

_TEXTS = frozenset({Type.TEXT, Type.ENUM, Type.ID, Type.REFERENCE})
_MEMBERSHIP = frozenset({Operator.EQUAL, Operator.IN})
_MINDS_CASE = re.compile(r"\(\?[a-zA-Z]*[a-]")  # `(?-i:` and `(?a)`: texts that are equal without case can differ


def is_refuted(demands: Sequence[Demand]) -> bool:
    """Whether demands on one group of attributes cannot be met together, as far as records are what the schema says."""
    places: dict[object, list[Demand]] = {}
    for demand in demands:
        places.setdefault(demand.place.key, []).append(demand)
    return any(map(_cannot_be_met, places.values()))


def _cannot_be_met(demands: Sequence[Demand]) -> bool:
    place = demands[0].place
    negative = [demand for demand in demands if not demand.is_positive]
    positive = [demand for demand in demands if demand.is_positive]
    if place.is_list or place.is_open:
        # An element may meet one demand, and another one the next; none may be what must not be.
        return any(_has_no_text([each, *negative]) for each in positive if _wants_text(each))
    if place.type not in _TEXTS or not _refuses_null(demands):
        return False
    if place.type is Type.REFERENCE:
        # It offers several texts, all of them there or none.
        return _has_no_text(negative) or any(_has_no_text([each, *negative]) for each in positive)
    return _has_no_text(demands) or any(_is_none_of_few(each, demands) for each in positive)


def _refuses_null(demands: Sequence[Demand]) -> bool:
    """Whether neither null nor a missing attribute gives what is wanted."""
    keys = demands[0].place.keys
    fragments: tuple[Fragment, ...] = ((), ((keys, None),))
    records = [build([fragment]) for fragment in fragments]
    return all(record is None or not all(demand.is_met(record) for demand in demands) for record in records)


def _wants_text(demand: Demand) -> bool:
    """Whether nothing but text can hold, where the schema does not say of what kind a value is."""
    written = text_operands(demand)
    if len(written) < len(demand.bound.operands) or demand.bound.comparison.operator.positive is Operator.MATCHES:
        return False
    if demand.bound.comparison.operator.positive is Operator.CONTAINS or not demand.place.is_open:
        return True
    return all(isinstance(number(one.text), Problem) and fold(one.text) not in BOOLEANS for one in written)


def _has_no_text(demands: Sequence[Demand]) -> bool:
    """Whether no text meets all those of some demands that can be run."""
    machines = [machine for machine in map(_exact_machine, demands) if machine is not None]
    return bool(machines) and texts.is_impossible(machines)


def _exact_machine(demand: Demand) -> Machine | None:
    """What a comparison wants of a text, exactly; None where that is not known."""
    operator, place = demand.bound.comparison.operator.positive, demand.place
    written = text_operands(demand)
    if operator is Operator.MATCHES or len(written) > MOST_ITEMS:
        return None
    if place.is_open and any(read_interval(one.text) is not None for one in written):
        return None  # a text may be a moment
    if place.type is Type.REFERENCE and operator in _MEMBERSHIP and any(":" in one.text for one in written):
        return None  # the word before the colon may stand for others
    return machine_of(demand)


def _is_none_of_few(demand: Demand, demands: Sequence[Demand]) -> bool:
    """Whether a comparison names all the texts it takes, and none of these gives what else is wanted."""
    operands = demand.bound.operands
    if demand.bound.comparison.operator.positive not in _MEMBERSHIP or len(operands) > MOST_ITEMS:
        return False
    if any(_minds_case(each) for each in demands):
        return False
    for operand in operands:
        if isinstance(operand, Null):
            continue
        if not isinstance(operand, (Literal, Exact)) or (isinstance(operand, Literal) and "*" in operand.text):
            return False
        record = build([((demand.place.keys, operand.text),)])
        if record is None or all(each.is_met(record) for each in demands):
            return False
    return True


def _minds_case(demand: Demand) -> bool:
    is_pattern = demand.bound.comparison.operator.positive is Operator.MATCHES
    return is_pattern and any(_MINDS_CASE.search(one.text) for one in text_operands(demand))
