"""From a response to the answer it carries, or to the exception that says why it carries none.

Unlike the official client, the HTTP status counts; and what stands in a body is never repeated, but for the server's
own message, without the secrets of the request.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterable
from email.utils import parsedate_to_datetime

from accsyn.client.masking import mask, redact
from accsyn.client.transport import Request, Response
from accsyn.errors import AuthenticationError, BackendError, InvalidAnswer, PermissionDenied, RateLimited
from accsyn.wire.codec import loads

_LONGEST_MESSAGE = 2_000

# The status, the exception, and what is said if the server says nothing.
_REFUSALS: dict[int, tuple[type[BackendError], str]] = {
    400: (BackendError, "the server does not understand the request"),
    401: (AuthenticationError, "the server does not accept the account or the session"),
    403: (PermissionDenied, "the account may not do this"),
    404: (BackendError, "the server does not know what was asked for"),
    405: (BackendError, "the server does not allow this method"),
    407: (BackendError, "a proxy asks for an account"),
    408: (BackendError, "the server did not get the whole request in time"),
    413: (BackendError, "the request is too large for the server"),
    414: (BackendError, "the URL is too long for the server; ask for less at once"),
    429: (RateLimited, "too many requests"),
    431: (BackendError, "the URL or a header is too long for the server; ask for less at once"),
    500: (BackendError, "the server failed"),
    502: (BackendError, "a gateway could not reach the server"),
    503: (BackendError, "the server is not available"),
    504: (BackendError, "a gateway waited too long for the server"),
}


def read(response: Response, request: Request, *, now: float | None = None) -> dict[str, object]:
    """The JSON object that a response carries.

    A `message` beside a result is no error, nor is an empty one: `message_of` gives it. Without a result it is.

    Args:
        response: What came.
        request: What it answers; its secrets are kept out of messages.
        now: Seconds since 1970, for a ``Retry-After`` that is a date; None for the clock.

    Raises:
        AuthenticationError, PermissionDenied, RateLimited, BackendError: The server refuses, or reports a failure.
        InvalidAnswer: The answer is no JSON object.
    """
    if not 200 <= response.status < 300:
        raise _refusal(response, request, now)
    answer = _object(response)
    if isinstance(answer, str):
        raise InvalidAnswer(f"{request.server}: {answer}", response.status)
    if answer.get("exception") is not None:
        said = message_of(answer, request.secrets)
        raise BackendError(
            f"the server reports an exception{f': {said}' if said else ''}",
            response.status,
            _pause(response, answer, now),
        )
    if "result" not in answer and (said := message_of(answer, request.secrets)):
        raise BackendError(said, response.status, _pause(response, answer, now))
    return answer


def part(answer: dict[str, object], key: str = "result") -> object:
    """The part of an answer that a call is about.

    Raises:
        InvalidAnswer: It is not there.
    """
    if key not in answer:
        raise InvalidAnswer(f"the answer has no {key!r}")
    return answer[key]


def message_of(answer: dict[str, object], secrets: Iterable[str] = ()) -> str:
    """What the server says to people, `message_hr` before `message`; empty if it says nothing."""
    said = answer.get("message_hr") or answer.get("message")
    if not said:
        return ""
    if not isinstance(said, str):
        said = json.dumps(mask(said), default=str)
    return redact(said.strip(), secrets, most=_LONGEST_MESSAGE)


def _refusal(response: Response, request: Request, now: float | None) -> BackendError:
    """The exception for a status that is no success."""
    status = response.status
    if status < 400:
        place = _host_of(response.headers.get("location", ""))
        message = f"{request.server}: HTTP {status}, a redirect{place}, is not followed: the request holds an API key"
        return InvalidAnswer(message, status)
    kind, sentence = _REFUSALS.get(status, (BackendError, "the server does not succeed"))
    answer = _object(response)
    found = answer if isinstance(answer, dict) else {}
    said = message_of(found, request.secrets)
    return kind(said or f"{request.server}: HTTP {status}, {sentence}", status, _pause(response, found, now))


def _host_of(location: str) -> str:
    """Where a redirect points, without what may hold a session."""
    from urllib.parse import urlsplit

    try:
        host = urlsplit(location).hostname
    except ValueError:
        host = None
    return f" to {host}" if host else ""


def _object(response: Response) -> dict[str, object] | str:
    """The JSON object of a body; else what is wrong with it, without a word of the body."""
    described = f"HTTP {response.status}, {len(response.body)} bytes of {_kind(response)}"
    if not response.body.strip():
        return f"HTTP {response.status} with an empty answer; nothing says whether the call succeeded"
    text = _text(response)
    if text is None:
        return f"{described}: not the text that its character set promises"
    try:
        answer = loads(text)
    except ValueError:
        return f"{described}: no JSON"
    if not isinstance(answer, dict):
        return f"{described}: JSON, and no object"
    return answer


def _kind(response: Response) -> str:
    """The media type for messages; what is no plain word stays away."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    plain = kind.isascii() and len(kind) < 60 and kind.replace("/", "").replace("-", "").replace("+", "").isalnum()
    return kind if plain else "no known type"


def _text(response: Response) -> str | None:
    """The text of a body: UTF-8, as JSON is; if it is not, in the character set that the header names."""
    charset = response.headers.get("content-type", "").lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    for name in ("utf-8-sig", charset):
        text = _decoded(response.body, name)
        if text is not None:
            return text
    return None


def _decoded(body: bytes, charset: str) -> str | None:
    try:
        # ValueError is also what a NUL in the name raises; LookupError what a codec of no text does.
        return body.decode(charset) if charset else None
    except (LookupError, ValueError):
        return None


def _pause(response: Response, answer: dict[str, object], now: float | None) -> float | None:
    """Seconds to wait, from the header ``Retry-After`` (seconds or a date) or the body's ``retry_after``."""
    header = response.headers.get("retry-after", "").strip()
    for wanted in (header, answer.get("retry_after")):
        if isinstance(wanted, bool) or wanted is None or wanted == "":
            continue
        seconds = _seconds(wanted, time.time() if now is None else now)
        if seconds is not None:
            return seconds
    return None


def _seconds(wanted: object, now: float) -> float | None:
    if not isinstance(wanted, (str, int, float)):
        return None
    try:
        seconds = float(wanted)
    except (ValueError, OverflowError):
        seconds = _date(str(wanted)) - now
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _date(text: str) -> float:
    """Seconds since 1970 of a date as HTTP writes it; NaN if it is none."""
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, OverflowError, OSError, IndexError):
        return math.nan
