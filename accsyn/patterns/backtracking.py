r"""Patterns that backtrack exponentially, such as ``(a+)+$``: forty characters keep a server busy for days.

The criterion is exact on a small automaton: a loop is a catastrophe when one word leads from a place in it
back to that place in two ways ("exponential degree of ambiguity"; Weber and Seidl, "On the degree of
ambiguity of finite automata", 1991), because the engine tries 2, 4, 8, ... ways before it gives up.

The automaton has one place for each character that the pattern takes (Glushkov's construction). How many ways
lead from one place to the next is counted, up to two, with the rule by which Python's engine treats empty
repetitions: one that takes nothing ends its loop. The characters are a sample: those of the pattern, the
borders of its ranges, one or two of each category.

What is left out, so that nothing is said that is not so:

- Zero-width assertions and backreferences within a loop: no way is followed through them.
- ``{m,n}`` is read as it is up to eight optional repetitions, beyond that as ``{m,}``.
- A loop that can stop at every place, with nothing behind it that can fail, is none: a search takes it.
- More than 200 places, or too much work: no verdict.
"""

from __future__ import annotations

from accsyn.patterns.automaton import Automaton, Part, TooMuchError, times
from accsyn.patterns.judge import judge
from accsyn.patterns.scan import Token, scan

_MOST_OPTIONAL = 8
_LOOKAROUNDS = frozenset({"(?=", "(?!", "(?<=", "(?<!"})
_SIGNS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1), "??": (0, 1)}


class _Frame:
    """An open group: the alternatives that are complete, and the parts of the current one."""

    __slots__ = ("alternatives", "opener", "parts")

    def __init__(self, opener: Token | None) -> None:
        self.opener = opener
        self.alternatives: list[Part] = []
        self.parts: list[Part] = []


def catastrophe(pattern: str) -> str | None:
    """The innermost part of a pattern that backtracks exponentially on some text; None if none does.

    Returns:
        The text of the part, its quantifier included; None for a pattern that `judge` refuses, or that is too
        large to tell (the work is bounded by counting).
    """
    if judge(pattern) is not None:
        return None
    try:
        return _Analysis(pattern).run()
    except TooMuchError:
        return None


