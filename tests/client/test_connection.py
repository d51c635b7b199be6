"""A connection: logging in, calling, repeating, closing; over real servers and over a transport of the test's own."""

from __future__ import annotations

import json
import logging
import os
import pickle
import re
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import unquote

import pytest

from accsyn.client.config import Configuration, Timeouts
from accsyn.client.connection import Connection
from accsyn.client.proxy import parse_proxy
from accsyn.client.retries import RateLimit, Retry
from accsyn.client.transport import Request, RequestsTransport, Response
from accsyn.errors import (
    AccsynError,
    AuthenticationError,
    BackendError,
    CertificateError,
    ConnectionFailed,
    InvalidAnswer,
    PermissionDenied,
    RateLimited,
    TransportError,
)
from accsyn.wire.event import Event
from tests.client.servers import LOGIN, Authority, Reply, Seen, http_bytes, http_server, raw_server, read_request, reply

FIND = Event("GET", "user/find", {}, "code=x")
CREATE = Event("POST", "user/create", {"code": "x"})
KEY = "API-KEY-0123"


class Script:
    """A transport that answers from a list, and keeps the requests."""

    def __init__(self, *replies: Reply | BaseException) -> None:
        self.replies = list(replies)
        self.requests: list[Request] = []
        self.closed = 0

    def send(self, request: Request) -> Response:
        self.requests.append(request)
        found = self.replies.pop(0)
        if isinstance(found, BaseException):
            raise found
        return Response(found.status, {key.lower(): value for key, value in found.headers.items()}, found.body)

    def close(self) -> None:
        self.closed += 1


