"""Transfers really copy, as the clock says, and jobs and tasks go from status to status."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from accsyn.local import Workspace
from tests.workspace.calls import Caller, Refused

RATE = 1_000_000  # of the fixture


@pytest.fixture
def admin(ws: Workspace) -> Caller:
    """The admin, with a client online and files of 2, 1 and 0 MB."""
    ws.client()
    for name, size in (("a.mov", 2 * RATE), ("dir/b.mov", RATE), ("dir/empty.txt", 0)):
        path = ws.volume() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(range(250)) * (size // 250))
    return Caller(ws)


def job_of(caller: Caller, **options: Any) -> Any:
    """The newest transfer."""
    return caller.find("transfer", None, finished=True, archived=True, **options)[-1]


def start(caller: Caller, source: str | None = "share=projects/a.mov", destination: str = "/in/", **more: Any) -> Any:
    """A transfer to the caller's client."""
    return caller.create("transfer", source=source, destination=destination, **more)


def edit(caller: Caller, job: Any, **changes: Any) -> Any:
    """Change a job."""
    return caller.ask("PUT", "transfer/edit", changes, None, job["id"])[0]


def below(folder: Path) -> list[str]:
    """The files in a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_transfer_moves_on_with_the_clock(ws: Workspace, admin: Caller) -> None:
    """Size, progress, speed and the time remaining move; at the end the file is there, and only then."""
    assert start(admin)["status"] == "init"
    ws.advance(seconds=1)
    job = job_of(admin)
    assert (job["status"], job["progress"], job["size"], job["speed"], job["etr"]) == (
        "running",
        50,
        2 * RATE,
        1.0,
        "0:00:01",
    )
    [part] = below(ws.client())
    assert part.startswith("in/a.mov.")
    assert part.endswith(".accsyn-part")
    ws.advance(hours=1)
    job = job_of(admin)
    assert (job["status"], job["progress"], job["speed"], job["etr"]) == ("done", 100, 0.0, None)
    assert job["finished"] == "2026-01-22T12:00:02"
    assert (ws.client() / "in/a.mov").read_bytes() == (ws.volume() / "a.mov").read_bytes()
    assert admin.find("task", parent=job["id"])[0]["status"] == "done"
    ws.advance(days=15)
    assert admin.find("transfer", finished=True) == []
    assert len(admin.find("transfer", archived=True)) == 1


@pytest.mark.parametrize(
    ("source", "destination", "expected"),
    [
        ("share=projects/a.mov", "/in", "client:in/a.mov"),
        ("share=projects/a.mov", "/in/final.mov", "client:in/final.mov"),
        ("share=projects/a.mov", "C:\\in", "client:C/in/a.mov"),
        ("local:share=projects/dir", "admin@example.com:/in", "client:in/dir/b.mov"),
        ("share=projects/dir", "/in/dir", "client:in/dir/b.mov"),
        ("share=projects/a.mov", "share=projects/copy", "volume:copy/a.mov"),
        ("share=projects/a.mov", "site=roaming:share=projects/x/", "site"),
        ("/disk/c.mov", "share=projects/up", "volume:up/c.mov"),
        ("/disk/c.mov", "share=projects", "volume:c.mov"),
    ],
)
def test_ends(ws: Workspace, admin: Caller, source: str, destination: str, expected: str) -> None:
    """Every kind of party, at either end; a destination is a folder unless it names the file."""
    (ws.client() / "disk").mkdir()
    (ws.client() / "disk" / "c.mov").write_bytes(b"c")
    start(admin, source, destination)
    ws.advance(minutes=1)
    assert job_of(admin)["status"] == "done"
    place, _, path = expected.partition(":")
    root = {"client": ws.client(), "volume": ws.volume()}.get(place)
    if root is None:
        assert list((ws.volume().parent.parent / "sites").rglob("a.mov"))
    else:
        assert path in below(root)


def test_pause_resume_abort(ws: Workspace, admin: Caller) -> None:
    """A pause keeps what was copied; an abort leaves nothing."""
    job = start(admin)
    ws.advance(seconds=1)
    edit(admin, job, status="paused")
    ws.advance(hours=1)
    assert (job_of(admin)["status"], job_of(admin)["progress"]) == ("paused", 50)
    edit(admin, job, status="waiting")
    ws.advance(seconds=0.5)
    assert job_of(admin)["progress"] == 75
    assert edit(admin, job, status="aborted")["finished"] is not None
    ws.advance(seconds=1)
    assert below(ws.client()) == []
    edit(admin, job, status="waiting")
    ws.advance(seconds=3)
    assert job_of(admin)["status"] == "done"


def test_a_missing_source_fails_and_can_be_retried(ws: Workspace, admin: Caller) -> None:
    """The log says why; when the file has come, waiting is enough."""
    job = start(admin, "share=projects/late.mov")
    ws.advance(seconds=1)
    assert job_of(admin)["status"] == "failed"
    messages = [row["message"] for row in admin.ask("GET", "log/find", {"entitytype": "transfer"}, None, job["id"])]
    assert any("'late.mov' is not there" in message for message in messages)
    (ws.volume() / "late.mov").write_bytes(b"now")
    edit(admin, job, status="waiting")
    ws.advance(seconds=1)
    assert job_of(admin)["status"] == "done"


def test_a_source_that_shrinks_fails(ws: Workspace, admin: Caller) -> None:
    """No half file takes the name of a whole one."""
    start(admin)
    ws.advance(seconds=1)
    (ws.volume() / "a.mov").write_bytes(b"short")
    ws.advance(seconds=5)
    assert job_of(admin)["status"] == "failed"
    assert below(ws.client()) == []


def test_a_file_does_not_take_the_place_of_a_folder(ws: Workspace, admin: Caller) -> None:
    """Nor does a folder that of a file: it fails, and nothing unfinished is left."""
    (ws.client() / "dir").write_bytes(b"a file of the name")
    for destination in ("share=projects", "share=projects/a.mov/deep/"):
        start(admin, "/dir", destination)
        ws.advance(seconds=1)
        assert job_of(admin)["status"] == "failed"
    assert below(ws.volume()) == ["a.mov", "dir/b.mov", "dir/empty.txt"]


def test_tasks_follow_rules(ws: Workspace, admin: Caller) -> None:
    """A job pauses when what is left is on hold, waits when a task is requeued, is done with the excluded."""
    tasks = ["share=projects/a.mov", "share=projects/dir/b.mov"]
    job = start(admin, tasks=[{"source": one} for one in tasks], source=None)
    admin.ask("PUT", "task/edit", [{"uri": "1", "status": "onhold", "priority": 7}], None, job["id"])
    ws.advance(seconds=10)
    assert job_of(admin)["status"] == "paused"
    admin.ask("PUT", "task/edit", [{"uri": "1", "status": "excluded"}], None, job["id"])
    assert job_of(admin)["status"] == "done"
    admin.ask("PUT", "task/edit", [{"uri": "1", "status": "queued"}], None, job["id"])
    assert job_of(admin)["status"] == "waiting"
    ws.advance(seconds=10)
    assert [task["status"] for task in admin.find("task", parent=job["id"])] == ["done", "done"]
    for change, text in (
        ([{"uri": "9", "status": "queued"}], "no task '9'"),
        ([{"uri": "0", "source": "x"}], "not source"),
        ([{"uri": "0", "status": "booting"}], "cannot be set"),
        ([5], "an object"),
    ):
        with pytest.raises(Refused, match=text):
            admin.ask("PUT", "task/edit", change, None, job["id"])
    with pytest.raises(Refused, match="never deleted"):
        admin.ask("DELETE", "task/delete", None, None, admin.find("task", parent=job["id"])[0]["id"])


def test_adding_tasks(ws: Workspace, admin: Caller) -> None:
    """The same task is retried, not doubled, unless asked for; a finished job waits again; append finds the job."""
    job = start(admin)
    ws.advance(seconds=10)
    add = {"tasks": [{"source": "share=projects/a.mov"}]}
    assert admin.ask("POST", "task/create", add, None, job["id"])[0]["uri"] == "0"
    assert job_of(admin)["status"] == "waiting"
    new = admin.ask("POST", "task/create", {**add, "allow_duplicates": True}, None, job["id"])
    assert [task["uri"] for task in new] == ["1"]
    again = start(admin, "share=projects/dir/b.mov", append=True)
    assert again["id"] == job["id"]
    assert len(admin.find("task", parent=job["id"])) == 3
    with pytest.raises(Refused, match="no tasks"):
        admin.ask("POST", "task/create", {"tasks": []}, None, job["id"])


def test_queues_decide_who_goes_first(ws: Workspace, admin: Caller) -> None:
    """A paused queue holds its jobs back, a higher priority goes before; four run at once."""
    admin.ask("PUT", "queue/edit", {"status": "paused"}, None, "low")
    jobs = [start(admin, queue=name) for name in ("low", "medium", "medium", "medium", "medium", "high")]
    ws.advance(seconds=0.1)
    running = {job["id"] for job in admin.find("transfer", "status=running")}
    assert running == {job["id"] for job in (*jobs[1:4], jobs[5])}
    ws.advance(minutes=1)
    assert [job["id"] for job in admin.find("transfer")] == [jobs[0]["id"]]


def test_deliveries_wait_for_their_recipients(ws: Workspace, admin: Caller) -> None:
    """They begin in init; submitting needs a file and a recipient."""
    job = admin.create("delivery", name="d")
    assert job["status"] == "init"
    for text in ("no files", "no recipients"):
        with pytest.raises(Refused, match=text):
            admin.ask("PUT", "delivery/edit", {"status": "pending"}, None, job["id"])
        admin.ask("POST", "task/create", {"tasks": ["share=projects/a.mov"]}, None, job["id"])
    admin.ask("PUT", "job/recipient/add", {"recipient": "bob@example.com", "invite": True}, None, job["id"])
    with pytest.raises(Refused, match="invite is false"):
        admin.ask("PUT", "job/recipient/add", {"recipient": "eva@example.com", "invite": False}, None, job["id"])
    assert admin.ask("PUT", "delivery/edit", {"status": "pending"}, None, job["id"])[0]["status"] == "waiting"
    assert isinstance(admin.ask("PUT", "job/recipient/add", {"recipient": "bob@example.com"}, None, job["id"]), list)
    assert admin.ask("PUT", "delivery/edit", {"status": "done"}, None, job["id"])[0]["finished"]


def test_transfers_run_while_real_time_passes() -> None:
    """Without a frozen clock a thread does the work."""
    with Workspace() as ws:
        admin = Caller(ws)
        ws.client()
        (ws.volume() / "a.mov").write_bytes(b"x" * 1000)
        start(admin)
        deadline = time.monotonic() + 10
        while job_of(admin)["status"] != "done" and time.monotonic() < deadline:
            time.sleep(0.01)
        assert below(ws.client()) == ["in/a.mov"]
