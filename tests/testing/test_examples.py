"""A record that matches, and one that does not: tables of what is found, laws over all queries."""

from __future__ import annotations

import json
import pickle
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import example as and_with
from hypothesis import given
from hypothesis import strategies as st

import accsyn
from accsyn.ast import And, Comparison, Expression, Literal, Operator, Or, Statement
from accsyn.binding.binder import bind
from accsyn.binding.bound import BoundQuery
from accsyn.evaluation.interpreter import Predicate
from accsyn.evaluation.values import moment
from accsyn.logic.claims import claims_of
from accsyn.logic.reasoning import Reasoning
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.model import Attribute, EntityType, Schema, Type
from accsyn.testing import NoExampleError, Search, counterexample, example, search
from accsyn.testing import branches as branches_module
from accsyn.testing.branches import Branches
from accsyn.testing.examples import Solver, search_bound
from accsyn.testing.strategies import queries
from tests.evaluation.generated import expressions
from tests.logic.generated import SCHEMA, records_for
from tests.logic.generated import queries as tight_queries

NOW = datetime(2026, 1, 22, 8, 35, 59, tzinfo=timezone.utc)
ID = "6676f3e9c7ef4e27da254e57"
NO_ID = "0" * 24

FOUND: list[tuple[str, dict[str, Any], dict[str, Any] | None]] = [
    ("Transfer", {}, None),
    ("Transfer WHERE size>10", {"size": 11}, {"size": 10}),
    ("Transfer WHERE size<=10", {"size": 10}, {"size": 11}),
    (
        f"Transfer WHERE speed>{'9' * 307} AND speed<{'9' * 308}",
        {"speed": int("9" * 307) + 1},
        {"speed": int("9" * 307)},
    ),
    ("Transfer WHERE speed>1 AND speed<2", {"speed": 1.5}, {"speed": 1}),
    ("Transfer WHERE size IN (5, 7) AND size!=5", {"size": 7}, {"size": 8}),
    ("Transfer WHERE size!=null AND size!=0", {"size": 1}, {"size": 0}),
    ("Queue WHERE default=true", {"default": True}, {"default": False}),
    ("Transfer WHERE created>2026-01-22", {"created": "2026-01-23T00:00:00"}, {"created": "2026-01-22T00:00:00"}),
    ("Transfer WHERE created>-1d", {"created": "2026-01-21T08:36:00"}, {"created": "2026-01-21T08:35:59"}),
    ("Transfer WHERE status=failed", {"status": "failed"}, {"status": "init"}),
    ("Transfer WHERE status!=init", {"status": "waiting"}, {"status": "init"}),
    ("Transfer WHERE status=null", {}, {"status": "init"}),
    ("Transfer WHERE id=6676*", {"id": "6676"}, {"id": NO_ID}),
    ("Transfer WHERE name='* backup'", {"name": " backup"}, {"name": "a"}),
    ("Transfer WHERE name=*Backup* AND name CONTAINS zip", {"name": "Backupzip"}, {"name": "a"}),
    ("Transfer WHERE name>=ka AND name<m AND name!=ka", {"name": "kaa"}, {"name": "a"}),
    ("Transfer WHERE name<=b AND name>a", {"name": "b"}, {"name": "a"}),
    ("Transfer WHERE name>a AND name<ab", {"name": "aa"}, {"name": "a"}),
    ("Transfer WHERE name=a*b AND name=*cb AND name CONTAINS dd", {"name": "addcb"}, {"name": "a"}),
    ("Transfer WHERE name MATCHES '^(ab|c)+[0-9]{3}$'", {"name": "c000"}, {"name": "a"}),
    ("Transfer WHERE name MATCHES '[ab]' AND name!=a AND name CONTAINS x", {"name": "ax"}, {"name": ""}),
    (r"Transfer WHERE name NOT MATCHES '[\s\S]*'", {}, {"name": ""}),
    ("Transfer WHERE name NOT IN (a, '', b*)", {"name": "z"}, {"name": "a"}),
    ("Transfer WHERE user=lisa@example.com", {"user": "lisa@example.com"}, {"user": NO_ID}),
    ("Transfer WHERE user!=lisa", {"user": NO_ID}, {"user": "lisa"}),
    (
        f"Transfer WHERE user={ID} AND user=user:* AND user=lisa@*",
        {"user": ID, "user_hr": f"lisa@({ID})"},
        {"user": NO_ID},
    ),
    (
        f"Transfer WHERE user.code=lisa AND user={ID}",
        {"user": ID, "user_hr": f"lisa({ID})"},
        {"user": {"code": "a"}},
    ),
    (f"Transfer WHERE user.id={ID} AND user=lisa", {"user": ID, "user_hr": f"lisa({ID})"}, {"user": NO_ID}),
    ("Transfer WHERE user_hr CONTAINS lisa", {"user_hr": "lisa"}, {"user_hr": "a"}),
    (
        "Transfer WHERE metadata.shot=sh010 AND metadata.v>3",
        {"metadata": {"shot": "sh010", "v": 4}},
        {"metadata": {"v": 3}},
    ),
    ("Transfer WHERE metadata.a=1 AND metadata.a=2", {"metadata": {"a": [1, 2]}}, {"metadata": {"a": 2}}),
    ("Transfer WHERE metadata.a=true", {"metadata": {"a": True}}, {"metadata": {"a": False}}),
    (
        "Transfer WHERE metadata.a>2026-01-22",
        {"metadata": {"a": "2026-01-23T00:00:00"}},
        {"metadata": {"a": "2026-01-22T00:00:00"}},
    ),
    ("Transfer WHERE Name=a OR (status=done AND size>5)", {"name": "a"}, {"name": "b", "size": 5}),
    ("nothing WHERE x.y=5", {"x": {"y": 5}}, {"x": {"y": 6}}),
    (f"nothing WHERE {'.'.join('x' * 60)}=5", {".".join("x" * 60): 5}, {".".join("x" * 60): 6}),
]


