"""Run the benchmarks: print the table, write the JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import accsyn
from benchmarks.effort import FULL, QUICK
from benchmarks.families import FAMILIES, measure
from benchmarks.peers import PARSERS
from benchmarks.table import Row, format_table

RESULTS = Path(__file__).with_name("results.json")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure accsyn beside its peers.")
    parser.add_argument("--only", action="append", choices=FAMILIES, help="one family of rows; may be repeated")
    parser.add_argument("--quick", action="store_true", help="few rounds: shows that it works, measures nothing well")
    parser.add_argument("--json", type=Path, default=RESULTS, help="where to write the figures (%(default)s)")
    options = parser.parse_args(arguments)
    effort = QUICK if options.quick else FULL
    rows: list[Row] = []
    for family in options.only or FAMILIES:
        print(f"measuring: {family}", file=sys.stderr)
        rows.extend(measure(family, effort))
    options.json.write_text(json.dumps(report(rows, quick=options.quick), indent=2) + "\n", encoding="utf-8")
    print(format_table(rows))
    missed = sum(row.holds is False for row in rows)
    print(f"\n{sum(row.holds is True for row in rows)} targets hold, {missed} do not; figures in {options.json}")


def report(rows: Sequence[Row], *, quick: bool) -> dict[str, Any]:
    """What the JSON holds: the rows, and what they were measured with."""
    versions = {"accsyn": accsyn.__version__}
    for peer in PARSERS:
        versions |= peer.versions()
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "quick": quick,
        "versions": versions,
        "rows": [row.record() for row in rows],
    }


if __name__ == "__main__":
    main()
