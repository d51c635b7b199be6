"""The session: an account on a workspace, and everything that can be done there."""

from __future__ import annotations

import os
from typing import NoReturn

from accsyn.client.access import Access
from accsyn.client.applications import Applications
from accsyn.client.arguments import instance, optional_count, optional_flag
from accsyn.client.calls import URL_LIMIT
from accsyn.client.config import resolve
from accsyn.client.connection import Connection
from accsyn.client.display import Display
from accsyn.client.entities import Entities
from accsyn.client.files import Files
from accsyn.client.journal import Journal
from accsyn.client.preparing import Checks, Lowering, Validate
from accsyn.client.retries import RateLimit, Retry
from accsyn.client.schemas import Schemas
from accsyn.client.settings import Settings
from accsyn.client.transport import Transport
from accsyn.client.waiting import Waiting
from accsyn.errors import ArgumentTypeError
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.model import Schema

Text = str  # `Session.str` hides the type of that name


class Session(Waiting, Schemas, Entities, Access, Files, Settings, Applications, Display):
    """An account on a workspace.

    The methods and their arguments are those of the official client; what was added stands behind them, by keyword.
    A session may be used by several threads. ``with Session(...) as session:`` closes it at the end.

    Args:
        workspace: The code of the workspace; else ACCSYN_WORKSPACE.
        username: The user's e-mail address; else ACCSYN_API_USER.
        api_key: The user's API key; else ACCSYN_API_KEY.
        hostname: The server; asked of accsyn's registry if not given.
        port: Its port; 443 if not given.
        proxy: ``socks5:host:port`` and the like, see docs/client.md; else ACCSYN_PROXY.
        verbose: Whether to log every call and its answer, without secrets, to standard error.
        pretty_json: Whether to indent what is logged.
        path_logfile: A file to log to instead.
        timeout: Seconds to wait for an answer; 120 if not given or 0.
        connect_timeout: Seconds to wait for a connection; 10 if not given or 0.
        domain: Deprecated: `workspace`.
        path_envfile: A file of ``NAME=value`` lines to read credentials from; else ACCSYN_CREDENTIALS_PATH.
        verify: Whether the server's certificate is checked: True, the path of a CA bundle, or False.
        trust_environment: Whether the proxies that the environment names are used.
        total_timeout: Seconds for a call altogether, repetitions included.
        validate: What happens to queries with mistakes: ``error`` raises and warns of doubts, ``warn`` warns of both,
            ``off`` does neither.
        lowering: What happens where a query is sent in another form, since the server's text cannot say it: ``allow``,
            ``warn``, ``error``.
        schema: What queries are checked against; the built-in schema if not given. `refresh_schema` asks the workspace.
        url_limit: Bytes of a request line that the server takes; None for any number.
        retry: When a call is repeated; the usual policy if not given.
        rate_limit: How many calls a second are made at most; no limit if not given.
        transport: What sends requests; for tests.

    Raises:
        ConfigurationError: A setting is missing or wrong.
        ArgumentError: An argument is of a wrong type, or makes no sense.
        TransportError: The server was not reached.
        AuthenticationError: It does not know the account.
        BackendError: It refused, or its answer cannot be read.
    """

    def __init__(  # noqa: PLR0917 - the official signature
        self,
        workspace: str | None = None,
        username: str | None = None,
        api_key: str | None = None,
        hostname: str | None = None,
        port: int | None = None,
        proxy: str | None = None,
        verbose: bool = False,
        pretty_json: bool = False,
        path_logfile: str | None = None,
        timeout: float | None = None,
        connect_timeout: float | None = None,
        domain: str | None = None,
        path_envfile: str | None = None,
        *,
        verify: bool | str | os.PathLike[str] | None = None,
        trust_environment: bool = False,
        total_timeout: float | None = None,
        validate: Validate = "error",
        lowering: Lowering = "warn",
        schema: Schema | None = None,
        url_limit: int | None = URL_LIMIT,
        retry: Retry | None = None,
        rate_limit: RateLimit | None = None,
        transport: Transport | None = None,
    ) -> None:
        instance(schema, "schema", Schema)
        instance(retry, "retry", Retry)
        instance(rate_limit, "rate_limit", RateLimit)
        if transport is not None and not all(callable(getattr(transport, name, None)) for name in ("send", "close")):
            kind = type(transport).__name__
            raise ArgumentTypeError(f"transport has the methods send and close, {kind} does not")
        self._checks = Checks(validate, lowering)
        self._schema = builtin_schema() if schema is None else schema
        self._url_limit = optional_count(url_limit, "url_limit", 1)
        configuration = resolve(
            {
                "workspace": workspace,
                "domain": domain,
                "username": username,
                "api_key": api_key,
                "hostname": hostname,
                "port": port,
                "proxy": proxy,
                "timeout": timeout,
                "connect_timeout": connect_timeout,
                "total_timeout": total_timeout,
                "path_envfile": path_envfile,
                "verify": verify,
                "trust_environment": trust_environment,
            }
        )
        self._configuration = configuration
        self._journal = Journal(
            verbose=bool(optional_flag(verbose, "verbose")),
            path_logfile=path_logfile,
            pretty_json=bool(optional_flag(pretty_json, "pretty_json")),
        )
        self._connection = Connection(
            configuration, transport=transport, retry=retry, rate_limit=rate_limit, logger=self._journal.logger
        )
        try:
            self._connection.login()
        except BaseException:
            self.close()
            raise
        self._journal.info(f"logged in to {configuration.workspace} as {configuration.username}")

    @property
    def workspace(self) -> Text:
        """The code of the workspace."""
        return self._configuration.workspace

    @property
    def username(self) -> Text:
        """The user's e-mail address."""
        return self._configuration.username

    @property
    def user_id(self) -> Text | None:
        """The id of the user."""
        return self._connection.user_id

    @property
    def role(self) -> Text | None:
        """What the user may do: ``admin``, ``employee`` or ``standard``."""
        return self._connection.role

    @property
    def timeout(self) -> float:
        """Seconds to wait for an answer."""
        return self._configuration.timeouts.read

    @property
    def connect_timeout(self) -> float:
        """Seconds to wait for a connection."""
        return self._configuration.timeouts.connect

    def get_last_message(self) -> Text | None:
        """What the server said with its last answer, whether it did as asked or not; None if it said nothing."""
        return self._connection.last_message

    def close(self) -> None:
        """Close connections and the log file. A second call does nothing."""
        self._connection.close()
        self._journal.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> Text:
        return f"Session(workspace={self.workspace!r}, username={self.username!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a session holds a connection and an API key: make one in each process")
