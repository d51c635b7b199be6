"""``accsyn test``: query test files, run."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.calls import call

GOOD = """\
records = [{ id = "1", size = 1 }, { id = "2", size = 20 }]
[[case]]
name = "large"
query = "Transfer WHERE size>10"
expect = ["2"]
"""
BAD = """
[[case]]
name = "all of them"
query = "Transfer WHERE size>10"
expect = ["1"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of a test that passes, which is the current one."""
    (tmp_path / "a.accsyn.toml").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("paths", [[], ["."], ["a.accsyn.toml"], [".", "a.accsyn.toml", "./a.accsyn.toml"]])
def test_what_passes(paths: list[str]) -> None:
    """A line; each file is run once, however often it is named."""
    assert call("test", *paths) == (0, "1 test: 1 passed\n", "")


def test_what_fails(folder: Path) -> None:
    """The place, the name, the difference and why; the exit code is 1."""
    (folder / "b.accsyn.toml").write_text(GOOD + BAD, encoding="utf-8")
    done = call("test", "b.accsyn.toml")
    assert (done.code, done.err) == (1, "")
    lines = done.out.splitlines()
    assert lines[:4] == [
        "FAILED b.accsyn.toml:7  all of them",
        "  Transfer WHERE size>10",
        "  expected 1 record, 1 record matched",
        "  - 1  expected, did not match",
    ]
    assert "  + 2  not expected, matched" in lines
    assert lines[-1] == "2 tests: 1 failed, 1 passed"


def test_colour(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The signs have colours where they are wanted."""
    (folder / "b.accsyn.toml").write_text(GOOD + BAD, encoding="utf-8")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31m- 1  expected" in call("test").out


def test_selection(folder: Path) -> None:
    """-k takes a part of the name of the test or of the file."""
    (folder / "b.accsyn.toml").write_text(GOOD + BAD, encoding="utf-8")
    assert call("test", "-k", "LARGE").out == "2 tests: 2 passed\n"
    assert call("test", "-k", "a.accsyn").out == "1 test: 1 passed\n"
    assert call("test", "-k", "zzz") == (2, "", "Error: there is no test of that name: -k zzz\n")


def test_the_document(folder: Path) -> None:
    """One document with every test; what failed says how."""
    (folder / "b.accsyn.toml").write_text(GOOD + BAD, encoding="utf-8")
    done = call("test", "--format", "json")
    document = done.document
    assert (done.code, document["passed"], document["failed"]) == (1, 2, 1)
    last = document["tests"][-1]
    assert (last["file"], last["line"], last["name"], last["ok"]) == ("b.accsyn.toml", 7, "all of them", False)
    assert (last["missing"], last["unexpected"], last["diagnostics"]) == (["1"], ["2"], [])


@pytest.mark.usefixtures("folder")
def test_junit() -> None:
    """The results as a file, beside what is printed."""
    assert call("test", "--junit-xml", "out.xml").out == "1 test: 1 passed\n"
    assert ET.parse("out.xml").getroot().get("tests") == "1"  # noqa: S314 - written by us
    done = call("test", "--junit-xml", "no/such/folder.xml")
    assert done == (2, "", "Error: no/such/folder.xml cannot be written: No such file or directory\n")


def test_wrong_files(folder: Path) -> None:
    """Each is named with its line, nothing is run, and the exit code is 2."""
    (folder / "b.accsyn.toml").write_text("[[case]]\n", encoding="utf-8")
    (folder / "c.accsyn.toml").write_text("\n\nx =", encoding="utf-8")
    done = call("test", ".", "nowhere")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        "Error: there is no file or folder 'nowhere'",
        "b.accsyn.toml:1: a case needs a `query`",
        "c.accsyn.toml:3: it is not TOML: invalid value",
    ]


def test_a_folder_without_tests(folder: Path) -> None:
    """Nothing to run is no success."""
    (folder / "a.accsyn.toml").unlink()
    assert call("test") == (2, "", "Error: there is no *.accsyn.toml file here\n")
