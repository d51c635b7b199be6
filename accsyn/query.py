"""The query that users hold: a tree, with the ways to make, print, bind and compose it.

A text that was parsed a moment ago is not parsed again: `parse` and `parse_expression` remember the trees of the last
`REMEMBERED_TEXTS` short texts each. Trees are immutable and depend on nothing but the text, so that is never seen, but
by the clock (docs/decisions/0013-caches.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from accsyn.ast import And, Expression, Or, Statement, join, statement_of
from accsyn.composing import conditions_of, with_own_places
from accsyn.grammar.parser import MAX_LENGTH, parse_statement
from accsyn.owners import hint, name_hint, owner_of, require_own

TYPE_CHECKING = False  # as in `accsyn`
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, NoReturn, Protocol, TypeVar

    from accsyn.binding.bound import BoundQuery
    from accsyn.binding.findings import Finding
    from accsyn.options import FindOptions
    from accsyn.parameters import Plan
    from accsyn.schema.model import Schema

    Found_co = TypeVar("Found_co", covariant=True)
    RecordT = TypeVar("RecordT", bound=Mapping[str, Any])

    class Finds(Protocol[Found_co]):
        """A session, as far as `Query.find` needs it; it reads `Query.options` itself."""

        def find(self, query: Query, /) -> Found_co:
            """What the query finds."""

    class Iterates(Protocol[Found_co]):
        """A session, as far as `Query.iter` needs it."""

        def iter(self, query: Query, /) -> Found_co:
            """What the query finds, page by page."""


REMEMBERED_TEXTS = 512
"""How many texts `parse` remembers, and as many `parse_expression`; what was not asked for the longest time goes."""

REMEMBERED_LENGTH = 1_024
"""How many characters a text may have to be remembered: so the memory has a limit too."""


class Query:
    """A query: what to look for, the condition, and the options of the find.

    Immutable; made by `parse`, or by an entity class (``Transfer.where(...)``). Two queries are equal when their trees
    and their options are: places, quoting and the spelling of operators do not count. ``str(query)`` is the canonical
    text, which has no words for options.

    A query with parameters is prepared: `bind` puts values in their place without reading the text again.

    Args:
        statement: The tree, with an entity type.
        options: The options of the find; None for none.
    """

    __slots__ = ("_options", "_plan", "_statement")

    def __init__(self, statement: Statement, options: FindOptions | None = None) -> None:
        if statement.entity_type is None:
            raise ValueError("a query needs an entity type")
        self._statement = statement
        self._options = options
        self._plan: Plan | None = None  # made when somebody asks for parameters

    @property
    def statement(self) -> Statement:
        """The tree."""
        return self._statement

    @property
    def entity_type(self) -> str:
        """The entity type as written."""
        return self._statement.entity_type or ""

    @property
    def condition(self) -> Expression | None:
        """The expression behind WHERE, or None."""
        return self._statement.condition

    @property
    def options(self) -> FindOptions:
        """The options of the find; ``query.options.to_find_arguments()`` is what `Session.find` is called with."""
        if self._options is None:
            from accsyn.options import NO_OPTIONS

            return NO_OPTIONS
        return self._options

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that have no value yet, without the colon: each once, in the order of the text."""
        return plan_of(self).names

    def bind(self, params: Mapping[str, object] | None = None, /, **values: object) -> Query:
        """This query with values in place of its parameters.

        What no value changes is shared by both queries.

        Args:
            params: Values by name, without the colon. A parameter without a value stays one.
            **values: More of them: ``query.bind(user="lisa@example.com")``.

        Returns:
            A new query; this one stays as it is, and is returned where there is nothing to bind.

        Raises:
            QueryValidationError: A value was given for a name that the query does not have, or cannot be written.
            TypeError: A value is of a type that cannot be bound, `params` is no mapping, or a name is given twice.
        """
        if values:
            params = values if params is None else _together(params, values)
        elif params is None:
            return self
        plan = self._plan
        statement, findings = (plan_of(self) if plan is None else plan).bind(params)
        if findings:
            _raise(statement, findings)
        if statement is self._statement:
            return self
        bound = object.__new__(Query)  # without asking again whether there is an entity type
        bound._statement = statement
        bound._options = self._options
        bound._plan = None
        return bound

    def where(self, *conditions: str | Expression, params: Mapping[str, object] | None = None) -> Query:
        """This query with more conditions, joined by AND.

        Args:
            *conditions: Expressions, or texts of expressions.
            params: Values for the parameters of the texts.

        Returns:
            A new query; this one stays as it is.

        Raises:
            QuerySyntaxError: A text is no expression.
            QueryValidationError: A value is bound to a name that no text has.
            TypeError: A condition is neither text nor expression, or a value cannot be bound.
            ValueError: A condition is about an attribute of another entity class.
        """
        added = conditions_of(conditions, params, self.entity_type)
        if self.condition is not None:
            added.insert(0, self.condition)
        if not added:
            return Query(statement_of(self.entity_type), self._options)
        condition = join(And, added)
        if not all(isinstance(each, str) for each in conditions):
            condition = with_own_places(condition)
        return Query(statement_of(self.entity_type, condition), self._options)

    def or_where(self, *conditions: str | Expression, params: Mapping[str, object] | None = None) -> Query:
        """This query or, beside what it finds, all for which the conditions hold together.

        Args:
            *conditions: Expressions, or texts of expressions; several are joined by AND.
            params: Values for the parameters of the texts.

        Raises:
            ValueError: The query has no condition, so that it finds everything already; there is none to add; or as
                for `where`.
            QueryError: As for `where`.
            TypeError: As for `where`.
        """
        added = conditions_of(conditions, params, self.entity_type, "or_where")
        if self.condition is None or not added:
            raise ValueError("or_where() needs a condition, and one that stands in the query; where() adds the first")
        return self.with_condition(join(Or, [self.condition, join(And, added)]))

    def with_condition(self, condition: Expression | None) -> Query:
        """This query with another condition in place of its own: what tools that rewrite conditions need.

        Args:
            condition: The condition; None for all records.

        Raises:
            TypeError: It is no expression.
            ValueError: It is about an attribute of another entity class.
        """
        if condition is not None:
            if not isinstance(condition, Expression):
                raise TypeError(f"a condition is an expression, not {type(condition).__name__}{hint(condition)}")
            require_own(self.entity_type, condition)
            condition = with_own_places(condition)
        return Query(statement_of(self.entity_type, condition), self._options)

    # ---- options of the find ---------------------------------------------------------------------------------------

    def limit(self, count: int | None) -> Query:
        """This query for `count` records at most; None for no limit."""
        return self._with_options(limit=count)

    def skip(self, count: int | None) -> Query:
        """This query without the first `count` records."""
        return self._with_options(skip=count)

    def attributes(self, *names: str) -> Query:
        """This query for these attributes of each record, by name (`str(Transfer.code)` is one); none for all."""
        for name in names:
            if not isinstance(name, str):
                raise TypeError(f"attributes() takes names, not {name!r}{name_hint(name)}")
        return self._with_options(attributes=tuple(names) or None)

    def finished(self, wanted: bool | None = True) -> Query:
        """This query among finished jobs."""
        return self._with_options(finished=wanted)

    def archived(self, wanted: bool | None = True) -> Query:
        """This query among archived entities."""
        return self._with_options(archived=wanted)

    def inactive(self, wanted: bool | None = True) -> Query:
        """This query among deactivated entities."""
        return self._with_options(inactive=wanted)

    def parent(self, entityid: str | None) -> Query:
        """This query for the sub-entities (tasks, files) of the entity with that id."""
        return self._with_options(parent=entityid)

    def _with_options(self, **changes: object) -> Query:
        options = self.options.replace(**changes)
        return Query(self._statement, options or None)

    # ---- running ---------------------------------------------------------------------------------------------------

    def find(self, session: Finds[Found_co]) -> Found_co:
        """What ``session.find(query)`` returns: the records, for the options of this query."""
        _require_session(session, "find")
        return session.find(self)

    def iter(self, session: Iterates[Found_co]) -> Found_co:
        """What ``session.iter(query)`` returns: the records one after the other, read page by page."""
        _require_session(session, "iter")
        return session.iter(self)

    def filter(self, records: Iterable[RecordT], *, schema: Schema | None = None) -> Iterator[RecordT]:
        """The records that meet the condition; `skip` and `limit` count among them.

        The other options say where a session looks and what it returns: nothing is known of that here. To filter many
        lists, compile the query once (`accsyn.compile`).

        Args:
            records: Dicts as the API returns them.
            schema: What to check the query against; the built-in schema if not given.

        Raises:
            QueryValidationError: The query does not fit the schema, or a parameter has no value.
        """
        from itertools import islice

        from accsyn.evaluation.predicate import GeneratedPredicate

        found = GeneratedPredicate(self._bound(schema)).filter(records)
        start, limit = self.options.skip or 0, self.options.limit
        return islice(found, start, None if limit is None else start + limit) if start or limit else found

    def filter_frame(self, frame: Any, *, schema: Schema | None = None) -> Any:
        """The rows of a data frame that meet the condition; see `CompiledQuery.filter_frame`.

        Raises:
            ValueError: The query has a `skip` or a `limit`: rows of a frame have no order of their own.
            QueryValidationError: As for `filter`.
        """
        from accsyn.evaluation.frames.frame import filter_frame

        if self.options.skip or self.options.limit:
            raise ValueError("a frame has no order that limit and skip could go by; take the rows with its own head()")
        return filter_frame(self._bound(schema), frame)

    def _bound(self, schema: Schema | None) -> BoundQuery:
        from datetime import timezone

        from accsyn.binding.binder import utc_now
        from accsyn.binding.context import Context
        from accsyn.schema.builtin import builtin_schema
        from accsyn.validation import bind_or_raise

        context = Context(builtin_schema() if schema is None else schema, False, utc_now, timezone.utc)
        return bind_or_raise(self._statement, context)

    # ---- storing ---------------------------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """This query as JSON can hold it, in a form that stays (`accsyn.stored`)."""
        from accsyn.stored import to_document

        return to_document(self._statement, self.options)

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Query:
        """The query that `to_dict` stored.

        Raises:
            StoredQueryError: `document` is no stored query; the message says where.
        """
        from accsyn.stored import from_document

        statement, options = from_document(document)
        return cls(statement, options or None)

    def __str__(self) -> str:
        return _written(self._statement)

    def __repr__(self) -> str:
        said = "".join(f", {name}={value!r}" for name, value in self.options.said())
        return f"Query({str(self)!r}{said})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Query):
            return NotImplemented
        return self._statement == other._statement and self._options == other._options

    def __hash__(self) -> int:
        return hash(self._statement) if self._options is None else hash((self._statement, self._options))

    def __reduce__(self) -> tuple[type[Query], tuple[Statement, FindOptions | None]]:
        return Query, (self._statement, self._options)