class Clock:
    """A clock that goes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def configuration(port: int | None = None, **settings: Any) -> Configuration:
    """A configuration for a server on loopback, without TLS."""
    settings = {"hostname": "127.0.0.1", "port": port, "scheme": "http", **settings}
    return Configuration("acmefilm", "john@user.com", KEY, **settings)


def scripted(*replies: Reply | BaseException, **settings: Any) -> tuple[Connection, Script, Clock]:
    """A connection over a list of answers, with a clock of its own."""
    script, clock = Script(*replies), Clock()
    retry = Retry(sleep=clock.sleep, clock=clock, chance=lambda: 0.0)
    return Connection(configuration(**settings), transport=script, retry=retry), script, clock


@contextmanager
def connected(server_port: int, **settings: Any) -> Iterator[Connection]:
    """A connection to a real server, without pauses between attempts."""
    retry = Retry(sleep=lambda _: None)
    with Connection(configuration(server_port, **settings), retry=retry) as connection:
        yield connection


OK = reply({"result": [{"id": "1"}]})
IN = reply(LOGIN)
NEW = reply({"result": {"role": "admin", "id": "u", "session_id": "NEW-SESSION"}})
EXPIRED = reply({"message": "Session expired"}, 401)


def event_of(request: Request) -> Any:
    """The JSON object that a request carries."""
    return json.loads(unquote(request.query) if request.query is not None else request.body or b"")


def test_login() -> None:
    """It is a PUT of {}, and its answer says who we are."""
    connection, script, _ = scripted(IN)
    assert (connection.user_id, connection.role) == (None, None)
    connection.login()
    assert (connection.user_id, connection.role) == ("5b0faf03304bfd4810dbd5fc", "admin")
    assert [(one.method, one.url, one.query, one.body) for one in script.requests] == [
        ("PUT", "http://127.0.0.1:443/api/v3/api/login", None, b"{}")
    ]


def test_headers() -> None:
    """Authorization in accsyn's own form, the workspace, and our own client's name; no type of the body."""
    connection, script, _ = scripted(IN, OK)
    connection.hostname_of_machine = "dator-ö雪"
    connection.call(CREATE)
    for sent in script.requests:
        headers = dict(sent.headers)
        assert list(headers) == [
            *("User-Agent", "Accept-Encoding", "Accept", "Connection", "Authorization", "X-Accsyn-Workspace"),
            "X-Accsyn-Device",
        ]
        assert headers["Authorization"] == "basic am9obkB1c2VyLmNvbQ==:QVBJLUtFWS0wMTIz"
        assert headers["X-Accsyn-Workspace"] == "acmefilm"
        assert re.fullmatch(r"accsyn-python/\d+\.\d+\.\d+\S*", headers["User-Agent"])
        assert re.fullmatch(r"accsyn-python v\S+ @ \w+ dator-\\xf6\\u96ea\(\w+\)", headers["X-Accsyn-Device"])


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "POST"])
def test_calls(method: str) -> None:
    """The first call logs in; the event goes into the URL or the body, with the session and an id of its own."""
    connection, script, _ = scripted(IN, OK, OK)
    event = Event(method, "user/x", {"a": 1}, "code=x", "ID")
    assert connection.call(event) == {"result": [{"id": "1"}]}
    connection.call(event)
    first, second = (event_of(one) for one in script.requests[1:])
    assert list(first) == [
        *("audience", "workspace", "eid", "session", "uri", "ident", "created", "hostname", "data", "query", "id"),
    ]
    assert first["session"] == second["session"] == LOGIN["result"]["session_id"]
    assert first["eid"] != second["eid"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", first["created"])
    assert first["hostname"] == socket.gethostname()
    assert (script.requests[1].body is None) == (method in {"GET", "DELETE"})
    assert script.requests[1].url == "http://127.0.0.1:443/api/v3/event"


def test_unknown_methods_are_refused() -> None:
    """Before anything is sent."""
    connection, script, _ = scripted()
    with pytest.raises(ValueError, match="'PATCH' is no method of the protocol"):
        connection.call(Event("PATCH", "x"))
    assert script.requests == []


def test_data_that_cannot_be_sent_are_no_failure_of_the_network() -> None:
    """own_mistakes_*: a TypeError that names the place, and nothing sent but the login."""
    connection, script, _ = scripted(IN)
    with pytest.raises(TypeError, match=r"^\$\.tags: a value of type set cannot be sent; send a list$"):
        connection.call(Event("POST", "x", {"tags": {1}}))
    assert len(script.requests) == 1


def test_dry_run() -> None:
    """The envelope, what is secret in it masked; nothing is sent, not even a login. Data are checked all the same."""
    connection, script, _ = scripted()
    shown = connection.call(Event("POST", "user/create", {"code": "x", "password": "S"}), dry_run=True)
    assert shown["data"] == {"code": "x", "password": "***"}
    assert (shown["session"], shown["uri"]) == ("***", "user/create")
    with pytest.raises(TypeError):
        connection.call(Event("POST", "x", {"a": set()}), dry_run=True)
    assert script.requests == []


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (reply({"message": "Wrong API key"}), AuthenticationError, "Wrong API key"),
        (reply({"message": "Wrong API key"}, 401), AuthenticationError, "Wrong API key"),
        (reply({"message": "Locked"}, 403), PermissionDenied, "Locked"),
        (reply({"message": "boom"}, 500), BackendError, "boom"),
        (reply({"exception": "tb"}), AuthenticationError, "the server reports an exception"),
        (reply({}), InvalidAnswer, "the answer has no 'result'"),
        (reply({"result": {}}), InvalidAnswer, "the answer to the login lacks role, id or session_id"),
        (reply({"result": []}), InvalidAnswer, "the answer to the login lacks"),
        (reply({"result": None}), InvalidAnswer, "the answer to the login lacks"),
        (reply({"result": {"role": "r", "id": "i", "session_id": ""}}), InvalidAnswer, "lacks"),
        (reply({"result": {"role": "r", "id": 5, "session_id": "s"}}), InvalidAnswer, "lacks"),
        (Reply(200, b"<html>"), InvalidAnswer, "no JSON"),
        (Reply(204, b""), InvalidAnswer, "an empty answer"),
        (Reply(302, b"", {"Location": "https://evil.example/"}), InvalidAnswer, "a redirect to evil.example"),
    ],
)
def test_logins_that_fail(answer: Reply, kind: type[BackendError], said: str) -> None:
    """login_errors: each is an exception of ours, and there is no session after it."""
    connection, script, _ = scripted(answer)
    with pytest.raises(BackendError, match=said) as caught:
        connection.call(FIND)
    assert type(caught.value) is kind
    assert caught.value.__context__ is None
    assert connection.user_id is None
    assert len(script.requests) == 1


# The registry


def registered(answer: Reply, **settings: Any) -> tuple[Connection, Script]:
    """A connection whose server the registry says."""
    settings = {"hostname": None, "scheme": "https", **settings}
    connection, script, _ = scripted(answer, IN, OK, **settings)
    return connection, script


@pytest.mark.parametrize(
    ("result", "port", "base"),
    [
        ({"hostname": "ws.accsyn.com", "port": 8443}, None, "https://ws.accsyn.com:8443"),
        ({"hostname": "ws.accsyn.com"}, None, "https://ws.accsyn.com:443"),
        ({"hostname": "ws.accsyn.com", "port": None}, None, "https://ws.accsyn.com:443"),
        ({"hostname": "ws.accsyn.com", "port": 8443}, 9443, "https://ws.accsyn.com:9443"),
    ],
)
def test_the_registry_names_the_server(result: dict[str, object], port: int | None, base: str) -> None:
    """port_without_hostname: it is asked once, at its own port, without the account; `port` is the server's."""
    connection, script = registered(reply({"result": result}), port=port)
    connection.call(FIND)
    asked, *others = script.requests
    assert asked.url == "https://master.accsyn.com:443/api/v3/J3PKTtDvolDMBtTy6AFGA"
    assert (asked.method, asked.query) == ("GET", "%7B%22ident%22%3A%20%22acmefilm%22%7D")
    assert not {"Authorization", "X-Accsyn-Workspace"} & set(asked.headers)
    assert [one.url for one in others] == [f"{base}/api/v3/api/login", f"{base}/api/v3/event"]


