"""Answers that were worked out before: a dictionary that fills itself, up to a size."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

MOST = 1024
"""How many answers are kept. Those beyond are worked out each time: nothing is thrown away for them."""
LONGEST = 256
"""Characters of a text whose answer is kept."""


class Memo(dict[str, T]):
    """``memo[text]`` is ``compute(text)``.

    Safe to share between threads: the worst that can happen is that an answer is worked out twice, or that as many
    answers as there are threads are kept beyond `MOST`.

    Args:
        compute: The answer for a text; the same each time.
    """

    __slots__ = ("_compute",)

    def __init__(self, compute: Callable[[str], T]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, text: str) -> T:
        answer = self._compute(text)
        if len(self) < MOST and len(text) <= LONGEST:
            self[text] = answer
        return answer
