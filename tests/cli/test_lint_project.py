"""`accsyn lint` in a project, as processes of its own: settings, suppressions, baselines, fixes, hooks."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import accsyn
from tests.cli.calls import ROOT, Outcome, call, environment

FILES = {
    "pyproject.toml": """\
[tool.accsyn.lint]
ignore = ["ACC4"]
extend-exclude = ["vendor"]
[tool.accsyn.lint.per-file-ignores]
"tests/**" = ["unknown-attribute"]
""",
    "app/query.py": """\
import accsyn

def stale(session: accsyn.Session, user: str):
    session.update_one("user", "x", {})
    session.find("Transfer WHERE staus=failed")
    session.find("Transfer WHERE staus=failed")  # accsyn: ignore[ACC202] known
    session.find("Transfer WHERE status=failed")  # noqa: ACC202
    return session.find(f"Transfer WHERE name CONTAINS '{user}'")
""",
    "app/night.accsyn": "-- name: night\nTransfer WHERE size == 5\n",
    "app/night.accsyn.toml": '[[case]]\nquery = "Transfer WHERE staus=failed"\nexpect = 1\n',
    "tests/test_query.py": "import accsyn\naccsyn.parse('Transfer WHERE staus=failed AND a == 1')\n",
    "inner/pyproject.toml": "[tool.accsyn.lint]\nselect = ['ACC1']\n",
    "inner/other.py": "import accsyn\naccsyn.parse('Transfer WHERE staus == 1')\n",
    "vendor/bad.py": "import accsyn\naccsyn.parse('Transfer WHERE staus == 1')\n",
    "broken/pyproject.toml": "[project]\nname = 'accsyn-user'\n",
    "broken/other.py": "x = 1\n",
}
EVERYTHING = [
    "app/night.accsyn:2:21: ACC110",
    "app/night.accsyn.toml:2:25: ACC202",
    "app/query.py:4:13: ACC518",
    "app/query.py:5:34: ACC202",
    "app/query.py:7:51: ACC550",
    "app/query.py:8:56: ACC510",
    "inner/other.py:2:36: ACC110",
    "tests/test_query.py:2:49: ACC110",
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the files."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def lint(project: Path, *arguments: str, cwd: str = ".") -> Outcome:
    """Run the command in the project."""
    root = str(Path(accsyn.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-m", "accsyn", "lint", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=project / cwd,
        env=environment(PYTHONPATH=root, PYTHONIOENCODING="utf-8"),
        timeout=60,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def here(*arguments: str) -> Outcome:
    """Run the command in this process, in the current folder."""
    return call("lint", *arguments)


def places(done: Outcome) -> list[str]:
    """Place and code of each line of concise output."""
    return sorted(" ".join(line.split(" ")[:2]) for line in done.out.splitlines())


@pytest.mark.slow
def test_settings_comments_and_kinds_of_files(project: Path) -> None:
    """The nearest settings win, files have ignores of their own, comments count, and one that takes nothing is told."""
    done = lint(project, "--format", "concise")
    assert (done.code, done.err) == (1, "")
    assert places(done) == sorted(EVERYTHING)
    assert places(lint(project, "--format", "concise", cwd="inner")) == ["other.py:2:36: ACC110"]
    done = lint(project, "--format", "concise", "--select", "ACC2,ACC5", "--ignore", "deprecated-call")
    assert places(done) == sorted(line for line in EVERYTHING if "ACC1" not in line and "ACC518" not in line)
    assert places(lint(project, "--format", "concise", "vendor/bad.py")) != []


@pytest.mark.parametrize(
    ("text", "said", "options"),
    [
        ("selct = []", "tool.accsyn.lint.selct is no setting; did you mean 'select'?", []),
        ("strict = 1", "tool.accsyn.lint.strict is true or false", ["--format", "json"]),
        ("schema = 'nowhere.json'", "tool.accsyn.lint.schema, ", []),
    ],
)
def test_settings_that_are_wrong_name_the_key(project: Path, text: str, said: str, options: list[str]) -> None:
    """With options and without; nothing is on stdout."""
    (project / "inner" / "pyproject.toml").write_text(f"[tool.accsyn.lint]\n{text}\n", encoding="utf-8")
    done = lint(project, "inner", *options)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Error: ")
    assert said in done.err


def test_a_baseline_and_its_end(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known is not told, what is new is."""
    monkeypatch.chdir(project)
    assert lint(project, "--write-baseline", "known.json") == (0, "", "")
    assert len(json.loads((project / "known.json").read_text(encoding="utf-8"))["findings"]) == len(EVERYTHING)
    fine = here("--baseline", "known.json")
    assert (fine.code, fine.out) == (0, "6 files: nothing to report\n")
    (project / "app" / "new.accsyn").write_text("Transfer WHERE staus=1", encoding="utf-8")
    done = here("--baseline", "known.json", "--format", "concise")
    assert (done.code, places(done)) == (1, ["app/new.accsyn:1:16: ACC202"])
    assert here("--baseline", "known.json", "--exit-zero", "--statistics") == (
        0,
        "     1  ACC202  unknown-attribute\n",
        "",
    )


