"""Exchanges with a workspace, written down without secrets, and played back without one.

A cassette is a text file, an exchange a line, in the order in which they came. What differs from run to run (session,
times, event ids) is not in it; neither are API keys, session ids and passwords.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from accsyn.errors import ConfigurationError
from accsyn.workspace.protocol import LOGIN, HttpRequest, Response, answer, path_of, read_event
from accsyn.workspace.refusal import Refusal

Handle = Callable[[HttpRequest], Response]

REDACTED = "***"
_SECRETS = frozenset({"session_id", "session", "api_key", "apikey", "password", "pwd", "secret", "token", "key"})


class Recorder:
    """Passes requests on and writes the exchanges down.

    Args:
        handle: What answers.
        path: The cassette; one that is there is replaced.
    """

    def __init__(self, handle: Handle, path: Path) -> None:
        self._handle = handle
        self._lock = threading.Lock()
        self._path = path
        path.write_text("", encoding="utf-8")

    def handle(self, request: HttpRequest) -> Response:
        """Answer a request."""
        response = self._handle(request)
        asked = _asked(request)
        if asked is not None and response.status:
            said = {"status": response.status, "body": redacted(json.loads(response.body))}
            if "retry-after" in response.headers:
                said["retry_after"] = float(response.headers["retry-after"])
            line = json.dumps({"request": asked, "response": said})
            with self._lock, self._path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        return response


class Player:
    """Answers as it was recorded: each exchange once, the first that fits.

    Args:
        path: The cassette.

    Raises:
        ConfigurationError: It cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._left: dict[str, list[Any]] = {}
        try:
            for line in path.read_text(encoding="utf-8").splitlines():
                exchange = json.loads(line)
                self._left.setdefault(_key(exchange["request"]), []).append(exchange["response"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ConfigurationError(f"{path}: is no cassette: {error}") from error

    def handle(self, request: HttpRequest) -> Response:
        """Answer a request; one that was not recorded is refused by name."""
        asked = _asked(request)
        key = _key(asked)
        with self._lock:
            found = self._left.get(key)
            if found:
                said = found.pop(0)
                return answer(said["body"], said["status"], said.get("retry_after"))
        return answer({"message": f"this request is not on the cassette, or not as often: {key}"}, 501)

    @property
    def unused(self) -> int:
        """How many exchanges were not asked for."""
        return sum(map(len, self._left.values()))


def _asked(request: HttpRequest) -> dict[str, Any] | None:
    """What a request asks for, without what differs from run to run; None if it is none of ours."""
    if path_of(request).partition("?")[0] == LOGIN:
        return {"method": request.method, "uri": "login"}
    try:
        event = read_event(request)
    except Refusal:
        return None
    data = redacted(event.data)
    return {"method": request.method, "uri": event.uri, "data": data, "query": event.query, "id": event.entity_id}


def _key(asked: object) -> str:
    return json.dumps(asked, sort_keys=True)


def redacted(value: Any) -> Any:
    """A copy of JSON data in which nothing secret stands."""
    root: list[Any] = [value]
    pending: list[tuple[Any, Any]] = [(root, 0)]
    while pending:
        holder, key = pending.pop()
        item = holder[key]
        if isinstance(item, dict):
            item = {name: REDACTED if _is_secret(name, inner) else inner for name, inner in item.items()}
            pending.extend((item, name) for name in item)
        elif isinstance(item, list):
            item = list(item)
            pending.extend((item, index) for index in range(len(item)))
        holder[key] = item
    return root[0]


def _is_secret(name: object, value: object) -> bool:
    return isinstance(value, str) and str(name).lower() in _SECRETS
