"""``accsyn serve``: the local workspace over HTTP."""

from __future__ import annotations

import ipaddress
import signal
import time
from pathlib import Path

import click

from accsyn.cli import console
from accsyn.cli.console import Console
from accsyn.cli.failure import CommandError
from accsyn.errors import AccsynError

_SECONDS = 60.0
_EPILOG = """\b
Examples:
  accsyn serve --demo
  accsyn serve --data studio --port 8181
  accsyn serve --tls --port 8443"""


@click.command("serve", epilog=_EPILOG)
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Keep everything in this folder.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8181, show_default=True, help="The port; 0 for a free one."
)
@click.option("--tls", is_flag=True, help="HTTPS, with a certificate made for it (needs cryptography).")
@click.option("--demo", is_flag=True, help="Furnish a new workspace: a small studio with a history.")
@click.option("--public", is_flag=True, help="Listen on an address that other machines reach.")
def command(*, data: Path | None, host: str, port: int, tls: bool, demo: bool, public: bool) -> None:
    """Run a local workspace until Ctrl-C.

    Without --data it is gone at the end. The API key of its admin is printed when the workspace is new, and then no
    more. Ctrl-C is the way to end it, and the exit code is 0 then.
    """
    if not (public or _is_loopback(host)):
        raise click.UsageError(f"{host} can be reached from other machines; --public says that this is wanted")
    from accsyn.local import Workspace
    from accsyn.workspace.backend import ADMIN, DATABASE
    from accsyn.workspace.server import self_signed

    is_new = data is None or not (data / DATABASE).exists()
    try:
        with Workspace(data, demo=demo) as workspace:
            certificate = self_signed(workspace.volume().parent.parent, host) if tls else None
            url = workspace.serve(host=host, port=port, certificate=certificate)
            out = console.stdout()
            out.print(f"workspace {workspace.code} at {url}")
            out.print(f"user      {ADMIN}")
            if is_new:
                out.print(f"API key   {workspace.api_key()}")
            if certificate is not None:
                out.print(f"verify    {certificate[0]}")
            _wait(out)
    except AccsynError as error:
        raise CommandError(str(error)) from None


def _wait(out: Console) -> None:
    """Until Ctrl-C, or the signal to terminate: both end a server as it should end, with nothing left behind."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        out.print("Ctrl-C ends it.")
        while True:
            time.sleep(_SECONDS)
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
