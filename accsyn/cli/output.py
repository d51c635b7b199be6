"""Records to standard output or to a file, as JSON, NDJSON or CSV."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO, cast

from accsyn.cli import console
from accsyn.cli.failure import CommandError
from accsyn.cli.sources import STDIN as STDOUT
from accsyn.evaluation.records import format_of
from accsyn.text import escape_for_display

Record = dict[str, Any]

FORMATS = ("json", "ndjson", "csv")
_IN_MEMORY = 1 << 23  # bytes of what waits to be written that are not on the disk


def format_for(output: str | None, wanted: str | None) -> str:
    """The format to write: the one that is wanted, or the one that the file's name says; JSON for standard output.

    Raises:
        CommandError: The name says none that can be written.
    """
    if wanted is not None:
        return wanted
    if output in (None, STDOUT):
        return "json"
    named = format_of(str(output))
    if named not in FORMATS:
        known = ", ".join(FORMATS)
        raise CommandError(f"{output} does not say in its name a format that can be written: give --to one of {known}")
    return named


def write_records(
    records: Iterable[Record], output: str | None, format_: str, *, fields: tuple[str, ...] = (), is_live: bool = False
) -> None:
    """Write records: to standard output, or in the place of a file, which is there whole or not at all.

    Args:
        records: The records.
        output: A path; None or ``-`` for standard output. Of a path that ends in ``.gz`` the file is compressed.
        format_: One of `FORMATS`.
        fields: The columns of CSV; without them every name that a record has, in the order in which they come.
        is_live: Whether each record is to be seen as soon as it is written, where the format allows.

    Raises:
        CommandError: The file cannot be written, or the encoding of standard output lacks a character.
    """
    write = _WRITERS[format_]
    try:
        if output in (None, STDOUT):
            write(records, sys.stdout, fields, is_live)
        else:
            with _replacing(str(output)) as stream:
                write(records, stream, fields, False)
    except UnicodeEncodeError as error:
        character = escape_for_display(error.object[error.start])
        raise CommandError(f"the output's encoding ({error.encoding}) has no {character}") from error


def write_document(value: object, output: str | None) -> None:
    """Write one JSON document: to standard output, or in the place of a file, which is there whole or not at all.

    Raises:
        CommandError: The file cannot be written.
    """
    if output in (None, STDOUT):
        console.write_json(value)
        return
    with _replacing(str(output)) as stream:
        stream.write(f"{_json(value, stream, indent=2)}\n")


# ---- formats --------------------------------------------------------------------------------------------------------


def _write_ndjson(records: Iterable[Record], stream: TextIO, _fields: tuple[str, ...], is_live: bool) -> None:
    for record in records:
        stream.write(f"{_json(record, stream)}\n")
        if is_live:
            stream.flush()


def _write_json(records: Iterable[Record], stream: TextIO, _fields: tuple[str, ...], _is_live: bool) -> None:
    """An array; it waits on the disk until it is whole, so that half a document is never written."""
    with _waiting() as spool:
        is_empty = True
        for record in records:
            # The brackets and line ends of an array of one are those around all.
            spool.write(f"{'' if is_empty else ','}{_json([record], stream, indent=2)[1:-2]}")
            is_empty = False
        stream.write("[")
        _copy(spool, stream)
        stream.write("]\n" if is_empty else "\n]\n")


def _write_csv(records: Iterable[Record], stream: TextIO, fields: tuple[str, ...], _is_live: bool) -> None:
    """A line of names and a row a record; which names there are is known at the end, unless fields are given."""
    is_terminal = stream.isatty()
    if fields:
        _write_rows(records, stream, fields, is_terminal)
        return
    names: dict[str, None] = {}
    with _waiting() as spool:
        for record in records:
            names.update(dict.fromkeys(record))
            spool.write(f"{json.dumps(record)}\n")
        spool.seek(0)
        if names:
            _write_rows(map(json.loads, spool), stream, tuple(names), is_terminal)


def _write_rows(records: Iterable[Record], stream: TextIO, names: tuple[str, ...], is_terminal: bool) -> None:
    rows = csv.writer(stream, lineterminator="\n")
    show: Callable[[str], str] = escape_for_display if is_terminal else str
    rows.writerow(map(show, names))
    rows.writerows([show(_cell(record.get(name))) for name in names] for record in records)


def _cell(value: object) -> str:
    """A value in a cell: nothing for null, true and false, numbers, text; lists and dicts as JSON."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _json(value: object, stream: TextIO, *, indent: int | None = None) -> str:
    """JSON in a line or over several: for standard output without what could disturb a terminal, else UTF-8."""
    if stream is sys.stdout:
        return console.json_text(value, indent=indent)
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair
        return json.dumps(value, indent=indent)
    return text


_WRITERS: dict[str, Callable[[Iterable[Record], TextIO, tuple[str, ...], bool], None]] = {
    "json": _write_json,
    "ndjson": _write_ndjson,
    "csv": _write_csv,
}


# ---- files ----------------------------------------------------------------------------------------------------------


@contextmanager
def _waiting() -> Iterator[TextIO]:
    """A file for what waits to be written: small ones in memory, large ones on the disk, gone afterwards."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="") as spool:
        yield cast("TextIO", spool)


def _copy(spool: TextIO, stream: TextIO) -> None:
    spool.seek(0)
    shutil.copyfileobj(spool, stream)


@contextmanager
def _replacing(output: str) -> Iterator[TextIO]:
    """A stream whose text stands in the place of a file once everything has been written, through links.

    What is no regular file (a device, a pipe) is written as it is.
    """
    target = Path(os.path.realpath(output))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    is_regular = target.is_file() or not target.exists()
    try:
        try:
            with open(temporary if is_regular else target, "xb" if is_regular else "wb") as file:
                packed = gzip.GzipFile("", "wb", fileobj=file, mtime=0) if output.lower().endswith(".gz") else None
                stream = io.TextIOWrapper(cast("Any", packed or file), encoding="utf-8", newline="")
                yield stream
                stream.close()
            if is_regular:
                if target.exists():
                    shutil.copymode(target, temporary)
                os.replace(temporary, target)
        finally:
            if is_regular:
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise CommandError(f"{output} cannot be written: {error.strerror or error}") from error
