"""``accsyn filter``: the records of files that match a query."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from typing import Any, cast

import click

from accsyn.cli import console
from accsyn.cli.analysis import Analysis, analyse
from accsyn.cli.fields import Fields, parse_fields
from accsyn.cli.findings import print_findings
from accsyn.cli.finite import Finite
from accsyn.cli.options import options, query_options
from accsyn.cli.output import FORMATS, format_for, write_records
from accsyn.cli.records import Records, check_streams
from accsyn.cli.settings import Settings
from accsyn.cli.sources import STDIN, read_query
from accsyn.codes import wire
from accsyn.codes.catalog import all_codes
from accsyn.evaluation.predicate import GeneratedPredicate

Record = dict[str, Any]

_EPILOG = """\b
Examples:
  accsyn filter "Transfer WHERE status=failed" transfers.json
  accsyn filter "Transfer WHERE size>1e9" 2025.ndjson.gz 2026.csv --count
  accsyn filter "Transfer WHERE user=:who" -p who=lisa@example.com jobs.csv
  accsyn filter "Transfer WHERE created>-7d" log.ndjson -o week.csv"""


@click.command("filter", epilog=_EPILOG)
@click.argument("query")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@options("from")
@click.option("--to", type=click.Choice(FORMATS), help="Format to write; by default what the name of --output says.")
@click.option("--lines", is_flag=True, help="The same as --to ndjson: a record a line, each as soon as it is found.")
@click.option("--count", is_flag=True, help="Write how many there are, and no records.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Stop after so many.")
@click.option("--fields", metavar="A,B.C", callback=parse_fields, help="Write these attributes only, in this order.")
@click.option("-o", "--output", metavar="FILE", help="Write to this file, whole or not at all; .gz compresses.")
@query_options
@click.pass_context
def command(
    context: click.Context,
    *,
    query: str,
    files: tuple[str, ...],
    records_format: str | None,
    to: str | None,
    lines: bool,
    count: bool,
    limit: int | None,
    fields: tuple[str, ...],
    output: str | None,
    settings: Settings,
) -> None:
    """Write the records of FILES that match QUERY, as JSON, NDJSON or CSV.

    A FILE is JSON, NDJSON, CSV (each may be compressed by gzip) or Parquet; - is standard input. The condition alone
    decides: the entity type is not looked at, so FILES should hold records of one type; of CSV it says which cells
    are numbers. NaN and the infinities, which JSON does not have, are written as null.

    What is odd about the query, and every line that is no record, goes to stderr. The exit code is 0 also where
    nothing matches, and 1 where the query has errors or a line was left out.
    """
    _check(count, lines, to, bool(fields or output))
    check_streams(query, files)
    format_ = format_for(output, "ndjson" if lines else to)
    (analysis,) = analyse([read_query(query)], settings._replace(needs_values=True))
    print_findings(console.stderr(), [_offline(analysis)])
    if analysis.bound is None or analysis.has_errors:
        context.exit(1)
    # Where records come out one by one on the terminal, they are the sign of life.
    has_bar = count or output not in (None, STDIN) or format_ == "json" or not sys.stdout.isatty()
    records = Records(files, records_format, analysis.bound, has_bar=has_bar)
    chosen, finite = Fields(fields), Finite()
    with closing(cast("Any", iter(records))) as source:
        matching: Iterator[Record] = GeneratedPredicate(analysis.bound).filter(source)
        matching = matching if limit is None else islice(matching, limit)
        if count:
            console.write_json(sum(1 for _ in matching))
        else:
            # Whoever writes to standard input may be waiting for the answer.
            taken = chosen.of(matching) if fields else matching
            write_records(finite.of(taken), output, format_, fields=fields, is_live=STDIN in files)
    records.finish()
    for note in (finite.note(), *(chosen.notes() if chosen.names else ())):
        if note:
            console.stderr().print(note)
    context.exit(1 if records.left_out else 0)


def _check(count: bool, lines: bool, to: str | None, shapes_output: bool) -> None:
    """Refuse options that do not go together.

    Raises:
        UsageError: There are some.
    """
    if count and (lines or to is not None or shapes_output):
        raise click.UsageError("--count writes no records, so --to, --lines, --fields, --output have nothing to say.")
    if lines and to not in (None, "ndjson"):
        raise click.UsageError(f"--lines is --to ndjson, and not --to {to}.")


def _offline(analysis: Analysis) -> Analysis:
    """Without the warnings about what goes to a server: here nothing does."""
    on_the_wire = {code.code for code in all_codes() if code.__module__ == wire.__name__}
    kept = tuple(each for each in analysis.diagnostics if each.is_error or each.code not in on_the_wire)
    return analysis._replace(diagnostics=kept)
