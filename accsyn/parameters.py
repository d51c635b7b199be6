"""Values from Python in place of parameters.

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

from accsyn.ast import (
    Comparison,
    Exact,
    Expression,
    List,
    Literal,
    Null,
    Operator,
    Parameter,
    Statement,
    Value,
    comparisons,
)
from accsyn.binding.findings import Finding
from accsyn.binding.literals import MAX_DIGITS, Problem, format_number
from accsyn.binding.times import format_moment, from_python
from accsyn.visitor import transform

_LISTS = frozenset({Operator.IN, Operator.NOT_IN})
_WILDCARDS = frozenset({Operator.EQUAL, Operator.NOT_EQUAL, Operator.IN, Operator.NOT_IN})
_PATTERNS = frozenset({Operator.MATCHES, Operator.NOT_MATCHES})


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


def bind_parameters(statement: Statement, params: Mapping[str, object]) -> tuple[Statement, list[Finding]]:
    """Put values in place of parameters.

    Args:
        statement: The tree; a parameter that `params` does not name stays.
        params: Values by name, without the colon.

    Returns:
        The new tree, which knows the old one as its `origin`, and what is wrong with the values: an unused name, a
        value that cannot be written.

    Raises:
        TypeError: `params` is no mapping, a value is of a type that cannot be bound, or a list stands where one value
            belongs.
    """
    if not isinstance(params, Mapping):
        raise TypeError(f"params maps names to values, params={{'name': value}}, and is no {type(params).__name__}")
    binder = _Binder(params)
    condition = statement.condition
    if condition is not None:
        condition = transform(condition, binder.replace)
    findings = binder.findings
    findings += [Finding("unused_parameter", True, data=name) for name in params if name not in binder.used]
    if condition is statement.condition:
        return statement, findings
    return Statement(statement.entity_type, condition, statement.source, statement.origin or statement), findings


def unbound(statement: Statement) -> list[tuple[int, int, str]]:
    """The parameters that are left: index of the comparison, index of the item, name."""
    found: list[tuple[int, int, str]] = []
    for index, comparison in enumerate(comparisons(statement)):
        value = comparison.value
        items = value.items if isinstance(value, List) else (value,)
        found += [(index, place, item.name) for place, item in enumerate(items) if isinstance(item, Parameter)]
    return found


def parameter_names(statement: Statement) -> set[str]:
    """The names of the parameters of a tree that have no values yet."""
    return {name for _, _, name in unbound(statement)}


class _Binder:
    """One pass over the comparisons of a tree."""

    def __init__(self, params: Mapping[str, object]) -> None:
        self.params = params
        self.used: set[str] = set()
        self.findings: list[Finding] = []
        self._taken: dict[str, tuple[object, ...]] = {}
        self._index = -1

    def replace(self, comparison: Comparison) -> Expression:
        """The comparison with its values."""
        self._index += 1
        value = comparison.value
        if isinstance(value, Parameter):
            if value.name not in self.params:
                return comparison
            bound = self._bind(value.name, comparison.operator)
            new: Value = List(bound) if comparison.operator in _LISTS else bound[0]
        elif isinstance(value, List) and any(
            isinstance(item, Parameter) and item.name in self.params for item in value.items
        ):
            items: list[Value] = []
            for item in value.items:
                if isinstance(item, Parameter) and item.name in self.params:
                    items += self._bind(item.name, comparison.operator, len(items))
                else:
                    items.append(item)
            new = List(tuple(items))
        else:
            return comparison
        return Comparison(comparison.attribute, comparison.operator, new)

    def _bind(self, name: str, operator: Operator, place: int = 0) -> tuple[Value, ...]:
        """The value or values of a parameter; `place` is the index of the first one among the items of a list."""
        self.used.add(name)
        value = self.params[name]
        if not _is_collection(value):
            return (self._literal(name, value, operator, place),)
        if operator not in _LISTS:
            raise TypeError(
                f"parameter {name!r}: {operator.value} takes one value, not a {type(value).__name__}; use IN"
            )
        if name not in self._taken:
            self._taken[name] = tuple(value)  # type: ignore[arg-type]
        return tuple([self._literal(name, item, operator, at) for at, item in enumerate(self._taken[name], place)])

    def _literal(self, name: str, value: object, operator: Operator, place: int) -> Value:
        while isinstance(value, Enum):
            value = value.value
        if isinstance(value, Wildcard):
            if operator not in _WILDCARDS:
                raise TypeError(
                    f"parameter {name!r}: a wildcard goes with =, !=, IN and NOT IN, not with {operator.value}"
                )
            return Literal(value.pattern, quoted=True)
        if isinstance(value, str) or _is_a("pathlib", "PurePath", value) or _is_a("uuid", "UUID", value):
            return text_literal(str(value), operator)
        if value is None:
            return self._null(name, operator)
        if isinstance(value, bool):
            return Literal("true" if value else "false")
        if isinstance(value, (int, float)):
            return self._number(name, value, place)
        if isinstance(value, datetime):
            return self._moment(value, place)
        if isinstance(value, date):
            return Literal(value.isoformat())
        raise TypeError(f"parameter {name!r}: {_describe(value)} cannot be bound")

    def _null(self, name: str, operator: Operator) -> Null:
        if operator not in _WILDCARDS:
            raise TypeError(f"parameter {name!r}: None goes with =, !=, IN and NOT IN, not with {operator.value}")
        return Null()

    def _number(self, name: str, value: int | float, place: int) -> Value:
        if isinstance(value, float) and not math.isfinite(value):
            raise TypeError(f"parameter {name!r}: {value} is no number that can be compared")
        if not isinstance(value, float) and abs(value) >= 10**MAX_DIGITS:
            return self._unusable(Problem(f"the number has more than {MAX_DIGITS} digits", None), place)
        return Literal(format_number(value))

    def _moment(self, value: datetime, place: int) -> Value:
        interval = from_python(value, tz=timezone.utc)
        if isinstance(interval, Problem):
            return self._unusable(interval, place)
        return Literal(format_moment(interval.start))

    def _unusable(self, problem: Problem, place: int) -> Null:
        """Say what is wrong with a value. Null stands for it: no reader finds anything else wrong with that."""
        self.findings.append(Finding("unusable_value", True, self._index, place, problem))
        return Null()


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


def _describe(value: object) -> str:
    name = type(value).__name__
    if isinstance(value, (bytes, bytearray, memoryview)):
        return f"{name} (decode it first)"
    return f"a {name} inside a list" if _is_collection(value) else f"a value of type {name}"
