"""Colour, widths, encodings: what a terminal gets and what a file gets."""

from __future__ import annotations

import io
import re
import sys

import pytest

from accsyn.cli import console
from accsyn.cli.analysis import analyse
from accsyn.cli.console import Console, Styled, wants_colour
from accsyn.cli.failure import CommandError
from accsyn.cli.findings import print_findings
from accsyn.cli.fitting import fitted, wrapped
from accsyn.cli.settings import Settings
from accsyn.schema.builtin import builtin_schema
from accsyn.source import Source
from accsyn.text import display_width
from tests.cli.calls import call


class Stream(io.TextIOWrapper):
    """A stream that may be a terminal."""

    def __init__(self, *, is_terminal: bool = False, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="")
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal

    @property
    def written(self) -> str:
        """Everything so far."""
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


@pytest.mark.parametrize(
    ("is_terminal", "environment", "expected"),
    [
        (True, {"TERM": "xterm"}, True),
        (True, {}, True),
        (True, {"TERM": "dumb"}, False),
        (True, {"TERM": "UNKNOWN"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": ""}, True),
        (False, {"TERM": "xterm"}, False),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": ""}, False),
        (False, {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        (True, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_who_gets_colour(is_terminal: bool, environment: dict[str, str], expected: bool) -> None:
    """NO_COLOR and FORCE_COLOR count where they are not empty; NO_COLOR wins."""
    stream = Stream(is_terminal=is_terminal)
    assert wants_colour(stream, environment) is expected
    assert Console(stream, environment).has_colour is expected


@pytest.mark.parametrize("is_terminal", [False, True])
def test_colour_changes_no_character(monkeypatch: pytest.MonkeyPatch, is_terminal: bool) -> None:
    """Without its escape sequences a coloured line is the plain one, however long: no markup, no wrapping."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.delenv("NO_COLOR", raising=False)
    plain, coloured = Stream(), Stream(is_terminal=is_terminal)
    line = ("[bold]x[/] :smile: ", Styled("1.5 'a' " * 30, "bold red"), Styled("日本 ö", ""))
    Console(plain, {}).print(*line)
    out = Console(coloured, {"FORCE_COLOR": "1"})
    out.print(*line)
    out.print()
    assert "\x1b[1;31m" in coloured.written
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.written) == plain.written + "\n"


@pytest.mark.parametrize("environment", [{}, {"FORCE_COLOR": "1"}])
def test_what_the_encoding_lacks_is_escaped(environment: dict[str, str]) -> None:
    """No character makes the output fail."""
    stream = Stream(encoding="ascii")
    Console(stream, environment).print("ö", Styled("…", ""))
    assert stream.written == "\\xf6\\u2026\n"
    assert not Console(stream).can_write("├")
    assert Console(Stream()).can_write("├")


def test_a_pipe_has_no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is piped is neither wrapped nor cut, whatever COLUMNS says."""
    monkeypatch.setenv("COLUMNS", "40")
    assert Console(Stream()).width is None
    assert Console(Stream(is_terminal=True)).width == 40


def test_queries_are_escaped_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe gets the query itself; where its encoding cannot, that is said rather than another query written."""
    terminal, pipe, ascii_pipe = Stream(is_terminal=True), Stream(), Stream(encoding="ascii")
    for stream in (terminal, pipe):
        monkeypatch.setattr(sys, "stdout", stream)
        console.write_text("name='\x1b'")
    assert "name='\\x1b'\n" in re.sub(r"\x1b\[[0-9;]*m", "", terminal.written)
    assert pipe.written == "name='\x1b'\n"
    monkeypatch.setattr(sys, "stdout", ascii_pipe)
    with pytest.raises(CommandError, match="the output's encoding \\(ascii\\) has no ö"):
        console.write_text("name=ö")


@pytest.mark.parametrize(
    ("value", "encoding", "expected"),
    [
        ("plain", "utf-8", '"plain"'),
        ("\x1b\n", "utf-8", '"\\u001b\\n"'),
        ("\x7f", "utf-8", '"\\u007f"'),
        ("ö日", "utf-8", '"ö日"'),
        ("ö日", "latin-1", '"\\u00f6\\u65e5"'),
        ("ö\u202e\x9b", "utf-8", '"ö\\u202e\\u009b"'),
        ("\udcff", "utf-8", '"\\udcff"'),
        ("\U000e0001", "utf-8", '"\\udb40\\udc01"'),
        ("e\u0301", "utf-8", '"e\u0301"'),
    ],
)
def test_json_text(monkeypatch: pytest.MonkeyPatch, value: str, encoding: str, expected: str) -> None:
    """What can be seen stays; what could disturb a terminal, and what the encoding lacks, is escaped."""
    monkeypatch.setattr(sys, "stdout", Stream(encoding=encoding))
    assert console.json_text(value) == expected


@pytest.mark.parametrize(
    ("text", "width", "indents", "expected"),
    [
        ("some words that go on", None, (0, 0), ["some words that go on"]),
        ("some words that go on and on", 22, (0, 0), ["some words that go on", "and on"]),
        ("some words that go on and on", 24, (4, 2), ["some words that go", "on and on"]),
        ("some words that go on and on", 19, (0, 0), ["some words that go on and on"]),
        ("some words that go on and on", 30, (0, 15), ["some words that go on and on"]),
        ("x" * 50, 20, (0, 0), ["x" * 50]),
        ("", 40, (0, 0), [""]),
    ],
)
def test_wrapping(text: str, width: int | None, indents: tuple[int, int], expected: list[str]) -> None:
    """Words go to the next line; where there is no room for words nothing is done."""
    assert wrapped(text, width, indent=indents[0], hanging=indents[1]) == expected


@pytest.mark.parametrize("width", [None, 20, 21, 33, 40, 79, 80, 200])
@pytest.mark.parametrize("text", ["a" * 30 + "XY" + "b" * 60, "日本" * 20 + "XY" + "ö" * 30, "XY" + "z" * 90, "XY"])
def test_the_place_stays_in_sight(text: str, width: int | None) -> None:
    """However narrow, the carets stand below their place, and the line fits."""
    start = display_width(text[: text.index("XY")])
    line, marks = fitted(text, " " * start + "^^", width)
    if width is not None:
        assert display_width(line) <= width
    columns = "".join(character * display_width(character) for character in line)
    assert [columns[at] for at, mark in enumerate(marks) if mark == "^"] == ["X", "Y"]


@pytest.mark.parametrize("length", [1, 10, 90])
def test_an_end_and_a_long_place_are_fitted(length: int) -> None:
    """A caret behind the last character, and a place longer than the line."""
    line, marks = fitted("x" * 100, " " * 100 + "^", 40)
    assert (line, marks) == ("…" + "x" * 37, " " * 38 + "^")
    line, marks = fitted("x" * 100, " " * 5 + "^" * length, 40)
    assert marks.strip() == "^" * min(length, 38)
    assert max(len(line), len(marks)) <= 40


@pytest.mark.parametrize("width", [40, 200])
def test_findings_fit_a_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """No line is wider than the terminal, except one that a user may copy."""
    monkeypatch.setenv("COLUMNS", str(width))
    query = "Transfer WHERE name=Project references AND user LIKE 'lisa%' AND metadata.long_name='日本語' AND a==b"
    stream = Stream(is_terminal=True)
    analyses = analyse([Source(query)], Settings(builtin_schema()))
    assert print_findings(Console(stream, {"NO_COLOR": "1"}), analyses) == 3
    lines = stream.written.splitlines()
    assert any("^^^^" in line for line in lines)
    assert all(display_width(line) <= width for line in lines if "fix: " not in line)


@pytest.mark.parametrize("arguments", [("rule",), ("rule", "ACC202"), ("schema", "show"), ("schema", "show", "task")])
@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_tables_fit_a_terminal(monkeypatch: pytest.MonkeyPatch, width: int, arguments: tuple[str, ...]) -> None:
    """At any width every word of the piped text is there, and no line of words is too long."""
    stream = Stream(is_terminal=True)
    monkeypatch.setattr(console, "stdout", lambda: Console(stream, {"NO_COLOR": "1"}))
    monkeypatch.setenv("COLUMNS", str(width))
    assert call(*arguments).code == 0
    monkeypatch.undo()
    assert stream.written.split() == call(*arguments).out.split()
    assert all(len(line) <= width for line in stream.written.splitlines() if not line.startswith("  Transfer "))
