"""The careful parser: the same tables, driven with positions, going on after errors.

It runs only when somebody needs it: to name what is wrong with a text that the parser refused, to tell where the nodes of a tree stand, and to
look for what is valid but suspicious. An error is a place where no terminal that the tables accept can be read; `accsyn.grammar.mistakes` names it and
says how to go on.
"""

from __future__ import annotations

from typing import Any

from accsyn import diagnostics as diagnosis
from accsyn.ast import Comparison, List, Literal, Node, Null, Operator, Statement
from accsyn.codes import syntax as codes
from accsyn.diagnostics import Diagnostic
from accsyn.errors import QuerySyntaxError
from accsyn.grammar import builder, mistakes
from accsyn.grammar.lexer import END, mode, skip_ignored
from accsyn.grammar.negation import negation_fix
from accsyn.grammar.spans import Group, Place, Spans
from accsyn.grammar.suspicion import suspicions
from accsyn.grammar.tables import ACTIONS, GOTOS, RULES, STARTS, TERMINALS
from accsyn.grammar.trouble import CONNECTIVES, Lexeme, Report, Token, Trouble, read
from accsyn.source import Source, Span
from accsyn.visitor import walk

MAX_REPORTS = 100
"""After so many errors the rest of the text is left alone."""

_SPELLING = {"EQUAL": "="}
"""What a token that is put in stands for, where the builder reads its text."""


def explain_failure(source: Source, start: str, max_length: int | None) -> QuerySyntaxError:
    """The exception for a text that the parser refused, with every error in it."""
    return QuerySyntaxError(find_errors(source, start, max_length), source)


def find_errors(source: Source, start: str, max_length: int | None) -> tuple[Diagnostic, ...]:
    """Every syntax error of a text, in the order of their places."""
    length = len(source.text)
    if max_length is not None and length > max_length:
        message = f"the query has {length:,} characters, the limit is {max_length:,}"
        help_ = "Pass a larger max_length, or None, if such a query is meant; split it otherwise."
        return (codes.QueryTooLong.at(Span(max_length, length), message, help_),)
    return diagnosis.sort(Careful(source, start).run().errors)


def locate(statement: Statement) -> Spans:
    """The places of the nodes of a parsed statement.

    Raises:
        ValueError: The statement was not made from a text.
    """
    source = statement.source
    if source is None:
        raise ValueError("the statement was made in code, its nodes stand in no text")
    careful = Careful(source, _entry_of(statement)).run()
    return careful.spans_for(statement)


def find_suspicious(statement: Statement) -> tuple[Diagnostic, ...]:
    """Warnings for what a parsed text holds and probably does not mean."""
    source = statement.source
    if source is None:
        return ()
    careful = Careful(source, _entry_of(statement)).run()
    return suspicions(source.text, careful.tokens)


def _entry_of(statement: Statement) -> str:
    return "query" if statement.entity_type is not None else "expression"


class _Negations:
    """NOTs in front of a condition that is still being read."""

    __slots__ = ("depth", "places")

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.places: list[Span] = []


