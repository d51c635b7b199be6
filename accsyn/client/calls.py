"""What the methods of a session share: one call, and what its answer holds."""

from __future__ import annotations

from typing import Any, NoReturn, Protocol

from accsyn.client.arguments import optional_flag
from accsyn.client.journal import Journal
from accsyn.client.masking import Secrets
from accsyn.errors import ArgumentError, InvalidAnswer
from accsyn.wire.event import IN_URL, Event

Record = dict[str, Any]
"""An entity as the API returns it."""

URL_LIMIT = 8192
"""Bytes of a request line that servers commonly take (FAULTS 20)."""


class Caller(Protocol):
    """What the methods need of a connection; `accsyn.client.connection.Connection` has it."""

    user_id: str | None
    role: str | None
    last_message: str | None

    @property
    def workspace(self) -> str:
        """The code of the workspace."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not stand in any text that is shown."""

    def call(self, event: Event, *, timeout: tuple[float, float] | None = None, dry_run: bool = False) -> Record:
        """Send an event and read the answer."""

    def request_length(self, event: Event) -> int:
        """Bytes of the request line that an event would have."""

    def close(self) -> None:
        """Close the connections."""


class Calls:
    """The base of a session's subjects: every method of theirs sends its events through here."""

    _connection: Caller
    _journal: Journal
    _url_limit: int | None

    def _call(self, event: Event, *, dry_run: bool = False) -> Record:
        """Send an event.

        Args:
            event: What to send.
            dry_run: Whether to return the event, with its secrets masked, and send nothing.

        Raises:
            ArgumentError: The data cannot be sent, or the request would be longer than servers take.
            TransportError: The server was not reached.
            BackendError: It refused, or its answer cannot be read.
        """
        self._check_length(event)
        if optional_flag(dry_run, "dry_run"):
            return self._connection.call(event, dry_run=True)
        answer = self._connection.call(event)
        self._journal.note(event, answer, Secrets(self._connection.secrets, event))
        return answer

    def _result(self, event: Event, *, dry_run: bool = False) -> Any:
        """Send an event; what its answer has as result. An empty answer has none.

        Raises:
            InvalidAnswer: The answer says something, and has no result.
        """
        answer = self._call(event, dry_run=dry_run)
        if dry_run or not answer:
            return answer or None
        if "result" not in answer:
            refuse_answer(event, "has no result")
        return answer["result"]

    def _records(self, event: Event) -> list[Record]:
        """Send an event; the records of its answer. Nothing at all counts as no records.

        Raises:
            InvalidAnswer: The result is something else than a list of objects.
        """
        return records_of(event, self._result(event))

    def _check_length(self, event: Event) -> None:
        """Refuse what servers commonly cut off: the event of a GET or DELETE travels in the URL."""
        if self._url_limit is None or event.method not in IN_URL:
            return
        length = self._connection.request_length(event)
        if length > self._url_limit:
            raise ArgumentError(
                f"the request would be {length:,} bytes long, and servers commonly refuse more than "
                f"{self._url_limit:,}; ask for less in one call (fewer paths, files or attributes), or make the "
                "session with url_limit=None where the server takes more"
            )


def records_of(event: Event, result: object) -> list[Record]:
    """The records that a result holds; None holds none.

    Raises:
        InvalidAnswer: It is something else than a list of objects.
    """
    if result is None:
        return []
    if not isinstance(result, list):
        refuse_answer(event, f"has a result that is no list, but {_kind(result)}")
    for item in result:
        if not isinstance(item, dict):
            refuse_answer(event, f"has a result with an item that is no object, but {_kind(item)}")
    return result


def first_record(event: Event, result: object) -> Record:
    """The first record that a result holds.

    Raises:
        InvalidAnswer: It holds none.
    """
    found = records_of(event, result)
    if not found:
        refuse_answer(event, "has no record in its result")
    return found[0]


def refuse_answer(event: Event, what: str) -> NoReturn:
    """Say that an answer does not have the shape it should have.

    Args:
        event: What was sent; only its operation goes into the message.
        what: What is wrong: ``has no result``.

    Raises:
        InvalidAnswer: Always.
    """
    raise InvalidAnswer(f"the answer to {event.method} {event.uri} {what}")


_KINDS = {"NoneType": "null", "bool": "a bool", "dict": "an object", "list": "a list", "str": "a text"}


def _kind(value: object) -> str:
    name = type(value).__name__
    return _KINDS.get(name, f"a value of type {name}")
