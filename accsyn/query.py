"""The query that users hold: a tree, with the ways to make, print and compose it."""

from __future__ import annotations

from collections.abc import Mapping

from accsyn.ast import And, Expression, Statement, join
from accsyn.grammar.parser import MAX_LENGTH, parse_statement


class Query:
    """A query: what to look for, and the condition.

    Immutable; made by `parse`. Two queries are equal when their trees are: places, quoting and the spelling of
    operators do not count. ``str(query)`` is the canonical text.

    Args:
        statement: The tree, with an entity type.
    """

    __slots__ = ("_statement",)

    def __init__(self, statement: Statement) -> None:
        if statement.entity_type is None:
            raise ValueError("a query needs an entity type")
        self._statement = statement

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
        texts = iter(parsed)
        for condition in conditions:
            if isinstance(condition, str):
                added += next(texts).children
            elif isinstance(condition, Expression):
                added.append(condition)
            else:
                raise TypeError(f"a condition is a str or an expression, not {type(condition).__name__}")
        return Query(Statement(self.entity_type, join(And, added) if added else None))

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
    statement = parse_statement(text, "query", max_length=max_length)
    return Query(statement if params is None else _bound(statement, params))


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
    statement = parse_statement(text, "expression", max_length=max_length)
    if params is not None:
        statement = _bound(statement, params)
    if statement.condition is None:
        raise TypeError("an expression has a condition")  # pragma: no cover - the grammar sees to it
    return statement.condition


def _bound(statement: Statement, params: Mapping[str, object]) -> Statement:
    from accsyn.parameters import bind_parameters

    bound, findings = bind_parameters(statement, params)
    if findings:
        from accsyn.binding.report import raise_findings

        raise_findings(bound, findings)
    return bound


def _bind_together(statements: list[Statement], params: Mapping[str, object]) -> list[Statement]:
    """Bind several texts that share their values: a name may stand in any of them."""
    from accsyn.parameters import parameter_names

    used = [parameter_names(statement) for statement in statements]
    for name in params:
        if not any(name in names for names in used):
            _bound(statements[0] if statements else Statement(None), {name: params[name]})
    return [
        _bound(statement, {name: params[name] for name in params if name in names})
        for statement, names in zip(statements, used, strict=True)
    ]
