"""Uses of the client that a type checker refuses, a line each: an ignore that is not needed is an error."""

from __future__ import annotations

import accsyn


def queries(session: accsyn.Session) -> None:
    """What asks."""
    session.find(5)  # type: ignore[call-overload]
    session.find("User", finished="yes")  # type: ignore[call-overload]
    session.find("User", attributes="code")  # type: ignore[call-overload]
    session.find("User", parent="id")  # type: ignore[call-overload]
    session.find_one("User", validate="loud")  # type: ignore[arg-type]
    session.find_one("User").get("id")  # type: ignore[union-attr]
    session.iter("User", "10")  # type: ignore[arg-type]
    session.wait("Transfer", timeout="1")  # type: ignore[arg-type]
    session.publish([])  # type: ignore[attr-defined]


def changes(session: accsyn.Session) -> None:
    """What writes."""
    session.update("user", None, {})  # type: ignore[arg-type]
    session.update_many("task", "id", {"a": 1})  # type: ignore[call-overload]
    session.set_setting("queue", "name", 5)  # type: ignore[call-overload]
    session.delete_one("user")  # type: ignore[call-arg]


def around() -> None:
    """The session itself."""
    accsyn.Session(validate="loud")  # type: ignore[arg-type]
    accsyn.Session(timeout="5")  # type: ignore[arg-type]