@pytest.mark.parametrize(("verify", "expected"), [(True, True), (False, True), ("/ca.pem", "/ca.pem")])
def test_the_registry_must_prove_itself(verify: bool | str, expected: bool | str) -> None:
    """registry_unauthenticated_redirect: also where the server need not."""
    connection, script = registered(reply({"result": {"hostname": "h"}}), verify=verify)
    connection.login()
    assert [one.verify for one in script.requests] == [expected, verify]


@pytest.mark.parametrize(
    "result",
    [
        *(None, [], "h", {}, {"hostname": ""}, {"hostname": None}, {"hostname": 5}, {"hostname": "evil/x"}),
        *({"hostname": "u@evil"}, {"hostname": "h", "port": "443"}, {"hostname": "h", "port": 0}),
        *({"hostname": "h", "port": True}, {"hostname": "h\r\nX: y"}, {"hostname": "https://evil"}),
    ],
)
def test_what_the_registry_must_not_say(result: object) -> None:
    """bad_shapes: what cannot be a server is an invalid answer, and the key goes nowhere."""
    connection, script = registered(reply({"result": result}))
    with pytest.raises(InvalidAnswer, match="the registry names no server for workspace acmefilm"):
        connection.login()
    assert len(script.requests) == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (reply({"message": "No such workspace"}), "No such workspace"),
        (reply({"exception": "x"}), "the server reports an exception"),
        (reply({}), "the answer has no 'result'"),
        (Reply(200, b"<html>"), "no JSON"),
    ],
)
def test_a_registry_that_fails(answer: Reply, said: str) -> None:
    """Its words come through."""
    connection, script = registered(answer)
    with pytest.raises(BackendError, match=said):
        connection.call(FIND)
    assert len(script.requests) == 1


def test_a_false_registry_gets_nothing_and_decides_nothing() -> None:
    """On real sockets: an impostor in the registry's place, with verify=False for the server."""
    with http_server(tls=Authority().context("127.0.0.1")) as evil:
        place = ("127.0.0.1", evil.port)
        settings = Configuration("w", "u", KEY, verify=False, registry=place)
        with Connection(settings, retry=Retry(attempts=1)) as connection, pytest.raises(CertificateError):
            connection.login()
    assert evil.seen == []


def test_the_accsyn_proxy_stands_in_the_servers_place() -> None:
    """As the protocol has it: HTTP to the proxy, and no registry."""
    connection, script, _ = scripted(IN, OK, hostname=None, scheme="https", proxy=parse_proxy("accsyn:proxy:8080"))
    connection.call(FIND)
    assert {one.url.partition("/api")[0] for one in script.requests} == {"http://proxy:8080"}
    with http_server() as proxy:
        settings = Configuration("w", "u", KEY, proxy=parse_proxy(f"accsyn:127.0.0.1:{proxy.port}"))
        with Connection(settings) as real:
            assert real.call(FIND) == {"result": []}
    assert len(proxy.seen) == 2


# Repeating


