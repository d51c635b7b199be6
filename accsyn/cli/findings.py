"""Diagnostics on a terminal: the blocks of `accsyn.rendering`, coloured, and fitted to the width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from accsyn.cli.console import Console, Styled
from accsyn.cli.fitting import fitted, wrapped
from accsyn.diagnostics import Diagnostic, Severity
from accsyn.rendering import lines
from accsyn.source import Source

if TYPE_CHECKING:
    # What it stands on is not needed to print.
    from accsyn.cli.analysis import Analysis

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}


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
    console.print(Styled(place, "bold blue"))
    console.print(Styled(gap, "bold blue"))
    margin = len(gap) + 1
    text, marks = fitted(excerpt[margin:], carets[margin:], console.width and console.width - margin)
    console.print(Styled(excerpt[:margin], "bold blue"), text)
    console.print(Styled(f"{gap} ", "bold blue"), Styled(marks, style))
    for note in notes:
        sign, colon, text = note.partition(": ")
        is_fix = sign.endswith("fix")
        # A fix is a query that somebody may copy: it stays one line.
        first, *rest = [text] if is_fix else wrapped(text, console.width, indent=len(sign) + 2, hanging=len(sign) + 2)
        console.print(Styled(sign + colon, "cyan"), first)
        for line in rest:
            console.print(" " * (len(sign) + 2), line)


def summary(analyses: Sequence[Analysis]) -> str:
    """One line about all queries: ``3 queries: 1 error, 2 warnings``."""
    found = [diagnostic for analysis in analyses for diagnostic in analysis.diagnostics]
    errors = sum(diagnostic.is_error for diagnostic in found)
    counts = [(errors, "error", "errors"), (len(found) - errors, "warning", "warnings")]
    said = ", ".join(_counted(*count) for count in counts if count[0]) or "nothing to report"
    return f"{_counted(len(analyses), 'query', 'queries')}: {said}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
