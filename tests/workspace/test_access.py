"""Access, servers, collections, parties: what is refused, and what goes with what is deleted."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from accsyn.errors import ConfigurationError
from accsyn.local import Workspace
from accsyn.workspace import server, state
from accsyn.workspace.clock import Clock, moment_of
from tests.workspace.calls import Caller, Refused


@pytest.fixture
def admin(ws: Workspace) -> Caller:
    """The admin, a file on the default volume, a workstation."""
    (ws.volume() / "film").mkdir()
    (ws.volume() / "film" / "a.mov").write_bytes(b"abc")
    ws.client()
    return Caller(ws)


@pytest.fixture
def lisa(ws: Workspace) -> Caller:
    """An employee."""
    return Caller(ws, "lisa@example.com", "employee")


def test_employees_pass_on_what_they_write(admin: Caller, lisa: Caller) -> None:
    """Admins grant access, and employees who may write there; standard users get none to volumes."""
    admin.create("folder", code="film")
    grant = {"entity": "user:bob@example.com", "target": "share:film", "read": True}
    with pytest.raises(Refused, match="may not grant"):
        lisa.create("acl", **grant)
    admin.create("acl", entity="user:lisa@example.com", target="share:projects", read=True, write=True)
    assert lisa.create("acl", **grant)["entity_hr"].startswith("user:bob@example.com[standard]")
    for target, text in (("share:projects", "not to volumes"), ("share:none", "no share"), (None, "as its target")):
        with pytest.raises(Refused, match=text):
            admin.create("acl", **{**grant, "target": target})
    with pytest.raises(Refused, match="granted again"):
        admin.ask("PUT", "acl/edit", {"read": False}, None, admin.find("acl")[0]["id"])
    admin.ask("DELETE", "acl/delete", {}, None, admin.find("acl")[0]["id"])
    assert len(admin.find("acl")) == 1


def test_servers_of_a_share(ws: Workspace, admin: Caller, lisa: Caller) -> None:
    """Assigned once, listed, taken away; by admins alone."""
    one = admin.create("server", code="s1")
    share = admin.find("volume")[0]["id"]
    for _ in range(2):
        assert admin.ask("PUT", "share/server", {"client": one["id"]}, None, share) is True
    assert [found["client"] for found in admin.ask("GET", "volume/servers", {}, None, share)] == [one["id"]]
    assert admin.ask("DELETE", "volume/server", {"client": one["id"]}, None, share) is True
    for caller, client, text in (
        (admin, one["id"], "no assigned server"),
        (admin, "0" * 24, "no server"),
        (lisa, one["id"], "only admins"),
    ):
        with pytest.raises(Refused, match=text):
            caller.ask("DELETE", "volume/server", {"client": client}, None, share)
    assert [found["code"] for found in admin.find("server")] == ["s1"]
    assert admin.codes("app") != ["s1"]
    site = admin.create("site", code="london")
    admin.ask("PUT", "client/edit", {"site": "london"}, None, one["id"])
    with pytest.raises(Refused, match="has servers"):
        admin.ask("DELETE", "site/delete", {}, None, site["id"])
    admin.ask("DELETE", "client/delete", {}, None, one["id"])
    admin.ask("DELETE", "site/delete", {}, None, site["id"])


def test_collections(ws: Workspace, admin: Caller) -> None:
    """Files of any volume, by path; deleting the collection leaves them on disk."""
    best = admin.create("collection", code="best", files=["share=projects/film/a.mov"])
    assert [file["size"] for file in admin.find("file", parent=best["id"])] == [3]
    for path, text in (("share=projects/none", "not there"), ("share=best/x", "no directory")):
        with pytest.raises(Refused, match=text):
            admin.ask("POST", "file/add", {"files": [path]}, None, best["id"])
    with pytest.raises(Refused, match="list of paths"):
        admin.ask("POST", "file/add", {"files": []}, None, best["id"])
    with pytest.raises(Refused, match="no file"):
        admin.ask("DELETE", "collection/file/remove", {"files": ["none"]}, None, best["id"])
    bob = Caller(ws, "bob@example.com")
    assert bob.find("file") == []
    admin.create("acl", entity="user:bob@example.com", target="share:best", read=True)
    assert len(bob.find("file")) == 1
    listed = admin.ask("GET", "workspace/file", {"op": "ls", "path": "collection=best"})
    assert [entry["filename"] for entry in listed] == ["volume=projects/film/a.mov"]
    admin.ask("DELETE", "collection/delete", {}, None, best["id"])
    assert admin.find("file") == []
    assert (ws.volume() / "film" / "a.mov").exists()


def test_a_volume_goes_with_what_is_on_it(ws: Workspace, admin: Caller, tmp_path: Path) -> None:
    """Folders, homes and ACLs of it; its directory stays."""
    volume = admin.create("volume", name="Second Volume")
    assert volume["code"] == "second-volume"
    folder = admin.create("folder", code="f", volume=volume["id"])
    admin.create("home", code="h", path="volume=second-volume/homes/h")
    admin.ask("PUT", "setting", {"entitytype": "folder", "name": "a", "value": "b"}, None, folder["id"])
    admin.ask("DELETE", "volume/delete", {}, None, volume["id"])
    assert (admin.codes("folder"), admin.codes("home"), admin.codes("volume")) == ([], [], ["projects"])
    assert (Path(volume["path"]) / "homes" / "h").is_dir()
    admin.create("home", code="h2")
    with pytest.raises(Refused, match="lies on a volume"):
        admin.create("folder", code="g", path="home=h2/x")


def test_volumes_in_allowed_folders(tmp_path: Path) -> None:
    """A path beneath one that was allowed is taken."""
    with Workspace(volume_folders=(tmp_path,)) as ws:
        volume = Caller(ws).create("volume", code="v", path=str(tmp_path / "deep" / "v"))
        assert volume["path"] == str(tmp_path / "deep" / "v")
        assert ws.volume("v").is_dir()
        with pytest.raises(KeyError):
            ws.volume("w")
        with pytest.raises(KeyError):
            ws.api_key("nobody@example.com")


@pytest.mark.parametrize("status", ["enabled", "disabled"])
def test_a_share_comes_back_as_it_was(admin: Caller, status: str) -> None:
    """A disabled one is disabled-offline in between."""
    folder = admin.create("folder", code="f", status=status)
    admin.ask("DELETE", "folder/deactivate", {}, None, folder["id"])
    offline = {"enabled": "offline", "disabled": "disabled-offline"}[status]
    assert admin.find("folder", None, folder["id"])[0]["status"] == offline
    with pytest.raises(Refused, match="is offline"):
        admin.ask("GET", "workspace/file", {"op": "ls", "path": "share=f"})
    assert admin.ask("POST", "folder/activate", {}, "f")[0]["status"] == status


@pytest.mark.parametrize(
    ("name", "uri", "text"),
    [
        ("queue", "deactivate", "not activated"),
        ("user", "deactivate", "themselves"),
        ("workspace", "delete", "stays"),
        ("nothing", "delete", "no entity type"),
    ],
)
def test_what_cannot_go(admin: Caller, name: str, uri: str, text: str) -> None:
    """Each with the reason."""
    found = admin.find(name)[0]["id"] if name != "nothing" else "x"
    with pytest.raises(Refused, match=text):
        admin.ask("DELETE", f"{name}/{uri}", {}, None, found)


def test_jobs_go_with_their_tasks(admin: Caller) -> None:
    """Nothing of a deleted job is left."""
    job = admin.create("delivery", name="d", tasks=["share=projects/film/a.mov"], recipients=["bob@example.com"])
    admin.ask("DELETE", "delivery/delete", {}, None, job["id"])
    assert (admin.find("task"), admin.find("delivery", finished=True)) == ([], [])
    assert admin.ws.check() == []
    other = admin.create("delivery", name="d")
    with pytest.raises(Refused, match="no recipient"):
        admin.ask("DELETE", "job/recipient", {"recipient": "x"}, None, other["id"])


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"source": "client=" + "0" * 24 + ":/a", "destination": "share=projects"}, "no client"),
        ({"source": "site=none:share=projects/film", "destination": "/x"}, "no site"),
        ({"source": 5, "destination": "/x"}, "are text"),
        ({"tasks": [5], "destination": "/x"}, "a task is"),
        ({"source": "eva@example.com:/a", "destination": "/x"}, "no user"),
        ({"source": "lisa@example.com:/a", "destination": "/x"}, "lisa@example.com has no client"),
        ({"source": "share=projects/../x", "destination": "/x"}, "leads out"),
        ({"source": "share=projects/film", "destination": "/x/../../y"}, "leads out"),
    ],
)
def test_parties_that_are_not_there(admin: Caller, lisa: Caller, data: dict[str, Any], text: str) -> None:
    """The message names the party."""
    with pytest.raises(Refused, match=text):
        admin.create("transfer", **data)


def test_a_client_is_a_party(ws: Workspace, admin: Caller, lisa: Caller) -> None:
    """By its id, for its owner and admins; and files from a site's own directory."""
    admin.create("acl", entity="user:lisa@example.com", target="share:projects", read=True, write=True)
    ident = admin.find("client")[0]["id"]
    job = admin.create(
        "transfer", source={"share": "projects", "path": "film/a.mov"}, destination=f"client={ident}:/c/"
    )
    assert job["destination"] == f"client:{ident}"
    with pytest.raises(Refused, match="not yours"):
        lisa.create("transfer", source="share=projects/film", destination=f"client={ident}:/c/")
    admin.create("transfer", source="share=projects/film", destination="site=roaming:share=projects/")
    ws.advance(seconds=1)
    admin.create(
        "transfer", source="site=roaming:share=projects/film/a.mov", destination="user=admin@example.com:/back/"
    )
    admin.create("transfer", source="share=projects/film/a.mov", destination="site=hq:share=projects/copy/")
    ws.advance(seconds=1)
    assert {job["status"] for job in admin.find("transfer", finished=True)} == {"done"}
    assert (ws.client() / "c" / "a.mov").exists()
    assert (ws.client() / "back" / "a.mov").exists()
    assert (ws.volume() / "copy" / "a.mov").exists()


