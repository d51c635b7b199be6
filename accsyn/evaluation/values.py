"""What a value of a record is, as the operators see it.

A record is data that nobody vouches for: every function here is total, and a value that is none of the kinds below
holds for no operator.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timezone
from typing import Final

from accsyn.binding.literals import Problem
from accsyn.binding.times import Interval, from_python, timestamp


class _Missing:
    """The type of `MISSING`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()
"""What a path finds where there is nothing. It compares as None does: only ``= null`` holds."""

LISTS = (list, tuple)
"""The types of which "some element" is meant."""


def is_missing(value: object) -> bool:
    """Whether only ``= null`` holds for a value: nothing there, None, or not a number."""
    return value is None or value is MISSING or (isinstance(value, float) and value != value)  # noqa: PLR0124 - NaN


def is_number(value: object) -> bool:
    """Whether a value compares as a number; a bool and NaN do not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value  # noqa: PLR0124 - NaN


def moment(value: object) -> datetime | None:
    """The moment that a record's value names, aware, in UTC; None where it names none.

    A text is read as a literal is, without relative words; a date is its first moment, in UTC. A naive datetime is
    local time, as the official client gives and takes them.
    """
    if isinstance(value, str):
        # Necessary for a timestamp, and cheap: most texts of a record are none.
        if len(value) < 10 or value[4] != "-" or not value[:4].isdecimal():
            return None
        read = read_interval(value)
        return None if read is None else read.start
    if isinstance(value, date):
        moment_of = from_python(value, tz=timezone.utc)
        return None if isinstance(moment_of, Problem) else moment_of.start
    return None


def read_interval(text: str) -> Interval | None:
    """The interval that a text means as an absolute timestamp literal; None where it is none.

    Days are days of UTC: this reads the values of records and of untyped comparisons.
    """
    read = timestamp(text, bare=False, now=_no_clock, tz=timezone.utc)
    return None if isinstance(read, Problem) else read


def _no_clock() -> datetime:
    raise AssertionError("only a bare literal can be relative")


def elements(value: object) -> Iterator[object]:
    """The value itself, or the elements of a list, those of lists within it included; in order, each list once."""
    pending = [value]
    walked: dict[int, object] = {}  # holds the lists, so that no other gets the id of one
    while pending:
        value = pending.pop()
        if isinstance(value, LISTS):
            if id(value) not in walked:
                walked[id(value)] = value
                pending.extend(reversed(value))
        else:
            yield value
