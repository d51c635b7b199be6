"""Mistakes where an operator is expected: behind an attribute."""

from __future__ import annotations

from collections.abc import Callable

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Fix
from accsyn.grammar.mistakes.clauses import comment
from accsyn.grammar.mistakes.common import content_of, show, starts_condition, unexpected, unjoined, with_blanks
from accsyn.grammar.mistakes.quotes import open_quote
from accsyn.grammar.trouble import CONNECTIVES, Lexeme, Report, Resume, Trouble, is_name, quoted_form, replace
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
_PATTERN_WORDS = frozenset({"RLIKE", "REGEXP", "REGEX", "~", "~*", "!~", "!~*", "MATCH", "MATCHING", "SIMILAR"})
_SUBSTRING_WORDS = frozenset({"HAS", "INCLUDES", "CONTAIN", "CONTAINING"})
_CASE_FUNCTIONS = frozenset({"LOWER", "UPPER", "LCASE", "UCASE"})
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
    start = with_blanks(trouble, _operator_place(trouble)).start
    value = trouble.after(trouble.lexeme)
    written = f" {operator} " if operator[0].isalpha() else operator
    fix = replace(f"write {operator}", Span(start, value.start), written)
    fixes = [fix] if value.is_value and not value.keyword else []
    return _foreign(trouble, f"Write {show(operator)}.", fixes, value)


def _foreign(trouble: Trouble, help_: str, fixes: list[Fix], last: Lexeme | None) -> Report:
    place = _operator_place(trouble)
    behind = trouble.after(trouble.lexeme)
    if trouble.lexeme.text.upper() == "IS" and behind.keyword == "NOT":
        place = Span(place.start, behind.end)
    message = f"there is no operator {show(trouble.written(place))}"
    resume = Resume("skip", place.end)
    if last is not None and last.is_value and not last.keyword:
        resume = Resume("complete", last.end)
    return Report(codes.ForeignOperator.at(place, message, help_, *fixes), resume)


def _operator_place(trouble: Trouble) -> Span:
    previous = trouble.previous
    start = previous.start if previous.kind == "NOT" else trouble.lexeme.start
    return Span(start, trouble.lexeme.end)


def _is_negated(trouble: Trouble) -> bool:
    return trouble.previous.kind == "NOT"


def _like(trouble: Trouble) -> Report:
    """LIKE becomes `=` with `*` for `%`; `_` has no counterpart."""
    help_ = "Write `{}` with `*` where LIKE has `%`; for a single unknown character use MATCHES with `.`."
    return _with_wildcard(trouble, lambda pattern: pattern.replace("%", "*"), "_*", help_)


def _affix(trouble: Trouble) -> Report:
    """STARTSWITH and ENDSWITH become `=` with a `*`."""
    form = _TEXT_FIXES[trouble.lexeme.text.upper()]
    help_ = "Write `{}` with a `*`, which matches any run of characters."
    return _with_wildcard(trouble, form.format, "*", help_)


def _with_wildcard(trouble: Trouble, change: Callable[[str], str], hard: str, help_: str) -> Report:
    """`=` and a value with `*`, unless the value holds characters that would mean something else."""
    value = trouble.after(trouble.lexeme)
    operator = "!=" if _is_negated(trouble) else "="
    fixes: list[Fix] = []
    if _is_text(value) and not set(hard) & set(content_of(value)):
        written = quoted_form(change(content_of(value)))
        if written is not None:
            place = with_blanks(trouble, Span(_operator_place(trouble).start, value.end))
            fixes = [replace(f"write {operator} with `*`", place, f"{operator}{written}")]
    return _foreign(trouble, help_.format(operator), fixes, value)


def _is_text(lexeme: Lexeme) -> bool:
    """A value that is a text, not a parameter, and no keyword that more likely goes on."""
    return lexeme.is_value and not lexeme.keyword and not (lexeme.kind == "bare" and lexeme.text.startswith(":"))


def _between(trouble: Trouble) -> Report:
    """BETWEEN becomes two comparisons."""
    low = trouble.after(trouble.lexeme)
    word = trouble.after(low)
    high = trouble.after(word)
    name = trouble.name_token()
    attribute = trouble.written(name)
    fixes: list[Fix] = []
    last = None
    first, join, second = ("<", "OR", ">") if _is_negated(trouble) else (">=", "AND", "<=")
    if low.is_value and word.keyword == "AND" and high.is_value:
        last = high
        written = f"({attribute}{first}{low.text} {join} {attribute}{second}{high.text})"
        fixes = [replace("write two comparisons", Span(name.start, high.end), written)]
    help_ = f"Write two comparisons: {show(f'{attribute}{first}… {join} {attribute}{second}…')}."
    return _foreign(trouble, help_, fixes, last)


