"""``--local``: commands that ask a demo workspace inside their own process, instead of a server.

Without a folder it is furnished anew for each command, from one seed: ids are the same each time, dates are relative to
now, and what a command writes is gone with it. With a folder it stays there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from accsyn.cli import console
from accsyn.cli.failure import CommandError, did_you_mean

if TYPE_CHECKING:
    from accsyn.client.session import Session
    from accsyn.local import Workspace
    from accsyn.schema.model import Schema

SEED = 1
FORGETS = "the demo workspace ends with this command, and what was written with it; --local-data DIR keeps it"


@contextmanager
def embedded(*, folder: str | None = None, user: str | None = None, schema: Schema | None = None) -> Iterator[Session]:
    """A session of a demo workspace, without sockets. If something was written and is not kept, stderr says so.

    Args:
        folder: Where the workspace stays; None for one that goes.
        user: The e-mail of one of its users; None for the admin.
        schema: What queries are checked against; None for the built-in schema.

    Raises:
        CommandError: It has no such user.
        ConfigurationError: The folder cannot be used.
    """
    from accsyn.local import Workspace
    from accsyn.workspace.backend import ADMIN

    # Ids that come out the same are of use where the next command meets the same studio, and a danger in a folder.
    with Workspace(folder, demo=True, seed=SEED if folder is None else None) as workspace:
        with workspace.session(user=_known(workspace, user or ADMIN), schema=schema) as session:
            yield session
        if folder is None and any(entry.method != "GET" and entry.operation != "login" for entry in workspace.requests):
            console.stderr().print(FORGETS)


def _known(workspace: Workspace, code: str) -> str:
    """An e-mail of a user of the workspace.

    Raises:
        CommandError: Nobody has it.
    """
    found = workspace.users()
    if code.lower() not in (one.lower() for one in found):
        raise CommandError(f"the demo workspace has no user {code!r}.{did_you_mean(code, found)}")
    return code
