"""The base of every diagnostic code."""

from __future__ import annotations

from typing import ClassVar

from accsyn.diagnostics import Diagnostic, Fix, Severity
from accsyn.source import Span


class Code:
    """One kind of finding.

    The docstring of a subclass is its documentation: a summary line, paragraphs, then `Bad:` and `Good:` with
    indented queries, one a line (a test runs them). Codes and names never change their meaning once released.

    Attributes:
        code: For example ``ACC108``.
        name: A few words joined by ``-``.
        severity: What it is unless the caller says otherwise.
        language: What the examples are: ``text``, queries one a line; ``python``, with empty lines between.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR
    language: ClassVar[str] = "text"

    @classmethod
    def at(
        cls,
        span: Span,
        message: str,
        help: str | None = None,  # noqa: A002 - the field's name
        *fixes: Fix,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """A finding of this kind at a place."""
        return Diagnostic(cls.code, severity or cls.severity, message, span, help, fixes)
