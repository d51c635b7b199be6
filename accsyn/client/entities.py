"""What makes, changes and removes entities."""

from __future__ import annotations

import json
from typing import Any, Literal, overload

from accsyn.client.arguments import (
    entity_type,
    identifier,
    is_id,
    mapping,
    optional_flag,
    optional_mapping,
    optional_text,
    text,
    unsupported,
)
from accsyn.client.calls import Calls, Record, first_record, records_of, refuse_answer
from accsyn.client.places import warn_deprecated
from accsyn.errors import ArgumentError, ArgumentTypeError
from accsyn.text import lower_keeping_meaning
from accsyn.wire.event import Event

_WITH_DUPLICATES = frozenset({"transfer", "compute", "delivery", "request", "stream", "job", "task"})
"""Entity types whose tasks may be duplicates (PROTOCOL 4)."""


class Entities(Calls):
    """What writes. Each method has `dry_run`: True returns the event, its secrets masked, and sends nothing.

    Raises, all of them:
        ArgumentError: An argument is wrong; nothing was sent.
        TransportError: The server was not reached.
        BackendError: It refused, or its answer cannot be read.
    """

    def create(
        self,
        entitytype: str,
        data: str | dict[str, Any] | list[dict[str, Any]],
        entityid: str | None = None,
        allow_duplicates: bool | None = None,
        replace_duplicates: bool | None = None,
        *,
        dry_run: bool = False,
    ) -> Any:
        """Create an entity.

        Args:
            entitytype: For example ``transfer``; ``file`` adds files to the entity `entityid`.
            data: Its attributes; or a list of tasks; or either as JSON text. A text is never taken for the name of a
                file. What is given stays unchanged.
            entityid: The id of the parent, for sub-entities such as tasks and files.
            allow_duplicates: For jobs and tasks: whether a task of the same uri is taken on, the existing one retried.
            replace_duplicates: For jobs and tasks: whether it replaces the existing one.
            dry_run: Return the event instead of sending it.

        Returns:
            The entity; a list where there are several or none; None where the server says nothing.
        """
        kind = entity_type(entitytype)
        given = _from_json(data) if isinstance(data, str) else data
        payload: dict[str, Any] = {"tasks": list(given)} if isinstance(given, list) else mapping(given)
        if kind == "task" and "tasks" not in payload:
            payload = {"tasks": payload}
        for name, flag in (("allow_duplicates", allow_duplicates), ("replace_duplicates", replace_duplicates)):
            if optional_flag(flag, name) is not None and kind in _WITH_DUPLICATES:
                payload[name] = flag
        parent = optional_text(entityid, "entityid")
        event = Event("POST", "file/add" if kind == "file" else f"{kind}/create", payload, entity_id=parent)
        answer = self._call(event, dry_run=dry_run)
        if dry_run or "result" not in answer:
            # Some operations answer without a result, for example {"success": true}.
            return answer or None
        result = answer["result"]
        if isinstance(result, dict):
            return result
        created = records_of(event, result)
        return created[0] if len(created) == 1 else created

    def update(self, entitytype: str, entityid: str, data: dict[str, Any], *, dry_run: bool = False) -> Record | None:
        """Change attributes of an entity.

        Args:
            entitytype: For example ``transfer``.
            entityid: Its id.
            data: The attributes to change, with their new values.
            dry_run: Return the event instead of sending it.

        Returns:
            The entity after the change; None where the server says nothing.
        """
        kind = _no_acl(entity_type(entitytype), "updated, grant() changes access")
        event = Event("PUT", f"{kind}/edit", mapping(data), entity_id=text(entityid, "entityid"))
        if optional_flag(dry_run, "dry_run"):
            return self._call(event, dry_run=True)
        answer = self._call(event)
        return first_record(event, _required(event, answer)) if answer else None

    def update_one(
        self, entitytype: str, entityid: str, data: dict[str, Any], *, dry_run: bool = False
    ) -> Record | None:
        """Deprecated: `update`."""
        warn_deprecated("update_one()", "update()")
        return self.update(entitytype, entityid, data, dry_run=dry_run)

    @overload
    def update_many(
        self, entitytype: str, entityid: str, data: list[dict[str, Any]], *, dry_run: Literal[False] = False
    ) -> list[Record]: ...

    @overload
    def update_many(
        self, entitytype: str, entityid: str, data: list[dict[str, Any]], *, dry_run: Literal[True]
    ) -> Record: ...

    def update_many(
        self, entitytype: str, entityid: str, data: list[dict[str, Any]], *, dry_run: bool = False
    ) -> list[Record] | Record:
        """Change tasks of a job.

        Args:
            entitytype: ``task``, the only type that can be changed so.
            entityid: The id of the job.
            data: A dict for each task: its ``id`` or ``uri``, and the attributes to change.
            dry_run: Return the event instead of sending it.

        Returns:
            The tasks after the change.
        """
        kind = entity_type(entitytype)
        if kind != "task":
            unsupported("entitytype", kind, ("task",))
        parent = identifier(entityid)
        if not isinstance(data, list):
            raise ArgumentTypeError(f"data is a list of dicts, not {type(data).__name__}")
        if not data:
            raise ArgumentError("data must not be empty")
        event = Event("PUT", f"{kind}/edit", [mapping(item, "each of data") for item in data], entity_id=parent)
        if optional_flag(dry_run, "dry_run"):
            return self._call(event, dry_run=True)
        return self._records(event)

    def assign(self, entitytype_parent: str, entitytype: str, data: dict[str, Any], *, dry_run: bool = False) -> Any:
        """Let a server serve a volume.

        Args:
            entitytype_parent: ``volume``, or ``share``.
            entitytype: ``server``, or ``client``.
            data: ``{"volume": ID, "server": ID}``.
            dry_run: Return the event instead of sending it.

        Returns:
            What the server answers.
        """
        parent, payload = _assignment(entitytype_parent, entitytype, ("server", "client"), data)
        # The official client names the operation after shares, whatever the parent is called.
        event = Event("PUT", "share/server", {"client": payload[1]}, entity_id=payload[0])
        del parent
        return self._result(event, dry_run=dry_run)

    def assignments(self, entitytype: str, entityid: str) -> list[Record]:
        """The servers that serve a volume.

        Args:
            entitytype: ``volume``, or ``share``.
            entityid: Its id.
        """
        kind = entity_type(entitytype)
        if kind not in _SHARES:
            unsupported("entitytype", kind, _SHARES)
        return self._records(Event("GET", f"{kind}/servers", {}, entity_id=text(entityid, "entityid")))

    def deassign(self, entitytype_parent: str, entitytype: str, data: dict[str, Any], *, dry_run: bool = False) -> Any:
        """Let a server no longer serve a volume. Arguments as for `assign`; `entitytype` is ``server``."""
        parent, payload = _assignment(entitytype_parent, entitytype, ("server",), data)
        event = Event("DELETE", f"{parent}/server", {"client": payload[1]}, entity_id=payload[0])
        return self._result(event, dry_run=dry_run)

    def offline_one(self, entitytype: str, entityid: str, *, dry_run: bool = False) -> Any:
        """Deprecated: `deactivate_one`."""
        warn_deprecated("offline_one()", "deactivate_one()")
        return self.deactivate_one(entitytype, entityid, dry_run=dry_run)

    def deactivate_one(self, entitytype: str, entityid: str, *, dry_run: bool = False) -> Any:
        """Take an entity out of use; `activate_one` brings it back.

        Args:
            entitytype: For example ``user``.
            entityid: Its id.
            dry_run: Return the event instead of sending it.

        Returns:
            What the server answers, True as a rule.
        """
        kind = entity_type(entitytype)
        event = Event("DELETE", f"{kind}/deactivate", {}, entity_id=text(entityid, "entityid"))
        return self._result(event, dry_run=dry_run)

    def delete_one(
        self, entitytype: str, entityid: str, data: dict[str, Any] | None = None, *, dry_run: bool = False
    ) -> Any:
        """Delete an entity: it goes to the archive.

        Args:
            entitytype: For example ``folder``.
            entityid: Its id.
            data: Options, such as ``{"force": True}`` where others depend on it.
            dry_run: Return the event instead of sending it.

        Returns:
            What the server answers, True as a rule.
        """
        kind = _no_acl(entity_type(entitytype), "deleted, revoke() takes access back")
        options = optional_mapping(data) or None
        event = Event("DELETE", f"{kind}/delete", options, entity_id=text(entityid, "entityid"))
        return self._result(event, dry_run=dry_run)

    def delete_many(self, entitytype: str, entityid: str, data: dict[str, Any], *, dry_run: bool = False) -> Any:
        """Take files out of a collection.

        Args:
            entitytype: ``collection``, the only type that can be changed so.
            entityid: Its id.
            data: ``{"files": [...]}``, the ids of the files.
            dry_run: Return the event instead of sending it.

        Returns:
            What the server answers, True as a rule.
        """
        kind = entity_type(entitytype)
        parent = identifier(entityid)
        payload = mapping(data)
        if kind != "collection":
            unsupported("entitytype", kind, ("collection",))
        return self._result(Event("DELETE", "collection/file/remove", payload, entity_id=parent), dry_run=dry_run)

    def activate_one(self, entitytype: str, entityident: str, *, dry_run: bool = False) -> Any:
        """Bring a deactivated entity back.

        Args:
            entitytype: For example ``user``.
            entityident: Its id, or its code where that is unique.
            dry_run: Return the event instead of sending it.

        Returns:
            What the server answers, True as a rule.
        """
        kind = entity_type(entitytype)
        ident = lower_keeping_meaning(text(entityident, "entityident").strip())
        named = {"entity_id": ident} if is_id(ident) else {"query": ident}
        return self._result(Event("POST", f"{kind}/activate", {}, **named), dry_run=dry_run)