class _Analysis:
    """One pattern under analysis.

    Args:
        pattern: A pattern that `judge` takes.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.tokens = [token for token in scan(pattern) if token.kind not in {"comment", "blank", "flags"}]
        self.automaton = Automaton(pattern, self.tokens)
        self.suspects: list[tuple[str, set[int]]] = []  # ambiguous loops: text and places

    def run(self) -> str | None:
        """The first loop that is ambiguous and can fail."""
        frames = [_Frame(None)]
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            index += 1
            if token.kind == "open":
                frames.append(_Frame(token))
            elif token.kind == "bar":
                self._end_alternative(frames[-1], token.start)
            elif token.kind == "close":
                frame = frames.pop()
                frames[-1].parts.append(self._group(frame, token))
            elif token.kind == "quantifier":
                frames[-1].parts.append(self._repeat(frames[-1].parts.pop(), token))
            elif token.kind in {"anchor", "reference"}:
                frames[-1].parts.append(self.automaton.nothing(token.start, 0))
            else:
                start = token.start
                while token.kind.startswith("class_") and token.kind != "class_close":
                    token = self.tokens[index]
                    index += 1
                frames[-1].parts.append(self.automaton.place(start, token))
        whole = self._group(frames[0], None)
        self.automaton.stops |= set(whole.last)
        return next((text for text, places in self.suspects if not places <= self.automaton.stops), None)

    def _end_alternative(self, frame: _Frame, end: int) -> None:
        frame.alternatives.append(self.automaton.sequence(frame.parts, end))
        frame.parts = []

    def _group(self, frame: _Frame, close: Token | None) -> Part:
        """The part that a group is, its alternatives joined."""
        self._end_alternative(frame, close.start if close else len(self.pattern))
        alternatives = frame.alternatives
        opener = frame.opener.text if frame.opener else "("
        part = Part(
            low=min(other.low for other in alternatives),
            high=max(other.high for other in alternatives),
            first={place: ways for other in alternatives for place, ways in other.first.items()},
            last={place: ways for other in alternatives for place, ways in other.last.items()},
            empty=min(2, sum(other.empty for other in alternatives)),
            start=frame.opener.start if frame.opener else 0,
        )
        if opener in _LOOKAROUNDS:
            self.automaton.stops |= set(part.last)
        if opener in _LOOKAROUNDS or opener.startswith("(?("):
            return part._replace(first={}, last={}, empty=0)
        return part

    def _repeat(self, part: Part, token: Token) -> Part:
        """A part repeated: counted repetitions are written out."""
        least, most = _bounds(token.text)
        if part.low == part.high:
            return part._replace(empty=min(2, part.empty + (least == 0)))
        if most == 0:
            self.automaton.stops |= set(range(part.low, part.high))  # it never runs, so it never fails
            return part._replace(first={}, last={}, empty=1)
        if most is None or most - least > _MOST_OPTIONAL:
            *fixed, looped = self.automaton.copies(part, max(least, 1))
            return self.automaton.sequence([*fixed, self._loop(looped, token, least)], part.start)
        copies = self.automaton.copies(part, most)
        parts = copies[:least]
        optional: list[Part] = []  # (X(X(X)?)?)?, from the inside
        for copy in reversed(copies[least:]):
            inner = self.automaton.sequence([copy, *optional], part.start)
            optional = [inner._replace(empty=min(2, 1 + inner.empty))]
        return self.automaton.sequence(parts + optional, part.start)

    def _loop(self, part: Part, token: Token, least: int) -> Part:
        """A part repeated without end, and judged."""
        self.automaton.connect(part, part)
        places = self._ambiguous_places(part)
        # An ambiguous loop makes the loops around it ambiguous: the innermost is the one to name.
        if places and not any(inner <= places for _, inner in self.suspects):
            self.suspects.append((self.pattern[part.start : token.end], places))
        # Behind a repetition that took something, one that takes nothing can follow; it ends the loop.
        return part._replace(
            last=times(part.last, 1 + part.empty),
            empty=min(2, (part.empty if least else 1) * (1 + part.empty)),
        )

    def _ambiguous_places(self, part: Part) -> set[int]:
        """The places on a loop, if one word leads from a place on it back to that place in two ways."""
        follow = self.automaton.follow
        places = self._reached(part.first, follow)
        before: list[dict[int, int]] = [{} for _ in follow]
        for place in places:
            for successor in follow[place]:
                before[successor][place] = 1
        places &= self._reached(part.last, before)
        if any(follow[place].get(other, 0) > 1 for place in places for other in follow[place].keys() & places):
            return places
        return places if self._two_ways(places) else set()

    def _reached(self, starts: dict[int, int], edges: list[dict[int, int]]) -> set[int]:
        pending = [place for place in starts if self.automaton.takes[place]]
        reached = set(pending)
        while pending:
            successors = edges[pending.pop()]
            self.automaton.work(len(successors))
            for successor in successors:
                if successor not in reached and self.automaton.takes[successor]:
                    reached.add(successor)
                    pending.append(successor)
        return reached

    def _two_ways(self, places: set[int]) -> bool:
        """Whether two different ways with the same word part at a place and meet again.

        The places are all connected, so where ways part and meet, a word leads back to the start in two ways.
        """
        follow, takes = self.automaton.follow, self.automaton.takes
        seen: set[tuple[int, int]] = set()
        pending = [(place, place) for place in sorted(places)]
        while pending:
            left, right = pending.pop()
            self.automaton.work(len(follow[left]) * len(follow[right]))
            for one in follow[left].keys() & places:
                for other in follow[right].keys() & places:
                    if not takes[one] & takes[other]:
                        continue
                    if one == other and left != right:
                        return True
                    pair = (min(one, other), max(one, other))
                    if one != other and pair not in seen:
                        seen.add(pair)
                        pending.append(pair)
        return False


def _bounds(quantifier: str) -> tuple[int, int | None]:
    """The least and the most repetitions; None for no limit."""
    sign = quantifier if quantifier in _SIGNS else quantifier.rstrip("?")
    if sign in _SIGNS:
        return _SIGNS[sign]
    least, comma, most = sign.strip("{}").partition(",")
    if not comma:
        return int(least), int(least)
    return int(least or 0), int(most) if most else None
