"""A condition as Python source: AND and OR over comparisons, cheap ones first, each asked once for a record.

The order of a test cannot show: it is a dictionary that is looked at, and a comparison has no effect and always an
answer. So what costs little goes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from accsyn.ast import And, Comparison, Expression, Junction, List, Operator, Or
from accsyn.binding.bound import BoundComparison, BoundQuery
from accsyn.evaluation.code.comparisons import ComparisonCode, Leaf
from accsyn.evaluation.code.texts import Constants

MOST_LEVELS = 40
"""Levels of AND and OR that become nested source; Python's own parser and compiler give up somewhere above 90."""


class _Asked(NamedTuple):
    """A comparison in the tree: the number of its positive form, and whether its complement is meant."""

    number: int
    is_negated: bool


class _Joined(NamedTuple):
    """AND or OR."""

    word: str
    operands: list[_Asked | _Joined]


_Node = _Asked | _Joined


class Source(NamedTuple):
    """What a condition became.

    Attributes:
        matches: The source of a function of that name: of a record, whether it matches.
        filter: The source of a generator of that name: of an iterator of records, those that match.
        constants: What the names in them stand for.
    """

    matches: str
    filter: str
    constants: Constants


def is_too_deep(condition: Expression | None) -> bool:
    """Whether a condition has more than `MOST_LEVELS` levels of AND and OR."""
    level = [] if condition is None else [condition]
    for _ in range(MOST_LEVELS + 1):
        level = [operand for node in level if isinstance(node, Junction) for operand in node.operands]
        if not level:
            return False
    return True


def write(query: BoundQuery) -> Source:
    """The source for a query with a condition that is not too deep.

    Raises:
        TypeError: A parameter has no value.
    """
    plan = _Plan(query)
    code = ComparisonCode(query, plan.comparisons)
    writer = _Writer(code.leaves(), plan.counts)
    text = writer.expression(plan.root)
    return Source(
        "def matches(r):\n"
        "    if type(r) is not dict:\n"
        "        return other(r)\n"
        f"{writer.start('    ')}"
        f"    return {text}\n",
        "def filter(records):\n"
        "    for r in records:\n"
        "        if type(r) is dict:\n"
        f"{writer.start('            ')}"
        f"            if {text}:\n"
        "                yield r\n"
        "        elif other(r):\n"
        "            yield r\n",
        code.constants,
    )


class _Plan:
    """The tree over positive comparisons, each there once, and equalities with one attribute as one list.

    Attributes:
        root: The tree.
        comparisons: The positive comparisons.
        counts: How often each stands in the tree.
    """

    def __init__(self, query: BoundQuery) -> None:
        self.comparisons: list[BoundComparison] = []
        self.counts: list[int] = []
        self._numbers: dict[tuple[object, ...], int] = {}
        condition = query.statement.condition
        if condition is None:
            raise ValueError("there is no condition")
        self.root = self._node(condition, iter(query.comparisons))

    def _node(self, node: Expression, pending: Iterator[BoundComparison]) -> _Node:
        if not isinstance(node, Junction):
            return self._asked([next(pending)])
        # What has to be one of several values is one question, about a list.
        alike: dict[str, list[BoundComparison]] = {}
        places: list[list[BoundComparison] | _Node] = []
        mergeable = _EQUALITY if isinstance(node, Or) else _INEQUALITY
        for operand in node.operands:
            if isinstance(operand, Junction):
                places.append(self._node(operand, pending))
                continue
            bound = next(pending)
            operator = bound.comparison.operator
            if operator not in mergeable:
                places.append([bound])
                continue
            group = alike.setdefault(bound.comparison.attribute, [])
            if not group:
                places.append(group)
            group.append(bound)
        operands = [self._asked(place) if isinstance(place, list) else place for place in places]
        return operands[0] if len(operands) == 1 else _Joined("and" if isinstance(node, And) else "or", operands)

    def _asked(self, alike: list[BoundComparison]) -> _Asked:
        first = alike[0]
        operator = first.comparison.operator.positive if len(alike) == 1 else Operator.IN
        operands = tuple(operand for bound in alike for operand in bound.operands)
        attribute = first.comparison.attribute
        key = (attribute, operator, operands, tuple(map(type, operands)))
        number = self._numbers.setdefault(key, len(self.comparisons))
        if number == len(self.comparisons):
            # Its value counts no more: the operands are what it was bound to.
            positive = Comparison(attribute, operator, List(()))
            self.comparisons.append(BoundComparison(positive, first.resolved, operands))
            self.counts.append(0)
        self.counts[number] += 1
        return _Asked(number, first.comparison.operator.is_negative)


