"""What is different between two schemas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from accsyn.schema.model import EntityType, Schema
from accsyn.schema.writer import schema_to_mapping

Kind = Literal["added", "removed", "changed"]


class Difference(NamedTuple):
    """One difference.

    Attributes:
        kind: ``added`` is in the second schema only, ``removed`` in the first only, ``changed`` in both.
        path: What it is about: ``transfer``, ``transfer.status``, ``transfer.status.type``.
        before: What the first schema says there, as JSON; None for nothing.
        after: What the second says.
    """

    kind: Kind
    path: str
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        if self.kind == "changed":
            return f"{self.path}: {self.before!r} is now {self.after!r}"
        return f"{self.path}: {self.kind}"


def schema_differences(before: Schema, after: Schema) -> tuple[Difference, ...]:
    """What is different, in the order of the first schema, what was added behind that.

    Names are compared without case. How attributes come to an entity type (inherited or its own) does not count, nor do
    the schemas' names and whether they are live.
    """
    return tuple(_compare(_described(before), _described(after), 0, ""))


def _described(schema: Schema) -> dict[str, Any]:
    return {name.lower(): _entity(entity_type) for name, entity_type in schema.entity_types.items()}


def _entity(entity_type: EntityType) -> dict[str, Any]:
    # Without what it extends, every attribute is described.
    alone = EntityType(**{**entity_type.arguments(), "extends": ""})
    described: dict[str, Any] = dict(schema_to_mapping(Schema([alone]))["entities"][entity_type.name])
    attributes = {name.lower(): said for name, said in described.pop("attributes", {}).items()}
    return {**attributes, **{f"({key})": value for key, value in described.items()}}


_DEEPEST = 2
"""Entity types, attributes, and what is said of one; below that values are compared as a whole."""


def _compare(before: dict[str, Any], after: dict[str, Any], depth: int, path: str) -> Iterator[Difference]:
    for name in dict.fromkeys([*before, *after]):
        place = f"{path}.{name}" if path else name
        if name not in after:
            yield Difference("removed", place, before=before[name])
        elif name not in before:
            yield Difference("added", place, after=after[name])
        elif before[name] != after[name]:
            one, two = before[name], after[name]
            if depth < _DEEPEST and isinstance(one, dict) and isinstance(two, dict):
                yield from _compare(one, two, depth + 1, place)
            else:
                yield Difference("changed", place, one, two)
