"""The compiled parser against Lark itself: it reads the same, a text behind a byte-order mark aside."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings

from accsyn.ast import Statement
from accsyn.grammar import quick
from accsyn.grammar.reference import NotOfTheLanguageError, parse_reference
from tests import strategies

STARTS = ["query", "expression", "statement"]


def reference(text: str, start: str) -> Statement | None:
    """Lark's tree; None where it refuses the text."""
    try:
        return parse_reference(text, start)
    except NotOfTheLanguageError:
        return None


# What makes regular expressions and tables disagree: ends of words, quotes without blanks, keywords as values, lists.
ROWS = [
    "a=1",
    "a=1AND b=2",
    'a="x"AND b=2',
    "a=1 ANDb=2",
    "(a=1)AND(b=2)",
    "a=and AND b=or",
    "a= AND b=1",
    "a!=b!c AND d!= !",
    "a=x! =1",
    "a<>1 OR a<=1 OR a>=1 OR a<1 OR a>1",
    "a in b,c",
    "a in (b , c)",
    "a not in :x, null",
    "a in null",
    "a in 'b, c'",
    "a in 'b,,c'",
    "a in (b",
    "a in (b,)",
    "a in ()",
    "a contains null and b matches :p",
    "a not contains x and b NOT\tMATCHES 'y'",
    "a not = 1",
    "not a=1",
    "in.x=1 and where.y=2",
    "where=1",
    "a=:x and b=:x-y",
    "a=null or b=NULLs",
    "a=1 or (b=2 or (c=3 and (d=4 and e=5)))",
    "T where a=1",
    "T where(a=1)",
    "T wherea=1",
    "T",
    "in",
    "Größe=1",
    "\ufeffa=1",
    "a=\ufeff",
    "a=1 ",
    "\x1fa\x85=\xa01",
    "a='",
    "a=1)",
    "((a=1)",
    "",
]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("text", ROWS)
def test_rows(text: str, start: str) -> None:
    """The same tree as Lark's, or None; a text behind a byte-order mark is left to the other parser."""
    expected = reference(text, start)
    found = quick.run(text, quick.STARTS[start])
    if text.startswith("\ufeff"):
        assert found is None
    else:
        assert found == expected
        assert repr(found) == repr(expected)


@given(strategies.any_texts())
@settings(max_examples=500)
@example("a=b!=c")
@example("a in (b!c, d!) and e")
def test_any_text(text: str) -> None:
    """On valid, nearly valid and random text, from each entry point."""
    for start in STARTS:
        expected = reference(text, start)
        found = quick.run(text, quick.STARTS[start])
        if found is None:
            assert expected is None or text.startswith("\ufeff")
        else:
            assert repr(found) == repr(expected)
