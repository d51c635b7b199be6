"""Timestamps: the interval that a text or a Python value means, in every zone and at every edge."""

from __future__ import annotations

import time
import zoneinfo
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accsyn.binding.literals import Problem
from accsyn.binding.times import Interval, format_moment, from_python, is_relative, timestamp

UTC = timezone.utc
NOW = datetime(2026, 1, 22, 8, 35, 59, 123456, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)

STOCKHOLM = zoneinfo.ZoneInfo("Europe/Stockholm")
ZONES = st.sampled_from(sorted(zoneinfo.available_timezones())).map(zoneinfo.ZoneInfo)
NEAR_TIMES = st.text(alphabet="0123456789-:.+TZ /,dhmwynowag*\n٣−", max_size=24)
ANY_TEXT = st.one_of(
    NEAR_TIMES,
    st.text(alphabet=st.characters(exclude_categories=[])),
    st.sampled_from(["1" * 5000, "-" + "9" * 5000 + "d", "2026-01-22T08:35:59." + "1" * 5000, " " * 5000, "٣" * 5000]),
    st.from_regex(r"[0-9]{4}[-/.]?[0-9]{1,2}[-/.]?[0-9]{1,2}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?", fullmatch=True),
    st.from_regex(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}( [0-9]{1,2}:[0-9]{2} ?([ap]m|UTC)?)?", fullmatch=True),
    st.from_regex(r"(now)?[+-]? ?[0-9]{1,12} ?[a-z]{1,3}( ago)?", fullmatch=True),
    st.from_regex(r"[0-9]{8,17}(\.[0-9]{1,9})?", fullmatch=True),
)


def clock() -> datetime:
    """The injected clock of most tests."""
    return NOW


def no_clock() -> datetime:
    """A clock that must not be read."""
    raise AssertionError("the clock was read")


def utc(*fields: int) -> datetime:
    """An aware moment of UTC."""
    return datetime(*fields, tzinfo=UTC)  # type: ignore[misc,arg-type]


def read(text: str, *, bare: bool = True, now: Callable[[], datetime] = clock, tz: tzinfo = UTC) -> Interval | Problem:
    """`timestamp` with the tests' defaults."""
    return timestamp(text, bare=bare, now=now, tz=tz)


def interval(text: str, tz: tzinfo = UTC) -> Interval:
    """The interval of a text, which has to have one."""
    found = read(text, tz=tz)
    assert isinstance(found, Interval)
    return found


def problem(value: object) -> Problem:
    """The value, which has to be a problem."""
    assert isinstance(value, Problem)
    return value


@pytest.fixture
def machine_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Set the zone of the machine by its POSIX description; restored afterwards."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a process cannot be set on this platform")

    def set_zone(description: str) -> None:
        monkeypatch.setenv("TZ", description)
        time.tzset()

    yield set_zone
    monkeypatch.undo()
    time.tzset()


CENTRAL_EUROPE = "CET-1CEST,M3.5.0,M10.5.0/3"


