"""Tokens, as the tables define them.

Which terminals are tried depends on the parser's state. States that accept the same terminals share one regular
expression, compiled when it is first needed.
"""

from __future__ import annotations

import re
from functools import cache

from accsyn.grammar.tables import ACTIONS
from accsyn.grammar.terminals import IGNORED, TERMINALS

END = "$END"


class Mode:
    """How to read one token in a state.

    Attributes:
        match: Skips what is ignored and matches one token (or the end) from an offset; group `lastindex` is the token.
        kinds: Names of the terminals by group number; index 0 is not used.
    """

    __slots__ = ("kinds", "match")

    def __init__(self, terminals: tuple[str, ...]) -> None:
        ignored = "|".join(TERMINALS[name] for name in IGNORED)
        groups = "|".join(f"({TERMINALS[name]})" for name in terminals)
        # The end is a token in every state: that it is not accepted there is the parser's finding.
        self.match = re.compile(rf"(?:{ignored})*(?:{groups}|(\Z))").match
        self.kinds = ("", *terminals, END)


@cache
def mode(state: int) -> Mode:
    """How to read the next token in a state."""
    accepted = ACTIONS[state]
    return _mode(tuple(name for name in TERMINALS if name in accepted))


@cache
def _mode(terminals: tuple[str, ...]) -> Mode:
    return Mode(terminals)


def skip_ignored(text: str, offset: int) -> int:
    """The offset of the first character at or behind `offset` that is not ignored."""
    match = _ignored().match(text, offset)
    return match.end() if match else offset


@cache
def _ignored() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(TERMINALS[name] for name in IGNORED) + ")*")
