"""``accsyn filter``: the records of a file that match a query."""

from __future__ import annotations

import sys

import click

from accsyn.cli import console
from accsyn.cli.analysis import Analysis, analyse
from accsyn.cli.findings import print_findings
from accsyn.cli.options import options, query_options
from accsyn.cli.records import check_streams, open_records
from accsyn.cli.settings import Settings
from accsyn.cli.sources import STDIN, read_query
from accsyn.codes import wire
from accsyn.codes.catalog import all_codes
from accsyn.evaluation.interpreter import filter_records

_EPILOG = """\b
Examples:
  accsyn filter "Transfer WHERE status=failed" transfers.json
  accsyn filter "Transfer WHERE size>1000000" transfers.ndjson --lines
  accsyn filter "Transfer WHERE user=:who" -p who=lisa@example.com jobs.csv"""


@click.command("filter", epilog=_EPILOG)
@click.argument("query")
@click.argument("file")
@options("from")
@click.option("--lines", is_flag=True, help="Write a record a line (NDJSON) as they come, rather than one JSON array.")
@click.option("--count", is_flag=True, help="Write how many there are, and no records.")
@query_options
@click.pass_context
def command(
    context: click.Context,
    *,
    query: str,
    file: str,
    records_format: str | None,
    lines: bool,
    count: bool,
    settings: Settings,
) -> None:
    """Write the records of FILE that match QUERY, as JSON.

    FILE is JSON, NDJSON or CSV; - is standard input. The condition alone decides: the entity type is not looked at, so
    FILE should hold records of one type. What is odd about the query goes to stderr. The exit code is 0 also where
    nothing matches, and 1 where the query has errors.
    """
    if lines and count:
        raise click.UsageError("--count writes no records, so --lines has nothing to say.")
    check_streams(query, file)
    (analysis,) = analyse([read_query(query)], settings._replace(needs_values=True))
    print_findings(console.stderr(), [_offline(analysis)])
    if analysis.bound is None or analysis.has_errors:
        context.exit(1)
    matching = filter_records(analysis.bound, open_records(file, records_format))
    if count:
        console.write_json(sum(1 for _ in matching))
    elif lines:
        for record in matching:
            sys.stdout.write(f"{console.json_text(record)}\n")
            if file == STDIN:  # whoever writes there may be waiting for the answer
                sys.stdout.flush()
    else:
        # All at once: a document is written whole or not at all.
        console.write_json(list(matching))


def _offline(analysis: Analysis) -> Analysis:
    """Without the warnings about what goes to a server: here nothing does."""
    on_the_wire = {code.code for code in all_codes() if code.__module__ == wire.__name__}
    kept = tuple(each for each in analysis.diagnostics if each.is_error or each.code not in on_the_wire)
    return analysis._replace(diagnostics=kept)
