"""What a dotted path such as ``job.user.role`` means against the attributes of an entity type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from accsyn.schema.attributes import Attribute, Type, fold_name

Scope = Mapping[str, Attribute]
"""Attributes by exact and by folded name: what one segment of a path is looked up in."""


class Resolved(NamedTuple):
    """What a path means.

    Whether the schema knows the path is told by `unknown_segment` alone: a known path may be untyped.

    Attributes:
        attribute: The attribute at the end of the path. Through a reference with several targets, the attribute that
            they have in common, its values and targets united. None below metadata, where the targets disagree
            about the type, and for unknown paths.
        type: Its type; `Type.UNTYPED` where `attribute` is None.
        is_list: Whether some step of the path is a list, so that a record offers several values.
        unknown_segment: Index, from 0, of the first segment the schema does not know; None for a known path.
        candidates: For an unknown segment, the names that could stand in its place; else empty.
    """

    attribute: Attribute | None
    type: Type
    is_list: bool
    unknown_segment: int | None
    candidates: tuple[str, ...]


# Any reference offers these two, whatever its target says (LANGUAGE 4).
_OF_REFERENCES = {
    "id": Attribute("id", Type.ID),
    "code": Attribute("code", Type.TEXT),
}
_HUMAN_SUFFIX = "_hr"


def resolve(path: str, scope: Scope, scope_of: Callable[[str], Scope | None]) -> Resolved:
    """Walk a dotted path.

    A segment below a reference is known if any of its targets has it. Takes time linear in the number of segments.

    Args:
        path: The path as written; case does not count.
        scope: The attributes of the entity type the path starts at.
        scope_of: Gives the attributes of an entity type by name, None for one the schema does not know.
    """
    exact = find(scope, path)
    if exact is not None:
        return Resolved(exact, exact.type, exact.is_list, None, ())
    scopes: Iterable[Scope] = (scope,)
    below_reference = is_list = False
    found: list[Attribute] = []
    for index, segment in enumerate(path.split(".")):
        if index:
            scopes, below_reference, is_open = _below(found, scope_of)
            if is_open and not (below_reference and fold_name(segment) in _OF_REFERENCES):
                return Resolved(None, Type.UNTYPED, is_list, None, ())
        found = [match for candidates in scopes if (match := find(candidates, segment)) is not None]
        if not found and below_reference and fold_name(segment) in _OF_REFERENCES:
            found = [_OF_REFERENCES[fold_name(segment)]]
        if not found:
            return Resolved(None, Type.UNTYPED, is_list, index, _names(scopes, below_reference))
        is_list = is_list or any(attribute.is_list for attribute in found)
    attribute = _unite(found)
    return Resolved(attribute, attribute.type if attribute else Type.UNTYPED, is_list, None, ())


def find(scope: Scope, name: str) -> Attribute | None:
    """The attribute of that name, the ``X_hr`` of a reference ``X`` included; None if there is none."""
    attribute = scope.get(name)
    if attribute is not None:
        return attribute
    folded = fold_name(name)
    attribute = scope.get(folded)
    if attribute is not None or not folded.endswith(_HUMAN_SUFFIX):
        return attribute
    reference = scope.get(folded[: -len(_HUMAN_SUFFIX)])
    if reference is None or reference.type is not Type.REFERENCE:
        return None
    return Attribute(
        reference.name + _HUMAN_SUFFIX,
        Type.TEXT,
        is_list=reference.is_list,
        description=f"Human-readable form of {reference.name}.",
    )


def _below(found: Iterable[Attribute], scope_of: Callable[[str], Scope | None]) -> tuple[Iterable[Scope], bool, bool]:
    """The scopes below some attributes, whether these are of a reference, and whether any name may stand there."""
    # By identity: several attributes lead to the same entity types, and mappings have no hash.
    scopes: dict[int, Scope] = {}
    below_reference = is_open = False
    for attribute in found:
        below: list[Scope] = []
        if attribute.type is Type.REFERENCE:
            below_reference = True
            below = [scope for target in attribute.targets if (scope := scope_of(target)) is not None]
            is_open = is_open or not below
        elif attribute.type is Type.OBJECT:
            below = [attribute.lookup] if attribute.lookup else []
            is_open = is_open or not below
        elif attribute.type in {Type.METADATA, Type.UNTYPED}:
            is_open = True
        scopes.update((id(scope), scope) for scope in below)
    return scopes.values(), below_reference, is_open


def _names(scopes: Iterable[Scope], below_reference: bool) -> tuple[str, ...]:
    """The names that a segment could have had, in the order of the schema."""
    names = {attribute.name: None for scope in scopes for attribute in scope.values()}
    if below_reference:
        names.update(dict.fromkeys(_OF_REFERENCES))
    return tuple(names)


def _unite(found: list[Attribute]) -> Attribute | None:
    """What attributes of several entity types have in common; None where they differ in type."""
    first = found[0]
    if all(other is first or other == first for other in found):
        return first
    if any(other.type is not first.type for other in found):
        return None
    arguments = first.arguments()
    arguments["is_list"] = any(other.is_list for other in found)
    arguments["codes"] = {name: code for other in found for name, code in other.codes.items()}
    for key in ("values", "settable", "targets"):
        arguments[key] = tuple(dict.fromkeys(item for other in found for item in getattr(other, key)))
    arguments["fields"] = tuple({field.name: field for other in found for field in other.fields.values()}.values())
    # What only some of them say holds for none in particular.
    for key, nothing in (("minimum", None), ("maximum", None), ("unit", ""), ("form", ""), ("description", "")):
        if any(getattr(other, key) != getattr(first, key) for other in found):
            arguments[key] = nothing
    return Attribute(**arguments)
