"""Entities as a table, JSON, NDJSON or CSV. Moments are in UTC, in the form that goes over the wire."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import click

from accsyn.cli import console
from accsyn.cli.fields import Fields
from accsyn.cli.output import FORMATS, format_for, write_document, write_records
from accsyn.cli.table import write_pairs, write_table
from accsyn.wire.codec import dumps

Record = dict[str, Any]

TABLE = "table"

_FIRST_COLUMNS = (
    *("id", "entitytype", "filename", "code", "name", "email", "type", "status", "progress", "size", "user", "role"),
    *("source", "destination", "created", "modified"),
)
"""Attributes that a table shows if nobody says which; JSON has all."""
_MOST_COLUMNS = 8
_BEHIND = re.compile(r"(?:\[\w+\])?\([0-9a-z]{24}\)\Z")
_PEOPLES = "_hr"
"""What the name of an attribute ends in that says for people what another one, an id as a rule, refers to."""


class Target(NamedTuple):
    """How answers are to be written.

    Attributes:
        format: ``table`` or one of `accsyn.cli.output.FORMATS`.
        output: A file; None for standard output.
    """

    format: str = TABLE
    output: str | None = None


def output_options(function: Callable[..., None]) -> Callable[..., None]:
    """A decorator that gives a command the options about its output; it gets what they say as `target`."""

    @click.option("--to", type=click.Choice([TABLE, *FORMATS]), help="Format to write; a table by default.")
    @click.option("-o", "--output", metavar="FILE", help="Write to this file, whole or not at all; .gz compresses.")
    @functools.wraps(function)
    def call(*arguments: Any, to: str | None, output: str | None, **named: Any) -> None:
        function(*arguments, target=_target(to, output), **named)

    return call


def _target(to: str | None, output: str | None) -> Target:
    """Format and file.

    Raises:
        CommandError: The file's name says no format.
        UsageError: A table is to go into a file.
    """
    output = None if output == "-" else output
    if output is None:
        return Target(to or TABLE)
    if to == TABLE:
        raise click.UsageError("A table is for reading: give --output with --to json, ndjson or csv.")
    return Target(format_for(output, to), output)


def write_found(records: Iterable[Record], target: Target, columns: tuple[str, ...] = ()) -> None:
    """Write entities; those of NDJSON as soon as each is there.

    Args:
        records: As the client returns them.
        target: Format and place.
        columns: Attributes, dotted paths too, in this order; without them JSON has all and a table a choice, in which
            ``user`` is what ``user_hr`` says.

    Raises:
        CommandError: The file cannot be written.
    """
    chosen = Fields(columns)
    plain: Iterable[Record] = map(on_the_wire, records)
    taken = chosen.of(plain) if columns else plain
    if target.format == TABLE:
        rows = list(taken)
        if rows and columns:
            write_table(rows, columns)
        elif rows:
            write_table([*map(_for_people, rows)], _columns(rows))
        else:
            console.stderr().print("nothing found")
    else:
        write_records(taken, target.output, target.format, fields=columns, is_live=True)
    for note in chosen.notes() if chosen.names else ():
        console.stderr().print(note)


def write_one(record: Record, target: Target) -> None:
    """Write one entity: as JSON an object, in a table a line for each attribute.

    Raises:
        CommandError: The file cannot be written.
    """
    plain = on_the_wire(record)
    if target.format == TABLE:
        write_pairs(plain)
    elif target.format == "json":
        write_document(plain, target.output)
    else:
        write_records([plain], target.output, target.format)


def write_answer(answer: object, target: Target) -> None:
    """Write what an operation answers: an entity, several, or something else, which is JSON; None is nothing."""
    if isinstance(answer, dict):
        write_one(answer, target)
    elif isinstance(answer, list) and all(isinstance(item, dict) for item in answer):
        write_found(answer, target)
    elif answer is not None:
        write_document(on_the_wire(answer), target.output)


def on_the_wire(value: Any) -> Any:
    """A value as JSON: moments are texts."""
    return json.loads(dumps(value))


def as_records(answer: object) -> Iterator[Record]:
    """An answer about the schema as records: the names of a list, or the entries of an object by their name."""
    if isinstance(answer, dict):
        for name, said in answer.items():
            yield {"name": name, **said} if isinstance(said, dict) else {"name": name, "type": said}
        return
    for item in answer if isinstance(answer, list) else [answer]:
        yield item if isinstance(item, dict) else {"name": item}


def _columns(rows: Sequence[Record]) -> tuple[str, ...]:
    """The attributes that a table shows: well-known ones, else the first that there are."""
    names = dict.fromkeys(name for row in rows for name in row if not _is_for_people(name, row))
    known = [name for name in _FIRST_COLUMNS if name in names]
    if "code" in known and "name" in known and all(row.get("name") in (None, row.get("code")) for row in rows):
        known.remove("name")  # what is said twice takes the room of what is not said
    return tuple((known or list(names))[:_MOST_COLUMNS])


def _for_people(row: Record) -> Record:
    """A record whose references are what people call them, where it says so."""
    said = {}
    for name, text in row.items():
        if _is_for_people(name, row) and isinstance(text, str) and text:
            about = name.removesuffix(_PEOPLES)
            # ``user:lisa@example.com[employee](614d...)`` under ``user`` is lisa@example.com.
            said[about] = _BEHIND.sub("", text).removeprefix(f"{about}:") or text
    return {**row, **said}


def _is_for_people(name: str, row: Record) -> bool:
    """Whether an attribute says for people what another one of the record refers to."""
    return name.endswith(_PEOPLES) and name.removesuffix(_PEOPLES) in row
