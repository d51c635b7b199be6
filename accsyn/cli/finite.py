"""Numbers that JSON does not have: a record may hold NaN and the infinities, what is written may not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Record = dict[str, Any]


class Finite:
    """Puts null in the place of NaN and the infinities.

    Attributes:
        replaced: How many there were so far.
    """

    def __init__(self) -> None:
        self.replaced = 0

    def of(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records; one that holds no such number is given as it is."""
        for record in records:
            found = sum(map(_is_odd, _values(record)))
            self.replaced += found
            yield _without_odd(record) if found else record

    def note(self) -> str:
        """What to say about it; empty where there is nothing."""
        if not self.replaced:
            return ""
        noun, verb = ("number", "is") if self.replaced == 1 else ("numbers", "are")
        return f"{self.replaced:,} {noun} that JSON does not have (NaN or an infinity) {verb} written as null"


def _is_odd(value: object) -> bool:
    return isinstance(value, float) and value - value != 0


def _values(record: Record) -> Iterator[object]:
    """Everything in a record, containers included."""
    pending: list[object] = [record]
    for value in pending:  # grows while it is gone through
        if isinstance(value, dict):
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
    return iter(pending)


def _without_odd(record: Record) -> Record:
    """A copy with null in the place of each."""
    copy: Record = dict.fromkeys(record)
    pending: list[tuple[Any, Any, Any]] = [(copy, key, value) for key, value in record.items()]
    while pending:
        holder, key, value = pending.pop()
        if isinstance(value, dict):
            holder[key] = dict.fromkeys(value)
            pending += [(holder[key], inner, below) for inner, below in value.items()]
        elif isinstance(value, list):
            holder[key] = [None] * len(value)
            pending += [(holder[key], place, below) for place, below in enumerate(value)]
        else:
            holder[key] = None if _is_odd(value) else value
    return copy
