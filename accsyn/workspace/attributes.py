"""What may be written into an entity's attributes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accsyn.schema.attributes import Attribute, Type
from accsyn.schema.model import EntityType
from accsyn.workspace.references import HR, resolve
from accsyn.workspace.refusal import Refusal
from accsyn.workspace.state import State

READ_ONLY = frozenset(
    {"id", "created", "creator", "modified", "modifier", "finished", "etr", "progress", "size", "speed", "uri"}
    | {"logged_in", "inactive", "last_checkin", "job"}
)
"""What the workspace alone writes."""

LONGEST_CODE = 256


def clean(
    state: State, entity: EntityType, data: Mapping[str, Any], *, besides: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The attributes that a create or an edit asks for, checked, by the schema's names.

    What the schema does not know is kept as it is: a real workspace may know more than its documentation says.

    Args:
        state: The workspace.
        entity: The entity type.
        data: The payload.
        besides: Names in the payload that are no attributes; they are left out.

    Raises:
        Refusal: An attribute is the workspace's own, or its value is of a wrong kind; the message names it.
    """
    found: dict[str, Any] = {}
    for name, value in data.items():
        if name in besides:
            continue
        attribute = entity.attribute(name)
        if name.lower() in READ_ONLY or (name.endswith(HR) and entity.attribute(name[: -len(HR)]) is not None):
            raise Refusal(f"{entity.name}.{name} is written by the workspace alone")
        if name.startswith("_") or not name:
            raise Refusal(f"{name!r} is no name of an attribute")
        if attribute is None:
            found[name] = value
        else:
            found[attribute.name] = (
                value if value is None else _VALUE.get(attribute.type, _as_it_is)(state, attribute, value)
            )
    code = found.get("code")
    if "code" in found and (not isinstance(code, str) or not code.strip() or len(code) > LONGEST_CODE):
        raise Refusal(f"code is text of 1 to {LONGEST_CODE} characters")
    return found


def _as_it_is(_: State, __: Attribute, value: Any) -> Any:
    return value


def _text(_: State, attribute: Attribute, value: Any) -> Any:
    if attribute.is_list or isinstance(value, str):
        return value
    raise Refusal(f"{attribute.name} is text, not {type(value).__name__}")


def _enum(_: State, attribute: Attribute, value: Any) -> str:
    known = attribute.value(value) if isinstance(value, str) else None
    allowed = attribute.settable or attribute.values
    if known is None or known not in allowed:
        raise Refusal(f"{attribute.name} cannot be set to {str(value)[:100]!r}, only to {', '.join(allowed)}")
    return known


def _number(_: State, attribute: Attribute, value: Any) -> Any:
    if isinstance(value, str) and attribute.code(value) is not None:
        return attribute.code(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Refusal(f"{attribute.name} is a number, not {type(value).__name__}")
    low, high = attribute.minimum, attribute.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise Refusal(f"{attribute.name} is {value}; it goes from {low} to {high}")
    return value


def _boolean(_: State, attribute: Attribute, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Refusal(f"{attribute.name} is true or false, not {type(value).__name__}")
    return value


def _metadata(_: State, attribute: Attribute, value: Any) -> Any:
    if not isinstance(value, dict):
        raise Refusal(f"{attribute.name} is an object, not {type(value).__name__}")
    return value


_VALUE = {
    Type.TEXT: _text,
    Type.ENUM: _enum,
    Type.INTEGER: _number,
    Type.NUMBER: _number,
    Type.BOOLEAN: _boolean,
    Type.REFERENCE: resolve,
    Type.METADATA: _metadata,
    Type.OBJECT: _metadata,
}
