"""Who may see and use what: grant, access, revoke.

The looks that these methods take first are queries of their own; what stands in them is bound, never pasted
(FAULTS 8).
"""

from __future__ import annotations

import re
from typing import Any

from accsyn.client.arguments import (
    entity_type,
    identifier,
    is_bare,
    is_id,
    optional_flag,
    optional_mapping,
    text,
    unsupported,
)
from accsyn.client.calls import Calls, Record, first_record, refuse_answer
from accsyn.compiler import compile as compile_query
from accsyn.errors import AccsynError, ArgumentError, NotFound
from accsyn.text import escape_for_display, lower_keeping_meaning
from accsyn.wire.event import Event

_JOBS = ("delivery", "request", "stream")
_SHARES = ("volume", "folder", "home", "collection")
_HAVE_UNIQUE_CODES = frozenset(
    {"user", "workspace", "share", "volume", "folder", "home", "collection", "site", "engine", "queue"}
)

# What stands between single quotes and means itself, whoever reads it.
_PLAIN = re.compile(r"[^'\"*\\\x00-\x1f\x7f]+")

_GRANTED: dict[str, tuple[str, Any]] = {
    "invite": ("bool", True),
    "read": ("bool", False),
    "write": ("bool", False),
    "notify": ("bool", False),
    "message": ("str", ""),
    "path": ("str", "/"),
}
"""The options of a grant on a share, in the order of the wire, with what they are if not given (PROTOCOL 4)."""


