"""Whether a value suits its attribute, as the binder sees it; what does not is said in the binder's words."""

from __future__ import annotations

from typing import NamedTuple, NoReturn

from accsyn.ast import AttributePath, Comparison, Statement
from accsyn.binding.binder import bind
from accsyn.binding.bound import BoundQuery
from accsyn.binding.findings import Finding
from accsyn.binding.literals import Problem
from accsyn.schema.attributes import Attribute, Type
from accsyn.schema.model import EntityType, Schema

UNOWNED = "_"
"""The entity type of an attribute that belongs to none."""


class Described(NamedTuple):
    """What is known of an attribute.

    Attributes:
        path: Its path, with its entity type.
        type: Its type.
        is_list: Whether a record holds several values.
        values: The known values of an enum.
        form: How an id is written.
    """

    path: AttributePath
    type: Type
    is_list: bool
    values: tuple[str, ...]
    form: str


def check(described: Described, comparison: Comparison) -> None:
    """See to it that a comparison makes sense.

    Raises:
        QueryValidationError: It does not; with the place in its text, and a suggestion where there is one.
    """
    bound = _bind(described, comparison)
    if any(finding.is_error for finding in bound.findings):
        _raise(bound)


def refuse(described: Described, comparison: Comparison, problem: Problem) -> NoReturn:
    """Say what is wrong with the value of a comparison.

    Raises:
        QueryValidationError: Always.
    """
    _raise(_bind(described, comparison).with_findings([Finding("unusable_value", True, 0, 0, problem)]))


def _bind(described: Described, comparison: Comparison) -> BoundQuery:
    path = described.path
    attribute = Attribute(
        str(path), described.type, is_list=described.is_list, values=described.values, form=described.form
    )
    owner = path.owner or UNOWNED
    schema = Schema([EntityType(owner, [attribute])], name="the builder")
    return bind(Statement(path.owner or None, comparison), schema, strict=True, entity_type=owner)


def _raise(bound: BoundQuery) -> NoReturn:
    from accsyn.binding.report import describe, places_of
    from accsyn.errors import QueryValidationError

    raise QueryValidationError(describe(bound), places_of(bound.statement)[0])
