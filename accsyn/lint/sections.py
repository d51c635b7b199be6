"""What a file of queries, ``*.accsyn``, holds: one query, or several under names.

A line that starts with ``--`` outside a string is a comment. ``-- name: failed transfers`` starts a query of that name;
what stands before the first name is a query without one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_NAME = re.compile(r"--\s*name:\s*(.*?)\s*\Z")


class Section(NamedTuple):
    """A query of a file.

    Attributes:
        name: Its name; empty where it has none.
        text: The query: the file from `start` on, each comment blanked out, white space at the end left out.
        start: Its offset in the file.
    """

    name: str
    text: str
    start: int


class _Line(NamedTuple):
    """A line: its text, its end, where it starts, whether it is a comment, and the name that it gives, if any."""

    text: str
    end: str
    start: int
    is_comment: bool
    name: str | None

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands on it."""
        return not self.is_comment and not self.text.strip()

    @property
    def blanked(self) -> str:
        """The line as part of a query."""
        return (" " * len(self.text) if self.is_comment else self.text) + self.end


class _Block(NamedTuple):
    """A section with all its lines, the one with its name apart."""

    head: _Line | None
    start: int
    lines: list[_Line]

    @property
    def section(self) -> Section | None:
        """The query; None where there are comments alone, and no name that promises one."""
        text = "".join(line.blanked for line in self.lines)
        name = "" if self.head is None else self.head.name or ""
        if not text.strip() and not (name and self.lines):
            return None
        return Section(name, text.rstrip(), self.start)


def read_sections(text: str) -> list[Section]:
    """The queries of a file, in order; sections with comments alone are left out."""
    return [section for block in _blocks(text) if (section := block.section) is not None]


def format_sections(text: str, canonical: Callable[[Section], str], line_end: str) -> str:
    """A file with its queries in another form; names, comments and empty lines between queries stay.

    A comment inside a query goes before it.

    Args:
        text: The file, without a byte-order mark.
        canonical: Gives the other form of a query.
        line_end: What a query ends in.

    Returns:
        The file, which ends in one line end.
    """
    pieces: list[str] = []
    for block in _blocks(text):
        if block.head is not None:
            pieces += [block.head.text, block.head.end or line_end]
        section = block.section
        if section is None or not section.text.strip():
            pieces += [line.text + line.end for line in block.lines]
        else:
            pieces += _formatted(block.lines, canonical(section), line_end)
    return "".join(pieces).lstrip("\r\n").rstrip() + line_end


def _formatted(lines: list[_Line], query: str, line_end: str) -> Iterator[str]:
    taken = [number for number, line in enumerate(lines) if not line.is_comment and not line.is_blank]
    first, last = taken[0], taken[-1]
    yield from (line.text + line.end for line in lines[:first])
    yield from (line.text.lstrip() + line.end for line in lines[first:last] if line.is_comment)
    yield query + line_end
    yield from (line.text + line.end for line in lines[last + 1 :])


def _blocks(text: str) -> list[_Block]:
    blocks = [_Block(None, 0, [])]
    for line in _lines(text):
        if line.name is not None:
            blocks.append(_Block(line, line.start + len(line.text) + len(line.end), []))
        else:
            blocks[-1].lines.append(line)
    return blocks


def _lines(text: str) -> Iterator[_Line]:
    quote = ""
    at = 0
    while at < len(text):
        match = _LINE.match(text, at)
        content, end = ("", "") if match is None else match.groups()
        is_comment = not quote and content.lstrip().startswith("--")
        name = _NAME.match(content.lstrip()) if is_comment else None
        if not is_comment:
            quote = _quote_after(content, quote)
        yield _Line(content, end, at, is_comment, None if name is None else name[1])
        at += len(content) + len(end)


def _quote_after(line: str, quote: str) -> str:
    """The quotes that are open behind a line."""
    for character in line:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
    return quote
