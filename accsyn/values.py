"""Values from Python as nodes of a tree.

What is bound is data, never syntax: quotes, ``AND``, ``:x``, ``null`` and ``*`` in it are plain text. Accepted are
str, int, float (not nan, inf), bool, None, datetime, date, UUID, Enum (its value) and PurePath; for IN and NOT IN
also any iterable of these, which is taken once.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timezone
from enum import Enum

from accsyn.ast import Exact, Literal, Null, Operator, Value
from accsyn.binding.findings import Finding
from accsyn.binding.literals import MAX_DIGITS, Problem, format_number
from accsyn.binding.times import format_moment, from_python

LISTS = frozenset({Operator.IN, Operator.NOT_IN})
"""The operators that compare with a list."""

_WILDCARDS = frozenset({Operator.EQUAL, Operator.NOT_EQUAL, Operator.IN, Operator.NOT_IN})
_PATTERNS = frozenset({Operator.MATCHES, Operator.NOT_MATCHES})
# Types that are no collections, so that most values need not be asked whether they can be iterated over.
_PLAIN = frozenset({str, int, float, bool, type(None), datetime, date})


class Wildcard:
    """A text in which ``*`` matches any run of characters; made by `wildcard`."""

    __slots__ = ("pattern",)

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __repr__(self) -> str:
        return f"wildcard({self.pattern!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Wildcard) and other.pattern == self.pattern

    def __hash__(self) -> int:
        return hash((Wildcard, self.pattern))


def wildcard(pattern: str) -> Wildcard:
    """Bind a pattern on purpose: ``params={"name": accsyn.wildcard("* backup")}``.

    Args:
        pattern: The text; each ``*`` in it matches any run of characters, with ``=``, ``!=``, IN and NOT IN.

    Raises:
        TypeError: `pattern` is no str.
    """
    if not isinstance(pattern, str):
        raise TypeError(f"wildcard() takes a str, not {type(pattern).__name__}")
    return Wildcard(pattern)


def bound_values(
    name: str,
    value: object,
    operator: Operator,
    *,
    index: int,
    place: int,
    findings: list[Finding],
    taken: dict[str, tuple[object, ...]],
) -> list[Value]:
    """The nodes for the value or values of a parameter.

    Args:
        name: The parameter.
        value: What was given for it.
        operator: What it is compared by.
        index: The index of the comparison, from 0.
        place: The index of the first node among the items of a list.
        findings: Where it is said that a value cannot be written.
        taken: What came out of iterables, by name.

    Raises:
        TypeError: A value is of a type that cannot be bound, or a list stands where one value belongs.
    """
    values: tuple[object, ...] = (value,)
    if type(value) not in _PLAIN and _is_collection(value):
        if operator not in LISTS:
            raise TypeError(
                f"parameter {name!r}: {operator.value} takes one value, not a {type(value).__name__}; use IN"
            )
        if name not in taken:
            taken[name] = tuple(value)  # type: ignore[arg-type]
        values = taken[name]
    found: list[Value] = []
    for item in values:
        node = _value_for(name, item, operator)
        if isinstance(node, Problem):
            findings.append(Finding("unusable_value", True, index, place + len(found), node))
            node = Null()  # it stands for the value: no reader finds anything else wrong with that
        found.append(node)
    return found


def _value_for(name: str, value: object, operator: Operator) -> Value | Problem:
    try:
        return value_of(value, operator)
    except TypeError as error:
        raise TypeError(f"parameter {name!r}: {error}") from None


def value_of(value: object, operator: Operator) -> Value | Problem:
    """The node for one value, or why it cannot be written.

    Raises:
        TypeError: The value is of a type that cannot be bound, or does not go with the operator.
    """
    while isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        return text_literal(str(value), operator)
    if value is None:
        if operator not in _WILDCARDS:
            raise TypeError(f"None goes with =, !=, IN and NOT IN, not with {operator.value}")
        return Null()
    if isinstance(value, bool):
        return Literal("true" if value else "false")
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, datetime):
        interval = from_python(value, tz=timezone.utc)
        return interval if isinstance(interval, Problem) else Literal(format_moment(interval.start))
    if isinstance(value, date):
        return Literal(value.isoformat())
    if isinstance(value, Wildcard):
        if operator not in _WILDCARDS:
            raise TypeError(f"a wildcard goes with =, !=, IN and NOT IN, not with {operator.value}")
        return Literal(value.pattern, quoted=True)
    if _is_a("pathlib", "PurePath", value) or _is_a("uuid", "UUID", value):
        return text_literal(str(value), operator)
    raise TypeError(f"{_describe(value, operator)} cannot be bound")


def _number(value: int | float) -> Literal | Problem:
    if isinstance(value, float) and not math.isfinite(value):
        raise TypeError(f"{value} is no number that can be compared")
    try:
        return Literal(format_number(value))
    except ValueError:
        return Problem(f"the number has more than {MAX_DIGITS} digits", None)


def text_literal(text: str, operator: Operator) -> Literal | Exact:
    """The node for a text from Python that means exactly itself."""
    starred = "*" in text and operator in _WILDCARDS
    if starred or (text.endswith("\\") and operator not in _PATTERNS):
        return Exact(text)
    return Literal(text, quoted=True)


def _is_collection(value: object) -> bool:
    # Text and mappings are iterable and never meant; an Enum class is, too.
    return isinstance(value, Iterable) and not isinstance(
        value, (str, bytes, bytearray, memoryview, Mapping, Enum, type)
    )


def _is_a(module: str, name: str, value: object) -> bool:
    """Whether a value is of a class of a module that is imported only by whoever has such a value."""
    loaded = sys.modules.get(module)
    return loaded is not None and isinstance(value, getattr(loaded, name))


def _describe(value: object, operator: Operator) -> str:
    name = type(value).__name__
    if isinstance(value, (bytes, bytearray, memoryview)):
        return f"{name} (decode it first)"
    if not _is_collection(value):
        return f"a value of type {name}"
    return f"a {name} inside a list" if operator in LISTS else f"a {name} as one value"
