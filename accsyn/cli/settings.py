"""How the queries of a call are to be read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from accsyn.schema.model import Schema

_NONE: Mapping[str, object] = MappingProxyType({})


class Settings(NamedTuple):
    """How queries are to be read.

    Attributes:
        schema: What names and types to go by.
        strict: Whether names that the schema does not know are errors.
        is_expression: Whether the texts are bare conditions.
        parameters: Values by name.
        needs_values: Whether a parameter without a value is an error.
    """

    schema: Schema
    strict: bool = False
    is_expression: bool = False
    parameters: Mapping[str, object] = _NONE
    needs_values: bool = False

    @property
    def start(self) -> str:
        """What the grammar calls the texts."""
        return "expression" if self.is_expression else "query"
