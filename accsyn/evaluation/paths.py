"""What a dotted path finds in a record.

A path walks dictionaries; through a list it goes on in every element. In a dictionary the longest key that spells the
next segments goes first, so that ``{"a.b": 1}`` is found by ``a.b``; among keys of the same length the exact spelling,
then the first that is equal without case. There is no way back: where such a key leads nowhere, nothing is found.

The work is linear in the part of the record that is looked at, however long the path is. A list that is met again at
the same place of the path, as in a record that contains itself, is not walked again: it adds no other value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from accsyn.evaluation.values import LISTS, MISSING
from accsyn.text import fold


class Found(NamedTuple):
    """One end of a path in a record.

    Attributes:
        value: What stands there, no list; `MISSING` where a key was not found.
        parent: The dictionary that holds it, perhaps inside a list.
        key: Its key there, as the record spells it.
        rest: The segments, dotted and folded, that could not be walked because the value is no dictionary; else empty.
    """

    value: object
    parent: Mapping[Any, object]
    key: str
    rest: str


class Path:
    """A dotted path, ready to be looked up in many records.

    Args:
        text: The path as written.
    """

    __slots__ = ("_folded", "_is_single", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = fold(text)  # of the same length: one offset serves both
        self._is_single = "." not in text

    def find(self, record: Mapping[str, object]) -> list[Found]:
        """Every end of the path, in the order of the record; none where it goes through an empty list."""
        if self._is_single:
            key, value = lookup(record, self.text, self._folded)
            if not isinstance(value, (Mapping, *LISTS)):
                return [Found(value, record, key, "")]
        found: list[Found] = []
        walked: dict[tuple[int, int], object] = {}  # holds the lists, so that no other gets the id of one
        pending: list[tuple[object, Mapping[Any, object], str, int]] = [(record, record, "", 0)]
        end = len(self.text)
        while pending:
            value, parent, key, offset = pending.pop()
            if isinstance(value, LISTS):
                if (id(value), offset) in walked:
                    continue
                walked[id(value), offset] = value
                pending.extend((element, parent, key, offset) for element in reversed(value))
            elif offset > end or value is MISSING:
                found.append(Found(value, parent, key, ""))
            elif isinstance(value, Mapping):
                key, below, offset = self._step(value, offset)
                pending.append((below, value, key, offset))
            else:
                found.append(Found(value, parent, key, self._folded[offset:]))
        return found

    def _step(self, mapping: Mapping[Any, object], offset: int) -> tuple[str, object, int]:
        """The key that the path takes, its value or `MISSING`, and the offset behind it and its dot."""
        text, folded = self.text, self._folded
        dot = text.find(".", offset)
        if dot < 0:
            return *lookup(mapping, text[offset:], folded[offset:]), len(text) + 1
        if not _has_dotted_key(mapping):
            return *lookup(mapping, text[offset:dot], folded[offset:dot]), dot + 1
        best, best_is_exact, length = "", False, 0
        for key in mapping:
            if not isinstance(key, str) or len(key) < length:
                continue
            end = offset + len(key)
            # An end in the middle of a segment is none; `text[end:end + 1]` is empty at the end of the path.
            if end > len(text) or text[end : end + 1] not in {"", "."} or not folded.startswith(fold(key), offset):
                continue
            is_exact = text.startswith(key, offset)
            if len(key) > length or (is_exact and not best_is_exact):
                best, best_is_exact, length = key, is_exact, len(key)
        if not length:
            return text[offset:dot], MISSING, dot + 1
        return best, mapping[best], offset + length + 1


def _has_dotted_key(mapping: Mapping[Any, object]) -> bool:
    try:
        return "." in "\n".join(mapping)
    except TypeError:  # a key that is no text
        return True


def lookup(mapping: Mapping[Any, object], name: str, folded: str) -> tuple[str, object]:
    """The key of that name and its value: exact spelling first, then the first that is equal without case.

    Args:
        mapping: The dictionary.
        name: The name as written.
        folded: Its fold.

    Returns:
        The key as the dictionary spells it, and the value; the name and `MISSING` where there is none.
    """
    value = mapping.get(name, MISSING)
    if value is MISSING:
        length = len(name)
        for key in mapping:
            if isinstance(key, str) and len(key) == length and fold(key) == folded:
                return key, mapping[key]
    return name, value
