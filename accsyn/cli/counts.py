"""What a query does to the records of a file, clause by clause, and which clause is to blame."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple, cast

from accsyn.ast import And, Comparison
from accsyn.binding.bound import BoundQuery
from accsyn.cli.records import Records
from accsyn.cli.tree import clause
from accsyn.evaluation.explain import ClauseCount, clause_counts

_MOST_NAMED = 3  # clauses in a sentence


class Counts(NamedTuple):
    """What a query does to the records of a file.

    Attributes:
        file: The file.
        records: How many records there are.
        matched: How many match.
        left_out: How many lines of the file are no records.
        nodes: What every node does, in the order of the tree.
    """

    file: str
    records: int
    matched: int
    left_out: int
    nodes: tuple[ClauseCount, ...]


def count(bound: BoundQuery, file: str, format_: str | None) -> Counts:
    """Count the records of a file; lines that are none are said on stderr.

    Raises:
        CommandError: The file cannot be read.
    """
    records = Records([file], format_, bound, has_bar=True)
    with closing(cast("Any", iter(records))) as source:
        nodes = clause_counts(bound, source)
    records.finish()
    matched = nodes[0].matched if nodes else records.read
    return Counts(file, records.read, matched, records.left_out, tuple(nodes))


def verdict(counts: Counts) -> Iterator[str]:
    """Why nothing matches, in a sentence or two; nothing where something does."""
    if counts.matched or not counts.records:
        return
    # The root without itself matches everything, which says nothing.
    alone = [node for node in counts.nodes if node.depth and node.is_required and node.without]
    if alone:
        for node in alone[:_MOST_NAMED]:
            yield f"{_name(counts, node)} alone empties the result: without it {_records(node.without)} would match"
        if len(alone) > _MOST_NAMED:
            yield f"the same is true of {len(alone) - _MOST_NAMED:,} more"
        return
    empty = [node for node in counts.nodes if not node.matched and isinstance(node.node, Comparison)]
    if empty:
        names = ", ".join(_name(counts, node) for node in empty[:_MOST_NAMED])
        more = f" and {len(empty) - _MOST_NAMED:,} more" if len(empty) > _MOST_NAMED else ""
        yield f"no record has {names}{more}"
    if isinstance(counts.nodes[0].node, And):
        yield "no clause alone empties the result: several together do"


def _name(counts: Counts, node: ClauseCount) -> str:
    """A clause as a sentence names it; a group by its first comparison."""
    if isinstance(node.node, Comparison):
        return clause(node.node)
    below = counts.nodes[counts.nodes.index(node) + 1 :]
    first = next(each for each in below if isinstance(each.node, Comparison))
    return f"the {clause(node.node)} that starts with {clause(first.node)}"


def _records(number: int) -> str:
    return "1 record" if number == 1 else f"{number:,} records"
