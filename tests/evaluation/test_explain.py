"""Explanations: what a clause saw, and how it is shown."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

import accsyn
from accsyn.evaluation.explain import clause_counts, describe, explain
from tests.evaluation.queries import bound


def test_an_explanation_is_a_tree() -> None:
    """Each node stands below its parent, with what became of it and why."""
    query = bound('transfer WHERE (status IN (failed, "a b") OR size>10) AND user=lisa* AND name!=null')
    record = {"status": "done", "size": 20, "user": "66", "user_hr": "user:lisa(66)", "name": None}
    explanation = explain(query, record)
    assert str(explanation) == (
        "no   AND\n"
        "yes  ├─ OR\n"
        'no   │  ├─ status IN (failed, "a b")    status is \'done\', wanted one of failed, "a b"\n'
        "yes  │  └─ size>10    size is 20\n"
        "yes  ├─ user=lisa*    user offers '66', 'lisa', 'user:lisa'\n"
        "no   └─ name!=null    name is null, wanted anything but null"
    )
    assert [step.depth for step in explanation.steps] == [0, 1, 2, 2, 1, 1]
    assert explanation.steps[2].values == ("done",)
    assert explanation.held is False
    assert explanation.to_dict()["held"] is False
    assert explanation.to_dict()["steps"][3] == {"clause": "size>10", "depth": 2, "held": True, "reason": "size is 20"}


def test_rich_prints_the_tree() -> None:
    """The same text, in colour where there is colour; nothing in it is taken for markup."""
    console = pytest.importorskip("rich.console").Console(file=io.StringIO(), width=200, force_terminal=True)
    explanation = explain(bound("a='[bold]' OR b=1"), {"a": "[red]", "b": 1})
    console.print(explanation)
    said = console.file.getvalue()
    assert "\x1b[" in said
    assert re.sub(r"\x1b\[[0-9;]*m", "", said) == f"{explanation}\n"


def test_values_of_every_kind_are_shown() -> None:
    """Text is quoted, a dictionary is named, a boolean is spelled as in a query."""
    record = {"v": [True, None, 1.5, "a\x1b", {"x": 1}, ["b"]]}
    line = str(explain(bound("v=x"), record))
    assert line == r"no   v=x    v offers true, null, 1.5, 'a\x1b', a dict, 'b', wanted x"


def test_long_lists_and_texts_are_cut() -> None:
    """What nobody would read is counted."""
    query = bound("v IN :v", {"v": [*range(20)]})
    assert describe(explain(query, {}).steps[0].node) == "v IN (0, 1, 2, 3, 4, 5, 6, 7, and 12 more)"
    line = str(explain(bound("v=1"), {"v": [*range(2, 11)]}))
    assert line.endswith("v offers 2, 3, 4, 5, 6, 7, 8, 9, and 1 more, wanted 1")
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
    assert lines[-1] == "no   " + "   " * 19 + "└─ (24) a=1    no attribute 'a'"


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
    assert [count.without for count in counts] == [10, 6, 5, 1, 2]
    assert [count.is_required for count in counts] == [True, True, True, False, False]
    assert [describe(count.node) for count in counts] == ["AND", "n>=5", "OR", "even=true", "n=7"]


def test_a_single_clause_is_the_whole() -> None:
    """Without it every record matches."""
    (count,) = clause_counts(bound("a=1"), [{"a": 2}, {"a": 1}])
    assert (count.matched, count.without, count.total) == (1, 2, 2)


class _Job:
    """An object with attributes, in place of a record."""

    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


def test_objects_are_explained_as_they_are_matched() -> None:
    """With `get` any object has its reasons; an object within is said by its type, and given as it is."""
    compiled = accsyn.compile("Transfer WHERE STATUS=failed AND job.code=x AND metadata=null AND nothing=y")
    inner = _Job(code="z")
    explained = compiled.explain(_Job(status="failed", job=inner, metadata=inner), get=getattr)
    assert explained.held is False
    assert [step.reason for step in explained.steps[1:]] == [
        *(
            "STATUS is 'failed'",
            "job.code is 'z', wanted x",
            "metadata is a _Job, wanted null",
            "no attribute 'nothing'",
        ),
    ]
    assert explained.steps[3].values == (inner,)
    with pytest.raises(TypeError, match="a record is a mapping"):
        explain(compiled.bound, inner)
    assert compiled.explain({"status": "done"}).steps[1].reason == "STATUS is 'done', wanted failed"
