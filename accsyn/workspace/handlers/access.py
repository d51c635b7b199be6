"""Recipients of jobs, servers of shares, files of collections."""

from __future__ import annotations

from accsyn.workspace import recipients, references
from accsyn.workspace.handlers import making
from accsyn.workspace.handlers.call import Answer, Call, Operations, result
from accsyn.workspace.refusal import Refusal, forbidden, unknown
from accsyn.workspace.roles import require_admin, require_write
from accsyn.workspace.searching import require
from accsyn.workspace.store import Record


def add_recipient(call: Call) -> Answer:
    """Add a recipient to a delivery, request or stream."""
    _, job = _job(call)
    recipients.add(
        call.state, call.user, job, call.options.get("recipient"), invite=call.options.get("invite") is not False
    )
    return result(True if job["status"] == "init" else recipients.listed(call.state, job))


def list_recipients(call: Call) -> Answer:
    """The recipients of a job."""
    _, job = require(call.state, call.user, "job", call.ident)
    return result(recipients.listed(call.state, job))


def remove_recipient(call: Call) -> Answer:
    """Take a recipient away."""
    _, job = _job(call)
    wanted = references.target_of(call.options.get("recipient"))
    for one in call.state.store.children("_recipient", job["id"]):
        if one["user"] == wanted:
            call.state.store.remove("_recipient", one["id"])
            return result(True)
    raise unknown("recipient", wanted)


def _job(call: Call) -> tuple[str, Record]:
    kind, job = require(call.state, call.user, "job", call.ident)
    require_write(call.user, kind)
    if call.user["role"] == "standard" and job["user"] != call.user["id"]:
        raise forbidden(f"{kind} {job['code']!r} is not yours")
    return kind, job


def assign(call: Call) -> Answer:
    """Let a server serve a share."""
    share, server = _share_and_server(call)
    if not any(one["client"] == server["id"] for one in call.state.store.children("_server", share["id"])):
        call.state.store.put("_server", {"id": call.state.new_id(), "share": share["id"], "client": server["id"]})
    return result(True)


def servers(call: Call) -> Answer:
    """The servers of a share."""
    _, share = require(call.state, call.user, "share", call.ident)
    found = []
    for one in call.state.store.children("_server", share["id"]):
        client = call.state.store.get("client", one["client"])
        if client is not None:
            hr = references.readable("client", client, is_typed=False)
            found.append({"id": one["id"], "share": share["id"], "client": client["id"], "client_hr": hr})
    return result(found)


def deassign(call: Call) -> Answer:
    """Let a server serve a share no more."""
    share, server = _share_and_server(call)
    for one in call.state.store.children("_server", share["id"]):
        if one["client"] == server["id"]:
            call.state.store.remove("_server", one["id"])
            return result(True)
    raise unknown("assigned server", server["code"])


def _share_and_server(call: Call) -> tuple[Record, Record]:
    require_admin(call.user, "assign servers")
    _, share = require(call.state, call.user, "share", call.ident)
    client = call.state.store.get("client", call.options.get("client"))
    if client is None:
        raise unknown("server", call.options.get("client"))
    return share, client


def add_files(call: Call) -> Answer:
    """List files in a collection."""
    collection = _collection(call)
    found = call.options.get("files")
    if not isinstance(found, list) or not found:
        raise Refusal("files is a list of paths")
    return result([making.add_file(call, collection, path) for path in found])


def remove_files(call: Call) -> Answer:
    """Take files out of a collection, by their ids."""
    collection = _collection(call)
    for ident in call.options.get("files") or ():
        wanted = ident.get("id") if isinstance(ident, dict) else ident
        file = call.state.store.get("file", wanted)
        if file is None or file["parent"] != collection["id"]:
            raise unknown("file", wanted)
        call.state.store.remove("file", file["id"])
    return result(True)


def _collection(call: Call) -> Record:
    require_write(call.user, "file")
    return require(call.state, call.user, "collection", call.ident)[1]


OPERATIONS: Operations = {
    ("PUT", "job/recipient/add"): add_recipient,
    ("GET", "job/recipients"): list_recipients,
    ("DELETE", "job/recipient"): remove_recipient,
    ("PUT", "{}/server"): assign,
    ("GET", "{}/servers"): servers,
    ("DELETE", "{}/server"): deassign,
    ("POST", "file/add"): add_files,
    ("DELETE", "collection/file/remove"): remove_files,
}
