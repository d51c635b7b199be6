"""A connection to a workspace: logs in, sends events, reads answers, and keeps every secret to itself."""

from __future__ import annotations

import logging
import socket
import threading
import time
import uuid
from datetime import datetime, timezone

from accsyn.client import answers, registry
from accsyn.client.config import Configuration
from accsyn.client.headers import headers, secrets
from accsyn.client.masking import MASK, Secrets, masked, shown
from accsyn.client.retries import RateLimit, Retry
from accsyn.client.transport import Request, Transport, transport_for
from accsyn.errors import AccsynError, AuthenticationError, BackendError, InvalidAnswer, TransportError
from accsyn.wire.event import IN_URL, METHODS, Event, encode_body, encode_url, envelope, preview

_LOGGER = logging.getLogger(__name__)

_LOGIN = Event("PUT", "api/login")
_LOGIN_PATH = "/api/v3/api/login"
_LOOK_UP = Event("GET", "registry")
_EVENT_PATH = "/api/v3/event"
_HTTPS_PORT = 443

# As long as the ids of real sessions are: for measuring before there is one.
_SOME_SESSION = "00000000-0000-0000-0000-000000000000"


class Connection:
    """A session with a workspace, one level below `Session`: events in, answers out. Thread-safe.

    It logs in with the first call if `login` was not called before. If the server answers 401 to a GET, it logs in
    once more and asks once more, since a session may have ended. A call that writes is not repeated after a 401 (what
    a real backend answers after an ended session, and that it then did nothing, is not known), but the next call logs
    in anew.

    Args:
        configuration: Where and who.
        transport: What sends; None for `RequestsTransport`.
        retry: When a call is repeated; None for the defaults of `Retry`.
        rate_limit: What holds calls back; None for nothing.
        logger: Where each call is logged, at DEBUG; None for ``accsyn.client.connection``.

    Attributes:
        configuration, retry, rate_limit: As given.
        user_id: The id of the account; None before the login.
        role: Its role; None before the login.
        last_message: What the server said with its last answer, error or not; None if it said nothing.
        hostname_of_machine: The name of this machine.
    """

    def __init__(
        self,
        configuration: Configuration,
        *,
        transport: Transport | None = None,
        retry: Retry | None = None,
        rate_limit: RateLimit | None = None,
        logger: logging.Logger | None = None,
    ) -> None:
        self.configuration = configuration
        self.retry = Retry() if retry is None else retry
        self.rate_limit = rate_limit
        self.user_id: str | None = None
        self.role: str | None = None
        self.last_message: str | None = None
        self.hostname_of_machine = socket.gethostname()
        self._logger = _LOGGER if logger is None else logger
        self._transport = transport_for(configuration, self.retry.clock) if transport is None else transport
        self._lock = threading.RLock()
        self._session_id: str | None = None
        self._server: str | None = None
        self._closed = False

    @property
    def workspace(self) -> str:
        """The workspace's code."""
        return self.configuration.workspace

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not stand in any text that is shown; for whoever logs or prints what came."""
        return secrets(self.configuration, self._session_id)

    def login(self) -> None:
        """Start a session; the one before, if any, is left to end by itself.

        Raises:
            AuthenticationError: The server does not accept the account.
            InvalidAnswer: The answer says no session.
            TransportError, BackendError: As for any call.
        """
        self._check_open()
        with self._lock:
            deadline = self._deadline()
            request = self._request("PUT", _LOGIN_PATH, body=b"{}", deadline=deadline)
            try:
                # A login that is sent twice starts two sessions, and nothing else.
                answer = self._send(request, _LOGIN, reads=True)
            except BackendError as error:
                # The account is what a login is about: a refusal in words, whatever the status, is one of the account.
                if type(error) is not BackendError or (error.status or 0) >= 400:
                    raise
                refusal = AuthenticationError(error.message, error.status, error.retry_after)
            else:
                self._begin(answers.part(answer))
                return
        raise refusal

    def call(
        self, event: Event, *, timeout: tuple[float, float] | None = None, dry_run: bool = False
    ) -> dict[str, object]:
        """Send an event and give the answer, an object that says no error.

        Args:
            event: What to do.
            timeout: Seconds for connecting and for each next byte; None for the configuration's.
            dry_run: Send nothing, and give the event's envelope as it would be sent, as JSON has it and with what is
                secret in it masked. Data that would travel compressed are in it as they are; then ``sent_as`` says so.

        Raises:
            TransportError: No answer came.
            BackendError: The server refuses or fails, or the answer is none.
            ArgumentError: The event's data cannot be sent; nothing was.
            ValueError: The method is none of the protocol.
        """
        if event.method not in METHODS:
            raise ValueError(f"{event.method!r} is no method of the protocol")
        if dry_run:
            return preview(self._envelope(event, MASK), masked(event).data)
        self._check_open()
        deadline = self._deadline()
        session = self._current_session(None)
        try:
            return self._send_event(event, session, timeout, deadline)
        except AuthenticationError:
            self._end(session)
            if event.method != "GET":
                raise
        return self._send_event(event, self._current_session(session), timeout, deadline)

    def request_length(self, event: Event) -> int:
        """Bytes of the first line that the request of an event has: method, path, query, version.

        Raises:
            ArgumentError: The event's data cannot be sent.
        """
        query = ""
        if event.method in IN_URL:
            query = f"?{encode_url(self._envelope(event, self._session_id or _SOME_SESSION))}"
        return len(f"{event.method} {_EVENT_PATH}{query} HTTP/1.1\r\n")

    def close(self) -> None:
        """Close every connection to the server; calls after that fail."""
        self._closed = True
        self._transport.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        where = self._server or self.configuration.hostname or "its registered server"
        return f"<Connection of {self.configuration.username} to {self.workspace} at {where}>"

    def __reduce__(self) -> str:
        raise TypeError("a connection holds an API key and is not pickled")

    def _current_session(self, ended: str | None) -> str:
        """The id of the session, of a new one if there is none or it is the one that ended."""
        with self._lock:
            if self._session_id is None or self._session_id == ended:
                self.login()
            return self._session_id or ""

    def _begin(self, result: object) -> None:
        """Take over what the login answered."""
        found = result if isinstance(result, dict) else {}
        session, user, role = (found.get(key) for key in ("session_id", "id", "role"))
        if not (isinstance(session, str) and session and isinstance(user, str) and isinstance(role, str)):
            raise InvalidAnswer("the answer to the login lacks role, id or session_id")
        self._session_id, self.user_id, self.role = session, user, role

    def _end(self, session: str) -> None:
        """Forget a session that the server does not accept, unless another thread has a new one already."""
        with self._lock:
            if self._session_id == session:
                self._session_id = None

    def _check_open(self) -> None:
        if self._closed:
            raise TransportError("the connection is closed", sent=False)

    def _deadline(self) -> float | None:
        total = self.configuration.timeouts.total
        return None if total is None else self.retry.clock() + total

    def _envelope(self, event: Event, session: str) -> dict[str, object]:
        return envelope(
            event,
            workspace=self.workspace,
            session_id=session,
            ident=self.configuration.username,
            eid=str(uuid.uuid4()),
            created=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S"),
            hostname=self.hostname_of_machine,
        )

    def _send_event(
        self, event: Event, session: str, timeout: tuple[float, float] | None, deadline: float | None
    ) -> dict[str, object]:
        carried = self._envelope(event, session)
        in_url = event.method in IN_URL
        request = self._request(
            event.method,
            _EVENT_PATH,
            query=encode_url(carried) if in_url else None,
            body=None if in_url else encode_body(carried),
            timeout=timeout,
            deadline=deadline,
            event=event,
        )
        return self._send(request, event, reads=event.method == "GET")

    def _request(
        self,
        method: str,
        path: str,
        *,
        query: str | None = None,
        body: bytes | None = None,
        timeout: tuple[float, float] | None = None,
        deadline: float | None = None,
        event: Event = _LOGIN,
    ) -> Request:
        """A request to the workspace's server."""
        return Request(
            method,
            self._base(deadline) + path,
            query=query,
            headers=headers(self.hostname_of_machine, self.configuration),
            body=body,
            timeout=self.configuration.timeouts[:2] if timeout is None else timeout,
            deadline=deadline,
            verify=self.configuration.verify,
            secrets=Secrets(self.secrets, event),
        )

    def _base(self, deadline: float | None) -> str:
        """Scheme, host and port of the server; the registry is asked once if the configuration names none."""
        settings = self.configuration
        if settings.proxy is not None and settings.proxy.is_accsyn:
            # It takes the server's place in the URL: nothing would depend on what the registry says.
            return f"http://{settings.proxy.host}:{settings.proxy.port}"
        with self._lock:
            if self._server is None:
                host, port = settings.hostname, None
                if host is None:
                    anonymous = headers(self.hostname_of_machine)
                    request = registry.question(settings, anonymous, deadline=deadline, secrets=self.secrets)
                    host, port = registry.server(self._send(request, _LOOK_UP, reads=True), self.workspace)
                self._server = f"{settings.scheme}://{host}:{settings.port or port or _HTTPS_PORT}"
            return self._server

    def _send(self, request: Request, event: Event, *, reads: bool) -> dict[str, object]:
        """Send a request, as often as the policy says, and read the answer."""

        def once() -> dict[str, object]:
            if self.rate_limit is not None:
                self.rate_limit.acquire()
            self._check_open()
            return self._exchange(request, event)

        return self.retry.run(once, reads=reads, deadline=request.deadline)

    def _exchange(self, request: Request, event: Event) -> dict[str, object]:
        """Send a request once, and log what came of it, without a secret."""
        started = time.perf_counter()
        outcome = "interrupted"
        try:
            response = self._transport.send(request)
            outcome = f"status {response.status}"
            answer = answers.read(response, request)
        except AccsynError as error:
            outcome = f"{outcome}, {type(error).__name__}" if isinstance(error, BackendError) else type(error).__name__
            if isinstance(error, BackendError):
                self.last_message = error.message
            raise
        finally:
            if self._logger.isEnabledFor(logging.DEBUG):
                took = 1000 * (time.perf_counter() - started)
                what = (request.method, event.uri, request.server, outcome, took, shown(event, request.secrets))
                self._logger.debug("%s %s at %s: %s, %.0f ms, %s", *what)
        self.last_message = answers.message_of(answer, request.secrets) or None
        return answer
