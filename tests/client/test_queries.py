"""find, find_one, get_entity, report and metrics: what is checked, what is sent, what warns."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

import accsyn
from accsyn.client.preparing import Checks
from accsyn.errors import (
    AccsynError,
    ArgumentError,
    ArgumentTypeError,
    InvalidAnswer,
    QuerySyntaxError,
    QueryValidationError,
    QueryWarning,
)
from tests.client.stand_in import D, Recorder, session


@pytest.fixture
def recorder() -> Recorder:
    """A server that finds one record."""
    return Recorder()


@pytest.mark.parametrize(
    ("query", "params", "expected"),
    [
        ("User", None, None),
        ("User WHERE code=:c", {"c": "lisa@example.com"}, 'code="lisa@example.com"'),
        ("User WHERE code=:c", {"c": "x' OR role='admin"}, "code=\"x' or role='admin\""),
        ("Transfer WHERE status IN :s", {"s": ["failed", "init"]}, "status in failed,init"),
        (accsyn.parse("User WHERE role=employee"), None, "role=employee"),
        (accsyn.parse("User WHERE role=:r"), {"r": "employee"}, 'role="employee"'),
        (r'Transfer WHERE name MATCHES "^\S+\D$"', None, r'name matches "^\S+\D$"'),
        ("Transfer WHERE code=x\nAND user=y", None, "code=x and user=y"),
        ("Transfer\nWHERE\ncode=x", None, "code=x"),
        ("Transfer WHERE(code=x)", None, "code=x"),
    ],
)
def test_a_query_is_compiled(recorder: Recorder, query: Any, params: Any, expected: str | None) -> None:
    """Text, queries and parameters become the text that goes to the server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", QueryWarning)
        session(recorder).find(query, params=params)
        session(recorder).find_one(query, params=params)
        list(session(recorder).iter(query, params=params, limit=1))
    assert [event.get("query") for event in recorder.events] == [expected] * 3


@pytest.mark.parametrize(
    ("query", "params", "error"),
    [
        ("", None, QuerySyntaxError),
        ("User code=lisa", None, QuerySyntaxError),
        ("User WHERE code=", None, QuerySyntaxError),
        ("Transfer WHERE size=abc", None, QueryValidationError),
        ("User WHERE code=:c", None, QueryValidationError),
        ("User WHERE code=:c", {"c": "x", "d": "y"}, QueryValidationError),
        ("User WHERE code=:c", {"c": object()}, TypeError),
        (None, None, ArgumentTypeError),
        (b"User", None, ArgumentTypeError),
    ],
)
@pytest.mark.parametrize("method", ["find", "find_one", "iter", "report", "metrics"])
def test_a_wrong_query_is_not_sent(
    recorder: Recorder, method: str, query: Any, params: Any, error: type[Exception]
) -> None:
    """What is wrong is raised before anything goes out."""
    with pytest.raises(error):
        getattr(session(recorder), method)(query, params=params)
    assert recorder.events == []


def test_a_doubt_warns_at_the_users_line(recorder: Recorder) -> None:
    """The warning points to the line that asked, through every layer, and says what it is about."""
    with pytest.warns(QueryWarning, match=r"ACC\d+ .*`nonsense`") as found:
        session(recorder).find_one("User WHERE nonsense=1")
    assert found[0].filename == __file__
    assert recorder.events[0]["query"] == "nonsense=1"


def test_a_doubt_warns_once_a_place(recorder: Recorder) -> None:
    """In a loop one warning is enough, whatever the filters say; another query in the same line has its own."""
    one = session(recorder)
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        for query in ("User WHERE nonsense=1", "User WHERE nonsense=1", "User WHERE rubbish=1"):
            one.find(query)
    assert len(found) == 2


