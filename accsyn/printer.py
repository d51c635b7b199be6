"""From a tree to text: canonical text for people, and the shape of the text that goes to the server.

Both have one precedence table and one rule for parentheses: AND and OR that meet are always parenthesised, so that
nobody has to know which binds tighter. What the language has no way to write (`accsyn.rewriting.lower`) is a
ValueError here: nothing is guessed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

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
    Parameter,
    Statement,
    Value,
)
from accsyn.grammar.spans import Place, Spans
from accsyn.grammar.terminals import TERMINALS
from accsyn.source import Source, Span

NULLABLE = frozenset({Operator.EQUAL, Operator.NOT_EQUAL, Operator.IN, Operator.NOT_IN})
"""The operators that can ask for the absent value; with them a bare ``null`` is that, and a ``*`` is a wildcard."""

_RELATIVE = re.compile(r"now|today|yesterday|-[0-9]+[wdhm]", re.IGNORECASE | re.ASCII)


class Style(NamedTuple):
    """How text looks.

    Attributes:
        lower: Whether keywords and operators are in lower case.
        compact: Whether lists are written the way the server's documentation does: bare, or one quoted string.
    """

    lower: bool
    compact: bool


CANONICAL = Style(lower=False, compact=False)
REST = Style(lower=True, compact=True)


def print_statement(statement: Statement, style: Style = CANONICAL) -> str:
    """The text of a statement.

    Raises:
        ValueError: A value cannot be written; lower the statement first.
    """
    return "".join(_pieces(statement, style, None))


def print_expression(expression: Expression, style: Style = CANONICAL) -> str:
    """The text of a condition.

    Raises:
        ValueError: A value cannot be written; lower the expression first.
    """
    return print_statement(Statement(None, expression), style)


def print_with_places(statement: Statement) -> tuple[Source, Spans]:
    """The canonical text of a statement that was made in code, and where its nodes stand in it.

    The text is for showing: a value that cannot be written stands in it between double quotes as it is.
    """
    places: list[tuple[Node, Place]] = []
    text = "".join(_pieces(statement, CANONICAL, places))
    entity = Span(0, len(statement.entity_type)) if statement.entity_type is not None else None
    return Source(text), Spans({id(node): (node, place) for node, place in places}, entity)


def _pieces(statement: Statement, style: Style, places: list[tuple[Node, Place]] | None) -> list[str]:
    """The pieces of text, in order; with `places`, the place of each node too."""
    pieces: list[str] = []
    length = 0
    pending: list[tuple[Node, int] | str] = []
    keywords = (" where ", " and ", " or ") if style.lower else (" WHERE ", " AND ", " OR ")
    if statement.entity_type is not None:
        pieces.append(statement.entity_type)
        length = len(statement.entity_type)
        if statement.condition is not None:
            pending.append(keywords[0])
    if statement.condition is not None:
        pending.insert(0, (statement.condition, -1))
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            pieces.append(item)
            length += len(item)
            continue
        node, start = item
        if start >= 0:
            # The second visit: everything below the node has been written.
            _record(places, node, start, length)
        elif isinstance(node, Junction):
            pending.append((node, length))
            pending.extend(_junction(node, keywords[1] if isinstance(node, And) else keywords[2]))
        elif isinstance(node, Comparison):
            written = _comparison(node, style, length, places)
            pieces.append(written)
            length += len(written)
        else:
            raise TypeError(f"no condition: {node!r}")
    _record(places, statement, 0, length)
    return pieces


def _junction(node: Junction, keyword: str) -> list[tuple[Node, int] | str]:
    """The parts of an And or Or, last first."""
    parts: list[tuple[Node, int] | str] = []
    for operand in reversed(node.operands):
        if parts:
            parts.append(keyword)
        parts += [")", (operand, -1), "("] if isinstance(operand, Junction) else [(operand, -1)]
    return parts


def _record(places: list[tuple[Node, Place]] | None, node: Node, start: int, end: int) -> None:
    if places is not None:
        places.append((node, Place(Span(start, end), Span(start, end))))


def _comparison(node: Comparison, style: Style, offset: int, places: list[tuple[Node, Place]] | None) -> str:
    operator = node.operator
    spelling = operator.value.lower() if style.lower else operator.value
    head = node.attribute + (f" {spelling} " if operator.is_word else spelling)
    items = _value_pieces(node.value, operator, style, for_show=places is not None)
    text = head + "".join([piece for piece, _ in items])
    if places is not None:
        at = offset + len(node.attribute) + (1 if operator.is_word else 0)
        span = Span(offset, offset + len(text))
        attribute = Span(offset, offset + len(node.attribute))
        places.append((node, Place(span, span, attribute, Span(at, at + len(spelling)))))
        at = offset + len(head)
        if isinstance(node.value, List):
            _record(places, node.value, at, span.end)
        for piece, item in items:
            if item is not None:
                _record(places, item, at, at + len(piece))
            at += len(piece)
    return text


def _value_pieces(value: Value, operator: Operator, style: Style, *, for_show: bool) -> list[tuple[str, Value | None]]:
    """The text of a value in pieces, each with the value or item that it writes."""
    write = _show_value if for_show else write_value
    if not isinstance(value, List):
        return [(write(value, operator), value)]
    if not value.items and not for_show:
        raise ValueError("an empty list cannot be written")
    if style.compact:
        return [(_compact_list(value, operator), None)]
    pieces: list[tuple[str, Value | None]] = [("(", None)]
    for index, item in enumerate(value.items):
        if index:
            pieces.append((", ", None))
        pieces.append((write(item, operator, in_list=True), item))
    return [*pieces, (")", None)]


def _show_value(value: Value, operator: Operator, *, in_list: bool = False) -> str:
    """The text of one value; one that cannot be written stands between double quotes as it is."""
    if not isinstance(value, (Literal, Exact)):
        return write_value(value, operator)
    try:
        return write_value(value, operator, in_list=in_list)
    except ValueError:
        return f'"{value.text}"'


def _compact_list(value: List, operator: Operator) -> str:
    """``a,b``, or ``"a,b c"`` where an item cannot be bare."""
    texts = [item.text for item in value.items if isinstance(item, (Literal, Exact))]
    if all(can_be_bare(text, operator) for text in texts):
        # A word such as `today` needs no quotes here: times have been resolved.
        return ",".join(
            item.text if isinstance(item, Literal) else write_value(item, operator, in_list=True)
            for item in value.items
        )
    if len(texts) < len(value.items) or any("," in text or text != text.strip() or not text for text in texts):
        raise ValueError("an item of the list cannot be written")
    return quote(",".join(texts))


def write_value(value: Value, operator: Operator, *, in_list: bool = False) -> str:
    """The text of one value.

    Args:
        value: No list.
        operator: What it is compared by: a bare ``null`` is the absent value with some and text with others.
        in_list: Whether it is an item: then quotes are written only where they are needed.

    Raises:
        ValueError: It cannot be written.
    """
    if isinstance(value, Null):
        return "null"
    if isinstance(value, Parameter):
        return f":{value.name}"
    if isinstance(value, Exact):
        if "*" in value.text and operator in NULLABLE:
            raise ValueError("a text with a plain * cannot be written")
        bare = can_be_bare(value.text, operator)
        if value.text.endswith("\\") and not bare:
            raise ValueError("a text that ends in a backslash cannot be written in quotes")
        return value.text if bare else quote(value.text)
    if not isinstance(value, Literal):
        raise TypeError(f"no value: {value!r}")
    keeps_quotes = value.quoted and (not in_list or _RELATIVE.fullmatch(value.text) is not None)
    return quote(value.text) if keeps_quotes or not can_be_bare(value.text, operator) else value.text


def can_be_bare(text: str, operator: Operator) -> bool:
    """Whether a text means itself without quotes."""
    if _bare().fullmatch(text) is None or (text[0] == ":" and _parameter().fullmatch(text)):
        return False
    return not (operator in NULLABLE and reads_as_null(text))


def reads_as_null(text: str) -> bool:
    """Whether a bare text would be the absent value."""
    return len(text) == 4 and _null().fullmatch(text) is not None


def reads_as_parameter(text: str) -> bool:
    """Whether a bare text would be a parameter."""
    return _parameter().fullmatch(text) is not None


def quote(text: str) -> str:
    """The text in double quotes, or in single ones if it holds a double one.

    Raises:
        ValueError: It holds both kinds.
    """
    if '"' not in text:
        return f'"{text}"'
    if "'" in text:
        raise ValueError("a text with both kinds of quotes cannot be written")
    return f"'{text}'"


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(TERMINALS["BARE"])


@cache
def _parameter() -> re.Pattern[str]:
    return re.compile(TERMINALS["PARAMETER"])


@cache
def _null() -> re.Pattern[str]:
    return re.compile(TERMINALS["NULL"])


__all__ = [
    "CANONICAL",
    "NULLABLE",
    "REST",
    "Style",
    "can_be_bare",
    "print_expression",
    "print_statement",
    "print_with_places",
    "quote",
    "reads_as_null",
    "reads_as_parameter",
    "write_value",
]
