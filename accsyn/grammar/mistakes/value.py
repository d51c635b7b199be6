"""Mistakes where a value is expected: behind an operator, and in lists."""

from __future__ import annotations

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Diagnostic, Fix
from accsyn.grammar.mistakes.common import show, unexpected, unjoined
from accsyn.grammar.mistakes.quotes import open_quote
from accsyn.grammar.trouble import CONNECTIVES, SYMBOLS, Lexeme, Report, Resume, Trouble, replace
from accsyn.source import Span

_MEANT = {
    "==": "=",
    "===": "=",
    "=>": ">=",
    "=<": "<=",
    "!==": "!=",
    "><": "!=",
    "<=>": "=",
    "=!=": "!=",
    "<>=": "!=",
    ">>": ">",
    "<<": "<",
}
EMPTY_HELP = "Write at least one item, or bind the list from Python (`IN :items`), where an empty one never holds."


def operators_in_a_row(trouble: Trouble) -> Report | None:
    """`==` and other spellings."""
    previous = trouble.previous
    last = trouble.lexeme
    if last.text not in SYMBOLS or trouble.written(previous) not in SYMBOLS:
        return None
    while trouble.after(last).text in SYMBOLS:
        last = trouble.after(last)
    place = Span(previous.start, last.end)
    spelling = "".join(trouble.written(place).split())
    meant = _MEANT.get(spelling)
    # `=<` may also be the start of a value: `name=<Path>`.
    fixes = [replace(f"write {meant}", place, meant, safe=spelling not in ("=<", "=>"))] if meant else []
    help_ = f"Write `{meant}`." if meant else "Write one operator."
    return Report(
        codes.ForeignOperator.at(place, f"there is no operator {show(spelling)}", help_, *fixes),
        Resume("ignore", last.end),
    )


def missing(trouble: Trouble) -> Report | None:
    """Nothing behind an operator."""
    lexeme = trouble.lexeme
    if _in_list(trouble) or not (lexeme.kind == "end" or lexeme.text in (")", ",")):
        return None
    written = trouble.written(trouble.previous)
    shown = show(written) if not written.isalpha() else written.upper()
    return Report(
        codes.MissingValue.at(
            trouble.gap,
            f"a value is missing behind {shown}",
            'Write a value; the empty text is `""`, the absent value `null`.',
        ),
        Resume("skip", lexeme.end) if lexeme.text == "," else Resume("complete", lexeme.start),
    )


def empty_list(trouble: Trouble) -> Report | None:
    """Nothing in a list, or between its commas."""
    lexeme = trouble.lexeme
    previous = trouble.previous
    if not (lexeme.kind == "end" or lexeme.text in (")", ",")):
        return None
    if previous.kind == "COMMA":
        return _nothing_behind_comma(trouble)
    last = lexeme
    while last.text == ",":
        last = trouble.after(last)
    if last.is_value:
        span = Span(lexeme.start, last.start)
        fix = replace("remove the comma", span, unjoined(trouble, span, ""), safe=False)
        message = "an item is missing in front of the comma"
        return Report(codes.EmptyList.at(lexeme.span, message, "Remove the comma.", fix), Resume("ignore", last.start))
    if previous.kind == "LPAR" and last.text == ")":
        span = Span(previous.start, last.end)
        return Report(codes.EmptyList.at(span, "the list is empty", EMPTY_HELP), Resume("complete", last.end))
    return Report(codes.EmptyList.at(trouble.gap, "the list is missing", EMPTY_HELP), Resume("complete", last.start))


def _nothing_behind_comma(trouble: Trouble) -> Report:
    last = trouble.lexeme
    while last.text == ",":
        last = trouble.after(last)
    comma = trouble.previous
    if last.is_value:
        # The first comma stays.
        return Report(missing_item(Span(comma.end, last.start), comma.end), Resume("ignore", last.start))
    return Report(missing_item(Span(comma.start, last.start), comma.end), Resume("insert", last.start, "BARE"))


def missing_item(removed: Span, gap: int | None = None) -> Diagnostic:
    """Nothing behind a comma.

    Args:
        removed: What the fix takes away.
        gap: Where the item is missing; the end of what is taken away unless given.
    """
    offset = removed.end if gap is None else gap
    fix = replace("remove the comma", removed, "", safe=False)
    return codes.EmptyList.at(Span(offset, offset), "an item is missing behind the comma", "Remove the comma.", fix)


def _in_list(trouble: Trouble) -> bool:
    return "LPAR" in trouble.expected or trouble.previous.kind in ("COMMA", "LPAR", "IN")


def parenthesis(trouble: Trouble) -> Report | None:
    """A value in parentheses."""
    lexeme = trouble.lexeme
    if lexeme.text != "(":
        return None
    in_list = _in_list(trouble)
    items: list[Lexeme] = []
    at = trouble.after(lexeme)
    while at.is_value and trouble.after(at).text == ",":
        items.append(at)
        at = trouble.after(trouble.after(at))
    closing = trouble.after(at)
    fixes: list[Fix] = []
    help_ = "A value stands without parentheses; quote it if they belong to it."
    if in_list:
        help_ = "A list holds values, and no lists in parentheses."
    resume = Resume("skip")
    if at.is_value and closing.text == ")":
        operator = trouble.written(trouble.previous)
        resume = Resume("insert", closing.end, "BARE")
        if not items:
            place = Span(lexeme.start, closing.end)
            fixes = [replace("remove the parentheses", place, unjoined(trouble, place, at.text))]
        elif not in_list and operator in ("=", "!=", "<>"):
            word = " IN " if operator == "=" else " NOT IN "
            help_ = f"A choice of values goes with{word.rstrip()}."
            place = Span(trouble.previous.start, lexeme.start)
            start = trouble.before(1).end
            fixes = [replace(f"write{word.rstrip()}", Span(start, place.end), word)]
    return Report(
        codes.UnexpectedParenthesis.at(lexeme.span, "a value does not stand in parentheses", help_, *fixes),
        resume,
    )


def rest(trouble: Trouble) -> Report:
    """Anything else."""
    if trouble.lexeme.text in SYMBOLS and trouble.lexeme.keyword not in CONNECTIVES:
        return unexpected(trouble, "a value (quote it if this belongs to it)")
    return unexpected(trouble, "a value")


RULES = (operators_in_a_row, missing, empty_list, open_quote, parenthesis, rest)
