"""Code from text: run, it gives back the query."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accsyn
from accsyn import entities
from accsyn.ast import (
    And,
    Comparison,
    Exact,
    Expression,
    List,
    Literal,
    Null,
    Operator,
    Or,
    Parameter,
    Statement,
    comparisons,
    join,
)
from accsyn.builder import cheatsheet
from accsyn.query import Query
from accsyn.testing.strategies import queries
from tests import strategies, trees
from tests.examples import times


def run(code: str) -> Any:
    """What a piece of code makes of `query` or `condition`."""
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - running it is the test
    return names["query"] if "query" in names else names["condition"]


def test_code_is_complete_and_readable() -> None:
    """Imports, an assignment, an argument a line where it is long."""
    text = "Transfer WHERE user=lisa@example.com AND created>-7d AND (status IN failed,aborted OR size>1e9) AND staus=x"
    assert accsyn.to_code(text) == (
        "from accsyn.builder import ago, written\n"
        "from accsyn.entities import Transfer\n"
        "\n"
        "query = Transfer.where(\n"
        '    Transfer.user == "lisa@example.com",\n'
        "    Transfer.created > ago(days=7),\n"
        '    Transfer.status.in_(["failed", "aborted"]) | (Transfer.size > written("1e9")),\n'
        '    Transfer["staus"] == "x",\n'
        ")\n"
    )


ROWS = [
    ("Transfer", "query = Transfer.where()"),
    ("transfer", 'query = parse("transfer")'),
    ("entitytypes", 'query = parse("entitytypes")'),
    ("transfer WHERE size>5", 'query = parse("transfer").where(Transfer.size > 5)'),
    ("Shot WHERE frames>5", 'query = parse("Shot").where(attribute("frames") > 5)'),
    ("a=1 OR b=null", 'condition = (attribute("a") == 1) | attribute("b").is_null()'),
    ("Transfer WHERE status=runing", 'query = Transfer.where(Transfer["status"] == "runing")'),
    ("Transfer WHERE Status=done", 'query = Transfer.where(Transfer["Status"] == "done")'),
    ("Transfer WHERE status IN (:x)", 'query = Transfer.where(Transfer.status.in_(parameter("x")))'),
    (
        "Transfer WHERE status IN (:x, runing)",
        'query = Transfer.where(Transfer["status"].in_([parameter("x"), "runing"]))',
    ),
    ('Transfer WHERE name MATCHES "("', 'Transfer.where(Comparison("name", Operator.MATCHES, Literal("(")))'),
    ('Transfer WHERE name="C:\\"', r'Transfer.where(Transfer.name == written("C:\\"))'),
    ("Task WHERE job.id=66fc", 'query = Task.where(Task["job.id"] == "66fc")'),
    ("Task WHERE job.source.id=6676f3e9c7ef4e27da254e57", "Task.job.source.id == "),
    ("Client WHERE metrics.cpu>0.5", 'Client["metrics.cpu"] > 0.5'),
    ("Client WHERE metrics=null", 'Client["metrics"].is_null()'),
    ("Transfer WHERE size CONTAINS 5", 'Transfer["size"].contains("5")'),
    ("Transfer WHERE source.status=x", 'Transfer.source.status == "x"'),
    ("Client WHERE metrics IN (null)", 'Client["metrics"].in_([None])'),
    ("User WHERE inactive=1", 'User.inactive == written("1")'),
    ('Transfer WHERE name="a\'b"', """Transfer.name == "a'b\""""),
    ("Transfer WHERE name='a\"b'", "Transfer.name == 'a\"b'"),
    (r"Transfer WHERE name MATCHES '^\d'", r'Transfer.name.matches(r"^\d")'),
]


@pytest.mark.parametrize(("text", "code"), ROWS)
def test_each_case_has_its_form(text: str, code: str) -> None:
    """What the schema knows is written by its name, the rest in wider forms; each gives back the query."""
    written = accsyn.to_code(text)
    assert code in written
    is_query = "query = " in written
    assert run(written) == (accsyn.parse(text) if is_query else accsyn.parse_expression(text))


@times(2)
@given(strategies.statements())
def test_code_gives_back_what_a_text_says(statement: Statement) -> None:
    """Any text: unknown names, strange values, nesting."""
    whole: Any = statement.condition if statement.entity_type is None else Query(statement)
    if statement.entity_type is not None and "." in statement.entity_type:
        return
    assert run(accsyn.to_code(whole)) == whole


