"""Records from CSV: a line of names, then a record a row; cells are text until the schema says what they are."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any

from accsyn.binding import literals
from accsyn.binding.literals import Problem
from accsyn.evaluation.records.errors import RecordFileError, Report
from accsyn.evaluation.records.source import Line, Source, lines, unpacked
from accsyn.evaluation.values import moment
from accsyn.schema.model import EntityType, Type
from accsyn.text import escape_for_display

Record = dict[str, Any]
Convert = Callable[[str], object]
"""Gives the value of a cell, or a `Problem`."""

_DELIMITERS = ",;\t"
_LONGEST_SHOWN = 40  # characters of a cell


def _moment(cell: str) -> str | Problem:
    """A timestamp stays text, which is how the API writes it."""
    return cell if moment(cell) is not None else Problem("this is no timestamp")


_CONVERSIONS: dict[Type, tuple[str, Convert]] = {
    Type.INTEGER: ("a number", literals.number),
    Type.NUMBER: ("a number", literals.number),
    Type.BOOLEAN: ("true or false", literals.boolean),
    Type.TIMESTAMP: ("a timestamp such as 2026-01-22T08:35:59", _moment),
}
"""What a cell of a type has to be, and how it is read; cells of other types are text."""


def read_csv(source: Source, report: Report, entity_type: EntityType | None = None) -> Iterator[Record]:
    """The rows as records; an empty cell is a missing value, a blank line is skipped.

    Args:
        source: The file.
        report: Takes a row that cannot be read or has more or fewer cells than there are names, and a cell that is no
            value of its type.
        entity_type: What the types of the columns are taken from; without it every value is text.
    """
    rows = _Rows(source)
    names = _names(source.name, rows.header())
    conversions = {} if entity_type is None else _conversions(names, entity_type)
    for row in rows.read(report):
        if len(row) != len(names):
            cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
            report(rows.error(f"it has {cells}, the first line names {len(names)}"))
            continue
        record: Record = {name: cell for name, cell in zip(names, row, strict=True) if cell}
        for name, (wanted, convert) in conversions.items():
            cell = record.get(name)
            if cell is None:
                continue
            value = convert(cell.strip())
            if isinstance(value, Problem):
                report(rows.error(_not_of_its_type(name, cell, wanted), kept=True))
            else:
                record[name] = value
        yield record


def _not_of_its_type(name: str, cell: str, wanted: str) -> str:
    text = cell if len(cell) <= _LONGEST_SHOWN else f"{cell[:_LONGEST_SHOWN]}..."
    return f"{escape_for_display(name)} is '{escape_for_display(text)}', not {wanted}; it stays text"


def _conversions(names: list[str], entity_type: EntityType) -> dict[str, tuple[str, Convert]]:
    """How the cells of the columns are read that are not text."""
    types = {name: entity_type.resolve(name).type for name in names}
    return {name: _CONVERSIONS[type_] for name, type_ in types.items() if type_ in _CONVERSIONS}


class _Rows:
    """The rows of a file, and where the last one stands."""

    def __init__(self, source: Source) -> None:
        self._name = source.name
        self._lines = lines(unpacked(source))
        self._first = self._last = 0  # the lines of the row at hand
        self._is_text = True
        self._delimiter = ","

    def header(self) -> list[str]:
        """The names in the first row.

        Raises:
            RecordFileError: It is not CSV.
        """
        first = next(self._lines, Line(1, "", True))
        self._delimiter = max(_DELIMITERS, key=first.text.count)
        start = self._taken(first)
        try:
            found = next(csv.reader(_behind(start, self._texts()), delimiter=self._delimiter, strict=True), [])
        except csv.Error as error:
            raise self.error(_no_csv(error)) from error
        if not self._is_text:
            raise self.error("it is not UTF-8")
        return found

    def read(self, report: Report) -> Iterator[list[str]]:
        """The rows behind the first that are not blank."""
        rows = csv.reader(self._texts(), delimiter=self._delimiter, strict=True)
        while True:
            self._first, self._is_text = 0, True
            try:
                row = next(rows, None)
            except csv.Error as error:  # the reader itself starts afresh with the next line
                report(self.error(_no_csv(error)))
                continue
            if row is None:
                return
            if not self._is_text:
                report(self.error("it is not UTF-8"))
            elif row:
                yield row

    def error(self, message: str, *, kept: bool = False) -> RecordFileError:
        """What is wrong with the row at hand."""
        more = f" (the row goes to line {self._last})" if self._last > self._first else ""
        return RecordFileError(self._name, self._first, f"{message}{more}", kept=kept)

    def _texts(self) -> Iterator[str]:
        return map(self._taken, self._lines)

    def _taken(self, line: Line) -> str:
        self._first = self._first or line.number
        self._last = line.number
        self._is_text = self._is_text and line.is_text
        return line.text


def _no_csv(error: csv.Error) -> str:
    # The reader's own words are about the argument of a call, and differ between the versions of Python.
    is_line_end = str(error).startswith("new-line character")
    return f"it is not CSV ({'its lines end in CR alone: save it with LF line ends' if is_line_end else error})"


def _behind(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _names(name: str, header: list[str]) -> list[str]:
    """The names of the columns, without the blanks around them.

    Raises:
        RecordFileError: There are none, one is empty, or two are equal.
    """
    if not header:
        raise RecordFileError(name, 1, "the first line has to name the columns")
    names = [key.strip() for key in header]
    seen: set[str] = set()
    for column, key in enumerate(names, 1):
        if not key:
            raise RecordFileError(name, 1, f"column {column} has no name")
        if key in seen:
            raise RecordFileError(name, 1, f"two columns are named {key!r}")
        seen.add(key)
    return names
