"""Mistakes behind a value: a second one, a comma, a parenthesis or an operator, where one value was to stand."""

from __future__ import annotations

from collections.abc import Iterator

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Edit, Fix
from accsyn.grammar.mistakes import joining
from accsyn.grammar.mistakes.common import found, run_of_values, show, starts_condition
from accsyn.grammar.trouble import (
    CONNECTIVES,
    SYMBOLS,
    VALUE_KINDS,
    Lexeme,
    Report,
    Resume,
    Token,
    Trouble,
    is_name,
    quoted_form,
    replace,
)
from accsyn.source import Span

_ORDERED_KINDS = frozenset({"LESS", "GREATER", "LESS_EQUAL", "GREATER_EQUAL"})


def comma(trouble: Trouble) -> Report | None:
    """A comma outside a list."""
    value = trouble.previous
    comma = trouble.lexeme
    if comma.text != "," or value.kind not in VALUE_KINDS | {"RPAR"}:
        return None
    if starts_condition(trouble, trouble.after(comma)):
        return joining.comma(trouble, Span(comma.start, comma.end), comma.end)
    if value.kind == "RPAR":
        return None
    last = comma
    behind = trouble.after(comma)
    while (behind.is_value and (last.text == "," or trouble.after(behind).text == ",")) or behind.text == ",":
        if behind.keyword in CONNECTIVES or (last.text == "," and starts_condition(trouble, behind)):
            break
        last, behind = behind, trouble.after(behind)
    whole = Span(value.start, last.end)
    fixes: list[Fix] = []
    written = quoted_form(_unquoted(trouble.text[whole.start : whole.end]))
    if last.text == ",":
        fixes = [replace("remove the comma", Span(value.end, last.end), "", safe=False)]
    elif written:
        fixes = [replace("quote the value", whole, written, safe=False)]
    operator, name = trouble.before(1), trouble.before(2)
    if operator.kind in ("EQUAL", "NOT_EQUAL") and last.text != ",":
        word = "IN" if operator.kind == "EQUAL" else "NOT IN"
        fixes.append(Fix(f"write {word}", (Edit(Span(name.end, value.start), f" {word} "),), safe=False))
    help_ = "Quote the value if the comma belongs to it; use IN for a choice of values."
    return Report(
        codes.CommaOutsideList.at(comma.span, "a comma stands outside a list", help_, *fixes),
        Resume("ignore", last.end),
    )


def _unquoted(text: str) -> str:
    """`"a","b"` in one pair of quotes; where both kinds of quotes are used, all stay."""
    return text.replace(text[0], "") if ("'" in text) != ('"' in text) and text[0] in "\"'" else text


def parenthesis(trouble: Trouble) -> Report | None:
    """An opening parenthesis: part of a value, or a condition without AND."""
    lexeme = trouble.lexeme
    value = trouble.previous
    if lexeme.text != "(":
        return None
    if value.kind in VALUE_KINDS and value.end == lexeme.start:
        end = _end_of_run(trouble.text, value.start)
        written = quoted_form(trouble.text[value.start : end]) if value.kind == "BARE" else None
        # `Path('/a')` was no value at all before Python printed it.
        fixes = [replace("quote the value", Span(value.start, end), written, safe=False)] if written else []
        return Report(
            codes.UnexpectedParenthesis.at(
                lexeme.span, "a parenthesis stands in a value", "Quote the value if it belongs to it.", *fixes
            ),
            Resume("ignore", end),
        )
    return joining.missing(trouble)


def _end_of_run(text: str, offset: int) -> int:
    """The end of the piece of text without blanks at an offset; an unpaired closing parenthesis ends it."""
    depth = 0
    for at in range(offset, len(text)):
        character = text[at]
        depth += (character == "(") - (character == ")")
        if character.isspace() or depth < 0:
            return at
    return len(text)


