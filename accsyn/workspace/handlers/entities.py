"""Entities of every type: create, find, edit, delete, activate, deactivate; reports, metrics, the schema."""

from __future__ import annotations

from typing import Any

from accsyn.schema.model import Attribute
from accsyn.workspace import attributes, jobs, references, searching
from accsyn.workspace.handlers import making, removing
from accsyn.workspace.handlers.call import Answer, Call, Operations, result
from accsyn.workspace.refusal import Refusal, forbidden
from accsyn.workspace.roles import is_admin, require_write
from accsyn.workspace.state import JOBS, storage_kind
from accsyn.workspace.store import Record


def create(call: Call) -> Answer:
    """Make an entity; tasks are added to their job."""
    kind = _kind(call)
    require_write(call.user, kind)
    if kind == "task":
        return _add_tasks(call)
    return result([making.make(call, kind)])


def _add_tasks(call: Call) -> Answer:
    kind, job = searching.require(call.state, call.user, "job", call.ident)
    _require_own(call, kind, job)
    duplicates = call.options.get("allow_duplicates")
    if call.options.get("replace_duplicates") is True:
        duplicates = False
    return result(jobs.add_tasks(call.state, call.user, kind, job, call.options, duplicates=duplicates))


def find(call: Call) -> Answer:
    """The entities that a query matches."""
    options = {} if call.data is None else call.options
    return result(searching.find(call.state, call.user, call.name, call.query, options, call.entity_id))


def edit(call: Call) -> Answer:
    """Change an entity; for tasks, several at once."""
    kind = _kind(call)
    if kind == "task":
        require_write(call.user, kind)
        job_kind, job = searching.require(call.state, call.user, "job", call.ident)
        _require_own(call, job_kind, job)
        changes = call.data if isinstance(call.data, list) else [call.data]
        return result(jobs.edit_tasks(call.state, job_kind, job, changes))
    kind, record = searching.require(call.state, call.user, call.name, call.ident)
    if not (kind == "user" and record["id"] == call.user["id"]):
        require_write(call.user, kind)
    if kind in JOBS:
        _require_own(call, kind, record)
    values = attributes.clean(call.state, call.state.entity_type(kind), call.options, besides=frozenset({"tasks"}))
    return result([_changed(call, kind, record, values)])


def _changed(call: Call, kind: str, record: Record, values: Record) -> Record:
    if "role" in values and kind == "user" and not is_admin(call.user) and values["role"] != record["role"]:
        raise forbidden("only admins change roles")
    if kind in ("volume", "folder", "home") and ("path" in values or "parent" in values):
        raise Refusal(f"the place of a {kind} is not changed")
    if kind == "acl":
        raise Refusal("access is granted again, not edited")
    if "code" in values:
        making.check_code(call, kind, values["code"], besides=record["id"])
    status = values.pop("status", None) if kind in JOBS else None
    if status is not None:
        record = jobs.edit(call.state, kind, record, status)
    changed = {**record, **values, "modified": call.state.clock.text(), "modifier": f"user:{call.user['id']}"}
    making.only_one(call, kind, changed)
    said = ", ".join([*values, *(["status"] if status else [])])
    call.state.log(f"{kind} {record.get('code')!r}: {said} changed", entitytype=kind, ident=record["id"])
    return references.save(call.state, kind, changed)


def _require_own(call: Call, kind: str, job: Record) -> None:
    """Standard users change their own jobs alone."""
    if call.user["role"] == "standard" and job.get("user") != call.user["id"]:
        raise forbidden(f"{kind} {job['code']!r} is not yours")


def delete(call: Call) -> Answer:
    """Delete an entity."""
    kind, record = _writable(call)
    removing.delete(call.state, kind, record)
    call.state.log(f"{kind} {record.get('code', record['id'])!r} deleted", entitytype=kind, ident=record["id"])
    return result(True)


def deactivate(call: Call) -> Answer:
    """Take a user or a share offline."""
    kind, record = _writable(call)
    if record["id"] == call.user["id"]:
        raise Refusal("nobody deactivates themselves")
    removing.deactivate(call.state, kind, record, inactive=True)
    return result(True)


def activate(call: Call) -> Answer:
    """Bring a user or a share back, by its id or, in the query, its bare code."""
    kind, record = _writable(call, call.entity_id or (call.query or "").strip())
    return result([removing.deactivate(call.state, kind, record, inactive=False)])


def _writable(call: Call, ident: str | None = None) -> tuple[str, Record]:
    kind, record = searching.require(call.state, call.user, call.name, ident or call.ident)
    require_write(call.user, kind)
    if kind in JOBS:
        _require_own(call, kind, record)
    if kind in ("user", "volume") and not is_admin(call.user):
        raise forbidden(f"only admins do this to entities of type {kind}")
    return kind, record


def _kind(call: Call) -> str:
    return storage_kind(call.state.entity_type(call.name).name)


def report(call: Call) -> Answer:
    """A text for people about the entities that a query matches."""
    lines = []
    for record in _found(call):
        about = [
            f"{name}: {record[name]}"
            for name in ("status", "progress", "size", "created", "finished")
            if record.get(name) is not None
        ]
        lines.append(f"{call.name} {record.get('code', record['id'])} ({record['id']})\n  " + "\n  ".join(about))
        tasks = call.state.store.children("task", record["id"])
        lines.extend(f"  task {task['uri']}: {task['status']}, {task['size']} bytes" for task in tasks)
    return {"report": "\n".join(lines)}


def metrics(call: Call) -> Answer:
    """The figures of the entities that a query matches, by their ids."""
    names = call.options.get("attributes") or ("speed", "progress", "size")
    return result({record["id"]: {name: record.get(name) for name in names} for record in _found(call)})


def _found(call: Call) -> list[Record]:
    options = {"finished": True, "archived": True, "inactive": True}
    return searching.find(call.state, call.user, call.name, call.query, options, call.entity_id)


def entity_types(call: Call) -> Answer:
    """The names of the entity types."""
    return result(list(call.state.schema.names()))


def attribute_list(call: Call) -> Answer:
    """The attributes of an entity type; with ``create`` or ``update`` those that can be set."""
    entity = call.state.entity_type(call.options.get("entitytype"))
    settable = call.options.get("create") is True or call.options.get("update") is True
    found = [
        _described(attribute)
        for attribute in entity.attributes.values()
        if not (settable and attribute.name in attributes.READ_ONLY)
    ]
    return result(found)


def _described(attribute: Attribute) -> dict[str, Any]:
    values = {"values": list(attribute.values)} if attribute.values else {}
    targets = {"targets": list(attribute.targets)} if attribute.targets else {}
    return {
        "name": attribute.name,
        "type": attribute.type.value,
        "description": attribute.description,
        **values,
        **targets,
    }


OPERATIONS: Operations = {
    ("POST", "{}/create"): create,
    ("GET", "{}/find"): find,
    ("PUT", "{}/edit"): edit,
    ("DELETE", "{}/delete"): delete,
    ("DELETE", "{}/deactivate"): deactivate,
    ("POST", "{}/activate"): activate,
    ("GET", "{}/report"): report,
    ("GET", "{}/metrics"): metrics,
    ("GET", "entitytypes"): entity_types,
    ("GET", "attributes"): attribute_list,
}
