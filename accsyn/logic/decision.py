"""Whether one condition follows from another: decided by the answers that the attributes can give.

Exact where the two are made of comparisons of attributes that have one value by the schema: text, ids and enums with
``= != IN CONTAINS < > <= >=`` and wildcards, numbers, booleans, timestamps. What else stands in them (MATCHES,
references, lists, untyped attributes, parameters) can be true or false at will, as far as is known: "it follows" is
right even so, and "it does not" is only said where none of these takes part.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from accsyn.ast import And, Comparison, Expression, Node
from accsyn.binding.bound import BoundComparison, BoundQuery
from accsyn.logic.claims import Claim, claims_of
from accsyn.logic.regions import Region, region_of
from accsyn.visitor import fold

MOST_STEPS = 400_000
"""Combinations of answers times nodes of the conditions: what is looked at before it is given up."""


class Decision(NamedTuple):
    """What was found.

    Attributes:
        follows: Whether it follows; None where that is not known.
        witness: Where it does not: a record for which the first condition holds and the second does not.
    """

    follows: bool | None
    witness: dict[str, Any] | None = None


class _Dimension(NamedTuple):
    """An attribute, and what can be answered about it."""

    path: str
    keys: tuple[Hashable, ...]
    region: Region


def decide(first: BoundQuery, second: BoundQuery) -> Decision:
    """Whether the second condition holds for every record for which the first one does.

    Args:
        first: A query without errors.
        second: Another one, bound against the same schema, with the same moments.
    """
    claims = {**claims_of(first), **claims_of(second)}
    bound = {id(each.comparison): each for each in (*first.comparisons, *second.comparisons)}
    dimensions = _dimensions(claims, bound)
    if dimensions is None:
        return Decision(None)
    size = len(claims) + 1
    for dimension in dimensions:
        size *= len(dimension.region.answers)
        if size > MOST_STEPS:
            return Decision(None)
    is_exact = all(dimension.region.is_exact for dimension in dimensions)
    keys = [key for dimension in dimensions for key in dimension.keys]
    for combination in product(*(dimension.region.answers.items() for dimension in dimensions)):
        answers = dict(zip(keys, (answer for each, _ in combination for answer in each), strict=True))
        if _holds(first, claims, answers) and not _holds(second, claims, answers):
            if not is_exact:
                return Decision(None)
            values = [value for _, value in combination]
            return Decision(False, _record(dimensions, values))
    return Decision(True)


def _dimensions(claims: Mapping[int, Claim], bound: Mapping[int, BoundComparison]) -> list[_Dimension] | None:
    groups: dict[Hashable, dict[Hashable, tuple[Claim, BoundComparison]]] = {}
    for identity, claim in claims.items():
        groups.setdefault(claim.path, {}).setdefault(claim.key, (claim, bound[identity]))
    shared = _shared(claims.values())
    dimensions: list[_Dimension] = []
    for group in groups.values():
        region = region_of([claim for claim, _ in group.values()], [each for _, each in group.values()])
        if region is None:
            return None
        path = next(iter(group.values()))[0].comparison.attribute
        if _root(path) in shared:
            # Not independent of another one: some combination of the two may never happen.
            region = region._replace(is_exact=False)
        dimensions.append(_Dimension(path, tuple(group), region))
    return dimensions


def _shared(claims: Sequence[Claim] | Any) -> set[str]:
    """The first names of paths under which several attributes lie."""
    paths: dict[str, Hashable] = {}
    shared: set[str] = set()
    for claim in claims:
        root = _root(claim.comparison.attribute)
        if paths.setdefault(root, claim.path) != claim.path:
            shared.add(root)
    return shared


def _root(path: str) -> str:
    return path.partition(".")[0].lower().removesuffix("_hr")


def _holds(query: BoundQuery, claims: Mapping[int, Claim], answers: Mapping[Hashable, bool]) -> bool:
    condition = query.statement.condition
    if condition is None:
        return True

    def combine(node: Node, parts: Sequence[bool]) -> bool:
        if isinstance(node, Comparison):
            claim = claims[id(node)]
            return answers[claim.key] is not claim.is_negative
        if not isinstance(node, Expression):
            return False
        return all(parts) if isinstance(node, And) else any(parts)

    return fold(condition, combine)


def _record(dimensions: Sequence[_Dimension], values: Sequence[object]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for path, value in _said(dimensions, values):
        place = record
        *above, last = path.split(".")
        for segment in above:
            place = place.setdefault(segment, {})
        place[last] = value
    return record


def _said(dimensions: Sequence[_Dimension], values: Sequence[object]) -> Iterator[tuple[str, object]]:
    for dimension, value in zip(dimensions, values, strict=True):
        if value is not None:
            yield dimension.path, value