_SHARES = ("volume", "share")


def _from_json(data: str) -> dict[str, Any] | list[Any]:
    if not data.strip():
        raise ArgumentError("data must not be empty")
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict | list):
        raise ArgumentError(
            "data is a dict, a list, or one of them as JSON text; a file is not read by its name: "
            "json.loads(path.read_text()) does that"
        )
    return value


def _no_acl(kind: str, remedy: str) -> str:
    if kind == "acl":
        raise ArgumentError(f"an acl cannot be {remedy}")
    return kind


def _assignment(
    entitytype_parent: object, entitytype: object, supported: tuple[str, ...], data: object
) -> tuple[str, tuple[str, str]]:
    """The type of the parent; its id and that of the server."""
    parent = entity_type(entitytype_parent, "entitytype_parent")
    kind = entity_type(entitytype)
    payload = mapping(data)
    if parent not in _SHARES:
        unsupported("entitytype_parent", parent, _SHARES)
    if kind not in supported:
        unsupported("entitytype", kind, supported)
    share = identifier(payload.get("volume", payload.get("share")), "data['volume']")
    return parent, (share, identifier(payload.get("server", payload.get("client")), "data['server']"))


def _required(event: Event, answer: Record) -> Any:
    if "result" not in answer:
        refuse_answer(event, "has no result")
    return answer["result"]
