"""A shorter condition of the same meaning, on records that are what the schema says.

What the reasoning finds (`accsyn.logic.reasoning`) is carried out: what can never hold, what always does, what is said
twice or says nothing new; and several ``=`` of one attribute become one IN.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from accsyn.ast import And, Comparison, Expression, Junction, List, Node, Null, Operator, Or, Parameter, Value, join
from accsyn.logic.claims import Claim, Cut
from accsyn.logic.reasoning import Conflict, Reasoning
from accsyn.visitor import fold

Outcome = Expression | bool
"""A condition; True if it always holds, False if it never does."""

_SINGLES: dict[type[Junction], tuple[Operator, Operator]] = {
    Or: (Operator.EQUAL, Operator.IN),
    And: (Operator.NOT_EQUAL, Operator.NOT_IN),
}


def simplify_once(condition: Expression, claims: Mapping[int, Claim]) -> Outcome:
    """One pass over a condition.

    Args:
        condition: The condition.
        claims: The claim of each comparison, by its identity.

    Returns:
        A shorter condition, or the same object.
    """
    facts = Reasoning(condition, claims).facts
    decided = {id(fact.parent): not isinstance(fact.parent, And) for fact in facts if isinstance(fact, Conflict)}
    idle = {(id(fact.parent), id(fact.operand)) for fact in facts if not isinstance(fact, Conflict)}

    def combine(node: Node, parts: Sequence[Outcome]) -> Outcome:
        if isinstance(node, Comparison):
            value = node.value
            return node.operator is Operator.NOT_IN if isinstance(value, List) and not value.items else node
        if not isinstance(node, Junction):
            return False  # a value
        if id(node) in decided:
            return decided[id(node)]
        absorbing = isinstance(node, Or)
        kept: list[Expression] = []
        for part, operand in zip(parts, node.operands, strict=True):
            if (id(node), id(operand)) in idle:
                continue
            if isinstance(part, Expression):
                kept.append(part)
            elif part is absorbing:
                return absorbing
        merged = _merge(type(node), _extremes(kept, claims, widest=absorbing), claims)
        if not merged:
            return not absorbing
        is_same = len(merged) == len(node.operands) and all(map(_is, merged, node.operands))
        return node if is_same else join(Or if absorbing else And, merged)

    return fold(condition, combine)


def _is(one: object, other: object) -> bool:
    return one is other


def _extremes(operands: list[Expression], claims: Mapping[int, Claim], *, widest: bool) -> list[Expression]:
    """Of ``<`` and ``<=`` of one attribute the one that decides, and the same of ``>`` and ``>=``; others as they are.

    The reasoning compares pair by pair, and so only the first few: here is no limit.
    """
    deciding: dict[Hashable, tuple[Cut, Expression]] = {}
    keys: list[Hashable] = []
    for operand in operands:
        claim = claims.get(id(operand))
        span = None if claim is None else claim.range
        key: Hashable = None
        if claim is not None and span is not None and (span.low is None) is not (span.high is None):
            is_below = span.low is None
            key = (claim.path, is_below)
            cut = span.high if span.high is not None else span.low
            best = deciding.get(key)
            if cut is not None and (best is None or (cut != best[0] and (cut > best[0]) is (is_below is widest))):
                deciding[key] = (cut, operand)
        keys.append(key)
    return [operand for operand, key in zip(operands, keys, strict=True) if key is None or deciding[key][1] is operand]


def _merge(kind: type[Junction], operands: list[Expression], claims: Mapping[int, Claim]) -> list[Expression]:
    """Comparisons with one value each as one with a list, in the place of the first."""
    single, several = _SINGLES[kind]
    groups: dict[str, list[Comparison]] = {}
    members: set[int] = set()
    for operand in operands:
        if isinstance(operand, Comparison) and operand.operator in (single, several) and _is_plain(operand.value):
            groups.setdefault(operand.attribute, []).append(operand)
            members.add(id(operand))
    merged: list[Expression] = []
    for operand in operands:
        group = groups.get(operand.attribute, []) if isinstance(operand, Comparison) else []
        if len(group) < 2 or id(operand) not in members:
            merged.append(operand)
        elif operand is group[0]:
            items = dict.fromkeys(item for each in group for item in _items(each.value))
            merged.append(Comparison(group[0].attribute, several, List(tuple(items))))
    return merged


def _items(value: Value) -> tuple[Value, ...]:
    return value.items if isinstance(value, List) else (value,)


def _is_plain(value: Value) -> bool:
    # A parameter as an item could be given a list.
    return not any(isinstance(item, Parameter) for item in _items(value)) and not (
        isinstance(value, List) and not value.items
    )


def never(attribute: str) -> Expression:
    """A condition that never holds: the language has no word for that."""
    return And((Comparison(attribute, Operator.EQUAL, Null()), Comparison(attribute, Operator.NOT_EQUAL, Null())))
