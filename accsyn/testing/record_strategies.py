"""Strategies for records and their values; `accsyn.testing.strategies` is the way in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from accsyn.ast import Literal, Operator
from accsyn.binding.times import format_moment
from accsyn.patterns import compile_pattern, scan
from accsyn.schema.model import Attribute, EntityType, Type
from accsyn.testing.demands import Demand, Place, Record
from accsyn.testing.query_strategies import IDS, LETTERS, MOMENTS, TEXTS, UUIDS, numbers
from accsyn.testing.values import text_operands, values

_FAR = 10**15
_MOST_DRAWN = 4
_MOST_REPEATED = 20
_KEYS = st.text("abcxyz_", min_size=1, max_size=4)
_YEAR_1 = datetime(1, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)


# ---- records --------------------------------------------------------------------------------------------------------


def records_of(entity_type: EntityType) -> st.SearchStrategy[Record]:
    """Records of an entity type; each attribute may be there, be None, or be missing."""
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for name, attribute in entity_type.attributes.items():
        optional[name] = st.none() | _of(attribute)
        if attribute.type is Type.REFERENCE:
            optional[f"{name}_hr"] = _listed(attribute, _people(attribute))
    return st.fixed_dictionaries({}, optional=optional)


def _of(attribute: Attribute) -> st.SearchStrategy[Any]:
    return _listed(attribute, _one_of(attribute))


def _listed(attribute: Attribute, single: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(single, max_size=3) if attribute.is_list else single


def _one_of(attribute: Attribute) -> st.SearchStrategy[Any]:
    type_ = attribute.type
    if type_ is Type.BOOLEAN:
        return st.booleans()
    if type_ is Type.TIMESTAMP:
        return MOMENTS
    if type_ in {Type.INTEGER, Type.NUMBER}:
        return numbers(attribute, type_)
    if type_ is Type.ENUM:
        return st.sampled_from(attribute.values)
    if type_ is Type.ID:
        return UUIDS if attribute.form == "uuid" else IDS
    if type_ is Type.REFERENCE:
        words = [f"{target}:" for target in attribute.targets]
        return st.builds(lambda word, id_: word + id_, st.sampled_from(["", *words]), IDS)
    if type_ is Type.OBJECT and attribute.fields:
        # Schema files bound how deep objects nest (`accsyn.schema.loader.MAXIMUM_NESTING`).
        return st.fixed_dictionaries({}, optional={name: _of(field) for name, field in attribute.fields.items()})
    if type_ in {Type.METADATA, Type.OBJECT}:
        return st.dictionaries(_KEYS, _ANY, max_size=3)
    return _ANY if type_ is Type.UNTYPED else TEXTS


def _people(attribute: Attribute) -> st.SearchStrategy[str]:
    """The form for people: a code, perhaps its type, and the id."""
    words = [f"{target}:" for target in attribute.targets]
    code = st.text("abcxyz.@-", min_size=1, max_size=6)
    return st.builds(lambda word, text, id_: f"{word}{text}({id_})", st.sampled_from(["", *words]), code, IDS)


_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-_FAR, _FAR), st.floats(allow_nan=False), TEXTS, MOMENTS)
_ANY: st.SearchStrategy[Any] = st.one_of(
    _SCALARS, st.lists(_SCALARS, max_size=3), st.dictionaries(_KEYS, _SCALARS, max_size=2)
)


# ---- values that could meet demands ---------------------------------------------------------------------------------


def fitting_values(draw: st.DrawFn, place: Place, demands: Sequence[Demand]) -> list[object]:
    """A few values, drawn where demands on an attribute may be met: in the pieces of a line, in texts as wanted.

    Args:
        draw: Draws.
        place: The attribute.
        demands: What is wanted of it; the caller judges what of this fits.
    """
    found: list[object] = []
    if not any(demand.is_positive for demand in demands) and draw(st.booleans()):
        found.append(None)
    if place.type in {Type.INTEGER, Type.NUMBER}:
        found += _numbers(draw, place, demands)
    elif place.type is Type.TIMESTAMP:
        found += _moments(draw, place, demands)
    elif place.type is Type.BOOLEAN:
        found.append(draw(st.booleans()))
    else:
        found += _texts(draw, place, demands)
    return found


def _pieces(draw: st.DrawFn, ends: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Some neighbouring pairs of the ends of pieces, beginning at any."""
    pairs = list(pairwise(ends))
    start = draw(st.integers(0, len(pairs) - 1))
    return [*pairs[start:], *pairs[:start]][:_MOST_DRAWN]


def _numbers(draw: st.DrawFn, place: Place, demands: Sequence[Demand]) -> Iterator[object]:
    points = sorted({value for value in values(place, demands) if isinstance(value, (int, float))})
    for low, high in _pieces(draw, [points[0] - _FAR, *points, points[-1] + _FAR]):
        if place.type is Type.INTEGER:
            yield draw(st.integers(int(low), int(high)))
        elif abs(low) < _FAR**10 and abs(high) < _FAR**10:
            yield draw(st.floats(float(low), float(high)))


def _moments(draw: st.DrawFn, place: Place, demands: Sequence[Demand]) -> Iterator[object]:
    known = {datetime.fromisoformat(str(value)).replace(tzinfo=timezone.utc) for value in values(place, demands)}
    points = sorted({*known, _YEAR_1, datetime.max.replace(tzinfo=timezone.utc)})
    for low, high in _pieces(draw, points):
        apart = (high - low) // _MICROSECOND
        yield format_moment(low + draw(st.integers(0, apart)) * _MICROSECOND)


def _texts(draw: st.DrawFn, place: Place, demands: Sequence[Demand]) -> Iterator[object]:
    wanted = [demand for demand in demands if demand.is_positive]
    for demand in wanted[:_MOST_DRAWN]:
        operands = text_operands(demand)
        if operands:
            operator = demand.bound.comparison.operator.positive
            text = _text(draw, operator, draw(st.sampled_from(operands)))
            yield draw(st.sampled_from([text, text.swapcase(), text.upper()]))
    if not wanted:
        yield draw(_one_of(place.attribute)) if place.attribute is not None else draw(_SCALARS)
        yield draw(TEXTS)


def _text(draw: st.DrawFn, operator: Operator, operand: Any) -> str:
    """A text of which an operator may hold."""
    text: str = operand.text
    free = st.text(LETTERS, max_size=5)
    if operator is Operator.CONTAINS:
        return f"{draw(free)}{text}{draw(free)}"
    if operator is Operator.MATCHES:
        return draw(st.from_regex(compile_pattern(text))) if _can_be_drawn(text) else draw(free)
    if operator.is_ordered:
        return f"{text[: draw(st.integers(0, len(text)))]}{draw(free)}"
    if isinstance(operand, Literal) and "*" in text:
        first, *rest = text.split("*")
        return first + "".join(draw(free) + piece for piece in rest)
    return text


def _can_be_drawn(pattern: str) -> bool:
    """Whether Hypothesis makes texts of a pattern without throwing most away."""
    for token in scan(pattern):
        if token.kind in {"reference", "broken"} or token.text in (r"\b", r"\B"):
            return False
        if token.kind == "open" and token.text.startswith(("(?=", "(?!", "(?<=", "(?<!", "(?(")):
            return False
        if token.kind == "quantifier" and any(
            number.isdigit() and int(number) > _MOST_REPEATED for number in token.text.strip("{}?+*").split(",")
        ):
            return False
    return True
