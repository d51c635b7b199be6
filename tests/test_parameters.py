"""Values from Python in place of parameters."""

from __future__ import annotations

import enum
import math
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given

import accsyn
from accsyn.ast import Comparison, Exact, List, Literal, Null, Operator, Parameter, Value, comparisons
from accsyn.grammar.parser import parse_statement
from accsyn.parameters import bind_parameters, parameter_names, unbound
from tests import trees


class Color(enum.Enum):
    RED = "red"
    NUMBER = 7


class Word(str, enum.Enum):
    FAILED = "failed"


STOCKHOLM = timezone(timedelta(hours=2))

SINGLE: list[tuple[object, Value]] = [
    ("failed", Literal("failed", True)),
    ("", Literal("", True)),
    ("* backup", Exact("* backup")),
    ("C:\\", Exact("C:\\")),
    (" AND x=1", Literal(" AND x=1", True)),
    (":x", Literal(":x", True)),
    ("null", Literal("null", True)),
    (5, Literal("5")),
    (-5, Literal("-5")),
    (1.5, Literal("1.5")),
    (True, Literal("true")),
    (False, Literal("false")),
    (None, Null()),
    (Color.RED, Literal("red", True)),
    (Color.NUMBER, Literal("7")),
    (Word.FAILED, Literal("failed", True)),
    (date(2026, 1, 22), Literal("2026-01-22")),
    (datetime(2026, 1, 22, 8, 35, 59, tzinfo=timezone.utc), Literal("2026-01-22T08:35:59")),
    (datetime(2026, 1, 22, 8, 35, 59, 500, tzinfo=STOCKHOLM), Literal("2026-01-22T06:35:59.000500")),
    (
        uuid.UUID("9d6c2bb1-7a22-4d3a-9d7c-1f2d3c4b5a69"),
        Literal("9d6c2bb1-7a22-4d3a-9d7c-1f2d3c4b5a69", True),
    ),
    (PurePosixPath("/Volumes/EDIT"), Literal("/Volumes/EDIT", True)),
    (PureWindowsPath("C:\\x"), Literal("C:\\x", True)),
    (accsyn.wildcard("* backup"), Literal("* backup", True)),
]


@pytest.mark.parametrize(("value", "expected"), SINGLE, ids=lambda value: repr(value)[:40])
def test_each_accepted_type_becomes_a_value(value: object, expected: Value) -> None:
    """One row a type; the node is of the same kind, quoted where it is text."""
    condition = accsyn.parse("t WHERE x=:v", {"v": value}).condition
    assert isinstance(condition, Comparison)
    assert condition.value == expected
    assert type(condition.value) is type(expected)
    assert getattr(condition.value, "quoted", None) == getattr(expected, "quoted", None)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (b"x", "bytes"),
        ({"a": 1}, "dict"),
        (math.nan, "nan"),
        (math.inf, "inf"),
        (object(), "object"),
        (1j, "complex"),
        ([1], "IN"),
        ((), "IN"),
        ({1}, "IN"),
        (timedelta(1), "timedelta"),
        (Color, "EnumType|EnumMeta"),
    ],
)
def test_anything_else_is_a_type_error_that_names_the_parameter(value: object, message: str) -> None:
    """The message names the parameter and what is wrong."""
    with pytest.raises(TypeError, match=f"'v'.*({message})"):
        accsyn.parse("t WHERE x=:v", {"v": value})


@pytest.mark.parametrize(
    "value", [[[1]], [{"a": 1}], [b"x"], memoryview(b"x"), [memoryview(b"x")], [math.nan], [object()]]
)
def test_items_that_cannot_be_bound(value: object) -> None:
    """A list within a list, a mapping, bytes."""
    with pytest.raises(TypeError, match="'v'"):
        accsyn.parse("t WHERE x IN :v", {"v": value})


@pytest.mark.parametrize("operator", ["<", ">", "<=", ">=", "CONTAINS", "NOT CONTAINS", "MATCHES", "NOT MATCHES"])
@pytest.mark.parametrize("value", [None, accsyn.wildcard("*")])
def test_null_and_wildcards_go_with_equality_only(operator: str, value: object) -> None:
    """None and a wildcard elsewhere are a TypeError."""
    with pytest.raises(TypeError, match="IN"):
        accsyn.parse(f"t WHERE x {operator} :v", {"v": value})


