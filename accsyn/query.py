"""The query that users hold: a tree, with the ways to make, print, bind and compose it.

A text that was parsed a moment ago is not parsed again: `parse` and `parse_expression` remember the trees of the last
`REMEMBERED_TEXTS` short texts each. Trees are immutable and depend on nothing but the text, so that is never seen, but
by the clock (docs/decisions/0013-caches.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from accsyn.ast import (
    And,
    Comparison,
    Exact,
    Expression,
    List,
    Literal,
    Null,
    Parameter,
    Statement,
    Value,
    join,
)
from accsyn.grammar.parser import MAX_LENGTH, parse_statement

TYPE_CHECKING = False  # as in `accsyn`
if TYPE_CHECKING:
    from typing import NoReturn

    from accsyn.binding.findings import Finding
    from accsyn.parameters import Plan

REMEMBERED_TEXTS = 512
"""How many texts `parse` remembers, and as many `parse_expression`; what was not asked for the longest time goes."""

REMEMBERED_LENGTH = 1_024
"""How many characters a text may have to be remembered: so the memory has a limit too."""


class Query:
    """A query: what to look for, and the condition.

    Immutable; made by `parse`. Two queries are equal when their trees are: places, quoting and the spelling of
    operators do not count. ``str(query)`` is the canonical text.

    A query with parameters is prepared: `bind` puts values in their place without reading the text again.

    Args:
        statement: The tree, with an entity type.
    """

    __slots__ = ("_plan", "_statement")

    def __init__(self, statement: Statement) -> None:
        if statement.entity_type is None:
            raise ValueError("a query needs an entity type")
        self._statement = statement
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
        """
        added = [] if self.condition is None else [self.condition]
        parsed = [parse_statement(text, "expression") for text in conditions if isinstance(text, str)]
        if params is not None:
            parsed = _bind_together(parsed, params)
        has_foreign_nodes = len(parsed) < len(conditions)
        texts = iter(parsed)
        for condition in conditions:
            if isinstance(condition, str):
                added += next(texts).children
            elif isinstance(condition, Expression):
                added.append(condition)
            else:
                raise TypeError(f"a condition is a str or an expression, not {type(condition).__name__}")
        if not added:
            return Query(Statement(self.entity_type))
        condition = join(And, added)
        return Query(Statement(self.entity_type, _with_own_places(condition) if has_foreign_nodes else condition))

    def __str__(self) -> str:
        from accsyn.printer import print_statement
        from accsyn.rewriting.lower import lower

        return print_statement(lower(self._statement))

    def __repr__(self) -> str:
        return f"Query({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Query):
            return NotImplemented
        return self._statement == other._statement

    def __hash__(self) -> int:
        return hash(self._statement)

    def __reduce__(self) -> tuple[type[Query], tuple[Statement]]:
        return Query, (self._statement,)


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


def _bind_together(statements: list[Statement], params: Mapping[str, object]) -> list[Statement]:
    """Bind several texts that share their values: a name may stand in any of them, an iterable is taken once."""
    from accsyn.parameters import Plan, require_mapping

    require_mapping(params)
    plans = [Plan(statement) for statement in statements]
    used = {name for plan in plans for name in plan.names}
    unused = {name: value for name, value in params.items() if name not in used}
    if unused:
        first = statements[0] if statements else Statement(None)
        _raise(*Plan(first).bind(unused))
    taken: dict[str, tuple[object, ...]] = {}
    bound: list[Statement] = []
    for plan in plans:
        statement, findings = plan.bind({name: params[name] for name in plan.names if name in params}, taken)
        if findings:
            _raise(statement, findings)
        bound.append(statement)
    return bound


def _with_own_places(expression: Expression) -> Expression:
    """The expression with each node standing in one place: the places in a text are looked up by the node.

    Trees share nodes easily, as the same text gives the same nodes.
    """
    from accsyn.visitor import transform

    seen: set[int] = set()

    def replace(comparison: Comparison) -> Comparison:
        if id(comparison) not in seen:
            seen.add(id(comparison))
            return comparison
        return Comparison(comparison.attribute, comparison.operator, _twin(comparison.value))

    return transform(expression, replace)


def _twin(value: Value) -> Value:
    if isinstance(value, List):
        return List(tuple([_twin(item) for item in value.items]))  # no list stands in a list
    if isinstance(value, Literal):
        return Literal(value.text, value.quoted)
    if isinstance(value, Exact):
        return Exact(value.text)
    return Parameter(value.name) if isinstance(value, Parameter) else Null()
