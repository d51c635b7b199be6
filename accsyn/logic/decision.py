"""Whether one condition follows from another: decided by the answers that the attributes can give.

Exact where the two are made of comparisons of attributes that have one value by the schema: text, ids and enums with
``= != IN CONTAINS < > <= >=`` and wildcards, numbers, booleans, timestamps. What else stands in them (MATCHES,
references, lists, untyped attributes, parameters) can be true or false at will, as far as is known: "it follows" is
right even so, and "it does not" is only said where none of these takes part. What takes more steps than the budget has
(`accsyn.logic.budget`) is not known either.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import chain, product
from typing import Any, NamedTuple

from accsyn.ast import And, Comparison, Junction
from accsyn.binding.bound import BoundComparison, BoundQuery
from accsyn.logic.budget import Budget
from accsyn.logic.claims import Claim, claims_of
from accsyn.logic.regions import Answers, Region, region_of
from accsyn.visitor import walk


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
    space = _space((first, second))
    if space is None:
        return Decision(None)
    one, two = space.programs
    for combination, answers in space.combinations():
        if _holds(one, answers) and not _holds(two, answers):
            if not all(dimension.region.is_exact for dimension in space.dimensions):
                return Decision(None)
            return Decision(False, _record(space.dimensions, [value for _, value in combination]))
    return Decision(True)


def constant(query: BoundQuery) -> bool | None:
    """True for a condition that always holds, False for one that never does; None for others, and if it is not known.

    Args:
        query: A query without errors.
    """
    space = _space((query,))
    if space is None:
        return None
    found: bool | None = None
    for _, answers in space.combinations():
        holds = _holds(space.programs[0], answers)
        if found is not None and holds is not found:
            return None
        found = holds
    return found


_Step = tuple[bool, int]
"""Of a comparison: its sign, and which answer it is. Of a junction: whether it is an AND, and ``~`` of its operands."""


class _Space(NamedTuple):
    """All that can be answered about the attributes of some queries, and how their conditions go by it."""

    dimensions: list[_Dimension]
    programs: list[list[_Step]]

    def combinations(self) -> Iterator[tuple[Sequence[tuple[Answers, object]], Answers]]:
        """Each combination of the attributes' answers, with its values; and all of its answers in a row."""
        for combination in product(*(dimension.region.answers.items() for dimension in self.dimensions)):
            yield combination, tuple(chain.from_iterable(answers for answers, _ in combination))


def _space(queries: Sequence[BoundQuery]) -> _Space | None:
    """None where it is too large."""
    budget = Budget()
    claims: dict[int, Claim] = {}
    bound: dict[int, BoundComparison] = {}
    for query in queries:
        claims.update(claims_of(query))
        bound.update((id(each.comparison), each) for each in query.comparisons)
    dimensions = _dimensions(claims, bound, budget)
    if dimensions is None:
        return None
    size = len(claims) + len(queries)
    for dimension in dimensions:
        size *= len(dimension.region.answers)
        if size > budget.left:
            return None
    places = {key: place for place, key in enumerate(key for dimension in dimensions for key in dimension.keys)}
    return _Space(dimensions, [_program(query, claims, places) for query in queries])


def _dimensions(
    claims: Mapping[int, Claim], bound: Mapping[int, BoundComparison], budget: Budget
) -> list[_Dimension] | None:
    groups: dict[Hashable, dict[Hashable, tuple[Claim, BoundComparison]]] = {}
    for identity, claim in claims.items():
        groups.setdefault(claim.path, {}).setdefault(claim.key, (claim, bound[identity]))
    shared = _shared(claims.values())
    dimensions: list[_Dimension] = []
    for group in groups.values():
        region = region_of([claim for claim, _ in group.values()], [each for _, each in group.values()], budget)
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


def _program(query: BoundQuery, claims: Mapping[int, Claim], places: Mapping[Hashable, int]) -> list[_Step]:
    """A condition as steps, operands before what joins them; empty for no condition."""
    steps: list[_Step] = []
    if query.statement.condition is not None:
        # Parents first, and then turned around. What stands in which order among its siblings makes no difference.
        for node in walk(query.statement.condition):
            if isinstance(node, Comparison):
                claim = claims[id(node)]
                steps.append((not claim.is_negative, places[claim.key]))
            elif isinstance(node, Junction):
                steps.append((isinstance(node, And), ~len(node.operands)))
    steps.reverse()
    return steps


def _holds(program: Sequence[_Step], answers: Answers) -> bool:
    done: list[bool] = []
    for sign, number in program:
        if number >= 0:
            done.append(answers[number] is sign)
        else:
            start = len(done) + 1 + number  # `1 + ~n` is `-n`
            parts = done[start:]
            del done[start:]
            done.append(all(parts) if sign else any(parts))
    return done.pop() if done else True


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
