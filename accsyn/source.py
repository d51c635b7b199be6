r"""Source text and places in it.

A `Span` is a half-open range of *offsets*: characters (Unicode code points), counted from 0, in the text as the
user gave it. Lines and columns are for people: both count from 1. A line ends at ``\n``, ``\r\n`` or ``\r``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\r|\n")


class Span(NamedTuple):
    """A half-open range of offsets into a source text.

    Attributes:
        start: Offset of the first character, from 0.
        end: Offset behind the last character; equal to `start` for a gap between two characters.
    """

    start: int
    end: int


class Position(NamedTuple):
    """A place as people count it.

    Attributes:
        line: Line number, from 1.
        column: Column in characters, from 1.
    """

    line: int
    column: int


class Source:
    """A text with its lines.

    Args:
        text: The text as the user gave it, a byte-order mark included.
        name: What to call it in messages, for example a file name; empty for a query typed as an argument.
    """

    __slots__ = ("_starts", "name", "text")

    def __init__(self, text: str, name: str = "") -> None:
        self.text = text
        self.name = name
        self._starts: list[int] | None = None

    @property
    def line_starts(self) -> list[int]:
        """Offsets at which lines start, ascending; the first is 0."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        return self._starts

    def position(self, offset: int) -> Position:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a line (numbers count from 1) without its line end."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")
