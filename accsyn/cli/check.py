"""``accsyn check``: what is wrong with queries."""

from __future__ import annotations

import click

from accsyn.cli import console
from accsyn.cli.analysis import Analysis, analyse
from accsyn.cli.document import document, result
from accsyn.cli.findings import print_findings, summary
from accsyn.cli.options import JSON, options, query_options
from accsyn.cli.settings import Settings
from accsyn.cli.sources import read_queries
from accsyn.diagnostics import apply_fixes
from accsyn.source import Source

ROUNDS = 10
"""How often fixes are applied: one may make way for another, and each round leaves fewer."""

_EPILOG = """\b
Examples:
  accsyn check "Transfer WHERE status=failed"
  accsyn check "Transfer WHERE user=:who" -p who=lisa@example.com
  accsyn check --lines < queries.txt"""


@click.command("check", epilog=_EPILOG)
@click.argument("queries", nargs=-1, metavar="[QUERY]...")
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

    Without QUERY, or with - for it, the query is read from standard input. The exit code is 1 where there is anything
    to say, a warning included.
    """
    if fix and format_ == JSON:
        raise click.UsageError("--fix prints queries; with --format json every fix stands beside its finding.")
    sources = read_queries(queries, lines=lines)
    if fix:
        sources = _fixed(sources, settings)
    analyses = analyse(sources, settings)
    if errors_only:
        analyses = [_without_warnings(analysis) for analysis in analyses]
    if fix:
        for source in sources:
            console.write_text(source.text)
        print_findings(console.stderr(), analyses)
    elif format_ == JSON:
        console.write_json(document(result(analysis.source, analysis.diagnostics) for analysis in analyses))
    else:
        out = console.stdout()
        if print_findings(out, analyses):
            out.print()
        out.print(summary(analyses))
    context.exit(1 if any(analysis.diagnostics for analysis in analyses) else 0)


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
