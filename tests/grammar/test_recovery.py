"""What holds for the errors of every text, and for the fixes of mistakes of known kinds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.diagnostics import apply_fixes
from accsyn.grammar import driver, recovery
from accsyn.source import Source
from tests import strategies
from tests.examples import times

STARTS = ("query", "expression", "statement")


@pytest.mark.slow
@times(2)
@given(strategies.any_texts(), st.sampled_from(STARTS))
def test_errors_are_found_exactly_where_the_parser_refuses(text: str, start: str) -> None:
    """At least one error for a refused text, none for another; places lie in the text and ascend."""
    errors = recovery.find_errors(Source(text), start, None)
    assert bool(errors) == (driver.run(Source(text), start) is None)
    assert len(errors) <= recovery.MAX_REPORTS
    assert [error.span for error in errors] == sorted(error.span for error in errors)
    for error in errors:
        assert error.is_error
        assert 0 <= error.span.start <= error.span.end <= len(text)


@pytest.mark.slow
@times(2)
@given(strategies.any_texts(), st.sampled_from(STARTS))
def test_fixes_are_edits_of_the_text_that_get_on(text: str, start: str) -> None:
    """Edits lie in the text and do not overlap; with every error fixed, fewer or other errors are left."""
    errors = recovery.find_errors(Source(text), start, None)
    for error in errors:
        for fix in error.fixes:
            ends = [0, *(edit.span.end for edit in fix.edits)]
            assert all(end <= edit.span.start <= edit.span.end for end, edit in zip(ends, fix.edits, strict=False))
            assert ends[-1] <= len(text)
    if errors and all(error.fixes for error in errors):
        fixed = apply_fixes(text, [error.fixes[0] for error in errors])
        left = recovery.find_errors(Source(fixed), start, None)
        before = {(error.code, error.message) for error in errors}
        assert len(left) < len(errors) or {(error.code, error.message) for error in left} != before


@pytest.mark.slow
@times(2)
@given(strategies.any_texts(), st.sampled_from(STARTS))
def test_a_safe_fix_of_the_only_error_gives_a_query(text: str, start: str) -> None:
    """What may be applied without looking leaves nothing to complain about."""
    errors = recovery.find_errors(Source(text), start, None)
    if len(errors) == 1:
        for fix in errors[0].fixes:
            if fix.safe:
                assert driver.run(Source(apply_fixes(text, [fix])), start) is not None


KNOWN: list[tuple[str, str]] = [
    ("a{}1", "=="),
    ("a{}1", "=>"),
    ("a{}1", "=<"),
    ("a{}'x'", " LIKE "),
    ("a{}'x'", " =~ "),
    ("a{}'x'", " NOT LIKE "),
    ("a BETWEEN 1 AND 2{}", ""),
    ("a IS NOT NULL{}", ""),
    ("NOT a=1{}", ""),
    ("NOT a<1{}", ""),
    ("NOT (a=1 OR b<2 AND c IN 1,2){}", ""),
    ("a=1 {} b=2", "&&"),
    ("a=1 {} b=2", "adn"),
    ("a=1 {} b=2", ""),
    ("a=x,y{}", ""),
    ("a=x y{}", ""),
    ("a=“x y”{}", ""),
    ("a='O''Brien'{}", ""),
    ("a=O'Brien{}", ""),
    ("a=f(x){}", ""),
    ("(a=1{}", ""),
    ("a=1){}", ""),
    ("a IN (1,,2){}", ""),
    ("a IN (1, 2{}", ""),
    ("10<a{}", ""),
    ("a=1 AND{}", ""),
    ("a=1 AND OR b=2{}", ""),
    ('a="x{}', ""),
    ('a="x";{}', ""),
    ("a=1 LIMIT 5{}", ""),
]


@pytest.mark.parametrize(("form", "piece"), KNOWN)
@times(0.4)
@given(before=strategies.spelled(strategies.statements()))
def test_one_mistake_among_valid_conditions_is_fixed(form: str, piece: str, before: tuple[str, object]) -> None:
    """Whatever valid text stands in front, one mistake of a known kind is one error, and its fix gives a query."""
    text, statement = before
    if not statement.children:  # type: ignore[attr-defined]
        return
    start = "statement"
    whole = f"{text} AND {form.format(piece)}"
    errors = recovery.find_errors(Source(whole), start, None)
    assert len(errors) == 1, [(error.code, error.span, error.message) for error in errors]
    assert errors[0].span.start >= len(text)
    fixed = apply_fixes(whole, [errors[0].fixes[0]])
    assert driver.run(Source(fixed), start) is not None, fixed


def test_a_hundred_errors_are_enough() -> None:
    """Past the limit the rest of the text is left alone."""
    errors = recovery.find_errors(Source(" AND ".join(["a==1"] * 500)), "expression", None)
    assert len(errors) == recovery.MAX_REPORTS


def test_spans_need_a_source() -> None:
    """A tree that was made in code stands in no text."""
    from accsyn.ast import Statement

    with pytest.raises(ValueError, match="made in code"):
        recovery.locate(Statement("Transfer"))
