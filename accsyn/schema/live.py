"""A schema of what a workspace answers about itself: ``entitytypes`` and ``attributes WHERE entitytype=X``.

The form of these answers is not documented **[ours]**: read are lists of names, lists of objects with a name, and
objects by name. What an answer says goes before the base schema; what it does not say (targets, units, nested fields)
is taken from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from accsyn.errors import SchemaError
from accsyn.schema.attributes import Attribute, Type, fold_name
from accsyn.schema.model import EntityType, Schema
from accsyn.schema.reading import below

_NAME = re.compile(r"[^\W\d][\w-]*(?:\.[\w-]+)*")

# Under which key an object of an answer may say a thing, the likeliest first.
_NAME_KEYS = ("name", "code", "entitytype", "attribute", "key", "id")
_TYPE_KEYS = ("type", "datatype", "data_type", "kind")
_TEXT_KEYS = ("description", "help", "hint", "label")
_VALUE_KEYS = ("values", "enum", "options", "choices", "allowed")

_TYPES: dict[str, Type] = {
    **{type_.value: type_ for type_ in Type},
    **dict.fromkeys(("str", "string", "unicode", "varchar", "email", "url", "path"), Type.TEXT),
    **dict.fromkeys(("int", "long", "bigint"), Type.INTEGER),
    **dict.fromkeys(("float", "double", "decimal"), Type.NUMBER),
    **dict.fromkeys(("bool",), Type.BOOLEAN),
    **dict.fromkeys(("date", "datetime", "time"), Type.TIMESTAMP),
    **dict.fromkeys(("objectid", "uuid"), Type.ID),
    **dict.fromkeys(("dict", "json", "map"), Type.OBJECT),
}
_LISTS = frozenset({"list", "array", "set", "tuple"})
_LIST_OF = re.compile(r"(?:list|array)\W*(?:of\W+)?(\w+)\W*|(\w+)\[\]")


class Said(NamedTuple):
    """What an answer says about one attribute; None and empty for what it does not say."""

    name: str
    type: Type | None = None
    is_list: bool | None = None
    values: tuple[str, ...] = ()
    description: str = ""


def entity_type_names(answer: object) -> tuple[str, ...]:
    """The names of the entity types in an answer to ``entitytypes``, in lower case, each once.

    Raises:
        SchemaError: The answer has another form, or no name.
    """
    names = tuple(dict.fromkeys(fold_name(name) for name, _ in _entries(answer, "$.entitytypes")))
    if not names:
        raise SchemaError("$.entitytypes", "the workspace names no entity type")
    return names


def attributes_of(answer: object, entity_type: str) -> tuple[Said, ...]:
    """What an answer to ``attributes WHERE entitytype=X`` says, an item for each attribute.

    Raises:
        SchemaError: The answer has another form.
    """
    said: dict[str, Said] = {}
    for name, details in _entries(answer, below("$.attributes", entity_type)):
        said.setdefault(fold_name(name), _said(name, details))
    return tuple(said.values())


def live_schema(base: Schema, names: Iterable[str], answers: Mapping[str, object], *, name: str = "") -> Schema:
    """The base schema with what a workspace says merged into it.

    Args:
        base: What is known beforehand, such as the built-in schema.
        names: The entity types of the workspace, as `entity_type_names` gives them.
        answers: For each of them, the answer about its attributes; one without an answer keeps those of the base.
        name: What to call the schema in messages.

    Returns:
        A schema with `is_live`. Entity types and attributes that only the base knows stay: the answers list what can be
        seen, and a query may be about more.

    Raises:
        SchemaError: An answer has another form.
    """
    members = {fold_name(known.name): known.within(None) for known in base.entity_types.values()}
    deprecated = {fold_name(old) for old in base.deprecated_names}
    for raw in names:
        key = fold_name(raw)
        if key in deprecated:
            continue
        said = attributes_of(answers.get(raw) or [], key)
        known = members.get(key)
        members[key] = _merge(EntityType(key) if known is None else known, said)
    return Schema(
        members.values(), dict(base.deprecated_names), base.metadata_queries, is_live=True, name=name or base.name
    )


def _merge(entity_type: EntityType, said: Iterable[Said]) -> EntityType:
    attributes = {fold_name(known.name): known for known in entity_type.attributes.values()}
    for one in said:
        attributes[fold_name(one.name)] = _merge_attribute(attributes.get(fold_name(one.name)), one)
    return EntityType(**{**entity_type.arguments(), "attributes": tuple(attributes.values())})


def _merge_attribute(known: Attribute | None, said: Said) -> Attribute:
    if known is None:
        type_ = said.type or (Type.ENUM if said.values else Type.UNTYPED)
        # An object without described fields would take no operator at all.
        type_ = Type.METADATA if type_ is Type.OBJECT else type_
        keeps_values = type_ in {Type.ENUM, Type.TEXT}
        return Attribute(
            said.name,
            type_,
            is_list=bool(said.is_list),
            values=said.values if keeps_values else (),
            description=said.description,
        )
    changed = known.arguments()
    # "string" is what a server calls an enum, an id, a reference: the base, which knows better, is not made vaguer.
    if said.type is not None and known.type is Type.UNTYPED:
        changed["type"] = said.type
    if said.values and known.type in {Type.ENUM, Type.TEXT} and not known.codes:
        changed["values"] = said.values
        changed["settable"] = tuple(value for value in known.settable if value in said.values)
    if said.description and not known.description:
        changed["description"] = said.description
    return Attribute(**changed)


def _entries(answer: object, path: str) -> Iterator[tuple[str, object]]:
    """Name and details of each entry of an answer.

    Raises:
        SchemaError: The answer has another form.
    """
    if isinstance(answer, Mapping):
        for name, details in answer.items():
            yield _checked(name, below(path, str(name))), details
        return
    if not isinstance(answer, list):
        raise SchemaError(path, f"expected a list or an object, got {type(answer).__name__}")
    for index, entry in enumerate(answer):
        place = below(path, index)
        if isinstance(entry, str):
            yield _checked(entry, place), None
        elif isinstance(entry, Mapping):
            found = next((entry[key] for key in _NAME_KEYS if isinstance(entry.get(key), str)), None)
            if found is None and len(entry) == 1:
                # One object for each name, its only key.
                yield from ((_checked(name, place), details) for name, details in entry.items())
                continue
            yield _checked(found, place), entry
        else:
            raise SchemaError(place, f"expected a name or an object, got {type(entry).__name__}")


def _checked(name: object, path: str) -> str:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise SchemaError(path, f"expected a name that a query can say, got {name!r}")
    return name


def _said(name: str, details: object) -> Said:
    if isinstance(details, str):
        # {"status": "string"}, or a description.
        type_, is_list = _type(details)
        return Said(name, type_, is_list, (), "" if type_ else details)
    if not isinstance(details, Mapping):
        return Said(name)
    type_, is_list = _type(_first(details, _TYPE_KEYS, str))
    values = _first(details, _VALUE_KEYS, list) or []
    return Said(
        name,
        type_,
        is_list,
        tuple(dict.fromkeys(value for value in values if isinstance(value, str) and value)),
        _first(details, _TEXT_KEYS, str) or "",
    )


def _first(details: Mapping[Any, Any], keys: Iterable[str], kind: type) -> Any:
    return next((details[key] for key in keys if isinstance(details.get(key), kind)), None)


def _type(word: str | None) -> tuple[Type | None, bool | None]:
    """Type, and whether it is a list of such; None for what the word does not say."""
    if not word:
        return None, None
    folded = word.strip().lower()
    if folded in _LISTS:
        return None, True
    listed = _LIST_OF.fullmatch(folded)
    if listed is not None:
        return _TYPES.get(listed[1] or listed[2]), True
    return _TYPES.get(folded), None
