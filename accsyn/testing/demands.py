"""One comparison of a query, where its attribute stands in a record, and what is wanted of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, NamedTuple

from accsyn.ast import Statement
from accsyn.binding.bound import BoundComparison, BoundQuery
from accsyn.evaluation.interpreter import Predicate
from accsyn.schema.model import Attribute, EntityType, Type
from accsyn.text import fold

Record = dict[str, Any]
Keys = tuple[str, ...]

DEEPEST = 40
"""Segments of a path that become dictionaries in dictionaries; a longer path is one key with dots in it."""

_PARTS = frozenset({"id", "code"})
_HUMAN = "_hr"


class Place(NamedTuple):
    """Where the values of an attribute stand in a record.

    Attributes:
        keys: The keys that lead there.
        group: Equal for places that may get into each other's way: those below one key of the record, ``X_hr`` and
            ``X`` among them.
        key: Equal for paths that mean the same place.
        type: The attribute's type.
        is_list: Whether the schema says that there are several values.
        is_open: Whether the schema says nothing of the values: then a record may hold a list.
        attribute: What the schema says of it; None where it says nothing.
        part: ``id`` or ``code`` where that of a reference is meant; else empty.
        targets: The entity types that a reference may point to.
    """

    keys: Keys
    group: str
    key: Hashable
    type: Type
    is_list: bool
    is_open: bool
    attribute: Attribute | None
    part: str
    targets: tuple[str, ...]


class Demand(NamedTuple):
    """A comparison and whether it has to hold.

    Attributes:
        number: Its number in the query, in the order of the text.
        bound: The comparison.
        wanted: Whether it has to hold.
        place: Where its values stand.
        holds: Whether it holds for a record: the evaluator's answer.
    """

    number: int
    bound: BoundComparison
    wanted: bool
    place: Place
    holds: Callable[[Mapping[str, Any]], bool]

    @property
    def is_positive(self) -> bool:
        """Whether some value has to be there of which the positive operator holds."""
        return self.wanted is not self.bound.comparison.operator.is_negative

    def is_met(self, record: Mapping[str, Any]) -> bool:
        """Whether a record gives what is wanted."""
        return self.holds(record) is self.wanted


class Demands:
    """What can be wanted of the comparisons of a query; each is prepared when it is first asked for.

    Args:
        bound: The query, without errors and with the values of its parameters.
    """

    def __init__(self, bound: BoundQuery) -> None:
        self.bound = bound
        self._made: dict[tuple[int, bool], Demand] = {}

    def get(self, number: int, wanted: bool) -> Demand:
        """The demand that a comparison holds, or does not hold."""
        demand = self._made.get((number, wanted))
        if demand is None:
            other = self._made.get((number, not wanted))
            demand = self._make(number, wanted) if other is None else other._replace(wanted=wanted)
            self._made[number, wanted] = demand
        return demand

    def _make(self, number: int, wanted: bool) -> Demand:
        query, bound = self.bound, self.bound.comparisons[number]
        statement = Statement(query.statement.entity_type, bound.comparison)
        alone = BoundQuery(statement, query.schema, query.entity_type, (bound,))
        return Demand(number, bound, wanted, place_of(bound, query.entity_type), Predicate(alone).matches)


def place_of(bound: BoundComparison, entity_type: EntityType | None) -> Place:
    """Where the values of a comparison's attribute stand."""
    path, resolved = bound.comparison.attribute, bound.resolved
    is_known = resolved.attribute is not None and resolved.unknown_segment is None
    keys = tuple(path.split("."))
    if len(keys) > DEEPEST:
        keys = (path,)
    first = None if entity_type is None else entity_type.attribute(keys[0])
    if first is not None:
        keys = (first.name, *keys[1:])
    return Place(
        keys,
        fold(path.partition(".")[0]).removesuffix(_HUMAN),
        fold(path) if is_known else (path,),
        resolved.type,
        resolved.is_list,
        not is_known or resolved.type in {Type.METADATA, Type.UNTYPED},
        resolved.attribute,
        _part(path, entity_type) if len(keys) > 1 else "",
        () if resolved.attribute is None else resolved.attribute.targets,
    )


def _part(path: str, entity_type: EntityType | None) -> str:
    above, _, last = path.rpartition(".")
    part = fold(last)
    if entity_type is None or part not in _PARTS:
        return ""
    return part if entity_type.resolve(above).type is Type.REFERENCE else ""


def human(keys: Keys) -> Keys:
    """Where the form for people of a reference stands: ``X_hr`` beside ``X``."""
    return (*keys[:-1], keys[-1] + _HUMAN)