def test_the_places_of_warnings_do_not_fill_the_memory(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    """After many queries that were made up, warnings start anew."""
    monkeypatch.setattr(Checks, "MOST_PLACES", 2)
    one = session(recorder)
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        for name in ("x1", "x2", "x3", "x1"):
            one.find(f"User WHERE {name}=1")
    assert len(found) == 4


@pytest.mark.parametrize(
    ("validate", "warns", "sent"),
    [("error", None, []), ("warn", 1, ["Size=abc"]), ("off", 0, ["Size=abc"])],
)
def test_validate_says_what_happens_to_errors(
    recorder: Recorder, validate: Any, warns: int | None, sent: list[str]
) -> None:
    """With warn and off the server gets the text as it was written, and says what it makes of it."""
    one = session(recorder, validate=validate)
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        if warns is None:
            with pytest.raises(QueryValidationError):
                one.find("Transfer WHERE Size=abc")
        else:
            one.find("Transfer WHERE Size=abc")
            assert len(found) == warns
    assert [event["query"] for event in recorder.events] == sent


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Transfer WHERE a=1 b=2", ("transfer/find", "a=1 b=2")),
        ("Transfer WHERE(a=1 b=2)", ("transfer/find", "(a=1 b=2)")),
        ("Transfer\twhere\na='x\ny' z", ("transfer/find", "a='x\ny' z")),
        ("User WHERE A MATCHES '(?P<' ", ("user/find", "A MATCHES '(?P<'")),
    ],
)
def test_off_sends_what_it_cannot_read(recorder: Recorder, query: str, expected: tuple[str, str]) -> None:
    """A query with errors goes as written: not lower-cased, no line break taken out (FAULTS 14, 15)."""
    session(recorder).find(query, validate="off")
    assert (recorder.events[0]["uri"], recorder.events[0]["query"]) == expected


@pytest.mark.parametrize(
    ("query", "params"),
    [("user code=lisa", None), ("", None), ("User WHERE a=:x b", {"x": 1}), ("user( WHERE x=1", None)],
)
def test_off_still_needs_an_entity_type(recorder: Recorder, query: str, params: Any) -> None:
    """What has no such shape, and what has values that cannot be put in, is an error all the same."""
    with pytest.raises(accsyn.QueryError):
        session(recorder, validate="off").find(query, params=params)
    assert recorder.events == []


def test_off_says_nothing_of_doubts(recorder: Recorder) -> None:
    """A query without errors goes compiled, and in silence."""
    session(recorder, validate="off").find("Transfer WHERE Nonsense=A AND status=done")
    assert recorder.events[0]["query"] == "nonsense=a and status=done"


HARD: dict[str, Any] = {"params": {"n": "both \" and '"}}


@pytest.mark.parametrize(("lowering", "warns"), [("allow", 0), ("warn", 1)])
def test_lowering_is_allowed_or_warns(recorder: Recorder, lowering: Any, warns: int) -> None:
    """A value that the server's text cannot say goes in another form."""
    one = session(recorder, lowering=lowering)
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        one.find("User WHERE name=:n", **HARD)
    assert len(found) == warns
    assert recorder.events[0]["query"].startswith("name matches ")


@pytest.mark.parametrize("validate", ["error", "off"])
def test_lowering_is_an_error_where_it_is_asked_for(recorder: Recorder, validate: Any) -> None:
    """Who wants no other form gets none."""
    one = session(recorder, lowering="error", validate=validate)
    with pytest.raises(QueryValidationError, match="ACC501"):
        one.find("User WHERE name=:n", **HARD)
    one.find("User WHERE name=:n", params={"n": "plain"})
    assert [event["query"] for event in recorder.events] == ['name="plain"']


@pytest.mark.parametrize("choice", [{"validate": "loud"}, {"lowering": "no"}])
def test_choices_are_checked(choice: dict[str, Any]) -> None:
    """Another word is an error that lists the words."""
    with pytest.raises(ArgumentError, match="is one of"):
        session(**choice)
    with pytest.raises(ArgumentError, match="is one of"):
        session().find("User", validate="loud")  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("method", "nothing"), [("find", []), ("find_one", None), ("report", ""), ("metrics", {}), ("iter", [])]
)
def test_what_never_matches_is_not_asked(recorder: Recorder, method: str, nothing: Any) -> None:
    """An empty list finds nothing, and no request is needed to know that."""
    found = getattr(session(recorder), method)("User WHERE code IN :c", params={"c": []})
    assert (list(found) if isinstance(found, Iterator) else found) == nothing
    assert recorder.events == []


