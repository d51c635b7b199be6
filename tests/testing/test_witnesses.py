"""Texts in which a regular expression is found."""

from __future__ import annotations

import pytest
from hypothesis import given

from accsyn.patterns import compile_pattern, judge
from accsyn.testing.witnesses import witnesses
from tests.patterns.generated import patterns


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        ("", ""),
        ("abc", "abc"),
        (r"a\.b\x41", "a.bA"),
        ("^a|b$", "a"),
        ("a*b+c?d??", "b"),
        ("a{3}b{,2}c{2,}d{1,1}", "aaaccd"),
        ("(ab){2}?", "abab"),
        ("[c-e]", "c"),
        ("[^a]", "b"),
        (r"[\d]\w\s.", "0a a"),
        (r"[^\w ]", "!"),
        ("(?i:a)(?-i:B)", "aB"),
        (r"(a|b)\1", "aa"),
        (r"(?P<x>ab)-(?P=x)", "ab-ab"),
        ("(?=b)b", "b"),
        ("(?<=x)y", "xy"),
        ("a(?!b)c", "ac"),
        (r"\bab\b", "ab"),
        ("(a)?(?(1)b|c)", "c"),
        ("(?x) a # comment\n b", "ab"),
        ("(?#nothing)a", "a"),
        ("(?s)a.b", "aab"),
        ("a{0}", ""),
    ],
)
def test_the_first_text(pattern: str, first: str) -> None:
    """The shortest, of these the one with the first alternatives."""
    assert witnesses(pattern)[0] == first


@pytest.mark.parametrize("pattern", ["a{3000}b", "a{1500}b{1500}", "(a{50}){50}", r"a\bb", "(?!)"])
def test_no_text(pattern: str) -> None:
    """What takes no text, or only one that is too long, has none."""
    assert witnesses(pattern) == []


def test_optional_length() -> None:
    """A part that is too long and need not be there is left out."""
    assert witnesses("(a{3000})?b") == ["b"]


@given(patterns)
def test_every_text_is_right(pattern: str) -> None:
    """The pattern is found in each, whatever it is."""
    if judge(pattern) is not None:
        return
    search = compile_pattern(pattern).search
    assert all(search(text) for text in witnesses(pattern))
