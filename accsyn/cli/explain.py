"""``accsyn explain``: what a query means."""

from __future__ import annotations

import json
import sys
from typing import Any, NamedTuple

import click

from accsyn.ast import And, Comparison, Expression, Statement
from accsyn.binding.bound import BoundQuery
from accsyn.binding.report import places_of
from accsyn.builder.code import to_code
from accsyn.cli import console
from accsyn.cli.analysis import Analysis, analyse, canonical
from accsyn.cli.console import Console, Styled
from accsyn.cli.counts import Counts, count, verdict
from accsyn.cli.document import describe_span, document, result
from accsyn.cli.findings import print_findings
from accsyn.cli.fitting import wrapped
from accsyn.cli.options import options, query_options
from accsyn.cli.records import check_streams
from accsyn.cli.settings import Settings
from accsyn.cli.sources import read_query
from accsyn.cli.tree import clause, nodes, rows
from accsyn.evaluation import drawing
from accsyn.evaluation.drawing import Row
from accsyn.evaluation.explain import Explanation, explain
from accsyn.parameters import parameter_names
from accsyn.query import Query
from accsyn.text import escape_for_display, lower_keeping_meaning

_EPILOG = """\b
Examples:
  accsyn explain "Transfer WHERE created>-7d AND status=failed"
  accsyn explain "Transfer WHERE status=failed" --data transfers.json
  accsyn explain "Transfer WHERE status=failed" --record '{"status": "done"}'
  accsyn explain "Transfer WHERE status=failed" --as svg > query.svg"""

FORMS = ("tree", "text", "json", "mermaid", "svg", "python")
EVERYTHING = "every record, there is no condition"


class Tried(NamedTuple):
    """What became of the query on records; both None where it was tried on none."""

    counts: Counts | None = None
    explanation: Explanation | None = None


@click.command("explain", epilog=_EPILOG)
@click.argument("query", required=False)
@click.option("--data", metavar="FILE", help="Count for every clause the records of this file that it keeps.")
@click.option("--record", metavar="JSON", help="Say for every clause whether this record meets it, and why.")
@options("from")
@click.option(
    "--as",
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="tree",
    show_default=True,
    help="Text for people (tree, text), one JSON document, the tree alone as a picture, or Python code.",
)
@query_options
@click.pass_context
def command(
    context: click.Context,
    *,
    query: str | None,
    data: str | None,
    record: str | None,
    records_format: str | None,
    form: str,
    settings: Settings,
) -> None:
    """Show what a query means: its tree, its canonical text, what goes to the server.

    Without QUERY, or with - for it, the query is read from standard input. The exit code is 1 where the query has
    errors, and where a line of FILE is no record.

    With --data, every clause is counted on its own, whatever the others say, and a clause that alone empties the
    result is named.
    """
    if data is not None and record is not None:
        raise click.UsageError("--data counts the records of a file, --record is about one: give one of the two.")
    check_streams(query, () if data is None else (data,))
    source = read_query(query)
    tries = data is not None or record is not None
    given = None if record is None else _record(record)
    (analysis,) = analyse([source], settings._replace(needs_values=tries))
    tried = Tried()
    if analysis.bound is not None and not analysis.has_errors:
        if data is not None:
            tried = Tried(count(analysis.bound, data, records_format))
        elif given is not None:
            tried = Tried(None, explain(analysis.bound, given))
    if form == "json":
        console.write_json(document([{**result(source, analysis.diagnostics), **_describe(analysis, tried)}]))
    elif form == "python":
        print_findings(console.stderr(), [analysis])
        if analysis.statement is not None:
            click.echo(to_code(_as_given(analysis.statement)), nl=False)
    elif form in _PICTURES:
        print_findings(console.stderr(), [analysis])
        if analysis.bound is not None:
            _write_picture(_PICTURES[form](_rows(analysis.bound, tried)))
    else:
        _print(console.stdout(), analysis, tried)
    context.exit(1 if analysis.has_errors or (tried.counts is not None and tried.counts.left_out) else 0)


def _record(text: str) -> dict[str, Any]:
    """The record that a call gives.

    Raises:
        UsageError: It is no JSON object.
    """
    if not text.lstrip().startswith("{"):
        raise click.UsageError('--record takes a JSON object such as {"status": "failed"}; for a file use --data.')
    try:
        found: dict[str, Any] = json.loads(text)
    except (ValueError, RecursionError) as error:
        said = str(error)
        raise click.UsageError(f"--record takes a JSON object: {said[:1].lower()}{said[1:]}") from error
    return found


def _as_given(statement: Statement) -> Query | Expression:
    if statement.entity_type is None and statement.condition is not None:
        return statement.condition
    return Query(statement)


# ---- pictures -------------------------------------------------------------------------------------------------------

