"""What is sent means what was written: the laws of LANGUAGE 5.6 and 5.7, through our own parser and evaluator."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import accsyn
from accsyn.ast import Operator
from accsyn.text import fold
from tests import trees
from tests.examples import times

NOW = datetime(2026, 1, 22, 12, 0, tzinfo=timezone.utc)


def sent_again(compiled: accsyn.CompiledQuery) -> accsyn.CompiledQuery:
    """The query that a server reads which speaks the language as we do."""
    text = (
        compiled.entity_type if compiled.expression is None else f"{compiled.entity_type} WHERE {compiled.expression}"
    )
    return accsyn.compile(text, now=NOW)


# ---- law 6: bound text means exactly itself
# -----------------------------------------------------------------------------

# What `text` bound to each operator finds, as Python says it.
MEANING = {
    Operator.EQUAL: lambda text, other: fold(text) == fold(other),
    Operator.NOT_EQUAL: lambda text, other: fold(text) != fold(other),
    Operator.IN: lambda text, other: fold(text) == fold(other),
    Operator.NOT_IN: lambda text, other: fold(text) != fold(other),
    Operator.CONTAINS: lambda text, other: fold(text) in fold(other),
    Operator.NOT_CONTAINS: lambda text, other: fold(text) not in fold(other),
}


@st.composite
def near(draw: st.DrawFn, text: str) -> str:
    """A text that is the same, nearly the same, holds it, or is another."""
    return draw(
        st.sampled_from(
            [
                text,
                text.upper(),
                text.lower(),
                text + "x",
                "x" + text,
                text + "\n",
                "\n" + text,
                text.replace("*", "ab"),
                text[1:],
                " " + text,
            ]
        )
        | trees.hard_texts
    )


@pytest.mark.slow
@given(st.sampled_from(list(MEANING)), st.data())
@times(8)
def test_bound_text_means_exactly_itself(operator: Operator, data: st.DataObject) -> None:
    """Every string of Unicode scalar values, on every record, here and as it is sent."""
    text = data.draw(trees.hard_texts)
    other = data.draw(near(text))
    compiled = accsyn.compile(f"Transfer WHERE name {operator.value} :x", params={"x": text})
    expected = MEANING[operator](text, other)
    record = {"name": other}
    assert compiled.matches(record) is expected
    assert sent_again(compiled).matches(record) is expected
    assert accsyn.compile(str(compiled)).matches(record) is expected


@pytest.mark.slow
@given(st.lists(trees.hard_texts, max_size=4), st.sampled_from([Operator.IN, Operator.NOT_IN]), st.data())
@times(6)
def test_bound_lists_mean_exactly_their_items(texts: list[str], operator: Operator, data: st.DataObject) -> None:
    """With any mixture of items."""
    other = data.draw(near(data.draw(st.sampled_from(texts)))) if texts else "x"
    compiled = accsyn.compile(f"Transfer WHERE name {operator.value} :x", params={"x": texts})
    expected = (fold(other) in map(fold, texts)) == (operator is Operator.IN)
    record = {"name": other}
    assert compiled.matches(record) is expected
    assert sent_again(compiled).matches(record) is expected
    assert accsyn.compile(str(compiled)).matches(record) is expected


# ---- law 7: the normal form means the same
# ------------------------------------------------------------------------------

_VALUES = {
    "name": ["'X y'", "a*", "'*'", "null", "İ", "straße", "'null'", "B"],
    "status": ["FAILED", "done", "null", "'a b'", "d*"],
    "user": ["lisa@example.com", "user:*", "6676f3e9c7ef4e27da254e57", "user:LISA@example.com", "null"],
    "created": ["2026-01-22", "2026-01-22T10:00:00", "today", "-1d", "null", "2026-01-22T10:00:00.5", "9999-12-31"],
    "size": ["5", "5.0", "1e3", "null", "-0"],
    "metadata.x": ["5", "true", "2026-01-22T10:00:00", "2026-01-22", "Text", "null", "'a,B'"],
}
_RECORD_VALUES: dict[str, list[Any]] = {
    "name": ["x Y", "abc", "", "null", "İ", "i̇", "STRASSE", "straße", "b", ["a1", "B"], None],
    "status": ["failed", "DONE", "a B", None],
    "user": ["6676f3e9c7ef4e27da254e57", "user:6676f3e9c7ef4e27da254e57", None],
    "user_hr": ["user:lisa@example.com[standard](6676f3e9c7ef4e27da254e57)"],
    "created": [
        "2026-01-22T10:00:00",
        "2026-01-22T10:00:00.500000",
        "2026-01-21T23:59:59",
        "2026-01-23T00:00:00",
        "9999-12-31T12:00:00",
        None,
    ],
    "size": [5, 5.0, 1000, 0, None],
    "metadata": [{"x": 5}, {"x": True}, {"x": "2026-01-22T10:00:00"}, {"x": "TEXT"}, {"x": ["5", 5]}, {"x": None}, {}],
}
_OPERATORS = [
    "=",
    "!=",
    "<",
    ">",
    "<=",
    ">=",
    " IN ",
    " NOT IN ",
    " CONTAINS ",
    " NOT CONTAINS ",
    " MATCHES ",
    " NOT MATCHES ",
]


@st.composite
def conditions(draw: st.DrawFn) -> str:
    """A condition of up to three comparisons."""

    def comparison() -> str:
        name = draw(st.sampled_from(list(_VALUES)))
        operator = draw(st.sampled_from(_OPERATORS))
        value = draw(st.sampled_from(_VALUES[name]))
        if "IN" in operator and "CONTAINS" not in operator:
            value = f"({value}, {draw(st.sampled_from(_VALUES[name]))})"
        return name + operator + value

    words = st.sampled_from(["AND", "OR"])
    rows = [comparison() for _ in range(draw(st.integers(1, 3)))]
    if len(rows) == 3:
        return f"({rows[0]} {draw(words)} {rows[1]}) {draw(words)} {rows[2]}"
    return f" {draw(words)} ".join(rows)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """A record with some of the attributes, each of the schema's type."""
    names = draw(st.sets(st.sampled_from(list(_RECORD_VALUES))))
    return {name: draw(st.sampled_from(_RECORD_VALUES[name])) for name in sorted(names)}


