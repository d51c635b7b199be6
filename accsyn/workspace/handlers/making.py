"""How entities other than jobs are made: users, shares, clients, queues, sites."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from accsyn.workspace import attributes, jobs, paths, places, recipients, references
from accsyn.workspace.handlers.call import Call
from accsyn.workspace.refusal import Refusal, forbidden
from accsyn.workspace.roles import is_admin
from accsyn.workspace.state import JOBS, SHARES
from accsyn.workspace.store import Record

_NO_WORD = re.compile(r"[^0-9a-z]+")


def make(call: Call, kind: str) -> Record:
    """Make an entity of a kind from the payload."""
    return _MAKERS.get(kind, _make_plain)(call, kind)


def check_code(call: Call, kind: str, code: object, *, besides: str | None = None) -> None:
    """Raises a Refusal if a code is in use, compared without case; codes of shares are unique among all shares."""
    if not call.state.entity_type(kind).unique_code:
        return
    for other in SHARES if kind in SHARES else (kind,):
        found = call.state.store.by_code(other, code)
        if found is not None and found["id"] != besides:
            raise Refusal(f"there is a {other} with the code {found['code']!r} already", 409)


def code_of(name: str) -> str:
    """A code made from a name: lower case, words joined by ``-``."""
    return _NO_WORD.sub("-", name.lower()).strip("-")


def _new(call: Call, wanted: Record, **others: Any) -> Record:
    now = call.state.clock.text()
    who = f"user:{call.user['id']}"
    common: Record = {
        "id": call.state.new_id(),
        "code": wanted.get("code"),
        "name": wanted.get("name") or wanted.get("code"),
    }
    stamps: Record = {"created": now, "creator": who, "modified": now, "modifier": who, "description": ""}
    return {**common, **stamps, "metadata": {}, "inactive": False, **others, **wanted, "name": common["name"]}


def _make_plain(call: Call, kind: str) -> Record:
    wanted = attributes.clean(call.state, call.state.entity_type(kind), call.options)
    wanted["code"] = wanted.get("code") or code_of(str(wanted.get("name") or ""))
    if not wanted["code"]:
        raise Refusal(f"a {kind} needs a code or a name")
    check_code(call, kind, wanted["code"])
    record = _new(call, wanted, **_DEFAULTS.get(kind, {}))
    only_one(call, kind, record)
    return references.save(call.state, kind, record)


_DEFAULTS: dict[str, Record] = {
    "queue": {"priority": 500, "status": "waiting", "default": False, "compute_default": False},
    "site": {"accsyn": False, "main": False, "status": "enabled"},
    "engine": {"status": "enabled"},
}


def only_one(call: Call, kind: str, record: Record) -> None:
    """Where a record becomes the default, the one before is it no more."""
    for flag in ("default", "compute_default", "main"):
        if record.get(flag) is True:
            for other in call.state.store.all(kind):
                if other.get(flag) and other["id"] != record["id"]:
                    call.state.store.put(kind, {**other, flag: False})


def _make_user(call: Call, _: str) -> Record:
    wanted = attributes.clean(
        call.state, call.state.entity_type("user"), call.options, besides=frozenset({"notify", "message"})
    )
    return recipients.invited(call.state, call.user, wanted)


def _make_client(call: Call, kind: str) -> Record:
    entity = call.state.entity_type(call.name)
    wanted = attributes.clean(call.state, entity, call.options)
    type_ = entity.client_type if entity.client_type is not None else 0
    record = _new(
        call, {"code": "client", **wanted}, type=type_, user=call.user["id"], status="init", os="linux", roles=[]
    )
    places.disk_of(call.state, record).mkdir(parents=True, exist_ok=True)
    return references.save(call.state, kind, record)


def _make_job(call: Call, kind: str) -> Record:
    options = call.options
    duplicates = options.get("allow_duplicates")
    return jobs.create(call.state, call.user, kind, options, duplicates=duplicates)


def _make_share(call: Call, kind: str) -> Record:
    state = call.state
    wanted = attributes.clean(state, state.entity_type(kind), call.options, besides=frozenset({"volume", "files"}))
    wanted["code"] = wanted.get("code") or code_of(str(wanted.get("name") or ""))
    if not wanted["code"] or "/" in wanted["code"]:
        raise Refusal(f"a {kind} needs a code without slashes, or a name")
    check_code(call, kind, wanted["code"])
    record = _new(call, wanted, email=None, status="enabled", queue=None)
    if kind == "volume":
        record.setdefault("default", state.default("volume") is None)
        record["path"] = str(volume_path(call, record))
        only_one(call, kind, record)
    elif kind != "collection":
        _put_beneath(call, kind, record)
    record = references.save(state, kind, record)
    paths.make_directory(state, kind, record)
    for path in call.options.get("files") or () if kind == "collection" else ():
        add_file(call, record, path)
    return record


def volume_path(call: Call, record: Record) -> Path:
    """The directory of a new volume: its own, or one beneath the folders that were allowed.

    Raises:
        Refusal: The path lies elsewhere.
    """
    home = call.state.folder / "volumes"
    if not record.get("path"):
        return home / str(record["id"])
    path = Path(record["path"]).resolve()
    for root in (home.resolve(), *call.state.allowed_folders):
        if path == root.resolve() or root.resolve() in path.parents:
            return path
    raise Refusal(
        f"{record['path']}: a volume lies beneath the workspace's own folder; leave the path out, or allow the folder"
    )


def _put_beneath(call: Call, kind: str, record: Record) -> None:
    """Give a folder or a home its volume and its path there."""
    state = call.state
    given = call.options.get("volume") or call.options.get("parent")
    volume = (state.record(("volume",), references.target_of(given)) if given else None) or (
        "volume",
        state.default("volume"),
    )
    if volume[1] is None:
        raise Refusal("there is no volume")
    path = record.get("path") or (f"homes/{record['code']}" if kind == "home" else record["code"])
    if paths.split(path)[0]:
        place = paths.locate(state, call.user, path)
        volume, path = (place.kind, place.share), place.path
    if volume[0] != "volume" or volume[1] is None:
        raise Refusal(f"a {kind} lies on a volume")
    record["parent"] = volume[1]["id"]
    record["path"] = paths.relative(str(path).lstrip("/"))
    paths.require_right(state, call.user, paths.Place("volume", volume[1], record["path"]), "write")
    if kind == "home":
        record.setdefault("user", call.user["id"])


def add_file(call: Call, collection: Record, path: object) -> Record:
    """List a file in a collection."""
    place = paths.locate(call.state, call.user, path.get("path", path) if isinstance(path, dict) else path)
    paths.require_right(call.state, call.user, place, "read")
    real = paths.real(call.state, place)
    if not real.exists():
        raise Refusal(f"{place.path!r} is not there", 404)
    now = call.state.clock.text()
    file: Record = {
        "id": call.state.new_uuid(),
        "path": f"{place.kind}={place.share['code']}/{place.path}",
        "size": real.stat().st_size if real.is_file() else 0,
        "created": now,
        "modified": now,
        "parent": collection["id"],
    }
    return call.state.store.put("file", file)


def _make_acl(call: Call, kind: str) -> Record:
    state, options = call.state, call.options
    target = references.resolve(state, state.entity_type("acl").attributes["target"], options.get("target"))
    if target is None or not target.startswith("share:"):
        raise Refusal("an ACL has a share as its target")
    found = state.record(SHARES, references.target_of(target))
    if found is None:
        raise Refusal("the share is gone")
    path = "/" + paths.relative(str(options.get("path") or "/").lstrip("/"))
    if not is_admin(call.user) and not _manages(call, paths.Place(*found, path.strip("/"))):
        raise forbidden(f"{call.user['code']} may not grant access to {found[1]['code']!r}")
    user = recipients.user_of(state, call.user, options.get("entity"), invite=options.get("invite") is not False)
    read, write = options.get("read", False), options.get("write", False)
    if not isinstance(read, bool) or not isinstance(write, bool) or not (read or write):
        raise Refusal("read and write are true or false, and not both false")
    if found[0] == "volume" and user.get("role") == "standard":
        raise Refusal("standard users get access to folders, homes and collections, not to volumes")
    now = state.clock.text()
    entity = f"user:{user['id']}"
    before = next(
        (acl for acl in state.store.children("acl", target) if acl["entity"] == entity and acl["path"] == path), None
    )
    acl = before or {"id": state.new_id(), "created": now, "acknowledged": False, "inactive": False}
    wanted = {"entity": entity, "target": target, "path": path, "read": read, "write": write, "modified": now}
    others = {"notify": bool(options.get("notify")), "message": str(options.get("message") or "")}
    return references.save(state, kind, {**acl, **wanted, **others})


def _manages(call: Call, place: paths.Place) -> bool:
    """Whether an employee may pass on access to a place: who writes there."""
    try:
        paths.require_right(call.state, call.user, place, "write")
    except Refusal:
        return False
    return call.user.get("role") == "employee"


_MAKERS: dict[str, Callable[[Call, str], Record]] = {
    "user": _make_user,
    "client": _make_client,
    "acl": _make_acl,
    **dict.fromkeys(JOBS, _make_job),
    **dict.fromkeys(SHARES, _make_share),
}
