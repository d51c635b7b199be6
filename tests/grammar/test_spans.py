"""Where the nodes of a tree stand in the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from accsyn.ast import Comparison, List, Literal, Null, Parameter, Statement
from accsyn.grammar import parser
from accsyn.grammar.careful import Careful
from accsyn.grammar.recovery import locate
from accsyn.source import Source
from accsyn.visitor import walk
from tests import strategies


@settings(deadline=None)
@given(strategies.spelled(strategies.statements()))
def test_every_node_stands_where_its_text_stands(pair: tuple[str, Statement]) -> None:
    """Children lie within parents, and the text of a place is the text of the node."""
    text, _ = pair
    statement = parser.parse_statement(text, "statement")
    spans = locate(statement)
    if statement.entity_type is not None:
        assert spans.entity_type is not None
        assert text[slice(*spans.entity_type)] == statement.entity_type
    for node in walk(statement):
        place = spans.place(node)
        assert place.outer.start <= place.span.start < place.span.end <= place.outer.end or not len(text)
        for child in node.children:
            assert place.span.start <= spans.outer(child).start <= spans.outer(child).end <= place.span.end
        shown = text[slice(*place.span)]
        if isinstance(node, Comparison):
            assert text[slice(*spans.attribute(node))] == node.attribute
            written = " ".join(text[slice(*spans.operator(node))].upper().split())
            assert written.replace("<>", "!=") == node.operator.value
            assert parser.parse_statement(shown, "expression").condition == node
        elif isinstance(node, Null):
            assert shown.lower() == "null"
        elif isinstance(node, Parameter):
            assert shown.strip("()").strip() == f":{node.name}"
        elif isinstance(node, Literal):
            assert shown in (node.text, f'"{node.text}"', f"'{node.text}'")
    for group in spans.groups:
        assert text[group.span.start] == "("
        assert text[group.span.end - 1] == ")"
        assert spans.outer(group.node).start <= group.span.start < group.span.end <= spans.outer(group.node).end


def test_the_items_of_a_quoted_list_stand_in_the_quotes() -> None:
    """Each piece is marked without the blanks around it."""
    text = 'a IN "x,  xx ,x"'
    statement = parser.parse_statement(text, "expression")
    spans = locate(statement)
    comparison = statement.condition
    assert isinstance(comparison, Comparison)
    assert isinstance(comparison.value, List)
    assert [text[slice(*spans.of(item))] for item in comparison.value.items] == ["x", "xx", "x"]
    assert [spans.of(item).start for item in comparison.value.items] == [6, 10, 14]


def test_parentheses_belong_to_the_outer_place() -> None:
    """The inner place is the condition alone."""
    text = "((a=1))"
    statement = parser.parse_statement(text, "expression")
    assert statement.condition is not None
    place = locate(statement).place(statement.condition)
    assert (place.span, place.outer) == ((2, 5), (0, 7))


def test_a_foreign_node_has_no_place() -> None:
    """An equal node of another tree is another node."""
    statement = parser.parse_statement("a=1", "expression")
    with pytest.raises(KeyError):
        locate(statement).of(Literal("1"))


def test_a_text_with_errors_has_no_places() -> None:
    """The careful parser makes no tree of it."""
    careful = Careful(Source("a="), "expression").run()
    with pytest.raises(ValueError, match="not of the language"):
        careful.spans_for(Statement(None))
