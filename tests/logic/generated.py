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


_TEXT_VALUES = st.sampled_from(["a", "A", "ab", "aab", "b", "s", "ſ", "", "5", "a\nb", "a\n", "x"])
_NUMBER_VALUES = st.sampled_from([4, 5, 5.0, 5.5, 6, 7.25, float("nan"), 10**400])
_MOMENT_VALUES = st.sampled_from(
    [
        "2026-01-22",
        "2026-01-22T08:35:59",
        "2026-01-22T08:35:59.500",
        "2026-01-22T08:36:00+00:00",
        "2026-01-23T01:00:00",
        "9999-12-31T23:59:59",
        "soon",
    ]
)
_REFERENCE_VALUES = st.sampled_from(["a", "b", "user:a", "user:b", "folder:a", "USER:x", "s"])
_HUMAN_VALUES = st.sampled_from(["user:a[x](b)", "a(b)", "folder:b(a)", "ab(s)", "odd"])
_ODD = st.sampled_from([None, {}, {"x": 1}, True, 5, "a", 1.5])


def _one(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(values, values, values, _ODD)


def _several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(_one(values), st.lists(_one(values), max_size=3))


_ANY = st.one_of(_TEXT_VALUES, _NUMBER_VALUES, _MOMENT_VALUES, st.booleans())
_METADATA = st.fixed_dictionaries({}, optional={"x": _several(_ANY), "X": _several(_ANY)})
_OF_SCHEMA = {
    "id": _TEXT_VALUES,
    "name": _TEXT_VALUES,
    "status": _TEXT_VALUES,
    "size": _NUMBER_VALUES,
    "speed": _NUMBER_VALUES,
    "default": st.booleans(),
    "created": _MOMENT_VALUES,
    "owner": _REFERENCE_VALUES
    | st.fixed_dictionaries({}, optional={"code": _one(_TEXT_VALUES), "rank": _one(_NUMBER_VALUES)}),
    "owner_hr": _HUMAN_VALUES,
}
_LISTS = {"roles": _several(_TEXT_VALUES), "sizes": _several(_NUMBER_VALUES), "metadata": _one(_METADATA)}

records: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {}, optional={**{name: _one(values) for name, values in _OF_SCHEMA.items()}, **_LISTS}
)
"""Records as the schema says: one value where it says so, of whatever kind."""

wild_records: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {}, optional={**{name: _several(values) for name, values in _OF_SCHEMA.items()}, "Name": _TEXT_VALUES, **_LISTS}
)
"""Records with lists anywhere, and keys that differ in case alone."""
