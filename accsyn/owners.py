"""Which entity type a condition is about: attributes that were taken from an entity class know theirs."""

from __future__ import annotations

from accsyn.ast import AttributePath, Expression, comparisons, owned_attributes


def require_own(entity_type: str, condition: Expression) -> None:
    """See to it that a condition can stand in a query for an entity type.

    Raises:
        ValueError: It has an attribute of another one.
    """
    own = entity_type.lower()
    for path in owned_attributes(condition):
        if path.owner.lower() != own and path.owner.lower() != _present_name(own):
            raise ValueError(
                f"`{path.owner}.{path}` is no attribute of {entity_type}: a query asks about one entity type; "
                f"what lies behind a reference is written {entity_type}.reference.{path}"
            )


def _present_name(entity_type: str) -> str | None:
    """What a deprecated name stands for: ``job`` is a transfer."""
    from accsyn.schema.builtin import builtin_schema

    return builtin_schema().deprecated(entity_type)


def owner_of(condition: Expression) -> str:
    """The entity type that a condition is about.

    Raises:
        ValueError: Not all of its attributes are known to be of one and the same.
    """
    first: AttributePath | None = next(owned_attributes(condition), None)
    for node in comparisons(condition):
        path = node.attribute
        owner = path.owner if isinstance(path, AttributePath) else ""
        if not owner:
            entity = "Transfer" if first is None else first.owner
            raise ValueError(
                f"it is not known of which entity type `{path}` is an attribute: "
                f"write {entity}.where(...){' or the like' if first is None else ''}"
            )
        if first is not None and owner != first.owner:
            raise ValueError(
                f"`{first.owner}.{first}` and `{owner}.{path}` are of two entity types, and a query asks about one: "
                f"write {first.owner}.where(...) with what is about {first.owner}"
            )
    return "" if first is None else first.owner


def hint(value: object) -> str:
    """What to write in place of something that is no condition and no query; empty where there is nothing to say."""
    path = getattr(value, "_path", None)
    if isinstance(path, AttributePath):
        return f": write {value!r} == ..."
    if isinstance(value, type) and hasattr(value, "where"):
        return f": write {value.__name__}.where(...), or {value.__name__}.where() for all of them"
    return ""


def name_hint(value: object) -> str:
    """What to write in place of something that is no name of an attribute."""
    path = getattr(value, "_path", None)
    if isinstance(path, AttributePath):
        return f": write attributes({str(path)!r})"
    return ": write attributes(*names)" if isinstance(value, (list, tuple, set, frozenset)) else ""
