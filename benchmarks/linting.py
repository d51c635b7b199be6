"""Linting a tree of Python files, against `ast.parse` of every one of them."""

from __future__ import annotations

import ast
import shutil
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from accsyn.lint.running import Files, lint_paths

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


def parse_tree(folder: Path) -> int:
    """Parse every file, and do nothing with it; how many files there are."""
    files = sorted(folder.rglob("*.py"))
    for file in files:
        ast.parse(file.read_bytes())
    return len(files)
