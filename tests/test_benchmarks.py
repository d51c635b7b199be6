"""The benchmarks: what the table works out and how the rounds go. What they measure is not tested."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from accsyn import parse
from accsyn.ast import comparisons
from accsyn.grammar.parser import parse_statement
from benchmarks import builder, parsing
from benchmarks.effort import Effort
from benchmarks.measure import Contestant, compare
from benchmarks.peers import PARSERS, Peer
from benchmarks.queries import (
    DOC,
    LARGE,
    PAIRS,
    PREPARED,
    QUERIES,
    Again,
    Query,
    Texts,
    Values,
    many_comparisons,
)
from benchmarks.table import HEADER, Row, format_table, show_seconds

ROOT = Path(__file__).parent.parent
ONE_ROUND = Effort(rounds=1, seconds=0, processes=1, million=2_000, memory=1_000)


def _difference(ours: float, theirs: float) -> Row:
    return Row("w", "p", ours, theirs, limit=25e-3, compares="difference")


@pytest.mark.parametrize(
    ("row", "figure", "holds", "shown"),
    [
        (Row("w", "p", 2e-6, 4e-6, limit=0.6), 0.5, True, ("0.50", "<= 0.6", "yes")),
        (Row("w", "p", 1.0, 4.0, limit=1 / 4), 0.25, True, ("0.25", "<= 1/4", "yes")),
        (Row("w", "p", 1.0, 4.0, limit=1 / 6), 0.25, False, ("0.25", "<= 1/6", "NO")),
        (Row("w", "p", 0.3, 10.0, limit=0.048), 0.03, True, ("0.03", "<= 0.048", "yes")),
        (Row("w", "p", 0.0612, 10.0, limit=0.0048), 0.00612, False, ("0.0061", "<= 0.0048", "NO")),
        (Row("w", "p", 5.0, 2.0, limit=2.0), 2.5, False, ("2.50", "<= 2.0", "NO")),
        (Row("w", "p", 5.0, 2.0), 2.5, None, ("2.50", "-", "-")),
        (
            Row("w", "p", 0.04, 0.0225, limit=25e-3, compares="difference"),
            0.0175,
            True,
            ("17.5 ms more", "<= 25.0 ms", "yes"),
        ),
        (
            Row("w", "p", 0.06, 0.02, limit=25e-3, compares="difference"),
            0.04,
            False,
            ("40.0 ms more", "<= 25.0 ms", "NO"),
        ),
        (Row("w", "p", limit=1.0, note="not installed"), None, None, ("not installed", "<= 1.0", "-")),
        (Row("w", "p", ours=1.0, limit=1.0), None, None, ("-", "<= 1.0", "-")),
    ],
)
def test_a_row_works_out_its_figure(row: Row, figure: float | None, holds: bool | None, shown: tuple[str, ...]) -> None:
    """The ratio or difference, whether it is within the limit, and how both print."""
    assert row.figure == (None if figure is None else pytest.approx(figure))
    assert row.holds is holds
    assert row.cells()[4:] == shown


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "0.00 ns"),
        (2.5e-9, "2.50 ns"),
        (1e-6, "1.00 us"),
        (25.04e-6, "25.0 us"),
        (250e-6, "250 us"),
        (14.095e-3, "14.1 ms"),
        (-0.004, "-4.00 ms"),
        (1.5, "1.50 s"),
    ],
)
def test_seconds_have_three_digits(seconds: float, text: str) -> None:
    """The unit suits the amount."""
    assert show_seconds(seconds) == text


def test_the_table_is_aligned() -> None:
    """A header, a rule, a line a row; bytes and missing figures have their places."""
    rows = [Row("parse", "Lark", 1e-6, 2e-6, limit=1.0), Row("memory", "text", 1234.0, None, unit="B")]
    assert format_table(rows).splitlines() == [
        "what       ours  peer           ratio  target  holds",
        "------  -------  ----  -------  -----  ------  -----",
        "parse   1.00 us  Lark  2.00 us   0.50  <= 1.0  yes",
        "memory  1,234 B  text        -      -       -  -",
    ]


@pytest.mark.parametrize(("row", "key"), [(Row("w", "p", 3.0, 2.0), "ratio"), (_difference(3.0, 2.0), "difference")])
def test_the_json_names_what_is_compared(row: Row, key: str) -> None:
    """A difference is never stored as a ratio."""
    assert row.record()[key] == row.figure
    assert len({"ratio", "difference"} & set(row.record())) == 1


class Recorder:
    """A supply that writes down who was asked for texts."""

    def __init__(self, name: str, log: list[str]) -> None:
        self._name = name
        self._log = log

    def take(self, count: int) -> list[str]:
        """The name, so many times."""
        self._log.append(self._name)
        return [self._name] * count


def test_rounds_alternate() -> None:
    """Both are warmed up, then each has its turn in every round and the order changes."""
    log: list[str] = []
    seen: list[str] = []
    best = compare(
        Contestant(seen.append, Recorder("a", log), 2), Contestant(seen.append, Recorder("b", log), 1), rounds=3
    )
    assert log == ["a", "b", "a", "b", "b", "a", "a", "b"]
    assert (seen.count("a"), seen.count("b")) == (8, 4)
    assert min(best) >= 0


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_no_text_comes_twice(query: Query) -> None:
    """Texts of a query differ, have one length, and are queries of the shape that the table names."""
    texts = query.texts("accsyn").take(60)
    assert len(set(texts)) == 60
    assert len(set(map(len, texts))) == 1
    kinds = {tuple(re.split(r"[a-z]+", text)) for text in texts}
    assert len(kinds) == 1
    assert all(parse_statement(text).condition is not None for text in texts[:3])


def test_rounds_go_on_for_a_while() -> None:
    """Short rounds are repeated until the time is over."""
    log: list[str] = []
    contestant = Contestant(len, Recorder("a", log), 1)
    compare(contestant, contestant, rounds=1, seconds=0.02)
    assert len(log) > 4


def test_words_run_out_loudly() -> None:
    """A text is never given again in silence."""
    texts = Texts("{word}", 1)
    assert texts.take(26) == list("abcdefghijklmnopqrstuvwxyz")
    with pytest.raises(ValueError, match="no more words of 1 letters"):
        texts.take(1)


def test_the_large_query_has_the_pairs_it_says() -> None:
    """In every language, and with filled numbers each pair has the same length."""
    for language, template in LARGE.templates.items():
        assert template.count("{word}") == PAIRS, language
    once, twice, thrice = (len(many_comparisons("accsyn", pairs, digits=4)) for pairs in (1, 2, 3))
    assert thrice - twice == twice - once


def test_the_same_text_is_another_object() -> None:
    """Equal texts whose hash nobody has asked for."""
    texts = Again("abc").take(3)
    assert texts == ["abc"] * 3
    assert len(set(map(id, texts))) == 3


def test_values_fit_the_prepared_query() -> None:
    """Each mapping has exactly the parameters, and no two are equal."""
    values = Values().take(30)
    assert {tuple(each) for each in values} == {parse(PREPARED).parameters}
    assert len({str(each) for each in values}) == 30
    assert parse(PREPARED).bind(user="lisa@example.com", destination="hq") == parse(
        DOC.templates["accsyn"].replace("{word}", "lisa")
    )


def test_row_of_what_is_built() -> None:
    """The code makes the query of the text, of ten clauses; the text is parsed, not remembered."""
    built = builder.build()
    assert built == parse(builder.TEXT)
    assert len(list(comparisons(built.statement))) == 10
    (row,) = builder.measure_builder(ONE_ROUND)
    assert row.limit == 3.0
    assert row.figure


@pytest.mark.slow
def test_rows_of_what_was_seen_before() -> None:
    """Each stands beside the splitter, with the limits of a microsecond's fractions."""
    rows = list(parsing.measure_again(ONE_ROUND))
    assert [row.limit for row in rows] == [0.048, 0.19, None]
    assert {row.peer for row in rows} == {"official splitter"}
    assert len({row.what for row in rows}) == len(rows)


