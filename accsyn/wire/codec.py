"""JSON as the wire has it: what can be sent, and dates in both directions.

The formats are those of the official client 3.4.0, measured. Moments go out in UTC as ``2026-01-31T12:00:00`` without
a zone, days as ``2026-01-31T00:00:00``. Moments come in like that, with or without ``.123``, or with a year of two
digits. What differs: nothing that only looks like a moment makes an answer unreadable, and text stays text.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timezone

from accsyn.errors import ArgumentError, ArgumentTypeError

TEXT_KEYS = frozenset(
    {
        *("code", "creator", "description", "email", "etr", "filename", "filters", "host_id", "host_ident", "ident"),
        *("input", "linux", "linux_vpn", "mac", "mac_vpn", "message", "message_hr", "modifier", "name", "output"),
        *("path", "path_abs_final", "range", "roles", "status", "type", "uri", "username", "version", "wan_ip"),
        *("windows", "windows_vpn"),
    }
)
"""Keys whose values are text, whatever they look like: the text attributes of the schema, and the wire's own."""

_MOMENT = re.compile(r"(?:[0-9]{2}){1,2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{3})?")
_MOMENT_LENGTHS = frozenset({17, 19, 21, 23})
_OBJECT_ID = "ObjectId:"
# Two digits of a year, as `strptime` reads %y: 69 to 99 are of the last century.
_FIRST_OF_LAST_CENTURY = "69"


def dumps(value: object) -> str:
    """JSON text, ASCII only, as the official client writes it.

    Args:
        value: Dicts with text keys, lists, tuples, text, numbers, booleans, None, `date` and `datetime`. A `datetime`
            without a zone is local time, by the rules that hold at that moment.

    Returns:
        One line, with a blank after each comma and colon.

    Raises:
        ArgumentTypeError: A value that JSON has no form for; the message names its place as a ``$.path``. It is a
            TypeError.
        ArgumentError: A number that JSON has no form for (NaN, infinity), a moment outside of what a calendar can say
            in UTC, a value inside itself, or nesting too deep; the message names the place, too. It is a ValueError.
    """
    try:
        return json.dumps(value, default=_date_out, allow_nan=False)
    except (TypeError, ValueError, OverflowError, OSError, RecursionError):
        complaint = _complaint(value)
    raise complaint


def loads(text: str | bytes) -> object:
    """Read JSON text; moments become aware `datetime` values in local time.

    Only values of an object's keys are moments, and those of `TEXT_KEYS` never. What only looks like a moment, such as
    ``2026-02-30T10:00:00``, stays the text it is. Text that starts with ``ObjectId:`` loses these marks.

    What is no number of JSON, and stored all the same, spoils no answer: NaN, Infinity, and numbers beyond what a float
    holds (``1e999``) are None, which everything behind can cope with, and which can be sent again. Whole numbers of
    more digits than Python reads (4,300 as a rule) stay the text they are.

    Raises:
        ValueError: The text is no JSON, or nests too deep.
    """
    try:
        return _read(text)
    except json.JSONDecodeError:
        raise
    except ValueError:
        # A number of thousands of digits. A hook for whole numbers costs time for each, so it is the second way.
        return _read(text, parse_int=_whole)


def _read(text: str | bytes, parse_int: Callable[[str], object] | None = None) -> object:
    try:
        value: object = json.loads(
            text, object_hook=_dates_in, parse_float=_number, parse_constant=_no_number, parse_int=parse_int
        )
    except RecursionError:
        value = _TOO_DEEP
    if value is _TOO_DEEP:
        raise ValueError("nested too deep")
    return value


_TOO_DEEP = object()


def _number(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def _no_number(_name: str) -> None:
    """What NaN, Infinity and -Infinity are read as."""


def _whole(text: str) -> int | str:
    try:
        return int(text)
    except ValueError:
        return text


def moment_out(value: date) -> str:
    """A day or a moment in the form of the wire.

    Raises:
        ValueError, OverflowError, OSError: The moment cannot be said in UTC.
    """
    if not isinstance(value, datetime):
        return f"{value.isoformat()}T00:00:00"
    return value.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec="seconds")


