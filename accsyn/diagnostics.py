"""What the compiler has to say about a query: diagnostics and their fixes.

A stage yields diagnostics; only the front door raises. How they look on a terminal is `accsyn.rendering`'s matter,
what each code means is documented where the code is defined (`accsyn.codes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from accsyn.source import Span


class Severity(str, Enum):
    """How bad a finding is: an error stops compilation, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of one range of the source text; an empty span inserts."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that removes the finding.

    Attributes:
        message: What it does, an imperative clause: ``write `=` ``.
        edits: Non-overlapping edits, ascending.
        safe: True where the meaning is exactly what the writer said; False where a person should look.
    """

    message: str
    edits: tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Diagnostic:
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
    for fix in fixes:
        if not any(_overlap(edit.span, other.span) for edit in fix.edits for other in taken):
            taken.extend(fix.edits)
    pieces: list[str] = []
    at = 0
    for edit in sorted(taken, key=lambda edit: edit.span):
        pieces += [text[at : edit.span.start], edit.replacement]
        at = edit.span.end
    pieces.append(text[at:])
    return "".join(pieces)


def _overlap(one: Span, other: Span) -> bool:
    # Two insertions at one place do not disturb each other: each unclosed parenthesis adds its own.
    return one.start < other.end and other.start < one.end if one != other else one.start < one.end