@pytest.mark.parametrize("bare", [True, False])
@pytest.mark.parametrize(
    ("text", "start", "length"),
    [
        ("2026-01-22", utc(2026, 1, 22), DAY),
        ("2024-02-29", utc(2024, 2, 29), DAY),
        ("0001-01-01", utc(1, 1, 1), DAY),
        ("2026-01-22T08:35:59", utc(2026, 1, 22, 8, 35, 59), SECOND),
        ("2026-01-22t08:35:59z", utc(2026, 1, 22, 8, 35, 59), SECOND),
        ("2026-01-22 08:35:59Z", utc(2026, 1, 22, 8, 35, 59), SECOND),
        ("2026-01-22T08:35", utc(2026, 1, 22, 8, 35), SECOND),
        ("2026-01-22T08:35Z", utc(2026, 1, 22, 8, 35), SECOND),
        ("2026-01-22T08:35+02", utc(2026, 1, 22, 6, 35), SECOND),
        ("2026-01-22T08:35:59+0200", utc(2026, 1, 22, 6, 35, 59), SECOND),
        ("2026-01-22T08:35:59-02:30", utc(2026, 1, 22, 11, 5, 59), SECOND),
        ("2026-01-22T00:00:00+23:59", utc(2026, 1, 21, 0, 1), SECOND),
        ("2026-01-22T08:35:59-00:00", utc(2026, 1, 22, 8, 35, 59), SECOND),
        ("2026-01-22T08:35:59.5", utc(2026, 1, 22, 8, 35, 59, 500000), MICROSECOND),
        ("2026-01-22T08:35:59.000", utc(2026, 1, 22, 8, 35, 59), MICROSECOND),
        ("2026-01-22T08:35:59.000001+01:00", utc(2026, 1, 22, 7, 35, 59, 1), MICROSECOND),
    ],
)
def test_absolute(text: str, start: datetime, length: timedelta, bare: bool) -> None:
    """A date is that day, a time that second, one with a fraction that microsecond; no clock is read."""
    assert read(text, bare=bare, now=no_clock) == Interval(start, start + length)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("9999-12-31", utc(9999, 12, 31)),
        ("9999-12-31T23:59:59", utc(9999, 12, 31, 23, 59, 59)),
        ("9999-12-31T23:59:59.999999", utc(9999, 12, 31, 23, 59, 59, 999999)),
        ("9999-12-31T22:59:59-01:00", utc(9999, 12, 31, 23, 59, 59)),
    ],
)
def test_end_of_time(text: str, start: datetime) -> None:
    """An interval that ends with the year 9999 has no end."""
    assert read(text) == Interval(start, None)


def test_times_do_not_depend_on_the_zone() -> None:
    """A time without offset is UTC, whichever zone the days are of."""
    assert read("2026-07-22T08:35", tz=STOCKHOLM) == Interval(utc(2026, 7, 22, 8, 35), utc(2026, 7, 22, 8, 35, 1))


@pytest.mark.parametrize(
    ("text", "start", "length"),
    [
        ("now", utc(2026, 1, 22, 8, 35, 59), SECOND),
        ("NOW", utc(2026, 1, 22, 8, 35, 59), SECOND),
        ("today", utc(2026, 1, 22), DAY),
        ("Yesterday", utc(2026, 1, 21), DAY),
        ("-7d", utc(2026, 1, 15, 8, 35, 59), SECOND),
        ("-12H", utc(2026, 1, 21, 20, 35, 59), SECOND),
        ("-30m", utc(2026, 1, 22, 8, 5, 59), SECOND),
        ("-2w", utc(2026, 1, 8, 8, 35, 59), SECOND),
        ("-0d", utc(2026, 1, 22, 8, 35, 59), SECOND),
        ("-" + "0" * 5000 + "7d", utc(2026, 1, 15, 8, 35, 59), SECOND),
    ],
)
def test_relative(text: str, start: datetime, length: timedelta) -> None:
    """A relative time counts back from the injected clock, truncated to its second."""
    assert is_relative(text)
    assert read(text) == Interval(start, start + length)
    quoted = problem(read(text, bare=False, now=no_clock))
    assert quoted.message == "a relative time is written without quotes"
    assert quoted.help == "remove the quotes"
    assert quoted.suggestion == (text if len(text) < 20 else None)


@pytest.mark.parametrize(
    "text", ["", "-7", "-7d\n", "7d", "-٧d", "- 7d", "todaу", "no\u212a", "2026-01-22", "-7s", "-dd"]
)
def test_not_relative(text: str) -> None:
    """Only the exact ASCII words and units are relative times."""
    assert not is_relative(text)


def test_the_clock_is_read_once() -> None:
    """A relative time reads the clock once, and its zone does not matter."""
    readings: list[datetime] = []

    def ticking() -> datetime:
        readings.append(NOW.astimezone(STOCKHOLM))
        return readings[-1]

    assert read("-1d", now=ticking) == read("-1d")
    assert len(readings) == 1


