"""Parentheses that are missing for the reader, and those that nobody needs."""

from __future__ import annotations

import pytest

import accsyn
from tests.logic.asking import diagnostics, fixed, places

MIXED = [
    ("name=a OR name=b AND size>1", "name=b AND size>1", "name=a OR (name=b AND size>1)"),
    ("name=a AND size>1 OR name=b", "name=a AND size>1", "(name=a AND size>1) OR name=b"),
    ("name=a and size>1 or name=b and size>2", "name=a and size>1", "(name=a and size>1) or (name=b and size>2)"),
    (
        "status=failed AND (name=a OR name=b AND size>1)",
        "name=b AND size>1",
        "status=failed AND (name=a OR (name=b AND size>1))",
    ),
    (
        "(name=a OR size=2) AND size>1 OR name=b",
        "(name=a OR size=2) AND size>1",
        "((name=a OR size=2) AND size>1) OR name=b",
    ),
]


@pytest.mark.parametrize(("condition", "place", "result"), MIXED)
def test_mixed_connectives(condition: str, place: str, result: str) -> None:
    """The place is the first part that AND holds together; the fix says what is read anyway."""
    query = f"Transfer WHERE {condition}"
    assert places(query, "ACC405") == [("ACC405", place)]
    assert fixed(query, "ACC405") == (f"Transfer WHERE {result}", True)
    assert accsyn.parse(f"Transfer WHERE {result}") == accsyn.parse(query)


NEEDLESS = [
    ("(name=a AND size>1)", ["(name=a AND size>1)"], "name=a AND size>1"),
    ("((name=a OR size>1))", ["((name=a OR size>1))"], "name=a OR size>1"),
    ("(name=a) AND size>1", ["(name=a)"], "name=a AND size>1"),
    ("size>1 AND( ( name=a ) )OR status=failed", ["( ( name=a ) )"], "size>1 AND name=a OR status=failed"),
    ("size>1 AND ((name=a OR name=b))", ["((name=a OR name=b))"], "size>1 AND (name=a OR name=b)"),
    ("size>1 AND (name=a AND status=failed)", ["(name=a AND status=failed)"], "size>1 AND name=a AND status=failed"),
    (
        "size>1 OR (name=a OR status=failed) OR size<0",
        ["(name=a OR status=failed)"],
        "size>1 OR name=a OR status=failed OR size<0",
    ),
    ("size>1 AND name=x OR (name=a OR name=b)", ["(name=a OR name=b)"], "size>1 AND name=x OR name=a OR name=b"),
]


@pytest.mark.parametrize(("condition", "found", "result"), NEEDLESS)
def test_redundant_parentheses(condition: str, found: list[str], result: str) -> None:
    """Pairs right within each other are one finding; the words beside stay apart."""
    query = f"Transfer WHERE {condition}"
    assert places(query, "ACC406") == [("ACC406", place) for place in found]
    assert fixed(query, "ACC406") == (f"Transfer WHERE {result}", True)
    assert accsyn.parse(f"Transfer WHERE {result}") == accsyn.parse(query)


NEEDED = [
    "size>1 AND (name=a OR name=b)",
    "size>1 OR (name=a AND name=x)",
    "(name=a OR size>1) AND (name=b OR size<0)",
    "(size>1 AND name=x) OR name=a",
    "size>1 AND (name=a AND status=failed) OR name=b",
    "name IN (a, b) AND size>1",
    'name="(a AND b) OR c"',
    "((user=lisa AND destination=hq) OR status!=failed) AND code=x",
]


@pytest.mark.parametrize("condition", NEEDED)
def test_other_parentheses(condition: str) -> None:
    """What orders the operators, or holds a list, or stands in quotes, is no fault."""
    assert places(f"Transfer WHERE {condition}", "ACC406") == []


def test_the_same_connective_needs_none() -> None:
    """AND alone and OR alone are clear; a name that holds `or` is a name."""
    for query in ("Transfer WHERE name=or AND metadata.and=1", "Transfer WHERE name=a OR size=1 OR code='x AND y'"):
        assert places(query, "ACC405") == []


def test_a_bare_expression_has_parentheses_too() -> None:
    """The checks need no entity type: layout starts at the start of the text."""
    from accsyn.binding.report import places_of
    from accsyn.grammar.parser import parse_statement
    from accsyn.logic import find_logic
    from tests.evaluation.queries import bound_statement

    bound = bound_statement(parse_statement("(a=1) OR b=2", "expression"))
    source, spans = places_of(bound.statement)
    assert [d.code for d in find_logic(bound, source.text, spans)] == ["ACC406"]


def test_deep_nests_are_one_finding() -> None:
    """Ten thousand pairs around one condition, without recursion."""
    deep = 10_000
    (found,) = diagnostics("Transfer WHERE " + "(" * deep + "size>1" + ")" * deep)
    assert len(found.fixes[0].edits) == 2 * deep


@pytest.mark.slow
def test_deep_trees_are_folded() -> None:
    """Alternating AND and OR, thousands of levels deep."""
    text = "".join(f"(metadata.a{level}=1 {'AND' if level % 2 else 'OR'} " for level in range(3000))
    assert places(f"Transfer WHERE {text}name=x{')' * 3000}", "ACC401", "ACC402", "ACC403", "ACC404", "ACC405") == []
