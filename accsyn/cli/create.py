"""``accsyn create``: make an entity."""

from __future__ import annotations

import click

from accsyn.cli.connecting import Account, connected, connection_options
from accsyn.cli.given import DATA_HELP, read_data
from accsyn.cli.output import write_document
from accsyn.cli.showing import Target, on_the_wire, output_options, write_answer

_EPILOG = """\b
Examples:
  accsyn create user --data '{"code": "lisa@example.com"}'
  accsyn create transfer --data @transfer.json --dry-run
  accsyn create task --data - --parent 614d660de50d45bb027c9bdd < tasks.json"""


@click.command("create", epilog=_EPILOG)
@click.argument("entitytype", metavar="TYPE")
@click.option("--data", required=True, metavar="JSON", help=f"Its attributes: {DATA_HELP}")
@click.option("--parent", metavar="ID", help="The entity that tasks, files and other sub-entities belong to.")
@click.option(
    "--allow-duplicates/--no-allow-duplicates", default=None, help="Take on tasks of the same uri, retry the old ones."
)
@click.option("--replace-duplicates/--no-replace-duplicates", default=None, help="Replace old tasks of the same uri.")
@click.option("--dry-run", is_flag=True, help="Show the event, with its secrets masked, and send nothing.")
@output_options
@connection_options
def command(
    *,
    entitytype: str,
    data: str,
    parent: str | None,
    allow_duplicates: bool | None,
    replace_duplicates: bool | None,
    dry_run: bool,
    target: Target,
    account: Account,
) -> None:
    """Create an entity of that TYPE, and write it as the server answers.

    The request is sent once: where the answer does not come, the entity may be there all the same, and the command
    says so by failing.
    """
    given = read_data(data)
    with connected(account, is_silent=dry_run) as session:
        answer = session.create(entitytype, given, parent, allow_duplicates, replace_duplicates, dry_run=dry_run)
    if dry_run:
        write_document(on_the_wire(answer), target.output)
    else:
        write_answer(answer, target)
