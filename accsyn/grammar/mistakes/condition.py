"""Mistakes where a condition is expected: behind WHERE, AND, OR and `(`, and at the start of an expression."""

from __future__ import annotations

import re

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Diagnostic, Edit, Fix
from accsyn.grammar.mistakes.clauses import comment, terminator
from accsyn.grammar.mistakes.common import closing_parenthesis, content_of, found, removal, show, unexpected, unjoined
from accsyn.grammar.mistakes.quotes import open_quote
from accsyn.grammar.trouble import CONNECTIVES, SYMBOLS, Lexeme, Report, Resume, Trouble, is_name, replace
from accsyn.source import Span

_NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
_AROUND_NAME = "`[]:;.,!@#"
_PATTERN_BEHIND_NAME = re.compile(r"(.+?)(!?)~\*?")
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def empty(trouble: Trouble) -> Report | None:
    """Nothing at all."""
    if trouble.lexeme.kind != "end" or any(token.kind for token in trouble.tokens):
        return None
    what = "expression" if trouble.start == "expression" else "query"
    example = "`status=failed`" if what == "expression" else "`Transfer WHERE status=failed`"
    span = Span(0, 0)
    return Report(codes.EmptyQuery.at(span, f"the {what} is empty", f"Write for example {example}."))


def negation(trouble: Trouble) -> Report | None:
    """NOT or `!` in front of a condition; named when the condition has been read."""
    lexeme = trouble.lexeme
    marks = len(lexeme.text) - len(lexeme.text.lstrip("!")) if lexeme.kind == "bare" else 0
    if lexeme.keyword == "NOT":
        span = lexeme.span
    elif marks and _goes_on(trouble, lexeme, marks):
        span = Span(lexeme.start, lexeme.start + marks)
    else:
        return None
    placeholder = codes.UnaryNot.at(span, "NOT does not stand in front of a condition")
    return Report(placeholder, Resume("negate", span.end))


def _goes_on(trouble: Trouble, lexeme: Lexeme, marks: int) -> bool:
    """Whether a condition or one more NOT follows the exclamation marks at the start of a lexeme."""
    rest = lexeme.text[marks:]
    behind = trouble.after(lexeme)
    return is_name(rest) if rest else behind.text[:1] in ("(", "!") or behind.keyword == "NOT" or behind.is_name


def nothing_there(trouble: Trouble) -> Report | None:
    """The end or a closing parenthesis instead of a condition."""
    lexeme = trouble.lexeme
    # What was passed over in between, a comment for example, is none of this.
    previous = next((token for token in reversed(trouble.tokens) if token.kind), trouble.previous)
    closing = lexeme.text == ")" and lexeme.kind == "symbol"
    if lexeme.kind != "end" and not (closing and trouble.parentheses):
        return None
    help_ = "Write a comparison there, for example `status=failed`."
    fixes: list[Fix] = []
    if trouble.negation is not None:
        message, span = "a condition is missing behind NOT", Span(trouble.negation.end, trouble.negation.end)
    elif previous.kind == "LPAR" and closing:
        message, span = "nothing stands between the parentheses", Span(previous.start, lexeme.end)
    elif previous.kind == "LPAR":
        return Report(unclosed_parenthesis(previous.start), Resume("complete", lexeme.start))
    else:
        word = trouble.written(previous).upper() or previous.kind
        message, span = f"a condition is missing behind {word}", Span(previous.end, previous.end)
        if previous is trouble.previous and trouble.before(1).end > trouble.before(1).start:
            fixes = [Fix(f"remove {word}", (removal(trouble, Span(previous.start, previous.end)),), safe=False)]
    return Report(codes.MissingCondition.at(span, message, help_, *fixes), Resume("complete", lexeme.start))


def unclosed_parenthesis(opening: int, *fixes: Fix) -> Diagnostic:
    """An opening parenthesis without partner."""
    return codes.UnbalancedParenthesis.at(
        Span(opening, opening + 1),
        "this parenthesis is never closed",
        "Close it behind the last condition that belongs to it.",
        *fixes,
    )


def keyword(trouble: Trouble) -> Report | None:
    """A keyword where an attribute is expected."""
    lexeme = trouble.lexeme
    if not lexeme.keyword:
        return None
    behind = trouble.after(lexeme)
    if behind.text in SYMBOLS or (behind.is_operator and lexeme.keyword not in CONNECTIVES):
        message = f"the keyword {lexeme.keyword} cannot be an attribute"
        help_ = "A later part of a path may be a keyword (`metadata.in`), the first may not."
        return Report(codes.KeywordAsName.at(lexeme.span, message, help_), Resume("skip", lexeme.end))
    fixes: list[Fix] = []
    resume = Resume("ignore", lexeme.end)
    if behind.is_name or behind.text == "(":
        fixes = [replace(f"remove {lexeme.keyword}", Span(lexeme.start, behind.start), "", safe=False)]
    message = f"expected an attribute, {found(lexeme)}"
    help_ = f"Remove {lexeme.keyword}, or write the condition that is missing in front of it."
    return Report(codes.KeywordAsName.at(lexeme.span, message, help_, *fixes), resume)