def test_reading_is_repeated() -> None:
    """After what may pass, with growing pauses, and the same event id: it is the same event."""
    failures: list[Reply | BaseException] = [ConnectionFailed("x"), reply({}, 503), reply({}, 429)]
    connection, script, clock = scripted(IN, *failures, OK)
    assert connection.call(FIND) == {"result": [{"id": "1"}]}
    assert clock.slept == [0.5, 1.0, 2.0]
    assert len({event_of(one)["eid"] for one in script.requests[1:]}) == 1


@pytest.mark.parametrize(
    "event", [CREATE, Event("PUT", "x/edit"), Event("DELETE", "x/delete")], ids=lambda event: event.method
)
@pytest.mark.parametrize(
    ("failure", "calls"),
    [
        (ConnectionFailed("x", sent=False), 2),
        (reply({}, 429), 2),
        (ConnectionFailed("x"), 1),
        (reply({}, 503), 1),
        (reply({"message": "no"}, 500), 1),
        (EXPIRED, 1),
    ],
)
def test_writing_is_repeated_if_it_surely_did_nothing(event: Event, failure: Reply | BaseException, calls: int) -> None:
    """Not sent, or refused for its haste; never on a guess."""
    connection, script, _ = scripted(IN, failure, OK)
    if calls == 2:
        connection.call(event)
    else:
        with pytest.raises(AccsynError):
            connection.call(event)
    assert len(script.requests) == 1 + calls


def test_logins_are_repeated() -> None:
    """A second session is the worst that can come of it."""
    connection, script, _ = scripted(ConnectionFailed("x"), reply({}, 502), IN)
    connection.login()
    assert len(script.requests) == 3


def test_the_servers_pause_is_kept() -> None:
    """Retry-After of a 429, and of its body."""
    connection, _, clock = scripted(IN, reply({}, 429, Retry_After="7"), reply({"retry_after": 9}, 429), OK)
    connection.call(CREATE)
    assert clock.slept == [7.0, 9.0]


def test_the_total_time_covers_all_attempts() -> None:
    """A server that wants more patience than the call has is not waited for."""
    connection, script, clock = scripted(
        IN, *(reply({"message": "slow"}, 429, Retry_After="20") for _ in range(9)), timeouts=Timeouts(1, 1, 30)
    )
    with pytest.raises(RateLimited) as caught:
        connection.call(FIND)
    assert caught.value.retry_after == 20
    assert clock.slept == [20.0]
    assert [one.deadline for one in script.requests] == [30.0] * 3
    without, script, _ = scripted(IN, timeouts=Timeouts(1, 1, None))
    without.login()
    assert script.requests[0].deadline is None


def test_timeouts_are_those_of_the_call() -> None:
    """Those of the configuration unless a call has its own."""
    connection, script, _ = scripted(IN, OK, OK, timeouts=Timeouts(3, 4, 5))
    connection.call(FIND)
    connection.call(FIND, timeout=(1.5, 2.5))
    assert [one.timeout for one in script.requests] == [(3, 4), (3, 4), (1.5, 2.5)]


def test_an_ended_session_is_renewed_for_reading() -> None:
    """401: one login more, one try more, with the new session."""
    connection, script, _ = scripted(IN, EXPIRED, NEW, OK)
    assert connection.call(FIND) == {"result": [{"id": "1"}]}
    assert [one.url.rpartition("/")[2] for one in script.requests] == ["login", "event", "login", "event"]
    assert event_of(script.requests[3])["session"] == "NEW-SESSION"


def test_an_account_that_is_refused_is_refused_once() -> None:
    """If the new session is not accepted either, that is the end; so it is if the login is refused."""
    connection, script, _ = scripted(IN, EXPIRED, NEW, EXPIRED)
    with pytest.raises(AuthenticationError, match="Session expired"):
        connection.call(FIND)
    assert len(script.requests) == 4
    connection, script, _ = scripted(IN, EXPIRED, reply({"message": "Wrong API key"}))
    with pytest.raises(AuthenticationError, match="Wrong API key"):
        connection.call(FIND)


def test_an_ended_session_is_renewed_after_a_write() -> None:
    """The write is not repeated; the next call logs in."""
    connection, script, _ = scripted(IN, EXPIRED, NEW, OK)
    with pytest.raises(AuthenticationError):
        connection.call(CREATE)
    assert len(script.requests) == 2
    connection.call(CREATE)
    assert event_of(script.requests[3])["session"] == "NEW-SESSION"


