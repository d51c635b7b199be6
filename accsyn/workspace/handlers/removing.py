"""What goes with an entity that is deleted, deactivated or brought back."""

from __future__ import annotations

from collections.abc import Callable

from accsyn.workspace import jobs, recipients, references
from accsyn.workspace.refusal import Refusal
from accsyn.workspace.state import JOBS, SHARES, State
from accsyn.workspace.store import Record


def delete(state: State, kind: str, record: Record) -> None:
    """Delete an entity and what belongs to it. Files on disk are never touched.

    Raises:
        Refusal: It cannot be deleted.
    """
    _FIRST.get(kind, _nothing)(state, kind, record)
    for setting in state.store.all("_setting"):
        if setting["entityid"] == record["id"]:
            state.store.remove("_setting", setting["id"])
    state.store.remove(kind, record["id"])


def deactivate(state: State, kind: str, record: Record, *, inactive: bool) -> Record:
    """Take a user or a share offline with its ACLs, or bring it back.

    Raises:
        Refusal: Entities of that kind are not deactivated.
    """
    if kind == "user":
        recipients.shares(state, record, inactive=inactive)
        return references.save(state, kind, {**record, "inactive": inactive})
    if kind not in (*SHARES, "client"):
        raise Refusal(f"entities of type {kind} are not activated and deactivated")
    for acl in state.store.children("acl", f"share:{record['id']}"):
        state.store.put("acl", {**acl, "inactive": inactive})
    return references.save(
        state,
        kind,
        {**record, "inactive": inactive, "status": _STATUS[inactive][record["status"] == _STATUS[not inactive][True]]},
    )


# By whether it goes offline, then by whether it is or was disabled.
_STATUS = {True: {False: "offline", True: "disabled-offline"}, False: {False: "enabled", True: "disabled"}}


def _nothing(_: State, __: str, ___: Record) -> None:
    pass


def _share(state: State, kind: str, record: Record) -> None:
    for acl in state.store.children("acl", f"share:{record['id']}"):
        state.store.remove("acl", acl["id"])
    for name, parent in (("_server", record["id"]), ("file", record["id"])):
        for one in state.store.children(name, parent):
            state.store.remove(name, one["id"])
    if kind == "volume":
        for below in ("folder", "home"):
            for one in state.store.all(below):
                if one.get("parent") == record["id"]:
                    delete(state, below, one)


def _user(state: State, _: str, record: Record) -> None:
    admins = [user for user in state.store.all("user") if user["role"] == "admin" and not user.get("inactive")]
    if admins == [record]:
        raise Refusal("the last admin stays")
    for kind in JOBS:
        for job in state.store.all(kind):
            if job.get("user") == record["id"] and job["status"] not in jobs.ENDED:
                references.save(state, kind, jobs.edit(state, kind, job, "aborted"))
    for acl in state.store.all("acl"):
        if acl["entity"] == f"user:{record['id']}":
            state.store.remove("acl", acl["id"])
    state.store.remove("_key", record["id"])
    for session in state.store.all("_session"):
        if session["user"] == record["id"]:
            state.store.remove("_session", session["id"])
    recipients.shares(state, record, inactive=True)


def _queue(state: State, _: str, record: Record) -> None:
    default = state.default("queue")
    if default is None or default["id"] == record["id"]:
        raise Refusal("the default queue stays")
    for kind in JOBS:
        for job in state.store.all(kind):
            if job.get("queue") == record["id"]:
                moved = {**job, "queue": default["id"]}
                if job.get("parent") == f"queue:{record['id']}":
                    moved["parent"] = f"queue:{default['id']}"
                references.save(state, kind, moved)


def _site(state: State, _: str, record: Record) -> None:
    if record.get("main") or record.get("accsyn"):
        raise Refusal("a built-in site and the main site stay")
    if any(client.get("site") == record["id"] and client["type"] == 1 for client in state.store.all("client")):
        raise Refusal(f"site {record['code']!r} has servers")


def _job(state: State, _: str, record: Record) -> None:
    for kind in ("task", "_recipient"):
        for one in state.store.children(kind, record["id"]):
            state.store.remove(kind, one["id"])
    state.store.remove("_ends", record["id"])


def _stays(_: State, kind: str, __: Record) -> None:
    raise Refusal("tasks are never deleted; set their status to excluded" if kind == "task" else f"the {kind} stays")


_FIRST: dict[str, Callable[[State, str, Record], None]] = {
    "user": _user,
    "queue": _queue,
    "site": _site,
    "task": _stays,
    "workspace": _stays,
    **dict.fromkeys(JOBS, _job),
    **dict.fromkeys(SHARES, _share),
}
