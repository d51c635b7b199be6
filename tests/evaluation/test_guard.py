"""The guard: RE2 finds what Python finds, in time that no pattern can stretch."""

from __future__ import annotations

import pickle
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import accsyn
from accsyn.binding.binder import bind
from accsyn.errors import UnsupportedByEngine
from accsyn.evaluation.guard import guard
from accsyn.evaluation.interpreter import Predicate
from accsyn.grammar.parser import parse_statement
from accsyn.parameters import bind_parameters
from accsyn.patterns import judge
from tests.patterns import generated


def compiled(pattern: str, operator: str = "MATCHES") -> accsyn.CompiledQuery:
    """A query for a pattern."""
    return accsyn.compile(f"Transfer WHERE name {operator} :pattern", params={"pattern": pattern})


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        (r"^sh0[0-9]{2}$", "SH010", True),
        (r"^sh0[0-9]{2}$", "SH010\n", True),
        (r"^sh0[0-9]{2}$", "xSH010", False),
        (r"\d+", "\u0663", True),
        (r"backup.*\.zip", "Backup_2026.ZIP", True),
        (r"a.b", "a\nb", False),
        (r"(?s)a.b", "a\nb", True),
        (r"stra(?:ss|ß)e", "STRASSE", True),
        (r"[^a]", "A", False),
        (r"", "", True),
        (r"(a+)+$", "a" * 5000 + "b", False),
        (r"(x+x+)+y", "x" * 5000, False),
    ],
)
def test_rows(pattern: str, name: str, expected: bool) -> None:
    """What Python finds is found, also by patterns that would keep Python's `re` busy for ever."""
    record = {"name": name}
    assert compiled(pattern).guarded().matches(record) is expected
    assert compiled(pattern, "NOT MATCHES").guarded().matches(record) is not expected
    assert list(compiled(pattern).guarded().filter([record])) == [record] * expected
    assert compiled(pattern).guarded().explain(record).held is expected


@settings(deadline=None)
@given(st.data())
def test_it_finds_what_python_finds(data: st.DataObject) -> None:
    """Any pattern that is not refused, on any text."""
    pattern = data.draw(generated.patterns)
    if judge(pattern) is not None:
        return
    statement, _ = bind_parameters(parse_statement("Transfer WHERE name MATCHES :pattern"), {"pattern": pattern})
    bound = bind(statement, accsyn.builtin_schema())
    try:
        guarded = Predicate(guard(bound))
    except UnsupportedByEngine as error:
        assert "RE2" in str(error)
        return
    halves = st.text(st.characters(min_codepoint=0xD7F0, max_codepoint=0xE010) | st.sampled_from("a1 \n"), max_size=4)
    for name in data.draw(st.lists(generated.texts | halves, max_size=5)):
        assert guarded.matches({"name": name}) == Predicate(bound).matches({"name": name})


@pytest.mark.parametrize("pattern", [r"(?=a)b", r"(a)\1", r"(?<!x)y", r"(?:a{1000}){1000}"])
def test_what_re2_has_not_is_refused(pattern: str) -> None:
    """By name, and with the comparison that asks for it."""
    with pytest.raises(UnsupportedByEngine, match=r"name MATCHES: .* is not supported on RE2") as caught:
        compiled(pattern).guarded()
    assert caught.value.clause == "name MATCHES"


def test_other_comparisons_stay() -> None:
    """A query without a regular expression is its own; the text for the server, the tree and the findings stay."""
    plain = accsyn.compile("Transfer WHERE name=a*")
    assert plain.guarded().bound is plain.bound
    query = accsyn.compile("Transfer WHERE name MATCHES a.c AND staus=done AND user=lisa@example.com")
    guarded = query.guarded()
    assert guarded.expression == query.expression
    assert guarded.query == query.query
    assert guarded.diagnostics == query.diagnostics
    assert guarded.bound.comparisons[1:] == query.bound.comparisons[1:]


def test_a_guarded_query_can_be_sent_to_another_process() -> None:
    """Pickled and read again, it is guarded still."""
    again = pickle.loads(pickle.dumps(compiled("(a+)+$").guarded()))
    assert not again.matches({"name": "a" * 5000 + "b"})


def test_without_re2_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing extra is one sentence."""
    monkeypatch.setitem(sys.modules, "re2", None)
    with pytest.raises(ImportError, match=r'needs google-re2: pip install "accsyn\[re2\]"'):
        compiled("never seen before").guarded()


def test_a_parameter_without_value_stays() -> None:
    """What is no text is not touched: whoever evaluates it says that the value is missing."""
    bound: Any = bind(parse_statement("Transfer WHERE name MATCHES :pattern"), accsyn.builtin_schema())
    assert guard(bound).comparisons[0].operands == bound.comparisons[0].operands


_HALVES = [
    "\ud800",
    "\udbff",
    "\udc00",
    "\udfff",
    "\ud83d\ude00",
    "a\ud800",
    "\udfffa\n",
    "\ud800\ud800",
    "\ue000",
    "a\ue000b",
    "\uffff",
]


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "a",
            "^a",
            ".",
            "^.$",
            r"\w",
            r"\W",
            r"^\W+$",
            r"\s|\S",
            "[^a]",
            r"[^\ue000]$",
            "[\ue000-\uffff]",
            "(?s)..",
            r"\ba",
            r"a\b",
        ),
        *(
            "[^\x00-\ud7ff]",
            "[\x00-\uffff]",
            r"[^\w\s]",
            "(?a)\\w",
            "^$",
            "(?m)a$",
            "[\u0400-\U0010ffff]",
            "\U0010ffff",
            "x|",
        ),
    ],
)
def test_half_a_surrogate_pair_in_a_record(pattern: str) -> None:
    """JSON has an escape for one: the answer is that of `re`."""
    query = compiled(pattern)
    guarded = query.guarded()
    for name in _HALVES:
        assert guarded.matches({"name": name}) is query.matches({"name": name}), ascii(name)


@pytest.mark.parametrize(
    "pattern", [r"[a\ud800]", r"\ud800", r"[^\udfff]", r"[\ud800-\udfff]", r"[^\ud800-\udfff]", r"\udc00|a"]
)
def test_a_pattern_that_names_half_a_pair_is_refused(pattern: str) -> None:
    """By name, when the query is guarded and not on some record."""
    with pytest.raises(UnsupportedByEngine, match=r"name MATCHES: a pattern .* is not supported on RE2"):
        compiled(pattern).guarded()
