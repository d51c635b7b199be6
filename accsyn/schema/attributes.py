"""What an entity type says about one of its attributes.

Instances are immutable and compare by value; the hash is that of the name and the type, so it costs nothing and stays
valid whatever else is described. The classes are written out: the `dataclasses` decorator costs more at import than
loading the whole built-in schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import Any, NoReturn

set_field = object.__setattr__
"""How `__init__` of an immutable class fills a slot, past its own `__setattr__`."""


class Type(Enum):
    """The kind of value an attribute holds (LANGUAGE 3); the value is the word used in schema files."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TIMESTAMP = "timestamp"
    ID = "id"
    ENUM = "enum"
    REFERENCE = "reference"
    OBJECT = "object"
    METADATA = "metadata"
    UNTYPED = "untyped"

    # Members are singletons: the identity hash runs in C, Enum's own in Python.
    __hash__ = object.__hash__


def fold_name(name: str) -> str:
    """The key under which names of attributes and entity types are found: they are compared without case."""
    return name.lower()


class Immutable:
    """Base of the schema's classes: attributes are filled once, in `__init__`."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} objects are immutable")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} objects are immutable")


class Attribute(Immutable):
    """An attribute of an entity type, or a field of an object attribute.

    Attributes:
        name: Its name, in the schema's spelling.
        type: The kind of value.
        is_list: Whether a record holds a list of such values.
        values: The known values: all of an enum's, the documented ones of a text, the names of an integer's codes.
        codes: For an integer with named values, the number of each name, such as ``{"app": 0}``; else empty.
        settable: Those of `values` that a client may set; empty where the schema does not say.
        minimum: Smallest number, inclusive; None where the schema does not say.
        maximum: Largest number, inclusive; None where the schema does not say.
        unit: Unit of a number, such as ``bytes``; empty where there is none.
        targets: Names of the entity types a reference may point to.
        fields: The fields of an object, by name; empty where the schema does not say.
        form: How an id is written: ``hex24`` (24 hexadecimal digits) or ``uuid``; empty for other types.
        description: One sentence; may be empty.
    """

    __slots__ = (
        "_by_value",
        "codes",
        "description",
        "fields",
        "form",
        "is_list",
        "lookup",
        "maximum",
        "minimum",
        "name",
        "settable",
        "targets",
        "type",
        "unit",
        "values",
    )

    name: str
    type: Type
    is_list: bool
    values: tuple[str, ...]
    codes: Mapping[str, int]
    settable: tuple[str, ...]
    minimum: int | float | None
    maximum: int | float | None
    unit: str
    targets: tuple[str, ...]
    fields: Mapping[str, Attribute]
    form: str
    description: str
    lookup: Mapping[str, Attribute]
    _by_value: dict[str, str]

    def __init__(
        self,
        name: str,
        type: Type,  # noqa: A002 - the word of the schema files; the builtin is not needed here
        *,
        is_list: bool = False,
        values: Sequence[str] = (),
        codes: Mapping[str, int] | None = None,
        settable: Sequence[str] = (),
        minimum: int | float | None = None,
        maximum: int | float | None = None,
        unit: str = "",
        targets: Sequence[str] = (),
        fields: Iterable[Attribute] = (),
        form: str = "",
        description: str = "",
    ) -> None:
        names = tuple(codes) if codes else tuple(values)
        set_field(self, "name", name)
        set_field(self, "type", type)
        set_field(self, "is_list", is_list)
        set_field(self, "values", names)
        set_field(self, "codes", MappingProxyType(dict(codes)) if codes else _EMPTY)
        set_field(self, "settable", tuple(settable))
        set_field(self, "minimum", minimum)
        set_field(self, "maximum", maximum)
        set_field(self, "unit", unit)
        set_field(self, "targets", tuple(targets))
        set_field(self, "form", form or ("hex24" if type is Type.ID else ""))
        set_field(self, "description", description)
        set_field(self, "_by_value", {fold_name(value): value for value in names} if names else _NO_VALUES)
        by_name = {field.name: field for field in fields}
        set_field(self, "fields", MappingProxyType(by_name) if by_name else _EMPTY)
        set_field(self, "lookup", lookup_of(by_name, "field") if by_name else _EMPTY)

    def value(self, text: str) -> str | None:
        """The known value that `text` spells, in the schema's spelling; None when it is not a known value."""
        return self._by_value.get(text) or self._by_value.get(fold_name(text))

    def code(self, text: str) -> int | None:
        """The number behind a named value such as ``server``; None when `text` is no such name."""
        value = self.value(text)
        return None if value is None else self.codes.get(value)

    def _key(self) -> tuple[Any, ...]:
        return (
            self.name,
            self.type,
            self.is_list,
            self.values,
            dict(self.codes),
            self.settable,
            self.minimum,
            self.maximum,
            self.unit,
            self.targets,
            dict(self.fields),
            self.form,
            self.description,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Attribute):
            return NotImplemented
        return self is other or self._key() == other._key()

    def __hash__(self) -> int:
        return hash((self.name, self.type))

    def __repr__(self) -> str:
        return f"Attribute({self.name!r}, {self.type})"

    def __reduce__(self) -> tuple[object, tuple[dict[str, Any]]]:
        return _attribute, (self.arguments(),)

    def arguments(self) -> dict[str, Any]:
        """The arguments that make an equal attribute, as a new dict."""
        return {
            "name": self.name,
            "type": self.type,
            "is_list": self.is_list,
            "values": self.values,
            "codes": dict(self.codes),
            "settable": self.settable,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "unit": self.unit,
            "targets": self.targets,
            "fields": tuple(self.fields.values()),
            "form": self.form,
            "description": self.description,
        }


_EMPTY: Mapping[str, Any] = MappingProxyType({})
_NO_VALUES: dict[str, str] = {}


def _attribute(arguments: dict[str, Any]) -> Attribute:
    """Unpickle an attribute."""
    return Attribute(**arguments)


def lookup_of(attributes: Mapping[str, Attribute], kind: str = "attribute") -> Mapping[str, Attribute]:
    """A mapping that finds an attribute by its exact and by its folded name.

    Raises:
        ValueError: Two names are equal without case; `kind` says what they name.
    """
    lookup: dict[str, Attribute] = {}
    for name, attribute in attributes.items():
        folded = fold_name(name)
        if folded in lookup:
            raise ValueError(f"two {kind}s are named {name!r} (names are compared without case)")
        lookup[folded] = attribute
    # Exact spellings second: a folded name is never taken by another attribute's exact one.
    lookup.update(attributes)
    return lookup
