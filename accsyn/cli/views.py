"""Jobs that are watched: a table that renews itself on a terminal, elsewhere a line where something has changed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from accsyn.cli import console
from accsyn.cli.course import Row, counted, shown_rate, shown_time
from accsyn.text import escape_for_display

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table

_BAR = 24  # columns


class View(Protocol):
    """Shows jobs.

    Attributes:
        has_counts: Whether it also says how many jobs have which status.
    """

    has_counts: bool

    def show(self, rows: Sequence[Row]) -> None:
        """Show how they are now."""

    def __enter__(self) -> View: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...


class Lines:
    """A line for each job at the beginning, and whenever its status or a whole percent of it is another."""

    has_counts = False

    def __init__(self) -> None:
        self._shown: dict[str, tuple[str, int | None]] = {}

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is to be put back."""

    def show(self, rows: Sequence[Row]) -> None:
        """Write the lines of those that changed, and see that they are read at once."""
        import sys

        out = console.stdout()
        for row in rows:
            state = (row.status, None if row.progress is None else int(row.progress))
            if self._shown.get(row.id) == state:
                continue
            self._shown[row.id] = state
            out.print(escape_for_display("  ".join(part for part in _parts(row) if part)))
        sys.stdout.flush()


def _parts(row: Row) -> tuple[str, ...]:
    left = shown_time(row.left)
    return row.name, row.status, _percent(row), shown_rate(row.rate), f"{left} left" if left else ""


class Screen:
    """A table on the terminal that is drawn anew each time; the last one stays."""

    has_counts = True

    def __init__(self) -> None:
        self._live: Live | None = None

    def __enter__(self) -> Screen:
        from rich.live import Live

        from accsyn.cli.table import rich_console

        self._live = Live(console=rich_console(), auto_refresh=False, redirect_stdout=False, redirect_stderr=False)
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()

    def show(self, rows: Sequence[Row]) -> None:
        """Draw the table."""
        if self._live is not None:
            self._live.update(_table(rows, self._live.console.width), refresh=True)


_STYLES = {"done": "green", "failed": "bold red", "aborted": "red", "running": "cyan"}


_ROOM = {"progress": 72, "": 30, "rate": 52, "left": 44}
"""Columns of the terminal that a part of the table needs: where there are fewer it is left out."""


def _table(rows: Sequence[Row], width: int) -> Table:
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", title=counted(rows), title_justify="left")
    status = min(width // 2, max(len(text) for text in ("status", *(row.status for row in rows))))
    job = max(6, min(40, width - status - 3))
    table.add_column("job", overflow="ellipsis", no_wrap=True, max_width=job)
    table.add_column("status", overflow="ellipsis", no_wrap=True, min_width=status)
    shown = [name for name, room in _ROOM.items() if width >= room]
    for name in shown:
        table.add_column(name, justify="left" if name == "progress" else "right", no_wrap=True)
    for row in rows:
        bar = ProgressBar(total=100, completed=row.progress, width=_BAR) if row.progress is not None else ""
        parts = {
            "progress": bar,
            "": Text(_percent(row)),
            "rate": Text(shown_rate(row.rate)),
            "left": Text(shown_time(row.left)),
        }
        table.add_row(
            Text(escape_for_display(row.name)),
            Text(escape_for_display(row.status), _STYLES.get(row.status, "")),
            *(parts[name] for name in shown),
        )
    return table


def _percent(row: Row) -> str:
    # Rounded down: 100 % is said of what is whole.
    return "" if row.progress is None else f"{int(row.progress)}%"


def view_for_stdout() -> View:
    """The view that standard output can show."""
    is_plain = console.stdout().width is None or os.environ.get("TERM", "").lower() in ("", "dumb", "unknown")
    return Lines() if is_plain else Screen()
