"""Linting a tree of Python files, against `ast.parse` of every one of them; files again; one file alone."""

from __future__ import annotations

import ast
import shutil
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from accsyn.lint.caching import FOLDER, Cache
from accsyn.lint.running import Files, lint_paths
from benchmarks.effort import Effort
from benchmarks.measure import Contestant, compare
from benchmarks.queries import Again
from benchmarks.starting import run_python
from benchmarks.table import Row

PACKAGES = ("asyncio", "concurrent", "email", "http", "json", "logging", "unittest", "urllib", "xml")
"""Packages of the standard library that make the tree: on every machine, and not about accsyn, as most code is."""

QUERIES = """\
import accsyn

session = accsyn.Session()


def failed(user):
    return session.find(f"Transfer WHERE user={user} AND status=failed")
"""
"""One file of the tree, which is parsed and has a finding."""


@contextmanager
def tree() -> Iterator[Path]:
    """A folder with the files; gone afterwards."""
    library = Path(sysconfig.get_path("stdlib"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package in PACKAGES:
            shutil.copytree(library / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "queries.py").write_text(QUERIES, encoding="utf-8")
        yield folder


def lint_tree(folder: Path) -> int:
    """Lint every file; how many findings there are."""
    return sum(len(report.diagnostics) for report in lint_paths([str(folder)], Files()))


@contextmanager
def queries() -> Iterator[Path]:
    """A folder with many files that hold queries, as a cache finds it; gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(100):
            text = QUERIES + f"\n\nNUMBER = {number}\n"
            (folder / f"queries_{number}.py").write_text(text, encoding="utf-8")
        lint_again(folder)
        yield folder


def lint_again(folder: Path) -> int:
    """Lint every file with the results of the run before; how many findings there are."""
    cache = Cache(folder / "cache")
    reports = lint_paths([str(folder)], Files(), cache=cache)
    cache.store()
    return sum(len(report.diagnostics) for report in reports)


FIRST_FINDING = """
import os, sys
os.chdir({folder!r})
sys.argv = ["accsyn", "lint", "queries.py"]
sys.stdout = open(os.devnull, "w")
from accsyn.cli import main
assert main() == 1
sys.stdout = sys.__stdout__
"""
"""What a process does that lints one file with a finding."""


def parse_tree(folder: Path) -> int:
    """Parse every file, and do nothing with it; how many files there are."""
    files = sorted(folder.rglob("*.py"))
    for file in files:
        ast.parse(file.read_bytes())
    return len(files)


def measure_lint(effort: Effort) -> Iterator[Row]:
    """A tree of Python files through the linter, against parsing each of them."""
    with tree() as folder:
        best = compare(
            Contestant(lambda _: lint_tree(folder), Again(""), 1),
            Contestant(lambda _: parse_tree(folder), Again(""), 1),
            max(2, effort.rounds // 6),
        )
        yield Row("lint a tree of Python files", "ast.parse of all", *best, limit=0.5)
        yield from _first_finding(folder, effort)
    with queries() as folder:
        best = compare(
            Contestant(lambda _: lint_again(folder), Again(""), 1),
            Contestant(lambda _: lint_tree(folder), Again(""), 1),
            max(2, effort.rounds // 6),
        )
    yield Row("lint 100 files with queries again", "ours without a cache", *best, limit=0.2)


def _first_finding(folder: Path, effort: Effort) -> Iterator[Row]:
    """What `accsyn lint FILE` adds to starting Python: the first time, and again."""
    cache = folder / FOLDER
    best = [float("inf")] * 3
    for _ in range(effort.processes + 1):  # the first also writes the cached modules
        shutil.rmtree(cache, ignore_errors=True)
        for place, program in enumerate(("pass", *[FIRST_FINDING.format(folder=str(folder))] * 2)):
            best[place] = min(best[place], run_python(program))
    bare, first, again = best
    # 120 ms to the first finding, of which a bare Python takes some fifteen.
    yield Row("from start to first finding", "bare Python", first, bare, limit=105e-3, compares="difference")
    yield Row("from start to first finding, again", "bare Python", again, bare, compares="difference")
