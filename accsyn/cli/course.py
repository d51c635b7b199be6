"""How far jobs have come: rate and time left, from what each look at them shows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

Record = dict[str, Any]

ENDED = frozenset({"done", "failed", "aborted"})

_LOOKS = 12  # how many looks back the rate goes: a job that has become slower is seen to be
_MEGABYTE = 1_000_000


class Row(NamedTuple):
    """What is shown of a job.

    Attributes:
        id: Its id.
        name: What people call it.
        status: Its status; empty if it has none.
        progress: Percent, from 0 to 100; None if nobody knows.
        rate: Bytes a second; None if nobody knows.
        left: Seconds until it is done; None if nobody knows.
    """

    id: str
    name: str
    status: str
    progress: float | None = None
    rate: float | None = None
    left: float | None = None

    @property
    def has_ended(self) -> bool:
        """Whether it goes no further by itself."""
        return self.status in ENDED


class Course:
    """Remembers how far jobs were.

    Args:
        clock: Seconds of a clock that never goes back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._looks: dict[str, deque[tuple[float, float]]] = {}  # by id: when, and percent

    def rows(self, records: Iterable[Record]) -> list[Row]:
        """What there is to show of the jobs as they are now; those that go on before those that ended."""
        now = self._clock()
        found = [self._row(record, now) for record in records]
        return sorted(found, key=lambda row: row.has_ended)

    def _row(self, record: Record, now: float) -> Row:
        key = str(record.get("id", ""))
        named = record.get("name") or record.get("code") or key
        status = str(record.get("status") or "").lower()
        progress = _number(record.get("progress"))
        if status == "done":
            progress = 100.0
        if progress is not None:
            progress = min(max(progress, 0.0), 100.0)
        row = Row(key, str(named), status, progress)
        if row.has_ended or progress is None:
            return row
        looks = self._looks.setdefault(key, deque(maxlen=_LOOKS))
        if looks and progress < looks[-1][1]:
            looks.clear()  # it began anew
        looks.append((now, progress))
        size = _number(record.get("size"))
        speed = _number(record.get("speed"))
        pace = _pace(looks)
        rate = speed * _MEGABYTE if speed else None
        if rate is None and pace and size:
            rate = pace / 100 * size
        if pace:
            left: float | None = (100 - progress) / pace
        else:
            left = size * (100 - progress) / 100 / rate if size and rate else None
        return row._replace(rate=rate, left=left)


def _pace(looks: deque[tuple[float, float]]) -> float:
    """Percent a second; 0 where that cannot be said."""
    (began, before), (now, after) = looks[0], looks[-1]
    return (after - before) / (now - began) if now > began else 0.0


def _number(value: object) -> float | None:
    """A number that is not below 0; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        return None
    return float(value)


def shown_rate(rate: float | None) -> str:
    """Bytes a second for people: ``12.3 MB/s``; empty for None."""
    if rate is None:
        return ""
    units = ["B/s", "kB/s", "MB/s", "GB/s"]
    # Three digits are written: 999.9 is the next unit's 1.
    while rate >= 999.5 and len(units) > 1:
        rate /= 1000
        units.pop(0)
    return f"{rate:.3g} {units[0]}" if rate < 999.5 else f"{rate:,.0f} {units[0]}"


def shown_time(seconds: float | None) -> str:
    """A time for people: ``45 s``, ``3 min 5 s``, ``2 h 10 min``, ``3 d 4 h``; empty for None."""
    if seconds is None:
        return ""
    left = round(seconds)
    for size, unit, part, smaller in ((86_400, "d", 3_600, "h"), (3_600, "h", 60, "min"), (60, "min", 1, "s")):
        if left >= size:
            rest = left % size // part
            return f"{left // size:,} {unit}" + (f" {rest} {smaller}" if rest else "")
    return f"{left} s"


def counted(rows: Iterable[Row]) -> str:
    """How many jobs have which status: ``3 jobs: 2 done, 1 failed``."""
    counts: dict[str, int] = {}
    for row in rows:
        status = row.status or "of no status"
        counts[status] = counts.get(status, 0) + 1
    total = sum(counts.values())
    said = ", ".join(f"{count:,} {status}" for status, count in sorted(counts.items()))
    return f"{total:,} {'job' if total == 1 else 'jobs'}: {said}" if total else "no jobs"
