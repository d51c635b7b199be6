"""Jobs and their tasks: how they are made, and which status follows from which."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from accsyn.workspace import attributes, places, recipients, references
from accsyn.workspace.refusal import Refusal
from accsyn.workspace.state import PACKAGES, State
from accsyn.workspace.store import Record

ENDED = ("done", "aborted")
NO_ATTRIBUTES = frozenset(
    {
        "tasks",
        "recipients",
        "source",
        "destination",
        "append",
        "allow_duplicates",
        "replace_duplicates",
        "data",
        "config",
    }
    | {"mirror_paths", "invite", "notify"}
)
"""What of the payload of a job is no attribute."""

MOST_TASKS = 100_000
_OPEN = ("pending", "queued", "booting", "executing")
_RESTING = ("done", "excluded")


def create(state: State, user: Record, kind: str, data: Mapping[str, Any], *, duplicates: bool | None = None) -> Record:
    """Make a job, or add to one where ``append`` says so.

    Raises:
        Refusal: The payload is not in order.
    """
    wanted = attributes.clean(state, state.entity_type(kind), data, besides=NO_ATTRIBUTES)
    raw = task_list(data)
    if kind == "transfer" and not raw:
        raise Refusal("a transfer needs a source and a destination, or tasks that have them")
    ends = [_ends(state, user, kind, one, data) for one in raw]
    if kind == "transfer" and data.get("append") is True:
        live = _live_job(state, user, ends)
        if live is not None:
            return _add(state, kind, live, raw, ends, duplicates=duplicates)
    status = wanted.pop("status", None)
    if status in ENDED:
        raise Refusal(f"a {kind} is not created {status}")
    now = state.clock.text()
    queue = wanted.pop("queue", None) or (state.default("queue") or {}).get("id")
    name = wanted.get("name") or wanted.get("code") or _name_of(kind, raw)
    job: Record = {
        "id": state.new_id(),
        "code": name,
        "name": name,
        "status": "paused" if status == "paused" else "init",
        "created": now,
        "finished": None,
        "modified": now,
        "modifier": f"user:{user['id']}",
        "user": user["id"],
        "queue": queue,
        "parent": f"queue:{queue}" if queue else None,
        "progress": 0,
        "size": 0,
        "speed": 0.0,
        "etr": None,
        "metadata": {},
        "uri": str(state.store.count(kind)),
        **wanted,
    }
    job = _add(state, kind, job, raw, ends, whole=data.get("destination"), duplicates=True)
    for one in data.get("recipients") or ():
        recipients.add(state, user, job, one, invite=data.get("invite") is not False)
    if kind in PACKAGES:
        has_all = bool(raw) and bool(state.store.children("_recipient", job["id"]))
        job = references.save(state, kind, {**job, "status": "waiting" if has_all or status == "waiting" else "init"})
        if status == "pending":
            job = submit(state, kind, job)
    elif kind == "compute":
        job = references.save(state, kind, {**job, "status": "paused" if status == "paused" else "waiting"})
    state.log(f"{kind} {job['code']!r} created", entitytype=kind, ident=job["id"])
    return job


def task_list(data: Mapping[str, Any]) -> list[Any]:
    """The tasks of a payload: a list, a dict by uri, or the source and destination of a single one."""
    tasks = data.get("tasks")
    if isinstance(tasks, dict) and not ("source" in tasks or "destination" in tasks):
        tasks = list(tasks.values())
    elif tasks is not None and not isinstance(tasks, list):
        tasks = [tasks]
    if tasks is None:
        tasks = [{"source": data["source"]}] if data.get("source") else []
    if len(tasks) > MOST_TASKS:
        raise Refusal(f"{len(tasks)} tasks; {MOST_TASKS} are the limit")
    return tasks


def _ends(
    state: State, user: Record, kind: str, one: Any, job: Mapping[str, Any]
) -> tuple[places.End, places.End | None]:
    """Where a task reads and writes."""
    if not isinstance(one, (str, dict)):
        raise Refusal("a task is a path, or an object with source and destination")
    task = one if isinstance(one, dict) else {"source": one}
    source, destination = task.get("source") or job.get("source"), task.get("destination") or job.get("destination")
    if kind != "transfer":
        return places.end(state, user, source or "share=(default)", "read"), None
    if not source or not destination:
        raise Refusal("a task of a transfer needs a source and a destination")
    return places.end(state, user, source, "read"), places.end(state, user, destination, "write")


def _name_of(kind: str, raw: list[Any]) -> str:
    first = raw[0] if raw else None
    text = first.get("source") if isinstance(first, dict) else first
    base = posixpath.basename(str(text or "").replace("\\", "/").rstrip("/"))
    return base or f"New {kind}"


def _live_job(state: State, user: Record, ends: list[tuple[places.End, places.End | None]]) -> Record | None:
    """The caller's live transfer of the same direction."""
    source, destination = ends[0]
    parties = (source.party, destination.party if destination else None)
    for job in reversed(state.store.all("transfer")):
        is_mine = job.get("user") == user["id"] and job["status"] not in ENDED
        if is_mine and (job.get("source"), job.get("destination")) == parties:
            return job
    return None


def add_tasks(
    state: State, user: Record, kind: str, job: Record, data: Mapping[str, Any], *, duplicates: bool | None
) -> list[Record]:
    """Add tasks to a job; one with the same source and destination is retried instead, unless `duplicates`.

    Returns:
        The tasks, new ones and retried ones.
    """
    raw = task_list(data)
    if not raw:
        raise Refusal("there are no tasks to add")
    tasks = state.store.children("task", job["id"])
    whole = state.store.get("_ends", job["id"]) or {}
    ends = [_ends(state, user, kind, one, {"destination": whole.get("destination"), **data}) for one in raw]
    known = {task["id"]: task for task in tasks}
    _add(state, kind, job, raw, ends, duplicates=duplicates)
    return [task for task in state.store.children("task", job["id"]) if known.get(task["id"]) is not task]


