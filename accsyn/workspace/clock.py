"""What time it is in a workspace."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone

from accsyn.wire.codec import moment_out


class Clock:
    """A clock that can be moved on: it runs with the machine's, or stands still until it is moved.

    Args:
        start: The moment at which it starts, aware; the machine's time if not given.
        is_frozen: Whether only `advance` moves it.
    """

    def __init__(self, start: datetime | None = None, *, is_frozen: bool = False) -> None:
        machine = datetime.now(timezone.utc)
        if start is not None and start.tzinfo is None:
            raise ValueError("the start of a clock needs a time zone")
        self.is_frozen = is_frozen
        self._lock = threading.Lock()
        self._start = machine if start is None else start.astimezone(timezone.utc)
        self._offset = self._start - machine

    def now(self) -> datetime:
        """The time, in UTC."""
        with self._lock:
            return self._start if self.is_frozen else datetime.now(timezone.utc) + self._offset

    def advance(self, by: timedelta) -> datetime:
        """Move it on and return the new time.

        Raises:
            ValueError: Time would go back.
        """
        if by < timedelta(0):
            raise ValueError("a clock goes forward only")
        with self._lock:
            self._start += by
            self._offset += by
        return self.now()

    def text(self) -> str:
        """The time as records hold it: UTC, ``2026-01-31T12:00:00``."""
        return moment_out(self.now())


def moment_of(text: object) -> datetime | None:
    """The moment that a record holds; None if it holds none."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment
