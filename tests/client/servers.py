"""Real servers on loopback: HTTP with and without TLS, bytes of any kind, and proxies."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

import trustme

LOGIN = {"result": {"role": "admin", "id": "5b0faf03304bfd4810dbd5fc", "session_id": "3f0e4c52-SESSION-abcdef"}}


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def event(self) -> Any:
        """The JSON object that it carries."""
        query = self.target.partition("?")[2]
        return json.loads(unquote(query) if query else self.body or b"{}")


@dataclass
class Reply:
    """A response to give."""

    status: int = 200
    body: bytes = b'{"result": []}'
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


def reply(value: object, status: int = 200, **headers: str) -> Reply:
    """A response with a JSON body."""
    named = {key.replace("_", "-"): text for key, text in headers.items()}
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json", **named})


@dataclass
class Server:
    """What a running HTTP server has seen, and how to reach it."""

    port: int
    replies: list[Reply]
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0

    def events(self) -> list[Seen]:
        """The requests, logins apart."""
        return [one for one in self.seen if not one.target.endswith("/api/login")]


@contextmanager
def http_server(
    *replies: Reply, tls: ssl.SSLContext | None = None, choose: Callable[[Seen], Reply | None] | None = None
) -> Iterator[Server]:
    """A server that answers logins, and anything else with the replies one after another, the last one for ever."""
    state = Server(0, list(replies) or [Reply()])
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # one packet a response: no waiting for acknowledgements
        timeout = 20

        def setup(self) -> None:
            with lock:
                state.connections += 1
            super().setup()

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = Seen(self.command, self.path, list(self.headers.items()), body)
            with lock:
                state.seen.append(request)
                given = choose(request) if choose is not None else None
                if given is None and self.path.endswith("/api/login"):
                    given = reply(LOGIN)
                if given is None:
                    given = state.replies.pop(0) if len(state.replies) > 1 else state.replies[0]
            self.send_response(given.status)
            for name, value in {"Content-Length": str(len(given.body)), **given.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(given.body)

        do_GET = do_PUT = do_POST = do_DELETE = answer  # noqa: N815 - the names that http.server looks for

        def log_message(self, *_: object) -> None:
            pass

    class Threads(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # what a client does that hangs up is the test's matter

        def finish_request(self, request: Any, client_address: Any) -> None:
            if tls is not None:
                request.settimeout(20)
                try:
                    request = tls.wrap_socket(request, server_side=True)
                except OSError:
                    return
            super().finish_request(request, client_address)
            with suppress(OSError):
                request.close()

    server = Threads(("127.0.0.1", 0), Handler)
    state.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Raw:
    """A running server of bytes: its port, and how many connections it got."""

    port: int
    connections: int = 0


@contextmanager
def raw_server(serve: Callable[[socket.socket, int], None], tls: ssl.SSLContext | None = None) -> Iterator[Raw]:
    """A server that hands each connection, with its number from 0, to a function, and closes it afterwards."""
    listener = socket.create_server(("127.0.0.1", 0))
    state = Raw(listener.getsockname()[1])
    open_sockets: list[socket.socket] = []

    def one(sock: socket.socket, number: int) -> None:
        with suppress(OSError), sock:
            sock.settimeout(20)
            if tls is None:
                serve(sock, number)
            else:
                with tls.wrap_socket(sock, server_side=True) as secure:
                    serve(secure, number)

    def accept() -> None:
        with suppress(OSError):
            while True:
                sock, _ = listener.accept()
                open_sockets.append(sock)
                state.connections += 1
                threading.Thread(target=one, args=(sock, state.connections - 1), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        # `close` alone does not wake a thread that waits in accept().
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for sock in open_sockets:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def read_request(sock: socket.socket) -> bytes:
    """The bytes of one request, to the end of its body; fewer if the client hangs up."""
    found = b""
    while b"\r\n\r\n" not in found:
        piece = sock.recv(65536)
        if not piece:
            return found
        found += piece
    head, _, body = found.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        piece = sock.recv(65536)
        if not piece:
            break
        body += piece
    return head + b"\r\n\r\n" + body


def is_login(request: bytes) -> bool:
    """Whether the bytes are those of a login."""
    return b" /api/v3/api/login " in request.partition(b"\r\n")[0]


def http_bytes(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """The bytes of a response."""
    named = {"Content-Length": str(len(body)), "Content-Type": "application/json"}
    named.update({key.replace("_", "-"): value for key, value in headers.items()})
    lines = "".join(f"{key}: {value}\r\n" for key, value in named.items() if value != "")
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


class Authority:
    """A certificate authority, and the server certificates that it signs."""

    def __init__(self) -> None:
        self.ca = trustme.CA()

    def context(self, *names: str, **options: Any) -> ssl.SSLContext:
        """A server's TLS for these host names."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert(*names, **options).configure_cert(context)
        return context

    def bundle(self, path: Any) -> str:
        """Write the authority's own certificate; the path."""
        self.ca.cert_pem.write_to_path(str(path))
        return str(path)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port: int = sock.getsockname()[1]
        return port


@contextmanager
def socks_proxy(protocol: str, account: str = "") -> Iterator[int]:
    """A real SOCKS proxy, a process of its own; the port. An account is ``user:password``."""
    port = free_port()
    listen = f"{protocol}://127.0.0.1:{port}" + (f"#{account}" if account else "")
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "pproxy", "--auth", "-1", "-l", listen],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield port
    finally:
        process.kill()
        process.wait()


def pump(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes in both directions until one side hangs up."""

    def carry(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)

    thread = threading.Thread(target=carry, args=(other, one), daemon=True)
    thread.start()
    carry(one, other)
    thread.join()
