"""Text with stars: what it matches, and how much work that is."""

from __future__ import annotations

from typing import Any

import pytest

from accsyn.ast import Exact, Literal, Null
from accsyn.evaluation.wildcards import _holds_in_order, equality, is_pattern, text_test

ROWS = [
    ("", "", True),
    ("", "a", False),
    ("*", "", True),
    ("**", "x", True),
    ("a*", "a", True),
    ("*a", "a", True),
    ("a*a", "a", False),
    ("a*a", "aa", True),
    ("ab*bc", "abc", False),
    ("*ab*ab*", "ab", False),
    ("*ab*ab*", "xababx", True),
    ("*ab*b", "ab", False),
    ("a*b*c", "abc", True),
    ("a*b*c", "acb", False),
    ("a*", "ba", False),
    ("*a", "ab", False),
    ("a*b", "axc", False),
    ("a*b", "cxb", False),
    ("a*bc*cd", "axbcd", False),
    ("ab*bc*d", "abcxd", False),
    ("*Ab*", "xAB", True),
    ("ς*", "Σα", True),
]


@pytest.mark.parametrize(("pattern", "text", "expected"), ROWS)
def test_wildcards(pattern: str, text: str, expected: bool) -> None:
    """Pieces stand in order, do not overlap, and reach both ends where no star does."""
    assert text_test(pattern, wildcards=True)(text) is expected


def test_only_a_literal_holds_wildcards() -> None:
    """Text from Python means itself."""
    assert equality(Literal("a*"))("ab")
    assert equality(Exact("a*"))("A*")
    assert not equality(Exact("a*"))("ab")
    assert [is_pattern(operand) for operand in (Literal("a*"), Literal("a"), Exact("a*"), Null())] == [
        True,
        False,
        False,
        False,
    ]


class Counted(str):
    """A text that counts the characters that are searched, and how often."""

    spans: list[tuple[int, int]]

    def find(self, piece: str, *place: Any) -> int:
        """Search, and remember from where to where."""
        start, _ = place
        found = super().find(piece, *place)
        self.spans.append((start, len(self) if found < 0 else found + len(piece)))
        return found


@pytest.mark.parametrize(("last", "expected"), [("b", False), ("", True)])
def test_no_part_of_a_text_is_searched_twice(last: str, expected: bool) -> None:
    """Fifty stars on a long text: the searches stand one behind the other, so the work is linear."""
    text = Counted("a" * 100_000)
    text.spans = []
    pieces = ["a"] * 50 + ([last] if last else [])
    assert _holds_in_order(text, pieces, 0, len(text)) is expected
    assert len(text.spans) <= len(pieces)
    assert all(end <= start for (_, end), (start, _) in zip(text.spans, text.spans[1:], strict=False))
