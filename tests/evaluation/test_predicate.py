"""The generated function: the interpreter's answers, source without a word of the query, and what it is not for."""

from __future__ import annotations

import io
import keyword
import re
import sqlite3
import tokenize
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accsyn
from accsyn.ast import And, Comparison, Exact, Expression, Literal, Null, Operator, Or, Statement, join
from accsyn.binding.binder import bind
from accsyn.evaluation.code import keys, memo, texts
from accsyn.evaluation.code.conditions import MOST_LEVELS, write
from accsyn.evaluation.code.keys import KnownKeys
from accsyn.evaluation.code.memo import Memo
from accsyn.evaluation.code.values import CANONICAL_TIME
from accsyn.evaluation.interpreter import Predicate
from accsyn.evaluation.objects import ObjectRecord
from accsyn.evaluation.predicate import _BUILTINS, GeneratedPredicate
from accsyn.evaluation.values import read_interval
from accsyn.evaluation.wildcards import equality
from accsyn.grammar.parser import parse_statement
from accsyn.schema.builtin import builtin_schema
from accsyn.text import fold, lower_decides
from tests.evaluation import generated
from tests.evaluation.queries import bound, bound_statement
from tests.evaluation.test_interpreter import ASKED, Watched
from tests.examples import times

DOC = 'transfer WHERE ((user=lisa@example.com AND destination=hq) OR status<>failed) AND code="* backup"'


# ---- the same answers -----------------------------------------------------------------------------------------------


@st.composite
def crowded(draw: st.DrawFn) -> Expression:
    """Conditions over few attributes, in several spellings, so that comparisons share and merge."""
    attributes = tuple(draw(st.lists(st.sampled_from(list(generated.ATTRIBUTES)), min_size=1, max_size=2)))
    spelled = st.sampled_from([str, str, str.upper, str.title])

    def respelled(comparison: Comparison, spell: Any) -> Comparison:
        return Comparison(spell(comparison.attribute), comparison.operator, comparison.value)

    some = draw(st.lists(st.builds(respelled, generated.comparisons(attributes), spelled), min_size=1, max_size=8))
    leaves = st.sampled_from(some)
    return draw(
        st.recursive(
            leaves,
            lambda inner: st.builds(join, st.sampled_from([And, Or]), st.lists(inner, min_size=1, max_size=5)),
            max_leaves=12,
        )
    )


@pytest.mark.slow
@times(3)
@given(st.one_of(crowded(), generated.expressions), st.lists(generated.records, min_size=1, max_size=5))
def test_the_answers_are_those_of_the_interpreter(condition: Expression, records: list[dict[Any, Any]]) -> None:
    """For every condition and every record, one by one and in a row, whatever was seen before."""
    query = bound_statement(Statement("transfer", condition))
    interpreter, predicate = Predicate(query), GeneratedPredicate(query)
    assert [predicate.matches(record) for record in records] == [interpreter.matches(record) for record in records]
    found = [id(record) for record in predicate.filter(records)]
    assert found == [id(record) for record in interpreter.filter(records)]
    assert predicate.source


