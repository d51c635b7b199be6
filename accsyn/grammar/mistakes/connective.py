"""Mistakes behind a complete condition, where AND, OR, a closing parenthesis or the end is expected."""

from __future__ import annotations

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Edit, Fix
from accsyn.grammar.mistakes import condition
from accsyn.grammar.mistakes.common import clause, comment, found, open_quote, run_of_values, show, unexpected
from accsyn.grammar.trouble import (
    CONNECTIVES,
    SYMBOLS,
    VALUE_KINDS,
    Lexeme,
    Report,
    Resume,
    Trouble,
    quoted_form,
    read,
    replace,
)
from accsyn.source import Span
from accsyn.text import closest

_OPERATOR_KINDS = frozenset(
    {"EQUAL", "NOT_EQUAL", "LESS", "GREATER", "LESS_EQUAL", "GREATER_EQUAL", "CONTAINS", "MATCHES", "IN"}
)
_FOREIGN = {"&&": "AND", "&": "AND", "||": "OR", "|": "OR", "PLUS": "AND", "ALSO": "AND"}
_SMART = {"“": "”", "”": "”", "„": "“”", "‘": "’", "’": "’", "«": "»", "‚": "‘’", "‟": "”"}


def missing_value(trouble: Trouble) -> Report | None:
    """`name= AND status=x`: AND was read as the value; the gap in front of it is the mistake."""
    value = trouble.previous
    operator = trouble.before(1)
    if value.kind != "BARE" or operator.kind not in _OPERATOR_KINDS:
        return None
    word = trouble.written(value).upper()
    if word not in CONNECTIVES or not (trouble.lexeme.is_value or trouble.lexeme.text == "("):
        return None
    behind = trouble.after(trouble.lexeme)
    if value.start == operator.end and not behind.is_operator:
        return None
    written = trouble.written(operator)
    shown = show(written) if not written.isalpha() else written.upper()
    gap = Span(operator.end, operator.end)
    help_ = f'Write a value; the empty text is `""`, the absent value `null`. If the text "{word}" is meant, quote it.'
    return Report(
        codes.MissingValue.at(gap, f"a value is missing behind {shown}", help_),
        Resume("complete", value.start),
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
        content, end = _doubled(text, previous.start)
    elif text[previous.end - 2] == "\\" and not _starts_condition(trouble, lexeme):
        content, end = _backslashed(text, previous.start)
    else:
        return None
    if end < 0:
        return None
    written = quoted_form(content)
    place = Span(previous.start, end)
    fixes = [replace("use the other kind of quote", place, written)] if written else []
    help_ = "There are no escapes: put the value in quotes of the other kind, or bind it as a parameter."
    return Report(
        codes.EscapedQuote.at(place, f"{quote} cannot be escaped in a string", help_, *fixes),
        Resume("ignore", end),
    )


def _doubled(text: str, start: int) -> tuple[str, int]:
    quote = text[start]
    at = start + 1
    while True:
        at = text.find(quote, at)
        if at < 0:
            return "", -1
        if text[at + 1 : at + 2] != quote:
            return text[start + 1 : at].replace(quote * 2, quote), at + 1
        at += 2


def _backslashed(text: str, start: int) -> tuple[str, int]:
    quote = text[start]
    at = start + 1
    while True:
        at = text.find(quote, at)
        if at < 0:
            return "", -1
        if text[at - 1] != "\\":
            return text[start + 1 : at].replace("\\" + quote, quote), at + 1
        at += 1


def smart_quotes(trouble: Trouble) -> Report | None:
    """`“daily backup”`."""
    value = trouble.previous
    opening = trouble.text[value.start : value.start + 1]
    if value.kind != "BARE" or opening not in _SMART:
        return None
    last = run_of_values(trouble, trouble.lexeme)
    content = trouble.text[value.start + 1 : last.end]
    cut = min((content.find(mark) for mark in _SMART[opening] if mark in content), default=len(content))
    end = value.start + 1 + cut + (1 if cut < len(content) else 0)
    written = quoted_form(content[:cut])
    fixes = [replace("use straight quotes", Span(value.start, end), written)] if written else []
    return Report(
        codes.SmartQuotes.at(
            Span(value.start, value.start + 1),
            "typographic quotes do not quote",
            "Write `\"` or `'`.",
            *fixes,
        ),
        Resume("ignore", end if end > trouble.lexeme.start else last.end),
    )


def foreign_match(trouble: Trouble) -> Report | None:
    """`name =~ "x"`: read as the value `~` and another value."""
    value = trouble.previous
    operator = trouble.before(1)
    if value.kind != "BARE" or trouble.written(value) not in ("~", "~*") or not trouble.lexeme.is_value:
        return None
    if operator.kind not in ("EQUAL", "NOT_EQUAL"):
        return None
    word = "MATCHES" if operator.kind == "EQUAL" else "NOT MATCHES"
    name = trouble.before(2)
    place = Span(operator.start, value.end)
    fix = replace(f"write {word}", Span(name.end, trouble.lexeme.start), f" {word} ")
    return Report(
        codes.ForeignOperator.at(place, f"there is no operator {show(trouble.written(place))}", f"Write {word}.", fix),
        Resume("ignore", trouble.lexeme.end),
    )


def comma(trouble: Trouble) -> Report | None:
    """A comma outside a list."""
    value = trouble.previous
    if trouble.lexeme.text != "," or value.kind not in VALUE_KINDS:
        return None
    last = trouble.lexeme
    while last.text == "," or trouble.after(last).text == ",":
        behind = trouble.after(last)
        if not (behind.is_value or behind.text == ",") or behind.keyword in CONNECTIVES:
            break
        last = behind
    whole = Span(value.start, last.end)
    fixes: list[Fix] = []
    written = quoted_form(_unquoted(trouble.text[whole.start : whole.end]))
    if written and last.text != ",":
        fixes.append(replace("quote the value", whole, written))
    operator, name = trouble.before(1), trouble.before(2)
    if operator.kind in ("EQUAL", "NOT_EQUAL") and last.text != ",":
        word = "IN" if operator.kind == "EQUAL" else "NOT IN"
        fixes.append(Fix(f"write {word}", (Edit(Span(name.end, value.start), f" {word} "),), safe=False))
    return Report(
        codes.CommaOutsideList.at(
            trouble.lexeme.span,
            "a comma stands outside a list",
            "Quote the value if the comma belongs to it; use IN for a choice of values.",
            *fixes,
        ),
        Resume("ignore", last.end),
    )


def _unquoted(text: str) -> str:
    """`"a","b"` in one pair of quotes."""
    return text.replace('"', "") if text.startswith('"') else text.replace("'", "") if text.startswith("'") else text


def foreign_connective(trouble: Trouble) -> Report | None:
    """`&&`, `||`, also right in front of a name; ADN."""
    lexeme = trouble.lexeme
    if lexeme.kind != "bare" or "AND" not in trouble.expected:
        return None
    word = lexeme.text.upper()
    length = len(lexeme.text)
    if word not in _FOREIGN:
        mark = next((mark for mark in ("&&", "||") if word.startswith(mark)), "")
        length, word = (len(mark), mark) if mark else (length, word)
    end = lexeme.start + length
    meant = _FOREIGN.get(word)
    if meant is None:
        return _misspelt(trouble)
    place = Span(lexeme.start, end)
    start_blank = "" if trouble.text[place.start - 1].isspace() else " "
    end_blank = "" if trouble.text[end : end + 1].isspace() else " "
    fix = replace(f"write {meant}", place, f"{start_blank}{meant}{end_blank}")
    return Report(
        codes.ForeignOperator.at(place, f"there is no operator {show(trouble.written(place))}", f"Write {meant}.", fix),
        Resume("insert", end, meant),
    )


def _misspelt(trouble: Trouble) -> Report | None:
    lexeme = trouble.lexeme
    if lexeme.keyword or len(lexeme.text) > 4 or not _starts_condition(trouble, trouble.after(lexeme)):
        return None
    near = closest(lexeme.text.upper(), ("AND", "OR"))
    if not near:
        return None
    fix = replace(f"write {near[0]}", lexeme.span, near[0])
    return Report(
        codes.MissingConnective.at(
            lexeme.span, f"expected AND or OR, {found(lexeme)}", f"Did you mean {near[0]}?", fix
        ),
        Resume("insert", lexeme.end, near[0]),
    )


def _starts_condition(trouble: Trouble, lexeme: Lexeme) -> bool:
    return lexeme.text == "(" or (lexeme.is_name and trouble.after(lexeme).is_operator)


def second_where(trouble: Trouble) -> Report | None:
    """WHERE again."""
    lexeme = trouble.lexeme
    if lexeme.keyword != "WHERE" or "AND" not in trouble.expected:
        return None
    fix = replace("write AND", lexeme.span, "AND", safe=False)
    return Report(
        codes.UnexpectedText.at(lexeme.span, "WHERE stands once in a query", "Join conditions with AND or OR.", fix),
        Resume("insert", lexeme.end, "AND"),
    )


def parenthesis(trouble: Trouble) -> Report | None:
    """An opening parenthesis: part of a value, or a condition without AND."""
    lexeme = trouble.lexeme
    value = trouble.previous
    if lexeme.text != "(":
        return None
    if value.kind in VALUE_KINDS and value.end == lexeme.start:
        end = _end_of_run(trouble.text, value.start)
        written = quoted_form(trouble.text[value.start : end]) if value.kind == "BARE" else None
        fixes = [replace("quote the value", Span(value.start, end), written)] if written else []
        return Report(
            codes.UnexpectedParenthesis.at(
                lexeme.span, "a parenthesis stands in a value", "Quote the value if it belongs to it.", *fixes
            ),
            Resume("ignore", end),
        )
    return _missing_connective(trouble)


def _end_of_run(text: str, offset: int) -> int:
    """The end of the piece of text without blanks at an offset; an unpaired closing parenthesis ends it."""
    depth = 0
    for at in range(offset, len(text)):
        character = text[at]
        depth += (character == "(") - (character == ")")
        if character.isspace() or depth < 0:
            return at
    return len(text)


def _missing_connective(trouble: Trouble) -> Report:
    lexeme = trouble.lexeme
    fix = Fix("insert AND", (Edit(Span(trouble.gap.start, lexeme.start), " AND "),), safe=False)
    return Report(
        codes.MissingConnective.at(
            Span(lexeme.start, lexeme.start), "AND or OR is missing between two conditions", None, fix
        ),
        Resume("insert", lexeme.start, "AND"),
    )


def closing(trouble: Trouble) -> Report | None:
    """A closing parenthesis without partner."""
    return None if "RPAR" in trouble.expected else condition.closing(trouble)


def unclosed(trouble: Trouble) -> Report | None:
    """The end of the text, or AND in a list, while a parenthesis is open."""
    lexeme = trouble.lexeme
    in_list = "COMMA" in trouble.expected and "AND" not in trouble.expected
    if not trouble.parentheses or not (lexeme.kind == "end" or (in_list and lexeme.keyword in CONNECTIVES)):
        return None
    opening = trouble.parentheses[-1]
    # At the end of the text the fix goes behind everything: parentheses opened earlier close later.
    place = Span(trouble.gap.start, trouble.gap.start)
    return Report(
        codes.UnbalancedParenthesis.at(
            Span(opening, opening + 1),
            "this parenthesis is never closed",
            "Close it behind the last condition that belongs to it.",
            replace("close it", place, ")", safe=in_list),
        ),
        Resume("insert", lexeme.start, "RPAR"),
    )


def in_a_row(trouble: Trouble) -> Report | None:
    """A value or a condition right behind a value."""
    lexeme = trouble.lexeme
    value = trouble.previous
    if not lexeme.is_value:
        return None
    negated = lexeme.keyword == "NOT" and _starts_condition(trouble, trouble.after(lexeme))
    if "AND" in trouble.expected and (_starts_condition(trouble, lexeme) or negated):
        return _missing_connective(trouble)
    if value.kind not in VALUE_KINDS or lexeme.keyword in CONNECTIVES:
        return None
    last = run_of_values(trouble, lexeme)
    place = Span(value.start, last.end)
    written = quoted_form(_unquoted(trouble.text[place.start : place.end]))
    fixes = [replace("quote the value", place, written)] if written else []
    help_ = "Quote a value that holds blanks."
    if "COMMA" in trouble.expected:
        help_ = "Put a comma between two items; quote an item that holds blanks."
    return Report(
        codes.UnquotedValue.at(lexeme.span, "two values stand in a row", help_, *fixes),
        Resume("ignore", last.end),
    )


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
    return Report(
        codes.UnterminatedString.at(
            Span(lexeme.start, lexeme.start + 1),
            f"the string that {lexeme.text[0]} opens is never closed",
            "If the quote belongs to the value, put the value in quotes of the other kind.",
            *fixes,
        ),
        Resume("ignore", end),
    )


def symbol(trouble: Trouble) -> Report | None:
    """`size<10<20`, `url=a=b`."""
    lexeme = trouble.lexeme
    value = trouble.previous
    if lexeme.text not in SYMBOLS:
        return None
    fixes: list[Fix] = []
    if value.kind == "BARE" and value.end == lexeme.start:
        end = _end_of_run(trouble.text, value.start)
        written = quoted_form(trouble.text[value.start : end])
        fixes = [replace("quote the value", Span(value.start, end), written, safe=False)] if written else []
    message = f"a comparison ends with its value, {found(lexeme)}"
    help_ = f"Join comparisons with AND; quote the value if {show(lexeme.text)} belongs to it."
    return Report(codes.UnexpectedText.at(lexeme.span, message, help_, *fixes))


def rest(trouble: Trouble) -> Report:
    """Anything else."""
    if trouble.expected.isdisjoint({"AND"}):
        return unexpected(trouble, "a comma or a closing parenthesis")
    return unexpected(trouble, "AND, OR or the end of the query")


RULES = (
    missing_value,
    escaped_quote,
    smart_quotes,
    foreign_match,
    comma,
    unclosed,
    clause,
    comment,
    foreign_connective,
    second_where,
    parenthesis,
    closing,
    open_quote_in_value,
    open_quote,
    in_a_row,
    symbol,
    rest,
)
