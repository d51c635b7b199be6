"""How many examples a property is tried on."""

from __future__ import annotations

from hypothesis import settings


def times(factor: float) -> settings:
    """The settings of the profile in force, with so many times its examples: more where one is cheap and a fault rare.

    The number follows the profile, so that `make fuzz` tries more of every property.
    """
    return settings(max_examples=round(factor * settings().max_examples))
