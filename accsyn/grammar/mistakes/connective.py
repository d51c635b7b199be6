"""Mistakes behind a complete condition, where AND, OR, a closing parenthesis or the end is expected."""

from __future__ import annotations

from collections.abc import Iterator

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Edit, Fix
from accsyn.grammar.mistakes.clauses import clause, comment, terminator
from accsyn.grammar.mistakes.common import (
    closing_parenthesis,
    found,
    in_blanks,
    run_of_values,
    show,
    starts_condition,
    unexpected,
)
from accsyn.grammar.mistakes.condition import unclosed_parenthesis
from accsyn.grammar.mistakes.quotes import (
    escaped_quote,
    open_quote,
    open_quote_in_value,
    quote_in_string,
    smart_quotes,
)
from accsyn.grammar.mistakes.value import missing_item
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
from accsyn.text import closest

_OPERATOR_KINDS = frozenset(
    {"EQUAL", "NOT_EQUAL", "LESS", "GREATER", "LESS_EQUAL", "GREATER_EQUAL", "CONTAINS", "MATCHES", "IN"}
)
_ORDERED_KINDS = frozenset({"LESS", "GREATER", "LESS_EQUAL", "GREATER_EQUAL"})
_FOREIGN = {"&&": "AND", "&": "AND", "||": "OR", "|": "OR", "PLUS": "AND", "ALSO": "AND", "UND": "AND", "ODER": "OR"}
_CERTAIN = frozenset({"&&", "||"})


