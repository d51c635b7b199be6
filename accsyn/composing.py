"""Conditions out of several places put together: texts and expressions, each node standing in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from accsyn.ast import Comparison, Exact, Expression, List, Literal, Null, Parameter, Statement, Value
from accsyn.grammar.parser import parse_statement
from accsyn.owners import hint, require_own


def conditions_of(
    conditions: tuple[str | Expression, ...],
    params: Mapping[str, object] | None,
    entity_type: str,
    method: str = "where",
) -> list[Expression]:
    """The conditions as expressions: texts parsed, and their parameters bound together.

    Args:
        conditions: Expressions, or texts of expressions.
        params: Values for the parameters of the texts.
        entity_type: The entity type of the query that they are for.
        method: What was called, for messages.

    Raises:
        QuerySyntaxError: A text is no expression.
        QueryValidationError: A value is bound to a name that no text has.
        TypeError: A condition is neither text nor expression, or a value cannot be bound.
        ValueError: A condition is about an attribute of another entity class.
    """
    parsed = [parse_statement(text, "expression") for text in conditions if isinstance(text, str)]
    if params is not None:
        parsed = bind_together(parsed, params)
    texts = iter(parsed)
    added: list[Expression] = []
    for condition in conditions:
        if isinstance(condition, str):
            added += next(texts).children
        elif isinstance(condition, Expression):
            require_own(entity_type, condition)
            added.append(condition)
        else:
            raise TypeError(f"{method}() takes conditions, not {_kind_of(condition, method)}")
    return added


def _kind_of(value: object, method: str) -> str:
    """What stands where a condition belongs, and what to write."""
    if isinstance(value, Iterable) and not isinstance(value, (bytes, Mapping, type)) and not hint(value):
        return f"a {type(value).__name__}: write {method}(*conditions)"
    if isinstance(getattr(value, "condition", None), Expression):
        return "a query: write query.condition"
    if isinstance(value, bool):
        return f"a bool: {value} is what Python makes of a comparison in which no attribute of an entity stands"
    return f"{type(value).__name__}{hint(value)}"


def bind_together(statements: list[Statement], params: Mapping[str, object]) -> list[Statement]:
    """Bind several texts that share their values: a name may stand in any of them, an iterable is taken once."""
    from accsyn.binding.report import raise_findings
    from accsyn.parameters import Plan, require_mapping

    require_mapping(params)
    plans = [Plan(statement) for statement in statements]
    used = {name for plan in plans for name in plan.names}
    unused = {name: value for name, value in params.items() if name not in used}
    if unused:
        first = statements[0] if statements else Statement(None)
        raise_findings(*Plan(first).bind(unused))
    taken: dict[str, tuple[object, ...]] = {}
    bound: list[Statement] = []
    for plan in plans:
        statement, findings = plan.bind({name: params[name] for name in plan.names if name in params}, taken)
        if findings:
            raise_findings(statement, findings)
        bound.append(statement)
    return bound


def with_own_places(expression: Expression) -> Expression:
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
