"""A backend that answers everything at once, over TLS, in a process of its own: `python -m benchmarks.server FOLDER`.

It writes its certificate authority to FOLDER and its port to the standard output, and ends with its standard input.
"""

from __future__ import annotations

import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LOGIN = {"result": {"role": "admin", "id": "5b0faf03304bfd4810dbd5fc", "session_id": "a-session"}}
FOUND = {"result": [{"id": "6676f3e9c7ef4e27da254e57", "code": "dailies", "status": "failed"}]}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet a response

    def answer(self) -> None:
        """Whatever is asked: a login or one transfer."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.dumps(LOGIN if self.path.endswith("/api/login") else FOUND).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = answer  # noqa: N815 - the names that http.server looks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.context = context

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Shake hands in the connection's own thread."""
        with self.context.wrap_socket(request, server_side=True) as wrapped:
            super().finish_request(wrapped, client_address)


def main(folder: Path) -> None:
    """Serve until nobody listens any more."""
    import trustme

    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    server = _Server(context)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
