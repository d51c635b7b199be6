"""Texts that meet several conditions: the machines, and the search against a list of all texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.ast import Operator
from accsyn.evaluation.wildcards import text_test
from accsyn.testing import texts
from accsyn.testing.texts import Machine
from accsyn.text import fold

_PIECES = st.lists(st.sampled_from(["a", "B", "ſ", None]), max_size=4)
_TEXTS = st.text("aBsſ", max_size=3)
_COMPARE: dict[Operator, Callable[[str, str], bool]] = {
    Operator.LESS: lambda one, two: one < two,
    Operator.LESS_EQUAL: lambda one, two: one <= two,
    Operator.GREATER: lambda one, two: one > two,
    Operator.GREATER_EQUAL: lambda one, two: one >= two,
}
Condition = tuple[Machine, Callable[[str], bool]]


def _pattern(pieces: list[str | None]) -> Condition:
    return texts.pattern(pieces), text_test("".join(piece or "*" for piece in pieces), wildcards=True)


def _plain(items: list[str]) -> Condition:
    folded = list(map(fold, items))
    return texts.plain(items), lambda text: fold(text) in folded


def _ordered(operator: Operator, other: str) -> Condition:
    return texts.ordered(operator, other), lambda text: _COMPARE[operator](fold(text), fold(other))


def _negated(condition: Condition) -> Condition:
    return texts.negated(condition[0]), lambda text: not condition[1](text)


def _any_of(conditions: list[Condition]) -> Condition:
    return texts.any_of([machine for machine, _ in conditions]), lambda text: any(test(text) for _, test in conditions)


_SIMPLE = st.one_of(
    st.builds(_pattern, _PIECES),
    st.builds(_plain, st.lists(_TEXTS, max_size=3)),
    st.builds(_ordered, st.sampled_from(list(_COMPARE)), _TEXTS),
)
_CONDITIONS = st.one_of(_SIMPLE, _SIMPLE.map(_negated), st.lists(_SIMPLE, max_size=3).map(_any_of))


def _run(machine: Machine, text: str) -> bool:
    state = machine.start
    for character in fold(text):
        if machine.is_dead(state):
            return False
        state = machine.step(state, character)
    return machine.accepts(state)


@given(_CONDITIONS, st.text("aAbBsſz", max_size=5))
def test_a_machine_says_what_it_stands_for(condition: Condition, text: str) -> None:
    """Character by character, and no text is lost where a machine gives up early."""
    machine, test = condition
    assert _run(machine, text) is test(text)


_SHORT = ["".join(letters) for length in range(4) for letters in product("abs", repeat=length)]


@given(st.lists(_CONDITIONS, min_size=1, max_size=3))
def test_the_search_gives_the_shortest(conditions: Sequence[Condition]) -> None:
    """Every answer meets all conditions, and none shorter does."""
    found = list(islice(texts.shortest([machine for machine, _ in conditions]), 5))
    for text in found:
        assert all(test(text) for _, test in conditions)
    assert [len(text) for text in found] == sorted(map(len, found))
    fitting = [text for text in _SHORT if all(test(text) for _, test in conditions)]
    if fitting:
        assert len(found[0]) <= len(fitting[0])


@pytest.mark.parametrize(
    ("machines", "expected"),
    [
        ([], ["", "a", "b"]),
        ([texts.plain(["ab", "b"])], ["b", "ab"]),
        ([texts.plain([])], []),
        ([texts.ordered(Operator.LESS, "")], []),
        ([texts.pattern(["a", None]), texts.pattern([None, "b"])], ["ab"]),
        ([texts.pattern(["a"]), texts.pattern(["b"])], []),
        ([texts.pattern([None]), texts.negated(texts.pattern([None]))], []),
    ],
)
def test_what_is_found(machines: list[Machine], expected: list[str]) -> None:
    """The first answers; none where the conditions exclude each other."""
    assert list(islice(texts.shortest(machines), max(1, len(expected)))) == expected