RECORDS: list[dict[Any, Any]] = [
    {"status": "failed", "code": "Nightly BACKUP", "size": 5},
    {"STATUS": "failed", "Code": "x backup", "Size": 6.0},
    {"status": None, "code": None, "size": None},
    {"code": ["a", "b backup"], "size": [1, 7], "status": {"a": 1}},
    {"status": 5, "code": True, "size": "5", 3: 4, None: 1},
    {"size": float("nan"), "status": "ſ", "code": "x bacKup"},
    {"size": True, "metadata": {"a": "5", "B": 5, "c.d": "x"}, "created": "2026-01-22T08:35:59"},
    {"size": 10**400, "metadata": {"a": 5.0, "b": "failed", "c": {"d": "x"}}, "created": "2026-01-22T08:35:59.250000"},
    {"metadata.a": 5, "created": "2026-02-29T00:00:00", "metadata": {"a": 6}},
    {"Metadata": {"A": "true"}, "created": "2024-02-29T00:00:00", "user": None},
    {"metadata": [{"a": 5}, {"a": 6}], "created": datetime(2026, 1, 22, 8), "user": 5},
    {"metadata": 5, "created": "2026-01-22", "user": "lisa@example.com"},
    {"metadata": None, "user": "66", "user_hr": "user:lisa@example.com[standard](66)"},
    {"user": "user:66", "user_hr": "Lisa@Example.com(66)"},
    {"user": "66", "User_hr": "user:lisa@example.com(66)"},
    {"user": "ſ", "user_hr": None, "status": "\u0130"},
    {"user": "x", "user_hr": ["lisa@example.com(66)"]},
    {"user": "user:lisa@example.com", "user_hr": 5},
    {"user": "66", "user_hr": "lisa(66)", "metadata": {"a": True}},
    {"user": "a:b:lisa@example.com", "code": " backup"},
    {"User": "lisa@example.com", "code": "İ"},
    {"user": "1:lisa", "user_hr": "lisa", "code": "b"},
    {},
]
QUERIES = [
    *("status=failed", "status!=failed", "status=null", "status!=null", "Status=failed", "STATUS=failed OR status=x"),
    *("code='* backup'", "code=n*p", "code='*igh*'", "code='*'", "code='a*b*c'", "code='*a*'", "code=''", "code!='*i'"),
    *("code contains back", "code contains ''", "code contains si", "code matches '^n'", "code not matches '^n'"),
    *(
        "code<n",
        "code>=n AND code<x",
        "code in (a, b, 'x*')",
        "code in (a, null)",
        "code not in (a*, b*, c*, d*)",
        "code in (a*, '* backup')",
    ),
    *("size>5", "size<=5 AND size>=5", "size=5", "size in (5, 7)", "size in (5, null)", "size=null", "size!=5"),
    *("metadata.a=5", "metadata.a>4", "metadata.a=true", "metadata.b=failed", "metadata.c.d=x", "metadata.a=null"),
    *("metadata.A=5 OR metadata.a=6", "metadata.a in (5, x)", "metadata.a in (x, y*)", "metadata.a in (x, null)"),
    *("metadata.a.b.c.d.e.f=null", "metadata.a!=5", "metadata=5", "metadata.a contains 5", "metadata.a<'2026-01-01'"),
    *("created=2026-01-22", "created<2026-01-22T08:36:00", "created<=2026-01-22", "created>2024-02-28", "created>9999"),
    *("created>=2026-01-22T08:35:59", "created<=9999-12-31", "created>9999-12-31", "created=9999-12-31"),
    *("created in (2026-01-22, 2024-02-29)", "created=null", "created>2026-01-01 AND created<2026-02-01"),
    *("user=lisa@example.com", "user=lisa", "user=s", "user=x", "user!=lisa@example.com", "user=null", "user!=null"),
    *("user=lisa@example.com OR user=x", "user in (lisa@example.com, null)", "user='user:*'", "user=user:lisa*"),
    *("user contains lisa", "user matches '^lisa'", "user=66 AND user=lisa", 'user=""', "user=user:lisa@example.com"),
    *("user.id=66", "user.code=lisa@example.com", "User=lisa@example.com", "USER.ID=66", "user_hr contains lisa"),
    *("user=lisa OR User_hr=x", "user=\u0130 OR status=\u0130", "user='i\u0307'", "status=i", "status=s", "code='i*'"),
    *("status=failed OR status=done OR code=x OR status in (a, b)", "status!=failed AND status!=done AND size!=5"),
    *("(status=failed AND size>5) OR (status=failed AND size<=5)", "(status=x OR size=5) AND (size=6 OR status=x)"),
    *("size=5 AND (status=x OR user=66) AND (user=66 OR status=x)", "acl.x=5"),
]


@pytest.mark.parametrize("text", [text for text in QUERIES if text != "created>9999"])
def test_every_form_on_every_record(text: str) -> None:
    """Each test that is written out, on values of every kind, before and after the keys are known."""
    query = bound(f"transfer WHERE {text}")
    interpreter, predicate = Predicate(query), GeneratedPredicate(query)
    expected = [interpreter.matches(record) for record in RECORDS]
    assert [predicate.matches(record) for record in RECORDS] == expected
    assert [predicate.matches(record) for record in reversed(RECORDS)] == expected[::-1]
    found = [id(record) for record in predicate.filter(RECORDS)]
    assert found == [id(record) for record, holds in zip(RECORDS, expected, strict=True) if holds]


