"""``accsyn check``: what is wrong with queries."""

from __future__ import annotations

from typing import NamedTuple

import click

from accsyn.cli import console
from accsyn.cli.analysis import Analysis, analyse
from accsyn.cli.document import document, result
from accsyn.cli.files import names_file, read_query_file
from accsyn.cli.findings import print_findings, summary
from accsyn.cli.options import JSON, options, query_options
from accsyn.cli.settings import Settings
from accsyn.cli.sources import read_queries
from accsyn.diagnostics import apply_fixes
from accsyn.lint.files import moved
from accsyn.source import Source

ROUNDS = 10
"""How often fixes are applied: one may make way for another, and each round leaves fewer."""

_EPILOG = """\b
Examples:
  accsyn check "Transfer WHERE status=failed"
  accsyn check "Transfer WHERE user=:who" -p who=lisa@example.com
  accsyn check failed.accsyn
  accsyn check --lines < queries.txt"""


class Place(NamedTuple):
    """Where a query stands.

    Attributes:
        file: All of the file.
        start: The offset of the query in it.
    """

    file: Source
    start: int


@click.command("check", epilog=_EPILOG)
@click.argument("queries", nargs=-1, metavar="[QUERY|PATH]...")
@options("format")
@query_options
@click.option("--lines", is_flag=True, help="Standard input holds a query on every line, rather than one query.")
@click.option("--errors-only", is_flag=True, help="Say nothing of warnings.")
@click.option("--fix", is_flag=True, help="Print the queries with the safe fixes made; what is left goes to stderr.")
@click.pass_context
def command(
    context: click.Context,
    *,
    queries: tuple[str, ...],
    format_: str,
    settings: Settings,
    lines: bool,
    errors_only: bool,
    fix: bool,
) -> None:
    """Say what is wrong with queries: where, why, and what to write instead.

    Without QUERY, or with - for it, the query is read from standard input. A PATH is a file that ends in .accsyn and
    holds queries. The exit code is 1 where there is anything to say, a warning included.
    """
    if fix and format_ == JSON:
        raise click.UsageError("--fix prints queries; with --format json every fix stands beside its finding.")
    asked = _asked(queries, lines=lines)
    sources = [source for source, _ in asked]
    if fix and any(place is not None for _, place in asked):
        raise click.UsageError("--fix prints queries; for files there is accsyn lint --fix.")
    if fix:
        sources = _fixed(sources, settings)
    analyses = analyse(sources, settings)
    if errors_only:
        analyses = [_without_warnings(analysis) for analysis in analyses]
    if fix:
        for source in sources:
            console.write_text(source.text)
        print_findings(console.stderr(), analyses)
        context.exit(1 if any(analysis.diagnostics for analysis in analyses) else 0)
    analyses = [_in_file(analysis, place) for analysis, (_, place) in zip(analyses, asked, strict=True)]
    if format_ == JSON:
        results = (result(analysis.source, analysis.diagnostics) for analysis in analyses)
        # Beside a place in the file its own query, not all of the file again and again.
        named = zip(results, sources, strict=True)
        console.write_json(document({**one, "source": {**one["source"], "text": own.text}} for one, own in named))
    else:
        out = console.stdout()
        if print_findings(out, analyses):
            out.print()
        out.print(summary(analyses))
    context.exit(1 if any(analysis.diagnostics for analysis in analyses) else 0)


def _asked(arguments: tuple[str, ...], *, lines: bool) -> list[tuple[Source, Place | None]]:
    """The queries of a call, in order; those of files with their place in them."""
    files = {name: read_query_file(name) for name in arguments if names_file(name)}
    others = [argument for argument in arguments if argument not in files]
    rest = read_queries(others, lines=lines) if others or not files else []
    if not files:
        return [(source, None) for source in rest]
    if lines:
        raise click.UsageError("--lines is about standard input alone.")
    following = iter(rest)
    found: list[tuple[Source, Place | None]] = []
    for argument in arguments:
        file = files.get(argument)
        if file is None:
            found.append((next(following), None))
            continue
        whole = Source(file.text, argument)
        found += [(Source(each.text, argument), Place(whole, each.start)) for each in file.sections]
    return found


def _in_file(analysis: Analysis, place: Place | None) -> Analysis:
    """The analysis with places in the file that its query stands in."""
    if place is None:
        return analysis
    diagnostics = tuple(moved(diagnostic, place.start) for diagnostic in analysis.diagnostics)
    return analysis._replace(source=place.file, diagnostics=diagnostics)


def _without_warnings(analysis: Analysis) -> Analysis:
    errors = tuple(diagnostic for diagnostic in analysis.diagnostics if diagnostic.is_error)
    return analysis._replace(diagnostics=errors)


def _fixed(sources: list[Source], settings: Settings) -> list[Source]:
    """The queries with their safe fixes made, until there is none left."""
    for _ in range(ROUNDS):
        fixed = [_with_fixes(analysis) for analysis in analyse(sources, settings)]
        if [source.text for source in fixed] == [source.text for source in sources]:
            break
        sources = fixed
    return sources


def _with_fixes(analysis: Analysis) -> Source:
    """A query with the first fix of each finding made, where it is safe."""
    source = analysis.source
    fixes = [fix for diagnostic in analysis.diagnostics for fix in diagnostic.fixes[:1] if fix.safe]
    return Source(apply_fixes(source.text, fixes), source.name)
