"""Predicates: what is asked, what is refused, how much is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pytest

from accsyn.ast import Statement
from accsyn.binding.binder import bind
from accsyn.evaluation.explain import clause_counts, explain
from accsyn.evaluation.interpreter import Predicate, matches
from accsyn.grammar.parser import parse_statement
from accsyn.schema.builtin import builtin_schema
from tests.evaluation.queries import bound


class Watched(Mapping[str, Any]):
    """A record that remembers which keys were asked for."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.asked: list[str] = []

    def __getitem__(self, key: str) -> Any:
        self.asked.append(key)
        return self.data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)


ASKED = [
    ("a=1 AND b=1 AND c=1", {"a": 0, "b": 1, "c": 1}, ["a"]),
    ("a=1 AND b=1 AND c=1", {"a": 1, "b": 0, "c": 1}, ["a", "b"]),
    ("a=1 OR b=1 OR c=1", {"a": 1, "b": 1, "c": 1}, ["a"]),
    ("a=1 OR b=1 OR c=1", {"a": 0, "b": 1, "c": 1}, ["a", "b"]),
    ("(a=1 OR b=1) AND c=1", {"a": 1, "b": 1, "c": 1}, ["a", "c"]),
    ("(a=1 OR b=1) AND c=1", {"a": 0, "b": 0, "c": 1}, ["a", "b"]),
    ("a=1 AND b=1 OR c=1", {"a": 1, "b": 1, "c": 1}, ["a", "b"]),
    ("a=1 AND b=1 OR c=1", {"a": 0, "b": 1, "c": 1}, ["a", "c"]),
]


@pytest.mark.parametrize(("text", "data", "asked"), ASKED)
def test_no_more_is_asked_than_needed(text: str, data: dict[str, Any], asked: list[str]) -> None:
    """AND and OR stop at the first operand that decides, in the order of the text."""
    record = Watched(data)
    matches(bound(text), record)
    assert record.asked == asked


def test_filter_is_lazy() -> None:
    """A record is read when the one before it has been taken."""
    read: list[int] = []

    def source() -> Iterator[dict[str, int]]:
        for number in range(5):
            read.append(number)
            yield {"n": number}

    found = Predicate(bound("n>0")).filter(source())
    assert read == []
    assert next(found) == {"n": 1}
    assert read == [0, 1]
    assert [record["n"] for record in found] == [2, 3, 4]


def test_a_predicate_gives_back_the_records_themselves() -> None:
    """Filtering copies nothing."""
    record = {"n": 1}
    predicate = Predicate(bound("n=1"))
    assert next(predicate.filter([record])) is record
    assert predicate.bound.statement.condition is not None


@pytest.mark.parametrize("record", [MappingProxyType({"n": 1}), Watched({"n": 1})])
def test_any_mapping_is_a_record(record: Mapping[str, Any]) -> None:
    """Records need not be dictionaries."""
    assert matches(bound("n=1"), record)
    assert not matches(bound("m=1"), record)


@pytest.mark.parametrize("record", [None, "text", ["n"], 5])
def test_what_is_no_mapping_is_refused(record: Any) -> None:
    """A list of records in place of one is a mistake, not a record without attributes."""
    message = "a record is a mapping of names to values"
    for use in (matches, explain):
        with pytest.raises(TypeError, match=message):
            use(bound("n=1"), record)
    with pytest.raises(TypeError, match=message):
        clause_counts(bound("n=1"), [record])
    with pytest.raises(TypeError, match=message):
        list(Predicate(bound("n=1")).filter([record]))


def test_a_query_with_errors_is_refused() -> None:
    """What binding could not read has no meaning."""
    query = bind(parse_statement("transfer WHERE size=abc"), builtin_schema())
    with pytest.raises(ValueError, match="a query with errors has no meaning"):
        matches(query, {})


@pytest.mark.parametrize(
    "text", ["n=:x", "n IN (1, :x)", "n IN :x", "n<:x", "n CONTAINS :x", "n MATCHES :x", "transfer WHERE user IN (:x)"]
)
def test_an_unbound_parameter_is_refused(text: str) -> None:
    """A parameter without its value is never taken for anything."""
    query = bind(parse_statement(text, "statement"), builtin_schema())
    with pytest.raises(TypeError, match=r"Parameter\('x'\) has no meaning here"):
        matches(query, {"n": "x"})


def test_a_comparison_has_one_value() -> None:
    """A comparison that was bound without a value is refused."""
    query = bound("n=1")
    query.comparisons[0].operands = ()
    with pytest.raises(ValueError, match="= compares with one value, not with 0"):
        matches(query, {"n": 1})


def test_without_condition_every_record_matches() -> None:
    """A query without WHERE holds for everything, and has nothing to explain."""
    query = bound("transfer")
    assert matches(query, {})
    assert str(explain(query, {})) == "yes  no condition: every record matches"
    assert clause_counts(query, [{}]) == []


def test_an_empty_list_never_holds() -> None:
    """IN with an empty list holds for nothing, NOT IN for everything."""
    for attribute in ("name", "size", "user", "metadata.x", "created"):
        assert not matches(bound(f"transfer WHERE {attribute} IN :x", {"x": []}), {attribute: "x"})
        assert matches(bound(f"transfer WHERE {attribute} NOT IN :x", {"x": []}), {})


@pytest.mark.parametrize("text", ["a*b", "null", "AND", ":x", '"', "'\"", "a\\", "share:a*", "", " ", "\n", "İ*"])
@pytest.mark.parametrize("attribute", ["name", "user", "metadata.x"])
def test_a_bound_text_means_itself(text: str, attribute: str) -> None:
    """What is bound is data: the record that holds just this text matches, one with another text does not."""
    record = {"metadata": {"x": text}} if attribute == "metadata.x" else {attribute: text}
    other = {"metadata": {"x": f"{text}x"}} if attribute == "metadata.x" else {attribute: f"{text}x"}
    for operator in ("=", "IN"):
        query = bound(f"transfer WHERE {attribute} {operator} :x", {"x": text})
        assert matches(query, record)
        assert not matches(query, other)


def test_a_metadata_query_reads_records_like_any_other() -> None:
    """Queries about the schema have a meaning on records, too."""
    query = bound("attributes WHERE entitytype=user")
    assert matches(query, {"entitytype": "User"})
    assert not matches(query, {"entitytype": "site"})


@pytest.mark.slow
def test_many_items_are_one_look_up() -> None:
    """A list of ten thousand texts costs a record one look-up, not ten thousand."""
    items = [f"item{number}" for number in range(10_000)]
    for attribute in ("name", "user", "metadata"):
        predicate = Predicate(bound(f"transfer WHERE {attribute} IN :items", {"items": items}))
        assert sum(1 for _ in predicate.filter({attribute: f"ITEM{number}"} for number in range(20_000))) == 10_000
    shares = Predicate(bound("acl WHERE target IN :items", {"items": [f"share:{item}" for item in items]}))
    assert sum(1 for _ in shares.filter({"target": f"home:ITEM{number}"} for number in range(20_000))) == 10_000


def test_the_statement_is_what_counts() -> None:
    """A condition that stands in the tree twice is evaluated twice."""
    condition = parse_statement("n=1", "expression").condition
    statement = Statement(None, parse_statement("n=1 AND (n=1 OR n=1)", "expression").condition)
    assert condition is not None
    assert matches(bind(statement, builtin_schema()), {"n": 1})
