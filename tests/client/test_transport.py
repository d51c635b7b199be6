"""The transport on real sockets: what goes over the wire, who is believed, and what is never done."""

from __future__ import annotations

import datetime
import gzip
import logging
import os
import signal
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from accsyn.client.proxy import Proxy
from accsyn.client.transport import Request, RequestsTransport
from accsyn.errors import CertificateError, ConfigurationError, ConnectionFailed, InvalidAnswer, RequestTimeout
from tests.client.servers import (
    Authority,
    Reply,
    Seen,
    Server,
    free_port,
    http_bytes,
    http_server,
    pump,
    raw_server,
    read_request,
)

AUTHORITY = Authority()
OTHER = Authority()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def transport() -> Iterator[RequestsTransport]:
    """A transport that is closed afterwards."""
    one = RequestsTransport()
    yield one
    one.close()


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The certificate of the authority that is trusted."""
    return AUTHORITY.bundle(tmp_path_factory.mktemp("ca") / "ca.pem")


def request(port: int, method: str = "GET", *, tls: bool = False, **settings: Any) -> Request:
    """A request to a server on loopback, in a hurry."""
    settings.setdefault("timeout", (5.0, 5.0))
    if method in {"PUT", "POST"}:
        settings.setdefault("body", b"{}")
    return Request(method, f"http{'s' if tls else ''}://127.0.0.1:{port}/api/v3/event", **settings)


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "POST"])
def test_bytes_on_the_wire(transport: RequestsTransport, method: str) -> None:
    """The query as it was quoted, headers in their order, no type of the body; DELETE has a length of 0."""
    got: list[bytes] = []

    def serve(sock: socket.socket, number: int) -> None:
        got.append(read_request(sock))
        sock.sendall(http_bytes(b"{}", Connection="close"))

    in_url = method in {"GET", "DELETE"}
    headers = {
        "User-Agent": "a/1",
        "Accept-Encoding": "gzip, deflate",
        "Accept": "*/*",
        "Connection": "keep-alive",
        "Authorization": "basic YQ==:YQ==",
    }
    query = "%7B%22a%22%3A%20%22x/%5Cu00f6%7E%25%27%22%7D"
    body = None if in_url else b'{"a": 1}'
    with raw_server(serve) as server:
        sent = request(server.port, method, query=query if in_url else None, headers=headers, body=body)
        assert transport.send(sent).body == b"{}"
    lines = [
        f"{method} /api/v3/event{'?' + query if in_url else ''} HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        *(f"{name}: {value}" for name, value in headers.items()),
        *([] if method == "GET" else [f"Content-Length: {0 if in_url else 8}"]),
    ]
    assert got == ["\r\n".join([*lines, "", ""]).encode() + (body or b"")]


def test_responses(transport: RequestsTransport) -> None:
    """Any status comes back with its headers by their lower-case names, and the body without its compression."""
    body = gzip.compress(b'{"result": 1}')
    replies = [Reply(503, b"x", {"Retry-After": "7"}), Reply(200, body, {"Content-Encoding": "gzip"})]
    with http_server(*replies) as server:
        first = transport.send(request(server.port))
        second = transport.send(request(server.port))
    assert (first.status, first.headers["retry-after"], first.body) == (503, "7", b"x")
    assert (second.status, second.body) == (200, b'{"result": 1}')
    assert server.connections == 1
    assert repr(second) == "Response(status=200)"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_redirects_are_not_followed(transport: RequestsTransport, status: int, method: str) -> None:
    """redirect_followed: one request, and the other server gets none."""
    with http_server() as other:
        location = f"http://127.0.0.1:{other.port}/x"
        with http_server(Reply(status, b"", {"Location": location})) as server:
            assert transport.send(request(server.port, method)).status == status
    assert (len(server.seen), len(other.seen)) == (1, 0)


def test_netrc_is_not_consulted(transport: RequestsTransport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """netrc_*: the account that goes out is the one that was given."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login evil password evil\n", encoding="utf-8")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with http_server() as server:
        transport.send(request(server.port, headers={"Authorization": "basic ours"}))
        transport.send(request(server.port))
    assert dict(server.seen[0].headers)["Authorization"] == "basic ours"
    assert "Authorization" not in dict(server.seen[1].headers)


