"""``accsyn fmt``: the canonical form of queries."""

from __future__ import annotations

import difflib
from typing import NamedTuple

import click

from accsyn.cli import console
from accsyn.cli.analysis import Analysis, canonical
from accsyn.cli.console import Styled
from accsyn.cli.files import QueryFile, names_file, read_query_file, write_query_file
from accsyn.cli.findings import print_findings
from accsyn.cli.options import options
from accsyn.cli.sources import STDIN, read_queries
from accsyn.diagnostics import Diagnostic
from accsyn.errors import QuerySyntaxError
from accsyn.grammar.parser import parse_statement
from accsyn.lint.files import moved
from accsyn.lint.sections import format_sections
from accsyn.source import Source
from accsyn.text import escape_for_display

_EPILOG = """\b
Examples:
  accsyn fmt "transfer where (status<>failed)"
  accsyn fmt failed.accsyn stale.accsyn
  accsyn fmt --check failed.accsyn"""


class Formatted(NamedTuple):
    """A query with its canonical form.

    Attributes:
        source: The query; of a file all that it holds.
        text: The canonical form; of a file all that it should hold.
        file: Where it came from; None for an argument and standard input.
    """

    source: Source
    text: str
    file: QueryFile | None

    @property
    def before(self) -> str:
        """What is there, of a file all of it."""
        return self.source.text if self.file is None else self.file.content

    @property
    def after(self) -> str:
        """What should be there."""
        return self.text

    @property
    def name(self) -> str:
        """What to call it."""
        return escape_for_display(self.source.name or "query")


@click.command("fmt", epilog=_EPILOG)
@click.argument("queries", nargs=-1, metavar="[QUERY|PATH]...")
@click.option("--stdin", is_flag=True, help="Read the query from standard input; the same as - for it.")
@click.option("--check", is_flag=True, help="Change nothing; the exit code is 1 where something would change.")
@click.option("--diff", is_flag=True, help="Change nothing; print what would change.")
@options("expression")
@click.pass_context
def command(
    context: click.Context, *, queries: tuple[str, ...], stdin: bool, check: bool, diff: bool, expression: bool
) -> None:
    """Write queries in their canonical form; the meaning stays.

    A QUERY is printed. A PATH is a file that ends in .accsyn and holds queries: it is rewritten in place, its names and
    comments stay. Of a query that is none, stderr says what is wrong, and the exit code is 1; its file stays as it is.
    """
    if stdin:
        queries = (*queries, STDIN)
    good, bad = _format(queries, "expression" if expression else "query")
    changed = [item for item in good if item.before != item.after]
    if diff:
        for item in changed:
            _print_difference(item)
    elif check:
        for item in changed:
            console.stderr().print(f"would change: {item.name}")
    else:
        for item in good:
            if item.file is None:
                console.write_text(item.text)
            elif item in changed:
                write_query_file(item.file, item.after)
                console.stderr().print(f"changed: {item.name}")
    print_findings(console.stderr(), bad)
    context.exit(1 if bad or (check and changed) else 0)


def _format(arguments: tuple[str, ...], start: str) -> tuple[list[Formatted], list[Analysis]]:
    """The canonical forms, and what cannot be read with what is wrong."""
    files = {name: read_query_file(name) for name in arguments if names_file(name)}
    others = [argument for argument in arguments if argument not in files]
    queries = iter(read_queries(others) if others or not files else ())
    good: list[Formatted] = []
    bad: list[Analysis] = []
    for argument in arguments or (STDIN,):
        file = files.get(argument)
        item = _format_query(next(queries), start) if file is None else _format_file(file, argument, start)
        if isinstance(item, Formatted):
            good.append(item)
        else:
            bad.append(item)
    return good, bad


def _format_query(source: Source, start: str) -> Formatted | Analysis:
    try:
        return Formatted(source, canonical(parse_statement(source.text, start)), None)
    except QuerySyntaxError as error:
        return Analysis(source, error.diagnostics)


def _format_file(file: QueryFile, name: str, start: str) -> Formatted | Analysis:
    """A file with all its queries in their canonical form, or what is wrong with any of them."""
    source = Source(file.text, name)
    forms: dict[int, str] = {}
    wrong: list[Diagnostic] = []
    for section in file.sections:
        item = _format_query(Source(section.text), start)
        if isinstance(item, Formatted):
            forms[section.start] = item.text
        else:
            wrong += [moved(found, section.start) for found in item.diagnostics]
    if wrong:
        return Analysis(source, tuple(wrong))
    text = format_sections(file.text, lambda section: forms[section.start], file.line_end)
    return Formatted(source, text, file)


def _print_difference(item: Formatted) -> None:
    styles = {"-": "red", "+": "green", "@": "cyan"}
    out = console.stdout()
    before, after = item.before.splitlines(), item.after.splitlines()
    if before == after:  # the line end at the end of a file alone
        before, after = (text.splitlines(keepends=True) for text in (item.before, item.after))
    for line in difflib.unified_diff(before, after, item.name, f"{item.name} (canonical)", lineterm=""):
        out.print(Styled(escape_for_display(line.rstrip("\n")), styles.get(line[:1], "")))
