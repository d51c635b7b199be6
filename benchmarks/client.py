"""`find` over TLS on loopback: our session, and the official client, which connects anew for each call."""

from __future__ import annotations

import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import accsyn
from benchmarks.peers import SPLITTER
from benchmarks.table import Row

if TYPE_CHECKING:
    from benchmarks.effort import Effort

QUERY = "Transfer WHERE source=myworkspace AND status=failed"
OURS, THEIRS = 200, 10
"""Calls of each in a round."""


def measure_client(effort: Effort) -> Iterator[Row]:
    """The time of day of a call, of both in turn, against one server in a process of its own."""
    if SPLITTER.ready() is None:
        yield Row("find() over TLS", "official client", limit=1 / 20, note="not installed")
        return
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.server", folder]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            try:
                yield _row(int((server.stdout.readline() if server.stdout else "") or 0), Path(folder), effort)
            finally:
                server.kill()


def _row(port: int, folder: Path, effort: Effort) -> Row:
    arguments: dict[str, Any] = {
        "workspace": "w",
        "username": "u@example.com",
        "api_key": "k",
        "hostname": "localhost",
        "port": port,
    }
    official = import_module("accsyn_api.session").Session(**arguments)
    best = [float("inf"), float("inf")]
    with warnings.catch_warnings(), accsyn.Session(**arguments, verify=folder / "authority.pem") as session:
        warnings.simplefilter("ignore")  # urllib3's about the official client's unverified TLS
        for _ in range(max(1, effort.rounds // 10)):
            best[0] = min(best[0], _time(session.find, OURS))
            best[1] = min(best[1], _time(official.find, THEIRS))
    return Row("find() over TLS", "official client", best[0], best[1], limit=1 / 20)


def _time(find: Callable[[str], object], calls: int) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        find(QUERY)
    return (time.perf_counter() - start) / calls