@pytest.mark.parametrize("text", ["read=true", "read!=false", "read=null", "read in (true, null)", "read=1 OR write=0"])
def test_booleans(text: str) -> None:
    """A bool is itself, whatever else looks like it."""
    query = bound(f"acl WHERE {text}")
    interpreter, predicate = Predicate(query), GeneratedPredicate(query)
    for value in (True, False, None, 1, 0, 1.0, "true", [True], float("nan")):
        for record in ({"read": value}, {"READ": value}, {"write": value}):
            assert predicate.matches(record) is interpreter.matches(record)


nasty = st.text(st.sampled_from("iIİı\u0307sSſkK\u212aσςΣµμaAé́ﬅﬆ -"), max_size=6)


@given(nasty, nasty)
def test_text_compares_as_it_is_folded(constant: str, value: str) -> None:
    """The expressions over `lower` are those over `fold`, for the letters on which the two differ."""
    for is_folded, held in ((False, value), (True, fold(value))):
        constants = texts.Constants(fold=fold, v=held)
        for text, operand in (
            (constant, Exact(constant)),
            ("*", Literal(f"{constant}*")),
            ("*", Literal(f"*{constant}")),
        ):
            source = texts.equality("v", operand, constants, is_folded=is_folded)
            assert eval(source, constants.namespace) is equality(operand)(value), (text, source)  # noqa: S307
        source = texts.contains("v", fold(constant), constants, is_folded=is_folded)
        assert eval(source, constants.namespace) is (fold(constant) in fold(value))  # noqa: S307
    assert eval(texts.folding("v"), {"fold": fold, "v": value}) == fold(value)  # noqa: S307


@given(nasty, nasty)
def test_lower_decides_where_it_says_so(constant: str, value: str) -> None:
    """Then a text in lower case equals, or holds, the constant exactly where the folded text does."""
    folded = fold(constant)
    if lower_decides(folded):
        assert (value.lower() == folded) is (fold(value) == folded)
        assert (folded in value.lower()) is (folded in fold(value))


@pytest.mark.slow
@given(st.datetimes(), st.datetimes())
def test_canonical_moments_sort_as_text(one: datetime, two: datetime) -> None:
    """What is canonical is a moment, and text order is its order; a day that may not exist never is."""
    first, second = one.isoformat(), two.isoformat()
    if CANONICAL_TIME.fullmatch(first) and CANONICAL_TIME.fullmatch(second):
        left, right = read_interval(first), read_interval(second)
        assert left is not None
        assert right is not None
        assert (first < second) is (left.start < right.start)
    is_canonical = one.year >= 1000 and (one.month, one.day) != (2, 29)
    assert (CANONICAL_TIME.fullmatch(first) is not None) is is_canonical


@pytest.mark.parametrize(
    "text",
    ["2026-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32", "0000-01-01", "٢٠٢٦-01-01"],
)
def test_no_text_that_is_no_moment_is_canonical(text: str) -> None:
    """Days that do not exist, hours that do not exist, other digits, other separators."""
    assert CANONICAL_TIME.fullmatch(f"{text}T00:00:00") is None
    for time in ("T24:00:00", "T00:60:00", "T00:00:60", " 00:00:00", "T00:00:00Z", "T00:00:00.5", "T00:00", "\n"):
        assert CANONICAL_TIME.fullmatch(f"2026-01-01{time}") is None


# ---- the source -----------------------------------------------------------------------------------------------------

_NAME = re.compile(r"[acvhd]\d+(?:_\d+)?|[ryz]")
_METHODS = frozenset({"get", "lower", "isascii", "endswith", "isdisjoint"})
_OURS = frozenset({"MISSING", "UNSURE", "UNSET", "SCALARS", "fold", "is_known", "learn", "is_canonical", "other"})


def odd_tokens(source: str) -> list[str]:
    """What stands in generated source besides generated names, the names it is run with, and Python's own words."""
    known = _OURS | _METHODS | set(_BUILTINS) | {"matches", "filter", "records"}
    return [
        token.string
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type in (tokenize.STRING, tokenize.NUMBER, tokenize.COMMENT)
        or (
            token.type == tokenize.NAME
            and token.string not in known
            and not keyword.iskeyword(token.string)
            and not _NAME.fullmatch(token.string)
        )
    ]


