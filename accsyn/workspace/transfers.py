"""The worker: transfers move on with the clock, and their files are really copied."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from accsyn.wire.codec import moment_out
from accsyn.workspace import jobs, references
from accsyn.workspace.copying import Copy, measured
from accsyn.workspace.refusal import Refusal
from accsyn.workspace.state import State
from accsyn.workspace.store import Record

RATE = 200_000_000.0
"""Bytes a second, of all transfers together, if nothing else is said."""

SLOTS = 4
"""Transfers that run at the same time."""

PAUSE = 0.05
_LIVE = ("init", "waiting", "running")
_OPEN = ("queued", "pending", "booting", "executing")


class Worker:
    """Carries transfers out.

    Args:
        state: The workspace.
        rate: Bytes a second of the workspace's clock.
    """

    def __init__(self, state: State, rate: float = RATE) -> None:
        self.state = state
        self.rate = rate
        self._last = state.clock.now()
        self._copies: dict[str, Copy] = {}
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    # ---- time

    def recover(self) -> None:
        """Take up what ran when the process before this one ended."""
        with self.state.store.transaction():
            for job in self.state.store.all("transfer"):
                if job["status"] == "running":
                    self.state.store.put("transfer", {**job, "status": "waiting", "speed": 0.0, "etr": None})
                    for task in self.state.store.children("task", job["id"]):
                        if task["status"] == "executing":
                            self.state.store.put("task", {**task, "status": "queued"})

    def start(self) -> None:
        """Let a thread carry transfers out while real time passes; for a frozen clock, `tick` does it alone."""
        if self._thread is None and not self.state.clock.is_frozen:
            self._thread = threading.Thread(target=self._run, name="accsyn-transfers", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """Say that there is something to do."""
        self.start()
        self._wake.set()

    def stop(self) -> None:
        """End the thread and give up what is half done."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        for copy in self._copies.values():
            copy.stop()
        self._copies.clear()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait()
            self._wake.clear()
            while not self._stop.is_set() and self.tick():
                self._stop.wait(PAUSE)

    # ---- work

    def tick(self) -> bool:
        """Do what could be done since the last time.

        Returns:
            Whether there is more to do.
        """
        with self.state.store.transaction():
            began, now = self._last, self.state.clock.now()
            self._last = now
            if not any(job["status"] in _LIVE for job in self.state.store.all("transfer")) and not self._copies:
                return False
            self._forget()
            self._measure()
            seconds = max(0.0, (now - began).total_seconds())
            budget, spent = self.rate * seconds, 0.0
            while running := self._chosen():
                finished = 0
                share = (budget - spent) / len(running)
                moved = 0.0
                for job in running:
                    moment = min(now, began + timedelta(seconds=(spent + moved) / self.rate))
                    used, is_over = self._advance(job, share, moment, seconds)
                    moved += used
                    finished += is_over
                spent += moved
                if not finished or spent >= budget:
                    break
            return any(job["status"] in _LIVE for job in self.state.store.all("transfer"))

    def _forget(self) -> None:
        """Give up the copies of tasks that are not to be carried out any more."""
        for ident in list(self._copies):
            task = self.state.store.get("task", ident)
            job = None if task is None else self.state.store.get("transfer", task["job"])
            if task is None or job is None or job["status"] in jobs.ENDED or task["status"] not in _OPEN:
                self._copies.pop(ident).stop()

    def _measure(self) -> None:
        for job in self.state.store.all("transfer"):
            if job["status"] == "init":
                tasks = self.state.store.children("task", job["id"])
                sizes = [measured(self.state, task) for task in tasks]
                for task, size in zip(tasks, sizes, strict=True):
                    self.state.store.put("task", {**task, "size": size})
                self.state.store.put("transfer", {**job, "status": "waiting", "size": sum(sizes)})

    def _chosen(self) -> list[Record]:
        """The transfers that run now: by the priority of their queues, then by age."""
        queues = {queue["id"]: queue for queue in self.state.store.all("queue")}
        ready = [
            job
            for job in self.state.store.all("transfer")
            if job["status"] in ("waiting", "running") and queues.get(job["queue"], {}).get("status") != "paused"
        ]
        ready.sort(key=lambda job: (job["status"] != "running", -(queues.get(job["queue"], {}).get("priority") or 0)))
        return ready[:SLOTS]

    def _advance(self, job: Record, budget: float, moment: datetime, seconds: float) -> tuple[float, bool]:
        """Carry a transfer on.

        Returns:
            The bytes that were copied, and whether it has come to an end.
        """
        store = self.state.store
        used = 0.0
        for task in store.children("task", job["id"]):
            if task["status"] in _OPEN:
                done, used = self._task(job, task, used, budget, moment)
                if not done:
                    break
        tasks = store.children("task", job["id"])
        size = sum(task["size"] for task in tasks)
        copied = sum(task["size"] for task in tasks if task["status"] == "done")
        copied += sum(self._copies[task["id"]].done for task in tasks if task["id"] in self._copies)
        job = {**job, "status": "running", "size": size, "progress": int(100 * copied / size) if size else 0}
        job["speed"] = round(used / seconds / 1e6, 3) if seconds else 0.0
        left = (size - copied) / (used / seconds) if used and seconds else None
        job["etr"] = None if left is None else str(timedelta(seconds=round(left)))
        ended = jobs.settled(self.state, "transfer", job)
        is_over = ended["status"] in ("done", "failed", "paused")
        if is_over:
            end = moment + timedelta(seconds=used / self.rate)
            if ended["finished"]:
                ended = {**ended, "finished": moment_out(end)}
            self.state.log(
                f"transfer {job['code']!r} {ended['status']}",
                level="error" if ended["status"] == "failed" else "info",
                entitytype="transfer",
                ident=job["id"],
            )
        store.put("transfer", ended)
        return used, is_over

    def _task(self, job: Record, task: Record, used: float, budget: float, moment: datetime) -> tuple[bool, float]:
        """Carry a task on; whether it needs no more, and the bytes used so far."""
        store = self.state.store
        try:
            copy = self._copies.get(task["id"])
            if copy is None:
                copy = self._copies[task["id"]] = Copy(self.state, task)
                task = store.put("task", {**task, "status": "executing", "size": copy.size})
            moved = copy.run(budget - used)
        except (Refusal, OSError) as error:
            failed = self._copies.pop(task["id"], None)
            if failed is not None:
                failed.stop()
            message = getattr(error, "strerror", None) or str(error)
            store.put("task", {**task, "status": "failed", "finished": self.state.clock.text()})
            said = f"task {task['uri']} of {job['code']!r} failed: {message}"
            self.state.log(said, level="error", entitytype="transfer", ident=job["id"])
            return True, used
        used += moved
        if copy.is_complete:
            del self._copies[task["id"]]
            end = moment + timedelta(seconds=used / self.rate)
            spent = round(copy.size / self.rate)
            references.save(self.state, "task", {**task, "status": "done", "finished": moment_out(end), "time": spent})
        return copy.is_complete, used
