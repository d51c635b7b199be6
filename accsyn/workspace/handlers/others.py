"""Settings, logs, API keys, publishing, integrations."""

from __future__ import annotations

from typing import Any

from accsyn.workspace import references
from accsyn.workspace.handlers.call import Answer, Call, Operations, result
from accsyn.workspace.refusal import Refusal, forbidden
from accsyn.workspace.roles import require_admin
from accsyn.workspace.searching import require
from accsyn.workspace.state import JOBS
from accsyn.workspace.store import Record


def get_setting(call: Call) -> Answer:
    """One setting, or all of a scope where no name is asked for."""
    scope = _scope(call)
    values: Record = {}
    upstream = call.options.get("upstream") is True or call.options.get("recursive") is True
    for entitytype, ident in _upstream(call, *scope) if upstream else (scope,):
        for one in call.state.store.all("_setting"):
            if (one["entitytype"], one["entityid"]) == (entitytype, ident):
                values[one["name"]] = one["value"]
    if call.options.get("name") is not None:
        return result(values.get(call.options["name"]))
    return result(values)


def set_setting(call: Call) -> Answer:
    """Set a setting."""
    entitytype, ident = _writable_scope(call)
    name, value = call.options.get("name"), call.options.get("value")
    if not isinstance(name, str) or not name or not isinstance(value, str):
        raise Refusal("a setting has a name and a value, both text")
    key = f"{entitytype}:{ident or ''}:{name}"
    record = {"id": key, "entitytype": entitytype, "entityid": ident, "name": name, "value": value}
    call.state.store.put("_setting", record)
    return result(True)


def delete_setting(call: Call) -> Answer:
    """Delete a setting."""
    entitytype, ident = _writable_scope(call)
    key = f"{entitytype}:{ident or ''}:{call.options.get('name')}"
    if call.state.store.get("_setting", key) is None:
        raise Refusal(f"there is no setting {call.options.get('name')!r} here", 404)
    call.state.store.remove("_setting", key)
    return result(True)


def _scope(call: Call) -> tuple[str, str | None]:
    """Entity type and id of what the settings belong to; for the workspace itself no id."""
    name = str(call.options.get("entitytype") or "workspace").lower()
    integration = call.options.get("integration")
    if isinstance(integration, str) and integration:
        return f"integration:{integration}", None
    if name == "workspace" and not call.options.get("share"):
        return "workspace", None
    if call.options.get("share"):
        kind, record = require(call.state, call.user, "share", call.options["share"])
    elif call.entity_id is None:
        return name, None
    else:
        kind, record = require(call.state, call.user, name, call.entity_id)
    return ("job" if kind in JOBS else kind), record["id"]


def _writable_scope(call: Call) -> tuple[str, str | None]:
    scope = _scope(call)
    if scope[0] != "job" or call.user["role"] == "standard":
        require_admin(call.user, "change settings")
    return scope


def _upstream(call: Call, entitytype: str, ident: str | None) -> list[tuple[str, str | None]]:
    """The scopes from the workspace down to an entity."""
    chain: list[tuple[str, str | None]] = [(entitytype, ident)]
    kinds: tuple[str, ...] = JOBS if entitytype == "job" else (entitytype,)
    found = (
        None if ident is None or entitytype not in (*JOBS, "job", "folder", "home") else call.state.record(kinds, ident)
    )
    if found is not None and found[0] in JOBS and found[1].get("queue"):
        chain.append(("queue", found[1]["queue"]))
    elif found is not None and found[1].get("parent"):
        chain.append(("volume", references.target_of(found[1]["parent"])))
    if entitytype != "workspace":
        chain += [("workspace", None)]
    return list(reversed(chain))


def logs(call: Call) -> Answer:
    """What happened, by date."""
    name = str(call.options.get("entitytype") or "workspace").lower()
    if call.entity_id is not None and name != "workspace":
        _, record = require(call.state, call.user, name, call.entity_id)
        found = [one for one in call.state.store.all("_log") if one["entityid"] == record["id"]]
    elif call.user["role"] == "standard":
        raise forbidden("standard users see the logs of their own entities alone")
    else:
        found = call.state.store.all("_log")
        if name != "workspace":
            found = [one for one in found if one["entitytype"] == name]
    search = str(call.options.get("search") or "").lower()
    rows = [
        {"date": one["date"], "level": one["level"], "message": one["message"]}
        for one in found
        if search in one["message"].lower()
    ]
    sort = call.options.get("sort") or "date"
    if sort in ("date", "level", "message"):
        rows.sort(key=lambda row: str(row[sort]))
    if call.options.get("sort_reverse") is True:
        rows.reverse()
    paging = call.options.get("pagination") or {}
    limit, page, skip = (_count(paging, name) for name in ("limit", "page", "skip"))
    start = (skip or 0) + (max((page or 1) - 1, 0) * limit if limit else 0)
    shown = rows[start : start + limit] if limit else rows[start:]
    return {"result": shown, "pagination": {"total": len(rows), "page": page or 1, "limit": limit, "skip": skip or 0}}


def _count(paging: Any, name: str) -> int | None:
    value = paging.get(name) if isinstance(paging, dict) else None
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
        raise Refusal(f"pagination.{name} is a number that is not negative")
    return value


def api_key(call: Call) -> Answer:
    """The caller's API key."""
    found = call.state.store.get("_key", call.user["id"])
    return {"api_key": None if found is None else found["key"]}


def prepublish(call: Call) -> Answer:
    """What is to be published, each entry marked as accepted."""
    files = call.options.get("files")
    if not isinstance(files, list) or not all(isinstance(file, dict) for file in files):
        raise Refusal("files is a list of objects")
    return result({"files": [{**file, "can_publish": True} for file in files], "size": call.options.get("size", 0)})


def integration(call: Call) -> Answer:
    """A local workspace is integrated with nothing."""
    raise Refusal(f"the local workspace has no integration {call.name!r}", 404)


OPERATIONS: Operations = {
    ("GET", "setting"): get_setting,
    ("PUT", "setting"): set_setting,
    ("DELETE", "setting"): delete_setting,
    ("GET", "log/find"): logs,
    ("GET", "user/api_key"): api_key,
    ("PUT", "workspace/publish/preprocess"): prepublish,
    ("PUT", "workspace/integration/{}/utility"): integration,
}