def in_a_row(trouble: Trouble) -> Report | None:
    """A value or a condition right behind a value."""
    lexeme = trouble.lexeme
    value = trouble.previous
    if not lexeme.is_value:
        return None
    if "AND" in trouble.expected and starts_condition(trouble, lexeme):
        return joining.glued(trouble) or joining.missing(trouble)
    if value.kind not in VALUE_KINDS or lexeme.keyword in CONNECTIVES:
        return None
    bracketed = _bracketed_list(trouble)
    if bracketed is not None:
        return bracketed
    last = run_of_values(trouble, lexeme)
    place = Span(value.start, last.end)
    written = quoted_form(_unquoted(trouble.text[place.start : place.end]))
    # Exact where nothing but blanks is between bare words, and text is compared: `size>1 GB` is no text.
    is_bare = not {'"', "'"} & set(trouble.text[place.start : place.end])
    is_bare = is_bare and trouble.before(1).kind in ("EQUAL", "NOT_EQUAL", "CONTAINS")
    if "COMMA" in trouble.expected:
        help_ = "Put a comma between two items; quote an item that holds blanks."
        fixes = [Fix("insert commas", tuple(_commas(trouble, last)), safe=False)]
        is_bare = False
    else:
        help_ = "Quote a value that holds blanks."
        fixes = []
    if written:
        fixes.append(replace("quote the value", place, written, safe=is_bare))
    return Report(
        codes.UnquotedValue.at(lexeme.span, "two values stand in a row", help_, *fixes),
        Resume("ignore", last.end),
    )


def _bracketed_list(trouble: Trouble) -> Report | None:
    """`status IN ['a', 'b']`: a Python list in an f-string."""
    after_in = next((at for at in range(len(trouble.tokens) - 1, -1, -1) if trouble.tokens[at].kind == "IN"), -1) + 1
    if not 0 < after_in < len(trouble.tokens):
        return None
    opening = Span(trouble.tokens[after_in].start, trouble.tokens[after_in].start + 1)
    if trouble.written(opening) not in ("[", "{"):
        return None
    closing = trouble.lexeme
    while closing.is_value or closing.text == ",":
        if closing.kind == "bare" and closing.text[-1] in "]}":
            end = Span(closing.end - 1, closing.end)
            message = f"a list does not stand in {show(trouble.written(opening))}"
            help_ = "Write `IN (a, b)`, or bind the list: `IN :items`."
            fix = Fix("write parentheses", (Edit(opening, "("), Edit(end, ")")), safe=False)
            return Report(
                codes.UnexpectedText.at(Span(opening.start, end.end), message, help_, fix),
                Resume("ignore", closing.end),
            )
        closing = trouble.after(closing)
    return None


def _commas(trouble: Trouble, last: Lexeme) -> Iterator[Edit]:
    """An edit for each gap in a row of values up to `last`."""
    end, lexeme = trouble.previous.end, trouble.lexeme
    while True:
        yield Edit(Span(end, end), "," if lexeme.start > end else ", ")
        if lexeme.end >= last.end:
            return
        end, lexeme = lexeme.end, trouble.after(lexeme)


def symbol(trouble: Trouble) -> Report | None:
    """`size<10<20`, `url=a=b`, `a=1&&b=2`, `a IN 1, b=2`."""
    lexeme = trouble.lexeme
    value = trouble.previous
    if lexeme.text not in SYMBOLS:
        return None
    if value.kind == "BARE":
        report = _connective_in_value(trouble, value) or _condition_in_list(trouble, value)
        if report is not None:
            return report
    fixes: list[Fix] = []
    if value.kind == "BARE" and value.end == lexeme.start and trouble.before(1).kind not in _ORDERED_KINDS:
        end = _end_of_run(trouble.text, value.start)
        written = quoted_form(trouble.text[value.start : end])
        fixes = [replace("quote the value", Span(value.start, end), written, safe=False)] if written else []
    message = f"a comparison ends with its value, {found(lexeme)}"
    help_ = f"Join comparisons with AND; quote the value if {show(lexeme.text)} belongs to it."
    return Report(codes.UnexpectedText.at(lexeme.span, message, help_, *fixes))


def _connective_in_value(trouble: Trouble, value: Token) -> Report | None:
    """`a=1&&b=2`: what stands in front of the second `=` was read as one value."""
    text = trouble.written(value)
    at = max(text.rfind("&&"), text.rfind("||"))
    if at < 1 or not is_name(text[at + 2 :]) or "AND" not in trouble.expected:
        return None
    place = Span(value.start + at, value.start + at + 2)
    return joining.foreign(trouble, place, joining.FOREIGN[text[at : at + 2]])


def _condition_in_list(trouble: Trouble, value: Token) -> Report | None:
    """`a IN 1, b=2`: the name of a second condition was read as an item."""
    comma = trouble.before(1)
    if comma.kind != "COMMA" or not is_name(trouble.written(value)) or "AND" not in trouble.expected:
        return None
    return joining.comma(trouble, Span(comma.start, comma.end), value.start)
