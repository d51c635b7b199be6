"""The options that several commands have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from accsyn.cli.analysis import Settings
from accsyn.cli.failure import CommandError
from accsyn.schema.model import Schema

Function = TypeVar("Function", bound=Callable[..., Any])

TEXT, JSON = "text", "json"


class Assignment(click.ParamType):
    """``name=value``."""

    name = "assignment"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """How the help text calls it."""
        return "NAME=VALUE"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The name without its colon, and the value."""
        name, sign, text = value.partition("=")
        name = name.strip().removeprefix(":")
        if not sign or not name:
            self.fail(f"{value!r} is not NAME=VALUE, for example user=lisa@example.com", param, ctx)
        return name, text


def _format(function: Function) -> Function:
    return click.option(
        "--format",
        "format_",
        type=click.Choice([TEXT, JSON]),
        default=TEXT,
        show_default=True,
        help="Text for people, or one JSON document for programs.",
    )(function)


def _schema(function: Function) -> Function:
    return click.option(
        "--schema", "schema_file", metavar="FILE", help="Names and types to go by, instead of the built-in ones."
    )(function)


def _strict(function: Function) -> Function:
    return click.option("--strict", is_flag=True, help="Names that the schema does not know are errors, not warnings.")(
        function
    )


def _parameters(function: Function) -> Function:
    return click.option(
        "-p",
        "--param",
        "parameters",
        type=Assignment(),
        multiple=True,
        help="The value of a :name in the query. Taken as plain text. Repeat the name for the items of a list.",
    )(function)


def _expression(function: Function) -> Function:
    return click.option(
        "--expression", is_flag=True, help="The text is a bare condition, without entity type and WHERE."
    )(function)


def _from(function: Function) -> Function:
    return click.option(
        "--from",
        "records_format",
        type=click.Choice(["json", "ndjson", "csv"]),
        help="Format of the records; by default what the file's name ends in says.",
    )(function)


_OPTIONS: dict[str, Callable[[Any], Any]] = {
    "format": _format,
    "schema": _schema,
    "strict": _strict,
    "parameters": _parameters,
    "expression": _expression,
    "from": _from,
}


def options(*names: str) -> Callable[[Function], Function]:
    """A decorator that gives a command some of the shared options, in this order."""

    def decorate(function: Function) -> Function:
        for name in reversed(names):
            function = _OPTIONS[name](function)
        return function

    return decorate


def settings(
    schema_file: str | None,
    *,
    strict: bool,
    expression: bool,
    parameters: Iterable[tuple[str, str]] = (),
    needs_values: bool = False,
) -> Settings:
    """What the shared options say.

    Raises:
        CommandError: The schema file is wrong.
    """
    return Settings(schema_of(schema_file), strict, expression, collect(parameters), needs_values)


def collect(assignments: Iterable[tuple[str, str]]) -> dict[str, object]:
    """Values by name: a text, or a list of texts where a name was given more than once."""
    values: dict[str, list[str]] = {}
    for name, text in assignments:
        values.setdefault(name, []).append(text)
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in values.items()}


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