_EQUALITY = frozenset({Operator.EQUAL, Operator.IN})
_INEQUALITY = frozenset({Operator.NOT_EQUAL, Operator.NOT_IN})


class _Piece(NamedTuple):
    """A node as source, and the variables that have their value whenever it was evaluated."""

    text: str
    needed: tuple[str, ...]


class _Writer:
    """Writes the functions.

    A variable gets its value where it is first needed. What is needed in one place gets it there; where it depends on
    the record which place comes first, each looks, and the variable starts as `UNSET`.
    """

    def __init__(self, leaves: list[Leaf], counts: list[int]) -> None:
        self._leaves = leaves
        self._counts = counts
        self._ready: set[str] = set()  # what surely has its value where the next piece stands
        self._written: set[str] = set()
        self._unset: set[str] = set()

    def expression(self, root: _Node) -> str:
        """The source of the condition; once, since it counts what it writes."""
        return self._piece(self._sorted(root)[0]).text

    def start(self, indent: str) -> str:
        """The statement that goes before the expression; none where no variable needs one."""
        return f"{indent}{' = '.join((*sorted(self._unset), 'UNSET'))}\n" if self._unset else ""

    def _sorted(self, node: _Node) -> tuple[_Node, int]:
        """The tree with the cheaper operands first, and what it costs."""
        if isinstance(node, _Asked):
            return node, self._leaves[node.number].cost
        operands = sorted(map(self._sorted, node.operands), key=lambda pair: pair[1])
        return _Joined(node.word, [operand for operand, _ in operands]), sum(cost for _, cost in operands)

    def _piece(self, node: _Node) -> _Piece:
        """The source of a node."""
        if isinstance(node, _Asked):
            piece = self._comparison(node.number)
            return _Piece(f"not {piece.text}", piece.needed) if node.is_negated else piece
        # An operand is evaluated only if the ones before it were, each of which needed its first operand at least.
        pieces: list[_Piece] = []
        here: list[str] = []
        for operand in node.operands:
            piece = self._piece(operand)
            pieces.append(piece)
            here += (name for name in piece.needed if name not in self._ready)
            self._ready.update(piece.needed)
        self._ready.difference_update(here)
        return _Piece(f"({f' {node.word} '.join(piece.text for piece in pieces)})", pieces[0].needed)

    def _comparison(self, number: int) -> _Piece:
        leaf = self._leaves[number]
        answer = f"a{number}"
        is_shared = self._counts[number] > 1
        if is_shared and answer in self._ready:
            return _Piece(answer, ())
        text = leaf.before
        needed: tuple[str, ...] = ()
        if leaf.variable:
            text = f"{leaf.before}{self._value(leaf.variable, leaf.load)}{leaf.after}"
            needed = (leaf.variable,)
        return _Piece(self._value(answer, text), (*needed, answer)) if is_shared else _Piece(text, needed)

    def _value(self, variable: str, load: str) -> str:
        """The value of a variable, which is worked out where that has not happened yet."""
        if variable in self._ready:
            return variable
        if variable not in self._written:
            self._written.add(variable)
            return f"({variable} := {load})"
        self._unset.add(variable)
        return f"({variable} if {variable} is not UNSET else ({variable} := {load}))"
