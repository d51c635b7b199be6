"""Random records and comparisons for property tests of the evaluator."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from accsyn.ast import And, Comparison, Exact, Expression, List, Literal, Null, Operator, Or, Value, join

ATTRIBUTES = {
    "name": "text",
    "size": "integer",
    "speed": "number",
    "created": "timestamp",
    "id": "id",
    "status": "enum",
    "user": "reference",
    "source": "reference",
    "user.id": "id of a reference",
    "user.code": "code of a reference",
    "metadata": "metadata",
    "metadata.a": "untyped",
    "metadata.a.b": "untyped",
    "unknown": "untyped",
}
"""Attributes of a transfer, each with its kind."""

_ORDERED = (Operator.LESS, Operator.GREATER, Operator.LESS_EQUAL, Operator.GREATER_EQUAL)
_SEARCH = (Operator.CONTAINS, Operator.NOT_CONTAINS)
_PATTERNS = (Operator.MATCHES, Operator.NOT_MATCHES)
_EQUALITY = (Operator.EQUAL, Operator.NOT_EQUAL)
_LISTS = (Operator.IN, Operator.NOT_IN)

_TEXTS = (
    *("", "a", "A", "aA", "ab", "b", "5", "-1.5", "1e2", "true", "False", "null", "*", "a*", "x*y", "\n", "\ud800"),
    *("2026-01-22", "2026-01-22T08:35:59", "2026-01-22T08:35:59.5+02:00", "2026-13-99", "9999-12-31", "0001-01-01"),
    *("share:a", "folder:a", "job:5", "transfer:5", "user:a", "user:ab", ":", "a:", ":a", "hq"),
    *("user:a[standard](66)", "ab(66)", "(66)", "home:a(66)", "İſςK", "isσk"),
)
texts = st.one_of(
    st.sampled_from(_TEXTS), st.text(st.sampled_from("aAbB*:5-.İıſsςσΣKkµ\n"), max_size=6), st.text(max_size=4)
)
_MOMENTS = st.one_of(
    st.datetimes(),
    st.datetimes(timezones=st.sampled_from([timezone.utc, timezone(timedelta(hours=-23))])),
    st.dates(),
    st.sampled_from([date.min, date.max, datetime.min, datetime.max]),
)
scalars: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.sampled_from([10**400, -(10**400), 2**53 + 1]),
    st.floats(),
    texts,
    _MOMENTS,
    st.binary(max_size=2),
    st.sampled_from([object(), {1}, 1j, Ellipsis]),
)
_keys = st.one_of(
    st.sampled_from(["a", "A", "b", "a.b", "A.B", "id", "code", "name", ""]), st.integers(0, 1), st.none()
)
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=2).map(tuple),
        st.dictionaries(_keys, inner, max_size=3),
    ),
    max_leaves=8,
)
_names = [*ATTRIBUTES, *(name.split(".")[0] for name in ATTRIBUTES), "user_hr", "source_hr", "Name", "USER"]
records: st.SearchStrategy[dict[Any, Any]] = st.dictionaries(
    st.one_of(st.sampled_from(_names), _keys), st.one_of(values, st.dictionaries(_keys, values, max_size=3)), max_size=6
)

_NUMBERS = st.sampled_from(["5", "-1.5", "1e2", "0", "9007199254740993", "-0.0"])
_DATES = st.sampled_from(["2026-01-22", "2026-01-22T08:35:59", "9999-12-31", "0001-01-01", "2026-01-22T06:35:59.5Z"])


def _literals(attribute: str, *, numbers: st.SearchStrategy[str] = _NUMBERS) -> st.SearchStrategy[Value]:
    kind = ATTRIBUTES[attribute]
    if kind == "integer":
        return st.builds(Literal, numbers.filter(lambda text: text != "-1.5"))
    if kind == "number":
        return st.builds(Literal, numbers)
    if kind == "timestamp":
        return st.builds(Literal, _DATES)
    return st.one_of(st.builds(Literal, texts, st.booleans()), st.builds(Exact, texts))


def _unquotable(value: Value) -> bool:
    return isinstance(value, (Literal, Exact)) and '"' in value.text and "'" in value.text


@st.composite
def comparisons(draw: st.DrawFn, attributes: tuple[str, ...] = tuple(ATTRIBUTES)) -> Comparison:
    """A comparison that binds without errors, with every operator that its attribute takes."""
    attribute = draw(st.sampled_from(attributes))
    kind = ATTRIBUTES[attribute]
    is_scalar = kind in {"integer", "number", "timestamp"}
    is_ordered = is_scalar or kind in {"text", "metadata", "untyped", "code of a reference"}
    operators = [*_EQUALITY, *_LISTS, *(_ORDERED if is_ordered else ()), *(() if is_scalar else (*_SEARCH, *_PATTERNS))]
    operator = draw(st.sampled_from(operators))
    literals = _literals(attribute)
    if operator in _PATTERNS:
        pattern = draw(st.sampled_from(["", "a", "^a", "A$", "a*", "[a-b]+", "(?-i:a)", r"\d", "İ|ſ", "(?s)a.b"]))
        return Comparison(attribute, operator, Literal(pattern, quoted=True))
    if operator in _LISTS:
        items = draw(st.lists(st.one_of(literals, st.builds(Null)), max_size=4))
        return Comparison(attribute, operator, List(tuple(items)))
    if operator in _EQUALITY:
        return Comparison(attribute, operator, draw(st.one_of(literals, st.builds(Null))))
    return Comparison(attribute, operator, draw(literals.filter(lambda value: not _unquotable(value))))


expressions: st.SearchStrategy[Expression] = st.recursive(
    comparisons(),
    lambda inner: st.builds(join, st.sampled_from([And, Or]), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=8,
)
