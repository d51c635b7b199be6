"""Code written for the official client finds what it imports, in a process without that client."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(code: str, *, cwd: Path = ROOT) -> str:
    """What a program prints that runs where `accsyn_api` is ours."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import accsyn_api; print(accsyn_api.Session.__module__)", "accsyn.client.session"),
        ("import accsyn_api, accsyn; print(accsyn_api.__version__ == accsyn.__version__)", "True"),
        ("from accsyn_api.session import AccsynException as e; print(e.__name__)", "AccsynError"),
        ("from accsyn_api.session import Session; print(Session.__module__)", "accsyn.client.session"),
        ("import accsyn_api.session; print(accsyn_api.session.Session.__name__)", "Session"),
        ("from accsyn_api import Session, session; print(session.Session is Session)", "True"),
        ("import accsyn_api.session as s, accsyn; print(s.AccsynException is accsyn.AccsynError)", "True"),
        (
            "import accsyn_api; print(hasattr(accsyn_api, 'nothing'), hasattr(accsyn_api.session, 'nothing'))",
            "False False",
        ),
        (
            "import accsyn_api; print(sorted(dir(accsyn_api)))",
            "['AccsynException', 'Session', '__version__', 'session']",
        ),
        ("from accsyn_api.session import *; print(Session.__name__, AccsynException.__name__)", "Session AccsynError"),
        ("import accsyn_api, sys; print('requests' in sys.modules, 'accsyn' in sys.modules)", "False False"),
        ("import accsyn_api, pickle; print(pickle.loads(pickle.dumps(accsyn_api.AccsynException('x'))))", "x"),
    ],
)
def test_imports_of_the_official_client_work(code: str, expected: str) -> None:
    """Each way to import it gives ours, and the import itself costs nothing."""
    assert run(code) == expected


def test_the_official_client_goes_first(tmp_path: Path) -> None:
    """Side by side in one folder, as when both are installed, a package is found before a module."""
    (tmp_path / "accsyn_api").mkdir()
    (tmp_path / "accsyn_api" / "__init__.py").write_text("who = 'official'")
    (tmp_path / "accsyn_api.py").write_text((ROOT / "accsyn_api.py").read_text())
    assert run("import accsyn_api; print(accsyn_api.who)", cwd=tmp_path) == "official"


def test_the_wheel_has_the_module(tmp_path: Path) -> None:
    """It is installed with the package."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "accsyn_api.py" in names
    assert "accsyn/client/session.py" in names
    assert "accsyn/py.typed" in names
