"""Mistakes where an operator is expected: behind an attribute."""

from __future__ import annotations

from collections.abc import Callable

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Edit, Fix
from accsyn.grammar.mistakes.common import comment, open_quote, show, unexpected
from accsyn.grammar.trouble import CONNECTIVES, Lexeme, Report, Resume, Trouble, quoted_form, replace
from accsyn.source import Span
from accsyn.text import closest

_SYMBOL_FOR = {
    "EQ": "=",
    "EQUALS": "=",
    "EQUAL": "=",
    "NE": "!=",
    "NEQ": "!=",
    "LT": "<",
    "LE": "<=",
    "LTE": "<=",
    "GT": ">",
    "GE": ">=",
    "GTE": ">=",
}
_PATTERN_WORDS = frozenset({"RLIKE", "REGEXP", "REGEX", "~", "~*", "MATCH", "MATCHING", "SIMILAR"})
_SUBSTRING_WORDS = frozenset({"HAS", "INCLUDES", "CONTAIN", "CONTAINING"})
_TEXT_FIXES = {"STARTSWITH": "{}*", "BEGINSWITH": "{}*", "ENDSWITH": "*{}"}


def is_foreign_operator(trouble: Trouble) -> bool:
    """Whether the lexeme is an operator of another language, with something to compare behind it."""
    word = trouble.lexeme.text.upper()
    return trouble.lexeme.kind == "bare" and (word in _FOREIGN or word in _SYMBOL_FOR)


def foreign(trouble: Trouble) -> Report | None:
    """Another language's operator."""
    word = trouble.lexeme.text.upper()
    if trouble.lexeme.kind != "bare":
        return None
    if word in _SYMBOL_FOR:
        return _substitute(trouble, _SYMBOL_FOR[word])
    rule = _FOREIGN.get(word)
    return rule(trouble) if rule else None


def _substitute(trouble: Trouble, operator: str) -> Report:
    """The operator stands for exactly one of ours; the value stays."""
    place = _operator_place(trouble)
    value = trouble.after(trouble.lexeme)
    written = f" {operator} " if operator[0].isalpha() else operator
    fix = Fix(f"write {operator}", (Edit(Span(place.start, value.start), written.lstrip()),))
    fixes = [fix] if value.is_value else []
    return _foreign(trouble, f"Write {show(operator)}.", fixes, value)


def _foreign(trouble: Trouble, help_: str, fixes: list[Fix], last: Lexeme) -> Report:
    place = _operator_place(trouble)
    message = f"there is no operator {show(trouble.written(place))}"
    end = last.end if last.is_value and not last.keyword else place.end
    return Report(codes.ForeignOperator.at(place, message, help_, *fixes), Resume("complete", end))


def _operator_place(trouble: Trouble) -> Span:
    previous = trouble.previous
    start = previous.start if previous.kind == "NOT" else trouble.lexeme.start
    return Span(start, trouble.lexeme.end)


def _is_negated(trouble: Trouble) -> bool:
    return trouble.previous.kind == "NOT"


def _content(lexeme: Lexeme) -> str:
    return lexeme.text[1:-1] if lexeme.kind == "quoted" else lexeme.text


def _like(trouble: Trouble) -> Report:
    """LIKE becomes `=` with `*` for `%`; `_` has no counterpart."""
    value = trouble.after(trouble.lexeme)
    pattern = _content(value)
    fixes: list[Fix] = []
    operator = "!=" if _is_negated(trouble) else "="
    if value.is_value and not {"_", "*"} & set(pattern):
        written = quoted_form(pattern.replace("%", "*"))
        if written is not None:
            place = Span(_operator_place(trouble).start, value.end)
            fixes = [replace(f"write {operator} with `*`", _with_blank(trouble, place), f"{operator}{written}")]
    help_ = f"Write `{operator}` with `*` where LIKE has `%`; for a single unknown character use MATCHES with `.`."
    return _foreign(trouble, help_, fixes, value)


def _with_blank(trouble: Trouble, place: Span) -> Span:
    """The place and the blanks in front of it."""
    start = place.start
    while trouble.text[start - 1].isspace():
        start -= 1
    return Span(start, place.end)


def _affix(trouble: Trouble) -> Report:
    """STARTSWITH and ENDSWITH become `=` with a `*`."""
    value = trouble.after(trouble.lexeme)
    text = _content(value)
    operator = "!=" if _is_negated(trouble) else "="
    written = quoted_form(_TEXT_FIXES[trouble.lexeme.text.upper()].format(text))
    fixes = []
    if value.is_value and "*" not in text and written is not None:
        place = Span(_operator_place(trouble).start, value.end)
        fixes = [replace(f"write {operator} with `*`", _with_blank(trouble, place), f"{operator}{written}")]
    return _foreign(trouble, f"Write `{operator}` with a `*`, which matches any run of characters.", fixes, value)


def _between(trouble: Trouble) -> Report:
    """BETWEEN becomes two comparisons."""
    low = trouble.after(trouble.lexeme)
    word = trouble.after(low)
    high = trouble.after(word)
    name = trouble.name_token()
    attribute = trouble.written(name)
    fixes: list[Fix] = []
    last = low
    if low.is_value and word.keyword == "AND" and high.is_value:
        last = high
        first, join, second = ("<", "OR", ">") if _is_negated(trouble) else (">=", "AND", "<=")
        written = f"({attribute}{first}{low.text} {join} {attribute}{second}{high.text})"
        fixes = [replace("write two comparisons", Span(name.start, high.end), written)]
    help_ = f"Write two comparisons: `({attribute}>=… AND {attribute}<=…)`."
    return _foreign(trouble, help_, fixes, last)


