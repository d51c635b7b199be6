"""Patterns of requests: which are never tried, and which only where they can take no long time.

Python's `re` backtracks. A pattern whose repetitions overlap within each other takes exponentially many steps: it is
found exactly (`accsyn.patterns.catastrophe`) and refused. One with ``k`` open repetitions side by side takes, searched
for in a text of ``n`` characters, up to ``n ** (k + 1) / (k + 1)!`` steps: measured with patterns such as ``.*.*x``.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from accsyn.patterns import catastrophe, scan
from accsyn.workspace.refusal import Refusal

LONGEST_PATTERN = 1_000
MOST_STEPS = 200_000_000
"""Steps that a search may take in one text; CPython takes 1 to 7 times 10 ** 8 a second."""

_DIGITS = 18
_ENDLESS = 10.0**_DIGITS
_BOUNDS = re.compile(r"\{([0-9]*)(,?)([0-9]*)\}")


def guard(pattern: str) -> None:
    """Refuse a pattern that could take for ever.

    Raises:
        Refusal: It backtracks exponentially, or is too long to be looked through.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise Refusal(f"the pattern has {len(pattern)} characters; {LONGEST_PATTERN} are the limit")
    part = catastrophe(pattern)
    if part is not None:
        raise Refusal(f"the pattern {pattern!r} is not tried: {part!r} in it can take for ever")


def guard_backtracking(pattern: str, longest: int) -> None:
    """Refuse a pattern that could take a long time where no engine of linear time takes it.

    Args:
        pattern: A regular expression that `guard` lets through.
        longest: The length of the longest text it may meet.

    Raises:
        Refusal: It takes too many steps on texts of that length.
    """
    if worst(pattern, longest) > MOST_STEPS:
        raise Refusal(f"the pattern {pattern!r} is not tried: its repetitions can take too long")


class _Cost(NamedTuple):
    """How many ways a part of a pattern has to match: so many open repetitions, and a factor for all else."""

    loops: int = 0
    factor: float = 1.0

    def then(self, other: _Cost) -> _Cost:
        return _Cost(self.loops + other.loops, min(self.factor * other.factor, _ENDLESS))

    def either(self, other: _Cost) -> _Cost:
        return _Cost(max(self.loops, other.loops), min(self.factor + other.factor, _ENDLESS))

    def times(self, low: int, high: int | None) -> _Cost:
        """Repeated from `low` to `high` times; None for any number."""
        if high is None:
            return _Cost(self.loops + 1, self.factor)
        power = _ENDLESS if high * math.log10(max(self.factor, 1.0)) > _DIGITS else self.factor**high
        return _Cost(self.loops * max(high, 1), min((high - low + 1) * power, _ENDLESS))


def worst(pattern: str, longest: int) -> float:
    """The steps that searching for a pattern takes at most, about, in a text of so many characters.

    Alternatives count as if all of them fitted everywhere; so the number may be far too high, and is not too low.
    """
    whole, groups = [_Cost(), _Cost(0, 0.0), _Cost()], []  # what stands so far, the alternatives before, the last part
    for token in scan(pattern):
        done, before, last = whole
        if token.kind == "open":
            groups.append([done.then(last), before])
            whole = [_Cost(), _Cost(0, 0.0), _Cost()]
        elif token.kind == "bar":
            whole = [_Cost(), before.either(done.then(last)), _Cost()]
        elif token.kind == "close" and groups:
            whole = [*groups.pop(), before.either(done.then(last))]
        elif token.kind == "quantifier":
            whole = [done, before, last.times(*_times(token.text))]
        else:
            whole = [done.then(last), before, _Cost()]
    done, before, last = whole
    cost = before.either(done.then(last))
    loops = cost.loops + 1  # where the search starts is one more
    if loops * math.log10(max(longest, 1)) > _DIGITS * 2:
        return _ENDLESS
    return float(longest) ** loops / math.factorial(loops) * cost.factor


def _times(quantifier: str) -> tuple[int, int | None]:
    bounds = _BOUNDS.match(quantifier)
    if bounds is None:
        return (0, 1) if quantifier[0] == "?" else (0, None)
    low = int(bounds[1] or 0)
    return low, low if not bounds[2] else int(bounds[3]) if bounds[3] else None
