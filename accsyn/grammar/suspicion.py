"""Valid, but probably not what was meant: warnings about the values of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Diagnostic, Edit, Fix
from accsyn.grammar.trouble import KEYWORDS, VALUE_KINDS, Token, quoted_form, replace
from accsyn.source import Span
from accsyn.text import escape_for_display, invisible_characters, is_nfc

_SMART = frozenset("“”„‟‘’‚‛«»")
_PLACEHOLDER = re.compile(
    r"\{\w*(?:\.\w+|\[\w+\])*(?:![rsa])?(?::[^{}]*)?\}|%\(\w+\)[sdr]|%[sdr]\Z|\$\{\w+\}|\$[A-Za-z_]\w*\Z|\?\Z"
)


def suspicions(text: str, tokens: Sequence[Token]) -> tuple[Diagnostic, ...]:
    """Every warning about the values of a valid text, in the order of their places."""
    found: list[Diagnostic] = []
    for index, token in enumerate(tokens):
        if token.kind in VALUE_KINDS:
            found.extend(_value(text, token))
            found.extend(_lonely_keyword(text, tokens, index))
        elif token.kind == "IN":
            found.extend(_brackets(text, tokens, index))
    return tuple(found)


def _brackets(text: str, tokens: Sequence[Token], index: int) -> Iterator[Diagnostic]:
    """`IN [a,b]`: the brackets are read as part of the values."""
    first = tokens[index + 1]
    opening = text[first.start]
    if first.kind != "BARE" or opening not in "[{":
        return
    last = index + 1
    while last + 2 < len(tokens) and tokens[last + 1].kind == "COMMA":
        last += 2
    closing = Span(tokens[last].end - 1, tokens[last].end)
    if tokens[last].kind != "BARE" or text[closing.start] != {"[": "]", "{": "}"}[opening]:
        return
    edits = (Edit(Span(first.start, first.start + 1), "("), Edit(closing, ")"))
    # `IN []` has nothing between its brackets: no list to write.
    fixes = [Fix("write parentheses", edits, safe=False)] if closing.start > first.start + 1 else []
    message = f"`{opening}` and `{text[closing.start]}` are part of these values"
    help_ = "A list stands in parentheses, or without: `IN (a, b)`, `IN a,b`."
    yield codes.BracketsInList.at(Span(first.start, tokens[last].end), message, help_, *fixes)


def _value(text: str, token: Token) -> Iterable[Diagnostic]:
    quoted = token.kind == "QUOTED"
    start, end = (token.start + 1, token.end - 1) if quoted else (token.start, token.end)
    content = text[start:end]
    span = Span(token.start, token.end)
    if not quoted:
        yield from _bare(content, span)
    elif content[:1] in _SMART and content[-1:] in _SMART and len(content) > 1:
        yield _smart_quotes(content, span)
    if not quoted and content == "None":
        yield codes.UnfilledPlaceholder.at(
            span,
            "this is how Python prints an absent value; here it is the text None",
            "Write `null`, or a parameter such as `:user` and pass None with params=.",
            replace("write null", span, "null", safe=False),
        )
    match = _PLACEHOLDER.match(content) if not quoted else _PLACEHOLDER.fullmatch(content)
    if match:
        place = Span(start + match.start(), start + match.end())
        yield codes.UnfilledPlaceholder.at(
            place,
            "this looks like a placeholder that was never filled in",
            "Write a parameter such as `:user` and pass its value with params=.",
        )
    if content.isascii() and content.isprintable():
        return
    for offset in invisible_characters(content)[:1]:
        yield codes.InvisibleCharacters.at(
            Span(start + offset, start + offset + 1),
            f"the value holds an invisible character, {escape_for_display(content[offset])}",
            "Remove it unless it is meant.",
        )
    if not is_nfc(content):
        yield codes.UnnormalisedText.at(
            span,
            "the value is not in Unicode normal form C",
            "It matches only text that is stored in the same form; normalise it with unicodedata.normalize otherwise.",
        )


def _bare(content: str, span: Span) -> Iterator[Diagnostic]:
    if not _SMART.isdisjoint(content):
        yield _smart_quotes(content, span)
    if content.endswith(";") or "&&" in content or "||" in content:
        mark = ";" if content.endswith(";") else "&&" if "&&" in content else "||"
        written = quoted_form(content)
        fixes: list[Fix] = [replace("quote the value", span, written)] if written else []
        if mark == ";" and content.strip(";"):
            fixes.insert(
                0,
                replace("remove `;`", Span(span.start + len(content.rstrip(";")), span.end), "", safe=False),
            )
        help_ = {
            ";": "A query does not end with `;`.",
            "&&": "Write AND with blanks around it.",
            "||": "Write OR with blanks around it.",
        }
        yield codes.OperatorInValue.at(
            span,
            f"`{mark}` is part of this value",
            f"{help_[mark]} If it belongs to the value, quote it.",
            *fixes,
        )


def _smart_quotes(content: str, span: Span) -> Diagnostic:
    """Typographic quotes, in a bare value or inside straight ones."""
    inner = quoted_form(content.strip("".join(sorted(_SMART)))) if content[0] in _SMART else None
    return codes.SuspiciousQuotes.at(
        span,
        "typographic quotes are part of this value",
        'Write `"` if they were meant to quote it.',
        *([replace("use straight quotes", span, inner, safe=False)] if inner else []),
    )


def _lonely_keyword(text: str, tokens: Sequence[Token], index: int) -> Iterator[Diagnostic]:
    """`name= AND` at the end: more likely a value is missing."""
    token = tokens[index]
    word = text[token.start : token.end].upper()
    last = index + 1 == len(tokens) or tokens[index + 1].kind == "RPAR"
    if token.kind != "BARE" or word not in KEYWORDS or not index or tokens[index - 1].end == token.start or not last:
        return
    yield codes.KeywordAsValue.at(
        Span(token.start, token.end),
        f"the keyword {word} stands here as a value",
        "If it is meant, quote it; if not, a value is missing in front of it.",
        replace("quote the value", Span(token.start, token.end), f'"{text[token.start : token.end]}"'),
    )
