"""The families of rows: each is a function that measures and yields its rows one after the other."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import accsyn
from accsyn.grammar.parser import parse_statement
from benchmarks.measure import Contestant, compare
from benchmarks.peers import PARSERS, SPLITTER, Peer, Run
from benchmarks.queries import LARGE, QUERIES, Query, Texts, many_comparisons
from benchmarks.table import Row

ROOT = Path(__file__).parent.parent
FIRST_PARSE = "import accsyn; accsyn.parse('Transfer WHERE source=myworkspace')"


class Effort(NamedTuple):
    """How much is measured.

    Attributes:
        rounds: Rounds of a comparison of two contestants.
        processes: Fresh processes of each kind.
        million: Comparisons in the longest query.
        memory: Comparisons in the query whose memory is counted.
    """

    rounds: int
    processes: int
    million: int
    memory: int


FULL = Effort(rounds=60, processes=10, million=1_000_000, memory=100_000)
QUICK = Effort(rounds=3, processes=2, million=20_000, memory=10_000)


def measure_parse(effort: Effort) -> Iterator[Row]:
    """Text to typed tree, against every parser."""
    for peer in PARSERS:
        for query in QUERIES:
            yield _against(f"parse {query.name}", parse_statement, query, peer, peer.limit, effort)


def measure_compile(effort: Effort) -> Iterator[Row]:
    """Parse, bind, check and emit, against the official client's splitter, which does none of that."""
    for query in QUERIES:
        yield _against(f"compile {query.name}", accsyn.compile, query, SPLITTER, 2.5, effort)


def _against(what: str, ours: Run, query: Query, peer: Peer, limit: float | None, effort: Effort) -> Row:
    run = peer.ready()
    if run is None:
        return Row(what, peer.name, limit=limit, note="not installed")
    try:
        best = compare(
            Contestant(ours, query.texts("accsyn"), query.batch),
            Contestant(run, query.texts(peer.language), query.batch),
            effort.rounds,
        )
    except RecursionError:
        return Row(what, peer.name, limit=limit, note="RecursionError")
    return Row(what, peer.name, *best, limit=limit)


def measure_scale(effort: Effort) -> Iterator[Row]:
    """Whether a comparison costs the same in a long query, and what its tree holds."""
    few, many = 2 * LARGE.batch * 500, effort.million
    digits = len(str(many))

    def contestant(comparisons: int, batch: int) -> Contestant:
        template = many_comparisons("accsyn", comparisons // 2, digits=digits)
        return Contestant(lambda text: parse_statement(text, max_length=None), Texts(template, LARGE.letters), batch)

    # The long query takes seconds, so a few rounds have to do; each is as long as many of the others'.
    best = compare(contestant(many, 1), contestant(few, 20), max(2, effort.rounds // 12))
    yield Row(f"parse, per comparison at {many:,}", f"ours at {few:,}", best[0] / many, best[1] / few, limit=1.3)
    text = Texts(many_comparisons("accsyn", effort.memory // 2), LARGE.letters).take(1)[0]
    yield Row(
        f"memory of the tree, per comparison at {effort.memory:,}",
        "the text itself",
        _allocated(text) / effort.memory,
        sys.getsizeof(text) / effort.memory,
        unit="B",
    )


def _allocated(text: str) -> int:
    """How many bytes the tree of a text holds, the text itself left out."""
    parse_statement(text, max_length=None)
    gc.collect()
    tracemalloc.start()
    try:
        tree = parse_statement(text, max_length=None)
        gc.collect()
        held = tracemalloc.get_traced_memory()[0]
        del tree
    finally:
        tracemalloc.stop()
    return held


def measure_import(effort: Effort) -> Iterator[Row]:
    """What the first parse of a fresh process adds to starting Python."""
    best = {"pass": float("inf"), FIRST_PARSE: float("inf")}
    for code in best:
        _run_python(code)  # writes what Python caches of the modules
    for _ in range(effort.processes):
        for code in best:
            best[code] = min(best[code], _run_python(code))
    yield Row(
        "import and first parse",
        "bare Python",
        best[FIRST_PARSE],
        best["pass"],
        limit=25e-3,
        compares="difference",
    )


def _run_python(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    return time.perf_counter() - start


FAMILIES: dict[str, Callable[[Effort], Iterator[Row]]] = {
    "parse": measure_parse,
    "compile": measure_compile,
    "scale": measure_scale,
    "import": measure_import,
}
