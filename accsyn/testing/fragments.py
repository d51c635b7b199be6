"""The part of a record that meets all demands on one attribute, or on attributes below one key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, product
from typing import Any

from accsyn.ast import Exact, Literal, Operator
from accsyn.schema.model import Type
from accsyn.testing.demands import Demand, Keys, Place, Record, human
from accsyn.testing.values import SOME_ID, text_values, values

Fragment = tuple[tuple[Keys, object], ...]
"""Values and the keys that lead to them."""

More = Callable[[Place, Sequence[Demand]], Iterable[object]]
"""More values to try for an attribute, before the others; the strategies draw them."""

MOST_TRIED = 1_500
"""Values that are tried for one attribute."""

MOST_KEPT = 12
"""Fragments that are kept of one attribute where several attributes stand below one key."""

MOST_PLAIN = 4
"""Texts that a reference is tried as before it is tried with a form for people beside it."""

MOST_COMBINED = 400
"""Combinations of such fragments that are tried."""

_DIVIDED = frozenset({Type.INTEGER, Type.NUMBER, Type.BOOLEAN, Type.TIMESTAMP})
_MEMBERSHIP = frozenset({Operator.EQUAL, Operator.IN})


def no_more(_place: Place, _demands: Sequence[Demand]) -> Iterable[object]:
    """No values beside those that are worked out."""
    return ()


def build(fragments: Iterable[Fragment]) -> Record | None:
    """The record that some fragments make; None where two of them want different values at one place."""
    record: Record = {}
    for fragment in fragments:
        for keys, value in fragment:
            inner: Any = record
            for key in keys[:-1]:
                inner = inner.setdefault(key, {})
                if not isinstance(inner, dict):
                    return None
            if inner.setdefault(keys[-1], value) is not value and inner[keys[-1]] != value:
                return None
    return record


def solve(demands: Sequence[Demand], more: More = no_more) -> Fragment | None:
    """A fragment that meets demands of one group; None where none was found.

    Args:
        demands: On attributes with equal `Place.group`.
        more: Values to try first.
    """
    by_place: dict[object, list[Demand]] = {}
    for demand in demands:
        by_place.setdefault(demand.place.key, []).append(demand)
    ids = list(dict.fromkeys(_ids(demands)))
    if len(by_place) == 1:
        return next(_fitting(demands, ids, more), None)
    sources = [_fitting(each, ids, more) for each in by_place.values()]
    kept = [list(islice(source, 1)) for source in sources]
    found = _combined(kept, demands)
    if found is None:
        # What stands below a key, or beside it, may also be all that is wanted of the key itself.
        wider = [[*first, (), *islice(source, MOST_KEPT)] for first, source in zip(kept, sources, strict=True)]
        found = _combined(wider, demands)
        if found is None:
            found = _combined([[*each, *map(_dotted, each)] for each in wider], demands)
    return found


def _dotted(fragment: Fragment) -> Fragment:
    """The same values under keys with dots in them: these get into nobody's way."""
    return tuple(((".".join(keys),), value) for keys, value in fragment)


def _combined(kept: Sequence[Sequence[Fragment]], demands: Sequence[Demand]) -> Fragment | None:
    """The first combination of fragments of several attributes that meets all demands."""
    for fragments in islice(product(*kept), MOST_COMBINED):
        record = build(fragments)
        if record is not None and all(demand.is_met(record) for demand in demands):
            return tuple(part for fragment in fragments for part in fragment)
    return None


def is_complete(demands: Sequence[Demand]) -> bool:
    """Whether `solve` has tried a value of every kind that these demands tell apart, as far as the schema says.

    That is so of numbers, moments and truth values of which a record has one at most; of texts there are too many.
    """
    place = demands[0].place
    is_alone = all(demand.place.key == place.key for demand in demands)
    if not is_alone or place.is_list or place.is_open or place.type not in _DIVIDED:
        return False
    return 4 * sum(len(demand.bound.operands) for demand in demands) < MOST_TRIED - 4