@pytest.mark.slow
@times(2)
@given(trees.statements())
def test_code_gives_back_what_python_says(statement: Statement) -> None:
    """Trees with values that no text has: plain stars, both kinds of quotes, empty lists."""
    condition = statement.condition
    whole: Any = Query(statement) if condition is None else condition
    assert run(accsyn.to_code(whole)) == whole


@pytest.mark.slow
@times(2)
@given(st.sampled_from(["transfer", "task", "user", "client", "acl"]).flatmap(lambda name: queries(entity_type=name)))
def test_code_gives_back_queries_of_the_schema(query: Query) -> None:
    """Of known attributes most need no brackets, and their values are of the right types."""
    entity = accsyn.builtin_schema().entity_type(query.entity_type)
    assert entity is not None
    labelled = Query(Statement(entity.label, query.condition))
    code = accsyn.to_code(labelled)
    assert run(code) == labelled
    assert "from accsyn.ast" not in code


def test_options_are_written_too() -> None:
    """The calls that made them, in a fixed order."""
    query = (
        accsyn.parse("Task WHERE size>5").limit(5).skip(0).parent("x").finished().archived(False).attributes("a", "b")
    )
    code = accsyn.to_code(query)
    assert code.endswith('.parent("x").attributes("a", "b").finished().archived(False).limit(5).skip(0)\n')
    assert run(code) == query
    assert run(accsyn.to_code(accsyn.parse("task").inactive())) == accsyn.parse("task").inactive()


def test_deep_and_wide_trees_become_code() -> None:
    """Deep parts get names of their own, wide ones stand in calls: Python's parser takes both."""
    leaf: Expression = Comparison("a", Operator.EQUAL, Literal("1"))
    deep = leaf
    for level in range(400):
        deep = join(Or if level % 2 else And, [leaf, deep])
    assert run(accsyn.to_code(deep)) == deep
    wide = join(Or, [Comparison("a", Operator.EQUAL, Literal(str(number))) for number in range(3000)])
    assert run(accsyn.to_code(wide)) == wide


def test_nodes_that_nothing_else_makes_are_written_out() -> None:
    """An exact text without need, a junction of one, a list of one parameter, an object that is compared."""
    made = [
        Comparison("a", Operator.EQUAL, Exact("x")),
        And((Comparison("a", Operator.EQUAL, Exact("x")),)),
        Comparison("a", Operator.IN, List((Literal("x"), Exact("y")))),
        Comparison("a", Operator.IN, List((Parameter("p"),))),
        Comparison("a", Operator.IN, List((Parameter("p"), Exact("y"), Null()))),
    ]
    for node in made:
        found = run(accsyn.to_code(node))
        assert found == node or found == made[0]


def test_another_schema_has_its_module() -> None:
    """Classes are named after its labels, and imported from where they are said to be."""
    schema = accsyn.load_schema({"entities": {"shot": {"label": "Shot", "attributes": {"size": {"type": "integer"}}}}})
    code = accsyn.to_code("Shot WHERE size>5", schema=schema, module="house")
    assert code == "from house import Shot\n\nquery = Shot.where(Shot.size > 5)\n"


def test_something_else_is_refused() -> None:
    """A wrong text is a syntax error, another type a type error."""
    with pytest.raises(accsyn.QuerySyntaxError):
        accsyn.to_code("Transfer WHERE")
    with pytest.raises(TypeError, match="not int"):
        accsyn.to_code(5)  # type: ignore[arg-type]


def test_the_cheat_sheet_is_right() -> None:
    """Every operator stands in it, each row's code makes the query of its text, and the page has every row."""
    texts = [text for group in cheatsheet.QUERIES.values() for text in group]
    assert {node.operator for text in texts for node in comparisons(accsyn.parse(text).statement)} == {*Operator}
    rows = [*cheatsheet.rows(), *cheatsheet.SHORTER]
    page = cheatsheet.page()
    for row in rows:
        names: dict[str, Any] = {name: getattr(entities, name) for name in entities.__all__}
        exec("from accsyn import wildcard\nfrom accsyn.builder import *\n", names)  # noqa: S102 - what the page says
        assert eval(row.code, names) == accsyn.parse(row.text)  # noqa: S307 - running it is the test
        assert row.text.partition(" ")[0] in page
    assert page.count("\n| ") >= len(rows)
