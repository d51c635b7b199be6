"""Bytes of a Python file as text, and back."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_LINE_END = re.compile(rb"\r\n|\r|\n")


class Text(NamedTuple):
    """The text of a file, with what is needed to write it again.

    Attributes:
        text: The characters, without a byte-order mark.
        encoding: The codec's name.
        has_mark: Whether a byte-order mark stands in front.
    """

    text: str
    encoding: str
    has_mark: bool

    def encode(self, text: str) -> bytes:
        """Another text in the way of this file."""
        return (codecs.BOM_UTF8 if self.has_mark else b"") + text.encode(self.encoding)


class UnreadableError(ValueError):
    """A file that is no text: what is wrong, as one clause."""


def read_text(content: bytes, *, has_cookie: bool = True) -> Text:
    """Decode a file: UTF-8 unless a comment in one of the first two lines says otherwise (PEP 263).

    Args:
        content: All of it.
        has_cookie: Whether such a comment counts.

    Raises:
        UnreadableError: It cannot be decoded, or names an encoding that Python does not know.
    """
    has_mark = content.startswith(codecs.BOM_UTF8)
    body = content[3:] if has_mark else content
    name = (_cookie(body) if has_cookie else None) or "utf-8"
    try:
        encoding = codecs.lookup(name).name
    except LookupError as error:
        raise UnreadableError(f"its encoding {name!r} is not known") from error
    if has_mark and encoding != "utf-8":
        raise UnreadableError(f"its byte-order mark says UTF-8, its comment {name}")
    try:
        return Text(body.decode(encoding), encoding, has_mark)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"it is not {encoding.upper()} (byte {error.start + 1 + 3 * has_mark})") from error


def _cookie(body: bytes) -> str | None:
    first, *rest = _LINE_END.split(body[:4096], maxsplit=2)
    for line in (first, *rest[:1]):
        match = _COOKIE.match(line)
        if match is not None:
            return match[1].decode("ascii", "replace")
        if _BLANK.match(line) is None:
            break
    return None
