"""What never holds, always holds, is repeated or follows from something else."""

from __future__ import annotations

import pytest

import accsyn
from accsyn.ast import And, Comparison, Literal, Operator, Statement
from accsyn.binding.binder import bind
from accsyn.binding.report import places_of
from accsyn.logic import find_logic
from tests.logic.asking import diagnostics, fixed, places
from tests.logic.generated import SCHEMA

NEVER = [
    # query, where the contradiction is seen
    ("Transfer WHERE status=failed AND status=running", "status=running"),
    ("Transfer WHERE (status=failed AND size>1) AND status=running", "status=running"),
    ("Transfer WHERE status=failed AND STATUS=running", "STATUS=running"),
    ("Transfer WHERE name=x AND name!=X", "name!=X"),
    ("Transfer WHERE user=lisa AND user!=lisa", "user!=lisa"),
    ("Client WHERE roles=storage AND roles!=storage", "roles!=storage"),
    ("Transfer WHERE metadata.x=1 AND metadata.x!=1", "metadata.x!=1"),
    ("Transfer WHERE metadata.x>1 AND metadata.x>1 AND metadata.x NOT IN (a) AND metadata.x=A", "metadata.x=A"),
    ("Transfer WHERE name CONTAINS ab AND name NOT CONTAINS a", "name NOT CONTAINS a"),
    ('Transfer WHERE name MATCHES "a.b" AND name NOT MATCHES "a.b"', 'name NOT MATCHES "a.b"'),
    ("Transfer WHERE size>10 AND size<5", "size<5"),
    ("Transfer WHERE size>10 AND size<=10", "size<=10"),
    ("Transfer WHERE size>=10 AND size<10", "size<10"),
    ("Transfer WHERE size=10.0 AND size<1e1", "size<1e1"),
    ("Transfer WHERE size=null AND size>0", "size>0"),
    ("Transfer WHERE size=1 AND size=2", "size=2"),
    ("Volume WHERE default=true AND default=0", "default=0"),
    ("Transfer WHERE created<2026-01-22 AND created>2026-01-22T08:00:00", "created>2026-01-22T08:00:00"),
    ("Transfer WHERE created=2026-01-22 AND created=2026-01-23", "created=2026-01-23"),
    ("Transfer WHERE created=2026-01-22 AND created>2026-01-22", "created>2026-01-22"),
    ("Transfer WHERE created IN (2026-01-22, 2026-01-24) AND created IN (2026-01-23)", "created IN (2026-01-23)"),
    ("Transfer WHERE name<b AND name>c", "name>c"),
    ("Transfer WHERE name=b AND name>c", "name>c"),
    ("Transfer WHERE name IN (a, b) AND name IN (c, d)", "name IN (c, d)"),
    ("Transfer WHERE name IN (a, b) AND name NOT IN (b, A, c)", "name NOT IN (b, A, c)"),
    ("Transfer WHERE name IN (a, b) AND name!=a AND name!=b", "name!=b"),
    ("Transfer WHERE name IN (a, b) AND name IN (b, c) AND name IN (a, c)", "name IN (a, c)"),
    ("Transfer WHERE name=ab AND name!=a*", "name!=a*"),
    ("Transfer WHERE name=b AND name=a*", "name=a*"),
    ("Transfer WHERE name=a* AND name=b*", "name=b*"),
    ("Transfer WHERE name=*a AND name=*b", "name=*b"),
    ("Transfer WHERE name=*ab* AND name NOT CONTAINS b", "name NOT CONTAINS b"),
    ("Transfer WHERE name=ab AND name CONTAINS c", "name CONTAINS c"),
    ("Transfer WHERE name=null AND name CONTAINS c", "name CONTAINS c"),
    ("Transfer WHERE name=null AND name=a*", "name=a*"),
    ("Transfer WHERE name=null AND name IN (a, b)", "name IN (a, b)"),
    ('Transfer WHERE name=null AND name MATCHES "a.b"', 'name MATCHES "a.b"'),
    (
        "Task WHERE job.id=5a7325f8b7ef72f5f9d74bf4 AND job.id=69732302fd379c8fff1089d0",
        "job.id=69732302fd379c8fff1089d0",
    ),
    ("attributes WHERE entitytype=job AND entitytype=user", "entitytype=user"),
]


@pytest.mark.parametrize(("query", "place"), NEVER)
def test_contradictions(query: str, place: str) -> None:
    """Reported once, at the later of two conditions; the query finds nothing."""
    (diagnostic,) = diagnostics(query, "ACC401")
    assert query[diagnostic.span.start : diagnostic.span.end] == place
    assert diagnostic.help is not None
    assert diagnostic.help.startswith("The query finds nothing.")


