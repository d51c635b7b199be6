"""A backtracking engine that counts its steps: what a pattern costs, without a clock.

It tries what Python's engine tries, in the same order: alternatives from left to right, as many repetitions as
possible first, and no further repetition behind one that took nothing. It knows the subset of patterns that the
tests of the backtracking analysis need: one-character atoms, groups, alternatives and greedy quantifiers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Union

from accsyn.patterns.scan import scan

Node = Union["Atom", "Sequence", "Branch", "Repeat"]
Continue = Callable[[int], bool]


class TooExpensive(Exception):  # noqa: N818 - says what happened
    """The match takes more steps than the test allows."""


class Atom:
    """One character, by the regular expression for it; or the end of the text."""

    def __init__(self, text: str) -> None:
        self.is_end = text == "$"
        self.takes = re.compile(text, re.IGNORECASE)


class Sequence:
    """Nodes one after the other."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes


class Branch:
    """Alternatives."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes


class Repeat:
    """A node repeated; `most` is None for no limit."""

    def __init__(self, node: Node, quantifier: str) -> None:
        self.node = node
        low, _, high = {"*": "0,", "+": "1,", "?": "0,1"}.get(quantifier, quantifier.strip("{}")).partition(",")
        self.least = int(low)
        self.most = int(high) if high else None if "," in quantifier or quantifier in "*+" else self.least


def parse(pattern: str) -> Node:
    """The tree of a pattern of the subset."""
    stack: list[list[list[Node]]] = [[[]]]
    tokens = scan(pattern)
    for index, token in enumerate(tokens):
        if token.kind == "open":
            stack.append([[]])
        elif token.kind == "close":
            stack[-2][-1].append(_joined(stack.pop()))
        elif token.kind == "bar":
            stack[-1].append([])
        elif token.kind == "quantifier":
            stack[-1][-1].append(Repeat(stack[-1][-1].pop(), token.text))
        elif token.kind == "class_close":
            start = max(other.start for other in tokens[:index] if other.kind == "class_open")
            stack[-1][-1].append(Atom(pattern[start : token.end]))
        elif not token.kind.startswith("class_"):
            stack[-1][-1].append(Atom(token.text))
    return _joined(stack[0])


def _joined(alternatives: list[list[Node]]) -> Node:
    return Branch([Sequence(nodes) for nodes in alternatives])


class Engine:
    """One attempt at a match, at the start of a text."""

    def __init__(self, text: str, most_steps: int) -> None:
        self.text = text
        self.most_steps = most_steps
        self.steps = 0

    def match(self, node: Node, at: int, then: Continue) -> bool:
        """Match a node at a place, and go on from where it ends."""
        self.steps += 1
        if self.steps > self.most_steps:
            raise TooExpensive
        if isinstance(node, Atom):
            if node.is_end:
                return at == len(self.text) and then(at)
            return at < len(self.text) and node.takes.match(self.text[at]) is not None and then(at + 1)
        if isinstance(node, Sequence):
            return self._sequence(node.nodes, 0, at, then)
        if isinstance(node, Branch):
            return any(self.match(alternative, at, then) for alternative in node.nodes)
        return self._repeat(node, 0, -1, at, then)

    def _sequence(self, nodes: list[Node], index: int, at: int, then: Continue) -> bool:
        if index == len(nodes):
            return then(at)
        return self.match(nodes[index], at, lambda end: self._sequence(nodes, index + 1, end, then))

    def _repeat(self, node: Repeat, count: int, last: int, at: int, then: Continue) -> bool:
        if count < node.least:
            return self.match(node.node, at, lambda end: self._repeat(node, count + 1, last, end, then))
        more = (node.most is None or count < node.most) and at != last
        if more and self.match(node.node, at, lambda end: self._repeat(node, count + 1, at, end, then)):
            return True
        return then(at)


def cost(pattern: str, text: str, most_steps: int = 1_000_000) -> tuple[bool, int]:
    """Whether a pattern matches at the start of a text, and in how many steps that is known.

    Raises:
        TooExpensive: It takes more steps than allowed.
    """
    engine = Engine(text, most_steps)
    return engine.match(parse(pattern), 0, lambda _: True), engine.steps
