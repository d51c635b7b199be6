"""Which entity classes a schema has, and which members: what the generated module and `to_code` agree on."""

from __future__ import annotations

import keyword
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from accsyn.builder import kinds
from accsyn.builder.entity import Entity
from accsyn.names import is_name
from accsyn.schema.model import Attribute, EntityType, Schema, Type

KINDS = {
    Type.TEXT: "TextAttribute",
    Type.INTEGER: "IntegerAttribute",
    Type.NUMBER: "NumberAttribute",
    Type.BOOLEAN: "BooleanAttribute",
    Type.TIMESTAMP: "TimestampAttribute",
    Type.ID: "IdAttribute",
    Type.ENUM: "EnumAttribute",
    Type.REFERENCE: "ReferenceAttribute",
    Type.OBJECT: "ObjectAttribute",
    Type.METADATA: "MetadataAttribute",
    Type.UNTYPED: "UntypedAttribute",
}
"""The class of each type of attribute, in `accsyn.builder.kinds`."""


class Member(NamedTuple):
    """An attribute of a class that is written.

    Attributes:
        name: Its name.
        attribute: What the schema says of it; None where it says nothing.
        kind: Its class, with its values if it is an enum's.
        made: The call that makes it.
    """

    name: str
    attribute: Attribute | None
    kind: str
    made: str


class Layout:
    """The classes of a schema: one for each entity type, and for what lies behind its references and in its objects.

    Args:
        schema: The schema.

    Attributes:
        schema: The schema.
        entities: The members of each entity class, by its name.
        below: Those of the classes of references and objects.
        aliases: The values of each enum, by the name of its type.
        docs: What each class is, in a sentence.

    Raises:
        ValueError: Two things would have one name, or a name cannot be one in Python.
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.aliases: dict[str, tuple[str, ...]] = {}
        self.below: dict[str, list[Member]] = {}
        self.docs: dict[str, str] = {}
        self.entities: dict[str, list[Member]] = {}
        self._references: dict[tuple[str, ...], str] = {}
        for entity in schema.entity_types.values():
            _require_identifier(entity.label)
            self.entities[entity.label] = self._members(entity)
            self.docs[entity.label] = entity.description or f"The entity type `{entity.name}`."

    def _members(self, entity: EntityType) -> list[Member]:
        taken = {name for name in dir(Entity) if not name.startswith("__")}
        return [
            self._member(entity.label, name, attribute, entity)
            for name, attribute in entity.attributes.items()
            if is_usable(name, taken) and is_name(name)
        ]

    def _member(self, label: str, name: str, attribute: Attribute | None, entity: EntityType) -> Member:
        """A member of a class.

        Args:
            label: The class.
            name: The member.
            attribute: What the schema says of it.
            entity: The entity type from which its targets are looked up.
        """
        if attribute is None:
            return Member(name, None, "UntypedAttribute", "UntypedAttribute()")
        kind = KINDS[attribute.type]
        arguments: list[str] = []
        if attribute.type is Type.ENUM:
            alias = self._alias(f"{self._label_of(label, name, attribute)}{_camel(name)}", attribute.values)
            arguments.append(f"get_args({alias})")
            if attribute.is_list:
                arguments.append("is_list=True")
            return Member(name, attribute, f"EnumAttribute[{alias}]", f"EnumAttribute({', '.join(arguments)})")
        if attribute.type is Type.REFERENCE and attribute.targets:
            kind = self._reference(label, name, attribute)
        elif attribute.type is Type.OBJECT and attribute.fields:
            kind = self._object(label, name, attribute, entity)
        if attribute.form == "uuid":
            arguments.append('form="uuid"')
        if attribute.is_list:
            arguments.append("is_list=True")
        return Member(name, attribute, kind, f"{kind}({', '.join(arguments)})")

    def _label_of(self, label: str, name: str, attribute: Attribute) -> str:
        """The entity type whose enum this is; behind a reference to several it may be one of its own."""
        labels = [
            entity.label
            for entity in self.schema.entity_types.values()
            if entity.attributes.get(name) is not None and entity.attributes[name].values == attribute.values
        ]
        return label if label in labels or not labels else labels[0]

    def _alias(self, name: str, values: tuple[str, ...]) -> str:
        if self.aliases.setdefault(name, values) != values:
            raise ValueError(f"two enums would be named {name}")
        return name

    def _reference(self, label: str, name: str, attribute: Attribute) -> str:
        """The class of a reference; one for each set of targets."""
        targets = [self.schema.entity_type(target) for target in attribute.targets]
        known = {target.name: target for target in targets if target is not None}
        key = tuple(known)
        if key in self._references:
            return self._references[key]
        only = next(iter(known.values())) if len(known) == 1 else None
        stem = only.label if only is not None else label + _camel(name)
        kind = self._references[key] = f"{stem}Reference"
        labels = " or ".join(target.label for target in known.values())
        self.docs[kind] = f"A reference to {labels}."
        self.below[kind] = []
        # The schema itself says what the targets have in common, by way of a path through a reference to them.
        start = EntityType("start", [Attribute("to", Type.REFERENCE, targets=key)]).within(self.schema)
        taken = set(dir(kinds.ReferenceAttribute)) - {"id", "code"}
        for field in dict.fromkeys(field for target in known.values() for field in target.attributes):
            if is_usable(field, taken):
                found = start.resolve(f"to.{field}").attribute
                self.below[kind].append(self._member(stem, field, found, start))
        return kind

    def _object(self, label: str, name: str, attribute: Attribute, entity: EntityType) -> str:
        kind = f"{label}{_camel(name)}Object"
        self.docs[kind] = attribute.description or f"The fields of `{name}`."
        self.below[kind] = []
        taken = set(dir(kinds.ObjectAttribute))
        self.below[kind] += [
            self._member(label + _camel(name), field, found, entity)
            for field, found in attribute.fields.items()
            if is_usable(field, taken)
        ]
        return kind


def is_usable(name: str, taken: Iterable[str]) -> bool:
    """Whether an attribute can be a member of a class; another one is reached by ``Entity["name"]`` alone."""
    return name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("_") and name not in taken


def _require_identifier(label: str) -> None:
    if not label.isidentifier() or keyword.iskeyword(label):
        raise ValueError(f"the label {label!r} cannot be the name of a class")


def _camel(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


@lru_cache(maxsize=8)
def layout_of(schema: Schema) -> Layout:
    """The classes of a schema, worked out once."""
    return Layout(schema)
