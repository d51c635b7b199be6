"""Tables for people: fitted to the terminal; in a pipe nothing is cut off and no column left out."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accsyn.cli import console
from accsyn.cli.columns import GAP, Column, cut, fitting, padded
from accsyn.text import display_width, escape_for_display

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

# Of an id, a moment or a word such as true, a part is of no use.
_WHOLE = re.compile(r"(?:[0-9a-z]{24}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+|true|false)?")
_NARROWEST = 10
"""Columns of a text that is cut off, at least."""


def write_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Write a line of names, and one for each row, to standard output. Numbers stand on the right.

    On a terminal it fits: texts are cut off, and columns that have no room are left out and named on stderr. Ids,
    numbers and moments are never cut or broken.
    """
    cells = [[cell(row.get(name)) for name in columns] for row in rows]
    numeric = [_is_numeric(row.get(name) for row in rows) for name in columns]
    names = [escape_for_display(name) for name in columns]
    out = console.stdout()
    known = [_column(name, [row[index] for row in cells], numeric[index]) for index, name in enumerate(names)]
    widths = fitting(known, out.width)
    mark = "…" if out.can_write("…") else "~"

    def line(texts: Sequence[str]) -> str:
        parts = [cut(text, width, mark) for text, width in zip(texts, widths, strict=False)]
        found = zip(parts, widths, numeric, strict=False)
        return GAP.join(padded(text, width, on_the_right=right) for text, width, right in found).rstrip()

    out.print(console.Styled(line(names), "bold"))
    for row in cells:
        out.print(line(row))
    hidden = names[len(widths) :]
    if hidden:
        what = "column has" if len(hidden) == 1 else "columns have"
        console.stderr().print(f"{len(hidden)} {what} no room here: {', '.join(hidden)}; --to json writes all")


def write_pairs(record: Mapping[str, Any]) -> None:
    """Write an entity, a line for each attribute, to standard output."""
    out = console.stdout()
    rows = [(escape_for_display(name), cell(value)) for name, value in record.items()]
    width = max((display_width(name) for name, _ in rows), default=0)
    for name, text in rows:
        line = f"{' ' * (width - display_width(name))}{GAP}{text}".rstrip()
        out.print(console.Styled(name, "bold"), line)


def rich_console() -> RichConsole:
    """A console of rich on standard output, as coloured as `accsyn.cli.console` would have it."""
    from rich.console import Console as RichConsole

    out = console.stdout()
    return RichConsole(
        file=sys.stdout,
        width=out.width,
        force_terminal=out.width is not None,
        color_system="auto" if out.has_colour else None,
        highlight=False,
        markup=False,
        emoji=False,
    )


def cell(value: object) -> str:
    """A value in one line: nothing for null, true and false, numbers, text; lists and dicts as JSON."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return escape_for_display(text)


def _is_numeric(values: Iterable[object]) -> bool:
    """Whether a column holds numbers, and nothing else but gaps."""
    found = [value for value in values if value is not None]
    return bool(found) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in found)


def _column(name: str, cells: Sequence[str], is_numeric: bool) -> Column:
    """How wide a column is, and how narrow it may become."""
    width = max(map(display_width, (name, *cells)))
    whole = max((len(text) for text in cells if _WHOLE.fullmatch(text)), default=0)
    least = max(whole, display_width(name), min(width, _NARROWEST))
    return Column(width, width if is_numeric else least)
