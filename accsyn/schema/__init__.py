"""Entity types and attributes: the built-in schema, schema files, and what dotted paths mean."""

from accsyn.schema.builtin import builtin_schema
from accsyn.schema.loader import load_schema, schema_from_mapping
from accsyn.schema.model import Attribute, EntityType, Resolved, Schema, Type
from accsyn.schema.writer import schema_to_mapping

__all__ = [
    "Attribute",
    "EntityType",
    "Resolved",
    "Schema",
    "Type",
    "builtin_schema",
    "load_schema",
    "schema_from_mapping",
    "schema_to_mapping",
]
