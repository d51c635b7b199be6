"""Schema files: from JSON to a `Schema` and back. The format is described in docs/schema-format.md."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from accsyn.errors import SchemaError
from accsyn.schema.attributes import Attribute, Type, fold_name
from accsyn.schema.model import EntityType, Schema
from accsyn.schema.reading import (
    below,
    read_flag,
    read_integer,
    read_number,
    read_object,
    read_text,
    read_texts,
    suggestion,
    without_repetition,
    wrong_kind,
)

MAXIMUM_NESTING = 16
"""How deep object attributes may hold object fields; it bounds every recursion over fields."""

# The names the query language can say (LANGUAGE 1); only whole attribute names may hold dots.
_NAME = re.compile(r"[^\W\d][\w-]*")
_PATH = re.compile(r"[^\W\d][\w-]*(?:\.[\w-]+)*")

_SCHEMA_KEYS = ("name", "description", "live", "deprecated", "metadata_queries", "groups", "entities")
_TYPES = {type_.value: type_ for type_ in Type}

Reader = Callable[[object, str], Any]

# Key in the file, argument of EntityType, how to read it.
_ENTITY_FIELDS: dict[str, tuple[str, Reader]] = {
    "label": ("label", read_text),
    "description": ("description", read_text),
    "extends": ("extends", read_text),
    "parents": ("parents", read_texts),
    "subentities": ("subentities", read_texts),
    "share": ("is_share", read_flag),
    "job": ("is_job", read_flag),
    "unique_code": ("unique_code", read_flag),
    "client_type": ("client_type", read_integer),
}
_ENTITY_KEYS = (*_ENTITY_FIELDS, "include", "attributes")


def _read_form(value: object, path: str) -> str:
    form = read_text(value, path)
    if form not in {"hex24", "uuid"}:
        raise SchemaError(path, f"expected 'hex24' or 'uuid', got {form!r}")
    return form


# Key in the file, argument of Attribute, how to read it, the types that may have it (None: all).
_NUMERIC = frozenset({Type.INTEGER, Type.NUMBER})
_ATTRIBUTE_FIELDS: dict[str, tuple[str, Reader, frozenset[Type] | None]] = {
    "list": ("is_list", read_flag, None),
    "settable": ("settable", read_texts, frozenset({Type.ENUM, Type.TEXT, Type.INTEGER})),
    "min": ("minimum", read_number, _NUMERIC),
    "max": ("maximum", read_number, _NUMERIC),
    "unit": ("unit", read_text, _NUMERIC),
    "targets": ("targets", read_texts, frozenset({Type.REFERENCE})),
    "form": ("form", _read_form, frozenset({Type.ID})),
    "description": ("description", read_text, None),
}
_VALUE_TYPES = frozenset({Type.ENUM, Type.TEXT, Type.INTEGER})
_ATTRIBUTE_KEYS = ("type", "values", "fields", *_ATTRIBUTE_FIELDS)


def load_schema(source: Mapping[str, Any] | str | bytes | os.PathLike[str], name: str = "") -> Schema:
    """Load a schema.

    Args:
        source: A parsed description; or JSON, as bytes or as a str that begins with ``{`` or ``[``; or a file, as a
            path object or any other str. JSON is UTF-8, with or without byte-order mark.
        name: What to call the schema in messages; by default the name it gives itself, or that of its file.

    Raises:
        SchemaError: The file cannot be read, or the description is wrong; the message says where.
    """
    if isinstance(source, Mapping):
        return schema_from_mapping(source, name)
    if isinstance(source, bytes):
        return schema_from_mapping(_parse(_decode(source)), name)
    if isinstance(source, str) and source.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}:
        return schema_from_mapping(_parse(source.removeprefix("\ufeff")), name)
    try:
        with open(source, "rb") as file:
            content = file.read()
    except (OSError, ValueError) as error:
        # ValueError: a path with a NUL character.
        reason = getattr(error, "strerror", None) or str(error)
        raise SchemaError("$", f"cannot read {os.fspath(source)!r}: {reason}") from error
    return schema_from_mapping(_parse(_decode(content)), name, default_name=os.path.basename(source))


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchemaError("$", f"expected UTF-8, got another encoding at byte {error.start}") from error


def _no_constant(word: str) -> NoReturn:
    raise SchemaError("$", f"{word} is not JSON")


def _parse(text: str) -> object:
    import json

    try:
        return json.loads(text, object_pairs_hook=without_repetition, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise SchemaError("$", f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})") from error
    except RecursionError as error:
        raise SchemaError("$", "nested too deeply") from error
    except SchemaError:
        raise
    except ValueError as error:
        # An integer with more digits than Python converts.
        raise SchemaError("$", f"not usable: {error}") from error


def schema_from_mapping(description: object, name: str = "", *, default_name: str = "") -> Schema:
    """Make a schema of a parsed description; what it says nothing about is left open.

    Args:
        description: The parsed JSON document, an object.
        name: What to call the schema in messages, whatever the description says.
        default_name: What to call it if neither `name` nor the description says.

    Raises:
        SchemaError: Something is wrong; the message says where.
    """
    root = read_object(description, "$", _SCHEMA_KEYS)
    if "entities" not in root:
        raise SchemaError("$", "the key 'entities' is missing")
    own_name = read_text(root.get("name", ""), "$.name")
    read_text(root.get("description", ""), "$.description")
    groups = {
        group: _read_attributes(value, below("$.groups", group))
        for group, value in read_object(root.get("groups", {}), "$.groups").items()
    }
    entities = read_object(root["entities"], "$.entities")
    _check_names(entities, "$.entities", _NAME, "entity type")
    bases = _read_bases(entities)
    members: dict[str, EntityType] = {}
    for entity in _bases_first(bases):
        inherited = members[bases[entity]].attributes if bases[entity] else {}
        members[entity] = _read_entity(entity, entities[entity], groups, inherited)
    deprecated = _read_deprecated(root.get("deprecated", {}), entities)
    _check_references(entities, root.get("groups", {}), {*entities, *deprecated})
    return Schema(
        [members[entity] for entity in entities],
        deprecated,
        read_texts(root.get("metadata_queries", ()), "$.metadata_queries"),
        is_live=read_flag(root.get("live", False), "$.live"),
        name=name or own_name or default_name,
    )


def _check_names(names: Mapping[str, Any], path: str, pattern: re.Pattern[str], kind: str) -> None:
    """Refuse names that a query cannot say, or that differ in case only."""
    seen: dict[str, str] = {}
    for name in names:
        # The first test is the cheap one, and true for all but odd names.
        if not (name.isascii() and name.isidentifier()) and not pattern.fullmatch(name):
            raise SchemaError(below(path, name), f"{name!r} cannot be the name of an {kind}")
        other = seen.setdefault(fold_name(name), name)
        if other != name:
            raise SchemaError(below(path, name), f"differs from {other!r} in case only")


def _read_bases(entities: Mapping[str, Any]) -> dict[str, str]:
    """What each entity type extends; the empty string for nothing."""
    bases: dict[str, str] = {}
    for entity, value in entities.items():
        path = below("$.entities", entity)
        base = read_text(read_object(value, path, _ENTITY_KEYS).get("extends", ""), f"{path}.extends")
        if base and base not in entities:
            raise SchemaError(f"{path}.extends", f"unknown entity type {base!r}{suggestion(base, entities)}")
        bases[entity] = base
    return bases


def _bases_first(bases: Mapping[str, str]) -> list[str]:
    """The entity types, each behind the one it extends."""
    done: dict[str, None] = {}
    for entity in bases:
        chain: dict[str, None] = {}
        current = entity
        while current and current not in done:
            if current in chain:
                cycle = [*list(chain)[list(chain).index(current) :], current]
                raise SchemaError(f"{below('$.entities', current)}.extends", f"a cycle: {' -> '.join(cycle)}")
            chain[current] = None
            current = bases[current]
        done.update(dict.fromkeys(reversed(chain)))
    return list(done)


def _read_entity(
    name: str, value: Mapping[str, Any], groups: Mapping[str, dict[str, Attribute]], inherited: Mapping[str, Attribute]
) -> EntityType:
    """An entity type: inherited attributes, then those of its groups, then its own; later ones replace earlier."""
    path = below("$.entities", name)
    attributes = dict(inherited)
    for index, group in enumerate(read_texts(value.get("include", ()), f"{path}.include")):
        if group not in groups:
            where = below(f"{path}.include", index)
            raise SchemaError(where, f"unknown group {group!r}{suggestion(group, groups)}")
        attributes.update(groups[group])
    attributes.update(_read_attributes(value.get("attributes", {}), f"{path}.attributes"))
    _check_names(attributes, f"{path}.attributes", _PATH, "attribute")
    arguments = {
        argument: read(value[key], below(path, key)) for key, (argument, read) in _ENTITY_FIELDS.items() if key in value
    }
    return EntityType(name, attributes.values(), **arguments)


def _read_attributes(value: object, path: str, nesting: int = 0) -> dict[str, Attribute]:
    described = read_object(value, path)
    if nesting > MAXIMUM_NESTING:
        raise SchemaError(path, f"objects nest deeper than {MAXIMUM_NESTING} levels")
    # A name with dots is found as a whole only at the start of a path.
    _check_names(described, path, _NAME if nesting else _PATH, "attribute")
    return {name: _read_attribute(name, item, below(path, name), nesting) for name, item in described.items()}


def _read_attribute(name: str, value: object, path: str, nesting: int) -> Attribute:
    described = read_object(value, path, _ATTRIBUTE_KEYS)
    if "type" not in described:
        raise SchemaError(path, "the key 'type' is missing")
    word = read_text(described["type"], f"{path}.type")
    if word not in _TYPES:
        raise SchemaError(f"{path}.type", f"unknown type {word!r}{suggestion(word, _TYPES)}")
    type_ = _TYPES[word]
    arguments: dict[str, Any] = {}
    for key, item in described.items():
        if key in _ATTRIBUTE_FIELDS:
            argument, read, types = _ATTRIBUTE_FIELDS[key]
            where = f"{path}.{key}"
            _check_key(types, type_, where)
            arguments[argument] = read(item, where)
    if "values" in described:
        _check_key(_VALUE_TYPES, type_, f"{path}.values")
        arguments.update(_read_values(described["values"], type_, f"{path}.values"))
    if "fields" in described:
        _check_key(frozenset({Type.OBJECT}), type_, f"{path}.fields")
        arguments["fields"] = _read_attributes(described["fields"], f"{path}.fields", nesting + 1).values()
    attribute = Attribute(name, type_, **arguments)
    _check_attribute(attribute, path)
    return attribute


def _check_key(types: frozenset[Type] | None, type_: Type, path: str) -> None:
    if types is not None and type_ not in types:
        raise SchemaError(path, f"an attribute of type {type_.value!r} cannot have this key")


def _read_values(value: object, type_: Type, path: str) -> dict[str, Any]:
    """The argument for `values`: a list of texts, or for an integer the number of each name."""
    if type_ is not Type.INTEGER:
        values = read_texts(value, path)
        _check_distinct(values, path)
        return {"values": values}
    if not isinstance(value, Mapping):
        raise wrong_kind(path, "an object of names and integers", value)
    codes = {key: read_integer(code, below(path, key)) for key, code in read_object(value, path).items()}
    _check_distinct(tuple(codes), path)
    return {"codes": codes}


def _check_distinct(values: tuple[str, ...], path: str) -> None:
    if len({fold_name(value) for value in values}) < len(values):
        raise SchemaError(path, "two values differ in case only")


def _check_attribute(attribute: Attribute, path: str) -> None:
    """What the parts of an attribute must satisfy together."""
    if attribute.type is Type.ENUM and not attribute.values:
        raise SchemaError(path, "an enum needs 'values'")
    for index, value in enumerate(attribute.settable):
        if value not in attribute.values:
            where = below(f"{path}.settable", index)
            raise SchemaError(where, f"{value!r} is none of the values{suggestion(value, attribute.values)}")
    low, high = attribute.minimum, attribute.maximum
    if low is not None and high is not None and low > high:
        raise SchemaError(f"{path}.max", f"{high} is below the minimum, {low}")


def _read_deprecated(value: object, entities: Mapping[str, Any]) -> dict[str, str]:
    deprecated: dict[str, str] = {}
    described = read_object(value, "$.deprecated")
    _check_names(described, "$.deprecated", _NAME, "entity type")
    taken = {fold_name(entity) for entity in entities}
    for old, new in described.items():
        path = below("$.deprecated", old)
        if fold_name(old) in taken:
            raise SchemaError(path, f"{old!r} is also an entity type")
        deprecated[old] = read_text(new, path)
        if new not in entities:
            raise SchemaError(path, f"unknown entity type {new!r}{suggestion(new, entities)}")
    return deprecated


def _check_references(entities: Mapping[str, Any], groups: Mapping[str, Any], names: set[str]) -> None:
    """Every entity type that is spoken of must be there. The kinds of all parts have been checked before."""
    spoken: list[tuple[str, str]] = []
    pending: list[tuple[str, Mapping[str, Any]]] = [
        (below("$.groups", group), attributes) for group, attributes in groups.items()
    ]
    for entity, value in entities.items():
        path = below("$.entities", entity)
        for key in ("parents", "subentities"):
            spoken += [(below(f"{path}.{key}", index), word) for index, word in enumerate(value.get(key, ()))]
        pending.append((f"{path}.attributes", value.get("attributes", {})))
    while pending:
        path, attributes = pending.pop()
        for name, value in attributes.items():
            where = below(path, name)
            targets = value.get("targets", ())
            spoken += [(below(f"{where}.targets", index), word) for index, word in enumerate(targets)]
            pending.append((f"{where}.fields", value.get("fields", {})))
    for where, word in spoken:
        if word not in names:
            raise SchemaError(where, f"unknown entity type {word!r}{suggestion(word, names)}")