LISTS: list[tuple[str, dict[str, object], tuple[Value, ...]]] = [
    ("x IN :v", {"v": ["a", 1, None]}, (Literal("a", True), Literal("1"), Null())),
    ("x IN :v", {"v": ()}, ()),
    ("x IN :v", {"v": "a,b"}, (Literal("a,b", True),)),
    ("x IN (:v)", {"v": ["a", "b"]}, (Literal("a", True), Literal("b", True))),
    ("x IN (:v, c)", {"v": ["a", "b"]}, (Literal("a", True), Literal("b", True), Literal("c"))),
    ("x NOT IN :v, :w", {"v": "a", "w": iter("bc")}, (Literal("a", True), Literal("b", True), Literal("c", True))),
    ("x IN :v", {"v": {"a": 1}.keys()}, (Literal("a", True),)),
    ("x IN :v", {"v": range(2)}, (Literal("0"), Literal("1"))),
    ("x IN :v", {"v": ["a*", "C:\\"]}, (Exact("a*"), Exact("C:\\"))),
]


@pytest.mark.parametrize(("text", "params", "expected"), LISTS)
def test_lists_are_flattened(text: str, params: dict[str, object], expected: tuple[Value, ...]) -> None:
    """A parameter is an item, or a whole list; text is never unrolled."""
    condition = accsyn.parse("t WHERE " + text, params).condition
    assert isinstance(condition, Comparison)
    assert condition.value == List(expected)


@pytest.mark.parametrize(
    ("text", "params", "expected"),
    [
        ("x=:v", {"v": 10**400}, [(0, 0)]),
        ("x IN :v", {"v": [1, 10**400]}, [(0, 1)]),
        ("y=1 AND x IN (1, :v)", {"v": 10**400}, [(1, 1)]),
        ("y=1 AND x IN (:w, :v)", {"v": [10**400, 1, 10**400], "w": [1, 2]}, [(1, 2), (1, 4)]),
    ],
)
def test_a_finding_knows_comparison_and_item(
    text: str, params: dict[str, object], expected: list[tuple[int, int]]
) -> None:
    """Indexes of the new tree, from 0."""
    statement, findings = bind_parameters(parse_statement(text, "expression"), params)
    assert [(finding.comparison, finding.item) for finding in findings] == expected
    nodes = list(comparisons(statement))
    for index, item in expected:
        value = nodes[index].value
        assert isinstance(value.items[item] if isinstance(value, List) else value, Null)


def test_a_statement_without_its_parameters_is_the_same_object() -> None:
    """Nothing to bind, nothing new; else source and first origin go along."""
    for text in ("Transfer", "Transfer WHERE size=1", "Transfer WHERE size=:v AND size IN (1, :v)"):
        statement = parse_statement(text)
        assert bind_parameters(statement, {})[0] is statement
    parsed = parse_statement("Transfer WHERE size IN (:v, :w)")
    once, findings = bind_parameters(parsed, {"v": 1, "x": 2})
    twice, _ = bind_parameters(once, {"w": 2})
    assert [(finding.kind, finding.is_error, finding.data) for finding in findings] == [("unused_parameter", True, "x")]
    assert (once.source, once.origin, twice.source, twice.origin) == (parsed.source, parsed, parsed.source, parsed)
    assert [parameter_names(statement) for statement in (parsed, once, twice)] == [{"v", "w"}, {"w"}, set()]
    assert (unbound(parsed), unbound(once)) == ([(0, 0, "v"), (0, 1, "w")], [(0, 1, "w")])


