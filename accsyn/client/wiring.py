"""Our connection classes under requests: the query is added where nobody logs it, and reading has a deadline.

urllib3 writes each URL into its debug log and into its exceptions, and the protocol has the session id in the URL of
GET and DELETE. So the URL that requests and urllib3 see has no query. It travels as the value of a header that never
leaves the process: the connection takes the header out and puts the query behind the path.
"""

from __future__ import annotations

import functools
import io
import socket
from collections.abc import Callable, Mapping
from http.client import HTTPResponse, IncompleteRead
from typing import TYPE_CHECKING, Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.contrib.socks import SOCKSConnection, SOCKSHTTPSConnection

if TYPE_CHECKING:
    from urllib3.poolmanager import PoolManager

    # To the type checker the mixin is one of the classes that it is mixed into.
    _Mixed = HTTPConnection
else:
    _Mixed = object

QUERY_HEADER = "X-Local-Exchange"


class Exchange(str):
    """One request's query, its limits and whether anything of it was sent.

    The text itself, which is what a header's value shows, is empty.
    """

    __slots__ = ("clock", "deadline", "query", "read_timeout", "sent")

    query: str | None
    read_timeout: float
    deadline: float | None
    clock: Callable[[], float]
    sent: bool

    @classmethod
    def of(cls, query: str | None, read_timeout: float, deadline: float | None, clock: Callable[[], float]) -> Exchange:
        """An exchange of which nothing was sent yet."""
        exchange = cls()
        exchange.query = query
        exchange.read_timeout = read_timeout
        exchange.deadline = deadline
        exchange.clock = clock
        exchange.sent = False
        return exchange

    def wait(self) -> float:
        """Seconds that the next byte may take.

        Raises:
            TimeoutError: The deadline is over.
        """
        if self.deadline is None:
            return self.read_timeout
        left = self.deadline - self.clock()
        if left <= 0:
            raise TimeoutError("deadline")
        return min(left, self.read_timeout)


class _Reader(io.RawIOBase):
    """A socket's bytes, each read with as much time as is left."""

    def __init__(self, sock: socket.socket, exchange: Exchange) -> None:
        self._sock = sock
        self._stream = sock.makefile("rb", buffering=0)
        self._exchange = exchange
        self.ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._exchange.wait())
        count = self._stream.readinto(buffer)
        self.ended = count == 0
        return count

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Source:
    """What `http.client` makes its file from: a socket in all that it asks for."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._reader)


class _Answer(HTTPResponse):
    """A response that knows the end of its headers from the end of the connection; `http.client` takes both."""

    def __init__(self, sock: socket.socket, exchange: Exchange, **named: Any) -> None:
        self._reader = _Reader(sock, exchange)
        source: Any = _Source(self._reader)
        super().__init__(source, **named)

    def begin(self) -> None:
        super().begin()
        if self._reader.ended:
            raise IncompleteRead(b"")


class _Wiring(_Mixed):
    """Mixed into each of urllib3's connection classes."""

    _exchange: Exchange | None = None

    def request(
        self,
        method: str,
        url: str,
        body: Any = None,
        headers: Mapping[str, Any] | None = None,
        **named: Any,
    ) -> None:
        """Send a request, with the query that its exchange holds."""
        kept = dict(headers or {})
        exchange: Exchange = kept.pop(QUERY_HEADER)
        self._exchange = exchange
        # `http.client` makes the response by this name; urllib3 leaves it alone.
        made_by: Any = functools.partial(_Answer, exchange=exchange)
        self.response_class = made_by
        if exchange.query is not None:
            url = f"{url}?{exchange.query}"
        super().request(method, url, body, kept, **named)

    def send(self, data: Any) -> None:
        """Send bytes, and remember that some were sent."""
        if self.sock is None:
            self.connect()
        exchange = self._exchange
        if exchange is not None:
            # urllib3 leaves the timeout of connecting in force, which is short for a large body on a slow line.
            self.sock.settimeout(exchange.wait())
            exchange.sent = True
        super().send(data)


class _Plain(_Wiring, HTTPConnection):
    pass


class _Secure(_Wiring, HTTPSConnection):
    pass


class _PlainSocks(_Wiring, SOCKSConnection):
    pass


class _SecureSocks(_Wiring, SOCKSHTTPSConnection):
    pass


def _pool(base: type, connection: type) -> type:
    return type(f"_{connection.__name__}Pool", (base,), {"ConnectionCls": connection})


_POOLS = {
    False: {"http": _pool(HTTPConnectionPool, _Plain), "https": _pool(HTTPSConnectionPool, _Secure)},
    True: {"http": _pool(HTTPConnectionPool, _PlainSocks), "https": _pool(HTTPSConnectionPool, _SecureSocks)},
}


class Adapter(HTTPAdapter):
    """The adapter of requests, with our connection classes in every pool."""

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        """Make the pools of direct connections."""
        super().init_poolmanager(*arguments, **named)
        self.poolmanager.pool_classes_by_scheme = _POOLS[False]

    def proxy_manager_for(self, proxy: str, **named: Any) -> PoolManager:
        """Make the pools of a proxy's connections."""
        manager: PoolManager = super().proxy_manager_for(proxy, **named)
        manager.pool_classes_by_scheme = _POOLS[proxy.lower().startswith("socks")]
        return manager
