"""``accsyn login``: put an account into the credentials file."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click

from accsyn.cli import console
from accsyn.cli.asking import can_ask, confirm
from accsyn.cli.connecting import Account, connected, sentence, server_options, speaking_warnings
from accsyn.cli.failure import CommandError
from accsyn.cli.sources import STDIN
from accsyn.errors import ConfigurationError
from accsyn.text import escape_for_display

_LONGEST_KEY = 4096

_EPILOG = """\b
Examples:
  accsyn login
  accsyn login --workspace acmefilm --user john@example.com
  accsyn login --workspace acmefilm --user ci@example.com --key-file key.txt"""


@click.command("login", epilog=_EPILOG)
@click.option("--key-file", metavar="FILE", help="Read the API key from this file; - is standard input.")
@click.option("--keyring", is_flag=True, help="Keep the key in the keyring of the operating system, not in the file.")
@click.option("--check/--no-check", default=True, help="Whether to log in before anything is written.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask before another account is replaced.")
@server_options
def command(*, key_file: str | None, keyring: bool, check: bool, yes: bool, account: Account) -> None:
    """Ask for an API key, try it, and write it to the credentials file, which nobody else can read.

    The key is never an argument, which others would see in the list of processes: it is typed without being shown, or
    read from a file, or from standard input where that is no terminal. The file is the one that --credentials or
    ACCSYN_CREDENTIALS_PATH names, else ~/.config/accsyn/credentials. With --keyring the file says only that the key
    stands in the keyring, where every session that reads the file looks for it.
    """
    from accsyn.client.credentials import default_path, write_credentials
    from accsyn.client.key_store import KEYRING, write_key

    named = account.credentials or os.environ.get("ACCSYN_CREDENTIALS_PATH")
    path = Path(named).expanduser() if named else default_path(os.environ)
    old = _present(path)
    workspace = _wanted("workspace", account.workspace, "ACCSYN_WORKSPACE", old)
    user = _wanted("user", account.user, "ACCSYN_API_USER", old)
    before = (old.get("ACCSYN_WORKSPACE", workspace), old.get("ACCSYN_API_USER", user))
    if before != (workspace, user):
        confirm(f"Replace the account {before[1]} of {before[0]} in {path}", is_agreed=yes)
    key = _key(key_file)
    proxy = account.proxy or old.get("ACCSYN_PROXY", "")
    role = _tried(account._replace(workspace=workspace, user=user, proxy=proxy or None), key) if check else None
    kept = {"ACCSYN_API_KEY_IN": KEYRING} if keyring else {"ACCSYN_API_KEY": key}
    values = {"ACCSYN_WORKSPACE": workspace, "ACCSYN_API_USER": user, **kept, "ACCSYN_PROXY": proxy}
    try:
        if keyring:
            write_key(workspace, user, key)
        write_credentials(path, values)
    except ConfigurationError as error:
        raise CommandError(sentence(error)) from None
    said = f"logged in to {workspace} as {user} ({role})" if check else f"not tried: {user} of {workspace}"
    console.stdout().print(escape_for_display(f"{said}; wrote {path}"))
    if os.environ.get("ACCSYN_API_KEY"):
        console.stderr().print("ACCSYN_API_KEY is set, and goes before the file")


def _present(path: Path) -> dict[str, str]:
    """What the credentials file holds so far; nothing if it is not there.

    Raises:
        CommandError: It is something else than a credentials file, and is not to be replaced.
    """
    from accsyn.client.credentials import read_credentials

    if not path.exists():
        return {}
    try:
        with speaking_warnings():
            return read_credentials(path)
    except ConfigurationError as error:
        raise CommandError(sentence(error)) from None


def _wanted(name: str, given: str | None, variable: str, old: dict[str, str]) -> str:
    """A setting: as given, from the environment, or asked for, with what the file holds as the default.

    Raises:
        CommandError: There is nobody to be asked.
    """
    found = (given or os.environ.get(variable) or "").strip()
    if found:
        return found
    if not can_ask():
        if old.get(variable):
            return old[variable]
        raise CommandError(f"the {name} is missing: give --{name} or set {variable}")
    answer: str = click.prompt(name.capitalize(), default=old.get(variable), err=True)
    return answer.strip()


def _key(key_file: str | None) -> str:
    """The API key.

    Raises:
        CommandError: The file cannot be read, or holds none.
    """
    place = "standard input"
    if key_file not in (None, STDIN):
        place = str(key_file)
        try:
            content = Path(place).read_bytes()[: _LONGEST_KEY + 1]
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise CommandError(f"{place} cannot be read: {reason}") from None
    elif key_file is None and can_ask():
        place = "what was typed"
        content = str(click.prompt("API key", hide_input=True, err=True)).encode("utf-8", "surrogateescape")
    else:
        content = sys.stdin.buffer.read(_LONGEST_KEY + 1)
    try:
        key = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        key = ""
    if not key or len(content) > _LONGEST_KEY or not key.isprintable() or len(key.split()) > 1:
        raise CommandError(f"{place} is no API key: it should be one word on a line of its own")
    return key


def _tried(account: Account, key: str) -> str:
    """Log in with a key, whatever stands in the credentials file; the role of the account.

    Raises:
        CommandError: The server does not accept it, or is not reached.
    """
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "credentials")
        empty.touch(mode=0o600)
        with connected(account._replace(credentials=str(empty)), api_key=key) as session:
            return session.role or "no role"
