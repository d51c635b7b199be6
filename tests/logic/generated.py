"""Queries that contradict and repeat themselves often, as text, and records to try them on."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from accsyn.schema.model import Attribute, EntityType, Schema, Type

SCHEMA = Schema(
    [
        EntityType(
            "thing",
            [
                Attribute("id", Type.ID),
                Attribute("name", Type.TEXT),
                Attribute("status", Type.ENUM, values=("a", "ab", "b")),
                Attribute("size", Type.INTEGER),
                Attribute("speed", Type.NUMBER),
                Attribute("default", Type.BOOLEAN),
                Attribute("created", Type.TIMESTAMP),
                Attribute("owner", Type.REFERENCE, targets=("user", "folder")),
                Attribute("roles", Type.TEXT, is_list=True),
                Attribute("sizes", Type.INTEGER, is_list=True),
                Attribute("metadata", Type.METADATA),
            ],
        ),
        EntityType("user", [Attribute("id", Type.ID), Attribute("code", Type.TEXT), Attribute("rank", Type.INTEGER)]),
        EntityType("folder", [Attribute("id", Type.ID), Attribute("code", Type.TEXT)], is_share=True),
    ],
    name="test",
)

_TEXTS = ("a", "A", '"ab"', "b", "'a'", "a*", "*b", "**", '"*a*"', "ſ", "s", '""', "5")
_NUMBERS = ("5", "5.0", "50e-1", "6", "7")
_MOMENTS = (
    "2026-01-22",
    "2026-01-22T00:00:00",
    "2026-01-22T08:35:59",
    "2026-01-23",
    "2026-01-22T08:35:59.5Z",
    "9999-12-31",
)
_REFERENCES = (*_TEXTS, "user:a", "share:a", "folder:a", "share:*", "USER:A", "User:*")
_UNTYPED = (*_TEXTS, *_NUMBERS, "true", "TRUE", *_MOMENTS[:4], "2026-01-22t00:00:00z")
_PATTERNS = (
    '"a"',
    '"^a"',
    r'"\Aa\Z"',
    '"^a$"',
    '"[ab]"',
    '".*"',
    '"a.*b"',
    r'"b(?![\s\S])"',
    '"^a[\\s\\S]*b"',
    '"^5$"',
)

_SEARCHED = ("owner", "roles", "name", "status", "id", "metadata.x", "owner.code")
_VALUES = {
    "id": _TEXTS,
    "name": _TEXTS,
    "Name": _TEXTS,
    "status": _TEXTS,
    "size": _NUMBERS,
    "speed": _NUMBERS,
    "default": ("true", "false", "1", "True"),
    "created": _MOMENTS,
    "owner": _REFERENCES,
    "owner.code": _TEXTS,
    "owner.rank": _NUMBERS,
    "roles": _TEXTS,
    "sizes": _NUMBERS,
    "metadata.x": _UNTYPED,
    "metadata.X": _UNTYPED,
}
_ORDERED = ("name", "size", "speed", "created", "roles", "sizes", "metadata.x", "owner.code", "owner.rank")


@st.composite
def comparisons(draw: st.DrawFn, attributes: tuple[str, ...] = tuple(_VALUES)) -> str:
    """A comparison that binds."""
    attribute = draw(st.sampled_from(attributes))
    values = st.sampled_from(_VALUES[attribute])
    kinds = ["equality", "equality", "equality", "list"]
    kinds += ["order"] if attribute in _ORDERED else []
    kinds += ["contains", "matches"] if attribute in _SEARCHED else []
    kind = draw(st.sampled_from(kinds))
    negation = draw(st.sampled_from(["", "NOT "]))
    if kind == "equality":
        return f"{attribute}{draw(st.sampled_from(['=', '!=']))}{draw(values | st.just('null'))}"
    if kind == "list":
        items = draw(st.lists(values | st.just("null"), min_size=1, max_size=3))
        return f"{attribute} {negation}IN ({', '.join(items)})"
    if kind == "order":
        return f"{attribute}{draw(st.sampled_from(['<', '>', '<=', '>=']))}{draw(values)}"
    if kind == "contains":
        text = draw(st.sampled_from(["a", "ab", '"*a*"', '"*a"', '"%a%"', '"a*b"', "A", '""', '"*"']))
        return f"{attribute} {negation}CONTAINS {text}"
    return f"{attribute} {negation}MATCHES {draw(st.sampled_from(_PATTERNS))}"


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    word = st.sampled_from([" AND ", " OR ", " and ", "\nor  "])
    part = inner | inner.map(lambda text: f"({text})") | inner.map(lambda text: f"( {text} )")
    return st.lists(st.tuples(word, part), min_size=2, max_size=4).map(
        lambda parts: "".join([parts[0][1], *(word + part for word, part in parts[1:])])
    )


@st.composite
def queries(draw: st.DrawFn) -> str:
    """A query over one to three attributes, so that its conditions meet."""
    attributes = tuple(draw(st.lists(st.sampled_from(tuple(_VALUES)), min_size=1, max_size=2, unique=True)))
    condition = draw(st.recursive(comparisons(attributes), _joined, max_leaves=7))
    return f"thing WHERE {condition}"


_TEXT_POOL: list[Any] = ["a", "A", "ab", "aab", "b", "s", "ſ", "", "5", "a\nb", "a\n", "x", "*"]
_NUMBER_POOL: list[Any] = [4, 5, 5.0, 5.5, 6, 7.25, float("nan"), 10**400]
_MOMENT_POOL: list[Any] = [
    "2026-01-21T23:59:59",
    "2026-01-22",
    "2026-01-22T08:35:59",
    "2026-01-22T08:35:59.500",
    "2026-01-22T08:36:00+00:00",
    "2026-01-23T01:00:00",
    "9999-12-31T23:59:59",
    "soon",
]
_REFERENCE_POOL: list[Any] = ["a", "ab", "user:a", "user:b", "folder:a", "s", {"code": "a", "rank": 5}, {"rank": 6.5}]
_HUMAN_POOL: list[Any] = [None, "user:a[x](b)", "a(b)", "folder:b(a)", "ab(s)", "odd"]
_ODD: list[Any] = [None, {}, {"x": 1}, True, 5, "a"]
_ANY: list[Any] = [*_TEXT_POOL[:6], *_NUMBER_POOL[:6], *_MOMENT_POOL[:4], True, False, "true"]


def _lists(pool: list[Any]) -> list[Any]:
    """Lists of none, one and two of the values."""
    return [[], *([one, two] for one, two in zip(pool, [*pool[2:], *pool[:2]], strict=True)), [pool[0]], [None]]


_POOLS: dict[str, list[Any]] = {
    "id": _TEXT_POOL,
    "name": _TEXT_POOL,
    "status": _TEXT_POOL,
    "size": _NUMBER_POOL,
    "speed": _NUMBER_POOL,
    "default": [True, False],
    "created": _MOMENT_POOL,
    "owner": _REFERENCE_POOL,
    "roles": [*_TEXT_POOL, *_lists(_TEXT_POOL)],
    "sizes": [*_NUMBER_POOL, *_lists(_NUMBER_POOL)],
    "metadata": [{}, *({"x": value} for value in [*_ANY, *_lists(_ANY)]), *({"x": one, "X": "a"} for one in _ANY)],
}


def _parts(name: str, *, wild: bool) -> list[dict[str, Any]]:
    """Beginnings of records: what they may hold under one name."""
    pool = [*_POOLS[name], *_ODD]
    if wild:
        pool += _lists(_POOLS[name])
    parts: list[dict[str, Any]] = [{}, *({name: value} for value in pool)]
    if name == "owner":
        parts = [{**part, "owner_hr": human} for part in parts for human in _HUMAN_POOL]
    if name == "name" and wild:
        parts += [{**part, "Name": "b"} for part in parts]
    return parts


def records_for(attributes: set[str], *, wild: bool = False, most: int = 400) -> list[dict[str, Any]]:
    """Records in which these attributes have every value that matters.

    Args:
        attributes: Paths as they stand in a query.
        wild: Whether there are lists where the schema says there is one value, and keys that differ in case alone.
        most: How many at most; of more, every second, third and so on.
    """
    records: list[dict[str, Any]] = [{}]
    for name in sorted({attribute.lower().partition(".")[0] for attribute in attributes}):
        records = [{**record, **part} for record in records for part in _parts(name, wild=wild)]
    return records[:: 1 + len(records) // most]


ATTRIBUTES = tuple(_VALUES)
"""The attributes that queries use."""


def every_comparison(attribute: str) -> list[str]:
    """The comparisons of an attribute that differ in what they say."""
    values = [*_VALUES[attribute], "null"]
    found = [f"{attribute}{operator}{value}" for operator in ("=", "!=") for value in values]
    pairs = list(zip(values, [*values[1:], values[0]], strict=True))
    found += [f"{attribute} {word} ({one}, {two})" for word in ("IN", "NOT IN") for one, two in pairs]
    if attribute in _ORDERED:
        found += [f"{attribute}{operator}{value}" for operator in ("<", ">", "<=", ">=") for value in values[:-1]]
    if attribute in _SEARCHED:
        for negation in ("", "NOT "):
            found += [f"{attribute} {negation}CONTAINS {text}" for text in ("a", "ab", '""', '"*"', "5", "user")]
            found += [f"{attribute} {negation}MATCHES {pattern}" for pattern in _PATTERNS[:3]]
    return found
