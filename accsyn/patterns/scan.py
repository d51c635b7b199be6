r"""A regular expression as a row of tokens.

The scanner reads what Python's `re` reads, token by token and without judging: every character of the pattern
belongs to exactly one token, and a pattern that `re` refuses has tokens too. It knows what changes the
reading: verbose mode, in which blanks and ``#`` comments mean nothing, and the flags in force at each place.

Source of the rules: CPython's Lib/re/_parser.py (Lib/sre_parse.py in 3.10), the same in 3.10 to 3.13 except
for possessive quantifiers and atomic groups, which are tokens here on every version.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_HEXADECIMAL = r"x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}"

# Behind a backslash `re` takes the next character along whatever it is, in comments too: (?#a\)b) is one
# comment.
_OUTSIDE = re.compile(
    rf"""
      (?P<comment>     \(\?\# (?: \\. | [^\\)] )* \) )
    | (?P<reference>   \(\?P= [^)]* \) )
    | (?P<open>        \(\?P< [^>]* > | \(\?\( [^)]* \) | \(\? (?: <?[=!] | [:>] )
                     | \(\? [a-zA-Z]* (?: - [a-zA-Z]* )? : | \( (?!\?) )
    | (?P<flags>       \(\? [a-zA-Z]+ (?: - [a-zA-Z]* )? \) )
    | (?P<close>       \) )
    | (?P<bar>         \| )
    | (?P<quantifier>  (?: [*+?] | \{{ (?!\}}) [0-9]* (?: ,[0-9]* )? \}} ) [?+]? )
    | (?P<anchor>      [\^$] | \\[AZbB] )
    | (?P<any>         \. )
    | (?P<class_open>  \[ \^? )
    | (?P<category>    \\[dDsSwW] )
    | (?P<escape>      \\ (?: {_HEXADECIMAL} | 0[0-7]{{0,2}} | [1-7][0-7]{{2}} ) )
    | (?P<backward>    \\[1-9][0-9]? )
    | (?P<other>       \\. )
    | (?P<literal>     [^\\(] )
    | (?P<broken>      \(\?P?.? | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_END = rf"\\(?:{_HEXADECIMAL}|[0-7]{{1,3}}|.)|[^\\]"
_MEMBER = re.compile(rf"(?P<low>{_END})(?:-(?!\])(?P<high>{_END}))?", re.DOTALL)
_VERBOSE_BLANK = re.compile(r"(?P<blank>[ \t\n\r\v\f]+)|(?P<comment>#(?:\\.|[^\\\n])*(?:\n|\\?\Z))", re.DOTALL)

_KIND = {"backward": "reference", "other": "escape"}
_CATEGORIES = frozenset({r"\d", r"\D", r"\s", r"\S", r"\w", r"\W"})
_SET_SIGNS = frozenset("[-&~|")


class Token(NamedTuple):
    r"""A piece of a pattern.

    Attributes:
        kind: ``literal`` (one character), ``escape`` (a backslash that stands for one character, or for
        nothing that
            `re` knows), ``category`` (``\d``), ``any`` (``.``), ``anchor`` (``^ $ \A \Z \b \B``),
            ``reference`` (``\1``, ``(?P=name)``), ``open`` (a group with all its syntax: ``(``, ``(?:``,
            ``(?P<name>``, ``(?=``, ``(?i:``, ``(?(1)``), ``close``, ``bar``, ``quantifier`` (with its ``?``
            or ``+``), ``flags`` (``(?i)``), ``comment``, ``blank`` (both mean nothing), ``class_open``
            (``[``, ``[^``), ``class_literal``, ``class_escape``, ``class_category``, ``class_range``
            (``a-z``), ``class_close``, or ``broken`` (a group opener or a backslash that leads nowhere: `re`
            refuses such a pattern).
        text: The characters of the pattern.
        start: Offset of the first of them in the pattern, from 0.
        flags: The flags in force: a subset of ``aimsux``; ``i`` is in it unless a group turned it off.
    """

    kind: str
    text: str
    start: int
    flags: frozenset[str]

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.start + len(self.text)


def scan(pattern: str) -> list[Token]:
    """The tokens of a pattern, in order and without gaps; never fails, linear in time."""
    tokens: list[Token] = []
    flags: list[frozenset[str]] = [frozenset("i")]  # one entry an open group, the pattern itself first
    offset = 0
    while offset < len(pattern):
        match = _VERBOSE_BLANK.match(pattern, offset) if "x" in flags[-1] else None
        match = match or _OUTSIDE.match(pattern, offset)
        if match is None:  # cannot be: the last alternative takes any character
            raise AssertionError(offset)
        kind = match.lastgroup or "broken"
        token = Token(_KIND.get(kind, kind), match[0], offset, flags[-1])
        if kind == "flags":
            flags[-1] = _with_flags(flags[-1], token.text)
        elif kind == "open":
            flags.append(_with_flags(flags[-1], token.text) if token.text.endswith(":") else flags[-1])
        elif kind == "close" and len(flags) > 1:
            flags.pop()
        tokens.append(token)
        offset = match.end()
        if kind == "class_open":
            offset = _scan_class(pattern, offset, flags[-1], tokens)
    return tokens


def _scan_class(pattern: str, offset: int, flags: frozenset[str], tokens: list[Token]) -> int:
    """Append the tokens of a character class and return the offset behind it."""
    first = offset
    while offset < len(pattern):
        match = _MEMBER.match(pattern, offset)
        if pattern[offset] == "]" and offset > first:  # as the first member, `]` is a member
            kind, end = "class_close", offset + 1
        elif match is None:
            kind, end = "broken", offset + 1  # a backslash at the end of the pattern
        else:
            kind, end = _member_kind(match), match.end()
        tokens.append(Token(kind, pattern[offset:end], offset, flags))
        offset = end
        if kind == "class_close":
            break
    return offset


def _member_kind(match: re.Match[str]) -> str:
    if match["high"]:
        return "class_range"
    if match["low"] in _CATEGORIES:
        return "class_category"
    return "class_escape" if match["low"].startswith("\\") else "class_literal"


def _with_flags(flags: frozenset[str], text: str) -> frozenset[str]:
    """The flags behind ``(?i)`` or within ``(?s-i:``."""
    added, _, removed = text.strip("(?:)").partition("-")
    if "a" in added or "u" in added:
        flags -= {"a", "u"}
    return (flags | set(added)) - set(removed)


def character(token: Token) -> str | None:
    r"""The one character that a literal or an escape stands for, in a class or outside.

    Returns:
        The character, or None for every other token and for an escape that `re` refuses, such as ``\q``.
    """
    if token.kind in {"literal", "class_literal"}:
        return token.text
    if token.kind not in {"escape", "class_escape"}:
        return None
    return _unescape(token.text)


def range_ends(token: Token) -> tuple[str, str] | None:
    r"""The first and the last character of a ``class_range``; None if an end is none, as in ``\w-z``."""
    if token.kind != "class_range":
        return None
    match = _MEMBER.match(token.text)
    if match is None:
        return None
    low, high = _unescape(match["low"]), _unescape(match["high"])
    return None if low is None or high is None else (low, high)


def _unescape(text: str) -> str | None:
    if not text.startswith("\\"):
        return text
    letter, digits = text[1:2], text[2:]
    if letter in _ESCAPES and not digits:
        return _ESCAPES[letter]
    if letter in {"x", "u", "U"}:
        code = int(digits, 16) if digits else -1
        return chr(code) if 0 <= code <= 0x10FFFF else None
    if letter in set("01234567"):
        code = int(text[1:], 8)
        return chr(code) if code <= 0o377 else None
    if letter == "N" and digits:
        import unicodedata

        try:
            named = unicodedata.lookup(digits[1:-1])
        except KeyError:
            return None
        return named if len(named) == 1 else None  # a named sequence is no character
    return None if letter.isascii() and letter.isalnum() else letter or None


def without_set_warnings(tokens: list[Token]) -> tuple[str, list[int]]:
    r"""The pattern spelled so that `re` does not warn of set operations to come (``[[a]``, ``[a||b]``).

    Every ``[ - & ~ |`` that is a member or the end of a range in a class gets a backslash, which changes
    nothing that the class holds. Silencing the warning instead would need `warnings.catch_warnings`, which is
    slow and not safe among threads.

    Returns:
        The pattern, and the offsets in it of the backslashes that were added, ascending.
    """
    pieces: list[str] = []
    added: list[int] = []
    length = 0
    for token in tokens:
        ends = [token.text]
        if token.kind == "class_range":
            match = _MEMBER.match(token.text)
            ends = [match["low"], "-", match["high"]] if match else ends
        for index, end in enumerate(ends):
            if end in _SET_SIGNS and index != 1 and token.kind in {"class_literal", "class_range"}:
                added.append(length)
                end = "\\" + end
            pieces.append(end)
            length += len(end)
    return "".join(pieces), added
