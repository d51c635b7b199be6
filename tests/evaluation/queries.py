"""Bound queries for the tests of the evaluator."""

from __future__ import annotations

from collections.abc import Mapping

from accsyn.ast import Statement
from accsyn.binding.binder import bind
from accsyn.binding.bound import BoundQuery
from accsyn.grammar.parser import parse_statement
from accsyn.parameters import bind_parameters
from accsyn.schema.builtin import builtin_schema


def bound_statement(statement: Statement) -> BoundQuery:
    """Bind a tree against the built-in schema; errors of binding fail the test."""
    query = bind(statement, builtin_schema())
    errors = [finding for finding in query.findings if finding.is_error]
    assert errors == []
    return query


def bound(text: str, params: Mapping[str, object] | None = None) -> BoundQuery:
    """Parse and bind a query or a bare expression."""
    statement = parse_statement(text, "statement")
    if params is not None:
        statement, findings = bind_parameters(statement, params)
        assert findings == []
    return bound_statement(statement)
