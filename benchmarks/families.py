"""The families of rows: each is a function that measures and yields its rows one after the other."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import accsyn
from accsyn.grammar.parser import parse_statement
from accsyn.lint.caching import FOLDER
from benchmarks import builder
from benchmarks.client import measure_client
from benchmarks.evaluation import measure_filter
from benchmarks.frames import measure_frames
from benchmarks.linting import FIRST_FINDING, lint_again, lint_tree, parse_tree, queries, tree
from benchmarks.measure import Contestant, Supply, compare, counts_processor_time
from benchmarks.peers import PARSERS, SPLITTER, Peer, Run
from benchmarks.queries import DOC, LARGE, PAIRS, PREPARED, QUERIES, Again, Query, Texts, Values, many_comparisons
from benchmarks.table import Row
from benchmarks.workspace import measure_workspace

ROOT = Path(__file__).parent.parent
FIRST_PARSE = "import accsyn; accsyn.parse('Transfer WHERE source=myworkspace')"


class Effort(NamedTuple):
    """How much is measured.

    Attributes:
        rounds: Rounds of a comparison of two contestants, at least.
        seconds: How long a comparison lasts, at least.
        processes: Fresh processes of each kind.
        million: Comparisons in the longest query.
        memory: Comparisons in the query whose memory is counted.
        records: Records that are filtered.
    """

    rounds: int
    seconds: float
    processes: int
    million: int
    memory: int
    records: int = 200_000


FULL = Effort(rounds=60, seconds=1.5, processes=10, million=1_000_000, memory=100_000)
QUICK = Effort(rounds=3, seconds=0, processes=2, million=20_000, memory=10_000, records=2_000)


def measure_parse(effort: Effort) -> Iterator[Row]:
    """Text to typed tree, against every parser."""
    for peer in PARSERS:
        for query in QUERIES:
            ours = Contestant(parse_statement, query.texts("accsyn"), query.batch)
            yield _against(f"parse {query.name}", ours, query, peer, effort, limit=peer.limit)


def measure_compile(effort: Effort) -> Iterator[Row]:
    """Parse, bind, check and emit, against the official client's splitter, which does none of that."""
    for query in QUERIES:
        ours = Contestant(accsyn.compile, query.texts("accsyn"), query.batch)
        yield _against(f"compile {query.name}", ours, query, SPLITTER, effort, limit=2.5)


def measure_again(effort: Effort) -> Iterator[Row]:
    """A text that was parsed before, a query that was prepared, and what looking for a text in vain costs."""
    prepared = accsyn.parse(PREPARED)
    works: list[tuple[str, Run, Supply, float | None]] = [
        ("parse again, same text (doc)", accsyn.parse, Again(DOC.texts("accsyn").take(1)[0]), 0.048),
        ("bind a prepared query (doc, 2 parameters)", prepared.bind, Values(), 0.19),
        ("parse by way of the cache, text not in it (doc)", accsyn.parse, DOC.texts("accsyn"), None),
    ]
    for what, run, supply, limit in works:
        yield _against(what, Contestant(run, supply, 10 * DOC.batch), DOC, SPLITTER, effort, limit=limit)


def measure_builder(effort: Effort) -> Iterator[Row]:
    """A query of ten clauses made in code, against parsing its text."""
    best = compare(
        Contestant(lambda _: builder.build(), Again(builder.TEXT), 50),
        Contestant(parse_statement, Again(builder.TEXT), 50),
        effort.rounds,
        effort.seconds,
    )
    yield Row("build a query of 10 clauses in code", "parsing its text", *best, limit=3.0)


def _against(what: str, ours: Contestant, query: Query, peer: Peer, effort: Effort, *, limit: float | None) -> Row:
    run = peer.ready()
    if run is None:
        return Row(what, peer.name, limit=limit, note="not installed")
    try:
        best = compare(
            ours,
            Contestant(run, query.texts(peer.language), query.batch),
            effort.rounds,
            effort.seconds,
        )
    except RecursionError:
        return Row(what, peer.name, limit=limit, note="RecursionError")
    return Row(what, peer.name, *best, limit=limit)


def measure_lint(effort: Effort) -> Iterator[Row]:
    """A tree of Python files through the linter, against parsing each of them."""
    with tree() as folder:
        best = compare(
            Contestant(lambda _: lint_tree(folder), Again(""), 1),
            Contestant(lambda _: parse_tree(folder), Again(""), 1),
            max(2, effort.rounds // 6),
        )
        yield Row("lint a tree of Python files", "ast.parse of all", *best, limit=0.5)
        yield from _first_finding(folder, effort)
    with queries() as folder:
        best = compare(
            Contestant(lambda _: lint_again(folder), Again(""), 1),
            Contestant(lambda _: lint_tree(folder), Again(""), 1),
            max(2, effort.rounds // 6),
        )
    yield Row("lint 100 files with queries again", "ours without a cache", *best, limit=0.2)


def _first_finding(folder: Path, effort: Effort) -> Iterator[Row]:
    """What `accsyn lint FILE` adds to starting Python: the first time, and again."""
    cache = folder / FOLDER
    best = [float("inf")] * 3
    for _ in range(effort.processes + 1):  # the first also writes the cached modules
        shutil.rmtree(cache, ignore_errors=True)
        for place, program in enumerate(("pass", *[FIRST_FINDING.format(folder=str(folder))] * 2)):
            best[place] = min(best[place], _run_python(program))
    bare, first, again = best
    # 120 ms to the first finding, of which a bare Python takes some fifteen.
    yield Row("from start to first finding", "bare Python", first, bare, limit=105e-3, compares="difference")
    yield Row("from start to first finding, again", "bare Python", again, bare, compares="difference")


def measure_scale(effort: Effort) -> Iterator[Row]:
    """Whether a comparison costs the same in a long query, and what its tree holds."""
    few, many = 2 * PAIRS, effort.million
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
    programs = ("pass", FIRST_PARSE)
    best = [_run_python(program) for program in programs]  # the first of each also writes the cached modules
    for _ in range(effort.processes):
        best = [min(before, _run_python(program)) for before, program in zip(best, programs, strict=True)]
    bare, ours = best
    yield Row("import and first parse", "bare Python", ours, bare, limit=25e-3, compares="difference")


def _run_python(program: str) -> float:
    """Seconds that a fresh process takes, of the processor where the system counts that finely."""
    program += "\nimport time; print(time.process_time())"
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    return float(done.stdout) if counts_processor_time() else time.perf_counter() - start


FAMILIES: dict[str, Callable[[Effort], Iterator[Row]]] = {
    "parse": measure_parse,
    "compile": measure_compile,
    "again": measure_again,
    "builder": measure_builder,
    "scale": measure_scale,
    "filter": measure_filter,
    "frames": measure_frames,
    "lint": measure_lint,
    "client": measure_client,
    "workspace": measure_workspace,
    "import": measure_import,
}
