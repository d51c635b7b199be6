"""Text that fits the columns of a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from accsyn.text import display_width

NARROWEST = 20
"""Columns below which nothing is fitted: there is no good way to show anything."""


def wrapped(text: str, width: int | None, *, indent: int = 0, hanging: int = 0) -> list[str]:
    """The lines of a text that has to fit a terminal, without their indentation; at least one.

    Args:
        text: Words.
        width: Columns; None where there is no limit.
        indent: Columns that are taken before the first line.
        hanging: Columns that are taken before the other lines.
    """
    if width is None or width - max(indent, hanging) < NARROWEST:
        return [text]
    import textwrap

    found = textwrap.wrap(
        text,
        width,
        initial_indent=" " * indent,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line[indent if number == 0 else hanging :] for number, line in enumerate(found)] or [text]


def fitted(text: str, marks: str, width: int | None) -> tuple[str, str]:
    """A line of a query and the carets below it, cut on both sides so that the place is seen."""
    if width is None or width < NARROWEST or display_width(text) <= width:
        return text, marks
    start = len(marks) - len(marks.lstrip(" "))
    room = width - 2
    length = min(len(marks) - start, room)
    first = max(0, min(start - (room - length) // 2, display_width(text) - room))
    # The carets of an empty place at the end stand one column behind the text.
    first = max(first, start + length - room)
    before = "…" if first else " "
    after = "…" if first + room < display_width(text) else ""
    cut_marks = marks[first : first + room]
    if not first:
        return _columns(text, 0, room + 1) + after, marks[: room + 1]
    return before + _columns(text, first, first + room) + after, " " + cut_marks


def _columns(text: str, start: int, end: int) -> str:
    """What stands in some columns of a text, from 0; half a wide character is a blank."""
    return "".join(_cells(text, start, end))


def _cells(text: str, start: int, end: int) -> Iterator[str]:
    at = 0
    for character in text:
        width = display_width(character)
        if start <= at and at + width <= end:
            yield character
        elif at < end and at + width > start:
            yield " "
        at += width
