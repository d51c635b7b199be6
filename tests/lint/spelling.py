"""Texts spelled as Python, in every way that Python has, with the place of each character."""

from __future__ import annotations

import sys
import unicodedata
from itertools import pairwise
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from accsyn.lint.template import HOLE

_SEPARATORS = (" ", "", "\n", "\r\n\t", "  # an \\ and a ' é\n", " \\\n ")
_NAMED_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\x07": "\\a", "\x0b": "\\v", "\x0c": "\\f", "\x08": "\\b"}
_FIELDS = (
    "{n}",
    "{ n :d}",
    "{n!r}",
    "{n!s:>{n}}",
    "{n:>{len(Q}a{Q)}}",
    "{len(Qa}b{{Q)}",
    "{ {1: 2}[1] }",
    "{(lambda é: 1)(Q😀Q):_^1}",
    "{n if n != 1 else [n][0]}",
    "{len(f QaQ) + n}".replace("f Q", "fQ"),
    "{len(Q#Q)}",
)
"""Fields of an f-string; Q is a quote other than its own."""

_LONG_FIELDS = ("{\nn\n}", "{\r\n\tn:d}", "{(\n\tlen(Qa\\\nbQ))}" if sys.version_info >= (3, 12) else "{n\n}")
"""Fields that need three quotes, on older versions."""

_NEW_FIELDS = ("{len(SaS)}", "{len(S}S)}", "{n # S }\n}", "{len(fS{SaS}S)}", "{len(Q\\x41Q)}")
"""Fields of Python 3.12; S is the quote itself."""


class Spelled(NamedTuple):
    """A Python expression and the places of the characters of its value.

    Attributes:
        code: The expression.
        places: Start and end of each character in it.
    """

    code: str
    places: tuple[tuple[int, int], ...]


def utf8_texts(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts that a file can hold."""
    return texts.filter(lambda text: HOLE not in text and not any("\ud800" <= c <= "\udfff" for c in text))


@st.composite
def spelled(draw: st.DrawFn, text: str, *, may_split: bool = True) -> Spelled:
    """One way to write a text as an expression; `HOLE` as a field of an f-string, in which ``n`` is a name."""
    # One draw rather than several for each character, which would take most of the time.
    chance = Random(draw(st.integers(0, 1 << 32)))  # noqa: S311 - no secret
    cuts = [chance.randint(0, len(text)) for _ in range(chance.randint(0, 2))] if may_split else []
    bounds = [0, *sorted(cuts), len(text)]
    code, places = "(", list[tuple[int, int]]()
    joint = chance.choice(["", "+"]) if len(bounds) > 2 else ""
    for number, (start, end) in enumerate(pairwise(bounds)):
        if number:
            code += chance.choice(_SEPARATORS) + joint + chance.choice(_SEPARATORS)
            # Two quotes side by side would be three.
            code += " "
        part, inner = _literal(chance, text[start:end])
        places += [(len(code) + first, len(code) + last) for first, last in inner]
        code += part
    return Spelled(f"{code})", tuple(places))


def _literal(chance: Random, text: str) -> tuple[str, list[tuple[int, int]]]:
    quote = chance.choice(["'", '"', "'''", '"""'])
    can_be_raw = (
        not {quote[0], "\r", "\x00"} & set(text) and not text.endswith("\\") and (len(quote) == 3 or "\n" not in text)
    )
    prefixes = ["", "", "u", "f", "F", *(["r", "R", "rf", "fR"] if can_be_raw else [])]
    prefix = chance.choice([each for each in prefixes if "f" in each.lower() or HOLE not in text])
    code, places = prefix + quote, list[tuple[int, int]]()
    for character in text:
        if chance.random() < 0.05 and "r" not in prefix.lower():
            code += chance.choice(["\\\n", "\\\r\n"])  # a line that goes on
        piece = _piece(chance, character, prefix.lower(), quote)
        places.append((len(code), len(code) + len(piece)))
        code += piece
    return code + quote, places


def _piece(chance: Random, character: str, prefix: str, quote: str) -> str:
    if character == HOLE:
        return _field(chance, quote)
    if character in "{}" and "f" in prefix:
        return character * 2
    if "r" in prefix:
        return chance.choice(["\n", "\r\n", "\r"]) if character == "\n" else character
    if character == "\n" and len(quote) == 3 and chance.random() < 0.5:
        return chance.choice(["\n", "\r\n", "\r"])
    if character in ("\\", quote[0]):
        return f"\\{character}"
    must = character in "\r\n\x00" or not character.isprintable()
    if must or chance.random() < 0.1:
        return _escaped(chance, character)
    return character


def _field(chance: Random, quote: str) -> str:
    fields: list[str] = [*_FIELDS, *(_LONG_FIELDS if len(quote) == 3 else ())]
    if sys.version_info >= (3, 12):
        fields += _NEW_FIELDS
    other = "'" if quote[0] == '"' else '"'
    return chance.choice(fields).replace("Q", other).replace("S", quote)


def _escaped(chance: Random, character: str) -> str:
    code = ord(character)
    ways = [f"\\U{code:08x}"]
    if code < 0x10000:
        ways.append(f"\\u{code:04X}")
    if code < 0x100:
        ways += [f"\\x{code:02x}", f"\\{code:03o}"]
    name = unicodedata.name(character, "")
    if name:
        ways.append(f"\\N{{{name}}}")
    if character in _NAMED_ESCAPES:
        ways.append(_NAMED_ESCAPES[character])
    return chance.choice(ways)
