"""How each engine writes a regular expression, and the pieces that every pattern is made of."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from accsyn.evaluation.frames.characters import Ranges, as_ranges, equals, taken, without_surrogates
from accsyn.evaluation.frames.refusal import Refusal

_VERBATIM = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@_:/ ,;=")


class Dialect(NamedTuple):
    r"""How an engine writes what is not the same everywhere.

    Attributes:
        code_point: A format for the escape of a character by number.
        end: The end of the text, final line break or not.
        line_start: The start of a line, only ``\n`` ends one.
        line_end: The end of a line.
        is_utf8: Whether texts are UTF-8, which has no lone surrogates.
        backtracks: Whether it tries one way after the other, which may take for ever.
        first_fit: How the shortest run of any characters before a ``{piece}``, and that piece, are written so that
            there is no second way to take them.
    """

    code_point: str
    end: str
    line_start: str
    line_end: str
    is_utf8: bool
    backtracks: bool
    first_fit: str


AUTOMATON = Dialect(r"\x{%x}", r"\z", "(?m:^)", "(?m:$)", is_utf8=True, backtracks=False, first_fit="(?s:.*){piece}")
"""Rust's crate regex (Polars) and RE2 (PyArrow, DuckDB, pandas on PyArrow)."""

# In Java `(?m)` knows other line ends, and no line behind a final line break. An atomic group does not backtrack.
JAVA = Dialect(
    r"\x{%x}", r"\z", r"(?:\A|(?<=\n))", r"(?=\n|\z)", is_utf8=True, backtracks=True, first_fit="(?>(?s:.*?){piece})"
)

# Python 3.10 has no atomic groups; a run that cannot go over the piece comes to the same.
PYTHON = Dialect(
    r"\U%08x",
    r"\Z",
    "(?m:^)",
    "(?m:$)",
    is_utf8=False,
    backtracks=True,
    first_fit="(?:(?!{piece})(?s:.))*{piece}",
)
"""pandas on Python's strings."""


@lru_cache(maxsize=256)
def one_of(ranges: Ranges, dialect: Dialect) -> str:
    """A class of these characters; a single one stands alone.

    Raises:
        Refusal: There is none that a text of the engine could hold.
    """
    if dialect.is_utf8:
        ranges = without_surrogates(ranges)
    if not ranges:
        raise Refusal("a pattern of characters that UTF-8 does not have")
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return _escaped(ranges[0][0], dialect)
    return f"[{''.join(_range(low, high, dialect) for low, high in ranges)}]"


def _range(low: int, high: int, dialect: Dialect) -> str:
    first = _escaped(low, dialect)
    return first if low == high else f"{first}-{_escaped(high, dialect)}"


def _escaped(code: int, dialect: Dialect) -> str:
    return chr(code) if chr(code) in _VERBATIM else dialect.code_point % code


def literally(text: str, dialect: Dialect) -> str:
    """A pattern of a text, without regard to case."""
    return "".join(one_of(as_ranges(equals(each)), dialect) for each in text)


@lru_cache(maxsize=64)
def category(text: str, dialect: Dialect) -> str:
    r"""A class of Python's, such as ``\w`` or ``[^()\s]``, with case."""
    return text if dialect is PYTHON else one_of(taken(text, frozenset()), dialect)
