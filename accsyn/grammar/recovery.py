"""What is wrong with a text: every syntax error in one run.

An error is a place where no token that the tables accept can be read. `accsyn.grammar.mistakes` names it and says how
to go on; this module does that to the stack of the careful parser, so that the rest of the text is read as if the
mistake had not been made.
"""

from __future__ import annotations

from typing import Any

from accsyn import diagnostics as diagnosis
from accsyn.ast import Comparison, Null, Operator, Statement
from accsyn.codes import syntax as codes
from accsyn.diagnostics import Diagnostic
from accsyn.errors import QuerySyntaxError
from accsyn.grammar.careful import Careful
from accsyn.grammar.lexer import END
from accsyn.grammar.negation import negation_fix
from accsyn.grammar.spans import Place, Spans
from accsyn.grammar.suspicion import suspicions
from accsyn.grammar.tables import GOTOS, STARTS
from accsyn.grammar.terminals import TERMINALS
from accsyn.grammar.trouble import CONNECTIVES, Token, Trouble, read
from accsyn.source import Source, Span

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
    return diagnosis.sort(Recovery(source, start).run().errors)[:MAX_REPORTS]


def locate(statement: Statement) -> Spans:
    """The places of the nodes of a parsed statement.

    Raises:
        ValueError: The statement was not made from a text.
    """
    source = statement.source
    if source is None:
        raise ValueError("the statement was made in code, its nodes stand in no text")
    return _spans(Careful(source, _entry_of(statement)).run(), statement)


def examine(source: Source, statement: Statement) -> tuple[Spans, tuple[Diagnostic, ...]]:
    """Both: the places of the nodes, and the warnings about the text, from reading it once.

    Args:
        source: The text that the statement was parsed from.
        statement: The tree.
    """
    careful = Careful(source, _entry_of(statement)).run()
    return _spans(careful, statement), suspicions(source.text, careful.tokens)


def _spans(careful: Careful, statement: Statement) -> Spans:
    parsed = statement.origin or statement
    spans = careful.spans_for(parsed)
    return spans if parsed is statement else spans.onto(parsed, statement)


def _entry_of(statement: Statement) -> str:
    return "query" if statement.entity_type is not None else "expression"


class _Negations:
    """NOTs in front of a condition that is still being read."""

    __slots__ = ("depth", "places")

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.places: list[Span] = []


