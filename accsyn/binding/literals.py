"""The text of a literal to a value of the attribute's type: numbers, booleans, ids.

Every function is total over text: it answers the value, or a `Problem` that says in the writer's terms why
there is none. Digits are ASCII digits; what Python's own `int` and `float` admit beyond them (``1_000``,
``nan``, other scripts' digits) is no literal of the language. The way to a value is one match; the way to a
problem may be long.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Literal, NamedTuple

MAX_DIGITS = 308
"""Digits of the largest whole number. A float holds every number of 308 digits, and
`sys.set_int_max_str_digits` cannot be set below 640: so the limit is the same on every Python and in every
process."""


class Problem(NamedTuple):
    """Why a text is no value of the type asked for.

    Attributes:
        message: One clause in the writer's terms, no final full stop. It never holds the text itself: the
            caret shows it.
        help: What to write instead, or None.
        suggestion: A bare value that means exactly what was written, to stand in the place of the whole
            literal, quotes included; None where a person has to decide.
    """

    message: str
    help: str | None = None
    suggestion: str | None = None


IdForm = Literal["object_id", "uuid"]
"""How an id is written: 24 hexadecimal digits, or a UUID."""

_NUMBER = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?)([0-9]+))?")
_OBJECT_ID = re.compile(r"[0-9a-fA-F]{24}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

_TOO_LARGE = Problem(
    "this number is too large", "a number is at most about 1.8e308, a whole one has at most 308 digits"
)
_NOT_WHOLE = Problem("this has to be a whole number", "write a number without a fraction, for example 42")
_NO_NUMBER = Problem("this is no number", "write digits, if need be with a sign, a point or an exponent: 42, -1.5, 2e9")


def number(text: str) -> int | float | Problem:
    """Read a number: digits, optional sign, decimal point and exponent.

    Returns:
        An int for plain digits, else a finite float.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return _explain_number(text, number)
    if match.lastindex == 2:
        return _plain(match)
    value = float(text)
    return _TOO_LARGE if math.isinf(value) else value


