"""Mistakes behind a complete condition, where AND, OR, a closing parenthesis or the end is expected."""

from __future__ import annotations

from accsyn.codes import syntax as codes
from accsyn.grammar.mistakes import joining, surplus
from accsyn.grammar.mistakes.clauses import clause, comment, terminator
from accsyn.grammar.mistakes.common import (
    closing_parenthesis,
    found,
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
    Report,
    Resume,
    Trouble,
    replace,
)
from accsyn.source import Span
from accsyn.text import closest

_OPERATOR_KINDS = frozenset(
    {"EQUAL", "NOT_EQUAL", "LESS", "GREATER", "LESS_EQUAL", "GREATER_EQUAL", "CONTAINS", "MATCHES", "IN"}
)
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


def foreign_connective(trouble: Trouble) -> Report | None:
    """`&&`, `||`, also right in front of a name; ADN."""
    lexeme = trouble.lexeme
    if lexeme.kind != "bare" or "AND" not in trouble.expected:
        return None
    written = next((mark for mark in _CERTAIN if lexeme.text.startswith(mark)), lexeme.text)
    meant = joining.FOREIGN.get(written.upper())
    if meant is None:
        return _without_counterpart(trouble) or _misspelt(trouble)
    # A single `&` and a word may be a part of the value in front: `name=smith & sons`.
    if written not in _CERTAIN and not starts_condition(trouble, trouble.after(lexeme)):
        return None
    return joining.foreign(trouble, Span(lexeme.start, lexeme.start + len(written)), meant)


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
    surplus.comma,
    unclosed,
    clause,
    comment,
    terminator,
    foreign_connective,
    second_where,
    surplus.parenthesis,
    closing,
    open_quote_in_value,
    open_quote,
    surplus.in_a_row,
    surplus.symbol,
    rest,
)