def left_hand_side(trouble: Trouble) -> Report | None:
    """Something that is no attribute, in front of an operator."""
    lexeme = trouble.lexeme
    operator = trouble.after(lexeme)
    if not lexeme.is_value or not operator.is_operator:
        return None
    content = content_of(lexeme)
    value = trouble.after(operator)
    if lexeme.kind == "quoted" and is_name(content):
        return Report(
            codes.InvalidName.at(
                lexeme.span,
                "an attribute is written without quotes",
                f"Write {show(content)}. If this is the value, it belongs on the right: `attribute=value`.",
                replace("remove the quotes", lexeme.span, unjoined(trouble, lexeme.span, content), safe=False),
            ),
            Resume("insert", lexeme.end, "NAME"),
        )
    swappable = lexeme.kind == "quoted" or not _almost_name(content)
    if swappable and operator.text in SYMBOLS and value.is_name:
        if trouble.after(value).text in SYMBOLS:
            return _chained(trouble, operator, value)
        mirrored = _MIRRORED.get(operator.text, operator.text)
        edits = (
            Edit(lexeme.span, unjoined(trouble, lexeme.span, value.text)),
            Edit(operator.span, mirrored),
            Edit(value.span, unjoined(trouble, value.span, lexeme.text)),
        )
        return Report(
            codes.ValueOnTheLeft.at(
                lexeme.span,
                "the value stands on the left",
                f"The attribute comes first: {show(value.text + mirrored + lexeme.text)}.",
                Fix("change sides", edits),
            ),
            Resume("complete", value.end),
        )
    return Report(
        codes.InvalidName.at(
            lexeme.span,
            f"{show(lexeme.text)} is no attribute",
            _name_help(content),
            *name_fixes(lexeme),
        ),
        Resume("insert", lexeme.end, "NAME"),
    )


def _chained(trouble: Trouble, operator: Lexeme, name: Lexeme) -> Report:
    """`1<size<10`."""
    low = trouble.lexeme
    second = trouble.after(name)
    high = trouble.after(second)
    place = Span(low.start, high.end if high.is_value else second.end)
    mirrored = _MIRRORED.get(operator.text, operator.text)
    written = f"({name.text}{mirrored}{low.text} AND {name.text}{second.text}{high.text})"
    fixes = [replace("write two comparisons", place, written)] if high.is_value else []
    return Report(
        codes.ForeignOperator.at(place, "comparisons are not chained", "Join two comparisons with AND.", *fixes),
        Resume("complete", place.end),
    )


def _almost_name(text: str) -> bool:
    """A name in odd characters, or letters among digits, dots and dashes: more likely a slip in a name than a value."""
    if is_name(text.strip(_AROUND_NAME)):
        return True
    return any(character.isalpha() for character in text) and not text.strip("._-").strip(_NAME_CHARACTERS)


def _name_help(text: str) -> str:
    if text[:1] in "{$%:?" or "{" in text:
        return "An attribute cannot be filled in like a value: write its name."
    if text[:1].isdigit():
        return "A name starts with a letter or `_`; only later parts of a path may start with a digit."
    return "A name has letters, digits, `_` and `-`; parts of a path are joined by dots, without blanks."


def name_fixes(lexeme: Lexeme) -> list[Fix]:
    """`status:` and `[status]` hold a name that can be taken out."""
    text = lexeme.text
    inner = text.strip(_AROUND_NAME)
    if lexeme.kind == "bare" and inner != text and is_name(inner):
        return [replace(f"write {show(inner)}", lexeme.span, inner, safe=False)]
    return []


def operator_first(trouble: Trouble) -> Report | None:
    """An operator without anything in front of it."""
    lexeme = trouble.lexeme
    if lexeme.text not in SYMBOLS:
        return None
    message = f"an attribute is missing in front of {show(lexeme.text)}"
    return Report(
        codes.MissingAttribute.at(Span(lexeme.start, lexeme.start), message, "Write for example `status=failed`.")
    )


def pattern_behind_name(trouble: Trouble) -> Report | None:
    """`name~"x"`: the `~` was read as a part of the attribute."""
    lexeme = trouble.lexeme
    match = _PATTERN_BEHIND_NAME.fullmatch(lexeme.text) if lexeme.kind == "bare" else None
    value = trouble.after(lexeme)
    if match is None or not is_name(match[1]) or not value.is_value:
        return None
    word = "NOT MATCHES" if match[2] else "MATCHES"
    place = Span(lexeme.start + len(match[1]), lexeme.end)
    fix = replace(f"write {word}", Span(place.start, value.start), f" {word} ")
    message = f"there is no operator {show(trouble.written(place))}"
    return Report(codes.ForeignOperator.at(place, message, f"Write {word}.", fix), Resume("complete", value.end))


def closing(trouble: Trouble) -> Report | None:
    """A closing parenthesis that nothing opened."""
    if trouble.lexeme.text != ")" or trouble.lexeme.kind != "symbol":
        return None
    return closing_parenthesis(trouble)


def rest(trouble: Trouble) -> Report:
    """Anything else."""
    lexeme = trouble.lexeme
    if lexeme.kind == "bare" and not lexeme.is_name:
        # No operator follows, so that a better name would not make a condition of it.
        message = f"expected an attribute, {found(lexeme)}"
        return Report(codes.InvalidName.at(lexeme.span, message, _name_help(lexeme.text)))
    return unexpected(trouble, "a condition such as `status=failed`")


RULES = (
    empty,
    negation,
    nothing_there,
    keyword,
    open_quote,
    comment,
    terminator,
    left_hand_side,
    pattern_behind_name,
    operator_first,
    closing,
    rest,
)
