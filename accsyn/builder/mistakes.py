"""What is said where code asks an attribute or an entity for something that it has not."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from accsyn.ast import AttributePath
from accsyn.schema.attributes import Type

KINDS = {
    Type.TEXT: "a text",
    Type.INTEGER: "an integer",
    Type.NUMBER: "a number",
    Type.BOOLEAN: "a boolean",
    Type.TIMESTAMP: "a timestamp",
    Type.ID: "an id",
    Type.ENUM: "an enum",
    Type.REFERENCE: "a reference",
    Type.OBJECT: "an object",
    Type.METADATA: "metadata",
    Type.UNTYPED: "untyped",
}
"""Each type with its article."""

_METHODS = (
    "between",
    "contains",
    "endswith",
    "in_",
    "is_not_null",
    "is_null",
    "matches",
    "not_contains",
    "not_in",
    "not_matches",
    "startswith",
)
_HABITS = {
    "like": "matches",
    "ilike": "matches",
    "regex": "matches",
    "icontains": "contains",
    "has": "contains",
    "is_in": "in_",
    "isin": "in_",
    "not_in_": "not_in",
    "is_": "is_null",
    "isnull": "is_null",
    "is_not": "is_not_null",
    "starts_with": "startswith",
    "ends_with": "endswith",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "gt": ">",
    "le": "<=",
    "lte": "<=",
    "ge": ">=",
    "gte": ">=",
}


def shown(path: AttributePath) -> str:
    """An attribute as code has it: ``Transfer.user.role``."""
    return f"{path.owner}.{path}" if path.owner else f'attribute("{path}")'


def unknown_member(path: AttributePath, type_: Type, name: str, fields: Iterable[str], is_open: bool) -> str:
    """The sentence about a method or a field that an attribute does not have."""
    own = shown(path)
    fields = list(fields)
    offered = [method for method in _METHODS if method in fields]
    habit = _HABITS.get(name)
    if name in _METHODS:
        return f"{own} is {KINDS[type_]} and has no {name}(): it takes {operators(type_)}"
    if habit is not None and (habit in offered or not habit.isidentifier()):
        return f"{own} has no {name}(); write {habit}" + ("(...)" if habit.isidentifier() else "")
    close = get_close_matches(name, fields, n=1)
    if close:
        return f"{own} has no `{name}`; did you mean `{close[0]}`?"
    if is_open:
        return f'{own} has no `{name}`; what the schema does not know is written {own}["{name}"]'
    return f"{own} is {KINDS[type_]} and has no `{name}`"


def operators(type_: Type) -> str:
    """What a kind of attribute takes, as code has it."""
    from accsyn.ast import Operator
    from accsyn.binding.binder import OPERATORS

    known = OPERATORS[type_]
    words = ["==", "!="]
    if Operator.LESS in known:
        words += ["<", "<=", ">", ">=", "between()"]
    words += ["in_()", "not_in()", "is_null()", "is_not_null()"]
    if Operator.CONTAINS in known:
        words += ["contains()", "matches()", "startswith()", "endswith()", "and not_... of these"]
    return ", ".join(words)


def no_order(path: AttributePath, type_: Type, operator: str) -> str:
    """The sentence about ``<`` and the like on what has no order."""
    return f"{shown(path)} is {KINDS[type_]} and has no order for `{operator}`: it takes {operators(type_)}"


def no_condition(path: AttributePath, sign: str) -> str:
    """The sentence about an attribute where a condition belongs."""
    own = shown(path)
    if sign == "~":
        return (
            f"`~` turns a condition around, and {own} alone is none: write ~({own} == ...), or {own}.is_null() for "
            f"what has none; for a boolean write {own} == False"
        )
    return (
        f"`{sign}` joins conditions, and {own} alone is none. Python reads `a == 1 {sign} b == 2` as "
        f"`a == (1 {sign} b) == 2`: put each comparison in parentheses; for a boolean write {own} == True"
    )


def no_truth(path: AttributePath) -> str:
    """The sentence about an attribute that is asked whether it is true."""
    own = shown(path)
    return f"{own} is neither true nor false by itself: compare it with something, for example {own}.is_not_null()"


def no_collection(path: AttributePath, type_: Type) -> str:
    """The sentence about ``x in attribute`` and iteration."""
    own = shown(path)
    from accsyn.ast import Operator
    from accsyn.binding.binder import OPERATORS

    if Operator.CONTAINS in OPERATORS[type_]:
        return f"Python's `in` cannot make a condition: write {own}.contains(x), or {own}.in_([...]) for one of several"
    return f"Python's `in` cannot make a condition: write {own}.in_([...])"


def no_arithmetic(path: AttributePath) -> str:
    """The sentence about ``+`` and the like."""
    own = shown(path)
    return f"a query cannot compute with {own}: it compares what a record holds. Compute the value, as in {own} > 5 - 1"


def one_argument(path: AttributePath, method: str) -> str:
    """The sentence about ``in_(1, 2)``."""
    return f"{shown(path)}.{method}() takes the values as one list: write {method}([...])"


def unknown_attribute(entity: str, name: str, known: Iterable[str], methods: Iterable[str]) -> str:
    """The sentence about an attribute that an entity does not have.

    Args:
        entity: The entity class.
        name: What was asked for.
        known: Its attributes.
        methods: What a query has, each as it is written: ``limit(...)``, ``condition``.
    """
    method = next((method for method in methods if method.partition("(")[0] == name), None)
    if method is not None:
        return f"`{name}` is part of a query, and {entity} is none: write {entity}.where().{method}"
    close = get_close_matches(name, list(known), n=1)
    if close:
        return f"{entity} has no attribute `{name}`; did you mean `{close[0]}`?"
    return f'{entity} has no attribute `{name}`; what the schema does not know is written {entity}["{name}"]'
