"""Why a text is no timestamp, and what to write instead: other date orders, epochs, other relative words.

Only errors come here. Texts are cut off at a length before any pattern is tried, and the patterns are
compiled when first needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from accsyn.binding.literals import Problem, plain_digits

Check = Callable[[str], "Problem | None"]
"""What is wrong with a text that should be a date or time in the language's own form; None if nothing."""

NO_TIMESTAMP = Problem(
    "this is no timestamp",
    "write a date or time like 2026-01-22 or 2026-01-22T08:35:59, or -7d, -12h, today, now",
)
_FORM = "a timestamp is written year-month-day, then hours:minutes:seconds"
# Not calendar.month_name: that speaks the language of the process's locale.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LONGEST = 64  # characters; no habit is longer


def explain(text: str, check: Check) -> Problem:
    """Say why a text is no timestamp.

    Args:
        text: Neither a date or time in the language's form nor a relative time.
        check: Judges candidates, so that only a date that exists is suggested.
    """
    stripped = text.strip()
    if not stripped:
        return Problem("a timestamp cannot be empty", NO_TIMESTAMP.help)
    if len(stripped) > _LONGEST:
        return NO_TIMESTAMP
    if stripped != text and check(stripped) is None:
        return _write("a timestamp takes no blanks around it", stripped)
    plain = plain_digits(stripped)
    if plain != stripped and check(plain) is None:
        return _write("a timestamp is written with the digits 0 to 9 and hyphens", plain)
    for pattern, habit in _HABITS:
        match = re.fullmatch(pattern, plain)
        if match is not None:
            return habit(match, check)
    return NO_TIMESTAMP


def explain_fields(match: re.Match[str]) -> Problem:
    """Say which field of a well-formed date or time is out of range.

    Args:
        match: Groups 1 to 6 are year, month, day, hour, minute, second, the last three optional; one is out
            of range.
    """
    year, month, day, hour, minute, second = (int(field or 0) for field in match.groups()[:6])
    if year == 0:
        return Problem("there is no year 0", "years go from 0001 to 9999")
    if not 1 <= month <= 12:
        return _month_problem(match, month, day)
    from calendar import monthrange  # imports locale, 2 ms: not before an error

    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        return Problem(f"{_MONTHS[month - 1]} {year} has {length} days", "write a day that exists")
    if hour == 24 and minute == second == 0:
        return _midnight(match, date(year, month, day))
    if hour > 23:
        return Problem("hours go from 00 to 23", "write a time between 00:00:00 and 23:59:59")
    if minute > 59:
        return Problem("minutes go from 00 to 59", "write a time between 00:00:00 and 23:59:59")
    help_text = (
        "leap seconds are not counted: write :59" if second == 60 else "write a time between 00:00:00 and 23:59:59"
    )
    return Problem("seconds go from 00 to 59", help_text)


def _month_problem(match: re.Match[str], month: int, day: int) -> Problem:
    message = f"there is no month {month}"
    if month > 12 and 1 <= day <= 12:
        swapped = f"{match[1]}-{match[3]}-{match[2]}"
        return Problem(message, f"the month comes before the day: is it {swapped}?")
    return Problem(message, "months go from 01 to 12")


def _midnight(match: re.Match[str], day: date) -> Problem:
    message = "hours go from 00 to 23"
    try:
        following = day + timedelta(days=1)
    except OverflowError:
        return Problem(message, "write 23:59:59 for the last second of the day")
    zone = match[8] or ""
    return Problem(message, f"the end of a day is the start of the next: {following}T00:00:00{zone}")


def _write(message: str, candidate: str) -> Problem:
    """A problem whose fix is exact; a blank becomes a ``T``, so that the fix needs no quotes."""
    candidate = candidate.replace(" ", "T")
    return Problem(message, f"write {candidate}", candidate)


# Habits: a pattern for the whole text, and what to say.

_CLOCK = (
    r"(?:(?:[Tt]| +|, *)(?P<hour>[0-9]{1,2})"
    r"(?::?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]+))?)?)?"
    r" *(?P<half>[AaPp][Mm])?"
    r" *(?P<zone>[Zz]|UTC|utc|GMT|gmt|[+-][0-9]{1,2}(?::?[0-9]{2})?)?)?"
)


def _clock(match: re.Match[str]) -> str | None:
    """The time of day in the language's form, with its ``T``; empty without one, None without minutes."""
    hour, minute, second, part, half, zone = match.group("hour", "minute", "second", "part", "half", "zone")
    if hour is None:
        return ""
    if half is not None and 1 <= int(hour) <= 12:
        hour = str(int(hour) % 12 + (12 if half in {"PM", "pm", "Pm", "pM"} else 0))
        minute = minute or "00"
    if minute is None:
        return None
    seconds = "" if second is None else f":{second}"
    fraction = "" if part is None else f".{part}"
    zone = zone or ""
    if zone.isalpha():
        zone = "Z"
    elif zone[2:3] in {"", ":"}:  # +2 or +2:00
        zone = f"{zone[:1]}0{zone[1:]}" if zone else ""
    return f"T{hour:>02}:{minute}{seconds}{fraction}{zone}"


def _judge(candidate: str, check: Check) -> Problem:
    return check(candidate) or _write(_FORM, candidate)


def _year_first(match: re.Match[str], check: Check) -> Problem:
    clock = _clock(match)
    if clock is None:
        return Problem("a time needs its minutes", f"write it like T{match['hour']:>02}:00")
    return _judge(f"{match['year']}-{match['month']:>02}-{match['day']:>02}{clock}", check)


