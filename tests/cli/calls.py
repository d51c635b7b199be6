"""Ways to call the command: in this process, and as one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from inspect import signature
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from accsyn.cli.application import application

ROOT = Path(__file__).parent.parent.parent
RECORDS = str(ROOT / "examples" / "records.json")


# Before click 8.2 the runner mixed both streams unless it was told not to.
_APART: dict[str, Any] = {"mix_stderr": False} if "mix_stderr" in signature(CliRunner).parameters else {}


class Outcome(NamedTuple):
    """What a call did."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


def call(*arguments: str, stdin: str | bytes | None = None) -> Outcome:
    """Call the command in this process; no argument may leave it with a traceback."""
    done = CliRunner(**_APART).invoke(application, list(arguments), input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Outcome(done.exit_code, done.stdout, done.stderr)


def environment(**variables: str) -> dict[str, str]:
    """The environment of a process: no variable about colour or encoding but the given ones."""
    decided_here = ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8", "ACCSYN_DEBUG")
    kept = {name: value for name, value in os.environ.items() if name not in decided_here}
    return {**kept, **variables}


def command(*arguments: str) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, "-m", "accsyn", *arguments]


def run(*arguments: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> Outcome:
    """Call the command as a process."""
    done = subprocess.run(
        command(*arguments),
        input=stdin,
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environment(**{"PYTHONIOENCODING": "utf-8", **(variables or {})}),
        timeout=60,
    )
    return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
