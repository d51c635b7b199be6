"""The interpreter runs the conformance suite."""

from __future__ import annotations

from typing import Any

import pytest

from accsyn.ast import Comparison, Operator, Statement
from accsyn.evaluation.explain import clause_counts, explain
from accsyn.evaluation.interpreter import Predicate, matches
from accsyn.grammar.parser import parse_statement
from tests.conformance.rows import Row, read_rows
from tests.evaluation.queries import bound, bound_statement

ROWS = read_rows()
POSITIVE = {Operator.EQUAL, Operator.IN, Operator.CONTAINS, Operator.MATCHES}


@pytest.mark.parametrize("row", ROWS, ids=[row.place for row in ROWS])
def test_a_row_holds_as_expected(row: Row) -> None:
    """The interpreter, the filter, the explanation and the counts all answer what the row says."""
    query = bound(row.text)
    assert matches(query, row.record) is row.expected, row.why
    assert list(Predicate(query).filter([row.record])) == [row.record] * row.expected
    assert explain(query, row.record).held is row.expected
    assert [count.matched for count in clause_counts(query, [row.record])][:1] in ([int(row.expected)], [])


def _flipped(row: Row) -> Statement | None:
    statement = parse_statement(row.text, "statement")
    condition = statement.condition
    if not isinstance(condition, Comparison) or condition.operator.complement is None:
        return None
    return Statement(
        statement.entity_type, Comparison(condition.attribute, condition.operator.complement, condition.value)
    )


def test_every_complement_holds_the_other_way_round() -> None:
    """Each row of one comparison, with its operator's complement, has the opposite result."""
    flipped = [(row, statement) for row in ROWS if (statement := _flipped(row)) is not None]
    wrong = [row.place for row, statement in flipped if matches(bound_statement(statement), row.record) is row.expected]
    assert len(flipped) > 300
    assert wrong == []


def test_the_suite_is_complete() -> None:
    """There are rows for every operator that hold and that do not, and no row stands there twice."""
    seen: dict[Operator, set[bool]] = {operator: set() for operator in Operator}
    keys: set[Any] = set()
    for row in ROWS:
        statement = parse_statement(row.text, "statement")
        if isinstance(statement.condition, Comparison):
            seen[statement.condition.operator].add(row.expected)
        key = (row.text, repr(row.record))
        assert key not in keys, row.place
        keys.add(key)
    assert all(results == {True, False} for results in seen.values())
    assert len(ROWS) >= 400
