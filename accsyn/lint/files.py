"""Files of queries, ``*.accsyn``: one query, or several under names.

A line that starts with ``--`` outside a string is a comment. ``-- name: failed transfers`` starts a query of that name;
what stands before the first name is a query without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from accsyn.diagnostics import Diagnostic, Edit, Fix, sort
from accsyn.lint.config import Config
from accsyn.lint.queries import check_text
from accsyn.schema.model import Schema
from accsyn.source import Span

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_NAME = re.compile(r"--\s*name:\s*(.*?)\s*\Z")


class Section(NamedTuple):
    """A query of a file.

    Attributes:
        name: Its name; empty where it has none.
        text: The query: the file from `start` on, each comment blanked out, white space at the end left out.
        start: Its offset in the file.
    """

    name: str
    text: str
    start: int


def read_sections(text: str) -> list[Section]:
    """The queries of a file, in order; sections with comments alone are left out."""
    sections: list[tuple[str, int, list[str]]] = [("", 0, [])]
    quote = ""
    at = 0
    while at < len(text):
        match = _LINE.match(text, at)
        line = match[0] if match is not None else text[at:]
        content = match[1] if match is not None else line
        if not quote and content.lstrip().startswith("--"):
            name = _NAME.match(content.lstrip())
            if name is not None:
                sections.append((name[1], at + len(line), []))
            else:
                sections[-1][2].append(" " * len(content) + line[len(content) :])
        else:
            quote = _quote_after(content, quote)
            sections[-1][2].append(line)
        at += len(line)
    return [
        Section(name, query.rstrip(), start)
        for name, start, lines in sections
        if (query := "".join(lines)).strip() or (name and lines)
    ]


def lint_queries(text: str, config: Config, schema: Schema) -> tuple[Diagnostic, ...]:
    """The findings about a file of queries, at their places in it."""
    return sort(_checked(read_sections(text) or [Section("", text.rstrip(), 0)], config, schema))


def _checked(sections: Iterable[Section], config: Config, schema: Schema) -> Iterator[Diagnostic]:
    for section in sections:
        for found in check_text(section.text, schema, strict=config.strict):
            fixes = tuple(_moved(fix, section.start) for fix in found.fixes)
            yield Diagnostic(
                found.code, found.severity, found.message, _shift(found.span, section.start), found.help, fixes
            )


def _quote_after(line: str, quote: str) -> str:
    """The quotes that are open behind a line."""
    for character in line:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
    return quote


def _moved(fix: Fix, by: int) -> Fix:
    return Fix(fix.message, tuple(Edit(_shift(edit.span, by), edit.replacement) for edit in fix.edits), fix.safe)


def _shift(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
