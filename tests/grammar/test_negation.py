"""The fix for NOT, against the truth tables of the condition that it stands in front of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accsyn.ast import And, Comparison, Expression, Literal, Node, Null, Operator, Or, Statement, join
from accsyn.diagnostics import apply_fixes
from accsyn.grammar import parser, recovery
from accsyn.source import Source
from accsyn.visitor import fold
from tests import strategies

OPERATORS = ("=", "!=", "<", ">", "<=", ">=")


def holds(condition: Expression, record: Mapping[str, int | None]) -> bool:
    """Whether a record of whole numbers, some of them missing, matches."""

    def combine(node: Node, parts: Sequence[bool]) -> bool:
        if isinstance(node, (And, Or)):
            return all(parts) if isinstance(node, And) else any(parts)
        return _compare(node, record) if isinstance(node, Comparison) else True

    return fold(condition, combine)


def _compare(node: Comparison, record: Mapping[str, int | None]) -> bool:
    found = record[node.attribute]
    value = None if isinstance(node.value, Null) else int(node.value.text) if isinstance(node.value, Literal) else 0
    if node.operator in (Operator.EQUAL, Operator.NOT_EQUAL):
        return (found == value) == (node.operator is Operator.EQUAL)
    if found is None or value is None:
        return False
    results = {"<": found < value, ">": found > value, "<=": found <= value, ">=": found >= value}
    return results[node.operator.value]


def conditions() -> st.SearchStrategy[Expression]:
    single = st.builds(
        Comparison,
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from([Operator(operator) for operator in OPERATORS]),
        st.sampled_from([Literal("0"), Literal("1")]),
    )
    return st.recursive(
        single,
        lambda inner: st.builds(
            join,
            st.sampled_from([And, Or]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        max_leaves=6,
    )


RECORDS = [{"a": a, "b": b, "c": c} for a in (None, 0, 1, 2) for b in (None, 0, 1) for c in (None, 0, 1)]


@settings(deadline=None)
@given(st.data(), conditions(), st.sampled_from(["NOT ", "!", "not ", "NOT NOT ", "NOT NOT NOT ", "! ! "]))
def test_the_turned_condition_is_the_complement(data: st.DataObject, condition: Expression, word: str) -> None:
    """On every record, missing values included, the fixed text says what NOT said."""
    spelled, _ = data.draw(strategies.spelled(st.just(Statement(None, condition))))
    text = f"a=0 OR {word}({spelled.lstrip(chr(0xFEFF))}) AND b=1"
    (error,) = recovery.find_errors(Source(text), "expression", None)
    assert error.code == "ACC111"
    fixed = parser.parse_statement(apply_fixes(text, [error.fixes[0]]), "expression").condition
    assert fixed is not None
    is_turned = (word.upper().count("NOT") + word.count("!")) % 2 == 1
    for record in RECORDS:
        meant = record["a"] == 0 or (holds(condition, record) != is_turned and record["b"] == 1)
        assert holds(fixed, record) == meant


@pytest.mark.parametrize(
    ("text", "fixed", "safe"),
    [
        ("NOT a=1", "a!=1", True),
        ("NOT a<>1", "a=1", True),
        ("NOT a IN 1,2", "a NOT IN 1,2", True),
        ("NOT a not  matches x", "a matches x", True),
        ("NOT a>1", "(a<=1 OR a=null)", False),
        ("NOT (a=1 AND b=2 OR c=3)", "((a!=1 OR b!=2) AND c!=3)", True),
        ("NOT ((a=1 AND b=2) OR c=3)", "((a!=1 OR b!=2) AND c!=3)", True),
        ("NOT (a=1 and\n(b=2))", "(a!=1 OR\n(b!=2))", True),
        ("NOT NOT a>1", "a>1", True),
    ],
)
def test_how_a_condition_is_turned(text: str, fixed: str, safe: bool) -> None:
    """The user's own spelling stays where it can; what allows for a missing value is for a person to look at."""
    (error,) = recovery.find_errors(Source(text), "expression", None)
    assert apply_fixes(text, [error.fixes[0]]) == fixed
    assert error.fixes[0].safe is safe


def test_a_condition_too_large_to_show_gets_no_fix() -> None:
    """Nobody would read it."""
    text = "NOT (" + " AND ".join(["a=1"] * 1001) + ")"
    (error,) = recovery.find_errors(Source(text), "expression", None)
    assert (error.code, error.fixes) == ("ACC111", ())
