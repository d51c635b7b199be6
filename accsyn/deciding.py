"""What can be said of queries without any record: `simplify`, `equivalent`, `implies`.

All of it is about records that are what the schema says, as far as kinds go: an attribute that is one number holds one
number, or nothing. That an enum lists its values and a number has a range is no limit, since records may go beyond what
is documented: ``status IN (every documented value) OR status=null`` is not taken to hold always. Options of the find
(`Query.limit` and the like) do not count.

The work is linear in the size of the queries, and beyond that limited by `accsyn.logic.budget.MOST_STEPS`: what would
take more steps is not known. Lists of plain values, however long, are decided exactly.
"""

from __future__ import annotations

from datetime import datetime, timezone

from accsyn.ast import Expression, Statement, comparisons
from accsyn.binding.binder import utc_now
from accsyn.binding.bound import BoundQuery
from accsyn.binding.context import Context
from accsyn.logic.claims import claims_of
from accsyn.logic.decision import Decision, constant, decide
from accsyn.logic.simplify import never, simplify_once
from accsyn.query import Query, as_query
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.model import Schema
from accsyn.validation import refuse

_MOST_ROUNDS = 20


def simplify(query: str | Query | Expression, *, schema: Schema | None = None) -> Query:
    """A simpler query of the same meaning; what cannot be made simpler stays as it is.

    What is said twice, what follows from something beside it, what can never or must always hold goes; several ``=``
    of one attribute become an IN. A condition that never holds is written ``x=null AND x!=null``, whatever it was, so
    that it can be seen (``name<""`` becomes longer by that); one that always holds goes altogether. Of very many
    conditions on one attribute, not all are compared with each other.

    Args:
        query: A query, its text, or a condition on attributes of an entity class.
        schema: What to go by; the built-in schema if not given.

    Raises:
        QueryError: The text is no query, or the query does not fit the schema.
        ValueError: A condition does not say which entity type it is about.
    """
    query = as_query(query)
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
    verdict = constant(_bound(query, context))
    if verdict is None:
        return query
    return query.with_condition(None if verdict else never(next(comparisons(query.condition)).attribute))


def implies(
    first: str | Query | Expression, second: str | Query | Expression, *, schema: Schema | None = None
) -> bool | None:
    """Whether the second query finds everything that the first one finds.

    Args:
        first: A query, its text, or a condition on attributes of an entity class. Parameters may have no value: each is
            then the same unknown value in both.
        second: Another one.
        schema: What to go by; the built-in schema if not given.

    Returns:
        True or False where that is certain, None where it is not known. It is known for comparisons of attributes that
        have one value by the schema, but for MATCHES (`accsyn.logic.decision`), and where it takes no more than
        `accsyn.logic.budget.MOST_STEPS` steps.

    Raises:
        QueryError: A text is no query, or a query does not fit the schema.
        ValueError: A condition does not say which entity type it is about.
    """
    return decision(first, second, schema=schema).follows


def equivalent(
    first: str | Query | Expression, second: str | Query | Expression, *, schema: Schema | None = None
) -> bool | None:
    """Whether two queries find the same: each implies the other. Arguments and answers as for `implies`."""
    there = implies(first, second, schema=schema)
    if there is False:
        return False
    back = implies(second, first, schema=schema)
    return back if back is False else (True if there and back else None)


def decision(
    first: str | Query | Expression, second: str | Query | Expression, *, schema: Schema | None = None
) -> Decision:
    """What `implies` answers, with a record that shows it where the answer is False and the types are the same."""
    one, two = as_query(first), as_query(second)
    context = _context(schema)
    if not _is_same_type(one.statement, two.statement, context.schema):
        return Decision(False)
    return decide(_bound(one, context), _bound(two, context))


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
