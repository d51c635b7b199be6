"""Who receives a delivery, a request, a stream; and how users are invited."""

from __future__ import annotations

import re
from typing import Any

from accsyn.workspace import references
from accsyn.workspace.refusal import Refusal, forbidden, unknown
from accsyn.workspace.roles import is_admin
from accsyn.workspace.state import State
from accsyn.workspace.store import Record

_EMAIL = re.compile(r"[^@\s<>\"',;:()\[\]]+@[^@\s<>\"',;:()\[\]]+")


def is_email(text: object) -> bool:
    """Whether a text reads as an e-mail address."""
    return isinstance(text, str) and len(text) <= 256 and _EMAIL.fullmatch(text) is not None


def user_of(state: State, caller: Record, ident: Any, *, invite: bool) -> Record:
    """The user of an id or an e-mail; one that nobody has invites a standard user.

    Raises:
        Refusal: There is none, and none is invited.
    """
    if isinstance(ident, dict):
        ident = ident.get("id") or ident.get("code") or ident.get("user")
    text = references.target_of(ident)
    found = state.store.get("user", text) or state.store.by_code("user", text)
    if found is not None:
        return found
    if not is_email(text):
        raise unknown("user", text)
    if not invite:
        raise Refusal(f"there is no user {text!r}, and invite is false", 404)
    if caller.get("role") == "standard":
        raise forbidden("standard users invite nobody")
    return invited(state, caller, {"code": text})


def invited(state: State, caller: Record, wanted: Record) -> Record:
    """Make a user, or bring a deactivated one back.

    Raises:
        Refusal: The address is none, or in use; or the caller may not give the role.
    """
    code = wanted.get("code")
    if not is_email(code):
        raise Refusal("a user's code is an e-mail address")
    before = state.store.by_code("user", code)
    if before is not None and not before.get("inactive"):
        raise Refusal(f"there is a user {before['code']!r} already", 409)
    if wanted.get("role", "standard") != "standard" and not is_admin(caller):
        raise forbidden("only admins give roles")
    now = state.clock.text()
    if before is not None:
        user = references.save(state, "user", {**before, **wanted, "inactive": False, "modified": now})
        shares(state, user, inactive=False)
    else:
        new: Record = {
            "id": state.new_id(),
            "code": code,
            "name": str(code).partition("@")[0],
            "created": now,
            "creator": f"user:{caller['id']}",
            "modified": now,
            "modifier": f"user:{caller['id']}",
            "description": "",
            "metadata": {},
            "inactive": False,
            "role": "standard",
            "status": "enabled",
            "logged_in": None,
        }
        user = references.save(state, "user", {**new, **wanted})
    state.log(f"user {code} invited", entitytype="user", ident=user["id"])
    return user


def shares(state: State, user: Record, *, inactive: bool) -> None:
    """Take the home and the ACLs of a user offline, or bring them back."""
    for home in state.store.all("home"):
        if references.target_of(home.get("user")) == user["id"]:
            references.save(
                state, "home", {**home, "inactive": inactive, "status": "offline" if inactive else "enabled"}
            )
    for acl in state.store.all("acl"):
        if acl.get("entity") == f"user:{user['id']}":
            references.save(state, "acl", {**acl, "inactive": inactive})


def add(state: State, caller: Record, job: Record, ident: Any, *, invite: bool = True) -> Record:
    """Add a recipient to a job; one who is there already stays."""
    user = user_of(state, caller, ident, invite=invite)
    for one in state.store.children("_recipient", job["id"]):
        if one["user"] == user["id"]:
            return one
    return state.store.put(
        "_recipient", {"id": state.new_id(), "job": job["id"], "user": user["id"], "actioned": False}
    )


def listed(state: State, job: Record) -> list[Record]:
    """The recipients of a job as they are shown."""
    found = []
    for one in state.store.children("_recipient", job["id"]):
        user = state.store.get("user", one["user"])
        if user is not None:
            text = references.readable("user", user, is_typed=True)
            found.append({"user": user["id"], "user_hr": text, "actioned": one["actioned"]})
    return found
