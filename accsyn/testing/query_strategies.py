"""Strategies for queries of an entity type; `accsyn.testing.strategies` is the way in."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from accsyn.ast import And, Comparison, Expression, List, Literal, Null, Operator, Or, Statement, Value, join
from accsyn.binding.binder import OPERATORS
from accsyn.binding.literals import format_number
from accsyn.query import Query
from accsyn.schema.model import Attribute, EntityType, Type

_ORDERED = frozenset({Operator.LESS, Operator.GREATER, Operator.LESS_EQUAL, Operator.GREATER_EQUAL})
_LISTS = frozenset({Operator.IN, Operator.NOT_IN})
_PATTERNS = frozenset({Operator.MATCHES, Operator.NOT_MATCHES})
_EQUALITY = frozenset({Operator.EQUAL, Operator.NOT_EQUAL}) | _LISTS
_WHOLE = 10**15

# No quotation marks: text with both kinds cannot be written for every operator. No surrogates: nor can they.
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\"'")
_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\"'"), max_size=6)
TEXTS = st.one_of(st.text("abcXYZ 01-_.", max_size=6), st.text(LETTERS, max_size=6))
IDS = st.text("0123456789abcdef", min_size=24, max_size=24)
UUIDS = st.uuids().map(str)
_PIECES = ("a", "b", "X", r"\d", r"\w", r"\s", ".", "[a-c]", "[^a]", "(ab|c)", "(?:x|)", r"\.", "é")
_QUANTIFIERS = ("", "", "", "*", "+", "?", "{2}", "{1,3}")


class _Path(NamedTuple):
    """A path of a query and what the schema says of it."""

    text: str
    type: Type
    attribute: Attribute | None


def queries_of(entity_type: EntityType) -> st.SearchStrategy[Query]:
    """Queries of an entity type that compile."""
    paths = _paths(entity_type)
    conditions: st.SearchStrategy[Expression | None] = st.none()
    if paths:
        conditions = st.one_of(
            st.none(), st.recursive(st.sampled_from(paths).flatmap(_comparisons), _joined, max_leaves=6)
        )
    return conditions.map(lambda condition: Query(Statement(entity_type.name, condition)))


def _joined(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.builds(join, st.sampled_from([And, Or]), st.lists(inner, min_size=2, max_size=3))


def _paths(entity_type: EntityType) -> list[_Path]:
    """The attributes of an entity type; of references and metadata also what lies below."""
    found: list[_Path] = []
    for name, attribute in entity_type.attributes.items():
        below: tuple[str, ...] = ()
        if attribute.type is Type.REFERENCE:
            below = (f"{name}.id", f"{name}.code", f"{name}_hr", f"{name}.name")
        elif attribute.type is Type.METADATA:
            below = (f"{name}.shot", f"{name}.a.b")
        elif attribute.type is Type.OBJECT:
            below = tuple(f"{name}.{field}" for field in attribute.fields)
        for path in (name, *below):
            resolved = entity_type.resolve(path)
            if resolved.unknown_segment is None and resolved.type is not Type.OBJECT:
                found.append(_Path(path, resolved.type, resolved.attribute))
    return found


@st.composite
def _comparisons(draw: st.DrawFn, path: _Path) -> Comparison:
    # Sorted: a set of members has another order in every process, and a failure has to be found again.
    operator = draw(st.sampled_from(sorted(OPERATORS[path.type], key=lambda each: each.value)))
    if operator in _PATTERNS:
        return Comparison(path.text, operator, Literal(draw(_patterns()), quoted=True))
    if operator not in _EQUALITY | _ORDERED:
        return Comparison(path.text, operator, Literal(draw(TEXTS), quoted=True))
    if operator in _ORDERED:
        # Text with a line break cannot be sent with them.
        return Comparison(path.text, operator, draw(_literals(path, _LINE)))
    values = _literals(path, TEXTS)
    items = st.one_of(values, st.builds(Null))
    if operator in _LISTS:
        return Comparison(path.text, operator, List(tuple(draw(st.lists(items, min_size=1, max_size=4)))))
    return Comparison(path.text, operator, draw(items))


def _literals(path: _Path, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Value]:
    attribute, type_ = path.attribute, path.type
    quoted = st.builds(Literal, texts, st.just(True))
    starred = st.lists(texts, min_size=2, max_size=3).map(lambda parts: Literal("*".join(parts), quoted=True))
    if type_ is Type.BOOLEAN:
        return st.sampled_from(["true", "false"]).map(Literal)
    if type_ is Type.TIMESTAMP:
        return MOMENTS.map(Literal)
    if type_ in {Type.INTEGER, Type.NUMBER}:
        return numbers(attribute, type_).map(format_number).map(Literal)
    if type_ is Type.ENUM and attribute is not None:
        return st.sampled_from(attribute.values).map(Literal)
    if type_ is Type.ID:
        uuid = attribute is not None and attribute.form == "uuid"
        return st.one_of((UUIDS if uuid else IDS).map(Literal), IDS.map(lambda text: Literal(f"{text[:6]}*")))
    if type_ is Type.REFERENCE:
        words = [f"{target}:" for target in (attribute.targets if attribute is not None else ())]
        return st.builds(
            lambda word, text: Literal(word + text, quoted=True), st.sampled_from(["", *words]), st.one_of(IDS, TEXTS)
        )
    if type_ in {Type.METADATA, Type.UNTYPED}:
        return st.one_of(
            quoted, starred, numbers(None, Type.NUMBER).map(format_number).map(Literal), MOMENTS.map(Literal)
        )
    return st.one_of(quoted, starred)


def numbers(attribute: Attribute | None, type_: Type) -> st.SearchStrategy[int | float]:
    """Numbers within what the schema says of an attribute."""
    low = attribute.minimum if attribute is not None else None
    high = attribute.maximum if attribute is not None else None
    if attribute is not None and attribute.codes:
        return st.sampled_from(sorted(attribute.codes.values()))
    if type_ is Type.INTEGER:
        least = -_WHOLE if low is None else int(low)
        return st.integers(least, _WHOLE if high is None else int(high))
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


MOMENTS: st.SearchStrategy[str] = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.datetimes().map(lambda moment: moment.isoformat(timespec="seconds")),
    st.datetimes().map(lambda moment: moment.isoformat(timespec="microseconds")),
)


def _patterns() -> st.SearchStrategy[str]:
    piece = st.builds(lambda text, sign: text + sign, st.sampled_from(_PIECES), st.sampled_from(_QUANTIFIERS))
    body = st.lists(piece, min_size=1, max_size=4).map("".join)
    return st.builds(
        lambda start, text, end: start + text + end, st.sampled_from(["", "^"]), body, st.sampled_from(["", "$"])
    )
