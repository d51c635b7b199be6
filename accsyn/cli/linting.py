"""What ``accsyn lint`` does. Without click, whose import takes a third of the time to the first finding."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from accsyn.cli import console
from accsyn.errors import ConfigurationError
from accsyn.lint.reports import Report
from accsyn.lint.running import Files, Overrides, lint_paths
from accsyn.text import escape_for_display

STDIN = "-"
TEXT = "text"
DOCUMENTS = ("json", "sarif", "gitlab")
FORMATS = (TEXT, "concise", "json", "sarif", "github", "gitlab", "junit")


class Call(NamedTuple):
    """What a call asks for; the options of the command say what each means.

    Attributes:
        paths: Files and folders; ``-`` for standard input.
        format: One of `FORMATS`.
        select: Codes that are reported; None for those of the configuration.
        ignore: Codes that are not.
        fix: Whether safe fixes are made.
        unsafe_fixes: Whether the others are, too.
        diff: Whether fixes are shown, not made.
        statistics: Whether codes are counted.
        exit_zero: Whether findings count for the exit code.
        baseline: A file of known findings.
        write_baseline: Where to write one.
        stdin_filename: What standard input is called.
        utf16: Whether columns count units of UTF-16.
        jobs: Processes at most; None for as many as there are cores.
        cache: Whether results of earlier runs are used.
        cache_dir: Where they are; None for the usual place.
    """

    paths: tuple[str, ...] = (".",)
    format: str = TEXT
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    statistics: bool = False
    exit_zero: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    stdin_filename: str = "stdin.py"
    utf16: bool = False
    jobs: int | None = None
    cache: bool = True
    cache_dir: str | None = None

    @property
    def fixes(self) -> bool:
        """Whether fixes are looked for."""
        return self.fix or self.unsafe_fixes or self.diff

    @property
    def prints_source(self) -> bool:
        """Whether standard input with its fixes made goes to standard output, and findings to the other."""
        return STDIN in self.paths and self.fixes and not self.diff


def run(call: Call) -> int:
    """Lint, and print what there is to say.

    Returns:
        The exit code: 0 nothing found, 1 something, 2 a file could not be read.

    Raises:
        ConfigurationError: A setting, or a file that an option names, is wrong.
    """
    files = Files(Overrides(call.select, call.ignore))
    reports = _lint(call, files)
    found = any(report.diagnostics for report in reports)
    if call.fixes:
        from accsyn.cli.lint_fixes import fixed

        reports = fixed(reports, files, unsafe=call.unsafe_fixes, diff=call.diff, is_text=call.format == TEXT)
    if call.write_baseline is not None:
        from accsyn.lint.baselines import baseline_of

        _write(call.write_baseline, baseline_of(reports))
        reports = [report._replace(diagnostics=()) for report in reports]
    elif not call.diff:
        reports = _without_known(reports, call.baseline)
        _print(reports, call)
        found = any(report.diagnostics for report in reports)
    _print_problems(reports)
    if any(report.problem for report in reports):
        return 2
    return int(found and not call.exit_zero and call.write_baseline is None)


def _lint(call: Call, files: Files) -> list[Report]:
    cache = None
    if call.cache:
        from accsyn.lint.caching import Cache, cache_folder

        cache = Cache(cache_folder(Path.cwd()) if call.cache_dir is None else Path(call.cache_dir))
    paths = [path for path in call.paths if path != STDIN]
    reports = lint_paths(paths, files, jobs=call.jobs or os.cpu_count() or 1, cache=cache)
    problem = "" if cache is None else cache.store()
    # Where nobody asked for a place it is no matter that none can be had.
    if problem and call.cache_dir is not None:
        console.stderr().print(f"the cache cannot be written: {escape_for_display(problem)}")
    if STDIN in call.paths:
        content = sys.stdin.buffer.read()
        report = files.lint(content, call.stdin_filename)._replace(is_stdin=True)
        if report.text is None and call.prints_source:
            # Not linted, or no text: it goes on as it came.
            sys.stdout.buffer.write(content)
        reports.append(report)
    return reports


def _without_known(reports: list[Report], baseline: str | None) -> list[Report]:
    if baseline is None:
        return reports
    from accsyn.lint.baselines import without_baseline

    try:
        text = Path(baseline).read_text(encoding="utf-8")
        return without_baseline(reports, text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{baseline} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    except ConfigurationError as error:
        raise ConfigurationError(f"{baseline}: {error}") from error


def _write(name: str, text: str) -> None:
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{name} cannot be written: {error.strerror or error}") from error


# ---- output ---------------------------------------------------------------------------------------------------------


def _print(reports: Sequence[Report], call: Call) -> None:
    if call.statistics:
        _print_statistics(reports, call)
    elif call.format == TEXT:
        _print_text(reports, console.stderr() if call.prints_source else console.stdout())
    elif call.format in DOCUMENTS:
        console.write_json(_document(reports, call))
    else:
        sys.stdout.write(_lines(reports, call))


def _print_text(reports: Sequence[Report], out: console.Console) -> None:
    count = 0
    for report in reports:
        if report.diagnostics:
            from accsyn.cli.findings import print_finding

            source = report.source
            for diagnostic in report.diagnostics:
                if count:
                    out.print()
                print_finding(out, diagnostic, source)
                count += 1
    if count:
        out.print()
    out.print(_summary(reports))


def _document(reports: Sequence[Report], call: Call) -> Any:
    if call.format == "sarif":
        from accsyn.lint.reporters.sarif import sarif

        return sarif(reports, version=sys.modules["accsyn"].__version__, utf16=call.utf16)
    if call.format == "gitlab":
        from accsyn.lint.reporters.gitlab import gitlab

        return gitlab(reports)
    from accsyn.cli.document import VERSION, describe_diagnostic
    from accsyn.lint.reporters.places import relative_path

    files = [
        {
            "path": relative_path(report.path),
            "problem": report.problem or None,
            "diagnostics": [describe_diagnostic(each, source) for each in report.diagnostics],
        }
        for report in reports
        if (report.diagnostics or report.problem) and (source := report.source) is not None
    ]
    return {"version": VERSION, "checked": len(reports), "files": files}


def _lines(reports: Sequence[Report], call: Call) -> str:
    from accsyn.lint.reporters.lines import concise, github

    if call.format == "junit":
        from accsyn.lint.reporters.junit import junit

        return f'<?xml version="1.0" encoding="{sys.stdout.encoding or "utf-8"}"?>\n{junit(reports)}\n'
    return (concise if call.format == "concise" else github)(reports, utf16=call.utf16)


def _print_statistics(reports: Sequence[Report], call: Call) -> None:
    from collections import Counter

    from accsyn.lint.linting import code_names

    counts = Counter(each.code for report in reports for each in report.diagnostics)
    names = code_names()
    rows = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    if call.format == TEXT:
        out = console.stderr() if call.prints_source else console.stdout()
        for code, count in rows:
            out.print(f"{count:6,}  {code}  {names.get(code, '')}")
        return
    from accsyn.cli.document import VERSION

    found = [{"code": code, "name": names.get(code, ""), "count": count} for code, count in rows]
    console.write_json({"version": VERSION, "checked": len(reports), "statistics": found})


def _print_problems(reports: Sequence[Report]) -> None:
    for report in reports:
        if report.problem:
            from accsyn.lint.reporters.places import relative_path

            where = escape_for_display(relative_path(report.path))
            console.stderr().print(f"{where}: {escape_for_display(report.problem)}")


def _summary(reports: Sequence[Report]) -> str:
    found = [each for report in reports for each in report.diagnostics]
    errors = sum(each.is_error for each in found)
    counts = ((errors, "error"), (len(found) - errors, "warning"))
    said = ", ".join(f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in counts if count)
    return f"{len(reports):,} file{'' if len(reports) == 1 else 's'}: {said or 'nothing to report'}"
