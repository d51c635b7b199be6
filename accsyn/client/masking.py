"""What must not be shown: values by their key, and known secrets wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accsyn.wire.codec import dumps
from accsyn.wire.event import Event

MASK = "***"

_SECRET_PARTS = (
    *("password", "passwd", "pwd", "passphrase", "secret", "token", "credential", "authorization", "cookie"),
    *("session", "apikey", "privatekey", "accesskey"),
)
# A secret shorter than this would blot out half of every text, and protects nothing.
_SHORTEST_SECRET = 4
# What the calls about settings carry under `value` may be a password; the name of the setting does not always say so.
_MORE_OF = {"setting": ("value",)}
_LONGEST_SHOWN = 1_000


def is_secret(key: object) -> bool:
    """Whether the value under a key is to be masked: ``password``, ``db_pwd``, ``API-Key``, ``session_id``, ..."""
    plain = str(key).lower().replace("_", "").replace("-", "").replace(" ", "")
    return any(part in plain for part in _SECRET_PARTS)


def mask(value: object, *, also: Iterable[str] = ()) -> object:
    """A copy of a JSON value in which whatever stands under a secret key is ``***``.

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
    result: object = holder[0]
    return result


def redact(text: str, secrets: Iterable[str]) -> str:
    """A text without the secrets that are known to the caller."""
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, MASK)
    return text


def masked(event: Event) -> Event:
    """An event whose secret data are ``***``.

    Raises:
        TypeError, ValueError: The data cannot be sent; so they need not be shown either.
    """
    data = dict(event.data) if isinstance(event.data, Mapping) else event.data
    dumps(data)
    return event._replace(data=mask(data, also=_MORE_OF.get(event.uri, ())))


def shown(event: Event, secrets: Iterable[str]) -> str:
    """Data, query and id of an event as they may be logged, shortened."""
    hidden = masked(event)
    text = redact(dumps({"data": hidden.data, "query": hidden.query, "id": hidden.entity_id}), secrets)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