def _ids(demands: Iterable[Demand]) -> Iterator[str]:
    """What the reference could be, as the demands of its group have it; at last any id."""
    for demand in demands:
        place, operator = demand.place, demand.bound.comparison.operator.positive
        if (place.type is Type.REFERENCE or place.part == "id") and operator in _MEMBERSHIP and demand.is_positive:
            for operand in demand.bound.operands[:4]:
                if isinstance(operand, Exact) or (isinstance(operand, Literal) and "*" not in operand.text):
                    yield operand.text
    yield SOME_ID


def _fitting(demands: Sequence[Demand], ids: Sequence[str], more: More) -> Iterator[Fragment]:
    """Fragments that meet all demands on one attribute, the plainest first."""
    for fragment in _fragments(demands[0].place, demands, ids, more):
        record = build([fragment])
        if record is not None and all(demand.is_met(record) for demand in demands):
            yield fragment


def _fragments(place: Place, demands: Sequence[Demand], ids: Sequence[str], more: More) -> Iterator[Fragment]:
    keys = place.keys
    for value in more(place, demands):
        yield ((keys, [value] if place.is_list else value),)
    if place.type is Type.REFERENCE:
        yield from _reference(place, demands, ids)
    else:
        for value in islice(values(place, demands), MOST_TRIED):
            if place.is_list:
                yield ((keys, [value]),)
            else:
                yield ((keys, value),)
                yield from _of_reference(place, value, ids)
    if place.is_list or place.is_open:
        yield from _several(place, demands)
    yield ()
    yield ((keys, None),)
    if place.is_list or place.is_open:
        yield ((keys, []),)


def _of_reference(place: Place, value: object, ids: Sequence[str]) -> Iterator[Fragment]:
    """How the id or code of a reference can stand in the reference itself and beside it."""
    above = place.keys[:-1]
    if place.part == "id":
        yield ((above, value),)
    elif place.part == "code":
        for id_ in ids:
            yield (above, id_), (human(above), f"{value}({id_})")


def _several(place: Place, demands: Sequence[Demand]) -> Iterator[Fragment]:
    """A list with a value for each demand that wants one; the others have to leave each value alone."""
    positive = [demand for demand in demands if demand.is_positive]
    others = [demand for demand in demands if not demand.is_positive]
    elements: dict[str, object] = {}
    for demand in positive:
        together = [demand, *others]
        value = _first(place.keys, values(place, together), together)
        if value is _NOTHING:
            return
        elements[repr(value)] = value
    yield ((place.keys, list(elements.values())),)


_NOTHING = object()


def _first(keys: Keys, candidates: Iterator[object], demands: Sequence[Demand]) -> object:
    """The first value that meets some demands as the only element of a list."""
    for value in islice(chain(candidates, (None,)), MOST_TRIED):
        record = build([((keys, [value]),)])
        if record is not None and all(demand.is_met(record) for demand in demands):
            return value
    return _NOTHING


def _reference(place: Place, demands: Sequence[Demand], ids: Sequence[str]) -> Iterator[Fragment]:
    """A reference offers several texts: itself, its id, and from ``X_hr`` its code, with and without type."""
    keys, beside = place.keys, human(place.keys)
    wrap = _wrapped if place.is_list else _bare
    every = text_values(place, demands)
    for text in islice(every, MOST_PLAIN):
        yield ((keys, wrap(text)),)
    positive = [demand for demand in demands if demand.is_positive]
    others = [demand for demand in demands if not demand.is_positive]
    pool: dict[str, None] = {}
    for demand in positive:
        pool.update(dict.fromkeys(islice(_alone(place, [demand, *others]), 4)))
    people = [*pool, *(f"{target}:{text}" for text in pool for target in place.targets[:4])]
    for id_ in (*ids, *pool):
        for text in people:
            yield (keys, wrap(id_)), (beside, wrap(f"{text}({id_ if _is_plain(id_) else SOME_ID})"))
    for text in every:
        yield ((keys, wrap(text)),)


def _alone(place: Place, demands: Sequence[Demand]) -> Iterator[str]:
    for text in islice(text_values(place, demands), MOST_TRIED):
        record = build([((place.keys, text),)])
        if record is not None and all(demand.is_met(record) for demand in demands):
            yield text


def _is_plain(text: str) -> bool:
    return bool(text) and not any(one.isspace() or one in "()" for one in text)


def _bare(text: str) -> object:
    return text


def _wrapped(text: str) -> object:
    return [text]
