"""Records from the file that a call names."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from accsyn.cli.failure import CommandError
from accsyn.cli.sources import STDIN
from accsyn.errors import AccsynError
from accsyn.evaluation.records import read_records

Record = dict[str, Any]


def check_streams(query: str | None, file: str | None) -> None:
    """Refuse a call that reads both its query and its records from standard input.

    Raises:
        UsageError: It does.
    """
    if file == STDIN and query in (None, STDIN):
        raise click.UsageError("Standard input can hold the query or the records, not both.")


def open_records(file: str, format_: str | None) -> Iterator[Record]:
    """The records of a file, one after the other; ``-`` is standard input.

    Raises:
        CommandError: The file cannot be read, or a line of it is wrong; the latter when that line is reached.
    """
    try:
        if file == STDIN:
            # Without a name to go by, the format of programs that write a record at a time.
            yield from read_records(sys.stdin.buffer, format_ or "ndjson")
        else:
            yield from read_records(file, format_)
    except AccsynError as error:
        raise CommandError(str(error)) from error
