"""``accsyn get``: one entity."""

from __future__ import annotations

import click

from accsyn.cli import console
from accsyn.cli.connecting import Account, connected, connection_options
from accsyn.cli.fields import Fields, parse_fields
from accsyn.cli.showing import Target, on_the_wire, output_options, write_one
from accsyn.text import escape_for_display

_EPILOG = """\b
Examples:
  accsyn get transfer 614d660de50d45bb027c9bdd
  accsyn get user 5b0faf03304bfd4810dbd5fc --fields email,role
  accsyn get transfer 614d660de50d45bb027c9bdd --to json"""


@click.command("get", epilog=_EPILOG)
@click.argument("entitytype", metavar="TYPE")
@click.argument("entityid", metavar="ID")
@click.option("--fields", metavar="A,B.C", callback=parse_fields, help="Write these attributes only, in this order.")
@output_options
@connection_options
@click.pass_context
def command(
    context: click.Context, *, entitytype: str, entityid: str, fields: tuple[str, ...], target: Target, account: Account
) -> None:
    """Write the entity of that TYPE and ID, whatever its state.

    The exit code is 1 where there is none.
    """
    with connected(account) as session:
        found = session.get_entity(entitytype, entityid)
    if found is None:
        console.stderr().print(escape_for_display(f"there is no {entitytype} {entityid}"))
        context.exit(1)
    chosen = Fields(fields)
    (record,) = chosen.of([on_the_wire(found)]) if fields else (found,)
    write_one(record, target)
    for note in chosen.notes():
        console.stderr().print(note)
