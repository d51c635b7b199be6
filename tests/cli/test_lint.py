"""``accsyn lint``."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.calls import call

BAD = "import accsyn\naccsyn.Session().update_one('user', 'x', {})\naccsyn.parse('Transfer WHERE stat == x')\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a file that has findings."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.py").write_text(BAD, encoding="utf-8")
    (tmp_path / "good.py").write_text("import accsyn\n", encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_text_shows_the_place() -> None:
    """The line with a caret, and how much there is."""
    done = call("lint")
    assert done.code == 1
    assert "--> bad.py, line 2, column 18" in done.out
    assert done.out.endswith("2 files: 1 error, 1 warning\n")
    fine = call("lint", "good.py")
    assert (fine.code, fine.out) == (0, "1 file: nothing to report\n")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("format_", ["concise", "json", "sarif", "github", "gitlab", "junit"])
def test_machine_formats_are_one_document(format_: str) -> None:
    """And nothing else on stdout; the exit code is the same."""
    done = call("lint", "--format", format_)
    assert done.code == 1
    assert "ACC518" in done.out
    if format_ in ("json", "sarif", "gitlab"):
        assert json.loads(done.out)
    if format_ == "junit":
        ET.fromstring(done.out.encode())  # noqa: S314 - written here
    assert call("lint", "good.py", "--format", format_).code == 0


@pytest.mark.usefixtures("folder")
def test_json_has_the_shape_of_check() -> None:
    """Findings as `accsyn check` writes them, by file."""
    document = call("lint", "--format", "json").document
    assert document["checked"] == 2
    (file,) = document["files"]
    assert [each["code"] for each in file["diagnostics"]] == ["ACC518", "ACC110"]
    assert file["diagnostics"][0]["span"]["start"]["line"] == 2


def test_fix_writes_the_file(folder: Path) -> None:
    """`--diff` writes nothing; a second run finds nothing to fix."""
    shown = call("lint", "--fix", "--diff")
    assert "+accsyn.Session().update('user', 'x', {})" in shown.out
    assert (folder / "bad.py").read_text(encoding="utf-8") == BAD
    done = call("lint", "--fix")
    assert done.err == "2 fixes made\n"
    fixed = BAD.replace("update_one", "update").replace("==", "=")
    assert (folder / "bad.py").read_text(encoding="utf-8") == fixed
    assert call("lint", "--fix").err == ""
    assert (folder / "bad.py").read_text(encoding="utf-8") == fixed


@pytest.mark.usefixtures("folder")
def test_codes_are_chosen() -> None:
    """By code, beginning and name; a wrong one is a wrong call."""
    assert "ACC110" not in call("lint", "--select", "ACC5").out
    assert "ACC518" not in call("lint", "--ignore", "deprecated-call,ACC2").out
    assert call("lint", "--select", "E501").code == 2
    assert call("lint", "--exit-zero").code == 0
    assert call("lint", "--statistics").out.splitlines()[0].split() == ["1", "ACC110", "foreign-operator"]


def test_a_baseline_is_written_and_read(folder: Path) -> None:
    """What is in it is no finding."""
    assert call("lint", "--write-baseline", "known.json").code == 0
    assert call("lint", "--baseline", "known.json").code == 0
    (folder / "bad.py").write_text(BAD + "accsyn.parse('x y')\n", encoding="utf-8")
    assert call("lint", "--baseline", "known.json").code == 1
    assert call("lint", "--baseline", "nowhere.json").code == 2
    assert call("lint", "--write-baseline", "no/where.json").code == 2


def test_standard_input_has_a_name(folder: Path) -> None:
    """What it ends in says what it is; fixed text goes to stdout."""
    assert "stdin.py, line 3" in call("lint", "-", stdin=BAD).out
    done = call("lint", "-", "--stdin-filename", "x.accsyn", "--format", "concise", stdin="Transfer WHERE stat=1")
    assert done.out.startswith("x.accsyn:1:16: ACC202")
    fixed = call("lint", "-", "--fix", stdin=BAD)
    assert "update('user'" in fixed.out
    assert not (folder / "stdin.py").exists()


def test_what_cannot_be_read_ends_with_two(folder: Path) -> None:
    """The rest is linted; settings that are wrong, and paths that are not there, are said."""
    (folder / "broken.py").write_text("accsyn(", encoding="utf-8")
    done = call("lint")
    assert done.code == 2
    assert done.err.startswith("broken.py: Python cannot parse it")
    assert "ACC518" in done.out
    assert call("lint", "nowhere").err == "nowhere: it cannot be read: No such file or directory\n"
    (folder / "pyproject.toml").write_text("[tool.accsyn.lint]\nx = 1\n", encoding="utf-8")
    assert "tool.accsyn.lint.x is no setting" in call("lint").err