@pytest.mark.slow
@given(st.one_of(crowded(), generated.expressions))
def test_no_text_of_a_query_is_in_the_source(condition: Expression) -> None:
    """There is no literal in it at all - no text, no number - and no name that was not generated."""
    assert odd_tokens(GeneratedPredicate(bound_statement(Statement("transfer", condition))).source) == []


@pytest.mark.parametrize("text", ["__import__('os')", "')or(1", "\n    x", "{0}", "{name}", "%s", "\\", "c0", "\0"])
def test_hostile_text_is_data(text: str) -> None:
    """Text that looks like code, or like a place to fill in, compares as text."""
    for attribute in ("name", "user", "metadata.x"):
        predicate = GeneratedPredicate(bound(f"transfer WHERE {attribute}=:x OR code CONTAINS :x", {"x": text}))
        assert odd_tokens(predicate.source) == []
        assert predicate.matches({"name": text, "user": text, "metadata": {"x": text}})
        assert predicate.matches({"code": f"a{text}b"})
        assert not predicate.matches({"name": f"{text}.", "user": f"{text}.", "metadata": {"x": f"{text}."}})


@pytest.mark.parametrize(
    "text", ["__import__", "c0", "any", "record", "lambda", "__builtins__", "other.c0", "x-y", "\u0130"]
)
def test_hostile_names_are_data(text: str) -> None:
    """So do names of attributes that are names of Python's, or of the generated function."""
    name = Comparison(text, Operator.EQUAL, Literal("x"))
    named = GeneratedPredicate(bind(Statement(None, name), builtin_schema()))
    assert odd_tokens(named.source) == []
    assert named.matches({text: "X"})


def test_the_same_query_gives_the_same_source() -> None:
    """Texts and numbers do not show: only the shape of the condition does."""
    one = write(bound('transfer WHERE (user=a@b.c OR size>5) AND code="*x" AND metadata.shot=a'))
    two = write(bound('transfer WHERE (user=d@e.g OR size>6) AND code="*y" AND metadata.seq=bbb'))
    assert one.matches == two.matches


def test_cheap_tests_come_first() -> None:
    """A number before a text, a text before a reference, a regular expression last."""
    predicate = GeneratedPredicate(bound("transfer WHERE code MATCHES x AND user=x AND name=x AND size>1"))
    order = re.findall(r"(>|len|isascii|is not None\) if)", predicate.source.splitlines()[3])
    assert order.index(">") < order.index("len")
    assert "search" not in order
    variables = re.findall(r"\((v\d+) := ", predicate.source.splitlines()[3])
    assert variables == ["v3", "v2", "v1", "v0"]


def test_an_attribute_is_read_once() -> None:
    """What is surely read already is used; where it depends on the record, the second to come looks."""
    source = write(bound("transfer WHERE (size>1 AND name=a) OR (size>2 AND name=b) OR name CONTAINS c")).matches
    assert source.count("r.get(") == 2
    assert "UNSET" not in source
    source = write(bound("transfer WHERE (size>1 AND name=a) OR (size>2 AND name=b)")).matches
    assert source.count("r.get(") == 3
    assert source.count(" is not UNSET") == 1
    shared = write(bound("transfer WHERE (size>1 AND name=a) OR (size<0 AND name!=a)")).matches
    assert len(re.findall(r"\(a\d+ := ", shared)) == 2
    assert shared.count(" is not UNSET") == 2  # of the test of the name, and of the name in it


def test_equalities_with_one_attribute_are_one_look_up() -> None:
    """`a=1 OR a=2` is a list, and so is `a!=1 AND a!=2`; other operators stay what they are."""
    texts_ = [f"u{number}" for number in range(500)]
    either = GeneratedPredicate(bound("transfer WHERE " + " OR ".join(f"name={text}" for text in texts_)))
    neither = GeneratedPredicate(bound("transfer WHERE " + " AND ".join(f"name!={text}" for text in texts_)))
    assert len(either.source) < 1000
    assert len(neither.source) < 1000
    for text, is_in in (("U7", True), ("u500", False)):
        assert either.matches({"name": text}) is is_in
        assert neither.matches({"name": text}) is not is_in
    both = GeneratedPredicate(bound("transfer WHERE name=a AND name=b"))
    assert both.matches({"name": ["a", "b"]})
    assert not both.matches({"name": "a"})