@pytest.mark.parametrize(
    ("text", "value", "message"),
    [
        ("x=:v", b"a", "parameter 'v': bytes (decode it first) cannot be bound"),
        ("x=:v", bytearray(b"a"), "parameter 'v': bytearray (decode it first) cannot be bound"),
        ("x=:v", memoryview(b"a"), "parameter 'v': memoryview (decode it first) cannot be bound"),
        ("x=:v", {}, "parameter 'v': a value of type dict cannot be bound"),
        ("x IN :v", [[1]], "parameter 'v': a list inside a list cannot be bound"),
        ("x IN :v", [object()], "parameter 'v': a value of type object cannot be bound"),
        ("x!=:v", [1], "parameter 'v': != takes one value, not a list; use IN"),
        ("x=:v", math.inf, "parameter 'v': inf is no number that can be compared"),
        ("x<:v", None, "parameter 'v': None goes with =, !=, IN and NOT IN, not with <"),
        ("x<:v", accsyn.wildcard("a"), "parameter 'v': a wildcard goes with =, !=, IN and NOT IN, not with <"),
    ],
)
def test_what_a_type_error_says(text: str, value: object, message: str) -> None:
    """A whole sentence that names the parameter."""
    with pytest.raises(TypeError) as caught:
        bind_parameters(parse_statement(text, "expression"), {"v": value})
    assert str(caught.value) == message


@pytest.mark.parametrize("params", [["v"], "v", 5])
def test_params_are_a_mapping(params: object) -> None:
    """Anything else is a TypeError that shows how it is written."""
    with pytest.raises(TypeError, match=r"params=\{'name': value\}, and is no (list|str|int)"):
        bind_parameters(parse_statement("x=:v", "expression"), params)  # type: ignore[arg-type]


def test_the_largest_number_can_be_bound() -> None:
    """308 digits are a float's range; one more is an error."""
    largest = 10**308 - 1
    for value in (largest, -largest):
        statement, findings = bind_parameters(parse_statement("x=:v", "expression"), {"v": value})
        assert (statement.condition, findings) == (Comparison("x", Operator.EQUAL, Literal(str(value))), [])
    for value in (largest + 1, -largest - 1):
        assert len(bind_parameters(parse_statement("x=:v", "expression"), {"v": value})[1]) == 1


def test_an_iterable_is_taken_once() -> None:
    """A generator serves a parameter that stands twice."""

    def numbers() -> Iterator[int]:
        yield from (1, 2)

    query = accsyn.parse("t WHERE x IN :v OR y IN :v", {"v": numbers()})
    assert str(query) == "t WHERE x IN (1, 2) OR y IN (1, 2)"


def test_parameters_without_values_stay() -> None:
    """Parse binds what it gets; compile wants the rest, and takes it."""
    query = accsyn.parse("Transfer WHERE user=:u AND name=:n", {"u": "lisa"})
    assert str(query) == 'Transfer WHERE user="lisa" AND name=:n'
    assert accsyn.compile(query, params={"n": "x"}).expression == 'user="lisa" and name="x"'
    with pytest.raises(accsyn.QueryValidationError, match="`:n` has no value"):
        accsyn.compile(query)
    assert accsyn.check(query) == []


@pytest.mark.parametrize("call", [accsyn.parse, lambda text, params: accsyn.compile(text, params=params)])
def test_unused_parameters_are_an_error_by_name(call: object) -> None:
    """In parse and compile alike; the message offers the name that was meant."""
    with pytest.raises(accsyn.QueryValidationError, match=r"no parameter `:usr`") as caught:
        call("Transfer WHERE user=:user", {"user": "x", "usr": "y"})  # type: ignore[operator]
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == ["ACC309"]
    assert "`user`" in (caught.value.diagnostics[0].help or "")


def test_check_reports_unused_parameters() -> None:
    """Check says it without raising."""
    assert [d.code for d in accsyn.check("Transfer WHERE user=:user", params={"usr": 1})] == ["ACC309"]


@pytest.mark.parametrize("value", [10**309, -(10**400), 10**5000], ids=["309", "400", "5000"])
def test_numbers_of_too_many_digits(value: int) -> None:
    """int() and str() of more than 4,300 digits are a trap; this is an error at the parameter."""
    with pytest.raises(accsyn.QueryValidationError, match="308 digits"):
        accsyn.parse("Transfer WHERE size=:v", {"v": value})


