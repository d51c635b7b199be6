"""The strategies: what they give is what they say, whatever is drawn."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import Phase, find, given, seed, settings
from hypothesis import strategies as st

import accsyn
from accsyn.ast import Operator
from accsyn.query import Query
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.model import Attribute, EntityType, Schema, Type
from accsyn.testing import NoExampleError, search
from accsyn.testing.strategies import failing, matching, queries, records
from tests.logic.generated import SCHEMA
from tests.logic.generated import queries as tight_queries

NOW = datetime(2026, 1, 22, 8, 35, 59, tzinfo=timezone.utc)
QUERIES = [
    "Transfer",
    "Transfer WHERE size>10 AND size<=1000",
    "Transfer WHERE speed>0.5 AND speed<0.75",
    "Transfer WHERE speed>1e200",
    "Transfer WHERE created>-7d AND created<now",
    "Transfer WHERE created=2026-01-22",
    "Queue WHERE default=true OR priority IN (5, 6)",
    "Transfer WHERE status IN (failed, aborted) AND status!=failed",
    "Transfer WHERE name=*backup* AND name CONTAINS zip",
    "Transfer WHERE name MATCHES '^sq[0-9]{3}_.+$' OR name MATCHES '(a|b)*c'",
    r"Transfer WHERE name MATCHES '\bab(?=c)' OR code MATCHES '(a)\1' OR code MATCHES 'x{30}'",
    "Transfer WHERE name MATCHES '(?=ab).b'",
    "Transfer WHERE name>=k AND name<m",
    "Transfer WHERE user=lisa AND user=user:*",
    "Transfer WHERE user.code=lisa@example.com AND user!=null",
    "Transfer WHERE metadata.shot=sh010 AND metadata.version>3 AND metadata.x=null",
    "Transfer WHERE (status=failed OR size>5) AND (name=null OR name!=a)",
    "nothing WHERE a=1 OR b.c=x*",
]


@pytest.mark.parametrize("query", QUERIES)
def test_records_that_match_and_that_fail(query: str) -> None:
    """Every record is as asked for, and can be written as JSON."""
    compiled = accsyn.compile(query, now=NOW)
    yes = matching(compiled)
    no = st.none() if query == "Transfer" else failing(query, now=NOW)

    @given(st.data())
    def check(data: st.DataObject) -> None:
        record = data.draw(yes)
        assert compiled.matches(record)
        json.dumps(record)
        other = data.draw(no)
        assert other is None or not compiled.matches(other)

    check()


@pytest.mark.slow
@given(st.data(), queries())
def test_any_query(data: st.DataObject, query: accsyn.Query) -> None:
    """For every query there are such records, or the strategy says that there are none."""
    compiled = accsyn.compile(query)
    for strategy, wanted in ((matching, True), (failing, False)):
        found = search(compiled, matching=wanted)
        if found.record is None:
            with pytest.raises(NoExampleError) as caught:
                strategy(compiled)
            assert caught.value.is_impossible is found.is_impossible
        else:
            assert compiled.matches(data.draw(strategy(compiled))) is wanted


@pytest.mark.slow
@given(st.data(), tight_queries())
def test_queries_of_another_schema(data: st.DataObject, query: str) -> None:
    """Lists, references with several targets, conditions that contradict each other."""
    compiled = accsyn.compile(query, schema=SCHEMA)
    for strategy, wanted in ((matching, True), (failing, False)):
        if search(compiled, matching=wanted).record is not None:
            record = data.draw(strategy(query, schema=SCHEMA))
            assert compiled.matches(record) is wanted


@given(queries())
def test_queries_compile_and_print(query: accsyn.Query) -> None:
    """Every query has a text that is a query, and that means the same."""
    compiled = accsyn.compile(query)
    again = accsyn.compile(str(query))
    assert compiled.entity_type == again.entity_type
    record = search(compiled).record
    assert record is None or again.matches(record)


@pytest.mark.slow
@pytest.mark.parametrize("operator", list(Operator))
def test_every_operator_is_drawn(operator: Operator) -> None:
    """No operator is left out."""

    def has_it(query: accsyn.Query) -> bool:
        bound = accsyn.compile(query).bound
        return any(item.comparison.operator is operator for item in bound.comparisons)

    schema = Schema([EntityType("transfer", [Attribute("code", Type.TEXT)])])
    find(queries(schema), has_it, settings=settings(phases=[Phase.generate], max_examples=2_000))


ALL_TYPES = Schema(
    [
        EntityType(
            "thing",
            [
                *(Attribute(type_.value, type_, values=("x", "y") if type_ is Type.ENUM else ()) for type_ in Type),
                Attribute("kind", Type.INTEGER, codes={"app": 0, "server": 2}),
                Attribute("uuid", Type.ID, form="uuid"),
                Attribute("tags", Type.TEXT, is_list=True),
                Attribute("box", Type.OBJECT, fields=[Attribute("inner", Type.INTEGER, minimum=1, maximum=3)]),
            ],
        ),
        EntityType("bare"),
    ]
)


@pytest.mark.slow
@given(st.data())
def test_a_schema_with_every_type(data: st.DataObject) -> None:
    """Queries compile without a warning about names; records have the kinds of values that the schema says."""
    query = data.draw(queries(ALL_TYPES, "thing"))
    compiled = accsyn.compile(query, schema=ALL_TYPES)
    assert not any(diagnostic.code in ("ACC201", "ACC202") for diagnostic in compiled.diagnostics)
    record = data.draw(records(ALL_TYPES, "thing"))
    assert set(record) <= {*ALL_TYPES.entity_types["thing"].attributes, "reference_hr"}
    compiled.matches(record)
    kinds: dict[str, Any] = {"integer": int, "boolean": bool, "tags": list, "box": dict, "metadata": dict}
    for name, kind in kinds.items():
        assert record.get(name) is None or isinstance(record[name], kind)
    assert record.get("kind") in (None, 0, 2)


@given(queries(ALL_TYPES, "bare"))
def test_without_attributes(query: accsyn.Query) -> None:
    """All that can be asked is everything."""
    assert query.condition is None


@given(records())
def test_records_are_transfers_by_default(record: dict[str, Any]) -> None:
    """Their keys are attributes of a transfer and the forms for people of its references."""
    entity_type = builtin_schema().entity_type("transfer")
    assert entity_type is not None
    assert all(entity_type.resolve(key).unknown_segment is None for key in record)


def test_what_cannot_be() -> None:
    """Wrong names and queries without records are said at once, not when something is drawn."""
    with pytest.raises(ValueError, match="the schema has no entity type 'nothing'"):
        queries(entity_type="nothing")
    with pytest.raises(ValueError, match="the schema has no entity type 'nothing'"):
        records(entity_type="nothing")
    with pytest.raises(ValueError, match="the schema has no entity type"):
        queries(Schema([]))
    with pytest.raises(NoExampleError, match="no record matches: Transfer WHERE status=a AND status=b"):
        matching("Transfer WHERE status=a AND status=b")
    with pytest.raises(NoExampleError, match="could not find a record that matches"):
        matching("Transfer WHERE name MATCHES 'a(?!a)b(?<!b)'")
    with pytest.raises(accsyn.QueryError):
        failing("Transfer WHERE")


def _run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_without_hypothesis() -> None:
    """One sentence with the command that installs it; examples need nothing."""
    code = """
