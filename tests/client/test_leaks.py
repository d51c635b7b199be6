"""Everything that a connection ever says, searched for every secret that it holds."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import socket
import traceback
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from accsyn.client.config import Configuration
from accsyn.client.connection import Connection
from accsyn.client.proxy import parse_proxy
from accsyn.client.retries import Retry
from accsyn.errors import AccsynError
from accsyn.wire.event import Event
from tests.client.servers import (
    LOGIN,
    Authority,
    Reply,
    free_port,
    http_bytes,
    http_server,
    raw_server,
    read_request,
    reply,
)

KEY = "API-KEY/0123=="
SESSION = LOGIN["result"]["session_id"]
PASSWORD = "DATA-PASSWORD"  # noqa: S105 - what is searched for
PROXY_PASSWORD = "PROXY-PASS/1"  # noqa: S105 - the same
BODY = "BODY-OF-THE-ANSWER"
SECRETS = [
    KEY,
    quote(KEY, safe=""),
    "QVBJLUtFWS8wMTIzPT0=",
    SESSION,
    PASSWORD,
    PROXY_PASSWORD,
    quote(PROXY_PASSWORD, safe=""),
    BODY,
]

ECHO = {"message": f"bad session {SESSION} of {KEY} (basic am9obg==:QVBJLUtFWS8wMTIzPT0=)"}
ANSWERS: dict[str, Reply] = {
    "success": reply({"result": []}),
    "echo": reply(ECHO),
    "echo, 401": reply(ECHO, 401),
    "echo, 403": reply(ECHO, 403),
    "echo, 429": reply(ECHO, 429, Retry_After="3600"),
    "echo, 500": reply(ECHO, 500),
    "exception": reply({"exception": f"Traceback {BODY} {SESSION}"}),
    "structured message": reply({"message": {"password": PASSWORD, "n": SESSION}}),
    "html": Reply(200, f"<html>{BODY} {SESSION}</html>".encode(), {"Content-Type": "text/html"}),
    "html, 502": Reply(502, f"<html>{BODY}</html>".encode(), {"Content-Type": "text/html"}),
    "list": reply([BODY, SESSION]),
    "no json": Reply(200, f'{{"result": "{BODY}'.encode()),
    "no utf-8": Reply(200, f'{{"{BODY}": "\xe9"}}'.encode("latin-1")),
    "nan": Reply(200, f'{{"{BODY}": NaN}}'.encode()),
    "no content": Reply(204, b""),
    "redirect": Reply(302, b"", {"Location": f"https://evil.example/?s={SESSION}"}),
    "type": Reply(200, b"x", {"Content-Type": f"text/{BODY} {SESSION}"}),
    "gzip": Reply(200, BODY.encode(), {"Content-Encoding": "gzip"}),
}
EVENTS = [
    Event("GET", "user/find", {"password": PASSWORD, "pwd": [PASSWORD]}, "code=x"),
    Event("DELETE", "user/delete", {"secret": PASSWORD}),
    Event("POST", "user/create", {"nested": [{"api_key": PASSWORD}], "session_id": PASSWORD}),
    Event("PUT", "setting", {"name": "smtp", "value": PASSWORD}),
]


def everything_said(
    event: Event, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], **settings: Any
) -> str:
    """Make a call with every log at DEBUG; all that it says in any form, the exception's objects included."""
    caplog.set_level(logging.DEBUG)
    configuration = Configuration("acmefilm", "john", KEY, **settings)
    said: list[object] = [configuration, repr(configuration)]
    with Connection(configuration, retry=Retry(sleep=lambda _: None)) as connection:
        try:
            connection.call(event)
        except AccsynError as error:
            said += [str(error), repr(error), error.args, vars(error), traceback.format_exc(), pickle.dumps(error)]
            said += [
                copy.copy(error),
                error.__cause__,
                error.__context__,
                error.__notes__ if hasattr(error, "__notes__") else "",
            ]
        said += [repr(connection), connection.last_message, connection.call(event, dry_run=True)]
    said += [record.getMessage() for record in caplog.records]
    said += [record.args for record in caplog.records]
    said += [record.exc_text for record in caplog.records]
    said += capfd.readouterr()
    return "\n".join(map(str, said))