def test_what_is_edited(admin: Caller) -> None:
    """Places, foreign codes and scopes have rules."""
    admin.create("folder", code="f")
    with pytest.raises(Refused, match="place of a folder"):
        admin.ask("PUT", "folder/edit", {"path": "x"}, None, "f")
    with pytest.raises(Refused, match="already"):
        admin.ask("PUT", "folder/edit", {"code": "projects"}, None, "f")
    with pytest.raises(Refused, match="no queue 'none'"):
        admin.ask("PUT", "queue/edit", {}, None, "none")
    with pytest.raises(Refused, match="are an object"):
        admin.ask("PUT", "queue/edit", [1], None, "low")
    assert admin.ask("PUT", "folder/edit", {"queue": "high"}, None, "f")[0]["queue_hr"].startswith("high(")
    assert admin.ask("PUT", "folder/edit", {"queue": None}, None, "f")[0].get("queue_hr") is None


def test_settings_have_scopes(admin: Caller) -> None:
    """Of an integration, of a share by its code, of a kind."""
    for data in ({"integration": "ftrack"}, {"share": "projects"}, {"entitytype": "user"}):
        admin.ask("PUT", "setting", {**data, "name": "n", "value": str(data)})
        assert admin.ask("GET", "setting", {**data, "name": "n"}) == str(data)
    folder = admin.create("folder", code="f")
    admin.ask("PUT", "setting", {"share": "projects", "name": "v", "value": "1"})
    found = admin.ask("GET", "setting", {"entitytype": "folder", "upstream": True}, None, folder["id"])
    assert found["v"] == "1"


