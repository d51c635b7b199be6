"""``accsyn lint``: queries in Python sources, query files and query test files."""

from __future__ import annotations

from typing import Any

import click

from accsyn.cli.failure import CommandError
from accsyn.cli.linting import FORMATS, STDIN, TEXT, Call, run
from accsyn.errors import ConfigurationError
from accsyn.lint.config import read_codes

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
@click.option("--format", type=click.Choice(FORMATS), default=TEXT, show_default=True, help="The output.")
@click.option("--select", callback=_codes, metavar="CODES", help="Report these alone: ACC510,ACC4.")
@click.option("--ignore", callback=_codes, metavar="CODES", help="Do not report these.")
@click.option("--fix", is_flag=True, help="Make the safe fixes in the files.")
@click.option("--unsafe-fixes", is_flag=True, help="Make those fixes too after which somebody should look.")
@click.option("--diff", is_flag=True, help="Change nothing; print what the fixes would change.")
@click.option("--statistics", is_flag=True, help="Print how often each code was found, nothing else: text, json.")
@click.option("--exit-zero", is_flag=True, help="End with 0 although something was found.")
@click.option("--baseline", metavar="FILE", help="Report what is not in this file alone.")
@click.option("--write-baseline", metavar="FILE", help="Write what is found to this file, and end with 0.")
@click.option("--stdin-filename", default="stdin.py", show_default=True, help="What standard input (-) is called.")
@click.option("--utf16", is_flag=True, help="Columns count units of UTF-16: concise, sarif, github.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes at most; as many as there are cores.")
@click.option("--cache/--no-cache", default=True, help="Whether files that did not change are linted again.")
@click.option("--cache-dir", metavar="FOLDER", help="Where results are kept; .accsyn_cache beside pyproject.toml.")
@click.pass_context
def command(context: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Find bad queries in Python sources (*.py), query files (*.accsyn) and query test files (*.accsyn.toml).

    PATH is a file, a folder, or - for standard input; the current folder if not given. Settings come from
    [tool.accsyn.lint] of the nearest pyproject.toml. The exit code is 1 where anything was found, 2 where a file could
    not be read.
    """
    call = Call(paths or (".",), **options)
    _check(call)
    try:
        context.exit(run(call))
    except ConfigurationError as error:
        raise CommandError(str(error)) from error


def _check(call: Call) -> None:
    """Refuse what would put something else beside the document of a format.

    Raises:
        UsageError: Options that do not go together.
    """
    if call.format == TEXT:
        return
    if call.diff:
        raise click.UsageError(f"--diff prints changes, and no document: leave --format {call.format} out.")
    if call.prints_source:
        raise click.UsageError(
            f"{STDIN} with fixes prints the text, and no document: leave --format {call.format} out."
        )
    if call.statistics and call.format != "json":
        raise click.UsageError(f"--statistics has no {call.format}: only text and json.")
