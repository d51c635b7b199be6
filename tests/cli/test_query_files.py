"""Query files with names and comments, as `accsyn fmt` and `accsyn check` read them: as `accsyn lint` does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import accsyn
from accsyn.cli.analysis import canonical
from accsyn.grammar.parser import parse_statement
from accsyn.lint.sections import Section, format_sections, read_sections
from accsyn.printer import print_statement
from tests import strategies
from tests.cli.calls import call

BEFORE = """\
-- Queries of the night.

-- name: failed
-- what went wrong
transfer where (status<>failed)
  -- not the old ones
  and size > 5

-- name: text
User where name='a
-- no comment
b'


-- name: nothing yet
-- the end
"""
AFTER = """\
-- Queries of the night.

-- name: failed
-- what went wrong
-- not the old ones
transfer WHERE status!=failed AND size>5

-- name: text
User WHERE name="a
-- no comment
b"


-- name: nothing yet
-- the end
"""
WITHOUT_THE_LAST = BEFORE[: BEFORE.index("\n\n\n-- name: nothing")] + "\n"


def formatted(text: str, line_end: str = "\n") -> str:
    """A file with its queries in their canonical form."""
    return format_sections(text, lambda section: canonical(parse_statement(section.text)), line_end)


def test_names_and_comments_stay() -> None:
    """Each query is formatted; a comment inside goes before it; a section without a query stays as it is."""
    assert formatted(BEFORE) == AFTER
    assert formatted(AFTER) == AFTER


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("user\n", "user\n"),
        ("\n\nuser", "user\n"),
        ("-- a\nuser where  a=1", "-- a\nuser WHERE a=1\n"),
        ("user where  a=1\n-- b", "user WHERE a=1\n-- b\n"),
        ("user\n-- b\n\n", "user\n-- b\n"),
        ("user\n  -- in\nwhere\n\n  -- deep\n a=1\n", "-- in\n-- deep\nuser WHERE a=1\n"),
        ("-- name: a\nuser\n-- name: b\ntask", "-- name: a\nuser\n-- name: b\ntask\n"),
        ("-- name: a", "-- name: a\n"),
        ("-- name: a\n-- name: b\ntask\n", "-- name: a\n-- name: b\ntask\n"),
    ],
)
def test_where_the_lines_go(before: str, after: str) -> None:
    """Empty lines at the start and the end of a file go, and so do those inside a query."""
    assert formatted(before) == after
    assert formatted(before.replace("\n", "\r\n"), "\r\n") == after.replace("\n", "\r\n")


def _is_one_piece(text: str) -> bool:
    """Whether no line of a query, inside a string, is taken for a comment when it is looked for roughly."""
    return not any(line.lstrip().startswith("--") for line in text.splitlines())


QUERIES = strategies.queries().map(print_statement).filter(_is_one_piece)
LINES = st.sampled_from(["-- a comment", "  -- name: one", "--", "", "-- name: two  ", "--name:"])


@pytest.mark.slow
@settings(max_examples=60)
@given(
    st.lists(st.one_of(LINES, strategies.queries().map(print_statement).filter(_is_one_piece)), max_size=6),
    st.sampled_from(["\n", "\r\n"]),
)
def test_the_meaning_stays(pieces: list[str], line_end: str) -> None:
    """The same queries under the same names, the same comments, and a second run changes nothing."""
    # Two queries in a row would be one.
    text = line_end.join(f"-- name: {number}{line_end}{piece}" for number, piece in enumerate(pieces)) + line_end
    before = [each for each in read_sections(text) if each.text.strip()]
    after = formatted(text, line_end)
    assert formatted(after, line_end) == after
    found = [each for each in read_sections(after) if each.text.strip()]
    assert [each.name for each in found] == [each.name for each in before]
    assert [accsyn.parse(each.text) for each in found] == [accsyn.parse(each.text) for each in before]
    assert _comments(after) == _comments(text)


def _comments(text: str) -> list[str]:
    """The comments of a file that holds no query whose string has such a line."""
    return sorted(line.strip() for line in text.splitlines() if line.strip().startswith("--"))


@given(st.text("-u \n\r'\"name:", max_size=40))
def test_sections_are_cut_out_of_the_file(text: str) -> None:
    """Each is the file from its start on, comments apart."""
    for name, cut, start in read_sections(text):
        assert name == name.strip()
        assert all(one in {two, " "} for one, two in zip(cut, text[start:], strict=False))


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_file_is_formatted_in_place(tmp_path: Path, line_end: str) -> None:
    """With its own line ends; a byte-order mark goes."""
    file = tmp_path / "many.accsyn"
    text = WITHOUT_THE_LAST.replace("\n", line_end)
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert call("fmt", "--check", str(file)).code == 1
    assert call("fmt", str(file)) == (0, "", f"changed: {file}\n")
    expected = AFTER[: AFTER.index("\n\n\n-- name: nothing")] + "\n"
    # What a string holds is the query's, and stays as it was.
    assert file.read_bytes().replace(b"\r\n", b"\n").decode() == expected
    assert call("fmt", "--check", str(file)).code == 0


@pytest.mark.parametrize(("command", "arguments"), [("fmt", []), ("check", []), ("lint", [])])
def test_all_commands_see_the_same_mistake(tmp_path: Path, command: str, arguments: list[str]) -> None:
    """At its line of the file, behind comments and names."""
    file = tmp_path / "bad.accsyn"
    text = "-- a\n-- name: one\nUser\n-- name: two\nTransfer\n  -- b\n  WHERE name=\n"
    file.write_text(text, encoding="utf-8")
    done = call(command, str(file), *arguments)
    assert done.code == 1
    assert "bad.accsyn, line 7, column 14" in done.out + done.err
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("command", ["fmt", "check", "lint"])
@pytest.mark.parametrize("text", ["", "-- a comment\n", "-- name: a\n\n"])
def test_a_file_without_a_query_is_a_mistake(tmp_path: Path, command: str, text: str) -> None:
    """Of all commands."""
    file = tmp_path / "bad.accsyn"
    file.write_text(text, encoding="utf-8")
    assert call(command, str(file)).code == 1


def test_check_reads_files(tmp_path: Path) -> None:
    """Each query is one, with the values that are passed; others may stand beside."""
    file = tmp_path / "some.accsyn"
    file.write_text("-- name: one\nTransfer WHERE staus=failed\n-- name: two\nUser WHERE code=:who\n", encoding="utf-8")
    done = call("check", str(file), "-p", "who=lisa", "Task")
    assert done.code == 1
    assert done.out.endswith("3 queries: 1 warning\n")
    assert "some.accsyn, line 2, column 16" in done.out
    results = call("check", str(file), "--format", "json").document["results"]
    assert [each["source"] for each in results] == [
        {"name": str(file), "text": "Transfer WHERE staus=failed"},
        {"name": str(file), "text": "User WHERE code=:who"},
    ]
    assert results[0]["diagnostics"][0]["span"]["start"] == {"offset": 28, "line": 2, "column": 16}
    assert call("check", "Task", "-", str(file), stdin="User").out.endswith("4 queries: 1 warning\n")


@pytest.mark.parametrize(("option", "said"), [("--fix", "accsyn lint --fix"), ("--lines", "standard input alone")])
def test_what_check_does_not_do_with_files(tmp_path: Path, option: str, said: str) -> None:
    """It says what does."""
    file = tmp_path / "some.accsyn"
    file.write_text("User", encoding="utf-8")
    done = call("check", str(file), option)
    assert done.code == 2
    assert said in done.err


def test_sections_are_linear() -> None:
    """A file of many sections is read once."""
    text = "-- name: a\nUser\n" * 2000
    assert len(read_sections(text)) == 2000
    assert read_sections(text)[-1] == Section("a", "User", len(text) - 5)
