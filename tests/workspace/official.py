"""Calls every method of the official client, version 3.4.0; run by test_official_client in a process of its own.

Prints one JSON object: for each call its outcome.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from accsyn_api import Session  # type: ignore[import-not-found, import-untyped, unused-ignore]

outcomes: dict[str, Any] = {}


def note(name: str, function: Any, *arguments: Any, **options: Any) -> Any:
    """Call, and keep what comes of it."""
    try:
        value = function(*arguments, **options)
    except Exception as error:
        outcomes[name] = {"raises": type(error).__name__, "says": str(error)[:300]}
        return None
    outcomes[name] = {"returns": value}
    return value


def entities(s: Any) -> dict[str, Any]:
    """Users, queues, shares."""
    lisa = note("create user", s.create, "User", {"code": "Lisa@example.com", "role": "employee"})
    note("create user again", s.create, "User", {"code": "lisa@EXAMPLE.com"})
    queue = note("create queue", s.create, "Queue", {"code": "Rush", "priority": 900})
    folder = note("create folder", s.create, "Folder", {"name": "The Film", "path": "volume=projects/thefilm"})
    note("find", s.find, "User WHERE role=employee")
    note("find options", s.find, "User", attributes=["id", "code"], limit=1, skip=1)
    note("find_one", s.find_one, "User WHERE code='lisa@example.com'")
    note("find_one caller", s.find_one, "User")
    note("find_one nothing", s.find_one, "User WHERE code=nobody@example.com")
    note("find bad", s.find, "User WHERE code=")
    note("get_entity", s.get_entity, "User", lisa["id"])
    note("entitytypes", s.find, "entitytypes")
    note("attributes", s.find, "attributes WHERE entitytype=delivery", update=True)
    note("update", s.update, "Queue", queue["id"], {"description": "soon"})
    note("update_one", s.update_one, "User", lisa["id"], {"name": "Lisa"})
    note("update_one bad", s.update_one, "Queue", queue["id"], {"priority": 1001})
    note("deactivate_one", s.deactivate_one, "User", lisa["id"])
    note("find inactive", s.find, "User WHERE code=lisa@example.com", inactive=True)
    note("activate_one", s.activate_one, "User", "Lisa@Example.com")
    note("offline_one", s.offline_one, "Folder", folder["id"])
    note("activate_one id", s.activate_one, "Folder", folder["id"])
    note("delete_one", s.delete_one, "Queue", queue["id"])
    return {"lisa": lisa, "folder": folder}


def jobs(s: Any, known: dict[str, Any]) -> None:
    """Transfers, tasks, deliveries, recipients."""
    job = note("create transfer", s.create, "Transfer", {"source": "share=projects/a.mov", "destination": "/in/"})
    note("create task", s.create, "task", {"tasks": [{"source": "share=projects/b.mov"}]}, job["id"])
    note("create task again", s.create, "task", {"tasks": [{"source": "share=projects/b.mov"}]}, job["id"])
    note("find tasks", s.find, "Task WHERE status=queued", entityid=job["id"])
    note("update_many", s.update_many, "Task", job["id"], [{"uri": "1", "status": "onhold"}])
    note("report", s.report, "Transfer WHERE id=" + job["id"])
    note("metrics", s.metrics, "Transfer WHERE id=" + job["id"], attributes=["speed"], time="1h")
    note("update job", s.update, "Transfer", job["id"], {"status": "aborted"})
    note("find live", s.find, "Transfer")
    note("find finished", s.find, "Transfer WHERE status=aborted", finished=True)
    delivery = note("create delivery", s.create, "Delivery", {"name": "Reference", "tasks": ["share=projects/a.mov"]})
    note("grant delivery", s.grant, "user", "new@example.com", "delivery", delivery["id"])
    note("grant delivery invite", s.grant, "user", known["lisa"]["id"], "delivery", delivery["id"])
    note("access delivery", s.access, "delivery", delivery["id"])
    note("submit", s.update, "Delivery", delivery["id"], {"status": "pending"})
    note("revoke delivery", s.revoke, "user", known["lisa"]["id"], "delivery", delivery["id"])
    note("revoke nobody", s.revoke, "user", known["lisa"]["id"], "delivery", delivery["id"])


def access(s: Any, known: dict[str, Any]) -> None:
    """ACLs, servers, collections."""
    folder = known["folder"]
    note("grant folder", s.grant, "user", "lisa@example.com", "folder", "the-film", {"read": True, "write": False})
    note("grant invites", s.grant, "user", "guest@example.com", "folder", folder["id"])
    note("grant no invite", s.grant, "user", "stranger@example.com", "folder", folder["id"], {"invite": False})
    note("access folder", s.access, "folder", folder["id"])
    note("access one", s.access, "folder", folder["id"], "user", known["lisa"]["id"])
    note("revoke folder", s.revoke, "user", known["lisa"]["id"], "folder", folder["id"])
    server = note("create server", s.create, "Server", {"code": "server-1", "status": "online"})
    note("assign", s.assign, "share", "server", {"share": folder["id"], "server": server["id"]})
    note("assignments", s.assignments, "Share", folder["id"])
    note("deassign", s.deassign, "share", "server", {"share": folder["id"], "server": server["id"]})
    collection = note("create collection", s.create, "Collection", {"name": "Best of"})
    files = note("create file", s.create, "File", {"files": ["share=projects/a.mov"]}, collection["id"])
    note("find files", s.find, "File", entityid=collection["id"])
    note("delete_many", s.delete_many, "Collection", collection["id"], {"files": [files["id"]]})


def files(s: Any) -> None:
    """Operations on files."""
    note("mkdir", s.mkdir, "share=projects/new")
    note("ls", s.ls, "share=projects", recursive=True, getsize=True, include="*.mov")
    note("ls many", s.ls, ["share=projects", "share=the-film"])
    note("ls outside", s.ls, "share=projects/../..")
    note("getsize", s.getsize, "share=projects/a.mov")
    note("exists", s.exists, "share=projects/a.mov")
    note("exists not", s.exists, "share=projects/none")
    note("rename", s.rename, "share=projects/new", "share=projects/newer")
    note("mv", s.mv, "share=projects/b.mov", "share=projects/newer")
    note("delete full", s.delete, "share=projects/newer")
    note("delete", s.delete, "share=projects/newer", force=True)
    note("prepublish", s.prepublish, [{"id": "1", "filename": "f", "size": 5, "is_dir": False}])


def others(s: Any) -> None:
    """Settings, logs, applications, and what needs no server."""
    note("set_setting", s.set_setting, "workspace", "job_priority", "7")
    note("get_setting", s.get_setting, "job_priority")
    note("get_settings", s.get_settings, "workspace")
    note("delete_setting", s.delete_setting, "workspace", "job_priority")
    note("logs", s.logs, search="created", pagination_limit=2, pagination_page=1, pagination_skip=0)
    note("get_api_key", s.get_api_key)
    for name in ("app_is_running", "gui_is_running", "daemon_is_running", "server_is_running"):
        note(name, getattr(s, name))
    note("integration", s.integration, "ftrack", "login", {})
    note("large", s.create, "Queue", {"code": "large", "description": "x" * 200_000})


def main() -> None:
    """Everything, on the workspace that the arguments name."""
    host, port, key = sys.argv[1:]
    try:
        Session(workspace="local", username="admin@example.com", api_key="wrong", hostname=host, port=int(port))
    except Exception as error:
        outcomes["login wrong"] = {"raises": type(error).__name__, "says": str(error)}
    s = Session(workspace="local", username="admin@example.com", api_key=key, hostname=host, port=int(port))
    known = entities(s)
    jobs(s, known)
    access(s, known)
    files(s)
    others(s)
    print(json.dumps(outcomes, default=str))
    sys.stdout.flush()
    os._exit(0)  # its logging has nothing to say


main()
