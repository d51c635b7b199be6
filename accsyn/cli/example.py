"""``accsyn example``: a record that matches a query, and one that does not."""

from __future__ import annotations

from typing import Any

import click

from accsyn.cli import console
from accsyn.cli.analysis import Analysis, analyse, canonical
from accsyn.cli.console import Console, Styled
from accsyn.cli.document import document, result
from accsyn.cli.findings import print_findings
from accsyn.cli.options import JSON, options, query_options
from accsyn.cli.settings import Settings
from accsyn.cli.sources import read_query
from accsyn.testing.examples import Search, search_bound

_EPILOG = """\b
Examples:
  accsyn example "Transfer WHERE size>10 AND status=failed"
  accsyn example "Transfer WHERE name MATCHES '^sq[0-9]+$'" --matching"""

_KNOWN = {True: "there is none: the query never holds", False: "there is none: the query always holds"}
_UNKNOWN = "could not find one; there may be one all the same"


@click.command("example", epilog=_EPILOG)
@click.argument("query", required=False)
@click.option("--matching", "which", flag_value="matching", help="Print the matching record alone.")
@click.option("--failing", "which", flag_value="failing", help="Print the failing record alone.")
@options("format")
@query_options
@click.pass_context
def command(context: click.Context, *, query: str | None, which: str | None, format_: str, settings: Settings) -> None:
    """Print a smallest record that matches a query, and a smallest that does not.

    Without QUERY, or with - for it, the query is read from standard input. The records are worked out from the query,
    always the same; an attribute that decides has a value where one does. The exit code is 1 where the query has
    errors, or a record that was asked for is not there.
    """
    source = read_query(query)
    (analysis,) = analyse([source], settings._replace(needs_values=True))
    if analysis.bound is None or analysis.has_errors:
        _refuse(analysis, format_)
        context.exit(1)
    wanted = {"matching": (True,), "failing": (False,)}.get(which or "", (True, False))
    found = {matching: search_bound(analysis.bound, matching) for matching in wanted}
    if format_ == JSON:
        described = {_key(matching): _describe(each) for matching, each in found.items()}
        text = canonical(analysis.bound.statement)
        console.write_json(document([{**result(source, analysis.diagnostics), "canonical": text, **described}]))
    elif which is not None:
        _print_alone(found[wanted[0]], wanted[0])
    else:
        _print(console.stdout(), found)
    is_missing = which is not None and found[wanted[0]].record is None
    context.exit(1 if is_missing else 0)


def _refuse(analysis: Analysis, format_: str) -> None:
    if format_ == JSON:
        console.write_json(document([result(analysis.source, analysis.diagnostics)]))
    else:
        print_findings(console.stderr(), [analysis])


def _key(matching: bool) -> str:
    return "matching" if matching else "failing"


def _describe(found: Search) -> dict[str, Any]:
    return {"record": found.record, "impossible": found.is_impossible}


def _said(found: Search, matching: bool) -> str:
    return _KNOWN[matching] if found.is_impossible else _UNKNOWN


def _print_alone(found: Search, matching: bool) -> None:
    """One record on stdout, or the reason on stderr."""
    if found.record is None:
        console.stderr().print(f"{_key(matching)}: {_said(found, matching)}")
    else:
        console.write_json(found.record)


def _print(out: Console, found: dict[bool, Search]) -> None:
    for matching, each in found.items():
        title = Styled(f"{_key(matching):10}", "cyan")
        if each.record is None:
            out.print(title, Styled(_said(each, matching), "yellow"))
        else:
            out.print(title, console.json_text(each.record))
