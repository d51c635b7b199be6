"""``accsyn explain``: what a query means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import click

from accsyn.ast import And, Comparison
from accsyn.binding.bound import BoundQuery
from accsyn.binding.report import places_of
from accsyn.cli import console
from accsyn.cli.analysis import Analysis, analyse, canonical
from accsyn.cli.console import Console, Styled
from accsyn.cli.document import describe_span, document, result
from accsyn.cli.findings import print_findings
from accsyn.cli.fitting import wrapped
from accsyn.cli.options import JSON, options, query_options
from accsyn.cli.records import check_streams, open_records
from accsyn.cli.settings import Settings
from accsyn.cli.sources import read_query
from accsyn.cli.tree import ASCII, LINES, clause, nodes, prefix
from accsyn.evaluation.explain import clause_counts
from accsyn.evaluation.interpreter import filter_records
from accsyn.parameters import parameter_names
from accsyn.text import escape_for_display, lower_keeping_meaning

_EPILOG = """\b
Examples:
  accsyn explain "Transfer WHERE created>-7d AND status=failed"
  accsyn explain "Transfer WHERE status=failed" --data transfers.json"""


class Counts(NamedTuple):
    """What a query does to the records of a file.

    Attributes:
        file: The file.
        records: How many records there are.
        matched: How many match.
        kept: For every node, in the order of the tree, how many records it holds for on its own.
    """

    file: str
    records: int
    matched: int
    kept: tuple[int, ...]


@click.command("explain", epilog=_EPILOG)
@click.argument("query", required=False)
@click.option("--data", metavar="FILE", help="Count for every clause the records of this file that it keeps.")
@options("from", "format")
@query_options
@click.pass_context
def command(
    context: click.Context,
    *,
    query: str | None,
    data: str | None,
    records_format: str | None,
    format_: str,
    settings: Settings,
) -> None:
    """Show what a query means: its tree, its canonical text, what goes to the server.

    Without QUERY, or with - for it, the query is read from standard input. The exit code is 1 where the query has
    errors.

    With --data, a clause that keeps nothing is where the records got lost: each is counted on its own, whatever the
    others say.
    """
    check_streams(query, data)
    source = read_query(query)
    (analysis,) = analyse([source], settings._replace(needs_values=data is not None))
    counts = None
    if data is not None and analysis.bound is not None and not analysis.has_errors:
        counts = _count(analysis.bound, data, open_records(data, records_format))
    if format_ == JSON:
        console.write_json(document([{**result(source, analysis.diagnostics), **_describe(analysis, counts)}]))
    else:
        _print(console.stdout(), analysis, counts)
    context.exit(1 if analysis.has_errors else 0)


def _count(bound: BoundQuery, file: str, records: Iterable[dict[str, Any]]) -> Counts:
    read = 0

    def counted() -> Iterable[dict[str, Any]]:
        nonlocal read
        for record in records:
            read += 1
            yield record

    if bound.statement.condition is None:
        everything = sum(1 for _ in filter_records(bound, records))
        return Counts(file, everything, everything, ())
    counts = clause_counts(bound, counted())
    return Counts(file, read, counts[0].matched, tuple(count.matched for count in counts))


# ---- JSON -----------------------------------------------------------------------------------------------------------


def _describe(analysis: Analysis, counts: Counts | None) -> dict[str, Any]:
    bound, statement = analysis.bound, analysis.statement
    if bound is None or statement is None:
        return dict.fromkeys(("entity_type", "canonical", "expression", "parameters", "tree", "data"))
    return {
        "entity_type": _entity_type(bound),
        "canonical": canonical(bound.statement),
        "expression": analysis.expression,
        "parameters": sorted(parameter_names(statement)),
        "tree": _describe_tree(analysis, bound, counts),
        "data": counts and {"file": counts.file, "records": counts.records, "matched": counts.matched},
    }


def _describe_tree(analysis: Analysis, bound: BoundQuery, counts: Counts | None) -> list[dict[str, Any]]:
    _, spans = places_of(bound.statement)
    found = []
    for index, leaf in enumerate(nodes(bound)):
        node = leaf.node
        described: dict[str, Any] = {"depth": leaf.depth, "kind": "and" if isinstance(node, And) else "or"}
        if isinstance(node, Comparison) and leaf.bound is not None:
            described |= {
                "kind": "comparison",
                "text": clause(node),
                "attribute": node.attribute,
                "operator": node.operator.value,
                "type": leaf.bound.resolved.type.value,
            }
        described["span"] = describe_span(spans.of(node), analysis.source)
        if counts is not None:
            described |= {"kept": counts.kept[index], "removed": counts.records - counts.kept[index]}
        found.append(described)
    return found


# ---- text -----------------------------------------------------------------------------------------------------------


def _print(out: Console, analysis: Analysis, counts: Counts | None) -> None:
    bound, statement = analysis.bound, analysis.statement
    if bound is not None and statement is not None:
        out.print(Styled(escape_for_display(canonical(bound.statement)), "bold"))
        out.print()
        for title, text in _facts(analysis, bound):
            out.print(Styled(f"{title:13}", "cyan"), text)
        out.print()
        _print_tree(out, bound, counts)
        if analysis.diagnostics:
            out.print()
    print_findings(out, [analysis])


def _facts(analysis: Analysis, bound: BoundQuery) -> list[tuple[str, str]]:
    facts = [("REST text", _rest(analysis, bound))]
    entity_type = _entity_type(bound)
    if entity_type is not None:
        facts.insert(0, ("entity type", escape_for_display(entity_type)))
    names = set() if analysis.statement is None else parameter_names(analysis.statement)
    if names:
        facts.append(("parameters", ", ".join(f":{escape_for_display(name)}" for name in sorted(names))))
    return facts


def _rest(analysis: Analysis, bound: BoundQuery) -> str:
    if analysis.expression is not None:
        return escape_for_display(analysis.expression)
    if analysis.has_errors:
        return "none: the query has errors"
    if bound.has_parameters:
        return "none yet: it needs the values of the parameters"
    return "none: it asks for every record"


def _entity_type(bound: BoundQuery) -> str | None:
    """The entity type as it goes to the server; None for a bare condition."""
    entity_type = bound.statement.entity_type
    return None if entity_type is None else lower_keeping_meaning(entity_type)


def _print_tree(out: Console, bound: BoundQuery, counts: Counts | None) -> None:
    guides = LINES if out.can_write("".join(LINES)) else ASCII
    width = len("removed")
    if counts is not None:
        width = max(width, len(f"{counts.records:,}"))
        for line in wrapped(_match_line(counts), out.width):
            out.print(line)
        out.print()
        out.print(Styled(f"{'kept':>{width}}  {'removed':>{width}}", "cyan"))
    for index, leaf in enumerate(nodes(bound)):
        columns: tuple[str | Styled, ...] = ()
        if counts is not None:
            kept, removed = counts.kept[index], counts.records - counts.kept[index]
            columns = (Styled(f"{kept:{width},}", "" if kept else "bold red"), f"  {removed:{width},}  ")
        name = Styled(clause(leaf.node), "bold" if leaf.bound is None else "")
        type_ = Styled("" if leaf.bound is None else f"  ({leaf.bound.resolved.type.value})", "dim")
        out.print(*columns, Styled(prefix(leaf, guides), "bold blue"), name, type_)
    if bound.statement.condition is None:
        out.print("every record, there is no condition")


def _match_line(counts: Counts) -> str:
    where, rest = escape_for_display(counts.file), counts.records - counts.matched
    records = "record" if counts.records == 1 else "records"
    return f"{counts.records:,} {records} in {where}: {counts.matched:,} match, {rest:,} do not"
