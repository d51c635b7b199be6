"""Events sent to a workspace past any client."""

from __future__ import annotations

import base64
import json
from typing import Any

from accsyn.local import Workspace
from accsyn.wire.event import Event, encode_body, encode_url, envelope
from accsyn.workspace.backend import ADMIN
from accsyn.workspace.protocol import EVENT, LOGIN, Request, Response


class Refused(Exception):  # noqa: N818 - what the tests expect
    """The answer is no success."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


class Caller:
    """A user who is logged in.

    Args:
        ws: The workspace.
        user: The e-mail.
        role: The role of a new user.
    """

    def __init__(self, ws: Workspace, user: str = ADMIN, role: str = "standard") -> None:
        self.ws = ws
        self.record = ws.user(user, role)
        self.headers = account(user, ws.api_key(user), ws.code)
        self.session = body_of(ws._backend.handle(Request("PUT", LOGIN, None, self.headers, b"{}")))["session_id"]

    def send(
        self, method: str, uri: str, data: Any = None, query: str | None = None, ident: str | None = None
    ) -> Response:
        """Send an event."""
        carried = envelope(
            Event(method, uri, {} if data is None else data, query, ident),
            workspace=self.ws.code,
            session_id=self.session,
            ident="x",
            eid="y",
            created="2026-01-01T00:00:00",
            hostname="h",
        )
        in_url = method in ("GET", "DELETE")
        query_text, body = (encode_url(carried), None) if in_url else (None, encode_body(carried))
        return self.ws._backend.handle(Request(method, EVENT, query_text, self.headers, body))

    def ask(self, method: str, uri: str, data: Any = None, query: str | None = None, ident: str | None = None) -> Any:
        """Send an event and give the result.

        Raises:
            Refused: There is none.
        """
        return body_of(self.send(method, uri, data, query, ident))

    def find(self, name: str, query: str | None = None, ident: str | None = None, **options: Any) -> list[Any]:
        """What a find gives."""
        return list(self.ask("GET", f"{name}/find", options, query, ident))

    def create(self, name: str, ident: str | None = None, /, **data: Any) -> Any:
        """The entity that a create gives."""
        return self.ask("POST", f"{name}/create", data, None, ident)[0]

    def codes(self, name: str, query: str | None = None, **options: Any) -> list[str]:
        """The codes that a find gives."""
        return [record["code"] for record in self.find(name, query, **options)]


def account(user: str, key: str, workspace: str) -> dict[str, str]:
    """The headers of an account."""
    name, secret = (base64.b64encode(text.encode()).decode() for text in (user, key))
    return {"Authorization": f"basic {name}:{secret}", "X-Accsyn-Workspace": workspace}


def body_of(response: Response) -> Any:
    """The result of a response.

    Raises:
        Refused: There is none.
    """
    body = json.loads(response.body)
    if response.status != 200:
        raise Refused(response.status, body.get("message") or body["exception"])
    return body.get("result", body)
