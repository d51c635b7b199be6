"""Paths: which key is taken, where they end, how far one looks."""

from __future__ import annotations

from typing import Any

import pytest

import accsyn
from accsyn.evaluation.paths import Path, lookup
from accsyn.evaluation.values import MISSING, elements

ROWS: list[tuple[str, dict[Any, Any], list[object]]] = [
    ("a", {"a": 1}, [1]),
    ("a", {"A": 1}, [1]),
    ("A", {"a": 1, "A": 2}, [2]),
    ("ſ", {"S": 1}, [1]),
    ("a", {}, [MISSING]),
    ("a", {"a": None, "A": 1}, [None]),
    ("a", {"a": []}, []),
    ("a", {"a": [1, [2, (3,)]]}, [1, 2, 3]),
    ("a", {1: "x", None: "y", "a": 2}, [2]),
    ("a", {1: "x", None: "y"}, [MISSING]),
    ("a.b", {1: "x", "a": {None: 1, "B": 2}}, [2]),
    ("a.b", {"a": {"b": 1}}, [1]),
    ("a.b", {"a.b": 1, "a": {"b": 2}}, [1]),
    ("a.b", {"a": {"b": 2}, "A.B": 1}, [1]),
    ("a.b.c", {"a.b": {"c": 1}, "a": {"b.c": 2}}, [1]),
    ("a.b.c", {"a.b.c": 1, "a.b": {"c": 2}}, [1]),
    ("a.b.c", {"a.b": 5}, [5]),
    ("a.b.c", {"a.bc": 5, "a.b.cd": 6, "ab": 7, "a.": 8}, [MISSING]),
    ("a.b", {"x.y": 1, "a": {"b": 3}}, [3]),
    ("a.b", {"": {"b": 1}, ".": 2}, [MISSING]),
    ("a.b", {"a": [{"b": 1}, {}, 5, None, [{"b": [2, 3]}]]}, [1, MISSING, 5, None, 2, 3]),
    ("a.b", {"a": {"b": {"c": 1}}}, [{"c": 1}]),
]


@pytest.mark.parametrize(("path", "record", "values"), ROWS)
def test_what_a_path_finds(path: str, record: dict[Any, Any], values: list[object]) -> None:
    """Every end of a path, in the order of the record."""
    assert [found.value for found in Path(path).find(record)] == values


def test_where_a_path_ends() -> None:
    """An end knows its key, the dictionary it stands in, and the segments that were left."""
    record = {"Job": [{"user": "x"}, {"user": {"id": 1}}], "a.b": {"c": 2}}
    first, second = Path("job.user.ID").find(record)
    assert (first.value, first.key, first.rest, first.parent) == ("x", "user", "id", {"user": "x"})
    assert (second.value, second.key, second.rest, second.parent) == (1, "id", "", {"id": 1})
    (end,) = Path("a.b.c.d.e").find(record)
    assert (end.value, end.key, end.rest) == (2, "c", "d.e")
    (end,) = Path("a.b").find({"a": {}})
    assert (end.value, end.key, end.rest) == (MISSING, "b", "")


def test_lookup_gives_the_records_spelling() -> None:
    """The key as the record spells it; where there is none, the name."""
    assert lookup({"Name": 1}, "NAME", "name") == ("Name", 1)
    assert lookup({}, "NAME", "name") == ("NAME", MISSING)


class Counted(dict[str, Any]):
    """A dictionary that counts the keys that are looked at."""

    keys_seen = 0

    def __iter__(self) -> Any:
        for key in super().__iter__():
            self.keys_seen += 1
            yield key


def test_the_work_depends_on_the_record_not_on_the_path() -> None:
    """A path of a hundred thousand segments looks at each key of a record a few times."""
    inner = Counted({"a.x": 1, "b": 2})
    record = Counted({"a": inner, "x.y": 1})
    assert [found.value for found in Path(".".join("a" * 100_000)).find(record)] == [MISSING]
    assert record.keys_seen + inner.keys_seen <= 12


def test_depth_is_no_limit() -> None:
    """A record may be as deep as it likes."""
    depth = 20_000
    record: dict[str, Any] = {"a": 1}
    for _ in range(depth):
        record = {"a": record}
    assert [found.value for found in Path(".".join("a" * (depth + 1))).find(record)] == [1]
    below: Any = record
    while isinstance(below, dict):  # let go level by level: the interpreter's own way down is recursive
        below = below.pop("a")


def _doubled(value: object, levels: int) -> object:
    """A list of a list twice, and so on: 2**levels ends, but one list on each level."""
    for _ in range(levels):
        value = [value, value]
    return value


def _endless() -> list[object]:
    """A list that holds 1 and itself."""
    endless: list[object] = [1]
    endless.append(endless)
    return endless


def _in_dictionaries(levels: int) -> object:
    """Dictionaries with a list of one dictionary twice, and so on."""
    value: object = 1
    for _ in range(levels):
        value = {"a": [value, value]}
    return value


@pytest.mark.parametrize(
    ("path", "record", "values"),
    [
        ("a", {"a": _endless()}, [1]),
        ("a", {"a": [_endless(), 2]}, [1, 2]),
        ("a", {"a": _doubled(1, 100)}, [1, 1]),
        ("a.b", {"a": _doubled({"b": 1}, 100)}, [1, 1]),
        (".".join("a" * 100), _in_dictionaries(100), [1, 1]),
        ("a.b", {"a": [{"b": [1]}, {"b": [1]}]}, [1, 1]),
    ],
)
def test_a_list_is_walked_once(path: str, record: dict[Any, Any], values: list[object]) -> None:
    """What contains itself ends, and what is shared costs no more than it holds; lists that are only equal are two."""
    assert [found.value for found in Path(path).find(record)] == values
    assert accsyn.compile(f"Transfer WHERE metadata.{path}=1").matches({"metadata": record})


def test_a_reference_is_walked_once() -> None:
    """Its form for people may be a list, too."""
    compiled = accsyn.compile("Transfer WHERE user=lisa")
    assert not compiled.matches({"user": "0" * 24, "user_hr": _endless()})
    assert list(elements(_endless())) == [1]
