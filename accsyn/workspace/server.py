"""The workspace over HTTP and HTTPS, by starlette and uvicorn (extra ``workspace``)."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accsyn.errors import ConfigurationError
from accsyn.workspace.backend import Backend
from accsyn.workspace.protocol import LARGEST_REQUEST, Request, answer

if TYPE_CHECKING:
    from starlette.applications import Starlette

LOOPBACK = "127.0.0.1"
LONGEST_URL = 1024 * 1024
"""Bytes of a request line that are read: GET and DELETE carry their event there."""

SECONDS = 10.0


def application(backend: Backend) -> Starlette:
    """The ASGI application of a workspace."""
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request as HttpRequest  # noqa: TC002 - read at run time, by the router
    from starlette.responses import Response as HttpResponse
    from starlette.routing import Route

    async def respond(request: HttpRequest) -> HttpResponse:
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST_REQUEST:
                refused = answer({"message": f"the request is larger than {LARGEST_REQUEST} bytes"}, 413)
                return HttpResponse(refused.body, 413, dict(refused.headers))
        query = request.scope["query_string"].decode("latin-1") or None
        incoming = Request(request.method, request.url.path, query, dict(request.headers), bytes(body))
        response = await run_in_threadpool(backend.handle, incoming)
        if response.status == 0:
            # A promise of more than comes makes the server cut the connection.
            return _Broken(b"", 200, {"content-length": "1000"})
        return HttpResponse(response.body, response.status, dict(response.headers))

    class _Broken(HttpResponse):
        def init_headers(self, headers: Any = None) -> None:
            self.raw_headers = [(b"content-length", b"1000"), (b"connection", b"close")]

    methods = ["GET", "POST", "PUT", "DELETE"]
    return Starlette(routes=[Route("/{path:path}", respond, methods=methods)])


class Server:
    """A server in a thread.

    Args:
        backend: The workspace.
        host: The address; loopback if not given.
        port: The port; a free one if 0.
        certificate: The files of certificate and key: then it is HTTPS.

    Raises:
        ConfigurationError: starlette or uvicorn is not installed, or the port is not free.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        host: str = LOOPBACK,
        port: int = 0,
        certificate: tuple[Path, Path] | None = None,
    ) -> None:
        try:
            import uvicorn
            from starlette.applications import Starlette
        except ModuleNotFoundError as error:
            raise ConfigurationError(f"the server needs {error.name}: pip install 'accsyn[workspace]'") from None
        del Starlette
        files = {} if certificate is None else {"ssl_certfile": str(certificate[0]), "ssl_keyfile": str(certificate[1])}
        config = uvicorn.Config(
            application(backend),
            log_level="critical",
            access_log=False,
            lifespan="off",
            http="h11",
            ws="none",
            h11_max_incomplete_event_size=LONGEST_URL,
            timeout_graceful_shutdown=1,
            **files,  # type: ignore[arg-type] # names and values go together
        )
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            self._socket = socket.create_server((host, port), family=family)
        except OSError as error:
            raise ConfigurationError(f"{host}:{port}: {error.strerror}") from error
        # Connections take it over. Without it each answer, being written in two parts, waits 40 ms for a confirmation.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.host: str = f"[{host}]" if ":" in host else host
        self.port: int = self._socket.getsockname()[1]
        self.scheme = "http" if certificate is None else "https"
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="accsyn-server", daemon=True)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"{self.scheme}://{self.host}:{self.port}"

    def start(self) -> None:
        """Begin to answer.

        Raises:
            ConfigurationError: It does not come up.
        """
        self._thread.start()
        deadline = threading.Event()
        for _ in range(int(SECONDS / 0.002)):
            if self._server.started:
                return
            if not self._thread.is_alive():
                break
            deadline.wait(0.002)
        raise ConfigurationError("the server does not come up")

    def _serve(self) -> None:
        # Signals belong to whoever started it.
        with contextlib.suppress(SystemExit):
            self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Answer no more."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(SECONDS)
        self._socket.close()


@contextlib.contextmanager
def serving(backend: Backend, **options: Any) -> Iterator[Server]:
    """A server for as long as the block lasts; the arguments are those of `Server`."""
    server = Server(backend, **options)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def self_signed(folder: Path, host: str = LOOPBACK) -> tuple[Path, Path]:
    """A certificate for a host that nobody vouches for, and its key; made once.

    Raises:
        ConfigurationError: The package `cryptography` is not installed.
    """
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if certificate.exists() and key.exists():
        return certificate, key
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.x509.oid import NameOID
    except ModuleNotFoundError:
        raise ConfigurationError("a certificate needs cryptography: pip install cryptography") from None
    import ipaddress
    from datetime import datetime, timedelta, timezone

    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "accsyn local workspace")])
    now = datetime.now(timezone.utc)
    try:
        host_name: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        host_name = x509.DNSName(host)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([host_name, x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    key.touch(mode=0o600)
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return certificate, key