# ---- sizes ----------------------------------------------------------------------------------------------------------


def nested(levels: int) -> Expression:
    """A condition with so many levels of AND and OR, each with a comparison of every cost."""
    node: Expression = Comparison("metadata.a.b.c", Operator.EQUAL, Literal("x"))
    for level in range(levels):
        other = Comparison("user", Operator.EQUAL, Literal(f"x{level}"))
        node = And((node, Comparison("name", Operator.NOT_EQUAL, Literal("y")))) if level % 2 else Or((other, node))
    return node


@pytest.mark.parametrize("levels", [0, 1, MOST_LEVELS - 1, MOST_LEVELS, MOST_LEVELS + 1, 200])
def test_deep_conditions(levels: int) -> None:
    """As far as Python's own compiler goes there is a function, and the answers do not depend on it."""
    query = bound_statement(Statement("transfer", nested(levels)))
    predicate = GeneratedPredicate(query)
    assert bool(predicate.source) is (levels <= MOST_LEVELS)
    yes: dict[str, Any] = {"metadata": {"a": {"b": {"c": "x"}}}}
    no: dict[str, Any] = {"name": "y", "user": "y"}
    assert list(predicate.filter([yes, no, yes])) == [record for record in (yes, no, yes) if predicate.matches(record)]
    assert predicate.matches(yes)
    assert not predicate.matches(no)


@pytest.mark.slow
def test_depth_is_no_limit() -> None:
    """A hundred thousand parentheses are none in the tree; twenty thousand levels are interpreted."""
    parentheses = accsyn.compile(f"Transfer WHERE {'(' * 100_000}size>1{')' * 100_000}")
    assert parentheses.matches({"size": 2})
    predicate = GeneratedPredicate(bound_statement(Statement("transfer", nested(20_000))))
    assert predicate.source == ""
    assert predicate.matches({"metadata": {"a": {"b": {"c": "x"}}}})
    assert not predicate.matches({"name": "y"})


def test_the_source_is_linear() -> None:
    """Twice the comparisons, twice the source; what all of them share stands there once."""

    def length(pairs: int) -> int:
        text = " OR ".join(f"(user=u{number:04} AND code CONTAINS a{number:04})" for number in range(pairs))
        return len(write(bound(f"transfer WHERE {text}")).matches)

    assert length(400) <= 2.1 * length(200)


def test_large_queries() -> None:
    """Five hundred pairs, and two thousand comparisons side by side."""
    pairs = " OR ".join(f"(user=u{number}@example.com AND status<>failed)" for number in range(500))
    predicate = GeneratedPredicate(bound(f"transfer WHERE {pairs}"))
    assert predicate.matches({"user": "U499@example.com", "status": "done"})
    assert predicate.matches({"user": "66", "user_hr": "user:u7@example.com(66)"})
    assert not predicate.matches({"user": "u500@example.com"})
    assert not predicate.matches({"user": "u7@example.com", "status": "Failed"})
    side_by_side = " OR ".join(f"code CONTAINS x{number}y" for number in range(2000))
    predicate = GeneratedPredicate(bound(f"transfer WHERE {side_by_side}"))
    assert [predicate.matches({"code": code}) for code in ("ax1999yb", "x2000y", None)] == [True, False, False]


# ---- what is kept ---------------------------------------------------------------------------------------------------


def test_a_memo_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers beyond its size, and those for long texts, are worked out each time."""
    monkeypatch.setattr(memo, "MOST", 2)
    asked: list[str] = []

    def compute(text: str) -> int:
        asked.append(text)
        return len(text)

    answers = Memo(compute)
    long = "x" * (memo.LONGEST + 1)
    assert [answers[text] for text in (long, "a", "a", "bb", "ccc", "ccc", long, "a")] == [257, 1, 1, 2, 3, 3, 257, 1]
    assert asked == [long, "a", "bb", "ccc", "ccc", long]
    assert dict(answers) == {"a": 1, "bb": 2}


def test_known_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only keys that can be no name of the query, or are spelled as there, are known; up to a number."""
    known = KnownKeys(["Status", "user", "job", "JOB"], is_dotted=False)
    assert known.learn({"Status": 1, "x": 2, "a.b": 3, 5: 6, None: 7})
    assert known.learn({"status": 1, "user": 1})
    assert known.known == {"Status", "x", "a.b", "status", "user"}
    assert [known.learn({key: 1}) for key in ("STATUS", "USER", "uſer", "job", "JOB", "Job")] == [False] * 6
    assert [name for name in ("job", "status", "Status", "x") if known.is_ambiguous(name)] == ["job", "status"]
    assert not KnownKeys(["a", "b"], is_dotted=True).learn({"x.y": 1})
    monkeypatch.setattr(keys, "MOST_KEYS", 2)
    few = KnownKeys(["a"], is_dotted=False)
    assert few.learn({"b": 1, "c": 2, "d": 3})
    assert few.learn({"x" * (keys.LONGEST_KEY + 1): 1})
    assert few.known == {"b", "c"}