@pytest.mark.parametrize(("query", "matching", "failing"), FOUND, ids=[row[0][:60] for row in FOUND])
def test_what_is_found(query: str, matching: dict[str, Any], failing: dict[str, Any] | None) -> None:
    """Small records, each attribute at the border of what is asked, present rather than missing; always the same."""
    compiled = accsyn.compile(query, now=NOW)
    assert (example(query, now=NOW), counterexample(compiled)) == (matching, failing)
    assert compiled.matches(matching)
    assert failing is None or not compiled.matches(failing)


# The last column: whether it is known that there is none.
NOT_FOUND = [
    ("Transfer", False, True),
    ("Transfer WHERE size>10 AND size<11", True, True),
    ("Transfer WHERE created<0001-01-01", True, True),
    ("Transfer WHERE created>9999-12-31", True, True),
    ("Queue WHERE default!=true AND default!=false AND default!=null", True, True),
    ("Transfer WHERE status=failed AND status=done", True, True),
    ("Transfer WHERE status!=failed OR status!=done", False, True),
    ("Transfer WHERE name=null AND name!=null", True, True),
    ("Transfer WHERE (status=a OR size>5) AND (status!=a AND size<=5)", True, True),
    ("Transfer WHERE (name=a OR size=1) AND (name=b OR size=2) AND (name=c OR size=3)", True, True),
    ("Transfer WHERE name MATCHES 'a(?!a)b(?<!b)'", True, False),
    ("Transfer WHERE name MATCHES 'x$' AND name NOT CONTAINS x", True, False),
    ("Transfer WHERE name CONTAINS a AND name NOT CONTAINS a", True, True),
    ("Transfer WHERE name CONTAINS ab AND name NOT MATCHES b", True, False),
    (r"Transfer WHERE name NOT MATCHES '[\s\S]*' AND name!=null", True, False),
    ("Transfer WHERE metadata.a CONTAINS ab AND metadata.a NOT MATCHES b", True, False),
]


@pytest.mark.parametrize(("query", "matching", "is_known"), NOT_FOUND, ids=[row[0] for row in NOT_FOUND])
def test_what_is_not_found(query: str, matching: bool, is_known: bool) -> None:
    """That there is none is said where it is known, and not where a search came to no end."""
    assert search(query, matching=matching) == Search(None, is_known)
    assert (example if matching else counterexample)(query) is None


