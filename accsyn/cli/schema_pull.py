"""``accsyn schema pull``: the schema of a workspace as a file."""

from __future__ import annotations

import click

from accsyn.cli.connecting import Account, connected, connection_options
from accsyn.cli.output import write_document
from accsyn.schema.writer import schema_to_mapping

_EPILOG = """\b
Examples:
  accsyn schema pull -o schema.json
  accsyn schema pull --workspace acmefilm > acmefilm.json"""


@click.command("pull", epilog=_EPILOG)
@click.option("-o", "--output", metavar="FILE", help="Write to this file, whole or not at all.")
@connection_options
def pull(*, output: str | None, account: Account) -> None:
    """Ask the workspace for its entity types and attributes, and write them as a schema file for --schema.

    What the workspace does not say (targets of references, units, fields of objects) is that of the built-in schema.
    """
    with connected(account) as session:
        schema = session.refresh_schema()
    write_document(schema_to_mapping(schema), output)
