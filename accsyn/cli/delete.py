"""``accsyn delete``: remove an entity."""

from __future__ import annotations

import click

from accsyn.cli import console
from accsyn.cli.asking import can_ask, confirm
from accsyn.cli.connecting import Account, connected, connection_options
from accsyn.cli.showing import on_the_wire
from accsyn.text import escape_for_display

_EPILOG = """\b
Examples:
  accsyn delete transfer 614d660de50d45bb027c9bdd
  accsyn delete folder 5b0faf03304bfd4810dbd5fc --force --yes
  accsyn delete user 5b0faf03304bfd4810dbd5fc --dry-run"""


@click.command("delete", epilog=_EPILOG)
@click.argument("entitytype", metavar="TYPE")
@click.argument("entityid", metavar="ID")
@click.option("--force", is_flag=True, help="Also where others depend on it.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Show the event, with its secrets masked, and send nothing.")
@connection_options
def command(*, entitytype: str, entityid: str, force: bool, yes: bool, dry_run: bool, account: Account) -> None:
    """Delete the entity of that TYPE and ID: it goes to the archive.

    On a terminal you are asked first, and told what it is; elsewhere nothing is deleted without --yes.
    """
    options = {"force": True} if force else None
    if dry_run:
        with connected(account, is_silent=True) as session:
            console.write_json(on_the_wire(session.delete_one(entitytype, entityid, options, dry_run=True)))
        return
    named = f"{entitytype} {entityid}"
    if not yes and not can_ask():
        confirm(f"Delete {named}", is_agreed=False)
    with connected(account) as session:
        if not yes:
            found = session.get_entity(entitytype, entityid)
            if found is None:
                console.stderr().print(escape_for_display(f"there is no {named}"))
                raise click.exceptions.Exit(1)
            called = found.get("name") or found.get("code")
            confirm(f"Delete {named}{f' ({called})' if called else ''}", is_agreed=False)
        session.delete_one(entitytype, entityid, options)
    console.stdout().print(escape_for_display(f"deleted {named}"))