@pytest.mark.parametrize(
    ("query", "options", "warns"),
    [
        ("Transfer WHERE status=done", {}, 1),
        ("Job WHERE status=aborted", {}, 1),
        ("Transfer WHERE user=x OR STATUS IN failed,DONE", {}, 1),
        ("Transfer WHERE status=done", {"finished": True}, 0),
        ("Transfer WHERE status=done", {"archived": True}, 0),
        ("Transfer WHERE status=done", {"finished": False}, 1),
        ("Transfer WHERE status=failed", {}, 0),
        ("Transfer WHERE status!=done", {}, 0),
        ("Task WHERE status=done", {"entityid": D}, 0),
        ("User WHERE status=done", {}, 0),
    ],
)
def test_finished_jobs_need_to_be_asked_for(
    recorder: Recorder, query: str, options: dict[str, Any], warns: int
) -> None:
    """A plain find leaves finished jobs out, so a query for them warns in find and iter."""
    for method in ("find", "iter"):
        one = session(recorder)
        with warnings.catch_warnings(record=True) as found:
            warnings.simplefilter("always")
            getattr(one, method)(query, **options)
        assert len([1 for warning in found if "ACC412" in str(warning.message)]) == warns
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        session(recorder).find_one(query, **options)
    assert not [1 for warning in found if "ACC412" in str(warning.message)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("attributes WHERE entitytype=Delivery", "delivery"),
        ("ATTRIBUTES where EntityType = 'folder'", "folder"),
        ("attributes WHERE entitytype=:t", "user"),
    ],
)
def test_metadata_queries_work(recorder: Recorder, query: str, expected: str) -> None:
    """attributes and entitytypes ask about the schema."""
    params = {"t": "user"} if ":t" in query else None
    session(recorder).find(query, params=params, create=True)
    assert recorder.events[0]["data"] == {"entitytype": expected, "create": True, "update": False}


@pytest.mark.parametrize(
    "query",
    ["attributes", "attributes WHERE type=x", "attributes WHERE entitytype IN a,b", "attributes WHERE entitytype!=a"],
)
def test_attributes_are_those_of_one_type(recorder: Recorder, query: str) -> None:
    """A query for attributes that does not say of what is an error."""
    with pytest.raises(ArgumentError, match="attributes WHERE entitytype=transfer"):
        session(recorder, validate="off").find(query)
    assert recorder.events == []


@pytest.mark.parametrize("answer", [{"user": "a person"}, ["user", "transfer"]])
def test_metadata_comes_as_it_is(answer: Any) -> None:
    """The form of these answers is not documented: they are handed on."""
    assert session(Recorder({"result": answer})).find("entitytypes") == answer
    one = session(Recorder({"result": answer})).find_one("entitytypes")
    assert one == (answer if isinstance(answer, dict) else "user")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"limit": 0}, "limit is at least 1, not 0; leave it out for no limit"),
        ({"limit": -1}, "limit is at least 1"),
        ({"limit": True}, "limit is an int, not bool"),
        ({"skip": -1}, "skip is at least 0"),
        ({"skip": 1.0}, "skip is an int"),
        ({"finished": 1}, "finished is a bool, not int"),
        ({"entityid": ""}, "entityid must not be empty"),
        ({"attributes": ["code", " "]}, "each of attributes must not be empty"),
        ({"attributes": "code"}, "attributes is a list of str"),
        ({"single_entity_query": 1}, "single_entity_query is a bool"),
    ],
)
def test_options_are_checked(recorder: Recorder, options: dict[str, Any], error: str) -> None:
    """A wrong option is named, and nothing is sent."""
    with pytest.raises(ArgumentError, match=error):
        session(recorder).find("User", **options)
    assert recorder.events == []