def test_the_log_has_an_end(admin: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest entries go."""
    monkeypatch.setattr(state, "MOST_LOG_ENTRIES", 20)
    for number in range(30):
        admin.create("compute", name=f"j{number}")
    rows = admin.ask("GET", "log/find", {"entitytype": "compute", "sort": "message"})
    assert 15 <= len(rows) <= 20


def test_a_clock_goes_forward() -> None:
    """It runs, it jumps, never back; what is no moment is none."""
    clock = Clock(datetime(2020, 1, 1, tzinfo=timezone.utc))
    assert clock.text().startswith("2020-01-01T00:00:0")
    assert clock.advance(timedelta(days=1)).day == 2
    with pytest.raises(ValueError, match="forward"):
        clock.advance(timedelta(-1))
    with pytest.raises(ValueError, match="time zone"):
        Clock(datetime(2020, 1, 1))  # noqa: DTZ001, RUF100 - the mistake
    assert (moment_of(5), moment_of("x"), moment_of("2020-01-01T00:00:00+01:00")) == (
        None,
        None,
        datetime(2019, 12, 31, 23, tzinfo=timezone.utc),
    )


def test_a_missing_extra_is_one_sentence(ws: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It names the command that installs it."""
    import sys

    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'accsyn\[workspace\]'"):
        ws.serve()
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(ConfigurationError, match="pip install cryptography"):
        server.self_signed(tmp_path)
