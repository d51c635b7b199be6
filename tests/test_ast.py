"""The nodes: frozen, slotted, equal by meaning, of any depth."""

from __future__ import annotations

import copy
import pickle
import sys

import pytest
from hypothesis import given, settings

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
    Or,
    Parameter,
    Statement,
    join,
)
from accsyn.grammar.parser import parse_statement
from accsyn.grammar.recovery import locate
from accsyn.source import Source
from accsyn.visitor import walk
from tests import strategies

A = Comparison("a", Operator.EQUAL, Literal("1"))
B = Comparison("b", Operator.NOT_EQUAL, Null())
NODES: list[Node] = [
    Literal("x"),
    Literal("x", True),
    Exact("*"),
    Null(),
    Parameter("p"),
    List((Literal("x"), Null())),
    A,
    And((A, B)),
    Or((A, B)),
    Statement("Transfer", A),
    Statement(None, Or((A, B))),
    Statement("Transfer"),
]


@pytest.mark.parametrize("node", NODES, ids=repr)
def test_nodes_are_frozen_and_slotted(node: Node) -> None:
    """No attribute can be set, and there is no room for others."""
    assert not hasattr(node, "__dict__")
    for name in ("text", "operands", "value", "condition", "surprise"):
        with pytest.raises(AttributeError):
            setattr(node, name, 1)


@pytest.mark.parametrize("node", NODES, ids=repr)
def test_nodes_survive_pickle_copy_and_repr(node: Node) -> None:
    """A repr is the code that makes the node, but for tuples; a copy is the node."""
    again = pickle.loads(pickle.dumps(node))
    assert again == node
    assert hash(again) == hash(node)
    assert copy.copy(node) is node
    assert copy.deepcopy(node) is node
    if not {"And", "Or", "List"} & {type(part).__name__ for part in walk(node)}:
        assert eval(repr(node)) == node  # noqa: S307 - our own repr


EQUAL = [
    ("a<>1", "a!=1"),
    ("a in 1,2", "a IN (1, 2)"),
    ("a in 'x, y'", 'a IN "x","y"'),
    ("a='x'", "a=x"),
    ("a=NULL", "a=null"),
    ("((a=1))", "a=1"),
    ("a=1 and (b=2 and c=3)", "a=1 AND b=2 AND c=3"),
    ("a=1 or (b=2 and c=3)", "a=1 OR b=2 AND c=3"),
    ("a not  contains x", "a NOT CONTAINS x"),
    ("a in :x", "a in (:x)"),
]
DIFFERENT = [
    ("a=1", "a=2"),
    ("a=1", "A=1"),
    ("a=x", "a=X"),
    ("a=null", 'a="null"'),
    ("a=:x", 'a=":x"'),
    ("a=:x", "a=:y"),
    ("a=1", "a!=1"),
    ("a in 1", "a=1"),
    ("a in 1,2", "a in 2,1"),
    ("a in 1,2", "a in 1,2,2"),
    ("a=1 and b=2", "b=2 and a=1"),
    ("a=1 and b=2", "a=1 or b=2"),
    ("a=1 and b=2 or c=3", "a=1 and (b=2 or c=3)"),
    ("a in :x,null", "a in :x"),
]


@pytest.mark.parametrize(("one", "two"), EQUAL)
def test_what_means_the_same_is_equal(one: str, two: str) -> None:
    """Spelling, case of keywords, quoting and redundant parentheses do not count."""
    first, second = parse_statement(one, "expression"), parse_statement(two, "expression")
    assert first == second
    assert hash(first) == hash(second)


@pytest.mark.parametrize(("one", "two"), DIFFERENT)
def test_what_means_something_else_differs(one: str, two: str) -> None:
    """Values, names, order, nesting, null and parameters count."""
    assert parse_statement(one, "expression") != parse_statement(two, "expression")


def test_nodes_are_no_equals_of_other_things() -> None:
    """A literal is not its text, a bound text not a literal."""
    assert Literal("x") != "x"
    assert Literal("x") != Exact("x")
    assert Statement("Transfer") != Statement("Transfer", A)
    assert Statement("Transfer", A, Source("x")) == Statement("Transfer", A)


@settings(deadline=None)
@given(strategies.statements())
def test_pickle_keeps_any_tree(statement: Statement) -> None:
    """Quoting too, which equality leaves out."""
    again = pickle.loads(pickle.dumps(statement))
    assert again == statement
    assert repr(again) == repr(statement)


@pytest.mark.parametrize(
    ("operator", "positive", "complement", "ordered"),
    [
        ("=", "=", "!=", False),
        ("!=", "=", "=", False),
        ("<", "<", None, True),
        (">=", ">=", None, True),
        ("IN", "IN", "NOT IN", False),
        ("NOT CONTAINS", "CONTAINS", "CONTAINS", False),
        ("NOT MATCHES", "MATCHES", "MATCHES", False),
    ],
)
def test_operators_know_their_opposites(operator: str, positive: str, complement: str | None, ordered: bool) -> None:
    """An ordered comparison has no exact opposite."""
    found = Operator(operator)
    assert found.positive is Operator(positive)
    assert found.complement is (Operator(complement) if complement else None)
    assert found.is_ordered is ordered
    assert found.is_negative is (positive != operator)
    assert found.is_word is operator[0].isalpha()


def test_join_flattens_its_own_kind() -> None:
    """A single operand is returned as it is."""
    assert join(And, [A]) is A
    assert join(And, [And((A, B)), B]) == And((A, B, B))
    assert join(Or, [And((A, B)), B]) == Or((And((A, B)), B))


def test_the_base_node_has_nothing_to_compare() -> None:
    """A kind of node adds what counts; the kind alone tells two of them apart."""
    assert Node().children == ()
    assert Null() == Null()
    assert Null() != Literal("null")
    assert hash(Null()) != hash(List(()))


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["(" * 100_000 + "a=1" + ")" * 100_000, "(a=1 AND (b=2 OR " * 10_000 + "c=3" + "))" * 10_000],
    ids=["parentheses", "alternating"],
)
def test_depth_has_no_limit(text: str) -> None:
    """Parsing, comparing, hashing, showing, pickling and copying do not recurse."""
    limit = sys.getrecursionlimit()
    one, two = parse_statement(text, "expression"), parse_statement(text, "expression")
    assert one == two
    assert hash(one) == hash(two)
    assert repr(one) == repr(two)
    again = pickle.loads(pickle.dumps(one))
    assert again == one
    assert copy.deepcopy(one) is one
    condition = one.condition
    assert isinstance(condition, Expression)
    assert sys.getrecursionlimit() == limit
    assert locate(one).of(condition).end <= len(text)