def _is(trouble: Trouble) -> Report:
    """IS NULL, IS NOT NULL, IS value."""
    lexeme = trouble.lexeme
    behind = trouble.after(lexeme)
    negated = behind.keyword == "NOT" or _is_negated(trouble)
    value = trouble.after(behind) if behind.keyword == "NOT" else behind
    operator = "!=" if negated else "="
    fixes = []
    if value.is_value and not value.keyword:
        place = Span(_operator_place(trouble).start, value.end)
        fixes = [replace(f"write {operator}", _with_blank(trouble, place), f"{operator}{value.text}")]
    return _foreign(trouble, f"Write `{operator}null` for the absent value.", fixes, value)


def _pattern(trouble: Trouble) -> Report:
    return _substitute(trouble, "NOT MATCHES" if _is_negated(trouble) else "MATCHES")


def _substring(trouble: Trouble) -> Report:
    return _substitute(trouble, "NOT CONTAINS" if _is_negated(trouble) else "CONTAINS")


_FOREIGN: dict[str, Callable[[Trouble], Report]] = {
    "LIKE": _like,
    "ILIKE": _like,
    "BETWEEN": _between,
    "IS": _is,
    **dict.fromkeys(_TEXT_FIXES, _affix),
    **dict.fromkeys(_PATTERN_WORDS, _pattern),
    **dict.fromkeys(_SUBSTRING_WORDS, _substring),
}


def misspelt(trouble: Trouble) -> Report | None:
    """CONTIANS, MATHCES."""
    lexeme = trouble.lexeme
    if lexeme.kind != "bare" or lexeme.keyword or not trouble.after(lexeme).is_value:
        return None
    near = closest(lexeme.text.upper(), ("CONTAINS", "MATCHES"))
    if not near:
        return None
    kind = near[0]
    fix = replace(f"write {kind}", lexeme.span, kind)
    return Report(
        codes.ForeignOperator.at(
            lexeme.span, f"there is no operator {show(lexeme.text)}", f"Did you mean {kind}?", fix
        ),
        Resume("insert", lexeme.end, kind),
    )


def negated_symbol(trouble: Trouble) -> Report | None:
    """NOT in front of a symbol, and `! =`."""
    lexeme = trouble.lexeme
    opposite = {"=": "!=", "!=": "=", "<>": "="}
    if _is_negated(trouble) and lexeme.text in opposite:
        place = Span(trouble.previous.start, lexeme.end)
        written = opposite[lexeme.text]
    elif lexeme.text == "!" and trouble.after(lexeme).text == "=":
        place = Span(lexeme.start, trouble.after(lexeme).end)
        written = "!="
    else:
        return None
    fix = replace(f"write {written}", _with_blank(trouble, place), written)
    diagnostic = codes.ForeignOperator.at(
        place, f"there is no operator {show(trouble.written(place))}", f"Write `{written}`.", fix
    )
    value = trouble.after(Lexeme("symbol", place.start, place.end, ""))
    return Report(diagnostic, Resume("complete", value.end) if value.is_value else Resume("skip"))


def lonely(trouble: Trouble) -> Report | None:
    """An attribute that is compared with nothing."""
    lexeme = trouble.lexeme
    if _is_negated(trouble) or not (lexeme.kind == "end" or lexeme.text == ")" or lexeme.keyword in CONNECTIVES):
        return None
    name = trouble.name_token()
    attribute = trouble.written(name)
    return Report(
        codes.MissingOperator.at(
            Span(name.start, name.end),
            f"{show(attribute)} is not compared with anything",
            f"Write an operator and a value; for a boolean `{attribute}=true`.",
            replace("compare with true", Span(name.end, name.end), "=true", safe=False),
        ),
        Resume("complete", lexeme.start),
    )


def missing(trouble: Trouble) -> Report | None:
    """A value right behind the attribute."""
    lexeme = trouble.lexeme
    if _is_negated(trouble) or not lexeme.is_value or lexeme.keyword:
        return None
    name = trouble.name_token()
    gap = Span(name.end, lexeme.start)
    message = f"an operator is missing between {show(trouble.written(name))} and {show(lexeme.text)}"
    return Report(
        codes.MissingOperator.at(
            Span(name.end, name.end),
            message,
            "Write for example `=`.",
            replace("insert =", gap, "=", safe=False),
        ),
        Resume("insert", lexeme.start, "EQUAL"),
    )


def call(trouble: Trouble) -> Report | None:
    """`lower(name)`."""
    if trouble.lexeme.text != "(" or _is_negated(trouble):
        return None
    name = trouble.name_token()
    return Report(
        codes.UnexpectedParenthesis.at(
            trouble.lexeme.span,
            f"{show(trouble.written(name))} is an attribute and cannot be called",
            "There are no functions; text compares without case anyway.",
        )
    )


def rest(trouble: Trouble) -> Report:
    """Anything else."""
    if _is_negated(trouble):
        return unexpected(trouble, "IN, CONTAINS or MATCHES behind NOT")
    return unexpected(trouble, "an operator such as `=`")


RULES = (foreign, negated_symbol, lonely, misspelt, open_quote, comment, missing, call, rest)
