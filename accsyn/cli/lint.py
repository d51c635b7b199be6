"""``accsyn lint``: queries in Python sources and query files."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from accsyn.cli import console
from accsyn.cli.analysis import Analysis
from accsyn.cli.console import Styled
from accsyn.cli.document import VERSION, describe_diagnostic
from accsyn.cli.failure import CommandError
from accsyn.cli.files import replace_content
from accsyn.cli.findings import print_findings
from accsyn.cli.sources import STDIN
from accsyn.errors import ConfigurationError
from accsyn.lint.config import read_codes
from accsyn.lint.linting import Report
from accsyn.lint.reporters.places import relative_path
from accsyn.lint.running import Files, Overrides, baseline_of, lint_paths, without_baseline
from accsyn.text import escape_for_display

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit")

_EPILOG = """\b
Examples:
  accsyn lint src
  accsyn lint --fix --diff src/publish.py
  accsyn lint --format sarif . > accsyn.sarif"""


def _codes(_: click.Context, option: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    try:
        return read_codes([code.strip() for code in value.split(",")], f"--{option.name}")
    except ConfigurationError as error:
        raise click.BadParameter(str(error)) from error


@click.command("lint", epilog=_EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="The output.")
@click.option("--select", callback=_codes, metavar="CODES", help="Report these alone: ACC510,ACC4.")
@click.option("--ignore", callback=_codes, metavar="CODES", help="Do not report these.")
@click.option("--fix", is_flag=True, help="Make the safe fixes in the files.")
@click.option("--unsafe-fixes", is_flag=True, help="Make those fixes too after which somebody should look.")
@click.option("--diff", is_flag=True, help="Change nothing; print what the fixes would change.")
@click.option("--statistics", is_flag=True, help="Print how often each code was found, nothing else.")
@click.option("--exit-zero", is_flag=True, help="End with 0 although something was found.")
@click.option("--baseline", metavar="FILE", help="Report what is not in this file alone.")
@click.option("--write-baseline", metavar="FILE", help="Write what is found to this file, and end with 0.")
@click.option("--stdin-filename", default="stdin.py", show_default=True, help="What standard input (-) is called.")
@click.option("--utf16", is_flag=True, help="Columns count units of UTF-16: concise, sarif, github.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes at most; as many as there are cores.")
@click.pass_context
def command(  # noqa: PLR0917 - click passes by name
    context: click.Context,
    paths: tuple[str, ...],
    format_: str,
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    statistics: bool,
    exit_zero: bool,
    baseline: str | None,
    write_baseline: str | None,
    stdin_filename: str,
    utf16: bool,
    jobs: int | None,
) -> None:
    """Find bad queries in Python sources (*.py) and query files (*.accsyn), and in the calls around them.

    PATH is a file, a folder, or - for standard input; the current folder if not given. Settings come from
    [tool.accsyn.lint] of the nearest pyproject.toml. The exit code is 1 where anything was found, 2 where a file could
    not be read.
    """
    files = Files(Overrides(select, ignore))
    try:
        reports = _lint(paths or (".",), files, stdin_filename, jobs or os.cpu_count() or 1)
        if fix or unsafe_fixes or diff:
            reports = _fixed(reports, files, unsafe=unsafe_fixes, diff=diff, is_text=format_ == "text")
        if write_baseline is not None:
            _write(write_baseline, baseline_of(reports))
            context.exit(0)
        if baseline is not None:
            reports = without_baseline(reports, _read(baseline))
    except ConfigurationError as error:
        raise CommandError(str(error)) from error
    if not diff:
        _print(reports, format_, utf16=utf16, statistics=statistics)
    _print_problems(reports)
    has_findings = any(report.diagnostics for report in reports)
    is_broken = any(report.problem for report in reports)
    context.exit(2 if is_broken else int(has_findings and not exit_zero))


def _lint(paths: Sequence[str], files: Files, stdin_filename: str, jobs: int) -> list[Report]:
    reports = lint_paths([path for path in paths if path != STDIN], files, jobs=jobs)
    if STDIN in paths:
        reports.append(files.lint(sys.stdin.buffer.read(), stdin_filename)._replace(path=stdin_filename))
    return reports


def _fixed(reports: list[Report], files: Files, *, unsafe: bool, diff: bool, is_text: bool) -> list[Report]:
    """The reports on the files with their fixes made; with `diff` the files stay as they are."""
    from accsyn.lint.fixes import fix_text

    after = []
    total = 0
    for report in reports:
        fixed, count = fix_text(report, lambda content, path=report.path: files.lint(content, path), unsafe=unsafe)  # type: ignore[misc]
        total += count
        if count and diff:
            _print_difference(report, fixed)
        elif count and fixed.text is not None:
            _store(fixed)
        after.append(fixed)
    if total and is_text:
        console.stderr().print(f"{total} {'fix' if total == 1 else 'fixes'} {'possible' if diff else 'made'}")
    return after


def _store(report: Report) -> None:
    """Write a fixed file; what came from standard input goes to standard output."""
    text = report.text
    path = Path(report.path)
    if text is None or not path.exists():
        console.write_text("" if text is None else text.text.removesuffix("\n"))
        return
    replace_content(path, text.encode(text.text))


def _print_difference(before: Report, after: Report) -> None:
    import difflib

    out = console.stdout()
    styles = {"-": "red", "+": "green", "@": "cyan"}
    name = escape_for_display(relative_path(before.path))
    old, new = (report.source.text.splitlines() for report in (before, after))
    for line in difflib.unified_diff(old, new, name, name, lineterm="", n=2):
        out.print(Styled(escape_for_display(line), styles.get(line[:1], "")))


def _print(reports: list[Report], format_: str, *, utf16: bool, statistics: bool) -> None:
    if statistics:
        _print_statistics(reports)
    elif format_ == "text":
        out = console.stdout()
        found = [Analysis(report.source, report.diagnostics) for report in reports if report.diagnostics]
        if print_findings(out, found):
            out.print()
        out.print(_summary(reports))
    elif format_ in ("json", "sarif", "gitlab"):
        console.write_json(_document(reports, format_, utf16=utf16))
    else:
        sys.stdout.write(_text(reports, format_, utf16=utf16))


def _document(reports: list[Report], format_: str, *, utf16: bool) -> Any:
    if format_ == "sarif":
        from accsyn.lint.reporters.sarif import sarif

        return sarif(reports, version=sys.modules["accsyn"].__version__, utf16=utf16)
    if format_ == "gitlab":
        from accsyn.lint.reporters.gitlab import gitlab

        return gitlab(reports)
    files = [
        {
            "path": relative_path(report.path),
            "problem": report.problem or None,
            "diagnostics": [describe_diagnostic(each, report.source) for each in report.diagnostics],
        }
        for report in reports
        if report.diagnostics or report.problem
    ]
    return {"version": VERSION, "checked": len(reports), "files": files}


def _text(reports: list[Report], format_: str, *, utf16: bool) -> str:
    from accsyn.lint.reporters.lines import concise, github

    if format_ == "junit":
        from accsyn.lint.reporters.junit import junit

        return f'<?xml version="1.0" encoding="{sys.stdout.encoding or "utf-8"}"?>\n{junit(reports)}\n'
    return (concise if format_ == "concise" else github)(reports, utf16=utf16)


def _print_statistics(reports: list[Report]) -> None:
    from accsyn.lint.linting import code_names

    counts = Counter(each.code for report in reports for each in report.diagnostics)
    names = code_names()
    for code, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        console.stdout().print(f"{count:6,}  {code}  {names.get(code, '')}")


def _print_problems(reports: list[Report]) -> None:
    for report in reports:
        if report.problem:
            where = escape_for_display(relative_path(report.path))
            console.stderr().print(f"{where}: {escape_for_display(report.problem)}")


def _summary(reports: list[Report]) -> str:
    found = [each for report in reports for each in report.diagnostics]
    errors = sum(each.is_error for each in found)
    counts = ((errors, "error"), (len(found) - errors, "warning"))
    said = ", ".join(f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in counts if count)
    return f"{len(reports):,} file{'' if len(reports) == 1 else 's'}: {said or 'nothing to report'}"


def _read(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _write(name: str, text: str) -> None:
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{name} cannot be written: {error.strerror or error}") from error
