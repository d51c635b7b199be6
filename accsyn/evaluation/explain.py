"""Why a record matches a query or not, and how many records each clause lets through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from accsyn.ast import And, Comparison, Expression, Junction
from accsyn.binding.bound import BoundQuery
from accsyn.evaluation import drawing
from accsyn.evaluation.clauses import Record
from accsyn.evaluation.drawing import Row
from accsyn.evaluation.interpreter import Predicate, check_record
from accsyn.evaluation.objects import Accessor, ObjectRecord
from accsyn.evaluation.reasons import describe, reason
from accsyn.evaluation.values import MISSING

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["ClauseCount", "Explanation", "Step", "clause_counts", "describe", "explain"]

_NO_CONDITION = "no condition: every record matches"


class Step(NamedTuple):
    """A node of a query's condition and what became of it.

    Attributes:
        node: The comparison, And or Or.
        depth: How many And and Or are above it.
        held: Whether it holds for the record.
        values: For a comparison, every value that the record offered to it; empty where there is none, and for And
            and Or.
        reason: For a comparison, what it saw and, where it does not hold, what it wanted; empty for And and Or.
    """

    node: Expression
    depth: int
    held: bool
    values: tuple[object, ...]
    reason: str


class Explanation(NamedTuple):
    """What became of every node of a condition; ``str()`` is a tree for people, and so is what rich prints.

    Attributes:
        held: Whether the record matches.
        steps: The nodes, parents before children, children in the order of the text; empty for a query without a
            condition.
    """

    held: bool
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return "\n".join("".join(text for text, _ in pieces) for pieces in self._lines())

    def __rich__(self) -> Text:
        """The tree in colour, for ``rich.print``."""
        from rich.text import Text

        tree = Text(no_wrap=True)
        for number, pieces in enumerate(self._lines()):
            tree.append("\n" if number else "")
            for text, style in pieces:
                tree.append(text, style)
        return tree

    def to_mermaid(self) -> str:
        """The tree as a Mermaid flow chart, for Markdown pages that draw them.

        Of more nodes than Mermaid draws by default the first are shown, and how many are left out.
        """
        return drawing.mermaid(self.rows())

    def to_svg(self) -> str:
        """The tree as an SVG image, whole in itself, with colours for light and for dark pages.

        Of more than a thousand nodes the first are shown, and how many are left out.
        """
        return drawing.svg(self.rows(), title="the record matches" if self.held else "the record does not match")

    def to_dict(self) -> dict[str, Any]:
        """The tree as JSON: ``held``, and the ``steps``, each with ``clause``, ``depth``, ``held`` and ``reason``."""
        steps = [
            {"clause": describe(step.node), "depth": step.depth, "held": step.held, "reason": step.reason}
            for step in self.steps
        ]
        return {"held": self.held, "steps": steps}

    def rows(self) -> list[Row]:
        """The nodes as they are drawn."""
        if not self.steps:
            return [Row(_NO_CONDITION, "", 0, True)]
        return [Row(describe(step.node), step.reason, step.depth, step.held) for step in self.steps]

    def _lines(self) -> Iterable[list[tuple[str, str]]]:
        rows = self.rows()
        for row, prefix in zip(rows, drawing.prefixes(rows), strict=True):
            mark = ("yes  ", "bold green") if row.mark else ("no   ", "bold red")
            note = f"    {row.note}" if row.note else ""
            yield [mark, (prefix, "bold blue"), (row.text, ""), (note, "dim")]


class ClauseCount(NamedTuple):
    """How many records a node of a condition holds for, on its own.

    Attributes:
        node: The comparison, And or Or.
        depth: How many And and Or are above it.
        matched: The number of records that it holds for.
        total: The number of records there were.
        without: The number of records that the whole query would match if this node were not in it.
        is_required: Whether the node stands below an And, so that without it more records match rather than fewer.
    """

    node: Expression
    depth: int
    matched: int
    total: int
    without: int
    is_required: bool


def explain(bound: BoundQuery, record: Any, *, get: Accessor | None = None) -> Explanation:
    """Say for every clause of a query whether it holds for a record, what it saw there, and why.

    Args:
        bound: The query.
        record: A mapping, or with `get` any object.
        get: How an attribute of an object is read, see `accsyn.evaluation.objects.ObjectRecord`.

    Raises:
        ValueError: Binding found an error in the query.
        TypeError: The record is no mapping and there is no `get`, or a parameter has no value.
    """
    record = record if get is None else ObjectRecord(record, get)
    check_record(record)
    clauses = Predicate(bound).clauses
    places = _preorder(bound.statement.condition)
    held = _held(places, [clause.holds(record) for clause in clauses])
    offered = zip(clauses, bound.comparisons, strict=True)
    steps = []
    for place, is_held in zip(places, held, strict=True):
        values: tuple[object, ...] = ()
        why = ""
        if isinstance(place.node, Comparison):
            clause, comparison = next(offered)
            values = tuple(clause.values(record))
            why = reason(comparison, values, is_held, record)
            values = tuple(
                value.subject if isinstance(value, ObjectRecord) else value for value in values if value is not MISSING
            )
        steps.append(Step(place.node, place.depth, is_held, values, why))
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
    places = _preorder(bound.statement.condition)
    matched, without = [0] * len(places), [0] * len(places)
    total = 0
    for record in records:
        check_record(record)
        total += 1
        held = _held(places, [clause.holds(record) for clause in clauses])
        for index, (is_held, is_match) in enumerate(zip(held, _without(places, held), strict=True)):
            matched[index] += is_held
            without[index] += is_match
    return [
        ClauseCount(place.node, place.depth, matched[index], total, without[index], place.is_required)
        for index, place in enumerate(places)
    ]


class _Place(NamedTuple):
    """A node of the tree: its depth, the number of its operands (0 for a comparison), and its parent.

    The parent is an index into the list of all nodes; -1 for the root. A node is required if it stands below an And or
    is the root.
    """

    node: Expression
    depth: int
    operands: int
    parent: int
    is_required: bool


def _preorder(condition: Expression | None) -> list[_Place]:
    """The nodes, parents before children."""
    places: list[_Place] = []
    pending: list[tuple[Expression, int, int, bool]] = [] if condition is None else [(condition, 0, -1, True)]
    while pending:
        node, depth, parent, is_required = pending.pop()
        operands = node.operands if isinstance(node, Junction) else ()
        index = len(places)
        places.append(_Place(node, depth, len(operands), parent, is_required))
        below = isinstance(node, And)
        pending.extend((operand, depth + 1, index, below) for operand in reversed(operands))
    return places


def _held(places: Sequence[_Place], leaves: list[bool]) -> list[bool]:
    """Whether each node holds, from whether each comparison does; both in the order of the text."""
    held = [False] * len(places)
    trues = [0] * len(places)  # how many operands of each node hold
    pending = list(leaves)
    for index in range(len(places) - 1, -1, -1):
        place = places[index]
        if not place.operands:
            is_held = pending.pop()
        elif isinstance(place.node, And):
            is_held = trues[index] == place.operands
        else:
            is_held = trues[index] > 0
        held[index] = is_held
        if place.parent >= 0:
            trues[place.parent] += is_held
    return held


def _without(places: Sequence[_Place], held: Sequence[bool]) -> list[bool]:
    """Whether the condition holds if a node is taken out of it, for each node.

    From the root down: what the whole would be if this node held, and what if it did not.
    """
    trues = [0] * len(places)
    for place, is_held in zip(places, held, strict=True):
        if place.parent >= 0:
            trues[place.parent] += is_held
    if_held, if_not = [True] * len(places), [False] * len(places)
    for index in range(1, len(places)):
        parent = places[index].parent
        others = trues[parent] - held[index]
        above = (if_not[parent], if_held[parent])
        if places[index].is_required:
            if_held[index] = above[others == places[parent].operands - 1]
            if_not[index] = above[False]
        else:
            if_held[index] = above[True]
            if_not[index] = above[others > 0]
    # What is taken out of an And counts as if it held, out of an Or as if it did not.
    return [
        is_true if place.is_required else is_false
        for place, is_true, is_false in zip(places, if_held, if_not, strict=True)
    ]