def test_no_key_is_forgotten() -> None:
    """Records with keys of every spelling, one after the other: what was learned from one never hides another."""
    predicate = GeneratedPredicate(bound("transfer WHERE status=failed"))
    for record, expected in [
        ({"a": 1}, False),
        ({"a": 1, "Status": "failed"}, True),
        ({"a": 1, "STATUS": "failed"}, True),
        ({"a": 1}, False),
        ({"ſtatus": "failed"}, True),
        ({"status": None, "Status": "failed"}, False),
    ]:
        assert predicate.matches(record) is expected


def test_threads_share_a_predicate() -> None:
    """What is learned while others ask changes no answer."""
    predicate = GeneratedPredicate(bound(DOC))
    records = [
        {"code": f"{number} backup", "status": "failed", "user": f"{number}", "user_hr": f"lisa@example.com({number})"}
        | {"destination": "x", "destination_hr": "site:hq(x)", f"key{number}": 1}
        for number in range(500)
    ]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: sum(1 for _ in predicate.filter(records)), range(8)))
    assert found == [500] * 8


# ---- records that are no dictionaries -------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "data", "asked"), ASKED)
def test_other_mappings_are_asked_in_the_order_of_the_text(text: str, data: dict[str, Any], asked: list[str]) -> None:
    """A look into them may have effects, so no more is asked than needed and nothing is moved."""
    record = Watched(data)
    GeneratedPredicate(bound(text)).matches(record)
    assert record.asked == asked


@pytest.mark.parametrize("kind", [MappingProxyType, OrderedDict, Watched])
def test_any_mapping_is_a_record(kind: Any) -> None:
    """Records need not be dictionaries, and may come mixed."""
    predicate = GeneratedPredicate(bound("n=1"))
    some: list[Any] = [kind({"n": 1}), {"n": 1}, kind({"N": 1}), kind({"n": 2}), {"n": 2}]
    assert list(predicate.filter(some)) == some[:3]
    assert predicate.matches(some[0])


@pytest.mark.parametrize("text", ["n=1", ""])
@pytest.mark.parametrize("record", [None, "text", ["n"], 5])
def test_what_is_no_mapping_is_refused(record: Any, text: str) -> None:
    """In a query with a condition as in one without."""
    predicate = GeneratedPredicate(bound(text or "transfer"))
    with pytest.raises(TypeError, match="a record is a mapping of names to values"):
        predicate.matches(record)
    with pytest.raises(TypeError, match="a record is a mapping of names to values"):
        list(predicate.filter([record]))


def test_what_is_no_iterable_is_refused_at_once() -> None:
    """The mistake shows where it is made, not where the first record is taken."""
    for text in ("n=1", "transfer"):
        with pytest.raises(TypeError, match="not iterable"):
            GeneratedPredicate(bound(text)).filter(5)  # type: ignore[call-overload]


def test_filter_is_lazy() -> None:
    """A record is read when the one before it has been taken, and given back itself."""
    read: list[int] = []

    def source() -> Iterator[dict[str, int]]:
        for number in range(5):
            read.append(number)
            yield {"n": number}

    found = GeneratedPredicate(bound("n>0")).filter(source())
    assert read == []
    assert next(found) == {"n": 1}
    assert read == [0, 1]
    assert [record["n"] for record in found] == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "error"), [("transfer WHERE size=abc", "errors has no meaning"), ("n=:x", "Parameter"), ("n IN :x", "Par")]
)
def test_what_cannot_be_asked_is_refused(text: str, error: str) -> None:
    """As the interpreter refuses it, and before a record is seen."""
    query = bind(parse_statement(text, "statement"), builtin_schema())
    with pytest.raises((ValueError, TypeError), match=error):
        GeneratedPredicate(query)


