"""From a query to the code that builds it: ``accsyn.to_code(text)``.

Each comparison is tried: the first spelling that makes the very same comparison is the one that is written. So what
the schema does not know, or would refuse, is written in a wider form, and the code always gives back an equal query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import indent
from typing import Any, NamedTuple

from accsyn.ast import (
    And,
    Comparison,
    Exact,
    Expression,
    List,
    Literal,
    Node,
    Null,
    Operator,
    Parameter,
    Statement,
    Value,
)
from accsyn.builder.kinds import ObjectAttribute
from accsyn.builder.layout import layout_of
from accsyn.builder.spelling import Spelling, quoted
from accsyn.grammar.parser import parse_statement
from accsyn.options import NO_OPTIONS, FindOptions
from accsyn.query import Query
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.model import Schema
from accsyn.visitor import fold

_SIGNS = {
    Operator.EQUAL: "==",
    Operator.NOT_EQUAL: "!=",
    Operator.LESS: "<",
    Operator.GREATER: ">",
    Operator.LESS_EQUAL: "<=",
    Operator.GREATER_EQUAL: ">=",
}
_METHODS = {
    Operator.IN: "in_",
    Operator.NOT_IN: "not_in",
    Operator.CONTAINS: "contains",
    Operator.NOT_CONTAINS: "not_contains",
    Operator.MATCHES: "matches",
    Operator.NOT_MATCHES: "not_matches",
}
_WIDTH = 88
_DEEPEST = 8
"""Levels of AND and OR that are written into one another; deeper parts get names of their own."""

_MOST_SIGNS = 6
"""Operands that are joined by ``&`` or ``|``; more of them stand in ``all_of(...)`` or ``any_of(...)``."""


class Written(NamedTuple):
    """The code of a part.

    Attributes:
        text: The code.
        is_closed: Whether it can stand beside ``&`` without parentheses.
        depth: How many levels of AND and OR it holds.
    """

    text: str
    is_closed: bool
    depth: int


def to_code(query: str | Query | Expression, *, schema: Schema | None = None, module: str = "accsyn.entities") -> str:
    """The Python code that builds a query or a condition.

    Running it gives a `query`, or a `condition` where there is no entity type, that equals what was given.

    Args:
        query: A query; its text, or that of a bare expression; or an expression.
        schema: The schema whose entity classes are used; the built-in one if not given.
        module: The module that holds these classes (``python -m accsyn.builder.generate`` writes them).

    Returns:
        Complete code: imports, and an assignment.

    Raises:
        QuerySyntaxError: The text is neither query nor expression.
        TypeError: `query` is none of these.
    """
    options = NO_OPTIONS
    if isinstance(query, str):
        statement = parse_statement(query, "statement")
    elif isinstance(query, Query):
        statement, options = query.statement, query.options
    elif isinstance(query, Expression):
        statement = Statement(None, query)
    else:
        raise TypeError(f"to_code() takes a text, a query or an expression, not {type(query).__name__}")
    return _Writer(statement, builtin_schema() if schema is None else schema, module).write(options)


class _Writer:
    """Writes one statement."""

    def __init__(self, statement: Statement, schema: Schema, module: str) -> None:
        self.statement = statement
        self.module = module
        name = statement.entity_type
        entity = None if name is None else schema.entity_type(name)
        self.label = "" if entity is None else entity.label
        self.spelling = Spelling(layout_of(schema), self.label)
        self.names: dict[str, set[str]] = {}
        self.parts: list[str] = []

    def write(self, options: FindOptions) -> str:
        statement = self.statement
        if statement.entity_type is None:
            whole = "" if statement.condition is None else self._condition(statement.condition).text
            return self._module(f"condition = {whole}")
        arguments: list[str] = []
        if statement.condition is not None:
            found = statement.condition
            operands = found.operands if isinstance(found, And) else (found,)
            arguments = [self._condition(operand).text for operand in operands]
        if statement.entity_type == self.label:
            start = self._use(self.module, self.label)
        else:
            start = f"{self._use('accsyn', 'parse')}({quoted(statement.entity_type)})"
            if not arguments:
                return self._module(f"query = {start}{self._options(options)}")
        return self._module(f"query = {_call(f'{start}.where', arguments, len('query = '))}{self._options(options)}")

    def _module(self, last: str) -> str:
        lines = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(self.names.items())]
        return "\n".join([*lines, *([""] if lines else []), *self.parts, last]) + "\n"

    def _use(self, module: str, name: str) -> str:
        self.names.setdefault(module, set()).add(name)
        return name

    def _options(self, options: FindOptions) -> str:
        calls = []
        for name, value in options.said():
            arguments = [quoted(each) for each in value] if name == "attributes" else [quoted(value)]
            calls.append(f".{name}({'' if value is True else ', '.join(arguments)})")
        return "".join(calls)

    # ---- conditions ------------------------------------------------------------------------------------------------

    def _condition(self, condition: Expression) -> Written:
        return fold(condition, self._node)

    def _node(self, node: Node, parts: Sequence[Written]) -> Written:
        if isinstance(node, Comparison):
            return self._comparison(node)
        if not isinstance(node, Expression):
            return Written("", True, 0)  # a value: its comparison writes it
        depth = 1 + max(part.depth for part in parts)
        sign, word = (" & ", "all_of") if isinstance(node, And) else (" | ", "any_of")
        pieces = [part.text if part.is_closed else f"({part.text})" for part in parts]
        text = sign.join(pieces)
        is_closed = False
        if len(parts) > _MOST_SIGNS or len(text) > _WIDTH or "\n" in text or len(parts) == 1:
            text, is_closed = _call(self._use("accsyn", word), [part.text for part in parts], 0), True
        if depth < _DEEPEST:
            return Written(text, is_closed, depth)
        name = f"part_{len(self.parts) + 1}"
        self.parts.append(f"{name} = {text}")
        return Written(name, True, 0)

    def _comparison(self, node: Comparison) -> Written:
        for code, attribute, owner in self.spelling.attributes(node.attribute):
            text, is_closed, imports = self._operation(code, attribute, node)
            if text:
                if owner:
                    imports = [*imports, ("accsyn", "attribute") if owner == "attribute" else (self.module, owner)]
                for module, name in imports:
                    self._use(module, name)
                return Written(text, is_closed, 0)
        return Written(self._raw(node), True, 0)

    def _operation(self, code: str, attribute: Any, node: Comparison) -> tuple[str, bool, list[tuple[str, str]]]:
        """What makes this comparison out of an attribute; an empty text if nothing does."""
        operator, value = node.operator, node.value
        if isinstance(value, Null) and operator in (Operator.EQUAL, Operator.NOT_EQUAL):
            method = "is_null" if operator is Operator.EQUAL else "is_not_null"
            return ("", True, []) if isinstance(attribute, ObjectAttribute) else (f"{code}.{method}()", True, [])
        imports: list[tuple[str, str]] = []
        if isinstance(value, List):
            items = [_spelled(attribute, operator, item) for item in value.items]
            if None in items or not hasattr(attribute, _METHODS[operator]):
                return "", True, []
            found = [item for item in items if item is not None]
            imports = [item.needs for item in found if item.needs is not None]
            if not _makes(attribute, operator, [item.value for item in found], node):
                return "", True, []
            texts = [item.code for item in found]
            return f"{_call(f'{code}.{_METHODS[operator]}', texts, 0, brackets=True)}", True, imports
        item = _spelled(attribute, operator, value)
        if item is None:
            return "", True, []
        if item.needs is not None:
            imports.append(item.needs)
        if operator in _SIGNS:
            return f"{code} {_SIGNS[operator]} {item.code}", False, imports
        return f"{code}.{_METHODS[operator]}({item.code})", True, imports

    def _raw(self, node: Comparison) -> str:
        """The node itself, for what no attribute would make."""
        for name in ("Comparison", "Operator", *sorted({type(part).__name__ for part in _values(node.value)})):
            self._use("accsyn.ast", name)
        value = (
            f"List(({''.join(f'{_constructor(item)}, ' for item in node.value.items)}))"
            if isinstance(node.value, List)
            else _constructor(node.value)
        )
        return f"Comparison({quoted(str(node.attribute))}, Operator.{node.operator.name}, {value})"


def _values(value: Value) -> Iterator[Value]:
    yield value
    if isinstance(value, List):
        yield from value.items


def _constructor(value: Value) -> str:
    if isinstance(value, (Literal, Exact)):
        return f"{type(value).__name__}({quoted(value.text)})"
    return f"Parameter({quoted(value.name)})" if isinstance(value, Parameter) else "Null()"


def _spelled(attribute: Any, operator: Operator, value: Value) -> Any:
    """The first spelling of a value that the attribute takes for it; None if there is none."""
    from accsyn.builder.spelling import spellings

    for spelling in spellings(value, operator, attribute._type):
        whole = [spelling.value] if operator in (Operator.IN, Operator.NOT_IN) else spelling.value
        wanted: Value = value
        if isinstance(whole, list):
            if isinstance(value, Parameter):
                return spelling  # an item, or the whole list
            wanted = List((value,))
        if _makes(attribute, operator, whole, Comparison(attribute._path, operator, wanted)):
            return spelling
    return None


def _makes(attribute: Any, operator: Operator, value: object, wanted: Comparison) -> bool:
    """Whether an attribute makes exactly this comparison of a Python value."""
    method = _METHODS.get(operator) or f"__{operator.name.lower()}__"
    call = getattr(attribute, _DUNDERS.get(operator, method), None)
    if call is None:
        return False
    try:
        made = call(value)
    except (TypeError, ValueError):
        return False
    return bool(made == wanted)


_DUNDERS = {
    Operator.EQUAL: "__eq__",
    Operator.NOT_EQUAL: "__ne__",
    Operator.LESS: "__lt__",
    Operator.GREATER: "__gt__",
    Operator.LESS_EQUAL: "__le__",
    Operator.GREATER_EQUAL: "__ge__",
}


def _call(function: str, arguments: Sequence[str], before: int, *, brackets: bool = False) -> str:
    """A call on one line, or with an argument a line."""
    opening, closing = ("([", "])") if brackets else ("(", ")")
    line = f"{function}{opening}{', '.join(arguments)}{closing}"
    if before + len(line) <= _WIDTH and "\n" not in line:
        return line
    return f"{function}{opening}\n{indent(''.join(f'{each},{chr(10)}' for each in arguments), '    ')}{closing}"
