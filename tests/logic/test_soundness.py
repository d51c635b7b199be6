"""What the checks say holds on every record: the evaluator is the judge."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

import accsyn
from accsyn.ast import And, Expression, Or, Statement, join
from accsyn.binding.binder import bind
from accsyn.binding.bound import BoundQuery
from accsyn.binding.report import places_of
from accsyn.diagnostics import apply_fixes
from accsyn.evaluation.interpreter import Predicate
from accsyn.logic import find_logic
from accsyn.logic.claims import claims_of
from accsyn.logic.reasoning import Conflict, Idle, Reasoning, Repeated
from tests.examples import times
from tests.logic.generated import SCHEMA, queries, records_for

_MANY = times(3)
Records = list[dict[str, Any]]


def _reason(query: str) -> tuple[BoundQuery, Reasoning]:
    bound = accsyn.compile(query, schema=SCHEMA).bound
    condition = bound.statement.condition
    assert condition is not None
    return bound, Reasoning(condition, claims_of(bound))


def _attributes(query: str) -> set[str]:
    return {item.comparison.attribute for item in accsyn.compile(query, schema=SCHEMA).bound.comparisons}


def _answers(condition: Expression, tried: Records) -> list[bool]:
    bound = bind(Statement("thing", condition), SCHEMA)
    predicate = Predicate(bound)
    return [predicate.matches(record) for record in tried]


def _of_text(query: str, tried: Records) -> list[bool]:
    predicate = Predicate(accsyn.compile(query, schema=SCHEMA).bound)
    return [predicate.matches(record) for record in tried]


@pytest.mark.slow
@_MANY
@given(queries())
def test_verdicts_are_true(query: str) -> None:
    """Where the whole never holds no record matches, where it always does all match; so for each part in conflict."""
    bound, reasoning = _reason(query)
    tried = records_for(_attributes(query))
    if reasoning.verdict is not None:
        assert set(_of_text(query, tried)) == {reasoning.verdict}
    for fact in reasoning.facts:
        if isinstance(fact, Conflict):
            verdict = Reasoning(fact.parent, claims_of(bound)).verdict
            assert verdict is not None
            assert set(_answers(fact.parent, tried)) == {verdict}


@pytest.mark.slow
@_MANY
@given(queries())
def test_what_says_nothing_new_can_go(query: str) -> None:
    """The AND or OR means the same without it: where the fact is exact, on records with lists anywhere too."""
    _, reasoning = _reason(query)
    attributes = _attributes(query)
    tried = records_for(attributes)
    # Two spellings of one attribute may be two keys of such a record.
    wild = [] if {"name", "Name"} <= attributes else records_for(attributes, wild=True)
    for fact in reasoning.facts:
        if isinstance(fact, (Repeated, Idle)):
            rest = [operand for operand in fact.parent.operands if operand is not fact.operand]
            kind = And if isinstance(fact.parent, And) else Or
            is_exact = isinstance(fact, Repeated) or fact.is_exact
            for each in (tried, wild) if is_exact else (tried,):
                assert _answers(join(kind, rest), each) == _answers(fact.parent, each)


@pytest.mark.slow
@_MANY
@given(queries())
def test_safe_fixes_change_nothing(query: str) -> None:
    """Each alone, and all that fit together, on records of whatever shape; every other fix gives a query too."""
    found = [d for d in accsyn.check(query, schema=SCHEMA) if d.code.startswith("ACC4")]
    wild = records_for(_attributes(query), wild=True)
    before = _of_text(query, wild)
    safe = [fix for diagnostic in found for fix in diagnostic.fixes if fix.safe]
    for fixes in (safe, *([fix] for fix in safe)):
        assert _of_text(apply_fixes(query, fixes), wild) == before
    for diagnostic in found:
        for fix in diagnostic.fixes:
            fixed = apply_fixes(query, [fix])
            assert fixed != query
            accsyn.compile(fixed, schema=SCHEMA)


@pytest.mark.slow
@_MANY
@given(queries())
def test_removals_change_nothing(query: str) -> None:
    """Taking out what is redundant is right on records as the schema says, safe or not."""
    found = [d for d in accsyn.check(query, schema=SCHEMA) if d.code in ("ACC403", "ACC404")]
    fixes = [fix for diagnostic in found for fix in diagnostic.fixes]
    tried = records_for(_attributes(query))
    assert _of_text(apply_fixes(query, fixes), tried) == _of_text(query, tried)


@pytest.mark.slow
@_MANY
@given(queries())
def test_safe_fixes_come_to_an_end(query: str) -> None:
    """Fixed again and again, a query reaches a form without safe fixes."""
    for _ in range(20):
        found = accsyn.check(query, schema=SCHEMA)
        safe = [fix for d in found if d.code.startswith("ACC4") for fix in d.fixes if fix.safe]
        if not safe:
            break
        query = apply_fixes(query, safe)
    else:
        raise AssertionError(query)


@pytest.mark.slow
@_MANY
@given(queries())
def test_the_canonical_text_can_be_checked_too(query: str) -> None:
    """A query made in code draws the same facts, at places of its canonical text."""
    statement = accsyn.compile(query, schema=SCHEMA).query.statement
    made = bind(Statement(statement.entity_type, statement.condition), SCHEMA)
    source, spans = places_of(made.statement)
    for diagnostic in find_logic(made, source.text, spans):
        assert 0 <= diagnostic.span.start < diagnostic.span.end <= len(source.text)
        # Canonical text has the parentheses it needs and no other.
        assert diagnostic.code not in ("ACC405", "ACC406")
        for fix in diagnostic.fixes:
            accsyn.compile(apply_fixes(source.text, [fix]), schema=SCHEMA)