class Access(Calls):
    """Access to deliveries, requests, streams and shares. What the methods raise stands at `Entities`."""

    def grant(
        self,
        entitytype: str,
        entityid: str,
        targettype: str,
        targetid: str,
        data: dict[str, Any] | None = None,
        *,
        dry_run: bool = False,
    ) -> Any:
        """Give a user access.

        Args:
            entitytype: ``user``.
            entityid: The id of the user, or the code, an e-mail address. Who is no user yet is invited.
            targettype: ``delivery``, ``request``, ``stream``; or ``volume``, ``folder``, ``home``, ``collection``.
            targetid: The id, or for shares the code.
            data: ``invite`` (True): whether to invite who is no user yet. For shares also ``read`` and ``write``
                (False; both True where no data are given), ``notify`` (False), ``message`` and ``path`` (``/``).
            dry_run: Return the event instead of sending it. Codes are looked up all the same.

        Returns:
            The acl, for shares; what the server answers, for jobs.

        Raises:
            NotFound: No target has that code; or no user, and `invite` is False.
        """
        kind = entity_type(entitytype)
        target_kind = entity_type(targettype, "targettype")
        options = optional_mapping(data)
        for name in ("invite", "read", "write", "notify"):
            optional_flag(options.get(name), f"data[{name!r}]")
        # All of it is looked at before the first request goes out.
        if kind != "user":
            unsupported("entitytype", kind, ("user",))
        if target_kind not in (*_JOBS, *_SHARES):
            unsupported("targettype", target_kind, (*_JOBS, *_SHARES))
        user, target = _ident(entityid, "entityid"), _ident(targetid, "targetid")
        if not is_id(target) and target_kind not in _HAVE_UNIQUE_CODES:
            identifier(target, "targetid")
        found = self._look_up(kind, user)
        if found is None and options.get("invite", True) is False:
            raise NotFound(f"no user has the code {escape_for_display(user)!r}, and nobody is to be invited")
        user = user if found is None else found
        target_id = self._look_up(target_kind, target)
        if target_id is None:
            raise NotFound(f"no {target_kind} has the code {escape_for_display(target)!r}")
        if target_kind in _JOBS:
            recipient = {"recipient": user, "invite": options.get("invite", True)}
            event = Event("PUT", "job/recipient/add", recipient, entity_id=target_id)
            return self._result(event, dry_run=dry_run)
        options = options or {"read": True, "write": True}
        wanted = {name: options.get(name, default) for name, (_, default) in _GRANTED.items()}
        event = Event("POST", "acl/create", {"entity": f"user:{user}", "target": f"share:{target_id}", **wanted})
        if optional_flag(dry_run, "dry_run"):
            return self._call(event, dry_run=True)
        return first_record(event, self._result(event))

    def access(
        self,
        targettype: str,
        targetid: str,
        entitytype: str | None = None,
        entityid: str | None = None,
        recursive: bool = False,
    ) -> list[Record]:
        """Who has access.

        Args:
            targettype: ``delivery``, ``request``, ``stream``; or ``volume``, ``folder``, ``home``, ``collection``,
                ``share``.
            targetid: Its id.
            entitytype: For shares: only access of entities of that type, such as ``user``.
            entityid: Only that of one entity; needs `entitytype`.
            recursive: For shares: whether to list access to everything beneath, too.

        Returns:
            For jobs the recipients. For shares a dict for each acl: ``user``, ``user_hr``, ``share``, ``share_hr``,
            ``read``, ``write``, ``acknowledged``, ``path``.
        """
        kind = entity_type(targettype, "targettype")
        target = identifier(_ident(targetid, "targetid"), "targetid")
        if kind in _JOBS:
            return self._records(Event("GET", "job/recipients", {}, entity_id=target))
        supported = (*_SHARES, "share")
        if kind not in supported:
            unsupported("targettype", kind, (*_JOBS, *supported))
        if entityid is not None and entitytype is None:
            raise ArgumentError("entityid needs entitytype")
        query = f"acl WHERE target=share:{target}"
        if entitytype is not None:
            wanted = entity_type(entitytype)
            query += " AND " + (
                f"entity={wanted}:*"
                if entityid is None
                else _equal("acl", "entity", f"{wanted}:{text(entityid, 'entityid')}")
            )
        event = Event("GET", "acl/find", {"recursive": bool(optional_flag(recursive, "recursive"))}, query=query)
        return [_readable(event, acl) for acl in self._records(event)]

    def revoke(self, entitytype: str, entityid: str, targettype: str, targetid: str, *, dry_run: bool = False) -> Any:
        """Take access back.

        Args:
            entitytype: ``user``.
            entityid: The id of the user, or the code, an e-mail address.
            targettype: ``delivery``, ``request``, ``stream``, ``job``; or ``volume``, ``folder``, ``home``,
                ``collection``, ``share``.
            targetid: Its id.
            dry_run: Return the event instead of sending it. Codes and access are looked up all the same.

        Returns:
            What the server answers, True as a rule; False where there was no access to take back.

        Raises:
            NotFound: For shares: no user has that code.
        """
        kind = entity_type(entitytype)
        target_kind = entity_type(targettype, "targettype")
        jobs, shares = (*_JOBS, "job"), (*_SHARES, "share")
        if kind != "user":
            unsupported("entitytype", kind, ("user",))
        if target_kind not in (*jobs, *shares):
            unsupported("targettype", target_kind, (*jobs, *shares))
        given = _ident(entityid, "entityid")
        target = identifier(_ident(targetid, "targetid"), "targetid")
        user = self._look_up(kind, given)
        if target_kind in jobs:
            # A delivery that is not submitted may have a recipient who is no user yet, known by the address.
            user = given if user is None else user
            recipients = self._records(Event("GET", "job/recipients", {}, entity_id=target))
            if not any(user in (recipient.get("user"), recipient.get("user_hr")) for recipient in recipients):
                return False
            event = Event("DELETE", "job/recipient", {"recipient": user}, entity_id=target)
            return self._result(event, dry_run=dry_run)
        if user is None:
            raise NotFound(f"no user has the code {escape_for_display(given)!r}")
        looked = Event("GET", "acl/find", {}, query=f"acl WHERE entity=user:{user} AND target=share:{target}")
        acls = self._records(looked)
        if not acls:
            return False
        return self._result(Event("DELETE", "acl/delete", {}, entity_id=_id_of(looked, acls[0])), dry_run=dry_run)

    def _look_up(self, kind: str, ident: str) -> str | None:
        """The id of what has this id or code; None where nothing has the code.

        Raises:
            AccsynError: Several entities have it: it is not for us to choose who gets access.
        """
        if is_id(ident):
            return ident
        event = Event("GET", f"{kind}/find", None, query=_equal(kind, "code", ident, quote="'"))
        found = self._records(event)
        if len({record.get("id") for record in found}) > 1:
            raise AccsynError(
                f"{len(found)} entities of type {kind} were found by the code "
                f"{escape_for_display(ident)!r}; give the id"
            )
        return _id_of(event, found[0]) if found else None


def _ident(value: object, name: str) -> str:
    return lower_keeping_meaning(text(value, name).strip())


def _id_of(event: Event, record: Record) -> str:
    found = record.get("id")
    if not isinstance(found, str) or not is_id(found):
        refuse_answer(event, "has a record without an id")
    return found


def _equal(kind: str, attribute: str, value: str, quote: str = "") -> str:
    """``attribute=value`` for the server: as the official client writes it where that is harmless, else bound."""
    if _PLAIN.fullmatch(value) if quote else is_bare(value):
        return f"{attribute}={quote}{value}{quote}"
    compiled = compile_query(f"{kind} WHERE {attribute}=:value", params={"value": value})
    return compiled.expression or ""


def _readable(event: Event, acl: Record) -> Record:
    """An acl in the form that `Access.access` returns."""
    parties = [str(acl.get(name, "")).partition(":") for name in ("entity", "target")]
    if not all(colon for _, colon, _ in parties) or "read" not in acl or "write" not in acl:
        refuse_answer(event, "has an acl without entity, target, read or write")
    return {
        "user": parties[0][2],
        "user_hr": acl.get("entity_hr", ""),
        "share": parties[1][2],
        "share_hr": acl.get("target_hr", ""),
        "read": acl["read"],
        "write": acl["write"],
        "acknowledged": acl.get("acknowledged", False),
        "path": acl.get("path", "/"),
    }
