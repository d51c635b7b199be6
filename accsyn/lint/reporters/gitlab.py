"""GitLab's code quality report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accsyn.lint.reporters.places import items
from accsyn.lint.reports import Report

_SEVERITY = {"error": "major", "warning": "minor"}


def gitlab(reports: Iterable[Report]) -> list[dict[str, Any]]:
    """The document: an object for each finding."""
    return [
        {
            "description": item.diagnostic.message,
            "check_name": item.diagnostic.code,
            "fingerprint": item.fingerprint,
            "severity": _SEVERITY[item.diagnostic.severity.value],
            "location": {"path": item.path, "lines": {"begin": item.start.line, "end": item.end.line}},
        }
        for item in items(reports)
    ]
