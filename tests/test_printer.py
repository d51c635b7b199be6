"""From trees to text: canonical text, the text of the server, and the places of nodes in text that nobody typed."""

from __future__ import annotations

import pickle
from typing import cast

import pytest
from hypothesis import assume, given

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
    Value,
)
from accsyn.printer import (
    CANONICAL,
    NULLABLE,
    REST,
    Style,
    can_be_bare,
    print_expression,
    print_statement,
    print_with_places,
    quote,
    reads_as_null,
    reads_as_parameter,
    write_value,
)
from accsyn.rewriting.lower import lower
from accsyn.source import Span
from accsyn.visitor import walk
from tests import trees


def compare(attribute: str, operator: Operator = Operator.EQUAL, value: Value | None = None) -> Comparison:
    """A comparison; with 1 where the value does not matter."""
    return Comparison(attribute, operator, Literal("1") if value is None else value)


A, B, C, D = (compare(name) for name in "abcd")
LISTED = List((Literal("x"), Literal("y z", True)))

# ---- statements and conditions --------------------------------------------------------------------------------------

# tree, canonical text, text for the server
STATEMENTS: list[tuple[Statement, str, str]] = [
    (Statement("Transfer"), "Transfer", "Transfer"),
    (Statement("Transfer", A), "Transfer WHERE a=1", "Transfer where a=1"),
    (Statement(None, A), "a=1", "a=1"),
    (Statement(None, And((A, B))), "a=1 AND b=1", "a=1 and b=1"),
    (Statement(None, Or((A, B, C))), "a=1 OR b=1 OR c=1", "a=1 or b=1 or c=1"),
    (Statement("t", Or((A, And((B, C))))), "t WHERE a=1 OR (b=1 AND c=1)", "t where a=1 or (b=1 and c=1)"),
    (Statement(None, Or((And((A, B)), C))), "(a=1 AND b=1) OR c=1", "(a=1 and b=1) or c=1"),
    (Statement(None, And((Or((A, B)), Or((C, D))))), "(a=1 OR b=1) AND (c=1 OR d=1)", "(a=1 or b=1) and (c=1 or d=1)"),
    (
        Statement(None, And((A, Or((B, And((C, D))))))),
        "a=1 AND (b=1 OR (c=1 AND d=1))",
        "a=1 and (b=1 or (c=1 and d=1))",
    ),
    # The printer keeps the tree that it gets: operands of the same kind are not joined.
    (Statement(None, And((And((A, B)), C))), "(a=1 AND b=1) AND c=1", "(a=1 and b=1) and c=1"),
    (Statement(None, compare("Job.Id")), "Job.Id=1", "Job.Id=1"),
    (Statement(None, compare("a", Operator.IN, LISTED)), 'a IN (x, "y z")', 'a in "x,y z"'),
]


@pytest.mark.parametrize(("statement", "canonical", "rest"), STATEMENTS)
def test_statement_in_both_styles(statement: Statement, canonical: str, rest: str) -> None:
    """Keywords, blanks, and parentheses wherever AND and OR meet."""
    assert print_statement(statement) == canonical
    assert print_statement(statement, REST) == rest


@pytest.mark.parametrize("condition", [A, And((A, B)), Or((A, And((B, C))))])
@pytest.mark.parametrize("style", [CANONICAL, REST])
def test_an_expression_is_a_statement_without_entity_type(condition: Expression, style: Style) -> None:
    """Both functions write the same."""
    assert print_expression(condition, style) == print_statement(Statement(None, condition), style)
    assert print_expression(condition) == print_statement(Statement(None, condition))


OPERATORS: list[tuple[Operator, str, str]] = [
    (Operator.EQUAL, "a=1", "a=1"),
    (Operator.NOT_EQUAL, "a!=1", "a!=1"),
    (Operator.LESS, "a<1", "a<1"),
    (Operator.GREATER, "a>1", "a>1"),
    (Operator.LESS_EQUAL, "a<=1", "a<=1"),
    (Operator.GREATER_EQUAL, "a>=1", "a>=1"),
    (Operator.IN, "a IN 1", "a in 1"),
    (Operator.NOT_IN, "a NOT IN 1", "a not in 1"),
    (Operator.CONTAINS, "a CONTAINS 1", "a contains 1"),
    (Operator.NOT_CONTAINS, "a NOT CONTAINS 1", "a not contains 1"),
    (Operator.MATCHES, "a MATCHES 1", "a matches 1"),
    (Operator.NOT_MATCHES, "a NOT MATCHES 1", "a not matches 1"),
]


@pytest.mark.parametrize(("operator", "canonical", "rest"), OPERATORS)
def test_operators_in_both_styles(operator: Operator, canonical: str, rest: str) -> None:
    """Words have blanks around them, symbols have none."""
    assert print_expression(compare("a", operator)) == canonical
    assert print_expression(compare("a", operator), REST) == rest


