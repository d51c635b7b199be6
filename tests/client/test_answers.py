"""Every shape of a response, and what is made of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.client.answers import message_of, part, read
from accsyn.client.transport import Request, Response
from accsyn.errors import (
    AccsynError,
    AuthenticationError,
    BackendError,
    InvalidAnswer,
    PermissionDenied,
    RateLimited,
)

REQUEST = Request("GET", "https://h.example:443/api/v3/event", query="SESSION", secrets=("SESSION-1", "KEY-1"))


def response(body: object, status: int = 200, **headers: str) -> Response:
    """A response with a JSON body, or with these bytes."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {"content-type": "application/json", **{key.replace("_", "-"): text for key, text in headers.items()}}
    return Response(status, named, content)


def got(given: Response) -> dict[str, object] | tuple[Any, ...]:
    """The answer, or what the exception holds."""
    try:
        return read(given, REQUEST, now=1_000_000.0)
    except BackendError as error:
        assert error.__context__ is None
        return type(error), error.status, error.message, error.retry_after


@pytest.mark.parametrize(
    "body",
    [
        {"result": []},
        {"result": None},
        {},
        {"foo": 1},
        {"success": True},
        {"message_hr": "only hr", "result": [{"id": 1}]},
        {"message": None, "result": [{"id": 1}]},
        {"message": "", "result": [{"id": 1}]},
        {"message": "beside a result", "result": []},
        {"message": None},
        {"message": ""},
        {"exception": None, "result": 1},
        {"result": True, "metadata": {"total": 5}},
    ],
)
@pytest.mark.parametrize("status", [200, 201, 202])
def test_answers(body: dict[str, object], status: int) -> None:
    """message_null_is_error: an object is an answer, also with an empty message, or one beside a result."""
    assert got(response(body, status)) == body


@pytest.mark.parametrize(
    ("given", "kind", "message"),
    [
        (response({"message": "No access"}), BackendError, "No access"),
        (response({"message": "internal", "message_hr": "Human"}), BackendError, "Human"),
        (response({"message": "internal", "message_hr": ""}), BackendError, "internal"),
        (response({"message_hr": "Human"}), BackendError, "Human"),
        (response({"message": {"password": "S", "why": "w"}}), BackendError, '{"password": "***", "why": "w"}'),
        (response({"message": "x" * 5000}), BackendError, "x" * 2000 + "..."),
        (response({"message": "the session SESSION-1 of KEY-1 ended"}), BackendError, "the session *** of *** ended"),
        (response({"exception": "Traceback KEY-1"}), BackendError, "the server reports an exception"),
        (response({"exception": "", "result": []}), BackendError, "the server reports an exception"),
        (response({"exception": "x", "message": "m"}), BackendError, "the server reports an exception: m"),
        (response([]), InvalidAnswer, "h.example:443: HTTP 200, 2 bytes of application/json: JSON, and no object"),
        (response(None), InvalidAnswer, "h.example:443: HTTP 200, 4 bytes of application/json: JSON, and no object"),
        (response("text"), InvalidAnswer, "h.example:443: HTTP 200, 6 bytes of application/json: JSON, and no object"),
        (
            response(b""),
            InvalidAnswer,
            "h.example:443: HTTP 200 with an empty answer; nothing says whether the call succeeded",
        ),
        (
            response(b" \r\n"),
            InvalidAnswer,
            "h.example:443: HTTP 200 with an empty answer; nothing says whether the call succeeded",
        ),
        (
            response(b"<html>SECRET</html>", content_type="text/html; charset=x"),
            InvalidAnswer,
            "h.example:443: HTTP 200, 19 bytes of text/html: no JSON",
        ),
        (response(b"{", content_type=""), InvalidAnswer, "h.example:443: HTTP 200, 1 bytes of no known type: no JSON"),
        (
            response(b"{", content_type="a b/SECRET!"),
            InvalidAnswer,
            "h.example:443: HTTP 200, 1 bytes of no known type: no JSON",
        ),
        (
            response(b"[" * 100_000),
            InvalidAnswer,
            "h.example:443: HTTP 200, 100000 bytes of application/json: no JSON",
        ),
        (
            response(b'{"result": "\xff"}'),
            InvalidAnswer,
            "h.example:443: HTTP 200, 15 bytes of application/json: not the text that its character set promises",
        ),
    ],
)
def test_no_answers(given: Response, kind: type[BackendError], message: str) -> None:
    """What is wrong, in words of ours or the server's, without a word of another body and without a secret."""
    assert got(given) == (kind, 200, message, None)


