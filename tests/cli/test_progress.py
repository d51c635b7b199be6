"""The bar on the terminal: late, on stderr alone, gone at the end."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from accsyn.cli import progress
from accsyn.cli.progress import Bar, can_show
from tests.cli.calls import ROOT, command, environment


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def attach(monkeypatch: pytest.MonkeyPatch, patience: float = 0) -> Terminal:
    """Put a terminal in the place of stderr, whose bar comes after some seconds.

    Not in a fixture: pytest puts its own stderr back between that and the test.
    """
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "PATIENCE", patience)
    monkeypatch.setattr(progress, "_INTERVAL", 0)
    monkeypatch.setenv("TERM", "xterm")
    return stream


@pytest.mark.parametrize(("total", "shown"), [(100, "50%"), (None, "7,000 records")])
def test_the_bar_says_how_far(monkeypatch: pytest.MonkeyPatch, total: int | None, shown: str) -> None:
    """Of a file the percentage, of a stream the number of records; it can go away and come back."""
    terminal = attach(monkeypatch)
    bar = Bar(lambda: 50, total, is_wanted=can_show())
    for _ in range(2):
        bar.update(7_000)
        bar.update(7_000)
        bar.pause()
        said = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", terminal.getvalue())
        assert shown in said
        assert "7,000 records" in said
        terminal.truncate(0)
    bar.pause()


def test_there_is_no_bar_where_nobody_wants_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is there one before a moment has gone by."""
    terminal = attach(monkeypatch, patience=60)
    Bar(lambda: 0, 100, is_wanted=False).update(1)
    Bar(lambda: 0, 100, is_wanted=True).update(1)
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("name", ["dumb", "unknown"])
def test_a_terminal_that_cannot_redraw(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Gets no bar; nor does what is no terminal."""
    attach(monkeypatch)
    assert can_show()
    monkeypatch.setenv("TERM", name)
    assert not can_show()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert not can_show()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals of POSIX")
def test_a_closed_pipe_leaves_nothing(tmp_path: Path) -> None:
    """`| head -n 1` ends a long output quietly, of every format."""
    file = tmp_path / "a.ndjson"
    file.write_text('{"a": "%s"}\n' % ("x" * 100) * 20_000)
    for form in ("json", "ndjson", "csv"):
        with subprocess.Popen(
            command("filter", "Transfer", str(file), "--to", form),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=environment(TMPDIR=str(tmp_path)),
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            process.stdout.close()
            assert (process.stderr.read(), process.wait(timeout=60)) == (b"", 141)
    assert os.listdir(tmp_path) == ["a.ndjson"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interrupt_leaves_no_half_file(tmp_path: Path) -> None:
    """Ctrl-C takes away what was written so far; the file that stood there stays."""
    import signal
    import time

    file = tmp_path / "a.ndjson"
    file.write_text("before")
    with subprocess.Popen(
        command("filter", "Transfer", "-", "-o", str(file)),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment(),
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b'{"a": 1}\n')
        process.stdin.flush()
        deadline = time.monotonic() + 30
        while len(os.listdir(tmp_path)) == 1 and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert (process.stderr.read(), process.wait(timeout=60)) == (b"", 130)
    assert os.listdir(tmp_path) == ["a.ndjson"]
    assert file.read_text() == "before"
