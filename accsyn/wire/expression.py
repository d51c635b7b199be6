"""The text of a condition as it goes to the server.

It is what the official client would send, except where that would change the meaning.

`normal_form` makes the tree, `rest_text` writes it. Names, keywords and values are in lower case, as far as that
means the same; times are resolved to moments; what the server's text cannot say is lowered (`accsyn.rewriting.lower`).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from accsyn.ast import And, Comparison, Exact, Expression, List, Literal, Null, Operator, Or, Statement, Value, join
from accsyn.binding.bound import BoundComparison, BoundQuery
from accsyn.binding.times import Interval, format_moment
from accsyn.printer import NULLABLE, REST, print_expression
from accsyn.rewriting.lower import SERVER, Lowering, Note, fold_constants
from accsyn.schema.families import Families
from accsyn.schema.model import Schema, Type
from accsyn.text import lower_keeping_meaning
from accsyn.visitor import transform

_PATTERNS = frozenset({Operator.MATCHES, Operator.NOT_MATCHES})
_SECOND = timedelta(seconds=1)
_MICROSECOND = timedelta(microseconds=1)
_LAST_SECOND = datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone.utc)
_LAST_MICROSECOND = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=timezone.utc)
_TYPED_PATTERN = re.compile(r"\^([^\W\d][\w-]*):")
_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+)?", re.IGNORECASE)


class NormalForm(NamedTuple):
    """A condition as the server gets it.

    Attributes:
        statement: The tree; without a condition where every record matches.
        notes: What had to be lowered, and what could not be.
        never: Whether no record can match (a list that was bound is empty): no request is needed.
    """

    statement: Statement
    notes: tuple[Note, ...]
    never: bool


def normal_form(bound: BoundQuery) -> Statement:
    """The tree that goes to the server, of the same meaning on every record, with one exception.

    ``parse(rest_text(q)) == normal_form(q)`` holds. The exception: ``=``, ``!=``, IN, NOT IN of a day, which goes as
    two moments. That is exact where a record holds one timestamp there, or none; it may differ on several values (a
    list), and ``!=`` and NOT IN also on a value that is no timestamp and on an empty list.
    """
    return normalise(bound).statement


def rest_text(bound: BoundQuery) -> str | None:
    """The text of the condition; None where there is none.

    Raises:
        ValueError: A value cannot be written in any form.
    """
    return write(normal_form(bound))


def write(normal: Statement) -> str | None:
    """The text of a normal form's condition; None where there is none.

    Raises:
        ValueError: A value cannot be written.
    """
    return None if normal.condition is None else print_expression(normal.condition, REST)


def normalise(bound: BoundQuery) -> NormalForm:
    """The normal form with what had to be done for it."""
    statement = bound.statement
    entity = statement.entity_type
    entity = None if entity is None else lower_keeping_meaning(entity)
    condition = statement.condition
    if condition is None:
        return NormalForm(Statement(entity), (), False)
    lowering = Lowering(SERVER)
    pending = iter(bound.comparisons)

    def replace(_: Comparison) -> Expression:
        lowering.index += 1
        return lower_comparison(next(pending), lowering, bound.schema)

    plain = transform(condition, replace)
    folded = fold_constants(plain, entity is not None)
    never = folded is not plain and isinstance(folded, And) and _is_contradiction(folded)
    return NormalForm(Statement(entity, folded), tuple(lowering.notes), never)


def _is_contradiction(node: And) -> bool:
    """Whether this is what `fold_constants` writes for "never"."""
    first, *rest = node.operands
    return (
        len(rest) == 1
        and isinstance(first, Comparison)
        and isinstance(rest[0], Comparison)
        and first.attribute == rest[0].attribute
        and isinstance(first.value, Null)
        and isinstance(rest[0].value, Null)
        and first.operator is rest[0].operator.complement
    )


def lower_comparison(bound: BoundComparison, lowering: Lowering, schema: Schema) -> Expression:
    """The normal form of one comparison; `lowering` knows its index."""
    if bound.resolved.type is Type.TIMESTAMP:
        # Moments are written with nothing that is hard.
        return _times(lower_keeping_meaning(bound.comparison.attribute), bound.comparison.operator, bound)
    lowered = lowering.rewrite(_normal(bound))
    if bound.resolved.type is Type.REFERENCE and bound.comparison.operator in NULLABLE:
        return transform(lowered, lambda node: _with_family(node, schema))
    return lowered


def _with_family(node: Comparison, schema: Schema) -> Comparison:
    """A reference that became a pattern, with every word that its own word before the colon stands for."""
    if node.operator not in _PATTERNS or not isinstance(node.value, Literal):
        return node
    typed = _TYPED_PATTERN.match(node.value.text)
    words = frozenset[str]() if typed is None else Families(schema).family(typed[1])
    if typed is None or len(words) < 2:
        return node
    pattern = f"^(?:{'|'.join(map(re.escape, sorted(words)))}):{node.value.text[typed.end() :]}"
    return Comparison(node.attribute, node.operator, Literal(pattern, quoted=True))


def _normal(bound: BoundComparison) -> Comparison:
    """One comparison in lower case."""
    node = bound.comparison
    attribute = lower_keeping_meaning(node.attribute)
    operator = node.operator
    if operator in _PATTERNS:
        from accsyn.patterns.lowercase import lower_pattern  # not imported where no pattern stands

        pattern = node.value
        value: Value = Literal(lower_pattern(pattern.text), pattern.quoted) if isinstance(pattern, Literal) else pattern
        return Comparison(attribute, operator, value)
    keeps_times = bound.resolved.attribute is None
    if isinstance(node.value, List):
        return Comparison(attribute, operator, List(tuple([_lower(item, keeps_times) for item in node.value.items])))
    return Comparison(attribute, operator, _lower(node.value, keeps_times))


def keeps_its_case(text: str) -> bool:
    """Whether a text of no known type goes out as written, since it reads as a moment."""
    return _TIMESTAMP.fullmatch(text) is not None


def _lower(value: Value, keeps_times: bool) -> Value:
    if isinstance(value, Literal):
        if keeps_times and keeps_its_case(value.text):
            return value
        return Literal(lower_keeping_meaning(value.text), value.quoted)
    return Exact(lower_keeping_meaning(value.text)) if isinstance(value, Exact) else value


# ---- times ----------------------------------------------------------------------------------------------------------


def _times(attribute: str, operator: Operator, bound: BoundComparison) -> Expression:
    """A comparison with moments instead of days."""
    if operator not in (Operator.IN, Operator.NOT_IN):
        operand = bound.operands[0]
        if not isinstance(operand, Interval):
            return Comparison(attribute, operator, bound.comparison.value)
        return _moment_comparison(attribute, operator, operand)
    single, kind = (Operator.EQUAL, Or) if operator is Operator.IN else (Operator.NOT_EQUAL, And)
    moments: list[Value] = []
    days: list[Expression] = []
    for operand in bound.operands:
        if isinstance(operand, Interval):
            text = _moment_text(operand)
            if text is None:
                days.append(_moment_comparison(attribute, single, operand))
            else:
                moments.append(Literal(text))
        elif isinstance(operand, Value):
            moments.append(operand)
    if not days:
        return Comparison(attribute, operator, List(tuple(moments)))
    listed = [Comparison(attribute, operator, List(tuple(moments)))] if moments else []
    return join(kind, [*listed, *days])


def _moment_text(interval: Interval) -> str | None:
    """The text for an interval of one second or one microsecond; None for a longer one."""
    start, end = interval
    if end is None:
        if start == _LAST_MICROSECOND:
            return format_moment(start)
        return format_moment(start) if start == _LAST_SECOND else None
    length = end - start
    if length == _SECOND:
        return format_moment(start)
    if length == _MICROSECOND:
        # A fraction of zero is written: without it the text would mean the whole second.
        return format_moment(start) + ("" if start.microsecond else ".000000")
    return None


def _moment_comparison(attribute: str, operator: Operator, interval: Interval) -> Expression:
    text = _moment_text(interval)
    if text is not None:
        return Comparison(attribute, operator, Literal(text))
    start = Literal(format_moment(interval.start))
    if interval.end is None:
        return _open_day(attribute, operator, start)
    end = Literal(format_moment(interval.end))
    if operator is Operator.EQUAL:
        return And((_compare(attribute, ">=", start), _compare(attribute, "<", end)))
    if operator is Operator.NOT_EQUAL:
        outside = (_compare(attribute, "<", start), _compare(attribute, ">=", end))
        return Or((*outside, Comparison(attribute, Operator.EQUAL, Null())))
    symbol, moment = {"<": ("<", start), "<=": ("<", end), ">": (">=", end), ">=": (">=", start)}[operator.value]
    return _compare(attribute, symbol, moment)


def _open_day(attribute: str, operator: Operator, start: Literal) -> Expression:
    """A comparison with the last day of the calendar, whose end cannot be written."""
    last = Literal(format_moment(_LAST_SECOND))
    if operator is Operator.EQUAL:
        return _compare(attribute, ">=", start)
    if operator is Operator.NOT_EQUAL:
        return Or((_compare(attribute, "<", start), Comparison(attribute, Operator.EQUAL, Null())))
    symbol, moment = {"<": ("<", start), "<=": ("<=", last), ">": (">", last), ">=": (">=", start)}[operator.value]
    return _compare(attribute, symbol, moment)


def _compare(attribute: str, symbol: str, moment: Literal) -> Comparison:
    return Comparison(attribute, Operator(symbol), moment)
