"""Columns of moments against an interval of time: dates, timestamps with a zone, and text that names a moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from accsyn.ast import Operator
from accsyn.binding.times import Interval
from accsyn.evaluation.frames.columns import Column, Kind
from accsyn.evaluation.frames.dialects import JAVA
from accsyn.evaluation.frames.engines import narwhals
from accsyn.evaluation.frames.refusal import Refusal

if TYPE_CHECKING:
    import narwhals as nw

_FIRST = datetime.min.replace(tzinfo=timezone.utc)
_LAST = datetime.max.replace(tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)
_DAY_LENGTH = 24 * 60 * 60 * 10**6  # microseconds
_FAR = 3 * _DAY_LENGTH
_LONGEST = timedelta(hours=25)  # a day on which clocks go back
# What nanoseconds in 64 bits reach, a day less at both ends.
_FIRST_OF_NANOSECONDS = datetime(1677, 9, 23, tzinfo=timezone.utc)
_LAST_OF_NANOSECONDS = datetime(2262, 4, 10, tzinfo=timezone.utc)

_YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
_LEAP_YEAR = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
_DAY = (
    f"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    f"|02-(?:0[1-9]|1[0-9]|2[0-8]))|{_LEAP_YEAR}-02-29)"
)
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
_ZONE = "(?:[Zz]|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)"
_MOMENT = rf"\A{_DAY}(?:[Tt ]{_CLOCK}{_ZONE}?)?"
"""What `accsyn.binding.times.timestamp` reads, days that do not exist left out."""


def moment_condition(column: Column, operator: Operator, span: Interval) -> nw.Expr | None:
    """Where a moment stands to an interval as an operator says; null where there is none, None for nowhere.

    Args:
        column: Dates, or timestamps with a zone.
        operator: ``=``, IN or an ordered one.
        span: The interval.
    """
    sides: list[nw.Expr] = []
    for is_from, bound in _bounds(operator, span):
        if bound is None:  # behind the last moment there is
            if is_from:
                return None
            continue
        side = _side(column, bound, is_from=is_from)
        if side is None:
            return None
        sides.append(side)
    if not sides:
        return ~column.values.is_null()
    return sides[0] & sides[1] if len(sides) == 2 else sides[0]


def _bounds(operator: Operator, span: Interval) -> list[tuple[bool, datetime | None]]:
    """The sides of an interval that an operator asks about: from that moment on (True), or before it."""
    from_start, from_end = (True, span.start), (True, span.end)
    before_start, before_end = (False, span.start), (False, span.end)
    sides: dict[Operator, list[tuple[bool, datetime | None]]] = {
        Operator.LESS: [before_start],
        Operator.LESS_EQUAL: [before_end],
        Operator.GREATER: [from_end],
        Operator.GREATER_EQUAL: [from_start],
    }
    return sides.get(operator, [from_start, before_end])


def _side(column: Column, bound: datetime, *, is_from: bool) -> nw.Expr | None:
    lit = narwhals().lit
    values = column.values
    literal: Any = bound if column.kind is Kind.DATE or column.dtype.time_zone else bound.replace(tzinfo=None)
    if column.kind is Kind.DATE:
        # A date is its first moment in UTC: it is from the bound on if it is so from the next midnight on.
        is_midnight = bound.time() == datetime.min.time()
        if not is_midnight and bound.date() == date.max:
            return None if is_from else ~values.is_null()
        literal = bound.date() if is_midnight else bound.date() + timedelta(days=1)
        if literal == date.min:
            return ~values.is_null() if is_from else None
        if literal.year < 1000 and column.words.dialect is JAVA:
            # py4j writes the year without its zeros, and Java does not read that.
            raise Refusal("a date before the year 1000", "make the column one of timestamps")
    elif column.dtype.time_unit == "ns" and not _FIRST_OF_NANOSECONDS <= bound <= _LAST_OF_NANOSECONDS:
        return ~values.is_null() if is_from == (bound < _FIRST_OF_NANOSECONDS) else None
    other: nw.Expr = lit(literal)
    return values >= other if is_from else values < other


# ---- text -----------------------------------------------------------------------------------------------------------


class TextMoments:
    """Texts as the moments that they name.

    There is no engine whose own reading of a timestamp is the language's, and most stop at a text that is none. So a
    pattern says which texts are moments, and sums of whole numbers do the rest: the clock and the offset as
    microseconds, which may fall into the day before or behind the date that is written. There is no division in it,
    which narwhals writes as a long expression on some engines.

    Args:
        column: Texts.
    """

    def __init__(self, column: Column) -> None:
        nw = narwhals()
        values, end = column.values, column.words.dialect.end
        self._are_shaped = values.str.contains(f"{_MOMENT}{end}")
        # Where a text names none another one stands in for it, so that nothing fails.
        texts = nw.when(self._are_shaped).then(values).otherwise(nw.lit("0001-01-01"))
        self._dates = texts.str.slice(0, 10)
        self._micros = _of_day(texts.str.slice(10), end)

    @property
    def are_none(self) -> nw.Expr:
        """Where a text names no moment, and where there is no text."""
        # An offset may lead out of the years that there are.
        return ~self._within(_FIRST, _LAST).fill_null(False)

    def condition(self, operator: Operator, span: Interval) -> nw.Expr | None:
        """Where they stand to an interval as an operator says; null or false where they are none, None for nowhere."""
        first, last = _FIRST, _LAST
        for is_from, bound in _bounds(operator, span):
            if is_from and bound is None:
                return None
            if is_from and bound is not None:
                first = bound
            elif bound is not None:
                if bound == _FIRST:
                    return None
                last = bound - _MICROSECOND
        if first == _FIRST or last == _LAST or last - first <= _LONGEST:
            return self._within(first, last)
        return self._within(first, _LAST) & self._within(_FIRST, last)

    def _within(self, first: datetime, last: datetime) -> nw.Expr:
        """From one moment to another, both included: a short way, or the first or the last moment there is."""
        anchor = first if first != _FIRST else last
        micros = self._since(anchor)
        return self._are_shaped & micros.is_between((first - anchor) // _MICROSECOND, (last - anchor) // _MICROSECOND)

    def _since(self, anchor: datetime) -> nw.Expr:
        """Microseconds since a moment; where it is more than a day away, a number on the same side of it.

        That number is exact for dates near the anchor's, and for the first and the last one there are, from which an
        offset may lead out of the years. Elsewhere it stands for any distance beyond `_LONGEST` and within the years:
        three days, which the clock and the offset change by less than two.
        """
        when, lit = narwhals().when, narwhals().lit
        day = anchor.toordinal()
        days: nw.Expr = when(self._dates < lit(anchor.date().isoformat())).then(lit(-_FAR)).otherwise(lit(_FAR))
        for near in sorted({1, date.max.toordinal(), *range(day - 2, day + 4)}):
            if 1 <= near <= date.max.toordinal():
                text = lit(date.fromordinal(near).isoformat())
                days = when(self._dates == text).then(lit((near - day) * _DAY_LENGTH)).otherwise(days)
        midnight = datetime(anchor.year, anchor.month, anchor.day, tzinfo=timezone.utc)
        return days + self._micros - (anchor - midnight) // _MICROSECOND


def _of_day(rest: nw.Expr, end: str) -> nw.Expr:
    """Microseconds from the start of the written day to the moment, from what stands behind the date."""
    when, lit = narwhals().when, narwhals().lit
    clock = _padded(rest.str.replace_all(rf"(?:[Zz]|[+-][0-9:]+){end}", ""), 12)  # HHMMSSffffff
    zone = rest.str.replace_all(r"\A[Tt ][0-9:.]+", "")
    offset = _padded(zone, 4)  # HHMM
    west: nw.Expr = when(zone.str.starts_with("-")).then(lit(60 * 10**6)).otherwise(lit(-60 * 10**6))
    hours, minutes, micros = (_number(clock, start, length) for start, length in ((0, 2), (2, 2), (4, 8)))
    return (hours * 60 + minutes) * (60 * 10**6) + micros + (_number(offset, 0, 2) * 60 + _number(offset, 2, 2)) * west


def _padded(texts: nw.Expr, width: int) -> nw.Expr:
    """The digits of a text, zeros put behind them up to a width."""
    library = narwhals()
    padded: nw.Expr = library.concat_str([texts.str.replace_all("[^0-9]", ""), library.lit("0" * width)])
    return padded.str.slice(0, width)


def _number(digits: nw.Expr, start: int, length: int) -> nw.Expr:
    return digits.str.slice(start, length).cast(narwhals().Int64)
