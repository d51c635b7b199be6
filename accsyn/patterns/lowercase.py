r"""A pattern in lower case, as far as that changes nothing it finds.

MATCHES compares without case, and the official client sends values in lower case. Lower-casing a pattern as
if it were text would turn ``\D`` into ``\d`` and ``(?P<N>`` into another name, so only what stands for a
letter changes.
"""

from __future__ import annotations

from accsyn.patterns.scan import Token, scan


def lower_pattern(pattern: str) -> str:
    r"""The pattern in lower case where that keeps its meaning.

    Single literal ASCII letters outside classes are lower-cased, and ranges inside A-Z within classes
    (``[A-F]``). Escapes, names and flags of groups, other members of classes, comments, letters beyond ASCII,
    and everything within ``(?-i:...)`` stay.

    Law: under ``re.IGNORECASE`` both patterns find the same in every text. A pattern that `re` refuses stays
    as invalid as it was.
    """
    return "".join(map(_lowered, scan(pattern)))


def _lowered(token: Token) -> str:
    text = token.text
    if "i" not in token.flags or not text.isascii():
        return text
    if token.kind == "literal":
        return text.lower()
    # `[A-z]` and `[A-\x5a]` hold more than letters, or spell them by number: they stay.
    if token.kind == "class_range" and len(text) == 3 and "A" <= text[0] <= text[2] <= "Z":
        return text.lower()
    return text


def turns_case_off(pattern: str) -> bool:
    """Whether a part of the pattern compares with case: it holds a group like ``(?-i:...)``."""
    return any("i" not in token.flags for token in scan(pattern))
