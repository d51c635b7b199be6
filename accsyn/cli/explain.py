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
from accsyn.cli.options import JSON, options, settings
from accsyn.cli.records import check_streams, open_records
from accsyn.cli.sources import read_query
from accsyn.cli.tree import ASCII, LINES, clause, nodes, prefix
from accsyn.evaluation.explain import clause_counts
from accsyn.evaluation.interpreter import filter_records
from accsyn.parameters import parameter_names
from accsyn.text import escape_for_display

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
@options("from", "format", "schema", "strict", "parameters", "expression")
@click.pass_context
def command(
    context: click.Context,
    /,
    query: str | None,
    data: str | None,
    records_format: str | None,
    format_: str,
    schema_file: str | None,
    strict: bool,
    parameters: tuple[tuple[str, str], ...],
    expression: bool,
) -> None:
    """Show what a query means: its tree, its canonical text, what goes to the server.

    Without QUERY, or with - for it, the query is read from standard input. The exit code is 1 where the query has errors.

    With --data, a clause that keeps nothing is where the records got lost: each is counted on its own, whatever the others say.
    """
    check_streams(query, data)
    source = read_query(query)
    how = settings(
        schema_file, strict=strict, expression=expression, parameters=parameters, needs_values=data is not None
    )
    (analysis,) = analyse([source], how)
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
        return Counts(file, matched := sum(1 for _ in filter_records(bound, records)), matched, ())
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
    """The entity type as the schema names it; as written where the schema does not know it."""
    return bound.statement.entity_type if bound.entity_type is None else bound.entity_type.name


def _print_tree(out: Console, bound: BoundQuery, counts: Counts | None) -> None:
    guides = LINES if out.can_write("".join(LINES)) else ASCII
    if counts is not None:
        matched, rest = counts.matched, counts.records - counts.matched
        out.print(
            f"{counts.records:,} records in {escape_for_display(counts.file)}: {matched:,} match, {rest:,} do not"
        )
        out.print()
        out.print(Styled(f"{'kept':>9} {'removed':>9}", "cyan"))
    for index, leaf in enumerate(nodes(bound)):
        columns: tuple[str | Styled, ...] = ()
        if counts is not None:
            kept, removed = counts.kept[index], counts.records - counts.kept[index]
            columns = (Styled(f"{kept:9,}", "" if kept else "bold red"), f" {removed:9,}  ")
        is_comparison = leaf.bound is not None
        type_ = f"  ({leaf.bound.resolved.type.value})" if leaf.bound is not None else ""
        name = Styled(clause(leaf.node), "" if is_comparison else "bold")
        out.print(*columns, Styled(prefix(leaf, guides), "blue"), name, Styled(type_, "bright_black"))
    if bound.statement.condition is None:
        out.print("every record, there is no condition")
