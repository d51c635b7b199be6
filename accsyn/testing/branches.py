"""The ways in which a condition can come out as wanted: which comparisons have to hold, and which must not.

An AND holds if all its operands do, an OR if one of them does; so every way chooses an operand of each OR (where the
condition must not hold, of each AND). The ways are tried one after the other, in the order of the text. What has been
found impossible together is not tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from accsyn.ast import And, Expression, Junction

Wish = tuple[int, bool]
"""The number of a comparison in the query, and whether it has to hold."""

Order = Callable[[int], Sequence[int]]
"""The order in which a number of alternatives is tried; a strategy draws it."""

MOST_STEPS = 200_000
"""Nodes that are looked at, over all ways."""


def in_order(count: int) -> Sequence[int]:
    """The alternatives as they stand in the text."""
    return range(count)


class Branches:
    """The ways of a condition.

    Args:
        condition: The condition.
        wanted: Whether it has to hold.
        order: The order of alternatives.

    Attributes:
        is_complete: Whether `ways` came to its end because there were no more.
    """

    def __init__(self, condition: Expression, wanted: bool, order: Order = in_order) -> None:
        self.is_complete = False
        self._condition = condition
        self._wanted = wanted
        self._order = order
        self._impossible: dict[Wish, list[frozenset[Wish]]] = {}

    def rule_out(self, wishes: Collection[Wish]) -> None:
        """No way with all these wishes is given any more."""
        together = frozenset(wishes)
        for wish in together:
            self._impossible.setdefault(wish, []).append(together)

    def ways(self) -> Iterator[tuple[Wish, ...]]:
        """Every way, in order, as far as the work stays within bounds."""
        numbers = _numbers(self._condition)
        # A way is a trail of wishes; what is still to be looked at is a linked list that alternatives share.
        trail: list[Wish] = []
        chosen: set[Wish] = set()
        pending: list[tuple[_Rest, int]] = [(((self._condition, 0, self._wanted), None), 0)]
        steps = 0
        while pending:
            rest, length = pending.pop()
            while len(trail) > length:
                chosen.discard(trail.pop())
            is_possible = True
            while rest is not None and is_possible:
                steps += 1
                if steps > MOST_STEPS:
                    return
                (node, number, wanted), rest = rest
                if not isinstance(node, Junction):
                    is_possible = self._choose((number, wanted), trail, chosen)
                    continue
                starts = numbers[id(node), number]
                operands = list(zip(node.operands, starts, strict=True))
                if isinstance(node, And) is wanted:
                    for operand, start in reversed(operands):
                        rest = ((operand, start, wanted), rest)
                else:
                    first, *others = [operands[place] for place in self._order(len(operands))]
                    pending.extend((((*other, wanted), rest), len(trail)) for other in reversed(others))
                    rest = ((*first, wanted), rest)
            if is_possible:
                yield tuple(trail)
        self.is_complete = True

    def _choose(self, wish: Wish, trail: list[Wish], chosen: set[Wish]) -> bool:
        """Add a wish to the way; whether it goes with the others."""
        trail.append(wish)
        chosen.add(wish)
        return not any(together <= chosen for together in self._impossible.get(wish, ()))


_Rest = tuple[tuple[Expression, int, bool], "_Rest | None"] | None


def _numbers(condition: Expression) -> dict[tuple[int, int], list[int]]:
    """For every AND and OR, by its identity and its first comparison's number: the same number of each operand.

    One node may stand in several places of a tree made in code, hence the number in the key.
    """
    sizes: dict[int, int] = {}
    postorder: list[Expression] = []
    pending: list[Expression] = [condition]
    while pending:
        node = pending.pop()
        postorder.append(node)
        if isinstance(node, Junction):
            pending.extend(node.operands)
    for node in reversed(postorder):
        operands = node.operands if isinstance(node, Junction) else ()
        sizes[id(node)] = sum(sizes[id(operand)] for operand in operands) if operands else 1
    found: dict[tuple[int, int], list[int]] = {}
    places: list[tuple[Expression, int]] = [(condition, 0)]
    while places:
        node, start = places.pop()
        if isinstance(node, Junction):
            starts = []
            for operand in node.operands:
                starts.append(start)
                places.append((operand, start))
                start += sizes[id(operand)]
            found[id(node), starts[0]] = starts
    return found