def test_every_peer_has_every_query() -> None:
    """The texts of a peer are written for it."""
    for query in QUERIES:
        assert {peer.language for peer in PARSERS} == set(query.templates)
        assert all("{word}" in template for template in query.templates.values())


def _measure_with(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> list[Row]:
    monkeypatch.setattr(parsing, "PARSERS", (peer,))
    return list(parsing.measure_parse(ONE_ROUND))


def test_a_missing_peer_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that is not installed is never imported, and the table says so."""

    def load() -> Any:
        raise ModuleNotFoundError("nobody should load it")

    rows = _measure_with(Peer("nobody", ("no-such-distribution", "pytest"), "sql", load, 0.5), monkeypatch)
    assert [row.note for row in rows] == ["not installed"] * len(QUERIES)
    assert all(row.holds is None and row.limit == 0.5 for row in rows)


@pytest.mark.slow
def test_a_peer_that_cannot_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer that runs out of its recursion on a query stands in the table with that."""

    def deep(text: str) -> object:
        if len(text) > 1_000:
            raise RecursionError
        return text

    rows = _measure_with(Peer("deep", ("pytest",), "rule", lambda: deep), monkeypatch)
    assert [row.note for row in rows] == ["", "", "RecursionError"]
    assert [row.figure is None for row in rows] == [False, False, True]


@pytest.mark.slow
def test_a_short_run(tmp_path: Path) -> None:
    """The command prints a table and writes the same rows as JSON."""
    json_path = tmp_path / "results.json"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--only", "scale", "--json", str(json_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    report = json.loads(json_path.read_text(encoding="utf-8"))
    lines = done.stdout.splitlines()
    assert lines[0].split() == [name for name in HEADER if name]
    assert [row["what"] for row in report["rows"]] == [line.split("  ")[0] for line in lines[2:4]]
    assert report["quick"] is True
    assert all(row["ours"] > 0 and row["theirs"] > 0 for row in report["rows"])
