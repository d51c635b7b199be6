"""What can be said of queries without any record: `simplify`, `equivalent`, `implies`.

All of it is about records that are what the schema says: an attribute that is one number holds a number, or nothing.
The values of an enum and the range of a number are no limits, since records may go beyond what is documented. Options
of the find (`Query.limit` and the like) do not count.
"""

from __future__ import annotations

from datetime import datetime, timezone

from accsyn.ast import Statement, comparisons
from accsyn.binding.binder import utc_now
from accsyn.binding.bound import BoundQuery
from accsyn.binding.context import Context
from accsyn.logic.claims import claims_of
from accsyn.logic.decision import Decision, decide
from accsyn.logic.simplify import never, simplify_once
from accsyn.query import Query, parse
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.model import Schema
from accsyn.validation import refuse

_MOST_ROUNDS = 20


def simplify(query: str | Query, *, schema: Schema | None = None) -> Query:
    """A shorter query of the same meaning; what cannot be made shorter stays as it is.

    What is said twice, what follows from something beside it, what can never or must always hold goes; several ``=``
    of one attribute become an IN. A condition that never holds is written ``x=null AND x!=null``, one that always does
    goes altogether.

    Args:
        query: A query, or its text.
        schema: What to go by; the built-in schema if not given.

    Raises:
        QueryError: The text is no query, or the query does not fit the schema.
    """
    query = _query(query)
    context = _context(schema)
    for _ in range(_MOST_ROUNDS):
        condition = query.condition
        if condition is None:
            break
        simpler = simplify_once(condition, claims_of(_bound(query, context)))
        if simpler is condition:
            break
        if simpler is True:
            return query.with_condition(None)
        if simpler is False:
            return query.with_condition(never(next(comparisons(condition)).attribute))
        query = query.with_condition(simpler)
    return _constant(query, context)


def _constant(query: Query, context: Context) -> Query:
    """The query without a condition that is decided to hold always, or with a plain one if it never does."""
    if query.condition is None:
        return query
    bound = _bound(query, context)
    if decide(_bound(query.with_condition(None), context), bound).follows:
        return query.with_condition(None)
    nothing = query.with_condition(never(next(comparisons(query.condition)).attribute))
    return nothing if decide(bound, _bound(nothing, context)).follows else query


def implies(first: str | Query, second: str | Query, *, schema: Schema | None = None) -> bool | None:
    """Whether the second query finds everything that the first one finds.

    Args:
        first: A query, or its text. Parameters may have no value: each is then the same unknown value in both.
        second: Another one.
        schema: What to go by; the built-in schema if not given.

    Returns:
        True or False where that is certain, None where it is not known. It is known for comparisons of attributes that
        have one value by the schema, but for MATCHES; see `accsyn.logic.decision`.

    Raises:
        QueryError: A text is no query, or a query does not fit the schema.
    """
    return decision(first, second, schema=schema).follows


def equivalent(first: str | Query, second: str | Query, *, schema: Schema | None = None) -> bool | None:
    """Whether two queries find the same: each implies the other. Arguments and answers as for `implies`."""
    there = implies(first, second, schema=schema)
    if there is False:
        return False
    back = implies(second, first, schema=schema)
    return back if back is False else (True if there and back else None)


def decision(first: str | Query, second: str | Query, *, schema: Schema | None = None) -> Decision:
    """What `implies` answers, with a record that shows it where the answer is False and the types are the same."""
    one, two = _query(first), _query(second)
    context = _context(schema)
    if not _is_same_type(one.statement, two.statement, context.schema):
        return Decision(False)
    return decide(_bound(one, context), _bound(two, context))


def _query(query: str | Query) -> Query:
    if isinstance(query, str):
        return parse(query)
    if not isinstance(query, Query):
        raise TypeError(f"a query is a str or a Query, not {type(query).__name__}")
    return query


def _context(schema: Schema | None) -> Context:
    moment = utc_now()

    def clock() -> datetime:
        return moment

    return Context(builtin_schema() if schema is None else schema, False, clock, timezone.utc)


def _bound(query: Query, context: Context) -> BoundQuery:
    bound = context.bind(query.statement)
    if any(finding.is_error for finding in bound.findings):
        refuse(bound)
    return bound


def _is_same_type(one: Statement, two: Statement, schema: Schema) -> bool:
    first, second = one.entity_type or "", two.entity_type or ""
    known, other = schema.entity_type(first), schema.entity_type(second)
    return known is other and (known is not None or first.lower() == second.lower())
