"""Tables for people: fitted to the terminal by rich, in a pipe plain columns that nothing is cut from."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accsyn.cli import console
from accsyn.text import display_width, escape_for_display

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

_GAP = "  "


def write_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Write a line of names, and one for each row, to standard output. Numbers stand on the right."""
    cells = [[cell(row.get(name)) for name in columns] for row in rows]
    numeric = [_is_numeric(row.get(name) for row in rows) for name in columns]
    names = [escape_for_display(name) for name in columns]
    out = console.stdout()
    if out.width is None:
        for line in _aligned([names, *cells], numeric):
            out.print(line)
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, is_numeric in zip(names, numeric, strict=True):
        table.add_column(_text(name), justify="right" if is_numeric else "left", overflow="fold")
    for row in cells:
        table.add_row(*map(_text, row))
    rich_console().print(table)


def write_pairs(record: Mapping[str, Any]) -> None:
    """Write an entity, a line for each attribute, to standard output."""
    out = console.stdout()
    rows = [(escape_for_display(name), cell(value)) for name, value in record.items()]
    width = max((display_width(name) for name, _ in rows), default=0)
    for name, text in rows:
        line = f"{' ' * (width - display_width(name))}{_GAP}{text}".rstrip()
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


def _text(text: str) -> Any:
    """Text that rich takes as it stands; what the encoding lacks is escaped."""
    from rich.text import Text

    encoding = sys.stdout.encoding or "utf-8"
    return Text(text.encode(encoding, "backslashreplace").decode(encoding))


def _is_numeric(values: Iterable[object]) -> bool:
    """Whether a column holds numbers, and nothing else but gaps."""
    found = [value for value in values if value is not None]
    return bool(found) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in found)


def _aligned(rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> Iterable[str]:
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        parts = []
        for text, width, is_numeric in zip(row, widths, numeric, strict=True):
            gap = " " * (width - display_width(text))
            parts.append(gap + text if is_numeric else text + gap)
        yield _GAP.join(parts).rstrip()