def test_cookies_are_not_kept(transport: RequestsTransport) -> None:
    """What a server sets does not come back to it."""
    with http_server(Reply(200, b"{}", {"Set-Cookie": "a=b"})) as server:
        transport.send(request(server.port))
        transport.send(request(server.port))
    assert "Cookie" not in dict(server.seen[1].headers)


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize("trusted", [False, True])
def test_proxies_of_the_environment(monkeypatch: pytest.MonkeyPatch, variable: str, trusted: bool) -> None:
    """They count only where that was asked for."""
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with http_server() as proxy, http_server() as server:
        monkeypatch.setenv(variable, f"http://u:p@127.0.0.1:{proxy.port}")
        transport = RequestsTransport(environment_proxies=trusted)
        assert transport.send(request(server.port, query="q")).status == 200
        transport.close()
    assert (len(proxy.seen), len(server.seen)) == ((1, 0) if trusted else (0, 1))
    if trusted:
        assert proxy.seen[0].target == f"http://127.0.0.1:{server.port}/api/v3/event?q"


def test_tls_through_a_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch, bundle: str) -> None:
    """It carries bytes that it cannot read, and the server's certificate is checked."""
    asked: list[bytes] = []
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with http_server(tls=AUTHORITY.context("127.0.0.1")) as server:

        def tunnel(sock: socket.socket, number: int) -> None:
            asked.append(read_request(sock))
            with socket.create_connection(("127.0.0.1", server.port)) as target:
                sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                pump(sock, target)

        with raw_server(tunnel) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
            transport = RequestsTransport(environment_proxies=True)
            assert transport.send(request(server.port, tls=True, verify=bundle, query="SECRET")).status == 200
            with pytest.raises(CertificateError):
                transport.send(request(server.port, tls=True))
            transport.close()
    assert asked[0].startswith(f"CONNECT 127.0.0.1:{server.port} ".encode())
    assert b"SECRET" not in b"".join(asked)
    assert [one.target for one in server.seen] == ["/api/v3/event?SECRET"]


CERTIFICATES: dict[str, tuple[Callable[[], ssl.SSLContext], str]] = {
    "unknown authority": (lambda: OTHER.context("127.0.0.1"), "unable to get local issuer certificate|self-signed"),
    "wrong host name": (lambda: AUTHORITY.context("evil.example"), "IP address mismatch|Hostname mismatch"),
    "expired": (
        lambda: AUTHORITY.context("127.0.0.1", not_after=datetime.datetime.now(datetime.timezone.utc) - DAY),
        "certificate has expired",
    ),
    "not yet valid": (
        lambda: AUTHORITY.context(
            "127.0.0.1",
            not_before=datetime.datetime.now(datetime.timezone.utc) + DAY,
            not_after=datetime.datetime.now(datetime.timezone.utc) + 2 * DAY,
        ),
        "certificate is not yet valid",
    ),
}


@pytest.mark.parametrize("case", CERTIFICATES)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_bad_certificates(transport: RequestsTransport, bundle: str, case: str, method: str) -> None:
    """tls_*: the exception says why, and the impostor has got no byte of the request."""
    context, said = CERTIFICATES[case]
    with http_server(tls=context()) as server, pytest.raises(CertificateError, match=said) as caught:
        transport.send(request(server.port, method, tls=True, verify=bundle, query="SECRET"))
    assert not caught.value.sent
    assert server.seen == []


def test_certificates_are_checked_unless_told_otherwise(transport: RequestsTransport, bundle: str) -> None:
    """With the usual authorities, with one's own, and not at all."""
    with http_server(tls=AUTHORITY.context("127.0.0.1")) as server:
        with pytest.raises(CertificateError):
            transport.send(request(server.port, tls=True))
        assert transport.send(request(server.port, tls=True, verify=bundle)).status == 200
        with pytest.warns(Warning, match="Unverified HTTPS request"):
            assert transport.send(request(server.port, tls=True, verify=False)).status == 200
        # A connection that was made without a check is not used for a request that wants one.
        with pytest.raises(CertificateError):
            transport.send(request(server.port, tls=True))
    assert len(server.seen) == 2


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_old_tls(transport: RequestsTransport, bundle: str) -> None:
    """A server that speaks TLS 1.1 at most is not spoken with."""
    context = AUTHORITY.context("127.0.0.1")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with http_server(tls=context) as server, pytest.raises(ConnectionFailed, match="no TLS connection: ") as caught:
        transport.send(request(server.port, tls=True, verify=bundle))
    assert not caught.value.sent


def test_tls_to_a_server_without(transport: RequestsTransport) -> None:
    """It is said that there is no TLS."""
    greeting = raw_server(lambda sock, _: sock.sendall(b"220 mail\r\n"))
    with greeting as server, pytest.raises(ConnectionFailed, match="no TLS connection") as caught:
        transport.send(request(server.port, tls=True))
    assert not caught.value.sent


def test_many_threads_share_connections(transport: RequestsTransport) -> None:
    """Eight threads, 400 requests: each gets its own answer, over few connections."""

    def echo(seen: Seen) -> Reply:
        return Reply(200, seen.target.encode(), {})

    wrong: list[str] = []
    with http_server(choose=echo) as server:

        def work(name: int) -> None:
            for number in range(50):
                answer = transport.send(request(server.port, query=f"{name}-{number}")).body.decode()
                if not answer.endswith(f"?{name}-{number}"):
                    wrong.append(answer)

        threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert len(server.seen) == 400
    assert server.connections <= 8


