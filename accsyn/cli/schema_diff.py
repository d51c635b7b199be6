"""``accsyn schema diff``: what is different between two schemas."""

from __future__ import annotations

import click

from accsyn.cli import console
from accsyn.cli.connecting import Account, connected, connection_options
from accsyn.cli.console import Console, Styled
from accsyn.cli.options import JSON, options, schema_of
from accsyn.schema.diff import Difference, schema_differences
from accsyn.text import escape_for_display

_EPILOG = """\b
Examples:
  accsyn schema diff
  accsyn schema diff schema.json
  accsyn schema diff old.json new.json"""

VERSION = 1
"""Of the JSON document; goes up when a program that reads it would have to change."""

_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


@click.command("diff", epilog=_EPILOG)
@click.argument("before", required=False)
@click.argument("after", required=False)
@options("to")
@connection_options
@click.pass_context
def diff(context: click.Context, *, before: str | None, after: str | None, format_: str, account: Account) -> None:
    """Say what is different from the schema file BEFORE to the schema file AFTER.

    Without AFTER it is what the workspace says about itself now; without BEFORE it starts from the built-in schema.
    The exit code is 1 where there is a difference.
    """
    first = schema_of(before)
    if after is None:
        with connected(account) as session:
            second = session.refresh_schema()
    else:
        second = schema_of(after)
    found = schema_differences(first, second)
    if format_ == JSON:
        console.write_json({"version": VERSION, "differences": [one._asdict() for one in found]})
    else:
        _print(console.stdout(), found)
    context.exit(1 if found else 0)


def _print(out: Console, found: tuple[Difference, ...]) -> None:
    for one in found:
        sign, style = _SIGNS[one.kind]
        said = one.path if one.kind != "changed" else str(one)
        out.print(Styled(sign, style), f" {escape_for_display(said)}")
    if not found:
        out.print("no differences")
