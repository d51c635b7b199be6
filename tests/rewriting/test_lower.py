"""Lowering: what text cannot say, said in another way."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import accsyn
from accsyn.ast import (
    Comparison,
    Exact,
    Expression,
    List,
    Literal,
    Null,
    Operator,
    Parameter,
    Statement,
    Value,
    comparisons,
)
from accsyn.grammar.parser import parse_statement
from accsyn.printer import print_statement
from accsyn.rewriting.lower import SERVER, HardCase, Lowering, anchored_pattern, lower, rewrite_pattern
from accsyn.text import fold
from accsyn.values import text_literal
from tests import trees

ITEM = List((Parameter("p"),))


@given(trees.statements())
@example(Statement(None, Comparison("name", Operator.IN, ITEM)))
@example(Statement(None, Comparison("name", Operator.NOT_IN, List((Exact("*"), Parameter("p"))))))
def test_printing_and_parsing_gives_the_lowered_tree(statement: Statement) -> None:
    """Law 7: parse(print(q)) == lower(q)."""
    lowered = lower(statement)
    start = "expression" if statement.entity_type is None else "query"
    assert parse_statement(print_statement(lowered), start) == lowered


@given(trees.statements())
def test_lowering_twice_changes_nothing(statement: Statement) -> None:
    """What lower makes can be written as it is."""
    lowered = lower(statement)
    assert lower(lowered) is lowered


# a tree, and what the language itself can say instead; None: it can say it
_LANGUAGE: list[tuple[Comparison, str | None]] = [
    (Comparison("x", Operator.IN, List((Literal("a b", True), Literal("c,d", True), Literal("", True)))), None),
    (Comparison("x", Operator.IN, List((Null(), Literal("a b", True), Literal("null", True)))), None),
    (Comparison("x", Operator.IN, List((Literal('"', True), Literal("'", True)))), None),
    (Comparison("x", Operator.EQUAL, Literal("a\nb", True)), None),
    (Comparison("x", Operator.EQUAL, Exact("C:\\")), "x=C:\\"),
    (Comparison("x", Operator.IN, List((Exact("C:\\"), Literal("a b", True)))), 'x IN (C:\\, "a b")'),
    (
        Comparison("x", Operator.IN, List((Literal("\"'", True), Literal("a b", True)))),
        'x IN ("a b") OR x MATCHES "^\\x22\\x27(?![\\s\\S])"',
    ),
]


@pytest.mark.parametrize(("node", "expected"), _LANGUAGE)
def test_what_the_language_can_say_stays_the_same_object(node: Comparison, expected: str | None) -> None:
    """Its lists hold any item; only what no text says takes another form."""
    statement = Statement("t", node)
    lowered = lower(statement)
    assert (lowered is statement) is (expected is None)
    if expected is not None:
        assert print_statement(lowered) == f"t WHERE {expected}"


def test_lowering_keeps_what_belongs_to_the_statement() -> None:
    """Without a condition there is nothing to do; source and origin go along."""
    bare = Statement("Transfer")
    assert lower(bare) is bare
    parsed = parse_statement("Transfer WHERE name=:x")
    bound = Statement("Transfer", Comparison("name", Operator.EQUAL, Exact("a*")), parsed.source, parsed)
    lowered = lower(bound)
    assert (lowered.source, lowered.origin) == (parsed.source, parsed)
    assert lowered.condition != bound.condition


def _server(node: Comparison) -> tuple[Expression, list[HardCase]]:
    lowering = Lowering(SERVER)
    return lowering.comparison(node), [note.case for note in lowering.notes]


def _text(node: Expression) -> str:
    from accsyn.printer import REST, print_expression

    return print_expression(node, REST)


END = r"(?![\s\S])"

# operator, what is bound (a list for IN), the text for the server, why
TABLE: list[tuple[str, object, str, list[HardCase]]] = [
    ("=", "plain", 'x="plain"', []),
    ("=", "", 'x=""', []),
    ("=", " edge ", 'x=" edge "', []),
    ("=", "null", 'x="null"', []),
    ("=", ":name", 'x=":name"', []),
    ("=", "a,b", 'x="a,b"', []),
    ("=", 'say "hi"', "x='say \"hi\"'", []),
    ("=", "O'Brien", 'x="O\'Brien"', []),
    ("=", "a*b", f'x matches "^a[*]b{END}"', [HardCase.LITERAL_STAR]),
    ("!=", "a*b", f'x not matches "^a[*]b{END}"', [HardCase.LITERAL_STAR]),
    ("=", "\"'", f'x matches "^\\x22\\x27{END}"', [HardCase.BOTH_QUOTES]),
    ("!=", "\"'", f'x not matches "^\\x22\\x27{END}"', [HardCase.BOTH_QUOTES]),
    ("=", "a\nb", f'x matches "^a\\x0ab{END}"', [HardCase.LINE_BREAK]),
    ("=", "a\r", f'x matches "^a\\x0d{END}"', [HardCase.LINE_BREAK]),
    ("=", "C:\\x\\", "x=C:\\x\\", []),
    ("=", "C:\\my x\\", f'x matches "^C:\\x5cmy x\\x5c{END}"', [HardCase.FINAL_BACKSLASH]),
    ("=", "C:\\my x", 'x="C:\\my x"', []),
    ("contains", "\"'", 'x matches "\\x22\\x27"', [HardCase.BOTH_QUOTES]),
    ("not contains", "\"'", 'x not matches "\\x22\\x27"', [HardCase.BOTH_QUOTES]),
    ("contains", "a*b", 'x contains "a*b"', []),
    ("contains", "a\nb", 'x matches "a\\x0ab"', [HardCase.LINE_BREAK]),
    ("contains", "a b\\", 'x matches "a b\\x5c"', [HardCase.FINAL_BACKSLASH]),
    ("not contains", "ab\\", "x not contains ab\\", []),
    ("matches", "[\"']", 'x matches "[\\x22\\x27]"', [HardCase.BOTH_QUOTES]),
    ("not matches", "a\\\\", 'x not matches "a\\x5c"', [HardCase.FINAL_BACKSLASH]),
    ("matches", "a\nb", 'x matches "a\\x0ab"', [HardCase.LINE_BREAK]),
    ("<", "plain", 'x<"plain"', []),
    (">=", "ab\\", "x>=ab\\", []),
    ("in", ["a", "b"], "x in a,b", []),
    ("in", ["a", "b c"], 'x in "a,b c"', []),
    ("not in", ["a", "b c"], 'x not in "a,b c"', []),
    ("in", ["a,b"], 'x="a,b"', [HardCase.COMMA]),
    ("in", ["c", "a,b"], 'x in c or x="a,b"', [HardCase.COMMA]),
    ("not in", ["c", "a,b"], 'x not in c and x!="a,b"', [HardCase.COMMA]),
    ("in", ["c", ""], 'x in c or x=""', [HardCase.EMPTY]),
    ("in", ["c", " d"], 'x in c or x=" d"', [HardCase.EDGE_BLANKS]),
    ("in", ["c", "null"], 'x in c or x="null"', [HardCase.READS_AS_NULL]),
    ("in", ["c", ":d"], 'x in c or x=":d"', [HardCase.READS_AS_PARAMETER]),
    ("in", ["c", "a*"], f'x in c or x matches "^a[*]{END}"', [HardCase.LITERAL_STAR]),
    ("not in", ["c", "a*"], f'x not in c and x not matches "^a[*]{END}"', [HardCase.LITERAL_STAR]),
    ("in", ["c", "\"'"], f'x in c or x matches "^\\x22\\x27{END}"', [HardCase.BOTH_QUOTES]),
    ("in", ["c", "d\ne"], f'x in c or x matches "^d\\x0ae{END}"', [HardCase.LINE_BREAK]),
    ("in", ["c d", 'say "hi"', "O'Brien"], 'x in \'c d,say "hi"\' or x="O\'Brien"', [HardCase.MIXED_QUOTES]),
    ("in", ["c d", "C:\\"], 'x in "c d" or x=C:\\', [HardCase.FINAL_BACKSLASH]),
    ("in", ["c d", "C:\\", "D:\\"], 'x in "c d" or x=D:\\ or x=C:\\', [HardCase.FINAL_BACKSLASH]),
    ("in", ["C:\\", "c d"], 'x in "C:\\,c d"', []),
    ("in", ["C:\\", "D:\\"], "x in C:\\,D:\\", []),
]


@pytest.mark.parametrize(("operator", "bound", "expected", "cases"), TABLE)
def test_each_hard_case_has_its_form(operator: str, bound: object, expected: str, cases: list[HardCase]) -> None:
    """The table of LANGUAGE 5.5, operator by hard case."""
    kind = Operator(operator.upper() if operator[0].isalpha() else operator)
    if isinstance(bound, list):
        node = Comparison("x", kind, List(tuple(text_literal(text, kind) for text in bound)))
    else:
        node = Comparison("x", kind, text_literal(str(bound), kind))
    lowered, found = _server(node)
    assert _text(lowered) == expected
    assert parse_statement(expected, "expression").condition == lowered
    assert found == cases


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ((Literal("a*"), Literal("b")), "x in b or x=a*"),
        ((Null(), Literal("b")), "x in null,b"),
        ((Literal("a b\\", True),), 'x="a b\\"'),
        ((Literal("a b", True), Literal("c d\\", True)), 'x in "a b" or x="c d\\"'),
        ((Null(), Literal("a b\\", True), Parameter("p")), 'x=null or x=:p or x="a b\\"'),
        ((Literal("a b", True), Parameter("p")), 'x in "a b" or x=:p'),
        ((Null(), Literal("b c", True)), 'x in "b c" or x=null'),
        ((Literal("today", True), Null()), "x in today,null"),
        ((Literal("-7d", True), Literal("b c", True)), 'x in "-7d,b c"'),
        ((Literal("a b*", True), Literal("c", True)), 'x in c or x="a b*"'),
        ((Literal("a*\"'*", True), Literal("c", True)), rf'x in c or x matches "^a[\s\S]*\x22\x27[\s\S]*{END}"'),
        ((Literal(".\"'", True), Literal("c", True)), f'x in c or x matches "^[.]\\x22\\x27{END}"'),
    ],
)
def test_typed_items_that_a_string_cannot_hold(items: tuple[Value, ...], expected: str) -> None:
    """A wildcard, or null in a list that needs quotes, is a comparison of its own."""
    lowered, _ = _server(Comparison("x", Operator.IN, List(items)))
    assert _text(lowered) == expected


# condition, what is bound, how the diagnostic says why
WORDS: list[tuple[str, object, str]] = [
    ("name=:x", "a*", "holds a `*` that is no wildcard"),
    ("name=:x", "a b\\", "ends in a backslash, which would stand before the closing quote"),
    ("name=:x", "\"'", "holds both kinds of quotes"),
    ("name=:x", "a\nb", "holds a line break"),
    ("name=:x", "\ud800", "holds half a surrogate pair"),
    ("name IN :x", ["a,b"], "holds a comma and is an item of a list"),
    ("name IN :x", [" a"], "starts or ends with a blank and is an item of a list"),
    ("name IN :x", [""], "is empty and an item of a list"),
    ("name IN :x", ["null"], "reads as null in a list"),
    ("name IN :x", [":a"], "reads as a parameter in a list"),
    ("name IN (a*, :x)", "b", "has a wildcard and is an item of a list"),
    ("name IN (null, :x)", "a b", "is null in a list that needs quotes"),
    ("name IN :x", ["it's", 'say "hi"'], "holds another kind of quote than other items of its list"),
]


@pytest.mark.parametrize(("condition", "value", "words"), WORDS)
def test_why_a_value_is_hard_completes_a_sentence(condition: str, value: object, words: str) -> None:
    """The diagnostics say it after "the value"."""
    found = accsyn.check(f"Transfer WHERE {condition}", params={"x": value})
    assert [d.message.removeprefix(f"the value {words}") for d in found if d.code in ("ACC501", "ACC504")] in (
        [": the comparison is sent in another form"],
        [" and cannot be sent"],
    )


def test_every_hard_case_has_its_words() -> None:
    """The table above is complete."""
    assert {words for _, _, words in WORDS} == {case.value for case in HardCase}


@pytest.mark.parametrize(
    ("operator", "text"),
    [("<", "\"'"), (">=", "a\nb"), ("<=", "a b\\"), ("=", "\ud800"), ("CONTAINS", "\udfff"), ("MATCHES", "(?x)a\nb")],
)
def test_what_has_no_form_is_refused_by_name(operator: str, text: str) -> None:
    """Ordered text with both quotes or a line break, half a surrogate pair, a verbose pattern with a line break."""
    kind = Operator(operator)
    lowering = Lowering(SERVER)
    node = Comparison("x", kind, text_literal(text, kind))
    assert lowering.comparison(node) is node
    assert [note.refused for note in lowering.notes] == [True]


def test_notes_count_comparisons_from_zero() -> None:
    """In the order of the text, those that need nothing included."""
    lowering = Lowering(SERVER)
    for text in ("plain", "a*", "\"'", "plain", "b*"):
        lowering.comparison(Comparison("x", Operator.EQUAL, text_literal(text, Operator.EQUAL)))
    assert [note.comparison for note in lowering.notes] == [1, 2, 4]


def test_lower_of_an_unwritable_value_is_a_value_error() -> None:
    """A tree made in code can hold what no text says; nothing is guessed."""
    statement = Statement(None, Comparison("x", Operator.LESS, Literal("\"'", True)))
    with pytest.raises(ValueError, match="both kinds of quotes"):
        lower(statement)


@given(trees.hard_texts, trees.hard_texts)
def test_anchored_pattern_of_exact_text_finds_the_text_alone(text: str, other: str) -> None:
    """The pattern finds another text exactly when both fold equal."""
    pattern = re.compile(anchored_pattern(Exact(text)), re.IGNORECASE)
    assert pattern.search(text)
    assert bool(pattern.search(other)) == (fold(text) == fold(other))


@given(trees.hard_texts)
@example('"' + "'")
def test_pattern_of_a_literal_holds_nothing_hard(text: str) -> None:
    """No quote, no line break, no final backslash: it can be put in quotes."""
    pattern = anchored_pattern(Literal(text, True))
    assert not set("\"'\n\r") & set(pattern)
    assert not pattern.endswith("\\")


@given(trees.patterns, st.text(string.printable, max_size=12))
def test_rewritten_pattern_finds_the_same(pattern: str, text: str) -> None:
    """Quotes and line breaks as escapes change nothing."""
    rewritten = rewrite_pattern(pattern)
    assert rewritten is not None
    assert not set("\"'\n\r") & set(rewritten)
    old = [match.span() for match in re.compile(pattern, re.IGNORECASE).finditer(text)]
    assert [match.span() for match in re.compile(rewritten, re.IGNORECASE).finditer(text)] == old


EMPTY = List(())

# condition with bound empty lists -> what remains, printed
CONSTANTS = [
    ("a=1 OR b IN :e", "a=1"),
    ("a=1 AND b IN :e", "b=null AND b!=null"),
    ("a=1 AND b NOT IN :e", "a=1"),
    ("a=1 OR b NOT IN :e", None),
    ("b IN :e", "b=null AND b!=null"),
    ("b NOT IN :e", None),
    ("(a=1 OR b IN :e) AND c=2", "a=1 AND c=2"),
    ("(a=1 AND b IN :e) OR (c=2 AND d=3) OR e=4", "(c=2 AND d=3) OR e=4"),
    ("(a=1 OR b=2 OR c IN :e) AND (d=1 OR e NOT IN :e)", "a=1 OR b=2"),
]


@pytest.mark.parametrize(("text", "expected"), CONSTANTS)
def test_empty_lists_fold_away(text: str, expected: str | None) -> None:
    """IN of an empty list never holds, NOT IN always; what that decides is left out."""
    from accsyn.parameters import bind_parameters

    statement, _ = bind_parameters(parse_statement("t WHERE " + text), {"e": []})
    printed = print_statement(lower(statement))
    assert printed == ("t" if expected is None else f"t WHERE {expected}")


def test_empty_list_in_a_bare_expression_stays_visible() -> None:
    """A bare expression cannot vanish: always is written as a condition that always holds."""
    statement = Statement(None, Comparison("a", Operator.NOT_IN, EMPTY))
    assert print_statement(lower(statement)) == "a=null OR a!=null"


@pytest.mark.slow
def test_lowering_is_iterative() -> None:
    """A deep tree is lowered without recursion."""
    depth = 20_000
    text = "(a=1 AND (b=1 OR " * depth + "c=:e" + "))" * depth
    from accsyn.parameters import bind_parameters

    statement, _ = bind_parameters(parse_statement(text, "expression"), {"e": "x*"})
    lowered = lower(statement)
    assert sum(1 for _ in comparisons(lowered)) == 2 * depth + 1
    assert parse_statement(print_statement(lowered), "expression") == lowered


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("X[a-z]\\d.*$", "X[a-z]\\d.*$"),
        ('X"Y', "X\\x22Y"),
        ("['\"]", "[\\x27\\x22]"),
        ('\\"', "\\x22"),
        ("\\'x", "\\x27x"),
        ("\\\\", "\\x5c"),
        ("\\\\a", "\\\\a"),
        ("a\r\nb", "a\\x0d\\x0ab"),
        ("(?x)a b", "(?x)a b"),
        ("(?ix)a\nb", None),
        ("(?x)a\rb", None),
        ("(?i)a\nb", "(?i)a\\x0ab"),
        ("\\\n", "\\x0a"),
        ("[\\\\]", "[\\\\]"),
    ],
)
def test_patterns_are_rewritten_where_it_is_needed(pattern: str, expected: str | None) -> None:
    """Quotes, line breaks and a final backslash; nothing else."""
    assert rewrite_pattern(pattern) == expected
