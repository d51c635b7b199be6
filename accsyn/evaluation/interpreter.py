"""Queries on records: AND and OR over clauses, without recursion and no further than needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from accsyn.ast import And, Expression, Junction
from accsyn.binding.bound import BoundQuery
from accsyn.evaluation.clauses import Clause, Record, prepare

RecordT = TypeVar("RecordT", bound=Mapping[str, Any])

_TRUE, _FALSE = -1, -2
_NEXT = -3  # stands for the clause to the right, which is numbered before the one that points to it


class _Jump(NamedTuple):
    """A clause and where to go on: the number of a clause, `_TRUE` or `_FALSE`."""

    holds: Callable[[Record], bool]
    if_true: int
    if_false: int


class Predicate:
    """A bound query, prepared once: whether records match it.

    Attributes:
        bound: The query.
        clauses: Its comparisons, in the order of the text.

    Raises:
        ValueError: Binding found an error in it.
        TypeError: A parameter has no value.
    """

    __slots__ = ("_program", "bound", "clauses")

    def __init__(self, bound: BoundQuery) -> None:
        self.bound = bound
        self.clauses = prepare(bound)
        condition = bound.statement.condition
        self._program = [] if condition is None else _program(condition, self.clauses)

    def matches(self, record: Record) -> bool:
        """Whether a record matches; its entity type is not looked at.

        Raises:
            TypeError: The record is no mapping.
        """
        check_record(record)
        program = self._program
        place = 0 if program else _TRUE
        while place >= 0:
            holds, if_true, if_false = program[place]
            place = if_true if holds(record) else if_false
        return place == _TRUE

    def filter(self, records: Iterable[RecordT]) -> Iterator[RecordT]:
        """The records that match, in order, each as soon as it is read."""
        return filter(self.matches, records)


def matches(bound: BoundQuery, record: Record) -> bool:
    """Whether a record matches a query. For many records, a `Predicate` prepares it once.

    Raises:
        ValueError: Binding found an error in the query.
        TypeError: The record is no mapping, or a parameter has no value.
    """
    return Predicate(bound).matches(record)


def check_record(record: object) -> None:
    """Refuse what is no record.

    Raises:
        TypeError: It is no mapping.
    """
    if not isinstance(record, Mapping):
        raise TypeError(f"a record is a mapping of names to values, not {type(record).__name__}")


def _program(condition: Expression, clauses: list[Clause]) -> list[_Jump]:
    """Where to go on behind every clause, so that the tree itself is not needed any more.

    The tree is walked from the right, so that the clause to the right of an operand has its number when the operand
    needs it.
    """
    reversed_program: list[_Jump] = []
    place = len(clauses)
    pending: list[tuple[Expression, int, int]] = [(condition, _TRUE, _FALSE)]
    while pending:
        node, if_true, if_false = pending.pop()
        if_true = place if if_true == _NEXT else if_true
        if_false = place if if_false == _NEXT else if_false
        if isinstance(node, Junction):
            first = (node, _NEXT, if_false) if isinstance(node, And) else (node, if_true, _NEXT)
            pending.extend((operand, *first[1:]) for operand in node.operands[:-1])
            pending.append((node.operands[-1], if_true, if_false))
        else:
            place -= 1
            reversed_program.append(_Jump(clauses[place].holds, if_true, if_false))
    return reversed_program[::-1]
