"""Objects with attributes as records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from accsyn.evaluation.values import LISTS, elements
from accsyn.text import fold

Accessor = Callable[[Any, str], object]
"""Reads an attribute of an object by its name, as `getattr` does.

An AttributeError or LookupError says that there is no such attribute.
"""

_VALUES = (str, bytes, bytearray, bool, int, float, complex, date, type(None), set, frozenset, Mapping)


class ObjectRecord(Mapping[str, object]):
    """An object as a record.

    A name is asked for as the query spells it, then in lower case: an object cannot be asked which names it has.
    What stands in an attribute is a value as in any record; an object there is a record itself, read in the same way,
    so that ``job.code`` goes on through it.

    Args:
        subject: The object.
        get: How its attributes are read.

    Attributes:
        subject: The object.
    """

    __slots__ = ("_get", "subject")

    def __init__(self, subject: object, get: Accessor) -> None:
        self.subject = subject
        self._get = get

    def __getitem__(self, name: str) -> object:
        try:
            value = self._get(self.subject, name)
        except (AttributeError, LookupError):
            folded = fold(name)
            if folded == name:
                raise KeyError(name) from None
            try:
                value = self._get(self.subject, folded)
            except (AttributeError, LookupError):
                raise KeyError(name) from None
        if isinstance(value, LISTS):
            return [self._as_value(element) for element in elements(value)]
        return self._as_value(value)

    def _as_value(self, value: object) -> object:
        return value if isinstance(value, _VALUES) else ObjectRecord(value, self._get)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
