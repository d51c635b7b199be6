"""The generated function runs the conformance suite."""

from __future__ import annotations

import pytest

from accsyn.ast import Comparison, Statement
from accsyn.evaluation.predicate import GeneratedPredicate
from accsyn.grammar.parser import parse_statement
from tests.conformance.rows import Row, read_rows
from tests.evaluation.queries import bound, bound_statement

ROWS = read_rows()


@pytest.mark.parametrize("row", ROWS, ids=[row.place for row in ROWS])
def test_a_row_holds_as_expected(row: Row) -> None:
    """One record and many are answered as the row says, and again once the keys of the record are known."""
    predicate = GeneratedPredicate(bound(row.text))
    for _ in range(2):
        assert predicate.matches(row.record) is row.expected, row.why
    assert list(predicate.filter([row.record, {}, row.record])).count(row.record) >= 2 * row.expected
    assert list(predicate.filter([row.record])) == [row.record] * row.expected


@pytest.mark.parametrize("row", ROWS, ids=[row.place for row in ROWS])
def test_the_complement_holds_the_other_way_round(row: Row) -> None:
    """A row of one comparison, with its operator's complement, has the opposite result; twice over, the same."""
    statement = parse_statement(row.text, "statement")
    condition = statement.condition
    if not isinstance(condition, Comparison) or condition.operator.complement is None:
        assert GeneratedPredicate(bound(f"{row.text}")).matches(row.record) is row.expected
        return
    complement = Comparison(condition.attribute, condition.operator.complement, condition.value)
    query = bound_statement(Statement(statement.entity_type, complement))
    assert GeneratedPredicate(query).matches(row.record) is not row.expected
