"""Diagnostics on a terminal: the blocks of `accsyn.rendering`, coloured, and fitted to the width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from accsyn.cli.analysis import Analysis
from accsyn.cli.console import Console, Styled
from accsyn.diagnostics import Diagnostic, Severity
from accsyn.rendering import lines
from accsyn.source import Source
from accsyn.text import display_width

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
_NARROWEST = 20
"""Columns below which nothing is fitted: there is no good way to show anything."""


def print_findings(console: Console, analyses: Iterable[Analysis]) -> int:
    """Print the diagnostics of queries, an empty line between two.

    Returns:
        How many there were.
    """
    count = 0
    for analysis in analyses:
        for diagnostic in analysis.diagnostics:
            if count:
                console.print()
            print_finding(console, diagnostic, analysis.source)
            count += 1
    return count


def print_finding(console: Console, diagnostic: Diagnostic, source: Source) -> None:
    """Print one diagnostic."""
    head, place, gap, excerpt, carets, *notes = lines(diagnostic, source)
    style = _STYLES[diagnostic.severity]
    label, colon, message = head.partition(": ")
    first, *rest = wrapped(message, console.width, indent=len(label) + 2, hanging=2)
    console.print(Styled(label, style), Styled(colon + first, "bold"))
    for line in rest:
        console.print("  ", Styled(line, "bold"))
    console.print(Styled(place, "blue"))
    console.print(Styled(gap, "blue"))
    margin = len(gap) + 1
    excerpt, marks = _fitted(excerpt[margin:], carets[margin:], console.width and console.width - margin)
    number = lines_number(source, diagnostic)
    console.print(Styled(f"{number} | ", "blue"), excerpt)
    console.print(Styled(f"{gap} ", "blue"), Styled(marks, style))
    for note in notes:
        sign, colon, text = note.partition(": ")
        is_fix = sign.endswith("fix")
        # A fix is a query that somebody may copy: it stays one line.
        first, *rest = [text] if is_fix else wrapped(text, console.width, indent=len(sign) + 2, hanging=len(sign) + 2)
        console.print(Styled(sign + colon, "cyan"), first)
        for line in rest:
            console.print(" " * (len(sign) + 2), line)


def lines_number(source: Source, diagnostic: Diagnostic) -> str:
    """The number of the line that is shown."""
    return str(source.position(diagnostic.span.start).line)


def summary(analyses: Sequence[Analysis]) -> str:
    """One line about all queries: ``3 queries: 1 error, 2 warnings``."""
    found = [diagnostic for analysis in analyses for diagnostic in analysis.diagnostics]
    errors = sum(diagnostic.is_error for diagnostic in found)
    counts = [(errors, "error", "errors"), (len(found) - errors, "warning", "warnings")]
    said = ", ".join(_counted(*count) for count in counts if count[0]) or "nothing to report"
    return f"{_counted(len(analyses), 'query', 'queries')}: {said}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def wrapped(text: str, width: int | None, *, indent: int = 0, hanging: int = 0) -> list[str]:
    """The lines of a text that has to fit a terminal, without their indentation; at least one.

    Args:
        text: Words.
        width: Columns; None where there is no limit.
        indent: Columns that are taken before the first line.
        hanging: Columns that are taken before the other lines.
    """
    if width is None or width - max(indent, hanging) < _NARROWEST:
        return [text]
    found = textwrap.wrap(
        text,
        width,
        initial_indent=" " * indent,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line[indent if number == 0 else hanging :] for number, line in enumerate(found)] or [text]


def _fitted(text: str, marks: str, width: int | None) -> tuple[str, str]:
    """A line of a query and the carets below it, cut on both sides so that the place is seen."""
    if width is None or width < _NARROWEST or display_width(text) <= width:
        return text, marks
    start = len(marks) - len(marks.lstrip(" "))
    room = width - 2
    length = min(len(marks) - start, room)
    first = max(0, min(start - (room - length) // 2, display_width(text) - room))
    # The carets of an empty place at the end stand one column behind the text.
    first = max(first, start + length - room)
    before = "…" if first else " "
    after = "…" if first + room < display_width(text) else ""
    cut_marks = marks[first : first + room]
    if not first:
        return _columns(text, 0, room + 1) + after, marks[: room + 1]
    return before + _columns(text, first, first + room) + after, " " + cut_marks


def _columns(text: str, start: int, end: int) -> str:
    """What stands in some columns of a text, from 0; half a wide character is a blank."""
    return "".join(_cells(text, start, end))


def _cells(text: str, start: int, end: int) -> Iterator[str]:
    at = 0
    for character in text:
        width = display_width(character)
        if start <= at and at + width <= end:
            yield character
        elif at < end and at + width > start:
            yield " "
        at += width
