"""The options that several commands have."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from accsyn.cli.failure import CommandError
from accsyn.cli.settings import Settings
from accsyn.schema.model import Schema

Function = TypeVar("Function", bound=Callable[..., Any])

TEXT, JSON = "text", "json"


def parse_parameters(
    context: click.Context, option: click.Parameter, assignments: Iterable[str]
) -> dict[str, str | list[str]]:
    """Values by name from ``name=value``: a text, or a list of texts where a name was given more than once.

    Raises:
        BadParameter: There is no name, or no equals sign.
    """
    values: dict[str, list[str]] = {}
    for assignment in assignments:
        name, sign, text = assignment.partition("=")
        name = name.strip().removeprefix(":")
        if not sign or not name:
            message = f"{assignment!r} is not NAME=VALUE, for example user=lisa@example.com"
            raise click.BadParameter(message, context, option)
        values.setdefault(name, []).append(text)
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in values.items()}


_OPTIONS: dict[str, Callable[[Any], Any]] = {
    "format": click.option(
        "--format",
        "format_",
        type=click.Choice([TEXT, JSON]),
        default=TEXT,
        show_default=True,
        help="Text for people, or one JSON document for programs.",
    ),
    "to": click.option(
        "--to",
        "format_",
        type=click.Choice([TEXT, JSON]),
        default=TEXT,
        show_default=True,
        help="Text for people, or one JSON document for programs.",
    ),
    "schema": click.option(
        "--schema", "schema_file", metavar="FILE", help="Names and types to go by, instead of the built-in ones."
    ),
    "strict": click.option(
        "--strict", is_flag=True, help="Names that the schema does not know are errors, not warnings."
    ),
    "parameters": click.option(
        "-p",
        "--param",
        "--params",
        "parameters",
        metavar="NAME=VALUE",
        multiple=True,
        callback=parse_parameters,
        help="The value of a :name in the query. Taken as plain text. Repeat the name for the items of a list.",
    ),
    "expression": click.option(
        "--expression", is_flag=True, help="The text is a bare condition, without entity type and WHERE."
    ),
    "from": click.option(
        "--from",
        "records_format",
        type=click.Choice(["json", "ndjson", "csv", "parquet"]),
        help="Format of the records; by default what the file's name ends in says.",
    ),
}


def options(*names: str) -> Callable[[Function], Function]:
    """A decorator that gives a command some of the shared options, in this order."""

    def decorate(function: Function) -> Function:
        for name in reversed(names):
            function = _OPTIONS[name](function)
        return function

    return decorate


def query_options(function: Callable[..., None]) -> Callable[..., None]:
    """A decorator that gives a command the options about reading queries; it gets what they say as `settings`."""

    @functools.wraps(function)
    def call(
        *arguments: Any,
        schema_file: str | None,
        strict: bool,
        parameters: dict[str, object],
        expression: bool,
        **others: Any,
    ) -> None:
        settings = Settings(schema_of(schema_file), strict, expression, parameters)
        function(*arguments, settings=settings, **others)

    return options("schema", "strict", "parameters", "expression")(call)


def schema_of(file: str | None) -> Schema:
    """The schema of a file; the built-in one where there is none.

    Raises:
        CommandError: The file cannot be read, or is wrong.
    """
    from pathlib import Path

    from accsyn.errors import SchemaError
    from accsyn.schema.builtin import builtin_schema
    from accsyn.schema.loader import load_schema

    if file is None:
        return builtin_schema()
    try:
        return load_schema(Path(file))
    except SchemaError as error:
        raise CommandError(f"the schema {file}: {error}") from error
