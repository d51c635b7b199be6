"""CONTAINS, MATCHES and wildcards that could be simpler, or are not what they look like (ACC408 to ACC411)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from accsyn.ast import Comparison, Exact, Literal, Operator
from accsyn.binding.bound import BoundComparison
from accsyn.codes import logic as codes
from accsyn.diagnostics import Diagnostic, Fix
from accsyn.logic.claims import PLAIN_TEXT
from accsyn.logic.subject import Subject, show
from accsyn.printer import quote
from accsyn.schema.model import Type
from accsyn.source import Span


def find_searches(subject: Subject) -> Iterator[Diagnostic]:
    """What there is to say about each comparison, in the order of the text."""
    for item in subject.bound.comparisons:
        check = _CHECKS.get(item.comparison.operator.positive)
        value = item.comparison.value
        if check is not None and isinstance(value, (Literal, Exact)) and subject.is_written(value):
            yield from check(subject, item, value.text)


# ---- = -------------------------------------------------------------------------------------------------------------


def _equality(subject: Subject, bound: BoundComparison, text: str) -> Iterator[Diagnostic]:
    if text and not text.strip("*"):
        yield _anything(subject, bound.comparison)


def _anything(subject: Subject, comparison: Comparison) -> Diagnostic:
    if comparison.operator.is_negative:
        what, operator = "no text", "="
    else:
        what, operator = "every text", "!="
    instead = f"{comparison.attribute}{operator}null"
    fix = Fix(f"write {operator}null", subject.rewrite(comparison, operator, "null"), safe=False)
    return codes.MatchesEverything.at(
        subject.spans.of(comparison.value),
        f"{subject.show(comparison)} takes {what}",
        f"Leave the condition out, or write {show(instead)} to ask whether there is a value.",
        fix,
    )


# ---- CONTAINS ------------------------------------------------------------------------------------------------------


def _contains(subject: Subject, bound: BoundComparison, text: str) -> Iterator[Diagnostic]:
    is_around = len(text) > 2 and text[0] == text[-1]
    if "*" in text:
        sign = "*"
    elif is_around and text[0] == "%":
        # `100%` is a text that people look for; a sign on both sides is not.
        sign = "%"
    else:
        return
    inner = text.strip(sign)
    if not inner:
        return
    is_around = is_around and text[0] == sign
    comparison = bound.comparison
    is_negative = comparison.operator.is_negative
    if is_around and sign not in inner:
        operator, value = ("NOT CONTAINS" if is_negative else "CONTAINS"), inner
        help_ = f"Write {operator} {show(inner)}: it finds the text anywhere."
        spelling = f" {operator} "
    else:
        wildcard = text.replace(sign, "*")
        if sign not in (text[0], text[-1]):
            wildcard = f"*{wildcard}*"
        operator, value = ("!=" if is_negative else "="), wildcard
        help_ = f"A `*` is a wildcard with `{operator}`: write {show(comparison.attribute + operator + wildcard)}."
        spelling = operator
    fix = _with_quoted(subject, comparison, spelling, value, operator, safe=False)
    yield codes.WildcardInContains.at(
        subject.spans.of(comparison.value),
        f"CONTAINS has no wildcards: `{sign}` is an ordinary character here",
        help_,
        *fix,
    )


# ---- MATCHES -------------------------------------------------------------------------------------------------------


def _matches(subject: Subject, bound: BoundComparison, text: str) -> Iterator[Diagnostic]:
    from accsyn.patterns.backtracking import catastrophe
    from accsyn.patterns.simple import as_substring, as_wildcard

    part = catastrophe(text)
    if part is not None:
        yield _slow(subject, bound.comparison, part)
        return
    comparison = bound.comparison
    is_negative = comparison.operator.is_negative
    substring = as_substring(text)
    if substring:
        operator = "NOT CONTAINS" if is_negative else "CONTAINS"
        yield from _simpler(subject, comparison, f" {operator} ", substring, operator, safe=True)
        return
    exact = as_wildcard(text)
    wildcard = as_wildcard(text, newlines=False) if exact is None else exact
    if wildcard == "*":
        yield _anything(subject, comparison)
    elif wildcard and (exact is not None or not (wildcard[0] == wildcard[-1] == "*")):
        operator = "!=" if is_negative else "="
        yield from _simpler(
            subject, comparison, operator, wildcard, operator, safe=exact is not None and _means_text(bound, wildcard)
        )


def _means_text(bound: BoundComparison, wildcard: str) -> bool:
    """Whether `=` compares the value as text and only so, as MATCHES does."""
    type_ = bound.resolved.type
    return type_ in PLAIN_TEXT or (type_ is not Type.REFERENCE and "*" in wildcard)


def _simpler(
    subject: Subject, comparison: Comparison, spelling: str, value: str, operator: str, *, safe: bool
) -> Iterator[Diagnostic]:
    fixes = _with_quoted(subject, comparison, spelling, value, operator, safe=safe)
    # Without a fix the text cannot be written, or goes to the server as a regular expression all the same.
    if not fixes:
        return
    has_wildcards = "*" in value and not operator.endswith("CONTAINS")
    kind = "a value with wildcards" if has_wildcards else "plain text"
    help_ = f"Write {show(f'{comparison.attribute}{spelling}{quote(value)}')}."
    yield codes.PlainPattern.at(
        subject.spans.of(comparison.value),
        f"this regular expression is {kind}: `{operator}` says it more simply",
        help_ if safe else f"{help_} It may differ where a text holds line breaks, or a value is no text.",
        *fixes,
    )


def _slow(subject: Subject, comparison: Comparison, part: str) -> Diagnostic:
    span = subject.spans.of(comparison.value)
    offset = subject.text.find(part, span.start, span.end)
    place = Span(offset, offset + len(part)) if offset >= 0 else span
    return codes.SlowPattern.at(
        place,
        f"{show(part)} can match one text in very many ways: the search may take for ever",
        "Repeat what can be told apart, for example `[a-z]+` for `([a-z]+)*`.",
    )


def _with_quoted(
    subject: Subject, comparison: Comparison, spelling: str, value: str, operator: str, *, safe: bool
) -> list[Fix]:
    """The fix that writes another operator and a quoted text; none where the text cannot be written or sent so."""
    if ('"' in value and "'" in value) or "\n" in value or "\r" in value or value.endswith("\\"):
        return []
    return [Fix(f"write {operator}", subject.rewrite(comparison, spelling, quote(value)), safe)]


_CHECKS: dict[Operator, Callable[[Subject, BoundComparison, str], Iterator[Diagnostic]]] = {
    Operator.EQUAL: _equality,
    Operator.CONTAINS: _contains,
    Operator.MATCHES: _matches,
}
