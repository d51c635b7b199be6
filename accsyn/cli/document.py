"""What the command says as JSON. The shape is described in docs/command-line.md; it does not depend on click.

Offsets count characters (Unicode code points) from 0; lines and columns count from 1; an end lies behind the last
character.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accsyn.diagnostics import Diagnostic, Edit, Fix
from accsyn.source import Source, Span

VERSION = 1
"""Goes up when a program that reads the documents would have to change."""


def document(results: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The whole document."""
    return {"version": VERSION, "results": list(results)}


def result(source: Source, diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """What there is to say about one query.

    Args:
        source: The query.
        diagnostics: Its diagnostics; their spans point into the source.
    """
    found = tuple(diagnostics)
    return {
        "source": {"name": source.name, "text": source.text},
        "ok": not any(diagnostic.is_error for diagnostic in found),
        "diagnostics": [describe_diagnostic(diagnostic, source) for diagnostic in found],
    }


def describe_diagnostic(diagnostic: Diagnostic, source: Source) -> dict[str, Any]:
    """A diagnostic as JSON values."""
    from accsyn.codes.catalog import find_code

    code = find_code(diagnostic.code)
    return {
        "code": diagnostic.code,
        "name": "" if code is None else code.name,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "span": describe_span(diagnostic.span, source),
        "fixes": [_describe_fix(fix, source) for fix in diagnostic.fixes],
    }


def describe_span(span: Span, source: Source) -> dict[str, Any]:
    """A span as JSON values."""
    return {"start": _describe_position(span.start, source), "end": _describe_position(span.end, source)}


def _describe_position(offset: int, source: Source) -> dict[str, int]:
    line, column = source.position(offset)
    return {"offset": offset, "line": line, "column": column}


def _describe_fix(fix: Fix, source: Source) -> dict[str, Any]:
    return {
        "message": fix.message,
        "safe": fix.safe,
        "edits": [_describe_edit(edit, source) for edit in fix.edits],
    }


def _describe_edit(edit: Edit, source: Source) -> dict[str, Any]:
    return {**describe_span(edit.span, source), "replacement": edit.replacement}
