"""The requests that came, for tests to look at."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

MOST = 10_000
"""Requests that are remembered; the oldest go first."""


class Entry(NamedTuple):
    """One request.

    Attributes:
        method: GET, POST, PUT, DELETE.
        operation: ``transfer/find`` and the like; ``login``.
        data: The payload, decompressed.
        query: The condition, as it was sent.
        entity_id: The id it was about.
        user: The code of the user; empty where nobody was recognised.
        status: The HTTP status of the answer; 0 where the connection was broken.
        message: What the answer says went wrong.
        seconds: How long it took.
    """

    method: str
    operation: str
    data: Any
    query: str | None
    entity_id: str | None
    user: str
    status: int
    message: str
    seconds: float


class Journal:
    """The last requests, oldest first: iterate, index, `of`, `clear`. May be used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: deque[Entry] = deque(maxlen=MOST)

    def add(self, entry: Entry) -> None:
        """Note a request."""
        with self._lock:
            self._entries.append(entry)

    def of(self, operation: str) -> list[Entry]:
        """The requests of one operation."""
        return [entry for entry in self if entry.operation == operation]

    def clear(self) -> None:
        """Forget them."""
        with self._lock:
            self._entries.clear()

    def __iter__(self) -> Iterator[Entry]:
        with self._lock:
            return iter(list(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, index: int) -> Entry:
        return self._entries[index]
