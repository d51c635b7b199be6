"""Names from code: each is refused, or is printed so that it is read back; none is ever syntax."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Callable
from enum import Enum
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import accsyn
from accsyn import names
from accsyn.ast import (
    AttributePath,
    Comparison,
    Expression,
    Literal,
    Null,
    Operator,
    Parameter,
    Statement,
)
from accsyn.builder.kinds import TextAttribute
from accsyn.builder.values import parameter
from accsyn.entities import Transfer
from accsyn.grammar.terminals import TERMINALS
from accsyn.visitor import rename_attributes, transform
from tests import strategies
from tests.examples import times

X = Literal("x", True)

SYNTAX = [
    "x=1 OR user",
    "a) OR (b",
    "T WHERE 1=1 OR x",
    "and",
    "IN",
    "a b",
    "",
    "a.",
    ".a",
    "a..b",
    "1a",
    "a\n",
    "a\nb",
    '"a"',
    "a=",
    "a!",
    "a,b",
    ":a",
    "a;--",
    "\ufeffa",
    "a\ud800",
    "a\u0301",
]
TEXTS = st.one_of(st.sampled_from(SYNTAX), strategies.names(), strategies.nasty_texts(), st.text(max_size=6))


@times(3)
@given(TEXTS)
@example("ſ")
@example("AND")
@example("and.x")
@example("mat\u017fches")
def test_a_name_is_what_the_grammar_says(text: str) -> None:
    """The check of names from code is the terminal of the grammar; so is that of parameters."""
    assert names.is_name(text) is (re.fullmatch(TERMINALS["NAME"], text) is not None)
    assert names.is_parameter_name(text) is (re.fullmatch(TERMINALS["PARAMETER"], f":{text}") is not None)


def _of_condition(condition: Expression) -> accsyn.Query:
    return accsyn.parse("Transfer").with_condition(condition)


def _stored(**changes: Any) -> accsyn.Query:
    condition = {"attribute": "a", "operator": "=", "value": {"text": "x", "quoted": True}}
    document = {"version": 1, "entity_type": "Transfer", "condition": condition}
    for key, value in changes.items():
        (condition if key == "attribute" else document)[key] = value
    return accsyn.Query.from_dict(document)


# What makes a query with a name that code gives.
ENTRANCES: dict[str, Callable[[str], accsyn.Query]] = {
    "rename_attributes": lambda name: _of_condition(
        rename_attributes(accsyn.parse_expression("owner=x"), {"owner": name})
    ),
    "rename_attributes, the first of several": lambda name: _of_condition(
        rename_attributes(accsyn.parse_expression("owner.role=x"), {"OWNER": name})
    ),
    "transform": lambda name: _of_condition(
        transform(accsyn.parse_expression("a=1"), lambda node: Comparison(name, node.operator, node.value))
    ),
    "Comparison": lambda name: _of_condition(Comparison(name, Operator.EQUAL, X)),
    "Comparison, word operator": lambda name: _of_condition(Comparison(name, Operator.CONTAINS, X)),
    "AttributePath": lambda name: _of_condition(Comparison(AttributePath(name, "Transfer"), Operator.EQUAL, X)),
    "Statement": lambda name: accsyn.Query(Statement(name)),
    "Statement with a condition": lambda name: accsyn.Query(Statement(name, Comparison("a", Operator.EQUAL, X))),
    "Parameter": lambda name: _of_condition(Comparison("a", Operator.EQUAL, Parameter(name))),
    "parameter": lambda name: Transfer.where(Transfer.name == parameter(name)),
    "attribute": lambda name: _of_condition(accsyn.attribute(name) == "x"),
    "Transfer[...]": lambda name: Transfer.where(Transfer[name] == "x"),
    "Transfer.metadata[...]": lambda name: Transfer.where(Transfer.metadata[name] == "x"),
    "Transfer.user[...]": lambda name: Transfer.where(Transfer.user[name].in_(["x", "y"])),
    "from_dict, attribute": lambda name: _stored(attribute=name),
    "from_dict, entity type": lambda name: _stored(entity_type=name),
}


@pytest.mark.parametrize("entrance", ENTRANCES)
@times(1)
@given(name=TEXTS)
def test_a_name_is_refused_or_stays_one(entrance: str, name: str) -> None:
    """By one sentence on one line; or the text, and what is sent, is read back as exactly this tree."""
    try:
        query = ENTRANCES[entrance](name)
    except (ValueError, accsyn.AccsynError) as error:
        assert "\n" not in str(error)
        assert 10 < len(str(error)) < 200 + len(repr(name))
        return
    assert accsyn.parse(str(query)) == query
    params = dict.fromkeys(query.parameters, "x")
    expression = accsyn.compile(query, params=params).expression
    condition = query.bind(params).condition
    if condition is not None and expression is not None:
        sent = accsyn.parse_expression(expression)
        assert sent == _lower(condition)


def _lower(condition: Expression) -> Expression:
    from accsyn.text import lower_keeping_meaning

    return transform(
        condition, lambda node: Comparison(lower_keeping_meaning(node.attribute), node.operator, node.value)
    )


@pytest.mark.parametrize("name", SYNTAX)
def test_syntax_is_no_name(name: str) -> None:
    """Each is refused wherever a tree takes a name."""
    for make in (
        lambda: Comparison(name, Operator.EQUAL, X),
        lambda: Comparison(AttributePath(name), Operator.EQUAL, X),
        lambda: Statement(name),
        lambda: Parameter(f"{name} "),
        lambda: accsyn.attribute(name),
        lambda: Transfer[name],
    ):
        with pytest.raises(ValueError, match=r"is no path|is no entity type|is a keyword|cannot be the name"):
            make()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Comparison(5, Operator.EQUAL, X), "a path is a str such as 'metadata.shot', not int"),  # type: ignore[arg-type]
        (lambda: Comparison("a", "=", X), "a comparison takes an Operator, not '='"),  # type: ignore[arg-type]
        (lambda: Comparison("a", Operator.EQUAL, "x"), r"a value of the tree such as Literal\('x', True\)"),  # type: ignore[arg-type]
        (lambda: Statement(5), "an entity type is a str such as 'Transfer', not int"),  # type: ignore[arg-type]
        (lambda: Parameter(5), "the name of a parameter is a str, not int"),  # type: ignore[arg-type]
        (lambda: Transfer.metadata[5], "a path is a str such as 'shot.code', not int"),  # type: ignore[index]
    ],
)
def test_other_types_are_refused(make: Callable[[], object], message: str) -> None:
    """A node made by hand says at once what it takes."""
    with pytest.raises(TypeError, match=message):
        make()


class Field(str, Enum):
    """Names as people keep them: such a str is written as its member's name on some versions of Python."""

    SIZE = "size"
    EVIL = "a=1 OR b"


def test_a_str_of_another_class_is_its_text() -> None:
    """What it writes of itself does not matter."""
    node = Comparison(Field.SIZE, Operator.EQUAL, Literal("5"))
    assert type(node.attribute) is str
    assert str(_of_condition(node)) == "Transfer WHERE size=5"
    assert type(Statement(Field.SIZE).entity_type) is str
    with pytest.raises(ValueError, match="is no path"):
        Comparison(Field.EVIL, Operator.EQUAL, Null())


def test_an_attribute_that_stands_nowhere_makes_nothing() -> None:
    """A kind by itself has no path yet, and a field of a reference may have one that needs something before it."""
    with pytest.raises(ValueError, match="'' is no path"):
        _ = TextAttribute() == "x"


def test_copies_and_pickles_are_checked_too() -> None:
    """They come by the same door, and keep what a schema said of a path."""
    made = (Transfer.size > 5) & (Transfer.name == parameter("x"))
    again = pickle.loads(pickle.dumps(made))
    assert again == made == copy.deepcopy(made)
    assert ~again == ~made
