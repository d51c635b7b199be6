"""A bar on the terminal while files are read, if that takes more than a moment."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds that go by before there is a bar."""
_INTERVAL = 0.1  # seconds between two looks


class Bar:
    """Shows how far the reading has come: of files in bytes, of what has no size the number of records alone.

    Args:
        position: How many bytes have been read.
        total: How many there are; None where that is not known.
        is_wanted: Whether there is a terminal to show it on.
    """

    def __init__(self, position: Callable[[], int], total: int | None, *, is_wanted: bool) -> None:
        self._position = position
        self._total = total
        self._due = monotonic() + PATIENCE if is_wanted else float("inf")
        self._progress: Progress | None = None

    def update(self, records: int) -> None:
        """Say that so many records have been read."""
        now = monotonic()
        if now < self._due:
            return
        self._due = now + _INTERVAL
        if self._progress is None:
            self._progress = self._start()
        position = self._position() if self._total is not None else None
        self._progress.update(self._progress.task_ids[0], completed=position, records=f"{records:,} records")

    def pause(self) -> None:
        """Take the bar away, so that something can be written; it comes back by itself."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def _start(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

        sized = (BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeRemainingColumn())
        columns = (*(sized if self._total is not None else ()), TextColumn("{task.fields[records]}"))
        progress = Progress(
            SpinnerColumn(), *columns, console=Console(file=sys.stderr), transient=True, redirect_stdout=False
        )
        progress.add_task("reading", total=self._total, records="")
        progress.start()
        return progress


def can_show() -> bool:
    """Whether stderr is a terminal that can redraw a line."""
    import os

    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown")