import sys
sys.modules["hypothesis"] = None
import accsyn, accsyn.testing
print(accsyn.testing.example("Transfer WHERE size>1"))
try:
    import accsyn.testing.strategies
except accsyn.ConfigurationError as error:
    print(error)
"""
    said = "accsyn.testing.strategies needs Hypothesis: pip install 'accsyn[testing]'"
    assert _run(code) == f"{{'size': 2}}\n{said}"


def test_the_plugin_imports_little() -> None:
    """pytest loads it in every run: neither Hypothesis nor the compiler comes with it."""
    code = """
import sys, pytest
before = set(sys.modules)
import accsyn.testing.plugin
print(sorted(name for name in set(sys.modules) - before))
"""
    assert _run(code) == "['accsyn', 'accsyn.testing', 'accsyn.testing.plugin']"


def test_an_unknown_name() -> None:
    """The lazy package says what Python says."""
    import accsyn.testing as package

    with pytest.raises(AttributeError, match=r"'accsyn\.testing' has no attribute 'no_such_name'"):
        _ = package.no_such_name
    assert all(getattr(package, name) is not None for name in package.__all__)


@pytest.mark.slow
def test_hardly_any_search_ends_without_an_answer() -> None:
    """Of the searches for generated queries one in a hundred at most finds no record and no proof; it was 1 in 50."""
    ends: list[bool] = []

    @seed(34)
    @settings(max_examples=250, phases=[Phase.generate], database=None, deadline=None)
    @given(queries(entity_type="transfer"))
    def count(query: Query) -> None:
        compiled = accsyn.compile(query)
        for wanted in (True, False):
            found = search(compiled, matching=wanted)
            ends.append(found.record is not None or found.is_impossible)

    count()
    assert len(ends) >= 500
    assert ends.count(False) <= len(ends) // 100
