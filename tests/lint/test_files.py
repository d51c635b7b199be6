"""Files of queries."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import accsyn
from accsyn.diagnostics import apply_fixes
from accsyn.lint.config import Config
from accsyn.lint.fixes import chosen_fixes, fix_text
from accsyn.lint.linting import lint_bytes
from accsyn.lint.sections import Section, read_sections
from tests import strategies

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


@settings(max_examples=15)
@given(strategies.any_texts(), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_a_fix_touches_the_query_alone(text: str, line_end: str, has_mark: bool) -> None:
    """Names, comments, line ends and a byte-order mark stay; the query is the text with its own fixes made."""
    assume("\x00" not in text and not any("\ud800" <= each <= "\udfff" for each in text))
    head, tail = f"-- a == b{line_end}-- name: one{line_end}", f"{line_end}-- name: two{line_end}User"
    assume([each.text for each in read_sections(head + text + tail)] == [text.rstrip(), "User"])
    content = (b"\xef\xbb\xbf" if has_mark else b"") + (head + text + tail).encode()
    report = lint_bytes(content, "x.accsyn", Config())
    fixes = chosen_fixes(report.diagnostics, unsafe=False)
    assert report.text is not None
    after = report.text.encode(apply_fixes(report.text.text, fixes))
    own = chosen_fixes(tuple(accsyn.check(text.rstrip())), unsafe=False)
    expected = head + apply_fixes(text.rstrip(), own) + text[len(text.rstrip()) :] + tail
    assert after == content[: 3 * has_mark] + expected.encode()
    fixed, _ = fix_text(report, lambda each: lint_bytes(each, "x.accsyn", Config()), unsafe=False)
    again, count = fix_text(fixed, lambda each: lint_bytes(each, "x.accsyn", Config()), unsafe=False)
    assert (again, count) == (fixed, 0)
