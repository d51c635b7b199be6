"""Patterns that need no regular expression (accsyn/patterns/simple.py)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.patterns import as_substring, as_wildcard, compile_pattern, judge
from tests.examples import times
from tests.patterns.generated import garbage, patterns, texts

PIECES = (
    *(
        "a",
        "B",
        "é",
        "ſ",
        " ",
        "#",
        "]",
        r"\.",
        r"\*",
        "*",
        "[.]",
        "[a]",
        "[*]",
        r"\n",
        r"\x61",
        "(?#x)",
        "(?i)",
        "(?s)",
    ),
    *("(?x)", "(?m)", "(?a)", "(?u)", "^", "$", r"\A", r"\Z", r"(?![\s\S])", r"(?!(?s:.))", "[^a]", "[ab]", r"[\d]"),
    *(".*", ".*?", ".+", ".", r"[\s\S]*", r"[\w\W]*?", r"[\D\d]*", "(?s:.*)", "(?s:.*?)", r"[\s\S]*+", "|", "()"),
)
simple_patterns = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)


def wildcard_finds(value: str, text: str) -> bool:
    """What `=` with this value means, straight from its definition."""
    return bool(re.fullmatch(".*".join(map(re.escape, value.split("*"))), text, re.IGNORECASE | re.DOTALL))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("backup", "backup"),
        (r"backup\.zip", "backup.zip"),
        ("backup[.]zip", "backup.zip"),
        (r"a\*\x2a[*]", "a***"),
        ("(?i)a(?#note)b", "ab"),
        ("(?x) a b # note", "ab"),
        ("a{", "a{"),
        ("", ""),
        ("a.b", None),
        ("^a", None),
        ("a|b", None),
        ("[^a]", None),
        ("[ab]", None),
        (r"[\d]", None),
        (r"\q", None),
        ("a+", None),
        ("(a)", None),
        ("(?a)k", None),
        ("(?-i)k", None),
        ("a(?i)b", None),
        ("a(?i", None),
        ("[a", None),
    ],
)
def test_substring(pattern: str, text: str | None) -> None:
    """A pattern without syntax, or with escaped signs only, is the text that it finds."""
    assert as_substring(pattern) == text


@pytest.mark.parametrize(
    ("pattern", "exact", "on_lines"),
    [
        ("abc", "*abc*", "*abc*"),
        ("^abc", "abc*", "abc*"),
        ("^abc$", None, "abc"),
        (r"^abc\Z", "abc", "abc"),
        (r"\Aabc(?![\s\S])", "abc", "abc"),
        (r"abc(?!(?s:.))", "*abc", "*abc"),
        ("abc$", None, "*abc"),
        ("^abc.*", "abc*", "abc*"),
        ("^abc.*$", None, "abc*"),
        (r"^abc.*\.zip$", None, "abc*.zip"),
        (r"^abc.*\.zip", None, "abc*.zip*"),
        (".*abc.*", "*abc*", "*abc*"),
        (r"^abc[\s\S]*\.zip\Z", "abc*.zip", "abc*.zip"),
        (r"(?s)^abc.*?\.zip\Z", "abc*.zip", "abc*.zip"),
        (r"^a(?s:.*)b[\w\W]*?c\Z", "a*b*c", "a*b*c"),
        (r"^a[\s\S]*[\s\S]*b\Z", "a*b", "a*b"),
        (r"^\Z", "", ""),
        ("", "*", "*"),
        (".*", "*", "*"),
        (r"(?m)\Aa\Z", "a", "a"),
        ("(?m)^a$", None, None),
        (r"a\*b", None, None),
        ("a^b", None, None),
        ("$a", None, None),
        ("^a.b", None, None),
        ("^a.+b", None, None),
        ("(?a)^a", None, None),
        (r"^a[\s\S]*+b", None, None),
        (r"^a[\s\S]+", None, None),
        (r"^a(?!b)", None, None),
        ("a|b", None, None),
        ("(", None, None),
    ],
)
def test_wildcard(pattern: str, exact: str | None, on_lines: str | None) -> None:
    """A value is offered where it means the same: on every text, or on text without line breaks."""
    assert as_wildcard(pattern) == exact
    assert as_wildcard(pattern, newlines=False) == on_lines


@pytest.mark.slow
@times(10)
@given(st.one_of(simple_patterns, patterns, garbage), texts)
def test_what_is_offered_means_the_same(pattern: str, text: str) -> None:
    """Every offer finds exactly what the pattern finds, and none is made for an invalid pattern."""
    substring, exact, on_lines = as_substring(pattern), as_wildcard(pattern), as_wildcard(pattern, newlines=False)
    if judge(pattern) is not None:
        assert (substring, exact, on_lines) == (None, None, None)
        return
    found = bool(compile_pattern(pattern).search(text))
    if substring is not None:
        assert bool(re.search(re.escape(substring), text, re.IGNORECASE)) == found
    if exact is not None:
        assert wildcard_finds(exact, text) == found
        assert on_lines is not None
    if on_lines is not None and "\n" not in text:
        assert wildcard_finds(on_lines, text) == found
