"""The seam to the network: a request goes in, a response or an exception of ours comes out.

`RequestsTransport` stands on the adapter of requests, one level below its `Session`: there, no redirect is followed, no
netrc and no cookie is known, and no environment variable is read. What the adapter does with the URL (put it into log
lines and exceptions) is avoided by giving it one without the query; see `accsyn.client.wiring`.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING, Protocol

from accsyn.client.config import Configuration
from accsyn.client.failures import explain
from accsyn.client.proxy import Proxy
from accsyn.errors import InvalidAnswer

if TYPE_CHECKING:
    import requests

    from accsyn.client.wiring import Adapter

LARGEST_ANSWER = 256 * 1024 * 1024
"""Bytes of a body, decompressed, above which an answer is refused."""

_PIECE = 64 * 1024


@dataclass(frozen=True)
class Request:
    """One HTTP request.

    Attributes:
        method: GET, POST, PUT or DELETE.
        url: Scheme, host, port and path.
        query: What stands after the question mark, already quoted; never shown.
        headers: In the order in which they are sent; never shown.
        body: The bytes of a PUT or POST; never shown.
        timeout: Seconds for connecting, and for each next byte of the answer.
        deadline: A moment of the transport's clock by which the answer must be complete; None for none.
        verify: True, False, or the path of the authorities that vouch for the server's certificate.
        secrets: Texts that must not stand in any message about this request.
    """

    method: str
    url: str
    query: str | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    timeout: tuple[float, float] = (10.0, 120.0)
    deadline: float | None = None
    verify: bool | str = True
    secrets: Iterable[str] = field(default=(), repr=False)

    @property
    def server(self) -> str:
        """Host and port, for messages."""
        return self.url.partition("://")[2].partition("/")[0]


@dataclass(frozen=True)
class Response:
    """One HTTP response, read to its end.

    Attributes:
        status: The HTTP status.
        headers: The headers by their lower-case names.
        body: The bytes of the body, decompressed; never shown.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


class Transport(Protocol):
    """What a connection sends its requests through; a test puts its own here."""

    def send(self, request: Request) -> Response:
        """Send a request once, and read the answer whatever its status is.

        Raises:
            TransportError: There was none.
            InvalidAnswer: There was one that HTTP cannot make sense of.
        """

    def close(self) -> None:
        """Close every connection."""


class RequestsTransport:
    """HTTP over requests: connections are kept alive and shared by all threads.

    Args:
        proxy: A SOCKS proxy for every request. (An accsyn proxy is no matter of the transport: it is the server.)
        environment_proxies: Whether HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY count where `proxy` is None.
        largest_answer: Bytes of a body that are read at most.
        connections: How many idle connections are kept to one server.
        clock: Seconds of a clock that never goes back.
    """

    def __init__(
        self,
        *,
        proxy: Proxy | None = None,
        environment_proxies: bool = False,
        largest_answer: int = LARGEST_ANSWER,
        connections: int = 32,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._proxies = {} if proxy is None else {"http": proxy.url, "https": proxy.url}
        self._environment = environment_proxies and proxy is None
        self._largest = largest_answer
        self._connections = connections
        self._clock = clock
        self._lock = threading.Lock()
        self._adapter: Adapter | None = None
        self._process = 0

    def send(self, request: Request) -> Response:
        """See `Transport.send`."""
        import requests
        import urllib3

        from accsyn.client.wiring import QUERY_HEADER, Exchange

        # The query and the limits travel as a header's value to our connection class, which takes it out again.
        exchange = Exchange.of(request.query, request.timeout[1], request.deadline, self._clock)
        prepared = requests.PreparedRequest()
        proxies = self._proxies_for(request.url)
        try:
            headers = {**request.headers, QUERY_HEADER: exchange}
            prepared.prepare(request.method, request.url, headers, data=request.body)
            response = self._current().send(
                prepared,
                stream=True,
                timeout=self._limits(request),
                verify=request.verify,
                proxies=proxies,
            )
            body = self._read(response)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, HTTPException, ValueError) as error:
            # ValueError: what the codecs of host names and of headers raise.
            has_proxy = requests.utils.select_proxy(request.url, proxies) is not None
            failure = explain(error, request.server, sent=exchange.sent, has_proxy=has_proxy)
        else:
            if isinstance(body, bytes):
                return Response(response.status_code, {k.lower(): v for k, v in response.headers.items()}, body)
            failure = InvalidAnswer(f"{request.server}: the answer is larger than {self._largest} bytes", body)
        # Raised outside of the handler, so that the foreign exception, which holds headers and body, is not attached.
        raise failure

    def close(self) -> None:
        """Close every connection. A request after that opens a new one."""
        with self._lock:
            adapter, self._adapter = self._adapter, None
        if adapter is not None:
            adapter.close()

    def _current(self) -> Adapter:
        """The adapter of this process: a fork must not share the sockets of its parent."""
        with self._lock:
            if self._adapter is None or self._process != os.getpid():
                from accsyn.client.wiring import Adapter

                self._process = os.getpid()
                self._adapter = Adapter(pool_connections=8, pool_maxsize=self._connections)
            return self._adapter

    def _limits(self, request: Request) -> tuple[float, float]:
        """The timeouts, cut where the deadline comes first."""
        connect, read = request.timeout
        if request.deadline is None:
            return connect, read
        left = request.deadline - self._clock()
        if left <= 0:
            raise _LateError
        return min(connect, left), min(read, left)

    def _proxies_for(self, url: str) -> dict[str, str]:
        if not self._environment:
            return self._proxies
        import requests

        return requests.utils.get_environ_proxies(url)

    def _read(self, response: requests.Response) -> bytes | int:
        """The whole body; the status where there is too much of it."""
        raw = response.raw
        pieces: list[bytes] = []
        size = 0
        done = False
        try:
            while piece := raw.read(_PIECE, decode_content=True):
                size += len(piece)
                if size > self._largest:
                    return response.status_code
                pieces.append(piece)
            done = True
        finally:
            if not done:  # also on Ctrl-C: half-read, the connection is of no use to anybody
                raw.close()
            raw.release_conn()
        return b"".join(pieces)


def transport_for(configuration: Configuration, clock: Callable[[], float]) -> RequestsTransport:
    """The transport that a configuration asks for. An accsyn proxy is no matter of it: it takes the server's place."""
    proxy = configuration.proxy
    if proxy is not None and proxy.is_accsyn:
        return RequestsTransport(clock=clock)
    return RequestsTransport(proxy=proxy, environment_proxies=configuration.trust_environment, clock=clock)


class _LateError(TimeoutError):
    """The deadline had passed before anything was sent."""