POSSIBLE = [
    # A list offers several values, and so do a reference and what the schema does not know.
    "Client WHERE roles=storage AND roles=compute",
    "Transfer WHERE user=lisa AND user=6676f3e9c7ef4e27da254e57",
    "Transfer WHERE user=null AND user=lisa",
    "Transfer WHERE metadata.x=5 AND metadata.x=abc",
    "Transfer WHERE metadata.x>5 AND metadata.x<3",
    "Transfer WHERE unknown=a AND unknown=b",
    "Nothing WHERE status=a AND status=b",
    "Transfer WHERE metadata.Shot=a AND metadata.shot!=a",
    # Wildcards, ranges and intervals that meet.
    "Transfer WHERE name=a* AND name=*b",
    "Transfer WHERE name=a* AND name=ab*",
    "Transfer WHERE name=a*b AND name=ab",
    "Transfer WHERE name=a* AND name!=ab",
    "Transfer WHERE name=a* AND name NOT CONTAINS ab",
    "Transfer WHERE size>5 AND size<6",
    "Transfer WHERE size>=5 AND size<=5",
    "Transfer WHERE created=2026-01-22 AND created>2026-01-22T08:00:00",
    "Transfer WHERE created<=2026-01-22 AND created>=2026-01-22",
    "Transfer WHERE created<=9999-12-31 AND created>=9999-12-31",
    "Transfer WHERE name CONTAINS a AND name CONTAINS b",
    "Transfer WHERE name CONTAINS a AND name NOT CONTAINS ab",
    'Transfer WHERE name=ab AND name NOT MATCHES "b.?$"',
    "Transfer WHERE user=share:a AND user NOT CONTAINS share",
    "Transfer WHERE metadata.x=5 AND metadata.x NOT CONTAINS 5",
    # An OR of different values.
    "Transfer WHERE status=failed OR status=running",
    "Transfer WHERE size>10 OR size<=10",
    "Transfer WHERE name=a OR name!=b OR size>10",
    "Client WHERE roles!=storage OR roles!=compute",
    "Transfer WHERE user!=lisa OR user!=max",
]


@pytest.mark.parametrize("query", POSSIBLE)
def test_what_can_hold_and_can_fail(query: str) -> None:
    """Nothing is said that some record could refute."""
    assert places(query, "ACC401", "ACC402") == []


ALWAYS = [
    ("Transfer WHERE status!=failed OR status!=running", "status!=running"),
    ("Transfer WHERE size>1 OR (status!=failed OR status!=running)", "status!=running"),
    ("Transfer WHERE name=x OR name!=X", "name!=X"),
    ("Transfer WHERE name=null OR name!=null", "name!=null"),
    ("Client WHERE roles IN (storage, compute) OR roles NOT IN (compute, storage)", "roles NOT IN (compute, storage)"),
    ("Client WHERE roles IN (storage, compute) OR roles!=compute", "roles!=compute"),
    ("Transfer WHERE name NOT CONTAINS ab OR name CONTAINS b", "name CONTAINS b"),
    ("Transfer WHERE name NOT IN (a, b) OR name=a OR name=b", "name=b"),
    ("Transfer WHERE created!=2026-01-22 OR created!=2026-01-23", "created!=2026-01-23"),
]


@pytest.mark.parametrize(("query", "place"), ALWAYS)
def test_tautologies(query: str, place: str) -> None:
    """Reported once, at the later of two conditions; the query finds everything."""
    (diagnostic,) = diagnostics(query, "ACC402")
    assert query[diagnostic.span.start : diagnostic.span.end] == place
    assert diagnostic.help is not None
    assert diagnostic.help.startswith("The query finds everything.")


PARTS = [
    ("Transfer WHERE size>1 OR (name=a AND name=b)", "This part of the query finds nothing. Did you mean OR?"),
    ("Transfer WHERE size>1 AND (name!=a OR name!=b)", "This part of the query leaves nothing out. Did you mean AND?"),
    (
        "Transfer WHERE size>1 AND (name=c OR (name=a AND name=b))",
        "This part of the query finds nothing. Did you mean OR?",
    ),
    ("Transfer WHERE (name=a AND name=b) OR (size=1 AND size=2)", "The query finds nothing. Did you mean OR?"),
    ("Transfer WHERE size>1 AND name=a AND name=b", "The query finds nothing."),
    ("Transfer WHERE name=a AND name!=a", "The query finds nothing."),
]


@pytest.mark.parametrize(("query", "help_"), PARTS)
def test_the_consequence_is_stated(query: str, help_: str) -> None:
    """For the whole query or a part of it; the other connective is offered where nothing else stands beside."""
    assert diagnostics(query, "ACC401", "ACC402")[0].help == help_


