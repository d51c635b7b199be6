"""Values in place of parameters: where they belong is found once, and then bound as often as one likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from operator import is_, itemgetter
from typing import NamedTuple

from accsyn.ast import (
    Comparison,
    Expression,
    Junction,
    List,
    Literal,
    Operator,
    Parameter,
    Statement,
    Value,
    comparison_of,
    comparisons,
    statement_of,
)
from accsyn.binding.findings import Finding
from accsyn.values import LISTS, bound_values


class Slot(NamedTuple):
    """A comparison that holds parameters.

    Attributes:
        number: Its place among the comparisons of the tree, from 0.
        name: The parameter that is its value; None where parameters are items of a list.
        takes_list: Whether its operator compares with a list.
        comparison: The comparison itself.
        attribute: Its attribute, so that binding need not ask for it.
        operator: Its operator, for the same reason.
    """

    number: int
    name: str | None
    takes_list: bool
    comparison: Comparison
    attribute: str
    operator: Operator


class Plan:
    """Where the parameters of a tree stand: found once, bound often.

    Binding needs a pool of nodes: those that stay next to something that changes, then a comparison for each slot, then
    each junction above one, the lower ones first. A junction picks its operands out of the pool by their numbers.
    So only what changes is made anew, and nothing else of the tree is looked at.

    Args:
        statement: The tree.

    Attributes:
        names: The parameters without a value, each once, in the order of the text.
    """

    __slots__ = ("_fixed", "_junctions", "_known", "_root", "_slots", "_statement", "names")

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._root = (statement.entity_type, statement.source, statement.origin or statement)
        self._slots, path = _find_slots(statement.condition)
        self._fixed, self._junctions = _lay_out(path, len(self._slots))
        self.names = tuple(dict.fromkeys(name for slot in self._slots for name in _names_in(slot.comparison.value)))
        self._known = frozenset(self.names)

    def bind(
        self, params: Mapping[str, object], taken: dict[str, tuple[object, ...]] | None = None
    ) -> tuple[Statement, list[Finding]]:
        """Put values in place of parameters; as `bind_parameters`.

        Args:
            params: Values by name, without the colon.
            taken: What came out of iterables, by name, where trees share their values: an iterable is taken once.
        """
        if type(params) is not dict:  # asking a dict for its abstract class takes a tenth of the whole time
            require_mapping(params)
        findings: list[Finding] = []
        unused: list[Finding] = []
        is_complete = params.keys() == self._known
        if not is_complete:
            unused = [Finding("unused_parameter", True, data=name) for name in params if name not in self._known]
            if not any(name in params for name in self.names):
                return self._statement, unused
        elif not self._slots:
            return self._statement, unused
        if taken is None:
            taken = {}
        pool: list[Expression] = self._fixed.copy()
        for number, name, takes_list, comparison, attribute, operator in self._slots:
            value: Value
            if name is None:
                pool.append(_bind_items(comparison, params, number, findings, taken))
                continue
            if not is_complete and name not in params:
                pool.append(comparison)
                continue
            given = params[name]
            if type(given) is str and not takes_list and "*" not in given and "\\" not in given:
                value = Literal(given, True)  # what `bound_values` would make of it
            else:
                found = bound_values(name, given, operator, index=number, place=0, findings=findings, taken=taken)
                value = List(tuple(found)) if takes_list else found[0]
            pool.append(comparison_of(attribute, operator, value))
        for node, kind, pick in self._junctions:
            operands = pick(pool)
            unchanged = not is_complete and all(map(is_, operands, node.operands))
            pool.append(node if unchanged else kind(operands))
        if unused:
            findings += unused
        entity_type, source, origin = self._root
        return statement_of(entity_type, pool[-1], source, origin), findings


def bind_parameters(statement: Statement, params: Mapping[str, object]) -> tuple[Statement, list[Finding]]:
    """Put values in place of parameters.

    Args:
        statement: The tree; a parameter that `params` does not name stays.
        params: Values by name, without the colon.

    Returns:
        The new tree, which knows the old one as its `origin`, and what is wrong with the values: an unused name, a
        value that cannot be written.

    Raises:
        TypeError: `params` is no mapping, a value is of a type that cannot be bound, or a list stands where one value
            belongs.
    """
    return Plan(statement).bind(params)


def require_mapping(params: object) -> None:
    """See to it that parameters were given by name.

    Raises:
        TypeError: They were not.
    """
    if not isinstance(params, Mapping):
        raise TypeError(f"params maps names to values, params={{'name': value}}, and is no {type(params).__name__}")


def unbound(statement: Statement) -> list[tuple[int, int, str]]:
    """The parameters that are left: index of the comparison, index of the item, name."""
    found: list[tuple[int, int, str]] = []
    for index, comparison in enumerate(comparisons(statement)):
        value = comparison.value
        items = value.items if isinstance(value, List) else (value,)
        found += [(index, place, item.name) for place, item in enumerate(items) if isinstance(item, Parameter)]
    return found


def parameter_names(statement: Statement) -> set[str]:
    """The names of the parameters of a tree that have no values yet."""
    return {name for _, _, name in unbound(statement)}


class _Above:
    """A junction of the tree, while a plan is made.

    Attributes:
        node: The junction.
        changes: What binding changes in it: the place of an operand -> its number in the part of the pool that is
            made anew.
        around: The same of the junction that it is an operand of.
        place: Which operand of that, from 0.
    """

    __slots__ = ("around", "changes", "node", "place")

    def __init__(self, node: Junction, around: dict[int, int], place: int) -> None:
        self.node = node
        self.around = around
        self.place = place
        self.changes: dict[int, int] = {}


def _find_slots(condition: Expression | None) -> tuple[list[Slot], list[_Above]]:
    """The comparisons that hold parameters, and every junction, parents before children."""
    slots: list[Slot] = []
    junctions: list[_Above] = []
    roots = () if condition is None else (condition,)
    ways: list[tuple[dict[int, int], Iterator[tuple[int, Expression]]]] = [({}, enumerate(roots))]
    number = -1
    while ways:
        changes, operands = ways[-1]
        for place, operand in operands:
            if isinstance(operand, Junction):
                above = _Above(operand, changes, place)
                junctions.append(above)
                ways.append((above.changes, enumerate(operand.operands)))
                break
            number += 1
            if isinstance(operand, Comparison) and _names_in(operand.value):
                changes[place] = len(slots)
                name = operand.value.name if isinstance(operand.value, Parameter) else None
                takes_list = operand.operator in LISTS
                slots.append(Slot(number, name, takes_list, operand, operand.attribute, operand.operator))
        else:
            ways.pop()
    return slots, junctions


def _lay_out(junctions: list[_Above], slots: int) -> tuple[list[Expression], list[_Step]]:
    """The part of the pool that stays, and how each junction that changes is made, children before parents."""
    changed: list[_Above] = []
    for above in reversed(junctions):
        if above.changes:
            above.around[above.place] = slots + len(changed)
            changed.append(above)
    fixed = [
        operand for above in changed for place, operand in enumerate(above.node.operands) if place not in above.changes
    ]
    steps: list[_Step] = []
    numbers = count()  # of the fixed ones, in the order in which they were gathered
    for above in changed:
        node, changes = above.node, above.changes
        picked = [
            len(fixed) + changes[place] if place in changes else next(numbers) for place in range(len(node.operands))
        ]
        steps.append((node, type(node), _picker(picked)))
    return fixed, steps


_Step = tuple[Junction, type[Junction], Callable[[Sequence[Expression]], tuple[Expression, ...]]]


def _picker(numbers: list[int]) -> Callable[[Sequence[Expression]], tuple[Expression, ...]]:
    if len(numbers) == 1:
        return lambda pool: (pool[numbers[0]],)  # only a tree made in code has such a junction
    return itemgetter(*numbers)


def _names_in(value: Value) -> list[str]:
    if isinstance(value, List):
        return [item.name for item in value.items if isinstance(item, Parameter)]
    return [value.name] if isinstance(value, Parameter) else []


def _bind_items(
    comparison: Comparison,
    params: Mapping[str, object],
    number: int,
    findings: list[Finding],
    taken: dict[str, tuple[object, ...]],
) -> Comparison:
    """A comparison with a list some of whose items are parameters."""
    items: list[Value] = []
    is_changed = False
    value = comparison.value
    for item in value.items if isinstance(value, List) else ():
        if isinstance(item, Parameter) and item.name in params:
            is_changed = True
            name = item.name
            items += bound_values(
                name, params[name], comparison.operator, index=number, place=len(items), findings=findings, taken=taken
            )
        else:
            items.append(item)
    return Comparison(comparison.attribute, comparison.operator, List(tuple(items))) if is_changed else comparison
