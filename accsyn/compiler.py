"""The stages in one: text or query in, checked query out.

``parse -> parameters -> bind -> normal form -> text``; what is odd is put into words only when somebody reads
`CompiledQuery.diagnostics`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timezone, tzinfo
from typing import TYPE_CHECKING, Any, TypeVar, overload

from accsyn.ast import Expression, Statement
from accsyn.binding.binder import utc_now
from accsyn.binding.bound import BoundQuery
from accsyn.binding.context import Context
from accsyn.binding.findings import Finding
from accsyn.grammar.parser import MAX_LENGTH
from accsyn.parameters import require_mapping
from accsyn.query import Query, as_query, plan_of
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.model import Schema
from accsyn.text import lower_keeping_meaning
from accsyn.validation import bind_or_raise, refuse
from accsyn.wire.emit import emit
from accsyn.wire.expression import NormalForm, normalise, write

if TYPE_CHECKING:
    from accsyn.diagnostics import Diagnostic
    from accsyn.evaluation.explain import Explanation
    from accsyn.evaluation.objects import Accessor
    from accsyn.evaluation.predicate import GeneratedPredicate

Record = TypeVar("Record", bound=Mapping[str, Any])
Object = TypeVar("Object")
Clock = Callable[[], datetime]


class CompiledQuery:
    """A query that has been checked: it can be sent, and tried on records.

    Made by `compile`. ``str(compiled)`` is the canonical text. Only what goes to the server is made at once; the query
    is bound, to the same end, when somebody asks for more.

    Args:
        statement: The tree, its parameters bound.
        expression: The text of the condition as it goes to the server.
        bound: The bound query, or what it is to be bound against.
        normal: The normal form, where there is one already.
    """

    __slots__ = ("_bound", "_diagnostics", "_expression", "_normal", "_predicate", "_query", "_statement")

    def __init__(
        self,
        statement: Statement,
        expression: str | None,
        bound: BoundQuery | Context,
        normal: NormalForm | None = None,
    ) -> None:
        self._statement = statement
        self._expression = expression
        self._bound = bound
        self._normal = normal
        self._query: Query | None = None
        self._diagnostics: tuple[Diagnostic, ...] | None = None
        self._predicate: GeneratedPredicate | None = None

    @property
    def query(self) -> Query:
        """The query, its parameters bound."""
        if self._query is None:
            self._query = Query(self._statement)
        return self._query

    @property
    def bound(self) -> BoundQuery:
        """The query bound against the schema: types and typed values."""
        bound = self._bound
        if isinstance(bound, Context):
            self._bound = bound = bound.bind(self._statement)
        return bound

    @property
    def _normalised(self) -> NormalForm:
        if self._normal is None:
            self._normal = normalise(self.bound)
        return self._normal

    @property
    def entity_type(self) -> str:
        """The entity type as it goes to the server, in lower case; a deprecated name stays."""
        return lower_keeping_meaning(self._statement.entity_type or "")

    @property
    def expression(self) -> str | None:
        """The condition as it goes to the server; None where every record is asked for."""
        return self._expression

    @property
    def never_matches(self) -> bool:
        """Whether no record can match, since a list that was bound is empty: there is nothing to ask the server."""
        return self._normalised.never

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The warnings, in the order of their places. Worked out when first read."""
        if self._diagnostics is None:
            from accsyn.checking import warnings

            self._diagnostics = warnings(self.bound, self._normalised, self._expression)
        return self._diagnostics

    @overload
    def matches(self, record: Mapping[str, Any], *, get: None = None) -> bool: ...

    @overload
    def matches(self, record: object, *, get: Accessor) -> bool: ...

    def matches(self, record: Any, *, get: Accessor | None = None) -> bool:
        """Whether the condition holds for a record, a dict as the API returns it. The entity type is not looked at.

        The first call makes a function of the condition, which takes about a millisecond.

        Args:
            record: A mapping, a plain dict best; with `get` any object.
            get: How an attribute of an object is read: ``get(record, "status")``, for example `getattr`. An
                AttributeError or LookupError says that it has none of that name.

        Raises:
            TypeError: The record is no mapping, and there is no `get`.
        """
        return self._evaluator().matches(record, get=get)

    @overload
    def filter(self, records: Iterable[Record], *, get: None = None) -> Iterator[Record]: ...

    @overload
    def filter(self, records: Iterable[Object], *, get: Accessor) -> Iterator[Object]: ...

    def filter(self, records: Iterable[Any], *, get: Accessor | None = None) -> Iterator[Any]:
        """The records for which the condition holds, one after the other; arguments as for `matches`."""
        return self._evaluator().filter(records, get=get)

    @overload
    def explain(self, record: Mapping[str, Any], *, get: None = None) -> Explanation: ...

    @overload
    def explain(self, record: object, *, get: Accessor) -> Explanation: ...

    def explain(self, record: Any, *, get: Accessor | None = None) -> Explanation:
        """Why the condition holds or not for a record, comparison by comparison; arguments as for `matches`."""
        from accsyn.evaluation.explain import explain

        return explain(self.bound, record, get=get)

    def guarded(self) -> CompiledQuery:
        """This query with its regular expressions run by RE2: for patterns from an untrusted place.

        Python's `re` can be kept busy for ever by a pattern and a text made for that; RE2 takes time linear in it.
        The answers are the same. Needs ``accsyn[re2]``.

        Raises:
            UnsupportedByEngine: RE2 has nothing for a part of a pattern, look-around for example.
            ImportError: google-re2 is not installed.
        """
        from accsyn.evaluation.guard import guard

        return CompiledQuery(self._statement, self._expression, guard(self.bound), self._normal)

    def to_narwhals(self, frame: Any, *, naive_is_utc: bool = False) -> Any:
        """The condition as a narwhals expression for the columns and the engine of a frame; needs ``accsyn[frames]``.

        See `accsyn.evaluation.frames.frame.to_narwhals` for the arguments and what it raises.
        """
        from accsyn.evaluation.frames.frame import to_narwhals

        return to_narwhals(self.bound, frame, naive_is_utc=naive_is_utc)

    def filter_frame(self, frame: Any, *, naive_is_utc: bool = False) -> Any:
        """The rows for which the condition holds, of a frame of Polars, pandas, PyArrow, DuckDB, PySpark or narwhals.

        The answer is a frame of the same kind, and what is lazy stays lazy. See
        `accsyn.evaluation.frames.frame.filter_frame` for the arguments and what it raises; needs ``accsyn[frames]``.
        """
        from accsyn.evaluation.frames.frame import filter_frame

        return filter_frame(self.bound, frame, naive_is_utc=naive_is_utc)

    def __reduce__(self) -> tuple[type[CompiledQuery], tuple[Any, ...]]:
        # The prepared predicate is made of functions and stays behind.
        return CompiledQuery, (self._statement, self._expression, self.bound, self._normal)

    def _evaluator(self) -> GeneratedPredicate:
        if self._predicate is None:
            from accsyn.evaluation.predicate import GeneratedPredicate

            self._predicate = GeneratedPredicate(self.bound)
        return self._predicate

    def __str__(self) -> str:
        return str(self.query)

    def __repr__(self) -> str:
        return f"CompiledQuery({str(self)!r}, expression={self._expression!r})"


