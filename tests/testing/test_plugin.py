"""Query test files in pytest."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from accsyn.testing import load_tests, run_case

pytest_plugins = ["pytester"]

GOOD = """\
records = [{ id = "1", size = 1 }, { id = "2", size = 20 }]

[[case]]
name = "large"
query = "Transfer WHERE size>10"
expect = ["2"]

[[case]]
name = "by size"
query = "Transfer WHERE size=:size"
[[case.each]]
parameters = { size = 1 }
expect = ["1"]
[[case.each]]
parameters = { size = 2 }
expect = ["2"]
"""


@pytest.fixture(autouse=True)
def _everything_is_loaded(tmp_path: Path) -> None:
    """Runs the cases once: what is first imported within a run of pytester is forgotten after it."""
    path = tmp_path / "first.accsyn.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert [run_case(case).passed for case in load_tests(path)] == [True, True, False]


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """Run pytest in this process, with the plugin by its module: it may be installed or not."""
    return pytester.runpytest_inprocess(
        "-p", "no:accsyn", "-p", "accsyn.testing.plugin", "-p", "no:cacheprovider", *arguments
    )


def write(pytester: pytest.Pytester, text: str) -> Path:
    """Write a query test file."""
    path = pytester.path / "transfers.accsyn.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_cases_are_items(pytester: pytest.Pytester) -> None:
    """Each case and each row is a test with a name; other TOML files are left alone."""
    write(pytester, GOOD)
    (pytester.path / "other.toml").write_text("[", encoding="utf-8")
    result = run(pytester, "-v")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["transfers.accsyn.toml::large PASSED*", "transfers.accsyn.toml::by size?1? PASSED*"])


def test_a_failure_is_the_difference(pytester: pytest.Pytester) -> None:
    """No traceback, no module of ours: the query and the records at fault."""
    write(pytester, GOOD)
    result = run(pytester)
    result.stdout.fnmatch_lines(
        [
            "*by size?2?*",
            "Transfer WHERE size=:size",
            "with size=2",
            "expected 1 record, 0 records matched",
            "- 2  expected, did not match",
            "*size=2*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*running.py*")


def test_selection_and_places(pytester: pytest.Pytester) -> None:
    """-k and JUnit XML know the cases by their names and lines."""
    write(pytester, GOOD)
    result = run(pytester, "-k", "large", "--junit-xml", "out.xml", "-o", "junit_family=xunit1")
    result.assert_outcomes(passed=1, deselected=2)
    (case,) = ET.parse(pytester.path / "out.xml").iter("testcase")  # noqa: S314 - written above
    assert (case.get("name"), case.get("line")) == ("large", "2")


def test_a_wrong_file_is_one_sentence(pytester: pytest.Pytester) -> None:
    """It is an error of collection, with the line."""
    write(pytester, '[[case]]\nquery = "Transfer"\n')
    result = run(pytester)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*transfers.accsyn.toml:1: a case needs `expect`*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_no_line_is_fine(pytester: pytest.Pytester) -> None:
    """A case whose line is not known is reported all the same."""
    write(pytester, '[[case]]\nquery = """Transfer\n[[case]]\n"""\nexpect = 1\nrecords = [{}]')
    run(pytester).assert_outcomes(failed=1)


def test_a_fault_of_ours_is_shown_as_one(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other exception keeps its traceback."""
    running = import_module("accsyn.testing.running")

    def fail(_case: object) -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr(running, "run_case", fail)
    write(pytester, GOOD)
    result = run(pytester, "-k", "large")
    result.assert_outcomes(failed=1, deselected=2)
    result.stdout.fnmatch_lines(["*RuntimeError: oops"])


def test_the_entry_point_is_this_module() -> None:
    """Where the package is installed with it, pytest loads the plugin by itself."""
    found = [point.value for point in entry_points(group="pytest11") if point.name == "accsyn"]
    assert set(found) <= {"accsyn.testing.plugin"}
    pyproject = (Path(__file__).parent.parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert '[project.entry-points.pytest11]\naccsyn = "accsyn.testing.plugin"\n' in pyproject
