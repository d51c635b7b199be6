"""From findings to diagnostics and exceptions: where the places of a tree are looked up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NoReturn

from accsyn.ast import Statement, comparisons
from accsyn.binding.binder import UNTYPED
from accsyn.binding.bound import BoundComparison, BoundQuery
from accsyn.binding.findings import Finding
from accsyn.binding.messages import put_into_words
from accsyn.diagnostics import Diagnostic, sort
from accsyn.errors import QueryValidationError
from accsyn.grammar.recovery import examine, locate
from accsyn.grammar.spans import Spans
from accsyn.printer import print_with_places
from accsyn.schema.model import Schema
from accsyn.source import Source


def places_of(statement: Statement) -> tuple[Source, Spans]:
    """The text of a statement and the places of its nodes: the text it was parsed from, else its canonical text."""
    if statement.source is not None:
        return statement.source, locate(statement)
    return print_with_places(statement)


def read_again(statement: Statement) -> tuple[Source, Spans, tuple[Diagnostic, ...]]:
    """The text and the places, as `places_of` gives them, and what looks odd in a text that somebody wrote."""
    if statement.source is not None:
        return statement.source, *examine(statement.source, statement)
    return *print_with_places(statement), ()


def describe(bound: BoundQuery) -> tuple[Diagnostic, ...]:
    """The diagnostics of a bound query, in the order of their places."""
    if not bound.findings:
        return ()
    source, spans = places_of(bound.statement)
    return sort(put_into_words(bound, spans, source.text))


def raise_findings(statement: Statement, findings: Sequence[Finding]) -> NoReturn:
    """Raise for findings about the values of a statement that is not bound to a schema.

    Raises:
        QueryValidationError: Always.
    """
    bound = BoundQuery(statement, Schema(()), None, _untyped(statement), tuple(findings))
    raise QueryValidationError(describe(bound), places_of(statement)[0])


def _untyped(statement: Statement) -> tuple[BoundComparison, ...]:
    found: Iterable[BoundComparison] = (BoundComparison(node, UNTYPED, ()) for node in comparisons(statement))
    return tuple(found)
