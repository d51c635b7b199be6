"""How much work a decision may be: what would take longer is not known."""

from __future__ import annotations

MOST_STEPS = 400_000
"""Steps of a decision; each is a test of a value, a move of an automaton, or a node of a condition looked at."""


class Budget:
    """Steps that are left.

    Args:
        steps: How many there are at first.
    """

    __slots__ = ("left",)

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps

    def spend(self, steps: int) -> bool:
        """Take some steps; False where there are not so many, and then none is taken."""
        if steps > self.left:
            return False
        self.left -= steps
        return True
