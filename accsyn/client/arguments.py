"""What a method may be given: checks that name the argument and say what to write instead.

The official client asserts (which ``python -O`` removes) or lets Python trip over a wrong value; here each complaint is
an `AccsynException`, as code written for the official client catches it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NoReturn

from accsyn.errors import ArgumentError, ArgumentTypeError
from accsyn.text import escape_for_display

# Identifiers as the official client knows them (PROTOCOL 4): wider than the 24 hexadecimal digits of the documentation.
_ID = re.compile(r"[a-z0-9]{24}")
# What stands in a query without quotes and means itself: neither null nor a parameter.
_BARE = re.compile(r"(?!null\Z)[\w.@+-][\w.@:+-]*", re.ASCII | re.IGNORECASE)
_WORD = re.compile(r"[^\W\d][\w-]*")

LONGEST_WAIT = 1_000_000_000
"""Seconds, 31 years: operating systems cannot wait much longer than that."""


def is_id(value: str) -> bool:
    """Whether a text is an identifier rather than a code: 24 lower-case letters and digits, nothing behind them."""
    return _ID.fullmatch(value) is not None


def is_bare(value: str) -> bool:
    """Whether a text may stand in a query as it is, and means itself there."""
    return _BARE.fullmatch(value) is not None


def text(value: object, name: str) -> str:
    """A text with something in it besides white space, as it is.

    Raises:
        ArgumentTypeError: It is no str.
        ArgumentError: It is empty.
    """
    if not isinstance(value, str):
        raise ArgumentTypeError(f"{name} is a str, not {type(value).__name__}")
    if not value.strip():
        raise ArgumentError(f"{name} must not be empty")
    return value


def entity_type(value: object, name: str = "entitytype") -> str:
    """The name of an entity type as it goes to the server: in lower case, without blanks around it.

    Raises:
        ArgumentTypeError: It is no str.
        ArgumentError: It is empty, or no word.
    """
    word = text(value, name).strip().lower()
    if not _WORD.fullmatch(word):
        raise ArgumentError(f"{name} is a word such as 'transfer', not {escape_for_display(word)!r}")
    return word


def identifier(value: object, name: str = "entityid") -> str:
    """The identifier of an entity where it has to be one.

    Raises:
        ArgumentTypeError: It is no str.
        ArgumentError: It is empty, or something else.
    """
    given = text(value, name)
    if not is_id(given):
        raise ArgumentError(f"{name} is an id of 24 lower-case letters and digits, not {escape_for_display(given)!r}")
    return given


def optional_text(value: object, name: str) -> str | None:
    """A text, or None.

    Raises:
        ArgumentTypeError: It is neither.
        ArgumentError: It is empty.
    """
    return None if value is None else text(value, name)


def spoken_text(value: object, name: str) -> str | None:
    """A text with something in it; None where nothing is said, which an empty text says as None does.

    Raises:
        ArgumentTypeError: It is no str.
    """
    return None if isinstance(value, str) and not value else optional_text(value, name)


def optional_flag(value: object, name: str) -> bool | None:
    """A bool, or None.

    Raises:
        ArgumentTypeError: It is neither; numbers are no bools.
    """
    if value is not None and not isinstance(value, bool):
        raise ArgumentTypeError(f"{name} is a bool, not {type(value).__name__}")
    return value


def optional_count(value: object, name: str, least: int, most: int | None = None) -> int | None:
    """A whole number that is neither less than `least` nor more than `most`, or None.

    Raises:
        ArgumentTypeError: It is neither; a bool is no number.
        ArgumentError: It is too small, or too large.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise ArgumentTypeError(f"{name} is an int, not {type(value).__name__}")
    if value < least:
        hint = "; leave it out for no limit" if name == "limit" else ""
        raise ArgumentError(f"{name} is at least {least}, not {_number(value)}{hint}")
    if most is not None and value > most:
        raise ArgumentError(f"{name} is {most:,} at most, not {_number(value)}")
    return value


