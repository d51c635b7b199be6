"""The condition of a query as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from accsyn.ast import And, Comparison, Expression, Junction, Statement
from accsyn.binding.bound import BoundComparison, BoundQuery
from accsyn.evaluation.explain import describe
from accsyn.printer import print_statement
from accsyn.text import escape_for_display

DEEPEST = 20
"""Levels that are drawn; below them the number of the level stands: indenting any depth takes text without limit."""
LONGEST = 200
"""Characters of a comparison that are shown."""


class Guides(NamedTuple):
    """The pieces of the lines between nodes."""

    more: str
    last: str
    through: str
    nothing: str


LINES = Guides("├─ ", "└─ ", "│  ", "   ")
ASCII = Guides("|- ", "`- ", "|  ", "   ")


class Leaf(NamedTuple):
    """A node of the tree.

    Attributes:
        node: The comparison, And or Or.
        bound: What binding knows about a comparison; None for And and Or.
        depth: How many And and Or are above it.
        is_last: For the node and everything above it except the root, whether it is the last operand; at most `DEEPEST`
            of them.
    """

    node: Expression
    bound: BoundComparison | None
    depth: int
    is_last: tuple[bool, ...]


def nodes(bound: BoundQuery) -> Iterator[Leaf]:
    """Every node of a condition, parents before children, children in the order of the text."""
    condition = bound.statement.condition
    comparisons = iter(bound.comparisons)
    pending: list[tuple[Expression, int, tuple[bool, ...]]] = [] if condition is None else [(condition, 0, ())]
    while pending:
        node, depth, is_last = pending.pop()
        yield Leaf(node, next(comparisons) if isinstance(node, Comparison) else None, depth, is_last)
        if isinstance(node, Junction):
            for number, operand in enumerate(reversed(node.operands)):
                below = (*is_last, number == 0) if depth < DEEPEST else is_last
                pending.append((operand, depth + 1, below))


def prefix(leaf: Leaf, guides: Guides = LINES) -> str:
    """What stands before a node: the lines that lead to it."""
    if not leaf.is_last:
        return ""
    *above, last = leaf.is_last
    through = "".join(guides.nothing if is_last else guides.through for is_last in above)
    deeper = f"({leaf.depth}) " if leaf.depth > DEEPEST else ""
    return f"{through}{guides.last if last else guides.more}{deeper}"


def clause(node: Expression) -> str:
    """A node in one line: ``AND``, ``OR``, or the comparison, escaped, long ones cut."""
    if not isinstance(node, Comparison):
        return "AND" if isinstance(node, And) else "OR"
    try:
        text = print_statement(Statement(None, node))
    except ValueError:  # a value from outside that the language cannot write
        return describe(node)
    return escape_for_display(text if len(text) <= LONGEST else f"{text[:LONGEST]}...")
