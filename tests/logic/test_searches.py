"""CONTAINS, MATCHES and wildcards."""

from __future__ import annotations

import pytest

import accsyn
from tests.logic.asking import fixed, places

PLAIN = [
    (r'name MATCHES "backup\.zip"', 'name CONTAINS "backup.zip"', True),
    ('name NOT MATCHES "backup"', 'name NOT CONTAINS "backup"', True),
    ("name matches backup", 'name CONTAINS "backup"', True),
    ('user MATCHES "lisa"', 'user CONTAINS "lisa"', True),
    ('metadata.x MATCHES "lisa"', 'metadata.x CONTAINS "lisa"', True),
    ("""name MATCHES 'say "x"'""", """name CONTAINS 'say "x"'""", True),
    ('name MATCHES "^daily"', 'name="daily*"', True),
    ('name NOT MATCHES "^daily"', 'name!="daily*"', True),
    (r'name MATCHES "\.zip\Z"', 'name="*.zip"', True),
    (r'name MATCHES "\Aa\Z"', 'name="a"', True),
    ('metadata.x MATCHES "^5"', 'metadata.x="5*"', True),
    ('status MATCHES "^fail"', 'status="fail*"', True),
    ('name MATCHES "^a$"', 'name="a"', False),
    ('name MATCHES "^a.*b$"', 'name="a*b"', False),
    (r'metadata.x MATCHES "\A5\Z"', 'metadata.x="5"', False),
    ('user MATCHES "^user:"', 'user="user:*"', False),
]


@pytest.mark.parametrize(("condition", "result", "is_safe"), PLAIN)
def test_plain_patterns(condition: str, result: str, is_safe: bool) -> None:
    """CONTAINS for a text, `=` for a text with wildcards; safe where it finds the same on every record."""
    assert fixed(f"Transfer WHERE {condition}", "ACC408") == (f"Transfer WHERE {result}", is_safe)


PATTERNS = [
    r'name MATCHES "backup.*\.zip"',
    'name MATCHES "a|b"',
    'name MATCHES "[ab]"',
    'name MATCHES "(?-i:a)"',
    r'name MATCHES "a\*$"',
    r'name MATCHES "a\x22b\x27"',
    r'name MATCHES "a\nb"',
    r'name MATCHES "\\"',
]


@pytest.mark.parametrize("condition", PATTERNS)
def test_patterns_that_are_needed(condition: str) -> None:
    """What cannot be said otherwise, or not written otherwise, is no fault."""
    assert places(f"Transfer WHERE {condition}") == []


SLOW = [
    ('name MATCHES "^(a+)+$"', "(a+)+"),
    (r'name NOT MATCHES "x(\w*-?)*!"', r"(\w*-?)*"),
]


@pytest.mark.parametrize(("condition", "place"), SLOW)
def test_slow_patterns(condition: str, place: str) -> None:
    """The place is the part that can divide a text in many ways."""
    assert places(f"Transfer WHERE {condition}") == [("ACC409", place)]


WILDCARDS = [
    ('name CONTAINS "*x*"', 'name CONTAINS "x"'),
    ('name NOT CONTAINS "*x*"', 'name NOT CONTAINS "x"'),
    ('name CONTAINS "*.zip"', 'name="*.zip"'),
    ('name CONTAINS "x*"', 'name="x*"'),
    ('name CONTAINS "a*b"', 'name="*a*b*"'),
    ('name NOT CONTAINS "a*b"', 'name!="*a*b*"'),
    ("name CONTAINS *a*b*", 'name="*a*b*"'),
    ('name CONTAINS "%x%"', 'name CONTAINS "x"'),
    ('name CONTAINS "%a%b%"', 'name="*a*b*"'),
    ("""name CONTAINS "*it's*" """.strip(), """name CONTAINS "it's\""""),
]


@pytest.mark.parametrize(("condition", "result"), WILDCARDS)
def test_wildcards_in_contains(condition: str, result: str) -> None:
    """The fix says what was meant, which is not what the query says."""
    assert fixed(f"Transfer WHERE {condition}", "ACC410") == (f"Transfer WHERE {result}", False)


@pytest.mark.parametrize("text", ["100%", "%", "%%", "x", "a%b", "**", "*", ""])
def test_other_texts_in_contains(text: str) -> None:
    """A percent sign is a percent sign, and a `*` alone can only be a `*`."""
    assert places(f'Transfer WHERE name CONTAINS "{text}"') == []


def test_bound_texts_have_no_wildcards() -> None:
    """What came as data is meant as it is, whatever the operator."""
    query = "Transfer WHERE name CONTAINS :a AND code=:a AND uri MATCHES :b"
    found = accsyn.check(query, params={"a": "*", "b": "x"}) + accsyn.check(query, params={"a": "*x*", "b": "(a+)+$"})
    assert [d.code for d in found if d.code[:4] == "ACC4"] == []


EVERYTHING = [
    ('name="*"', "name!=null"),
    ("name!=**", "name=null"),
    ('name MATCHES ".*"', "name!=null"),
    ('name NOT MATCHES ""', "name=null"),
]


@pytest.mark.parametrize(("condition", "result"), EVERYTHING)
def test_what_takes_every_text(condition: str, result: str) -> None:
    """The fix asks for the value itself, and is to be looked at."""
    assert fixed(f"Transfer WHERE {condition}", "ACC411") == (f"Transfer WHERE {result}", False)


@pytest.mark.parametrize("condition", ['name="*a"', 'name=""', "user=user:*", "name IN (a, b*)", "size=1"])
def test_what_takes_some(condition: str) -> None:
    """A wildcard with something beside it asks a question."""
    assert places(f"Transfer WHERE {condition}") == []


FINISHED = [
    ("Transfer WHERE status=done", ["done"]),
    ("Job WHERE status='Aborted'", ["'Aborted'"]),
    ("Delivery WHERE size>1 AND Status IN (failed, done, aborted)", ["done", "aborted"]),
    ("Transfer WHERE status!=done", []),
    ("Transfer WHERE status NOT IN (done, aborted)", []),
    ("Transfer WHERE status=failed OR name=done", []),
    ("Transfer WHERE status=null OR status CONTAINS done", []),
    ("Task WHERE status=done", []),
    ("Task WHERE job.status=done", []),
    ("Nothing WHERE status=done", []),
]


@pytest.mark.parametrize(("query", "found"), FINISHED)
def test_finished_jobs(query: str, found: list[str]) -> None:
    """Only where a job is asked for by a status that a plain find leaves out."""
    assert places(query, "ACC412") == [("ACC412", place) for place in found]