def test_relative_days_are_days_of_the_zone() -> None:
    """Today is today in the zone, while -1d is 24 hours even across a change of the clocks."""
    late = utc(2026, 3, 29, 22, 30)
    assert read("today", now=lambda: late, tz=STOCKHOLM) == Interval(utc(2026, 3, 29, 22), utc(2026, 3, 30, 22))
    assert read("yesterday", now=lambda: late, tz=STOCKHOLM) == Interval(utc(2026, 3, 28, 23), utc(2026, 3, 29, 22))
    assert read("-1d", now=lambda: late, tz=STOCKHOLM) == Interval(late - DAY, late - DAY + SECOND)


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("-99999999999d", NOW),
        ("-1000000d", NOW),
        ("-999999999w", NOW),
        ("-" + "9" * 5000 + "m", NOW),
        ("yesterday", utc(1, 1, 1, 12)),
    ],
)
def test_before_the_first_year(text: str, now: datetime) -> None:
    """A relative time before the year 1 is refused, and giant numbers are never converted."""
    assert problem(read(text, now=lambda: now)).message == "this lies before the year 1"


@pytest.mark.parametrize(
    ("zone", "day", "start", "end"),
    [
        ("Europe/Stockholm", "2026-01-22", utc(2026, 1, 21, 23), utc(2026, 1, 22, 23)),
        ("Europe/Stockholm", "2026-03-29", utc(2026, 3, 28, 23), utc(2026, 3, 29, 22)),  # 23 hours
        ("Europe/Stockholm", "2026-10-25", utc(2026, 10, 24, 22), utc(2026, 10, 25, 23)),  # 25 hours
        ("America/Sao_Paulo", "2017-10-15", utc(2017, 10, 15, 3), utc(2017, 10, 16, 2)),  # starts at 01:00
        ("Asia/Beirut", "2024-03-31", utc(2024, 3, 30, 22), utc(2024, 3, 31, 21)),  # starts at 01:00
        ("America/Toronto", "1919-03-31", utc(1919, 3, 31, 4, 30), utc(1919, 4, 1, 4)),  # starts at 00:30
        ("America/Havana", "2023-11-05", utc(2023, 11, 5, 4), utc(2023, 11, 6, 5)),  # midnight twice
        (
            "America/St_Johns",
            "2010-11-07",
            utc(2010, 11, 7, 2, 30),
            utc(2010, 11, 8, 3, 30),
        ),  # 00:01 -> 23:01
        ("Pacific/Apia", "2011-12-29", utc(2011, 12, 29, 10), utc(2011, 12, 30, 10)),
        ("Pacific/Apia", "2011-12-31", utc(2011, 12, 30, 10), utc(2011, 12, 31, 10)),
        ("Africa/Monrovia", "1972-01-07", utc(1972, 1, 7, 0, 44, 30), utc(1972, 1, 8)),  # starts at 00:44:30
        ("Asia/Tokyo", "9999-12-31", utc(9999, 12, 30, 15), utc(9999, 12, 31, 15)),
        ("America/New_York", "9999-12-31", utc(9999, 12, 31, 5), None),
        ("UTC", "9999-12-31", utc(9999, 12, 31), None),
    ],
)
def test_days_of_a_zone(zone: str, day: str, start: datetime, end: datetime | None) -> None:
    """A day runs from the first moment of its date to the first moment of the next one."""
    assert read(day, tz=zoneinfo.ZoneInfo(zone)) == Interval(start, end)


def test_last_days_west_of_greenwich() -> None:
    """The last day of the calendar but one has no end where its end is past the year 9999 in UTC."""
    zone = timezone(-timedelta(hours=23, minutes=59))
    assert read("9999-12-30", tz=zone) == Interval(utc(9999, 12, 30, 23, 59), utc(9999, 12, 31, 23, 59))
    assert read("9999-12-31", tz=zone) == Interval(utc(9999, 12, 31, 23, 59), None)


def test_days_without_a_moment() -> None:
    """A day that its zone skipped, or that starts before the year 1 in UTC, is refused."""
    apia, tokyo = zoneinfo.ZoneInfo("Pacific/Apia"), zoneinfo.ZoneInfo("Asia/Tokyo")
    assert problem(read("2011-12-30", tz=apia)).message == "the time zone in use skipped this day"
    assert problem(read("0001-01-01", tz=tokyo)).message == "in UTC this moment lies outside the years 1 to 9999"