def test_a_style_is_made_of_two_choices() -> None:
    """Case and lists do not depend on each other."""
    node = And((compare("a", Operator.IN, LISTED), B))
    assert print_expression(node, Style(lower=True, compact=False)) == 'a in (x, "y z") and b=1'
    assert print_expression(node, Style(lower=False, compact=True)) == 'a IN "x,y z" AND b=1'


def test_what_is_no_condition_is_refused() -> None:
    """A node that the printer does not know is not left out in silence."""
    with pytest.raises(TypeError, match="no condition"):
        print_expression(cast("Expression", Null()))


@pytest.mark.slow
def test_a_deep_tree_is_printed_without_recursion() -> None:
    """As deep as it may be, with and without places."""
    depth = 5_000
    node: Expression = A
    for _ in range(depth):
        node = And((B, Or((C, node))))
    statement = Statement(None, node)
    text = print_statement(statement)
    assert text == "b=1 AND (c=1 OR (" * (depth - 1) + "b=1 AND (c=1 OR a=1)" + "))" * (depth - 1)
    source, spans = print_with_places(statement)
    assert source.text == text
    assert spans.of(A) == Span(text.index("a=1"), text.index("a=1") + 3)


# ---- values ---------------------------------------------------------------------------------------------------------

EQUAL, LESS, CONTAINS = Operator.EQUAL, Operator.LESS, Operator.CONTAINS

# value, operator, as a single value, as an item
VALUES: list[tuple[Value, Operator, str, str]] = [
    (Null(), EQUAL, "null", "null"),
    (Parameter("name"), EQUAL, ":name", ":name"),
    (Literal("failed"), EQUAL, "failed", "failed"),
    # what was quoted stays quoted, but not as an item
    (Literal("failed", True), EQUAL, '"failed"', "failed"),
    (Literal("a*", True), EQUAL, '"a*"', "a*"),
    (Literal("a*"), EQUAL, "a*", "a*"),
    # a relative time in quotes is text
    (Literal("now", True), EQUAL, '"now"', '"now"'),
    (Literal("Today", True), EQUAL, '"Today"', '"Today"'),
    (Literal("YESTERDAY", True), EQUAL, '"YESTERDAY"', '"YESTERDAY"'),
    (Literal("-7d", True), EQUAL, '"-7d"', '"-7d"'),
    (Literal("-12H", True), EQUAL, '"-12H"', '"-12H"'),
    (Literal("-2w", True), EQUAL, '"-2w"', '"-2w"'),
    (Literal("-90m", True), EQUAL, '"-90m"', '"-90m"'),
    (Literal("-7d"), EQUAL, "-7d", "-7d"),
    (Literal("-d", True), EQUAL, '"-d"', "-d"),
    (Literal("7d", True), EQUAL, '"7d"', "7d"),
    (Literal("-\u0667d", True), EQUAL, '"-\u0667d"', "-\u0667d"),
    (Literal("todays", True), EQUAL, '"todays"', "todays"),
    # what cannot be bare
    (Literal(""), EQUAL, '""', '""'),
    (Literal("a b"), EQUAL, '"a b"', '"a b"'),
    (Literal("a,b"), EQUAL, '"a,b"', '"a,b"'),
    (Literal("O'Brien"), EQUAL, '"O\'Brien"', '"O\'Brien"'),
    (Literal('say "hi"'), EQUAL, "'say \"hi\"'", "'say \"hi\"'"),
    (Literal("a(b"), EQUAL, '"a(b"', '"a(b"'),
    (Literal("a!=b"), EQUAL, '"a!=b"', '"a!=b"'),
    (Literal("a!b"), EQUAL, "a!b", "a!b"),
    (Literal(":x"), EQUAL, '":x"', '":x"'),
    (Literal(":1"), EQUAL, ":1", ":1"),
    (Literal("a:x"), EQUAL, "a:x", "a:x"),
    (Literal("null", True), EQUAL, '"null"', '"null"'),
    (Literal("NULL"), EQUAL, '"NULL"', '"NULL"'),
    (Literal("NULL"), LESS, "NULL", "NULL"),
    (Literal("null"), CONTAINS, "null", "null"),
    (Literal("nulls"), EQUAL, "nulls", "nulls"),
    # from Python
    (Exact("C:\\"), EQUAL, "C:\\", "C:\\"),
    (Exact("a*"), CONTAINS, "a*", "a*"),
    (Exact("a *"), CONTAINS, '"a *"', '"a *"'),
    (Exact("a*"), LESS, "a*", "a*"),
    (Exact("a b"), EQUAL, '"a b"', '"a b"'),
    # a backslash that was typed stands where it stood
    (Literal("C:\\my x\\", True), EQUAL, '"C:\\my x\\"', '"C:\\my x\\"'),
]


