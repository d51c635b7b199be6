"""The careful parser: the same tables as the parser's, driven one step at a time and with positions.

It runs only when somebody needs it: to tell where the nodes of a tree stand, to look for what is valid but suspicious,
and, with what `accsyn.grammar.recovery` adds, to name what is wrong with a text that the parser refused.
"""

from __future__ import annotations

from typing import Any

from accsyn.ast import Comparison, List, Literal, Node, Statement
from accsyn.grammar import builder
from accsyn.grammar.lexer import mode
from accsyn.grammar.spans import Group, Place, Spans
from accsyn.grammar.tables import ACTIONS, GOTOS, RULES, STARTS
from accsyn.grammar.trouble import Token
from accsyn.source import Source, Span
from accsyn.visitor import walk


class Careful:
    """One careful run over a text, up to its first error.

    Args:
        source: The text.
        start: The entry point.

    Attributes:
        text: The text.
        start: The entry point.
        tokens: The tokens taken.
        statement: The tree; None where the text is not of the language.
        offset: How far the text is read.
        is_done: Whether the end is reached.
    """

    def __init__(self, source: Source, start: str) -> None:
        self.text = source.text
        self.start = start
        self.tokens: list[Token] = []
        self.statement: Statement | None = None
        self._states = [STARTS[start]]
        # What the states above the first stand for, and where it stands.
        self._values: list[Any] = []
        self._places: list[Span] = []
        self._parentheses: list[int] = []
        self._nodes: dict[int, tuple[Node, Place]] = {}
        self._groups: list[Group] = []
        self.offset = 0
        self._has_empty_item = False
        self.is_done = False

    # ---- the loop ----------------------------------------------------------------------------------------------------

    def run(self) -> Careful:
        """Read the text, up to the first place where no token can be read."""
        while not self.is_done and self._step():
            pass
        return self

    def _step(self) -> bool:
        """Take the next token; False where the state knows none that could stand there, and nothing is changed."""
        reader = mode(self._states[-1])
        match = reader.match(self.text, self.offset)
        if match is None:
            return False
        group = match.lastindex or 0
        kind = reader.kinds[group]
        if not self._accepts(kind):
            return False
        self._take(kind, match.start(group), match.end(group))
        return True

    def _accepts(self, kind: str) -> bool:
        """Whether the token can be shifted, after whatever reductions; nothing is changed.

        The tables share states between contexts, so that a reduction may be made before the error shows. Asking first
        keeps the stack as it was.
        """
        depth = len(self._states)
        virtual: list[int] = []
        while True:
            state = virtual[-1] if virtual else self._states[depth - 1]
            row = ACTIONS[state]
            if kind not in row:
                return False
            action = row[kind]
            if action is None or action >= 0:
                return True
            left, length, _ = RULES[~action]
            kept = max(0, len(virtual) - length)
            depth -= length - (len(virtual) - kept)
            del virtual[kept:]
            below = virtual[-1] if virtual else self._states[depth - 1]
            virtual.append(GOTOS[below][left])

    def _take(self, kind: str, start: int, end: int, text: str | None = None) -> None:
        """Reduce as the tables say, then shift a token that `_accepts`; its text may differ from what stands there."""
        while True:
            action = ACTIONS[self._states[-1]][kind]
            if action is None:
                self.is_done = True
                self._finish()
                return
            if action >= 0:
                break
            self._reduce(*RULES[~action])
        self._states.append(action)
        self._values.append(self.text[start:end] if text is None else text)
        self._places.append(Span(start, end))
        self.tokens.append(Token(kind, start, end))
        self.offset = end
        if kind == "LPAR":
            self._parentheses.append(start)
        elif kind == "RPAR":
            self._parentheses.pop()

    def _reduce(self, left: str, length: int, function: str) -> None:
        places = self._places[-length:]
        parts = self._values[-length:]
        span = Span(places[0].start, places[-1].end)
        value = parts[0]
        if function:
            try:
                value = getattr(builder, function)(*parts)
            except builder.EmptyItemError:
                self._empty_item(span)
                value = List(())
        del self._states[-length:], self._values[-length:], self._places[-length:]
        self._states.append(GOTOS[self._states[-1]][left])
        self._values.append(value)
        self._places.append(span)
        if function and isinstance(value, Node):
            self._record(function, value, span, places, parts)
        if left == "term":
            self._end_condition(value, span)

    def _empty_item(self, span: Span) -> None:
        """A quoted list has nothing between two commas."""
        self._has_empty_item = True

    def _end_condition(self, value: Any, span: Span) -> None:
        """A comparison or a group is complete."""

    def _finish(self) -> None:
        """The end of the text is taken."""
        if not self._has_empty_item:
            self.statement = self._values[0]
            self._nodes[id(self.statement)] = (self._values[0], Place(self._places[0], self._places[0]))

    # ---- places ------------------------------------------------------------------------------------------------------

    def _record(self, function: str, node: Node, span: Span, places: list[Span], parts: list[Any]) -> None:
        """Note where a node that a rule has made stands."""
        if function == "group":
            place = self._nodes[id(node)][1]
            self._nodes[id(node)] = (node, place._replace(outer=span))
            self._groups.append(Group(span, node))
        elif isinstance(node, Comparison):
            operator = Span(places[1].start, places[-2].end)
            self._nodes[id(node)] = (node, Place(span, span, places[0], operator))
        elif isinstance(node, Statement):
            if node.condition is not None and node.condition is not parts[-1]:
                # `flatten` made a new root: it stands where the old one stood.
                self._nodes[id(node.condition)] = (node.condition, self._nodes[id(parts[-1])][1])
        elif id(node) not in self._nodes:
            self._nodes[id(node)] = (node, Place(span, span))
            if function == "open_list" and isinstance(node, List):
                self._record_pieces(node, span)

    def _record_pieces(self, node: List, span: Span) -> None:
        """The places of the items of a quoted list, inside the quotes."""
        offset = span.start + 1
        for item in node.items:
            if id(item) in self._nodes or not isinstance(item, Literal):
                return
            offset = self.text.index(item.text, offset)
            place = Span(offset, offset + len(item.text))
            self._nodes[id(item)] = (item, Place(place, place))
            # To the comma behind the item.
            offset = self.text.find(",", place.end, span.end) + 1 or span.end

    def spans_for(self, statement: Statement) -> Spans:
        """The places for an equal tree made by the parser."""
        mine = self.statement
        if mine is None:
            raise ValueError("the text is not of the language")
        pairs = list(zip(walk(statement), walk(mine), strict=True))
        # Children come before their parents, whose place may be made of theirs.
        places = {id(theirs): (theirs, self._place_of(own)) for theirs, own in reversed(pairs)}
        twins = {id(own): theirs for theirs, own in pairs}
        groups = tuple(Group(group.span, twins.get(id(group.node), group.node)) for group in self._groups)
        first = self.tokens[0]
        entity = Span(first.start, first.end) if statement.entity_type is not None else None
        return Spans(places, entity, groups)

    def _place_of(self, node: Node) -> Place:
        if id(node) in self._nodes:
            return self._nodes[id(node)][1]
        # `flatten` made this node: it stands from its first operand to its last.
        first, last = node.children[0], node.children[-1]
        span = Span(self._nodes[id(first)][1].outer.start, self._nodes[id(last)][1].outer.end)
        self._nodes[id(node)] = (node, Place(span, span))
        return self._nodes[id(node)][1]
