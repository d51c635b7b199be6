"""wait: what it looks at, when it ends."""

from __future__ import annotations

import pickle
import warnings
from typing import Any

import pytest

import accsyn
from accsyn.errors import AccsynError, ArgumentError, QueryWarning, WaitTimeout
from tests.client.stand_in import A, B, C, Recorder, session


class Jobs:
    """A workspace whose jobs change with time, and the clock."""

    def __init__(self, **statuses: list[str]) -> None:
        self.statuses = statuses
        self.now = 0.0
        self.slept: list[float] = []
        self.recorder = Recorder(reply=self.reply)
        self.asked = 0

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def status(self, name: str) -> str:
        course = self.statuses[name]
        return course[min(int(self.now // 10), len(course) - 1)]

    def reply(self, event: dict[str, Any]) -> Any:
        is_finished = event["data"].get("finished", False)
        records = [{"id": name * 24, "status": self.status(name)} for name in self.statuses]
        if "id" in event:
            return {"result": [record for record in records if record["id"] == event["id"]]}
        hidden = {"done", "aborted"}
        return {"result": [record for record in records if (record["status"] in hidden) == is_finished]}

    def wait(self, query: Any = "Transfer", **options: Any) -> Any:
        settings: dict[str, Any] = {"poll": 10, "clock": lambda: self.now, "sleep": self.sleep, **options}
        return session(self.recorder).wait(query, **settings)


def statuses(records: list[dict[str, Any]]) -> list[str]:
    """The statuses of records."""
    return [record["status"] for record in records]


def test_it_ends_when_all_have_ended() -> None:
    """What vanishes from a plain find is asked for by its id; the last look is returned."""
    jobs = Jobs(a=["waiting", "running", "done"], b=["running", "failed"], c=["running", "running", "aborted"])
    assert statuses(jobs.wait()) == ["done", "failed", "aborted"]
    assert jobs.slept == [10, 10]


def test_what_has_ended_before_needs_no_wait() -> None:
    """Finished jobs are found too, at the beginning."""
    jobs = Jobs(a=["done"], b=["failed"])
    assert sorted(statuses(jobs.wait())) == ["done", "failed"]
    assert jobs.slept == []


def test_nothing_found_is_nothing_to_wait_for() -> None:
    """An empty list, at once; a query that never matches asks nothing."""
    jobs = Jobs()
    assert jobs.wait() == []
    assert jobs.wait("Transfer WHERE user IN :u", params={"u": []}) == []
    assert len(jobs.recorder.events) == 2


def test_a_query_brings_its_parent() -> None:
    """Tasks are those of a job."""
    jobs = Jobs(a=["done"])
    jobs.wait(accsyn.parse("Task").parent(C))
    assert {event["data"]["parent"] for event in jobs.recorder.events} == {C}


def test_what_comes_later_is_not_waited_for() -> None:
    """The set is that of the beginning."""
    jobs = Jobs(a=["running", "running", "done"])
    original = jobs.sleep

    def sleep(seconds: float) -> None:
        original(seconds)
        jobs.statuses["b"] = ["running"]

    assert [record["id"] for record in jobs.wait(sleep=sleep)] == [A]


def test_an_id_is_one_entity() -> None:
    """It is looked at by its id, in any state."""
    jobs = Jobs(a=["running", "done"])
    assert statuses(jobs.wait(A, entitytype="delivery")) == ["done"]
    assert {event["uri"] for event in jobs.recorder.events} == {"delivery/find"}
    with pytest.raises(ArgumentError, match=f"there is no transfer {B}"):
        jobs.wait(B)


def test_what_vanishes_altogether_stays_as_it_was() -> None:
    """Until the time is over."""
    jobs = Jobs(a=["running"], b=["running"])
    original = jobs.sleep

    def sleep(seconds: float) -> None:
        original(seconds)
        jobs.statuses.pop("b", None)

    with pytest.raises(WaitTimeout) as caught:
        jobs.wait(sleep=sleep, timeout=25)
    assert [record["id"] for record in caught.value.records] == [A, B]


def test_the_time_is_kept_to() -> None:
    """The last sleep is as long as what is left; how things stand comes with the exception."""
    jobs = Jobs(a=["running"], b=["done"])
    with pytest.raises(WaitTimeout, match="1 of 2 did not arrive within 25 s") as caught:
        jobs.wait(timeout=25)
    assert jobs.slept == [10, 10, 5]
    assert isinstance(caught.value, TimeoutError)
    assert isinstance(caught.value, AccsynError)
    assert statuses(caught.value.records) == ["running", "done"]
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.records) == (str(caught.value), caught.value.records)


def test_no_time_looks_once() -> None:
    """A timeout of 0 looks, and sleeps not."""
    jobs = Jobs(a=["running"])
    with pytest.raises(WaitTimeout):
        jobs.wait(timeout=0)
    assert jobs.slept == []


@pytest.mark.parametrize(
    ("until", "expected"),
    [(("running",), ["running"]), ({"DONE"}, ["done"]), (lambda record: record["status"] == "paused", ["paused"])],
)
def test_until_says_what_is_waited_for(until: Any, expected: list[str]) -> None:
    """Statuses, without case, or a function."""
    assert statuses(Jobs(a=["waiting", "running", "paused", "done"]).wait(until=until)) == expected


def test_progress_is_told() -> None:
    """Each look is handed over."""
    seen: list[list[str]] = []
    jobs = Jobs(a=["waiting", "running", "done"])
    jobs.wait(progress=lambda records: seen.append(statuses(records)))
    assert seen == [["waiting"], ["running"], ["done"]]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"until": "done"}, "until is a list of statuses"),
        ({"until": []}, "until is a list of statuses"),
        ({"until": [1]}, "until is a list of statuses"),
        ({"poll": 0}, "poll is a number of seconds above 0"),
        ({"poll": True}, "poll is a number of seconds"),
        ({"poll": "5"}, "poll is a number of seconds"),
        ({"poll": float("nan")}, "poll is a number of seconds above 0"),
        ({"poll": float("inf")}, "poll is 1,000,000,000 seconds at most"),
        ({"timeout": -1}, "timeout is a number of seconds, 0 or more, not -1"),
        ({"timeout": float("nan")}, "timeout is a number of seconds, 0 or more, not nan"),
        ({"query": accsyn.parse("Transfer").limit(1)}, r"wait\(\) has no limit, which the query carries; find\(\)"),
        ({"query": accsyn.parse("Transfer").inactive()}, r"wait\(\) has no inactive"),
    ],
)
def test_arguments_are_checked(options: dict[str, Any], error: str) -> None:
    """Nothing is sent where one is wrong."""
    jobs = Jobs(a=["running"])
    with pytest.raises(ArgumentError, match=error):
        jobs.wait(**options)
    assert jobs.recorder.events == []


