"""Walking, folding and transforming trees of any depth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings

import accsyn
from accsyn.ast import And, Comparison, Expression, List, Literal, Node, Operator, Or, Statement, Value, comparisons
from accsyn.entities import Transfer
from accsyn.visitor import attributes_of, fold, rename_attributes, replace_values, transform, walk
from tests import strategies

A, B, C = (Comparison(name, Operator.EQUAL, Literal("1")) for name in "abc")


def test_walk_goes_parents_first_in_the_order_of_the_text() -> None:
    """Every node is met once."""
    tree = Statement("T", And((A, Or((B, C)))))
    kinds = [type(node).__name__ for node in walk(tree)]
    assert kinds == [
        "Statement",
        "And",
        "Comparison",
        "Literal",
        "Or",
        "Comparison",
        "Literal",
        "Comparison",
        "Literal",
    ]
    assert list(comparisons(tree)) == [A, B, C]


@settings(deadline=None)
@given(strategies.statements())
def test_fold_sees_what_walk_sees(statement: Statement) -> None:
    """Folding to a count counts the nodes; children come in order."""
    count: int = fold(statement, lambda node, parts: 1 + sum(parts))
    assert count == len(list(walk(statement)))

    def order(node: Node, parts: Sequence[list[Node]]) -> list[Node]:
        return [node, *(item for part in parts for item in part)]

    assert fold(statement, order) == list(walk(statement))


@settings(deadline=None)
@given(strategies.expressions())
def test_transform_to_the_same_keeps_the_tree(expression: Expression) -> None:
    """The same object, not a copy; and every comparison is offered once, in order."""
    seen: list[Comparison] = []

    def keep(comparison: Comparison) -> Expression:
        seen.append(comparison)
        return comparison

    assert transform(expression, keep) is expression
    assert seen == list(comparisons(expression))


def test_transform_joins_what_becomes_flat() -> None:
    """An And put into an And is part of it, an Or stays of its own."""
    assert transform(And((A, B)), lambda item: And((B, C)) if item is A else item) == And((B, C, B))
    assert transform(And((A, B)), lambda item: Or((B, C)) if item is A else item) == And((Or((B, C)), B))
    assert transform(A, lambda item: B) is B
    same = Or((B, C))
    changed = transform(And((A, same)), lambda item: C if item is A else item)
    assert isinstance(changed, And)
    assert changed.operands[1] is same


def test_attributes_are_collected() -> None:
    """Each path once, in the order of the text."""
    assert attributes_of(accsyn.parse("Task WHERE b=1 AND (a.c=2 OR b>3)").statement) == ("b", "a.c")
    assert attributes_of(accsyn.parse("Task").statement) == ()


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({}, "user=1 AND user.role IN (2, 3) AND users=4"),
        ({"user": "owner"}, "owner=1 AND owner.role IN (2, 3) AND users=4"),
        ({"user": "owner", "user.role": "kind"}, "owner=1 AND kind IN (2, 3) AND users=4"),
        ({"User": "owner"}, "owner=1 AND owner.role IN (2, 3) AND users=4"),
        ({"User": "owner", "user": "person"}, "person=1 AND person.role IN (2, 3) AND users=4"),
        ({"USER.role": "kind", "USER": "owner", "User": "person"}, "owner=1 AND kind IN (2, 3) AND users=4"),
        ({"user.role.x": "kind"}, "user=1 AND user.role IN (2, 3) AND users=4"),
        ({"user": "user"}, "user=1 AND user.role IN (2, 3) AND users=4"),
    ],
)
def test_attributes_are_renamed(names: dict[str, str], expected: str) -> None:
    """Whole segments, the longest path first, the exact spelling before another case; what stays is the same object."""
    condition = accsyn.parse_expression("user=1 AND user.role IN (2, 3) AND users=4")
    renamed = rename_attributes(condition, names)
    assert renamed == accsyn.parse_expression(expected)
    assert (renamed is condition) is (renamed == condition)


@pytest.mark.parametrize("path", ["owner", "OWNER.id", "Owner.role.x"])
def test_names_are_found_in_any_case(path: str) -> None:
    """As they are in the language: what goes out as `owner.id` is renamed, however it was written."""
    renamed = rename_attributes(accsyn.parse_expression(f"{path}=1"), {"owner": "user"})
    assert attributes_of(renamed) == (f"user{path[5:]}",)


@pytest.mark.parametrize(
    ("names", "error", "message"),
    [
        ({"owner": "x=1 OR user"}, ValueError, "'x=1 OR user' is no path: names of letters, digits, _ and -"),
        ({"owner": "and"}, ValueError, "'and' is a keyword of the language and cannot be the name of an attribute"),
        ({"owner": "a b"}, ValueError, "'a b' is no path"),
        ({"owner": ""}, ValueError, "'' is no path"),
        ({"a b": "owner"}, ValueError, "'a b' is no path"),
        ({"owner": 5}, TypeError, "a path is a str such as 'metadata.shot', not int"),
        ({5: "owner"}, TypeError, "a path is a str such as 'metadata.shot', not int"),
        ("owner", TypeError, "names maps old paths to new ones, .*, and is no str"),
    ],
)
def test_names_that_cannot_be_written_are_refused(names: Any, error: type[Exception], message: str) -> None:
    """Whether or not the condition has the attribute."""
    for text in ("owner=anna", "size>5"):
        with pytest.raises(error, match=message):
            rename_attributes(accsyn.parse_expression(text), names)


def test_a_name_that_stays_keeps_what_the_schema_says_of_it() -> None:
    """A renamed attribute may be of any kind: its order cannot be negated any more."""
    made = Transfer.size > 5
    assert ~rename_attributes(made, {"name": "code"}) == ~made
    with pytest.raises(ValueError, match="no exact form"):
        _ = ~rename_attributes(made, {"size": "metadata.size"})


@pytest.mark.parametrize("wrong", ["a=1", None, 5, Literal("x")])
def test_only_an_expression_replaces_a_comparison(wrong: Any) -> None:
    """What is none would be found much later."""
    with pytest.raises(TypeError, match="a comparison is replaced by an expression, not by "):
        transform(A, lambda _: wrong)


@pytest.mark.parametrize("wrong", ["x", None, 5, List(())])
def test_only_a_value_replaces_a_value(wrong: Any) -> None:
    """And a list is not one value."""
    for text in ("a=1", "a IN (1, 2)"):
        with pytest.raises(TypeError, match="a value is replaced by one value of the tree"):
            replace_values(accsyn.parse_expression(text), lambda _, __: wrong)


def test_values_are_replaced() -> None:
    """Single ones and items of lists; the comparison says what it is about."""
    condition = accsyn.parse_expression("user=anna AND user IN (anna, bo) AND code=anna AND size>:x")

    def replace(comparison: Comparison, value: Value) -> Value:
        is_anna = comparison.attribute == "user" and value == Literal("anna")
        return Literal("lisa") if is_anna else value

    replaced = replace_values(condition, replace)
    assert replaced == accsyn.parse_expression("user=lisa AND user IN (lisa, bo) AND code=anna AND size>:x")
    assert replace_values(condition, lambda _, value: value) is condition
