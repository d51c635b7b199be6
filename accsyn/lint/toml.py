"""TOML, and where a text stands in it.

The readers of TOML keep no places. A place is therefore guessed, and the reader is the judge of the guess: the literals
behind the key are replaced, each by a text of its own, and the one that comes out where the text was is the place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, NamedTuple

from accsyn.diagnostics import Edit, Fix
from accsyn.errors import ConfigurationError
from accsyn.source import Span

_MULTIPLE = r"'''[\s\S]*?'''(?:'{0,2})|\"\"\"(?:\\[\s\S]|[^\\])*?\"\"\"(?:\"{0,2})"
_SINGLE = r"'[^'\r\n]*'|\"(?:\\.|[^\"\\\r\n])*\""
_LITERAL = rf"{_MULTIPLE}|{_SINGLE}"
_PIECE = re.compile(
    r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|[ \t]*(?:\r\n|\n)[ \t\r\n]*|[\s\S])|\r\n|[\s\S]"
)
_CHARACTER = re.compile(r"\r\n|[\s\S]")
_MARK = "\ue000"
"""A character of no script, for private use: it stands in no file, or nothing is claimed."""


class Literal(NamedTuple):
    """A text of a TOML file as it is written.

    Attributes:
        value: The text.
        quotes: What it stands in: one of the four kinds.
        span: All of it, the quotes included.
        starts: Where each character starts in the file; empty where that is not known.
        ends: Where it ends.
    """

    value: str
    quotes: str
    span: Span
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def place(self, span: Span) -> Span:
        """A range of the text as a range of the file; the whole literal where it is not known more exactly."""
        start, end = span
        if len(self.starts) != len(self.value):
            return self.span
        if start < end:
            return Span(self.starts[start], self.ends[end - 1])
        at = self.starts[start] if start < len(self.starts) else self.span.end - len(self.quotes)
        return Span(at, at)

    def fix(self, fix: Fix) -> Fix | None:
        """A fix of the text as one of the file; None where it cannot be written in these quotes."""
        if len(self.starts) != len(self.value):
            return None
        edits = []
        for edit in fix.edits:
            written = self._written(edit.replacement)
            if written is None:
                return None
            edits.append(Edit(self.place(edit.span), written))
        return Fix(fix.message, tuple(edits), fix.safe)

    def _written(self, text: str) -> str | None:
        if not text.isprintable():
            return None
        if self.quotes[0] == "'":
            return None if "'" in text else text
        return text.replace("\\", "\\\\").replace('"', '\\"')


def toml_reader() -> tuple[Callable[[str], dict[str, Any]], type[Exception]]:
    """The reader of TOML, and what it raises: Python's own since 3.11, before that tomli, of which Python's was made.

    Raises:
        ConfigurationError: There is none.
    """
    for module in ("tomllib", "tomli"):
        try:
            toml = import_module(module)
        except ImportError:
            continue
        return toml.loads, toml.TOMLDecodeError
    raise ConfigurationError("TOML needs tomli on Python 3.10: pip install 'accsyn[cli]'")


def find_literals(text: str, key: str, values: Callable[[dict[str, Any]], list[object]]) -> list[Literal | None]:
    """The literals that stand behind a key.

    Args:
        text: A file that is TOML.
        key: The key.
        values: Picks the values from the file as it is read.

    Returns:
        For each value its literal; None where it is not known, which takes an odd spelling of the key.
    """
    loads, decode_error = toml_reader()
    found = [match for match in _scanner(key).finditer(text) if match["key"] is not None]
    pieces, at = [], 0
    for number, match in enumerate(found):
        start, end = match.span("literal")
        pieces += [text[at:start], f'"{_MARK}{number}"']
        at = end
    try:
        changed = values(loads("".join([*pieces, text[at:]])))
    except decode_error:
        changed = []
    originals = values(loads(text))
    if _MARK in text or len(changed) != len(originals):
        return [None] * len(originals)
    return [
        _literal(found[int(mark[1:])], value, loads)
        if isinstance(mark, str) and isinstance(value, str) and mark.startswith(_MARK)
        else None
        for mark, value in zip(changed, originals, strict=True)
    ]


def _scanner(key: str) -> re.Pattern[str]:
    """Comments and literals, one after the other: what looks like either inside of one is passed over."""
    name = re.escape(key)
    return re.compile(
        rf"#[^\r\n]*|(?P<key>(?<![\w.-])(?:{name}|\"{name}\"|'{name}')[ \t]*=[ \t]*)?(?P<literal>{_LITERAL})"
    )


def _literal(match: re.Match[str], value: str, loads: Callable[[str], dict[str, Any]]) -> Literal:
    written, span = match["literal"], Span(*match.span("literal"))
    quotes = written[:3] if written[:3] in ("'''", '"""') and len(written) >= 6 else written[:1]
    pieces = list(_pieces(written, quotes, span.start, loads))
    if "".join(character for character, _, _ in pieces) != value:
        return Literal(value, quotes, span, (), ())
    return Literal(value, quotes, span, tuple(each[1] for each in pieces), tuple(each[2] for each in pieces))


def _pieces(
    written: str, quotes: str, start: int, loads: Callable[[str], dict[str, Any]]
) -> Iterator[tuple[str, int, int]]:
    """The characters of a literal with their places. What an escape means the reader says."""
    first, last = len(quotes), len(written) - len(quotes)
    if len(quotes) == 3 and written[first : first + 2].startswith(("\n", "\r\n")):
        first += 1 + written.startswith("\r", first)
    has_escapes = quotes[0] == '"'
    for match in (_PIECE if has_escapes else _CHARACTER).finditer(written, first, last):
        piece = match[0]
        if has_escapes and piece[0] == "\\":
            piece = loads(f'x = """{piece}"""')["x"]
        elif piece == "\r\n":
            piece = "\n"
        if piece:
            yield piece, start + match.start(), start + match.end()
