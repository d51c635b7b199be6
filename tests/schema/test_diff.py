"""Differences of two schemas."""

from __future__ import annotations

from typing import Any

import accsyn
from accsyn.schema.attributes import Attribute, Type
from accsyn.schema.diff import Difference, schema_differences
from accsyn.schema.model import EntityType, Schema


def schema(**attributes: list[Attribute]) -> Schema:
    """A schema with these entity types."""
    return Schema([EntityType(name, given) for name, given in attributes.items()])


def differences(before: Schema, after: Schema) -> list[tuple[Any, ...]]:
    """Kind and path of each difference, and what changed."""
    return [tuple(one) if one.kind == "changed" else tuple(one[:2]) for one in schema_differences(before, after)]


def test_equal_schemas_differ_in_nothing() -> None:
    """Neither does a schema from itself, nor from one that spells names in another case."""
    base = accsyn.builtin_schema()
    assert schema_differences(base, base) == ()
    assert differences(schema(user=[Attribute("Role", Type.TEXT)]), schema(user=[Attribute("role", Type.TEXT)])) == []


def test_each_kind_of_difference_is_found() -> None:
    """Types and attributes that come and go, and what is said of one."""
    before = schema(
        user=[Attribute("role", Type.ENUM, values=["admin"]), Attribute("old", Type.TEXT)],
        gone=[],
        same=[Attribute("x", Type.TEXT)],
    )
    after = schema(
        user=[Attribute("role", Type.ENUM, values=["admin", "guest"]), Attribute("new", Type.TEXT)],
        same=[Attribute("x", Type.TEXT)],
        fresh=[],
    )
    assert differences(before, after) == [
        ("changed", "user.role.values", ["admin"], ["admin", "guest"]),
        ("removed", "user.old"),
        ("added", "user.new"),
        ("removed", "gone"),
        ("added", "fresh"),
    ]


def test_what_is_said_of_a_type_counts() -> None:
    """Beside its attributes."""
    before, after = Schema([EntityType("user")]), Schema([EntityType("user", description="A person.", is_job=True)])
    assert differences(before, after) == [("added", "user.(description)"), ("added", "user.(job)")]


def test_inheritance_does_not_count() -> None:
    """An attribute that is inherited is an attribute."""
    base = EntityType("client", [Attribute("code", Type.TEXT)])
    before = Schema([base, EntityType("server", [Attribute("code", Type.TEXT)], extends="client")])
    after = Schema([base, EntityType("server", [Attribute("code", Type.TEXT)])])
    assert differences(before, after) == []


def test_a_difference_reads_as_a_line() -> None:
    """For people."""
    assert str(Difference("added", "user.new")) == "user.new: added"
    assert str(Difference("changed", "user.x.type", "text", "id")) == "user.x.type: 'text' is now 'id'"
