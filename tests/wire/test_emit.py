"""The text for the server in one pass: it agrees with the long way, and is taken where it should be."""

from __future__ import annotations

import pickle
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import accsyn
from accsyn.ast import And, Comparison, Expression, List, Literal, Null, Operator, Or, Statement
from accsyn.binding.context import Context
from accsyn.grammar.parser import parse_statement
from accsyn.parameters import bind_parameters
from accsyn.schema.model import Schema
from accsyn.wire.emit import _OnItsOwn, emit
from accsyn.wire.expression import normalise, rest_text, write
from tests import trees
from tests.examples import times
from tests.strategies import spelled
from tests.strategies import statements as parsed_statements
from tests.wire.test_expression import ROWS

NOW = datetime(2026, 1, 22, 12, 0, tzinfo=timezone.utc)
SCHEMA = accsyn.builtin_schema()


def is_plain(statement: Statement, schema: Schema) -> bool:
    """Whether nothing of a statement has to be bound to write it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_OnItsOwn, "text", lambda *_: None)
        return emit(statement, context(schema)) is not None


def context(schema: Schema = SCHEMA, *, strict: bool = False) -> Context:
    return Context(schema, strict, lambda: NOW, timezone.utc)


def agrees(statement: Statement, schema: Schema = SCHEMA) -> None:
    """What is emitted is what the long way gives; where that has an error, nothing is emitted."""
    if is_plain(statement, schema):
        assert {finding.kind for finding in context(schema, strict=True).bind(statement).findings} <= {
            "deprecated_name"
        }
    for strict in (False, True):
        emitted = emit(statement, context(schema, strict=strict))
        bound = context(schema, strict=strict).bind(statement)
        if bound.has_parameters or any(finding.is_error for finding in bound.findings):
            assert emitted is None
            continue
        normal = normalise(bound)
        if any(note.refused for note in normal.notes):
            assert emitted is None
        elif emitted is not None:
            assert not normal.never
            assert emitted == write(normal.statement)


@pytest.mark.slow
@given(trees.statements())
@times(3)
def test_trees_made_in_code_go_out_alike(statement: Statement) -> None:
    """With every kind of value, hard ones most of all."""
    agrees(statement)


@pytest.mark.slow
@given(spelled(parsed_statements()), st.sampled_from(["transfer", "Job", "FILE", "user", "acl"]))
@times(3)
def test_parsed_texts_go_out_alike(pair: tuple[str, Statement], entity: str) -> None:
    """With names and values of every kind; the entity type is one that the schema knows."""
    statement = parse_statement(pair[0], "statement")
    agrees(Statement(entity, statement.condition, statement.source))


# Values that fit some type and not another, or fit nearly.
_VALUES = [
    "failed", "FAILED", "fail*", "sttaus", "lisa@example.com", "user:lisa", "USER:lisa", "site:hq", "bogus:x", "hq",
    "share:1", ":", "6676f3e9c7ef4e27da254e57", "6676F3E9C7EF4E27DA254E57", "6676f3e9c7ef4e27da254e5",
    "3f2b8c1e-5d4a-4c3b-9a2f-1e0d9c8b7a65", "0", "1", "-1", "101", "50.0", "1e3", "1.5", "9" * 400, "true", "TRUE",
    "yes", "2026-01-22", "2026-01-22T10:00:00", "2026-01-22t10:00:00Z", "today", "-7d", "null", "NULL", "Malmö",
    "İSTANBUL", "ΟΔΟΣ", "app", "'a b'", "\"it's\"", "'say \"x\"'", "''", "' a'", "'a,b'", "'null'", "':p'", "'*'",
    "'a\nb'", "'a\u00a0b'", "'\ud800'", "'C:\\'", "C:\\", "[a-z]", "'2026-01-22T10:00:00'",
]  # fmt: skip
_ENTITIES = [*SCHEMA.entity_types.values()]
_PATHS = [
    (entity.name, path)
    for entity in _ENTITIES
    for name in entity.attributes
    for path in (name, name.upper(), f"{name}.id", f"{name}_hr")
]
_values = st.sampled_from(_VALUES)


@pytest.mark.slow
@given(
    st.sampled_from(_PATHS),
    st.lists(
        st.tuples(
            st.sampled_from([*Operator]), st.lists(_values, min_size=1, max_size=3), st.sampled_from(["AND", "OR"])
        ),
        min_size=1,
        max_size=4,
    ),
)
@times(10)
@example(("transfer", "status"), [(Operator.IN, ["failed", "null"], "OR"), (Operator.EQUAL, ["fail*"], "AND")])
@example(("transfer", "created"), [(Operator.EQUAL, ["2026-01-22"], "AND"), (Operator.LESS, ["today"], "OR")])
def test_typed_values_go_out_alike(path: tuple[str, str], rows: list[tuple[Operator, list[str], str]]) -> None:
    """Every attribute of the built-in schema with values that fit, do not fit, and nearly fit."""
    entity, name = path
    condition = ""
    for operator, values, word in rows:
        value = f"({','.join(values)})" if operator in (Operator.IN, Operator.NOT_IN) else values[0]
        comparison = f"{name} {operator.value} {value}"
        condition = f"({condition}) {word} {comparison}" if condition else comparison
    try:
        statement = parse_statement(f"{entity} WHERE {condition}")
    except accsyn.QuerySyntaxError:  # an empty item, for one
        return
    agrees(statement)


@given(st.lists(trees.hard_texts, min_size=1, max_size=3), st.sampled_from(["=", "!=", "<", " CONTAINS ", " IN "]))
def test_bound_values_go_out_alike(texts: list[str], operator: str) -> None:
    """What is bound keeps the text it was parsed from, and is no part of that text."""
    value = texts if operator == " IN " else texts[0]
    statement, _ = bind_parameters(
        parse_statement(f"transfer WHERE name{operator}:x OR code={':n'}"), {"x": value, "n": 1.5}
    )
    agrees(statement)


# Condition of a transfer, what is sent, and which way it goes.
WAYS = [
    ("source=myworkspace", "source=myworkspace", "plain"),
    (
        "((User=lisa@example.com AND destination=hq) OR status<>Failed) AND code='* Backup'",
        '((user=lisa@example.com and destination=hq) or status!=failed) and code="* backup"',
        "plain",
    ),
    ("status IN 'failed, aborted'", "status in failed,aborted", "plain"),
    ("status NOT IN (failed, null)", "status not in failed,null", "plain"),
    ("status=fail*", "status=fail*", "plain"),
    ("size>=1E3 AND size<50.0", "size>=1e3 and size<50.0", "plain"),
    ("user=null AND finished=null", "user=null and finished=null", "plain"),
    ("name CONTAINS 'x\"y'", "name contains 'x\"y'", "plain"),
    ("metadata.Shot=SH010", "metadata.shot=sh010", "plain"),
    ("name=Malmö", "name=malmö", "plain"),
    ("a=1 AND size=1", "a=1 and size=1", "mixed"),
    ("status=x AND size=1", "status=x and size=1", "mixed"),
    ("metadata.at=2026-01-22T08:35:59Z", "metadata.at=2026-01-22T08:35:59Z", "mixed"),
    ("name MATCHES 'A+'", 'name matches "a+"', "mixed"),
    ("created>2026-01-22", "created>=2026-01-23T00:00:00", "mixed"),
    ("created=2026-01-22", "created>=2026-01-22T00:00:00 and created<2026-01-23T00:00:00", "mixed"),
    (
        "created=2026-01-22 AND size=1",
        "created>=2026-01-22T00:00:00 and created<2026-01-23T00:00:00 and size=1",
        "mixed",
    ),
    (
        "size=1 OR created=2026-01-22",
        "size=1 or (created>=2026-01-22T00:00:00 and created<2026-01-23T00:00:00)",
        "mixed",
    ),
    ("created IN 2026-01-22T08:00:00,null", "created in 2026-01-22T08:00:00,null", "mixed"),
    ("name IN ('a b', c)", 'name in "a b,c"', "mixed"),
    ("name IN ('a,b', c)", 'name in c or name="a,b"', "mixed"),
    ("name='a\u00a0b'", 'name="a\u00a0b"', "long"),
    ("name='a\nb'", 'name matches "^a\\x0ab(?![\\s\\S])"', "long"),
]


@pytest.mark.parametrize(("condition", "expected", "way"), WAYS)
def test_way_of_a_query(condition: str, expected: str, way: str) -> None:
    """The shortest way that can write it."""
    statement = parse_statement(f"Transfer WHERE {condition}")
    assert accsyn.compile(accsyn.Query(statement)).expression == expected
    assert is_plain(statement, SCHEMA) == (way == "plain")
    assert (emit(statement, context()) is not None) == (way in ("plain", "mixed"))


@pytest.mark.parametrize("condition", ["size=abc", "size=1 AND created=x", "source=:x", "name<:x", "name MATCHES '('"])
def test_nothing_is_emitted_for_an_error(condition: str) -> None:
    """The long way finds all that is wrong, and says it."""
    statement = parse_statement(f"Transfer WHERE {condition}")
    assert emit(statement, context()) is None
    with pytest.raises(accsyn.QueryValidationError):
        accsyn.compile(accsyn.Query(statement))


@pytest.mark.parametrize(("condition", "expected"), ROWS)
def test_the_long_way_gives_the_same(condition: str, expected: str) -> None:
    """Every row of LANGUAGE 5 that the one pass writes."""
    statement = parse_statement(f"Transfer WHERE {condition}")
    assert rest_text(context().bind(statement)) == expected


LEAF = Comparison("size", Operator.EQUAL, Literal("1"))


@pytest.mark.parametrize(
    "condition",
    [
        And((LEAF, And((LEAF, LEAF)))),
        Comparison("name", Operator.EQUAL, Literal("a b")),
        Comparison("name", Operator.EQUAL, Literal(":p")),
        Comparison("name", Operator.EQUAL, Literal("a=1 OR b")),
        Comparison("name", Operator.IN, List((Literal("a b"), Null()))),
        Or((LEAF, Comparison("name", Operator.IN, List(())))),
    ],
)
def test_trees_that_no_text_gives_go_the_long_way(condition: Expression) -> None:
    """A bare literal that cannot be bare, an And in an And, an empty list: nothing is taken on trust."""
    statement = Statement("transfer", condition)
    assert not is_plain(statement, SCHEMA)
    agrees(statement)


@pytest.mark.parametrize("name", ["metadata.x", "metadata." + "x" * 200, "sttaus"])
def test_what_is_remembered_about_names_is_bounded(name: str) -> None:
    """Texts come from anywhere: spellings without number, paths of any length."""
    schema = Schema([SCHEMA.entity_types["transfer"]])
    entity = schema.entity_types["transfer"]
    for number in range(2500):
        accsyn.compile(f"transfer WHERE {name}{number}=x", schema=schema)
    assert all(len(rules) <= 1000 for rules in entity.prepared.values())
    assert all(len(path) <= 100 for rules in entity.prepared.values() for path in rules)
    assert len(entity._resolved) <= 1000
    assert all(len(path) <= 100 for path in entity._resolved)


def test_a_query_is_bound_when_it_is_asked() -> None:
    """Everything that a query bound at once can say, it says later, also in another process."""
    text = "Job WHERE status=failed AND name='B*' AND user=null"
    compiled = accsyn.compile(text)
    assert isinstance(compiled._bound, Context)
    twin = pickle.loads(pickle.dumps(compiled))
    for each in (compiled, twin):
        assert each.bound is each.bound
        assert each.bound.statement == each.query.statement
        assert each.query is each.query
        assert each.entity_type == "job"
        assert not each.never_matches
        assert each.matches({"status": "FAILED", "name": "bc"})
        assert [diagnostic.code for diagnostic in each.diagnostics] == ["ACC203", "ACC502"]
    assert compiled.diagnostics == twin.diagnostics == tuple(accsyn.check(text))


def test_a_query_with_times_keeps_its_moments() -> None:
    """What is sent and what is tried later are about the same time, each word about its own."""
    moments = iter([NOW, NOW + timedelta(hours=1)])
    compiled = accsyn.compile("Transfer WHERE created>-1d AND status=failed AND created<now", now=lambda: next(moments))
    assert compiled.expression == "created>2026-01-21T12:00:00 and status=failed and created<2026-01-22T13:00:00"
    for each in (compiled, pickle.loads(pickle.dumps(compiled))):
        assert write(normalise(each.bound).statement) == compiled.expression
        assert each.matches({"status": "failed", "created": "2026-01-21T12:00:01"})
        assert not each.matches({"status": "failed", "created": "2026-01-21T12:00:00"})


def test_the_clock_goes_on_where_the_short_way_gave_up() -> None:
    """No moment is asked for twice: a clock may be one that ends."""
    moments = iter([NOW, NOW + timedelta(hours=1)])
    text = "Transfer WHERE created>-1d AND name='a\n' AND (created<now OR name NOT IN :x)"
    compiled = accsyn.compile(text, params={"x": []}, now=lambda: next(moments))
    assert compiled.expression == 'created>2026-01-21T12:00:00 and name matches "^a\\x0a(?![\\s\\S])"'
    assert next(moments, None) is None
