"""JUnit XML: a suite for each file, a failed test case for each finding."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from accsyn.lint.reporters.places import items, relative_path
from accsyn.lint.reports import Report
from accsyn.rendering import render_one
from accsyn.text import escape_for_display


def junit(reports: Iterable[Report]) -> str:
    """The document."""
    root = ET.Element("testsuites", name="accsyn lint")
    for report in reports:
        path = escape_for_display(relative_path(report.path))
        found = list(items([report]))
        errors = int(bool(report.problem))
        count = str(max(1, len(found)))
        suite = ET.SubElement(root, "testsuite", name=path, tests=count, failures=str(len(found)), errors=str(errors))
        for item in found:
            name = f"{item.diagnostic.code} line {item.start.line}, column {item.start.column}"
            case = ET.SubElement(suite, "testcase", classname=path, name=name, file=path, line=str(item.start.line))
            failure = ET.SubElement(case, "failure", message=item.diagnostic.message, type=item.diagnostic.code)
            failure.text = render_one(item.diagnostic, report.source)
        if not found:
            case = ET.SubElement(suite, "testcase", classname=path, name="accsyn lint", file=path)
            if report.problem:
                ET.SubElement(case, "error", message=escape_for_display(report.problem))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False)
