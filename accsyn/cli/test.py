"""``accsyn test``: query test files, run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from accsyn.cli import console
from accsyn.cli.console import Console, Styled
from accsyn.cli.document import VERSION
from accsyn.cli.failure import CommandError
from accsyn.cli.options import JSON, options
from accsyn.errors import AccsynError
from accsyn.testing.query_tests import SUFFIX, Case, find_files, load_tests
from accsyn.testing.running import Outcome, run_case, select
from accsyn.text import escape_for_display

Argument = TypeVar("Argument")
Found = TypeVar("Found")

_EPILOG = """\b
Examples:
  accsyn test
  accsyn test tests/queries -k failed
  accsyn test transfers.accsyn.toml --junit-xml results.xml"""


@click.command("test", epilog=_EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("-k", "words", metavar="TEXT", help="Only the tests whose file or name holds this text.")
@click.option("--junit-xml", "junit", metavar="FILE", help="Write the results to FILE as JUnit XML, too.")
@options("format")
@click.pass_context
def command(
    context: click.Context, *, paths: tuple[str, ...], words: str | None, junit: str | None, format_: str
) -> None:
    """Run query test files: what do queries find among given records?

    PATH is a file, or a folder in which every *.accsyn.toml is run; the current folder if not given. The exit code is
    1 where a test fails, 2 where a file is wrong or there is no test.
    """
    cases = select(_load(paths or (".",)), words)
    if not cases:
        raise CommandError(
            f"there is no test of that name: -k {words}" if words else f"there is no *{SUFFIX} file here"
        )
    outcomes = [run_case(case) for case in cases]
    if junit is not None:
        _write_junit(junit, outcomes)
    if format_ == JSON:
        console.write_json(_document(outcomes))
    else:
        _print(console.stdout(), outcomes)
    context.exit(0 if all(outcome.passed for outcome in outcomes) else 1)


def _load(paths: Sequence[str]) -> list[Case]:
    """The cases of all files, each file once.

    Raises:
        CommandError: A file is wrong, or not there; every such file is named.
    """
    problems: list[str] = []
    files = _each(find_files, paths, problems)
    cases = _each(load_tests, dict.fromkeys(files), problems)
    if problems:
        raise CommandError("\n".join(problems))
    return cases


def _each(read: Callable[[Argument], list[Found]], arguments: Iterable[Argument], problems: list[str]) -> list[Found]:
    """What reading each argument gives; what is wrong with one is added to the problems."""
    found: list[Found] = []
    for argument in arguments:
        try:
            found += read(argument)
        except AccsynError as error:  # noqa: PERF203 - every problem is told, not the first alone
            problems.append(str(error))
    return found


def _write_junit(name: str, outcomes: Sequence[Outcome]) -> None:
    from accsyn.testing.junit import junit_xml

    try:
        Path(name).write_bytes(junit_xml(outcomes))
    except (OSError, ValueError) as error:
        raise CommandError(f"{name} cannot be written: {getattr(error, 'strerror', None) or error}") from error


def _document(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    failed = sum(not outcome.passed for outcome in outcomes)
    return {
        "version": VERSION,
        "passed": len(outcomes) - failed,
        "failed": failed,
        "tests": [
            {
                "file": outcome.case.path,
                "line": outcome.case.line,
                "name": outcome.case.name,
                "query": outcome.case.query,
                "ok": outcome.passed,
                "message": outcome.message,
                "details": list(outcome.details),
                "missing": list(outcome.missing),
                "unexpected": list(outcome.unexpected),
                "diagnostics": list(outcome.codes),
            }
            for outcome in outcomes
        ],
    }


_STYLES = {"-": "red", "+": "green"}


def _print(out: Console, outcomes: Sequence[Outcome]) -> None:
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed:
        case = outcome.case
        place = case.path if case.line is None else f"{case.path}:{case.line}"
        out.print(
            Styled("FAILED", "bold red"),
            f" {escape_for_display(place)}  ",
            Styled(escape_for_display(case.name), "bold"),
        )
        for line in outcome.lines():
            out.print("  ", Styled(line, _STYLES.get(line[:1], "")))
        out.print()
    passed = len(outcomes) - len(failed)
    words = "test" if len(outcomes) == 1 else "tests"
    said = f"{passed} passed" if not failed else f"{len(failed)} failed, {passed} passed"
    out.print(Styled(f"{len(outcomes)} {words}: {said}", "bold red" if failed else "bold green"))
