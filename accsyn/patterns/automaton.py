"""A pattern as an automaton: one place for each character that it takes (Glushkov's construction).

The automaton is built from parts, the smallest first. It counts in how many ways one place follows another,
up to two, and all work done on it, so that a large pattern ends in `TooMuchError` and not in a long wait.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from accsyn.patterns.scan import Token, character, range_ends, scan, without_set_warnings

_MOST_PLACES = 200
_MOST_STEPS = 200_000
_MOST_CHARACTERS = 500
_SAMPLE = "aZ0_ -!\n\t\u00e9\u4e00\u0663\x00\U0010fffd"
_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "a": re.ASCII}


class TooMuchError(Exception):
    """The pattern is larger than this analysis goes; no caller outside the package sees it."""


class Part(NamedTuple):
    """A part of the pattern as an automaton.

    Attributes:
        low: The first of its places; a part's places are consecutive.
        high: The number behind the last of its places.
        first: The places where it can begin, each with the number of ways (1, or 2 for more).
        last: The places where it can end, likewise.
        empty: In how many ways it can take nothing (0, 1, or 2 for more).
        start: Where its text starts in the pattern.
    """

    low: int
    high: int
    first: dict[int, int]
    last: dict[int, int]
    empty: int
    start: int


class Automaton:
    """Places, which follow which, and the characters that each takes.

    Args:
        pattern: A pattern that `judge` takes.
        tokens: Its tokens.

    Attributes:
        follow: For each place, the places that can come next, each with the number of ways.
        takes: For each place, which characters of the sample it takes, as bits.
        stops: Places behind which the pattern, or a lookaround, can be complete.
    """

    def __init__(self, pattern: str, tokens: list[Token]) -> None:
        self.pattern = pattern
        self.follow: list[dict[int, int]] = []
        self.takes: list[int] = []
        self.stops: set[int] = set()
        self._alphabet = _alphabet(tokens)
        self._steps = 0

    def work(self, steps: int) -> None:
        """Count work.

        Raises:
            TooMuchError: It is more than one pattern may cost.
        """
        self._steps += steps
        if self._steps > _MOST_STEPS:
            raise TooMuchError

    def place(self, start: int, token: Token) -> Part:
        """The part that takes one character; a class starts before its last token."""
        place = self._new_place(self._taken(self.pattern[start : token.end], token.flags))
        return Part(place, place + 1, {place: 1}, {place: 1}, 0, start)

    def nothing(self, start: int, ways: int) -> Part:
        """A part without a place: text that is empty (1 way), or a barrier (0 ways)."""
        place = len(self.follow)
        return Part(place, place, {}, {}, ways, start)

    def _new_place(self, taken: int) -> int:
        if len(self.follow) >= _MOST_PLACES:
            raise TooMuchError
        self.follow.append({})
        self.takes.append(taken)
        return len(self.follow) - 1

    def _taken(self, text: str, letters: frozenset[str]) -> int:
        """Which characters of the sample a piece of the pattern takes: `re` says so itself."""
        flags = re.RegexFlag(0)
        for letter in letters & _FLAGS.keys():
            flags |= _FLAGS[letter]
        quiet, _ = without_set_warnings(scan(text))
        expression = re.compile(quiet, flags)
        return sum(1 << bit for bit, sample in enumerate(self._alphabet) if expression.match(sample))

    def sequence(self, parts: list[Part], start: int) -> Part:
        """Parts one after the other."""
        whole = parts[0] if parts else self.nothing(start, 1)
        for part in parts[1:]:
            self.connect(whole, part)
            whole = Part(
                low=min(whole.low, part.low),
                high=max(whole.high, part.high),
                first={**whole.first, **times(part.first, whole.empty)},
                last={**times(whole.last, part.empty), **part.last},
                empty=min(2, whole.empty * part.empty),
                start=whole.start,
            )
        return whole

    def connect(self, before: Part, after: Part) -> None:
        """Let every end of a part be followed by every beginning of another, or of itself."""
        self.work(len(before.last) * len(after.first))
        for place, ways in before.last.items():
            following = self.follow[place]
            for successor, more in after.first.items():
                following[successor] = min(2, following.get(successor, 0) + ways * more)

    def copies(self, part: Part, count: int) -> list[Part]:
        """A part and copies of it, whose places follow it; to be taken before anything is connected to it."""
        copies = [part]
        for _ in range(count - 1):
            shift = len(self.follow) - part.low
            for place in range(part.low, part.high):
                self.work(1 + len(self.follow[place]))
                copied = self._new_place(self.takes[place])
                self.follow[copied] = _shifted(self.follow[place], shift)
                if place in self.stops:
                    self.stops.add(copied)
            copies.append(
                part._replace(
                    low=part.low + shift,
                    high=part.high + shift,
                    first=_shifted(part.first, shift),
                    last=_shifted(part.last, shift),
                )
            )
        return copies


def times(ways: dict[int, int], factor: int) -> dict[int, int]:
    """Numbers of ways multiplied, up to two."""
    return {place: min(2, count * factor) for place, count in ways.items()} if factor else {}


def _shifted(ways: dict[int, int], shift: int) -> dict[int, int]:
    return {place + shift: count for place, count in ways.items()}


def _alphabet(tokens: list[Token]) -> list[str]:
    """Characters that stand for all others: what the pattern names, with the neighbours of its ranges."""
    found = set(_SAMPLE)
    for token in tokens:
        single = character(token)
        if single is not None:
            found |= {single, single.swapcase()}
        for end in range_ends(token) or ():
            code = ord(end)
            found |= {chr(near) for near in (code - 1, code, code + 1) if 0 <= near <= 0x10FFFF}
            found.add(end.swapcase())
    if len(found) > _MOST_CHARACTERS:
        raise TooMuchError
    return sorted(sample for sample in found if len(sample) == 1)
