"""Find: what of the records is in scope, visible to the caller and matches the condition.

The condition is checked and evaluated by the project's own compiler and evaluator. A condition comes from outside: it
may be long but not endless, its patterns must not backtrack without end, and evaluating it has a time limit.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from accsyn.ast import And, Comparison, Expression, Literal, Operator, Or, Statement
from accsyn.compiler import CompiledQuery, compile  # noqa: A004 - the name of the interface
from accsyn.errors import QueryError, UnsupportedByEngine
from accsyn.query import Query, parse, parse_expression
from accsyn.visitor import walk
from accsyn.wire.codec import moment_out
from accsyn.workspace.clock import moment_of
from accsyn.workspace.guarding import guard, guard_backtracking
from accsyn.workspace.references import target_of
from accsyn.workspace.refusal import Refusal, unknown
from accsyn.workspace.roles import clean, covers, sees, visible
from accsyn.workspace.state import JOBS, SHARES, State, family, storage_kind
from accsyn.workspace.store import Record

ARCHIVED_AFTER = timedelta(days=14)
LONGEST_QUERY = 200_000
SECONDS = 20.0
_PIECE = 10_000
_OFTEN = 0.05
_ENDED = frozenset({"done", "aborted"})


def find(  # noqa: PLR0917 - what a find has, in the order of the wire
    state: State, user: Record, name: str, expression: str | None, options: Mapping[str, Any], entity_id: str | None
) -> list[Record]:
    """The records of an entity type.

    Args:
        state: The workspace.
        user: Who asks.
        name: The entity type.
        expression: The condition: an expression, or a whole query of the same type.
        options: parent, finished, inactive, archived, limit, skip, attributes, single_entity_query.
        entity_id: An id: then the entity is found in any state.

    Raises:
        Refusal: The condition or an option cannot be taken.
    """
    entity = state.entity_type(name)
    if entity_id is not None:
        found = by_id(state, user, name, entity_id)
        return [project(found[1], options.get("attributes"))] if found else []
    condition = read_expression(expression, entity.name)
    kind = storage_kind(entity.name)
    if kind == "acl" and condition is not None and options.get("recursive") is True:
        condition = with_beneath(state, condition)
    records = candidates(state, kind, condition, options.get("parent"))
    if entity.client_type is not None:
        records = [record for record in records if record.get("type") == entity.client_type]
    test = visible(state, user, kind)
    if test is not None:
        records = [record for record in records if test(record)]
    single = options.get("single_entity_query") is True
    found_records = _matching(state, kind, records, condition, options, first=user if single else None)
    if single and not found_records and kind in JOBS:
        found_records = _matching(state, kind, records, condition, {**options, "finished": True})
    skip, limit = _count(options, "skip") or 0, _count(options, "limit")
    page = found_records[skip:] if limit is None else found_records[skip : skip + limit]
    names = options.get("attributes")
    return [project(record, names) for record in page] if names else page


def _matching(
    state: State,
    kind: str,
    records: list[Record],
    condition: Expression | None,
    options: Mapping[str, Any],
    *,
    first: Record | None = None,
) -> list[Record]:
    if condition is not None and kind in JOBS and (options.get("finished") or options.get("archived")):
        # Most of all jobs are in scope: what the condition leaves over is sooner looked through.
        return in_scope(state, kind, evaluate(state, kind, condition, records), options)
    records = in_scope(state, kind, records, options)
    if first is not None and kind == "user":
        records = sorted(records, key=lambda record: record["id"] != first["id"])
    if condition is None:
        return records
    return evaluate(state, kind, condition, records)


def by_id(state: State, user: Record, name: str, ident: object) -> tuple[str, Record] | None:
    """Kind and record of an id, in any state, if the user sees it."""
    for kind in family(state.entity_type(name).name if name not in ("share", "job") else name):
        record = state.store.get(kind, ident)
        if record is not None and sees(state, user, kind, record):
            return kind, record
    return None


def require(state: State, user: Record, name: str, ident: object) -> tuple[str, Record]:
    """Kind and record of an id or a code, in any state.

    Raises:
        Refusal: There is none, or the user does not see it.
    """
    found = by_id(state, user, name, ident)
    if found is None:
        kinds = family(state.entity_type(name).name if name not in ("share", "job") else name)
        found = state.record(kinds, ident)
        if found is None or not sees(state, user, *found):
            raise unknown(name, ident)
    return found


def read_expression(text: str | None, name: str) -> Expression | None:
    """The tree of a condition as it comes over the wire.

    Raises:
        Refusal: It is none, or a query of another type.
    """
    if not text or not text.strip():
        return None
    if len(text) > LONGEST_QUERY:
        raise Refusal(f"the query has {len(text)} characters; {LONGEST_QUERY} are the limit")
    try:
        return parse_expression(text)
    except QueryError as error:
        said = error
    try:
        query = parse(text)
    except QueryError:
        raise Refusal(str(said)) from None
    if query.entity_type.lower() != name:
        raise Refusal(f"a query for {query.entity_type} was sent to {name}")
    return query.statement.condition


def candidates(state: State, kind: str, condition: Expression | None, parent: object) -> list[Record]:
    """The records that may match: by parent, by id or by code where the condition names one, else all."""
    if parent is not None:
        return state.store.children(kind, parent)
    for part in condition.operands if isinstance(condition, And) else (condition,):
        if not isinstance(part, Comparison) or part.operator is not Operator.EQUAL:
            continue
        value = part.value
        if type(value) is not Literal or "*" in value.text:
            continue
        if part.attribute.lower() == "id":
            found = state.store.get(kind, value.text.lower())
            return [] if found is None else [found]
        if part.attribute.lower() == "code" and kind in _UNIQUE:
            found = state.store.by_code(kind, value.text)
            return [] if found is None else [found]
    return state.store.all(kind)


def with_beneath(state: State, condition: Expression) -> Expression:
    """A condition on ACLs whose ``target=share:ID`` also holds for the shares beneath that share."""
    parts = list(condition.operands if isinstance(condition, And) else (condition,))
    for index, part in enumerate(parts):
        if not isinstance(part, Comparison) or part.attribute.lower() != "target" or type(part.value) is not Literal:
            continue
        share = state.record(SHARES, target_of(part.value.text))
        if share is not None and part.operator is Operator.EQUAL:
            found = [share[1]["id"], *(one["id"] for one in beneath(state, *share))]
            options = tuple(Comparison("target", Operator.EQUAL, Literal(f"share:{ident}")) for ident in found)
            parts[index] = Or(options) if len(options) > 1 else options[0]
    return And(tuple(parts)) if len(parts) > 1 else parts[0]


def beneath(state: State, kind: str, share: Record) -> list[Record]:
    """The folders and homes that lie below a share on its volume."""
    volume = share["id"] if kind == "volume" else share.get("parent")
    above = "/" if kind == "volume" else clean(str(share.get("path") or ""))
    return [
        one
        for name in ("folder", "home")
        for one in state.store.all(name)
        if one.get("parent") == volume and one["id"] != share["id"] and covers(above, clean(str(one.get("path") or "")))
    ]


_UNIQUE = frozenset({"user", "queue", "site", *SHARES})


def in_scope(state: State, kind: str, records: list[Record], options: Mapping[str, Any]) -> list[Record]:
    """Those of the records that the flags of a find ask for."""
    if kind in JOBS:
        if options.get("finished") and options.get("archived"):
            return records
        ended, old = _ENDED, state.clock.now() - ARCHIVED_AFTER
        if not (options.get("finished") or options.get("archived")):
            return [record for record in records if record["status"] not in ended]
        wanted, text = bool(options.get("archived")), moment_out(old)
        length = len(text)
        # Moments without a zone are in the order of their texts. Written out, since it is asked of every record.
        return [
            record
            for record in records
            if record["status"] not in ended
            or (
                end <= text
                if type(end := record.get("finished")) is str and len(end) == length
                else is_archived(end, old)
            )
            is wanted
        ]
    if options.get("inactive"):
        return records
    return [record for record in records if not record.get("inactive")]


def is_archived(finished: object, before: datetime) -> bool:
    """Whether what ended at a moment did so before another."""
    moment = moment_of(finished)
    return moment is not None and moment <= before


def compiled(state: State, kind: str, condition: Expression) -> CompiledQuery:
    """A condition, checked and ready to be evaluated.

    Raises:
        Refusal: It does not fit the schema, or one of its patterns is a danger.
    """
    patterns = [
        str(getattr(node.value, "text", ""))
        for node in walk(condition)
        if isinstance(node, Comparison) and node.operator in (Operator.MATCHES, Operator.NOT_MATCHES)
    ]
    for pattern in patterns:
        guard(pattern)
    try:
        query = compile(Query(Statement(kind, condition)), schema=state.schema, now=state.clock.now)
    except (QueryError, TypeError) as error:
        raise Refusal(str(error)) from None
    if not patterns:
        return query
    # RE2 needs linear time; where it is not installed or has nothing for a pattern, the number of steps has to do.
    with contextlib.suppress(ImportError, UnsupportedByEngine):
        return query.guarded()
    for pattern in patterns:
        guard_backtracking(pattern, state.store.longest_text)
    return query


def evaluate(state: State, kind: str, condition: Expression, records: list[Record]) -> list[Record]:
    """The records for which a condition holds.

    Raises:
        Refusal: The condition cannot be taken, or takes too long.
    """
    query = compiled(state, kind, condition)
    before = time.monotonic()
    deadline = before + SECONDS
    found: list[Record] = []
    start, size = 0, 1
    while start < len(records):
        found.extend(query.filter(records[start : start + size]))
        start += size
        now = time.monotonic()
        if now > deadline:
            raise Refusal("the query takes too long")
        # The clock is looked at often enough, however slow a record is.
        size = min(size * 2, _PIECE) if now - before < _OFTEN else max(size // 2, 1)
        before = now
    return found


def project(record: Record, names: object) -> Record:
    """The record, or those of its attributes that were asked for."""
    if not names:
        return record
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Refusal("attributes is a list of names")
    wanted = {name.lower() for name in names}
    return {name: value for name, value in record.items() if name.lower() in wanted}


def _count(options: Mapping[str, Any], name: str) -> int | None:
    value = options.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or value < 0:
        raise Refusal(f"{name} is a number that is not negative")
    return int(value)
