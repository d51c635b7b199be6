"""A server that is no server: it takes requests where the network would be, remembers their events, and answers."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

from accsyn.client.session import Session
from accsyn.client.transport import Request, Response
from accsyn.errors import ConnectionFailed

A, B, C, D = ("a" * 24, "b" * 24, "c" * 24, "d" * 24)
USER_ID = "5b0faf03304bfd4810dbd5fc"
SESSION_ID = "3f0e4c52-1111-4222-8333-abcdefabcdef"
API_KEY = "API-KEY-0123"
LOGIN = {"result": {"id": USER_ID, "role": "admin", "session_id": SESSION_ID}}
FOUND = {"result": [{"id": D, "code": "x", "name": "n"}]}

Answer = Any
"""JSON values; text, which is sent as it stands; status and text; or None: the connection breaks."""


class Recorder:
    """A transport that records.

    Args:
        answers: One for each event, in order; after the last one, `FOUND`.
        reply: What answers an event instead.
        login: The answer to the login.

    Attributes:
        events: ``uri``, ``data``, ``query``, ``id`` of each event that came, with its ``method``; data decompressed.
        requests: Every request, the login's too.
    """

    def __init__(
        self,
        *answers: Answer,
        reply: Callable[[dict[str, Any]], Answer] | None = None,
        login: Answer = LOGIN,
    ) -> None:
        self.events: list[dict[str, Any]] = []
        self.requests: list[Request] = []
        self.is_closed = False
        self._answers: Iterable[Answer] = iter(answers)
        self._reply = reply
        self._login = login

    def send(self, request: Request) -> Response:
        self.requests.append(request)
        if request.url.endswith("/api/login"):
            return _response(self._login)
        if not request.url.endswith("/event"):
            return _response({"result": {"hostname": "127.0.0.1", "port": 8443}})
        sent: dict[str, Any] = json.loads(unquote(request.query) if request.query else request.body or b"{}")
        event = decoded(request.method, sent)
        self.events.append(event)
        answer = self._reply(event) if self._reply is not None else next(iter(self._answers), FOUND)
        return _response(answer)

    def close(self) -> None:
        self.is_closed = True


def decoded(method: str, sent: dict[str, Any]) -> dict[str, Any]:
    """An event as it can be compared."""
    event: dict[str, Any] = {"method": method}
    event.update({key: sent[key] for key in ("uri", "data", "query", "id") if key in sent})
    if "gz_data" in sent:
        event["data"] = json.loads(gzip.decompress(base64.b64decode(sent["gz_data"])))
    return event


def _response(answer: Answer) -> Response:
    if answer is None:
        raise ConnectionFailed("the connection broke off")
    status, body = answer if isinstance(answer, tuple) else (200, answer)
    text = body if isinstance(body, str) else json.dumps(body)
    return Response(status, {"content-type": "application/json"}, text.encode())


def session(recorder: Recorder | None = None, **options: Any) -> Session:
    """A session whose requests go to a recorder."""
    from accsyn.client.retries import Retry

    settings: dict[str, Any] = {
        "workspace": "acmefilm",
        "username": "john@user.com",
        "api_key": API_KEY,
        "hostname": "127.0.0.1",
        "retry": Retry(attempts=1),
        "transport": Recorder() if recorder is None else recorder,
    }
    settings.update(options)
    return Session(**settings)
