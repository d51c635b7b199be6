"""Queries that are composed: more conditions, options of the find, running, storing."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accsyn
from accsyn.ast import And, Comparison, Junction, Literal, Operator, Or, Statement
from accsyn.binding.report import places_of
from accsyn.entities import Transfer
from accsyn.errors import StoredQueryError
from accsyn.options import FIND_ARGUMENTS, NO_OPTIONS, FindOptions
from accsyn.query import Query
from tests import trees

BASE = accsyn.parse("Task WHERE status=failed")
FULL = BASE.limit(10).skip(5).attributes("id", "code").finished().archived(False).inactive().parent("x")


# ---- options -------------------------------------------------------------------------------------------------------


def test_options_are_what_find_takes() -> None:
    """Only what is said, by the names of `Session.find`, as a dict of one's own."""
    arguments = FULL.options.to_find_arguments()
    assert arguments == {
        "entityid": "x",
        "attributes": ["id", "code"],
        "finished": True,
        "inactive": True,
        "archived": False,
        "limit": 10,
        "skip": 5,
    }
    arguments["attributes"].append("more")
    assert FULL.options.attributes == ("id", "code")
    assert BASE.options.to_find_arguments() == {}
    assert BASE.options is NO_OPTIONS
    assert not BASE.options
    assert FULL.options


def test_find_has_these_arguments() -> None:
    """Every argument that options stand for is one of the session's `find`."""
    from inspect import signature

    from accsyn.client.queries import Queries

    assert set(FIND_ARGUMENTS.values()) <= set(signature(Queries.find).parameters)


def test_options_count_in_equality() -> None:
    """A query with a limit finds something else; one whose options were taken back is as before."""
    assert BASE.limit(10) != BASE
    assert BASE.limit(10) == BASE.limit(10)
    assert hash(BASE.limit(10)) == hash(BASE.limit(10))
    assert len({BASE, BASE.limit(10), BASE.limit(None), BASE.limit(11)}) == 3
    assert BASE.limit(10).limit(None) == BASE
    assert FULL.attributes().parent(None).finished(None).archived(None).inactive(None).skip(None).limit(None) == BASE
    assert BASE.options != "x"


def test_options_go_along() -> None:
    """Binding, adding conditions, changing the condition and pickling keep them; the text has no words for them."""
    prepared = accsyn.parse("Task WHERE status=:s").limit(3)
    assert prepared.bind(s="failed") == BASE.limit(3)
    assert prepared.where("size>5").options.limit == 3
    assert FULL.with_condition(None).options == FULL.options
    assert FULL.where().options == FULL.options
    assert accsyn.parse("Task").limit(3).where().options.limit == 3
    assert pickle.loads(pickle.dumps(FULL)) == FULL
    assert pickle.loads(pickle.dumps(FULL.options)) == FULL.options
    assert str(FULL) == str(BASE)
    assert repr(BASE.limit(10)) == "Query('Task WHERE status=failed', limit=10)"
    assert repr(FULL.limit(None).options).startswith("FindOptions(parent='x', attributes=('id', 'code'), finished=True")


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: BASE.limit(0), ValueError, r"limit\(\) takes a number of at least 1, not 0"),
        (lambda: BASE.skip(-1), ValueError, "at least 0, not -1"),
        (lambda: BASE.limit(True), TypeError, r"limit\(\) takes an int, not bool"),
        (lambda: BASE.limit("5"), TypeError, "an int, not str"),  # type: ignore[arg-type]
        (lambda: BASE.finished(1), TypeError, r"finished\(\) takes True or False, not int"),  # type: ignore[arg-type]
        (lambda: BASE.parent(5), TypeError, "the id of the parent, not int"),  # type: ignore[arg-type]
        (lambda: BASE.parent(" "), ValueError, "not an empty text"),
        (lambda: BASE.attributes("a", ""), TypeError, "not ''"),
        (lambda: BASE.attributes(Transfer.code), TypeError, "not Transfer.code"),  # type: ignore[arg-type]
        (lambda: FindOptions(attributes=()), TypeError, "one at least"),
        (lambda: setattr(FULL.options, "limit", 5), AttributeError, "immutable"),
        (lambda: delattr(FULL.options, "limit"), AttributeError, "immutable"),
        (lambda: BASE.with_condition("a=1"), TypeError, "not str"),  # type: ignore[arg-type]
        (lambda: BASE.where(5), TypeError, "not int"),  # type: ignore[arg-type]
        (lambda: accsyn.parse("Task").or_where("size>5"), ValueError, r"where\(\) adds the first"),
        (BASE.or_where, ValueError, "needs a condition"),
    ],
)
def test_wrong_options_are_refused(call: Callable[[], object], error: type[Exception], message: str) -> None:
    """At once, by the name of the method."""
    with pytest.raises(error, match=message):
        call()


# ---- composing -----------------------------------------------------------------------------------------------------


