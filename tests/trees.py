"""Hypothesis strategies for trees as code can make them, with every kind of value and texts that are hard to write."""

from __future__ import annotations

from typing import cast

from hypothesis import strategies as st

from accsyn.ast import (
    And,
    Comparison,
    Expression,
    Junction,
    List,
    Literal,
    Null,
    Operator,
    Or,
    Parameter,
    Statement,
    Value,
)
from accsyn.grammar.builder import flatten
from accsyn.values import text_literal

LISTS = (Operator.IN, Operator.NOT_IN)
NULLABLE = (Operator.EQUAL, Operator.NOT_EQUAL, *LISTS)
PATTERNS = (Operator.MATCHES, Operator.NOT_MATCHES)

# Pieces that are hard to write, so that random texts are made of them often.
_PIECES = [
    '"',
    "'",
    "*",
    "\\",
    ",",
    " ",
    "\n",
    "\r",
    "null",
    ":x",
    "AND",
    "(",
    ")",
    "=",
    "!",
    "a",
    "B",
    "ſ",
    "İ",
    "%",
    "today",
    "-7d",
]

hard_texts = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=5).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
"""Texts of Unicode scalar values, many of them hard to write."""

names = st.sampled_from(["name", "code", "status", "user", "metadata.shot", "job.id", "in.x", "Größe", "_x-1"])


def values(operator: Operator) -> st.SearchStrategy[Value]:
    """A single value that parsing or binding can put behind an operator."""
    texts = hard_texts.filter(lambda text: not (operator.is_ordered and '"' in text and "'" in text))
    kinds: list[st.SearchStrategy[Value]] = [
        st.builds(text_literal, texts, st.just(operator)),
        st.builds(Literal, texts, st.just(True)),
        st.sampled_from(["failed", "5", "a.b", "~x", "*"]).map(Literal),
        st.sampled_from(["p", "q_1"]).map(Parameter),
    ]
    if operator.is_ordered:
        # `<` takes a final backslash only where it needs no quotes.
        kinds[0] = st.builds(text_literal, texts.filter(lambda text: not text.endswith("\\")), st.just(operator))
    if operator in NULLABLE:
        kinds.append(st.just(Null()))
    return st.one_of(kinds)


@st.composite
def comparisons(draw: st.DrawFn, parameters: bool = True) -> Comparison:
    """A comparison."""
    operator = draw(st.sampled_from(Operator))
    single = values(operator)
    if not parameters:
        single = single.filter(lambda value: not isinstance(value, Parameter))
    if operator in LISTS:
        items = draw(st.lists(single, min_size=0, max_size=4))
        if len(items) == 1 and isinstance(items[0], Parameter):
            # `IN (:x)` is the parameter itself, as a whole list.
            return Comparison(draw(names), operator, items[0])
        return Comparison(draw(names), operator, List(tuple(items)))
    value = draw(single)
    if operator in PATTERNS and isinstance(value, Literal):
        value = Literal(draw(patterns), True)
    return Comparison(draw(names), operator, value)


patterns = st.lists(
    st.sampled_from(
        [
            "a",
            "B",
            ".",
            ".*",
            "[a-z]",
            "[A-Z]+",
            "\\d",
            '"',
            "'",
            '\\"',
            "\\\\",
            "(?:x|Y)",
            "\n",
            "^",
            "$",
            "[^'\"]",
            "K",
        ]
    ),
    min_size=1,
    max_size=5,
).map("".join)
"""Valid regular expressions, many of them hard to write."""


def expressions(parameters: bool = True) -> st.SearchStrategy[Expression]:
    """A condition, flat as the parser makes it."""
    nested = st.recursive(
        cast("st.SearchStrategy[Expression]", comparisons(parameters)),
        lambda inner: st.builds(
            lambda kind, operands: cast("Junction", kind(tuple(operands))),
            st.sampled_from([And, Or]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        max_leaves=6,
    )
    return nested.map(flatten)


def statements(parameters: bool = True) -> st.SearchStrategy[Statement]:
    """A query or a bare expression."""
    return st.one_of(
        st.builds(Statement, st.sampled_from(["Transfer", "user"]), st.one_of(st.none(), expressions(parameters))),
        st.builds(Statement, st.none(), expressions(parameters)),
    )
