"""The local workspace for users: `Workspace`, the one module that knows both the workspace and the client."""

from __future__ import annotations

import contextlib
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from accsyn.errors import ConnectionFailed, SecurityWarning
from accsyn.workspace.backend import ADMIN, Backend
from accsyn.workspace.clock import Clock
from accsyn.workspace.faults import Faults
from accsyn.workspace.journal import Journal
from accsyn.workspace.transfers import RATE

if TYPE_CHECKING:
    from accsyn.client.session import Session
    from accsyn.client.transport import Request, Response
    from accsyn.workspace.protocol import HttpRequest
    from accsyn.workspace.protocol import Response as Answered
    from accsyn.workspace.server import Server

USERS = {"admin": ADMIN, "employee": "employee@example.com", "standard": "standard@example.com"}
"""The user of each role that `Workspace.session` logs in."""


class Workspace:
    """An accsyn workspace in this process, for development, tests and demos.

    ``with Workspace() as ws: session = ws.session()``. Without a folder it goes, with its files, at the end.

    Args:
        folder: Where records and files lie; None for a temporary folder.
        code: The code of a new workspace.
        demo: Whether a new workspace is a small studio with a history.
        start: The moment at which its clock starts, aware; now if not given.
        frozen: Whether its time passes by `advance` alone; transfers too, then.
        seed: Makes ids and faults come out the same each time.
        rate: Bytes a second that transfers copy.
        volume_folders: Where volumes may lie beside `folder`.

    Attributes:
        code: Its code.
        faults: What goes wrong on purpose: ``ws.faults.add("transfer/find", status=429, retry_after=1)``.
        requests: The requests that came.

    Raises:
        ConfigurationError: The folder cannot be used.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str] | None = None,
        *,
        code: str = "local",
        demo: bool = False,
        start: datetime | None = None,
        frozen: bool = False,
        seed: int | None = None,
        rate: float = RATE,
        volume_folders: tuple[str | os.PathLike[str], ...] = (),
    ) -> None:
        self._backend = Backend(
            None if folder is None else Path(folder),
            code=code,
            clock=Clock(start, is_frozen=frozen),
            seed=seed,
            rate=rate,
            allowed_folders=tuple(Path(one).resolve() for one in volume_folders),
        )
        self._handle: Callable[[HttpRequest], Answered] = self._backend.handle
        self._server: Server | None = None
        self._sessions: list[Session] = []
        if demo and not self._backend.state.store.count("transfer"):
            from accsyn.workspace.demo import furnish

            furnish(self._backend, seed=1 if seed is None else seed)

    @property
    def code(self) -> str:
        """The workspace's code."""
        return str(self._backend.state.workspace["code"])

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose."""
        return self._backend.faults

    @property
    def requests(self) -> Journal:
        """The requests that came."""
        return self._backend.requests

    # ---- who, where

    def user(self, code: str, role: str = "standard") -> dict[str, Any]:
        """The record of a user, a new one of that role if nobody has that e-mail."""
        return dict(self._backend.user(code, role))

    def users(self) -> list[str]:
        """The e-mails of its users."""
        return [str(one["code"]) for one in self._backend.state.store.all("user")]

    def api_key(self, user: str = ADMIN) -> str:
        """The API key of a user.

        Raises:
            KeyError: There is no such user.
        """
        return self._backend.api_key(user)

    def volume(self, code: str = "projects") -> Path:
        """The directory of a volume.

        Raises:
            KeyError: There is no such volume.
        """
        return self._backend.volume(code)

    def client(self, user: str = ADMIN) -> Path:
        """The directory that stands for the disk of a user's computer; from then on an app is online there."""
        return self._backend.client(user)

    def session(self, role: str = "admin", *, user: str | None = None, **options: Any) -> Session:
        """A session without sockets.

        Args:
            role: admin, employee or standard.
            user: An e-mail; the role's own user if not given. A new one gets the role.
            options: More arguments of `accsyn.Session`.
        """
        from accsyn.client.session import Session

        ident = USERS[role] if user is None else user
        self._backend.user(ident, role)
        with _undisturbed() as nothing:
            session = Session(
                workspace=self.code,
                username=ident,
                api_key=self.api_key(ident),
                hostname="127.0.0.1",
                transport=_InProcess(self._answered),
                **{"path_envfile": nothing, **options},
            )
        self._sessions.append(session)
        return session

    def _answered(self, request: HttpRequest) -> Answered:
        return self._handle(request)  # looked up each time: a recorder may have taken its place

    # ---- time

    def advance(self, **by: float) -> None:
        """Let time pass: ``ws.advance(days=15)``; the arguments are those of `timedelta`. Transfers go on meanwhile."""
        self._backend.advance(**by)

    # ---- over HTTP

    @property
    def url(self) -> str:
        """Where the workspace answers over HTTP; asking for it starts the server (extra ``workspace``)."""
        return self.serve()

    def serve(self, *, host: str = "127.0.0.1", port: int = 0, certificate: tuple[Path, Path] | None = None) -> str:
        """Answer over HTTP, or HTTPS with a certificate and its key; the URL.

        Raises:
            ConfigurationError: The extra ``workspace`` is not installed, or the port is not free.
        """
        if self._server is None:
            from accsyn.workspace.server import Server

            self._server = Server(self._backend, host=host, port=port, certificate=certificate)
            self._server.start()
        return self._server.url

    # ---- cassettes

    @contextlib.contextmanager
    def record(self, path: str | os.PathLike[str]) -> Iterator[None]:
        """Write down, without secrets, what sessions of `session` ask inside the block and what they are answered."""
        from accsyn.workspace.cassettes import Recorder

        self._handle = Recorder(self._backend.handle, Path(path)).handle
        try:
            yield
        finally:
            self._handle = self._backend.handle

    def check(self) -> list[str]:
        """What is wrong with the database; empty if nothing is."""
        return self._backend.state.store.check()

    def close(self) -> None:
        """Close sessions, server and database."""
        for session in self._sessions:
            session.close()
        if self._server is not None:
            self._server.stop()
        self._backend.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Workspace {self._backend.state.folder}>"


def replay(path: str | os.PathLike[str], *, code: str = "local", user: str = ADMIN, **options: Any) -> Session:
    """A session that is answered from a cassette; what is not on it is a `BackendError` that names the request.

    Raises:
        ConfigurationError: The file is no cassette.
    """
    from accsyn.client.session import Session
    from accsyn.workspace.cassettes import Player

    transport = _InProcess(Player(Path(path)).handle)
    with _undisturbed() as nothing:
        given: dict[str, Any] = {"path_envfile": nothing, **options}
        return Session(code, user, "replayed", hostname="127.0.0.1", transport=transport, **given)


@contextlib.contextmanager
def _undisturbed() -> Iterator[str]:
    """An empty credentials file, since no other has a say, and no warning about a network that is not used."""
    descriptor, path = tempfile.mkstemp(prefix="accsyn-")
    os.close(descriptor)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)
            yield path
    finally:
        os.unlink(path)


class _InProcess:
    """A transport that calls a function."""

    def __init__(self, handle: Callable[[HttpRequest], Answered]) -> None:
        self._handle = handle

    def send(self, request: Request) -> Response:
        """Ask and answer."""
        from accsyn.client.transport import Response

        answered = self._handle(request)
        if answered.status == 0:
            raise ConnectionFailed(f"{request.server}: the connection was broken off", sent=True)
        return Response(answered.status, answered.headers, answered.body)

    def close(self) -> None:
        """There is nothing to close."""
