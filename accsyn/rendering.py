"""How diagnostics look as text: the line, a caret under exactly the place, the help.

What a query holds is escaped before it is shown, so that nothing in it can disturb a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable

from accsyn.diagnostics import Diagnostic, Fix, apply_fixes
from accsyn.source import Source, Span
from accsyn.text import display_width, escape_for_display

MAX_WIDTH = 100
"""Columns of a source line that are shown; longer lines are cut around the place."""

_CUT = "…"


def render(diagnostics: Iterable[Diagnostic], source: Source | str) -> str:
    """All diagnostics, one block each, an empty line between two.

    Args:
        diagnostics: What to show.
        source: The text that was checked, as it is or as a `Source`, which may have a name.
    """
    if isinstance(source, str):
        source = Source(source)
    return "\n\n".join(render_one(diagnostic, source) for diagnostic in diagnostics)


def render_one(diagnostic: Diagnostic, source: Source) -> str:
    """One diagnostic as a block of lines, without a final line end.

    ::

    error[ACC108]: a value is missing behind `=`
      --> line 1, column 21
      |
    1 | Transfer WHERE name= AND status=x
      |                     ^
      = help: Write a value; the empty text is `""`, the absent value `null`.
    """
    return "\n".join(lines(diagnostic, source))


def lines(diagnostic: Diagnostic, source: Source) -> list[str]:
    """The lines of the block: headline, place, excerpt (four lines), then helps and fixes."""
    line, column = source.position(diagnostic.span.start)
    number = str(line)
    margin = " " * len(number)
    name = f"{escape_for_display(source.name)}, " if source.name else ""
    text, carets = excerpt(source, diagnostic.span)
    found = [
        f"{diagnostic.severity.value}[{diagnostic.code}]: {diagnostic.message}",
        f"{margin} --> {name}line {line}, column {column}",
        f"{margin} |",
        f"{number} | {text}",
        f"{margin} | {carets}",
    ]
    if diagnostic.help:
        found.append(f"{margin} = help: {diagnostic.help}")
    for fix in diagnostic.fixes[:1]:
        shown = _fixed_line(source, fix)
        if shown is not None:
            word = "fix" if fix.safe else "possible fix"
            found.append(f"{margin} = {word}: {shown}")
    return found


def excerpt(source: Source, span: Span) -> tuple[str, str]:
    """The line of a place, escaped and cut, and the line with carets under the place.

    A place over several lines is marked to the end of its first line; an empty place gets one caret.
    """
    line, column = source.position(span.start)
    text = source.line(line)
    start = min(column - 1, len(text))
    end = min(max(start, start + span.end - span.start), len(text))
    # Only the surroundings are escaped: a line may have millions of characters. A line that fits is shown whole.
    first = max(0, start - MAX_WIDTH // 2) if len(text) > MAX_WIDTH else 0
    last = min(len(text), max(first + MAX_WIDTH, min(end, start + MAX_WIDTH // 2)))
    before = (_CUT if first else "") + escape_for_display(text[first:start])
    marked = escape_for_display(text[start : min(end, last)])
    behind = escape_for_display(text[min(end, last) : last]) + (_CUT if last < len(text) else "")
    carets = " " * display_width(before) + "^" * max(1, display_width(marked))
    return before + marked + behind, carets


def _fixed_line(source: Source, fix: Fix) -> str | None:
    """The text with a fix made, where it is short and one line."""
    if len(source.text) > MAX_WIDTH:
        return None
    fixed = apply_fixes(source.text, [fix])
    return None if "\n" in fixed or "\r" in fixed else escape_for_display(fixed)
