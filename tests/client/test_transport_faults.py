"""What a server or the network can do wrong, for each method: the exception, and whether bytes of ours were out."""

from __future__ import annotations

import gzip
import socket
import struct
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from accsyn.client.failures import explain
from accsyn.client.transport import Request, RequestsTransport
from accsyn.errors import (
    AccsynError,
    CertificateError,
    ConfigurationError,
    ConnectionFailed,
    InvalidAnswer,
    ProxyError,
    RequestTimeout,
    TransportError,
)
from tests.client.servers import http_bytes, raw_server, read_request

Serve = Callable[[socket.socket, int], None]


def says(*pieces: bytes) -> Serve:
    """A server that reads the request, sends these bytes and closes."""

    def serve(sock: socket.socket, number: int) -> None:
        read_request(sock)
        for piece in pieces:
            sock.sendall(piece)

    return serve


def stalls(*pieces: bytes) -> Serve:
    """A server that sends these bytes and then nothing."""

    def serve(sock: socket.socket, number: int) -> None:
        says(*pieces)(sock, number)
        sock.recv(1)

    return serve


def resets(*pieces: bytes) -> Serve:
    """A server that sends these bytes and then resets the connection."""

    def serve(sock: socket.socket, number: int) -> None:
        says(*pieces)(sock, number)
        time.sleep(0.05)  # so that what was sent arrives before the reset
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()

    return serve


def hangs_up(sock: socket.socket, number: int) -> None:
    """A server that closes at once."""


BODY = b'{"result": [1, 2, 3]}'
WHOLE = http_bytes(BODY)
GZ = gzip.compress(BODY)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


class Row(NamedTuple):
    """A fault, the exception, and what it says."""

    serve: Serve
    kind: type[AccsynError]
    said: str


FAULTS = {
    "closed after the request": Row(says(), ConnectionFailed, "the connection was closed without an answer"),
    "reset after the request": Row(resets(), ConnectionFailed, "Connection reset by peer"),
    "reset in the body": Row(resets(WHOLE[:-5]), ConnectionFailed, "Connection reset by peer|the answer broke off"),
    "stall before the answer": Row(stalls(), RequestTimeout, "no complete answer came in time"),
    "stall in the status line": Row(stalls(b"HTTP/1.1 2"), RequestTimeout, "no complete answer came in time"),
    "stall in the headers": Row(stalls(WHOLE[:30]), RequestTimeout, "no complete answer came in time"),
    "stall before the body": Row(stalls(WHOLE[: -len(BODY)]), RequestTimeout, "no complete answer came in time"),
    "stall in the body": Row(stalls(WHOLE[:-1]), RequestTimeout, "no complete answer came in time"),
    "stall in a chunk": Row(stalls(CHUNKED + b"5\r\n{"), RequestTimeout, "no complete answer came in time"),
    "closed in the status line": Row(says(b"HTTP/1.1 2"), ConnectionFailed, "the answer is no HTTP"),
    "truncated body": Row(says(WHOLE[:-1]), ConnectionFailed, "the answer broke off"),
    "no body at all": Row(says(WHOLE[: -len(BODY)]), ConnectionFailed, "the answer broke off"),
    "truncated chunk": Row(says(CHUNKED + b"ff\r\n{"), ConnectionFailed, "the answer broke off"),
    "no last chunk": Row(says(CHUNKED + b"2\r\n{}\r\n"), ConnectionFailed, "the answer broke off"),
    "wrong chunk size": Row(says(CHUNKED + b"zz\r\n{}\r\n"), ConnectionFailed, "the answer broke off"),
    "damaged gzip": Row(says(http_bytes(BODY, Content_Encoding="gzip")), InvalidAnswer, "compression is damaged"),
    "gzip with a wrong sum": Row(
        says(http_bytes(GZ[:-8] + b"\0" * 8, Content_Encoding="gzip")), InvalidAnswer, "compression is damaged"
    ),
    "damaged deflate": Row(says(http_bytes(b"\xff" * 9, Content_Encoding="deflate")), InvalidAnswer, "is damaged"),
    "no HTTP": Row(says(b"SSH-2.0-OpenSSH_9.6\r\n"), ConnectionFailed, "the answer is no HTTP"),
    "no status": Row(says(b"HTTP/1.1 abc OK\r\n\r\n"), ConnectionFailed, "the answer is no HTTP"),
    "a line without end": Row(says(b"HTTP/1.1 " + b"2" * 70_000), ConnectionFailed, "the answer is no HTTP"),
    "a header without end": Row(
        says(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000), ConnectionFailed, "the answer is no HTTP"
    ),
    "too many headers": Row(
        says(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200), ConnectionFailed, "the answer is no HTTP"
    ),
    "two lengths": Row(
        says(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), InvalidAnswer, "said in two ways"
    ),
}


@pytest.fixture
def transport() -> Iterator[RequestsTransport]:
    """A transport that is closed afterwards."""
    one = RequestsTransport()
    yield one
    one.close()


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "POST"])
@pytest.mark.parametrize("fault", FAULTS)
def test_faults(transport: RequestsTransport, fault: str, method: str) -> None:
    """Each is an exception of ours in the time that was allowed, after one connection, and tells no secret."""
    serve, kind, said = FAULTS[fault]
    body = b'{"SECRET": 1}' if method in {"PUT", "POST"} else None
    began = time.monotonic()
    settings: dict[str, Any] = {"query": "SECRET", "headers": {"A": "SECRET"}, "body": body, "timeout": (1, 0.2)}
    with raw_server(serve) as server, pytest.raises(AccsynError, match=said) as caught:
        transport.send(Request(method, f"http://127.0.0.1:{server.port}/api/v3/event", **settings))
    assert time.monotonic() - began < 5
    assert type(caught.value) is kind
    assert "SECRET" not in str(caught.value)
    assert str(caught.value).startswith(f"127.0.0.1:{server.port}: ")
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert server.connections == 1
    if isinstance(caught.value, TransportError):
        assert caught.value.sent


