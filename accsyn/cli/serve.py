"""``accsyn serve``: the local workspace over HTTP."""

from __future__ import annotations

import ipaddress
import threading
from pathlib import Path

import click

from accsyn.cli import console
from accsyn.errors import AccsynError

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

    Without --data it is gone at the end. The API key of its admin is printed when the workspace is new.
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
            out.print("Ctrl-C ends it.")
            threading.Event().wait()
    except AccsynError as error:
        raise click.ClickException(str(error)) from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
