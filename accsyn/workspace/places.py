"""``party:path``: where a task of a transfer reads and writes.

Parties: nothing, or the workspace's code: the main site. A user's e-mail: the directory of that user's client.
``site=CODE``, ``client=ID``. A local absolute path belongs to the caller's own client. Of a client, all paths lie
beneath the directory that stands for its disk, whatever they look like there.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from accsyn.workspace import paths
from accsyn.workspace.references import target_of
from accsyn.workspace.refusal import Refusal, unknown
from accsyn.workspace.roles import is_admin
from accsyn.workspace.state import SHARES, State
from accsyn.workspace.store import Record

_LOCAL = re.compile(r"/|\\\\|[A-Za-z]:[\\/]")
_USER = re.compile(r"[^@:=/\\\s]+@[^@:=/\\\s]+")
_NAMED = re.compile(r"(?P<word>site|client|user)=(?P<ident>[^:/]+)", re.IGNORECASE)
_ONLINE = ("online", "enabled")


class End(NamedTuple):
    """One end of a transfer.

    Attributes:
        party: What the job says: ``workspace:ID``, ``site:ID``, ``user:ID``, ``client:ID``.
        task: What the task says: client, user, site, v, s, path.
        root: The directory on this machine that it must stay in.
        path: The path beneath it; empty for all of it.
    """

    party: str
    task: Record
    root: Path
    path: str


def end(state: State, user: Record, text: object, right: str) -> End:
    """One end of a transfer, from its text.

    Args:
        state: The workspace.
        user: Who asks.
        text: ``party:path``, or a path notation as a dict.
        right: ``read`` for a source, ``write`` for a destination.

    Raises:
        Refusal: There is no such place, or the user may not.
    """
    if isinstance(text, dict):
        return _on_site(state, user, None, text, right)
    if not isinstance(text, str) or not text.strip():
        raise Refusal("source and destination are text such as share=CODE/path or lisa@example.com:/path")
    text = text.strip()
    if _LOCAL.match(text):
        return _on_client(state, client_of(state, user, user), f"user:{user['id']}", text, user)
    party, path = _split(text)
    named = _NAMED.fullmatch(party)
    if named is not None and named["word"].lower() == "client":
        client = state.store.get("client", named["ident"].lower())
        if client is None:
            raise unknown("client", named["ident"])
        if target_of(client.get("user")) != user["id"] and not is_admin(user):
            raise Refusal(f"client {client['code']!r} is not yours", 403)
        return _on_client(state, client, f"client:{client['id']}", path, None)
    if named is not None and named["word"].lower() == "site":
        site = state.store.by_code("site", named["ident"]) or state.store.get("site", named["ident"])
        if site is None:
            raise unknown("site", named["ident"])
        return _on_site(state, user, site, path, right)
    if party and not _is_here(state, party):
        code = named["ident"] if named else party
        other = state.store.by_code("user", code) or state.store.get("user", code)
        if other is None:
            raise unknown("user", code)
        return _on_client(state, client_of(state, other, user), f"user:{other['id']}", path, other)
    return _on_site(state, user, None, path, right)


def _split(text: str) -> tuple[str, str]:
    """Party and path; a party alone has an empty path."""
    party, colon, path = text.partition(":")
    if colon and "/" not in party and (not party.lower().startswith(("share=", "volume=", "folder=", "home="))):
        return party, path
    if _USER.fullmatch(text) or _NAMED.fullmatch(text):
        return text, ""
    return "", text


def _is_here(state: State, party: str) -> bool:
    return party.lower() == str(state.workspace["code"]).lower()


def client_of(state: State, owner: Record, caller: Record) -> Record:
    """The client of a user that is online.

    Raises:
        Refusal: None is.
    """
    for client in state.store.all("client"):
        if (
            target_of(client.get("user")) == owner["id"]
            and client.get("status") in _ONLINE
            and client["type"] in (0, 1, 2)
        ):
            return client
    who = "you have" if owner["id"] == caller["id"] else f"{owner['code']} has"
    raise Refusal(f"{who} no client online, so that a local path belongs to none")


def disk_of(state: State, client: Record) -> Path:
    """The directory that stands for the disk of a client."""
    return state.folder / "clients" / str(client["id"])


def _on_client(state: State, client: Record, party: str, path: str, owner: Record | None) -> End:
    drive = re.sub(r"\A([A-Za-z]):[\\/]", r"\1/", path)
    beneath = paths.relative(drive.replace("\\", "/").lstrip("/"))
    task: Record = {"client": client["id"], "path": path or "/"}
    if owner is not None:
        task["user"] = owner["id"]
    return End(party, task, disk_of(state, client), beneath)


def _on_site(state: State, user: Record, site: Record | None, path: object, right: str) -> End:
    main = state.default("site", "main")
    place = paths.locate(state, user, path) if path else paths.Place(*_default(state), "")
    paths.require_right(state, user, place, right)
    word = "v" if place.kind == "volume" else "s"
    task: Record = {word: place.share["id"], "path": place.path}
    party = f"workspace:{state.workspace['id']}"
    if site is not None:
        task["site"] = site["id"]
        party = f"site:{site['id']}"
    elif main is not None:
        task["site"] = main["id"]
    if site is None or site.get("main"):
        return End(party, task, paths.root_of(state, place), place.path)
    # What another site has of a share lies in a directory of its own.
    return End(party, task, state.folder / "sites" / str(site["id"]) / str(place.share["id"]), place.path)


def _default(state: State) -> tuple[str, Record]:
    volume = state.default("volume")
    if volume is None:
        raise Refusal("there is no default volume")
    return "volume", volume


def located(state: State, task_end: Record) -> tuple[Path, str]:
    """Directory and path beneath it of an end as a task records it.

    Raises:
        Refusal: What it names is gone.
    """
    if "client" in task_end:
        client = state.store.get("client", task_end["client"])
        if client is None:
            raise Refusal("the client is gone")
        found = _on_client(state, client, "", str(task_end["path"]), None)
        return found.root, found.path
    word = next(name for name in ("v", "s") if name in task_end)
    share = state.record(SHARES, task_end[word])
    if share is None:
        raise Refusal("the share is gone")
    site = state.store.get("site", task_end.get("site"))
    path = str(task_end["path"])
    if site is None or site.get("main"):
        return paths.root_of(state, paths.Place(*share, path)), path
    return state.folder / "sites" / str(site["id"]) / str(share[1]["id"]), path
