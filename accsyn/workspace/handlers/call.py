"""What a handler is given, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from accsyn.workspace.refusal import Refusal
from accsyn.workspace.state import State
from accsyn.workspace.store import Record


class Call(NamedTuple):
    """One operation, asked for by a user.

    Attributes:
        state: The workspace.
        user: Who asks.
        name: The entity type of the uri, in lower case; for ``workspace/integration/NAME/utility`` the name.
        data: The payload.
        query: The condition.
        entity_id: The id it is about.
    """

    state: State
    user: Record
    name: str
    data: Any
    query: str | None
    entity_id: str | None

    @property
    def options(self) -> Mapping[str, Any]:
        """The payload as an object, an empty one where there is none.

        Raises:
            Refusal: It is something else.
        """
        if self.data is None:
            return {}
        if not isinstance(self.data, dict):
            raise Refusal("the data of this operation are an object")
        return self.data

    @property
    def ident(self) -> str:
        """The id that the call must have.

        Raises:
            Refusal: It has none.
        """
        if not self.entity_id:
            raise Refusal("this operation needs the id of an entity")
        return self.entity_id


Answer = dict[str, Any]
Handler = Callable[[Call], Answer]
Operations = dict[tuple[str, str], Handler]
"""Handlers by method and uri; ``{}`` in the uri stands for an entity type."""


def result(value: Any) -> Answer:
    """The usual answer."""
    return {"result": value}
