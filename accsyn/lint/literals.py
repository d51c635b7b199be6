"""String literals of Python source, character by character: what each stands for, and where it stands in the file.

`ast` gives the value of a literal and the place of the whole expression; for f-strings before Python 3.12 not even
that. So the literals are read again here, and `accsyn.lint.following` compares what was read with what `ast` says:
where both differ nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from accsyn.source import Span

_OPENING = re.compile(r"([A-Za-z]{0,3})('''|\"\"\"|'|\")")
_BETWEEN = re.compile(r"(?:[ \t\f\r\n]|\\\r\n|\\\r|\\\n|\#[^\r\n]*)*")
"""What may stand between two parts of a string expression."""

_SIMPLE = {
    "\\": "\\",
    "'": "'",
    '"': '"',
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}
_NUMBERED = re.compile(r"x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0-7]{1,3}")
_NAMED = re.compile(r"N\{([^}]*)\}")
_LINE_END = re.compile(r"\r\n|\r|\n")
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


class Literal(NamedTuple):
    """One part of a string expression: a prefix, quotes, and what stands between them.

    Attributes:
        start: Offset of the prefix, or of the quote where there is none.
        prefix: ``f``, ``r``, ``rb`` and so on, in lower case.
        quote: The quotes that open and close it: one or three.
        end: Offset behind the closing quotes.
        use: What its value goes through: ``format`` (`str.format`), ``percent`` (``%``), or empty.
        group: The offset of the expression that it is a part of.
    """

    start: int
    prefix: str
    quote: str
    end: int
    use: str = ""
    group: int = 0

    @property
    def body(self) -> Span:
        """What stands between the quotes."""
        return Span(self.start + len(self.prefix) + len(self.quote), self.end - len(self.quote))

    @property
    def is_raw(self) -> bool:
        """Whether backslashes are backslashes."""
        return "r" in self.prefix

    @property
    def is_formatted(self) -> bool:
        """Whether it is an f-string."""
        return "f" in self.prefix


class Character(NamedTuple):
    """A character of a literal's value.

    Attributes:
        text: The character.
        start: Offset of what stands for it.
        end: Offset behind that.
    """

    text: str
    start: int
    end: int


class Replacement(NamedTuple):
    """A replacement field of an f-string.

    Attributes:
        start: Offset of its brace.
        end: Offset behind its closing brace.
        expression: Where the expression stands, the blanks around it left out.
        conversion: The letter behind ``!``, or empty.
        format_spec: What stands behind the colon, or empty.
        is_repeated: Whether the expression's own text stands before its value (``{x=}``).
    """

    start: int
    end: int
    expression: Span
    conversion: str
    format_spec: str
    is_repeated: bool = False


def find_literals(text: str, start: int, end: int) -> tuple[Literal, ...] | None:
    """The literals of a string expression; None if there is something else in that range."""
    found: list[Literal] = []
    at = _between(text, start, end)
    while at < end:
        opening = _OPENING.match(text, at, end)
        if opening is None:
            return None
        prefix, quote = opening[1].lower(), opening[2]
        closing = _closing(text, opening.end(), end, quote, is_formatted="f" in prefix)
        if closing is None or "b" in prefix or "t" in prefix:
            return None
        found.append(Literal(at, prefix, quote, closing, group=start))
        at = _between(text, closing, end)
    return tuple(found)


def decode(text: str, literal: Literal) -> Iterator[Character | Replacement]:
    """The characters of a literal and its replacement fields, in order.

    Raises:
        ValueError: An f-string is written in a way that is not read here.
    """
    at, end = literal.body
    while at < end:
        character = text[at]
        if character == "\\" and not literal.is_raw:
            decoded, behind = _escape(text, at, literal)
            for each in decoded:
                yield Character(each, at, behind)
            at = behind
        elif literal.is_formatted and character in "{}":
            if text.startswith(character, at + 1):
                yield Character(character, at, at + 2)
                at += 2
                continue
            field = _replacement(text, at, end)
            yield field
            at = field.end
        elif character == "\r":
            behind = at + (2 if text.startswith("\n", at + 1) else 1)
            yield Character("\n", at, behind)
            at = behind
        else:
            yield Character(character, at, at + 1)
            at += 1


def encode(text: str, literal: Literal, encoding: str = "utf-8") -> str | None:
    """A text as it is written inside a literal; None where this literal cannot hold it.

    Braces of an f-string and of a format are doubled, and so is ``%`` for that operator. Characters that cannot be
    seen, or that the file's encoding lacks, are escaped.
    """
    if literal.is_raw:
        written = text
        if literal.quote[0] in text or "\\" in text[-1:] or "\r" in text or ("\n" in text and len(literal.quote) == 1):
            return None
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            return None
    else:
        written = "".join(_written(character, literal, encoding) for character in text)
    if literal.use == "percent":
        written = written.replace("%", "%%")
    for _ in range(literal.is_formatted + (literal.use == "format")):
        written = written.replace("{", "{{").replace("}", "}}")
    return written


def _between(text: str, at: int, end: int) -> int:
    match = _BETWEEN.match(text, at, end)
    return at if match is None else match.end()


def _closing(text: str, at: int, end: int, quote: str, *, is_formatted: bool) -> int | None:
    """The offset behind the closing quotes."""
    while at < end:
        if text[at] == "\\":
            at += 2
        elif text.startswith(quote, at):
            return at + len(quote)
        elif is_formatted and text[at] == "{":
            if text.startswith("{", at + 1):
                at += 2
                continue
            try:
                at = _replacement(text, at, end).end
            except ValueError:
                # Not readable as a field: as Python before 3.12 does, go on to the next quotes.
                at += 1
        else:
            at += 1
    return None


def _escape(text: str, at: int, literal: Literal) -> tuple[str, int]:
    """What a backslash and what stands behind it mean, and the offset behind both."""
    behind = at + 1
    following = text[behind : behind + 1]
    line_end = _LINE_END.match(text, behind)
    if line_end is not None:
        return "", line_end.end()
    if following in _SIMPLE:
        return _SIMPLE[following], behind + 1
    numbered = _NUMBERED.match(text, behind, literal.body.end)
    if numbered is not None:
        digits = numbered[0]
        return chr(int(digits[1:], 16) if digits[0] in "xuU" else int(digits, 8)), numbered.end()
    named = _NAMED.match(text, behind, literal.body.end)
    if named is not None:
        import unicodedata

        try:
            return unicodedata.lookup(named[1]), named.end()
        except KeyError as error:
            raise ValueError(f"there is no character {named[1]!r}") from error
    return "\\", behind


def _written(character: str, literal: Literal, encoding: str) -> str:
    if character in ("\\", literal.quote[0]):
        return f"\\{character}"
    if character == "\n":
        return "\\n"
    if character.isprintable():
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            pass
        else:
            return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


# ---- replacement fields ---------------------------------------------------------------------------------------------


def _replacement(text: str, start: int, end: int) -> Replacement:
    """The field whose brace stands at `start`.

    Raises:
        ValueError: It has no end, or is no field.
    """
    at = _expression_end(text, start + 1, end)
    expression = text[start + 1 : at]
    is_repeated = expression.rstrip().endswith("=")
    if is_repeated:
        expression = expression.rstrip()[:-1]
    left = start + 1 + len(expression) - len(expression.lstrip())
    span = Span(left, left + len(expression.strip()))
    if not expression.strip():
        raise ValueError("an empty field")
    conversion = ""
    if text[at] == "!":
        conversion = text[at + 1 : at + 2]
        at += 2
    spec_start = at
    if text.startswith(":", at):
        at = spec_start = at + 1
        depth = 0
        while at < end and (depth or text[at] != "}"):
            depth += _BRACKETS[text[at]] if text[at] in "{}" else 0
            at += 1
    if at >= end or text[at] != "}":
        raise ValueError("a field without end")
    return Replacement(start, at + 1, span, conversion, text[spec_start:at], is_repeated)


def fields(text: str, start: int, end: int) -> Iterator[Replacement]:
    """The replacement fields in a format specification.

    Raises:
        ValueError: One is written in a way that is not read here.
    """
    at = text.find("{", start, end)
    while at >= 0:
        field = _replacement(text, at, end)
        yield field
        at = text.find("{", field.end, end)


def _expression_end(text: str, at: int, end: int) -> int:
    """The offset of what ends the expression of a field: ``}``, ``!`` or ``:`` outside brackets and strings."""
    depth = 0
    while at < end:
        character = text[at]
        if not depth and (character in "}:" or (character == "!" and text[at + 1 : at + 2] != "=")):
            return at
        if character in "'\"":
            opening = _OPENING.match(text, at)
            quote = opening[2] if opening else character
            closing = _closing(text, at + len(quote), end, quote, is_formatted=False)
            if closing is None:
                raise ValueError("a string without end")
            at = closing
            continue
        if character == "#":
            # A comment, since Python 3.12.
            line_end = _LINE_END.search(text, at, end)
            at = end if line_end is None else line_end.end()
            continue
        depth += _BRACKETS.get(character, 0)
        at += 1
    raise ValueError("a field without end")
