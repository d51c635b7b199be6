"""Records from the files that a call names, and what is said about the lines that are none."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import IO, Any

import click

from accsyn.binding.bound import BoundQuery
from accsyn.cli import console
from accsyn.cli.console import Styled
from accsyn.cli.failure import CommandError
from accsyn.cli.progress import Bar, can_show
from accsyn.cli.sources import STDIN
from accsyn.errors import AccsynError, ConfigurationError
from accsyn.evaluation.records import RecordFileError, RecordSource, read_records
from accsyn.text import escape_for_display

Record = dict[str, Any]

MOST_SHOWN = 10
"""Lines that are shown one by one, of each kind; all are counted."""


def check_streams(query: str | None, files: Sequence[str]) -> None:
    """Refuse a call that reads more than one thing from standard input.

    Raises:
        UsageError: It does.
    """
    if STDIN in files and query in (None, STDIN):
        raise click.UsageError("Standard input can hold the query or the records, not both.")
    if files.count(STDIN) > 1:
        raise click.UsageError("Standard input can be read once: give - for one file.")


class Records:
    """The records of some files, one after the other.

    What is wrong with a line is said on stderr as it is met, and counted.

    Args:
        files: Paths; ``-`` is standard input.
        format_: The format of all of them; None for what each name says, and NDJSON for standard input.
        bound: The query: its entity type says what the cells of CSV are.
        has_bar: Whether nothing else is written to the terminal while the records are read.

    Attributes:
        read: How many records there were so far.
        left_out: How many lines were none.
        odd_cells: How many cells were of another type than their column.

    Raises:
        CommandError: The format of a file is not known.
    """

    def __init__(self, files: Sequence[str], format_: str | None, bound: BoundQuery, *, has_bar: bool) -> None:
        self._files = files
        self._format = format_
        self._bound = bound
        self._done = 0  # bytes of the files before
        self._file: IO[bytes] | None = None
        self._size = _size(files)
        self._bar = Bar(self._position, self._size, is_wanted=has_bar and can_show())
        self.read = 0
        self.left_out = 0
        self.odd_cells = 0
        for name in files:
            self._reader(name, name if name != STDIN else sys.stdin.buffer)

    def __iter__(self) -> Iterator[Record]:
        """The records.

        Raises:
            CommandError: A file cannot be read, or cannot be read any further.
        """
        try:
            for name in self._files:
                with self._opened(name) as file:
                    self._file = file
                    yield from self._read(name, file)
                    self._done = self._position()
                    self._file = None
        finally:
            self._bar.pause()

    def finish(self) -> None:
        """Say on stderr, behind all results, how many lines and cells there was something to say about."""
        if self.left_out or self.odd_cells:
            sys.stdout.flush()
        for count, one, many in (
            (self.left_out, "line is no record and was left out", "lines are no records and were left out"),
            (self.odd_cells, "cell is of another type and stays text", "cells are of another type and stay text"),
        ):
            if count:
                console.stderr().print(Styled(f"{count:,} {one if count == 1 else many}", "bold yellow"))

    def _read(self, name: str, file: IO[bytes]) -> Iterator[Record]:
        try:
            for record in self._reader(name, file):
                self.read += 1
                self._bar.update(self.read)
                yield record
        except AccsynError as error:
            self._bar.pause()
            raise CommandError(str(error)) from error

    def _reader(self, name: str, source: RecordSource) -> Iterator[Record]:
        """The reader of a file, which has not begun.

        Raises:
            CommandError: The format of the file is not known.
        """
        # Without a name to go by, the format of programs that write a record at a time.
        format_ = self._format or ("ndjson" if name == STDIN else None)
        entity, schema = self._bound.entity_type, self._bound.schema
        # A query about the schema itself has an entity type that is not in it.
        known = None if entity is None or schema.entity_type(entity.name) is None else entity.name
        try:
            return read_records(
                source, format_, schema=schema if known else None, entity_type=known, on_error=self._report
            )
        except ConfigurationError as error:
            raise CommandError(str(error)) from error

    def _report(self, error: RecordFileError) -> None:
        if error.kept:
            self.odd_cells += 1
            count = self.odd_cells
        else:
            self.left_out += 1
            count = self.left_out
        if count <= MOST_SHOWN:
            self._bar.pause()
            console.stderr().print(escape_for_display(str(error)))
        elif count == MOST_SHOWN + 1:
            self._bar.pause()
            console.stderr().print("more of this kind are counted only")

    def _opened(self, name: str) -> AbstractContextManager[IO[bytes]]:
        if name == STDIN:
            return nullcontext(sys.stdin.buffer)  # not ours to close
        try:
            return open(name, "rb")
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise CommandError(f"{name}: it cannot be opened ({reason})") from error

    def _position(self) -> int:
        return self._done + (0 if self._file is None or self._size is None else self._file.tell())


def _size(files: Sequence[str]) -> int | None:
    """The bytes of some files together; None where one is a stream, or not there."""
    if not all(name != STDIN and os.path.isfile(name) for name in files):
        return None
    return sum(map(os.path.getsize, files))
