"""Fixes made in files: again and again until there is none left, and only where the result is sound."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable

from accsyn.diagnostics import Diagnostic, Fix, apply_fixes
from accsyn.lint.reading import Text
from accsyn.lint.reports import PYTHON, TEST_SUFFIX, Report, kind_of

ROUNDS = 10
"""How often fixes are applied: one may make way for another."""


def chosen_fixes(diagnostics: tuple[Diagnostic, ...], *, unsafe: bool) -> list[Fix]:
    """The first fix of each finding that may be made, each once: several findings may share one."""
    fixes = (diagnostic.fixes[0] for diagnostic in diagnostics if diagnostic.fixes)
    return list(dict.fromkeys(fix for fix in fixes if fix.safe or unsafe))


def fix_text(report: Report, lint: Callable[[bytes], Report], *, unsafe: bool) -> tuple[Report, int]:
    """Make the fixes of a report, and those that the result draws.

    Args:
        report: The file as it is.
        lint: Lints other content of the same file.
        unsafe: Whether fixes after which somebody should look are made too.

    Returns:
        The report on the file as it would be, and how many fixes were made. Its text can be written back byte by byte
        in the encoding that it came in.
    """
    count = 0
    for _ in range(ROUNDS):
        fixes = chosen_fixes(report.diagnostics, unsafe=unsafe)
        if report.text is None or not fixes:
            break
        after, made = _applied(report.text, fixes, report.path)
        if not made or after == report.text.text:
            break
        following = lint(report.text.encode(after))
        if following.text is None or following.problem:
            break
        report, count = following, count + made
    return report, count


def _applied(text: Text, fixes: list[Fix], path: str) -> tuple[str, int]:
    """The text with the fixes that leave it Python in the file's encoding: all of them, or one after the other."""
    together = apply_fixes(text.text, fixes)
    if _is_sound(text, together, path):
        return together, len(fixes)
    kept: list[Fix] = []
    for fix in fixes:
        if _is_sound(text, apply_fixes(text.text, [*kept, fix]), path):
            kept.append(fix)
    return apply_fixes(text.text, kept), len(kept)


def _is_sound(text: Text, after: str, path: str) -> bool:
    try:
        text.encode(after)
        parse = _PARSERS.get(kind_of(path))
        if parse is not None:
            parse(after)
    except (SyntaxError, ValueError):
        return False
    return True


def _parse_python(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ast.parse(text)


def _parse_toml(text: str) -> None:
    from accsyn.lint.toml import toml_reader

    # What it raises is a ValueError.
    toml_reader()[0](text)


_PARSERS: dict[str, Callable[[str], None]] = {PYTHON: _parse_python, TEST_SUFFIX: _parse_toml}
