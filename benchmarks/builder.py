"""A query of ten clauses, as text and as code."""

from __future__ import annotations

from accsyn.entities import Transfer
from accsyn.query import Query

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
