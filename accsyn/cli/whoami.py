"""``accsyn whoami``: the account that commands use."""

from __future__ import annotations

import click

from accsyn.cli import console
from accsyn.cli.connecting import Account, connected, connection_options
from accsyn.cli.options import JSON, options
from accsyn.cli.table import write_pairs

_EPILOG = """\b
Examples:
  accsyn whoami
  accsyn whoami --format json"""


@click.command("whoami", epilog=_EPILOG)
@options("format")
@connection_options
def command(*, format_: str, account: Account) -> None:
    """Log in, and say who you are to the workspace."""
    with connected(account) as session:
        said = {
            "workspace": session.workspace,
            "user": session.username,
            "id": session.user_id,
            "role": session.role,
        }
    if format_ == JSON:
        console.write_json(said)
    else:
        write_pairs(said)
