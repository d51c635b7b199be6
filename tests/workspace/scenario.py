"""Calls every method of a client: of the official one as a script in a process of its own, of ours as a module.

As a script, run by test_official_client, it prints one JSON object: the outcome of each call, the public names of the
class, and which of them were used.
"""

from __future__ import annotations

import json
import os
import sys
import webbrowser
from typing import Any


class Notes:
    """What came of each call.

    Attributes:
        outcomes: By a name of the call what it returned, or what it raised.
    """

    def __init__(self) -> None:
        self.outcomes: dict[str, Any] = {}

    def __call__(self, name: str, function: Any, *arguments: Any, **options: Any) -> Any:
        """Call, and keep what comes of it."""
        try:
            value = function(*arguments, **options)
        except Exception as error:
            self.outcomes[name] = {"raises": type(error).__name__, "says": str(error)[:300]}
            return None
        self.outcomes[name] = {"returns": value}
        return value


class Watched:
    """A session that remembers which of its public names were used."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.used: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.used.add(name)
        return getattr(self._session, name)


def public_names(session_class: type) -> list[str]:
    """The public names of a class of sessions."""
    return sorted(name for name in dir(session_class) if not name.startswith("_"))


def entities(note: Notes, s: Any) -> dict[str, Any]:
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


def jobs(note: Notes, s: Any, known: dict[str, Any]) -> None:
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


def access(note: Notes, s: Any, known: dict[str, Any]) -> None:
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


def files(note: Notes, s: Any) -> None:
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


def others(note: Notes, s: Any) -> None:
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


def here(note: Notes, s: Any) -> None:
    """What needs no server."""
    note("help", s.help)
    note("dump", s.dump, {"a": [1]})
    note("str", s.str, {"a": [1]})
    note("get_hostname", s.get_hostname)
    note("get_last_message", s.get_last_message)
    for name in ("username", "timeout", "connect_timeout"):
        note(name, getattr, s, name)


def everything(s: Any) -> dict[str, Any]:
    """Call all of it; the outcomes."""
    note = Notes()
    known = entities(note, s)
    jobs(note, s, known)
    access(note, s, known)
    files(note, s)
    others(note, s)
    here(note, s)
    return note.outcomes


def main() -> None:
    """The official client, on the workspace that the arguments name."""
    from accsyn_api import Session  # type: ignore[import-not-found, import-untyped, unused-ignore]

    host, port, key = sys.argv[1:]
    webbrowser.open = lambda *_, **__: True
    note = Notes()
    account: dict[str, Any] = {
        "workspace": "local",
        "username": "admin@example.com",
        "hostname": host,
        "port": int(port),
    }
    note("login wrong", Session, **account, api_key="wrong")
    s = Watched(Session(**account, api_key=key))
    outcomes = {**note.outcomes, **everything(s)}
    print(json.dumps({"outcomes": outcomes, "names": public_names(Session), "used": sorted(s.used)}, default=str))
    sys.stdout.flush()
    os._exit(0)  # its logging has nothing to say


if __name__ == "__main__":
    main()
