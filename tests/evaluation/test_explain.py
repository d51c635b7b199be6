"""Explanations: what a clause saw, and how it is shown."""

from __future__ import annotations

from accsyn.evaluation.explain import clause_counts, describe, explain
from tests.evaluation.queries import bound


def test_an_explanation_is_a_tree() -> None:
    """Each node stands below its parent, with what became of it and what it saw."""
    query = bound('transfer WHERE (status IN (failed, "a b") OR size>10) AND user=lisa* AND name!=null')
    record = {"status": "done", "size": 20, "user": "66", "user_hr": "user:lisa(66)", "name": None}
    explanation = explain(query, record)
    assert str(explanation) == (
        "no   AND\n"
        "yes    OR\n"
        "no       status IN (failed, \"a b\")    found 'done'\n"
        "yes      size>10    found 20\n"
        "yes    user=lisa*    found '66', 'lisa', 'user:lisa'\n"
        "no     name!=null    found null"
    )
    assert [step.depth for step in explanation.steps] == [0, 1, 2, 2, 1, 1]
    assert explanation.steps[2].values == ("done",)
    assert explanation.held is False


def test_what_was_not_found_is_said() -> None:
    """A path that leads nowhere, and an empty list, show that nothing was there."""
    assert str(explain(bound("stauts=done"), {"status": "done"})) == "no   stauts=done    found nothing"
    assert str(explain(bound("status!=done"), {"status": []})) == "yes  status!=done    found nothing"


def test_values_of_every_kind_are_shown() -> None:
    """Text is quoted, a dictionary is named, a boolean is spelled as in a query."""
    record = {"v": [True, None, 1.5, "a\x1b", {"x": 1}, ["b"]]}
    line = str(explain(bound("v=x"), record))
    assert line == r"no   v=x    found true, null, 1.5, 'a\x1b', a dict, 'b'"


def test_long_lists_and_texts_are_cut() -> None:
    """What nobody would read is counted."""
    query = bound("v IN :v", {"v": [*range(20)]})
    assert describe(explain(query, {}).steps[0].node) == "v IN (0, 1, 2, 3, 4, 5, 6, 7, and 12 more)"
    assert str(explain(bound("v=1"), {"v": [*range(9)]})).endswith("found 0, 1, 2, 3, 4, 5, 6, 7, and 1 more")
    assert len(str(explain(bound("v=1"), {"v": "x" * 1000}))) < 250


def test_every_value_of_a_query_is_described() -> None:
    """Text from Python is shown in quotes; nothing in a query can disturb a terminal."""
    assert describe(explain(bound("v=:v", {"v": "a*"}), {}).steps[0].node) == 'v="a*"'
    assert describe(explain(bound("v CONTAINS 'a\x1bb'"), {}).steps[0].node) == r'v CONTAINS "a\x1bb"'


def test_deep_trees_are_indented_up_to_a_point() -> None:
    """Below twenty levels the depth is a number."""
    text = "a=1"
    for level in range(24):
        text = f"(a=1 {'AND' if level % 2 else 'OR'} {text})"
    lines = str(explain(bound(text), {})).split("\n")
    assert lines[-1] == "no   " + "  " * 20 + "(24) a=1    found nothing"


def test_counts_are_of_each_clause_alone() -> None:
    """A clause is counted over all records, whatever the others say."""
    records = [{"n": number, "even": number % 2 == 0} for number in range(10)]
    counts = clause_counts(bound("n>=5 AND (even=true OR n=7)"), iter(records))
    assert [(count.depth, count.matched, count.total) for count in counts] == [
        (0, 3, 10),
        (1, 5, 10),
        (1, 6, 10),
        (2, 5, 10),
        (2, 1, 10),
    ]
    assert [describe(count.node) for count in counts] == ["AND", "n>=5", "OR", "even=true", "n=7"]