def secrets_in(text: str) -> list[str]:
    """Those of the secrets that stand in a text."""
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.method)
@pytest.mark.parametrize("answer", ANSWERS)
def test_answers_of_any_kind(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], answer: str, event: Event
) -> None:
    """verbose_prints_secrets, non_json_*: also where the server repeats the secrets to us."""
    with http_server(ANSWERS[answer]) as server:
        said = everything_said(event, caplog, capfd, hostname="127.0.0.1", port=server.port, scheme="http")
    assert server.events()
    assert event.uri in said
    assert secrets_in(said) == []


def drops(sock: socket.socket, number: int) -> None:
    """A server that answers the login and hangs up on events."""
    while request := read_request(sock):
        if b"/login" not in request[:60]:
            return
        sock.sendall(http_bytes(json.dumps(LOGIN).encode()))


def half(sock: socket.socket, number: int) -> None:
    """A server that breaks off within the answer."""
    while request := read_request(sock):
        login = b"/login" in request[:60]
        sock.sendall(http_bytes(json.dumps(LOGIN).encode()) if login else http_bytes(BODY.encode())[:-3])
        if not login:
            return


def noise(sock: socket.socket, number: int) -> None:
    """A server that speaks something else, which holds what it was told."""
    while request := read_request(sock):
        login = b"/login" in request[:60]
        sock.sendall(http_bytes(json.dumps(LOGIN).encode()) if login else b"NOISE " + request + b"\r\n\r\n")
        if not login:
            return


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.method)
@pytest.mark.parametrize("serve", [drops, half, noise])
def test_broken_connections(
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    serve: Callable[[socket.socket, int], None],
    event: Event,
) -> None:
    """session_in_url: urllib3's exceptions and logs would have the URL."""
    with raw_server(serve) as server:
        said = everything_said(event, caplog, capfd, hostname="127.0.0.1", port=server.port, scheme="http")
    assert f"127.0.0.1:{server.port}: " in said
    assert secrets_in(said) == []


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.method)
def test_no_connection(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], event: Event) -> None:
    """connection_refused_*: directly, by a SOCKS proxy with a password, and where a certificate is wrong."""
    port = free_port()
    proxy = parse_proxy(f"socks5:me:{PROXY_PASSWORD}@127.0.0.1:{port}")
    said = everything_said(event, caplog, capfd, hostname="127.0.0.1", port=port)
    said += everything_said(event, caplog, capfd, hostname="127.0.0.1", port=port, proxy=proxy)
    with http_server(tls=Authority().context("127.0.0.1")) as server:
        said += everything_said(event, caplog, capfd, hostname="127.0.0.1", port=server.port)
    for kind in ("ConnectionFailed", "ProxyError", "CertificateError"):
        assert kind in said
    assert secrets_in(said) == []


def test_the_search_finds() -> None:
    """What is looked for is what is sent: the search sees each secret where it stands."""
    configuration = Configuration("acmefilm", "john", KEY, hostname="h")
    assert secrets_in(configuration.api_key) == [KEY]
    assert secrets_in(f"x{SESSION}y{PASSWORD}") == [SESSION, PASSWORD]
    with (
        http_server() as server,
        Connection(
            Configuration("w", "john", KEY, hostname="127.0.0.1", port=server.port, scheme="http")
        ) as connection,
    ):
        connection.call(EVENTS[0])
    sent = str([(one.target, one.headers) for one in server.seen])
    assert set(secrets_in(sent)) == {"QVBJLUtFWS8wMTIzPT0=", SESSION, PASSWORD}
