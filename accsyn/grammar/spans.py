"""Where the nodes of a tree stand in the text."""

from __future__ import annotations

from typing import NamedTuple

from accsyn.ast import Comparison, Node
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
    """The places of every node of one tree; looked up by the node object itself, since equal nodes may stand in several places."""

    __slots__ = ("_places", "entity_type", "groups")

    def __init__(
        self,
        places: list[tuple[Node, Place]],
        entity_type: Span | None = None,
        groups: tuple[Group, ...] = (),
    ) -> None:
        # The nodes are kept: an id is only good while its object lives.
        self._places = {id(node): (node, place) for node, place in places}
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
