"""SARIF 2.1.0, the OASIS format that code scanning reads."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from accsyn.codes.base import Code
from accsyn.codes.catalog import find_code, page, summary
from accsyn.diagnostics import Edit, Fix
from accsyn.lint.reporters.places import Item, items, position, relative_path
from accsyn.lint.reports import Report
from accsyn.source import Source

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(reports: Iterable[Report], *, version: str, utf16: bool = False) -> dict[str, Any]:
    """The document.

    Args:
        reports: The files.
        version: The version of this package.
        utf16: Whether columns count units of UTF-16 rather than characters.
    """
    reports = list(reports)
    found = list(items(reports, utf16=utf16))
    codes = sorted({item.diagnostic.code for item in found})
    rules = [_rule(code) for each in codes if (code := find_code(each)) is not None]
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    sources = {relative_path(report.path): report.source for report in reports}
    notes = [_problem(report) for report in reports if report.problem]
    run = {
        "tool": {"driver": {"name": "accsyn", "version": version, "rules": rules}},
        "columnKind": "utf16CodeUnits" if utf16 else "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not notes, "toolExecutionNotifications": notes}],
        "results": [_result(item, sources[item.path], index, utf16=utf16) for item in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: type[Code]) -> dict[str, Any]:
    return {
        "id": code.code,
        "name": "".join(word.capitalize() for word in code.name.split("-")),
        "shortDescription": {"text": summary(code)},
        "fullDescription": {"text": inspect.cleandoc(code.__doc__ or "").partition("\nBad:")[0].strip()},
        "help": {"text": page(code), "markdown": page(code)},
        "defaultConfiguration": {"level": code.severity.value},
    }


def _result(item: Item, source: Source, index: dict[str, int], *, utf16: bool) -> dict[str, Any]:
    found = item.diagnostic
    text = f"{found.message}. {found.help}" if found.help else found.message
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": index[found.code],
        "level": found.severity.value,
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(item.path)},
                    "region": {
                        "startLine": item.start.line,
                        "startColumn": item.start.column,
                        "endLine": item.end.line,
                        "endColumn": item.end.column,
                    },
                }
            }
        ],
        "partialFingerprints": {"accsyn/v1": item.fingerprint},
    }
    if found.fixes:
        result["fixes"] = [_fix(fix, item.path, source, utf16=utf16) for fix in found.fixes]
    return result


def _fix(fix: Fix, path: str, source: Source, *, utf16: bool) -> dict[str, Any]:
    def replacement(edit: Edit) -> dict[str, Any]:
        start, end = (position(source, offset, utf16=utf16) for offset in edit.span)
        region = {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        }
        return {"deletedRegion": region, "insertedContent": {"text": edit.replacement}}

    change = {"artifactLocation": {"uri": _uri(path)}, "replacements": [replacement(edit) for edit in fix.edits]}
    return {"description": {"text": fix.message}, "artifactChanges": [change]}


def _problem(report: Report) -> dict[str, Any]:
    place = {"physicalLocation": {"artifactLocation": {"uri": _uri(relative_path(report.path))}}}
    return {"level": "error", "message": {"text": report.problem}, "locations": [place]}


def _uri(path: str) -> str:
    return quote(path) if not path.startswith("/") else f"file://{quote(path)}"