def test_204_says_nothing() -> None:
    """An empty answer is not taken for a success."""
    found = got(response(b"", 204))
    assert isinstance(found, tuple)
    assert found[:2] == (InvalidAnswer, 204)


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (400, BackendError, "h.example:443: HTTP 400, the server does not understand the request"),
        (401, AuthenticationError, "h.example:443: HTTP 401, the server does not accept the account or the session"),
        (403, PermissionDenied, "h.example:443: HTTP 403, the account may not do this"),
        (404, BackendError, "h.example:443: HTTP 404, the server does not know what was asked for"),
        (414, BackendError, "h.example:443: HTTP 414, the URL is too long for the server; ask for less at once"),
        (418, BackendError, "h.example:443: HTTP 418, the server does not succeed"),
        (429, RateLimited, "h.example:443: HTTP 429, too many requests"),
        (500, BackendError, "h.example:443: HTTP 500, the server failed"),
        (502, BackendError, "h.example:443: HTTP 502, a gateway could not reach the server"),
        (503, BackendError, "h.example:443: HTTP 503, the server is not available"),
        (504, BackendError, "h.example:443: HTTP 504, a gateway waited too long for the server"),
        (599, BackendError, "h.example:443: HTTP 599, the server does not succeed"),
    ],
)
@pytest.mark.parametrize("body", [b"", b"<h1>Internal SECRET Error</h1>", b'{"result": [{"id": 1}]}', b"[1]", b"\xff"])
def test_statuses(status: int, kind: type[BackendError], said: str, body: bytes) -> None:
    """http_status_ignored: a status that is no success is an error, whatever the body is."""
    assert got(response(body, status)) == (kind, status, said, None)
    assert got(response({"message": "m KEY-1", "result": []}, status)) == (kind, status, "m ***", None)


@pytest.mark.parametrize(
    ("status", "location", "place"),
    [
        (301, "https://evil.example/x?session=SECRET", " to evil.example"),
        (302, "/elsewhere?SECRET", ""),
        (307, "http://[broken", ""),
        (308, "", ""),
        (304, "https://u:SECRET@evil.example:8/", " to evil.example"),
    ],
)
def test_redirects(status: int, location: str, place: str) -> None:
    """redirect_followed: it is not; the message names the host that wanted the key, and no more of the URL."""
    message = f"h.example:443: HTTP {status}, a redirect{place}, is not followed: the request holds an API key"
    assert got(response(b"", status, location=location)) == (InvalidAnswer, status, message, None)


