"""Every kind of mistake: its code, its place, and what the fix makes of the text. The rows stand in mistakes.txt."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from accsyn.codes import syntax
from accsyn.diagnostics import apply_fixes
from accsyn.grammar import parser, recovery
from accsyn.source import Source, Span

SHOWN = str.maketrans({"␊": "\n", "␍": "\r", "␛": "\x1b", "␘": "\ufeff"})


class Row(NamedTuple):
    """A text with a mistake, as mistakes.txt has it."""

    start: str
    codes: list[str]
    marked: str
    fixed: str


def rows() -> list[Row]:
    found: list[Row] = []
    start = ""
    lines = iter(Path(__file__).with_name("mistakes.txt").read_text(encoding="utf-8").split("\n"))
    for line in lines:
        if line.startswith("@"):
            start = line[1:]
        elif line and not line.startswith("#"):
            codes, marked = line.split(" ¦ ", 1)
            fixed = next(lines).split("¦ ", 1)[1]
            found.append(Row(start, [f"ACC{code}" for code in codes.split()], marked.translate(SHOWN), fixed))
    return found


def unmark(marked: str) -> tuple[str, list[Span]]:
    """The text without its marks, and the places marked, in the order of their starts."""
    text = ""
    spans: list[list[int]] = []
    opened: list[int] = []
    for character in marked:
        if character == "⟦":
            opened.append(len(spans))
            spans.append([len(text), len(text)])
        elif character == "⟧":
            spans[opened.pop()][1] = len(text)
        else:
            text += character
    return text, [Span(start, end) for start, end in spans]


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.start}: {row.marked!a}")
def test_a_mistake_is_named_at_its_place_and_fixed(row: Row) -> None:
    """One run gives these errors and no others, and the fixes do what the row says."""
    text, spans = unmark(row.marked)
    errors = recovery.find_errors(Source(text), row.start, None)
    assert [error.code for error in errors] == row.codes
    assert [error.span for error in errors] == spans
    if row.fixed == "-":
        assert not all(error.fixes for error in errors)
    else:
        assert apply_fixes(text, [error.fixes[0] for error in errors]) == row.fixed.translate(SHOWN)


@pytest.mark.parametrize("row", [row for row in rows() if row.fixed != "-"], ids=lambda row: repr(row.marked))
def test_a_fixed_text_is_of_the_language(row: Row) -> None:
    """A text that names one error and has a fix for it parses with the fix made; safe ones by themselves, always."""
    text, _ = unmark(row.marked)
    errors = recovery.find_errors(Source(text), row.start, None)
    fixed = apply_fixes(text, [error.fixes[0] for error in errors])
    if len(errors) == 1 and errors[0].fixes[0].safe:
        parser.parse_statement(fixed, row.start)
    assert len(recovery.find_errors(Source(fixed), row.start, None)) < len(errors) or row.marked in STILL_WRONG


STILL_WRONG = {'Transfer WHERE a IN (1, ⟦"⟧x'}
"""Rows whose fix uncovers another mistake."""


def test_every_syntax_error_has_a_row() -> None:
    """No code is without an example of its own."""
    named = {code for row in rows() for code in row.codes}
    errors = {code.code for code in vars(syntax).values() if isinstance(code, type) and hasattr(code, "code")}
    assert {code for code in errors if code < "ACC150"} - named == {"ACC102"}
