r"""Patterns that need no regular expression: a plain substring, or text with ``*``.

An answer is given only where the meaning is the same on every text (for `as_wildcard`, if asked: on every
text without line breaks). MATCHES searches without case by the same rule by which ``=`` and CONTAINS compare,
so case never counts.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from accsyn.patterns.scan import Token, character, scan

# Flags that change nothing here: `i` is on anyway, `u` is the default, `x` is the scanner's affair, `m` and
# `s` are looked at where they matter. `a` is not among them: it changes which letters are equal.
_FLAGS = frozenset("imsux")
_ANY_CHARACTER = r"(?:\[\\s\\S\]|\[\\S\\s\]|\[\\d\\D\]|\[\\D\\d\]|\[\\w\\W\]|\[\\W\\w\])"
_ANY_RUN = re.compile(rf"(?:{_ANY_CHARACTER}\*\??|\(\?s:\.\*\??\))(?![?+*{{])")
_TEXT_END = re.compile(rf"\(\?!(?:{_ANY_CHARACTER}|\(\?s:\.\))\)(?![?+*{{])")

_Kind = Literal["text", "run", "line_run", "start", "end", "line_end"]
_ANCHORS: dict[str, _Kind] = {"^": "start", r"\A": "start", "$": "line_end", r"\Z": "end"}


class _Piece(NamedTuple):
    """What a pattern is made of, if it is simple.

    Attributes:
        kind: A character (``text``), any run of characters, any run within a line, or an anchor; ``line_end``
        is
            ``$``, which stands before a final line break too.
        text: The character; else empty.
    """

    kind: _Kind
    text: str = ""


def as_substring(pattern: str) -> str | None:
    r"""The text that the pattern searches for, if it is nothing but text: then CONTAINS would do.

    ``backup\.zip`` and ``backup[.]zip`` are ``backup.zip``.

    Returns:
        The text; None if the pattern says more, or is no regular expression.
    """
    pieces = _pieces(pattern)
    if pieces is None or any(piece.kind != "text" for piece in pieces):
        return None
    return "".join(piece.text for piece in pieces)


def as_wildcard(pattern: str, newlines: bool = True) -> str | None:
    r"""The value with ``*`` for which ``=`` holds exactly where the pattern is found.

    ``\Aabc[\s\S]*\.zip\Z`` is ``abc*.zip``, ``^abc`` is ``abc*``. ``^abc$`` and ``^a.*b`` are refused unless
    `newlines` is false, because ``$`` stands before a final line break and ``.`` is none.

    Args:
        pattern: The pattern.
        newlines: Whether the answer must hold on text with line breaks (``\n``) too.

    Returns:
        The value; None if there is none, a literal ``*`` included, or the pattern is no regular expression.
    """
    pieces = _pieces(pattern)
    if pieces is None:
        return None
    starts = bool(pieces) and pieces[0].kind == "start"
    ends = bool(pieces) and pieces[-1].kind in ({"end"} if newlines else {"end", "line_end"})
    middle = pieces[starts : len(pieces) - ends]
    # Without an anchor at its side a run at the edge may be empty, so even `.*` says nothing there.
    first, last = 0, len(middle)
    while not starts and first < last and middle[first].kind in {"run", "line_run"}:
        first += 1
    while not ends and first < last and middle[last - 1].kind in {"run", "line_run"}:
        last -= 1
    value = [] if starts else ["*"]
    for piece in middle[first:last]:
        if piece.kind == "text" and piece.text != "*":
            value.append(piece.text)
        elif piece.kind == "run" or (piece.kind == "line_run" and not newlines):
            value.append("*")
        else:
            return None
    if not ends:
        value.append("*")
    return re.sub(r"\*+", "*", "".join(value))


def _pieces(pattern: str) -> list[_Piece] | None:
    """The pieces of a simple pattern; None for any other."""
    tokens = [token for token in scan(pattern) if token.kind not in {"comment", "blank"}]
    pieces: list[_Piece] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if not token.flags <= _FLAGS:
            return None
        if token.kind == "flags" and not pieces and "-" not in token.text:
            index += 1
            continue
        piece, width = _piece_at(pattern, tokens, index)
        if piece is None:
            return None
        pieces.append(piece)
        index += width
    return pieces


def _piece_at(pattern: str, tokens: list[Token], index: int) -> tuple[_Piece | None, int]:
    """The piece that starts at a token, and how many tokens it takes."""
    token = tokens[index]
    following = [other.text for other in tokens[index + 1 : index + 3]]
    single = character(token)
    if single is not None:
        return _Piece("text", single), 1
    if token.kind == "anchor" and token.text in _ANCHORS and ("m" not in token.flags or "\\" in token.text):
        return _Piece(_ANCHORS[token.text]), 1
    if token.kind == "any" and following[:1] in (["*"], ["*?"]):
        return _Piece("run" if "s" in token.flags else "line_run"), 2
    if token.text == "[" and following[1:] == ["]"]:
        single = character(tokens[index + 1])
        return (None if single is None else _Piece("text", single)), 3
    if token.kind in {"open", "class_open"}:
        for expression, kind in _SPELLINGS:
            match = expression.match(pattern, token.start)
            if match:
                width = sum(token.start <= other.start < match.end() for other in tokens[index : index + 10])
                return _Piece(kind), width
    return None, 1


_SPELLINGS: tuple[tuple[re.Pattern[str], _Kind], ...] = ((_ANY_RUN, "run"), (_TEXT_END, "end"))