def test_without_condition_every_record_matches() -> None:
    """There is no source for nothing to ask."""
    predicate = GeneratedPredicate(bound("transfer"))
    assert predicate.source == ""
    assert predicate.matches({})
    assert list(predicate.filter([{}])) == [{}]
    with pytest.raises(ValueError, match="no condition"):
        write(bound("transfer"))


def test_an_empty_list_never_holds() -> None:
    """IN with an empty list holds for nothing, NOT IN for everything; among others, too."""
    for attribute in ("name", "size", "user", "metadata.x", "created"):
        query = bound(f"transfer WHERE {attribute} IN :x", {"x": []})
        assert not GeneratedPredicate(query).matches({attribute: "x"})
        query = bound(f"transfer WHERE {attribute} NOT IN :x AND name=null", {"x": []})
        assert GeneratedPredicate(query).matches({})
        query = bound(f"transfer WHERE {attribute} IN :x OR {attribute}=null", {"x": []})
        assert GeneratedPredicate(query).matches({})


# ---- objects --------------------------------------------------------------------------------------------------------


@dataclass
class Site:
    code: str
    id: str = "66"


@dataclass
class Job:
    """An object with attributes of every kind."""

    status: str = "failed"
    size: int = 5
    created: datetime | None = None
    site: Site = field(default_factory=lambda: Site("hq"))
    sites: list[Any] = field(default_factory=lambda: [Site("la"), [Site("tokyo")]])
    metadata: dict[str, Any] = field(default_factory=lambda: {"Shot": "s010"})
    user: str = "66"
    user_hr: str = "user:lisa@example.com(66)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status=failed AND size>4", True),
        ("STATUS=failed", True),
        ("created=null", True),
        ("site.code=hq", True),
        ("Site.Code=la", False),
        ("sites.code=tokyo", True),
        ("sites.code=hq", False),
        ("site=hq", False),
        ("metadata.shot=s010", True),
        ("user=lisa@example.com", True),
        ("missing=null", True),
        ("missing.x=null AND MISSING=null", True),
        ("status.x=null", True),
        ("site.missing=x", False),
    ],
)
def test_objects_by_their_attributes(text: str, expected: bool) -> None:
    """With `get`, an object's attributes are read as a record's keys are; objects in them are records, too."""
    job = Job()
    query = bound(f"transfer WHERE {text}" if "user" in text else text)
    predicate = GeneratedPredicate(query)
    assert predicate.matches(job, get=getattr) is expected
    assert list(predicate.filter([job, job], get=getattr)) == [job, job] * expected


def test_rows_by_their_columns() -> None:
    """Any way to read a value by name will do: rows of a database raise an IndexError where there is none."""
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    row = connection.execute("SELECT 'failed' AS status, 5 AS size").fetchone()
    connection.close()
    compiled = accsyn.compile("Transfer WHERE status=failed AND size>4 AND user=null")
    assert compiled.matches(row, get=lambda each, name: each[name])
    assert list(compiled.filter([row], get=lambda each, name: each[name])) == [row]


def test_an_error_of_an_accessor_is_not_hidden() -> None:
    """Only what says that there is no such attribute is taken for that."""

    class Broken:
        @property
        def status(self) -> str:
            raise ConnectionError("no network")

    with pytest.raises(ConnectionError, match="no network"):
        accsyn.compile("Transfer WHERE status=failed").matches(Broken(), get=getattr)


def test_an_object_as_a_record() -> None:
    """It lists no names, has those it is asked for, and gives values as they are."""
    record = ObjectRecord(SimpleNamespace(a=1, b=[1, [SimpleNamespace(c=2)]], d=datetime(2026, 1, 22)), getattr)
    assert (list(record), len(record)) == ([], 0)
    assert (record["a"], record["A"], record["d"]) == (1, 1, datetime(2026, 1, 22))
    assert isinstance(record["b"], list)
    assert record["b"][0] == 1
    assert record["b"][1]["c"] == 2
    assert record.get("x", Null) is Null
    with pytest.raises(KeyError, match="X"):
        record["X"]
