"""The stages in one: text or query in, checked query out.

``parse -> parameters -> bind -> normal form -> text``; what is odd is put into words only when somebody reads
`CompiledQuery.diagnostics`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timezone, tzinfo
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from accsyn.ast import Statement
from accsyn.binding.binder import bind, utc_now
from accsyn.binding.bound import BoundQuery
from accsyn.binding.findings import Finding
from accsyn.grammar.parser import MAX_LENGTH, parse_statement
from accsyn.parameters import bind_parameters, unbound
from accsyn.query import Query
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.model import Schema
from accsyn.wire.expression import NormalForm, normalise, write

if TYPE_CHECKING:
    from accsyn.diagnostics import Diagnostic
    from accsyn.evaluation.explain import Explanation
    from accsyn.evaluation.interpreter import Predicate

Record = TypeVar("Record", bound=Mapping[str, Any])
Clock = Callable[[], datetime]


class CompiledQuery:
    """A query that has been checked: it can be sent, and tried on records.

    Made by `compile`. ``str(compiled)`` is the canonical text.
    """

    __slots__ = ("_bound", "_diagnostics", "_expression", "_normal", "_predicate", "_query")

    def __init__(self, query: Query, bound: BoundQuery, normal: NormalForm, expression: str | None) -> None:
        self._query = query
        self._bound = bound
        self._normal = normal
        self._expression = expression
        self._diagnostics: tuple[Diagnostic, ...] | None = None
        self._predicate: Predicate | None = None

    @property
    def query(self) -> Query:
        """The query, its parameters bound."""
        return self._query

    @property
    def bound(self) -> BoundQuery:
        """The query bound against the schema: types and typed values."""
        return self._bound

    @property
    def entity_type(self) -> str:
        """The entity type as it goes to the server, in lower case; a deprecated name stays."""
        return self._normal.statement.entity_type or ""

    @property
    def expression(self) -> str | None:
        """The condition as it goes to the server; None where every record is asked for."""
        return self._expression

    @property
    def never_matches(self) -> bool:
        """Whether no record can match, since a list that was bound is empty: there is nothing to ask the server."""
        return self._normal.never

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The warnings, in the order of their places. Worked out when first read."""
        if self._diagnostics is None:
            from accsyn.checking import warnings

            self._diagnostics = warnings(self._bound, self._normal, self._expression)
        return self._diagnostics

    def matches(self, record: Mapping[str, Any]) -> bool:
        """Whether the condition holds for a record, a dict as the API returns it. The entity type is not looked at."""
        return self._evaluator().matches(record)

    def filter(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records for which the condition holds, one after the other."""
        return self._evaluator().filter(records)

    def explain(self, record: Mapping[str, Any]) -> Explanation:
        """Why the condition holds or does not hold for a record, comparison by comparison."""
        from accsyn.evaluation.explain import explain

        return explain(self._bound, record)

    def __reduce__(self) -> tuple[type[CompiledQuery], tuple[Query, BoundQuery, NormalForm, str | None]]:
        # The prepared predicate is made of functions and stays behind.
        return CompiledQuery, (self._query, self._bound, self._normal, self._expression)

    def _evaluator(self) -> Predicate:
        if self._predicate is None:
            from accsyn.evaluation.interpreter import Predicate

            self._predicate = Predicate(self._bound)
        return self._predicate

    def __str__(self) -> str:
        return str(self._query)

    def __repr__(self) -> str:
        return f"CompiledQuery({str(self)!r}, expression={self._expression!r})"


def compile(  # noqa: A001 - the name of the interface
    query: str | Query,
    *,
    schema: Schema | None = None,
    params: Mapping[str, object] | None = None,
    strict: bool = False,
    now: datetime | Clock | None = None,
    tz: tzinfo = timezone.utc,
    max_length: int | None = MAX_LENGTH,
) -> CompiledQuery:
    """Check a query and make it ready to be sent and to be tried.

    Args:
        query: Text, or a query made in code.
        schema: What names and types to go by; `builtin_schema` if not given.
        params: Values for the parameters, by name without the colon.
        strict: Whether names, enum values and ids that the schema does not know are errors.
        now: What ``now``, ``-7d`` and the like count from: an aware datetime, or a function that returns one. The
            clock of the machine if not given.
        tz: The time zone whose days ``today`` and ``2026-01-22`` are.
        max_length: How many characters a text may have; None for no limit.

    Returns:
        The compiled query.

    Raises:
        QuerySyntaxError: The text is no query.
        QueryValidationError: The query does not fit the schema, or a parameter has no value; every finding is in its
            ``diagnostics``.
        TypeError: `query` is neither text nor query, a value is of a type that cannot be bound, or another argument
            is of a wrong type.
    """
    statement = _statement(query, max_length)
    bound = _bind(statement, schema, params, strict, now=now, tz=tz, needs_values=True)
    if any(finding.is_error for finding in bound.findings):
        _raise(bound)
    normal = normalise(bound)
    if any(note.refused for note in normal.notes):
        _raise(bound)
    return CompiledQuery(Query(bound.statement), bound, normal, write(normal.statement))


def check(
    query: str | Query,
    *,
    schema: Schema | None = None,
    params: Mapping[str, object] | None = None,
    strict: bool = False,
    now: datetime | Clock | None = None,
    tz: tzinfo = timezone.utc,
    max_length: int | None = MAX_LENGTH,
) -> list[Diagnostic]:
    """Everything there is to say about a query: errors and warnings, in the order of their places.

    Args:
        query: Text, or a query made in code.
        schema: As for `compile`.
        params: As for `compile`; parameters without a value are fine here.
        strict: As for `compile`.
        now: As for `compile`.
        tz: As for `compile`.
        max_length: As for `compile`.

    Returns:
        The diagnostics; empty for a query without fault. A query that is wrong raises nothing.

    Raises:
        TypeError: As for `compile`.
    """
    from accsyn.checking import check_bound
    from accsyn.errors import QuerySyntaxError

    try:
        statement = _statement(query, max_length)
    except QuerySyntaxError as error:
        return list(error.diagnostics)
    return list(check_bound(_bind(statement, schema, params, strict, now=now, tz=tz, needs_values=False)))


def _statement(query: str | Query, max_length: int | None) -> Statement:
    if isinstance(query, str):
        return parse_statement(query, "query", max_length=max_length)
    if isinstance(query, Query):
        return query.statement
    raise TypeError(f"a query is a str or a Query, not {type(query).__name__}")


def _bind(
    statement: Statement,
    schema: Schema | None,
    params: Mapping[str, object] | None,
    strict: bool,
    *,
    now: datetime | Clock | None,
    tz: tzinfo,
    needs_values: bool,
) -> BoundQuery:
    if schema is None:
        schema = builtin_schema()
    elif not isinstance(schema, Schema):
        raise TypeError(f"schema is a Schema, not {type(schema).__name__}; load_schema() reads one from a file")
    if not isinstance(tz, tzinfo):
        raise TypeError(f"tz is a tzinfo such as zoneinfo.ZoneInfo('Europe/Stockholm'), not {type(tz).__name__}")
    findings: list[Finding] = []
    if params is not None:
        statement, findings = bind_parameters(statement, params)
    bound = bind(statement, schema, strict=strict, now=_clock(now), tz=tz)
    if needs_values and bound.has_parameters:
        missing = [
            Finding("missing_parameter", True, comparison, item, name) for comparison, item, name in unbound(statement)
        ]
        findings += missing
    return bound.with_findings(findings) if findings else bound


def _clock(now: datetime | Clock | None) -> Clock:
    if now is None:
        return utc_now
    if isinstance(now, datetime):
        fixed = now
        return lambda: fixed
    if not callable(now):
        raise TypeError(f"now is a datetime or a function that returns one, not {type(now).__name__}")
    return _checked(now)


def _checked(clock: Clock) -> Clock:
    """A clock that says so where it returns something else than a datetime."""

    def ask() -> datetime:
        moment = clock()
        if not isinstance(moment, datetime):
            raise TypeError(f"the function given as now returned no datetime, but {type(moment).__name__}")
        return moment

    return ask


def _raise(bound: BoundQuery) -> NoReturn:
    from accsyn.binding.report import places_of
    from accsyn.checking import check_bound
    from accsyn.errors import QueryValidationError

    raise QueryValidationError(check_bound(bound), places_of(bound.statement)[0])