_PICTURES = {"mermaid": drawing.mermaid, "svg": drawing.svg}


def _rows(bound: BoundQuery, tried: Tried) -> list[Row]:
    if tried.explanation is not None:
        return tried.explanation.rows()
    found = rows(bound, None if tried.counts is None else tried.counts.nodes)
    return found or [Row(EVERYTHING, "", 0)]


def _write_picture(text: str) -> None:
    """Write SVG, or Mermaid's ASCII; characters that the output lacks go by their numbers."""
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, "xmlcharrefreplace").decode(encoding))


# ---- JSON -----------------------------------------------------------------------------------------------------------


def _describe(analysis: Analysis, tried: Tried) -> dict[str, Any]:
    bound, statement, counts = analysis.bound, analysis.statement, tried.counts
    if bound is None or statement is None:
        return dict.fromkeys(("entity_type", "canonical", "expression", "parameters", "tree", "data", "record"))
    return {
        "entity_type": _entity_type(bound),
        "canonical": canonical(bound.statement),
        "expression": analysis.expression,
        "parameters": sorted(parameter_names(statement)),
        "tree": _describe_tree(analysis, bound, tried),
        "data": counts
        and {
            "file": counts.file,
            "records": counts.records,
            "matched": counts.matched,
            "left_out": counts.left_out,
            "verdict": list(verdict(counts)),
        },
        "record": tried.explanation and {"matches": tried.explanation.held},
    }


def _describe_tree(analysis: Analysis, bound: BoundQuery, tried: Tried) -> list[dict[str, Any]]:
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
        if tried.counts is not None:
            each = tried.counts.nodes[index]
            described |= {"kept": each.matched, "removed": each.total - each.matched, "without": each.without}
        if tried.explanation is not None:
            step = tried.explanation.steps[index]
            described |= {"held": step.held, "reason": step.reason}
        found.append(described)
    return found


# ---- text -----------------------------------------------------------------------------------------------------------


def _print(out: Console, analysis: Analysis, tried: Tried) -> None:
    bound, statement = analysis.bound, analysis.statement
    if bound is not None and statement is not None:
        out.print(Styled(escape_for_display(canonical(bound.statement)), "bold"))
        out.print()
        for title, text in _facts(analysis, bound):
            out.print(Styled(f"{title:13}", "cyan"), text)
        out.print()
        if tried.explanation is not None:
            _print_explanation(out, tried.explanation)
        else:
            _print_tree(out, bound, tried.counts)
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


def _print_explanation(out: Console, explanation: Explanation) -> None:
    out.print("the record matches" if explanation.held else "the record does not match")
    out.print()
    shown = explanation.rows()
    for row, prefix in zip(shown, drawing.prefixes(shown, _guides(out)), strict=True):
        mark = Styled("yes  ", "bold green") if row.mark else Styled("no   ", "bold red")
        note = Styled(f"    {row.note}" if row.note else "", "dim")
        out.print(mark, Styled(prefix, "bold blue"), row.text, note)


def _print_tree(out: Console, bound: BoundQuery, counts: Counts | None) -> None:
    width = len("removed")
    if counts is not None:
        width = max(width, len(f"{counts.records:,}"))
        for line in wrapped(_match_line(counts), out.width):
            out.print(line)
        out.print()
        if counts.nodes:
            out.print(Styled("  ".join(f"{title:>{width}}" for title in ("kept", "removed", "without")), "cyan"))
    shown = rows(bound)
    for index, (row, prefix) in enumerate(zip(shown, drawing.prefixes(shown, _guides(out)), strict=True)):
        columns: tuple[str | Styled, ...] = ()
        if counts is not None:
            each = counts.nodes[index]
            kept, removed = each.matched, each.total - each.matched
            columns = (
                Styled(f"{kept:{width},}", "" if kept else "bold red"),
                f"  {removed:{width},}  {each.without:{width},}  ",
            )
        name = Styled(row.text, "" if row.note else "bold")
        out.print(*columns, Styled(prefix, "bold blue"), name, Styled(f"  ({row.note})" if row.note else "", "dim"))
    if not shown:
        out.print(EVERYTHING)
    for number, sentence in enumerate(() if counts is None else verdict(counts)):
        if not number:
            out.print()
        for line in wrapped(sentence, out.width):
            out.print(Styled(line, "bold yellow"))


def _guides(out: Console) -> drawing.Guides:
    return drawing.LINES if out.can_write("".join(drawing.LINES)) else drawing.ASCII


def _match_line(counts: Counts) -> str:
    where, rest = escape_for_display(counts.file), counts.records - counts.matched
    records = "record" if counts.records == 1 else "records"
    return f"{counts.records:,} {records} in {where}: {counts.matched:,} match, {rest:,} do not"