def count(value: object, name: str, least: int, most: int | None = None) -> int:
    """The same where a number has to be said."""
    found = optional_count(value, name, least, most)
    if found is None:
        raise ArgumentTypeError(f"{name} is an int, not NoneType")
    return found


def seconds(value: object, name: str, *, may_be_0: bool = False) -> float:
    """A time to wait, in seconds.

    Raises:
        ArgumentTypeError: It is no number.
        ArgumentError: It is below 0, or 0 where that makes no sense, or longer than a machine can wait.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ArgumentTypeError(f"{name} is a number of seconds, not {type(value).__name__}")
    if not (value > 0 or (may_be_0 and value == 0)):
        least = ", 0 or more" if may_be_0 else " above 0"
        raise ArgumentError(f"{name} is a number of seconds{least}, not {_number(value)}")
    if value > LONGEST_WAIT:
        raise ArgumentError(f"{name} is {LONGEST_WAIT:,} seconds at most, not {_number(value)}")
    return value


def function(value: object, name: str, of: str) -> None:
    """Check that something can be called.

    Args:
        value: What was given.
        name: The argument.
        of: What it is: ``a function that takes the records``.

    Raises:
        ArgumentTypeError: It cannot.
    """
    if not callable(value):
        raise ArgumentTypeError(f"{name} is {of}, not {type(value).__name__}")


def instance(value: object, name: str, kind: type) -> None:
    """Check that something is of a class, or None.

    Raises:
        ArgumentTypeError: It is neither.
    """
    if value is not None and not isinstance(value, kind):
        raise ArgumentTypeError(f"{name} is a {kind.__name__}, not {type(value).__name__}")


def mapping(value: object, name: str = "data") -> dict[str, Any]:
    """A dict with something in it, as a new dict: the caller's stays as it is.

    Raises:
        ArgumentTypeError: It is no mapping.
        ArgumentError: It is empty.
    """
    if not isinstance(value, Mapping):
        raise ArgumentTypeError(f"{name} is a dict, not {type(value).__name__}")
    if not value:
        raise ArgumentError(f"{name} must not be empty")
    return dict(value)


def optional_mapping(value: object, name: str = "data") -> dict[str, Any]:
    """A dict, or an empty one for None; always a new one.

    Raises:
        ArgumentTypeError: It is neither.
    """
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ArgumentTypeError(f"{name} is a dict, not {type(value).__name__}")
    return dict(value)


def names(value: object, name: str = "attributes") -> list[str] | None:
    """A list of non-empty texts without the blanks around them; None for None or an empty list.

    Raises:
        ArgumentTypeError: It is no list, or an item is no str; a str is no list of its characters.
        ArgumentError: An item is empty.
    """
    if value is None:
        return None
    if not isinstance(value, list | tuple):
        raise ArgumentTypeError(f"{name} is a list of str, not {type(value).__name__}")
    return [text(item, f"each of {name}").strip() for item in value] or None


def filters(value: object, name: str) -> str | list[str] | None:
    """A filter of file names, or a list of some; None where nothing is said.

    Raises:
        ArgumentTypeError: It is something else.
        ArgumentError: A filter of a list is empty.
    """
    if isinstance(value, list | tuple):
        return names(value, name)
    if value is not None and not isinstance(value, str):
        raise ArgumentTypeError(f"{name} is a str or a list of str, not {type(value).__name__}")
    return value or None


def _number(value: float) -> str:
    """A number for a message; Python writes none of more than some thousand digits."""
    try:
        return str(value)
    except ValueError:
        return "a number of thousands of digits"


def unsupported(name: str, value: str, supported: tuple[str, ...]) -> NoReturn:
    """Refuse a word that a method does not know.

    Raises:
        ArgumentError: Always.
    """
    listed = ", ".join(supported)
    raise ArgumentError(f"{name} is {'one of ' if len(supported) > 1 else ''}{listed}, not {value!r}")
