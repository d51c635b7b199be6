"""``accsyn watch``: jobs on their way, with a clock of the test's own; and what is made of what the server says."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from accsyn.cli.connecting import Account, connected
from accsyn.cli.course import Course, Row, counted, shown_rate, shown_time
from accsyn.cli.views import Lines, Screen, view_for_stdout
from accsyn.cli.watch import Watched, follow
from accsyn.client.session import Session
from tests.cli.workspaces import ID, Workspace

A, B = "a" * 24, "b" * 24


class Clock:
    """A clock that goes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def job(key: str, status: str, progress: int | None = None, **more: Any) -> dict[str, Any]:
    """A job as the server gives it."""
    return {
        "id": key,
        "code": f"job {key[0]}",
        "status": status,
        **({} if progress is None else {"progress": progress}),
        **more,
    }


@contextmanager
def session(workspace: Workspace) -> Iterator[Session]:
    """A session with the workspace."""
    with connected(Account(hostname="127.0.0.1", port=workspace.server.port, ca=workspace.ca)) as opened:
        yield opened


def looks(workspace: Workspace, *found: list[dict[str, Any]]) -> None:
    """Let the server answer one look after the other, the last one for ever; only the living are found by a query."""
    remaining = list(found)

    def answer(event: dict[str, Any]) -> list[dict[str, Any]]:
        now = remaining[0]
        if event["data"].get("finished"):
            return []  # asked right after the first look at those that live
        if event.get("id"):
            return [one for one in now if one["id"] == event["id"]]
        if len(remaining) > 1 and answers:
            remaining.pop(0)
        answers.append(event)
        return [one for one in remaining[0] if one["status"] in ("init", "waiting", "running")]

    answers: list[Any] = []
    workspace.answers["transfer/find"] = answer


def test_lines_until_all_is_done(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    """A line where something changed, with rate and time left; then how it ended. Nobody sleeps in truth."""
    looks(
        workspace,
        [job(A, "running", 10, size=1_000_000_000), job(B, "waiting", 0)],
        [job(A, "running", 20, size=1_000_000_000), job(B, "waiting", 0)],
        [job(A, "done", 100, size=1_000_000_000), job(B, "running", 50, speed=2.5, size=10_000_000)],
        [job(A, "done", 100), job(B, "done", 100)],
    )
    clock = Clock()
    with session(workspace) as opened:
        assert follow(opened, Watched("Transfer WHERE size>0"), Lines(), clock=clock, sleep=clock.sleep) == 0
    assert capsys.readouterr().out == (
        "job a  running  10%\n"
        "job b  waiting  0%\n"
        "job a  running  20%  20 MB/s  40 s left\n"
        "job b  running  50%  2.5 MB/s  10 s left\n"
        "job a  done  100%\n"
        "job b  done  100%\n"
        "2 jobs: 2 done\n"
    )
    assert clock.slept == [5.0] * 3


@pytest.mark.parametrize(
    ("until", "status", "code"),
    [
        (("done", "failed", "aborted"), "done", 0),
        (("done", "failed", "aborted"), "failed", 1),
        (("done", "failed", "aborted"), "aborted", 1),
        (("failed",), "failed", 0),
        (("running",), "running", 0),
    ],
)
def test_how_it_ends(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], until: tuple[str, ...], status: str, code: int
) -> None:
    """A failure is a finding, unless it is what was waited for."""
    workspace.answers["transfer/find"] = lambda _: [job(ID, status)]
    with session(workspace) as opened:
        assert follow(opened, Watched(ID, until=until), Lines()) == code
    assert capsys.readouterr().out.endswith(f"1 job: 1 {status}\n")


