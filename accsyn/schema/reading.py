"""Checked access to the parts of a parsed schema file: every complaint carries the path of the part."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from accsyn.errors import SchemaError

# By exact class, since a bool is an int; what is missing here is named by its class.
_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "a boolean",
    int: "an integer",
    float: "a number",
    str: "a string",
    list: "a list",
    tuple: "a list",
}


class RepeatedKey(dict[str, Any]):
    """A JSON object in which a key stands twice.

    Attributes:
        key: The first key that is repeated.
    """

    key: str = ""


def without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The hook for `json.loads`: remembers a repeated key until its path is known."""
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    seen: set[str] = set()
    repeated = RepeatedKey(plain)
    repeated.key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return repeated


def below(path: str, key: str | int) -> str:
    """The JSON path of a member of an object or an item of a list."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if key.isidentifier() else f"{path}[{key!r}]"


def kind_of(value: object) -> str:
    """What a JSON value is, for messages: ``an integer``."""
    if isinstance(value, Mapping):
        return "an object"
    return _KINDS.get(type(value), f"a Python {type(value).__name__}")


def wrong_kind(path: str, expected: str, value: object) -> SchemaError:
    """The error for a value of another kind than expected."""
    return SchemaError(path, f"expected {expected}, got {kind_of(value)}")


def read_object(value: object, path: str, known: Iterable[str] | None = None) -> Mapping[str, Any]:
    """An object; with `known`, one that has no other keys than these.

    Raises:
        SchemaError: It is no object, a key is repeated, is no string, or is unknown.
    """
    if not isinstance(value, Mapping):
        raise wrong_kind(path, "an object", value)
    if isinstance(value, RepeatedKey):
        raise SchemaError(below(path, value.key), "this key stands twice in its object")
    for key in value:
        if not isinstance(key, str):
            raise SchemaError(path, f"expected keys that are strings, got {kind_of(key)}")
        if known is not None and key not in known:
            raise SchemaError(below(path, key), f"unknown key{suggestion(key, known)}")
    return value


def read_text(value: object, path: str) -> str:
    """A string."""
    if not isinstance(value, str):
        raise wrong_kind(path, "a string", value)
    return value


def read_flag(value: object, path: str) -> bool:
    """A boolean."""
    if not isinstance(value, bool):
        raise wrong_kind(path, "a boolean", value)
    return value


def read_integer(value: object, path: str) -> int:
    """An integer; a boolean is none."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong_kind(path, "an integer", value)
    return value


def read_number(value: object, path: str) -> int | float:
    """A finite number; a boolean is none."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise wrong_kind(path, "a number", value)
    if not math.isfinite(value):
        raise SchemaError(path, "expected a finite number")
    return value


def read_texts(value: object, path: str) -> tuple[str, ...]:
    """A list of distinct strings."""
    if not isinstance(value, list | tuple):
        raise wrong_kind(path, "a list of strings", value)
    seen: dict[str, None] = {}
    for index, item in enumerate(value):
        if not isinstance(item, str):
            raise wrong_kind(below(path, index), "a string", item)
        if item in seen:
            raise SchemaError(below(path, index), f"{item!r} stands twice in the list")
        seen[item] = None
    return tuple(seen)


def suggestion(word: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown word: ``; did you mean 'role'?``, or nothing."""
    from difflib import get_close_matches

    close = get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
