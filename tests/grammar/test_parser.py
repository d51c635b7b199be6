"""The parser, against the trees that texts were made from and against Lark running the same grammar."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.ast import And, Comparison, List, Literal, Null, Operator, Or, Parameter, Statement
from accsyn.errors import QuerySyntaxError
from accsyn.grammar import driver, parser, reference
from accsyn.grammar.careful import Careful
from accsyn.grammar.lexer import skip_ignored
from accsyn.source import Source
from tests import strategies
from tests.examples import times

STARTS = ("query", "expression", "statement")


def outcome(text: str, start: str) -> Statement | int | None:
    """The tree, or the first place where no token can be read, or None for an empty item, of the parser."""
    source = Source(text)
    statement = driver.run(source, start)
    if statement is not None:
        return statement
    stuck = Careful(source, start).run()
    return None if stuck.is_done else skip_ignored(text, stuck.offset)


def reference_outcome(text: str, start: str) -> Statement | int | None:
    """The same of Lark."""
    try:
        return reference.parse_reference(text, start)
    except reference.NotOfTheLanguageError as error:
        return error.offset


@given(strategies.spelled(strategies.statements()))
def test_a_spelled_tree_is_read_back(pair: tuple[str, Statement]) -> None:
    """Whatever the blanks, cases, quotes and parentheses, a text gives the tree it was made from."""
    text, statement = pair
    assert parser.parse_statement(text, "statement") == statement
    assert parser.parse_statement(text, "expression" if statement.entity_type is None else "query") == statement


@pytest.mark.slow
@times(2)
@given(strategies.any_texts(), st.sampled_from(STARTS))
def test_the_parser_agrees_with_lark(text: str, start: str) -> None:
    """The same texts are accepted, with the same tree, and the first error stands at the same place."""
    assert outcome(text, start) == reference_outcome(text, start)


@pytest.mark.slow
@given(st.data(), st.sampled_from(STARTS))
def test_what_lark_s_own_generator_makes_is_read_alike(data: st.DataObject, start: str) -> None:
    """Hypothesis derives texts from the grammar itself; blanks between terminals are given in their patterns."""
    text = data.draw(_lark_texts(start))
    expected = reference_outcome(text, start)
    assert outcome(text, start) == expected


@cache
def _lark_texts(start: str) -> st.SearchStrategy[str]:
    from hypothesis.extra.lark import from_lark

    # The generator joins terminals without blanks and knows no look-ahead: each gets its own blank.
    words = {word.upper(): st.sampled_from([f" {word} ", f" {word.upper()} "]) for word in strategies.KEYWORDS}
    if start == "expression":
        del words["WHERE"]
    explicit = {
        **words,
        "NAME": strategies.names().map(lambda name: f" {name} "),
        "BARE": strategies.bare_texts().map(lambda text: f"{text} "),
        "QUOTED": strategies.quoted_texts().map(lambda text: f"'{text}'" if '"' in text else f'"{text}"'),
        "NULL": st.sampled_from(["null ", "NULL "]),
        "PARAMETER": strategies.parameters().map(lambda parameter: f":{parameter.name} "),
        "_BLANK": st.sampled_from(strategies.BLANKS),
        "_MARK": st.just(""),
    }
    return from_lark(reference.load(), start=start, explicit=explicit)


@pytest.mark.slow
@given(strategies.any_texts(), st.sampled_from(STARTS))
def test_the_careful_parser_agrees_with_the_quick_one(text: str, start: str) -> None:
    """Both accept the same texts and make the same trees."""
    assert Careful(Source(text), start).run().statement == driver.run(Source(text), start)


A = Comparison("a", Operator.EQUAL, Literal("1"))
B = Comparison("b", Operator.EQUAL, Literal("2"))
C = Comparison("c", Operator.EQUAL, Literal("3"))


def items(*texts: str) -> List:
    return List(tuple(Literal(text) for text in texts))


VALID: list[tuple[str, object]] = [
    ("a=1", A),
    ("a=1 AND b=2", And((A, B))),
    ("a=1 or b=2 and c=3", Or((A, And((B, C))))),
    ("(a=1 or b=2) and c=3", And((Or((A, B)), C))),
    ("a=1 and (b=2 and c=3)", And((A, B, C))),
    ("((a=1)or(b=2))", Or((A, B))),
    ("a=1 AND(b=2)", And((A, B))),
    ("name=and", Comparison("name", Operator.EQUAL, Literal("and"))),
    (
        "name=or AND name=where",
        And(
            (
                _n := Comparison("name", Operator.EQUAL, Literal("or")),
                Comparison("name", Operator.EQUAL, Literal("where")),
            )
        ),
    ),
    ("a<>null", Comparison("a", Operator.NOT_EQUAL, Null())),
    ("a<null", Comparison("a", Operator.LESS, Literal("null"))),
    ("a contains NULL", Comparison("a", Operator.CONTAINS, Literal("NULL"))),
    ('a="null"', Comparison("a", Operator.EQUAL, Literal("null"))),
    ("a=:x", Comparison("a", Operator.EQUAL, Parameter("x"))),
    ("a=:x.y", Comparison("a", Operator.EQUAL, Literal(":x.y"))),
    ("a=:1", Comparison("a", Operator.EQUAL, Literal(":1"))),
    ('a=":x"', Comparison("a", Operator.EQUAL, Literal(":x"))),
    ("a in :x", Comparison("a", Operator.IN, Parameter("x"))),
    ("a in (:x)", Comparison("a", Operator.IN, Parameter("x"))),
    ("a in :x,:y", Comparison("a", Operator.IN, List((Parameter("x"), Parameter("y"))))),
    ("a in 0,2", Comparison("a", Operator.IN, items("0", "2"))),
    ("a in (0,2)", Comparison("a", Operator.IN, items("0", "2"))),
    ("a in \"x y\", 'z'", Comparison("a", Operator.IN, items("x y", "z"))),
    ('a in "failed, aborted"', Comparison("a", Operator.IN, items("failed", "aborted"))),
    ('a in ("failed, aborted")', Comparison("a", Operator.IN, items("failed, aborted"))),
    ('a in (failed, "a,b")', Comparison("a", Operator.IN, items("failed", "a,b"))),
    ("a not in null", Comparison("a", Operator.NOT_IN, List((Null(),)))),
    ("a NOT MATCHES x", Comparison("a", Operator.NOT_MATCHES, Literal("x"))),
    ('a="x\ny"', Comparison("a", Operator.EQUAL, Literal("x\ny"))),
    ('a="C:\\projects\\"', Comparison("a", Operator.EQUAL, Literal("C:\\projects\\"))),
    ("a=!b", Comparison("a", Operator.EQUAL, Literal("!b"))),
    ("a=~/foo", Comparison("a", Operator.EQUAL, Literal("~/foo"))),
    ("metadata.in=3", Comparison("metadata.in", Operator.EQUAL, Literal("3"))),
    ("metadata.2024=3", Comparison("metadata.2024", Operator.EQUAL, Literal("3"))),
    ("a\n=\u00a01\x1f", A),
    ("\ufeffa=1", A),
]


@pytest.mark.parametrize(("text", "tree"), VALID)
def test_what_valid_texts_mean(text: str, tree: object) -> None:
    """A text as an expression gives the tree, behind WHERE too."""
    assert parser.parse_statement(text, "expression").condition == tree
    if not text.startswith("\ufeff"):
        assert parser.parse_statement(f"Transfer WHERE {text}").condition == tree


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("a=1", "query"),
        ("Transfer", "expression"),
        ("Transfer WHERE a=1", "expression"),
        ("ANDb=2", "query"),
        ("Transfer wherecode=x", "query"),
    ],
)
def test_an_entry_point_takes_its_own_kind_only(text: str, start: str) -> None:
    """A query is no expression, an expression no query, a keyword ends where its letters end."""
    with pytest.raises(QuerySyntaxError):
        parser.parse_statement(text, start)


def test_text_that_is_no_text_is_a_type_error() -> None:
    """Bytes are not guessed at."""
    with pytest.raises(TypeError, match="a query is a str, not bytes"):
        parser.parse_statement(b"Transfer")  # type: ignore[arg-type]


def test_a_text_past_the_limit_is_refused_unread() -> None:
    """The limit counts characters; None lifts it."""
    with pytest.raises(QuerySyntaxError) as caught:
        parser.parse_statement("Transfer", max_length=7)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.span) == ("ACC102", (7, 8))
    assert parser.parse_statement("Transfer", max_length=8).entity_type == "Transfer"
    assert parser.parse_statement("Transfer", max_length=None).entity_type == "Transfer"


def test_the_error_knows_source_and_name() -> None:
    """A name given for the text is part of what is shown."""
    with pytest.raises(QuerySyntaxError, match=r"--> saved\.txt, line 1, column 20") as caught:
        parser.parse_statement("Transfer WHERE size==3", name="saved.txt")
    assert caught.value.source.name == "saved.txt"