def integer(text: str) -> int | Problem:
    """Read a whole number in any spelling of a number: ``50``, ``50.0`` and ``5e1`` are fifty, exactly."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return _explain_number(text, integer)
    if match.lastindex == 2:
        return _plain(match)
    sign, whole, fraction, exponent_sign, exponent = match.groups(default="")
    significant = (whole + fraction).rstrip("0")
    shift = len(whole) - len(significant)  # value = significant * 10 ** (shift + exponent)
    significant = significant.lstrip("0")
    if not significant:
        return 0
    exponent = exponent.lstrip("0")
    if len(exponent) > 10:  # no text is long enough to make up for that; the exponent itself is never computed
        return _NOT_WHOLE if exponent_sign == "-" else _TOO_LARGE
    shift += int(f"{exponent_sign}{exponent or '0'}")
    if shift < 0:
        return _NOT_WHOLE
    if len(significant) + shift > MAX_DIGITS:
        return _TOO_LARGE
    return int(f"{sign}{significant}{'0' * shift}")


def _plain(match: re.Match[str]) -> int | Problem:
    """Convert plain digits; leading zeros do not count towards the limit."""
    text = match[0]
    if len(text) <= MAX_DIGITS:
        return int(text)
    digits = match[2].lstrip("0") or "0"
    return _TOO_LARGE if len(digits) > MAX_DIGITS else int(match[1] + digits)


def format_number(value: int | float) -> str:
    """Write a number so that `number` reads back an equal one.

    Raises:
        ValueError: The value is infinite, not a number, or a whole number of more than `MAX_DIGITS` digits.
    """
    # The methods of the base types: a subclass (an enumeration, a NumPy scalar) may print itself in other
    # words.
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("only a finite number can be written")
        return float.__repr__(value)
    if not -(10**MAX_DIGITS) < value < 10**MAX_DIGITS:
        raise ValueError(f"only a number of up to {MAX_DIGITS} digits can be written")
    return int.__repr__(value)


def plain_digits(text: str) -> str:
    """Replace decimal digits of any script by ASCII digits, and the typographic minus and dashes by ``-``."""
    if text.isascii():
        return text
    import unicodedata  # a table of 1 MB: not before an error

    def plain(character: str) -> str:
        if character in "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d":
            return "-"
        digit = unicodedata.decimal(character, None)
        return character if digit is None else str(digit)

    return "".join(map(plain, text))


# What people write for a number out of habit. Patterns are strings: they are compiled when first needed, on
# an error.

_POWERS = {"k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
_BASES = {"0x": 16, "0o": 8, "0b": 2}


def _scaled(digits: str, unit: int) -> str | None:
    """Digits with an optional point, times a unit; None where that is no whole number."""
    whole, _, fraction = digits.partition(".")
    value, rest = divmod(int(whole + fraction) * unit, 10 ** len(fraction))
    return None if rest else str(value)


def _size(match: re.Match[str]) -> Problem:
    power = _POWERS[match[2].lower()]
    decimal, binary = _scaled(match[1], 1000**power), _scaled(match[1], 1024**power)
    message = "a number takes no unit"
    if decimal is None or binary is None:
        return Problem(message, "write the number of bytes")
    if match[3]:
        return Problem(message, f"write the number of bytes, {binary}", binary)
    return Problem(message, f"write the number of bytes: {decimal} by thousands, {binary} by 1024")


def _comma(match: re.Match[str]) -> Problem:
    text = match[0]
    if text.count(",") > 1:
        joined = text.replace(",", "")
        return Problem("a number takes no thousands separators", f"write {joined}", joined)
    if len(match[1]) != 3:
        pointed = text.replace(",", ".")
        return Problem("a fraction starts with a point, not with a comma", f"write {pointed}", pointed)
    return Problem(
        "a number takes no comma",
        f"write {text.replace(',', '')} for thousands, {text.replace(',', '.')} for a fraction",
    )


def _separators(match: re.Match[str]) -> Problem:
    joined = re.sub(r"[^0-9.+-]", "", match[0])
    return Problem("a number takes no separators between its digits", f"write {joined}", joined)


def _base(match: re.Match[str]) -> Problem:
    try:
        value = f"{match[1]}{int(match[3], _BASES[match[2].lower()])}"
    except ValueError:
        return _NO_NUMBER
    return Problem("a number is written in decimal", f"write {value}", value)


def _point(match: re.Match[str]) -> Problem:
    text = f"{match[1]}{match[2] or '0'}{match[3] if len(match[3]) > 1 else ''}{match[4] or ''}"
    return Problem("a point stands between digits", f"write {text}", text)


def _fixed(message: str, help: str) -> Callable[[re.Match[str]], Problem]:  # noqa: A002 - the field it fills
    problem = Problem(message, help)
    return lambda _match: problem


_HABITS: tuple[tuple[str, Callable[[re.Match[str]], Problem]], ...] = (
    (r"([+-]?)(?=\.?[0-9])([0-9]*)(\.[0-9]*)([eE][+-]?[0-9]+)?", _point),
    (r"\+?([0-9]{1,15}(?:\.[0-9]{1,6})?) ?([kKmMgGtTpP])(i?)[bB]", _size),
    (r"\+?([0-9]{1,15}(?:\.[0-9]{1,6})?) ?([KMGTP])(i?)", _size),
    (r"[+-]?[0-9]+,([0-9]+)|[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?", _comma),
    (r"[+-]?[0-9]{1,3}(?:[' \u00a0\u2009\u202f\u2019][0-9]{3})+(?:\.[0-9]+)?", _separators),
    (r"[+-]?[0-9]+(?:_[0-9]+)+(?:\.[0-9]+)?", _separators),
    (r"([+-]?)(0[xXoObB])([0-9a-fA-F]{1,64})", _base),
    (r"[+-]?[0-9.]+ ?%", _fixed("a number takes no percent sign", "write the number alone")),
    (
        r"[+-]?[0-9]+/[0-9]+",
        _fixed("a number is no division", "write its result, for example 0.5 for a half"),
    ),
    (r"(?i:[+-]?inf(?:inity)?)", _fixed("infinity is no number", "leave the bound out to have none")),
    (
        r"(?i:[+-]?nan)",
        _fixed("'not a number' is no number", "write null, without quotes, for a missing value"),
    ),
    (r"(?i:true|false)", _fixed("this is true or false, and no number", "write digits, for example 1 or 0")),
    (r"[+-]?[0-9.]+ ?[A-Za-z]+", _fixed("a number takes no unit", "write the number alone")),
)


def _explain_number(text: str, read: Callable[[str], int | float | Problem]) -> Problem:
    """Say why a text is no number; `read` decides whether a suggestion is one."""
    stripped = text.strip()
    if not stripped:
        return Problem("a number cannot be empty", _NO_NUMBER.help)
    if len(stripped) > MAX_DIGITS:
        return _NO_NUMBER
    if stripped != text and not isinstance(read(stripped), Problem):
        return Problem("a number takes no blanks around it", f"write {stripped}", stripped)
    plain = plain_digits(stripped)
    if plain != stripped and not isinstance(read(plain), Problem):
        return Problem("a number is written with the digits 0 to 9", f"write {plain}", plain)
    for pattern, explain in _HABITS:
        match = re.fullmatch(pattern, plain)
        if match is not None:
            problem = explain(match)
            if problem.suggestion is not None and isinstance(read(problem.suggestion), Problem):
                return problem._replace(suggestion=None)
            return problem
    return _NO_NUMBER


_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
_BOOLEAN_HABITS = {
    **dict.fromkeys(("yes", "on", "t", "y"), "true"),
    **dict.fromkeys(("no", "off", "f", "n"), "false"),
}


def boolean(text: str) -> bool | Problem:
    """Read true or false, in any case, or 1 or 0."""
    value = _BOOLEANS.get(text)
    if value is not None:
        return value
    lowered = text.lower() if text.isascii() else text
    value = _BOOLEANS.get(lowered)
    if value is not None:
        return value
    word = lowered.strip()
    suggestion = word if word in _BOOLEANS else _BOOLEAN_HABITS.get(word)
    help_text = "write true or false" if suggestion is None else f"write {suggestion}"
    return Problem("this is neither true nor false", help_text, suggestion)


def is_object_id(text: str) -> bool:
    """Whether the text is 24 hexadecimal digits, in any case."""
    return _OBJECT_ID.fullmatch(text) is not None


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID in canonical form: 8-4-4-4-12 hexadecimal digits, in any case."""
    return _UUID.fullmatch(text) is not None


