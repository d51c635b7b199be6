"""Which columns of a table fit a terminal, and how wide each is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from accsyn.text import display_width

GAP = "  "


class Column(NamedTuple):
    """What is known of a column before it is fitted.

    Attributes:
        width: Terminal columns of its widest cell, or of its name.
        least: So many at least: all of them for ids, numbers and moments, of which a part is of no use.
    """

    width: int
    least: int


def fitting(columns: Sequence[Column], room: int | None) -> list[int]:
    """The widths of the columns that are shown, from the left; those behind have no room.

    What is too wide is taken from the widest texts; where that is not enough the last columns go. The first column
    stays whatever its width is: where not even that fits, the terminal goes on in its next line, so that an id is
    copied whole.

    Args:
        columns: All of them, in their order.
        room: Columns of the terminal; None for no limit.
    """
    if room is None:
        return [column.width for column in columns]
    shown = len(columns)
    while shown > 1 and _total([column.least for column in columns[:shown]]) > room:
        shown -= 1
    # Wider than the terminal none can be, but for the least width: so the steps below are few.
    widths = [max(column.least, min(column.width, room)) for column in columns[:shown]]
    excess = _total(widths) - room
    while excess > 0:
        widest = max(range(shown), key=lambda index: (widths[index] - columns[index].least > 0, widths[index]))
        if widths[widest] <= columns[widest].least:
            break
        widths[widest] -= 1
        excess -= 1
    return widths


def cut(text: str, width: int, mark: str) -> str:
    """A text that takes so many columns at most; where something is cut off, the mark stands at the end."""
    if display_width(text) <= width:
        return text
    room = width - display_width(mark)
    end = 0
    while (room := room - display_width(text[end])) >= 0:
        end += 1
    return text[:end] + mark


def padded(text: str, width: int, *, on_the_right: bool) -> str:
    """A text with blanks to a width, behind it or before it."""
    gap = " " * (width - display_width(text))
    return gap + text if on_the_right else text + gap


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)
