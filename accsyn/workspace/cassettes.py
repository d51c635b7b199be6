"""Exchanges with a workspace, written down without secrets, and played back without one.

A cassette is a text file, an exchange a line, in the order in which they came. What differs from run to run (session,
times, event ids) is not in it; neither are API keys, session ids and passwords: values are left out by their names, and
the keys and session ids that came by also where they stand in another text.
"""

from __future__ import annotations

import contextlib
import json
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from accsyn.errors import ConfigurationError
from accsyn.workspace.protocol import LOGIN, HttpRequest, Response, answer, credentials, path_of, read_event
from accsyn.workspace.refusal import Refusal

Handle = Callable[[HttpRequest], Response]

REDACTED = "***"
_SHORTEST = 8
"""Characters of a secret that is looked for in other texts: a shorter one would be found in every second word."""

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
        self._secrets: set[str] = set()
        path.write_text("", encoding="utf-8")

    def handle(self, request: HttpRequest) -> Response:
        """Answer a request."""
        response = self._handle(request)
        asked = _asked(request)
        if asked is not None and response.status:
            body = json.loads(response.body)
            said = {"status": response.status, "body": redacted(body)}
            if "retry-after" in response.headers:
                said["retry_after"] = float(response.headers["retry-after"])
            line = json.dumps({"request": asked, "response": said})
            with self._lock, self._path.open("a", encoding="utf-8") as file:
                self._secrets |= _secrets_of(request, body)
                file.write(self._without_secrets(line) + "\n")
        return response

    def _without_secrets(self, line: str) -> str:
        """The line without the keys and session ids that came by; a query has them in lower case."""
        for secret in self._secrets:
            line = re.sub(re.escape(json.dumps(secret)[1:-1]), REDACTED, line, flags=re.IGNORECASE)
        return line


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


def _secrets_of(request: HttpRequest, body: Any) -> set[str]:
    """The API key and the session id that a request carries, and those that its answer holds."""
    result = body.get("result") if isinstance(body, dict) else None
    found = [result.get("session_id") if isinstance(result, dict) else None, body.get("api_key")]
    with contextlib.suppress(Refusal):
        found.append(credentials(request)[1])
        found.append(read_event(request).session)
    return {one for one in found if isinstance(one, str) and len(one) >= _SHORTEST}


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