CONNECTIVES = [
    ("Transfer WHERE name=a AND name=b", "ACC401", "Transfer WHERE name=a OR name=b"),
    ("Transfer WHERE (name!=a) or (name!=b)", "ACC402", "Transfer WHERE (name!=a) and (name!=b)"),
    ("Transfer WHERE name=a AND name=b OR size>1", "ACC401", None),
    ("Transfer WHERE name=a AND name=b AND size>1", "ACC401", None),
]


@pytest.mark.parametrize(("query", "code", "result"), CONNECTIVES)
def test_the_other_connective_is_a_fix_to_look_at(query: str, code: str, result: str | None) -> None:
    """Only where turning the word over takes in nothing else."""
    assert fixed(query, code) == (None if result is None else (result, False))


REPEATED = [
    ("Transfer WHERE name=a AND size>1 AND name=a", "name=a", "Transfer WHERE name=a AND size>1"),
    ("Transfer WHERE name=a OR name='A' OR size>1", "name='A'", "Transfer WHERE name=a OR size>1"),
    ("Transfer WHERE size=50 OR (size=5e1)", "(size=5e1)", "Transfer WHERE size=50"),
    ("Transfer WHERE size=50 OR size IN (50.0)", "size IN (50.0)", "Transfer WHERE size=50"),
    ("Transfer WHERE name IN (a, b) OR name IN (B, A)", "name IN (B, A)", "Transfer WHERE name IN (a, b)"),
    ("Transfer WHERE name=a** AND name=a*", "name=a*", "Transfer WHERE name=a**"),
    ("Transfer WHERE name='a'AND(name=a)AND size>1", "(name=a)", "Transfer WHERE name='a' AND size>1"),
    ("Transfer WHERE size>1 AND (name=a AND (name=a OR size>2)) AND name=a", "name=a", None),
    (
        "Transfer WHERE (name=a AND size>1) OR (size>1 AND name=a)",
        "(size>1 AND name=a)",
        "Transfer WHERE (name=a AND size>1)",
    ),
    ("Transfer WHERE name=a OR name=b AND name=b OR size>1", "name=b", "Transfer WHERE name=a OR name=b OR size>1"),
    ("Transfer WHERE name=a AND size>1 OR name=b OR name=A AND size>1", "name=A AND size>1", None),
    (
        "Transfer WHERE size>1 OR (name=a OR (name=a OR size>2))",
        "name=a",
        "Transfer WHERE size>1 OR (name=a OR (size>2))",
    ),
    ("Transfer WHERE size>1 AND (size>1) AND name=b", "(size>1)", "Transfer WHERE size>1 AND name=b"),
    ("Transfer WHERE metadata.x=T AND metadata.x=t", "metadata.x=t", "Transfer WHERE metadata.x=T"),
    ("Transfer WHERE user=share:a AND user=SHARE:A", "user=SHARE:A", "Transfer WHERE user=share:a"),
]


@pytest.mark.parametrize(("query", "place", "result"), REPEATED)
def test_repeated_conditions(query: str, place: str, result: str | None) -> None:
    """Found in whatever spelling, and taken out with one AND or OR."""
    assert ("ACC403", place) in places(query)
    if result is not None:
        assert fixed(query, "ACC403") == (result, True)


def test_two_spellings_of_an_attribute_are_not_safe_to_join() -> None:
    """A record could have both as keys."""
    assert fixed("Transfer WHERE name=a AND Name=a", "ACC403") == ("Transfer WHERE name=a", False)


IDLE = [
    ("Transfer WHERE size>5 AND size>10", "Transfer WHERE size>10", True),
    ("Transfer WHERE size>5 OR size>10", "Transfer WHERE size>5", True),
    ("Transfer WHERE size>=10 AND size>10", "Transfer WHERE size>10", True),
    ("Transfer WHERE size=12 AND size>10", "Transfer WHERE size=12", True),
    (
        "Transfer WHERE created=2026-01-22T08:00:00 AND created>=2026-01-22",
        "Transfer WHERE created=2026-01-22T08:00:00",
        True,
    ),
    ("Transfer WHERE name=a OR name IN (a, b)", "Transfer WHERE name IN (a, b)", True),
    ("Transfer WHERE name!=a AND name NOT IN (a, b)", "Transfer WHERE name NOT IN (a, b)", True),
    ("Transfer WHERE name=ab OR name=a*", "Transfer WHERE name=a*", True),
    ("Transfer WHERE name CONTAINS ab AND name CONTAINS b", "Transfer WHERE name CONTAINS ab", True),
    ("Client WHERE roles CONTAINS ab OR roles CONTAINS b", "Client WHERE roles CONTAINS b", True),
    ("Transfer WHERE status=failed AND status!=done", "Transfer WHERE status=failed", False),
    ("Transfer WHERE size!=null AND size>10", "Transfer WHERE size>10", False),
    ("Transfer WHERE status=failed OR status!=done", "Transfer WHERE status!=done", False),
    ("Transfer WHERE name=a OR (name=a AND size>1)", "Transfer WHERE name=a", True),
    ("Transfer WHERE name=a OR name=a AND size>1", "Transfer WHERE name=a", True),
    ("Transfer WHERE name=a AND (size>1 OR name=A)", "Transfer WHERE name=a", True),
    ("Transfer WHERE (name=a AND size>1) OR status=failed OR name=a", "Transfer WHERE status=failed OR name=a", True),
]


