"""Machine formats."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from accsyn.lint.config import Config
from accsyn.lint.linting import Report, lint_bytes
from accsyn.lint.reporters.gitlab import gitlab
from accsyn.lint.reporters.junit import junit
from accsyn.lint.reporters.lines import concise, github
from accsyn.lint.reporters.places import items
from accsyn.lint.reporters.sarif import sarif

TEXT = "import accsyn; '😀'; accsyn.parse('Transfer WHERE a == 1')\naccsyn.parse('User WHERE x%y=1')\n"


@pytest.fixture
def reports() -> list[Report]:
    """A file with findings, one without, one that cannot be read."""
    return [
        lint_bytes(TEXT.encode(), "a b/x,y.py", Config()),
        lint_bytes(b"accsyn", "fine.py", Config()),
        lint_bytes(b"accsyn(", "/broken.py", Config()),
    ]


def test_concise(reports: list[Report]) -> None:
    """A line a finding; columns count characters, or units of UTF-16."""
    lines = concise(reports).splitlines()
    assert lines[0].startswith("a b/x,y.py:1:52: ACC110 ")
    assert concise(reports, utf16=True).splitlines()[0].startswith("a b/x,y.py:1:53: ACC110 ")


def test_github(reports: list[Report]) -> None:
    """What is special in a workflow command is escaped."""
    lines = github(reports).splitlines()
    assert lines[0].startswith("::error file=a b/x%2Cy.py,line=1,col=52,endLine=1,endColumn=54,title=ACC110::")
    assert any("x%25y" in line for line in lines)
    assert lines[-1].startswith("::error file=/broken.py::Python cannot parse it")


def test_gitlab(reports: list[Report]) -> None:
    """Every finding with a fingerprint of its own, which other lines do not change."""
    found = gitlab(reports)
    assert {(each["check_name"], each["severity"]) for each in found} >= {("ACC110", "major")}
    assert found[0]["location"] == {"path": "a b/x,y.py", "lines": {"begin": 1, "end": 1}}
    prints = {each["fingerprint"] for each in found}
    assert len(prints) == len(found)
    moved = lint_bytes(f"\n\n{TEXT}".encode(), "a b/x,y.py", Config())
    assert {each["fingerprint"] for each in gitlab([moved])} == prints


def test_junit(reports: list[Report]) -> None:
    """A suite for each file; what cannot be read is an error."""
    root = ET.fromstring(junit(reports))  # noqa: S314 - written here
    assert [(each.get("name"), each.get("failures"), each.get("errors")) for each in root] == [
        ("a b/x,y.py", str(len(reports[0].diagnostics)), "0"),
        ("fine.py", "0", "0"),
        ("/broken.py", "0", "1"),
    ]
    assert "^^" in (root.findtext("testsuite/testcase/failure") or "")


@pytest.mark.parametrize("utf16", [False, True])
def test_sarif(reports: list[Report], utf16: bool) -> None:
    """The parts that the schema of SARIF 2.1.0 requires, and indices that fit."""
    document = sarif(reports, version="1.2.3", utf16=utf16)
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == ("utf16CodeUnits" if utf16 else "unicodeCodePoints")
    assert len(run["results"]) == len(reports[0].diagnostics)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert 1 <= region["startLine"] <= region["endLine"]
    first = run["results"][0]
    assert first["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "a%20b/x%2Cy.py"}
    assert first["locations"][0]["physicalLocation"]["region"]["startColumn"] == 52 + utf16
    (change,) = first["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "="}
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///broken.py"}
    assert run["invocations"][0]["executionSuccessful"] is False


def test_paths_below_the_current_folder_are_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With slashes, whatever the system."""
    monkeypatch.chdir(tmp_path)
    report = lint_bytes(TEXT.encode(), str(tmp_path / "a" / "x.py"), Config())
    assert {item.path for item in items([report])} == {"a/x.py"}