@pytest.mark.parametrize(("value", "operator", "single", "item"), VALUES)
def test_value_is_written_as(value: Value, operator: Operator, single: str, item: str) -> None:
    """Quotes where they stood or are needed; in a list only where they are needed."""
    assert write_value(value, operator) == single
    assert write_value(value, operator, in_list=True) == item


UNWRITABLE: list[tuple[Value, Operator, str]] = [
    *((Exact("a*"), operator, r"plain \*") for operator in sorted(NULLABLE, key=str)),
    (Exact("a b\\"), EQUAL, "ends in a backslash"),
    (Exact("a b\\"), CONTAINS, "ends in a backslash"),
    (Literal("\"'"), EQUAL, "both kinds of quotes"),
    (Literal("\"'", True), LESS, "both kinds of quotes"),
    (Exact("\"'"), EQUAL, "both kinds of quotes"),
]


@pytest.mark.parametrize("in_list", [False, True])
@pytest.mark.parametrize(("value", "operator", "message"), UNWRITABLE)
def test_value_that_cannot_be_written(value: Value, operator: Operator, message: str, in_list: bool) -> None:
    """A ValueError says why; nothing is guessed."""
    with pytest.raises(ValueError, match=message):
        write_value(value, operator, in_list=in_list)


def test_a_list_is_no_single_value() -> None:
    """It has no text of its own: how it is written is the style's."""
    with pytest.raises(TypeError, match="no value: List"):
        write_value(LISTED, Operator.IN)


def _items(*texts: str) -> tuple[Value, ...]:
    return tuple(Literal(text, quoted=True) for text in texts)


# items, canonical list, the server's list
LISTS: list[tuple[tuple[Value, ...], str, str]] = [
    (_items("a"), "(a)", "a"),
    (_items("a", "b"), "(a, b)", "a,b"),
    (_items("a", "b c"), '(a, "b c")', '"a,b c"'),
    (_items("O'Brien"), '("O\'Brien")', '"O\'Brien"'),
    (_items('"x"', "y"), "('\"x\"', y)", "'\"x\",y'"),
    (_items("today", "a"), '("today", a)', "today,a"),
    ((Null(), Parameter("p"), Literal("x")), "(null, :p, x)", "null,:p,x"),
    ((Exact("C:\\"), Literal("x")), "(C:\\, x)", "C:\\,x"),
    ((Exact("C:\\"), Literal("x y")), '(C:\\, "x y")', '"C:\\,x y"'),
]


@pytest.mark.parametrize(("items", "canonical", "rest"), LISTS)
@pytest.mark.parametrize("operator", [Operator.IN, Operator.NOT_IN])
def test_list_in_both_styles(items: tuple[Value, ...], canonical: str, rest: str, operator: Operator) -> None:
    """In parentheses, item by item; for the server bare, or one string."""
    node = compare("a", operator, List(items))
    assert print_expression(node) == f"a {operator.value} {canonical}"
    assert print_expression(node, REST) == f"a {operator.value.lower()} {rest}"


@pytest.mark.parametrize(
    "items",
    [
        _items("a,b"),
        _items("a b", "c,d"),
        _items("a b", " c"),
        _items("a b", "c "),
        _items("a b", ""),
        (*_items("a b"), Null()),
        (*_items("a b"), Parameter("p")),
    ],
)
def test_list_that_one_string_cannot_hold(items: tuple[Value, ...]) -> None:
    """The server would split it elsewhere, or read null and parameters as text."""
    with pytest.raises(ValueError, match="an item of the list"):
        print_expression(compare("a", Operator.IN, List(items)), REST)


def test_list_with_both_kinds_of_quotes() -> None:
    """One string has one kind of quotes; item by item each has its own."""
    node = compare("a", Operator.IN, List(_items('"x"', "O'Brien")))
    assert print_expression(node) == 'a IN (\'"x"\', "O\'Brien")'
    with pytest.raises(ValueError, match="both kinds of quotes"):
        print_expression(node, REST)


@pytest.mark.parametrize("style", [CANONICAL, REST])
def test_an_empty_list_has_no_text(style: Style) -> None:
    """It is folded away by lowering."""
    with pytest.raises(ValueError, match="an empty list"):
        print_expression(compare("a", Operator.IN, List(())), style)


