"""The clock that relative times in queries count from, and whether it was looked at."""

from __future__ import annotations

from datetime import datetime, timezone


class Clock:
    """Answers the time, and remembers that it was asked: what depends on it is not kept for later.

    Attributes:
        was_read: Whether it was asked.
    """

    __slots__ = ("was_read",)

    def __init__(self) -> None:
        self.was_read = False

    def __call__(self) -> datetime:
        """Now, in UTC."""
        self.was_read = True
        return datetime.now(timezone.utc)
