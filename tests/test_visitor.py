"""Walking, folding and transforming trees of any depth."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings

from accsyn.ast import And, Comparison, Expression, Literal, Node, Operator, Or, Statement, comparisons
from accsyn.visitor import fold, transform, walk
from tests import strategies

A, B, C = (Comparison(name, Operator.EQUAL, Literal("1")) for name in "abc")


def test_walk_goes_parents_first_in_the_order_of_the_text() -> None:
    """Every node is met once."""
    tree = Statement("T", And((A, Or((B, C)))))
    kinds = [type(node).__name__ for node in walk(tree)]
    assert kinds == [
        "Statement",
        "And",
        "Comparison",
        "Literal",
        "Or",
        "Comparison",
        "Literal",
        "Comparison",
        "Literal",
    ]
    assert list(comparisons(tree)) == [A, B, C]


@settings(deadline=None)
@given(strategies.statements())
def test_fold_sees_what_walk_sees(statement: Statement) -> None:
    """Folding to a count counts the nodes; children come in order."""
    count: int = fold(statement, lambda node, parts: 1 + sum(parts))
    assert count == len(list(walk(statement)))

    def order(node: Node, parts: Sequence[list[Node]]) -> list[Node]:
        return [node, *(item for part in parts for item in part)]

    assert fold(statement, order) == list(walk(statement))


@settings(deadline=None)
@given(strategies.expressions())
def test_transform_to_the_same_keeps_the_tree(expression: Expression) -> None:
    """The same object, not a copy; and every comparison is offered once, in order."""
    seen: list[Comparison] = []

    def keep(comparison: Comparison) -> Expression:
        seen.append(comparison)
        return comparison

    assert transform(expression, keep) is expression
    assert seen == list(comparisons(expression))


def test_transform_joins_what_becomes_flat() -> None:
    """An And put into an And is part of it, an Or stays of its own."""
    assert transform(And((A, B)), lambda item: And((B, C)) if item is A else item) == And((B, C, B))
    assert transform(And((A, B)), lambda item: Or((B, C)) if item is A else item) == And((Or((B, C)), B))
    assert transform(A, lambda item: B) is B
    same = Or((B, C))
    changed = transform(And((A, same)), lambda item: C if item is A else item)
    assert isinstance(changed, And)
    assert changed.operands[1] is same
