"""The condition of a query as a tree: its nodes, and the rows that are drawn of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from accsyn.ast import And, Comparison, Expression, Junction, Statement
from accsyn.binding.bound import BoundComparison, BoundQuery
from accsyn.evaluation.drawing import Row
from accsyn.evaluation.explain import ClauseCount
from accsyn.evaluation.reasons import describe
from accsyn.printer import print_statement
from accsyn.text import escape_for_display

LONGEST = 200
"""Characters of a comparison that are shown."""


class Leaf(NamedTuple):
    """A node of the tree.

    Attributes:
        node: The comparison, And or Or.
        bound: What binding knows about a comparison; None for And and Or.
        depth: How many And and Or are above it.
    """

    node: Expression
    bound: BoundComparison | None
    depth: int


def nodes(bound: BoundQuery) -> Iterator[Leaf]:
    """Every node of a condition, parents before children, children in the order of the text."""
    condition = bound.statement.condition
    comparisons = iter(bound.comparisons)
    pending: list[tuple[Expression, int]] = [] if condition is None else [(condition, 0)]
    while pending:
        node, depth = pending.pop()
        yield Leaf(node, next(comparisons) if isinstance(node, Comparison) else None, depth)
        if isinstance(node, Junction):
            pending.extend((operand, depth + 1) for operand in reversed(node.operands))


def clause(node: Expression) -> str:
    """A node in one line: ``AND``, ``OR``, or the comparison, escaped, long ones cut."""
    if not isinstance(node, Comparison):
        return "AND" if isinstance(node, And) else "OR"
    try:
        text = print_statement(Statement(None, node))
    except ValueError:  # a value from outside that the language cannot write
        return describe(node)
    return escape_for_display(text if len(text) <= LONGEST else f"{text[:LONGEST]}...")


def rows(bound: BoundQuery, counts: Sequence[ClauseCount] | None = None) -> list[Row]:
    """The nodes as they are drawn, with the type of each comparison, or with what each node does to records.

    Args:
        bound: The query.
        counts: What each node does, in the order of the nodes; a node that keeps nothing is marked.
    """
    if counts is None:
        return [Row(clause(leaf.node), _type_of(leaf), leaf.depth) for leaf in nodes(bound)]
    return [
        Row(
            clause(leaf.node),
            f"keeps {count.matched:,}, removes {count.total - count.matched:,}",
            leaf.depth,
            count.matched > 0,
        )
        for leaf, count in zip(nodes(bound), counts, strict=True)
    ]


def _type_of(leaf: Leaf) -> str:
    return "" if leaf.bound is None else leaf.bound.resolved.type.value
