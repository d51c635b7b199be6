"""iter: pages, duplicates, servers that page in their own way."""

from __future__ import annotations

import itertools
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.errors import ArgumentError, InvalidAnswer
from tests.client.stand_in import D, Recorder, session


def server(ids: list[Any], most: int = 10**9) -> Recorder:
    """A server with records of these ids, that gives no page larger than `most`."""

    def reply(event: dict[str, Any]) -> Any:
        skip = event["data"].get("skip", 0)
        limit = min(event["data"].get("limit", 10**9), most)
        return {"result": [{} if one is None else {"id": one} for one in ids[skip : skip + limit]]}

    return Recorder(reply=reply)


def found(records: Iterator[dict[str, Any]]) -> list[Any]:
    """The ids of records."""
    return [record.get("id") for record in records]


@given(st.integers(0, 30), st.integers(1, 12), st.integers(1, 12), st.none() | st.integers(1, 40))
def test_every_record_comes_once_in_order(count: int, size: int, most: int, limit: int | None) -> None:
    """Whatever the page size, and whatever pages the server gives, nothing is lost or repeated."""
    ids = [f"{number:024}" for number in range(count)]
    assert found(session(server(ids, most)).iter("User", size, limit=limit)) == ids[:limit]


def test_pages_are_asked_for_as_they_are_needed() -> None:
    """The first page is asked for with the first record; options go in the order of the wire."""
    recorder = server([str(number) for number in range(5)])
    records = session(recorder).iter("User", page_size=2, attributes=["code"], inactive=True)
    assert recorder.events == []
    assert next(records) == {"id": "0"}
    assert next(records) == {"id": "1"}
    assert len(recorder.events) == 1
    assert next(records) == {"id": "2"}
    assert list(recorder.events[1]["data"].items()) == [
        ("inactive", True),
        ("limit", 2),
        ("skip", 2),
        ("attributes", ["code", "id"]),
    ]


def test_a_limit_asks_for_no_more() -> None:
    """The last page is no larger than what is still wanted."""
    recorder = server([str(number) for number in range(9)])
    assert found(session(recorder).iter("User", 4, limit=5)) == ["0", "1", "2", "3", "4"]
    assert [event["data"]["limit"] for event in recorder.events] == [4, 1]


def test_what_moves_down_comes_once() -> None:
    """A record that is added in front pushes others to the next page: they are not given again."""
    pages = iter([["a", "b"], ["b", "c"], []])
    recorder = Recorder(reply=lambda _: {"result": [{"id": one} for one in next(pages)]})
    assert found(session(recorder).iter("User", 2)) == ["a", "b", "c"]


def test_memory_of_ids_has_a_limit() -> None:
    """What was seen longer ago than `remember` records may come again; with None nothing does."""
    ids = ["a", "b", "c", "a"]
    assert found(session(server(ids)).iter("User", 2, remember=2)) == ids
    assert found(session(server(ids)).iter("User", 2, remember=3)) == ["a", "b", "c"]
    assert found(session(server(ids)).iter("User", 2, remember=None)) == ["a", "b", "c"]


def test_records_without_id_all_come() -> None:
    """Nothing says that two of them are the same."""
    assert found(session(server([None, None, None])).iter("User", 2)) == [None, None, None]


def test_a_server_without_pages_is_read_once() -> None:
    """More than was asked for is everything there is."""
    recorder = Recorder(reply=lambda _: {"result": [{"id": "a"}, {"id": "b"}, {"id": "c"}]})
    assert found(session(recorder).iter("User", 2)) == ["a", "b", "c"]
    assert len(recorder.events) == 1


def test_a_server_that_does_not_skip_is_found_out() -> None:
    """The same page twice would go on for ever."""
    recorder = Recorder(reply=lambda _: {"result": [{"id": "a"}, {"id": "b"}]})
    with pytest.raises(InvalidAnswer, match="the server does not skip"):
        list(session(recorder).iter("User", 2))
    assert len(recorder.events) == 2


@pytest.mark.parametrize(
    ("query", "options", "error"),
    [
        ("User", {"page_size": 0}, "page_size"),
        ("User", {"page_size": True}, "page_size"),
        ("User", {"remember": 0}, "remember"),
        ("User", {"limit": 0}, "limit"),
        ("entitytypes", {}, "has no pages"),
        ("attributes WHERE entitytype=user", {}, "has no pages"),
    ],
)
def test_arguments_are_checked_at_once(query: str, options: dict[str, Any], error: str) -> None:
    """A mistake is raised where iter is called, and not where the first record is wanted."""
    with pytest.raises(ArgumentError, match=error):
        session().iter(query, **options)


def test_memory_stays_flat() -> None:
    """A hundred thousand records take no more memory than a few thousand: the ids of the last ones are kept."""

    def reply(event: dict[str, Any]) -> Any:
        skip = event["data"].get("skip", 0)
        size = min(event["data"]["limit"], 20_000 - skip)
        return {"result": [{"id": f"{skip + number:024}", "name": "n" * 100} for number in range(size)]}

    recorder = Recorder(reply=reply)
    recorder.requests = _Forgetful()
    recorder.events = _Forgetful()
    records = session(recorder).iter("User", 100, remember=500)
    tracemalloc.start()
    try:
        count = sum(1 for _ in itertools.islice(records, 2_000))
        before = tracemalloc.get_traced_memory()[0]
        count += sum(1 for _ in records)
        after = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert count == 20_000
    assert after - before < 100_000


class _Forgetful(list[Any]):
    def append(self, _: Any) -> None:
        """Keep nothing."""


def test_iter_reads_sub_entities() -> None:
    """The parent goes along with each page."""
    recorder = server(["a"])
    list(session(recorder).iter("Task", entityid=D))
    assert {event["data"]["parent"] for event in recorder.events} == {D}
