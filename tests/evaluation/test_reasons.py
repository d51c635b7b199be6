"""Why a comparison holds or not, in words."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from accsyn.ast import Comparison, Exact, Literal, Operator, Parameter
from accsyn.binding.binder import bind
from accsyn.evaluation.explain import explain
from accsyn.evaluation.reasons import describe
from accsyn.grammar.parser import parse_statement
from accsyn.schema.builtin import builtin_schema
from tests.evaluation.queries import bound

REASONS: list[tuple[str, dict[str, Any], str]] = [
    ("status IN (failed, aborted)", {"status": "done"}, "status is 'done', wanted one of failed, aborted"),
    ("status IN (failed, aborted)", {"status": "failed"}, "status is 'failed'"),
    ("status NOT IN (failed, aborted)", {"status": "failed"}, "status is 'failed', wanted none of failed, aborted"),
    ("status NOT IN (failed, aborted)", {"status": "done"}, "status is 'done'"),
    ("name='end\" x'", {"name": "a"}, "name is 'a', wanted 'end\" x'"),
    ('name IN (\'a"\', "b c")', {"name": "a"}, "name is 'a', wanted one of 'a\"', \"b c\""),
    ("status=failed", {"status": "done"}, "status is 'done', wanted failed"),
    ("status!=done", {"status": "done"}, "status is 'done', wanted anything but done"),
    ("status!=null", {"status": None}, "status is null, wanted anything but null"),
    ("size<10", {"size": 20}, "size is 20, wanted less than 10"),
    ("size>10", {"size": 2}, "size is 2, wanted more than 10"),
    ("size<=10", {"size": 20.5}, "size is 20.5, wanted at most 10"),
    ("size>=10", {"size": 2}, "size is 2, wanted at least 10"),
    ("size>10", {"size": "20"}, "size is the text '20', wanted more than 10"),
    ("size>10", {"size": True}, "size is the boolean true, wanted more than 10"),
    ("name=20", {"name": 20}, "name is the number 20, wanted 20"),
    ("name=20", {"name": {}}, "name is a dict, wanted 20"),
    ("name=20", {"name": b"x"}, "name is a bytes, wanted 20"),
    ("name CONTAINS x", {"name": "a"}, "name is 'a', wanted text that contains x"),
    ("name NOT CONTAINS a", {"name": "a"}, "name is 'a', wanted no text that contains a"),
    ('name MATCHES "^x"', {"name": "a"}, "name is 'a', wanted text that matches \"^x\""),
    ("name NOT MATCHES a", {"name": "a"}, "name is 'a', wanted no text that matches a"),
    ("created<2026-01-22", {"created": "2026-01-22"}, "created is '2026-01-22', wanted before 2026-01-22"),
    ("created>2026-01-22", {"created": "2026-01-22"}, "created is '2026-01-22', wanted after 2026-01-22"),
    ("created<=2026-01-22", {"created": "2027-01-22"}, "created is '2027-01-22', wanted not after 2026-01-22"),
    ("created>='2026-01-22'", {"created": "soon"}, "created is the text 'soon', wanted not before \"2026-01-22\""),
    ("created=null", {"created": "2026-01-22"}, "created is '2026-01-22', wanted null"),
    ("metadata.a=b", {"metadata": {"a": ["c", "d"]}}, "metadata.a offers 'c', 'd', wanted b"),
    ("user=x", {"user": "66", "user_hr": "user:lisa(66)"}, "user offers '66', 'lisa', 'user:lisa', wanted x"),
    ("stauts=done", {"status": "done"}, "no attribute 'stauts' (there is 'status')"),
    ("stauts!=done", {}, "no attribute 'stauts'"),
    ("metadata.shto=1", {"metadata": {"shot": 1, 2: 3}}, "no attribute 'metadata.shto' (there is 'shot')"),
    ("metadata.a.b=1", {}, "no attribute 'metadata'"),
    ("job.status=x", {"job": "66"}, "job is '66', which has no status"),
    ("status=done", {"status": []}, "status is an empty list"),
    ("name=x", {"name": "a\x1b\u202e"}, r"name is 'a\x1b\u202e', wanted x"),
]


@pytest.mark.parametrize(("query", "record", "expected"), REASONS)
def test_reasons(query: str, record: dict[str, Any], expected: str) -> None:
    """What it saw, and where it does not hold what it wanted; where nothing was seen, why."""
    assert explain(bound(f"transfer WHERE {query}"), record).steps[0].reason == expected


def test_a_text_is_no_boolean() -> None:
    """A word of a record is text, whatever it says."""
    (step,) = explain(bound("queue WHERE default=true"), {"default": "true"}).steps
    assert step.reason == "default is the text 'true', wanted true"


def test_relative_times_are_worked_out() -> None:
    """The moment that was meant stands beside the word."""
    statement = parse_statement("transfer WHERE created>-7d AND created=yesterday", "statement")
    query = bind(statement, builtin_schema(), now=lambda: datetime(2026, 1, 22, 8, 35, 59, tzinfo=timezone.utc))
    assert [step.reason for step in explain(query, {"created": "2020-01-01"}).steps[1:]] == [
        "created is '2020-01-01', wanted after -7d (2026-01-15T08:35:59Z)",
        "created is '2020-01-01', wanted yesterday (2026-01-21T00:00:00Z)",
    ]


def test_an_empty_list_wants_nothing() -> None:
    """A list that was bound to nothing says so."""
    query = bound("transfer WHERE status IN :s", {"s": []})
    assert explain(query, {"status": "done"}).steps[0].reason == "status is 'done', and the list is empty"


def test_a_name_that_is_long_or_not_alone() -> None:
    """Values are cut, numbers beyond what Python writes are said, and few names are compared."""
    step = explain(bound("v=1"), {"v": ["x" * 1000, 10**5000]}).steps[0]
    assert len(step.reason) < 5_300
    assert step.reason.startswith("v offers 'xxx")
    crowd = {f"n{number}": 1 for number in range(1000)}
    assert explain(bound("zzstatus=1"), {**crowd, "zzstatus1": 1}).steps[0].reason == "no attribute 'zzstatus'"


def test_a_parameter_is_shown_by_its_name() -> None:
    """Where a query is described that has no values yet."""
    node = parse_statement("transfer WHERE a=:x", "statement").condition
    assert node is not None
    assert isinstance(getattr(node, "value", None), Parameter)
    assert describe(node) == "a=:x"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('end" x', "name='end\" x'"),
        ("it's", 'name="it\'s"'),
        ("both \" and '", 'name="both " and \'"'),
        ("x", 'name="x"'),
    ],
)
def test_quotes(text: str, shown: str) -> None:
    """A value stands in the quotes in which it can be read again; with both kinds in it there are none."""
    assert describe(Comparison("name", Operator.EQUAL, Literal(text, quoted=True))) == shown
    assert describe(Comparison("name", Operator.EQUAL, Exact(text))) == shown
    if not ("'" in text and '"' in text):
        assert parse_statement(shown, "expression").condition == Comparison(
            "name", Operator.EQUAL, Literal(text, quoted=True)
        )