def test_fixes(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The safe ones, then the others; a difference changes nothing, and each second run has nothing to do."""
    monkeypatch.chdir(project)
    before = {name: (project / name).read_text(encoding="utf-8") for name in FILES}
    shown = here("--diff")
    assert (shown.code, shown.err) == (1, "6 fixes possible\n")
    assert "-Transfer WHERE size == 5\n+Transfer WHERE size = 5\n" in shown.out
    assert {name: (project / name).read_text(encoding="utf-8") for name in FILES} == before
    assert "6 fixes made\n" in lint(project, "--fix").err
    changed = {name for name in FILES if (project / name).read_text(encoding="utf-8") != before[name]}
    assert changed == {"app/query.py", "app/night.accsyn", "inner/other.py", "tests/test_query.py"}
    assert here("--diff").out == ""
    left = places(here("--format", "concise"))
    assert [each.split()[1] for each in left] == ["ACC202", "ACC202"]
    assert "fixes made\n" in here("--unsafe-fixes").err
    assert here().out == "6 files: nothing to report\n"
    assert (project / "app" / "night.accsyn.toml").read_text(encoding="utf-8").splitlines()[1] == (
        'query = "Transfer WHERE status=failed"'
    )


def test_the_hook_takes_the_files(project: Path) -> None:
    """The pattern of `.pre-commit-hooks.yaml` fits what is linted, and its entry is the command."""
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    fields = dict(re.findall(r"^  (?:- )?(\w+): (.*)$", text.replace("- id", "  id"), re.MULTILINE))
    taken = {name for name in FILES if re.search(fields["files"], name)}
    assert taken == {name for name in FILES if "pyproject" not in name}
    assert fields["entry"] == "accsyn lint"
    assert fields["language"] == "python"
    done = lint(project, *sorted(taken - {"vendor/bad.py"}))
    assert (done.code, done.out.count("-->")) == (1, len(EVERYTHING))


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell")
def test_whoever_stops_reading_ends_it(project: Path) -> None:
    """A pipe that is closed: no traceback."""
    root = str(Path(accsyn.__file__).parent.parent)
    (project / "app" / "many.accsyn").write_text("-- name: a\nTransfer WHERE staus=1\n" * 400, encoding="utf-8")
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m accsyn lint | head -1; echo "${{PIPESTATUS[0]}}"'],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
        cwd=project,
        env=environment(PYTHONPATH=root),
        timeout=60,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "141"


@pytest.mark.skipif(sys.platform == "win32", reason="signals to a group of processes")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_it(project: Path, jobs: str) -> None:
    """All its processes at once, with 130 and no traceback."""
    for number in range(50):
        text = "-- name: a\nTransfer WHERE staus=1\n" * 1000
        (project / "app" / f"many_{number}.accsyn").write_text(text, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "accsyn", "lint", "-j", jobs, "--no-cache"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=project,
        env=environment(PYTHONPATH=str(Path(accsyn.__file__).parent.parent)),
        start_new_session=True,
    )
    time.sleep(1.5)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out, err.decode()) == (130, b"", "")
