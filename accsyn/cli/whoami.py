"""``accsyn whoami``: the account that commands use."""

from __future__ import annotations

import click

from accsyn.cli.connecting import Account, connected, connection_options
from accsyn.cli.showing import Target, output_options, write_one

_EPILOG = """\b
Examples:
  accsyn whoami
  accsyn whoami --to json"""


@click.command("whoami", epilog=_EPILOG)
@output_options
@connection_options
def command(*, target: Target, account: Account) -> None:
    """Log in, and say who you are to the workspace."""
    with connected(account) as session:
        said = {
            "workspace": session.workspace,
            "user": session.username,
            "id": session.user_id,
            "role": session.role,
        }
    write_one(said, target)