def test_a_session_that_another_thread_renewed_is_kept() -> None:
    """Who hears 401 late does not throw the new session away."""
    connection, script, _ = scripted(IN, EXPIRED, OK)
    connection.login()
    send = script.send

    def meanwhile(request: Request) -> Response:
        connection._session_id = "NEW-SESSION"
        return send(request)

    script.send = meanwhile  # type: ignore[method-assign]  # a transport in which time passes
    assert connection.call(FIND) == {"result": [{"id": "1"}]}
    assert [event_of(one)["session"] for one in script.requests[1:]] == [LOGIN["result"]["session_id"], "NEW-SESSION"]


def test_a_rate_limit_counts_every_request() -> None:
    """Logins and repetitions as well."""
    clock = Clock()
    limit = RateLimit(1, 1, sleep=clock.sleep, clock=clock)
    script = Script(IN, reply({}, 503), OK)
    connection = Connection(
        configuration(), transport=script, rate_limit=limit, retry=Retry(sleep=lambda _: None, clock=clock)
    )
    connection.call(FIND)
    assert clock.slept == [1.0, 1.0]


# Messages, logs, secrets


def test_last_message() -> None:
    """last_message_none: what the server said last, error or not; nothing if it said nothing."""
    connection, *_ = scripted(IN, reply({"message": "No access"}), OK, reply({"result": [], "message": "beside"}))
    said = []
    for _ in range(3):
        with suppress(BackendError):
            connection.call(FIND)
        said.append(connection.last_message)
    assert said == ["No access", None, "beside"]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (OK, "status 200"),
        (reply({"message": "m"}, 403), "status 403, PermissionDenied"),
        (ConnectionFailed("x"), "ConnectionFailed"),
    ],
)
def test_calls_are_logged(caplog: pytest.LogCaptureFixture, answer: Reply | BaseException, outcome: str) -> None:
    """Method, operation, server, outcome, time and masked data; at DEBUG, and otherwise nothing."""
    event = Event("POST", "user/create", {"code": "x", "pwd": "S3CRET"})
    for level, lines in ((logging.INFO, 0), (logging.DEBUG, 2)):
        caplog.clear()
        caplog.set_level(level)
        connection, *_ = scripted(IN, answer)
        try:
            connection.call(event)
        except AccsynError:
            assert answer is not OK
        assert len(caplog.records) == lines
    assert re.fullmatch(
        rf'POST user/create at 127.0.0.1:443: {outcome}, \d+ ms, {{"data": {{"code": "x", "pwd": "\*\*\*"}}.*}}',
        caplog.records[-1].getMessage(),
    )


