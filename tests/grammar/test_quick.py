"""The compiled parser against Lark itself: it reads the same, a text behind a byte-order mark aside."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from hypothesis import example, given

from accsyn.ast import Statement
from accsyn.errors import QuerySyntaxError
from accsyn.grammar import quick
from accsyn.grammar.parser import parse_statement
from accsyn.grammar.reference import NotOfTheLanguageError, parse_reference
from tests import strategies
from tests.examples import times

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


@pytest.mark.slow
@given(strategies.any_texts())
@times(4)
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


@pytest.mark.slow
@given(strategies.any_texts())
def test_long_texts_are_read_alike(text: str) -> None:
    """A text whose tokens are taken one by one gives what it gives when they are taken at once."""
    short = quick.run(text, quick.STARTS["statement"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick, "LONG_TEXT", 0)
        assert repr(quick.run(text, quick.STARTS["statement"])) == repr(short)


@pytest.mark.parametrize("blanks", [0, 1, quick.LONG_GAP, 1000])
def test_gaps_of_any_length(blanks: int) -> None:
    """Blanks and parentheses between two comparisons, few or many; only short gaps are remembered."""
    blank = " " * blanks
    quick.gap_kinds.cache_clear()
    text = f"a=1{blank}){blank} AND {blank}({blank}b=2"
    for _ in range(3):
        found = quick.run(f"({text})", quick.STARTS["expression"])
        assert found is not None
        assert repr(found) == repr(reference("a=1 AND b=2", "expression"))
    assert quick.gap_kinds.cache_info().currsize == (3 if 4 * blanks < quick.LONG_GAP else 2)


def test_the_memory_for_gaps_is_bounded() -> None:
    """Many different gaps: no more than the stated number is kept."""
    for count in range(2000):
        quick.gap_kinds(" " * count + "AND")
    info = quick.gap_kinds.cache_info()
    assert info.maxsize is not None
    assert info.currsize <= info.maxsize <= 1000


LONG = " OR ".join(["(user=lisa@example.com AND status<>failed)"] * (quick.LONG_TEXT // 40))


@pytest.fixture
def collections() -> Iterator[list[str]]:
    """What the garbage collector did."""
    seen: list[str] = []

    def note(phase: str, _info: dict[str, int]) -> None:
        seen.append(phase)

    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)


@pytest.mark.parametrize("collecting", [True, False])
@pytest.mark.parametrize("text", [LONG, LONG + ")"])
def test_the_collector_pauses_for_long_texts(collecting: bool, text: str, collections: list[str]) -> None:
    """It runs again afterwards if it ran before, whether the text was right or wrong."""
    before = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        if text is LONG:
            parse_statement(text, "expression")
        else:
            with pytest.raises(QuerySyntaxError):
                parse_statement(text, "expression")
        assert gc.isenabled() == collecting
        # Errors are explained with the collector at work.
        assert len(collections) < 10 or text is not LONG
    finally:
        (gc.enable if before else gc.disable)()
