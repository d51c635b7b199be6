"""SOCKS proxies, real ones: per session, with accounts, with TLS inside; and proxies that refuse, hang or lie."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import certifi
import pytest

from accsyn.client.proxy import parse_proxy
from accsyn.client.transport import Request, RequestsTransport, Response
from accsyn.errors import AccsynError, CertificateError, ConnectionFailed, ProxyError, RequestTimeout, TransportError
from tests.client.servers import Authority, free_port, http_server, pump, raw_server, read_request, socks_proxy

AUTHORITY = Authority()


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The certificate of the authority that is trusted."""
    return AUTHORITY.bundle(tmp_path_factory.mktemp("ca") / "ca.pem")


@pytest.fixture(scope="module")
def proxies() -> Iterator[dict[str, int]]:
    """Ports of real proxies: both protocols, with and without an account."""
    with (
        socks_proxy("socks5") as five,
        socks_proxy("socks5", "me:p@ss:w/ord") as account,
        socks_proxy("socks4") as four,
    ):
        yield {"socks5": five, "account": account, "socks4": four}


def send(proxy: str, port: int, *, host: str = "127.0.0.1", tls: str = "", method: str = "GET") -> Response:
    """Send one request through a proxy."""
    transport = RequestsTransport(proxy=parse_proxy(proxy))
    url = f"http{'s' if tls else ''}://{host}:{port}/api/v3/event"
    try:
        body = b"{}" if method == "POST" else None
        return transport.send(Request(method, url, query="SECRET", body=body, timeout=(2, 2), verify=tls or True))
    finally:
        transport.close()


@pytest.mark.parametrize(
    ("form", "which", "host"),
    [
        ("socks:127.0.0.1:{}", "socks5", "127.0.0.1"),
        ("socks5:127.0.0.1:{}", "socks5", "localhost"),
        ("socks5h:127.0.0.1:{}", "socks5", "localhost"),
        ("socks4:127.0.0.1:{}", "socks4", "127.0.0.1"),
        ("socks4:localhost:{}", "socks4", "localhost"),
        ("socks5:me:p@ss:w/ord@127.0.0.1:{}", "account", "127.0.0.1"),
        ("socks5h:me:p@ss:w/ord@127.0.0.1:{}", "account", "localhost"),
    ],
)
@pytest.mark.parametrize("secure", [True, False])
def test_real_proxies(proxies: dict[str, int], bundle: str, form: str, which: str, host: str, secure: bool) -> None:
    """accsyn_proxy_*: the server is reached through it, with TLS inside and its certificate checked."""
    context = AUTHORITY.context("127.0.0.1", "localhost") if secure else None
    with http_server(tls=context) as server:
        proxy = form.format(proxies[which])
        assert send(proxy, server.port, host=host, tls=bundle if secure else "").status == 200
        if secure:
            with pytest.raises(CertificateError):
                send(proxy, server.port, host=host, tls=certifi.where())
    assert [one.target for one in server.seen] == ["/api/v3/event?SECRET"]


@pytest.mark.parametrize("account", ["", "me:WRONG@", "you:p@ss:w/ord@"])
def test_wrong_accounts(proxies: dict[str, int], account: str) -> None:
    """A proxy that wants another account is an error; the request does not go out directly, nor is a secret told."""
    with http_server() as server, pytest.raises(ProxyError) as caught:
        send(f"socks5:{account}127.0.0.1:{proxies['account']}", server.port, method="POST")
    assert server.seen == []
    assert not caught.value.sent
    assert not any(secret in str(caught.value) for secret in ("WRONG", "p@ss", "SECRET"))


def test_nothing_else_in_the_process_changes(proxies: dict[str, int]) -> None:
    """socks_monkeypatch: the socket class stays, and an unrelated request goes its own way."""
    before = socket.socket
    with http_server() as server:
        send(f"socks5:127.0.0.1:{proxies['socks5']}", server.port)
        assert socket.socket is before
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{server.port}/direct") as found:
            assert found.status == 200


@pytest.mark.parametrize("kind", ["socks5", "socks5h", "socks4"])
def test_no_proxy_there(kind: str) -> None:
    """The proxy itself is not reached; the server gets nothing."""
    with (
        http_server() as server,
        pytest.raises(ProxyError, match="the proxy itself is not reached: Connection refused"),
    ):
        send(f"{kind}:127.0.0.1:{free_port()}", server.port)
    assert server.connections == 0


def test_a_server_that_the_proxy_does_not_reach(proxies: dict[str, int]) -> None:
    """The failure is the proxy's to tell; it is no success and no direct connection."""
    with pytest.raises(TransportError) as caught:
        send(f"socks5h:127.0.0.1:{proxies['socks5']}", free_port(), host="nowhere.invalid", method="POST")
    assert "nowhere.invalid" in str(caught.value)


@pytest.mark.parametrize("kind", ["socks5", "socks5h", "socks4"])
def test_a_proxy_whose_name_is_unknown(kind: str) -> None:
    """It is the proxy that is not found, not the server; and that is not repeated."""
    with pytest.raises(ProxyError, match=r"^127\.0\.0\.1:443 is not reached through the proxy: the proxy's host name"):
        send(f"{kind}:nohost.invalid:1", 443)


