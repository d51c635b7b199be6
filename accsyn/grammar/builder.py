"""What each rule of the grammar makes: a function for each alias in ``query.lark``.

A function gets the rule's parts in order: texts of tokens, and what other rules made. Chains of AND, OR and list items
grow in one Python list, so that a flat chain of any length costs constant work an element. Both the table-driven parser
and the reference parser call these functions; `accsyn.grammar.generate` checks that every alias has one.
"""

from __future__ import annotations

from operator import is_not

from accsyn.ast import (
    And,
    Comparison,
    Expression,
    Junction,
    List,
    Literal,
    Null,
    Operator,
    Or,
    Parameter,
    Statement,
    Value,
    comparison_of,
    parameter_of,
    statement_of,
)

TYPE_CHECKING = False  # as in `accsyn`
if TYPE_CHECKING:
    from typing import Any


class EmptyItemError(ValueError):
    """A quoted list has nothing between two commas. The parsers catch it; it never leaves this package."""


OPERATORS = {operator.value: operator for operator in Operator} | {"<>": Operator.NOT_EQUAL}


def entity_type(name: str) -> Statement:
    """``query: NAME``."""
    return statement_of(name)


def query(name: str, where: str, condition: Expression) -> Statement:
    """``query: NAME WHERE disjunction``."""
    return statement_of(name, flatten(condition))


def expression(condition: Expression) -> Statement:
    """``expression: disjunction``."""
    return statement_of(None, flatten(condition))


def or_first(left: Expression, keyword: str, right: Expression) -> list[Expression]:
    """The first two operands of a chain of OR."""
    return [left, right]


def or_next(chain: list[Expression], keyword: str, operand: Expression) -> list[Expression]:
    """One more operand."""
    chain.append(operand)
    return chain


def or_end(chain: list[Expression]) -> Or:
    """The chain is complete."""
    return Or(tuple(chain))


and_first = or_first
and_next = or_next


def and_end(chain: list[Expression]) -> And:
    """The chain is complete."""
    return And(tuple(chain))


def group(opening: str, inner: Expression, closing: str) -> Expression:
    """Parentheses order the operators and are not kept."""
    return inner


def comparison(name: str, operator: Operator, value: Value) -> Comparison:
    """``NAME equality nullable`` and ``NAME relation value``."""
    return comparison_of(name, operator, value)


def membership(name: str, keyword: str, items: Value) -> Comparison:
    """``NAME IN list``."""
    return comparison_of(name, Operator.IN, items)


def no_membership(name: str, negation: str, keyword: str, items: Value) -> Comparison:
    """``NAME NOT IN list``."""
    return comparison_of(name, Operator.NOT_IN, items)


def symbol(text: str) -> Operator:
    """An operator spelled with symbols."""
    return OPERATORS[text]


def word(text: str) -> Operator:
    """CONTAINS or MATCHES."""
    return OPERATORS[text.upper()]


def no_word(negation: str, text: str) -> Operator:
    """NOT CONTAINS or NOT MATCHES."""
    return OPERATORS["NOT " + text.upper()]


def quoted(text: str) -> Literal:
    """A quoted value; the quotes are not kept."""
    return Literal(text[1:-1], True)


def bare(text: str) -> Literal:
    """A bare value."""
    return Literal(text)


def null(text: str) -> Null:
    """The absent value."""
    return Null()


def parameter(text: str) -> Parameter:
    """A parameter; the colon is not kept."""
    return parameter_of(text[1:])


def items_first(item: Value) -> list[Value]:
    """The first item of a list."""
    return [item]


def items_next(items: list[Value], comma: str, item: Value) -> list[Value]:
    """One more item."""
    items.append(item)
    return items


def open_list(items: list[Value]) -> Value:
    """A list without parentheses.

    A single quoted string is split at its commas and its pieces are trimmed. A single parameter stands for the whole
    list.

    Raises:
        EmptyItemError: A piece is empty.
    """
    if len(items) == 1:
        only = items[0]
        if isinstance(only, Parameter):
            return only
        if isinstance(only, Literal) and only.quoted:
            pieces = [piece.strip() for piece in only.text.split(",")]
            if "" in pieces:
                raise EmptyItemError
            return List(tuple([Literal(piece, True) for piece in pieces]))
    return List(tuple(items))


def closed_list(opening: str, items: list[Value], closing: str) -> Value:
    """A list in parentheses; a single parameter in them stands for the whole list too."""
    if len(items) == 1 and isinstance(items[0], Parameter):
        return items[0]
    return List(tuple(items))


def flatten(root: Expression) -> Expression:
    """Join And within And and Or within Or, as parentheses leave them; most often there is nothing to join."""
    junctions: list[Any] = [] if type(root) is Comparison else [root]
    for node in junctions:
        kind = type(node)
        for operand in node._operands:
            other = type(operand)
            if other is not Comparison:
                if other is kind:
                    return _flattened(junctions[0])
                junctions.append(operand)
    return root


def _flattened(root: Junction) -> Expression:
    """The same where there is something to join.

    One pass from the top: the operands of a nest of one kind are gathered into one list, so that the work is linear
    however deep it nests.
    """
    # A frame for each nest: the node it started with, its operands still to come in reverse, and those gathered.
    stack: list[tuple[Junction, list[Expression], list[Expression]]] = [(root, [*reversed(root.operands)], [])]
    while True:
        node, pending, gathered = stack[-1]
        if pending:
            operand = pending.pop()
            if not isinstance(operand, Junction):
                gathered.append(operand)
            elif type(operand) is type(node):
                pending.extend(reversed(operand.operands))
            else:
                stack.append((operand, [*reversed(operand.operands)], []))
            continue
        stack.pop()
        operands = tuple(gathered)
        if len(operands) != len(node.operands) or any(map(is_not, operands, node.operands)):
            node = type(node)(operands)
        if not stack:
            return node
        stack[-1][2].append(node)
