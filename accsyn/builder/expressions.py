"""Conditions joined, and attributes without an entity class."""

from __future__ import annotations

from collections.abc import Iterable

from accsyn.ast import And, Expression, Or, join, require_one_owner
from accsyn.builder.kinds import UntypedAttribute, untyped
from accsyn.names import require_path


def attribute(path: str) -> UntypedAttribute:
    """An attribute by its path, for what no schema knows: ``accsyn.attribute("metadata.shot.code") == "sh010"``.

    It takes every operator and any value; nothing is checked before the query is compiled.

    Raises:
        TypeError: `path` is no str.
        ValueError: It cannot be written in a query.
    """
    return untyped(require_path(path), "")


def all_of(*conditions: Expression | Iterable[Expression]) -> Expression:
    """A condition that holds where all of the conditions hold; the same as ``a & b & c``, for any number of them.

    Args:
        *conditions: Conditions, or iterables of conditions; one at least.

    Raises:
        TypeError: Something is no condition.
        ValueError: There is none (a query without a condition is ``Transfer.where()``); or they are about attributes
            of two entity types.
    """
    return _joined(And, _flat("all_of", conditions))


def any_of(*conditions: Expression | Iterable[Expression]) -> Expression:
    """A condition that holds where some of the conditions holds; the same as ``a | b | c``, for any number of them.

    Raises:
        TypeError: Something is no condition.
        ValueError: There is none (no condition of the language holds never); or they are about attributes of two
            entity types.
    """
    return _joined(Or, _flat("any_of", conditions))


def _joined(kind: type[And] | type[Or], conditions: list[Expression]) -> Expression:
    require_one_owner(conditions)
    return join(kind, conditions)


def _flat(name: str, conditions: tuple[object, ...]) -> list[Expression]:
    found: list[Expression] = []
    for condition in conditions:
        if isinstance(condition, Expression):
            found.append(condition)
        elif isinstance(condition, Iterable) and not isinstance(condition, str):
            for each in condition:
                if not isinstance(each, Expression):
                    raise TypeError(f"{name}() takes conditions, not {type(each).__name__}")
                found.append(each)
        else:
            raise TypeError(f"{name}() takes conditions, not {type(condition).__name__}")
    if not found:
        raise ValueError(f"{name}() needs at least one condition")
    return found