@pytest.mark.parametrize("form", ["http://nohost.invalid:3128", "socks5://nohost.invalid:1080"])
def test_a_proxy_of_the_environment_whose_name_is_unknown(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    """The same for one that the environment names, of either kind."""
    for name in ("http_proxy", "no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", form)
    monkeypatch.setenv("http_proxy", form)
    with pytest.raises(ProxyError, match="the proxy's host name is not known"):
        RequestsTransport(environment_proxies=True).send(Request("GET", "http://192.0.2.1/x"))


def test_a_server_whose_name_this_machine_does_not_know(proxies: dict[str, int]) -> None:
    """With socks5 this machine looks it up; the proxy is not to blame, and the message says what helps."""
    with pytest.raises(
        ConnectionFailed, match=r"nowhere\.invalid:443: the host name is not known here; socks5h: "
    ) as caught:
        send(f"socks5:127.0.0.1:{proxies['socks5']}", 443, host="nowhere.invalid")
    assert not caught.value.sent


def refuses(sock: socket.socket, number: int) -> None:
    """A SOCKS5 proxy with rules against us: reply 2."""
    sock.recv(100)
    sock.sendall(b"\x05\x00")
    sock.recv(100)
    sock.sendall(b"\x05\x02\x00\x01\0\0\0\0\0\0")


def refuses_four(sock: socket.socket, number: int) -> None:
    """A SOCKS4 proxy that rejects: reply 91."""
    sock.recv(100)
    sock.sendall(b"\x00\x5b\0\0\0\0\0\0")


def hangs(sock: socket.socket, number: int) -> None:
    """A proxy that never answers."""
    sock.recv(100)
    with suppress(OSError):
        sock.recv(100)


def closes(sock: socket.socket, number: int) -> None:
    """A proxy that hangs up."""
    sock.recv(100)


def no_methods(sock: socket.socket, number: int) -> None:
    """A proxy that accepts no way of authentication."""
    sock.recv(100)
    sock.sendall(b"\x05\xff")


def other_protocol(sock: socket.socket, number: int) -> None:
    """What listens there is no SOCKS."""
    sock.recv(100)
    sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


@pytest.mark.parametrize(
    ("serve", "kind", "expected", "said"),
    [
        (refuses, "socks5", ProxyError, "it answers 0x02: Connection not allowed by ruleset"),
        (refuses_four, "socks4", ProxyError, "it answers 0x5b: Request rejected or failed"),
        (hangs, "socks5", RequestTimeout, "no connection in time"),
        (closes, "socks5", ProxyError, "is not reached through the proxy"),
        (no_methods, "socks5", ProxyError, "it does not accept the user name and password, or asks for some"),
        (other_protocol, "socks5", ProxyError, "it does not speak the protocol that was asked for"),
        (other_protocol, "socks4", ProxyError, "it does not speak the protocol that was asked for"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_proxies_that_do_not_work(
    serve: object, kind: str, expected: type[AccsynError], said: str, method: str
) -> None:
    """One connection to the proxy, an exception that says what it does, and no byte of the request sent."""
    with raw_server(serve) as proxy, pytest.raises(TransportError, match=said) as caught:  # type: ignore[arg-type]  # a row's
        send(f"{kind}:127.0.0.1:{proxy.port}", 1, method=method)
    assert type(caught.value) is expected
    assert not caught.value.sent
    assert proxy.connections == 1


def test_a_proxy_that_lies(bundle: str) -> None:
    """It leads to an impostor; TLS finds that out before a byte of the request is sent."""
    impostor = Authority()
    with http_server(tls=impostor.context("127.0.0.1")) as evil:

        def lies(sock: socket.socket, number: int) -> None:
            sock.recv(100)
            sock.sendall(b"\x05\x00")
            sock.recv(100)
            sock.sendall(b"\x05\x00\x00\x01\0\0\0\0\0\0")
            with socket.create_connection(("127.0.0.1", evil.port)) as target:
                pump(sock, target)

        with raw_server(lies) as proxy, pytest.raises(CertificateError) as caught:
            send(f"socks5:127.0.0.1:{proxy.port}", 443, tls=bundle)
    assert not caught.value.sent
    assert evil.seen == []


def test_what_a_proxy_sees_of_tls(bundle: str, tmp_path: Path) -> None:
    """The name of the server, and nothing of the request."""
    seen: list[bytes] = []
    with http_server(tls=AUTHORITY.context("127.0.0.1")) as server:

        def listens(sock: socket.socket, number: int) -> None:
            sock.recv(100)
            sock.sendall(b"\x05\x00")
            sock.recv(100)
            sock.sendall(b"\x05\x00\x00\x01\0\0\0\0\0\0")
            with socket.create_connection(("127.0.0.1", server.port)) as target:
                first = sock.recv(65536)
                seen.append(first)
                target.sendall(first)
                pump(sock, target)

        with raw_server(listens) as proxy:
            assert send(f"socks5:127.0.0.1:{proxy.port}", server.port, tls=bundle).status == 200
    assert seen[0].startswith(b"\x16\x03")
    assert b"SECRET" not in b"".join(seen)


def test_the_plain_form_is_seen(tmp_path: Path) -> None:
    """The helper that reads requests reads them: without TLS the proxy sees everything, which is why TLS is kept."""
    seen: list[bytes] = []

    def listens(sock: socket.socket, number: int) -> None:
        sock.recv(100)
        sock.sendall(b"\x05\x00")
        sock.recv(100)
        sock.sendall(b"\x05\x00\x00\x01\0\0\0\0\0\0")
        seen.append(read_request(sock))

    with raw_server(listens) as proxy, pytest.raises(TransportError):
        send(f"socks5:127.0.0.1:{proxy.port}", 80)
    assert b"?SECRET " in seen[0]
