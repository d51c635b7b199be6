"""The results of query tests as JUnit XML, which continuous integration reads."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from accsyn.testing.running import Outcome
from accsyn.text import escape_for_display


def junit_xml(outcomes: Sequence[Outcome]) -> bytes:
    """One document, UTF-8: a suite for each file, a test case for each case."""
    root = ET.Element("testsuites")
    _count(root, outcomes)
    by_file: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_file.setdefault(outcome.case.path, []).append(outcome)
    for path, those in by_file.items():
        suite = ET.SubElement(root, "testsuite", name=escape_for_display(path))
        _count(suite, those)
        for outcome in those:
            _add(suite, outcome)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _count(element: ET.Element, outcomes: Sequence[Outcome]) -> None:
    element.set("tests", str(len(outcomes)))
    element.set("failures", str(sum(not outcome.passed for outcome in outcomes)))
    element.set("errors", "0")
    element.set("time", f"{sum(outcome.seconds for outcome in outcomes):.3f}")


def _add(suite: ET.Element, outcome: Outcome) -> None:
    case = outcome.case
    # What XML cannot hold, escaping has replaced.
    path = escape_for_display(case.path)
    element = ET.SubElement(suite, "testcase", classname=path, name=escape_for_display(case.name), file=path)
    if case.line is not None:
        element.set("line", str(case.line))
    element.set("time", f"{outcome.seconds:.3f}")
    if not outcome.passed:
        ET.SubElement(element, "failure", message=outcome.message).text = "\n".join(outcome.lines())