def test_an_empty_list_never_holds() -> None:
    """The empty IN has no example, its complement no counterexample; beside others too."""
    for text in ("Transfer WHERE name IN :x", "Transfer WHERE size=1 AND name IN :x"):
        assert search(text, params={"x": []}) == Search(None, True)
    assert search("Transfer WHERE name NOT IN :x", params={"x": []}, matching=False) == Search(None, True)
    assert example("Transfer WHERE name NOT IN :x", params={"x": []}) == {"name": "a"}


def test_what_does_not_compile_is_refused() -> None:
    """The errors are those of compile."""
    with pytest.raises(accsyn.QueryError):
        example("Transfer WHERE size=x")
    with pytest.raises(accsyn.QueryError):
        counterexample("Transfer WHERE size=:x")


def test_the_error_of_the_strategies_says_which() -> None:
    """That there is none, and that none was found, are two sentences; the error can be pickled."""
    known, unknown = NoExampleError("a=1", True, True), NoExampleError("a=1", False, False)
    assert str(known) == "no record matches: a=1"
    assert str(unknown) == "could not find a record that fails: a=1"
    copy = pickle.loads(pickle.dumps(unknown))
    assert (copy.query, copy.wanted, copy.is_impossible, str(copy)) == ("a=1", False, False, str(unknown))


LISTS = Schema(
    [
        EntityType(
            "thing",
            [
                Attribute("tags", Type.TEXT, is_list=True),
                Attribute("sizes", Type.INTEGER, is_list=True),
                Attribute("users", Type.REFERENCE, is_list=True, targets=("thing",)),
                Attribute("code", Type.TEXT),
            ],
        )
    ]
)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("tags=a AND tags=b", {"tags": ["a", "b"]}),
        ("tags=a AND tags!=b AND tags CONTAINS c", {"tags": ["a", "c"]}),
        ("sizes=1 AND sizes>5 AND sizes!=6", {"sizes": [1, 7]}),
        ("sizes=null AND sizes=1", {"sizes": [None, 1]}),
        ("sizes!=null AND sizes!=1 AND sizes!=2 AND sizes<=2 AND sizes>=3", {"sizes": [0, 3]}),
        ("users=a AND users=b", {"users": ["a"], "users_hr": ["b(a)"]}),
        ("users=a AND users=b AND users=c AND users!=d", {"users": ["a", "b", "c"]}),
        ("tags!=null AND tags!=*", {"tags": []}),
    ],
)
def test_lists(condition: str, expected: dict[str, Any]) -> None:
    """A list has an element for each comparison that wants one, and none that a comparison refuses."""
    found = example(f"thing WHERE {condition}", schema=LISTS)
    assert found == expected


# ---- laws -----------------------------------------------------------------------------------------------------------


def check_both(bound: BoundQuery) -> tuple[Search, Search]:
    """Search in both directions: what is found is right, and something is."""
    matches = Predicate(bound).matches
    yes, no = search_bound(bound), search_bound(bound, False)
    assert yes.record is None or matches(yes.record)
    assert no.record is None or not matches(no.record)
    assert yes.record is not None or no.record is not None
    for found in (yes, no):
        assert found.record is None or not found.is_impossible
        json.dumps(found.record)
    condition = bound.statement.condition
    if condition is not None:
        # Where the checks of the logic know an answer, the search has the same.
        verdict = Reasoning(condition, claims_of(bound)).verdict
        assert verdict is None or (no if verdict else yes) == Search(None, True)
    return yes, no


@pytest.mark.slow
@given(queries())
def test_every_example_matches_and_every_counterexample_fails(query: accsyn.Query) -> None:
    """For queries of all kinds against the built-in schema."""
    bound = accsyn.compile(query).bound
    assert check_both(bound) == check_both(bound)


def is_described(name: str, value: Any) -> bool:
    """Whether a value is of the kind that the schema says."""
    attribute = SCHEMA.entity_types["thing"].attributes.get(name)
    kinds: dict[Type, Any] = {
        **dict.fromkeys((Type.TEXT, Type.ENUM, Type.ID, Type.TIMESTAMP), str),
        Type.REFERENCE: (str, dict),
        Type.INTEGER: int,
        Type.NUMBER: (int, float),
        Type.BOOLEAN: bool,
    }
    if value is None or attribute is None or attribute.type not in kinds:
        return True
    if attribute.type is Type.TIMESTAMP:
        return moment(value) is not None
    values = value if attribute.is_list and isinstance(value, list) else [value]
    is_bool = attribute.type is Type.BOOLEAN
    return all(isinstance(one, kinds[attribute.type]) and isinstance(one, bool) is is_bool for one in values)


