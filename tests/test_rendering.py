"""How diagnostics look: the caret under exactly the place, and nothing that disturbs a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.diagnostics import Diagnostic, Edit, Fix, Severity
from accsyn.grammar import driver, recovery
from accsyn.rendering import excerpt, render, render_one
from accsyn.source import Source, Span
from accsyn.text import display_width, escape_for_display
from tests import strategies


def test_a_block_has_headline_place_excerpt_help_and_fix() -> None:
    """The form that the documentation shows."""
    text = "Transfer WHERE status==failed"
    (error,) = recovery.find_errors(Source(text), "query", None)
    assert render_one(error, Source(text)).split("\n") == [
        "error[ACC110]: there is no operator `==`",
        "  --> line 1, column 22",
        "  |",
        "1 | Transfer WHERE status==failed",
        "  |                      ^^",
        "  = help: Write `=`.",
        "  = fix: Transfer WHERE status=failed",
    ]


def test_warnings_names_and_unsafe_fixes_are_told_apart() -> None:
    """A name of a text is escaped; a fix to look at says so; one that spans lines is not shown."""
    fix = Fix("drop it", (Edit(Span(0, 1), ""),), safe=False)
    warning = Diagnostic("ACC999", Severity.WARNING, "odd", Span(0, 1), None, (fix,))
    assert render_one(warning, Source("ab", "my\nfile")).split("\n") == [
        "warning[ACC999]: odd",
        "  --> my\\nfile, line 1, column 1",
        "  |",
        "1 | ab",
        "  | ^",
        "  = possible fix: b",
    ]
    assert "fix" not in render_one(warning, Source("a\nb"))
    assert "fix" not in render_one(warning, Source("a" * 200))
    assert render([warning, warning], Source("ab")).count("\n\n") == 1


@pytest.mark.parametrize(
    ("text", "span", "line", "carets"),
    [
        ("a=1", (1, 2), "a=1", " ^"),
        ("a=1", (3, 3), "a=1", "   ^"),
        ("", (0, 0), "", "^"),
        ("x\nab\ny", (2, 4), "ab", "^^"),
        ("x\r\nab\r\ny", (3, 5), "ab", "^^"),
        ("ab\ncd", (1, 4), "ab", " ^"),
        ("ab\n", (2, 3), "ab", "  ^"),
        ("中b", (1, 2), "中b", "  ^"),
        ("a中b", (1, 2), "a中b", " ^^"),
        ("e\u0301b", (2, 3), "e\u0301b", " ^"),
        ("a\tb", (2, 3), "a\\tb", "   ^"),
        ("a\x1bb", (1, 2), "a\\x1bb", " ^^^^"),
        ("\ufeffab", (1, 2), "\\ufeffab", "      ^"),
        ("a\u0301b", (1, 2), "a\\u0301b", " ^^^^^^"),
    ],
)
def test_the_caret_stands_under_the_place(text: str, span: tuple[int, int], line: str, carets: str) -> None:
    """Wide, combining and escaped characters count as they are shown; an empty place gets one caret."""
    assert excerpt(Source(text), Span(*span)) == (line, carets)


def test_long_lines_are_cut_around_the_place() -> None:
    """The dots show where, and the caret still stands right."""
    text = "x" * 500 + "!!" + "y" * 500
    line, carets = excerpt(Source(text), Span(500, 502))
    assert line[0] == line[-1] == "…"
    assert len(line) <= 104
    assert line[carets.index("^") : carets.index("^") + 2] == "!!"
    line, carets = excerpt(Source("z" * 1000), Span(0, 1000))
    assert (len(line), len(carets)) == (101, 100)


@pytest.mark.slow
@given(st.one_of(strategies.any_texts(), st.text(max_size=200)), st.sampled_from(["query", "expression"]))
def test_nothing_in_a_text_disturbs_a_terminal(text: str, start: str) -> None:
    """Every line that is shown is printable and needs no escaping any more."""
    source = Source(text, text[:5])
    shown = render(recovery.find_errors(source, start, None), source)
    statement = driver.run(source, start)
    if statement is not None:
        shown += render(recovery.examine(source, statement)[1], source)
    for line in shown.split("\n"):
        assert line.isprintable()
        assert escape_for_display(line) == line


@given(st.text(st.one_of(st.sampled_from("ab \n\r\t\x1b中é\u0301\u200b😀"), st.characters()), max_size=150), st.data())
def test_the_caret_has_the_width_of_the_place(text: str, data: st.DataObject) -> None:
    """What stands in front of the caret is as wide as what is shown in front of the place."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    line, carets = excerpt(Source(text), Span(start, end))
    offset = len(carets) - len(carets.lstrip())
    assert set(carets.strip()) == {"^"}
    assert offset <= display_width(line)
    first = Source(text).position(start).column - 1
    if first <= 50:
        whole = Source(text).line(Source(text).position(start).line)
        assert offset == display_width(escape_for_display(whole[:first]))


def test_the_text_alone_is_a_source() -> None:
    """Whoever checked a text need not make a Source of it to show what was found."""
    text = "Transfer WHERE a==1\nAND b==2"
    errors = recovery.find_errors(Source(text), "query", None)
    assert render(errors, text) == render(errors, Source(text))
    assert "line 2, column 6" in render(errors, text)
