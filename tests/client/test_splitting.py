"""Lists too long for a URL."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accsyn
from accsyn.errors import ArgumentError, QueryValidationError
from tests.client.stand_in import Recorder, session


def id_of(number: int) -> str:
    """An id."""
    return f"{number:024x}"


IDS = [id_of(number) for number in range(1_000)]


def users(count: int) -> list[dict[str, Any]]:
    """Records of users."""
    return [{"id": id_of(number), "code": f"user-{number}", "role": "employee"} for number in range(count)]


def workspace(records: list[dict[str, Any]]) -> Recorder:
    """A server that evaluates what it is asked."""

    def reply(event: dict[str, Any]) -> Any:
        kind = event["uri"].partition("/")[0]
        compiled = accsyn.compile(f"{kind} WHERE {event['query']}" if "query" in event else kind)
        found = list(compiled.filter(records))
        skip = event["data"].get("skip", 0)
        return {"result": found[skip : skip + event["data"].get("limit", 10**9)]}

    return Recorder(reply=reply)


def lengths(recorder: Recorder) -> list[int]:
    """The length of the request line of each event."""
    found = []
    for request in recorder.requests:
        if request.query:
            path = "/" + request.url.split("/", 3)[3]
            found.append(len(f"{request.method} {path}?{request.query} HTTP/1.1\r\n"))
    return found


@pytest.mark.parametrize("query", ["User WHERE id IN :ids", "User WHERE role=employee AND id IN :ids AND code!=x"])
def test_a_long_list_goes_in_several_requests(query: str) -> None:
    """Each fits, and together they find the same, each record once, as few requests as will do."""
    recorder = workspace(users(700))
    found = session(recorder).find(query, params={"ids": IDS})
    assert [record["id"] for record in found] == IDS[:700]
    assert max(lengths(recorder)) <= 8192
    assert min(lengths(recorder)[:-1]) > 7_500


def test_the_longer_list_is_split() -> None:
    """Of two lists the one with more text, wherever it stands."""
    for query in ("User WHERE id IN :ids AND code IN :codes", "User WHERE code IN :codes AND id IN :ids"):
        recorder = workspace(users(700))
        codes = ["user-3", "user-650", "user-999"]
        found = session(recorder).find(query, params={"ids": IDS, "codes": codes})
        assert [record["code"] for record in found] == ["user-3", "user-650"]
        assert all("user-999" in event["query"] for event in recorder.events)


def test_a_short_list_goes_in_one() -> None:
    """Nothing is split that fits."""
    recorder = workspace(users(10))
    session(recorder).find("User WHERE id IN :ids", params={"ids": IDS[:200]})
    assert len(recorder.events) == 1


def test_a_record_found_twice_comes_once() -> None:
    """What two parts of the list find is told by its id."""
    records: list[dict[str, Any]] = [
        {"id": id_of(0), "code": ["item-0", "item-999"]},
        {"code": "item-1"},
        {"code": "item-1"},
    ]
    recorder = workspace(records)
    items = [f"item-{number}" for number in range(1_000)]
    assert session(recorder).find("User WHERE code IN :c", params={"c": items}) == records
    assert len(recorder.events) > 1


def test_equal_items_are_asked_for_once() -> None:
    """A list that is long only because it repeats itself is one request."""
    recorder = workspace(users(3))
    assert len(session(recorder).find("User WHERE id IN :ids", params={"ids": [*IDS[:3]] * 500})) == 3
    assert len(recorder.events) == 1


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.slow
@given(st.lists(TEXTS, min_size=150, max_size=300, unique=True))
def test_any_text_is_split_so_that_it_fits(items: list[str]) -> None:
    """Items that take other forms are longer than they look: what is too long still is halved."""
    records = [{"id": str(number), "name": name} for number, name in enumerate(items)]
    recorder = workspace(records)
    one = session(recorder, validate="off", url_limit=4_000)
    found = one.find("User WHERE name IN :names", params={"names": items})
    assert {record["id"] for record in found} == {record["id"] for record in records}
    assert max(lengths(recorder)) <= 4_000


LONG = ["x" * 30 + str(number) for number in range(400)]


@pytest.mark.parametrize(
    ("query", "options", "remedy"),
    [
        (
            "User WHERE code NOT IN :c",
            {},
            r"A NOT IN cannot .*, ask without it, which finds more, .* accsyn.compile\(query\)\.filter\(records\)\.",
        ),
        ("User WHERE role=admin AND code NOT IN :c", {}, "A NOT IN cannot be asked for in parts"),
        ("User WHERE code IN :c OR role=admin", {}, "The list of `code` is not all that is asked for"),
        ("User WHERE role=admin AND (code IN :c OR name=x)", {}, "The list of `code` is not all that is asked for"),
        ("User WHERE code IN :c", {"limit": 5}, "Limit is given, and counts in one answer"),
        ("User WHERE code IN :c", {"skip": 5}, "Skip is given, and counts in one answer"),
        ("User WHERE code IN :c", {"attributes": ["code"]}, "leaves out the id"),
    ],
)
def test_what_cannot_be_split_is_refused(query: str, options: dict[str, Any], remedy: str) -> None:
    """Where several requests could find something else, an error says what to do, and nothing is sent."""
    recorder = Recorder()
    with pytest.raises(QueryValidationError, match=remedy) as caught:
        session(recorder).find(query, params={"c": LONG}, **options)
    assert recorder.events == []
    assert caught.value.diagnostics[0].code == "ACC505"


def test_find_one_cannot_be_split() -> None:
    """The first of several answers need not be the first of all."""
    with pytest.raises(QueryValidationError, match="One record alone is asked for, the first"):
        session().find_one("User WHERE code IN :c", params={"c": LONG})


@pytest.mark.parametrize(
    ("query", "params", "options", "remedy"),
    [
        ("User WHERE code=:c", {"c": "x" * 9_000}, {}, "The value of `code` is too long by itself: give a shorter one"),
        ("User WHERE name CONTAINS :c AND code=x", {"c": "x" * 9_000}, {}, "The value of `name` is too long by itself"),
        (
            f"User WHERE {' OR '.join(f'code={text}' for text in LONG)}",
            None,
            {},
            "Ask for each side of the OR by itself",
        ),
        (f"User WHERE {' AND '.join(f'code!={text}' for text in LONG)}", None, {}, "Leave out a part of the condition"),
        ("User WHERE code IN :c", {"c": ["x" * 9_000, "y"]}, {}, "a single item, is too long"),
        ("User WHERE code IN :c AND name=:n", {"c": ["x", "y"], "n": "n" * 9_000}, {}, "a single item, is too long"),
        ("User WHERE code=x", None, {"attributes": ["id", *LONG]}, "Ask for fewer attributes"),
    ],
)
def test_what_is_too_long_by_itself_is_refused(query: str, params: Any, options: Any, remedy: str) -> None:
    """There is no way to send it, and the error says which part is too long."""
    recorder = Recorder()
    with pytest.raises(QueryValidationError, match=remedy):
        session(recorder).find(query, params=params, **options)
    assert recorder.events == []


def test_a_server_may_take_more() -> None:
    """With another limit, or none, nothing is split."""
    for limit in (100_000, None):
        recorder = workspace(users(10))
        assert len(session(recorder, url_limit=limit).find("User WHERE id IN :ids", params={"ids": IDS})) == 10
        assert len(recorder.events) == 1


def test_iter_cannot_skip_in_parts() -> None:
    """What to leave out would be another record in each part."""
    query = accsyn.parse("User WHERE code IN :c").skip(5)
    with pytest.raises(QueryValidationError, match="Skip is given"):
        session().iter(query, params={"c": LONG})


def test_iter_reads_each_part() -> None:
    """Pages of each part follow each other, and no record comes twice."""
    records = [*users(900), {"id": "both", "code": ["user-1", "user-899"]}]
    recorder = workspace(records)
    codes = [f"user-{number}" for number in range(900)]
    found = session(recorder).iter("User WHERE code IN :c", 100, params={"c": codes}, remember=5)
    assert sorted(record["id"] for record in found) == sorted(record["id"] for record in records)
    assert max(lengths(recorder)) <= 8192
    assert len({event["query"] for event in recorder.events}) > 1


@pytest.mark.parametrize("method", ["ls", "getsize", "exists"])
def test_long_lists_of_paths_are_refused(method: str) -> None:
    """The server's answer to several paths is not documented, so these are not split (FAULTS 20)."""
    recorder = Recorder()
    paths = [f"share=projects/folder/{number}" for number in range(400)]
    with pytest.raises(ArgumentError, match="fewer paths"):
        getattr(session(recorder), method)(paths)
    assert recorder.events == []
    getattr(session(recorder), method)(paths[:50])
    assert len(recorder.events) == 1


def test_long_data_of_a_write_may_be_any_length() -> None:
    """They travel in the body."""
    recorder = Recorder()
    session(recorder).mkdir([f"share=projects/folder/{number}" for number in range(400)])
    assert len(recorder.events) == 1
    assert len(quote(str(recorder.events[0]))) > 8192
