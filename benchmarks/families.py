"""The families of rows: each is a function that measures and yields its rows one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from benchmarks.effort import Effort
from benchmarks.table import Row

FAMILIES = {
    "parse": "parsing.measure_parse",
    "compile": "parsing.measure_compile",
    "again": "parsing.measure_again",
    "builder": "builder.measure_builder",
    "scale": "parsing.measure_scale",
    "filter": "evaluation.measure_filter",
    "frames": "frames.measure_frames",
    "lint": "linting.measure_lint",
    "client": "client.measure_client",
    "workspace": "workspace.measure_workspace",
    "import": "starting.measure_import",
}
"""The function of each family, by its module here: one is imported when it is measured, and needs no other."""


def measure(family: str, effort: Effort) -> Iterator[Row]:
    """Measure one family of `FAMILIES`."""
    module, _, function = FAMILIES[family].partition(".")
    rows: Iterator[Row] = getattr(import_module(f"benchmarks.{module}"), function)(effort)
    return rows
