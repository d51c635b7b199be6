"""``accsyn update``: change an entity."""

from __future__ import annotations

from typing import Any

import click

from accsyn.cli.connecting import Account, connected, connection_options
from accsyn.cli.given import DATA_HELP, read_data
from accsyn.cli.output import write_document
from accsyn.cli.showing import Target, on_the_wire, output_options, write_answer

_EPILOG = """\b
Examples:
  accsyn update user 5b0faf03304bfd4810dbd5fc --data '{"name": "Lisa"}'
  accsyn update user 5b0faf03304bfd4810dbd5fc --data @user.json --dry-run"""


@click.command("update", epilog=_EPILOG)
@click.argument("entitytype", metavar="TYPE")
@click.argument("entityid", metavar="ID")
@click.option("--data", required=True, metavar="JSON", help=f"The attributes to change: {DATA_HELP}")
@click.option("--dry-run", is_flag=True, help="Show the event, with its secrets masked, and send nothing.")
@output_options
@connection_options
def command(*, entitytype: str, entityid: str, data: str, dry_run: bool, target: Target, account: Account) -> None:
    """Change attributes of the entity of that TYPE and ID, and write it as it is then.

    With TYPE task, --data may be a list of tasks to change, each with its id or uri, and ID is that of their job.
    """
    given = read_data(data)
    with connected(account, is_silent=dry_run) as session:
        answer: Any
        if isinstance(given, list) and dry_run:
            answer = session.update_many(entitytype, entityid, given, dry_run=True)
        elif isinstance(given, list):
            answer = session.update_many(entitytype, entityid, given)
        else:
            answer = session.update(entitytype, entityid, given, dry_run=dry_run)
    if dry_run:
        write_document(on_the_wire(answer), target.output)
    else:
        write_answer(answer, target)
