"""Patterns that backtrack exponentially (accsyn/patterns/backtracking.py, automaton.py)."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.patterns import catastrophe
from tests.examples import times
from tests.patterns.engine import TooExpensive, cost
from tests.patterns.generated import garbage, patterns


@pytest.mark.parametrize(
    ("pattern", "part", "attack"),
    [
        ("(a+)+$", "(a+)+", "a"),
        ("(?:a+)+b", "(?:a+)+", "a"),
        ("(a|a)*b", "(a|a)*", "a"),
        ("(a|A)*b", "(a|A)*", "a"),
        (r"(\w+\s?)*!", r"(\w+\s?)*", "a"),
        (r"(?:\w+[ _]?)+@", r"(?:\w+[ _]?)+", "_"),
        ("(.*,)*x", "(.*,)*", ","),
        ("(x+x+)+y", "(x+x+)+", "x"),
        ("(?:x*y*)*z", "(?:x*y*)*", "x"),
        ("(?:a?a?)*b", "(?:a?a?)*", "a"),
        ("(?:a{1,2})*b", "(?:a{1,2})*", "a"),
        ("(?:a{2,}){2,}b", "(?:a{2,}){2,}", "aa"),
        ("(?:a|ab|b)*c", "(?:a|ab|b)*", "ab"),
        ("(?:a(?:b*)*)*c", "(?:b*)*", "a"),
        ("(?:a(?:b*)+)*c", "(?:b*)+", "a"),
        ("(?:a(?:|))*c", "(?:a(?:|))*", "a"),
        (r"(?:[a-z]+)*[0-9]", "(?:[a-z]+)*", "q"),
        (r"(?:[\w.]+\.?)+@", r"(?:[\w.]+\.?)+", "."),
        ("(?:ba|b|ab?a)*c", "(?:ba|b|ab?a)*", "baba"),
    ],
)
def test_catastrophes(pattern: str, part: str, attack: str) -> None:
    """The innermost loop is named, and three more repetitions of an attack multiply its cost each time."""
    assert catastrophe(pattern) == part
    costs = [cost(pattern, attack * count + "?")[1] for count in (3, 6, 9)]
    assert costs[1] > costs[0] * 3.5
    assert costs[2] > costs[1] * 3.5


@pytest.mark.parametrize(
    ("pattern", "attack"),
    [
        (r"backup.*\.zip", "."),
        (r"(\w+\s)+", "a "),
        (r"(\w+\s)+!", "a "),
        (r"\d{4}-\d{2}$", "2"),
        ("(ab)*c", "ab"),
        ("(a|b|c)*d", "abc"),
        ("(?:a|ab)*c", "ab"),
        ("a*a*b", "a"),
        ("(?:a?)*b", "a"),
        ("(?:a{4})*b", "a"),
        ("(?:a{2}b?)*c", "a"),
        (r"(?:\w{1,64}\.)+@", "a."),
        ("(?:[^,]*,)*x", ","),
        ("(?:a+b)*(?:c+d)*e", "ab"),
    ],
)
def test_harmless_patterns(pattern: str, attack: str) -> None:
    """Polynomial cost is no catastrophe."""
    assert catastrophe(pattern) is None
    costs = [cost(pattern, attack * count + "?")[1] for count in (8, 16)]
    assert costs[1] < costs[0] * 16


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        # A loop that can always stop, with nothing behind it, never fails.
        ("(a+)+", None),
        (r"(\w+\s?)*", None),
        ("x(a+)+b*", None),
        ("((a+)+){0}b", None),
        ("(?=(a+)+)b", None),
        ("(?:(?=(a+)+)c){2}b", None),
        # Within it, or behind it, something can fail.
        ("(a+)+b", "(a+)+"),
        (r"(a+)+\b", "(a+)+"),
        ("(?:b(?:a+)+c)*", "(?:a+)+"),
        ("(?=(a+)+b)", "(a+)+"),
        ("(?!(a+)+$)b", "(a+)+"),
        ("(?:(?:a+)+|b)c", "(?:a+)+"),
        ("((a+)+b){3}", "(a+)+"),
        # Assertions and references are not followed within a loop.
        (r"(?:\w+\b\s?)*!", None),
        (r"(a)(?:b+\1)*c", None),
        ("(a)(?:b(?(1)x|y))*c", None),
        (r"(?:\b)*(?:^){3}a", None),
        # What a group's flags say counts.
        ("(?-i:(a|A))*b", None),
        ("(?i:(a|A))*b", "(?i:(a|A))*"),
        (r"(?s:(.|\n))*b", r"(?s:(.|\n))*"),
        (r"(.|\n)*b", None),
        (r"(?a)(\w|é)*b", None),
        (r"(\w|é)*b", r"(\w|é)*"),
        ("(?x) ( a + ) + $ # note", "( a + ) +"),
        # Lazy loops fail as greedy ones do.
        ("(a+?)+?b", "(a+?)+?"),
        ("(a??a??)*b", "(a??a??)*"),
        # Many optional repetitions are read as no limit, few and fixed ones as they are.
        (r"(\d{8,10})*x", r"(\d{8,10})*"),
        (r"(\w{1,64}\.?)+@", r"(\w{1,64}\.?)+"),
        (r"(\d{10})*x", None),
        (r"(?:a{0,3}b)*c", None),
        # A class that warns, and one that takes nothing of the sample.
        ("([[a]|b)*c", None),
        ("([[a]|[a&&b])*c", "([[a]|[a&&b])*"),
        (r"([^\s\S]|[^\s\S])*b", None),
        # No verdict: not a pattern, or too large.
        ("(a+)+(", None),
        ("(a+)+b{300}", None),
        ("(?:a{199999999})+b", None),
        ("[" + "".join(map(chr, range(0x4E00, 0x5000))) + "]*", None),
        ("(?:" + "|".join(map(chr, range(0x4E00, 0x4E96))) + ")*b", None),
        ("", None),
    ],
)
def test_what_counts(pattern: str, part: str | None) -> None:
    """Each rule of the analysis, with what it takes for a catastrophe."""
    assert catastrophe(pattern) == part


ATOMS = st.sampled_from(["a", "b", "[ab]", "(?:|a)", "a{2}", "[ab]{1,2}", "b{2,}", "a+"])
WORDS = ["".join(word) for length in (1, 2, 3) for word in itertools.product("ab", repeat=length)]


def _combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.builds("(?:{}){}".format, inner, st.sampled_from(["*", "+", "?"])),
    )


# With two loops at most no polynomial cost comes near the limit of steps.
regular = st.recursive(ATOMS, _combined, max_leaves=4).filter(lambda text: len(re.findall(r"[*+]|,\}", text)) <= 2)


@pytest.mark.slow
@times(1.5)
@given(regular)
def test_the_verdict_agrees_with_a_counting_engine(pattern: str) -> None:
    """A catastrophe has an attack whose cost explodes; without one, no attack costs more than a polynomial.

    Attacks are all words of up to three letters, repeated, behind all words of up to one letter.
    """
    pattern = f"(?:{pattern})x"
    growths = (_growth(pattern, start, word) for start in ("", "a", "b") for word in WORDS)
    assert any(growth > 40 for growth in growths) == (catastrophe(pattern) is not None)


def _growth(pattern: str, start: str, word: str) -> float:
    """By which factor the cost of an attack grows when its length grows from 8 to 16 repetitions."""
    few, many = f"{start}{word * 8}!", f"{start}{word * 16}!"
    try:
        found, steps = cost(pattern, few, 20_000)
        assert found is bool(re.match(pattern, few))
        return cost(pattern, many, 20_000)[1] / steps
    except TooExpensive:
        return float("inf")


@given(st.one_of(patterns, garbage))
def test_every_pattern_gets_an_answer(pattern: str) -> None:
    """Whatever the pattern, the answer is None or a part of it, and the same each time."""
    part = catastrophe(pattern)
    assert part is None or part in pattern
    assert catastrophe(pattern) == part
