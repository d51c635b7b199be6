"""mypy accepts what is right and refuses what is wrong in programs that use a session."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "typing"
ROOT = HERE.parent.parent.parent


@pytest.mark.slow
def test_types_are_as_promised(tmp_path: Path) -> None:
    """Each type is asserted, each wrong line is an error, and the check itself can fail."""
    broken = tmp_path / "broken.py"
    broken.write_text("import accsyn\naccsyn.Session().find(5)\n")
    samples = [str(HERE / "right.py"), str(HERE / "wrong.py")]
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-error-summary",
        "--follow-imports=silent",
        f"--cache-dir={tmp_path / 'cache'}",
    ]
    fine = subprocess.run([*command, *samples], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (fine.returncode, fine.stdout) == (0, "")
    wrong = subprocess.run([*command, str(broken)], capture_output=True, text=True, check=False, cwd=ROOT)
    assert wrong.returncode == 1
    assert "broken.py:2: error: No overload variant" in wrong.stdout
