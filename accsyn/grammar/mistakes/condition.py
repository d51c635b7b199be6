"""Mistakes where a condition is expected: behind WHERE, AND, OR and an opening parenthesis, and at the start of an expression."""

from __future__ import annotations

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Edit, Fix
from accsyn.grammar.mistakes.common import comment, found, open_quote, removal, show, unexpected
from accsyn.grammar.trouble import (
    CONNECTIVES,
    SYMBOLS,
    Lexeme,
    Report,
    Resume,
    Trouble,
    is_name,
    replace,
)
from accsyn.source import Span

_NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def empty(trouble: Trouble) -> Report | None:
    """Nothing at all."""
    if trouble.lexeme.kind != "end" or trouble.tokens:
        return None
    what = "expression" if trouble.start == "expression" else "query"
    example = "`status=failed`" if what == "expression" else "`Transfer WHERE status=failed`"
    span = Span(0, 0)
    return Report(codes.EmptyQuery.at(span, f"the {what} is empty", f"Write for example {example}."))


def negation(trouble: Trouble) -> Report | None:
    """NOT or `!` in front of a condition; named when the condition has been read."""
    lexeme = trouble.lexeme
    if lexeme.keyword == "NOT":
        resume = trouble.after(lexeme).start
        span = lexeme.span
    elif lexeme.kind == "bare" and lexeme.text.startswith("!") and _starts_condition(trouble, lexeme):
        resume = trouble.after(Lexeme("bare", lexeme.start, lexeme.start + 1, "!")).start
        span = Span(lexeme.start, lexeme.start + 1)
    else:
        return None
    placeholder = codes.UnaryNot.at(span, "NOT does not stand in front of a condition")
    return Report(placeholder, Resume("negate", resume))


def _starts_condition(trouble: Trouble, lexeme: Lexeme) -> bool:
    rest = lexeme.text[1:]
    return is_name(rest) if rest else trouble.after(lexeme).text == "(" or trouble.after(lexeme).is_name


def nothing_there(trouble: Trouble) -> Report | None:
    """The end or a closing parenthesis instead of a condition."""
    lexeme = trouble.lexeme
    previous = trouble.previous
    closing = lexeme.text == ")" and lexeme.kind == "symbol"
    if lexeme.kind != "end" and not closing:
        return None
    if closing and not trouble.parentheses:
        return None
    if previous.kind == "LPAR":
        message = "nothing stands between the parentheses" if closing else "nothing stands behind the parenthesis"
        span = Span(previous.start, lexeme.end if closing else previous.end)
        fixes: list[Fix] = []
    else:
        word = trouble.written(previous).upper()
        message = f"a condition is missing behind {word}"
        span = trouble.gap
        edit = removal(trouble, Span(previous.start, previous.end))
        fixes = [Fix(f"remove {word}", (edit,), safe=False)]
    return Report(
        codes.MissingCondition.at(span, message, "Write a comparison there, for example `status=failed`.", *fixes),
        Resume("complete", lexeme.start),
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
        return Report(codes.KeywordAsName.at(lexeme.span, message, help_))
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
    content = lexeme.text[1:-1] if lexeme.kind == "quoted" else lexeme.text
    value = trouble.after(operator)
    if lexeme.kind == "quoted" and is_name(content):
        return Report(
            codes.InvalidName.at(
                lexeme.span,
                "an attribute is written without quotes",
                f"Write {show(content)}. If this is the value, it belongs on the right: `attribute=value`.",
                replace("remove the quotes", lexeme.span, content),
            ),
        )
    swappable = lexeme.kind == "quoted" or not _almost_name(content)
    if swappable and operator.text in SYMBOLS and value.is_name and not trouble.after(value).is_operator:
        mirrored = _MIRRORED.get(operator.text, operator.text)
        edits = (
            Edit(lexeme.span, value.text),
            Edit(operator.span, mirrored),
            Edit(value.span, lexeme.text),
        )
        return Report(
            codes.ValueOnTheLeft.at(
                lexeme.span,
                "the value stands on the left",
                f"The attribute comes first: `{value.text}{mirrored}…`.",
                Fix("change sides", edits),
            ),
            Resume("complete", value.end),
        )
    return Report(
        codes.InvalidName.at(
            lexeme.span,
            f"{show(lexeme.text)} is no attribute",
            _name_help(content),
            *_name_fixes(lexeme, content),
        )
    )


def _almost_name(text: str) -> bool:
    """Letters among digits, dots and dashes: more likely a slip in a name than a value."""
    return any(character.isalpha() for character in text) and not text.strip("._-").strip(_NAME_CHARACTERS)


def _name_help(text: str) -> str:
    if text[:1] in "{$%:?" or "{" in text:
        return "An attribute cannot be filled in: write its name. To choose it in code, use accsyn.attribute(name)."
    if text[:1].isdigit():
        return "A name starts with a letter or `_`; only later parts of a path may start with a digit."
    return "A name has letters, digits, `_` and `-`; parts of a path are joined by dots, without blanks."


def _name_fixes(lexeme: Lexeme, text: str) -> list[Fix]:
    """`status:` and `[status]` hold a name that can be taken out."""
    inner = text.strip("`[]:;.,!@#")
    if lexeme.kind == "bare" and inner != text and is_name(inner):
        return [replace(f"write `{inner}`", lexeme.span, inner, safe=False)]
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


def closing(trouble: Trouble) -> Report | None:
    """A closing parenthesis that nothing opened."""
    if trouble.lexeme.text != ")" or trouble.lexeme.kind != "symbol":
        return None
    return Report(
        codes.UnbalancedParenthesis.at(
            trouble.lexeme.span,
            "this parenthesis closes nothing",
            "Remove it, or open one in front.",
            replace("remove the parenthesis", trouble.lexeme.span, ""),
        ),
        Resume("ignore", trouble.lexeme.end),
    )


def rest(trouble: Trouble) -> Report:
    """Anything else."""
    lexeme = trouble.lexeme
    if lexeme.kind == "bare" and not lexeme.is_name:
        message = f"expected an attribute, {found(lexeme)}"
        fixes = _name_fixes(lexeme, lexeme.text)
        return Report(codes.InvalidName.at(lexeme.span, message, _name_help(lexeme.text), *fixes))
    return unexpected(trouble, "a condition such as `status=failed`")


RULES = (
    empty,
    negation,
    nothing_there,
    keyword,
    open_quote,
    comment,
    left_hand_side,
    operator_first,
    closing,
    rest,
)
