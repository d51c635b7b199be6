"""A request in, a response out: accounts, sessions, events, answers and errors as the wire has them."""

from __future__ import annotations

import base64
import binascii
import gzip
import hashlib
import io
import json
import re
import secrets
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote_to_bytes

from accsyn.workspace.handlers.call import Call
from accsyn.workspace.handlers.table import handler_of
from accsyn.workspace.refusal import Refusal
from accsyn.workspace.state import State
from accsyn.workspace.store import Record

LOGIN = "/api/v3/api/login"
EVENT = "/api/v3/event"
REGISTRY = "/api/v3/J3PKTtDvolDMBtTy6AFGA"
AROUND = {("PUT", LOGIN): "login", ("GET", REGISTRY): "registry"}
"""What is asked for elsewhere than at `EVENT`, by method and path."""

LARGEST_REQUEST = 32 * 1024 * 1024
"""Bytes of a body, and of what a compressed one holds."""

_READING = ("GET",)
_NO_ACCOUNT = "a request needs the workspace's code and an account"
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::([0-9]{1,5}))?")


class HttpRequest(Protocol):
    """What a request must have; `accsyn.client.transport.Request` has it."""

    @property
    def method(self) -> str:
        """GET, POST, PUT, DELETE."""

    @property
    def url(self) -> str:
        """Where to; only the path counts."""

    @property
    def query(self) -> str | None:
        """What stands after the question mark, quoted."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""

    @property
    def body(self) -> bytes | None:
        """The body."""


class Request(NamedTuple):
    """A request."""

    method: str
    url: str
    query: str | None = None
    headers: Mapping[str, str] = {}
    body: bytes | None = None


class Response(NamedTuple):
    """A response. A status of 0 means that the connection is broken instead."""

    status: int
    headers: Mapping[str, str] = {}
    body: bytes = b""


class Incoming(NamedTuple):
    """An event as it came: see `accsyn.wire.event.Event`."""

    uri: str
    session: str
    data: Any
    query: str | None
    entity_id: str | None


def answer(value: object, status: int = 200, retry_after: float | None = None) -> Response:
    """A response with a JSON body."""
    headers = {"content-type": "application/json"}
    if retry_after is not None:
        headers["retry-after"] = f"{retry_after:g}"
    return Response(status, headers, json.dumps(value).encode("ascii"))


def refused(refusal: Refusal) -> Response:
    """The response that says why."""
    more = {} if refusal.retry_after is None else {"retry_after": refusal.retry_after}
    return answer({"message": refusal.message, **more}, refusal.status, refusal.retry_after)


def path_of(request: HttpRequest) -> str:
    """The path of a request."""
    return "/" + request.url.partition("://")[2].partition("/")[2] if "://" in request.url else request.url


# ---- accounts


def account(state: State, request: HttpRequest) -> Record:
    """The user whose name and key a request carries.

    Raises:
        Refusal: There is none, or the key is another.
    """
    workspace = _lowered(request.headers).get("x-accsyn-workspace", "")
    if workspace.lower() != str(state.workspace["code"]).lower():
        raise Refusal(_NO_ACCOUNT, 401)
    name, key = credentials(request)
    user = state.store.by_code("user", name)
    kept = None if user is None else state.store.get("_key", user["id"])
    right = str(kept["key"]) if kept else secrets.token_hex(8)
    is_right = secrets.compare_digest(right.encode(), key.encode("utf-8", "replace"))
    if user is None or not is_right:
        raise Refusal("the user name or the API key is wrong", 401)
    if user.get("inactive") or user.get("status") == "disabled":
        raise Refusal(f"the account {user['code']} is disabled", 401)
    return user


def credentials(request: HttpRequest) -> tuple[str, str]:
    """User name and API key of a request.

    Raises:
        Refusal: It carries none, or they cannot be read.
    """
    scheme, _, parts = _lowered(request.headers).get("authorization", "").partition(" ")
    name, _, key = parts.strip().partition(":")
    if scheme.lower() != "basic":
        raise Refusal(_NO_ACCOUNT, 401)
    return _decoded(name), _decoded(key)


def _lowered(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise Refusal("the account of the request cannot be read", 401) from None


def login(state: State, request: HttpRequest) -> Response:
    """Begin a session."""
    user = account(state, request)
    session = state.new_uuid()
    with state.store.transaction():
        state.store.put("_session", {"id": digest(session), "user": user["id"], "created": state.clock.text()})
        state.store.put("user", {**user, "logged_in": state.clock.text()})
        for old in state.store.all("_session")[:-1000]:
            state.store.remove("_session", old["id"])
    return answer({"result": {"role": user["role"], "id": user["id"], "session_id": session}})


def registry(state: State, request: HttpRequest) -> Response:
    """Where a workspace answers, for whoever knows its code alone: where this request came to.

    Raises:
        Refusal: The request names another workspace, or none.
    """
    asked = _json(unquote_to_bytes(request.query or ""))
    ident = str(asked.get("ident") if isinstance(asked, dict) else "")
    if ident.lower() != str(state.workspace["code"]).lower():
        raise Refusal(f"there is no workspace {ident[:100]!r}", 404)
    found = _HOST.fullmatch(_lowered(request.headers).get("host", ""))
    host, port = ("127.0.0.1", None) if found is None else found.groups()
    return answer({"result": {"hostname": host, "port": int(port or 443)}})


def digest(session: str) -> str:
    """How a session id is kept."""
    return hashlib.sha256(session.encode("utf-8", "replace")).hexdigest()


# ---- events


def read_event(request: HttpRequest) -> Incoming:
    """The event of a request, from the URL of a GET or DELETE, from the body of a PUT or POST.

    Raises:
        Refusal: It is none, or too large.
    """
    raw = unquote_to_bytes(request.query or "") if request.method in ("GET", "DELETE") else request.body or b""
    if len(raw) > LARGEST_REQUEST:
        raise Refusal(f"the request is larger than {LARGEST_REQUEST} bytes", 413)
    event = _json(raw)
    if not isinstance(event, dict) or not isinstance(event.get("uri"), str):
        raise Refusal("the request holds no event")
    data = event.get("data")
    if event.get("gz_data") is not None:
        data = _json(_decompressed(event["gz_data"]))
    query, ident = event.get("query"), event.get("id")
    if not isinstance(query, (str, type(None))) or not isinstance(ident, (str, type(None))):
        raise Refusal("query and id of an event are text")
    return Incoming(event["uri"], str(event.get("session") or ""), data, query or None, ident or None)


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Refusal("the event is no JSON") from None


def _decompressed(text: object) -> bytes:
    try:
        packed = base64.b64decode(str(text), validate=True)
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            raw = file.read(LARGEST_REQUEST + 1)
    except (binascii.Error, ValueError, OSError, EOFError, zlib.error):
        raise Refusal("gz_data cannot be decompressed") from None
    if len(raw) > LARGEST_REQUEST:
        raise Refusal(f"the data are larger than {LARGEST_REQUEST} bytes", 413)
    return raw


def carry_out(state: State, user: Record, method: str, event: Incoming) -> Response:
    """Do what an event asks for; all of it or nothing.

    Raises:
        Refusal: It is not done.
    """
    session = state.store.get("_session", digest(event.session))
    if session is None or session["user"] != user["id"]:
        raise Refusal("the session has expired; log in again", 401)
    handler, name = handler_of(method, event.uri)
    call = Call(state, user, name, event.data, event.query, event.entity_id)
    if method in _READING:
        return answer(handler(call))
    with state.store.transaction():
        # The answer is made inside: what it shows is what was written, also while others write.
        return answer(handler(call))
