"""Text equality without case, with ``*`` for any run of characters.

A pattern is matched by searching its pieces from the left, each at the first place where it fits: a later place never
helps the pieces behind it. So no text makes it slow, which a regular expression could not promise (``a*a*a*a*b``).
"""

from __future__ import annotations

from collections.abc import Callable

from accsyn.ast import Exact, Literal
from accsyn.text import fold

TextTest = Callable[[str], bool]
"""Whether a text of a record, as it stands there, is meant."""


def is_pattern(operand: object) -> bool:
    """Whether a ``*`` in an operand of ``= != IN NOT IN`` stands for any run of characters."""
    return isinstance(operand, Literal) and "*" in operand.text


def text_test(text: str, *, wildcards: bool) -> TextTest:
    """Whether a text equals `text`.

    Args:
        text: The text of a literal.
        wildcards: Whether each ``*`` in it matches any run of characters, line breaks included.
    """
    folded = fold(text)
    if not wildcards or "*" not in folded:
        return lambda value: fold(value) == folded
    prefix, *middle, suffix = folded.split("*")
    pieces = [piece for piece in middle if piece]
    shortest = len(folded) - folded.count("*")

    def matches(value: str) -> bool:
        if len(value) < shortest:
            return False
        value = fold(value)
        if not value.startswith(prefix) or not value.endswith(suffix):
            return False
        return _holds_in_order(value, pieces, len(prefix), len(value) - len(suffix))

    return matches


def equality(operand: Literal | Exact) -> TextTest:
    """Whether a text is meant by the operand of ``=``."""
    return text_test(operand.text, wildcards=is_pattern(operand))


def _holds_in_order(text: str, pieces: list[str], start: int, end: int) -> bool:
    """Whether the pieces stand one behind the other in ``text[start:end]``."""
    for piece in pieces:
        start = text.find(piece, start, end)
        if start < 0:
            return False
        start += len(piece)
    return True
