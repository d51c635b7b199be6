"""Places in a text: offsets, lines, columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.source import Position, Source


@pytest.mark.parametrize(
    ("text", "offset", "line", "column"),
    [
        ("", 0, 1, 1),
        ("ab", 2, 1, 3),
        ("a\nb", 1, 1, 2),
        ("a\nb", 2, 2, 1),
        ("a\r\nb", 3, 2, 1),
        ("a\rb", 2, 2, 1),
        ("\n\n", 2, 3, 1),
        ("a\u2028b", 2, 1, 3),
    ],
)
def test_lines_and_columns_count_from_one(text: str, offset: int, line: int, column: int) -> None:
    """A line ends at a line feed, a carriage return, or both together, and nowhere else."""
    assert Source(text).position(offset) == Position(line, column)


@given(st.text(st.sampled_from("ab\r\n\u2028é")))
def test_lines_put_together_are_the_text(text: str) -> None:
    """Nothing but line ends is lost, and every offset lies in its line."""
    source = Source(text)
    lines = [source.line(number) for number in range(1, len(source.line_starts) + 1)]
    assert "\n".join(lines) == text.replace("\r\n", "\n").replace("\r", "\n")
    for offset in range(len(text)):
        line, column = source.position(offset)
        assert source.line_starts[line - 1] + column - 1 == offset
        if text[offset] not in "\r\n":
            assert source.line(line)[column - 1] == text[offset]
