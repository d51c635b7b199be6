"""References: the texts they offer, and the words before a colon."""

from __future__ import annotations

from typing import Any

import pytest

from accsyn.binding.binder import bind
from accsyn.evaluation.interpreter import Predicate, matches
from accsyn.evaluation.references import Words
from accsyn.grammar.parser import parse_statement
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.model import Attribute, EntityType, Schema, Type
from tests.evaluation.queries import bound

WORDS = Words(builtin_schema())

HUMAN: list[tuple[str, tuple[str | None, str] | None]] = [
    ("user:lisa@example.com[standard](6676f3e9c7ef4e27da254e57)", ("user", "lisa@example.com")),
    ("hq(66fc0a1b2c3d4e5f60718293)", (None, "hq")),
    ("workspace:seagull(6645fbca9f8c4e27da254e57)", ("workspace", "seagull")),
    ("README.txt[7](6971)", (None, "README.txt")),
    ("USER:Lisa(6676)", ("USER", "Lisa")),
    ("job:shot(6676)", ("job", "shot")),
    ("share:plates(6676)", ("share", "plates")),
    ("robot:seven(6676)", (None, "robot:seven")),
    ("volume:a:b(6676)", ("volume", "a:b")),
    ("a b (c)[x](6676)", (None, "a b (c)")),
    ("a[1]b[2](6676)", (None, "a[1]b")),
    ("a[1][2](6676)", (None, "a[1]")),
    ("a\nb(6676)", (None, "a\nb")),
    ("a(3f2b8c1e-5d4a-4c3b-9a2f-1e0d9c8b7a65)", (None, "a")),
    ("user:(6676)", None),
    ("(6676)", None),
    ("[x](6676)", None),
    ("hq", None),
    ("hq()", None),
    ("hq(old one)", None),
    ("hq(66) ", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), HUMAN)
def test_the_form_for_people(text: str, expected: tuple[str | None, str] | None) -> None:
    """An optional known type, the code, brackets that do not count, the id at the end."""
    assert WORDS.read_human(text) == expected


@pytest.mark.parametrize("piece", ["[", "(", "[a", "(a", "[]", "[](", "user:", "a[x]("])
def test_no_form_is_slow(piece: str) -> None:
    """A hostile text is read in one go, not by trying every way to cut it."""
    text = piece * 20_000
    assert WORDS.read_human(text) is None
    assert WORDS.read_human(f"{text}(66)") is not None


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("user", {"user"}),
        ("Share", {"share", "volume", "folder", "home", "collection"}),
        ("job", {"job", "transfer"}),
        ("TRANSFER", {"job", "transfer"}),
        ("folder", {"folder"}),
        ("robot", {"robot"}),
    ],
)
def test_families(word: str, expected: set[str]) -> None:
    """`share` stands for every share, a deprecated name and its replacement for each other, others for themselves."""
    assert WORDS.family(word) == expected


ID = "6676f3e9c7ef4e27da254e57"


@pytest.mark.parametrize(
    ("attribute", "record", "expected"),
    [
        ("user", {"user": ID}, [ID]),
        ("user", {"user": f"user:{ID}"}, [f"user:{ID}", ID]),
        ("user", {"user": "x", "user_hr": "lisa(66)"}, ["x", "lisa", "user:lisa"]),
        ("source", {"source": "x", "source_hr": "hq(66)"}, ["x", "hq"]),
        ("source", {"source": "x", "source_hr": 5}, ["x"]),
        ("source", {"source": "C:\\x"}, ["C:\\x", "\\x"]),
        ("source", {"source": "1:x"}, ["1:x"]),
        ("user", {"user": ["x", "y"], "user_hr": ["a(6)", "b(6)"]}, ["x", "y", "a", "user:a", "b", "user:b"]),
        ("user", {"user": [None], "user_hr": ["a(6)"]}, [None]),
        ("user", {"user": {"id": 1}, "user_hr": "a(6)"}, [{"id": 1}, "a", "user:a"]),
        ("user.id", {"user": ["user:x", "y", None, {"id": "z"}]}, ["x", "y", None, "z"]),
        ("user.code", {"user": ["x", {"code": "z"}], "user_hr": ["a(6)", "b(6)"]}, ["a", "b", "z"]),
        ("user.code", {"user": {"code": "z"}, "user_hr": "a(6)"}, ["z"]),
        ("user.ID", {"user": 5}, [5]),
    ],
)
def test_what_a_reference_offers(attribute: str, record: dict[str, Any], expected: list[object]) -> None:
    """The values that an operator sees, in order."""
    predicate = Predicate(bound(f"transfer WHERE {attribute}=x"))
    assert list(predicate.clauses[0].values(record)) == expected


def test_a_path_that_stops_early_finds_no_form() -> None:
    """`source.site` on a task whose `source` is text has nothing to do with `source_hr`."""
    record = {"source": "x", "source_hr": "site:hq(66)"}
    assert not matches(bound("task WHERE source.site=hq"), record)
    assert matches(bound("task WHERE source.site=null"), record)


class Counted(list[str]):
    """A list that counts how often it is gone over."""

    times = 0

    def __reversed__(self) -> Any:
        self.times += 1
        return super().__reversed__()


def test_a_long_list_of_references_is_read_once() -> None:
    """The human-readable forms beside a list are not read for every element of it."""
    forms = Counted(f"user:u{number}(66)" for number in range(1000))
    record = {"user": [f"{number}" for number in range(1000)], "user_hr": forms}
    assert matches(bound("transfer WHERE user=u999"), record)
    assert forms.times == 1


def test_a_schema_without_shares() -> None:
    """Where no type is a share, the word stands for itself."""
    site = EntityType("site", [Attribute("parent", Type.REFERENCE, targets=["site"])])
    schema = Schema([site], {"place": "site"})
    assert Words(schema).family("share") == {"share"}
    query = bind(parse_statement("site WHERE parent=share:x"), schema)
    assert matches(query, {"parent": "share:x"})
    assert not matches(query, {"parent": "site:x"})
    assert matches(bind(parse_statement("site WHERE parent=place:x"), schema), {"parent": "site:x"})


def test_a_reference_without_known_targets() -> None:
    """A schema need not say where a reference points to."""
    schema = Schema([EntityType("site", [Attribute("parent", Type.REFERENCE)])])
    record = {"parent": "x", "parent_hr": "hq(66)"}
    assert matches(bind(parse_statement("site WHERE parent=hq"), schema), record)
    assert not matches(bind(parse_statement("site WHERE parent=site:hq"), schema), record)


def test_items_of_every_kind() -> None:
    """IN on a reference takes texts, wildcards, null, and words that stand for others."""
    query = bound(f"acl WHERE target IN (a, b*, null, share:{ID}, user:x)")
    for record, expected in (
        ({"target": "A"}, True),
        ({"target": "bc"}, True),
        ({"target": None}, True),
        ({"target": f"home:{ID}"}, True),
        ({"target": "user:x"}, True),
        ({"target": f"user:{ID}"}, False),
        ({"target": 5}, False),
    ):
        assert matches(query, record) is expected