def test_conditions_are_added() -> None:
    """`where` narrows, `or_where` widens; several conditions of one call hold together; the query itself stays."""
    query = Transfer.where(Transfer.status == "failed")
    assert query.where(Transfer.size > 5, "user=:u", params={"u": "x"}) == accsyn.parse(
        "Transfer WHERE status=failed AND size>5 AND user=x"
    )
    assert query.or_where(Transfer.size > 5, "user=x") == accsyn.parse(
        "Transfer WHERE status=failed OR (size>5 AND user=x)"
    )
    assert query == accsyn.parse("Transfer WHERE status=failed")


def test_a_condition_can_stand_in_two_places() -> None:
    """The same object twice becomes two nodes, so that each has its place in the text."""
    condition = Transfer.status == "failed"
    query = Transfer.where((condition & (Transfer.size > 1)) | (condition & (Transfer.size < 9)))
    _, spans = places_of(query.statement)
    assert isinstance(query.condition, Or)
    first, second = (each.operands[0] for each in query.condition.operands if isinstance(each, And))
    assert spans.of(first) != spans.of(second)


# ---- running -------------------------------------------------------------------------------------------------------


class Recorder:
    """A session that says what it was asked."""

    def find(self, query: Query, /) -> list[object]:
        """The query and its arguments."""
        return [query, query.options.to_find_arguments()]

    def iter(self, query: Query, /) -> Iterator[Query]:
        """The query."""
        return iter([query])


def test_a_session_gets_the_query() -> None:
    """`find` and `iter` hand the query over."""
    assert FULL.find(Recorder()) == [FULL, FULL.options.to_find_arguments()]
    assert list(FULL.iter(Recorder())) == [FULL]


def test_records_are_filtered() -> None:
    """By the condition, then `skip` and `limit`."""
    records = [{"status": "failed", "n": number} for number in range(5)] + [{"status": "done"}]
    assert list(BASE.filter(records)) == records[:5]
    assert list(BASE.limit(2).filter(records)) == records[:2]
    assert list(BASE.skip(1).filter(records)) == records[1:5]
    assert list(BASE.skip(1).limit(2).filter(records)) == records[1:3]
    with pytest.raises(accsyn.QueryValidationError, match="no value"):
        accsyn.parse("Task WHERE status=:s").filter(records)
    with pytest.raises(accsyn.QueryValidationError, match="is no number"):
        accsyn.parse("Task WHERE size=x").filter(records)


def test_frames_are_filtered() -> None:
    """By the condition; rows have no order that `skip` and `limit` could go by."""
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"status": ["failed", "done"]})
    assert BASE.filter_frame(frame).rows() == [("failed",)]
    with pytest.raises(ValueError, match="no order"):
        BASE.limit(1).filter_frame(frame)
    with pytest.raises(ValueError, match="no order"):
        BASE.skip(1).filter_frame(frame)


# ---- storing -------------------------------------------------------------------------------------------------------


def test_the_stored_form_stays() -> None:
    """What version 1 looks like, once and for all."""
    query = accsyn.parse('Transfer WHERE user="anna" AND (status IN (failed, null, :x) OR size>:y)').limit(10)
    query = query.where(Transfer.name == "a*").attributes("id")
    assert query.to_dict() == {
        "version": 1,
        "entity_type": "Transfer",
        "condition": {
            "and": [
                {"attribute": "user", "operator": "=", "value": {"text": "anna", "quoted": True}},
                {
                    "or": [
                        {
                            "attribute": "status",
                            "operator": "IN",
                            "value": [{"text": "failed"}, None, {"parameter": "x"}],
                        },
                        {"attribute": "size", "operator": ">", "value": {"parameter": "y"}},
                    ]
                },
                {"attribute": "name", "operator": "=", "value": {"exact": "a*"}},
            ]
        },
        "options": {"attributes": ["id"], "limit": 10},
    }
    assert Transfer.where().to_dict() == {"version": 1, "entity_type": "Transfer"}


@pytest.mark.slow
@given(trees.statements(), st.booleans())
def test_storing_loses_nothing(statement: Statement, with_options: bool) -> None:
    """Through JSON and back: the same tree, quoting too, and the same options."""
    query = Query(Statement("Transfer", statement.condition), FULL.options if with_options else None)
    found = Query.from_dict(json.loads(json.dumps(query.to_dict())))
    assert found == query
    assert repr(found.statement) == repr(query.statement)


@pytest.mark.slow
def test_deep_queries_are_stored() -> None:
    """There is no limit to the depth but that of JSON itself."""
    node: Any = Comparison("a", Operator.EQUAL, Literal("1"))
    leaf = node
    kinds: list[type[Junction]] = [And, Or]
    for level in range(20_000):
        node = kinds[level % 2]((leaf, node))
    query = Query(Statement("Transfer", node))
    assert Query.from_dict(query.to_dict()) == query


