"""compile and check: the stages together, on every kind of input."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import accsyn
from tests.examples import times

REAL = [
    json.loads(line)["query"]
    for line in (Path(__file__).parents[1] / "examples" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
]

# What the real queries draw on purpose (names and values only).
ODD = {
    "Share where default=true": ["ACC203", "ACC202"],
    'Job where code="hq > stockholm ftrack sync 26.01.22"': ["ACC203"],
    "Job WHERE (dest='lars@edit.com' OR status=failed)": ["ACC203", "ACC202"],
    "share WHERE code=creatures-outsourcing": ["ACC203"],
    "acl WHERE (ident=user:6676f3e9c7ef4e27da254e57 AND target=share:673cb38dea344d0d17969018 "
    "AND path=/FROM_VENDORS/acmevfx)": ["ACC202"],
    "engine where type=compute": ["ACC202"],
    "File WHERE share.id=698452ee3bce6dbca4b68619": ["ACC202"],
    'job WHERE ((user=5bfeb0381da7ee4095fa217e AND source!=hq) OR status<>failed) AND code="Daily backup"': ["ACC203"],
    'Job WHERE code="“my_transfer”"': ["ACC203"],
}


@pytest.mark.parametrize("text", REAL)
def test_every_real_query_compiles(text: str) -> None:
    """Each one, with the built-in schema; names and values draw what is listed and nothing else."""
    compiled = accsyn.compile(text)
    assert [d.code for d in compiled.diagnostics if "ACC200" <= d.code < "ACC400"] == ODD.get(text, [])
    assert accsyn.parse(str(compiled)) == compiled.query


# Text with pieces that have broken parsers before.
_NASTY = st.lists(
    st.sampled_from(
        [
            "Transfer", " WHERE ", "size", "created", "name", "id", "=", "!=", "<", ">=", " IN ", " MATCHES ", " NOT ",
            " CONTAINS ",
            "(", ")", ",", "'", '"', " AND ", " OR ", "*", "5" * 5000, "1e999999999", "9999-12-31", "0001-01-01",
            "-99999999999d",
            "a{99999999999}", "(?:" * 500, "[[a]", "[a--b]", "\ud800", "\ufeff", "null", ":x", "\x00", "\u202e",
            "today", "\n",
            "2026-02-30", "(?i)", "\\", "(?P<x>", "a*+", "{user}",
        ]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@pytest.mark.slow
@given(st.one_of(st.text(max_size=60), _NASTY, _NASTY.map(lambda tail: "Transfer WHERE " + tail)))
@times(3)
@example("Transfer WHERE size=" + "9" * 5000)
@example("Transfer WHERE created>9999-12-31")
@example("Transfer WHERE created>-99999999999d")
@example("Transfer WHERE name MATCHES a{99999999999}")
@example("Transfer WHERE name MATCHES " + "'" + "(" * 500 + ")" * 500 + "'")
@example("Transfer WHERE name MATCHES '[[a]'")
@example("Transfer WHERE name=\ud800")
@example("\ufeffTransfer")
def test_no_text_raises_anything_but_query_errors(text: str) -> None:
    """Check says everything; compile raises a QueryError exactly when check has an error; both show it safely."""
    diagnostics = accsyn.check(text)
    has_error = any(diagnostic.is_error for diagnostic in diagnostics)
    try:
        compiled = accsyn.compile(text)
    except (accsyn.QuerySyntaxError, accsyn.QueryValidationError) as error:
        # A parameter without a value is an error in compile alone.
        assert has_error or all(d.code == "ACC308" for d in error.diagnostics if d.is_error)
        shown = str(error)
        assert shown.replace("\n", "").isprintable()
        assert pickle.loads(pickle.dumps(error)).diagnostics == error.diagnostics
    else:
        assert not has_error
        assert list(compiled.diagnostics) == diagnostics
        assert all(0 <= d.span.start <= d.span.end <= len(text) for d in diagnostics)
        assert accsyn.parse(str(compiled)) is not None


@pytest.mark.parametrize("value", [None, 5, b"Transfer", ["Transfer"]])
def test_only_text_and_queries_compile(value: Any) -> None:
    """Anything else is a TypeError."""
    for call in (accsyn.compile, accsyn.check, accsyn.parse):
        with pytest.raises(TypeError, match=type(value).__name__):
            call(value)


def test_a_query_made_in_code_is_checked_against_its_own_text() -> None:
    """Places are those of the canonical text."""
    query = accsyn.parse("Transfer WHERE size>1").where("statsu=failed", "name=:n", params={"n": "x"})
    assert str(query) == 'Transfer WHERE size>1 AND statsu=failed AND name="x"'
    found = [d for d in accsyn.check(query) if d.code == "ACC202"]
    assert str(query)[slice(*found[0].span)] == "statsu"
    with pytest.raises(accsyn.QueryValidationError) as caught:
        accsyn.compile(query, strict=True)
    assert caught.value.source.text == str(query)


def test_places_of_values_that_cannot_be_written_as_they_are() -> None:
    """A query made in code with a hard value has places too."""
    query = accsyn.parse("Transfer").where("name=:n AND sttaus=x", params={"n": "a*\"'"})
    assert "ACC202" in [d.code for d in accsyn.check(query)]
    assert "ACC501" in [d.code for d in accsyn.check(query)]


def test_compiled_query_shows_itself() -> None:
    """Str is the canonical text, repr tells what is sent."""
    compiled = accsyn.compile("transfer where  Status<>FAILED")
    assert str(compiled) == "transfer WHERE Status!=FAILED"
    assert repr(compiled) == "CompiledQuery('transfer WHERE Status!=FAILED', expression='status!=failed')"
    assert compiled.entity_type == "transfer"
    assert compiled.query == accsyn.parse("transfer WHERE Status!=FAILED")


def test_size_limit() -> None:
    """16 million characters by default; `max_length` changes it; the error says both numbers."""
    text = "Transfer WHERE name=" + "x" * 50
    with pytest.raises(accsyn.QuerySyntaxError, match="70 characters, the limit is 60"):
        accsyn.compile(text, max_length=60)
    assert [d.code for d in accsyn.check(text, max_length=60)] == ["ACC102"]
    assert accsyn.compile(text, max_length=None).entity_type == "transfer"
    with pytest.raises(accsyn.QuerySyntaxError, match="16,000,000"):
        accsyn.parse("T" * 16_000_001)


DEEP = {
    "100,000 nested parentheses": "(" * 100_000 + "size>1" + ")" * 100_000,
    "20,000 alternating levels": "(size>1 AND (size>2 OR " * 20_000 + "size>3" + "))" * 20_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", DEEP)
def test_deep_queries_go_through_every_stage(name: str) -> None:
    """Parse, print, compare, hash, bind, emit, check, without recursion and without touching the recursion limit."""
    import sys

    limit = sys.getrecursionlimit()
    text = f"Transfer WHERE {DEEP[name]}"
    compiled = accsyn.compile(text)
    again = accsyn.parse(str(compiled))
    assert again == compiled.query
    assert hash(again) == hash(compiled.query)
    assert accsyn.parse(f"transfer where {compiled.expression}").condition == again.condition
    assert isinstance(compiled.diagnostics, tuple)
    assert sys.getrecursionlimit() == limit


def test_where_composes() -> None:
    """AND of everything; the query itself stays."""
    query = accsyn.parse("Transfer WHERE a=1 OR b=2")
    more = query.where("c=3", accsyn.parse_expression("d=4 OR e=5")).where("f IN :f", params={"f": [1, 2]})
    assert str(more) == "Transfer WHERE (a=1 OR b=2) AND c=3 AND (d=4 OR e=5) AND f IN (1, 2)"
    assert str(query) == "Transfer WHERE a=1 OR b=2"
    assert query.where() == query
    assert accsyn.parse("User").where("a=1") == accsyn.parse("User WHERE a=1")
    with pytest.raises(accsyn.QueryValidationError, match="`:g`"):
        query.where("c=:c", "f=:f", params={"c": 1, "f": 2, "g": 3})
    with pytest.raises(accsyn.QuerySyntaxError):
        query.where("Transfer WHERE a=1")
    with pytest.raises(TypeError, match="int"):
        query.where(5)  # type: ignore[arg-type]


def test_queries_compare_hash_and_pickle() -> None:
    """By the tree."""
    one = accsyn.parse("Transfer WHERE a<>1 AND (b='x')")
    two = accsyn.parse('Transfer  where a!=1 and b="x"')
    assert one == two
    assert hash(one) == hash(two)
    assert one != accsyn.parse("transfer WHERE a!=1 AND b=x")
    assert one != "Transfer"
    assert pickle.loads(pickle.dumps(one)) == one
    assert repr(two) == "Query('Transfer WHERE a!=1 AND b=\"x\"')"


def test_a_compiled_query_pickles_once_it_was_used() -> None:
    """Sent to another process after it matched something, it means the same there."""
    compiled = accsyn.compile("Transfer WHERE name=:n AND created>-7d", params={"n": accsyn.wildcard("a*")})
    record = {"name": "abc", "created": "9999-01-01T00:00:00"}
    assert compiled.matches(record)
    assert compiled.diagnostics == ()
    twin = pickle.loads(pickle.dumps(compiled))
    assert twin.matches(record)
    assert (str(twin), twin.expression, twin.diagnostics) == (str(compiled), compiled.expression, ())


@pytest.mark.parametrize("call", [accsyn.compile, accsyn.check])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"schema": "entities.json"}, "schema is a Schema, not str"),
        ({"schema": {}}, "schema is a Schema, not dict"),
        ({"tz": "Europe/Stockholm"}, "tz is a tzinfo .*, not str"),
        ({"tz": None}, "tz is a tzinfo .*, not NoneType"),
        ({"now": "2026-01-22"}, "now is a datetime or a function that returns one, not str"),
        ({"now": lambda: None}, "returned no datetime, but NoneType"),
        ({"params": ["x"]}, "params maps names to values, .* is no list"),
        ({"params": "x"}, "params maps names to values, .* is no str"),
        ({"params": []}, "params maps names to values, .* is no list"),
    ],
)
def test_arguments_of_another_type_are_a_type_error(call: Any, arguments: dict[str, Any], message: str) -> None:
    """An argument is taken or refused by name, also one that is false or that the query would not need."""
    with pytest.raises(TypeError, match=message):
        call("Transfer WHERE created>-7d", **arguments)


@pytest.mark.parametrize(
    ("condition", "params", "split"),
    [
        ('name IN ("a,b", c)', None, True),
        ('name IN ("")', None, True),
        ("name IN (a*, b)", None, True),
        ("name=:n", {"n": "a*b"}, False),
        ("name IN :n", {"n": ["a*b", "c"]}, False),
    ],
)
def test_the_help_of_a_lowering_names_its_form(condition: str, params: dict[str, Any] | None, split: bool) -> None:
    """Only where a regular expression is sent is the server said to have to read one."""
    compiled = accsyn.compile(f"Transfer WHERE {condition}", params=params)
    helps = [d.help or "" for d in compiled.diagnostics if d.code == "ACC501"]
    assert [("comparison of its own" in each, "regular expressions" in each) for each in helps] == [(split, not split)]
    assert ("matches" in (compiled.expression or "")) is not split


def test_compile_does_not_wait_for_warnings() -> None:
    """Nothing of what only the diagnostics need is imported by a compile that succeeds."""
    import subprocess
    import sys

    script = (
        "import sys, accsyn; accsyn.compile('Transfer WHERE sttaus=failed AND status=x');"
        "print([m for m in sys.modules if m.startswith('accsyn.') and m.rsplit('.', 1)[1] in"
        " ('recovery', 'checking', 'messages', 'logic', 'rendering', 'syntax', 'judge', 'diagnostics')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