def test_offline_is_deprecated(recorder: Recorder) -> None:
    """The old name of inactive works and warns at the user's line; beside the new one it does not count."""
    one = session(recorder)
    with pytest.warns(DeprecationWarning, match="offline= is deprecated, use inactive=") as found:
        one.find_one("User", offline=True)
    with pytest.warns(DeprecationWarning, match="offline="):
        one.find("User", offline=True, inactive=False)
    assert found[0].filename == __file__
    assert [event["data"]["inactive"] for event in recorder.events] == [True, False]


def test_deprecated_names_warn_once_a_line(recorder: Recorder) -> None:
    """Under Python's usual filters a loop warns once."""
    one = session(recorder)
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("default")
        for _ in range(3):
            one.update_one("user", D, {"a": 1})
    assert [str(warning.message) for warning in found] == ["update_one() is deprecated, use update() instead"]
    assert found[0].filename == __file__


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"result": True}, "no list, but a bool"),
        ({"result": "text"}, "no list, but a text"),
        ({"result": ["text"]}, "an item that is no object, but a text"),
        ({"result": [3]}, "a value of type int"),
        ({"other": 1}, "has no result"),
    ],
)
def test_an_answer_of_another_shape_is_said(answer: Any, error: str) -> None:
    """An answer that is no list of records is an InvalidAnswer with the operation's name in it."""
    with pytest.raises(InvalidAnswer, match=f"GET user/find .*{error}"):
        session(Recorder(answer)).find("User")


def test_report_needs_a_report() -> None:
    """The report stands under its own key."""
    assert session(Recorder({"report": "fine"})).report("Transfer WHERE id=:i", params={"i": D}) == "fine"
    with pytest.raises(InvalidAnswer, match="has no report"):
        session(Recorder({"result": "r"})).report("Transfer")


@pytest.mark.parametrize("entityid", ["", "short", "D" * 24, f"{D}\n", None])
def test_get_entity_needs_an_id(recorder: Recorder, entityid: Any) -> None:
    """Anything but 24 lower-case letters and digits is refused; a line break behind them too (FAULTS 18)."""
    with pytest.raises(AccsynError):
        session(recorder).get_entity("user", entityid)
    assert recorder.events == []


def test_a_query_brings_its_options(recorder: Recorder) -> None:
    """What a Query carries goes along, and an argument of the call goes before it."""
    one = session(recorder)
    query = accsyn.parse("Task WHERE status=done").limit(5).skip(2).attributes("uri").finished().parent(D).inactive()
    one.find(query)
    one.find(query, limit=7, attributes=["code"], inactive=False, skip=0)
    next(one.iter(query, 3))
    assert [event["data"] for event in recorder.events] == [
        {"parent": D, "finished": True, "inactive": True, "limit": 5, "skip": 2, "attributes": ["uri"]},
        {"parent": D, "finished": True, "inactive": False, "limit": 7, "attributes": ["code"]},
        {"parent": D, "finished": True, "inactive": True, "limit": 3, "skip": 2, "attributes": ["uri", "id"]},
    ]
    assert query.find(one) == one.find(query)


def test_a_live_schema_makes_unknown_names_errors(recorder: Recorder) -> None:
    """What a workspace itself does not know is an error and no doubt."""
    from accsyn.schema.live import live_schema

    one = session(recorder, schema=live_schema(accsyn.builtin_schema(), ["user"], {"user": ["shoe_size"]}))
    one.find("User WHERE shoe_size=44")
    with pytest.raises(QueryValidationError, match="nonsense"):
        one.find("User WHERE nonsense=1")


@pytest.mark.parametrize("method", ["report", "metrics"])
def test_options_of_a_query_are_not_dropped_in_silence(recorder: Recorder, method: str) -> None:
    """A report of everything is none of the first record: what a method cannot heed is refused."""
    with pytest.raises(ArgumentError, match=rf"{method}\(\) has no limit, which the query carries; find\(\) and iter"):
        getattr(session(recorder), method)(accsyn.parse("Transfer").limit(1))
    with pytest.raises(ArgumentError, match="has no entityid"):
        getattr(session(recorder), method)(accsyn.parse("Task").parent(D))
    assert recorder.events == []