class LocalMeanTime(tzinfo):
    """A zone that knows its offset only from UTC, as those of pytz do."""

    def utcoffset(self, moment: datetime | None) -> timedelta:
        return timedelta(hours=1, minutes=12)

    def dst(self, moment: datetime | None) -> None:
        return None

    def tzname(self, moment: datetime | None) -> str:
        return "LMT"

    def fromutc(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=UTC).astimezone(STOCKHOLM).replace(tzinfo=self)


@pytest.mark.parametrize("day", ["2026-01-22", "2026-03-29", "2026-07-01", "2026-10-25"])
def test_zones_that_cannot_be_asked_with_local_times(day: str) -> None:
    """Days come out right for a zone that converts from UTC only."""
    assert read(day, tz=LocalMeanTime()) == read(day, tz=STOCKHOLM)


@given(zone=ZONES, day=st.dates(min_value=date(1800, 1, 1), max_value=date(2100, 12, 31)))
@example(zone=zoneinfo.ZoneInfo("Pacific/Apia"), day=date(2011, 12, 30))
@example(zone=zoneinfo.ZoneInfo("America/Toronto"), day=date(1919, 3, 31))
@example(zone=zoneinfo.ZoneInfo("America/Juneau"), day=date(1867, 10, 18))
@example(zone=zoneinfo.ZoneInfo("Asia/Manila"), day=date(1844, 12, 31))
def test_days_partition_time(zone: zoneinfo.ZoneInfo, day: date) -> None:
    """In every zone a day starts at its first moment, and the next day where it ends."""
    found = read(day.isoformat(), tz=zone)
    assert from_python(day, tz=zone) == found
    if isinstance(found, Problem):
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        assert all((noon + timedelta(hours=n)).astimezone(zone).date() != day for n in range(-40, 41))
        return
    start, end = found
    assert start.astimezone(zone).date() == day
    assert (start - MICROSECOND).astimezone(zone).date() < day
    assert end is not None
    assert start < end
    following = read((day + DAY).isoformat(), tz=zone)
    assert isinstance(following, Problem) or following.start == end