@pytest.mark.slow
@and_with("thing WHERE id=null OR id=**")
@given(tight_queries())
def test_queries_that_contradict_themselves(query: str) -> None:
    """What is said to be impossible is so on every record that the schema describes."""
    bound = accsyn.compile(query, schema=SCHEMA).bound
    yes, no = check_both(bound)
    matches = Predicate(bound).matches
    tried = records_for({item.comparison.attribute for item in bound.comparisons})
    tried = [record for record in tried if all(is_described(name, value) for name, value in record.items())]
    if yes.is_impossible:
        assert not any(map(matches, tried))
    if no.is_impossible:
        assert all(map(matches, tried))


@given(expressions)
def test_values_from_python(condition: Expression) -> None:
    """Trees that no text gives: exact texts, empty lists, odd characters."""
    check_both(bind(Statement("transfer", condition), builtin_schema()))


@pytest.mark.slow
@pytest.mark.parametrize("size", [10, 600])
def test_large_conditions(size: int) -> None:
    """Width and depth are no limit, and one node may stand in several places."""
    one, two = (Comparison("code", Operator.EQUAL, Literal(text)) for text in "xy")
    wide: Expression = And(tuple(Comparison(f"metadata.a{n}", Operator.EQUAL, Literal("1")) for n in range(size)))
    choice: Expression = Or(tuple(Comparison("size", Operator.EQUAL, Literal(str(n))) for n in range(size)))
    deep: Expression = one
    for level in range(size):
        deep = Or((two, deep)) if level % 2 else And((Comparison("name", Operator.EQUAL, Literal("n")), deep))
    twice = And((Or((one, two)), Or((one, two)), choice))
    for condition in (wide, choice, deep, twice):
        yes, no = check_both(bind(Statement("transfer", condition), builtin_schema()))
        assert yes.record is not None
        assert no.record is not None


@pytest.mark.slow
def test_ways_stop_at_the_bound() -> None:
    """A condition with more ways than anybody tries ends without an answer."""
    clauses = [f"(name CONTAINS {letter}{n} OR name CONTAINS {n}{letter})" for n in range(10) for letter in "ab"]
    query = f"Transfer WHERE {' AND '.join(clauses)} AND name NOT MATCHES '[ab]'"
    assert search(query) == Search(None, False)


def test_the_work_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the bound is reached the search is not complete, and so says nothing."""
    monkeypatch.setattr(branches_module, "MOST_STEPS", 1)
    assert search("Transfer WHERE size>5 AND name=a") == Search(None, False)


def test_what_the_evaluator_refuses_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last word is the evaluator's, and without it nothing is known."""
    solver = Solver(accsyn.compile("Transfer WHERE size>5").bound, True)
    monkeypatch.setattr(solver, "_matches", lambda _record: False)
    assert list(solver.records()) == []
    assert not solver.is_impossible


def test_ways_are_numbered_as_the_text_is() -> None:
    """A node that stands in two places is two comparisons."""
    one, two, three = (Comparison("a", Operator.EQUAL, Literal(text)) for text in "123")
    both = Or((one, two))
    branches = Branches(And((both, Or((And((three, both)), both)))), True)
    found = list(branches.ways())
    assert found[0] == ((0, True), (2, True), (3, True))
    assert found[-1] == ((1, True), (6, True))
    assert len(found) == 8
    assert branches.is_complete


@given(st.integers(0, 3))
def test_what_is_ruled_out_does_not_come_again(first: int) -> None:
    """A way that holds impossible wishes is left out, at whatever place they are made."""
    comparisons = [Comparison("a", Operator.EQUAL, Literal(str(n))) for n in range(4)]
    branches = Branches(And((Or(tuple(comparisons[:2])), Or(tuple(comparisons[2:])))), True)
    branches.rule_out([(first, True)])
    assert all((first, True) not in way for way in branches.ways())
