"""Why a comparison cannot run on an engine, before it is known which comparison it is."""

from __future__ import annotations

IN_PYTHON = "filter these records in Python, with CompiledQuery.filter"
"""What helps with everything."""


class Refusal(Exception):  # noqa: N818 - it never reaches a user: `conditions` makes an UnsupportedByEngine of it
    """A feature that an engine has not, or not with the meaning it has in Python.

    Attributes:
        feature: What it is, a noun phrase.
        instead: What to do instead, an imperative clause without full stop.
    """

    def __init__(self, feature: str, instead: str = IN_PYTHON) -> None:
        self.feature = feature
        self.instead = instead
        super().__init__(feature)
