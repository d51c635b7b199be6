"""What binding makes: a query whose names and values have types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from accsyn.ast import Comparison, Exact, Literal, Null, Parameter, Statement
from accsyn.binding.times import Interval
from accsyn.schema.model import EntityType, Resolved, Schema

if TYPE_CHECKING:
    from accsyn.binding.findings import Finding

Operand = Literal | Exact | Null | Parameter | Interval | bool | int | float
"""A typed value. By the attribute's type:

* text, id, enum, reference, untyped, metadata: `Literal` (a ``*`` in it is a wildcard with ``= != IN NOT IN``) or
`Exact`;
* integer, number: int or float; boolean: bool; timestamp: `Interval`;
* any type: `Null` with ``= != IN NOT IN``;
* `Parameter` only in a query that was checked without its values.
"""


class BoundComparison:
    """A comparison with types.

    Attributes:
        comparison: The comparison; parameters have their values.
        resolved: What the schema knows about the attribute's path.
        operands: The typed values: the items of IN and NOT IN (none for an empty list), exactly one for any other
            operator.
    """

    __slots__ = ("comparison", "operands", "resolved")

    def __init__(self, comparison: Comparison, resolved: Resolved, operands: tuple[Operand, ...]) -> None:
        self.comparison = comparison
        self.resolved = resolved
        self.operands = operands


class BoundQuery:
    """A query bound against a schema.

    Attributes:
        statement: The tree; parameters have their values.
        schema: What it was bound against.
        entity_type: The entity type; None for a bare expression, a metadata query, and a type that the schema does
            not know.
        comparisons: Every comparison of the tree, in the order of the text.
        findings: What is wrong or odd, not yet put into words.
        has_parameters: Whether a parameter has no value yet.
    """

    __slots__ = ("comparisons", "entity_type", "findings", "has_parameters", "schema", "statement")

    def __init__(
        self,
        statement: Statement,
        schema: Schema,
        entity_type: EntityType | None,
        comparisons: tuple[BoundComparison, ...],
        findings: tuple[Finding, ...] = (),
        *,
        has_parameters: bool = False,
    ) -> None:
        self.statement = statement
        self.schema = schema
        self.entity_type = entity_type
        self.comparisons = comparisons
        self.findings = findings
        self.has_parameters = has_parameters

    def with_findings(self, more: Iterable[Finding]) -> BoundQuery:
        """This query with more findings."""
        findings = (*self.findings, *more)
        return BoundQuery(
            self.statement,
            self.schema,
            self.entity_type,
            self.comparisons,
            findings,
            has_parameters=self.has_parameters,
        )
