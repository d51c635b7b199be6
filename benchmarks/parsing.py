"""Parsing, compiling and binding, against other parsers, and what a long query costs."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Iterator

import accsyn
from accsyn.grammar.parser import parse_statement
from benchmarks.effort import Effort
from benchmarks.measure import Contestant, Supply, compare
from benchmarks.peers import PARSERS, SPLITTER, Peer, Run
from benchmarks.queries import DOC, LARGE, PAIRS, PREPARED, QUERIES, Again, Query, Texts, Values, many_comparisons
from benchmarks.table import Row


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
