"""What the compiler has to say about a query: diagnostics and their fixes.

A stage yields diagnostics; only the front door raises. How they look on a terminal is `accsyn.rendering`'s matter,
what each code means is documented where the code is defined (`accsyn.codes`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from accsyn.source import Span


class Severity(str, Enum):
    """How bad a finding is: an error stops compilation, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Edit(NamedTuple):
    """A replacement of one range of the source text; an empty span inserts."""

    span: Span
    replacement: str


class Fix(NamedTuple):
    """A change that removes the finding.

    Attributes:
        message: What it does, an imperative clause: ``write `=` ``.
        edits: Non-overlapping edits, ascending.
        safe: True where the meaning is exactly what the writer said; False where a person should look.
    """

    message: str
    edits: tuple[Edit, ...]
    safe: bool = True


class Diagnostic(NamedTuple):
    """One finding about one place.

    Attributes:
        code: Stable code, for example ``ACC103``.
        severity: Error or warning.
        message: One sentence in the user's terms, no final full stop.
        span: The place, in offsets of the source text.
        help: What to write instead, or None.
        fixes: Changes that can be applied by a machine; the first is the best.
    """

    code: str
    severity: Severity
    message: str
    span: Span
    help: str | None = None
    fixes: tuple[Fix, ...] = ()

    @property
    def is_error(self) -> bool:
        """True where the finding stops compilation."""
        return self.severity is Severity.ERROR


def sort(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """In the order of their places; at one place errors first, then by code."""
    return tuple(sorted(diagnostics, key=lambda d: (d.span, not d.is_error, d.code, d.message)))


def apply_fixes(text: str, fixes: Sequence[Fix]) -> str:
    """Apply fixes to the text they were made for.

    A fix that overlaps one applied before it is left out: run the check again for the rest.

    Returns:
        The text with the edits of the fixes made.
    """
    taken: list[Edit] = []
    # Replaced ranges are disjoint, so both lists are ascending.
    starts: list[int] = []
    ends: list[int] = []
    points: list[int] = []
    for fix in fixes:
        if any(_overlaps(edit.span, starts, ends, points) for edit in fix.edits):
            continue
        taken.extend(fix.edits)
        for edit in fix.edits:
            if edit.span.start == edit.span.end:
                insort(points, edit.span.start)
            else:
                insort(starts, edit.span.start)
                insort(ends, edit.span.end)
    pieces: list[str] = []
    at = 0
    for edit in sorted(taken, key=lambda edit: edit.span):
        pieces += [text[at : edit.span.start], edit.replacement]
        at = edit.span.end
    pieces.append(text[at:])
    return "".join(pieces)


def _overlaps(span: Span, starts: list[int], ends: list[int], points: list[int]) -> bool:
    """Whether a range touches one that is replaced, or an insertion lies within the one or the other.

    Insertions at one place, and at the edge of a range, do not disturb each other: each unclosed parenthesis adds its
    own.
    """
    if span.start == span.end:
        index = bisect_left(starts, span.start)
        return index > 0 and ends[index - 1] > span.start
    index = bisect_left(starts, span.end)
    if index > 0 and ends[index - 1] > span.start:
        return True
    return bisect_right(points, span.start) < bisect_left(points, span.end)
