"""Where queries come from: arguments, or standard input."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from accsyn.cli.failure import CommandError
from accsyn.source import Source

STDIN = "-"


def read_queries(arguments: Sequence[str], *, lines: bool = False) -> list[Source]:
    """The queries of a call, in order.

    Args:
        arguments: Queries; ``-`` stands for standard input, and so does no argument at all where something is piped in.
        lines: Whether standard input holds a query on every line (empty lines are skipped) rather than one query.

    Raises:
        UsageError: There is no query.
        CommandError: Standard input is not UTF-8.
    """
    wanted = list(arguments) or [STDIN]
    if not arguments and (sys.stdin is None or sys.stdin.isatty()):
        raise click.UsageError("There is no query: give one as an argument, or pipe one in.", _context())
    if lines and STDIN not in wanted:
        raise click.UsageError("--lines is about standard input: give - or no query.", _context())
    found: list[Source] = []
    for number, text in enumerate(wanted, start=1):
        if text == STDIN:
            found += _of_stdin(lines)
        else:
            found.append(Source(text, f"query {number}" if len(wanted) > 1 else ""))
    return found


def read_query(argument: str | None) -> Source:
    """The one query of a call, as `read_queries` finds it."""
    return read_queries([] if argument is None else [argument])[0]


def read_stdin() -> str:
    """Everything on standard input.

    Raises:
        CommandError: It is not UTF-8.
    """
    content = sys.stdin.buffer.read()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CommandError(f"standard input is not UTF-8 (byte {error.start + 1})") from error


def without_line_end(text: str) -> str:
    """The text without the line ends behind it: they belong to the file, not to the query."""
    return text.rstrip("\r\n")


def _of_stdin(lines: bool) -> list[Source]:
    text = read_stdin()
    if not lines:
        return [Source(without_line_end(text), "stdin")]
    rows = enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1)
    return [Source(row, f"stdin:{number}") for number, row in rows if row.strip()]


def _context() -> click.Context | None:
    return click.get_current_context(silent=True)
