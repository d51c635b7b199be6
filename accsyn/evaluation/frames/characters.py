r"""Sets of characters, as Python's `re` has them: what ``\w``, ``.`` or ``[^a-z]`` takes, with or without case.

Engines disagree about all of these. So `re` itself is asked, about every character there is, and what it takes is
written out as ranges, which mean the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from accsyn.patterns import scan
from accsyn.patterns.scan import without_set_warnings
from accsyn.text import fold

Ranges = tuple[tuple[int, int], ...]
"""First and last code points, ascending, with gaps between."""

_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "a": re.ASCII}
_LAST = 0x10FFFF
_SURROGATES = (0xD800, 0xDFFF)

# Where letters with case are (Unicode 16, and room for more): all else has lower case of its own. Source:
# UnicodeData.txt; tests/evaluation/frames/test_text.py asks every character.
_CASED = ((0, 0x33FF), (0xA000, 0xABFF), (0xD7A4, 0xD7FF), (0xF900, 0x16FFF), (0x18D00, 0x1FFFF))


def cased() -> str:
    """Every character that may have another one that it equals without case, and many that have none."""
    return "".join(map(chr, (code for low, high in _CASED for code in range(low, high + 1))))


@lru_cache(maxsize=1)
def _every_character() -> str:
    from array import array

    # The items of an array "I" have four bytes on every platform that CPython runs on.
    codes = array("I", range(_LAST + 1))
    return codes.tobytes().decode("utf-32", "surrogatepass") if codes.itemsize == 4 else "".join(map(chr, codes))


@lru_cache(maxsize=1)
def _equal_without_case() -> dict[str, tuple[str, ...]]:
    """For each folded character that several characters fold to, all of these."""
    characters = cased()
    found: dict[str, list[str]] = {}
    for character, folded in zip(characters, fold(characters), strict=True):
        if character != folded:
            found.setdefault(folded, [folded]).append(character)
    return {folded: tuple(sorted(members)) for folded, members in found.items()}


def equals(character: str) -> tuple[str, ...]:
    """The characters that a character equals without case, itself among them."""
    folded = fold(character)
    return _equal_without_case().get(folded, (folded,))


@lru_cache(maxsize=256)
def taken(text: str, flags: frozenset[str]) -> Ranges:
    r"""What a piece of a pattern takes that takes one character: ``.``, ``\w``, ``[^a-z]``, ``x``.

    Args:
        text: The piece.
        flags: The flags in force, as in `accsyn.patterns.Token`.
    """
    quiet, _ = without_set_warnings(scan(text))
    combined = re.RegexFlag(0)
    for letter in flags & _FLAGS.keys():
        combined |= _FLAGS[letter]
    runs = re.compile(f"(?:{quiet})+", combined).finditer(_every_character())
    return tuple((ord(run[0][0]), ord(run[0][-1])) for run in runs)


def as_ranges(characters: tuple[str, ...]) -> Ranges:
    """Single characters, in any order, as ranges."""
    ranges: list[tuple[int, int]] = []
    for code in sorted(set(map(ord, characters))):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return tuple(ranges)


def without_surrogates(ranges: Ranges) -> Ranges:
    """The ranges without lone surrogates, which a column of UTF-8 cannot hold."""
    low, high = _SURROGATES
    kept: list[tuple[int, int]] = []
    for first, last in ranges:
        if last < low or first > high:
            kept.append((first, last))
            continue
        if first < low:
            kept.append((first, low - 1))
        if last > high:
            kept.append((high + 1, last))
    return tuple(kept)


def others(ranges: Ranges) -> Ranges:
    """Every character that is not in some ranges."""
    edges = [-1, *(edge for low, high in ranges for edge in (low, high)), _LAST + 1]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((before + 1, behind - 1) for before, behind in pairs if before + 1 <= behind - 1)


def scalar_alike(classes: Iterable[Ranges]) -> str | None:
    """A character that is in exactly those classes that each surrogate is in.

    Returns:
        It, and no surrogate; None where there is none, or surrogates differ from each other.
    """
    low, high = _SURROGATES
    alike: Ranges = without_surrogates(((0, _LAST),))
    for ranges in classes:
        kept = without_surrogates(ranges)
        is_in = any(first <= low and high <= last for first, last in ranges)
        if not is_in and kept != ranges:
            return None
        alike = _common(alike, ranges if is_in else others(ranges))
    return chr(alike[-1][0]) if alike else None


def _common(left: Ranges, right: Ranges) -> Ranges:
    """What is in two sets of ranges."""
    found: list[tuple[int, int]] = []
    one = other = 0
    while one < len(left) and other < len(right):
        first, last = max(left[one][0], right[other][0]), min(left[one][1], right[other][1])
        if first <= last:
            found.append((first, last))
        if left[one][1] < right[other][1]:
            one += 1
        else:
            other += 1
    return tuple(found)


def is_within(inner: Ranges, outer: Ranges) -> bool:
    """Whether every character of some ranges is in others."""
    return all(any(low <= first and last <= high for low, high in outer) for first, last in inner)