@pytest.mark.parametrize("status", [0, 100, 199])
def test_statuses_below_success(status: int) -> None:
    """They are no success either."""
    found = got(response({"result": []}, status))
    assert isinstance(found, tuple)
    assert found[0] is InvalidAnswer


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ({}, {}, None),
        ({"retry_after": "5"}, {}, 5.0),
        ({"retry_after": " 1.5 "}, {}, 1.5),
        ({"retry_after": "-5"}, {}, 0.0),
        ({"retry_after": "Mon, 12 Jan 1970 13:46:50 GMT"}, {}, 10.0),
        ({"retry_after": "Mon, 12 Jan 1970 13:46:30 GMT"}, {}, 0.0),
        ({"retry_after": "soon"}, {}, None),
        ({"retry_after": "nan"}, {}, None),
        ({"retry_after": "inf"}, {}, None),
        ({"retry_after": "1e999"}, {"retry_after": 2}, 2.0),
        ({"retry_after": "soon"}, {"retry_after": 2}, 2.0),
        ({"retry_after": "3"}, {"retry_after": 2}, 3.0),
        ({}, {"retry_after": 2.5}, 2.5),
        ({}, {"retry_after": "4"}, 4.0),
        ({}, {"retry_after": None}, None),
        ({}, {"retry_after": True}, None),
        ({}, {"retry_after": [1]}, None),
        ({}, {"retry_after": 10**400}, None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after(headers: dict[str, str], body: dict[str, object], expected: float | None, status: int) -> None:
    """Seconds or a date in the header, else seconds in the body; nonsense is nothing."""
    found = got(response({"message": "slow", **body}, status, **headers))
    assert isinstance(found, tuple)
    assert found[3] == pytest.approx(expected)


def test_the_clock_counts_where_no_moment_is_given() -> None:
    """A date long past is no pause."""
    with pytest.raises(RateLimited) as caught:
        read(response({}, 429, retry_after="Mon, 12 Jan 1970 13:46:30 GMT"), REQUEST)
    assert caught.value.retry_after == 0.0


TEXT = "Jönssonligan 雪"


@pytest.mark.parametrize(
    ("charset", "declared", "text"),
    [
        ("utf-8", "application/json", TEXT),
        ("utf-8", "text/plain", TEXT),
        ("utf-8", "text/html; charset=iso-8859-1", TEXT),
        ("utf-8", "application/json; charset=nonsense", TEXT),
        ("utf-8-sig", "application/json", TEXT),
        ("latin-1", "text/plain; charset=ISO-8859-1; x=y", "Jönssonligan"),
        ("latin-1", 'text/plain; charset="latin-1"', "Jönssonligan"),
        ("gb18030", "application/json; charset=gb18030", TEXT),
    ],
)
def test_character_sets(charset: str, declared: str, text: str) -> None:
    """UTF-8 whatever the header says, as JSON is; what is no UTF-8 by the header's word."""
    body = json.dumps({"result": text}, ensure_ascii=False).encode(charset)
    assert got(response(body, content_type=declared)) == {"result": text}


@pytest.mark.parametrize("charset", ["hex", "nonsense", "utf-8", "", "\0", "ascii"])
def test_wrong_character_sets(charset: str) -> None:
    """A name of no character set, or of the wrong one, is an invalid answer and nothing else."""
    found = got(response(b'{"result": "\xe9"}', content_type=f"text/plain; charset={charset}"))
    assert isinstance(found, tuple)
    assert found[0] is InvalidAnswer


def test_parts() -> None:
    """bad_shapes: what is not in the answer is an exception of ours, no KeyError."""
    assert part({"result": [1]}) == [1]
    assert part({"report": "r"}, "report") == "r"
    with pytest.raises(InvalidAnswer, match="the answer has no 'report'"):
        part({"result": "r"}, "report")


def test_messages() -> None:
    """For people first; nothing if there is nothing."""
    assert message_of({"message": "a", "message_hr": "b"}) == "b"
    assert message_of({"message": 0}) == ""
    assert message_of({}) == ""


@given(
    st.integers(100, 599),
    st.binary(max_size=60) | st.text(max_size=60).map(lambda text: json.dumps({"message": text}).encode()),
    st.text(max_size=20),
    st.text(max_size=30),
)
def test_any_response_is_an_answer_or_an_exception_of_ours(status: int, body: bytes, kind: str, pause: str) -> None:
    """Nothing that a server can say gets another exception out."""
    given = Response(status, {"content-type": kind, "retry-after": pause, "location": kind}, body)
    try:
        assert isinstance(read(given, REQUEST), dict)
    except AccsynError as error:
        assert isinstance(error, BackendError)
        assert error.status == status
