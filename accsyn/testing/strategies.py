"""Hypothesis strategies: queries of a schema, records of an entity type, records that a query takes or leaves out.

They come with the extra ``testing``. A record that has to match is not drawn and thrown away until one does: it is
worked out from the query as `accsyn.testing.example` does, where a way through the query, values and further
attributes are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone, tzinfo

from accsyn.errors import ConfigurationError

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as error:
    raise ConfigurationError("accsyn.testing.strategies needs Hypothesis: pip install 'accsyn[testing]'") from error

from accsyn.compiler import CompiledQuery
from accsyn.compiler import compile as compile_query
from accsyn.query import Query
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.model import EntityType, Schema
from accsyn.testing.demands import Demand, Place, Record
from accsyn.testing.examples import Solver, refuse, search_bound
from accsyn.testing.query_strategies import queries_of
from accsyn.testing.record_strategies import fitting_values, records_of
from accsyn.text import fold

__all__ = ["failing", "matching", "queries", "records"]


def queries(schema: Schema | None = None, entity_type: str | None = None) -> st.SearchStrategy[Query]:
    """Queries that compile: every operator, values of the attributes' types, AND and OR to some depth.

    Args:
        schema: Whose names and types; the built-in ones if not given.
        entity_type: The entity type of every query; any of the schema if not given.

    Raises:
        ValueError: The schema has no such entity type, or none at all.
    """
    chosen = builtin_schema() if schema is None else schema
    names = list(chosen.entity_types) if entity_type is None else [_entity(chosen, entity_type).name]
    if not names:
        raise ValueError("the schema has no entity type")
    return st.one_of([_deferred(_entity(chosen, name)) for name in names])


def records(schema: Schema | None = None, entity_type: str = "transfer") -> st.SearchStrategy[Record]:
    """Records as the schema describes them: any attribute may be there, be null, or be missing.

    Args:
        schema: Whose names and types; the built-in ones if not given.
        entity_type: The entity type.

    Raises:
        ValueError: The schema has no such entity type.
    """
    return records_of(_entity(builtin_schema() if schema is None else schema, entity_type))


def matching(
    query: str | Query | CompiledQuery,
    *,
    schema: Schema | None = None,
    params: Mapping[str, object] | None = None,
    now: datetime | None = None,
    tz: tzinfo = timezone.utc,
) -> st.SearchStrategy[Record]:
    """Records that match a query; the evaluator has judged each.

    Args:
        query: Text, a query made in code, or a compiled one.
        schema: As for `accsyn.compile`, and so are the other arguments; only for a query that is not compiled yet.
        params: Values for the parameters.
        now: What relative times count from.
        tz: Whose days count.

    Raises:
        QueryError: The query does not compile.
        NoExampleError: No record matches, or none was found.
    """
    if not isinstance(query, CompiledQuery):
        query = compile_query(query, schema=schema, params=params, now=now, tz=tz)
    return _records_for(query, True)


def failing(
    query: str | Query | CompiledQuery,
    *,
    schema: Schema | None = None,
    params: Mapping[str, object] | None = None,
    now: datetime | None = None,
    tz: tzinfo = timezone.utc,
) -> st.SearchStrategy[Record]:
    """Records that do not match a query; as `matching` otherwise."""
    if not isinstance(query, CompiledQuery):
        query = compile_query(query, schema=schema, params=params, now=now, tz=tz)
    return _records_for(query, False)


def _deferred(entity_type: EntityType) -> st.SearchStrategy[Query]:
    """The queries of an entity type; made when they are first drawn from, and kept."""
    return st.deferred(lambda: queries_of(entity_type))


def _entity(schema: Schema, name: str) -> EntityType:
    found = schema.entity_type(name)
    if found is None:
        raise ValueError(f"the schema has no entity type {name!r}")
    return found


def _records_for(query: CompiledQuery, wanted: bool) -> st.SearchStrategy[Record]:
    found = search_bound(query.bound, wanted, enough=1)
    if found.record is None:
        refuse(query, wanted, found.is_impossible)
    entity_type = query.bound.entity_type
    others = st.just({}) if entity_type is None else records_of(entity_type)
    return _drawn(query, wanted, found.record, others)


@st.composite
def _drawn(
    draw: st.DrawFn, query: CompiledQuery, wanted: bool, sure: Record, others: st.SearchStrategy[Record]
) -> Record:
    """A record with everything drawn that may be; `sure` where what was drawn leads to none."""

    def order(count: int) -> Sequence[int]:
        first = draw(st.integers(0, count - 1))
        return [*range(first, count), *range(first)]

    def more(place: Place, demands: Sequence[Demand]) -> list[object]:
        return fitting_values(draw, place, demands)

    solver = Solver(query.bound, wanted, order=order, more=more)
    record = next(solver.records(), sure)
    taken = {_group(item.comparison.attribute) for item in query.bound.comparisons}
    more_keys = {key: value for key, value in draw(others).items() if _group(key) not in taken}
    whole = {**more_keys, **record}
    return whole if query.matches(whole) is wanted else record


def _group(path: str) -> str:
    return fold(path.partition(".")[0]).removesuffix("_hr")
