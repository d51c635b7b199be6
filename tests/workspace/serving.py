"""``accsyn serve`` as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import accsyn
from accsyn.client.retries import Retry
from accsyn.workspace.backend import ADMIN


class Running(NamedTuple):
    """A server that runs.

    Attributes:
        process: Its process.
        said: What it printed at its start, by the first word of the line.
    """

    process: subprocess.Popen[str]
    said: dict[str, str]

    @property
    def port(self) -> int:
        """Its port."""
        return int(self.said["workspace"].rpartition(":")[2])

    def session(self, **options: Any) -> accsyn.Session:
        """A session over HTTPS, with the key and the certificate that it printed; a failure is not tried again."""
        account = {"workspace": "local", "username": ADMIN, "api_key": self.said.get("API", "key none").split()[-1]}
        where = {"hostname": "127.0.0.1", "port": self.port, "verify": self.said["verify"]}
        return accsyn.Session(**{**account, **where, "retry": Retry(attempts=1), **options})

    def end(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """End it; its exit code, and what it said on stderr."""
        self.process.send_signal(how)
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said


@contextmanager
def serving(*arguments: str, cwd: Path | None = None, **environment: str) -> Iterator[Running]:
    """Run ``accsyn serve`` on a free port for as long as the block lasts."""
    command = [sys.executable, "-m", "accsyn", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env={**os.environ, **environment},
    )
    try:
        assert process.stdout is not None
        said: dict[str, str] = {}
        for line in process.stdout:
            word, _, rest = line.strip().partition(" ")
            said[word] = rest.strip()
            if word == "Ctrl-C":
                break
        assert "workspace" in said, process.communicate(timeout=30)
        yield Running(process, said)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=30)
