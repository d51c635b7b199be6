"""What dotted paths mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.schema import Attribute, EntityType, Schema, Type, builtin_schema

SMALL = Schema(
    [
        EntityType(
            "one",
            [
                Attribute("both", Type.REFERENCE, targets=("two", "three"), is_list=True),
                Attribute("lost", Type.REFERENCE, targets=("nowhere",)),
                Attribute("a.b", Type.INTEGER),
                Attribute("any", Type.UNTYPED),
                Attribute("box_hr", Type.NUMBER),
                Attribute("box", Type.REFERENCE, targets=("two",)),
                Attribute("mixed", Type.REFERENCE, targets=("two", "four")),
            ],
        ),
        EntityType(
            "two",
            [
                Attribute("state", Type.ENUM, values=("on", "off"), settable=("on",), description="Two."),
                Attribute("size", Type.INTEGER, unit="bytes", minimum=0),
                Attribute("kind", Type.TEXT),
                Attribute("x", Type.OBJECT, fields=(Attribute("p", Type.TEXT),)),
                Attribute("y", Type.METADATA),
            ],
        ),
        EntityType(
            "three",
            [
                Attribute("state", Type.ENUM, values=("off", "lost"), settable=("off",)),
                Attribute("size", Type.INTEGER, unit="bytes", minimum=1, is_list=True),
                Attribute("kind", Type.INTEGER),
                Attribute("x", Type.OBJECT, fields=(Attribute("q", Type.TEXT),)),
                Attribute("only", Type.BOOLEAN),
            ],
        ),
        EntityType("four", [Attribute("y", Type.OBJECT, fields=(Attribute("p", Type.TEXT),))]),
    ]
)


@pytest.mark.parametrize(
    ("start", "path", "type_", "is_list"),
    [
        ("transfer", "status", Type.ENUM, False),
        ("transfer", "STATUS", Type.ENUM, False),
        ("transfer", "user_hr", Type.TEXT, False),
        ("transfer", "USER_HR", Type.TEXT, False),
        ("transfer", "user.id", Type.ID, False),
        ("transfer", "user.code", Type.TEXT, False),
        ("transfer", "user.role", Type.ENUM, False),
        ("transfer", "source.id", Type.ID, False),
        ("transfer", "source.role", Type.ENUM, False),
        ("transfer", "source.type", Type.UNTYPED, False),
        ("transfer", "metadata", Type.METADATA, False),
        ("transfer", "metadata.in.2024", Type.UNTYPED, False),
        ("task", "id", Type.ID, False),
        ("task", "job.id", Type.ID, False),
        ("task", "job.code", Type.TEXT, False),
        ("task", "Job.User.Role", Type.ENUM, False),
        ("task", "job.parent.parent.priority", Type.INTEGER, False),
        ("task", "source", Type.OBJECT, False),
        ("task", "source.client", Type.REFERENCE, False),
        ("task", "source.client_hr", Type.TEXT, False),
        ("task", "source.client.roles", Type.TEXT, True),
        ("server", "metrics.cpu.0", Type.UNTYPED, False),
        ("server", "roles", Type.TEXT, True),
        ("acl", "target.status", Type.UNTYPED, False),
        ("one", "both.state", Type.ENUM, True),
        ("one", "both.kind", Type.UNTYPED, True),
        ("one", "both.only", Type.BOOLEAN, True),
        ("one", "both.x.p", Type.TEXT, True),
        ("one", "both.x.q", Type.TEXT, True),
        ("one", "both_hr", Type.TEXT, True),
        ("one", "lost.id", Type.ID, False),
        ("one", "lost.CODE", Type.TEXT, False),
        ("one", "lost.whatever.else", Type.UNTYPED, False),
        ("one", "A.B", Type.INTEGER, False),
        ("one", "any.thing", Type.UNTYPED, False),
        ("one", "box_hr", Type.NUMBER, False),
        ("one", "box.id", Type.ID, False),
        ("one", "mixed.y.z", Type.UNTYPED, False),
    ],
)
def test_known_paths(start: str, path: str, type_: Type, is_list: bool) -> None:
    """A known path has a type, and says whether it goes through a list."""
    entity_type = builtin_schema().entity_type(start) or SMALL.entity_types[start]
    resolved = entity_type.resolve(path)
    assert (resolved.type, resolved.is_list) == (type_, is_list)
    assert (resolved.unknown_segment, resolved.candidates) == (None, ())


@pytest.mark.parametrize(
    ("start", "path", "segment", "candidate"),
    [
        ("acl", "ident", 0, "entity"),
        ("file", "share.id", 0, "path"),
        ("engine", "type", 0, "status"),
        ("transfer", "dest", 0, "destination"),
        ("transfer", "status_hr", 0, "status"),
        ("transfer", "name.first", 1, None),
        ("transfer", "user_hr.x", 1, None),
        ("transfer", "user.rolle", 1, "role"),
        ("task", "job.user.rolle.x", 2, "role"),
        ("task", "source.clint", 1, "client"),
        ("transfer", "queue.idd", 1, "id"),
        ("four", "y.", 1, "p"),
        ("one", "both.nothing", 1, "code"),
        ("one", "", 0, "any"),
    ],
)
def test_unknown_paths(start: str, path: str, segment: int, candidate: str | None) -> None:
    """An unknown path says which segment is unknown, and what could stand there."""
    entity_type = builtin_schema().entity_type(start) or SMALL.entity_types[start]
    resolved = entity_type.resolve(path)
    assert (resolved.attribute, resolved.type, resolved.unknown_segment) == (None, Type.UNTYPED, segment)
    assert (candidate in resolved.candidates) if candidate else resolved.candidates == ()
    assert len(set(resolved.candidates)) == len(resolved.candidates)


def test_targets_are_united() -> None:
    """What several targets have in common keeps all their values, and only the bounds and words they share."""
    state = SMALL.entity_types["one"].resolve("both.state").attribute
    size = SMALL.entity_types["one"].resolve("both.size").attribute
    assert state is not None
    assert size is not None
    assert (state.values, state.settable, state.description) == (("on", "off", "lost"), ("on", "off"), "")
    assert (size.unit, size.minimum, size.is_list) == ("bytes", None, True)


def test_equal_targets_give_their_own_attribute() -> None:
    """Where all targets say the same, the path has that very attribute: `job.id` is an id of 24 digits."""
    attribute = builtin_schema().entity_types["task"].resolve("job.id").attribute
    assert attribute == builtin_schema().entity_types["transfer"].attribute("id")


def test_entity_type_without_schema() -> None:
    """Below a reference of an entity type that belongs to no schema, anything but id and code is untyped."""
    alone = EntityType("one", [Attribute("user", Type.REFERENCE, targets=("user",))])
    assert alone.resolve("user.id").type is Type.ID
    assert alone.resolve("user.role")[1:] == (Type.UNTYPED, False, None, ())


@given(st.lists(st.sampled_from(["job", "user", "Queue", "parent", "id", "source", "x", "", "metadata", "status"])))
def test_any_path_resolves(segments: list[str]) -> None:
    """Any path has an answer, the same each time and in any case, whose parts fit together."""
    task = builtin_schema().entity_types["task"]
    resolved = task.resolve(".".join(segments))
    assert resolved == task.resolve(".".join(segments)) == task.resolve(".".join(segments).upper())
    assert resolved.type is (resolved.attribute.type if resolved.attribute else Type.UNTYPED)
    if resolved.unknown_segment is not None:
        known = segments[: resolved.unknown_segment]
        assert not known or task.resolve(".".join(known)).unknown_segment is None


def test_long_paths() -> None:
    """A path of a hundred thousand segments needs no recursion."""
    queue = builtin_schema().entity_types["queue"]
    assert queue.resolve("parent." * 100_000 + "priority").type is Type.INTEGER
