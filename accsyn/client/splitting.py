"""A list too long for a URL: several queries that together find the same (FAULTS 20).

That is exact where the list is a positive IN which the whole condition asks for: each part of it finds its share, and
what two parts find is told by its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from json import dumps
from typing import NoReturn
from urllib.parse import quote

from accsyn.ast import And, Comparison, Exact, Expression, List, Literal, Operator, Statement, Value, join
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
        obstacle: Why the answers of several requests could not be put together, if so: ``limit is given``.

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
        _refuse(question.compiled, length, most, "ask in several queries, each with a part of the condition")
    if obstacle is not None:
        _refuse(question.compiled, length, most, f"split the list yourself: {obstacle}, so this cannot be done for you")
    return list(_parts(question.compiled, operands, place, schema, measure, most))


def _operands(condition: Expression | None) -> tuple[Expression, ...]:
    if isinstance(condition, And):
        return condition.operands
    return () if condition is None else (condition,)


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
        f"{remedy[0].upper()}{remedy[1:]}.",
        severity=Severity.ERROR,
    )
    raise QueryValidationError([diagnostic], source)
