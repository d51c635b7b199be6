"""Deciding takes bounded work: linear in the query, and beyond a budget of steps it is not known."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accsyn
from accsyn.ast import Exact, Literal, Operator
from accsyn.binding.binder import bind
from accsyn.evaluation.wildcards import text_test
from accsyn.logic.budget import MOST_STEPS, Budget
from accsyn.logic.texts import automaton, other_than, representatives
from accsyn.text import fold
from tests.counting import count_calls
from tests.examples import times

IDS = [f"{number:024x}" for number in range(8_000)]


def _listed(n: int) -> str:
    return ", ".join(IDS[:n])


def _contains(word: str, n: int) -> str:
    return f" {word} ".join(f"name CONTAINS word{number}" for number in range(n))


# Each is a condition of some size.
SHAPES: dict[str, Callable[[int], str]] = {
    "ids in a list": lambda n: f"id IN ({_listed(n)})",
    "ids in no list": lambda n: f"id NOT IN ({_listed(n)})",
    "ids one by one": lambda n: " OR ".join(f"id={each}" for each in IDS[:n]),
    "ids one by one, none of them": lambda n: " AND ".join(f"id!={each}" for each in IDS[:n]),
    "a list and a part of it": lambda n: f"name IN ({_listed(n)}) AND name CONTAINS 'a'",
    "users": lambda n: f"user IN ({_listed(n)})",
    "numbers": lambda n: "size IN (" + ", ".join(map(str, range(n))) + ")",
    "limits": lambda n: " OR ".join(f"size>{number}" for number in range(n)),
    "limits, all of them": lambda n: " AND ".join(f"size>{number} AND size<{number + 9}" for number in range(n)),
    "moments": lambda n: "created IN (" + ", ".join(f"2026-01-01T00:00:00.{number:06}" for number in range(n)) + ")",
    "parts, some": lambda n: _contains("OR", n),
    "parts, all": lambda n: _contains("AND", n),
    "patterns": lambda n: "name IN (" + ", ".join(f"a{number}*" for number in range(n)) + ")",
    "pairs": lambda n: " AND ".join(f"(size={number} OR name=a{number})" for number in range(n)),
    "attributes": lambda n: " AND ".join(f"metadata.a{number}=1" for number in range(n)),
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_query_twice_the_work(shape: str) -> None:
    """Of `simplify`, and of `implies` with the query on both sides; what the budget allows comes on top once."""

    def work(n: int) -> tuple[int, int]:
        query = accsyn.parse(f"Transfer WHERE {SHAPES[shape](n)}", max_length=None)
        return count_calls(lambda: accsyn.simplify(query)), count_calls(lambda: accsyn.implies(query, query))

    work(2)
    for small, large in zip(work(2_000), work(4_000), strict=True):
        assert large <= 2.3 * small + 2 * MOST_STEPS


@pytest.mark.parametrize(
    ("shape", "n", "most"),
    [
        ("ids in a list", 8_000, 150),
        ("ids one by one", 2_000, 300),
        ("numbers", 2_000, 150),
        ("limits", 1_000, 300),
        pytest.param("parts, some", 1_000, 3_000, marks=pytest.mark.slow),
        pytest.param("parts, all", 1_000, 3_000, marks=pytest.mark.slow),
    ],
)
def test_a_condition_is_some_calls(shape: str, n: int, most: int) -> None:
    """However many there are: so many calls for each value or comparison of the query."""
    query = accsyn.parse(f"Transfer WHERE {SHAPES[shape](n)}", max_length=None)
    assert count_calls(lambda: accsyn.simplify(query)) < most * n


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("ids in a list", f"id IN ({_listed(8_000)}, ffffffffffffffffffffffff)", True),
        ("ids in a list", f"id IN ({_listed(7_999)})", False),
        ("ids in a list", "id!=ffffffffffffffffffffffff", True),
        ("ids in a list", "id CONTAINS '000000'", True),
        ("ids in a list", "id CONTAINS '0000000000000000000000000'", False),
        ("numbers", "size<8000 AND size>=0", True),
        ("numbers", "size<7999", False),
        ("limits", "size>0", True),
        ("parts, some", "name!=null", None),
    ],
)
def test_long_queries_are_decided(first: str, second: str, expected: bool | None) -> None:
    """Lists of thousands of plain values exactly; what would take too long is not known."""
    n = 8_000 if first in ("ids in a list", "numbers") else 1_000
    one = accsyn.parse(f"Transfer WHERE {SHAPES[first](n)}", max_length=None)
    if first == "limits":
        one = accsyn.simplify(one)
        assert str(one) == "Transfer WHERE size>0"
    assert accsyn.implies(one, f"Transfer WHERE {second}") is expected


def test_limits_are_made_one() -> None:
    """Of many, the one that decides stays, in both directions and under both connectives."""
    some = " OR ".join(f"size>{n} OR speed<={n}" for n in (7, 3, 5))
    every = " AND ".join(f"name>{n} AND name<={n}" for n in "cab")
    assert str(accsyn.simplify(f"File WHERE {some}")).count("size") == 1
    assert str(accsyn.simplify("Transfer WHERE size>=5 OR size>5")) == "Transfer WHERE size>=5"
    assert str(accsyn.simplify("Transfer WHERE size>5 AND size>=5")) == "Transfer WHERE size>5"
    assert str(accsyn.simplify(f"Transfer WHERE ({every}) OR size>5")) == "Transfer WHERE size>5"


def test_a_budget_is_spent() -> None:
    """What it cannot pay for costs nothing."""
    budget = Budget(10)
    assert budget.spend(7)
    assert not budget.spend(4)
    assert budget.spend(3)
    assert not budget.spend(1)
    assert representatives([automaton(Operator.CONTAINS, Literal("abc"))], Budget(5)) is None


WORDS = st.text("ab*", max_size=5)
ASKED = st.tuples(st.sampled_from([Operator.EQUAL, Operator.CONTAINS, Operator.LESS]), WORDS)


@times(2)
@given(
    st.lists(st.tuples(st.sampled_from([Operator.EQUAL, Operator.CONTAINS, Operator.LESS]), WORDS), max_size=3), WORDS
)
def test_automata_agree_with_the_evaluator(asked: list[tuple[Operator, str]], text: str) -> None:
    """Every text gives the answers of one of the representatives; patterns hold where the evaluator says so."""

    def answers(value: str) -> list[bool]:
        found = []
        for operator, word in asked:
            if operator is Operator.EQUAL:
                found.append(text_test(word, wildcards=True)(value))
            else:
                found.append(word in value if operator is Operator.CONTAINS else value < word)
        return found

    texts = representatives([automaton(operator, Literal(word)) for operator, word in asked], Budget())
    assert texts is not None
    assert answers(text) in [answers(each) for each in texts]
    assert len(texts) == len(set(texts))


def test_states_are_few() -> None:
    """A pattern has about as many states as pieces: what comes before a wildcard is done with."""
    texts = representatives([automaton(Operator.EQUAL, Literal("a*b*c*d*e*f*g*h"))], Budget())
    assert texts is not None
    assert len(texts) < 40
    exact = representatives([automaton(Operator.EQUAL, Exact("a*"))], Budget())
    assert exact is not None
    assert "a*" in exact


def test_another_text_is_found() -> None:
    """One that none of the texts is, and that compares as itself."""
    assert other_than([]) == "0"
    assert other_than(["0", "1", "x"]) == "2"
    assert fold(other_than(["0"])) == "1"


@times(2)
@given(
    st.lists(st.text("aAbſs", max_size=2), min_size=1, max_size=4),
    st.sampled_from(["name CONTAINS a", 'name="a*"', 'name!="*b"', "name<b", "name>=ab", 'name=""']),
    st.booleans(),
    st.text("abs", max_size=3),
)
def test_plain_texts_beside_others(listed: list[str], other: str, is_negative: bool, text: str) -> None:
    """A list of plain texts and another comparison: what is decided holds for any text."""
    items = ", ".join(f'"{each}"' for each in listed)
    membership = f'name {"NOT IN" if is_negative else "IN"} ({items}, "")'
    schema = accsyn.builtin_schema()
    for one, two in ((membership, other), (other, membership)):
        found = accsyn.implies(f"Transfer WHERE {one}", f"Transfer WHERE {two}")
        first, second = (accsyn.compile(f"Transfer WHERE {each}") for each in (one, two))
        assert found is not None
        record = {"name": text}
        if found:
            assert second.matches(record) or not first.matches(record)
    assert bind(accsyn.parse(f"Transfer WHERE {membership}").statement, schema).findings == ()
