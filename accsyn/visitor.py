"""Ways to go over a tree: `walk` it, `fold` it to one value, `transform` it into another tree.

None of them recurses, so a tree of any depth can be walked; each visits every node once. For what tools do most often
there are `attributes_of`, `rename_attributes` and `replace_values`; a condition that has to hold in any case is added
by `Query.where`, and `Query.with_condition` makes a query of what comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from accsyn.ast import And, Comparison, Expression, Junction, List, Node, Or, Value, comparisons, join
from accsyn.names import require_path
from accsyn.text import fold as fold_text

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

    Raises:
        TypeError: `replace` returned something else.
    """
    done: list[Expression] = []
    pending: list[tuple[Expression, bool]] = [(expression, False)]
    while pending:
        node, ready = pending.pop()
        if isinstance(node, Comparison):
            done.append(_condition(replace(node)))
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


def _condition(new: object) -> Expression:
    if not isinstance(new, Expression):
        raise TypeError(f"a comparison is replaced by an expression, not by {new!r}")
    return new


def _rejoin(node: Junction, operands: list[Expression]) -> Expression:
    if all(new is old for new, old in zip(operands, node.operands, strict=True)):
        return node
    return join(And if isinstance(node, And) else Or, operands)


def attributes_of(node: Node) -> tuple[str, ...]:
    """The paths of the attributes at or below a node, each once, in the order of the text."""
    return tuple(dict.fromkeys(str(comparison.attribute) for comparison in comparisons(node)))


def rename_attributes(expression: Expression, names: Mapping[str, str]) -> Expression:
    """The condition with other names: ``{"owner": "user"}`` makes ``user.role`` of ``owner.role``.

    Args:
        expression: The condition.
        names: New paths by old ones; of several that fit, the longest counts. Upper and lower case are one, as they are
            in the language: a name that is spelled exactly so goes first.

    Raises:
        TypeError: `names` is no mapping of str to str.
        ValueError: A name, old or new, cannot be the path of an attribute.
    """
    exact = _checked(names)
    longest = max((old.count(".") + 1 for old in exact), default=0)
    folded: dict[str, str] = {}
    for old, new in exact.items():
        folded.setdefault(fold_text(old), new)

    def rename(comparison: Comparison) -> Comparison:
        segments = comparison.attribute.split(".")
        for length in range(min(len(segments), longest), 0, -1):
            old = ".".join(segments[:length])
            new = exact.get(old) or folded.get(fold_text(old))
            if new is not None:
                path = ".".join([new, *segments[length:]])
                # Only what changes is made anew: the name may carry what a schema says of it.
                return comparison if path == comparison.attribute else _renamed(comparison, path)
        return comparison

    return transform(expression, rename)


def _renamed(comparison: Comparison, path: str) -> Comparison:
    return Comparison(path, comparison.operator, comparison.value)


def _checked(names: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(names, Mapping):
        raise TypeError(f"names maps old paths to new ones, {{'owner': 'user'}}, and is no {type(names).__name__}")
    return {require_path(old): require_path(new) for old, new in names.items()}


def replace_values(expression: Expression, replace: Callable[[Comparison, Value], Value]) -> Expression:
    """The condition with other values.

    Args:
        expression: The condition.
        replace: Gets a comparison and its value, or an item of its list; returns it or what to put in its place.

    Raises:
        TypeError: `replace` returned no value of the tree, or a list in place of one.
    """

    def put(comparison: Comparison) -> Comparison:
        value = comparison.value
        old = value.items if isinstance(value, List) else (value,)
        new = tuple([_one_value(replace(comparison, item)) for item in old])
        if all(one is other for one, other in zip(new, old, strict=True)):
            return comparison
        return Comparison(comparison.attribute, comparison.operator, List(new) if isinstance(value, List) else new[0])

    return transform(expression, put)


def _one_value(value: object) -> Value:
    if not isinstance(value, Value) or isinstance(value, List):
        shown = "a List" if isinstance(value, List) else repr(value)
        raise TypeError(f"a value is replaced by one value of the tree such as Literal('x', True), not by {shown}")
    return value
