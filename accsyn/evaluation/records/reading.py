"""Which reader a file needs, and the call of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePath
from typing import Any

from accsyn.errors import ConfigurationError
from accsyn.evaluation.records.documents import read_json, read_ndjson
from accsyn.evaluation.records.errors import RecordFileError, Report
from accsyn.evaluation.records.parquet import read_parquet
from accsyn.evaluation.records.source import RecordSource, Source, name_of, open_file
from accsyn.evaluation.records.tables import read_csv
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.model import EntityType, Schema
from accsyn.text import closest

Record = dict[str, Any]
Reader = Callable[[Source, Report], Iterator[Record]]

FORMATS = ("json", "ndjson", "csv", "parquet")
_SUFFIXES = {
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
}
_READERS: dict[str, Reader] = {"json": read_json, "ndjson": read_ndjson, "parquet": read_parquet}


def read_records(
    source: RecordSource,
    format: str | None = None,  # noqa: A002 - the interface's word
    *,
    schema: Schema | None = None,
    entity_type: str | None = None,
    on_error: Report | None = None,
) -> Iterator[Record]:
    """Read the records of a file, one after the other, in the memory of one.

    JSON is an array of objects, a single object, or an answer of the API (``{"result": [...]}``). NDJSON is an object a
    line; blank lines are skipped. CSV starts with a line of names, its cells are separated by commas, semicolons or
    tabs; an empty cell is a missing value. All of them are UTF-8, and may be compressed by gzip. Parquet needs PyArrow.

    Args:
        source: A path, or an open file (which stays open).
        format: ``json``, ``ndjson``, ``csv`` or ``parquet``; by default what the file's name ends in says (``.jsonl``
            is NDJSON; a ``.gz`` behind it does not count).
        schema: Where the entity type is looked up; the built-in schema if not given.
        entity_type: Its attributes say which cells of a CSV file are numbers, and which true or false; without it all
            are text. A cell that is no such value stays text.
        on_error: Called with every line (of an array: element) that is no record, and reading goes on behind it;
            also with every cell that is no value of its type (`RecordFileError.kept`). Without it such a line is
            raised.

    Raises:
        ConfigurationError: The format or the entity type is not known, at once; PyArrow is not installed.
        RecordFileError: The file cannot be opened or read any further, or a line is not of the format. When that line
            is reached; what stands before it has been given.
    """
    name = name_of(source)
    chosen = format_of(name) if format is None else format.lower()
    if chosen not in FORMATS:
        raise ConfigurationError(_unknown(name, chosen))
    entity = _entity_type(schema, entity_type)
    read = partial(read_csv, entity_type=entity) if chosen == "csv" else _READERS[chosen]
    report = on_error or _raise
    if isinstance(source, (str, os.PathLike)):
        return _read_path(name, read, report)
    return read(Source(name, source), report)


def format_of(name: str) -> str | None:
    """The format that a file's name says; None if it says none that is known."""
    path = PurePath(name)
    if path.suffix.lower() == ".gz":
        path = path.with_suffix("")
    return _SUFFIXES.get(path.suffix.lower())


def _unknown(name: str, chosen: str | None) -> str:
    known = ", ".join(FORMATS)
    if chosen is None:
        return f"{name or 'this file'} does not say in its name what format it has: give one of {known}"
    return f"{chosen!r} is no format of records: give one of {known}"


def _entity_type(schema: Schema | None, name: str | None) -> EntityType | None:
    if name is None:
        if schema is not None:
            raise ConfigurationError("a schema types the cells of an entity type: give entity_type= too")
        return None
    known = builtin_schema() if schema is None else schema
    found = known.entity_type(name)
    if found is None:
        near = closest(name, known.names())
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise ConfigurationError(f"the schema has no entity type {name!r}{hint}")
    return found


def _read_path(name: str, read: Reader, report: Report) -> Iterator[Record]:
    with open_file(name) as file:
        yield from read(Source(name, file), report)


def _raise(error: RecordFileError) -> None:
    if not error.kept:
        raise error
