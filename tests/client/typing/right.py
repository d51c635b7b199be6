"""Uses of the client that a type checker accepts, with the types they have. Never run: mypy reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typing_extensions import assert_type

import accsyn

Record = dict[str, Any]


def queries(session: accsyn.Session) -> None:
    """What asks."""
    assert_type(session.find("User"), list[Record])
    assert_type(session.find(accsyn.parse("User"), params={"u": 1}), list[Record])
    assert_type(session.find("User", single_entity_query=True), Record | None)
    flag = bool(session.role)
    assert_type(session.find("User", single_entity_query=flag), list[Record] | Record | None)
    assert_type(session.find("User", limit=5, single_entity_query=flag), list[Record] | Record | None)
    assert_type(session.find("User", single_entity_query=False), list[Record])
    assert_type(session.find("Task", "id", ["uri"], True, True, None, True, 5, 6), list[Record])
    assert_type(session.find_one("User", validate="warn"), Record | None)
    assert_type(session.get_entity("user", "id"), Record | None)
    assert_type(session.iter("User", page_size=10), Iterator[Record])
    assert_type(session.wait("Transfer", until=lambda record: bool(record["x"]), progress=print), list[Record])
    assert_type(session.report("Transfer"), str)
    assert_type(session.schema, accsyn.Schema)
    assert_type(session.refresh_schema(), accsyn.Schema)


def changes(session: accsyn.Session) -> None:
    """What writes."""
    assert_type(session.update("user", "id", {"a": 1}), Record | None)
    assert_type(session.update_many("task", "id", [{"a": 1}]), list[Record])
    assert_type(session.update_many("task", "id", [{"a": 1}], dry_run=True), Record)
    assert_type(session.set_setting("queue", "name", "value"), bool)
    assert_type(session.set_setting("queue", "name", "value", dry_run=True), Record)
    assert_type(session.delete_setting("queue", "name"), bool)
    assert_type(session.delete_setting("queue", "name", dry_run=True), Record)
    assert_type(session.access("folder", "id"), list[Record])


def around() -> None:
    """The session itself."""
    with accsyn.Session("w", "u", "k", validate="off", lowering="allow", verify="ca.pem") as session:
        assert_type(session, accsyn.Session)
        assert_type(session.username, str)
        assert_type(session.user_id, str | None)
        assert_type(session.app_is_running(), bool | None)
        assert_type(session.get_last_message(), str | None)
        assert_type(accsyn.Session.dump({}), str)
        assert_type(accsyn.Session.get_hostname(), str)


def errors(error: accsyn.BackendError, timeout: accsyn.WaitTimeout) -> None:
    """What exceptions hold."""
    assert_type(error.status, int | None)
    assert_type(error.retry_after, float | None)
    assert_type(timeout.records, list[Record])