# ---- the parts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a", '"a"'), ("", '""'), ("it's", '"it\'s"'), ('"', "'\"'"), ("a\nb", '"a\nb"')],
)
def test_quote(text: str, expected: str) -> None:
    """Double quotes, single ones around double ones."""
    assert quote(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("null", True), ("NULL", True), ("Null", True), ("nul", False), ("null ", False), ("nuIl", False), ("", False)],
)
def test_what_reads_as_null(text: str, expected: bool) -> None:
    """The word in any case, and nothing else."""
    assert reads_as_null(text) is expected
    assert can_be_bare(text, LESS) is (text not in ("", "null "))
    if text.strip():
        assert can_be_bare(text, EQUAL) is (not expected and " " not in text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(":x", True), (":x_1", True), (":Größe", True), (":", False), (":1", False), (":x-y", False), ("x", False)],
)
def test_what_reads_as_a_parameter(text: str, expected: bool) -> None:
    """A colon and a name."""
    assert reads_as_parameter(text) is expected
    assert can_be_bare(text, CONTAINS) is not expected


# ---- places ---------------------------------------------------------------------------------------------------------


def test_places_of_every_node() -> None:
    """Node, attribute and operator of each; parentheses belong to nobody."""
    parameter, item, other, lost = Parameter("p"), Literal("x"), Literal("y z", True), Exact("a*")
    listed = List((item, other))
    first = Comparison("a", Operator.NOT_IN, listed)
    second, third = Comparison("job.id", Operator.LESS_EQUAL, parameter), Comparison("b", Operator.EQUAL, lost)
    both = And((second, third))
    root = Or((first, both))
    statement = Statement("Transfer", root)
    source, spans = print_with_places(statement)
    assert source.text == 'Transfer WHERE a NOT IN (x, "y z") OR (job.id<=:p AND b="a*")'

    def written(span: Span | None) -> str:
        assert span is not None
        return source.text[span.start : span.end]

    expected: list[tuple[Node, str]] = [
        (statement, source.text),
        (root, 'a NOT IN (x, "y z") OR (job.id<=:p AND b="a*")'),
        (first, 'a NOT IN (x, "y z")'),
        (listed, '(x, "y z")'),
        (item, "x"),
        (other, '"y z"'),
        (both, 'job.id<=:p AND b="a*"'),
        (second, "job.id<=:p"),
        (parameter, ":p"),
        (third, 'b="a*"'),
        (lost, '"a*"'),
    ]
    assert [written(spans.of(node)) for node, _ in expected] == [text for _, text in expected]
    assert [spans.outer(node) for node, _ in expected] == [spans.of(node) for node, _ in expected]
    assert written(spans.entity_type) == "Transfer"
    assert [(written(spans.attribute(node)), written(spans.operator(node))) for node in (first, second, third)] == [
        ("a", "NOT IN"),
        ("job.id", "<="),
        ("b", "="),
    ]


def test_places_without_entity_type_and_without_condition() -> None:
    """Either may be missing."""
    source, spans = print_with_places(Statement(None, A))
    assert (source.text, spans.entity_type, spans.of(A)) == ("a=1", None, Span(0, 3))
    bare = Statement("Transfer")
    source, spans = print_with_places(bare)
    assert (source.text, spans.entity_type, spans.of(bare)) == ("Transfer", Span(0, 8), Span(0, 8))


# value, how it is shown
SHOWN: list[tuple[Operator, Value, str]] = [
    (Operator.EQUAL, Exact("a*"), 'a="a*"'),
    (Operator.EQUAL, Exact("a b\\"), 'a="a b\\"'),
    (Operator.EQUAL, Literal("\"'"), 'a=""\'"'),
    (Operator.EQUAL, Null(), "a=null"),
    (Operator.IN, List(()), "a IN ()"),
    (Operator.IN, List((Exact("a*"), Literal("b", True), Null())), 'a IN ("a*", b, null)'),
]


@pytest.mark.parametrize(("operator", "value", "expected"), SHOWN)
def test_text_for_showing_has_a_place_for_what_cannot_be_written(
    operator: Operator, value: Value, expected: str
) -> None:
    """Between double quotes, as it is."""
    source, spans = print_with_places(Statement(None, Comparison("a", operator, value)))
    assert source.text == expected
    assert spans.of(value).end == len(expected)


@pytest.mark.slow
@given(trees.statements())
def test_every_node_has_a_place_within_its_parents(statement: Statement) -> None:
    """Whatever the tree: no node is forgotten, children stand in order and within the node above."""
    # Hypothesis gives one object to several places; places belong to objects.
    statement = pickle.loads(pickle.dumps(statement))
    nodes = list(walk(statement))
    assume(len(set(map(id, nodes))) == len(nodes))
    source, spans = print_with_places(statement)
    for node in nodes:
        start, end = spans.of(node)
        assert 0 <= start < end <= len(source.text)
        edges = [start, *(edge for child in node.children for edge in spans.of(child)), end]
        assert edges == sorted(edges)


@pytest.mark.slow
@given(trees.statements())
def test_text_with_places_is_the_canonical_text(statement: Statement) -> None:
    """Where a tree can be written, the text for showing is what is written."""
    lowered = lower(statement)
    assert print_with_places(lowered)[0].text == print_statement(lowered)
