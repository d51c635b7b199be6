"""placeholder: logic checks (written next)."""

from __future__ import annotations

from collections.abc import Iterator

from accsyn.binding.bound import BoundQuery
from accsyn.diagnostics import Diagnostic
from accsyn.grammar.spans import Spans


def find_logic(bound: BoundQuery, text: str, spans: Spans) -> Iterator[Diagnostic]:
    """Warnings about the logic of a bound query."""
    yield from ()