def test_interrupted_calls_are_logged_as_such(caplog: pytest.LogCaptureFixture) -> None:
    """Ctrl-C comes through."""
    caplog.set_level(logging.DEBUG)
    connection, *_ = scripted(IN, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        connection.call(FIND)
    assert ": interrupted, " in caplog.records[-1].getMessage()


def test_a_logger_can_be_given() -> None:
    """Each session can have its own."""
    lines: list[logging.LogRecord] = []
    logger = logging.Logger("mine", logging.DEBUG)
    logger.handle = lines.append  # type: ignore[method-assign, assignment]  # the shortest handler
    Connection(configuration(), transport=Script(IN), logger=logger).login()
    assert len(lines) == 1


def test_nothing_secret_is_shown() -> None:
    """repr has account and server; a connection is not pickled; whoever logs can ask what to hide."""
    connection, *_ = scripted(IN, proxy=parse_proxy("socks5:me:PROXY-PASS@h:1"))
    connection.login()
    assert repr(connection) == "<Connection of john@user.com to acmefilm at http://127.0.0.1:443>"
    with pytest.raises(TypeError, match="is not pickled"):
        pickle.dumps(connection)
    assert {KEY, "3f0e4c52-SESSION-abcdef", "PROXY-PASS", "QVBJLUtFWS0wMTIz"} <= set(connection.secrets)
    assert repr(scripted(hostname=None)[0]).endswith("at its registered server>")


def test_measuring_requests() -> None:
    """The length of the first line, as it is on the wire, before and after the login; of a body none is in it."""
    with http_server() as server, connected(server.port) as connection:
        event = Event("GET", "user/find", {"a": "ö" * 100}, "code=x", "ID")
        before = connection.request_length(event)
        connection.call(event)
        assert connection.request_length(event) == len(f"GET {server.seen[-1].target} HTTP/1.1\r\n")
        assert before == connection.request_length(event) + 36 - len(LOGIN["result"]["session_id"])
        assert connection.request_length(CREATE) == len("POST /api/v3/event HTTP/1.1\r\n")


# Real servers


@pytest.mark.slow
def test_one_connection_for_a_thousand_calls(tmp_path: Any) -> None:
    """connections_per_call: over TLS, one after another, the login included."""
    authority = Authority()
    bundle = authority.bundle(tmp_path / "ca.pem")
    with (
        http_server(OK, tls=authority.context("127.0.0.1")) as server,
        connected(server.port, scheme="https", verify=bundle) as connection,
    ):
        for _ in range(1000):
            connection.call(FIND)
    assert (server.connections, len(server.seen)) == (1, 1001)


def test_threads_share_one_session() -> None:
    """Eight threads that start together log in once, and each gets its own answers."""

    def echo(seen: Seen) -> Reply | None:
        return reply({"result": seen.event["query"]}) if seen.method == "GET" else None

    wrong: list[object] = []
    with http_server(choose=echo) as server, connected(server.port) as connection:
        barrier = threading.Barrier(8)

        def work(name: int) -> None:
            barrier.wait()
            for number in range(25):
                answer = connection.call(FIND._replace(query=f"code={name}-{number}"))
                if answer != {"result": f"code={name}-{number}"}:
                    wrong.append(answer)

        threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert len(server.events()) == 200
    assert len(server.seen) == 201
    assert len({one.event["eid"] for one in server.events()}) == 200


def test_threads_renew_a_session_once() -> None:
    """When the server forgets the session, those who notice share the new one."""
    valid = ["first"]
    logins = []
    lock = threading.Lock()

    def choose(seen: Seen) -> Reply:
        with lock:
            if seen.target.endswith("login"):
                logins.append(1)
                return reply({"result": {"role": "r", "id": "i", "session_id": valid[0]}})
            return OK if seen.event["session"] == valid[0] else EXPIRED

    with http_server(choose=choose) as server, connected(server.port) as connection:
        connection.call(FIND)
        valid[0] = "second"
        threads = [threading.Thread(target=connection.call, args=(FIND,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert connection.call(FIND) == {"result": [{"id": "1"}]}
    assert len(logins) == 2


def test_closing() -> None:
    """After it calls fail at once and say why; closing again is nothing; the transport is closed."""
    connection, script, _ = scripted(IN, OK)
    with connection as same:
        assert same is connection
        connection.call(FIND)
    connection.close()
    assert script.closed == 2
    for action in (connection.login, lambda: connection.call(FIND)):
        with pytest.raises(TransportError, match="the connection is closed") as caught:
            action()
        assert not caught.value.sent
    assert len(script.requests) == 2


def test_ctrl_c_in_a_call() -> None:
    """keyboard_interrupt_swallowed: on a real socket it comes through, and the next call works."""

    def serve(sock: socket.socket, number: int) -> None:
        while request := read_request(sock):
            if b"/login" in request:
                sock.sendall(http_bytes(json.dumps(LOGIN).encode()))
            elif number == 0:
                os.kill(os.getpid(), signal.SIGINT)
            else:
                sock.sendall(http_bytes(b'{"result": 1}'))

    with raw_server(serve) as server, connected(server.port) as connection:
        with pytest.raises(KeyboardInterrupt):
            connection.call(FIND)
        assert connection.call(FIND) == {"result": 1}


def test_the_default_transport_is_that_of_requests() -> None:
    """With the proxies of the environment only where asked for; an accsyn proxy is no matter of the transport."""
    makers: list[Callable[[], Connection]] = [
        lambda: Connection(configuration()),
        lambda: Connection(configuration(trust_environment=True)),
        lambda: Connection(configuration(proxy=parse_proxy("socks5:h:1"))),
        lambda: Connection(configuration(proxy=parse_proxy("accsyn:h:1"))),
    ]
    found = []
    for make in makers:
        with make() as connection:
            transport = connection._transport
            assert isinstance(transport, RequestsTransport)
            found.append((transport._environment, transport._proxies.get("https")))
    assert found == [(False, None), (True, None), (False, "socks5://h:1"), (False, None)]