@pytest.mark.parametrize(
    ("node", "value"),
    [
        (Comparison("a", Operator.EQUAL, Literal("null")), {"text": "null", "quoted": True}),
        (Comparison("a", Operator.CONTAINS, Literal("null")), {"text": "null"}),
        (Comparison("a", Operator.LESS, Literal(":p")), {"text": ":p", "quoted": True}),
        (Comparison("a", Operator.EQUAL, Literal("a b")), {"text": "a b"}),
    ],
)
def test_a_text_that_needs_quotes_is_stored_with_them(node: Comparison, value: object) -> None:
    """What would be something else in a query's text is not left to be guessed."""
    query = Query(Statement("Transfer", node))
    stored = query.to_dict()
    assert stored["condition"]["value"] == value
    again = Query.from_dict(stored)
    assert again == query
    assert str(again) == str(query)


COMPARISON = {"attribute": "a", "operator": "=", "value": {"text": "x"}}


def document(condition: object = COMPARISON, **more: object) -> dict[str, Any]:
    """A stored query with something in it."""
    return {"version": 1, "entity_type": "Transfer", "condition": condition, **more}


@pytest.mark.parametrize(
    ("stored", "message"),
    [
        ([], "$: expected an object, got an empty list"),
        ({}, "$: the key 'version' is missing"),
        (document(version=2), "$.version: expected 1, got 2"),
        ({"version": 2, "query": "..."}, "$.version: expected 1, got 2"),
        (document(version=True), "$.version: expected 1, got True"),
        (document(more=1), "$: unknown key 'more'"),
        (document(entity_type=5), "$.entity_type: expected the name of an entity type, got 5"),
        (document(entity_type="a b"), "$.entity_type: expected the name of an entity type, got 'a b'"),
        (document(entity_type="a.b"), "$.entity_type: 'a.b' is not the name of an entity type"),
        (document(5), "$.condition: expected an object, got 5"),
        (document({"and": 5}), "$.condition.and: expected a list of conditions, got 5"),
        (document({"and": []}), "$.condition.and: expected a list of conditions, got an empty list"),
        (
            document({"and": [COMPARISON, {"or": [COMPARISON, {}]}]}),
            "$.condition.and[1].or[1]: the key 'attribute' is missing",
        ),
        (document({"and": [COMPARISON], "or": []}), "$.condition: unknown key 'or'"),
        (document({**COMPARISON, "x": 1}), "$.condition: unknown key 'x'"),
        (
            document({**COMPARISON, "attribute": "a b"}),
            "$.condition.attribute: expected the name of an attribute, got 'a b'",
        ),
        (document({**COMPARISON, "operator": "=="}), "$.condition.operator: expected one of =, !=, <, >, <=, >=, IN"),
        (document({**COMPARISON, "operator": []}), "$.condition.operator: expected one of"),
        (document({**COMPARISON, "value": 5}), '$.condition.value: expected {"text": ...}, {"exact": ...}'),
        (document({**COMPARISON, "value": {"text": 5}}), "$.condition.value.text: expected a string, got 5"),
        (
            document({**COMPARISON, "value": {"text": "x", "quoted": 1}}),
            "$.condition.value.quoted: expected true or false",
        ),
        (
            document({**COMPARISON, "value": {"text": "NULL"}}),
            '$.condition.value.text: without quotes this would be the absent value, null; the text itself is {"text"',
        ),
        (
            document({**COMPARISON, "operator": "IN", "value": [{"text": "a"}, {"text": ":p"}]}),
            '$.condition.value[1].text: without quotes this would be a parameter, {"parameter": "p"}; the text itself',
        ),
        (document({**COMPARISON, "value": {"exact": "x", "quoted": True}}), "$.condition.value: unknown key 'quoted'"),
        (document({**COMPARISON, "value": {"parameter": ":x"}}), "$.condition.value.parameter: ':x' is not the name"),
        (document({**COMPARISON, "operator": "<", "value": None}), "$.condition.value: null does not go with <"),
        (
            document({**COMPARISON, "operator": "IN"}),
            "$.condition.value: IN takes a list or a parameter, got an object",
        ),
        (document({**COMPARISON, "operator": "IN", "value": [None, 5]}), "$.condition.value[1]: expected"),
        (document({**COMPARISON, "value": "x" * 99}), f"or null, got '{'x' * 38}…"),
        (document(options=5), "$.options: expected an object, got 5"),
        (document(options={"order": 1}), "$.options: unknown key 'order'"),
        (document(options={"limit": 0}), "$.options.limit: not usable: limit() takes a number"),
        (document(options={"attributes": "a"}), "$.options.attributes: not usable"),
    ],
)
def test_a_malformed_document_says_where(stored: Any, message: str) -> None:
    """The message starts with the path; the error is both ours and a ValueError, and can be pickled."""
    with pytest.raises(StoredQueryError) as caught:
        Query.from_dict(stored)
    assert message in str(caught.value)
    assert isinstance(caught.value, accsyn.AccsynError)
    assert isinstance(caught.value, ValueError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
