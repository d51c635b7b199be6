"""How the tables of a query test file are read, and how a complaint names its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from accsyn.errors import AccsynError
from accsyn.text import closest

Table = Mapping[str, Any]


class QueryTestError(AccsynError, ValueError):
    """A query test file is wrong.

    Args:
        path: The file.
        line: The line at fault, from 1; None where it is not known.
        message: What is wrong and what to write instead, one clause or two, no final full stop.
    """

    def __init__(self, path: str, line: int | None, message: str) -> None:
        self.path = path
        self.line = line
        self.message = message
        super().__init__(f"{path}: {message}" if line is None else f"{path}:{line}: {message}")

    def __reduce__(self) -> tuple[type[QueryTestError], tuple[str, int | None, str]]:
        return type(self), (self.path, self.line, self.message)


class FieldError(ValueError):
    """A value of a file is wrong; the reader of the file adds the place.

    Args:
        message: One clause, which starts with the key at fault.
    """


_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"),
    (str, "text"),
    ((int, float), "a number"),
    ((datetime, date, time), "a date or time"),
    (Mapping, "a table"),
    (list, "a list"),
)


def kind(value: object) -> str:
    """What a value is, in the words of a complaint."""
    return next((words for types, words in _KINDS if isinstance(value, types)), type(value).__name__)


def wrong(key: str, expected: str, value: object) -> FieldError:
    """The complaint about a value of a wrong kind."""
    return FieldError(f"`{key}` is {expected}, not {kind(value)}")


def check_keys(table: Table, known: Iterable[str], what: str) -> None:
    """Refuse keys that nobody reads.

    Args:
        table: What was read.
        known: The keys there are.
        what: Whose they are, such as ``a case``.

    Raises:
        FieldError: There is another one; the nearest is offered.
    """
    names = tuple(known)
    for key in table:
        if key not in names:
            near = closest(key, names)
            hint = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(f'`{name}`' for name in names)}"
            raise FieldError(f"{what} has no key `{key}`; {hint}")


def read(table: Table, key: str, expected: type, default: Any, words: str) -> Any:
    """The value of a key, of one kind.

    Raises:
        FieldError: It is of another kind.
    """
    value = table.get(key, default)
    if value is not default and (not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool)):
        raise wrong(key, words, value)
    return value


def read_text(table: Table, key: str, default: str = "") -> str:
    """The text of a key that is not empty, where it is there."""
    value: str = read(table, key, str, default, "text")
    if key in table and not value.strip():
        raise FieldError(f"`{key}` is empty")
    return value


def read_texts(table: Table, key: str, of: str) -> tuple[str, ...]:
    """The texts of a list."""
    value = read(table, key, list, (), f"a list of {of}")
    for item in value:
        if not isinstance(item, str):
            raise FieldError(f"`{key}` is a list of {of}, and {item!r} is {kind(item)}")
    return tuple(value)


def read_tables(table: Table, key: str) -> list[Table]:
    """The tables of an array of tables, ``[[key]]``."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise FieldError(f"`{key}` is written as a table with two brackets, `[[{key}]]`")
    return value


def read_file(name: str, load: Callable[[], Any]) -> Any:
    """What a file gives that a query test file names.

    Raises:
        FieldError: It cannot be used.
    """
    try:
        return load()
    except AccsynError as error:
        raise FieldError(f"`{name}` cannot be used: {error}") from error
