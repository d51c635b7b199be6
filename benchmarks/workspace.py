"""A find in the local workspace over many transfers, against the compiled query over the same records."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import accsyn
from accsyn.local import Workspace
from accsyn.workspace.backend import Backend
from accsyn.workspace.searching import find
from benchmarks.evaluation import QUERY, Record, Records, api_records
from benchmarks.measure import Contestant, compare
from benchmarks.table import Row

if TYPE_CHECKING:
    from benchmarks.effort import Effort

MOST = 100_000
START = 20e-3
"""Seconds that a start may take."""


def _start(rounds: int) -> float:
    """The seconds that the fixtures take before a test begins, at best."""
    best = float("inf")
    for _ in range(max(rounds, 3)):
        began = time.perf_counter()
        workspace = Workspace()
        workspace.session()
        best = min(best, time.perf_counter() - began)
        workspace.close()
    return best


def measure_workspace(effort: Effort) -> Iterator[Row]:
    """The doc query; the find also looks at scope and role, and reads the condition's text anew."""
    records = [
        {**record, "status": record.get("status") or "done"} for record in api_records(min(effort.records, MOST))
    ]
    backend = Backend(seed=1)
    with backend.state.store.transaction():
        for record in records:
            backend.state.store.put("transfer", record)
    admin = backend.state.store.all("user")[0]
    compiled = accsyn.compile(QUERY)
    expression = compiled.expression
    options: dict[str, Any] = {"finished": True}

    def ours(_: list[Record]) -> list[Record]:
        return find(backend.state, admin, "transfer", expression, options, None)

    def filtered(these: list[Record]) -> list[Record]:
        return list(compiled.filter(these))

    if ours(records) != filtered(records):
        raise ValueError("the workspace does not find the same records")
    supply = Records(records)
    best = compare(Contestant(ours, supply, 1), Contestant(filtered, supply, 1), effort.rounds)
    backend.close()
    yield Row("start of a workspace for a test, with a session", "stated", _start(effort.rounds), START, limit=1.0)
    yield Row(
        "find in the local workspace, each",
        "CompiledQuery.filter",
        best[0] / len(records),
        best[1] / len(records),
        limit=3.0,
    )
