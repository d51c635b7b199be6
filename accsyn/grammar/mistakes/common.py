"""Rules and wordings that several tables share."""

from __future__ import annotations

import re

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Edit, Fix
from accsyn.grammar.lexer import END
from accsyn.grammar.trouble import CONNECTIVES, Lexeme, Report, Resume, Trouble, read, replace
from accsyn.source import Span
from accsyn.text import escape_for_display

_CLAUSES = {
    "LIMIT": "Pass `limit=` to find instead.",
    "TOP": "Pass `limit=` to find instead.",
    "FETCH": "Pass `limit=` to find instead.",
    "OFFSET": "Pass `skip=` to find instead.",
    "SKIP": "Pass `skip=` to find instead.",
    "ORDER": "The server decides the order; sort the records in Python.",
    "SORT": "The server decides the order; sort the records in Python.",
    "GROUP": "Group the records in Python.",
    "HAVING": "Put the condition behind WHERE.",
    "UNION": "Join the conditions with OR, or run two queries.",
    "JOIN": "Follow a reference with a dotted path (`job.id`), or run two queries.",
}

_MAX_SHOWN = 40


def show(text: str) -> str:
    """A piece of the query in a message: in backquotes, escaped, shortened."""
    shown = escape_for_display(text[: _MAX_SHOWN + 1])
    return f"`{shown[:_MAX_SHOWN]}…`" if len(text) > _MAX_SHOWN else f"`{shown}`"


def found(lexeme: Lexeme) -> str:
    """What stands at the place, for a message."""
    if lexeme.kind == "end":
        return "the query ends here"
    return f"found the keyword {lexeme.keyword}" if lexeme.keyword else f"found {show(lexeme.text)}"


def open_quote(trouble: Trouble) -> Report | None:
    """A quote without partner; the text behind it belongs to it."""
    lexeme = trouble.lexeme
    if lexeme.kind != "open_quote":
        return None
    quote = lexeme.text[0]
    end = len(trouble.text)
    fixes: list[Fix] = []
    last = Lexeme("bare", lexeme.start, end, lexeme.text)
    if "BARE" in trouble.expected:
        fixes = [replace(f"close the string with {quote}", Span(end, end), quote, safe=False)]
    return Report(
        codes.UnterminatedString.at(
            Span(lexeme.start, lexeme.start + 1),
            f"the string that {quote} opens is never closed",
            f"Close it with {quote}. If the quote belongs to the value, put the value in quotes of the other kind.",
            *fixes,
        ),
        Resume("complete", last.end),
    )


def clause(trouble: Trouble) -> Report | None:
    """LIMIT, ORDER BY and their like; the rest of the text goes with them."""
    word = trouble.lexeme.text.upper()
    if trouble.lexeme.kind != "bare" or word not in _CLAUSES:
        return None
    behind = trouble.after(trouble.lexeme)
    if behind.text in ("=", "!=", "<", ">"):
        return None
    named = f"{word} BY" if behind.text.upper() == "BY" else word
    end = len(trouble.text)
    fix = replace(f"remove {named}", Span(trouble.gap.start, end), "", safe=False)
    # In parentheses, what follows is more than the clause.
    fixes = [] if trouble.parentheses else [fix]
    diagnostic = codes.ForeignClause.at(trouble.lexeme.span, f"there is no {named} in a query", _CLAUSES[word], *fixes)
    complete = trouble.expected.isdisjoint({"AND", END})
    return Report(diagnostic, Resume("complete" if complete else "ignore", end))


def comment(trouble: Trouble) -> Report | None:
    """A comment or a `;`."""
    text = trouble.lexeme.text
    start = trouble.lexeme.start
    if trouble.lexeme.kind != "bare":
        return None
    if text.startswith(";"):
        end = start + len(text) - len(text.lstrip(";"))
        rest = read(trouble.text, end)
        message = (
            "a query does not end with `;`" if rest.kind == "end" else "one query at a time: `;` separates nothing here"
        )
        fixes = [replace("remove `;`", Span(start, end), "")] if rest.kind == "end" else []
        return Report(
            codes.CommentOrTerminator.at(Span(start, end), message, "Remove it.", *fixes),
            Resume("ignore", end if rest.kind == "end" else len(trouble.text)),
        )
    if text.startswith("/*"):
        closing = trouble.text.find("*/", start + 2)
        end = closing + 2 if closing >= 0 else len(trouble.text)
    elif text.startswith(("--", "//", "#")):
        match = re.compile(r"[\r\n]").search(trouble.text, start)
        end = match.start() if match else len(trouble.text)
    else:
        return None
    return Report(
        codes.CommentOrTerminator.at(
            Span(start, end),
            "there are no comments in a query",
            "Remove it.",
            replace("remove the comment", Span(start, end), ""),
        ),
        Resume("ignore", end),
    )


def unexpected(trouble: Trouble, wanted: str) -> Report:
    """The general message.

    Args:
        trouble: The place.
        wanted: What could stand there, for example ``an attribute``.
    """
    lexeme = trouble.lexeme
    span = trouble.gap if lexeme.kind == "end" else lexeme.span
    return Report(codes.UnexpectedText.at(span, f"expected {wanted}, {found(lexeme)}"))


def run_of_values(trouble: Trouble, first: Lexeme) -> Lexeme:
    """The last of the values that stand in a row, `first` included; a word in front of an operator starts a new condition."""
    last = first
    while True:
        lexeme = trouble.after(last)
        if not lexeme.is_value or lexeme.keyword in CONNECTIVES:
            return last
        if lexeme.is_name and trouble.after(lexeme).is_operator:
            return last
        last = lexeme


def removal(trouble: Trouble, span: Span) -> Edit:
    """An edit that removes a piece of text with the blanks in front of it."""
    start = span.start
    while start and trouble.text[start - 1].isspace():
        start -= 1
    return Edit(Span(start, span.end), "")
