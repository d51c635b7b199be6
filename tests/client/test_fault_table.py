"""Every fault times every method: the exception, how long it takes, and how many requests reach the server.

What is expected stands in ``faults.jsonl``, of which the documentation's page about faults is made; how each fault is
done stands here. Each runs on real sockets, with a policy of three attempts and no pauses.
"""

from __future__ import annotations

import datetime
import gzip
import json
import socket
import ssl
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from accsyn import errors
from accsyn.client.config import Configuration, Timeouts
from accsyn.client.connection import Connection
from accsyn.client.retries import Retry
from accsyn.client.transport import RequestsTransport
from accsyn.errors import BackendError, TransportError
from accsyn.wire.event import Event
from tests.client.servers import (
    LOGIN,
    Authority,
    Reply,
    Seen,
    free_port,
    http_bytes,
    http_server,
    is_login,
    raw_server,
    read_request,
    reply,
)

ROWS = {
    row["fault"]: row
    for row in map(json.loads, (Path(__file__).parent / "faults.jsonl").read_text(encoding="utf-8").splitlines())
}
METHODS = ("GET", "DELETE", "PUT", "POST")
EVENTS = {
    "GET": Event("GET", "user/find", {}, "code=x"),
    "DELETE": Event("DELETE", "user/delete", None, entity_id="1"),
    "PUT": Event("PUT", "user/edit", {"name": "x"}, entity_id="1"),
    "POST": Event("POST", "user/create", {"code": "x"}),
}
KEY = "API-KEY-0123"
SHORT = 0.08
"""Seconds of a timeout that is waited for in truth."""
LONG = 20.0
"""Seconds of one that must not be waited for; the servers wait as long."""
TOTAL = 600.0
"""Seconds of the clock of the test, which the server moves."""

AUTHORITY = Authority()
BODY = b'{"result": [1, 2, 3]}'
WHOLE = http_bytes(BODY)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
GZ = gzip.compress(BODY)


