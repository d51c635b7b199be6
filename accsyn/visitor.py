"""Ways to go over a tree: `walk` it, `fold` it to one value, `transform` it into another tree.

None of them recurses, so a tree of any depth can be walked; each visits every node once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from accsyn.ast import And, Comparison, Expression, Junction, Node, Or, join

T = TypeVar("T")


def walk(node: Node) -> Iterator[Node]:
    """Every node at or below `node`: parents before children, children in the order of the text."""
    pending: list[Node] = [node]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(node.children))


def fold(node: Node, combine: Callable[[Node, Sequence[T]], T]) -> T:
    """Compute one value from the leaves up.

    Args:
        node: Where to start.
        combine: Gets a node and the values of its children, in order; returns the node's value.
    """
    values: list[T] = []
    pending: list[tuple[Node, bool]] = [(node, False)]
    while pending:
        node, ready = pending.pop()
        children = node.children
        if ready or not children:
            start = len(values) - len(children)
            parts = values[start:]
            del values[start:]
            values.append(combine(node, parts))
        else:
            pending.append((node, True))
            pending.extend((child, False) for child in reversed(children))
    return values.pop()


def transform(expression: Expression, replace: Callable[[Comparison], Expression]) -> Expression:
    """Replace every comparison; what stays the same keeps its identity.

    Args:
        expression: The tree.
        replace: Gets a comparison, returns it or what to put in its place. An And put into an And is joined with it.

    Returns:
        The new tree; the same object where nothing changed.
    """
    done: list[Expression] = []
    pending: list[tuple[Expression, bool]] = [(expression, False)]
    while pending:
        node, ready = pending.pop()
        if isinstance(node, Comparison):
            done.append(replace(node))
        elif isinstance(node, Junction):
            if ready:
                start = len(done) - len(node.operands)
                operands = done[start:]
                del done[start:]
                done.append(_rejoin(node, operands))
            else:
                pending.append((node, True))
                pending.extend((operand, False) for operand in reversed(node.operands))
    return done.pop()


def _rejoin(node: Junction, operands: list[Expression]) -> Expression:
    if all(new is old for new, old in zip(operands, node.operands, strict=True)):
        return node
    return join(And if isinstance(node, And) else Or, operands)