@pytest.mark.slow
@given(conditions(), records())
@times(20)
@example("created!=2026-01-22", {})
@example("created!=2026-01-22", {"created": None})
@example("created NOT IN (2026-01-22, null)", {"created": None})
@example("name=İ", {"name": "i̇"})
def test_what_is_sent_means_the_same(condition: str, record: dict[str, Any]) -> None:
    """On every record that holds one moment, or none, where a day is asked for (else: the tests below)."""
    try:
        compiled = accsyn.compile(f"Transfer WHERE {condition}", now=NOW)
    except accsyn.QueryValidationError:
        return
    expected = compiled.matches(record)
    assert sent_again(compiled).matches(record) is expected
    assert accsyn.compile(str(compiled), now=NOW).matches(record) is expected


# ---- the exception: a day as two moments
# ------------------------------------------------------------------------------

_DAYS = ["2026-01-22", "9999-12-31", "today", "-1d"]
_MOMENTS = ["2026-01-22", "2026-01-20", "2026-01-22T10:00:00", "2026-01-23T00:00:00", "9999-12-31T12:00:00", None]
_NO_MOMENTS = ["n/a", "", 5, True, {"a": "2026-01-22"}]
_ANYTHING = st.sampled_from([*_MOMENTS, *_NO_MOMENTS])


@given(
    st.sampled_from(["<", "<=", ">", ">="]),
    st.sampled_from([*_DAYS, "2026-01-22T10:00:00"]),
    _ANYTHING | st.lists(_ANYTHING, max_size=3),
)
@times(3)
def test_the_order_of_days_is_exact_on_every_record(operator: str, literal: str, value: Any) -> None:
    """Lists, and what is no moment, included."""
    compiled = accsyn.compile(f"Transfer WHERE created{operator}{literal}", now=NOW)
    for record in ({"created": value}, {}):
        assert sent_again(compiled).matches(record) is compiled.matches(record)