@pytest.mark.parametrize(
    ("text", "message", "suggestion"),
    [
        ("", "a timestamp cannot be empty", None),
        ("  \n", "a timestamp cannot be empty", None),
        ("2026-01-22\n", "a timestamp takes no blanks around it", "2026-01-22"),
        (" 2026-01-22 08:35", "a timestamp takes no blanks around it", "2026-01-22T08:35"),
        ("٢٠٢٦-01-22", "a timestamp is written with the digits 0 to 9 and hyphens", "2026-01-22"),
        ("2026\u201101\u201122", "a timestamp is written with the digits 0 to 9 and hyphens", "2026-01-22"),
        ("0000-01-01", "there is no year 0", None),
        ("2026-13-01", "there is no month 13", None),
        ("2026-00-01", "there is no month 0", None),
        ("2026-13-40", "there is no month 13", None),
        ("2026-02-30", "February 2026 has 28 days", None),
        ("2024-02-30", "February 2024 has 29 days", None),
        ("2026-12-00", "December 2026 has 31 days", None),
        ("2026-01-22 25:00", "hours go from 00 to 23", None),
        ("2026-01-22T24:00:01", "hours go from 00 to 23", None),
        ("2026-01-22T08:60", "minutes go from 00 to 59", None),
        ("2026-01-22T08:35:61", "seconds go from 00 to 59", None),
        ("2026-01-22T08:35:59.1234567", "a fraction of a second has at most 6 digits", None),
        ("2026-01-22T08:35+24:00", "an offset lies between -23:59 and +23:59", None),
        ("2026-01-22T08:35+01:60", "an offset lies between -23:59 and +23:59", None),
        ("0001-01-01T00:00+00:01", "in UTC this moment lies outside the years 1 to 9999", None),
        ("9999-12-31T23:59-00:01", "in UTC this moment lies outside the years 1 to 9999", None),
        ("12345", "a timestamp is a date, not a number", None),
        ("-1.5e3", "a timestamp is a date, not a number", None),
        ("08:35:59", "a time needs its date", None),
        ("2026-01-22Z", "an offset needs a time", None),
        ("2026-01-22+02:00", "an offset needs a time", None),
        ("2026-01-22T08", "a time needs its minutes", None),
        ("30/02/2026", "February 2026 has 28 days", None),
        ("13/13/2026", "there is no month 13", None),
        ("99999999", "there is no month 99", None),
        ("abc", "this is no timestamp", None),
        ("22 Jan 2026", "this is no timestamp", None),
        ("-7 parsecs", "this is no unit of a relative time", None),
        ("-90s", "this is no unit of a relative time", None),
        ("x" * 5000, "this is no timestamp", None),
    ],
)
def test_problems(text: str, message: str, suggestion: str | None) -> None:
    """What is no timestamp is refused by what is wrong with it, with help."""
    found = problem(read(text))
    assert (found.message, found.suggestion) == (message, suggestion)
    assert found.help


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("22/01/2026", "2026-01-22"),
        ("01/22/2026", "2026-01-22"),
        ("22.1.2026", "2026-01-22"),
        ("05-05-2026", "2026-05-05"),
        ("22/01/2026 8:35", "2026-01-22T08:35"),
        ("2026-1-5", "2026-01-05"),
        ("2026/01/05", "2026-01-05"),
        ("20260122", "2026-01-22"),
        ("20260122T083559Z", "2026-01-22T08:35:59Z"),
        ("2026-01-22T08:35:59,5", "2026-01-22T08:35:59.5"),
        ("2026-01-22  08:35", "2026-01-22T08:35"),
        ("2026-01-22 08:35 +02:00", "2026-01-22T08:35+02:00"),
        ("2026-01-22 08:35+2", "2026-01-22T08:35+02"),
        ("2026-01-22 08:35-2:30", "2026-01-22T08:35-02:30"),
        ("2026-01-22 08:35 UTC", "2026-01-22T08:35Z"),
        ("2026-01-22 8 PM", "2026-01-22T20:00"),
        ("2026-01-22, 12:05 am", "2026-01-22T00:05"),
        ("1769070959", "2026-01-22T08:35:59"),
        ("1769070959.25", "2026-01-22T08:35:59.25"),
        ("1769070959123", "2026-01-22T08:35:59.123"),
        ("1769070959123456", "2026-01-22T08:35:59.123456"),
        ("-7 d", "-7d"),
        ("-7days", "-7d"),
        ("7 days ago", "-7d"),
        ("2 Weeks AGO", "-2w"),
        ("now-30min", "-30m"),
        ("now - 12 hours", "-12h"),
        ("NOW()", "now"),
        ("current_date", "today"),
    ],
)
def test_suggestions(text: str, suggestion: str) -> None:
    """What has one meaning only is suggested in the language's own form."""
    found = problem(read(text))
    assert found.suggestion == suggestion
    assert found.help == f"write {suggestion}"


@pytest.mark.parametrize(
    ("text", "help_text"),
    [
        ("02/01/2026", "write 2026-01-02 or 2026-02-01"),
        ("02/01/2026 8", "write it like 2026-01-22T08:00"),
        ("2026-22-01", "is it 2026-01-22?"),
        ("2026-01-22 24:00", "the end of a day is the start of the next: 2026-01-23T00:00:00"),
        ("2026-01-22 24:00:00+02:00", "2026-01-23T00:00:00+02:00"),
        ("9999-12-31T24:00", "write 23:59:59 for the last second of the day"),
        ("2026-06-30T23:59:60Z", "leap seconds are not counted: write :59"),
        ("2026", "write a range of two conditions: >=2026-01-01 and <2027-01-01"),
        ("2026-12", "write a range of two conditions: >=2026-12-01 and <2027-01-01"),
        ("2026-01-*", "write a range of two conditions: >=2026-01-01 and <2026-02-01"),
        ("2026*", "write a range of two conditions: >=2026-01-01 and <2027-01-01"),
        ("2026-01-22T*", "write a range of two conditions: >=2026-01-22 and <2026-01-23"),
        ("2026-13-*", "write a date or time like"),
        ("9999-12-31*", "write a date or time like"),
        ("tomorrow", "write the date"),
        ("+7d", "write the date"),
        ("7d", "write -7d"),
        ("-1y", "write days, for example -365d"),
        ("-2mo", "write days, for example -60d"),
    ],
)
def test_help_without_suggestion(text: str, help_text: str) -> None:
    """What could mean more than one thing gets help, and is not replaced by a machine."""
    found = problem(read(text))
    assert help_text in (found.help or "")
    assert found.suggestion is None


