"""What a value of a record is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any

import pytest

from accsyn.evaluation.interpreter import matches
from accsyn.evaluation.values import MISSING, elements, is_missing, is_number, moment, read_interval
from tests.evaluation.queries import bound

NAN = float("nan")
INF = float("inf")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, True), (MISSING, True), (NAN, True), (INF, False), (0, False), ("", False), ([], False), (False, False)],
)
def test_missing(value: object, expected: bool) -> None:
    """None, nothing at all and NaN are missing; what is merely empty or false is not."""
    assert is_missing(value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, True), (1.5, True), (INF, True), (10**400, True), (NAN, False), (True, False), ("1", False), (1j, False)],
)
def test_numbers(value: object, expected: bool) -> None:
    """Integers and floats are numbers; booleans, NaN and text are not."""
    assert is_number(value) is expected


class _Broken(tzinfo):
    def utcoffset(self, _when: datetime | None) -> timedelta:
        raise ValueError("no offset")

    dst = utcoffset

    def tzname(self, _when: datetime | None) -> str:
        return "broken"


MOMENTS: list[tuple[object, datetime | None]] = [
    ("2026-01-22", datetime(2026, 1, 22, tzinfo=timezone.utc)),
    ("2026-01-22T08:35:59", datetime(2026, 1, 22, 8, 35, 59, tzinfo=timezone.utc)),
    ("2026-01-22 08:35", datetime(2026, 1, 22, 8, 35, tzinfo=timezone.utc)),
    ("2026-01-22T08:35:59.25+02:00", datetime(2026, 1, 22, 6, 35, 59, 250000, tzinfo=timezone.utc)),
    (datetime(2026, 1, 22, 8, tzinfo=timezone(timedelta(hours=2))), datetime(2026, 1, 22, 6, tzinfo=timezone.utc)),
    (date(2026, 1, 22), datetime(2026, 1, 22, tzinfo=timezone.utc)),
    *((text, None) for text in ("today", "now", "-7d", "2026-13-01", "2026-01-22T25:00:00", "2026-01", "", "x" * 20)),
    *(
        (text, None)
        for text in ("2026-01-22T08:35:59.1234567", "٢٠٢٦-01-22", "0001-01-01T00:00:00+02:00", "2026-----x")
    ),
    *((value, None) for value in (20260122, 1.5, True, None, b"2026-01-22", datetime(2026, 1, 1, tzinfo=_Broken()))),
    (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))), None),
]


@pytest.mark.parametrize(("value", "expected"), MOMENTS)
def test_moments(value: object, expected: datetime | None) -> None:
    """A text is read as a literal would be; what names no moment is no error."""
    assert moment(value) == expected


def test_intervals_are_absolute() -> None:
    """Relative words are not read."""
    assert read_interval("today") is None
    assert read_interval("2026-01-22") is not None


@pytest.fixture
def stockholm(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Local time is that of Stockholm."""
    if not hasattr(time, "tzset"):
        pytest.skip("the platform has no tzset")
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("stockholm")
def test_a_naive_datetime_is_local_time() -> None:
    """Summer and winter each have their own offset."""
    assert moment(datetime(2026, 1, 22, 8)) == datetime(2026, 1, 22, 7, tzinfo=timezone.utc)
    assert moment(datetime(2026, 7, 22, 8)) == datetime(2026, 7, 22, 6, tzinfo=timezone.utc)
    assert matches(bound("transfer WHERE created=2026-07-22T06:00:00"), {"created": datetime(2026, 7, 22, 8)})


def test_elements() -> None:
    """Lists and tuples are taken apart, whatever their depth; nothing else is."""
    value: Any = [1, (2, [3, []]), {"a": [4]}, "56", None]
    assert list(elements(value)) == [1, 2, 3, {"a": [4]}, "56", None]
    deep: Any = 7
    for _ in range(100_000):
        deep = [deep]
    assert list(elements(deep)) == [7]
    while isinstance(deep, list):  # let go level by level: the interpreter's own way down is recursive
        deep = deep.pop()


def test_missing_shows_itself() -> None:
    """The marker has a name."""
    assert repr(MISSING) == "MISSING"


@pytest.mark.parametrize(
    ("text", "record", "expected"),
    [
        ("transfer WHERE size=null", {"size": NAN}, True),
        ("transfer WHERE size!=null", {"size": NAN}, False),
        ("transfer WHERE size>1", {"size": NAN}, False),
        ("transfer WHERE size!=1", {"size": NAN}, True),
        ("transfer WHERE size=null", {"size": [1, NAN]}, True),
        ("transfer WHERE size>1", {"size": INF}, True),
        ("transfer WHERE size>1", {"size": 10**400}, True),
        ("transfer WHERE speed<1e308", {"speed": 10**400}, False),
        ("transfer WHERE created=2026-01-22", {"created": date(2026, 1, 22)}, True),
        ("transfer WHERE created>2026-01-22", {"created": datetime(2026, 1, 23, tzinfo=timezone.utc)}, True),
        ("transfer WHERE created>2026-01-22T12:00:00", {"created": date(2026, 1, 22)}, False),
        ("transfer WHERE metadata.d=2026-01-22", {"metadata": {"d": date(2026, 1, 22)}}, True),
        ("transfer WHERE metadata.d<2026-01-22", {"metadata": {"d": date(2026, 1, 22)}}, False),
        ("transfer WHERE metadata.d=x", {"metadata": {"d": date(2026, 1, 22)}}, False),
        ("transfer WHERE name CONTAINS 2026", {"name": date(2026, 1, 22)}, False),
        ("transfer WHERE name=null", {"name": b"x"}, False),
        ("transfer WHERE name=x", {"name": b"x"}, False),
    ],
)
def test_values_that_json_does_not_have(text: str, record: dict[str, Any], expected: bool) -> None:
    """NaN is missing; Python's dates and times are timestamps; bytes are nothing."""
    assert matches(bound(text), record) is expected
