"""Texts spelled as Python, in every way that Python has, with the place of each character."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from hypothesis import strategies as st

from accsyn.lint.template import HOLE

_SEPARATORS = (" ", "", "\n", "\r\n\t", "  # an \\ and a ' é\n", " \\\n ")
_NAMED_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\x07": "\\a", "\x0b": "\\v", "\x0c": "\\f", "\x08": "\\b"}


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
    """One way to write a text as an expression."""
    cuts = draw(st.lists(st.integers(0, len(text)), max_size=2)) if may_split else []
    bounds = [0, *sorted(cuts), len(text)]
    code, places = "(", list[tuple[int, int]]()
    joint = draw(st.sampled_from(["", "+"])) if len(bounds) > 2 else ""
    for number, (start, end) in enumerate(zip(bounds, bounds[1:], strict=False)):
        if number:
            code += draw(st.sampled_from(_SEPARATORS)) + joint + draw(st.sampled_from(_SEPARATORS))
            # Two quotes side by side would be three.
            code += " "
        part, inner = _literal(draw, text[start:end])
        places += [(len(code) + first, len(code) + last) for first, last in inner]
        code += part
    return Spelled(f"{code})", tuple(places))


def _literal(draw: st.DrawFn, text: str) -> tuple[str, list[tuple[int, int]]]:
    quote = draw(st.sampled_from(["'", '"', "'''", '"""']))
    can_be_raw = (
        quote[0] not in text and not text.endswith("\\") and "\r" not in text and (len(quote) == 3 or "\n" not in text)
    )
    prefix = draw(st.sampled_from(["", "", "u", "f", "F", *(["r", "R", "rf", "fR"] if can_be_raw else [])]))
    code, places = prefix + quote, list[tuple[int, int]]()
    for character in text:
        if draw(st.integers(0, 19)) == 0 and "r" not in prefix.lower():
            code += draw(st.sampled_from(["\\\n", "\\\r\n"]))  # a line that goes on
        piece = _piece(draw, character, prefix.lower(), quote)
        places.append((len(code), len(code) + len(piece)))
        code += piece
    return code + quote, places


def _piece(draw: st.DrawFn, character: str, prefix: str, quote: str) -> str:
    if character in "{}" and "f" in prefix:
        return character * 2
    if "r" in prefix:
        return draw(st.sampled_from(["\n", "\r\n", "\r"])) if character == "\n" else character
    if character == "\n" and len(quote) == 3 and draw(st.booleans()):
        return draw(st.sampled_from(["\n", "\r\n", "\r"]))
    if character in ("\\", quote[0]):
        return f"\\{character}"
    must = character in "\r\n\x00" or not character.isprintable()
    if must or draw(st.integers(0, 9)) == 0:
        return _escaped(draw, character)
    return character


def _escaped(draw: st.DrawFn, character: str) -> str:
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
    return draw(st.sampled_from(ways))
