"""Which values there is nothing to say about: a test that says so is right."""

from __future__ import annotations

import pytest

from accsyn.ast import Comparison, Literal, Operator, Statement
from accsyn.binding.binder import bind
from accsyn.binding.quiet import never, quiet_test
from accsyn.schema.model import Attribute, EntityType, Schema, Type

SCHEMA = Schema(
    [
        EntityType(
            "thing",
            [
                Attribute("name", Type.TEXT),
                Attribute("count", Type.INTEGER, minimum=0, maximum=100),
                Attribute("kind", Type.INTEGER, codes={"app": 0, "server": 1}),
                Attribute("share", Type.NUMBER),
                Attribute("done", Type.BOOLEAN),
                Attribute("at", Type.TIMESTAMP),
                Attribute("id", Type.ID),
                Attribute("uid", Type.ID, form="uuid"),
                Attribute("state", Type.ENUM, values=("Ready", "failed")),
                Attribute("part", Type.REFERENCE, targets=("part",)),
                Attribute("any", Type.REFERENCE),
                Attribute("box", Type.OBJECT),
                Attribute("metadata", Type.METADATA),
            ],
        ),
        EntityType("part", [Attribute("code", Type.TEXT)]),
    ]
)
THING = SCHEMA.entity_types["thing"]

# Attribute, operator, text in lower case, whether there is surely nothing to say about it.
ROWS = [
    ("name", "=", "anything", True),
    ("name", "<", "anything", True),
    ("name", "CONTAINS", "anything", True),
    ("name", "MATCHES", "a", False),
    ("count", "=", "5", True),
    ("count", "=", "101", False),
    ("count", ">", "101", True),
    ("count", "=", "x", False),
    ("count", "CONTAINS", "5", False),
    ("kind", "=", "1", True),
    ("kind", "IN", "2", False),
    ("kind", "<", "2", True),
    ("share", "=", "0.5", True),
    ("share", "=", "half", False),
    ("done", "=", "true", True),
    ("done", "=", "yes", False),
    ("done", "<", "true", False),
    ("at", "=", "2026-01-22", False),
    ("at", "<", "today", False),
    ("id", "=", "6676f3e9c7ef4e27da254e57", True),
    ("id", "=", "6676*", True),
    ("id", "=", "6676", False),
    ("id", "CONTAINS", "6676", True),
    ("uid", "=", "3f2b8c1e-5d4a-4c3b-9a2f-1e0d9c8b7a65", True),
    ("uid", "=", "6676f3e9c7ef4e27da254e57", False),
    ("state", "=", "ready", True),
    ("state", "!=", "fail*", True),
    ("state", "=", "done", False),
    ("state", "<", "ready", False),
    ("part", "=", "hq", True),
    ("part", "=", "part:hq", True),
    ("part", "=", "thing:hq", False),
    ("any", "=", "thing:hq", True),
    ("any.x", "=", "y", True),
    ("box", "=", "x", False),
    ("metadata", "=", "x", True),
    ("metadata.x", "<", "x", True),
    ("nothing", "=", "x", False),
]


@pytest.mark.parametrize(("name", "operator", "text", "is_quiet"), ROWS)
def test_what_there_is_nothing_to_say_about(name: str, operator: str, text: str, is_quiet: bool) -> None:
    """One row a type and a way to be wrong; where the test says yes, the binder says nothing."""
    test = quiet_test(THING.resolve(name), Operator(operator), SCHEMA)
    assert (test is None or bool(test(text))) is is_quiet
    if is_quiet:
        comparison = Comparison(name, Operator(operator), Literal(text))
        assert bind(Statement("thing", comparison), SCHEMA, strict=True).findings == ()


@pytest.mark.parametrize(
    ("name", "operator", "is_never"),
    [("nothing", "=", True), ("box", "=", True), ("done", "<", True), ("name", "MATCHES", True), ("at", "=", False)],
)
def test_null_is_quiet_unless_no_value_is(name: str, operator: str, is_never: bool) -> None:
    """A timestamp is for the binder, its absence is not."""
    assert (quiet_test(THING.resolve(name), Operator(operator), SCHEMA) is never) is is_never
