"""Queries as JSON, to be stored: a form that stays, with a version.

::

    {"version": 1, "entity_type": "Transfer",
     "condition": {"and": [{"attribute": "user", "operator": "=", "value": {"text": "anna", "quoted": true}},
                           {"attribute": "status", "operator": "IN", "value": [{"text": "failed"}, null]}]},
     "options": {"limit": 10}}

A value is ``{"text": ...}`` as in a query's text (``"quoted": true`` where it stands in quotes, which ``null`` and
``:name`` need to be texts), ``{"exact": ...}`` for a text from Python whose ``*`` is plain,
``{"parameter": name}``, ``null`` for the absent value, or a list of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from accsyn.ast import (
    And,
    Comparison,
    Exact,
    Expression,
    Junction,
    List,
    Literal,
    Node,
    Null,
    Operator,
    Or,
    Parameter,
    Statement,
    Value,
    join,
)
from accsyn.errors import StoredQueryError
from accsyn.names import is_name, is_parameter_name
from accsyn.options import FIND_ARGUMENTS, NO_OPTIONS, FindOptions
from accsyn.printer import reads_as_null, reads_as_parameter

VERSION = 1
"""The version of the form; another one is refused."""

_OPERATORS = {operator.value: operator for operator in Operator}
_LISTS = frozenset({Operator.IN, Operator.NOT_IN})
_NULLABLE = frozenset({Operator.EQUAL, Operator.NOT_EQUAL}) | _LISTS
_JUNCTIONS: dict[str, type[And] | type[Or]] = {"and": And, "or": Or}


def to_document(statement: Statement, options: FindOptions) -> dict[str, Any]:
    """The stored form of a query; what is not said is left out."""
    document: dict[str, Any] = {"version": VERSION, "entity_type": statement.entity_type}
    if statement.condition is not None:
        document["condition"] = _store(statement.condition)
    if options:
        document["options"] = {
            name: list(value) if isinstance(value, tuple) else value for name, value in options.said()
        }
    return document


def _store(condition: Expression) -> dict[str, Any]:
    root: list[dict[str, Any]] = []
    pending: list[tuple[Expression, list[dict[str, Any]]]] = [(condition, root)]
    while pending:
        node, place = pending.pop()
        if isinstance(node, Junction):
            operands: list[dict[str, Any]] = []
            place.append({"and" if isinstance(node, And) else "or": operands})
            # The first is stored first: each pushes what lies below it on top of its siblings.
            pending.extend((operand, operands) for operand in reversed(node.operands))
        elif isinstance(node, Comparison):
            value = node.value
            items = value.items if isinstance(value, List) else (value,)
            listed = [_store_value(item, node.operator) for item in items]
            stored = listed if isinstance(value, List) else listed[0]
            place.append({"attribute": str(node.attribute), "operator": node.operator.value, "value": stored})
    return root[0]


def _store_value(value: Node, operator: Operator) -> dict[str, Any] | None:
    if isinstance(value, Literal):
        # A text from code that would be something else without quotes has them in its text, too.
        quoted = value.quoted or _bare_meaning(value.text, operator) is not None
        return {"text": value.text, "quoted": True} if quoted else {"text": value.text}
    if isinstance(value, Exact):
        return {"exact": value.text}
    return {"parameter": value.name} if isinstance(value, Parameter) else None


def from_document(document: object) -> tuple[Statement, FindOptions]:
    """The query that a stored form stands for.

    Raises:
        StoredQueryError: It is none; the message says where.
    """
    # Another version may well have other keys: what it is comes first.
    if isinstance(document, Mapping) and "version" in document:
        version = document["version"]
        if version != VERSION or isinstance(version, bool):
            raise StoredQueryError("$.version", f"expected {VERSION}, got {_shown(version)}")
    root = _object(document, "$", ("version", "entity_type"), ("condition", "options"))
    entity_type = _name(root["entity_type"], "$.entity_type", "an entity type")
    if "." in entity_type:
        raise StoredQueryError("$.entity_type", f"{_shown(entity_type)} is not the name of an entity type")
    condition = None if root.get("condition") is None else _read(root["condition"])
    return Statement(entity_type, condition), _read_options(root.get("options"))


def _read(stored: object) -> Expression:
    done: list[Expression] = []
    # A junction stands on the stack twice: to be taken apart, and, as its kind and size, to be put together.
    pending: list[tuple[object, str] | tuple[type[And] | type[Or], int]] = [(stored, "$.condition")]
    while pending:
        item, where = pending.pop()
        if isinstance(where, int):
            operands = done[-where:]
            del done[-where:]
            done.append(join(And if item is And else Or, operands))
            continue
        word = next((word for word in _JUNCTIONS if isinstance(item, Mapping) and word in item), None)
        if word is None:
            done.append(_read_comparison(item, where))
            continue
        parts = _object(item, where, (word,))[word]
        where = f"{where}.{word}"
        if not isinstance(parts, list | tuple) or not parts:
            raise StoredQueryError(where, f"expected a list of conditions, got {_shown(parts)}")
        pending.append((_JUNCTIONS[word], len(parts)))
        pending.extend((part, f"{where}[{index}]") for index, part in reversed(list(enumerate(parts))))
    return done.pop()


def _read_comparison(item: object, where: str) -> Comparison:
    stored = _object(item, where, ("attribute", "operator", "value"))
    attribute = _name(stored["attribute"], f"{where}.attribute", "an attribute")
    word = stored["operator"]
    operator = _OPERATORS.get(word) if isinstance(word, str) else None
    if operator is None:
        raise StoredQueryError(f"{where}.operator", f"expected one of {', '.join(_OPERATORS)}, got {_shown(word)}")
    value, place = stored["value"], f"{where}.value"
    if operator not in _LISTS:
        return Comparison(attribute, operator, _read_value(value, place, operator))
    if isinstance(value, list | tuple):
        items = [_read_value(part, f"{place}[{index}]", operator) for index, part in enumerate(value)]
        return Comparison(attribute, operator, List(tuple(items)))
    whole = _read_value(value, place, operator)
    if not isinstance(whole, Parameter):
        raise StoredQueryError(place, f"{operator.value} takes a list or a parameter, got {_shown(value)}")
    return Comparison(attribute, operator, whole)


def _read_value(stored: object, where: str, operator: Operator) -> Value:
    if stored is None:
        if operator not in _NULLABLE:
            raise StoredQueryError(where, f"null does not go with {operator.value}")
        return Null()
    keys = list(stored) if isinstance(stored, Mapping) else []
    kind = next((key for key in _VALUES if key in keys), None)
    if kind is None:
        expected = ", ".join(f'{{"{key}": ...}}' for key in _VALUES)
        raise StoredQueryError(where, f"expected {expected} or null, got {_shown(stored)}")
    fields = _object(stored, where, (kind,), ("quoted",) if kind == "text" else ())
    text = fields[kind]
    if not isinstance(text, str):
        raise StoredQueryError(f"{where}.{kind}", f"expected a string, got {_shown(text)}")
    if kind == "parameter" and not is_parameter_name(text):
        raise StoredQueryError(f"{where}.{kind}", f"{_shown(text)} is not the name of a parameter")
    quoted = fields.get("quoted", False)
    if not isinstance(quoted, bool):
        raise StoredQueryError(f"{where}.quoted", f"expected true or false, got {_shown(quoted)}")
    meaning = None if kind != "text" or quoted else _bare_meaning(text, operator)
    if meaning is not None:
        raise StoredQueryError(
            f"{where}.text",
            f'without quotes this would be {meaning}; the text itself is {{"text": ..., "quoted": true}}',
        )
    return _VALUES[kind](text, quoted)


def _bare_meaning(text: str, operator: Operator) -> str | None:
    """What a text would be in a query, if it stood there without quotes; None where it would be itself."""
    if reads_as_parameter(text):
        return f'a parameter, {{"parameter": "{text[1:]}"}}'
    return "the absent value, null" if operator in _NULLABLE and reads_as_null(text) else None


_VALUES: dict[str, Callable[[str, bool], Value]] = {
    "text": Literal,
    "exact": lambda text, _: Exact(text),
    "parameter": lambda text, _: Parameter(text),
}


def _read_options(stored: object) -> FindOptions:
    if stored is None:
        return NO_OPTIONS
    options = dict(_object(stored, "$.options", (), tuple(FIND_ARGUMENTS)))
    if isinstance(options.get("attributes"), list):
        options["attributes"] = tuple(options["attributes"])
    found = NO_OPTIONS
    for name, value in options.items():
        found = _with_option(found, name, value)
    return found


def _with_option(options: FindOptions, name: str, value: object) -> FindOptions:
    try:
        return options.replace(**{name: value})
    except (TypeError, ValueError) as error:
        raise StoredQueryError(f"$.options.{name}", f"not usable: {error}") from error


def _object(value: object, where: str, needed: tuple[str, ...], more: tuple[str, ...] = ()) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise StoredQueryError(where, f"expected an object, got {_shown(value)}")
    missing = next((key for key in needed if key not in value), None)
    if missing is not None:
        raise StoredQueryError(where, f"the key '{missing}' is missing")
    strange = next((key for key in value if key not in needed and key not in more), None)
    if strange is not None:
        raise StoredQueryError(where, f"unknown key {_shown(strange)}")
    return value


def _name(value: object, where: str, what: str) -> str:
    if not isinstance(value, str) or not is_name(value):
        raise StoredQueryError(where, f"expected the name of {what}, got {_shown(value)}")
    return value


def _shown(value: object) -> str:
    """A short form of what was found instead."""
    if isinstance(value, Mapping | list | tuple):
        kind, article = ("object", "an") if isinstance(value, Mapping) else ("list", "a")
        return f"{article if value else 'an empty'} {kind}"
    shown = repr(value)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"
