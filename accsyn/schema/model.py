"""A schema: the entity types of a workspace and their attributes.

Everything is immutable and compares by value. An entity type that was taken out of a schema knows that schema, which
is how its dotted paths find the types that references point to; this link does not count in comparisons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from accsyn.schema.attributes import Attribute, Immutable, Type, fold_name, lookup_of, set_field
from accsyn.schema.resolution import Resolved, Scope, resolve

__all__ = ["SHARE", "Attribute", "EntityType", "Resolved", "Schema", "Type"]

SHARE = "share"
"""The word that may stand for any share (volume, folder, home, collection) before the colon of a reference."""


# How many paths an entity type remembers, and how long one may be: texts from anywhere are resolved.
_MOST_PATHS = 1000
_LONGEST_PATH = 100


class EntityType(Immutable):
    """An entity type, for example ``transfer``.

    Attributes:
        name: Its name, lower case by convention.
        label: Its name in the documentation's spelling, for example ``UserServer``.
        description: One sentence; may be empty.
        attributes: All attributes by name, the inherited ones included, in the order of the schema.
        extends: The entity type whose attributes it inherits; empty for none.
        parents: The entity types it is a sub-entity of (a task of its job), whose id goes with a query.
        subentities: The entity types that are sub-entities of it.
        is_share: Whether it is a share: volume, folder, home, collection.
        is_job: Whether it is a job: transfer, compute, delivery, request, stream.
        unique_code: Whether ``code`` identifies one record.
        client_type: The value of ``client.type`` that marks this kind of client; None for other types.
        prepared: What later stages have worked out about this entity type, by the name of the stage, so that it lives
            as long as the type does; not part of equality. A stage sees to it that its own part stays small.
    """

    __slots__ = (
        "_lookup",
        "_resolved",
        "_schema",
        "attributes",
        "client_type",
        "description",
        "extends",
        "is_job",
        "is_share",
        "label",
        "name",
        "parents",
        "prepared",
        "subentities",
        "unique_code",
    )

    name: str
    label: str
    description: str
    attributes: Mapping[str, Attribute]
    extends: str
    parents: tuple[str, ...]
    subentities: tuple[str, ...]
    is_share: bool
    is_job: bool
    unique_code: bool
    client_type: int | None
    prepared: dict[str, Any]
    _lookup: Scope
    _resolved: dict[str, Resolved]
    _schema: Schema | None

    def __init__(
        self,
        name: str,
        attributes: Iterable[Attribute] = (),
        *,
        label: str = "",
        description: str = "",
        extends: str = "",
        parents: Sequence[str] = (),
        subentities: Sequence[str] = (),
        is_share: bool = False,
        is_job: bool = False,
        unique_code: bool = False,
        client_type: int | None = None,
    ) -> None:
        by_name = {attribute.name: attribute for attribute in attributes}
        set_field(self, "name", name)
        set_field(self, "label", label or name)
        set_field(self, "description", description)
        set_field(self, "attributes", MappingProxyType(by_name))
        set_field(self, "extends", extends)
        set_field(self, "parents", tuple(parents))
        set_field(self, "subentities", tuple(subentities))
        set_field(self, "is_share", is_share)
        set_field(self, "is_job", is_job)
        set_field(self, "unique_code", unique_code)
        set_field(self, "client_type", client_type)
        set_field(self, "prepared", {})
        set_field(self, "_lookup", lookup_of(by_name))
        set_field(self, "_resolved", {})
        set_field(self, "_schema", None)

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name, compared without case; None if there is none."""
        return self._lookup.get(name) or self._lookup.get(fold_name(name))

    def resolve(self, path: str) -> Resolved:
        """What a dotted path means: ``job.user.role``, ``source.client``, ``user_hr``, ``metadata.shot``.

        See `Resolved`. Below a reference: ``id`` and ``code`` always, and every attribute that any of its targets
        has. Below metadata, untyped attributes and objects without described fields: anything, untyped.
        """
        known = self._resolved.get(path)
        if known is not None:
            return known
        resolved = resolve(path, self._lookup, self._scope_of)
        if len(path) <= _LONGEST_PATH:
            if len(self._resolved) >= _MOST_PATHS:
                self._resolved.clear()
            self._resolved[path] = resolved
        return resolved

    def _scope_of(self, name: str) -> Scope | None:
        target = None if self._schema is None else self._schema.entity_type(name)
        return None if target is None else target._lookup

    def within(self, schema: Schema | None) -> EntityType:
        """A copy that belongs to a schema (None: to none); its paths resolve against that schema."""
        copy = EntityType.__new__(EntityType)
        for slot in EntityType.__slots__:
            set_field(copy, slot, getattr(self, slot))
        set_field(copy, "prepared", {})
        set_field(copy, "_resolved", {})
        set_field(copy, "_schema", schema)
        return copy

    def arguments(self) -> dict[str, Any]:
        """The arguments that make an equal entity type, as a new dict."""
        return {
            "name": self.name,
            "attributes": tuple(self.attributes.values()),
            "label": self.label,
            "description": self.description,
            "extends": self.extends,
            "parents": self.parents,
            "subentities": self.subentities,
            "is_share": self.is_share,
            "is_job": self.is_job,
            "unique_code": self.unique_code,
            "client_type": self.client_type,
        }

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, EntityType):
            return NotImplemented
        return self is other or self.arguments() == other.arguments()

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f"EntityType({self.name!r}, {len(self.attributes)} attributes)"

    def __reduce__(self) -> tuple[object, tuple[Any, ...]]:
        if self._schema is None:
            return _entity_type, (self.arguments(),)
        return _member, (self._schema, self.name)


