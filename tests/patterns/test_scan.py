"""A regular expression as tokens (accsyn/patterns/scan.py)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.patterns.scan import Token, character, range_ends, scan, without_set_warnings
from tests.patterns.generated import garbage, patterns


def kinds(pattern: str) -> list[tuple[str, str]]:
    """The tokens without their places."""
    return [(token.kind, token.text) for token in scan(pattern)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a.b", [("literal", "a"), ("any", "."), ("literal", "b")]),
        (r"\d\.\x41\u0041\U00000041", [
            ("category", r"\d"), ("escape", r"\."), ("escape", r"\x41"), ("escape", r"\u0041"),
            ("escape", r"\U00000041"),
        ]),
        (r"\N{DIGIT ONE}\0\012\123\1\99\q\x4", [
            ("escape", r"\N{DIGIT ONE}"), ("escape", r"\0"), ("escape", r"\012"), ("escape", r"\123"),
            ("reference", r"\1"), ("reference", r"\99"), ("escape", r"\q"), ("escape", r"\x"), ("literal", "4"),
        ]),
        (r"^\A\b\B\Z$", [("anchor", text) for text in ("^", r"\A", r"\b", r"\B", r"\Z", "$")]),
        ("a*b+?c?+d{1}e{,}f{1,2}+{}{a", [
            ("literal", "a"), ("quantifier", "*"), ("literal", "b"), ("quantifier", "+?"), ("literal", "c"),
            ("quantifier", "?+"), ("literal", "d"), ("quantifier", "{1}"), ("literal", "e"), ("quantifier", "{,}"),
            ("literal", "f"), ("quantifier", "{1,2}+"), ("literal", "{"), ("literal", "}"), ("literal", "{"),
            ("literal", "a"),
        ]),
        ("(?:(?P<n>(?>(?=(?!(?<=(?<!(?i-s:(?(1)(", [
            ("open", text)
            for text in ("(?:", "(?P<n>", "(?>", "(?=", "(?!", "(?<=", "(?<!", "(?i-s:", "(?(1)", "(")
        ]),
        (r"(?i)(?#a\)b)(?P=n)|)", [
            ("flags", "(?i)"), ("comment", r"(?#a\)b)"), ("reference", "(?P=n)"), ("bar", "|"), ("close", ")"),
        ]),
        (r"[a-z\d\n\-x-][^]a][]-a]", [
            ("class_open", "["), ("class_range", "a-z"), ("class_category", r"\d"), ("class_escape", r"\n"),
            ("class_escape", r"\-"), ("class_literal", "x"), ("class_literal", "-"), ("class_close", "]"),
            ("class_open", "[^"), ("class_literal", "]"), ("class_literal", "a"), ("class_close", "]"),
            ("class_open", "["), ("class_range", "]-a"), ("class_close", "]"),
        ]),
        (r"[\x41-\132", [("class_open", "["), ("class_range", r"\x41-\132")]),
        ("(?x) a #b\\\nc\nd(?-x: e) f #g", [
            ("flags", "(?x)"), ("blank", " "), ("literal", "a"), ("blank", " "), ("comment", "#b\\\nc\n"),
            ("literal", "d"), ("open", "(?-x:"), ("literal", " "), ("literal", "e"), ("close", ")"), ("blank", " "),
            ("literal", "f"), ("blank", " "), ("comment", "#g"),
        ]),
        ("a\\", [("literal", "a"), ("broken", "\\")]),
        ("[a\\", [("class_open", "["), ("class_literal", "a"), ("broken", "\\")]),
        ("(?+a", [("broken", "(?+"), ("literal", "a")]),
        ("(?P", [("broken", "(?P")]),
    ],
)  # fmt: skip
def test_tokens(pattern: str, expected: list[tuple[str, str]]) -> None:
    """Each piece of a pattern is the token that `re` reads it as."""
    assert kinds(pattern) == expected


@given(st.one_of(patterns, garbage))
def test_tokens_cover_every_pattern(pattern: str) -> None:
    """Whatever the pattern, each of its characters belongs to exactly one token."""
    tokens = scan(pattern)
    assert "".join(token.text for token in tokens) == pattern
    end = 0
    for token in tokens:
        assert token.start == end < token.end
        end = token.end


def test_flags_in_force() -> None:
    """Flags hold from their place on, or within their group, and `a` and `u` replace each other."""
    tokens = scan("(?s)a(?x-i:b(?i:c))d(?a:e(?u:f))")
    assert {token.text: "".join(sorted(token.flags)) for token in tokens if token.kind == "literal"} == {
        "a": "is",
        "b": "sx",
        "c": "isx",
        "d": "is",
        "e": "ais",
        "f": "isu",
    }


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a", "a"),
        (r"\.", "."),
        (r"\n", "\n"),
        (r"\x41", "A"),
        (r"\u00e9", "é"),
        (r"\U0001f600", "😀"),
        (r"\101", "A"),
        (r"\0", "\0"),
        (r"\N{FULL STOP}", "."),
        (r"\é", "é"),
        (r"\_", "_"),
        (r"\N{NO SUCH NAME}", None),
        (r"\N{KEYCAP DIGIT ONE}", None),
        (r"\N", None),
        (r"\x", None),
        (r"\U00110000", None),
        (r"\777", None),
        (r"\q", None),
        (r"\d", None),
        (".", None),
        ("\\", None),
    ],
)
def test_the_character_of_a_token(pattern: str, expected: str | None) -> None:
    """Literals and escapes stand for one character, everything else for none."""
    assert character(scan(pattern)[0]) == expected


@given(st.sampled_from([r"\.", r"\a", r"\x4b", r"\u212a", r"\12", r"\07", r"\377", r"\8", r"\N{SPACE}", r"\g", r"\-"]))
def test_the_character_is_that_of_re(escape: str) -> None:
    """In a class, an escape stands for a character exactly when `re` takes it, and for the same."""
    token = scan(f"[{escape}]")[1]
    meant = character(token)
    try:
        compiled = re.compile(f"[{escape}]")
    except re.error:
        assert meant is None
    else:
        assert meant is not None
        assert compiled.fullmatch(meant)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("[a-z]", ("a", "z")),
        (r"[\x41-\]]", ("A", "]")),
        ("[]-a]", ("]", "a")),
        (r"[\d-z]", None),
        (r"[a-\q]", None),
        ("[a]", None),
    ],
)
def test_the_ends_of_a_range(pattern: str, expected: tuple[str, str] | None) -> None:
    """A range has two characters, unless one of its ends is none."""
    assert range_ends(scan(pattern)[1]) == expected


def test_a_range_that_was_not_scanned() -> None:
    """A token made by hand that holds no range has no ends and keeps its text."""
    odd = Token("class_range", "", 0, frozenset())
    assert range_ends(odd) is None
    assert without_set_warnings([odd]) == ("", [])


@pytest.mark.parametrize(
    ("pattern", "spelled", "added"),
    [
        ("[[a]", r"[\[a]", [1]),
        ("[a--B]", r"[a-\-B]", [3]),
        ("[--a]", r"[\--a]", [1]),
        ("a||b[c||d]--", r"a||b[c\|\|d]--", [6, 8]),
        (r"[\w&&~~]", r"[\w\&\&\~\~]", [3, 5, 7, 9]),
        ("[a-z]", "[a-z]", []),
    ],
)
def test_spelling_without_warnings(pattern: str, spelled: str, added: list[int]) -> None:
    """Signs of set operations to come get a backslash, and only in classes."""
    assert without_set_warnings(scan(pattern)) == (spelled, added)
