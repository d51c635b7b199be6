"""The door between a query that may be wrong and what runs it: a bound query without errors, or one exception."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from accsyn.ast import Statement
from accsyn.binding.bound import BoundQuery
from accsyn.binding.context import Context
from accsyn.binding.findings import Finding
from accsyn.parameters import unbound


def bind_or_raise(statement: Statement, context: Context, findings: Sequence[Finding] = ()) -> BoundQuery:
    """Bind a statement.

    Args:
        statement: The tree.
        context: What to bind it against.
        findings: What is known to be wrong with it already.

    Raises:
        QueryValidationError: It has errors, or a parameter has no value; every finding is in its ``diagnostics``.
    """
    bound = context.bind(statement)
    more = list(findings)
    if bound.has_parameters:
        more += [Finding("missing_parameter", True, index, item, name) for index, item, name in unbound(statement)]
    if more:
        bound = bound.with_findings(more)
    if any(finding.is_error for finding in bound.findings):
        refuse(bound)
    return bound


def refuse(bound: BoundQuery) -> NoReturn:
    """Raise everything there is to say about a query that has an error.

    Raises:
        QueryValidationError: Always.
    """
    from accsyn.binding.report import places_of
    from accsyn.checking import check_bound
    from accsyn.errors import QueryValidationError

    raise QueryValidationError(check_bound(bound), places_of(bound.statement)[0])
