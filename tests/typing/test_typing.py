"""Type checkers accept what is right and refuse what is wrong, line by line; at run time the right lines run."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
LINES = (FOLDER / "wrong.txt").read_text(encoding="utf-8").splitlines()
REFUSED = {number for number, line in enumerate(LINES, 1) if line.endswith("# refused")}


@pytest.fixture
def samples(tmp_path: Path) -> list[str]:
    """Both samples as Python files, in a folder of their own."""
    return [
        str(shutil.copy(FOLDER / "right.py", tmp_path / "right.py")),
        str(shutil.copy(FOLDER / "wrong.txt", tmp_path / "wrong.py")),
    ]


def test_what_is_right_runs() -> None:
    """Every line of the accepted sample makes something."""
    names = runpy.run_path(str(FOLDER / "right.py"))
    assert str(names["five"]).startswith("Transfer WHERE user!=")
    assert str(names["six"]).endswith('OR user="6676f3e9c7ef4e27da254e57"')


@pytest.mark.slow
def test_mypy_agrees(samples: list[str]) -> None:
    """Strict, both in one call: no error in the one, in the other one on every line that says so and no other."""
    options = ["--config-file=", "--strict", "--no-incremental", "--no-error-summary", "--no-warn-unused-ignores"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *samples],
        capture_output=True,
        text=True,
        check=False,
        cwd=FOLDER.parent.parent,
    )
    found = re.findall(r"(right|wrong)\.py:(\d+): error", done.stdout)
    assert [line for name, line in found if name == "right"] == [], done.stdout
    assert {int(line) for name, line in found if name == "wrong"} == REFUSED, done.stdout + done.stderr


@pytest.mark.slow
def test_pyright_agrees(samples: list[str]) -> None:
    """The same of pyright."""
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson", *samples],
        capture_output=True,
        text=True,
        check=False,
    )
    errors = [each for each in json.loads(done.stdout)["generalDiagnostics"] if each["severity"] == "error"]
    lines = {(Path(each["file"]).name, each["range"]["start"]["line"] + 1) for each in errors}
    assert {line for name, line in lines if name == "right.py"} == set()
    assert {line for name, line in lines if name == "wrong.py"} == REFUSED