_ID_FORMS: dict[IdForm, tuple[re.Pattern[str], str, int, str]] = {
    "object_id": (_OBJECT_ID, "an id has 24 hexadecimal digits", 24, "6676f3e9c7ef4e27da254e57"),
    "uuid": (_UUID, "an id is a UUID of 32 hexadecimal digits", 32, "3f2b8c1e-5d4a-4c3b-9a2f-1e0d9c8b7a65"),
}

_WRAPPED_ID = (
    r"(?:ObjectI[dD]\(|[uU][rR][nN]:[uU][uU][iI][dD]:|[A-Za-z_]{1,40}:|\{)?['\"]?"
    r"([0-9a-fA-F-]{24,36})['\"]?[)}]?"
)


def id_problem(text: str, form: IdForm) -> Problem | None:
    """Say why a text is no id of the given form; None where it is one."""
    pattern, expected, length, example = _ID_FORMS[form]
    if pattern.fullmatch(text) is not None:
        return None
    wrapped = re.fullmatch(_WRAPPED_ID, text.strip())
    if wrapped is not None:
        core = wrapped[1]
        if form == "uuid" and len(core) == 32 and "-" not in core:
            core = "-".join((core[:8], core[8:12], core[12:16], core[16:20], core[20:]))
        if pattern.fullmatch(core) is not None:
            return Problem("an id is written alone, in its own form", f"write {core}", core)
    help_text = f"write it like {example}"
    if form == "object_id" and is_uuid(text):
        return Problem(f"{expected}, this is a UUID", help_text)
    strange = re.search(r"[^0-9a-fA-F-]" if form == "uuid" else r"[^0-9a-fA-F]", text)
    digits = len(text) - text.count("-")
    if strange is None and digits != length:
        return Problem(f"{expected}, this has {digits}", help_text)
    if strange is not None and len(text) == len(example):
        return Problem(f"{expected}, character {strange.start() + 1} is not one", help_text)
    return Problem(expected, help_text)
