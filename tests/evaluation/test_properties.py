"""What is true of every query on every record."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.ast import And, Comparison, Exact, Expression, Junction, List, Literal, Null, Operator, Or, Statement
from accsyn.evaluation.explain import clause_counts, explain
from accsyn.evaluation.interpreter import Predicate, matches
from accsyn.evaluation.predicate import GeneratedPredicate
from accsyn.evaluation.values import is_missing
from tests.evaluation.generated import comparisons, expressions, records, texts
from tests.evaluation.queries import bound_statement


def holds(condition: Expression, record: dict[Any, Any]) -> bool:
    """Whether a condition holds for a transfer; the interpreter and the generated function have to agree."""
    query = bound_statement(Statement("transfer", condition))
    held = matches(query, record)
    assert GeneratedPredicate(query).matches(record) is held
    return held


@given(comparisons(), records)
def test_a_negative_operator_is_the_exact_complement(comparison: Comparison, record: dict[Any, Any]) -> None:
    """On every record exactly one of an operator and its complement holds."""
    complement = comparison.operator.complement
    if complement is not None:
        other = Comparison(comparison.attribute, complement, comparison.value)
        assert holds(comparison, record) is not holds(other, record)


@given(expressions, records)
def test_and_and_or_are_what_they_say(condition: Expression, record: dict[Any, Any]) -> None:
    """A condition holds as Python's own all() and any() over its comparisons would have it."""

    def expected(node: Expression) -> bool:
        if isinstance(node, Junction):
            return (all if isinstance(node, And) else any)(map(expected, node.operands))
        return holds(node, record)

    assert holds(condition, record) is expected(condition)


@given(expressions, st.lists(records, max_size=3))
def test_explanations_and_counts_agree_with_matches(condition: Expression, some: list[dict[Any, Any]]) -> None:
    """Every node of an explanation, and every count, says what the node alone would."""
    query = bound_statement(Statement("transfer", condition))
    explanations = [explain(query, record) for record in some]
    for explanation, record in zip(explanations, some, strict=True):
        assert explanation.held is matches(query, record)
        assert [step.held for step in explanation.steps] == [holds(step.node, record) for step in explanation.steps]
        assert str(explanation).isprintable() or "\n" in str(explanation)
    for index, count in enumerate(clause_counts(query, some)):
        assert count.matched == sum(explanation.steps[index].held for explanation in explanations)
        assert count.total == len(some)


@given(comparisons(), records)
def test_in_holds_when_some_item_is_equal(comparison: Comparison, record: dict[Any, Any]) -> None:
    """IN is an OR of `=`, whatever its items are."""
    if isinstance(comparison.value, List):
        alone = [Comparison(comparison.attribute, Operator.EQUAL, item) for item in comparison.value.items]
        any_holds = any(holds(one, record) for one in alone)
        assert holds(comparison, record) is (any_holds is (comparison.operator is Operator.IN))


@given(comparisons(), records)
def test_order_fits_equality(comparison: Comparison, record: dict[Any, Any]) -> None:
    """`<=` holds where `<` does, and `<`, `=` without wildcard, `>` exclude each other on a single value."""
    if not comparison.operator.is_ordered:
        return
    attribute, value = comparison.attribute, comparison.value
    less, less_equal, greater, greater_equal = (
        holds(Comparison(attribute, operator, value), record)
        for operator in (Operator.LESS, Operator.LESS_EQUAL, Operator.GREATER, Operator.GREATER_EQUAL)
    )
    assert less_equal or not less
    assert greater_equal or not greater
    query = bound_statement(Statement("transfer", Comparison(attribute, Operator.LESS, value)))
    if len(list(Predicate(query).clauses[0].values(record))) == 1:
        assert not (less and greater_equal)
        assert not (greater and less_equal)
        exact = Exact(value.text) if isinstance(value, Literal) and "*" in value.text else value
        if holds(Comparison(attribute, Operator.EQUAL, exact), record):
            assert less_equal
            assert greater_equal
            assert not less
            assert not greater


@given(st.sampled_from(["name", "size", "created", "user", "metadata.a", "unknown"]), records)
def test_only_null_holds_for_what_is_missing(attribute: str, record: dict[Any, Any]) -> None:
    """Where every value is missing, `= null` holds and nothing else; where none is, `= null` does not."""
    query = bound_statement(Statement("transfer", Comparison(attribute, Operator.EQUAL, Null())))
    offered = list(Predicate(query).clauses[0].values(record))
    assert holds(Comparison(attribute, Operator.EQUAL, Null()), record) is any(map(is_missing, offered))


@given(texts, texts)
def test_equality_is_that_of_ignorecase(text: str, value: str) -> None:
    """`=` without wildcard, `=` with wildcards and CONTAINS agree with Python's `re` under IGNORECASE."""
    record = {"name": value}
    exact = re.fullmatch(re.escape(text), value, re.IGNORECASE) is not None
    assert holds(Comparison("name", Operator.EQUAL, Exact(text)), record) is exact
    starred = ".*".join(map(re.escape, text.split("*")))
    pattern = re.fullmatch(starred, value, re.IGNORECASE | re.DOTALL) is not None
    assert holds(Comparison("name", Operator.EQUAL, Literal(text, quoted=True)), record) is pattern
    found = re.search(re.escape(text), value, re.IGNORECASE) is not None
    assert holds(Comparison("name", Operator.CONTAINS, Literal(text, quoted=True)), record) is found
    assert holds(Comparison("name", Operator.MATCHES, Literal(re.escape(text), quoted=True)), record) is found


@given(st.text(), st.text())
def test_the_same_for_any_text(text: str, value: str) -> None:
    """The agreement with `re` does not depend on the letters that the other test likes."""
    test_equality_is_that_of_ignorecase.hypothesis.inner_test(text, value)  # type: ignore[attr-defined]
    test_equality_is_that_of_ignorecase.hypothesis.inner_test(text, text.swapcase())  # type: ignore[attr-defined]


def nested(depth: int, attribute: str) -> Expression:
    """A tree of alternating AND and OR, `depth` levels deep."""
    node: Expression = Comparison(attribute, Operator.EQUAL, Literal("x"))
    for level in range(depth):
        other = Comparison("size", Operator.EQUAL, Literal(str(level)))
        node = And((Comparison("name", Operator.EQUAL, Literal("x")), node)) if level % 2 else Or((other, node))
    return node


@pytest.mark.slow
def test_depth_is_no_limit() -> None:
    """Twenty thousand alternating levels are evaluated, explained, printed and counted."""
    query = bound_statement(Statement("transfer", nested(20_000, "code")))
    yes, no = {"name": "x", "code": "x"}, {"name": "x", "code": "y"}
    assert list(Predicate(query).filter([yes, no, yes])) == [yes, yes]
    explanation = explain(query, yes)
    assert explanation.held
    assert len(str(explanation)) < 200 * 40_001
    assert [count.matched for count in clause_counts(query, [yes, no])[:1]] == [1]
