"""Settings and logs of the workspace and its entities."""

from __future__ import annotations

from typing import Any, Literal, overload

from accsyn.client.arguments import entity_type, is_id, optional_count, optional_flag, optional_text, spoken_text, text
from accsyn.client.calls import Calls, Record, refuse_answer
from accsyn.errors import ArgumentError, ArgumentTypeError
from accsyn.wire.event import Event


class Settings(Calls):
    """Settings and logs. What the methods raise, and `dry_run`, stand at `Entities`."""

    def get_setting(
        self,
        name: str | None = None,
        entitytype: str = "workspace",
        entityid: str | None = None,
        integration: str | None = None,
        data: dict[str, Any] | None = None,
    ) -> Any:
        """The value of a setting.

        Args:
            name: Its name; all of them if not given.
            entitytype: What it is a setting of, for example ``queue``.
            entityid: The id of that entity; None for the workspace.
            integration: An integration that it belongs to, for example ``ftrack``.
            data: What else the server should know.

        Returns:
            The value.
        """
        payload: Record = {"entitytype": entity_type(entitytype), "name": optional_text(name, "name")}
        if (named := spoken_text(integration, "integration")) is not None:
            payload["integration"] = named
        payload["data"] = data
        return self._call(Event("GET", "setting", payload, entity_id=optional_text(entityid, "entityid"))).get("result")

    def get_settings(  # noqa: PLR0917 - the official signature
        self,
        entitytype: str | None = None,
        entityid: str | None = None,
        recursive: bool = False,
        upstream: bool = False,
        omit_defaults: bool = True,
        share: str | None = None,
    ) -> Record:
        """The settings of an entity.

        Args:
            entitytype: For example ``queue``; the workspace if not given.
            entityid: Its id.
            recursive: Whether to look below, for shares.
            upstream: Whether to add what holds from above, and the defaults.
            omit_defaults: Whether to leave out what is as it was.
            share: A share, by id or code, that some settings depend on.

        Returns:
            The values by name.
        """
        payload: Record = {
            "entitytype": None if entitytype is None else entity_type(entitytype),
            "recursive": bool(optional_flag(recursive, "recursive")),
            "upstream": bool(optional_flag(upstream, "upstream")),
            "omit_defaults": bool(optional_flag(omit_defaults, "omit_defaults")),
        }
        if (named := spoken_text(share, "share")) is not None:
            payload["share"] = named
        event = Event("GET", "setting", payload, entity_id=optional_text(entityid, "entityid"))
        found = self._call(event).get("result") or {}
        if not isinstance(found, dict):
            refuse_answer(event, "has settings that are no object")
        return found

    @overload
    def set_setting(
        self, entitytype: str, name: str, value: str, entityid: str | None = None, *, dry_run: Literal[False] = False
    ) -> bool: ...

    @overload
    def set_setting(
        self, entitytype: str, name: str, value: str, entityid: str | None = None, *, dry_run: Literal[True]
    ) -> Record: ...

    def set_setting(
        self, entitytype: str, name: str, value: str, entityid: str | None = None, *, dry_run: bool = False
    ) -> bool | Record:
        """Set a setting.

        Args:
            entitytype: What it is a setting of, for example ``queue``.
            name: Its name. An id here is refused: the official client's documentation has the order
                ``entityid, name, value``, its code that of these arguments (FAULTS 19).
            value: Its value, always text; a dict goes as JSON text.
            entityid: The id of that entity; None for the workspace.
            dry_run: Return the event instead of sending it.

        Returns:
            Whether it was set.
        """
        payload = {"entitytype": entity_type(entitytype), "name": _setting_name(name)}
        if not isinstance(value, str):
            raise ArgumentTypeError(f"value is a str, not {type(value).__name__}; json.dumps() makes text of a dict")
        event = Event("PUT", "setting", {**payload, "value": value}, entity_id=optional_text(entityid, "entityid"))
        answer = self._call(event, dry_run=dry_run)
        return answer if dry_run else bool(answer.get("result"))

    @overload
    def delete_setting(
        self, entitytype: str, name: str, entityid: str | None = None, *, dry_run: Literal[False] = False
    ) -> bool: ...

    @overload
    def delete_setting(
        self, entitytype: str, name: str, entityid: str | None = None, *, dry_run: Literal[True]
    ) -> Record: ...

    def delete_setting(
        self, entitytype: str, name: str, entityid: str | None = None, *, dry_run: bool = False
    ) -> bool | Record:
        """Take a setting back. Arguments as for `set_setting`.

        Returns:
            Whether it was taken back.
        """
        payload = {"entitytype": entity_type(entitytype), "name": _setting_name(name)}
        event = Event("DELETE", "setting", payload, entity_id=optional_text(entityid, "entityid"))
        answer = self._call(event, dry_run=dry_run)
        return answer if dry_run else bool(answer.get("result"))

    def logs(  # noqa: PLR0917 - the official signature
        self,
        entitytype: str | None = None,
        entityid: str | None = None,
        search: str | None = None,
        sort: str = "date",
        sort_reverse: bool = False,
        pagination_page: int | None = None,
        pagination_limit: int | None = None,
        pagination_skip: int | None = None,
    ) -> Record:
        """Log lines.

        Args:
            entitytype: What they are about; the workspace if not given.
            entityid: The id of that entity.
            search: A text to look for.
            sort: The key to sort by.
            sort_reverse: Whether the last comes first.
            pagination_page: Which page.
            pagination_limit: How many lines a page has.
            pagination_skip: How many lines to leave out.

        Returns:
            The whole answer: the lines as ``result``, and what the server says beside them.
        """
        payload: Record = {
            "entitytype": entity_type(spoken_text(entitytype, "entitytype") or "workspace"),
            "sort": spoken_text(sort, "sort") or "date",
            "sort_reverse": bool(optional_flag(sort_reverse, "sort_reverse")),
        }
        if (wanted := spoken_text(search, "search")) is not None:
            payload["search"] = wanted
        pages = {
            "page": optional_count(pagination_page, "pagination_page", 0),
            "limit": optional_count(pagination_limit, "pagination_limit", 0),
            "skip": optional_count(pagination_skip, "pagination_skip", 0),
        }
        pagination = {name: value for name, value in pages.items() if value is not None}
        if pagination:
            payload["pagination"] = pagination
        event = Event("GET", "log/find", payload, entity_id=optional_text(entityid, "entityid"))
        return self._call(event) or {"result": []}


def _setting_name(name: object) -> str:
    given = text(name, "name")
    if is_id(given):
        raise ArgumentError(
            "name is the name of a setting, and this is an id: the order is (entitytype, name, value, entityid)"
        )
    return given