def missing_value(trouble: Trouble) -> Report | None:
    """`name= AND status=x`: AND was read as the value; the gap in front of it is the mistake."""
    value = trouble.previous
    operator = trouble.before(1)
    if value.kind != "BARE" or operator.kind not in _OPERATOR_KINDS | {"COMMA"}:
        return None
    word = trouble.written(value).upper()
    if word not in CONNECTIVES or not (trouble.lexeme.is_value or trouble.lexeme.text == "("):
        return None
    behind = trouble.after(trouble.lexeme)
    if value.start == operator.end and not behind.is_operator:
        return None
    if operator.kind == "COMMA":
        return Report(missing_item(Span(operator.start, operator.end)), Resume("complete", value.start))
    written = trouble.written(operator)
    shown = show(written) if not written.isalpha() else written.upper()
    gap = Span(operator.end, operator.end)
    help_ = f'Write a value; the empty text is `""`, the absent value `null`. If the text "{word}" is meant, quote it.'
    return Report(
        codes.MissingValue.at(gap, f"a value is missing behind {shown}", help_),
        Resume("complete", value.start),
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
    comma = trouble.lexeme
    if comma.text != "," or value.kind not in VALUE_KINDS | {"RPAR"}:
        return None
    if starts_condition(trouble, trouble.after(comma)):
        return _comma_for_connective(trouble, Span(comma.start, comma.end), comma.end)
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


def _comma_for_connective(trouble: Trouble, place: Span, offset: int) -> Report:
    fix = replace("write AND", place, in_blanks(trouble, place, "AND"), safe=False)
    message = "a comma does not join conditions"
    return Report(
        codes.CommaOutsideList.at(place, message, "Join conditions with AND or OR.", fix),
        Resume("insert", offset, "AND"),
    )


def _unquoted(text: str) -> str:
    """`"a","b"` in one pair of quotes; where both kinds of quotes are used, all stay."""
    return text.replace(text[0], "") if ("'" in text) != ('"' in text) and text[0] in "\"'" else text


def foreign_connective(trouble: Trouble) -> Report | None:
    """`&&`, `||`, also right in front of a name; ADN."""
    lexeme = trouble.lexeme
    if lexeme.kind != "bare" or "AND" not in trouble.expected:
        return None
    written = next((mark for mark in _CERTAIN if lexeme.text.startswith(mark)), lexeme.text)
    meant = _FOREIGN.get(written.upper())
    if meant is None:
        return _without_counterpart(trouble) or _misspelt(trouble)
    # A single `&` and a word may be a part of the value in front: `name=smith & sons`.
    if written not in _CERTAIN and not starts_condition(trouble, trouble.after(lexeme)):
        return None
    return _foreign_connective(trouble, Span(lexeme.start, lexeme.start + len(written)), meant)


def _foreign_connective(trouble: Trouble, place: Span, meant: str) -> Report:
    fix = replace(f"write {meant}", place, in_blanks(trouble, place, meant))
    message = f"there is no operator {show(trouble.written(place))}"
    return Report(codes.ForeignOperator.at(place, message, f"Write {meant}.", fix), Resume("insert", place.end, meant))


def _without_counterpart(trouble: Trouble) -> Report | None:
    """XOR and its like: no single word of ours says it."""
    lexeme = trouble.lexeme
    if lexeme.text.upper() not in ("XOR", "NAND", "NOR") or not starts_condition(trouble, trouble.after(lexeme)):
        return None
    message = f"there is no operator {show(lexeme.text)}"
    help_ = "Write it with AND, OR and opposite operators: `(a=1 AND b!=2) OR (a!=1 AND b=2)`."
    return Report(codes.ForeignOperator.at(lexeme.span, message, help_), Resume("insert", lexeme.end, "OR"))


def _misspelt(trouble: Trouble) -> Report | None:
    """ADN, AN, ADD: a guess, so the fix is not a safe one."""
    lexeme = trouble.lexeme
    if lexeme.keyword or len(lexeme.text) > 4 or not starts_condition(trouble, trouble.after(lexeme)):
        return None
    near = closest(lexeme.text.upper(), ("AND", "OR"))
    if not near:
        return None
    fix = replace(f"write {near[0]}", lexeme.span, near[0], safe=False)
    return Report(
        codes.MissingConnective.at(
            lexeme.span, f"expected AND or OR, {found(lexeme)}", f"Did you mean {near[0]}?", fix
        ),
        Resume("insert", lexeme.end, near[0]),
    )


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
        # `Path('/a')` was no value at all before Python printed it.
        fixes = [replace("quote the value", Span(value.start, end), written, safe=False)] if written else []
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
    if trouble.lexeme.text != ")" or "RPAR" in trouble.expected:
        return None
    return closing_parenthesis(trouble)


def unclosed(trouble: Trouble) -> Report | None:
    """The end of the text, or AND in a list, while a parenthesis is open."""
    lexeme = trouble.lexeme
    in_list = "COMMA" in trouble.expected and "AND" not in trouble.expected
    if not trouble.parentheses or not (lexeme.kind == "end" or (in_list and lexeme.keyword in CONNECTIVES)):
        return None
    # At the end of the text the fix goes behind everything: parentheses opened earlier close later.
    fix = replace("close it", trouble.gap, ")", safe=in_list)
    return Report(unclosed_parenthesis(trouble.parentheses[-1], fix), Resume("insert", lexeme.start, "RPAR"))


def in_a_row(trouble: Trouble) -> Report | None:
    """A value or a condition right behind a value."""
    lexeme = trouble.lexeme
    value = trouble.previous
    if not lexeme.is_value:
        return None
    if "AND" in trouble.expected and starts_condition(trouble, lexeme):
        return _glued_connective(trouble) or _missing_connective(trouble)
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


def _glued_connective(trouble: Trouble) -> Report | None:
    """`a=1 ANDb=2`: the blank behind the keyword is missing."""
    lexeme = trouble.lexeme
    word = next((word for word in ("AND", "OR") if lexeme.text.upper().startswith(word)), "")
    rest = lexeme.text[len(word) :]
    if not word or not rest[:1].isalpha() or not is_name(rest):
        return None
    gap = Span(lexeme.start + len(word), lexeme.start + len(word))
    return Report(
        codes.MissingConnective.at(
            lexeme.span,
            f"expected AND or OR, {found(lexeme)}",
            f"Did you mean {show(f'{word} {rest}')}?",
            replace("insert a blank", gap, " ", safe=False),
        ),
        Resume("insert", gap.start, word),
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
    return _foreign_connective(trouble, place, _FOREIGN[text[at : at + 2]])


def _condition_in_list(trouble: Trouble, value: Token) -> Report | None:
    """`a IN 1, b=2`: the name of a second condition was read as an item."""
    comma = trouble.before(1)
    if comma.kind != "COMMA" or not is_name(trouble.written(value)) or "AND" not in trouble.expected:
        return None
    return _comma_for_connective(trouble, Span(comma.start, comma.end), value.start)


def rest(trouble: Trouble) -> Report:
    """Anything else."""
    if "AND" not in trouble.expected:
        return unexpected(trouble, "a comma or a closing parenthesis")
    return unexpected(trouble, "AND, OR or the end of the query")


RULES = (
    missing_value,
    escaped_quote,
    quote_in_string,
    smart_quotes,
    foreign_match,
    comma,
    unclosed,
    clause,
    comment,
    terminator,
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
