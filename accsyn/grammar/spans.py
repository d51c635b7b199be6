"""Where the nodes of a tree stand in the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from accsyn.ast import Comparison, Node, Statement
from accsyn.source import Span


class Place(NamedTuple):
    """The places of one node.

    Attributes:
        span: The node itself.
        outer: The node with the parentheses around it.
        attribute: The attribute of a comparison.
        operator: The operator of a comparison, with the NOT in front of it.
    """

    span: Span
    outer: Span
    attribute: Span | None = None
    operator: Span | None = None


class Group(NamedTuple):
    """A pair of parentheses around a condition.

    Attributes:
        span: From the opening to the closing one, both included.
        node: What stands in them.
    """

    span: Span
    node: Node


class Spans:
    """The places of every node of one tree.

    Looked up by the node object itself, since equal nodes may stand in several places.

    Args:
        places: Identity of a node -> the node and its places. The nodes are kept in it: an id is only good while its
            object lives.
        entity_type: The place of the entity type, if there is one.
        groups: The parentheses around conditions, in the order in which they close.
    """

    __slots__ = ("_places", "entity_type", "groups")

    def __init__(
        self,
        places: Mapping[int, tuple[Node, Place]],
        entity_type: Span | None = None,
        groups: tuple[Group, ...] = (),
    ) -> None:
        self._places = places
        self.entity_type = entity_type
        self.groups = groups

    def place(self, node: Node) -> Place:
        """Every place of a node.

        Raises:
            KeyError: The node is of another tree.
        """
        return self._places[id(node)][1]

    def of(self, node: Node) -> Span:
        """The span of a node."""
        return self.place(node).span

    def outer(self, node: Node) -> Span:
        """The span of a node with the parentheses around it."""
        return self.place(node).outer

    def attribute(self, comparison: Comparison) -> Span:
        """The span of a comparison's attribute."""
        return self.place(comparison).attribute or self.of(comparison)

    def operator(self, comparison: Comparison) -> Span:
        """The span of a comparison's operator, with the NOT in front of it."""
        return self.place(comparison).operator or self.of(comparison)

    def onto(self, parsed: Statement, bound: Statement) -> Spans:
        """The places for the same tree with values in place of its parameters.

        What was made from one parameter stands where the parameter stands.

        Args:
            parsed: The tree that these places are of.
            bound: The tree with values; above its comparisons it has the same shape.
        """
        places: list[tuple[Node, Place]] = []
        new: dict[int, Node] = {}
        pending: list[tuple[Node, Node]] = [(parsed, bound)]
        while pending:
            old, node = pending.pop()
            places.append((node, self.place(old)))
            new[id(old)] = node
            if len(old.children) == len(node.children):
                pending.extend(zip(old.children, node.children, strict=True))
            else:
                places.extend((child, self.place(old)) for child in node.children)
        groups = tuple(Group(group.span, new.get(id(group.node), group.node)) for group in self.groups)
        return Spans({id(node): (node, place) for node, place in places}, self.entity_type, groups)
