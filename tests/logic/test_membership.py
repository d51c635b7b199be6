"""Many `=` that could be one IN, and items that a list holds twice."""

from __future__ import annotations

import pytest

import accsyn
from accsyn.ast import And, Comparison, Literal, Operator, Or, Statement
from accsyn.binding.binder import bind
from accsyn.binding.report import places_of
from accsyn.logic import find_logic
from tests.logic.asking import diagnostics, fixed, places
from tests.logic.generated import SCHEMA

LISTS = [
    ("name=a OR name=b OR name=c", "name IN (a, b, c)"),
    ("name!=a AND name!='b c' AND name!=c", "name NOT IN (a, 'b c', c)"),
    ("user=lisa OR user=max OR user=user:eva", "user IN (lisa, max, user:eva)"),
    ("metadata.x=1 OR metadata.x=a OR metadata.x=true", "metadata.x IN (1, a, true)"),
    ("size=1 OR size=2 OR size=3 OR name=x", "size IN (1, 2, 3) OR name=x"),
    ("size=1 OR name=x OR size=2 OR size=3", "size IN (1, 2, 3) OR name=x"),
    ("size>5 AND (size=10 OR (size=20) OR size=30)", "size>5 AND (size IN (10, 20, 30))"),
    ("name=a OR name=b OR size>1 AND size<9 OR name=c", "name IN (a, b, c) OR size>1 AND size<9"),
    ("name=or OR name=and OR name=in", "name IN (or, and, in)"),
]


@pytest.mark.parametrize(("condition", "result"), LISTS)
def test_three_and_more_are_a_list(condition: str, result: str) -> None:
    """The first becomes the list, the others go; every value as it was written."""
    query = f"Transfer WHERE {condition}"
    assert fixed(query, "ACC407") == (f"Transfer WHERE {result}", True)
    accsyn.compile(f"Transfer WHERE {result}")


NO_LISTS = [
    "name=a OR name=b",
    "name=a OR name=b OR name=A",
    "name=a OR name=b OR code=c",
    "name!=a OR size=1 OR name=b OR name=c",
    "name=a* OR name=b* OR name=c*",
    "name='a,b' OR name=c OR name=d",
    "name=null OR name=c OR name=d",
    "name='null' OR name=c OR name=d",
    "name=' a' OR name=c OR name=d",
    "name='' OR name=c OR name=d",
    'name="it\'s" OR name=c OR name=d',
    "name='a\\' OR name=c OR name=d",
    "(name=a AND size>1) OR name=b OR name=c",
]


@pytest.mark.parametrize("condition", NO_LISTS)
def test_two_and_hard_values_are_not(condition: str) -> None:
    """What the server's list cannot hold is left alone."""
    assert places(f"Transfer WHERE {condition}", "ACC407") == []


def test_unbound_parameters_are_not() -> None:
    """What they stand for may not fit a list."""
    assert "ACC407" not in [d.code for d in accsyn.check("Transfer WHERE name=:a OR name=:b OR name=:c")]


def test_bound_texts_are_written_by_name() -> None:
    """The fix keeps the parameters."""
    query = "Transfer WHERE name=:a OR name=:b OR name=c"
    (found,) = [d for d in accsyn.check(query, params={"a": "x", "b": "y z"}) if d.code == "ACC407"]
    assert found.fixes[0].edits[0].replacement == " IN (:a, :b, c)"


def test_different_parentheses_have_no_fix() -> None:
    """The finding stands at the first comparison then."""
    query = "Transfer WHERE name=a OR (name=b OR (size>1 OR name=c))"
    assert places(query, "ACC407") == [("ACC407", "name=a")]
    assert fixed(query, "ACC407") is None


def test_the_place_covers_all_of_them() -> None:
    """From the first to the last."""
    query = "Transfer WHERE size>1 AND (name=a OR name=b OR name=c)"
    assert places(query) == [("ACC407", "name=a OR name=b OR name=c")]


ITEMS = [
    ("status IN failed,paused,Failed", "Failed", "status IN failed,paused"),
    ("status IN (failed, 'failed', paused)", "'failed'", "status IN (failed, paused)"),
    ('status IN "failed, paused , failed"', "failed", 'status IN "failed, paused"'),
    ("size NOT IN (5, 5.0)", "5.0", "size NOT IN (5)"),
    ("name IN ('a b', 'A B')", "'A B'", "name IN ('a b')"),
    ("name IN (null, NULL, a)", "NULL", "name IN (null, a)"),
]


@pytest.mark.parametrize(("condition", "place", "result"), ITEMS)
def test_repeated_items(condition: str, place: str, result: str) -> None:
    """Found in whatever spelling, and taken out with the comma in front."""
    query = f"Transfer WHERE {condition}"
    assert places(query, "ACC403") == [("ACC403", place)]
    assert fixed(query, "ACC403") == (f"Transfer WHERE {result}", True)


@pytest.mark.parametrize("text", ["'a,b', 'a,b'", "' a',' a'"])
def test_a_last_quoted_item_would_be_split(text: str) -> None:
    """So there is no fix that leaves it alone."""
    assert fixed(f"Transfer WHERE name IN {text}", "ACC403") is None


def test_items_of_a_parameter_are_its_own_affair() -> None:
    """The text has nothing to take out."""
    found = accsyn.check("Transfer WHERE name IN :names", params={"names": ["a", "a", "b"]})
    assert [d.code for d in found if d.code[:4] == "ACC4"] == []


@pytest.mark.slow
def test_many_items_are_quick_to_compare() -> None:
    """Twenty thousand items, each against none of twenty thousand others."""
    one, two = (",".join(f"{letter}{number}" for number in range(20_000)) for letter in "ab")
    (found,) = diagnostics(f"Transfer WHERE name IN {one} AND name IN {two}")
    assert found.code == "ACC401"


def test_a_query_made_in_code_with_one_node_in_two_places() -> None:
    """The finding stands, without a fix."""
    first, second, third = (Comparison("name", Operator.EQUAL, Literal(text)) for text in "abc")
    bound = bind(
        Statement(
            "thing", Or((first, second, third, And((Comparison("size", Operator.GREATER, Literal("1")), first))))
        ),
        SCHEMA,
    )
    source, spans = places_of(bound.statement)
    found = {diagnostic.code: diagnostic.fixes for diagnostic in find_logic(bound, source.text, spans)}
    assert found["ACC407"] == ()