class Careful:
    """One careful run over a text.

    Args:
        source: The text.
        start: The entry point.

    Attributes:
        errors: What was found.
        tokens: The tokens taken, those of an abandoned entry point left out.
        statement: The tree; None where there are errors.
    """

    def __init__(self, source: Source, start: str) -> None:
        self.text = source.text
        self.start = start
        self.errors: list[Diagnostic] = []
        self.tokens: list[Token] = []
        self.statement: Statement | None = None
        self._states = [STARTS[start]]
        self._values: list[Any] = []
        self._places: list[Span] = []
        self._parentheses: list[int] = []
        self._negations: list[_Negations] = []
        self._nodes: dict[int, tuple[Node, Place]] = {}
        self._groups: list[Group] = []
        self._offset = 0
        self._stuck_at = -1

    # ---- the loop ------------------------------------------------------------------------------------------------------

    def run(self) -> Careful:
        """Read the whole text."""
        done = False
        while not done and len(self.errors) < MAX_REPORTS:
            kind, start, end = self._next()
            if kind and self._accepts(kind):
                done = self._take(kind, start, end)
            else:
                done = self._recover()
        return self

    def _next(self) -> tuple[str, int, int]:
        reader = mode(self._states[-1])
        match = reader.match(self.text, self._offset)
        if match is None:
            return "", 0, 0
        group = match.lastindex or 0
        return reader.kinds[group], match.start(group), match.end(group)

    def _accepts(self, kind: str) -> bool:
        """Whether the token can be shifted, after whatever reductions; nothing is changed.

        The tables share states between contexts, so that a reduction may be made before the error shows. Asking first keeps the stack as it was.
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

    def _take(self, kind: str, start: int, end: int) -> bool:
        """Reduce as the tables say, then shift; True at the end of the text. An empty place is a token put in by recovery."""
        while True:
            action = ACTIONS[self._states[-1]][kind]
            if action is None:
                self._finish()
                return True
            if action >= 0:
                break
            self._reduce(*RULES[~action])
        self._states.append(action)
        self._values.append(self.text[start:end] or _SPELLING.get(kind, ""))
        self._places.append(Span(start, end))
        self.tokens.append(Token(kind, start, end))
        self._offset = end
        if kind == "LPAR":
            self._parentheses.append(start)
        elif kind == "RPAR":
            self._parentheses.pop()
        return False

    def _reduce(self, left: str, length: int, function: str) -> None:
        places = self._places[-length:]
        parts = self._values[-length:]
        span = Span(places[0].start, places[-1].end)
        value = parts[0]
        if function:
            try:
                value = getattr(builder, function)(*parts)
            except builder.EmptyItemError:
                self.errors.append(mistakes.empty_item(self.text, span))
                value = List(())
        del self._states[-length:], self._values[-length:], self._places[-length:]
        self._states.append(GOTOS[self._states[-1]][left])
        self._values.append(value)
        self._places.append(span)
        if isinstance(value, Node):
            self._record(function, value, span, places, parts)
        if left == "term":
            self._end_negation(value, span)

    def _record(self, function: str, node: Node, span: Span, places: list[Span], parts: list[Any]) -> None:
        if function == "group":
            place = self._nodes[id(node)][1]
            self._nodes[id(node)] = (node, place._replace(outer=span))
            self._groups.append(Group(span, node))
        elif isinstance(node, Comparison) and function:
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

    def _finish(self) -> None:
        if not self.errors:
            self.statement = self._values[0]
            self._nodes[id(self.statement)] = (self._values[0], Place(self._places[0], self._places[0]))

    # ---- going on after an error ----------------------------------------------------------------------------------------

    def _recover(self) -> bool:
        """Name the mistake and go on; True where there is nothing to go on with."""
        offset = skip_ignored(self.text, self._offset)
        lexeme = read(self.text, self._offset)
        if offset == self._stuck_at:
            # The same place twice: what was said first is enough, the piece of text is passed over.
            return self._skip(lexeme.end)
        self._stuck_at = offset
        report = mistakes.name_mistake(self._trouble(lexeme))
        how, offset, kind = report.resume
        if how != "negate":
            self.errors.append(report.diagnostic)
        if how == "skip":
            return self._skip(lexeme.start)
        getattr(self, f"_{how}")(offset, kind, report)
        return False

    def _trouble(self, lexeme: Lexeme) -> Trouble:
        expected = frozenset(name for name in (*TERMINALS, END) if self._accepts(name))
        return Trouble(self.text, lexeme, self.tokens, expected, self._parentheses, self.start)

    def _ignore(self, offset: int, kind: str, report: Report) -> None:
        self._offset = offset

    def _negate(self, offset: int, kind: str, report: Report) -> None:
        depth = len(self._states)
        if not self._negations or self._negations[-1].depth != depth:
            self._negations.append(_Negations(depth))
        self._negations[-1].places.append(Span(report.diagnostic.span.start, offset))
        self._offset = offset

    def _insert(self, offset: int, kind: str, report: Report) -> None:
        if self._accepts(kind):
            self._take(kind, offset, offset)
            self._offset = offset
            # The stack has changed: the next lexeme has a new chance.
            self._stuck_at = -1

    def _restart(self, offset: int, kind: str, report: Report) -> None:
        self.start = kind
        self.tokens.clear()
        self._parentheses.clear()
        self._negations.clear()
        self._states = [STARTS[kind]]
        self._values, self._places = [], []
        self._offset = offset

    def _complete(self, offset: int, kind: str, report: Report) -> None:
        """Put a stand-in for the condition that is broken, and go on behind it."""
        place = Span(offset, offset)
        while self._states and "term" not in GOTOS[self._states[-1]]:
            self._pop()
        if not self._states:
            self._restart(len(self.text), "expression", report)
        stand_in = Comparison("_", Operator.EQUAL, Null())
        self._states.append(GOTOS[self._states[-1]]["term"])
        self._values.append(stand_in)
        self._places.append(place)
        self._nodes[id(stand_in)] = (stand_in, Place(place, place))
        self._drop_negations(report)
        self._offset = offset

    def _pop(self) -> None:
        self._states.pop()
        if self._values:
            self._values.pop()
            self._places.pop()

    def _skip(self, offset: int) -> bool:
        """Pass over text up to AND, OR, a closing parenthesis that has a partner, or the end."""
        opened = 0
        while True:
            lexeme = read(self.text, offset)
            if lexeme.kind in ("end", "open_quote"):
                offset = len(self.text)
                break
            if lexeme.text == "(":
                opened += 1
            elif lexeme.text == ")" and opened:
                opened -= 1
            elif not opened and (lexeme.keyword in CONNECTIVES or (lexeme.text == ")" and self._parentheses)):
                offset = lexeme.start
                break
            offset = lexeme.end
        report = Report(self.errors[-1])
        if not self._accepts("AND"):
            self._close_lists()
            self._complete(offset, "", report)
        self._offset = offset
        self._stuck_at = -1
        return False

    def _close_lists(self) -> None:
        """Forget the parenthesis of a list that is given up."""
        states = list(self._states)
        while states and "term" not in GOTOS[states[-1]]:
            states.pop()
        opened = len(self._values) - (len(states) - 1)
        dropped = self._values[len(self._values) - opened :] if opened > 0 else []
        for value in dropped:
            if value == "(" and self._parentheses:
                self._parentheses.pop()

    # ---- NOT in front of a condition ------------------------------------------------------------------------------------

    def _end_negation(self, value: Any, span: Span) -> None:
        if not self._negations or self._negations[-1].depth != len(self._states) - 1:
            return
        negation = self._negations.pop()
        fix = None
        if not any(span.start <= error.span.start < span.end for error in self.errors):
            spans = Spans(list(self._nodes.values()))
            fix = negation_fix(self.text, negation.places, value, spans)
        self.errors.append(mistakes.unary_not(self.text, negation.places[0], fix))

    def _drop_negations(self, report: Report) -> None:
        """A NOT in front of a broken condition is reported without a fix."""
        while self._negations and self._negations[-1].depth >= len(self._states) - 1:
            negation = self._negations.pop()
            self.errors.append(mistakes.unary_not(self.text, negation.places[0], None))

    # ---- results --------------------------------------------------------------------------------------------------------

    def spans_for(self, statement: Statement) -> Spans:
        """The places for an equal tree made by the parser."""
        mine = self.statement
        if mine is None:
            raise ValueError("the text is not of the language")
        pairs = list(zip(walk(statement), walk(mine), strict=True))
        # Children come before their parents, whose place may be made of theirs.
        places = [(theirs, self._place_of(own)) for theirs, own in reversed(pairs)]
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
