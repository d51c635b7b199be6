"""A list too long for a URL: several queries that together find the same (FAULTS 20).

That is exact where the list is a positive IN which the whole condition asks for: each part of it finds its share, and
what two parts find is told by its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from json import dumps
from typing import NoReturn
from urllib.parse import quote

from accsyn.ast import (
    And,
    Comparison,
    Exact,
    Expression,
    List,
    Literal,
    Operator,
    Or,
    Statement,
    Value,
    comparisons,
    join,
)
from accsyn.client.preparing import Question
from accsyn.codes.wire import LongRequest
from accsyn.compiler import CompiledQuery
from accsyn.compiler import compile as compile_query
from accsyn.errors import QueryValidationError
from accsyn.query import Query
from accsyn.schema.model import Schema

Measure = Callable[[str | None], int]
"""Bytes of the request line for an expression."""

_PER_ITEM = 3
"""A comma in a URL."""


def split(
    question: Question, schema: Schema, measure: Measure, most: int, *, obstacle: str | None = None
) -> list[str | None]:
    """The expressions to ask for one after the other; one where it fits.

    Args:
        question: The query.
        schema: What it was compiled against.
        measure: How long a request for an expression is.
        most: How long it may be.
        obstacle: Why the answers of several requests could not be put together, if so: a clause.

    Raises:
        QueryValidationError: The request is too long, and cannot be split without changing what is found.
    """
    length = measure(question.expression)
    if length <= most or question.compiled is None:
        return [question.expression]
    if measure(None) > most:
        _refuse(
            question.compiled, length, most, "ask for fewer attributes: what goes with the query is too long by itself"
        )
    operands = _operands(question.compiled.query.condition)
    place = _longest_list(operands)
    if place is None:
        _refuse(question.compiled, length, most, _remedy(question.compiled.query.condition, most))
    if obstacle is not None:
        _refuse(question.compiled, length, most, f"{obstacle}, so that the list cannot be split: {_SPLIT}")
    return list(_parts(question.compiled, operands, place, schema, measure, most))


def _operands(condition: Expression | None) -> tuple[Expression, ...]:
    if isinstance(condition, And):
        return condition.operands
    return () if condition is None else (condition,)


_SPLIT = "leave that out, and take of what is found what is wanted; or ask with parts of the list yourself"
_WIDER = (
    "ask without it, which finds more, and keep of that what the whole query matches: "
    "accsyn.compile(query).filter(records)"
)


def _remedy(condition: Expression | None, most: int) -> str:
    """What to do where no list can be split so that the parts together find the same.

    What is said must not find anything else: parts of a NOT IN find more together than the whole, and so do the sides
    of an AND; only the sides of an OR may be asked for one by one.
    """
    if condition is None:  # pragma: no cover - then there is nothing but what goes with the query
        return "ask for less at once"
    longest = max(comparisons(condition), key=_length)
    if isinstance(condition, Or) and max(map(_length, condition.operands)) < most // 2:
        return "ask for each side of the OR by itself; what two of them find is told by its id"
    name = longest.attribute
    if isinstance(longest.value, List):
        if longest.operator is Operator.NOT_IN:
            return f"a NOT IN cannot be asked for in parts, which would find more. For that of `{name}`, {_WIDER}"
        return f"the list of `{name}` is not all that is asked for, so that it cannot be split. {_ask(_WIDER)}"
    if _length(longest) > most // 2:
        return f"the value of `{name}` is too long by itself: give a shorter one, or {_WIDER}"
    return f"leave out a part of the condition: {_WIDER}"


def _ask(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _length(expression: Expression) -> int:
    """About the bytes of an expression in a URL."""
    size = 0
    for comparison in comparisons(expression):
        value = comparison.value
        size += len(comparison.attribute) + sum(map(_weight, value.items if isinstance(value, List) else (value,)))
    return size


def _longest_list(operands: Sequence[Expression]) -> int | None:
    """The place of the IN with the most text among what must hold; None if there is none of two items or more."""
    best: tuple[int, int] | None = None
    for index, operand in enumerate(operands):
        if isinstance(operand, Comparison) and operand.operator is Operator.IN and isinstance(operand.value, List):
            items = operand.value.items
            weight = sum(map(_weight, items))
            if len(items) > 1 and (best is None or weight > best[0]):
                best = (weight, index)
    return None if best is None else best[1]


def _parts(  # noqa: PLR0917 - they are what `split` knows
    compiled: CompiledQuery,
    operands: tuple[Expression, ...],
    place: int,
    schema: Schema,
    measure: Measure,
    most: int,
) -> Iterator[str | None]:
    """Fill each request by the items' own lengths, then measure; where that was too much, halve."""
    whole = operands[place]
    if not isinstance(whole, Comparison) or not isinstance(whole.value, List):  # pragma: no cover - chosen so
        raise TypeError("not a list")
    # Equal items find the same: each is asked for once.
    items = list(dict.fromkeys(whole.value.items))
    entity_type = compiled.query.entity_type

    def expression_for(chunk: Sequence[Value]) -> str | None:
        narrowed = Comparison(whole.attribute, Operator.IN, List(tuple(chunk)))
        condition = join(And, [*operands[:place], narrowed, *operands[place + 1 :]])
        return compile_query(Query(Statement(entity_type, condition)), schema=schema).expression

    room = most - measure(expression_for(items[:1]))
    pending = list(reversed(_packed(items, room)))
    while pending:
        chunk = pending.pop()
        expression = expression_for(chunk)
        length = measure(expression)
        if length <= most:
            yield expression
        elif len(chunk) == 1:
            _refuse(compiled, length, most, "the rest of the condition, or a single item, is too long: ask for less")
        else:
            middle = len(chunk) // 2
            pending += [chunk[middle:], chunk[:middle]]


def _packed(items: list[Value], room: int) -> list[list[Value]]:
    chunks: list[list[Value]] = []
    left = -1
    for item in items:
        weight = _weight(item)
        if weight > left:
            chunks.append([])
            left = max(room, weight)
        chunks[-1].append(item)
        left -= weight
    return chunks


def _weight(item: Value) -> int:
    """About the bytes of an item in a URL, its comma included."""
    text = item.text if isinstance(item, Literal | Exact) else "null"
    return len(quote(dumps(text)[1:-1])) + _PER_ITEM


def _refuse(compiled: CompiledQuery, length: int, most: int, remedy: str) -> NoReturn:
    from accsyn.binding.report import read_again
    from accsyn.diagnostics import Severity

    source, spans, _ = read_again(compiled.bound.statement)
    statement = compiled.bound.statement
    diagnostic = LongRequest.at(
        spans.of(statement.condition if statement.condition is not None else statement),
        f"the request would be {length:,} bytes long, and servers commonly refuse more than {most:,}",
        f"{_ask(remedy)}.",
        severity=Severity.ERROR,
    )
    raise QueryValidationError([diagnostic], source)
