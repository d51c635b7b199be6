r"""A regular expression of Python's in the words of an engine, or a refusal.

Of the syntax only what every engine has in common is written: groups that capture nothing, ``|``, greedy repetitions,
the start and the end of the text, and classes of explicit ranges. ``\d \w \s .``, negated classes and letters without
case are such classes, spelled by `characters`; no flag is left to the engine. A search asks whether there is a match,
not which one, so capturing and greed do not show.

Refused: look-around, references to groups, conditions, ``\b`` other than around a whole word, ``$`` with something
behind it, and patterns that an automaton has no room for.
"""

from __future__ import annotations

import re

from accsyn.evaluation.frames.characters import Ranges, as_ranges, equals, is_within, others, scalar_alike, taken
from accsyn.evaluation.frames.dialects import AUTOMATON, PYTHON, Dialect, one_of
from accsyn.evaluation.frames.refusal import Refusal
from accsyn.patterns import Token, catastrophe, scan
from accsyn.patterns.scan import character, without_set_warnings

_MOST_RANGES = 20_000  # of the pattern with its repetitions written out: RE2 gives up at 8 MB of automaton
_MOST_REPEATED = 1000  # RE2's own limit
_USUAL = frozenset("imsux")  # flags that leave open which letters are equal
_ATOMS = frozenset({"literal", "escape", "any", "category", "class_open"})
_BOUNDS = re.compile(r"\{([0-9]*)(,?)([0-9]*)\}")


class _Frame:
    """An open group: how large it is so far, and whether ``$`` stands in the current alternative, or in any."""

    __slots__ = ("has_end", "has_ended", "size")

    def __init__(self) -> None:
        self.size = 0
        self.has_ended = False
        self.has_end = False


def rewrite(pattern: str, dialect: Dialect, start: str = r"\A") -> str:
    r"""A pattern that an engine finds in exactly the texts in which Python finds `pattern`, without regard to case.

    Args:
        pattern: A pattern that `accsyn.patterns.judge` takes.
        dialect: The engine's.
        start: What to write for the start of the text; it may take more than nothing.

    Raises:
        Refusal: The pattern is none that every engine could run.
    """
    if dialect.backtracks and catastrophe(pattern) is not None:
        raise Refusal("a pattern that takes exponential time where the engine backtracks", "write a simpler pattern")
    return _Rewriting(pattern, dialect, start).run()


def rewrite_for_any_text(pattern: str) -> tuple[str, str]:
    """A pattern for an automaton on UTF-8, and a character to put in the place of every half of a surrogate pair.

    UTF-8 has no such halves, but a text of Python's may hold some. The character is in exactly those classes of the
    pattern that they are in, so that the pattern is found in the same texts.

    Raises:
        Refusal: As for `rewrite`; or there is no such character, since the pattern names such halves.
    """
    rewriting = _Rewriting(pattern, AUTOMATON, r"\A")
    written = rewriting.run()
    stand_in = scalar_alike(rewriting.classes)
    if stand_in is None:
        raise Refusal("a pattern that names half a surrogate pair")
    return written, stand_in


