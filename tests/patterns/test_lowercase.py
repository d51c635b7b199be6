"""Lower-casing a pattern without changing what it finds (accsyn/patterns/lowercase.py)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from accsyn.patterns import compile_pattern, judge, lower_pattern, turns_case_off
from tests.examples import times
from tests.patterns.generated import garbage, patterns, texts


@pytest.mark.parametrize(
    ("pattern", "lowered"),
    [
        ("Backup.*ZIP", "backup.*zip"),
        (r"\D\W\S\B\A\Z", r"\D\W\S\B\A\Z"),
        (r"\x4B\u212A\N{KELVIN SIGN}K", r"\x4B\u212A\N{KELVIN SIGN}k"),
        ("[A-Z][^B-D][A-z]", "[a-z][^b-d][A-z]"),
        (r"[\x41-Z][A-\x5A]", r"[\x41-Z][A-\x5A]"),
        ("[ABC-]", "[ABC-]"),
        ("[Z-A", "[Z-A"),
        ("(?P<Name>A)(?P=Name)(?(Name)A|B)", "(?P<Name>a)(?P=Name)(?(Name)a|b)"),
        ("(?#A)(?i:A)", "(?#A)(?i:a)"),
        ("A(?-i:A[A-Z](?i:A[A-Z])A)A", "a(?-i:A[A-Z](?i:a[a-z])A)a"),
        ("(?x) A # A\nA", "(?x) a # A\na"),
        ("ÄſΣİK", "ÄſΣİk"),
        ("(?PA\\", "(?PA\\"),
        ("A{1}", "a{1}"),
        ("", ""),
    ],
)
def test_what_is_lowered(pattern: str, lowered: str) -> None:
    """Literal letters and ranges within A-Z change; syntax, escapes and what compares with case stay."""
    assert lower_pattern(pattern) == lowered


@pytest.mark.slow
@times(10)
@given(patterns, texts, texts)
def test_both_patterns_find_the_same(pattern: str, text: str, other: str) -> None:
    """Under re.IGNORECASE the pattern and its lower case find the same everywhere, groups included."""
    if judge(pattern) is not None:
        assert judge(lower_pattern(pattern)) is not None
        return
    before, after = compile_pattern(pattern), compile_pattern(lower_pattern(pattern))
    for where in (text, other, text + text.swapcase() + other.upper()):
        assert [match.regs for match in before.finditer(where)] == [match.regs for match in after.finditer(where)]


@given(garbage)
def test_validity_does_not_change(pattern: str) -> None:
    """A pattern is valid exactly when its lower case is; lowering again changes nothing."""
    lowered = lower_pattern(pattern)
    assert (judge(pattern) is None) == (judge(lowered) is None)
    assert lower_pattern(lowered) == lowered


@pytest.mark.parametrize("pattern", ["[A-Z]", "[^A-Z]", "[B-K]", "[J-S]", "(?a)[A-Z]", "I", "K", "(?a)S", "[H-J]x?"])
def test_every_character_is_found_alike(pattern: str) -> None:
    """On every cased character of the first two planes both patterns agree, look-alikes included."""
    text = "".join(chr(code) for code in range(0x1F000) if chr(code).lower() != chr(code).upper())
    assert "ſ" in text
    assert re.findall(pattern, text, re.IGNORECASE) == re.findall(lower_pattern(pattern), text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        ("(?-i:a)", True),
        ("a(?s-im:b)", True),
        ("(?-i:)", True),
        (r"\(?-i:a)", False),
        ("[(?-i:a)]", False),
        ("(?i)a(?i:b)(?-s:c)", False),
        ("(?#(?-i:)", False),
        ("", False),
    ],
)
def test_case_turned_off(pattern: str, answer: bool) -> None:
    """Only a real group turns case off, not text that looks like one."""
    assert turns_case_off(pattern) is answer