def compile(  # noqa: A001 - the name of the interface
    query: str | Query | Expression,
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
        query: Text, a query made in code, or a condition on attributes of an entity class.
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
        ValueError: A condition does not say which entity type it is about.
        TypeError: `query` is none of these, a value is of a type that cannot be bound, or another argument
            is of a wrong type.
    """
    statement, findings = _statement(query, params, max_length)
    context = _context(schema, strict, now, tz)
    expression = None if findings else emit(statement, context)
    if expression is not None:
        return CompiledQuery(statement, expression, context)
    # There is something wrong, or something that concerns more than one comparison.
    bound = bind_or_raise(statement, context, findings)
    normal = normalise(bound)
    if any(note.refused for note in normal.notes):
        refuse(bound)
    return CompiledQuery(statement, write(normal.statement), bound, normal)


def check(
    query: str | Query | Expression,
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
        query: As for `compile`.
        schema: As for `compile`.
        params: As for `compile`; parameters without a value are fine here.
        strict: As for `compile`.
        now: As for `compile`.
        tz: As for `compile`.
        max_length: As for `compile`.

    Returns:
        The diagnostics; empty for a query without fault. A query that is wrong raises nothing.

    Raises:
        ValueError: As for `compile`.
        TypeError: As for `compile`.
    """
    from accsyn.checking import check_bound
    from accsyn.errors import QuerySyntaxError

    try:
        statement, findings = _statement(query, params, max_length)
    except QuerySyntaxError as error:
        return list(error.diagnostics)
    context = _context(schema, strict, now, tz)
    bound = context.bind(statement)
    return list(check_bound(bound.with_findings(findings) if findings else bound))


def _statement(
    query: str | Query | Expression, params: Mapping[str, object] | None, max_length: int | None
) -> tuple[Statement, list[Finding]]:
    """The tree with its values, and what is wrong with them. A text that was seen a moment ago is not parsed again."""
    query = as_query(query, max_length=max_length)
    if params is None:
        return query.statement, []
    require_mapping(params)
    return plan_of(query).bind(params)


def _context(schema: Schema | None, strict: bool, now: datetime | Clock | None, tz: tzinfo) -> Context:
    if schema is None:
        schema = builtin_schema()
    elif not isinstance(schema, Schema):
        raise TypeError(f"schema is a Schema, not {type(schema).__name__}; load_schema() reads one from a file")
    if not isinstance(tz, tzinfo):
        raise TypeError(f"tz is a tzinfo such as zoneinfo.ZoneInfo('Europe/Stockholm'), not {type(tz).__name__}")
    return Context(schema, strict, utc_now if now is None else _clock(now), tz)


def _clock(now: datetime | Clock) -> Clock:
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
