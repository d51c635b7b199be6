"""The schema of a session: what the workspace itself says about its entity types."""

from __future__ import annotations

from typing import Any

from accsyn.client.queries import Queries
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.live import entity_type_names, live_schema
from accsyn.schema.model import Schema
from accsyn.wire.event import Event


class Schemas(Queries):
    """What a session checks queries against."""

    @property
    def schema(self) -> Schema:
        """What queries are checked against: what was given, or the built-in schema, until `refresh_schema` asks."""
        return self._schema

    def refresh_schema(self) -> Schema:
        """Ask the workspace for its entity types and their attributes: one request, and one for each type.

        What it says is merged into the built-in schema, which knows what the answers do not say. From then on a name
        that neither knows is an error in a query, no doubt.

        Returns:
            The schema, which is also `schema` from now on. Where it fails, `schema` stays as it was.

        Raises:
            SchemaError: The answers cannot be read.
            TransportError: The server was not reached.
            BackendError: It refused.
        """
        names = entity_type_names(self._result(Event("GET", "entitytypes")))
        attributes: dict[str, Any] = {
            name: self._result(Event("GET", "attributes", {"entitytype": name, "create": False, "update": False}))
            for name in names
        }
        schema = live_schema(builtin_schema(), names, attributes, name=f"workspace {self._connection.workspace}")
        self._schema = schema
        return schema