def _entity_type(arguments: dict[str, Any]) -> EntityType:
    """Unpickle an entity type that belongs to no schema."""
    return EntityType(**arguments)


def _member(schema: Schema, name: str) -> EntityType:
    """Unpickle an entity type of a schema."""
    return schema.entity_types[name]


class Schema(Immutable):
    """The entity types of a workspace.

    Attributes:
        entity_types: Entity types by name, in order.
        deprecated_names: Names that still work, each with its replacement: ``{"job": "transfer"}``.
        metadata_queries: Names that may stand for an entity type and ask about the schema itself.
        is_live: Whether a workspace itself said so: then an unknown name is an error rather than a warning.
        name: What to call it in messages, for example a file name; does not count in comparisons.
    """

    __slots__ = (
        "_deprecated",
        "_lookup",
        "_queries",
        "_reference_types",
        "deprecated_names",
        "entity_types",
        "is_live",
        "metadata_queries",
        "name",
    )

    entity_types: Mapping[str, EntityType]
    deprecated_names: Mapping[str, str]
    metadata_queries: tuple[str, ...]
    is_live: bool
    name: str
    _deprecated: dict[str, str]
    _lookup: dict[str, EntityType]
    _queries: frozenset[str]
    _reference_types: dict[tuple[str, ...], frozenset[str]]

    def __init__(
        self,
        entity_types: Iterable[EntityType],
        deprecated_names: Mapping[str, str] | None = None,
        metadata_queries: Sequence[str] = (),
        *,
        is_live: bool = False,
        name: str = "",
    ) -> None:
        members = {entity_type.name: entity_type.within(self) for entity_type in entity_types}
        deprecated = dict(deprecated_names or {})
        set_field(self, "entity_types", MappingProxyType(members))
        set_field(self, "deprecated_names", MappingProxyType(deprecated))
        set_field(self, "metadata_queries", tuple(metadata_queries))
        set_field(self, "is_live", is_live)
        set_field(self, "name", name)
        set_field(self, "_deprecated", {fold_name(old): new for old, new in deprecated.items()})
        set_field(self, "_lookup", _entity_lookup(members, deprecated))
        set_field(self, "_queries", frozenset(map(fold_name, self.metadata_queries)))
        set_field(self, "_reference_types", {})

    def entity_type(self, name: str) -> EntityType | None:
        """The entity type of that name, compared without case, deprecated names included; None if there is none."""
        return self._lookup.get(name) or self._lookup.get(fold_name(name))

    def deprecated(self, name: str) -> str | None:
        """The name to use instead of a deprecated one; None for any other name."""
        return self._deprecated.get(name) or self._deprecated.get(fold_name(name))

    def names(self) -> tuple[str, ...]:
        """The names of the entity types, in order; deprecated names and metadata queries left out."""
        return tuple(self.entity_types)

    def is_metadata_query(self, name: str) -> bool:
        """Whether that name, compared without case, asks about the schema: ``entitytypes``, ``attributes``."""
        return fold_name(name) in self._queries

    def subtypes(self, name: str) -> tuple[str, ...]:
        """The names of the entity types that extend the one of that name, directly or not, in order."""
        family = {fold_name(name)}
        found: dict[str, None] = {}
        is_growing = True
        while is_growing:
            below = [
                entity_type.name
                for entity_type in self.entity_types.values()
                if fold_name(entity_type.extends) in family and fold_name(entity_type.name) not in family
            ]
            family.update(map(fold_name, below))
            found.update(dict.fromkeys(below))
            is_growing = bool(below)
        return tuple(name for name in self.entity_types if name in found)

    def reference_types(self, attribute: Attribute) -> frozenset[str]:
        """The words, in lower case, that may stand before the colon of a ``type:id`` value of a reference.

        These are its targets, the types that extend them (``server`` for ``client``), the deprecated names of both,
        and ``share`` where any target is a share (LANGUAGE 3). Empty for an attribute without targets.
        """
        words = self._reference_types.get(attribute.targets)
        if words is None:
            words = frozenset(self._words_for(attribute.targets))
            self._reference_types[attribute.targets] = words
        return words

    def _words_for(self, targets: Iterable[str]) -> set[str]:
        words = {fold_name(target) for target in targets}
        for target in targets:
            words.update(fold_name(subtype) for subtype in self.subtypes(target))
        words.update([old for old, new in self._deprecated.items() if fold_name(new) in words])
        if any(entity_type.is_share for word in words if (entity_type := self.entity_type(word)) is not None):
            words.add(SHARE)
        return words

    def _key(self) -> tuple[Any, ...]:
        return dict(self.entity_types), dict(self.deprecated_names), self.metadata_queries, self.is_live

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Schema):
            return NotImplemented
        return self is other or self._key() == other._key()

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.entity_types)))

    def __repr__(self) -> str:
        return f"Schema({self.name!r}, {len(self.entity_types)} entity types)"

    def __reduce__(self) -> tuple[object, tuple[Any, ...]]:
        members = tuple(entity_type.within(None) for entity_type in self.entity_types.values())
        return _schema, (members, dict(self.deprecated_names), self.metadata_queries, self.is_live, self.name)


def _schema(
    members: tuple[EntityType, ...], deprecated: dict[str, str], queries: tuple[str, ...], is_live: bool, name: str
) -> Schema:
    """Unpickle a schema."""
    return Schema(members, deprecated, queries, is_live=is_live, name=name)


def _entity_lookup(members: Mapping[str, EntityType], deprecated: Mapping[str, str]) -> dict[str, EntityType]:
    """Entity types by folded name, exact name, label and deprecated name, in this order of precedence.

    Raises:
        ValueError: Two names are equal without case.
    """
    lookup: dict[str, EntityType] = {}
    for name, entity_type in members.items():
        folded = fold_name(name)
        if folded in lookup:
            raise ValueError(f"two entity types are named {name!r} (names are compared without case)")
        lookup[folded] = entity_type
    lookup.update(members)
    for entity_type in members.values():
        # The documentation writes `Transfer`: found without folding.
        if fold_name(entity_type.label) == fold_name(entity_type.name):
            lookup.setdefault(entity_type.label, entity_type)
    for old, new in deprecated.items():
        replacement = lookup.get(fold_name(new))
        if replacement is not None:
            for spelling in (old, fold_name(old)):
                lookup.setdefault(spelling, replacement)
    return lookup