@pytest.mark.parametrize(("query", "result", "is_safe"), IDLE)
def test_conditions_that_say_nothing_new(query: str, result: str, is_safe: bool) -> None:
    """Taken out; safe only where that holds on records with lists in any place."""
    assert fixed(query, "ACC404") == (result, is_safe)


NEEDED = [
    "Transfer WHERE size>5 AND size<10",
    "Transfer WHERE metadata.x>5 AND metadata.x>10",
    "Transfer WHERE metadata.x=1 AND metadata.x=1.0",
    "Transfer WHERE metadata.x=5 AND metadata.x CONTAINS 5",
    "Transfer WHERE metadata.x=ab OR metadata.x=a*",
    "Client WHERE roles=storage AND roles!=compute",
    "Transfer WHERE user=lisa AND user!=max",
    "Transfer WHERE user=share:a AND user CONTAINS share",
    "Transfer WHERE name=a OR (name=b AND size>1)",
    "Transfer WHERE name=a AND (name=a AND size>1 OR size>2)",
    "Transfer WHERE name CONTAINS ab AND name CONTAINS bc",
    "Transfer WHERE created=2026-01-22 AND created>2026-01-22T08:00:00",
    "Transfer WHERE user=:a AND user=:b",
    "Transfer WHERE name IN :a AND name IN :b",
]


@pytest.mark.parametrize("query", NEEDED)
def test_conditions_that_are_needed(query: str) -> None:
    """Nothing is called redundant that some record tells apart."""
    assert [d.code for d in accsyn.check(query) if d.code in ("ACC401", "ACC402", "ACC403", "ACC404")] == []


def test_parameters_are_equal_only_to_themselves() -> None:
    """What they stand for is not known before they are bound."""
    found = accsyn.check("Transfer WHERE name=:a AND name=:a AND name!=:b AND size>:c AND size>:c")
    assert [d.code for d in found if d.code[:4] == "ACC4"] == ["ACC403", "ACC403"]
    assert "ACC401" in [d.code for d in accsyn.check("Transfer WHERE name IN :a AND name NOT IN :a")]
    assert "ACC401" not in [d.code for d in accsyn.check("Transfer WHERE name=:a AND name=b")]
    assert "ACC401" not in [d.code for d in accsyn.check("Transfer WHERE name=b AND name IN (:a, c)")]


def test_bound_parameters_are_values() -> None:
    """A text bound to a parameter is plain: a `*` in it is no wildcard."""
    codes = [d.code for d in accsyn.check("Transfer WHERE name=:a AND name=ab", params={"a": "a*"})]
    assert "ACC401" in codes
    codes = [d.code for d in accsyn.check("Transfer WHERE name IN :a AND name=ab", params={"a": []})]
    assert [code for code in codes if code[:4] == "ACC4"] == []


def test_patterns_of_long_lists_are_left_alone() -> None:
    """So many wildcards are not tried against each other."""
    many = ", ".join(f"a{letter}*" for letter in "abcdefghijklmnopqrst")
    assert places(f"Transfer WHERE name=zz AND name IN ({many})", "ACC401") == []
    assert places(f"Transfer WHERE name=z* AND name IN ({many})", "ACC401") == []


def test_a_node_in_two_places_has_no_fix() -> None:
    """A tree made in code may hold one object twice: its places are not known."""
    node = Comparison("name", Operator.EQUAL, Literal("a"))
    bound = bind(Statement("thing", And((node, node, Comparison("size", Operator.GREATER, Literal("1"))))), SCHEMA)
    source, spans = places_of(bound.statement)
    assert list(find_logic(bound, source.text, spans)) == []
    twin = Comparison("name", Operator.EQUAL, Literal("a"))
    bound = bind(Statement("thing", And((node, twin, node))), SCHEMA)
    source, spans = places_of(bound.statement)
    (found,) = find_logic(bound, source.text, spans)
    assert (found.code, found.fixes) == ("ACC403", ())


def test_no_condition_has_no_logic() -> None:
    """There is nothing to say about all transfers."""
    assert diagnostics("Transfer") == []


def test_reports_are_limited() -> None:
    """A generated query draws no thousand diagnostics, and those that change the answer come first."""
    query = "Transfer WHERE " + " OR ".join(f"(size=1 AND size={number})" for number in range(2, 200))
    found = diagnostics(query)
    assert [d.code for d in found] == ["ACC401"] * 50
