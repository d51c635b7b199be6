"""Files of queries."""

from __future__ import annotations

import pytest

from accsyn.lint.config import Config
from accsyn.lint.files import Section, read_sections
from accsyn.lint.linting import lint_bytes

SEVERAL = """\
-- Everything that is stuck.
-- name: failed transfers
Transfer WHERE status=failed
  -- not the old ones
  AND stat=x
--name: text
Transfer WHERE name="a
-- no comment
b" AND size > abc
"""


def test_sections_have_names() -> None:
    """Comments are blanked out, so that offsets stay; a line in a string is no comment."""
    assert [(each.name, each.text.split("\n")) for each in read_sections(SEVERAL)] == [
        ("failed transfers", ["Transfer WHERE status=failed", " " * 21, "  AND stat=x"]),
        ("text", ['Transfer WHERE name="a', "-- no comment", 'b" AND size > abc']),
    ]


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("", []),
        ("-- a\n", []),
        ("User\n\n", [Section("", "User", 0)]),
        ("User\r\n-- x\r\nWHERE a=1", [Section("", "User\r\n    \r\nWHERE a=1", 0)]),
        ("User\n-- name: b\nTask", [Section("", "User", 0), Section("b", "Task", 16)]),
    ],
)
def test_a_file_may_hold_one_query(text: str, sections: list[Section]) -> None:
    """Without a name; of an empty file nothing."""
    assert read_sections(text) == sections


@pytest.mark.parametrize(
    ("text", "cuts"),
    [(SEVERAL, ["stat", "abc"]), ("Transfer WHERE a == 1", ["=="]), ("-- only a comment", [""])],
)
def test_findings_stand_in_the_file(text: str, cuts: list[str]) -> None:
    """Each at its place; a file without a query is a finding."""
    report = lint_bytes(text.encode(), "x.accsyn", Config())
    found = [text[slice(*each.span)] for each in report.diagnostics]
    assert [cut for cut in found if cut in cuts] == cuts