class Recovery(Careful):
    """One careful run over a text that goes on after errors.

    Args:
        source: The text.
        start: The entry point.

    Attributes:
        errors: What was found.
    """

    def __init__(self, source: Source, start: str) -> None:
        super().__init__(source, start)
        self.errors: list[Diagnostic] = []
        self._negations: list[_Negations] = []
        self._reports = 0
        self._stuck_at = -1

    def run(self) -> Recovery:
        """Read the whole text."""
        while not self.is_done and self._reports < MAX_REPORTS:
            if not self._step():
                self._recover()
        return self

    def _empty_item(self, span: Span) -> None:
        from accsyn.grammar import mistakes  # where a text is right, none of it is needed

        super()._empty_item(span)
        self.errors.append(mistakes.empty_item(self.text, span))

    # ---- going on after an error -------------------------------------------------------------------------------------

    def _recover(self) -> None:
        """Name the mistake and go on."""
        from accsyn.grammar import mistakes

        lexeme = read(self.text, self.offset)
        if lexeme.start == self._stuck_at:
            # The same place twice: what was said first is enough, the piece of text is passed over.
            self._skip(lexeme.end)
            return
        self._stuck_at = lexeme.start
        expected = frozenset(name for name in (*TERMINALS, END) if self._accepts(name))
        negation = self._negations[-1] if self._negations else None
        # In front of a condition, or of its attribute where the operator is missing.
        depth = len(self._states) - (bool(self.tokens) and self.tokens[-1].kind == "NAME")
        not_span = negation.places[-1] if negation and negation.depth == depth else None
        trouble = Trouble(self.text, lexeme, self.tokens, expected, self._parentheses, self.start, not_span)
        report = mistakes.name_mistake(trouble)
        how, offset, kind = report.resume
        if how == "negate":
            self._negate(Span(report.diagnostic.span.start, offset))
            return
        self._report(report.diagnostic)
        if how == "ignore":
            self.tokens.append(Token("", lexeme.start, offset))
            self.offset = offset
        elif how == "insert":
            self._insert(Span(min(lexeme.start, offset), offset), kind)
        elif how == "complete":
            if self.text[trouble.previous.end : offset].strip():
                self.tokens.append(Token("", lexeme.start, offset))
            self._complete(offset, is_named=report.diagnostic.code == codes.MissingCondition.code)
            # What the rest of an unterminated string would have closed is not known.
            self.is_done = lexeme.kind == "open_quote" and offset == len(self.text)
        elif how == "restart":
            self._restart(offset, kind)
        else:
            self._skip(offset or lexeme.start)

    def _report(self, diagnostic: Diagnostic) -> None:
        """Note an error; a parenthesis without partner that also lacks its condition is reported once."""
        self._reports += 1
        if not any(error.code == diagnostic.code and error.span == diagnostic.span for error in self.errors):
            self.errors.append(diagnostic)

    def _insert(self, place: Span, kind: str) -> None:
        """Act as if a token stood there."""
        if self._accepts(kind):
            self._take(kind, place.start, place.end, _SPELLING.get(kind, kind))
            # The stack has changed: the next lexeme has a new chance.
            self._stuck_at = -1

    def _restart(self, offset: int, start: str) -> None:
        """Begin again with another entry point."""
        self.start = start
        self.tokens.clear()
        self._parentheses.clear()
        self._negations.clear()
        self._states = [STARTS[start]]
        self._values, self._places = [], []
        self.offset = offset

    def _complete(self, offset: int, *, is_named: bool = False) -> None:
        """Put a stand-in for the condition that is broken, and go on behind it.

        Args:
            offset: Where to go on.
            is_named: Whether the report speaks of the NOT in front as well.
        """
        while self._values and "term" not in GOTOS[self._states[-1]]:
            self._pop()
        if "term" not in GOTOS[self._states[-1]]:
            self._restart(len(self.text), "expression")
        stand_in = Comparison("_", Operator.EQUAL, Null())
        place = Span(offset, offset)
        self._states.append(GOTOS[self._states[-1]]["term"])
        self._values.append(stand_in)
        self._places.append(place)
        self._nodes[id(stand_in)] = (stand_in, Place(place, place))
        self._drop_negations(is_named)
        self.offset = offset
        self._stuck_at = -1

    def _pop(self) -> None:
        """Give up what is on top of the stack; the parenthesis of a list that is given up needs no partner."""
        self._states.pop()
        self._values.pop()
        start = self._places.pop().start
        if self._parentheses and self._parentheses[-1] == start:
            self._parentheses.pop()

    def _skip(self, offset: int) -> None:
        """Pass over text up to AND, OR, a closing parenthesis that has a partner, or the end."""
        opened = 0
        lexeme = read(self.text, offset)
        while lexeme.kind not in ("end", "open_quote"):
            if lexeme.text == "(":
                opened += 1
            elif lexeme.text == ")" and opened:
                opened -= 1
            elif not opened and (lexeme.keyword in CONNECTIVES or (lexeme.text == ")" and self._parentheses)):
                break
            lexeme = read(self.text, lexeme.end)
        offset = len(self.text) if lexeme.kind == "open_quote" else lexeme.start
        if not self._accepts("AND"):
            open_before = len(self._parentheses)
            self._complete(offset)
            if lexeme.text == ")" and len(self._parentheses) < open_before:
                # It closed the list that was given up.
                offset = lexeme.end
        self.offset = offset
        self._stuck_at = -1

    # ---- NOT in front of a condition ---------------------------------------------------------------------------------

    def _negate(self, span: Span) -> None:
        """Remember a NOT: what is wrong with it can be said when the condition behind it is read."""
        if self.start == "statement" and not self.tokens:
            # NOT stands in front of no entity type.
            self._states = [STARTS["expression"]]
        depth = len(self._states)
        if not self._negations or self._negations[-1].depth != depth:
            self._negations.append(_Negations(depth))
        self._negations[-1].places.append(span)
        self.offset = span.end

    def _end_condition(self, value: Any, span: Span) -> None:
        if not self._negations or self._negations[-1].depth != len(self._states) - 1:
            return
        from accsyn.grammar import mistakes

        negation = self._negations.pop()
        fix = None
        if not any(span.start <= error.span.start < span.end for error in self.errors):
            fix = negation_fix(self.text, negation.places, value, Spans(self._nodes))
        self._report(mistakes.unary_not(self.text, negation.places[0], fix))

    def _drop_negations(self, is_named: bool) -> None:
        """A NOT in front of a broken condition is reported without a fix, unless the other report named it."""
        from accsyn.grammar import mistakes

        while self._negations and self._negations[-1].depth >= len(self._states) - 1:
            negation = self._negations.pop()
            if not is_named:
                self._report(mistakes.unary_not(self.text, negation.places[0], None))
