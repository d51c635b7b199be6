"""Why a comparison holds or does not, in words: what it saw, and what it wanted.

Everything that comes from a record or a query is escaped, and long lists and texts are cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from accsyn.ast import And, Comparison, Exact, Expression, List, Literal, Null, Operator, Parameter, Value
from accsyn.binding.bound import BoundComparison
from accsyn.binding.times import Interval
from accsyn.evaluation.clauses import Record
from accsyn.evaluation.objects import ObjectRecord
from accsyn.evaluation.paths import Found, Path
from accsyn.evaluation.values import MISSING, is_number, moment
from accsyn.printer import quote
from accsyn.schema.model import Type
from accsyn.text import closest, escape_for_display

_MOST_SHOWN = 8  # items of a list, values of a record
_LONGEST_SHOWN = 200  # characters of a value
_MOST_COMPARED = 200  # names of a record among which a misspelled one is looked for

_WANTED: dict[Operator, str] = {
    Operator.EQUAL: "wanted {}",
    Operator.NOT_EQUAL: "wanted anything but {}",
    Operator.LESS: "wanted less than {}",
    Operator.GREATER: "wanted more than {}",
    Operator.LESS_EQUAL: "wanted at most {}",
    Operator.GREATER_EQUAL: "wanted at least {}",
    Operator.IN: "wanted one of {}",
    Operator.NOT_IN: "wanted none of {}",
    Operator.CONTAINS: "wanted text that contains {}",
    Operator.NOT_CONTAINS: "wanted no text that contains {}",
    Operator.MATCHES: "wanted text that matches {}",
    Operator.NOT_MATCHES: "wanted no text that matches {}",
}
_WANTED_TIME: dict[Operator, str] = {
    **_WANTED,
    Operator.LESS: "wanted before {}",
    Operator.GREATER: "wanted after {}",
    Operator.LESS_EQUAL: "wanted not after {}",
    Operator.GREATER_EQUAL: "wanted not before {}",
}

_TEXT, _NUMBER, _BOOLEAN, _TIME = "the text", "the number", "the boolean", "the time"
_KINDS: dict[Type, str] = {
    Type.TEXT: _TEXT,
    Type.ENUM: _TEXT,
    Type.ID: _TEXT,
    Type.REFERENCE: _TEXT,
    Type.INTEGER: _NUMBER,
    Type.NUMBER: _NUMBER,
    Type.BOOLEAN: _BOOLEAN,
    Type.TIMESTAMP: _TIME,
}
"""The kind of value that can hold for a type; any kind for a type that is not here."""


def describe(node: Expression) -> str:
    """A node in one line: ``AND``, ``OR``, or the comparison, long lists and texts cut short."""
    if not isinstance(node, Comparison):
        return "AND" if isinstance(node, And) else "OR"
    blank = " " if node.operator.is_word else ""
    value = f"({_items(node.value)})" if isinstance(node.value, List) else _value(node.value)
    return f"{escape_for_display(node.attribute)}{blank}{node.operator.value}{blank}{value}"


def reason(bound: BoundComparison, offered: Sequence[object], held: bool, record: Record) -> str:
    """Why a comparison holds for a record, or why not: ``status is 'done', wanted one of failed, aborted``.

    Args:
        bound: The comparison.
        offered: The values that the record offers to it, `MISSING` where a path found nothing.
        held: Whether it holds.
        record: The record.
    """
    comparison = bound.comparison
    values = [value for value in offered if value is not MISSING]
    if not values:
        return _nothing(Path(comparison.attribute).find(record), comparison.attribute)
    attribute = escape_for_display(comparison.attribute)
    verb = "is" if len(values) == 1 else "offers"
    kind = None if held else _KINDS.get(bound.resolved.type)
    seen = f"{attribute} {verb} {_listed(_seen(value, kind) for value in values)}"
    return seen if held else f"{seen}, {_wanted(bound)}"


def _wanted(bound: BoundComparison) -> str:
    comparison, operands = bound.comparison, bound.operands
    value = comparison.value
    if isinstance(value, List):
        return _WANTED[comparison.operator].format(_items(value)) if value.items else "and the list is empty"
    said = _value(value)
    if bound.resolved.type is not Type.TIMESTAMP:
        return _WANTED[comparison.operator].format(said)
    if operands and isinstance(operands[0], Interval) and not said.strip("\"'")[:1].isdecimal():
        said = f"{said} ({operands[0].start.replace(tzinfo=None).isoformat(timespec='seconds')}Z)"
    return _WANTED_TIME[comparison.operator].format(said)


def _nothing(ends: Sequence[Found], attribute: str) -> str:
    """Why a path found no value."""
    if not ends:
        return f"{escape_for_display(attribute)} is an empty list"
    found = ends[0]
    if found.rest:
        rest = escape_for_display(found.rest)
        return f"{escape_for_display(str(found.key))} is {_shown(found.value)}, which has no {rest}"
    names = [key for _, key in zip(range(_MOST_COMPARED), found.parent, strict=False) if isinstance(key, str)]
    near = closest(found.key, names, 1)
    hint = f" (there is '{escape_for_display(near[0])}')" if near else ""
    return f"no attribute '{escape_for_display(_upto(attribute, found.key))}'{hint}"


def _upto(attribute: str, key: str) -> str:
    """The beginning of a path that ends in a segment."""
    start = f".{attribute}.".find(f".{key}.")
    return key if start < 0 else attribute[: start + len(key)]


# ---- values ---------------------------------------------------------------------------------------------------------


def _items(value: List) -> str:
    return _listed(_value(item) for item in value.items)


def _value(value: Value) -> str:
    if isinstance(value, Null):
        return "null"
    if isinstance(value, Parameter):
        return f":{escape_for_display(value.name)}"
    if not isinstance(value, (Literal, Exact)):
        return repr(value)
    text = _shortened(value.text)
    return _quoted(text) if isinstance(value, Exact) or value.quoted else text


def _quoted(text: str) -> str:
    """The text as a query would have it; with both kinds of quotes in it, none would."""
    try:
        return quote(text)
    except ValueError:
        return f'"{text}"'


def _seen(value: object, kind: str | None) -> str:
    """A value of a record; where its kind is another than the one that can hold, the kind is said."""
    own = _kind(value)
    if kind is None or own is None or own == kind or (kind == _TIME and moment(value) is not None):
        return _shown(value)
    return f"{own} {_shown(value)}"


def _kind(value: object) -> str | None:
    if isinstance(value, str):
        return _TEXT
    if isinstance(value, bool):
        return _BOOLEAN
    return _NUMBER if is_number(value) else None


def _shown(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return f"'{_shortened(value)}'"
    if isinstance(value, (bool, int, float)):
        return _shortened(_digits(value))
    subject = value.subject if isinstance(value, ObjectRecord) else value
    return "a dict" if isinstance(subject, Mapping) else f"a {type(subject).__name__}"


def _digits(value: bool | int | float) -> str:
    try:
        return str(value).lower()
    except ValueError:  # more digits than Python writes
        return "a number of too many digits"


def _listed(parts: Iterable[str]) -> str:
    shown: list[str] = []
    rest: Iterator[str] = iter(parts)
    for part in rest:
        if len(shown) == _MOST_SHOWN:
            return f"{', '.join(shown)}, and {1 + sum(1 for _ in rest)} more"
        shown.append(part)
    return ", ".join(shown)


def _shortened(text: str) -> str:
    return escape_for_display(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}...")
