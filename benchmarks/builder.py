"""A query of ten clauses made in code, against parsing its text."""

from __future__ import annotations

from collections.abc import Iterator

from accsyn.entities import Transfer
from accsyn.grammar.parser import parse_statement
from accsyn.query import Query
from benchmarks.effort import Effort
from benchmarks.measure import Contestant, compare
from benchmarks.queries import Again
from benchmarks.table import Row

CLAUSES = (
    'user="lisa@example.com"',
    'status!="failed"',
    "size>1000",
    'code="dailies"',
    'name CONTAINS "backup"',
    "progress<=50",
    'created>="2026-01-22"',
    'source="hq"',
    'destination="user:anna"',
    'queue!="low"',
)
TEXT = f"Transfer WHERE {' AND '.join(CLAUSES)}"


def build() -> Query:
    """The query of `TEXT`, equal node by node."""
    return Transfer.where(
        (Transfer.user == "lisa@example.com")
        & (Transfer.status != "failed")
        & (Transfer.size > 1000)
        & (Transfer.code == "dailies")
        & Transfer.name.contains("backup")
        & (Transfer.progress <= 50)
        & (Transfer.created >= "2026-01-22")
        & (Transfer.source == "hq")
        & (Transfer.destination == "user:anna")
        & (Transfer.queue != "low")
    )


def measure_builder(effort: Effort) -> Iterator[Row]:
    """A query of ten clauses made in code, against parsing its text."""
    best = compare(
        Contestant(lambda _: build(), Again(TEXT), 50),
        Contestant(parse_statement, Again(TEXT), 50),
        effort.rounds,
        effort.seconds,
    )
    yield Row("build a query of 10 clauses in code", "parsing its text", *best, limit=3.0)
