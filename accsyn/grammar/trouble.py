"""Where a parse got stuck, and the ways to go on.

A `Lexeme` is a piece of text read without regard to the parser's state. A `Trouble` is the place of an error with
everything a rule in `accsyn.grammar.mistakes` needs to name the mistake. A rule returns a `Report`: the diagnostic,
and how the parser goes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from accsyn.diagnostics import Diagnostic, Edit, Fix
from accsyn.grammar.lexer import skip_ignored
from accsyn.grammar.terminals import TERMINALS
from accsyn.source import Span

SYMBOLS = frozenset({"=", "!=", "<>", "<", ">", "<=", ">="})
WORD_OPERATORS = frozenset({"IN", "CONTAINS", "MATCHES"})
CONNECTIVES = frozenset({"AND", "OR"})
KEYWORDS = CONNECTIVES | WORD_OPERATORS | {"WHERE", "NOT"}
VALUE_KINDS = frozenset({"BARE", "QUOTED", "PARAMETER", "NULL"})


class Lexeme(NamedTuple):
    """A piece of text.

    Attributes:
        kind: ``bare``, ``quoted``, ``symbol``, ``open_quote`` (a quote without partner, up to the end of the text) or
            ``end``.
        start: Offset of its first character.
        end: Offset behind its last.
        text: The characters.
    """

    kind: str
    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """Its place."""
        return Span(self.start, self.end)

    @property
    def keyword(self) -> str:
        """The keyword in capitals; empty if it is none."""
        upper = self.text.upper() if self.kind == "bare" else ""
        return upper if upper in KEYWORDS else ""

    @property
    def is_value(self) -> bool:
        """True for what could be a value."""
        return self.kind in ("bare", "quoted")

    @property
    def is_name(self) -> bool:
        """True for what could be an entity type or an attribute."""
        return self.kind == "bare" and bool(_name().fullmatch(self.text))

    @property
    def is_operator(self) -> bool:
        """True for every operator of the language, NOT in front of one included."""
        return self.text in SYMBOLS or self.keyword in WORD_OPERATORS or self.keyword == "NOT"


class Token(NamedTuple):
    """A token that the parser has taken."""

    kind: str
    start: int
    end: int


class Resume(NamedTuple):
    """How the parser goes on.

    Attributes:
        how: ``skip``: drop the comparison and go on at the next AND, OR, `)` or the end, looked for from `offset` on
            (from the place itself where that is 0). ``complete``: take what there is for a complete condition and go
            on at `offset`. ``ignore``: go on at `offset` in the same state. ``insert``: act as if the token `kind`
            stood there, then go on at `offset`. ``restart``: begin again at `offset` with the entry point `kind`.
            ``negate``: remember a NOT, then ``ignore``.
        offset: Where to go on.
        kind: See above.
    """

    how: str
    offset: int = 0
    kind: str = ""


SKIP = Resume("skip")


class Report(NamedTuple):
    """A named mistake."""

    diagnostic: Diagnostic
    resume: Resume = SKIP


class Trouble(NamedTuple):
    """Where the parser got stuck.

    Attributes:
        text: The whole text.
        lexeme: What stands there.
        tokens: What was taken before, in order; text that was ignored stands there as a token without kind.
        expected: The terminals that could stand there.
        parentheses: Offsets of the opening parentheses that are not closed yet.
        start: The entry point.
        negation: The NOT or `!` in front of the condition that is being read, if there is one; it is no token.
    """

    text: str
    lexeme: Lexeme
    tokens: Sequence[Token]
    expected: frozenset[str]
    parentheses: Sequence[int]
    start: str
    negation: Span | None = None

    @property
    def gap(self) -> Span:
        """The empty place behind the last token."""
        return Span(self.previous.end, self.previous.end)

    @property
    def previous(self) -> Token:
        """The last token taken; an empty one at the start of the text."""
        return self.tokens[-1] if self.tokens else Token("", 0, 0)

    def before(self, count: int) -> Token:
        """The token `count` places before the last."""
        return self.tokens[-1 - count] if len(self.tokens) > count else Token("", 0, 0)

    def written(self, place: Token | Lexeme | Span) -> str:
        """The text of a place, not escaped."""
        start, end = (place.start, place.end)
        return self.text[start:end]

    def after(self, lexeme: Lexeme) -> Lexeme:
        """The lexeme behind another."""
        return read(self.text, lexeme.end)

    def name_token(self) -> Token:
        """The attribute of the comparison that is being read."""
        return next((token for token in reversed(self.tokens) if token.kind == "NAME"), self.previous)


def read(text: str, offset: int) -> Lexeme:
    """The lexeme at or behind an offset; what the language ignores is skipped."""
    start = skip_ignored(text, offset)
    match = _lexeme().match(text, start)
    if match is None:
        # Only a quote without partner matches nothing.
        kind = "end" if start == len(text) else "open_quote"
        return Lexeme(kind, start, len(text), text[start:])
    return Lexeme(match.lastgroup or "", start, match.end(), match.group())


def is_name(text: str) -> bool:
    """True for text that could be an attribute."""
    return bool(_name().fullmatch(text))


def is_bare(text: str) -> bool:
    """True for text that can stand without quotes."""
    return bool(_bare().fullmatch(text))


def quoted_form(text: str) -> str | None:
    """The text in quotes; None where it holds both kinds."""
    if '"' not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else None


def replace(message: str, span: Span, text: str, *, safe: bool = True) -> Fix:
    """A fix of one edit."""
    return Fix(message, (Edit(span, text),), safe)


@cache
def _lexeme() -> re.Pattern[str]:
    symbols = "|".join(
        TERMINALS[name]
        for name in (
            "NOT_EQUAL",
            "LESS_EQUAL",
            "GREATER_EQUAL",
            "EQUAL",
            "LESS",
            "GREATER",
            "LPAR",
            "RPAR",
            "COMMA",
        )
    )
    return re.compile(f"(?P<bare>{TERMINALS['BARE']})|(?P<quoted>{TERMINALS['QUOTED']})|(?P<symbol>{symbols})")


@cache
def _name() -> re.Pattern[str]:
    return re.compile(TERMINALS["NAME"])


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(TERMINALS["BARE"])