class _Rewriting:
    """One pattern on its way.

    Args:
        pattern: The pattern.
        dialect: The engine's.
        start: What to write for the start of the text.

    Attributes:
        classes: The sets of characters that were written.
    """

    def __init__(self, pattern: str, dialect: Dialect, start: str) -> None:
        self.pattern = pattern
        self.tokens = [token for token in scan(pattern) if token.kind not in {"comment", "blank", "flags"}]
        self.classes: list[Ranges] = []
        self.dialect = dialect
        self.start = start
        self.frames = [_Frame()]
        self.written: list[str] = []
        self.last_size = 0  # of the atom or group before a quantifier
        self.last_has_end = False

    def run(self) -> str:
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.kind in _ATOMS:
                index = self._atom(index)
                continue
            if token.kind == "anchor" and token.text in {r"\b", r"\B"}:
                self.written.append(self._boundary(index))
            else:
                _STEPS.get(token.kind, _Rewriting._refuse)(self, token)
            index += 1
        return "".join(self.written)

    def _atom(self, index: int) -> int:
        """Write what takes one character; answers the index behind its last token."""
        self._go_on()
        token = self.tokens[index]
        if self.dialect is PYTHON:
            after = self._behind(index)
            self.last_size, self.last_has_end = 0, False
            self.written.append(_in_python(self.pattern[token.start : self.tokens[after - 1].end], token.flags))
            return after
        ranges, after = self._ranges(index)
        self.last_size = len(ranges)
        self.last_has_end = False
        self.frames[-1].size += len(ranges)
        self._check_size()
        self.written.append(self._class(ranges))
        return after

    def _class(self, ranges: Ranges) -> str:
        self.classes.append(ranges)
        return one_of(ranges, self.dialect)

    def _ranges(self, index: int) -> tuple[Ranges, int]:
        token = self.tokens[index]
        single = character(token)
        if single is not None and token.flags <= _USUAL:
            return as_ranges(equals(single) if "i" in token.flags else (single,)), index + 1
        after = self._behind(index)
        return taken(self.pattern[token.start : self.tokens[after - 1].end], token.flags), after

    def _behind(self, index: int) -> int:
        """The index behind the last token of an atom."""
        while self.tokens[index].kind.startswith("class_") and self.tokens[index].kind != "class_close":
            index += 1
        return index + 1

    def _go_on(self) -> None:
        if any(frame.has_ended for frame in self.frames):
            raise Refusal("a pattern with something behind $", r"write \Z, or end the pattern with $")

    def _check_size(self) -> None:
        if sum(frame.size for frame in self.frames) > _MOST_RANGES:
            raise Refusal("a pattern with that many characters to repeat", "write a shorter pattern")

    def _open(self, token: Token) -> None:
        self._go_on()
        if token.text.startswith(("(?=", "(?!", "(?<=", "(?<!")):
            raise Refusal(f"the look-around {token.text}...)", f"write it without, or {_IN_PYTHON}")
        if token.text.startswith("(?("):
            raise Refusal("a condition in a pattern", f"write it without, or {_IN_PYTHON}")
        self.frames.append(_Frame())
        self.written.append("(?:")

    def _close(self, _token: Token) -> None:
        frame = self.frames.pop()
        self.last_size = frame.size
        self.last_has_end = frame.has_end
        outer = self.frames[-1]
        outer.size += frame.size
        outer.has_ended = outer.has_ended or frame.has_end
        outer.has_end = outer.has_end or frame.has_end
        self.written.append(")")

    def _bar(self, _token: Token) -> None:
        self.frames[-1].has_ended = False
        self.written.append("|")

    def _quantifier(self, token: Token) -> None:
        if self.last_has_end:
            raise Refusal("a repetition of a group with $ in it", "write $ at the end of the pattern")
        sign = token.text.rstrip("?") or "?"
        match = _BOUNDS.match(token.text)
        if match is not None:
            least = int(match[1] or 0)
            most = int(match[3]) if match[3] else None if match[2] else least
            times = max(least, most or 0)
            if times > _MOST_REPEATED:
                raise Refusal(f"a repetition of more than {_MOST_REPEATED} times", "write a smaller number")
            self.frames[-1].size += self.last_size * max(times - 1, 0)
            self._check_size()
            sign = f"{{{least}}}" if most == least else f"{{{least},{'' if most is None else most}}}"
        self.written.append(sign)

    def _anchor(self, token: Token) -> None:
        is_line = "m" in token.flags and not token.text.startswith("\\")
        if token.text in {"^", r"\A"}:
            written = f"(?:{self.start}|{self.dialect.line_start})" if is_line else self.start
        elif token.text == "$" and not is_line:
            self.frames[-1].has_ended = self.frames[-1].has_end = True
            written = rf"\n?{self.dialect.end}"
        else:
            written = self.dialect.line_end if is_line else self.dialect.end
        if token.text in {"^", r"\A"} and self.start != r"\A":
            self._go_on()  # what a start takes cannot stand behind the end
        self.written.append(written)

    def _boundary(self, index: int) -> str:
        r"""``\b`` before the first or behind the last character, if that is surely part of a word."""
        token, last = self.tokens[index], len(self.tokens) - 1
        word = taken(r"\w", token.flags - {"i"})
        is_plain = token.text == r"\b" and all(other.kind not in {"bar", "open"} for other in self.tokens)
        if is_plain and index == 0 < last and self._is_word(1, word):
            return f"(?:{self.start}|{self._class(others(word))})"
        if is_plain and index == last > 0 and self._is_word(self._start_of_last(last), word):
            return f"(?:{self.dialect.end}|{self._class(others(word))})"
        raise Refusal(rf"{token.text} here", r"write \b only at the start or at the end, beside a letter or digit")

    def _start_of_last(self, last: int) -> int:
        """The index of the first token of the atom before the last token, which may be repeated."""
        index = last - 1
        if index and self.tokens[index].text.startswith("+") and self.tokens[index].kind == "quantifier":
            index -= 1
        if self.tokens[index].kind == "class_close":
            while self.tokens[index].kind != "class_open":
                index -= 1
        return index

    def _is_word(self, index: int, word: Ranges) -> bool:
        """Whether an atom that is not repeated starts at a token and takes only characters of words."""
        if self.tokens[index].kind not in _ATOMS:
            return False
        ranges, after = self._ranges(index)
        follows = self.tokens[after] if after < len(self.tokens) else None
        may_be_none = follows is not None and follows.kind == "quantifier" and not follows.text.startswith("+")
        return not may_be_none and is_within(ranges, word)

    def _refuse(self, token: Token) -> None:
        raise Refusal(f"{token.text} in a pattern", f"write it without, or {_IN_PYTHON}")


def _in_python(piece: str, flags: frozenset[str]) -> str:
    """An atom as it is, with the flags that change what it takes."""
    quiet, _ = without_set_warnings(scan(piece))
    letters = "".join(sorted(flags & frozenset("ais")))
    return f"(?{letters}:{quiet})"


_IN_PYTHON = "filter in Python"
_STEPS = {
    "open": _Rewriting._open,
    "close": _Rewriting._close,
    "bar": _Rewriting._bar,
    "quantifier": _Rewriting._quantifier,
    "anchor": _Rewriting._anchor,
}
