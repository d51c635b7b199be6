"""All checks of the logic of a query, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice

from accsyn.binding.bound import BoundQuery
from accsyn.diagnostics import Diagnostic
from accsyn.grammar.spans import Spans
from accsyn.logic.conditions import find_facts
from accsyn.logic.membership import find_lists
from accsyn.logic.parentheses import find_parentheses
from accsyn.logic.scopes import find_scopes
from accsyn.logic.searches import find_searches
from accsyn.logic.subject import Subject

MOST_REPORTED = 50
"""Diagnostics of the logic of one query; nobody reads more, and a generated query can draw thousands."""

_CHECKS: tuple[Callable[[Subject], Iterator[Diagnostic]], ...] = (
    find_facts,
    find_searches,
    find_scopes,
    find_lists,
    find_parentheses,
)


def find_logic(bound: BoundQuery, text: str, spans: Spans) -> Iterator[Diagnostic]:
    """Warnings about the logic of a bound query.

    Args:
        bound: The query; binding found no error in it.
        text: Its text, or its canonical text if it was made in code.
        spans: The places of its nodes in the text.

    Returns:
        At most `MOST_REPORTED` warnings, what changes the answer before what is only style.
    """
    condition = bound.statement.condition
    if condition is None:
        return iter(())
    subject = Subject(bound, text, spans, condition)
    return islice(chain.from_iterable(check(subject) for check in _CHECKS), MOST_REPORTED)
