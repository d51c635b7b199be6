"""Rules and wordings that several tables share."""

from __future__ import annotations

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Edit
from accsyn.grammar.trouble import CONNECTIVES, Lexeme, Report, Resume, Trouble, is_bare, replace
from accsyn.source import Span
from accsyn.text import escape_for_display

_MAX_SHOWN = 40


def show(text: str) -> str:
    """A piece of the query in a message: in backquotes, escaped, shortened."""
    shown = escape_for_display(text[:_MAX_SHOWN])
    return f"`{shown}…`" if len(text) > _MAX_SHOWN else f"`{shown}`"


def found(lexeme: Lexeme) -> str:
    """What stands at the place, for a message."""
    if lexeme.kind == "end":
        return "the query ends here"
    return f"found the keyword {lexeme.keyword}" if lexeme.keyword else f"found {show(lexeme.text)}"


def content_of(lexeme: Lexeme) -> str:
    """The characters of a value, without quotes."""
    return lexeme.text[1:-1] if lexeme.kind == "quoted" else lexeme.text


def unexpected(trouble: Trouble, wanted: str) -> Report:
    """The general message.

    Args:
        trouble: The place.
        wanted: What could stand there, for example ``an attribute``.
    """
    lexeme = trouble.lexeme
    span = trouble.gap if lexeme.kind == "end" else lexeme.span
    return Report(codes.UnexpectedText.at(span, f"expected {wanted}, {found(lexeme)}"))


def closing_parenthesis(trouble: Trouble) -> Report:
    """A closing parenthesis that nothing opened."""
    lexeme = trouble.lexeme
    return Report(
        codes.UnbalancedParenthesis.at(
            lexeme.span,
            "this parenthesis closes nothing",
            "Remove it, or open one in front.",
            replace("remove the parenthesis", lexeme.span, unjoined(trouble, lexeme.span, ""), safe=False),
        ),
        Resume("ignore", lexeme.end),
    )


def starts_condition(trouble: Trouble, lexeme: Lexeme) -> bool:
    """Whether a condition seems to start with the lexeme: a parenthesis, an attribute with an operator, NOT."""
    if lexeme.keyword == "NOT":
        lexeme = trouble.after(lexeme)
    return lexeme.text == "(" or (lexeme.is_name and trouble.after(lexeme).is_operator)


def run_of_values(trouble: Trouble, first: Lexeme) -> Lexeme:
    """The last of the values that stand in a row, `first` included.

    A word in front of an operator starts a new condition, AND and OR end the row.
    """
    last = first
    lexeme = trouble.after(last)
    while lexeme.is_value and lexeme.keyword not in CONNECTIVES and lexeme.keyword != "WHERE":
        behind = trouble.after(lexeme)
        if lexeme.is_name and behind.is_operator:
            break
        last, lexeme = lexeme, behind
    return last


def removal(trouble: Trouble, span: Span) -> Edit:
    """An edit that removes a piece of text with the blanks in front of it, where none are needed."""
    text = trouble.text
    behind = text[span.end : span.end + 1]
    if behind and not behind.isspace():
        return Edit(span, "")
    return Edit(with_blanks(trouble, span), "")


def with_blanks(trouble: Trouble, span: Span) -> Span:
    """The place and the blanks in front of it."""
    start = span.start
    while start and trouble.text[start - 1].isspace():
        start -= 1
    return Span(start, span.end)


def unjoined(trouble: Trouble, span: Span, text: str) -> str:
    """A text for a place, with a blank where it would else become one word with what stands beside it."""
    before, behind = trouble.text[max(0, span.start - 1) : span.start], trouble.text[span.end : span.end + 1]
    if not text:
        return " " if is_bare(before) and is_bare(behind) else ""
    front = " " if is_bare(before) and is_bare(text[0]) else ""
    return f"{front}{text}{' ' if is_bare(text[-1]) and is_bare(behind) else ''}"


def in_blanks(trouble: Trouble, span: Span, text: str) -> str:
    """A word for a place, with a blank on each side where the text has none."""
    before, behind = trouble.text[max(0, span.start - 1) : span.start], trouble.text[span.end : span.end + 1]
    return f"{'' if before.isspace() else ' '}{text}{'' if behind.isspace() else ' '}"
