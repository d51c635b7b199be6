"""The text of a timestamp, or a Python value, to the interval of time that it means.

A date is that day, a time without a fraction that second, a time with a fraction that microsecond, and a
relative word is resolved against an injected clock. One regular expression reads dates and times: what
`datetime.fromisoformat` accepts differs from one Python version to the next. Every function here is total:
what has no interval is a `Problem`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from accsyn.binding import time_habits
from accsyn.binding.literals import Problem

_UTC = timezone.utc
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_MICROSECOND = timedelta(microseconds=1)

_ABSOLUTE = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?"
    r"([Zz]|([+-])([0-9]{2})(?::?([0-9]{2}))?)?)?"
)
_RELATIVE = re.compile(r"(now|today|yesterday)|-([0-9]+)([wdhm])", re.ASCII | re.IGNORECASE)
_UNITS = {"w": timedelta(weeks=1), "d": _DAY, "h": timedelta(hours=1), "m": timedelta(minutes=1)}

_OUTSIDE = Problem("in UTC this moment lies outside the years 1 to 9999", "write a moment within them")
_TOO_FAR = Problem("this lies before the year 1", "write a smaller number, or a date")
_LONG_FRACTION = Problem(
    "a fraction of a second has at most 6 digits", "write microseconds, for example 08:35:59.123456"
)
_NO_SUCH_DAY = Problem("the time zone in use skipped this day", "write the day before or after it")
_NO_TIME = Problem("this value is no moment in time", "pass a datetime, a date or a text")


class Interval(NamedTuple):
    """A range of time that is never empty.

    Attributes:
        start: The first moment, aware, in UTC.
        end: The first moment behind the range, aware, in UTC; None where that lies behind the year 9999.
    """

    start: datetime
    end: datetime | None


def timestamp(text: str, *, bare: bool, now: Callable[[], datetime], tz: tzinfo) -> Interval | Problem:
    """Read a timestamp literal.

    Args:
        text: The literal without its quotes.
        bare: Whether it was written without quotes; only then relative words (``today``, ``-7d``) are read.
        now: The clock, called at most once and only for a relative word; answers an aware datetime.
        tz: The zone whose days count, for dates, ``today`` and ``yesterday``. A time without offset is UTC
            all the same.
    """
    match = _ABSOLUTE.fullmatch(text)
    if match is not None:
        return _absolute(match, tz)
    match = _RELATIVE.fullmatch(text)
    if match is None:
        return time_habits.explain(text, lambda candidate: _problem_with(candidate, tz))
    if not bare:
        return Problem("a relative time is written without quotes", "remove the quotes", _short(text))
    return _relative(match, now(), tz)


def is_relative(text: str) -> bool:
    """Whether a bare text is a relative time (``now``, ``today``, ``-7d``), even one too far back."""
    return _RELATIVE.fullmatch(text) is not None


def from_python(value: date, *, tz: tzinfo) -> Interval | Problem:
    """Read a Python datetime or date as the interval that its ISO text would mean.

    A datetime is that second where it has no microseconds, else that microsecond. A naive one is local time
    of this machine, at the offset in force at that moment (`fold` decides between two); an aware one is
    converted. A plain date is that day in `tz`.
    """
    try:
        if not isinstance(value, datetime):
            return _day(date(value.year, value.month, value.day), tz)
        start = value.astimezone(_UTC)
        if type(start) is not datetime:
            # Subclasses may be finer than a microsecond, or no time at all: pandas.Timestamp, pandas.NaT.
            start = datetime(
                start.year,
                start.month,
                start.day,
                start.hour,
                start.minute,
                start.second,
                start.microsecond,
                _UTC,
            )
    except (OverflowError, OSError):
        return _OUTSIDE
    except (TypeError, ValueError):
        # A naive datetime of the year 1 or 9999 is a ValueError of the local conversion on some platforms.
        return _OUTSIDE if value.year in {1, 9999} else _NO_TIME
    return _interval(start, _MICROSECOND if start.microsecond else _SECOND)


def format_moment(moment: datetime) -> str:
    """Write an aware moment as the backend reads it: ``YYYY-MM-DDTHH:MM:SS[.ffffff]``, UTC without a zone.

    Raises:
        OverflowError: In UTC the moment lies outside the years 1 to 9999.
    """
    return moment.astimezone(_UTC).replace(tzinfo=None).isoformat()


def _interval(start: datetime, length: timedelta) -> Interval:
    try:
        return Interval(start, start + length)
    except OverflowError:
        return Interval(start, None)


def _absolute(match: re.Match[str], tz: tzinfo) -> Interval | Problem:
    """The interval of a date or time; every group of `_ABSOLUTE` but year, month and day is optional."""
    year, month, day, hour, minute, second, fraction, _zone, sign, zone_hour, zone_minute = match.groups()
    try:
        if hour is None:
            whole_day = date(int(year), int(month), int(day))
        else:
            if fraction is not None and len(fraction) > 6:
                return _LONG_FRACTION
            microsecond = 0 if fraction is None else int(fraction.ljust(6, "0"))
            start = datetime(
                int(year), int(month), int(day), int(hour), int(minute), int(second or 0), microsecond, _UTC
            )
    except ValueError:
        return time_habits.explain_fields(match)
    if hour is None:
        return _day(whole_day, tz)
    if sign is not None:
        hours, minutes = int(zone_hour), int(zone_minute or 0)
        if hours > 23 or minutes > 59:
            return Problem("an offset lies between -23:59 and +23:59", "write it like +02:00, or Z for UTC")
        offset = timedelta(hours=hours, minutes=minutes)
        try:
            start = start + offset if sign == "-" else start - offset
        except OverflowError:
            return _OUTSIDE
    return _interval(start, _SECOND if fraction is None else _MICROSECOND)


def _problem_with(text: str, tz: tzinfo) -> Problem | None:
    """What is wrong with a text that should be a date or time; None where nothing is."""
    match = _ABSOLUTE.fullmatch(text)
    if match is None:
        return time_habits.NO_TIMESTAMP
    read = _absolute(match, tz)
    return read if isinstance(read, Problem) else None


def _short(text: str) -> str | None:
    """The relative text itself, as a suggestion, where it surely lies within the years."""
    return text if len(text) <= len("yesterday") and not text[1:5].isdigit() else None


def _relative(match: re.Match[str], now: datetime, tz: tzinfo) -> Interval | Problem:
    word, count, unit = match.groups()
    try:
        if count is not None:
            digits = count.lstrip("0")
            if len(digits) > 9:  # never convert digits without limit
                return _TOO_FAR
            start = now.astimezone(_UTC).replace(microsecond=0) - int(digits or 0) * _UNITS[unit.lower()]
            return _interval(start, _SECOND)
        word = word.lower()
        if word == "now":
            return _interval(now.astimezone(_UTC).replace(microsecond=0), _SECOND)
        today = now.astimezone(tz).date()
        return _day(today if word == "today" else today - _DAY, tz)
    except OverflowError:
        return _TOO_FAR


def _day(day: date, tz: tzinfo) -> Interval | Problem:
    """The day of a zone: from its first moment to the first of the next day, as a rule 23 to 25 hours."""
    if tz is _UTC:
        return _interval(datetime(day.year, day.month, day.day, tzinfo=_UTC), _DAY)
    try:
        start = _first_moment(day, tz)
        if day == date.max:
            return _interval(start, _DAY)
        end = _first_moment(day + _DAY, tz)
    except OverflowError:
        return _OUTSIDE
    # Pacific/Apia went from 2011-12-29 to 2011-12-31: the day between has no moment.
    return Interval(start, end) if start < end else _NO_SUCH_DAY


def _first_moment(day: date, tz: tzinfo) -> datetime:
    """The first moment, in UTC, at which the calendar of a zone shows a day or a later one.

    That is midnight, and the first of two where a clock goes back over midnight; where the clock skips
    midnight it is the moment of the skip.

    Raises:
        OverflowError: It lies outside the years 1 to 9999 in UTC.
    """
    midnight = datetime(day.year, day.month, day.day)
    start = midnight.replace(tzinfo=tz).astimezone(_UTC)
    if start.astimezone(tz).replace(tzinfo=None) == midnight:
        return start
    # No such local time, or a zone that cannot be asked with local times (pytz). Offsets are shorter than a
    # day and change on whole seconds: find the change by bisection.
    before, after = midnight.replace(tzinfo=_UTC) - _DAY, midnight.replace(tzinfo=_UTC) + _DAY
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if middle.astimezone(tz).date() >= day:
            after = middle
        else:
            before = middle
    return after
