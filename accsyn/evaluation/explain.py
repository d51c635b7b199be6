"""Why a record matches a query or not, and how many records each clause lets through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from accsyn.ast import And, Comparison, Exact, Expression, Junction, List, Literal, Null, Parameter, Value
from accsyn.binding.bound import BoundQuery
from accsyn.evaluation.clauses import Record
from accsyn.evaluation.interpreter import Predicate, check_record
from accsyn.evaluation.values import MISSING
from accsyn.text import escape_for_display

_DEEPEST_INDENT = 20  # levels; indenting a tree of any depth would take text without limit
_MOST_SHOWN = 8  # items of a list, values of a record
_LONGEST_SHOWN = 200  # characters of a value


class Step(NamedTuple):
    """A node of a query's condition and what became of it.

    Attributes:
        node: The comparison, And or Or.
        depth: How many And and Or are above it.
        held: Whether it holds for the record.
        values: For a comparison, every value that the record offered to it; empty where there is none, and for And
            and Or.
    """

    node: Expression
    depth: int
    held: bool
    values: tuple[object, ...]


class Explanation(NamedTuple):
    """What became of every node of a condition; ``str()`` is a tree for people.

    Attributes:
        held: Whether the record matches.
        steps: The nodes, parents before children, children in the order of the text; empty for a query without a
            condition.
    """

    held: bool
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        if not self.steps:
            return "yes  no condition: every record matches"
        return "\n".join(map(_line, self.steps))


class ClauseCount(NamedTuple):
    """How many records a node of a condition holds for, on its own.

    Attributes:
        node: The comparison, And or Or.
        depth: How many And and Or are above it.
        matched: The number of records that it holds for.
        total: The number of records there were.
    """

    node: Expression
    depth: int
    matched: int
    total: int


def explain(bound: BoundQuery, record: Record) -> Explanation:
    """Say for every clause of a query whether it holds for a record, and what it saw there.

    Raises:
        ValueError: Binding found an error in the query.
        TypeError: The record is no mapping, or a parameter has no value.
    """
    check_record(record)
    clauses = Predicate(bound).clauses
    nodes = _preorder(bound.statement.condition)
    held = _held(nodes, [clause.holds(record) for clause in clauses])
    offered = iter(clauses)
    steps = []
    for (node, depth, _), is_held in zip(nodes, held, strict=True):
        values: tuple[object, ...] = ()
        if isinstance(node, Comparison):
            values = tuple(value for value in next(offered).values(record) if value is not MISSING)
        steps.append(Step(node, depth, is_held, values))
    return Explanation(held[0] if held else True, tuple(steps))


def clause_counts(bound: BoundQuery, records: Iterable[Record]) -> list[ClauseCount]:
    """Count for every node of a query's condition the records that it holds for, in one pass over the records.

    A comparison is asked about every record, also where the rest of the query has decided already.

    Returns:
        The nodes, parents before children, children in the order of the text; none for a query without a condition.

    Raises:
        ValueError: Binding found an error in the query.
        TypeError: A record is no mapping, or a parameter has no value.
    """
    clauses = Predicate(bound).clauses
    nodes = _preorder(bound.statement.condition)
    matched = [0] * len(nodes)
    total = 0
    for record in records:
        check_record(record)
        total += 1
        for index, is_held in enumerate(_held(nodes, [clause.holds(record) for clause in clauses])):
            matched[index] += is_held
    return [ClauseCount(node, depth, count, total) for (node, depth, _), count in zip(nodes, matched, strict=True)]


class _Place(NamedTuple):
    """A node of the tree, its depth, and how many nodes there are from it down."""

    node: Expression
    depth: int
    operands: int


def _preorder(condition: Expression | None) -> list[_Place]:
    """The nodes, parents before children, each with its depth and the number of its operands (0 for a comparison)."""
    places: list[_Place] = []
    pending: list[tuple[Expression, int]] = [] if condition is None else [(condition, 0)]
    while pending:
        node, depth = pending.pop()
        operands = node.operands if isinstance(node, Junction) else ()
        places.append(_Place(node, depth, len(operands)))
        pending.extend((operand, depth + 1) for operand in reversed(operands))
    return places


def _held(places: list[_Place], leaves: list[bool]) -> list[bool]:
    """Whether each node holds, from whether each comparison does; both in the order of the text."""
    held = [False] * len(places)
    pending = list(leaves)
    below: list[bool] = []  # nodes that no parent has taken yet, the leftmost last
    for index in range(len(places) - 1, -1, -1):
        node, _, count = places[index]
        if count:
            operands = below[-count:]
            del below[-count:]
            held[index] = all(operands) if isinstance(node, And) else any(operands)
        else:
            held[index] = pending.pop()
        below.append(held[index])
    return held


# ---- for people -----------------------------------------------------------------------------------------------------


def _line(step: Step) -> str:
    indent = "  " * min(step.depth, _DEEPEST_INDENT)
    deeper = f"({step.depth}) " if step.depth > _DEEPEST_INDENT else ""
    line = f"{'yes' if step.held else 'no ':3}  {indent}{deeper}{describe(step.node)}"
    if not isinstance(step.node, Comparison):
        return line
    return f"{line}    {_seen(step.values)}"


def describe(node: Expression) -> str:
    """A node in one line: ``AND``, ``OR``, or the comparison, long lists and texts cut short."""
    if not isinstance(node, Comparison):
        return "AND" if isinstance(node, And) else "OR"
    blank = " " if node.operator.is_word else ""
    return f"{escape_for_display(node.attribute)}{blank}{node.operator.value}{blank}{_value(node.value)}"


def _value(value: Value) -> str:
    if isinstance(value, List):
        return f"({_listed(_value(item) for item in value.items)})"
    if isinstance(value, Null):
        return "null"
    if isinstance(value, Parameter):
        return f":{escape_for_display(value.name)}"
    text = _shortened(value.text) if isinstance(value, (Literal, Exact)) else repr(value)
    return f'"{text}"' if isinstance(value, Exact) or (isinstance(value, Literal) and value.quoted) else text


def _seen(values: tuple[object, ...]) -> str:
    return f"found {_listed(map(_shown, values))}" if values else "found nothing"


def _shown(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, (bool, int, float, str)):
        return _shortened(repr(value) if isinstance(value, str) else str(value).lower())
    return f"a {type(value).__name__}"


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
