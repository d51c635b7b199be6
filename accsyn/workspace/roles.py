"""Who sees what and who may do what: admin, employee, standard."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from accsyn.workspace.references import target_of
from accsyn.workspace.refusal import forbidden
from accsyn.workspace.state import JOBS, PACKAGES, SHARES, State
from accsyn.workspace.store import Record

Test = Callable[[Record], bool]

CONFIGURATION = frozenset({"volume", "client", "queue", "site", "engine", "workspace"})
"""What admins alone write."""

# What each role may create, change and delete; admins everything. What is written must also be visible to the user.
_MAY_WRITE = {
    "employee": frozenset({*JOBS, "task", "file", "folder", "home", "collection", "acl", "user"}),
    "standard": frozenset({*JOBS, "task"}),
}


def is_admin(user: Record) -> bool:
    """Whether the user is an admin."""
    return user.get("role") == "admin"


def require_admin(user: Record, what: str) -> None:
    """Raises a Refusal if the user is none."""
    if not is_admin(user):
        raise forbidden(f"only admins {what}")


def require_write(user: Record, kind: str) -> None:
    """Raises a Refusal if the user's role does not write records of that kind."""
    role = str(user.get("role"))
    if role != "admin" and kind not in _MAY_WRITE.get(role, frozenset()):
        who = "only admins" if kind in CONFIGURATION else f"{role} users"
        verb = "change" if kind in CONFIGURATION else "do not change"
        raise forbidden(f"{who} {verb} entities of type {kind}")


def visible(state: State, user: Record, kind: str) -> Test | None:
    """Which records of a kind the user sees; None for all of them."""
    role = user.get("role")
    if role == "admin":
        return None
    ident = str(user["id"])
    if kind == "user":
        if role == "employee":
            return lambda record: record["id"] == ident or record.get("role") == "standard"
        return lambda record: record["id"] == ident
    if role == "employee":
        return None
    return _STANDARD.get(kind, _nothing)(state, ident)


def sees(state: State, user: Record, kind: str, record: Record) -> bool:
    """Whether the user sees a record."""
    test = visible(state, user, kind)
    return test is None or test(record)


# ---- what standard users see


def _nothing(_: State, __: str) -> Test:
    return lambda _: False


def _everything(_: State, __: str) -> Test:
    return lambda _: True


def _jobs(_: State, ident: str) -> Test:
    mine = (ident, f"user:{ident}")
    return lambda job: job.get("user") in mine or job.get("source") in mine or job.get("destination") in mine


def _packages(state: State, ident: str) -> Test:
    received = {one["job"] for one in state.store.all("_recipient") if one["user"] == ident}
    return lambda job: job["id"] in received or job.get("user") == ident


def _parts(state: State, ident: str) -> Test:
    tests = {kind: (_packages if kind in PACKAGES else _jobs)(state, ident) for kind in JOBS}

    def test(task: Record) -> bool:
        found = state.record(JOBS, task.get("job"))
        return found is not None and tests[found[0]](found[1])

    return test


def _shares(state: State, ident: str) -> Test:
    granted = {target_of(acl["target"]) for acl in acls_of(state, ident)}
    return lambda share: share["id"] in granted or share.get("user") == ident


def _files(state: State, ident: str) -> Test:
    test = _shares(state, ident)

    def sees_file(file: Record) -> bool:
        collection = state.store.get("collection", file.get("parent"))
        return collection is not None and test(collection)

    return sees_file


def _own(attribute: str) -> Callable[[State, str], Test]:
    return lambda _, ident: lambda record: target_of(record.get(attribute)) == ident


_STANDARD: dict[str, Callable[[State, str], Test]] = {
    "workspace": _everything,
    "transfer": _jobs,
    "compute": _jobs,
    **dict.fromkeys(PACKAGES, _packages),
    "task": _parts,
    **dict.fromkeys(SHARES[1:], _shares),
    "file": _files,
    "client": _own("user"),
    "acl": _own("entity"),
}


# ---- files


def acls_of(state: State, ident: str) -> list[Record]:
    """The ACLs of a user that count."""
    entity = f"user:{ident}"
    return [acl for acl in state.store.all("acl") if acl.get("entity") == entity and not acl.get("inactive")]


def granted(state: State, user: Record, share: Record, right: str) -> list[str] | None:
    """The paths of a share, ``/`` for all of it, below which the user has a right (``read``, ``write``).

    Returns:
        None where there is no limit.
    """
    if is_admin(user) or share.get("user") == user["id"]:
        return None
    volume = str(share.get("parent") or "")
    beneath = clean(str(share.get("path") or "")) if volume else "/"
    paths = []
    for acl in acls_of(state, str(user["id"])):
        target, path = target_of(acl["target"]), clean(acl.get("path") or "/")
        if not acl.get(right):
            continue
        if target == share["id"]:
            paths.append(path)
        elif target == volume and volume:
            # An ACL of the volume counts for what of the folder lies below its path.
            if covers(path, beneath):
                paths.append("/")
            elif covers(beneath, path):
                paths.append(clean(path[len(beneath.rstrip("/")) :]))
    return paths


def may(state: State, user: Record, share: Record, path: str, right: str) -> bool:
    """Whether the user has a right on a path beneath a share."""
    paths = granted(state, user, share, right)
    return paths is None or any(covers(one, clean(path)) for one in paths)


def clean(path: str) -> str:
    """A path beneath a share, as it is compared: ``/a/b``."""
    return posixpath.normpath("/" + path.strip("/"))


def covers(above: str, path: str) -> bool:
    """Whether a path is another one or below it."""
    return above in ("/", path) or path.startswith(above + "/")