def test_a_fork_has_connections_of_its_own(transport: RequestsTransport, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process does not read the answers of this one from the same socket."""
    with http_server() as server:
        transport.send(request(server.port))
        monkeypatch.setattr(os, "getpid", lambda: -1)
        transport.send(request(server.port))
        transport.send(request(server.port))
        assert server.connections == 2


def test_closing(transport: RequestsTransport) -> None:
    """Closed connections are closed; closing twice, or before the first request, is nothing."""
    RequestsTransport().close()
    with http_server() as server:
        transport.send(request(server.port))
        transport.close()
        transport.close()
        transport.send(request(server.port))
    assert server.connections == 2


@pytest.mark.parametrize("extra", [0, 1])
def test_the_size_of_an_answer_is_bounded(extra: int) -> None:
    """At the limit it is read, above it is not, compressed or not."""
    transport = RequestsTransport(largest_answer=100_000)
    body = b"x" * (100_000 + extra)
    with http_server(Reply(200, body, {}), Reply(200, gzip.compress(body), {"Content-Encoding": "gzip"})) as server:
        for _ in range(2):
            if extra:
                with pytest.raises(InvalidAnswer, match=r"127.0.0.1:\d+: the answer is larger than 100000 bytes"):
                    transport.send(request(server.port))
            else:
                assert transport.send(request(server.port)).body == body
    transport.close()


@pytest.mark.parametrize(
    "head", ["Content-Type: text/plain", "Transfer-Encoding: chunked", "Content-Length: 99999999999"]
)
def test_endless_answers(head: str) -> None:
    """endless body: reading stops at the limit, however the body is framed."""

    def serve(sock: socket.socket, number: int) -> None:
        read_request(sock)
        sock.sendall(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode())
        piece = b"x" * 65536
        while True:
            sock.sendall(b"10000\r\n" + piece + b"\r\n" if "chunked" in head else piece)

    transport = RequestsTransport(largest_answer=1_000_000)
    with raw_server(serve) as server, pytest.raises(InvalidAnswer, match="larger than 1000000 bytes"):
        transport.send(request(server.port))
    transport.close()


DRIPS = {
    "status line": (b"", b"H"),
    "headers": (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body": (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
    "chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "chunk size": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
}


@pytest.mark.parametrize("case", DRIPS)
def test_answers_that_drip_end_at_the_deadline(transport: RequestsTransport, case: str) -> None:
    """A byte now and then keeps a read alive for ever; the total time is bounded in every phase."""
    start, drop = DRIPS[case]

    def serve(sock: socket.socket, number: int) -> None:
        read_request(sock)
        sock.sendall(start)
        while True:
            sock.sendall(drop)
            time.sleep(0.02)

    began = time.monotonic()
    with raw_server(serve) as server, pytest.raises(RequestTimeout, match="no complete answer came in time") as caught:
        transport.send(request(server.port, deadline=began + 0.3))
    assert time.monotonic() - began < 4
    assert caught.value.sent


def test_a_deadline_that_is_over_sends_nothing(transport: RequestsTransport) -> None:
    """Nor does it connect."""
    with http_server() as server, pytest.raises(RequestTimeout, match="no connection in time") as caught:
        transport.send(request(server.port, deadline=time.monotonic() - 1))
    assert not caught.value.sent
    assert server.connections == 0


def test_a_deadline_that_passes_while_connecting_sends_nothing() -> None:
    """It is looked at again before the first byte."""
    moments = iter([0.0])
    transport = RequestsTransport(clock=lambda: next(moments, 100.0))
    with http_server() as server, pytest.raises(RequestTimeout, match="no connection in time") as caught:
        transport.send(request(server.port, "POST", deadline=50.0))
    transport.close()
    assert not caught.value.sent
    assert server.seen == []


def test_connecting_takes_no_longer_than_allowed(transport: RequestsTransport) -> None:
    """A server that takes the connection and never says a word of TLS."""

    def serve(sock: socket.socket, number: int) -> None:
        sock.recv(65536)
        sock.recv(65536)

    with raw_server(serve) as server, pytest.raises(RequestTimeout, match="no connection in time") as caught:
        transport.send(request(server.port, tls=True, timeout=(0.2, 5.0)))
    assert not caught.value.sent


def test_a_request_that_is_not_taken(transport: RequestsTransport) -> None:
    """Sending has its time as well: that of reading, not the shorter one of connecting."""

    def serve(sock: socket.socket, number: int) -> None:
        time.sleep(1.5)

    began = time.monotonic()
    with raw_server(serve) as server, pytest.raises(RequestTimeout) as caught:
        transport.send(request(server.port, "POST", body=b"x" * 50_000_000, timeout=(0.05, 0.5)))
    assert time.monotonic() - began > 0.4
    assert caught.value.sent


@pytest.mark.parametrize("phase", ["head", "body"])
def test_ctrl_c_passes(transport: RequestsTransport, phase: str) -> None:
    """keyboard_interrupt_swallowed: it comes through, and the connection is not used again."""

    def serve(sock: socket.socket, number: int) -> None:
        read_request(sock)
        if number == 0:
            sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12" if phase == "body" else b"HTTP")
            os.kill(os.getpid(), signal.SIGINT)
            read_request(sock)
        sock.sendall(http_bytes(b"{}"))

    with raw_server(serve) as server:
        with pytest.raises(KeyboardInterrupt):
            transport.send(request(server.port))
        assert transport.send(request(server.port)).body == b"{}"
        assert server.connections == 2


@pytest.mark.parametrize("host", ["a" * 300, "xn--", "a..b", "\udcff.example"])
def test_hosts_that_are_none(transport: RequestsTransport, host: str) -> None:
    """They are errors of configuration or of connecting, and of ours in any case."""
    with pytest.raises((ConfigurationError, ConnectionFailed)):
        transport.send(Request("GET", f"http://{host}:1/x"))


@pytest.mark.parametrize("value", ["a\r\nX: y", " a", "雪"])
def test_headers_that_are_none(transport: RequestsTransport, value: str) -> None:
    """A header cannot smuggle another one in."""
    with http_server() as server, pytest.raises((ConfigurationError, ConnectionFailed)):
        transport.send(request(server.port, headers={"X": value}))
    assert server.seen == []


def test_nothing_of_a_request_is_shown() -> None:
    """repr has method, server and limits."""
    one = request(1, query="SECRET", headers={"A": "SECRET"}, body=b"SECRET", secrets=("SECRET",))
    assert "SECRET" not in repr(one)
    assert one.server == "127.0.0.1:1"


def test_urllib3_does_not_log_the_query(transport: RequestsTransport, caplog: pytest.LogCaptureFixture) -> None:
    """session_in_url: its debug log has the URL, and so the URL that it gets has no query."""
    caplog.set_level(logging.DEBUG)
    with http_server() as server:
        transport.send(request(server.port, query="SECRET"))
        transport.send(request(server.port, "DELETE", query="SECRET"))
    assert "GET /api/v3/event HTTP/1.1" in caplog.text
    assert "SECRET" not in caplog.text
    assert [one.target for one in server.seen] == ["/api/v3/event?SECRET"] * 2


def test_foreign_exceptions_are_not_attached(transport: RequestsTransport) -> None:
    """Those of requests hold headers and body; neither cause nor context of ours leads to them."""
    with pytest.raises(ConnectionFailed, match="Connection refused") as caught:
        transport.send(request(free_port()))
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert not caught.value.sent


def test_a_socks_proxy_has_precedence_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was given explicitly is used, whatever the environment says."""
    with http_server() as other, ExitStack() as stack:
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{other.port}")
        transport = RequestsTransport(proxy=Proxy("socks5", "127.0.0.1", free_port()), environment_proxies=True)
        stack.callback(transport.close)
        with pytest.raises(Exception, match="is not reached through the proxy"):
            transport.send(request(other.port))
    assert other.seen == []


def test_modules_load_without_requests() -> None:
    """The client's modules do not import requests before there is something to send."""
    import subprocess

    code = (
        "import sys, accsyn.client.connection; print([m for m in ('requests', 'urllib3', 'socks') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("later", [False, True])
def test_a_server_that_answers_more_than_it_says(transport: RequestsTransport, later: bool) -> None:
    """Bytes after the body's end are not taken for the next answer, whether they come with it or after it."""

    def serve(sock: socket.socket, number: int) -> None:
        for _ in range(2):
            read_request(sock)
            extra = http_bytes(b'{"evil": 1}')
            sock.sendall(http_bytes(b"{}") + (b"" if later else extra))
            if later:
                time.sleep(0.02)
                sock.sendall(extra)

    with raw_server(serve) as server:
        first = transport.send(request(server.port))
        time.sleep(0.1)
        second = transport.send(request(server.port))
    assert (first.body, second.body) == (b"{}", b"{}")
    assert server.connections == 1 + later


def test_server_helper_counts(transport: RequestsTransport) -> None:
    """The count of connections in these tests counts: two transports are two."""
    with http_server() as server:
        state: Server = server
        transport.send(request(state.port))
        other = RequestsTransport()
        other.send(request(state.port))
        other.close()
    assert state.connections == 2
