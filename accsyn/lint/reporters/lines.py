"""A line for each finding: for people (``concise``), and as commands of GitHub's workflows (``github``)."""

from __future__ import annotations

from collections.abc import Iterable

from accsyn.lint.reporters.places import items, relative_path
from accsyn.lint.reports import Report
from accsyn.text import escape_for_display


def concise(reports: Iterable[Report], *, utf16: bool = False) -> str:
    """``path:line:column: CODE message``."""
    lines = [
        f"{escape_for_display(item.path)}:{item.start.line}:{item.start.column}: {item.diagnostic.code} "
        f"{item.diagnostic.message}\n"
        for item in items(reports, utf16=utf16)
    ]
    return "".join(lines)


def github(reports: Iterable[Report], *, utf16: bool = False) -> str:
    """Workflow commands: an annotation for each finding, and an error for each file that cannot be read."""
    reports = list(reports)
    lines = []
    for item in items(reports, utf16=utf16):
        found = item.diagnostic
        end = f",endLine={item.end.line},endColumn={item.end.column}" if item.end.line == item.start.line else ""
        place = f"file={_property(item.path)},line={item.start.line},col={item.start.column}{end}"
        text = f"{found.message}. {found.help}" if found.help else found.message
        lines.append(f"::{found.severity.value} {place},title={_property(found.code)}::{_data(text)}\n")
    lines += [
        f"::error file={_property(relative_path(report.path))}::{_data(report.problem)}\n"
        for report in reports
        if report.problem
    ]
    return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
