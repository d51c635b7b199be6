"""Files of queries, ``*.accsyn``: what the compiler has to say about each, at its place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from accsyn.diagnostics import Diagnostic, Edit, Fix, sort
from accsyn.lint.clock import Clock
from accsyn.lint.config import Config
from accsyn.lint.queries import check_text
from accsyn.lint.sections import Section, read_sections
from accsyn.schema.model import Schema
from accsyn.source import Span


def lint_queries(text: str, config: Config, schema: Schema, clock: Clock) -> tuple[Diagnostic, ...]:
    """The findings about a file of queries, at their places in it."""
    return sort(_checked(read_sections(text) or [Section("", text.rstrip(), 0)], config, schema, clock))


def _checked(sections: Iterable[Section], config: Config, schema: Schema, clock: Clock) -> Iterator[Diagnostic]:
    for section in sections:
        for found in check_text(section.text, schema, clock, strict=config.strict):
            yield moved(found, section.start)


def moved(found: Diagnostic, by: int) -> Diagnostic:
    """A finding about a section as one about its file.

    Args:
        found: The finding.
        by: Where the section starts.
    """
    fixes = tuple(_moved(fix, by) for fix in found.fixes)
    return Diagnostic(found.code, found.severity, found.message, _shift(found.span, by), found.help, fixes)


def _moved(fix: Fix, by: int) -> Fix:
    return Fix(fix.message, tuple(Edit(_shift(edit.span, by), edit.replacement) for edit in fix.edits), fix.safe)


def _shift(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