@given(text=ANY_TEXT, bare=st.booleans(), tz=st.sampled_from([UTC, STOCKHOLM]))
@example(text="-7d", bare=False, tz=UTC)
@example(text="9999999999", bare=True, tz=UTC)
@example(text="9999", bare=True, tz=UTC)
@example(text="\ud800", bare=True, tz=UTC)
def test_total(text: str, bare: bool, tz: tzinfo) -> None:
    """Any text gives a non-empty interval in UTC or a problem; a suggestion is bare and is a timestamp."""
    found = read(text, bare=bare, tz=tz)
    if isinstance(found, Interval):
        assert found.start.tzinfo is UTC
        assert found.end is None or (found.end.tzinfo is UTC and found.start < found.end)
        assert interval(format_moment(found.start)).start == found.start
        return
    assert isinstance(found, Problem)
    assert not found.message.endswith(".")
    assert found.help
    if found.suggestion is not None:
        assert not set(found.suggestion) & set(" \n\t,()'\"=<>*")
        assert isinstance(read(found.suggestion, bare=True, tz=tz), Interval)


FIRST, LAST = datetime(1, 1, 2), datetime(9999, 12, 30)
OFFSETS: st.SearchStrategy[tzinfo] = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(
    moment=st.one_of(st.datetimes(FIRST, LAST), st.datetimes(FIRST, LAST, timezones=OFFSETS)),
    timespec=st.sampled_from(["minutes", "seconds", "milliseconds", "microseconds"]),
    mark=st.sampled_from("T "),
)
def test_agrees_with_fromisoformat(moment: datetime, timespec: str, mark: str) -> None:
    """Where Python itself reads an ISO text, the start of the interval is the same moment."""
    text = moment.isoformat(mark, timespec)
    expected = datetime.fromisoformat(text)
    if expected.tzinfo is None:
        expected = expected.replace(tzinfo=UTC)
    start, end = interval(text)
    assert start == expected
    assert end is not None
    assert end - start == (MICROSECOND if timespec.endswith(("milliseconds", "microseconds")) else SECOND)


@given(day=st.dates(max_value=date(9999, 12, 30)))
def test_dates_agree_with_fromisoformat(day: date) -> None:
    """Every date is its day, with a padded year."""
    start, end = interval(day.isoformat())
    assert start.date() == day
    assert end == start + DAY


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (utc(2026, 1, 22, 8, 35, 59), "2026-01-22T08:35:59"),
        (utc(2026, 1, 22), "2026-01-22T00:00:00"),
        (utc(2026, 1, 22, 8, 35, 59, 500000), "2026-01-22T08:35:59.500000"),
        (utc(1, 1, 1), "0001-01-01T00:00:00"),
        (utc(999, 12, 31, 23, 59, 59, 1), "0999-12-31T23:59:59.000001"),
        (datetime(2026, 7, 22, 8, 35, tzinfo=STOCKHOLM), "2026-07-22T06:35:00"),
    ],
)
def test_format_moment(moment: datetime, text: str) -> None:
    """The wire's form is UTC without a zone, the year padded, a fraction only where there is one."""
    assert format_moment(moment) == text


@given(moment=st.datetimes(timezones=st.just(UTC)))
def test_format_moment_round_trip(moment: datetime) -> None:
    """Every moment is read back from its text."""
    assert interval(format_moment(moment)).start == moment