def _add(
    state: State,
    kind: str,
    job: Record,
    raw: list[Any],
    ends: list[tuple[places.End, places.End | None]],
    *,
    whole: Any = None,
    duplicates: bool | None,
) -> Record:
    tasks = state.store.children("task", job["id"])
    known = {(_key(task.get("source")), _key(task.get("destination"))): task for task in tasks}
    count = len(tasks)
    for one, (source, destination) in zip(raw, ends, strict=True):
        target = None if destination is None else destination.task
        given = one if isinstance(one, dict) else {}
        same = known.get((_key(source.task), _key(target)))
        if same is not None and not duplicates:
            references.save(state, "task", {**same, "status": "queued", "finished": None})
            continue
        task: Record = {
            "id": state.new_uuid(),
            "uri": str(count),
            "job": job["id"],
            "created": state.clock.text(),
            "finished": None,
            "priority": given.get("priority", 500),
            "size": 0,
            "time": 0,
            "status": "queued" if kind in ("transfer", "compute") else "pending",
            "metadata": given.get("metadata") or {},
            "source": source.task,
        }
        if target is not None:
            task["destination"] = target
        count += 1
        known[(_key(source.task), _key(target))] = references.save(state, "task", task)
    if ends:
        first, last = ends[0]
        if state.store.get("_ends", job["id"]) is None:
            # The text of the destination, which tasks that come later share.
            given = raw[0] if isinstance(raw[0], dict) else {}
            state.store.put("_ends", {"id": job["id"], "destination": given.get("destination") or whole})
        job = {**job, "source": job.get("source") or first.party}
        if last is not None:
            job["destination"] = job.get("destination") or last.party
        if job["status"] in ("failed", *ENDED):
            job = {**job, "status": "waiting", "finished": None}
    return references.save(state, kind, job)


def _key(end: object) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(value)) for name, value in end.items())) if isinstance(end, dict) else ()


# ---- statuses


def edit(state: State, kind: str, job: Record, status: str) -> Record:
    """Set the status of a job.

    Raises:
        Refusal: It cannot be set.
    """
    tasks = state.store.children("task", job["id"])
    if status == "pending":
        return submit(state, kind, job)
    if status in ENDED:
        for task in tasks:
            if task["status"] in _OPEN and status == "aborted" and task["status"] != "queued":
                references.save(state, "task", {**task, "status": "queued"})
        return {**job, "status": status, "finished": state.clock.text(), "etr": None, "speed": 0.0}
    for task in tasks:
        if (status == "waiting" and task["status"] in ("failed", "onhold")) or task["status"] == "executing":
            references.save(state, "task", {**task, "status": "queued", "finished": None})
    return {**job, "status": status, "finished": None, "speed": 0.0, "etr": None}


def submit(state: State, kind: str, job: Record) -> Record:
    """Submit a delivery, request or stream: it waits for its recipients from now on."""
    if kind != "request" and not state.store.children("task", job["id"]):
        raise Refusal(f"{kind} {job['code']!r} has no files yet")
    if not state.store.children("_recipient", job["id"]):
        raise Refusal(f"{kind} {job['code']!r} has no recipients yet")
    return {**job, "status": "waiting", "finished": None}


def edit_tasks(state: State, kind: str, job: Record, changes: list[Any]) -> list[Record]:
    """Change status, priority and metadata of tasks, each by id or uri.

    Raises:
        Refusal: A task is not there, or cannot be changed like that.
    """
    tasks = state.store.children("task", job["id"])
    known = {str(task[name]): task["id"] for task in reversed(tasks) for name in ("uri", "id")}
    changed: dict[str, None] = {}
    for change in changes:
        if not isinstance(change, dict):
            raise Refusal("a change of a task is an object with its id or uri")
        ident = known.get(str(change.get("id", change.get("uri"))))
        if ident is None:
            raise Refusal(f"job {job['code']!r} has no task {str(change.get('id', change.get('uri')))[:100]!r}")
        others = set(change) - {"id", "uri", "status", "priority", "metadata"}
        if others:
            raise Refusal(f"of a task, status, priority and metadata can be changed, not {', '.join(sorted(others))}")
        values = attributes.clean(state, state.entity_type("task"), change, besides=frozenset({"id", "uri"}))
        if values.get("status") == "queued":
            values["finished"] = None
        task = state.store.get("task", ident) or {}
        references.save(state, "task", {**task, **values})
        changed[ident] = None
    references.save(state, kind, settled(state, kind, job))
    return [task for task in state.store.children("task", job["id"]) if task["id"] in changed]


def settled(state: State, kind: str, job: Record) -> Record:
    """The job with the status that follows from its tasks."""
    found = [task["status"] for task in state.store.children("task", job["id"])]
    if not found or kind not in ("transfer", "compute"):
        return job
    status = job["status"]
    if all(one in _RESTING for one in found):
        status = "done"
    elif "failed" in found and not any(one in _OPEN for one in found):
        status = "failed"
    elif any(one in _OPEN for one in found):
        status = "waiting" if status in ("failed", *ENDED) else status
    else:
        status = "paused"
    if status == job["status"]:
        return job
    is_over = status in ENDED
    progress = 100 if status == "done" else job["progress"]
    finished = state.clock.text() if is_over else None
    if status != "running":
        job = {**job, "speed": 0.0, "etr": None}
    return {**job, "status": status, "finished": finished, "progress": progress}