@given(
    st.sampled_from(["=", "!=", " IN ", " NOT IN "]),
    st.lists(st.sampled_from(["2026-01-22T10:00:00", "2026-01-22T10:00:00.5", "null", "now", "-2h"]), min_size=1),
    _ANYTHING | st.lists(_ANYTHING, max_size=3),
)
@times(3)
def test_moments_are_exact_on_every_record(operator: str, literals: list[str], value: Any) -> None:
    """A time to the second is one comparison: no exception for it."""
    listed = f"({', '.join(literals)})" if operator.isupper() else literals[0]
    compiled = accsyn.compile(f"Transfer WHERE created{operator}{listed}", now=NOW)
    for record in ({"created": value}, {}):
        assert sent_again(compiled).matches(record) is compiled.matches(record)


@given(st.sampled_from(["=", " IN "]), st.sampled_from(_DAYS), _ANYTHING | st.lists(_ANYTHING, max_size=1))
@times(3)
def test_a_day_is_exact_on_whatever_is_one_value(operator: str, literal: str, value: Any) -> None:
    """``=`` and IN of a day differ on two values or more, and nowhere else."""
    compiled = accsyn.compile(f"Transfer WHERE created{operator}{literal}", now=NOW)
    assert sent_again(compiled).matches({"created": value}) is compiled.matches({"created": value})


@pytest.mark.parametrize(
    ("condition", "value", "means", "sent"),
    [
        ("created=2026-01-22", ["2026-01-20", "2026-01-25"], False, True),
        ("created IN (2026-01-22, null)", ["2026-01-20", "2026-01-25"], False, True),
        ("created!=2026-01-22", ["2026-01-20", "2026-01-22"], False, True),
        ("created NOT IN (2026-01-22, 2026-02-01)", ["2026-01-20", "2026-01-22"], False, True),
        ("created!=2026-01-22", "n/a", True, False),
        ("created!=2026-01-22", 5, True, False),
        ("created!=2026-01-22", [], True, False),
        ("created NOT IN (2026-01-22)", {}, True, False),
    ],
)
def test_where_a_day_as_two_moments_differs(condition: str, value: Any, means: bool, sent: bool) -> None:
    """On several values; and ``!=`` and NOT IN on what is no moment, an empty list included."""
    compiled = accsyn.compile(f"Transfer WHERE {condition}", now=NOW)
    assert compiled.matches({"created": value}) is means
    assert sent_again(compiled).matches({"created": value}) is sent


# ---- the word before the colon of a reference
# -------------------------------------------------------------------------


@pytest.mark.parametrize("operator", ["=", "!=", "IN", "NOT IN"])
@pytest.mark.parametrize(
    ("entity", "attribute", "text", "value"),
    [
        ("Transfer", "destination", "share:it's \"", "volume:it's \""),
        ("Transfer", "destination", "SHARE:5*3", "Folder:5*3"),
        ("Transfer", "destination", "folder:a\nb", "share:a\nb"),
        ("Task", "job", "job:a\nb", "transfer:a\nb"),
        ("Task", "job", "transfer:a\nb", "job:a\nb"),
        ("Task", "job", "nothing:a\nb", "nothing:a\nb"),
        ("Task", "job", "a\nb:c", "a\nb:c"),
    ],
)
def test_a_lowered_reference_keeps_what_its_word_stands_for(
    operator: str, entity: str, attribute: str, text: str, value: str
) -> None:
    """As a regular expression it still means every share, or a type and its other name."""
    compiled = accsyn.compile(
        f"{entity} WHERE {attribute} {operator} :x", params={"x": [text, "z"] if "IN" in operator else text}
    )
    assert " matches " in str(compiled.expression)
    for record in ({attribute: value}, {attribute: "66", f"{attribute}_hr": f"{value}(66)"}, {attribute: "zz"}, {}):
        assert sent_again(compiled).matches(record) is compiled.matches(record), record