def test_python_values() -> None:
    """An aware datetime is that second or microsecond, a date is that day of the zone."""
    tokyo = timezone(timedelta(hours=9))
    second = utc(2026, 1, 22, 8, 35, 59)
    assert from_python(second.astimezone(tokyo), tz=STOCKHOLM) == Interval(second, second + SECOND)
    precise = second + MICROSECOND
    assert from_python(precise.astimezone(tokyo), tz=STOCKHOLM) == Interval(precise, precise + MICROSECOND)
    assert from_python(date(2026, 1, 22), tz=UTC) == interval("2026-01-22")
    assert from_python(date(2026, 3, 29), tz=STOCKHOLM) == interval("2026-03-29", tz=STOCKHOLM)
    assert from_python(utc(9999, 12, 31, 23, 59, 59), tz=UTC) == interval("9999-12-31T23:59:59")


@pytest.mark.parametrize(
    ("value", "start"),
    [
        (datetime(2026, 1, 22, 12), utc(2026, 1, 22, 11)),
        (datetime(2026, 7, 22, 12), utc(2026, 7, 22, 10)),
        (datetime(2026, 10, 25, 2, 30), utc(2026, 10, 25, 0, 30)),
        (datetime(2026, 10, 25, 2, 30, fold=1), utc(2026, 10, 25, 1, 30)),
    ],
)
def test_naive_datetimes(machine_zone: Callable[[str], None], value: datetime, start: datetime) -> None:
    """A naive datetime is local time at the offset of that moment, not of now; fold is respected."""
    machine_zone(CENTRAL_EUROPE)
    assert from_python(value, tz=UTC) == Interval(start, start + SECOND)


@pytest.mark.parametrize(("zone", "value"), [("AAA-12", datetime(1, 1, 1)), ("AAA12", datetime(9999, 12, 31, 23))])
def test_naive_edges(machine_zone: Callable[[str], None], zone: str, value: datetime) -> None:
    """A naive datetime that leaves the calendar in UTC is refused."""
    machine_zone(zone)
    assert problem(from_python(value, tz=UTC)).message == "in UTC this moment lies outside the years 1 to 9999"


def test_aware_edges() -> None:
    """An aware datetime, or a date, that leaves the calendar in UTC is refused."""
    east = timezone(timedelta(hours=9))
    for value in (
        datetime.min.replace(tzinfo=east),
        date.min,
        datetime.max.replace(tzinfo=timezone(-DAY / 2)),
    ):
        assert problem(from_python(value, tz=east)).message == "in UTC this moment lies outside the years 1 to 9999"


class Fine(datetime):
    """A datetime of a finer kind, as pandas has."""


class NotATime(datetime):
    """A datetime that is none, as pandas.NaT is."""

    year = property(lambda self: float("nan"))

    def astimezone(self, tz: tzinfo | None = None) -> NotATime:
        return self


def test_subclasses() -> None:
    """Subclasses of datetime become plain datetimes, or are refused where they are no time."""
    found = from_python(Fine(2026, 1, 22, 8, 35, 59, 7, tzinfo=UTC), tz=UTC)
    assert isinstance(found, Interval)
    assert type(found.start) is datetime
    assert found == interval("2026-01-22T08:35:59.000007")
    assert problem(from_python(NotATime(2026, 1, 22), tz=UTC)).message == "this value is no moment in time"


@given(moment=st.one_of(st.datetimes(), st.datetimes(timezones=OFFSETS), st.datetimes(timezones=ZONES)))
def test_python_values_are_total(moment: datetime) -> None:
    """Any datetime gives a non-empty interval or a problem, and what it means its own ISO text means too."""
    found = from_python(moment, tz=UTC)
    if isinstance(found, Interval):
        assert found.end is None or found.start < found.end
        text = format_moment(found.start)
        assert interval(text) == found


def test_long_texts_are_quick() -> None:
    """Reading is linear in the length of the text."""
    started = time.perf_counter()
    for text in (
        "1" * 10**6,
        "-" + "1" * 10**6 + "d",
        " " * 10**6,
        "2026-01-22T08:35:59." + "1" * 10**6,
        "٣" * 10**6,
    ):
        assert isinstance(read(text), Problem)
    assert time.perf_counter() - started < 5
