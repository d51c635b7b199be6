"""Fixes that ``accsyn lint`` makes in files, or shows."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable
from pathlib import Path

from accsyn.cli import console
from accsyn.cli.console import Styled
from accsyn.cli.files import replace_content
from accsyn.lint.fixes import fix_text
from accsyn.lint.reporters.places import relative_path
from accsyn.lint.reports import Report
from accsyn.lint.running import Files
from accsyn.text import escape_for_display

_STYLES = {"-": "red", "+": "green", "@": "cyan"}


def fixed(reports: Iterable[Report], files: Files, *, unsafe: bool, diff: bool, is_text: bool) -> list[Report]:
    """Make fixes in the files; standard input goes to standard output with its own.

    Args:
        reports: The files as they are.
        files: How they are linted.
        unsafe: Whether fixes after which somebody should look are made too.
        diff: Whether the changes are printed, and the files stay as they are.
        is_text: Whether it is said how many fixes there are.

    Returns:
        The reports on the files as they are afterwards.
    """
    after: list[Report] = []
    total = 0
    for report in reports:
        changed, count = fix_text(
            report,
            lambda content, path=report.path: files.lint(content, path),  # type: ignore[misc]
            unsafe=unsafe,
        )
        changed = changed._replace(is_stdin=report.is_stdin)
        total += count
        if diff:
            _print_difference(report, changed)
        elif report.is_stdin:
            _echo(changed)
        elif count and changed.text is not None:
            replace_content(Path(report.path), changed.text.encode(changed.text.text))
        after.append(changed)
    if total and is_text:
        console.stderr().print(f"{total} {'fix' if total == 1 else 'fixes'} {'possible' if diff else 'made'}")
    return after


def _echo(report: Report) -> None:
    """Standard input as it came, fixes apart, byte for byte."""
    if report.text is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(report.text.encode(report.text.text))
        sys.stdout.buffer.flush()


def _print_difference(before: Report, after: Report) -> None:
    out = console.stdout()
    name = escape_for_display(relative_path(before.path))
    old, new = ([] if each.text is None else _lines(each.text.text) for each in (before, after))
    for line in difflib.unified_diff(old, new, name, name, lineterm="", n=2):
        out.print(Styled(escape_for_display(line), _STYLES.get(line[:1], "")))


def _lines(text: str) -> list[str]:
    """The lines as editors count them: a form feed ends none."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
