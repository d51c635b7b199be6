"""Values that Python has no type for: parameters, times before now, and text as a query has it.

Each is a node of the tree (`accsyn.ast`), and any attribute takes it where it takes a value.
"""

from __future__ import annotations

from accsyn.ast import Exact, Literal, Null, Parameter, Value

_UNITS = {"weeks": "w", "days": "d", "hours": "h", "minutes": "m"}

now = Literal("now")
"""The moment at which the query is compiled."""

today = Literal("today")
"""The day on which the query is compiled."""

yesterday = Literal("yesterday")
"""The day before."""


def ago(
    *, weeks: int | None = None, days: int | None = None, hours: int | None = None, minutes: int | None = None
) -> Literal:
    """A moment before now: ``-7d`` for ``ago(days=7)``.

    Args:
        weeks: How many weeks before; one of the four is given.
        days: How many days before.
        hours: How many hours before.
        minutes: How many minutes before.

    Raises:
        TypeError: None of them is given, several are, or it is no int.
        ValueError: It is negative.
    """
    given = {"weeks": weeks, "days": days, "hours": hours, "minutes": minutes}
    said = [(unit, count) for unit, count in given.items() if count is not None]
    if len(said) != 1:
        raise TypeError("ago() takes one of weeks=, days=, hours=, minutes=")
    unit, count = said[0]
    if isinstance(count, bool) or not isinstance(count, int):
        raise TypeError(f"ago() takes a whole number of {unit}, not {type(count).__name__}")
    if count < 0:
        raise ValueError(f"ago() takes {unit} before now, not {count}")
    return Literal(f"-{count}{_UNITS[unit]}")


def written(text: str) -> Literal:
    """A value as it stands in the text of a query, without quotes: ``1e9`` for ``written("1e9")``.

    A ``*`` in it is a wildcard with ``==``, ``!=``, ``in_`` and ``not_in``, as it is there.

    Raises:
        TypeError: `text` is no str.
    """
    if not isinstance(text, str):
        raise TypeError(f"written() takes a str, not {type(text).__name__}")
    return Literal(text)


def parameter(name: str) -> Parameter:
    """A value that is given later, by ``query.bind(name=...)`` or ``params={"name": ...}``; ``:name`` in a text.

    Raises:
        TypeError: `name` is no str.
        ValueError: It cannot be the name of a parameter.
    """
    return Parameter(name)


def twin(value: Value) -> Value:
    """An equal node of its own: the places of a text are looked up by the node, and `today` stands in many queries."""
    if isinstance(value, Literal):
        return Literal(value.text, value.quoted)
    if isinstance(value, Exact):
        return Exact(value.text)
    return Parameter(value.name) if isinstance(value, Parameter) else Null()
