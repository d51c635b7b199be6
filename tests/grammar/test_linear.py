"""Work grows with the length of a text, not with its square: counted in calls, never by the clock."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accsyn.diagnostics import apply_fixes
from accsyn.grammar import driver, recovery
from accsyn.rendering import render
from accsyn.source import Source
from tests.counting import count_calls

SHAPES: dict[str, Callable[[int], str]] = {
    "nested parentheses": lambda n: "(" * n + "a=1" + ")" * n,
    "unclosed parentheses": lambda n: "(" * n,
    "unopened parentheses": lambda n: "a=1" + ")" * n,
    "alternating levels": lambda n: "(a=1 AND (b=2 OR " * n + "c=3" + "))" * n,
    "a chain": lambda n: " AND ".join(["a=1"] * n),
    "a list": lambda n: "a IN " + ",".join("x" * n),
    "an unclosed list": lambda n: "a IN (" + ",".join("x" * n),
    "nested lists": lambda n: "a IN (" * n,
    "errors everywhere": lambda n: " AND ".join(["a==1"] * n),
    "NOT": lambda n: "NOT " * n + "a=1",
    "NOT (": lambda n: "NOT (" * n + "a=1" + ")" * n,
    "!": lambda n: "! " * n,
    "!(": lambda n: "!(" * n,
    "values in a row": lambda n: "a=1 " + "b " * n,
    "values and commas": lambda n: "a=1" + ",b" * n,
    "doubled quotes": lambda n: "a='" + "x''" * n,
    "escaped quotes": lambda n: 'a="' + 'x\\"' * n,
    "strings in a row": lambda n: "a='x' " + "'y' " * n,
    "comments": lambda n: "a=1 " + "/* */ " * n,
    "SELECT": lambda n: "SELECT " * n,
    "SELECT FROM": lambda n: "SELECT FROM " * n,
    "&&": lambda n: "a=1 " + "&& " * n,
    "(x": lambda n: "a=f" + "(x" * n,
    "LIKE": lambda n: "a LIKE " * n,
    "BETWEEN": lambda n: "a BETWEEN 1 AND " * n,
    "blanks": lambda n: "a=1" + " " * n + "b",
    "blanks where no token can be read": lambda n: "a" + " " * n + "b",
    "lines": lambda n: "a==1\nAND\n" * n,
}


def work(text: str) -> int:
    """How many calls it takes to find, show and fix the errors of a text."""
    source = Source(text)

    def find_show_and_fix() -> None:
        driver.run(source, "expression")
        errors = recovery.find_errors(source, "expression", None)
        render(errors, source)
        apply_fixes(text, [error.fixes[0] for error in errors if error.fixes])

    return count_calls(find_show_and_fix)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_text_is_at_most_twice_the_work(shape: str) -> None:
    """From a size where the limit of a hundred errors no longer shows."""
    small, large = work(SHAPES[shape](1000)), work(SHAPES[shape](2000))
    assert large < 2.2 * small + 1000


@pytest.mark.slow
def test_a_hundred_thousand_unclosed_parentheses_are_named() -> None:
    """The stack may be as deep as the text."""
    errors = recovery.find_errors(Source("(" * 100_000), "expression", None)
    assert len(errors) == recovery.MAX_REPORTS - 1 or len(errors) == recovery.MAX_REPORTS
    assert {error.code for error in errors} == {"ACC117"}
