"""From a `Schema` back to the description that a schema file holds."""

from __future__ import annotations

from typing import Any

from accsyn.schema.attributes import Attribute, Type
from accsyn.schema.model import EntityType, Schema


def schema_to_mapping(schema: Schema) -> dict[str, Any]:
    """Describe a schema as JSON values; `schema_from_mapping` makes an equal schema of it.

    Groups are not restored: an entity type lists every attribute that it does not inherit.
    """
    described: dict[str, Any] = {"name": schema.name} if schema.name else {}
    if schema.is_live:
        described["live"] = True
    if schema.deprecated_names:
        described["deprecated"] = dict(schema.deprecated_names)
    if schema.metadata_queries:
        described["metadata_queries"] = list(schema.metadata_queries)
    described["entities"] = {
        name: _describe_entity(entity_type, schema) for name, entity_type in schema.entity_types.items()
    }
    return described


def _describe_entity(entity_type: EntityType, schema: Schema) -> dict[str, Any]:
    base = schema.entity_types.get(entity_type.extends)
    described = _said(
        {
            "label": entity_type.label if entity_type.label != entity_type.name else "",
            "description": entity_type.description,
            "extends": entity_type.extends,
            "parents": list(entity_type.parents),
            "subentities": list(entity_type.subentities),
            "share": entity_type.is_share,
            "job": entity_type.is_job,
            "unique_code": entity_type.unique_code,
        }
    )
    if entity_type.client_type is not None:
        described["client_type"] = entity_type.client_type
    attributes = {
        name: _describe_attribute(attribute)
        for name, attribute in entity_type.attributes.items()
        if base is None or base.attributes.get(name) != attribute
    }
    return {**described, **_said({"attributes": attributes})}


def _describe_attribute(attribute: Attribute) -> dict[str, Any]:
    described: dict[str, Any] = {"type": attribute.type.value}
    described.update(
        _said(
            {
                "list": attribute.is_list,
                "values": dict(attribute.codes) or list(attribute.values),
                "settable": list(attribute.settable),
            }
        )
    )
    # Zero is a bound like any other.
    described.update({key: n for key, n in (("min", attribute.minimum), ("max", attribute.maximum)) if n is not None})
    described.update(
        _said(
            {
                "unit": attribute.unit,
                "targets": list(attribute.targets),
                "form": attribute.form if (attribute.type, attribute.form) != (Type.ID, "hex24") else "",
                "fields": {name: _describe_attribute(field) for name, field in attribute.fields.items()},
                "description": attribute.description,
            }
        )
    )
    return described


def _said(described: dict[str, Any]) -> dict[str, Any]:
    """Without the entries that say nothing."""
    return {key: value for key, value in described.items() if value}