def as_query(query: str | Query | Expression, *, max_length: int | None = MAX_LENGTH) -> Query:
    """What users give as a query: its text, a `Query`, or a condition whose attributes say what it is about.

    Raises:
        QuerySyntaxError: The text is no query.
        ValueError: It is not known which entity type the condition is about.
        TypeError: It is none of these.
    """
    if isinstance(query, str):
        return parse(query, max_length=max_length)
    if isinstance(query, Query):
        return query
    if isinstance(query, Expression):
        return Query(Statement(owner_of(query), with_own_places(query)))
    raise TypeError(f"a query is a str, a Query or a condition, not {type(query).__name__}{hint(query)}")


def text_of(expression: Expression) -> str:
    """The canonical text of a condition: what ``str(expression)`` gives.

    Raises:
        ValueError: A value cannot be written in any form.
    """
    return _written(statement_of(None, expression))


def _written(statement: Statement) -> str:
    from accsyn.printer import print_statement
    from accsyn.rewriting.lower import lower

    return print_statement(lower(statement))


def _require_session(session: object, method: str) -> None:
    if not callable(getattr(session, method, None)):
        raise TypeError(f"{method}() takes a session, as accsyn.Session() is one, not {type(session).__name__}")


def plan_of(query: Query) -> Plan:
    """Where the parameters of a query stand; found when first asked for. Not part of the public interface."""
    plan = query._plan
    if plan is None:
        from accsyn.parameters import Plan

        # Two threads may come here at once: either plan will do.
        plan = query._plan = Plan(query.statement)
    return plan


