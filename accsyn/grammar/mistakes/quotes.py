"""Mistakes with quotes."""

from __future__ import annotations

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Fix
from accsyn.grammar.mistakes.common import run_of_values, starts_condition
from accsyn.grammar.trouble import CONNECTIVES, Report, Resume, Trouble, quoted_form, read, replace
from accsyn.source import Span

_SMART = {"“": "”", "”": "”", "„": "“”", "‘": "’", "’": "’", "«": "»", "‚": "‘’", "‟": "”"}
_CLOSING = {'"': "”“", "'": "’‘"}
_NO_ESCAPES = "There are no escapes: put the value in quotes of the other kind, or bind it as a parameter."


def open_quote(trouble: Trouble) -> Report | None:
    """A quote without partner; the text behind it belongs to it."""
    lexeme = trouble.lexeme
    if lexeme.kind != "open_quote":
        return None
    quote = lexeme.text[0]
    fixes: list[Fix] = []
    if "BARE" in trouble.expected:
        end = _end_of_open_string(trouble)
        smart = min((at for at in map(lexeme.text.find, _CLOSING[quote]) if at > 0), default=0)
        span = Span(lexeme.start + smart, lexeme.start + smart + 1) if smart else Span(end, end)
        fixes = [replace(f"close the string with {quote}", span, quote, safe=False)]
    return Report(
        codes.UnterminatedString.at(
            Span(lexeme.start, lexeme.start + 1),
            f"the string that {quote} opens is never closed",
            f"Close it with {quote}. If the quote belongs to the value, put the value in quotes of the other kind.",
            *fixes,
        ),
        Resume("complete", lexeme.end),
    )


def _end_of_open_string(trouble: Trouble) -> int:
    """Where an unterminated string most likely ends.

    In front of AND or OR with a condition behind it, otherwise at the end of the text; but in front of closing
    parentheses for those that are open.
    """
    text = trouble.text
    lexeme = read(text, trouble.lexeme.start + 1)
    end = trouble.lexeme.start + 1
    while lexeme.kind != "end":
        if lexeme.keyword in CONNECTIVES and starts_condition(trouble, trouble.after(lexeme)):
            return end
        if lexeme.kind == "open_quote":
            # The other kind of quote, alone: an apostrophe in the string.
            end = lexeme.start + 1
            lexeme = read(text, end)
            continue
        end = lexeme.end
        lexeme = trouble.after(lexeme)
    end = len(text.rstrip())
    for _ in trouble.parentheses:
        if text[end - 1] != ")":
            break
        end = len(text[: end - 1].rstrip())
    return end


def open_quote_in_value(trouble: Trouble) -> Report | None:
    """`O'Brien`: a quote inside a bare value."""
    lexeme = trouble.lexeme
    value = trouble.previous
    if lexeme.kind != "open_quote" or value.kind != "BARE" or value.end != lexeme.start:
        return None
    rest = read(trouble.text, lexeme.start + 1)
    end = rest.end if rest.kind == "bare" and rest.start == lexeme.start + 1 else lexeme.start + 1
    written = quoted_form(trouble.text[value.start : end])
    fixes = [replace("quote the value", Span(value.start, end), written)] if written else []
    if trouble.text[value.start] in _CLOSING[lexeme.text[0]] and end == lexeme.start + 1:
        # “backup": the first of the two is typographic.
        opening = Span(value.start, value.start + 1)
        fixes = [replace("use the same quote on both sides", opening, lexeme.text[0], safe=False)]
    return Report(
        codes.UnterminatedString.at(
            Span(lexeme.start, lexeme.start + 1),
            f"the string that {lexeme.text[0]} opens is never closed",
            "If the quote belongs to the value, put the value in quotes of the other kind.",
            *fixes,
        ),
        Resume("ignore", end),
    )


def escaped_quote(trouble: Trouble) -> Report | None:
    r"""`'O''Brien'` and `"12\" record"`."""
    previous = trouble.previous
    lexeme = trouble.lexeme
    text = trouble.text
    if previous.kind != "QUOTED" or lexeme.kind == "end":
        return None
    quote = text[previous.start]
    if lexeme.start == previous.end and text[lexeme.start] == quote:
        escape = quote
    elif text[previous.end - 2] == "\\" and not starts_condition(trouble, lexeme):
        escape = "\\"
    else:
        return None
    end = _end_of_escaped(text, previous.start, escape)
    if end <= lexeme.start:
        return None
    place = Span(previous.start, end)
    written = quoted_form(text[place.start + 1 : place.end - 1].replace(escape + quote, quote))
    fixes = [replace("use the other kind of quote", place, written)] if written else []
    return Report(
        codes.EscapedQuote.at(place, f"{quote} cannot be escaped in a string", _NO_ESCAPES, *fixes),
        Resume("ignore", end),
    )


def _end_of_escaped(text: str, start: int, escape: str) -> int:
    """The end of the string at an offset, if quotes in it could be escaped; -1 where it has none."""
    quote = text[start]
    at = text.find(quote, start + 1)
    while at >= 0:
        if escape == quote and text[at + 1 : at + 2] == quote:
            at = text.find(quote, at + 2)
        elif escape != quote and text[at - 1] == escape:
            at = text.find(quote, at + 1)
        else:
            return at + 1
    return -1


def quote_in_string(trouble: Trouble) -> Report | None:
    """`'it's'` and `"say "hi" to her"`: a quote of its own kind inside a string."""
    previous = trouble.previous
    lexeme = trouble.lexeme
    if previous.kind != "QUOTED" or lexeme.kind != "bare" or lexeme.start != previous.end:
        return None
    text = trouble.text
    quote = text[previous.start]
    at = text.find(quote, lexeme.start)
    while at >= 0 and not (text[at + 1 : at + 2].isspace() or text[at + 1 : at + 2] in ("", ")", ",")):
        at = text.find(quote, at + 1)
    if at < 0 or not {"=", "<", ">"}.isdisjoint(text[lexeme.start : at]):
        return None
    place = Span(previous.start, at + 1)
    written = quoted_form(text[place.start + 1 : at])
    fixes = [replace("use the other kind of quote", place, written, safe=False)] if written else []
    return Report(
        codes.EscapedQuote.at(
            Span(previous.end - 1, previous.end), f"a string ends at the next {quote}", _NO_ESCAPES, *fixes
        ),
        Resume("ignore", place.end),
    )


def smart_quotes(trouble: Trouble) -> Report | None:
    """`“daily backup”`."""
    value = trouble.previous
    opening = trouble.text[value.start : value.start + 1]
    if value.kind != "BARE" or opening not in _SMART or not trouble.lexeme.is_value:
        return None
    last = run_of_values(trouble, trouble.lexeme)
    content = trouble.text[value.start + 1 : last.end]
    cut = min((content.find(mark) for mark in _SMART[opening] if mark in content), default=len(content))
    end = value.start + 1 + cut + (1 if cut < len(content) else 0)
    if end <= trouble.lexeme.start:
        return None
    written = quoted_form(content[:cut])
    fixes = [replace("use straight quotes", Span(value.start, end), written)] if written else []
    return Report(
        codes.SmartQuotes.at(
            Span(value.start, value.start + 1), "typographic quotes do not quote", "Write `\"` or `'`.", *fixes
        ),
        Resume("ignore", end),
    )
