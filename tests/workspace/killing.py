"""Lets a workspace write in a process, kills it at a random moment, looks at what is left; again and again.

A script, run by test_durability: ``python -m tests.workspace.killing FOLDER ROUNDS SEED``. It forks, which a process
with threads must not; so it is one of its own. It prints one JSON object.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

from accsyn.local import Workspace
from tests.workspace.calls import Caller

LONGEST = 0.05
"""Seconds until a process is killed, at most: from its start, or from when it has opened the workspace."""

OPENED = b"opened\n"
TASKS = 5
CONTENT = bytes(range(256)) * 200


def opened(folder: Path) -> Workspace:
    """The workspace; its time stands still, so that it has no thread."""
    return Workspace(folder, frozen=True, rate=20_000)


def write(folder: Path, said: int, chance: random.Random) -> None:
    """Write without end, and say what was answered, a line each."""
    with opened(folder) as ws:
        admin = Caller(ws)
        os.write(said, OPENED)
        while True:
            code = f"x{chance.getrandbits(64):016x}"
            queue = admin.create("queue", code=code)
            os.write(said, f"+ {code}\n".encode())
            if chance.random() < 0.3:
                admin.ask("DELETE", "queue/delete", None, None, queue["id"])
                os.write(said, f"- {code}\n".encode())
            if chance.random() < 0.3:
                tasks = [f"share=projects/{number}" for number in range(TASKS)]
                people = [f"{code}{number}@example.com" for number in range(2)]
                admin.create("delivery", name=code, tasks=tasks, recipients=people)
                os.write(said, f"d {code}\n".encode())
            if chance.random() < 0.2:
                admin.create("transfer", source="share=projects/film.mov", destination=f"/{code}/", name=code)
                os.write(said, f"t {code}\n".encode())
            ws.advance(seconds=1)


def killed(folder: Path, chance: random.Random) -> list[tuple[str, str]]:
    """Start a process, kill it; what it had answered."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        write(folder, writing, chance)
        os._exit(1)
    os.close(writing)
    moment = random.Random(chance.random())  # noqa: S311 - drawn apart from what the child draws
    said = os.read(reading, len(OPENED)) if moment.random() < 0.7 else b""
    time.sleep(moment.uniform(0, LONGEST))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading) as file:
        lines = (said.decode() + file.read()).splitlines(keepends=True)
    return [(line[0], line[2:].strip()) for line in lines if line.endswith("\n") and line[1] == " "]


def wrong(folder: Path, known: dict[str, set[str]], answered: list[tuple[str, str]]) -> list[str]:
    """What is not as it should be; `known` is brought up to what is there."""
    for sign, code in answered:
        if sign == "-":
            known["+"].discard(code)
        else:
            known[sign].add(code)
    with opened(folder) as ws:
        found = list(ws.check())
        admin = Caller(ws)
        here = {
            "+": {one["code"] for one in admin.find("queue", "code=x*")},
            "d": {one["name"] for one in admin.find("delivery")},
            "t": {one["name"] for one in admin.find("transfer", finished=True, archived=True)},
        }
        for sign, codes in here.items():
            lost, more = known[sign] - codes, codes - known[sign]
            # One request may have been carried out and not been answered, a deletion too.
            last = answered[-1][1] if answered else ""
            if (lost and not (sign == "+" and lost == {last})) or len(more) > 1:
                found.append(f"{sign}: lost {sorted(lost)}, more {sorted(more)}")
            known[sign] = codes
        jobs = {one["id"]: one for one in admin.find("delivery")}
        for ident, job in jobs.items():
            parts = len(admin.find("task", parent=ident)), len(admin.ask("GET", "job/recipients", {}, None, ident))
            if parts != (TASKS, 2):
                found.append(f"delivery {job['name']} has {parts} tasks and recipients")
        copied = [path for path in ws.client().rglob("*") if path.is_file() and not path.name.endswith(".accsyn-part")]
        found += [f"{path} is not whole" for path in copied if path.read_bytes() != CONTENT]
    return found


def main() -> None:
    """All rounds; then every transfer must come to its end."""
    folder, rounds, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(seed)  # noqa: S311 - rounds that can be repeated
    with opened(folder) as ws:
        ws.client()
        (ws.volume() / "film.mov").write_bytes(CONTENT)
    known: dict[str, set[str]] = {"+": set(), "d": set(), "t": set()}
    counts: dict[str, Any] = {"answered": 0, "wrong": [], "before": 0}
    for _ in range(rounds):
        answered = killed(folder, random.Random(chance.random()))  # noqa: S311 - the same
        counts["answered"] += len(answered)
        counts["before"] += not answered
        counts["wrong"] += wrong(folder, known, answered)
    with opened(folder) as ws:
        ws.advance(days=1)
        statuses = {one["status"] for one in Caller(ws).find("transfer", finished=True)}
        parts = [str(path) for path in ws.client().rglob("*.accsyn-part")]
    print(json.dumps({**counts, **{sign: len(codes) for sign, codes in known.items()}, "left": [*statuses, *parts]}))


if __name__ == "__main__":
    main()