def test_the_time_is_over(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said how far it came."""
    workspace.answers["transfer/find"] = lambda _: [job(ID, "running", 7)]
    clock = Clock()
    watched = Watched(ID, timeout=12, poll=5)
    with session(workspace) as opened:
        assert follow(opened, watched, Lines(), clock=clock, sleep=clock.sleep) == 1
    said = capsys.readouterr()
    assert said.out == "job 6  running  7%\n1 job: 1 running\n"
    assert said.err == "1 of 1 not there after 12 s\n"
    assert clock.slept == [5, 5, 2]


@pytest.mark.parametrize(
    ("arguments", "code", "out", "err"),
    [
        ([ID], 0, "job 6  done  100%\n1 job: 1 done\n", ""),
        (["Transfer WHERE code=:c", "-p", "c=x"], 0, "job 6  done  100%\n1 job: 1 done\n", ""),
        (
            [ID, "--until", "Failed", "--timeout", "0"],
            1,
            "job 6  done  100%\n1 job: 1 done\n",
            "1 of 1 not there after 0 s\n",
        ),
        (["Compute WHERE code=x"], 0, "no jobs\n", ""),
        ([ID, "--type", "compute"], 2, "", f"Error: there is no compute {ID}\n"),
    ],
)
def test_the_command(workspace: Workspace, arguments: list[str], code: int, out: str, err: str) -> None:
    """A query or an id; statuses in any case; another type of job."""
    workspace.answers["transfer/find"] = lambda _: [job(ID, "done", 99)]
    assert workspace.call("watch", *arguments) == (code, out, err)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["Transfer WHERE status="], 1, "error[ACC1"),
        ([ID, "--until", "done,"], 2, "write statuses with a comma between two"),
        ([ID, "--poll", "0"], 2, "Invalid value for '--poll'"),
    ],
)
def test_a_wrong_call(workspace: Workspace, arguments: list[str], code: int, said: str) -> None:
    """It is refused before anybody is asked."""
    done = workspace.call("watch", *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert workspace.server.seen == []


def test_what_is_known_of_a_job() -> None:
    """The server's speed before one's own measure; what makes no sense is unknown."""
    clock = Clock()
    course = Course(clock)
    first = [
        {"id": 1, "status": "Running", "progress": 50, "size": 100e6, "speed": 5},
        {"id": 2, "status": "running", "progress": 250, "size": -1, "speed": True},
        {"id": 3, "name": "n", "progress": "x"},
        {"id": 4, "status": "failed", "progress": 3},
    ]
    assert course.rows(first) == [
        Row("1", "1", "running", 50, 5e6, 10),
        Row("2", "2", "running", 100),
        Row("3", "n", ""),
        Row("4", "4", "failed", 3),
    ]
    clock.now += 10
    assert course.rows([{**first[0], "progress": 60, "speed": None}]) == [Row("1", "1", "running", 60, 1e6, 40)]
    # It began anew: what was measured before says nothing.
    assert course.rows([{**first[0], "progress": 0, "speed": 0}]) == [Row("1", "1", "running", 0)]
    clock.now += 10
    assert course.rows([{"id": 1, "status": "running", "progress": 5}]) == [Row("1", "1", "running", 5, None, 190)]


def test_the_pace_is_that_of_late() -> None:
    """A job that has become slower takes longer than its beginning would make believe."""
    clock = Clock()
    course = Course(clock)
    left = [0.0]
    for number in range(40):
        clock.now += 1
        progress = min(number, 20) * 4 + max(number - 20, 0) * 0.25
        left = [row.left or 0 for row in course.rows([{"id": 1, "status": "running", "progress": progress}])]
    assert left == [pytest.approx((100 - 84.75) / 0.25)]


@pytest.mark.parametrize(
    ("rate", "text"),
    [(None, ""), (0, "0 B/s"), (999, "999 B/s"), (999.9, "1 kB/s"), (12_345_678, "12.3 MB/s"), (5e12, "5,000 GB/s")],
)
def test_rates(rate: float | None, text: str) -> None:
    """Three digits and a unit."""
    assert shown_rate(rate) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (0.4, "0 s"),
        (59.6, "1 min"),
        (185, "3 min 5 s"),
        (7200, "2 h"),
        (7860, "2 h 11 min"),
        (273_600, "3 d 4 h"),
    ],
)
def test_times(seconds: float | None, text: str) -> None:
    """The two largest units."""
    assert shown_time(seconds) == text


@pytest.mark.parametrize(
    ("statuses", "text"),
    [([], "no jobs"), (["done"], "1 job: 1 done"), (["x", "done", ""], "3 jobs: 1 done, 1 of no status, 1 x")],
)
def test_counts(statuses: list[str], text: str) -> None:
    """How many have which status."""
    assert counted([Row("", "", status) for status in statuses]) == text


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("colour", [True, False])
def test_the_table_on_a_terminal(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, colour: bool) -> None:
    """Bars, rates, times, drawn anew at each look; the cursor is shown again at the end."""
    looks(
        workspace,
        [job(A, "running", 10, size=1_000_000_000, name="dailies\x1b[2J"), job(B, "waiting")],
        [job(A, "running", 20, size=1_000_000_000, name="dailies\x1b[2J"), job(B, "waiting")],
        [job(A, "done", name="dailies\x1b[2J"), job(B, "failed", 30)],
    )
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("NO_COLOR", "" if colour else "1")
    clock = Clock()
    view = view_for_stdout()
    assert isinstance(view, Screen)
    with session(workspace) as opened:
        assert follow(opened, Watched("Transfer"), view, clock=clock, sleep=clock.sleep) == 1
    said = terminal.getvalue()
    assert ("\x1b[32m" in said) is colour
    assert said.count("\x1b[?25l") == said.count("\x1b[?25h") == 1
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", said)
    assert "\x1b" not in plain
    assert re.search(r"dailies\\x1b\[2J +running +━━━+.* +20% +20 MB/s +40 s\b", plain)
    assert re.search(r"job b +failed .* 30%", plain)
    assert 0 < plain.rindex("2 jobs: 1 done, 1 failed") < plain.rindex("30%")


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_redraw(monkeypatch: pytest.MonkeyPatch, term: str) -> None:
    """It gets lines; so does what is no terminal."""
    assert isinstance(view_for_stdout(), Lines)
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("TERM", term)
    assert isinstance(view_for_stdout(), Lines)


def test_a_screen_that_is_off() -> None:
    """Nothing is drawn before it is on, and switching it off twice is nothing."""
    screen = Screen()
    screen.show([Row("1", "x", "done")])
    screen.__exit__(None, None, None)


def test_found_records_on_a_terminal(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is as wide as the terminal at most, and holds no control characters of others."""
    from accsyn.cli.table import write_table

    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    write_table([{"code": "\x1b" + "x" * 60, "size": 3, "on": True}, {"size": 1200}], ["code", "size", "on"])
    lines = terminal.getvalue().splitlines()
    assert max(map(len, lines)) <= 40
    assert "\\x1b" in terminal.getvalue().replace("\n", "").replace(" ", "")
    assert [line.split() for line in lines if line.split()[0] in ("code", "1200")] == [["code", "size", "on"], ["1200"]]
