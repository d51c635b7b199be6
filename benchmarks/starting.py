"""Fresh processes: what the first parse adds to starting Python."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.effort import Effort
from benchmarks.measure import counts_processor_time
from benchmarks.table import Row

ROOT = Path(__file__).parent.parent
FIRST_PARSE = "import accsyn; accsyn.parse('Transfer WHERE source=myworkspace')"


def measure_import(effort: Effort) -> Iterator[Row]:
    """What the first parse of a fresh process adds to starting Python."""
    programs = ("pass", FIRST_PARSE)
    best = [run_python(program) for program in programs]  # the first of each also writes the cached modules
    for _ in range(effort.processes):
        best = [min(before, run_python(program)) for before, program in zip(best, programs, strict=True)]
    bare, ours = best
    yield Row("import and first parse", "bare Python", ours, bare, limit=25e-3, compares="difference")


def run_python(program: str) -> float:
    """Seconds that a fresh process takes, of the processor where the system counts that finely."""
    program += "\nimport time; print(time.process_time())"
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    return float(done.stdout) if counts_processor_time() else time.perf_counter() - start
