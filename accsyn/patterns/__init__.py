"""Regular expressions as MATCHES takes them: Python's, the same on every version, judged and never trusted.

judge, compile_pattern   whether a pattern is one, in the user's terms; the compiled pattern
lower_pattern            the pattern in lower case, as far as that finds the same
turns_case_off           whether a part of it compares with case
as_substring             the text, if CONTAINS would do
as_wildcard              the value, if `=` with `*` would do
catastrophe              the part that backtracks exponentially
scan                     the tokens all of these read
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accsyn.patterns.judge import PatternError, PatternProblem, compile_pattern, judge
from accsyn.patterns.scan import Token, scan

if TYPE_CHECKING:
    from accsyn.patterns.backtracking import catastrophe
    from accsyn.patterns.lowercase import lower_pattern, turns_case_off
    from accsyn.patterns.simple import as_substring, as_wildcard

__all__ = [
    "PatternError",
    "PatternProblem",
    "Token",
    "as_substring",
    "as_wildcard",
    "catastrophe",
    "compile_pattern",
    "judge",
    "lower_pattern",
    "scan",
    "turns_case_off",
]

# Where the parts live that not every caller needs; they are imported when asked for.
_HOME = {
    "as_substring": "simple",
    "as_wildcard": "simple",
    "catastrophe": "backtracking",
    "lower_pattern": "lowercase",
    "turns_case_off": "lowercase",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