UNUSABLE: list[tuple[str, dict[str, object], list[str]]] = [
    ("size=:v", {"v": 10**400}, [":v"]),
    ("size IN (1, :v)", {"v": 10**400}, [":v"]),
    ("size IN (:v, 1)", {"v": 10**400}, [":v"]),
    ("size IN (:w, :v)", {"v": 10**400, "w": 2}, [":v"]),
    ("size IN (:w, :v)", {"v": [-(10**400)], "w": [2]}, [":v"]),
    ("size IN :v", {"v": [1, 10**400, 2, 10**400]}, [":v", ":v"]),
    ("size=1 AND size IN (1, 2, :v, :v)", {"v": 10**400}, [":v", ":v"]),
    ("id=:v", {"v": 10**400}, [":v"]),
    ("id IN (614d660de50d45bb027c9bdd, :v)", {"v": datetime(1, 1, 1, tzinfo=STOCKHOLM)}, [":v"]),
    ("status=:v", {"v": 10**400}, [":v"]),
]


@pytest.mark.parametrize(("text", "params", "marked"), UNUSABLE)
def test_unusable_values_are_reported_at_their_parameter(
    text: str, params: dict[str, object], marked: list[str]
) -> None:
    """At the parameter, not at its neighbour in a list; and nothing else is said about what stands for the value."""
    text = f"Transfer WHERE {text}"
    found = accsyn.check(text, params=params)
    assert [(d.code, text[d.span.start : d.span.end]) for d in found] == [("ACC310", place) for place in marked]


@pytest.mark.parametrize(
    "value",
    [
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))),
        datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_moments_outside_the_calendar(value: datetime) -> None:
    """A moment whose UTC lies outside the years 1 to 9999 is an error at the parameter."""
    with pytest.raises(accsyn.QueryValidationError, match="1 to 9999"):
        accsyn.parse("Transfer WHERE created>:v", {"v": value})


def test_ordered_text_with_both_quotes_is_refused_when_bound() -> None:
    """There is no form for it, in text or on the wire."""
    with pytest.raises(accsyn.QueryValidationError, match="both kinds of quotes"):
        accsyn.compile("Transfer WHERE name<:v", params={"v": "\"'"})


def test_bound_text_reads_like_a_quoted_literal() -> None:
    """The text 50 is a number for an integer, the text today is no relative time."""
    assert accsyn.compile("Transfer WHERE size=:v", params={"v": "50"}).bound.comparisons[0].operands == (50,)
    with pytest.raises(accsyn.QueryValidationError):
        accsyn.compile("Transfer WHERE created>:v", params={"v": "today"})


def test_a_bool_is_never_a_number() -> None:
    """True for an integer attribute is an error; 1 for a boolean is true."""
    with pytest.raises(accsyn.QueryValidationError):
        accsyn.compile("Transfer WHERE size=:v", params={"v": True})
    assert accsyn.compile("Volume WHERE default=:v", params={"v": 1}).bound.comparisons[0].operands == (True,)


@given(trees.hard_texts)
def test_bound_text_never_changes_the_shape_of_a_query(text: str) -> None:
    """Whatever is bound, the query has the same two comparisons with the same names and operators."""
    query = accsyn.parse("t WHERE name=:v AND code!=:v", {"v": text})
    condition = query.condition
    assert condition is not None
    shape = [(node.attribute, node.operator) for node in condition.children if isinstance(node, Comparison)]
    assert shape == [("name", Operator.EQUAL), ("code", Operator.NOT_EQUAL)]


def test_wildcard_is_a_value() -> None:
    """It compares, hashes and shows like one."""
    one = accsyn.wildcard("a*")
    assert one == accsyn.wildcard("a*")
    assert hash(one) == hash(accsyn.wildcard("a*"))
    assert repr(one) == "wildcard('a*')"
    assert one != "a*"
    with pytest.raises(TypeError, match="int"):
        accsyn.wildcard(5)  # type: ignore[arg-type]


def test_parameter_node_prints_as_it_is_written() -> None:
    """A whole list, an item, a value."""
    text = "t WHERE a=:x AND b IN :y AND c IN (:z, d)"
    assert str(accsyn.parse(text)) == text
    assert accsyn.parse("t WHERE a=:x").condition == Comparison("a", Operator.EQUAL, Parameter("x"))