@pytest.mark.parametrize("end", range(1, len(WHOLE)))
def test_an_answer_cut_at_any_byte(transport: RequestsTransport, end: int) -> None:
    """No piece of an answer is taken for one."""
    with raw_server(says(WHOLE[:end])) as server, pytest.raises(ConnectionFailed):
        transport.send(Request("GET", f"http://127.0.0.1:{server.port}/", timeout=(1, 5)))


def test_a_connection_closed_at_once(transport: RequestsTransport) -> None:
    """The request may be out by the time that it is noticed, so it counts as sent."""
    with raw_server(hangs_up) as server, pytest.raises(ConnectionFailed) as caught:
        transport.send(Request("POST", f"http://127.0.0.1:{server.port}/", body=b"{}", timeout=(1, 1)))
    assert caught.value.sent


def test_an_answer_before_the_end_of_the_request(transport: RequestsTransport) -> None:
    """A server that refuses a large body early is heard, or the connection fails; nothing else."""

    def serve(sock: socket.socket, number: int) -> None:
        sock.recv(100)
        sock.sendall(http_bytes(b"{}", "413 Too Large", Connection="close"))
        time.sleep(0.1)

    with raw_server(serve) as server:
        sent = Request("POST", f"http://127.0.0.1:{server.port}/", body=b"x" * 5_000_000, timeout=(1, 5))
        try:
            assert transport.send(sent).status == 413
        except ConnectionFailed as error:
            assert error.sent  # one of the two happens, as the operating system likes


def test_an_unknown_host(transport: RequestsTransport) -> None:
    """It is said, and nothing was sent."""
    with pytest.raises(ConnectionFailed, match=r"nowhere\.invalid:1: the host name is not known") as caught:
        transport.send(Request("GET", "http://nowhere.invalid:1/", timeout=(5, 5)))
    assert not caught.value.sent


def _classes(root: type[BaseException]) -> list[type[BaseException]]:
    found, pending = [], [root]
    while pending:
        one = pending.pop()
        found.append(one)
        pending.extend(one.__subclasses__())
    return found


def _foreign() -> list[type[BaseException]]:
    import http.client
    import ssl

    import requests
    import socks  # type: ignore[import-untyped]  # PySocks has no types
    import urllib3

    roots = [requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, ssl.SSLError]
    roots.append(socks.ProxyError)
    return sorted(
        {kind for root in roots for kind in _classes(root)}, key=lambda kind: (kind.__module__, kind.__name__)
    )


EXPECTED: dict[str, type[AccsynError] | tuple[type[AccsynError], ...]] = {
    "ConnectTimeout": RequestTimeout,
    "ConnectTimeoutError": RequestTimeout,
    "ReadTimeout": RequestTimeout,
    "ReadTimeoutError": RequestTimeout,
    "Timeout": RequestTimeout,
    "TimeoutError": RequestTimeout,
    "ContentDecodingError": InvalidAnswer,
    "DecodeError": InvalidAnswer,
    "SSLCertVerificationError": CertificateError,
    "InvalidURL": ConfigurationError,
    "InvalidProxyURL": ConfigurationError,
    "InvalidHeader": (ConfigurationError, InvalidAnswer),
    "ProxyError": ProxyError,
    "LocationParseError": ConfigurationError,
    "LocationValueError": ConfigurationError,
    "NewConnectionError": ConnectionFailed,
    "SSLError": ConnectionFailed,
    "SOCKS5Error": ProxyError,
    "SOCKS5AuthError": ProxyError,
    "GeneralProxyError": ProxyError,
    "IncompleteRead": ConnectionFailed,
    "ProtocolError": ConnectionFailed,
}


@pytest.mark.parametrize("kind", _foreign(), ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_foreign_exception_has_one_of_ours(kind: type[BaseException]) -> None:
    """A new class below is at least a failed connection, and what is inside decides before what is outside."""
    error = kind.__new__(kind)
    error.args = ("SECRET",)
    found = explain(error, "h:1", sent=True)
    assert isinstance(
        found,
        EXPECTED.get(kind.__name__, (ConnectionFailed, ConfigurationError, InvalidAnswer, RequestTimeout, ProxyError)),
    )
    assert "SECRET" not in str(found)


def test_the_innermost_reason_is_found() -> None:
    """Through cause, context, reason and arguments, and around a circle."""
    inner = ConnectionRefusedError(111, "SECRET")
    middle = ValueError(OSError("x"))
    middle.__context__ = inner
    outer = RuntimeError("y")
    outer.__cause__ = middle
    inner.__cause__ = outer
    assert str(explain(outer, "h:1", sent=False)) == "h:1: Connection refused"
    assert str(explain(RuntimeError("SECRET"), "h:1", sent=False)) == "h:1: no connection"
    assert str(explain(RuntimeError("SECRET"), "h:1", sent=True)) == "h:1: the connection broke off"
