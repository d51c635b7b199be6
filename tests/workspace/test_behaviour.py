"""What the documentation says of a workspace and no other test here shows, and what protects it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from accsyn.local import Workspace
from accsyn.workspace import paths
from accsyn.workspace.protocol import REGISTRY, Request
from accsyn.workspace.refusal import Refusal
from tests.workspace.calls import Caller, Refused


@pytest.fixture
def admin(ws: Workspace) -> Caller:
    """The admin."""
    return Caller(ws)


# ---- access


def test_access_to_everything_beneath(admin: Caller) -> None:
    """With recursive the ACLs of folders and homes below count; without, and for what lies beside, they do not."""
    volume = admin.find("volume")[0]
    for kind, code, path in (
        ("folder", "film", "film"),
        ("folder", "shot", "film/sh010"),
        ("folder", "film2", "film2"),
        ("home", "lisa", "film/homes/lisa"),
    ):
        admin.create(kind, code=code, path=path)
        grant = {"entity": f"user:{code}@example.com", "target": f"share:{code}"}
        admin.create("acl", **grant, read=True)

    def who(ident: str, *, recursive: bool, more: str = "") -> list[str]:
        query = f"acl WHERE target=share:{ident}{more}"
        found = admin.find("acl", query, recursive=recursive)
        return [one["entity_hr"].partition("@")[0].removeprefix("user:") for one in found]

    film = admin.find("folder", "code=film")[0]["id"]
    assert who(film, recursive=False) == ["film"]
    assert who(film, recursive=True) == ["film", "shot", "lisa"]
    assert who(volume["id"], recursive=False) == []
    assert who(volume["id"], recursive=True) == ["film", "shot", "film2", "lisa"]
    user = admin.find("user", "code=shot@example.com")[0]["id"]
    assert who(film, recursive=True, more=f" AND entity=user:{user}") == ["shot"]
    assert admin.find("acl", "read=true", recursive=True) == admin.find("acl", "read=true")


def test_a_link_does_not_lead_past_an_acl(ws: Workspace, admin: Caller) -> None:
    """What a link inside a share points at is read and written by who may read and write it there."""
    for name in ("mine", "theirs"):
        (ws.volume() / "film" / name).mkdir(parents=True)
    (ws.volume() / "film" / "theirs" / "secret.txt").write_text("secret", encoding="utf-8")
    (ws.volume() / "film" / "mine" / "way").symlink_to("../theirs")
    admin.create("folder", code="film")
    bob = Caller(ws, "bob@example.com")
    ws.client("bob@example.com")
    admin.create("acl", entity="user:bob@example.com", target="share:film", path="/mine", read=True, write=True)
    for method, op, path, more in (
        ("GET", "ls", "share=film/mine/way", {}),
        ("GET", "getsize", "share=film/mine/way/secret.txt", {}),
        ("GET", "exists", "share=film/mine/way/secret.txt", {}),
        ("POST", "delete", "share=film/mine/way/secret.txt", {}),
        ("POST", "mkdir", "share=film/mine/way/new", {}),
        ("PUT", "move", "share=film/mine/way/secret.txt", {"path_to": "share=film/mine"}),
    ):
        with pytest.raises(Refused, match="may not"):
            bob.ask(method, "workspace/file", {"op": op, "path": path, **more})
    for ends in (
        {"source": "share=film/mine/way/secret.txt", "destination": "/got/"},
        {"source": "/sent.txt", "destination": "share=film/mine/way/"},
    ):
        with pytest.raises(Refused, match="may not"):
            bob.create("transfer", **ends)
    assert admin.ask("GET", "workspace/file", {"op": "getsize", "path": "share=film/mine/way/secret.txt"}) == 6
    assert (ws.volume() / "film" / "theirs" / "secret.txt").exists()


# ---- jobs


def test_a_compute_job_follows_its_tasks(admin: Caller) -> None:
    """No engine runs here: whoever plays one sets the tasks, and the job does what the documentation says."""
    job = admin.create("compute", name="render", tasks=[f"share=projects/{name}.exr" for name in "abc"])

    def after(*changes: dict[str, Any]) -> str:
        admin.ask("PUT", "task/edit", list(changes), None, job["id"])
        return str(admin.find("compute", f"id={job['id']}", finished=True)[0]["status"])

    assert job["status"] == "waiting"
    assert after({"uri": "0", "status": "done"}) == "waiting"
    assert after({"uri": "1", "status": "onhold"}, {"uri": "2", "status": "excluded"}) == "paused"
    assert after({"uri": "1", "status": "failed"}) == "failed"
    assert after({"uri": "1", "status": "queued"}) == "waiting"
    assert after({"uri": "1", "status": "done"}) == "done"
    more = {"tasks": ["share=projects/d.exr"]}
    assert [task["uri"] for task in admin.ask("POST", "task/create", more, None, job["id"])] == ["3"]
    assert admin.find("compute", f"id={job['id']}")[0]["status"] == "waiting"
    assert admin.ask("PUT", "compute/edit", {"status": "aborted"}, None, job["id"])[0]["finished"]


@pytest.mark.parametrize(("kind", "needs_files"), [("delivery", True), ("stream", True), ("request", False)])
def test_submitting(admin: Caller, kind: str, needs_files: bool) -> None:
    """A recipient always, and a file but for a request, whose files come from the recipient."""
    job = admin.create(kind, name="x")
    assert job["status"] == "init"

    def submit() -> str:
        return str(admin.ask("PUT", f"{kind}/edit", {"status": "pending"}, None, job["id"])[0]["status"])

    if needs_files:
        with pytest.raises(Refused, match="no files"):
            submit()
        admin.ask("POST", "task/create", {"tasks": ["share=projects/a.mov"]}, None, job["id"])
    with pytest.raises(Refused, match="no recipients"):
        submit()
    admin.ask("PUT", "job/recipient/add", {"recipient": "bob@example.com"}, None, job["id"])
    assert submit() == "waiting"
    shown = admin.find(kind, None, job["id"])[0]
    assert not {"data", "config", "tasks"} & set(shown)
    assert admin.ask("PUT", f"{kind}/edit", {"status": "done"}, None, job["id"])[0]["status"] == "done"


def test_a_publish_is_looked_through(admin: Caller) -> None:
    """Each entry comes back, marked; what holds no files, or is none, is refused."""
    uri = "workspace/publish/preprocess"
    files = [{"id": "1", "filename": "f", "size": 3, "is_dir": False}, {"id": "2", "filename": "g", "size": 4}]
    found = admin.ask("PUT", uri, {"files": files, "size": 7})
    assert [one["id"] for one in found["files"]] == ["1", "2"]
    assert all(one["can_publish"] is True for one in found["files"])
    assert found["size"] == 7
    for wrong in ({}, {"files": [1]}, {"files": "f"}):
        with pytest.raises(Refused, match="list of objects"):
            admin.ask("PUT", uri, wrong)


# ---- ids, places, names


def test_a_seed_gives_no_id_twice(tmp_path: Path) -> None:
    """Also where a folder is opened again with the seed it was made with."""
    seen: list[str] = []
    for number in range(3):
        with Workspace(tmp_path / "w", seed=5) as ws:
            seen.append(Caller(ws).create("queue", code=f"q{number}")["id"])
            ids = [one["id"] for kind in ("user", "queue", "site", "volume") for one in Caller(ws).find(kind)]
            assert len(set(ids)) == len(ids)
            assert len(Caller(ws).find("queue")) == 4 + number
    assert len(set(seen)) == 3


@pytest.mark.parametrize("name", ["NUL", "con", "COM1", "lpt9.txt", "a:stream", "a/b:c", "aux .mov", "dir. /x", "x."])
def test_names_of_windows(name: str) -> None:
    """On Windows they mean devices, streams, or another name; elsewhere they are names like any other."""
    with pytest.raises(Refusal, match="Windows"):
        paths.relative(name, is_windows=True)
    assert paths.relative(name, is_windows=False) == name


def test_the_registry(ws: Workspace) -> None:
    """It is asked without an account, and says where the workspace answers: where it was asked."""
    handle = ws._backend.handle

    def ask(ident: object, host: str = "127.0.0.1:8443") -> Any:
        query = quote(json.dumps({"ident": ident}))
        response = handle(Request("GET", REGISTRY, query, {"Host": host}))
        return response.status, json.loads(response.body)

    assert ask("local") == (200, {"result": {"hostname": "127.0.0.1", "port": 8443}})
    assert ask("LOCAL", "[::1]:5") == (200, {"result": {"hostname": "[::1]", "port": 5}})
    assert ask("local", "localhost") == (200, {"result": {"hostname": "localhost", "port": 443}})
    status, answer = ask("other")
    assert (status, "other" in answer["message"]) == (404, True)
    assert handle(Request("GET", REGISTRY, "%7B", {})).status == 400
    assert "account" not in os.fsdecode(handle(Request("GET", REGISTRY, quote('{"ident": "local"}'), {})).body)
