"""What a call hands over: ``--data`` as JSON, and queries that are checked before anybody is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from accsyn.cli import console
from accsyn.cli.analysis import analyse
from accsyn.cli.failure import CommandError
from accsyn.cli.findings import print_findings
from accsyn.cli.settings import Settings
from accsyn.cli.sources import STDIN, read_query, read_stdin
from accsyn.wire.codec import dumps

DATA_HELP = "JSON, @FILE to read it from a file, or - for standard input."


def read_data(given: str) -> Any:
    """The JSON value of ``--data``.

    Raises:
        CommandError: The file cannot be read, or the text is no JSON object or list. What it holds is not repeated.
    """
    text, place = given, "--data"
    if given == STDIN:
        text, place = read_stdin(), "standard input"
    elif given.startswith("@"):
        place = given[1:]
        try:
            text = Path(place).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise CommandError(f"{place} is not UTF-8 (byte {error.start + 1})") from None
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise CommandError(f"{place} cannot be read: {reason}") from error
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise CommandError(f"{place} is no JSON ({where}: {error.msg})") from None
    except RecursionError:
        raise CommandError(f"{place} is nested too deeply") from None
    try:
        dumps(value)
    except ValueError as error:  # Python reads NaN and 1e999, which JSON has no number for
        raise CommandError(f"{place}: {error}") from None
    if not isinstance(value, dict | list) or not value:
        raise CommandError(f"{place} must be a JSON object, or a list of some, with something in it")
    return value


def check_query(argument: str | None, settings: Settings) -> str:
    """The text of a query that has no errors; its warnings are the session's to say.

    Args:
        argument: The query; None or ``-`` for standard input.
        settings: How to read it.

    Raises:
        Exit: It has errors, with code 1; they are on stderr.
        CommandError: A list was given for a parameter that takes one value.
    """
    source = read_query(argument)
    (analysis,) = analyse([source], settings._replace(needs_values=True))
    if analysis.has_errors:
        print_findings(console.stderr(), [analysis])
        raise click.exceptions.Exit(1)
    return source.text
