"""A record that matches a query, or one that does not: worked out from the query, and judged by the evaluator.

A way for the condition to come out as wanted is chosen (`branches`); the comparisons of each attribute are met together
(`fragments`); what comes out is asked of the evaluator, so that no record given here is wrong. That there is none is
said only where it is known: where the logic checks know it of the whole condition, or of every way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timezone, tzinfo
from typing import NamedTuple, NoReturn

from accsyn.ast import And, Comparison, Expression, Statement
from accsyn.binding.bound import BoundComparison, BoundQuery
from accsyn.compiler import CompiledQuery
from accsyn.compiler import compile as compile_query
from accsyn.errors import AccsynError
from accsyn.evaluation.interpreter import Predicate
from accsyn.logic.claims import claims_of
from accsyn.logic.reasoning import Reasoning
from accsyn.query import Query
from accsyn.schema.model import Schema
from accsyn.testing.branches import Branches, Order, Wish, in_order
from accsyn.testing.demands import Demand, Demands, Record
from accsyn.testing.fragments import Fragment, More, build, is_complete, no_more, solve
from accsyn.testing.refuting import is_refuted

MOST_WAYS = 400
"""Ways of a condition that are tried."""

MOST_FAILURES = 24
"""Attributes whose demands could not be met, over all ways: each cost a whole search."""

ENOUGH = 8
"""Records among which the smallest is chosen."""


class Search(NamedTuple):
    """What a search for a record found.

    Attributes:
        record: The record; None where none was found.
        is_impossible: Whether it is known that there is none, as far as records are what the schema says. Where this
            is false and there is no record, nobody knows.
    """

    record: Record | None
    is_impossible: bool = False


class NoExampleError(AccsynError, ValueError):
    """No record was found that a query takes, or leaves out.

    Args:
        query: The canonical text of the query.
        wanted: Whether the record should have matched.
        is_impossible: Whether it is known that there is none.
    """

    def __init__(self, query: str, wanted: bool, is_impossible: bool) -> None:
        self.query = query
        self.wanted = wanted
        self.is_impossible = is_impossible
        what = "matches" if wanted else "fails"
        said = f"no record {what}" if is_impossible else f"could not find a record that {what}"
        super().__init__(f"{said}: {query}")

    def __reduce__(self) -> tuple[type[NoExampleError], tuple[str, bool, bool]]:
        return type(self), (self.query, self.wanted, self.is_impossible)


def example(
    query: str | Query | CompiledQuery,
    *,
    schema: Schema | None = None,
    params: Mapping[str, object] | None = None,
    now: datetime | Callable[[], datetime] | None = None,
    tz: tzinfo = timezone.utc,
) -> Record | None:
    """A smallest record that matches a query.

    It has the fewest attributes that decide, each with a value rather than missing where a value does.

    Args:
        query: Text, a query made in code, or a compiled one.
        schema: As for `accsyn.compile`, and so are the other arguments; only for a query that is not compiled yet.
        params: Values for the parameters.
        now: What relative times count from.
        tz: Whose days count.

    Returns:
        The record; None where there is none or none was found. `search` tells the two apart.

    Raises:
        QueryError: The query does not compile.
    """
    return search(query, schema=schema, params=params, now=now, tz=tz).record


def counterexample(
    query: str | Query | CompiledQuery,
    *,
    schema: Schema | None = None,
    params: Mapping[str, object] | None = None,
    now: datetime | Callable[[], datetime] | None = None,
    tz: tzinfo = timezone.utc,
) -> Record | None:
    """A smallest record that does not match a query; as `example` otherwise."""
    return search(query, matching=False, schema=schema, params=params, now=now, tz=tz).record


def search(
    query: str | Query | CompiledQuery,
    *,
    matching: bool = True,
    schema: Schema | None = None,
    params: Mapping[str, object] | None = None,
    now: datetime | Callable[[], datetime] | None = None,
    tz: tzinfo = timezone.utc,
) -> Search:
    """A smallest record that matches a query, or does not; and if there is none, whether that is certain.

    Args:
        query: As for `example`, and so are the other arguments.
        matching: Whether the record has to match.
        schema: As for `example`.
        params: As for `example`.
        now: As for `example`.
        tz: As for `example`.

    Raises:
        QueryError: The query does not compile.
    """
    if not isinstance(query, CompiledQuery):
        query = compile_query(query, schema=schema, params=params, now=now, tz=tz)
    return search_bound(query.bound, matching)


def refuse(query: CompiledQuery, matching: bool, is_impossible: bool) -> NoReturn:
    """Say that there is no record, or that none was found.

    Raises:
        NoExampleError: Always.
    """
    raise NoExampleError(str(query), matching, is_impossible)


def search_bound(bound: BoundQuery, wanted: bool = True, *, enough: int = ENOUGH) -> Search:
    """As `search`, for a query that is bound.

    Args:
        bound: The query.
        wanted: Whether the record has to match.
        enough: Records among which the smallest is chosen.

    Raises:
        ValueError: Binding found an error in the query.
        TypeError: A parameter has no value.
    """
    found: list[Record] = []
    solver = Solver(bound, wanted)
    for record in solver.records():
        found.append(record)
        if len(found) == enough:
            break
    if found:
        return Search(min(found, key=_size))
    return Search(None, solver.is_impossible)


def _size(record: Record) -> tuple[bool, int, int]:
    # Nearly everything fails for the empty record: one that shows a value says more.
    return not record, len(record), len(json.dumps(record, default=str))


class Solver:
    """Looks for records for which a query comes out as wanted.

    Args:
        bound: The query.
        wanted: Whether it has to hold.
        order: In which order alternatives are tried.
        more: Values to try before those that are worked out.

    Attributes:
        is_impossible: Once `records` has come to its end without a record: whether it is known that there is none.

    Raises:
        ValueError: Binding found an error in the query.
        TypeError: A parameter has no value.
    """

    def __init__(self, bound: BoundQuery, wanted: bool, *, order: Order = in_order, more: More = no_more) -> None:
        self.is_impossible = False
        self._bound = bound
        self._wanted = wanted
        self._order = order
        self._more = more
        self._matches = Predicate(bound).matches
        self._demands = Demands(bound)
        self._solved: dict[frozenset[Wish], Fragment | None] = {}

    def records(self) -> Iterator[Record]:
        """Records, one for each way that leads to one."""
        condition = self._bound.statement.condition
        if condition is None:
            self.is_impossible = not self._wanted
            return iter([{}] if self._wanted else [])
        if Reasoning(condition, claims_of(self._bound)).verdict is (not self._wanted):
            self.is_impossible = True
            return iter(())
        return self._search(condition)

    def _search(self, condition: Expression) -> Iterator[Record]:
        branches = Branches(condition, self._wanted, self._order)
        is_known, failures = True, 0
        for count, way in enumerate(branches.ways()):
            if count == MOST_WAYS or failures == MOST_FAILURES:
                return
            groups: dict[str, list[Demand]] = {}
            for wish in way:
                demand = self._demands.get(*wish)
                groups.setdefault(demand.place.group, []).append(demand)
            fragments = []
            for demands in groups.values():
                fragment = self._solve(demands)
                if fragment is None:
                    branches.rule_out([(demand.number, demand.wanted) for demand in demands])
                    failures += 1
                    is_known = is_known and self._is_refuted(demands)
                    break
                fragments.append(fragment)
            else:
                record = build(fragments)
                if record is not None and self._matches(record) is self._wanted:
                    yield record
                else:
                    is_known = False
        self.is_impossible = is_known and branches.is_complete

    def _solve(self, demands: Sequence[Demand]) -> Fragment | None:
        key = frozenset((demand.number, demand.wanted) for demand in demands)
        if key not in self._solved:
            self._solved[key] = solve(demands, self._more)
        return self._solved[key]

    def _is_refuted(self, demands: Sequence[Demand]) -> bool:
        """Whether it is known that no record meets all demands on one attribute."""
        comparisons: list[BoundComparison] = []
        for demand in demands:
            bound, operator = demand.bound, demand.bound.comparison.operator
            if not bound.operands and demand.is_positive:
                return True  # none of no values
            complement = operator if demand.wanted else operator.complement
            if complement is not None:
                written = Comparison(bound.comparison.attribute, complement, bound.comparison.value)
                comparisons.append(BoundComparison(written, bound.resolved, bound.operands))
        if is_complete(demands) or is_refuted(demands):
            return True
        if len(comparisons) < 2:
            return False
        both = And(tuple(item.comparison for item in comparisons))
        query = self._bound
        statement = Statement(query.statement.entity_type, both)
        claims = claims_of(BoundQuery(statement, query.schema, query.entity_type, tuple(comparisons)))
        return Reasoning(both, claims).verdict is False
