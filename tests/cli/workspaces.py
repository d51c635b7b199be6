"""Calls of the commands that ask a workspace."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.cli.calls import Outcome, call
from tests.client.servers import Reply, Seen, Server, http_server, reply

KEY = "API-KEY-0123"
SESSION = "3f0e4c52-SESSION-abcdef"
ID = "614d660de50d45bb027c9bdd"

Answer = Any
"""What the server answers to an event: a JSON value, which is the result; or a whole `Reply`."""


@dataclass
class Workspace:
    """A running workspace.

    Attributes:
        server: The HTTPS server.
        ca: A file with the certificate that its own is signed with.
        answers: What is answered to an event, by its ``uri``: a list is taken one after the other, the last for ever;
            a function gets the event.
    """

    server: Server
    ca: str
    answers: dict[str, Answer | list[Answer] | Callable[[dict[str, Any]], Answer]] = field(default_factory=dict)

    @property
    def options(self) -> list[str]:
        """The options that lead to it."""
        return ["--hostname", "127.0.0.1", "--port", str(self.server.port), "--ca", self.ca]

    @property
    def events(self) -> list[tuple[str, str, Any, str | None, str | None]]:
        """Method, uri, data, query and id of each event that came."""
        found = [(one.method, one.event) for one in self.server.events()]
        return [(method, e["uri"], e.get("data"), e.get("query"), e.get("id")) for method, e in found]

    def call(self, *arguments: str, stdin: str | bytes | None = None) -> Outcome:
        """Call a command; no secret may be in what it says."""
        done = call(*arguments, *self.options, stdin=stdin)
        for secret in (KEY, SESSION, "Traceback"):
            assert secret not in done.out
            assert secret not in done.err
        return done


@contextmanager
def serving(tls: ssl.SSLContext, ca: str) -> Iterator[Workspace]:
    """Run a workspace."""

    def choose(seen: Seen) -> Reply | None:
        if seen.target.endswith("/api/login"):
            found = running.answers.get("login")
            return found if isinstance(found, Reply) else None
        event = seen.event
        answer = running.answers.get(event["uri"], [])
        if callable(answer):
            answer = answer(event)
        elif isinstance(answer, list) and answer and isinstance(answer[0], (list, Reply)):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        return answer if isinstance(answer, Reply) else reply({"result": answer})

    with http_server(tls=tls, choose=choose) as server:
        running = Workspace(server, ca)
        yield running