def parse(text: str, params: Mapping[str, object] | None = None, *, max_length: int | None = MAX_LENGTH) -> Query:
    """Parse a query.

    Args:
        text: For example ``Transfer WHERE user=:user AND status<>failed``.
        params: Values for the parameters, by name without the colon. A parameter without a value stays one.
        max_length: How many characters the text may have; None for no limit.

    Returns:
        The query.

    Raises:
        QuerySyntaxError: The text is no query; every error is in its ``diagnostics``.
        QueryValidationError: A value was given for a name that the query does not have, or cannot be written.
        TypeError: The text is no str, or a value is of a type that cannot be bound.
    """
    if type(text) is str and len(text) <= REMEMBERED_LENGTH and (max_length is None or len(text) <= max_length):
        query = _query(text)
    else:
        query = Query(parse_statement(text, "query", max_length=max_length))
    return query if params is None else query.bind(params)


def parse_expression(
    text: str, params: Mapping[str, object] | None = None, *, max_length: int | None = MAX_LENGTH
) -> Expression:
    """Parse a condition without an entity type, as hooks and offline tests have it.

    Args:
        text: For example ``user=:user AND status<>failed``.
        params: As for `parse`.
        max_length: As for `parse`.

    Raises:
        QuerySyntaxError: The text is no expression.
        QueryValidationError: As for `parse`.
        TypeError: As for `parse`.
    """
    if type(text) is str and len(text) <= REMEMBERED_LENGTH and (max_length is None or len(text) <= max_length):
        statement = _expression(text)
    else:
        statement = parse_statement(text, "expression", max_length=max_length)
    if params is not None:
        from accsyn.parameters import bind_parameters

        statement, findings = bind_parameters(statement, params)
        if findings:
            _raise(statement, findings)
    if statement.condition is None:
        raise TypeError("an expression has a condition")  # pragma: no cover - the grammar sees to it
    return statement.condition


def clear_cache() -> None:
    """Forget the texts that `parse` and `parse_expression` remember, to give their memory back.

    Nothing else changes: the next parse of such a text takes as long as the first one.
    """
    _query.cache_clear()
    _expression.cache_clear()


# Keyed by the text and not by the tree: equal trees may be quoted differently. A text that is wrong raises, and what
# raises is not remembered. The callers have looked at the length already.
@lru_cache(maxsize=REMEMBERED_TEXTS)
def _query(text: str) -> Query:
    return Query(parse_statement(text, "query", max_length=None))


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _expression(text: str) -> Statement:
    return parse_statement(text, "expression", max_length=None)


def _raise(statement: Statement, findings: list[Finding]) -> NoReturn:
    from accsyn.binding.report import raise_findings

    raise_findings(statement, findings)


def _together(params: Mapping[str, object], values: dict[str, object]) -> dict[str, object]:
    from accsyn.parameters import require_mapping

    require_mapping(params)
    for name in values:
        if name in params:
            raise TypeError(f"parameter {name!r} is given twice, in the mapping and by keyword")
    return {**params, **values}
