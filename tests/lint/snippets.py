"""Snippets of Python with what is found in them, written beside it.

A file of `fixtures` belongs to a code. `# --- bad: title` and `# --- good: title` start a snippet; without an import of
its own it gets one and a session. `# expect: ACC510 'text', ACC511` says what is found on the line, and, in quotes, the
text that the place cuts out; `# expect-1:` speaks of the line before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from accsyn.lint.config import Config
from accsyn.lint.linting import lint_bytes
from accsyn.lint.reports import Report

FIXTURES = Path(__file__).parent / "fixtures"
PREAMBLE = "import time, accsyn; session = accsyn.Session()\n"

_HEAD = re.compile(r"^# --- (bad|good): (.*)\n", re.MULTILINE)
_EXPECT = re.compile(r"# expect(-\d+)?: (.*)")
_ITEM = re.compile(r"(ACC\d{3})(?: '(.*?)'(?=, ACC|\s*\Z))?")


class Snippet(NamedTuple):
    """A snippet.

    Attributes:
        code: The code that its file is about.
        is_bad: Whether that code is found.
        title: What it shows.
        text: The Python.
        expected: Line, code and text (or None) of each finding, in order.
    """

    code: str
    is_bad: bool
    title: str
    text: str
    expected: tuple[tuple[int, str, str | None], ...]


def snippets() -> Iterator[Snippet]:
    """Every snippet of every file."""
    for path in sorted(FIXTURES.glob("*.txt")):
        _, *pieces = _HEAD.split(path.read_text(encoding="utf-8"))
        for kind, title, body in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
            has_import = re.search(r"^(?:import|from) accsyn", body, re.MULTILINE) is not None
            text = body if has_import else PREAMBLE + body
            yield Snippet(path.stem, kind == "bad", title, text, tuple(_expected(text)))


def _expected(text: str) -> Iterator[tuple[int, str, str | None]]:
    for number, line in enumerate(text.split("\n"), start=1):
        match = _EXPECT.search(line)
        if match is not None:
            for code, cut in _ITEM.findall(match[2]):
                yield number + int(match[1] or 0), code, cut or None


def lint(text: str, path: str = "snippet.py") -> Report:
    """Lint a text; it must be Python."""
    report = lint_bytes(text.encode(), path, Config())
    assert not report.problem, report.problem
    return report


def found(text: str) -> list[tuple[int, str, str]]:
    """Line, code and text of each finding."""
    report = lint(text)
    position = report.source.position
    return [(position(each.span.start).line, each.code, text[slice(*each.span)]) for each in report.diagnostics]
