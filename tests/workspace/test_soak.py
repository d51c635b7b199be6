"""Eight threads of clients at once, on the real server: nobody gets an error, and no write is lost."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from accsyn.local import Workspace
from tests.workspace.calls import Caller
from tests.workspace.serving import Running, serving

THREADS = 8
SHARED = "shared"


class Client:
    """What a thread does, and what it knows to be written.

    Attributes:
        known: The priority of each of its queues, by its code.
        last: What it last wrote into the queue that all share.
        count: How often it did what.
    """

    def __init__(self, running: Running, index: int) -> None:
        self.index = index
        self.chance = random.Random(index)  # noqa: S311 - steps that can be repeated
        self.session = running.session()
        self.known: dict[str, int] = {}
        self.ids: dict[str, str] = {}
        self.last = 0
        self.made: set[str] = set()
        self.count: Counter[str] = Counter()
        self.error: BaseException | None = None

    def run(self, end: float) -> None:
        """Work until a moment, or an error."""
        steps = (
            self.create,
            self.create,
            self.edit,
            self.edit,
            self.look,
            self.look,
            self.delete,
            self.files,
            self.job,
        )
        try:
            with self.session:
                while time.monotonic() < end:
                    step = self.chance.choice(steps)
                    step()
                    self.count[step.__name__] += 1
        except BaseException as error:  # noqa: BLE001, RUF100 - what a thread meets is shown by the test
            self.error = error

    def create(self) -> None:
        code = f"q{self.index}-{self.count['create']}"
        priority = self.chance.randrange(1000)
        self.ids[code] = self.session.create("Queue", {"code": code, "priority": priority})["id"]
        self.known[code] = priority

    def edit(self) -> None:
        if self.known:
            code = self.chance.choice(list(self.known))
            priority = self.chance.randrange(1000)
            changed = self.session.update("Queue", self.ids[code], {"priority": priority}) or {}
            assert changed["priority"] == priority
            self.known[code] = priority
        self.session.update("Queue", self.ids[SHARED], {f"thread{self.index}": self.last + 1})
        self.last += 1

    def look(self) -> None:
        code = self.chance.choice([*self.known, "none"])
        found = self.session.find(f"Queue WHERE code='{code}'", attributes=["priority"])
        assert found == ([{"priority": self.known[code]}] if code in self.known else [])

    def delete(self) -> None:
        if len(self.known) > 20:
            code = self.chance.choice(list(self.known))
            self.session.delete_one("Queue", self.ids[code])
            del self.known[code]

    def files(self) -> None:
        folder = f"t{self.index}/{self.count['files']}"
        self.session.mkdir(f"share=projects/{folder}")
        self.made.add(folder)
        assert self.session.exists(f"share=projects/{folder}") is True
        assert len(self.session.ls(f"share=projects/t{self.index}")) == len(self.made)

    def job(self) -> None:
        ends = {"source": "share=projects/film.mov", "destination": f"share=projects/out/{self.index}/"}
        if self.count["job"] < 20:
            assert self.session.create("Transfer", ends)["id"]


def soak(folder: Path, seconds: float) -> Counter[str]:
    """Let the clients work; how often they did what."""
    with serving("--data", str(folder), "--tls") as running:
        with running.session() as admin:
            volume = admin.find_one("Volume WHERE code=projects") or {}
            Path(volume["path"], "film.mov").write_bytes(b"film" * 1000)
            shared = admin.create("Queue", {"code": SHARED})["id"]
        clients = [Client(running, index) for index in range(THREADS)]
        for client in clients:
            client.ids[SHARED] = shared
        end = time.monotonic() + seconds
        threads = [threading.Thread(target=client.run, args=(end,)) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [client.error for client in clients if client.error is not None] == []
        with running.session() as admin:
            admin.wait("Transfer WHERE name=film.mov", poll=0.1, timeout=30)
            check(clients, {one["code"]: one for one in admin.find("Queue")})
        assert running.end() == (0, "")
    with Workspace(folder, frozen=True) as ws:
        assert ws.check() == []
        check(clients, {one["code"]: one for one in Caller(ws).find("queue")})
        statuses = Counter(one["status"] for one in Caller(ws).find("transfer", finished=True))
        assert statuses == {"done": sum(client.count["job"] and min(client.count["job"], 20) for client in clients)}
        for client in clients:
            folders = {f"t{client.index}/{path.name}" for path in (ws.volume() / f"t{client.index}").glob("*")}
            assert folders == client.made
    return sum((client.count for client in clients), Counter())


def check(clients: list[Client], found: dict[str, Any]) -> None:
    """Every queue is there with its last priority, no other is, and the shared one has what each thread wrote last."""
    known = {code: priority for client in clients for code, priority in client.known.items()}
    shared = found.pop(SHARED)
    here = {code: one["priority"] for code, one in found.items() if code.startswith("q")}
    assert here == known
    assert [shared.get(f"thread{client.index}", 0) for client in clients] == [client.last for client in clients]


@pytest.fixture(autouse=True)
def _extras() -> None:
    """What the server needs."""
    pytest.importorskip("uvicorn")
    pytest.importorskip("cryptography")


@pytest.mark.slow
def test_eight_threads_of_clients(tmp_path: Path) -> None:
    """For two seconds; `make soak` takes a minute."""
    assert soak(tmp_path / "data", 2).total() > 100


@pytest.mark.long
@pytest.mark.soak
def test_eight_threads_of_clients_for_a_minute(tmp_path: Path) -> None:
    """The figures are printed."""
    count = soak(tmp_path / "data", 60)
    print(f"\n{count.total():,} steps in a minute: {dict(count.most_common())}")
    assert count.total() > 1000
