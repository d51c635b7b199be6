"""Never two jobs from one create: a server that drops the connection at every byte of the exchange."""

from __future__ import annotations

import json
import socket
import struct
from contextlib import suppress

import pytest

from accsyn.client.config import Configuration
from accsyn.client.connection import Connection
from accsyn.client.retries import Retry
from accsyn.errors import AccsynError, ConnectionFailed, TransportError
from accsyn.wire.event import Event
from tests.client.servers import LOGIN, free_port, http_bytes, raw_server, read_request

ANSWER = http_bytes(b'{"result": [{"id": "1"}]}')
EVENTS = {
    "POST": Event("POST", "transfer/create", {"source": "a"}),
    "PUT": Event("PUT", "transfer/edit", {"status": "paused"}, entity_id="1"),
    "DELETE": Event("DELETE", "transfer/delete", None, entity_id="1"),
    "GET": Event("GET", "transfer/find", {}, "id=1"),
}


class Dropping:
    """A server that answers logins, and drops the connection of the first event at one byte of the exchange.

    Args:
        received: How many bytes of the event's request it reads before that; None for all.
        answered: How many bytes of the answer it sends then.
        reset: Whether it resets the connection instead of closing it.
    """

    def __init__(self, received: int | None, answered: int = 0, *, reset: bool = False) -> None:
        self.received = received
        self.answered = answered
        self.reset = reset
        self.attempts = 0  # connections or requests on which any byte of an event arrived
        self.acted = 0  # events that arrived whole: what a backend would have acted on

    def __call__(self, sock: socket.socket, number: int) -> None:
        while True:
            login = sock.recv(1, socket.MSG_PEEK)
            if not login:
                return
            if number == 0 and self.attempts == 0 and b"/login" in sock.recv(40, socket.MSG_PEEK):
                read_request(sock)
                sock.sendall(http_bytes(json.dumps(LOGIN).encode()))
                continue
            self.attempts += 1
            first = self.attempts == 1
            if first and self.received is not None:
                left = self.received
                while left and (piece := sock.recv(left)):
                    left -= len(piece)
            else:
                read_request(sock)
                self.acted += 1
            sock.sendall(ANSWER[: self.answered] if first else ANSWER)
            if first:
                if self.reset:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return


def attempt(server: Dropping, event: Event) -> bool:
    """Make one call; whether it succeeded."""
    with raw_server(server) as running:
        settings = Configuration("w", "u", "k", hostname="127.0.0.1", port=running.port, scheme="http")
        with Connection(settings, retry=Retry(sleep=lambda _: None)) as connection:
            try:
                connection.call(event)
            except TransportError as error:
                assert error.sent
                return False
            except AccsynError:
                return False
            return True


def request_length(method: str) -> int:
    """The bytes of the request of an event of these tests."""
    got: list[int] = []

    def serve(sock: socket.socket, number: int) -> None:
        while request := read_request(sock):
            got.append(len(request))
            sock.sendall(http_bytes(json.dumps(LOGIN).encode()))

    with raw_server(serve) as running:
        settings = Configuration("w", "u", "k", hostname="127.0.0.1", port=running.port, scheme="http")
        with Connection(settings) as connection:
            connection.call(EVENTS[method])
    return got[-1]


@pytest.mark.slow
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("reset", [False, True])
def test_a_write_dropped_at_any_byte_is_never_sent_twice(method: str, reset: bool) -> None:
    """Whatever was read or answered when the connection went, nothing of a write is sent a second time."""
    length = request_length(method)
    cuts: list[tuple[int | None, int]] = [(received, 0) for received in range(1, length + 1)]
    cuts += [(None, answered) for answered in range(len(ANSWER) + 1)]
    succeeded = []
    for received, answered in cuts:
        server = Dropping(received, answered, reset=reset)
        if attempt(server, EVENTS[method]):
            succeeded.append((received, answered))
        assert server.attempts == 1, (received, answered)
        assert server.acted <= 1
    # Only the whole answer is a success; a reset may even overtake that.
    assert succeeded in ([(None, len(ANSWER))], [] if reset else None)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    ("received", "answered"), [(1, 0), (50, 0), (None, 0), (None, 1), (None, 16), (None, 40), (None, len(ANSWER) - 1)]
)
def test_a_write_dropped_at_some_bytes(method: str, received: int | None, answered: int) -> None:
    """The same at the places that matter, for those who are in a hurry."""
    server = Dropping(received, answered)
    assert not attempt(server, EVENTS[method])
    assert server.attempts == 1


@pytest.mark.parametrize("answered", range(0, len(ANSWER), 5))
def test_reading_dropped_anywhere_is_repeated(answered: int) -> None:
    """A find survives what a create must not."""
    server = Dropping(None, answered)
    assert attempt(server, EVENTS["GET"])
    assert server.attempts == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "GET"])
def test_a_refused_connection_is_tried_again_for_any_call(method: str) -> None:
    """Nothing was sent, so nothing can happen twice; the attempts end."""
    slept: list[float] = []
    settings = Configuration("w", "u", "k", hostname="127.0.0.1", port=free_port(), scheme="http")
    with Connection(settings, retry=Retry(sleep=slept.append)) as connection:
        connection._session_id = "s"
        with pytest.raises(ConnectionFailed, match="Connection refused") as caught:
            connection.call(EVENTS[method])
    assert not caught.value.sent
    assert len(slept) == 3


def test_a_write_succeeds_once_the_server_is_there() -> None:
    """Refused twice, then taken: exactly one event arrives."""
    port = free_port()
    started: list[object] = []
    server = Dropping(None, len(ANSWER))
    settings = Configuration("w", "u", "k", hostname="127.0.0.1", port=port, scheme="http")
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)

    def sleep(seconds: float) -> None:
        started.append(seconds)
        if len(started) == 2:
            import threading

            listener.bind(("127.0.0.1", port))
            listener.listen()

            def serve() -> None:
                sock, _ = listener.accept()
                with suppress(OSError), sock:
                    server(sock, 1)

            threading.Thread(target=serve, daemon=True).start()

    with listener, Connection(settings, retry=Retry(sleep=sleep)) as connection:
        connection._session_id = "s"
        assert connection.call(EVENTS["POST"]) == {"result": [{"id": "1"}]}
    assert (len(started), server.attempts, server.acted) == (2, 1, 1)


def test_a_kept_connection_that_the_server_closed_is_noticed() -> None:
    """An idle connection that is gone is not used for a write: it goes over a new one, once."""

    def serve(sock: socket.socket, number: int) -> None:
        request = read_request(sock)
        seen.append(request)
        sock.sendall(http_bytes(json.dumps(LOGIN).encode()) if b"/login" in request[:60] else ANSWER)

    seen: list[bytes] = []
    with raw_server(serve) as running:
        settings = Configuration("w", "u", "k", hostname="127.0.0.1", port=running.port, scheme="http")
        with Connection(settings, retry=Retry(sleep=lambda _: None)) as connection:
            connection.login()
            import time

            time.sleep(0.1)
            assert connection.call(EVENTS["POST"]) == {"result": [{"id": "1"}]}
    assert len(seen) == 2
    assert running.connections == 2
