"""What must not be shown: values by their key, and known secrets wherever they stand.

What a caller sends under a secret key (`accsyn.client.secret_names`) is a secret of that call: a server that repeats
it, in a message or in an answer, must not bring it into an exception or a log.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

from accsyn.client.secret_names import is_secret
from accsyn.wire.codec import dumps
from accsyn.wire.event import Event

MASK = "***"

ALSO_SECRET: Mapping[str, tuple[str, ...]] = {"setting": ("value",)}
"""Operations of which more must be masked than the keys say: the value of a setting may be a password."""

# A secret of this length is no word that a sentence holds by chance: it is masked wherever it stands.
_LONG = 8
# Below this nothing is a secret that could be kept: it would be in half of all texts.
_SHORTEST = 4
_LONGEST_SHOWN = 1_000

_NAME_BEFORE = re.compile(r"([\w.-]+)[\"'`]?\s*[:=]\s*\Z")
_QUOTES = "\"'`"


def mask(value: object, *, also: Iterable[str] = ()) -> object:
    """A copy of a JSON value in which whatever stands under a secret key is ``***``, in JSON text within it too.

    Args:
        value: Dicts, lists, tuples and what is in them; nothing in it is changed.
        also: More keys whose values are masked, for example ``value`` in a call about settings.
    """
    more = frozenset(also)
    holder: list[Any] = [value]
    pending: list[tuple[Any, Any]] = [(holder, 0)]  # a dict or list, and a key or an index of it
    while pending:
        target, place = pending.pop()
        item = target[place]
        if isinstance(item, dict):
            target[place] = {key: MASK if is_secret(key) or key in more else part for key, part in item.items()}
            pending.extend((target[place], key) for key in item)
        elif isinstance(item, (list, tuple)):
            target[place] = list(item)
            pending.extend((target[place], index) for index in range(len(item)))
        elif isinstance(item, str) and (inner := _json_in(item)) is not None:
            # Each level of JSON within JSON doubles its backslashes, so that this cannot go deep.
            hidden = mask(inner)
            if hidden != inner:
                target[place] = json.dumps(hidden)
    result: object = holder[0]
    return result


def masked(event: Event) -> Event:
    """An event whose secret data are ``***``.

    Raises:
        ArgumentError: The data cannot be sent; so they need not be shown either.
    """
    data = dict(event.data) if isinstance(event.data, Mapping) else event.data
    dumps(data)
    return event._replace(data=mask(data, also=ALSO_SECRET.get(event.uri, ())))


def shown(event: Event, secrets: Iterable[str]) -> str:
    """Data, query and id of an event as they may be logged, shortened."""
    hidden = masked(event)
    text = dumps({"data": hidden.data, "query": hidden.query, "id": hidden.entity_id})
    return redact(text, secrets, most=_LONGEST_SHOWN)


def redact(text: str, secrets: Iterable[str], *, most: int | None = None) -> str:
    """A text without the secrets that are known to the caller.

    A secret of 8 characters and more is masked wherever it stands. A shorter one may be a word of the sentence, since
    somebody's password is ``wrong``: it is masked as a whole word, and one of letters alone only where it stands as a
    value, in quotes or behind the name of a secret. What is shorter than 4 characters stays.

    Args:
        text: What is to be shown.
        secrets: What must not be in it.
        most: Characters of the text after which it is cut off, and never within a secret.
    """
    known = {secret for secret in secrets if len(secret) >= _SHORTEST}
    is_cut = most is not None and len(text) > most
    end = len(text) if most is None else min(most, len(text))
    window = text[: end + max(map(len, known), default=0)]
    pieces: list[str] = []
    at = 0
    for start, stop in sorted(place for secret in known for place in _places(window, secret)):
        if start >= end:
            break
        if start >= at:
            pieces += (window[at:start], MASK)
        at = max(at, stop)
    pieces.append(window[at:end])
    return "".join(pieces) + ("..." if is_cut else "")


class Secrets:
    """The secrets of a call: those that are known, and those in what is sent. The latter are looked for when needed.

    Args:
        known: Those of the connection.
        event: What is sent; it must be sendable.
    """

    def __init__(self, known: Iterable[str], event: Event) -> None:
        self._known = tuple(known)
        self._event = event
        self._found: tuple[str, ...] | None = None

    def __iter__(self) -> Iterator[str]:
        if self._found is None:
            forms = (form for secret in secrets_of(self._event) for form in _forms(secret))
            self._found = tuple(dict.fromkeys((*self._known, *forms)))
        return iter(self._found)

    def __repr__(self) -> str:
        return f"<secrets of {self._event.method} {self._event.uri}>"


def secrets_of(event: Event) -> Iterator[str]:
    """The texts, and the numbers of four digits and more, that an event holds under secret keys and names."""
    also = frozenset(ALSO_SECRET.get(event.uri, ()))
    pending: list[tuple[object, bool]] = [(event.data, False)]
    while pending:
        item, is_hidden = pending.pop()
        if isinstance(item, Mapping):
            pending.extend((part, is_hidden or is_secret(key) or key in also) for key, part in item.items())
        elif isinstance(item, (list, tuple)):
            pending.extend((part, is_hidden) for part in item)
        elif isinstance(item, str):
            if is_hidden:
                yield item
            if (inner := _json_in(item)) is not None:
                # Under `value` of a setting JSON text is one secret; what in it is one by itself, its names say.
                pending.append((inner, is_hidden and event.uri not in ALSO_SECRET))
        elif is_hidden and isinstance(item, int | float) and not isinstance(item, bool):
            yield str(item)
    if event.query:
        yield from _compared(event.query)


def _compared(query: str) -> Iterator[str]:
    """What a query compares attributes of secret names with; nothing where the text is no expression."""
    from accsyn.ast import Exact, List, Literal, comparisons
    from accsyn.errors import QueryError
    from accsyn.query import parse_expression

    try:
        expression = parse_expression(query)
    except QueryError:
        return
    for comparison in comparisons(expression):
        if is_secret(comparison.attribute):
            value = comparison.value
            for item in value.items if isinstance(value, List) else (value,):
                if isinstance(item, Literal | Exact):
                    yield item.text


def _forms(secret: str) -> Iterator[str]:
    """A secret, and how it looks in JSON, in a URL, in HTML, in Python's repr and in base64."""
    with_surrogates = secret.encode("utf-8", "surrogatepass")
    yield secret
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    yield quote(with_surrogates)
    yield quote(with_surrogates, safe="")
    yield quote_plus(with_surrogates)
    yield html.escape(secret)
    yield repr(secret)[1:-1]
    yield base64.b64encode(with_surrogates).decode("ascii")


def _places(text: str, secret: str) -> Iterator[tuple[int, int]]:
    """Where a secret stands in a text: start and end of each place where it is to be masked."""
    at = text.find(secret)
    while at >= 0:
        end = at + len(secret)
        if len(secret) >= _LONG or _is_alone(text, at, end, needs_value=secret.isalpha()):
            yield at, end
        at = text.find(secret, at + 1)


def _is_alone(text: str, start: int, end: int, *, needs_value: bool) -> bool:
    """Whether a part of a text is a whole word; or, if it has to be one, a value."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or behind.isalnum():
        return False
    if not needs_value or (before and before in _QUOTES and behind and behind in _QUOTES):
        return True
    named = _NAME_BEFORE.search(text[max(0, start - 100) : start])
    return named is not None and is_secret(named[1])


def _json_in(text: str) -> object | None:
    """The object or list that a text is as JSON; None if it is none."""
    if text[:1] not in ("{", "["):
        return None
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value