class Clock:
    """A clock that goes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now

    def go(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


class Running(NamedTuple):
    """A server with a fault.

    Attributes:
        port: Where.
        reached: Requests that it got, logins apart.
        scheme: ``http`` or ``https``.
        verify: What the client trusts.
    """

    port: int
    reached: list[Any]
    scheme: str = "http"
    verify: bool | str = True


Act = Callable[[socket.socket, Clock], None]
Fault = Callable[[Clock, Path], Any]
"""Makes a context with a `Running`."""


def _raw(act: Act) -> Fault:
    """A server that answers logins, and then does this with the connection of each event."""

    @contextmanager
    def running(clock: Clock, _: Path) -> Iterator[Running]:
        reached: list[Any] = []

        def serve(sock: socket.socket, number: int) -> None:
            while request := read_request(sock):
                if is_login(request):
                    sock.sendall(http_bytes(json.dumps(LOGIN).encode()))
                    continue
                reached.append(request)
                act(sock, clock)
                return

        with raw_server(serve) as server:
            yield Running(server.port, reached)

    return running


def says(answer: bytes) -> Fault:
    """These bytes, then the end."""
    return _raw(lambda sock, _: sock.sendall(answer))


def stalls(answer: bytes) -> Fault:
    """These bytes, then nothing."""

    def act(sock: socket.socket, _: Clock) -> None:
        sock.sendall(answer)
        sock.recv(1)

    return _raw(act)


def resets(answer: bytes) -> Fault:
    """These bytes, then a reset."""

    def act(sock: socket.socket, _: Clock) -> None:
        sock.sendall(answer)
        if answer:
            time.sleep(0.02)  # so that what was sent arrives before the reset
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()

    return _raw(act)


def _drips(sock: socket.socket, clock: Clock) -> None:
    """A byte of the body, and a minute is over."""
    sock.sendall(http_bytes(b"", Content_Length="100000"))
    while True:
        sock.sendall(b" ")
        clock.go(60)


def _flows(sock: socket.socket, _: Clock) -> None:
    """A body that does not end."""
    sock.sendall(CHUNKED)
    while True:
        sock.sendall(b"4000\r\n" + b" " * 0x4000 + b"\r\n")


def answers(given: Reply) -> Fault:
    """A response to every event."""

    @contextmanager
    def running(_clock: Clock, _: Path) -> Iterator[Running]:
        with http_server(given) as server:
            reached = _Events(server.seen)
            yield Running(server.port, reached)

    return running


class _Events(list[Any]):
    """The requests that a server has seen, as it sees them, logins apart."""

    def __init__(self, seen: list[Seen]) -> None:
        super().__init__()
        self._seen = seen

    def __len__(self) -> int:
        return sum(not one.target.endswith("/api/login") for one in self._seen)


def moves(status: int) -> Fault:
    """A redirect to a server that counts as the same: what reaches it is one request too many."""

    @contextmanager
    def running(_clock: Clock, _: Path) -> Iterator[Running]:
        with http_server() as other:
            moved = Reply(status, b"", {"Location": f"http://127.0.0.1:{other.port}/api/v3/event"})
            with http_server(moved) as server:
                yield Running(server.port, _Events(server.seen))
            assert other.seen == []

    return running


def secure(context: Callable[[], ssl.SSLContext]) -> Fault:
    """A server with TLS of its own making."""

    @contextmanager
    def running(_clock: Clock, folder: Path) -> Iterator[Running]:
        with http_server(tls=context()) as server:
            yield Running(server.port, server.seen, "https", AUTHORITY.bundle(folder / "ca.pem"))

    return running


def greets(act: Callable[[socket.socket], Any]) -> Fault:
    """A server without TLS where TLS is expected."""

    @contextmanager
    def running(_clock: Clock, folder: Path) -> Iterator[Running]:
        with raw_server(lambda sock, _: act(sock)) as server:
            yield Running(server.port, [], "https", AUTHORITY.bundle(folder / "ca.pem"))

    return running


@contextmanager
def refused(_clock: Clock, _: Path) -> Iterator[Running]:
    """A port that nobody listens at."""
    yield Running(free_port(), [])


def _old_tls() -> ssl.SSLContext:
    context = AUTHORITY.context("127.0.0.1")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def _expired() -> ssl.SSLContext:
    yesterday = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=1)
    return AUTHORITY.context("127.0.0.1", not_after=yesterday)


HTML = b"<html><body>SECRET: proxy login</body></html>"
FAULTS: dict[str, Fault] = {
    "connection refused": refused,
    "certificate of an unknown authority": secure(lambda: Authority().context("127.0.0.1")),
    "certificate of another host": secure(lambda: AUTHORITY.context("evil.example")),
    "certificate expired": secure(_expired),
    "TLS 1.1 at most": secure(_old_tls),
    "no TLS at all": greets(lambda sock: sock.sendall(b"220 mail\r\n")),
    "handshake stalls": greets(lambda sock: [sock.recv(65536), sock.recv(1)]),
    "closed without an answer": says(b""),
    "reset without an answer": resets(b""),
    "reset within the body": resets(WHOLE[:-5]),
    "closed within the status line": says(WHOLE[:10]),
    "closed within the headers": says(WHOLE[:30]),
    "closed within the body": says(WHOLE[:-1]),
    "length larger than the body": says(http_bytes(BODY, Content_Length="1000")),
    "chunk breaks off": says(CHUNKED + b"ff\r\n{"),
    "no last chunk": says(CHUNKED + b"2\r\n{}\r\n"),
    "stall at byte 0": stalls(b""),
    "stall at byte 10, in the status line": stalls(WHOLE[:10]),
    "stall at byte 30, in the headers": stalls(WHOLE[:30]),
    "stall before the body": stalls(WHOLE[: -len(BODY)]),
    "stall before the last byte": stalls(WHOLE[:-1]),
    "stall within a chunk": stalls(CHUNKED + b"5\r\n{"),
    "a byte now and then, for ever": _raw(_drips),
    "body without end": _raw(_flows),
    "no HTTP": says(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "status line without end": says(b"HTTP/1.1 " + b"2" * 70_000),
    "headers without end": says(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200),
    "length smaller than the body": says(http_bytes(BODY, Content_Length=str(len(BODY) - 1))),
    "two lengths": says(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
    "damaged gzip": answers(Reply(200, BODY, {"Content-Encoding": "gzip"})),
    "gzip with a wrong sum": answers(Reply(200, GZ[:-8] + b"\0" * 8, {"Content-Encoding": "gzip"})),
    "another character set than said": answers(
        Reply(200, b'{"result": "\xff"}', {"Content-Type": "application/json; charset=utf-8"})
    ),
    "HTML": answers(Reply(200, HTML, {"Content-Type": "text/html"})),
    "empty body": answers(Reply(200, b"")),
    "JSON that is no object": answers(Reply(200, b"[1]")),
    "half a JSON object": answers(Reply(200, BODY[:-1])),
    "301 to another server": moves(301),
    "307 to another server": moves(307),
    **{
        status: answers(Reply(int(status), HTML, {"Content-Type": "text/html"}))
        for status in ("400", "401", "403", "404", "429", "500", "502", "503", "504")
    },
    "429 that wants an hour": answers(reply({"message": "slow down"}, 429, Retry_After="3600")),
    "500 with a result": answers(reply({"result": []}, 500)),
    "200 with a message": answers(reply({"message": "no"})),
    "200 with an exception": answers(reply({"exception": "Traceback"})),
}


def test_the_table_has_every_fault() -> None:
    """What is expected and what is done have the same names; each method has a cell."""
    assert set(ROWS) == set(FAULTS)
    assert all(set(METHODS) <= set(row) for row in ROWS.values())
    assert {row["within"] for row in ROWS.values()} == set(LIMITS)


LIMITS = {
    "at once": (0.0, LONG),
    "connect timeout": (SHORT, SHORT),
    "read timeout": (SHORT, SHORT),
    "total timeout": (0.0, LONG),
    "largest answer": (0.0, LONG),
}
"""What ends the wait; how long it is at least, and the timeout that is set. Nothing waits for a long one."""


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("fault", FAULTS)
def test_faults(tmp_path: Path, fault: str, method: str) -> None:
    """The exception that is expected, after as many requests as are expected, in the time that was allowed."""
    row = ROWS[fault]
    name, reached = row[method]
    least, timeout = LIMITS[row["within"]]
    clock = Clock()
    retry = Retry(attempts=3, sleep=clock.go, clock=clock, chance=lambda: 0.0)
    limits = Timeouts(timeout if row["within"] == "connect timeout" else LONG, LONG, TOTAL)
    with FAULTS[fault](clock, tmp_path) as server:
        configuration = Configuration(
            *("acmefilm", "john@user.com", KEY, "127.0.0.1", server.port, server.scheme),
            verify=server.verify,
            timeouts=limits,
        )
        transport = RequestsTransport(largest_answer=100_000, clock=clock)
        with Connection(configuration, transport=transport, retry=retry) as connection:
            if server.scheme == "http" and fault != "connection refused":
                connection.login()
            began = time.monotonic()
            with pytest.raises(getattr(errors, name)) as caught:
                connection.call(EVENTS[method], timeout=(limits.connect, timeout))
            took = time.monotonic() - began
        assert len(server.reached) == reached
    assert type(caught.value).__name__ == name
    assert least * 0.9 <= took < LONG / 2
    _check_words(caught.value, reached)


def _check_words(error: BaseException, reached: int) -> None:
    """No secret and no traceback in what is said; whether something was sent is known."""
    said = f"{error} {error!r}"
    for secret in (KEY, "SESSION", "SECRET", "Traceback", "user/find"):
        assert secret not in said
    assert (error.__cause__, error.__context__) == (None, None)
    if isinstance(error, TransportError):
        assert error.sent is bool(reached)
    if isinstance(error, BackendError) and error.retry_after is not None:
        assert error.retry_after == 3600