def test_records_without_id_are_not_waited_for() -> None:
    """There would be no way to find them again."""
    recorder = Recorder(reply=lambda _: {"result": [{"status": "done"}, {"id": C, "status": "done"}]})
    assert session(recorder).wait("Transfer") == [{"id": C, "status": "done"}]


@pytest.mark.parametrize(
    ("query", "options", "said"),
    [
        ("Transfer", {"until": ["dnoe"]}, "until: a transfer has no status 'dnoe' to wait for; did you mean 'done'?"),
        (A, {"until": ["dnoe"]}, "until: a transfer has no status 'dnoe' to wait for; did you mean 'done'?"),
        (
            "Queue",
            {"until": ["done", "zzz"]},
            "until: a queue has no status 'zzz' to wait for; known are waiting, paused",
        ),
        (A, {"until": {"zzz"}, "entitytype": "Queue"}, "until: a queue has no status 'zzz' to wait for; known are"),
    ],
)
def test_a_status_that_no_schema_knows_is_questioned(query: str, options: dict[str, Any], said: str) -> None:
    """Else it would be waited for for ever; the warning stands at the user's line."""
    jobs = Jobs(a=["running"])
    with pytest.warns(QueryWarning) as caught, pytest.raises(WaitTimeout):
        jobs.wait(query, timeout=5, **options)
    assert [str(one.message)[: len(said)] for one in caught] == [said]
    assert caught[0].filename == __file__


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("Transfer", {}),
        ("Transfer", {"until": ["DONE", "paused"]}),
        ("Queue", {"until": ["done", "failed", "aborted"]}),
        ("Transfer", {"until": lambda record: record["status"] == "dnoe"}),
        ("Engine", {"until": ["dnoe"]}),
        ("Shot", {"until": ["dnoe"]}),
    ],
)
def test_what_may_come_is_not_questioned(query: str, options: dict[str, Any]) -> None:
    """A status of the type, an end, a function, and a type of which no statuses are known."""
    jobs = Jobs(a=["running"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filterwarnings("error", message="until")
        with pytest.raises(WaitTimeout):
            jobs.wait(query, timeout=5, **options)


def test_a_single_look() -> None:
    """A timeout of 0 is one look; one of infinity is none."""
    jobs = Jobs(a=["running", "done"])
    with pytest.raises(WaitTimeout, match="1 of 1 did not arrive within 0 s"):
        jobs.wait(timeout=0)
    assert jobs.slept == []
    assert statuses(jobs.wait(timeout=float("inf"))) == ["done"]
