"""A small studio, made up: people, shares, machines, and a believable history of transfers and deliveries.

The same seed gives the same studio; dates are relative to the workspace's clock.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from accsyn.wire.codec import moment_out
from accsyn.workspace import places, references
from accsyn.workspace.backend import Backend
from accsyn.workspace.store import Record

TRANSFERS = 400
DELIVERIES = 60

_PEOPLE = (
    ("lisa@example.com", "employee"),
    ("omar@example.com", "employee"),
    ("eva@example.com", "employee"),
    ("bob@freelance.example", "standard"),
    ("kim@vendor.example", "standard"),
    ("ada@client.example", "standard"),
    ("max@client.example", "standard"),
)
_SITES = ("london", "montreal", "mumbai")
_FILMS = ("aurora", "nordlys", "harbour")
_WORK = ("plates", "comp", "edit", "reference", "dailies")
_NAMES = ("{film} {work} {number:03d}", "{film} sh{number:04d} {work}", "{film} {work} backup")
_STATUS = (("done", 78), ("failed", 7), ("aborted", 6), ("paused", 4), ("waiting", 5))


def furnish(backend: Backend, *, seed: int = 1, transfers: int = TRANSFERS, deliveries: int = DELIVERIES) -> None:
    """Fill a new workspace."""
    chance = random.Random(seed)  # noqa: S311 - made-up records
    with backend.state.store.transaction():
        studio = _Studio(backend, chance)
        for number in range(transfers):
            studio.transfer(number, transfers)
        for number in range(deliveries):
            studio.delivery(number, deliveries)


class _Studio:
    def __init__(self, backend: Backend, chance: random.Random) -> None:
        self.backend = backend
        self.state = backend.state
        self.chance = chance
        self.now = self.state.clock.now()
        self.admin = self.state.store.all("user")[0]
        self.people = [
            self._put("user", code, 300, role=role, status="enabled", logged_in=None) for code, role in _PEOPLE
        ]
        self.sites = [self._put("site", code, 200, accsyn=False, main=False, status="enabled") for code in _SITES]
        self.volume: Record = self.state.default("volume") or {}
        self.queues = self.state.store.all("queue")
        self.folders = [self._folder(film) for film in _FILMS]
        self._machines()
        self._access()
        self._files(Path(self.volume["path"]))

    def _put(self, kind: str, code: str, days: float, **others: Any) -> Record:
        then = self._then(days)
        who = f"user:{self.admin['id']}"
        common: Record = {"id": self.state.new_id(), "code": code, "name": code.partition("@")[0], "created": then}
        stamps: Record = {"creator": who, "modified": then, "modifier": who, "description": "", "metadata": {}}
        return references.save(self.state, kind, {**common, **stamps, "inactive": False, **others})

    def _then(self, days: float) -> str:
        return moment_out(self.now - timedelta(days=days))

    def _folder(self, film: str) -> Record:
        return self._put("folder", film, 250, parent=self.volume["id"], path=film, status="enabled", queue=None)

    def _machines(self) -> None:
        main = self.state.default("site", "main") or {}
        for index, site in enumerate([main, *self.sites]):
            others = {"type": 1, "site": site["id"], "status": "online" if index < 3 else "offline", "os": "linux"}
            self._put("client", f"server-{site['code']}", 190, user=self.admin["id"], roles=["storage"], **others)
        for person in [self.admin, *self.people]:
            system = self.chance.choice(("windows", "mac", "linux"))
            host = f"{person['code'].partition('@')[0]}-pc"
            client = self._put("client", host, 150, user=person["id"], type=0, status="online", os=system, roles=[])
            places.disk_of(self.state, client).mkdir(parents=True)

    def _access(self) -> None:
        for person in self.people:
            is_employee = person["role"] == "employee"
            target = self.volume if is_employee else self.chance.choice(self.folders)
            now = self._then(120)
            acl: Record = {
                "id": self.state.new_id(),
                "entity": f"user:{person['id']}",
                "target": f"share:{target['id']}",
            }
            rights: Record = {"read": True, "write": is_employee, "path": "/", "notify": False, "message": ""}
            stamps: Record = {"acknowledged": True, "created": now, "modified": now, "inactive": False}
            references.save(self.state, "acl", {**acl, **rights, **stamps})

    def _files(self, root: Path) -> None:
        for film in _FILMS:
            for work in _WORK:
                folder = root / film / work
                folder.mkdir(parents=True)
                (folder / f"{film}_{work}_v001.mov").write_bytes(
                    self.chance.randbytes(self.chance.randrange(1000, 20000))
                )

    # ---- history

    def _pick(self, weighted: Sequence[tuple[str, int]]) -> str:
        return self.chance.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]

    def transfer(self, number: int, count: int) -> None:
        """One transfer of the past, the oldest first."""
        age = 60 * (1 - number / count)
        status = self._pick(_STATUS) if age > 1 / 24 else "waiting"
        status = status if status in ("done", "failed", "aborted") or age < 10 else "done"
        film, work = self.chance.choice(_FILMS), self.chance.choice(_WORK)
        name = self.chance.choice(_NAMES).format(film=film, work=work, number=number)
        person = self.chance.choice(self.people)
        size = int(self.chance.lognormvariate(21, 1.5))
        speed = round(self.chance.uniform(8, 110), 1)
        here, there = f"workspace:{self.state.workspace['id']}", self._other_end(person)
        source, destination = (here, there) if self.chance.random() < 0.6 else (there, here)
        progress = {"done": 100, "waiting": 0}.get(status, self.chance.randrange(5, 95))
        took = size / (speed * 1e6)
        finished = self._then(max(age - took / 86400, 0)) if status in ("done", "aborted") else None
        job = self._job("transfer", name, age, person, status, finished)
        job |= {"source": source, "destination": destination, "size": size, "progress": progress}
        job |= {"speed": speed if status == "done" else 0.0, "metadata": {"film": film, "shot": f"sh{number:04d}"}}
        # What waits is paused: nothing in the demo has a file that would really be copied.
        job["status"] = "paused" if status == "waiting" else status
        references.save(self.state, "transfer", job)
        self._task(job, f"{film}/{work}/{film}_{work}_v001.mov", size, age)

    def _other_end(self, person: Record) -> str:
        if self.chance.random() < 0.5:
            return f"site:{self.chance.choice(self.sites)['id']}"
        return f"user:{person['id']}"

    def _job(  # noqa: PLR0917
        self, kind: str, name: str, age: float, person: Record, status: str, finished: str | None
    ) -> Record:
        queue = self.chance.choice(self.queues)
        then = self._then(age)
        about: Record = {"id": self.state.new_id(), "code": name, "name": name, "status": status, "created": then}
        owner: Record = {"modified": finished or then, "modifier": f"user:{person['id']}", "user": person["id"]}
        place: Record = {
            "queue": queue["id"],
            "parent": f"queue:{queue['id']}",
            "uri": str(self.state.store.count(kind)),
        }
        return {**about, **owner, **place, "finished": finished, "etr": None, "metadata": {}}

    def _task(self, job: Record, path: str, size: int, age: float) -> None:
        status = {"done": "done", "failed": "failed"}.get(job["status"], "queued")
        task: Record = {"id": self.state.new_uuid(), "uri": "0", "job": job["id"], "created": self._then(age)}
        figures: Record = {"finished": job["finished"], "priority": 500, "size": size, "time": int(size / 5e7)}
        end: Record = {"v": self.volume["id"], "path": path}
        self.state.store.put(
            "task",
            references.complete(
                self.state, "task", {**task, **figures, "status": status, "metadata": {}, "source": end}
            ),
        )

    def delivery(self, number: int, count: int) -> None:
        """One delivery of the past."""
        age = 50 * (1 - number / count)
        status = "done" if age > 7 else self.chance.choice(("waiting", "waiting", "done", "init"))
        film = self.chance.choice(_FILMS)
        person = self.chance.choice(self.people[:3])
        finished = self._then(max(age - 2, 0)) if status == "done" else None
        job = self._job(
            "delivery", f"{film} {self.chance.choice(_WORK)} delivery {number:02d}", age, person, status, finished
        )
        job |= {"size": self.chance.randrange(10**7, 10**10), "progress": 100 if status == "done" else 0, "speed": 0.0}
        job |= {"source": f"workspace:{self.state.workspace['id']}", "destination": None, "public": False}
        references.save(self.state, "delivery", job)
        self._task(job, f"{film}/edit/{film}_edit_v001.mov", job["size"], age)
        for receiver in self.chance.sample(self.people[3:], 2):
            one = {"id": self.state.new_id(), "job": job["id"], "user": receiver["id"], "actioned": status == "done"}
            self.state.store.put("_recipient", one)
