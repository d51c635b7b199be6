"""``accsyn serve`` as a process: its options, what it prints, how it ends, and the demo of the project."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import accsyn
from accsyn.local import Workspace
from accsyn.workspace.backend import ADMIN
from tests.cli.calls import call
from tests.workspace.serving import serving

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def _extras() -> None:
    """What the server needs."""
    pytest.importorskip("uvicorn")
    pytest.importorskip("cryptography")


@pytest.mark.slow
def test_a_workspace_in_a_folder(tmp_path: Path) -> None:
    """The key is printed once, when it is new; what was written is there the next time, after kill -9 too."""
    arguments = ["--data", str(tmp_path / "data"), "--tls"]
    with serving(*arguments) as running:
        assert running.said["workspace"].startswith("local at https://127.0.0.1:")
        assert running.said["user"] == ADMIN
        key = running.said["API"].split()[-1]
        assert re.fullmatch(r"[\w-]{30,}", key)
        with running.session() as session:
            session.create("Queue", {"code": "rush"})
        assert running.end() == (0, "")
    for how, code in ((signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 0)):
        with serving(*arguments) as running:
            assert "API" not in running.said
            assert key not in str(running.said)
            with running.session(api_key=key) as session:
                assert session.find_one("Queue WHERE code=rush")
                with pytest.raises(accsyn.AuthenticationError):
                    running.session(api_key="x" * len(key))
            assert running.end(how) == (code, "")
    with Workspace(tmp_path / "data") as ws:
        assert ws.check() == []


@pytest.mark.slow
def test_without_a_folder_nothing_is_left(tmp_path: Path) -> None:
    """A demo over HTTP on the port that was asked for, which this project's client reaches with AS_DEV's scheme."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    with serving("--demo", "--port", str(port), TMPDIR=str(tmp_path)) as running:
        assert running.port == port
        assert list(tmp_path.iterdir())
        account = {
            "ACCSYN_WORKSPACE": "local",
            "ACCSYN_API_USER": ADMIN,
            "ACCSYN_API_KEY": running.said["API"].split()[-1],
        }
        proxy = {"ACCSYN_PROXY": f"accsyn:127.0.0.1:{port}"}  # over HTTP, to any port
        command = [
            sys.executable,
            "-m",
            "accsyn",
            "find",
            "Transfer WHERE status=failed",
            "--limit",
            "5",
            "--to",
            "ndjson",
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, **account, **proxy}
        )
        assert done.stdout.count("\n") == 5, done.stderr
        assert running.end() == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_what_is_in_the_way_is_one_sentence(tmp_path: Path) -> None:
    """A port, a folder, or an address that others would reach."""
    with Workspace(tmp_path / "data") as ws:
        port = ws.url.rpartition(":")[2]
        for arguments, said in (
            (["--port", port], f"127.0.0.1:{port}: Address already in use"),
            (["--data", str(tmp_path / "data"), "--port", "0"], "another process uses it"),
            (["--host", "0.0.0.0"], "--public"),  # noqa: S104 - it is refused
            (["--host", "example.com"], "--public"),
        ):
            done = call("serve", *arguments)
            assert (done.code, done.out) == (2, "")
            assert said in done.err


@pytest.mark.slow
def test_the_demo_shows_everything_and_leaves_nothing(tmp_path: Path) -> None:
    """Five questions, an explanation, a transfer to its end; no file and no process stays."""
    (tmp_path / "tmp").mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(tmp_path / "tmp"),
        "XDG_CONFIG_HOME": str(tmp_path),
        "COLUMNS": "120",
    }
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "workspace.py")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n$ accsyn find ") == 5
    assert done.stdout.count("\n$ accsyn watch ") == 1
    assert "Why is " in done.stdout
    assert "1 job: 1 done" in done.stdout
    assert "nothing found" not in done.stdout
    assert list((tmp_path / "tmp").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tmp"]
