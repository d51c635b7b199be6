"""What the commands that ask a workspace share: the options that say which, the session, and what went wrong.

The client, and requests with it, is imported where a session is made: a wrong call never pays for it.
"""

from __future__ import annotations

import functools
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO, TypeVar

import click

from accsyn.cli import console
from accsyn.cli.analysis import Analysis
from accsyn.cli.console import Styled
from accsyn.cli.failure import CommandError
from accsyn.cli.findings import print_findings
from accsyn.errors import AccsynError, AccsynWarning, AuthenticationError, BackendError, ConfigurationError, QueryError
from accsyn.text import escape_for_display

if TYPE_CHECKING:
    from accsyn.client.session import Session
    from accsyn.client.transport import Request, Response
    from accsyn.schema.model import Schema

Function = TypeVar("Function", bound=Callable[..., Any])


class Account(NamedTuple):
    """What a call says about the workspace and the account; None for what environment and credentials file say.

    Attributes:
        workspace: The workspace's code.
        user: The user's e-mail address.
        hostname: The server; None for the one that accsyn's registry names.
        port: Its port.
        proxy: What the calls go through.
        ca: A file of certificates to trust.
        credentials: The credentials file.
        local: Whether a demo workspace in this process is asked instead of a server.
        local_data: The folder where that workspace stays.
    """

    workspace: str | None = None
    user: str | None = None
    hostname: str | None = None
    port: int | None = None
    proxy: str | None = None
    ca: str | None = None
    credentials: str | None = None
    local: bool = False
    local_data: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether a demo workspace in this process is asked."""
        return self.local or self.local_data is not None

    def settings(self) -> dict[str, Any]:
        """The arguments of a session."""
        return {
            "workspace": self.workspace,
            "username": self.user,
            "hostname": self.hostname,
            "port": self.port,
            "proxy": self.proxy,
            "verify": self.ca,
            "path_envfile": self.credentials,
        }


_SERVER_OPTIONS = (
    click.option("--workspace", metavar="CODE", help="The workspace; else ACCSYN_WORKSPACE, or the credentials file."),
    click.option("--user", metavar="EMAIL", help="The account; else ACCSYN_API_USER, or the credentials file."),
    click.option("--hostname", metavar="HOST", help="The server; else the one that accsyn's registry names."),
    click.option("--port", type=click.IntRange(1, 65_535), metavar="N", help="Its port."),
    click.option("--proxy", metavar="PROXY", help="For example socks5:host:port; else ACCSYN_PROXY."),
    click.option("--ca", metavar="FILE", help="Certificates to trust, instead of the usual ones."),
    click.option(
        "--credentials", metavar="FILE", help="The credentials file; else ACCSYN_CREDENTIALS_PATH, or the usual one."
    ),
)
_LOCAL_OPTIONS = (
    click.option("--local", is_flag=True, help="Ask a demo workspace in this process: no server, no account."),
    click.option(
        "--local-data",
        type=click.Path(file_okay=False),
        metavar="DIR",
        help="The same, kept in this folder; without it what is written is gone at the end.",
    ),
)
TRY = "; to try it without a server or an account: --local"
_OF_A_SERVER = ("workspace", "hostname", "port", "proxy", "ca", "credentials")


def connection_options(function: Callable[..., None]) -> Callable[..., None]:
    """A decorator that gives a command the options about the connection; it gets what they say as `account`."""
    return _with(function, (*_SERVER_OPTIONS, *_LOCAL_OPTIONS))


def server_options(function: Callable[..., None]) -> Callable[..., None]:
    """The same for a command that has to do with servers alone."""
    return _with(function, _SERVER_OPTIONS)


def _with(
    function: Callable[..., None], options: tuple[Callable[[Callable[..., None]], Callable[..., None]], ...]
) -> Callable[..., None]:
    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> None:
        account = Account(**{name: named.pop(name) for name in Account._fields if name in named})
        if account.is_local:
            for name in _OF_A_SERVER:
                if getattr(account, name) is not None:
                    raise click.UsageError(f"--local asks no server; leave out --{name}")
        function(*arguments, account=account, **named)

    decorated: Callable[..., None] = call
    for option in reversed(options):
        decorated = option(decorated)
    return decorated


@contextmanager
def connected(
    account: Account, *, schema: Schema | None = None, api_key: str | None = None, is_silent: bool = False
) -> Iterator[Session]:
    """A session, closed at the end. Its warnings go to stderr; what goes wrong with it becomes the end of the command.

    Args:
        account: Which workspace, and who.
        schema: What queries are checked against; None for the built-in schema.
        api_key: The API key; None for the one of the environment or the credentials file.
        is_silent: Whether to send nothing at all, not even the login, so that only ``dry_run=True`` is of use.

    Raises:
        CommandError: Anything that the client raises, as one sentence.
        Exit: The query is wrong, with code 1; the diagnostics are on stderr.
    """
    with speaking_warnings():
        try:
            if account.is_local:
                from accsyn.cli.embedded import embedded

                with embedded(folder=account.local_data, user=account.user, schema=schema) as session:
                    yield session
                return
            from accsyn.client.session import Session

            settings, transport = account.settings(), None
            if is_silent:
                # The registry is not asked either.
                settings["hostname"], transport = account.hostname or "localhost", Silent()
            with Session(**settings, api_key=api_key, schema=schema, transport=transport) as session:
                yield session
        except QueryError as error:
            print_findings(console.stderr(), [Analysis(error.source, error.diagnostics)])
            raise click.exceptions.Exit(1) from None
        except AccsynError as error:
            hint = TRY if isinstance(error, ConfigurationError) and _is_unconfigured(account, api_key) else ""
            raise CommandError(sentence(error) + hint) from None


def _is_unconfigured(account: Account, api_key: str | None) -> bool:
    """Whether nothing at all says which workspace, who, or where that would stand."""
    from accsyn.client.credentials import KNOWN, default_path

    said = (*account[: -len(_LOCAL_OPTIONS)], api_key, *(os.environ.get(name) for name in KNOWN))
    named = os.environ.get("ACCSYN_CREDENTIALS_PATH")
    return not any(said) and not named and not default_path(os.environ).is_file()


class Silent:
    """A transport that sends nothing and accepts the login, for calls that only show what they would send."""

    _ACCEPTED = b'{"result": {"session_id": "none", "id": "none", "role": "none"}}'

    def send(self, request: Request) -> Response:
        """Answer a login.

        Raises:
            TransportError: It is something else.
        """
        from accsyn.client.transport import Response
        from accsyn.errors import TransportError

        if request.url.endswith("/api/login"):
            return Response(200, {"content-type": "application/json"}, self._ACCEPTED)
        raise TransportError("nothing is sent in a dry run", sent=False)

    def close(self) -> None:
        """Nothing is open."""


# The client speaks of the arguments of a session; here they are options.
_NAMES = (
    ("give workspace= or set", "give --workspace or set"),
    ("give username= or set", "give --user or set"),
    ("give api_key= or set", "run accsyn login or set"),
    ("verify=", "--ca "),
)


def sentence(error: AccsynError) -> str:
    """What went wrong, in one line, and what to do about it where that is known."""
    text = " ".join(str(error).split())
    if isinstance(error, ConfigurationError):
        for theirs, ours in _NAMES:
            text = text.replace(theirs, ours)
    if isinstance(error, AuthenticationError):
        text += "; accsyn login asks for another key"
    if isinstance(error, BackendError) and error.retry_after is not None:
        text += f"; try again in {error.retry_after:g} s"
    return text


@contextmanager
def speaking_warnings() -> Iterator[None]:
    """While it lasts, warnings of accsyn are lines on stderr, and others are not heard."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filterwarnings("always", category=DeprecationWarning, module=r"accsyn\.")
        warnings.simplefilter("always", AccsynWarning)
        warnings.showwarning = _show  # the context puts the other one back
        yield


def _show(  # noqa: PLR0917 - the signature of warnings.showwarning
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    console.stderr().print(Styled("warning", "bold yellow"), f": {escape_for_display(' '.join(str(message).split()))}")