def moment_in(text: str) -> datetime | None:
    """The moment that a text of the wire says, in local time; None if it is none."""
    if len(text) not in _MOMENT_LENGTHS or _MOMENT.fullmatch(text) is None:
        return None
    if text[2] == "-":
        text = ("20" if text[:2] < _FIRST_OF_LAST_CENTURY else "19") + text
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=timezone.utc)
    except ValueError:
        return None
    try:
        return moment.astimezone()
    except (OverflowError, OSError, ValueError):  # local time is not known that far from now
        return moment


def _date_out(value: object) -> str:
    if isinstance(value, date):
        return moment_out(value)
    raise TypeError


def _dates_in(found: dict[str, object]) -> dict[str, object]:
    """Put moments into one object; `json` calls this for each object once, the inner ones first."""
    for key, value in found.items():
        if type(value) is not str or key in TEXT_KEYS:
            continue
        if len(value) in _MOMENT_LENGTHS and (moment := moment_in(value)) is not None:
            found[key] = moment
        elif value.startswith(_OBJECT_ID):
            found[key] = value.replace(_OBJECT_ID, "")
    return found


def _complaint(value: object) -> ArgumentError:
    """Find what `json.dumps` did not take, and name its place."""
    # A stack of iterators instead of recursion: what nests too deep is one of the things looked for. A step of the
    # path stands beside each; they are joined only for the one place that is named.
    stack: list[tuple[Iterator[tuple[str, object]], int, str]] = [(iter([("$", value)]), 0, "")]
    around: set[int] = set()
    while stack:
        inner, identity, _ = stack[-1]
        step, item = next(inner, ("", stack))
        if item is stack:
            stack.pop()
            around.discard(identity)
            continue
        kind, complaint = (ArgumentError, _LOOP) if id(item) in around else _complaint_of(item)
        if complaint:
            path = "".join(part for _, _, part in stack) + step
            return kind(f"{path}: {complaint}")
        if isinstance(item, (dict, list, tuple)):
            around.add(id(item))
            stack.append((_parts(item), id(item), step))
    return ArgumentError("$: nested too deep to be sent")


_LOOP = "a value inside itself cannot be sent"
_GOOD: tuple[type[ArgumentError], str] = (ArgumentError, "")


def _parts(item: dict[object, object] | list[object] | tuple[object, ...]) -> Iterator[tuple[str, object]]:
    if isinstance(item, dict):
        return ((f".{key}", part) for key, part in item.items())
    return ((f"[{index}]", part) for index, part in enumerate(item))


def _complaint_of(item: object) -> tuple[type[ArgumentError], str]:
    """What is wrong with one value, its parts apart: an exception and a clause, which is empty if nothing is."""
    if isinstance(item, dict):
        for key in item:
            if not isinstance(key, (str, int, float, bool, type(None))):
                return ArgumentTypeError, f"a key of type {type(key).__name__} cannot be sent, only text can"
            if isinstance(key, float) and not math.isfinite(key):
                return ArgumentError, f"the key {key} is no number of JSON"
    elif isinstance(item, float):
        return _GOOD if math.isfinite(item) else (ArgumentError, f"{item} is no number of JSON")
    elif isinstance(item, date):
        try:
            moment_out(item)
        except (ValueError, OverflowError, OSError):
            return ArgumentError, "the moment cannot be said in UTC"
    elif isinstance(item, int):
        try:
            str(int(item))
        except ValueError:
            return ArgumentError, "a number of that many digits cannot be sent"
    elif not isinstance(item, (str, list, tuple, type(None))):
        name = type(item).__name__
        return ArgumentTypeError, f"a value of type {name} cannot be sent{_INSTEAD.get(name, '')}"
    return _GOOD


_INSTEAD = {
    "set": "; send a list",
    "frozenset": "; send a list",
    "bytes": "; send text",
    "bytearray": "; send text",
    "Decimal": "; send a number or text",
    "UUID": "; send str() of it",
    "PosixPath": "; send str() of it",
    "WindowsPath": "; send str() of it",
    "PurePosixPath": "; send str() of it",
    "PureWindowsPath": "; send str() of it",
    "time": "; send a datetime or text",
    "timedelta": "; send a number of seconds",
}
