r"""Texts in which a regular expression is found.

Every part of a pattern gives a few short texts that it takes; a sequence joins them, a repetition repeats them. What
stands around a place (``\b``, look-around) is not reasoned about: each text is tried in the end, and what the pattern
does not take is left out. So every answer is right, and there may be none where there is a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product

from accsyn.patterns import Token, compile_pattern, scan
from accsyn.patterns.scan import character, range_ends, without_set_warnings

MOST = 6
"""Texts that are kept of every part."""

LONGEST = 2_000
"""Characters of a text; a repetition that needs more gives none."""

_SAMPLE = "a0 _-zA9.:/\nπ\u4e00"
_POSITIVE = frozenset({"(?=", "(?<="})
_NEGATIVE = frozenset({"(?!", "(?<!"})
_SIGNS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}

Texts = list[str]

_AROUND: dict[str, Texts] = {"$": ["", "\n"], r"\b": ["", "a", " "], r"\B": ["", "a", " "]}
"""What may stand where an anchor is, so that it holds: what else stands there decides."""


def witnesses(pattern: str) -> Texts:
    """A few short texts in which a pattern is found, the shortest first.

    Args:
        pattern: A regular expression as MATCHES takes it.

    Raises:
        PatternError: It is none.
    """
    expression = compile_pattern(pattern)
    return sorted((text for text in _Reader(pattern).read() if expression.search(text) is not None), key=len)


class _Group:
    """An open group: what its alternatives take so far."""

    __slots__ = ("alternatives", "name", "number", "opener", "parts")

    def __init__(self, opener: str, number: int | None = None, name: str = "") -> None:
        self.opener = opener
        self.number = number
        self.name = name
        self.alternatives: list[Texts] = []
        self.parts: list[Texts] = []


class _Reader:
    """One pass over the tokens of a pattern."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._tokens = [token for token in scan(pattern) if token.kind not in {"comment", "blank", "flags"}]
        self._groups: dict[str, Texts] = {}
        self._count = 0

    def read(self) -> Texts:
        stack = [_Group("(")]
        tokens = iter(self._tokens)
        for token in tokens:
            parts = stack[-1].parts
            if token.kind == "open":
                stack.append(self._open(token.text))
            elif token.kind == "bar":
                _end_alternative(stack[-1])
            elif token.kind == "close":
                group = stack.pop()
                stack[-1].parts.append(self._close(group))
            elif token.kind == "quantifier":
                parts.append(_repeated(parts.pop(), token.text))
            elif token.kind == "anchor":
                parts.append(_AROUND.get(token.text, [""]))
            elif token.kind == "reference":
                parts.append(self._groups.get(_referred(token.text), [""])[:1])
            else:
                parts.append(self._character(token, tokens))
        return self._close(stack[0])

    def _open(self, text: str) -> _Group:
        if text == "(" or text.startswith("(?P<"):
            self._count += 1
            return _Group("(", self._count, text[4:-1])
        return _Group(text)

    def _close(self, group: _Group) -> Texts:
        _end_alternative(group)
        texts = _few(text for alternative in group.alternatives for text in alternative)
        if group.number is not None:
            self._groups[str(group.number)] = self._groups[group.name] = texts
        if group.opener in _NEGATIVE:
            return [""]
        # What has to stand beside a place is written there; it may also stand there for another reason.
        return [*texts, ""] if group.opener in _POSITIVE else texts

    def _character(self, token: Token, tokens: Iterator[Token]) -> Texts:
        """Characters that a literal, a category or a class takes; the rest of a class is read from the tokens."""
        single = character(token)
        if single is not None:
            return [single]
        first, members = token, [token]
        while token.kind.startswith("class_") and token.kind != "class_close":
            token = next(tokens)
            members.append(token)
        spelled, _ = without_set_warnings(scan(self._pattern[first.start : token.end]))
        expression = re.compile(spelled, re.IGNORECASE if "i" in token.flags else 0)
        sample = dict.fromkeys((*_named(members), *_SAMPLE))
        return list(islice((one for one in sample if expression.match(one)), MOST))


def _named(members: Sequence[Token]) -> Iterator[str]:
    """The characters that a class names, and their neighbours for one that names what it does not take."""
    for member in members:
        single = character(member)
        ends = (single, single) if single is not None else range_ends(member)
        if ends is not None:
            yield from ends
            yield chr(min(ord(ends[1]) + 1, 0x10FFFF))


def _end_alternative(group: _Group) -> None:
    group.alternatives.append(_few(map("".join, _combined(group.parts))))
    group.parts = []


def _combined(parts: Sequence[Texts]) -> Iterator[tuple[str, ...]]:
    """The first text of every part, then each part changed alone, then all combinations."""
    if not all(parts):
        return
    first = tuple(texts[0] for texts in parts)
    yield first
    for choice in range(1, MOST):
        for place, texts in enumerate(parts):
            if choice < len(texts):
                yield (*first[:place], texts[choice], *first[place + 1 :])
    yield from product(*parts)


def _few(texts: Iterable[str]) -> Texts:
    """The first of some texts, each once."""
    found: dict[str, None] = {}
    for text in islice(texts, MOST * MOST):
        if len(text) <= LONGEST:
            found[text] = None
        if len(found) == MOST:
            break
    return list(found)


def _repeated(texts: Texts, quantifier: str) -> Texts:
    """The texts as often as a quantifier asks at least, once more, and none if it allows that."""
    least, most = _bounds(quantifier)
    counts = [least] if most is not None and most <= least else [least, least + 1]
    shortest = min(map(len, texts), default=0)
    if least * max(shortest, 1) > LONGEST:
        return []
    return _few(text * count for count in counts for text in texts) or ([""] if not least else [])


def _bounds(quantifier: str) -> tuple[int, int | None]:
    sign = quantifier if len(quantifier) == 1 else quantifier.rstrip("?")
    sign = sign or "?"
    if sign in _SIGNS:
        return _SIGNS[sign]
    least, comma, most = sign.strip("{}").partition(",")
    if not comma:
        return int(least), int(least)
    return int(least or 0), int(most) if most else None


def _referred(text: str) -> str:
    r"""What ``\1`` or ``(?P=name)`` names."""
    return text[4:-1] if text.startswith("(") else text[1:]