def _year_last(match: re.Match[str], check: Check) -> Problem:
    clock = _clock(match)
    if clock is None:
        return Problem(_FORM, "write it like 2026-01-22T08:00")
    first, second, year = match.group("one", "two", "year")
    day_first = f"{year}-{second:>02}-{first:>02}{clock}"
    month_first = f"{year}-{first:>02}-{second:>02}{clock}"
    if day_first == month_first or int(second) <= 12 < int(first):
        return _judge(day_first, check)
    if int(first) <= 12 < int(second):
        return _judge(month_first, check)
    return check(day_first) or check(month_first) or Problem(_FORM, f"write {day_first} or {month_first}")


def _period(match: re.Match[str], _check: Check) -> Problem:
    year, month, day = int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)
    message = "a timestamp knows no wildcard" if "*" in match[0] else "a timestamp needs its day"
    try:
        start = date(year, month, day)
        if match["day"] is not None:
            end = start + timedelta(days=1)
        elif match["month"] is not None:
            end = date(year + month // 12, month % 12 + 1, 1)
        else:
            end = date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        return Problem(message, NO_TIMESTAMP.help)
    return Problem(message, f"write a range of two conditions: >={start} and <{end}")


def _epoch(match: re.Match[str], check: Check) -> Problem:
    digits, fraction = match["epoch"], match["fraction"] or ""
    unit = {13: 10**3, 16: 10**6}.get(len(digits), 1)
    moment = datetime(1970, 1, 1) + timedelta(microseconds=int(digits) * (10**6 // unit))
    moment += timedelta(microseconds=int(fraction[1:7].ljust(6, "0")))
    text = moment.isoformat()
    if moment.microsecond:
        text = text.rstrip("0")
    return check(text) or _write("a timestamp is a date, not a count since 1970", text)


_SPANS = {
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "w"),
    **dict.fromkeys(("d", "day", "days"), "d"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "m"),
}
_LONG_SPANS = {
    **dict.fromkeys(("mo", "mon", "mos", "mth", "month", "months"), 30),
    **dict.fromkeys(("q", "quarter", "quarters"), 91),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), 365),
}
_FUTURE = Problem("a relative time lies in the past", "write the date")


def _span(match: re.Match[str], _check: Check) -> Problem:
    """A relative time in other words: ``+7d``, ``7d``, ``-7days``, ``7 days ago``, ``now-7d``, ``-1y``."""
    sign, count, word, ago = match.group("sign", "count", "word", "ago")
    past = sign == "-" or ago is not None
    name = word.lower()
    if sign == "+":
        return _FUTURE
    if name in _LONG_SPANS:
        days = f"-{int(count) * _LONG_SPANS[name]}d"
        return Problem("months and years differ in length", f"write days, for example {days}")
    if name not in _SPANS:
        return Problem("this is no unit of a relative time", "the units are w, d, h and m: -2w, -7d, -12h, -30m")
    relative = f"-{int(count)}{_SPANS[name]}"
    if not past:
        return Problem("a time before now starts with a minus", f"write {relative}")
    return _write("a relative time is a minus, digits and one of w, d, h, m", relative)


_WORDS = {"now()": "now", "current_timestamp": "now", "today()": "today", "current_date": "today"}


def _word(match: re.Match[str], _check: Check) -> Problem:
    return _write("the words for relative times are now, today and yesterday", _WORDS[match[0].lower()])


def _fixed(problem: Problem) -> Callable[[re.Match[str], Check], Problem]:
    return lambda _match, _check: problem


_NUMBER = Problem("a timestamp is a date, not a number", NO_TIMESTAMP.help)
_OFFSET = Problem("an offset needs a time", "write a time before it, like 2026-01-22T00:00:00+02:00")
_NO_DATE = Problem("a time needs its date", "write both, like 2026-01-22T08:35:59")

_HABITS: tuple[tuple[str, Callable[[re.Match[str], Check], Problem]], ...] = (
    (
        rf"(?P<year>[0-9]{{4}})(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}}){_CLOCK}",
        _year_first,
    ),
    (rf"(?P<year>[0-9]{{4}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}}){_CLOCK}", _year_first),
    (
        rf"(?P<one>[0-9]{{1,2}})(?P<mark>[-/.])(?P<two>[0-9]{{1,2}})(?P=mark)(?P<year>[0-9]{{4}}){_CLOCK}",
        _year_last,
    ),
    (r"(?P<year>[0-9]{4})(?:[-/](?P<month>[0-9]{2}))?(?P<day>(?!))?(?:[-/]?\*)?", _period),
    (r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})[Tt ]?\*", _period),
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2} *(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)", _fixed(_OFFSET)),
    (r"(?P<epoch>[0-9]{9,10})(?P<fraction>\.[0-9]+)?", _epoch),
    (r"(?P<epoch>[0-9]{13}|[0-9]{16})(?P<fraction>(?!))?", _epoch),
    (r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?", _fixed(_NUMBER)),
    (
        r"(?i:now *)?(?P<sign>[+-]?) *(?P<count>[0-9]{1,5}) *(?P<word>[A-Za-z]+)(?P<ago> +[aA][gG][oO])?",
        _span,
    ),
    (r"(?i:tomorrow)", _fixed(_FUTURE)),
    ("(?i:" + "|".join(re.escape(word) for word in _WORDS) + ")", _word),
    (r"[Tt]?[0-9]{1,2}:[0-9]{2}(?::.*)?", _fixed(_NO_DATE)),
)
