"""Diagnostics: their order, and what fixes do to a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.diagnostics import Diagnostic, Edit, Fix, Severity, apply_fixes, sort
from accsyn.source import Span


def fix(*edits: tuple[int, int, str]) -> Fix:
    return Fix("change it", tuple(Edit(Span(start, end), text) for start, end, text in edits))


@pytest.mark.parametrize(
    ("fixes", "text"),
    [
        ([], "abcdef"),
        ([fix((1, 2, "X"))], "aXcdef"),
        ([fix((1, 2, "X")), fix((2, 3, "Y"))], "aXYdef"),
        ([fix((1, 3, "X")), fix((2, 4, "Y"))], "aXdef"),
        ([fix((1, 3, "X")), fix((1, 3, "X"))], "aXdef"),
        ([fix((2, 2, "(")), fix((2, 2, "["))], "ab([cdef"),
        ([fix((1, 3, "X")), fix((2, 2, "Y"))], "aXdef"),
        ([fix((2, 2, "Y")), fix((1, 3, "X"))], "abYcdef"),
        ([fix((1, 3, "X")), fix((1, 1, "<"), (3, 3, ">"))], "a<X>def"),
        ([fix((1, 1, "<"), (5, 5, ">")), fix((2, 3, ""))], "a<bde>f"),
        ([fix((0, 1, ""), (3, 4, "")), fix((4, 5, "E"), (3, 4, "D"))], "bcef"),
        ([fix((4, 5, "X")), fix((0, 6, "Y"))], "abcdXf"),
    ],
)
def test_fixes_are_applied_unless_they_overlap(fixes: list[Fix], text: str) -> None:
    """The first of two that overlap wins, whole; insertions beside each other are both made."""
    assert apply_fixes("abcdef", fixes) == text


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3), st.sampled_from(["", "x"])), max_size=6))
def test_overlap_is_what_it_is_by_definition(places: list[tuple[int, int, str]]) -> None:
    """The quick check by bisection takes the same fixes as comparing each with each."""
    fixes = [fix((start, start + length, text * (1 + index))) for index, (start, length, text) in enumerate(places)]
    taken: list[Fix] = []
    for candidate in fixes:
        if not any(_overlap(candidate.edits[0].span, other.edits[0].span) for other in taken):
            taken.append(candidate)
    assert apply_fixes("0123456789a", fixes) == apply_fixes("0123456789a", taken)
    removed = sum(item.edits[0].span.end - item.edits[0].span.start for item in taken)
    added = sum(len(item.edits[0].replacement) for item in taken)
    assert len(apply_fixes("0123456789a", taken)) == 11 - removed + added


def _overlap(one: Span, two: Span) -> bool:
    if one.start == one.end or two.start == two.end:
        return one.start < two.end and two.start < one.end and one != two
    return not set(range(*one)).isdisjoint(range(*two))


def test_diagnostics_stand_in_the_order_of_their_places() -> None:
    """At one place errors come first, then lower codes."""
    rows = [
        ("ACC3", Severity.WARNING, 0),
        ("ACC2", Severity.ERROR, 0),
        ("ACC1", Severity.ERROR, 0),
        ("ACC0", Severity.ERROR, 5),
    ]
    found = [Diagnostic(code, severity, "x", Span(start, start)) for code, severity, start in rows]
    assert [diagnostic.code for diagnostic in sort(reversed(found))] == ["ACC1", "ACC2", "ACC3", "ACC0"]
    assert [diagnostic.is_error for diagnostic in found] == [False, True, True, True]
