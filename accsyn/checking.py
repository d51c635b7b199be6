"""Everything there is to say about a bound query.

What binding noticed, what the text looks like, what the logic makes of it, what the server will get.
"""

from __future__ import annotations

from collections.abc import Iterator

from accsyn.binding.bound import BoundQuery
from accsyn.binding.messages import put_into_words
from accsyn.binding.report import read_again
from accsyn.codes import wire as codes
from accsyn.diagnostics import Diagnostic, sort
from accsyn.grammar.spans import Spans
from accsyn.logic import find_logic
from accsyn.rewriting.lower import SERVER, HardCase
from accsyn.wire.expression import NormalForm, normalise, write

LONGEST_REQUEST = 8192
"""Characters of a URL that servers commonly take."""

_SPLITTING = frozenset({*SERVER.items, HardCase.NULL_ITEM, HardCase.MIXED_QUOTES})
"""The hard cases that take an item out of its list."""

_SPLIT = "The form means the same: the item goes as a comparison of its own."
_AS_PATTERN = "The form means the same; it relies on the server reading regular expressions as Python does."

_ENVELOPE = 700
"""About what the rest of a find's URL takes: session, names, host, attributes."""


def check_bound(bound: BoundQuery) -> tuple[Diagnostic, ...]:
    """Every diagnostic of a bound query, in the order of their places."""
    if any(finding.is_error for finding in bound.findings):
        source, spans, suspicious = read_again(bound.statement)
        return sort([*put_into_words(bound, spans, source.text), *suspicious])
    normal = normalise(bound)
    expression = None
    if not bound.has_parameters and not any(note.refused for note in normal.notes):
        expression = write(normal.statement)
    return warnings(bound, normal, expression)


def warnings(bound: BoundQuery, normal: NormalForm, expression: str | None) -> tuple[Diagnostic, ...]:
    """Every diagnostic of a bound query without errors, in the order of their places.

    Args:
        bound: The query.
        normal: Its normal form.
        expression: The text of the condition as it goes to the server.
    """
    source, spans, suspicious = read_again(bound.statement)
    found = [
        *put_into_words(bound, spans, source.text),
        *suspicious,
        *find_logic(bound, source.text, spans),
        *_wire(bound, normal, expression, spans),
    ]
    return sort(found)


def _wire(bound: BoundQuery, normal: NormalForm, expression: str | None, spans: Spans) -> Iterator[Diagnostic]:
    for note in normal.notes:
        comparison = bound.comparisons[note.comparison].comparison
        span = spans.of(comparison.value)
        if note.refused:
            yield codes.CannotBeSent.at(
                span, f"the value {note.case.value} and cannot be sent", "Choose another value, or compare with `=`."
            )
        else:
            yield codes.Lowered.at(
                span,
                f"the value {note.case.value}: the comparison is sent in another form",
                _SPLIT if note.case in _SPLITTING else _AS_PATTERN,
            )
    yield from _comparisons(bound, spans)
    if expression is not None and len(_quoted(expression)) > LONGEST_REQUEST - _ENVELOPE:
        condition = bound.statement.condition
        span = spans.of(condition if condition is not None else bound.statement)
        yield codes.LongRequest.at(
            span,
            f"the request is longer than {LONGEST_REQUEST:,} characters, which servers commonly refuse",
            "Ask in several queries.",
        )


def _comparisons(bound: BoundQuery, spans: Spans) -> Iterator[Diagnostic]:
    from accsyn.ast import List, Literal, Null, Operator

    for item in bound.comparisons:
        comparison = item.comparison
        value = comparison.value
        operands = value.items if isinstance(value, List) else (value,)
        if any(isinstance(operand, Null) for operand in operands):
            yield codes.NullOnTheWire.at(
                spans.of(value),
                "the server's documentation does not mention null",
                "Offline this is the absent value; what the server makes of it is not known.",
            )
        elif comparison.operator in (Operator.MATCHES, Operator.NOT_MATCHES) and isinstance(value, Literal):
            from accsyn.patterns.lowercase import turns_case_off

            if turns_case_off(value.text):
                yield codes.CaseOnTheWire.at(
                    spans.of(value),
                    "this regular expression turns case sensitivity on",
                    "accsyn compares without case; the server may not support this.",
                )


def _quoted(expression: str) -> str:
    """The expression as it stands in the URL: JSON, then percent-encoded."""
    from json import dumps
    from urllib.parse import quote

    return quote(dumps(expression))