def _is(trouble: Trouble) -> Report:
    """IS NULL, IS NOT NULL, IS value."""
    lexeme = trouble.lexeme
    behind = trouble.after(lexeme)
    negated = behind.keyword == "NOT" or _is_negated(trouble)
    value = trouble.after(behind) if behind.keyword == "NOT" else behind
    operator = "!=" if negated else "="
    fixes = []
    is_null = value.text.upper() == "NULL"
    if value.is_value and not value.keyword:
        place = with_blanks(trouble, Span(_operator_place(trouble).start, value.end))
        fixes = [replace(f"write {operator}", place, f"{operator}{'null' if is_null else value.text}")]
    help_ = f"Write `{operator}null` for the absent value." if is_null else f"Write `{operator}`."
    return _foreign(trouble, help_, fixes, value)


def _pattern(trouble: Trouble) -> Report:
    """REGEXP, `~`, `!~` become MATCHES."""
    negated = _is_negated(trouble) != trouble.lexeme.text.startswith("!")
    return _substitute(trouble, "NOT MATCHES" if negated else "MATCHES")


def _substring(trouble: Trouble) -> Report:
    """HAS becomes CONTAINS."""
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
    value = trouble.after(lexeme)
    if lexeme.kind != "bare" or lexeme.keyword or not value.is_value or value.keyword:
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
    value = trouble.after(Lexeme("symbol", place.start, place.end, ""))
    has_value = value.is_value and not value.keyword
    fixes = [replace(f"write {written}", with_blanks(trouble, place), written)] if has_value else []
    message = f"there is no operator {show(trouble.written(place))}"
    return Report(
        codes.ForeignOperator.at(place, message, f"Write `{written}`.", *fixes),
        Resume("complete", value.end) if has_value else Resume("skip", place.end),
    )


def lonely(trouble: Trouble) -> Report | None:
    """An attribute that is compared with nothing."""
    lexeme = trouble.lexeme
    if _is_negated(trouble) or not (lexeme.kind == "end" or lexeme.text == ")" or lexeme.keyword in CONNECTIVES):
        return None
    name = trouble.name_token()
    attribute = trouble.written(name)
    # Behind NOT, a fix of this alone would leave the NOT.
    fix = replace("compare with true", Span(name.end, name.end), "=true", safe=False)
    flag = "=false" if trouble.negation else "=true"
    return Report(
        codes.MissingOperator.at(
            Span(name.start, name.end),
            f"{show(attribute)} is not compared with anything",
            f"Write an operator and a value; for a boolean {show(attribute + flag)}.",
            *([] if trouble.negation else [fix]),
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
    # `a XOR b=1`: what would be the value stands in front of another condition.
    fixes = [] if starts_condition(trouble, trouble.after(lexeme)) else [replace("insert =", gap, "=", safe=False)]
    return Report(
        codes.MissingOperator.at(Span(name.end, name.end), message, "Write for example `=`.", *fixes),
        Resume("insert", lexeme.start, "EQUAL"),
    )


def split_path(trouble: Trouble) -> Report | None:
    """`job .id`, `job . id`: blanks in a path."""
    lexeme = trouble.lexeme
    if lexeme.kind != "bare" or not lexeme.text.startswith(".") or _is_negated(trouble):
        return None
    name = trouble.name_token()
    end = lexeme.end if len(lexeme.text) > 1 else trouble.after(lexeme).end
    joined = "".join(trouble.text[name.start : end].split())
    if not is_name(joined):
        return None
    place = Span(name.start, end)
    return Report(
        codes.InvalidName.at(
            place, "a path is written without blanks", f"Write {show(joined)}.", replace("join it", place, joined)
        ),
        Resume("ignore", end),
    )


def call(trouble: Trouble) -> Report | None:
    """`lower(name)`."""
    lexeme = trouble.lexeme
    if lexeme.text != "(" or _is_negated(trouble):
        return None
    name = trouble.name_token()
    inner = trouble.after(lexeme)
    closing = trouble.after(inner)
    fixes: list[Fix] = []
    resume = Resume("skip")
    if inner.is_name and closing.text == ")" and trouble.after(closing).is_operator:
        resume = Resume("ignore", closing.end)
        if trouble.written(name).upper() in _CASE_FUNCTIONS:
            place = Span(name.start, closing.end)
            fixes = [replace("compare the attribute itself", place, unjoined(trouble, place, inner.text))]
    message = f"{show(trouble.written(name))} is an attribute and cannot be called"
    help_ = "There are no functions; text compares without case anyway."
    return Report(codes.UnexpectedParenthesis.at(lexeme.span, message, help_, *fixes), resume)


def rest(trouble: Trouble) -> Report:
    """Anything else."""
    if _is_negated(trouble):
        return unexpected(trouble, "IN, CONTAINS or MATCHES behind NOT")
    return unexpected(trouble, "an operator such as `=`")


RULES = (foreign, negated_symbol, lonely, misspelt, open_quote, comment, split_path, missing, call, rest)
