"""Records from files: JSON, NDJSON and CSV, in UTF-8.

NDJSON and CSV are read line by line, so a file of any size takes the memory of one record; JSON is read as a whole.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Union

from accsyn.errors import AccsynError, ConfigurationError

Record = dict[str, Any]
Lines = Iterator[tuple[int, str]]
"""The lines of a file with their ends, each with its number, from 1."""

RecordSource = Union[str, "os.PathLike[str]", IO[str], IO[bytes]]
"""A path, or a file open for reading, as text or as bytes."""

_SUFFIXES = {".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv", ".parquet": "parquet"}


class RecordFileError(AccsynError, ValueError):
    """A file of records cannot be read.

    Args:
        name: What to call the file; empty if it has no name.
        line: The line at fault, from 1; None for the file as a whole.
        message: What is wrong, one clause, no final full stop.
    """

    def __init__(self, name: str, line: int | None, message: str) -> None:
        self.name = name
        self.line = line
        self.message = message
        place = name or "records"
        super().__init__(f"{place}: {message}" if line is None else f"{place}, line {line}: {message}")

    def __reduce__(self) -> tuple[type[RecordFileError], tuple[str, int | None, str]]:
        return type(self), (self.name, self.line, self.message)


def read_records(source: RecordSource, format: str | None = None) -> Iterator[Record]:  # noqa: A002 - the interface's word
    """Read the records of a file, one after the other.

    JSON is an array of objects, a single object, or an answer of the API (``{"result": [...]}``). NDJSON is an object a
    line; blank lines are skipped. CSV starts with a line of names; every value is text, an empty cell is a missing one.

    Args:
        source: A path, or an open file (which stays open).
        format: ``json``, ``ndjson`` or ``csv``; by default what the file's name ends in says (``.jsonl`` is NDJSON).

    Raises:
        ConfigurationError: The format is not known, or not read here (Parquet). At once.
        RecordFileError: The file cannot be opened, or a line is not of the format. When that line is reached.
    """
    is_path = isinstance(source, (str, os.PathLike))
    name = os.fspath(source) if is_path else getattr(source, "name", "")  # type: ignore[arg-type]
    name = name if isinstance(name, str) else ""  # a file opened by its number is named by it
    read = _reader(name, format)
    return _read_path(name, read) if is_path else read(name, _lines(name, source))  # type: ignore[arg-type]


def _reader(name: str, format_: str | None) -> Callable[[str, Lines], Iterator[Record]]:
    """The function that reads a format.

    Raises:
        ConfigurationError: There is none.
    """
    chosen = _SUFFIXES.get(Path(name).suffix.lower()) if format_ is None else format_.lower()
    if chosen in _READERS:
        return _READERS[chosen]
    if chosen == "parquet":
        raise ConfigurationError(
            "Parquet files are read as data frames, which come with pip install 'accsyn[frames]'; as records, "
            "export them to NDJSON"
        )
    known = ", ".join(_READERS)
    if chosen is None:
        raise ConfigurationError(
            f"{name or 'this file'} does not say in its name what format it has: give one of {known}"
        )
    raise ConfigurationError(f"{chosen!r} is no format of records: give one of {known}")


def _read_path(name: str, read: Callable[[str, Lines], Iterator[Record]]) -> Iterator[Record]:
    try:
        file = open(name, "rb")  # noqa: SIM115 - closed below; opening alone is guarded
    except (OSError, ValueError) as error:
        raise RecordFileError(name, None, f"it cannot be opened ({_reason(error)})") from error
    with file:
        yield from read(name, _lines(name, file))


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _lines(name: str, file: IO[str] | IO[bytes]) -> Lines:
    """The lines of an open file; a byte-order mark at its start is dropped."""
    number = 0
    try:
        for raw in file:
            number += 1
            yield number, _text(name, number, raw)
    except UnicodeDecodeError as error:  # of a file opened as text: it reads ahead, the line is not known
        raise RecordFileError(name, None, "it is not of the encoding it was opened with") from error
    except OSError as error:
        raise RecordFileError(name, number + 1, f"it cannot be read ({_reason(error)})") from error


def _text(name: str, number: int, raw: str | bytes) -> str:
    try:
        line = raw.decode("utf-8") if isinstance(raw, bytes) else raw
    except UnicodeDecodeError as error:
        raise RecordFileError(name, number, "it is not UTF-8") from error
    return line.removeprefix("\ufeff") if number == 1 else line


# ---- JSON -----------------------------------------------------------------------------------------------------------


def _read_json(name: str, lines: Lines) -> Iterator[Record]:
    document = _decode(name, None, "".join(line for _, line in lines))
    if isinstance(document, dict):
        result = document.get("result")
        document = result if isinstance(result, list) else [document]
    if not isinstance(document, list):
        raise RecordFileError(name, None, f"records are objects, this is {_kind(document)}")
    for number, record in enumerate(document, 1):
        if not isinstance(record, dict):
            raise RecordFileError(name, None, f"records are objects, number {number} is {_kind(record)}")
        yield record


def _read_ndjson(name: str, lines: Lines) -> Iterator[Record]:
    for number, line in lines:
        if not line.strip():
            continue
        record = _decode(name, number, line)
        if not isinstance(record, dict):
            raise RecordFileError(name, number, f"every line is an object, this is {_kind(record)}")
        yield record


def _decode(name: str, line: int | None, text: str) -> object:
    """Read JSON.

    Args:
        name: The file's.
        line: The number of the only line, from 1; None for the text of a whole file.
        text: The JSON.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = error.lineno if line is None else line
        hint = ""
        if line is None and error.msg == "Extra data":
            hint = "; if every line is a record, the format is ndjson"
        elif line is not None and text.lstrip().startswith("["):
            hint = "; if the file is one list of records, the format is json"
        message = f"it is not JSON (column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}){hint}"
        raise RecordFileError(name, at, message) from error
    except RecursionError as error:
        raise RecordFileError(name, line, "it is nested too deeply") from error
    except ValueError as error:  # a number of more digits than Python converts
        raise RecordFileError(name, line, "it holds a number of too many digits") from error


_KINDS = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "a number")


# ---- CSV ------------------------------------------------------------------------------------------------------------


def _read_csv(name: str, lines: Lines) -> Iterator[Record]:
    rows = csv.reader((line for _, line in lines), strict=True)
    try:
        header = next(rows, [])
        _check_header(name, header)
        for row in rows:
            if len(row) > len(header):
                message = f"it has {len(row)} cells, the first line names {len(header)}"
                raise RecordFileError(name, rows.line_num, message)
            record = {key: cell for key, cell in zip(header, row, strict=False) if cell}
            if row:  # a blank line
                yield record
    except csv.Error as error:
        raise RecordFileError(name, rows.line_num, f"it is not CSV ({error})") from error


def _check_header(name: str, header: list[str]) -> None:
    if not header:
        raise RecordFileError(name, 1, "the first line has to name the columns")
    seen: set[str] = set()
    for column, key in enumerate(header, 1):
        if not key.strip():
            raise RecordFileError(name, 1, f"column {column} has no name")
        if key in seen:
            raise RecordFileError(name, 1, f"two columns are named {key!r}")
        seen.add(key)


_READERS: dict[str, Callable[[str, Lines], Iterator[Record]]] = {
    "json": _read_json,
    "ndjson": _read_ndjson,
    "csv": _read_csv,
}
