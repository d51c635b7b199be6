"""Text on every engine: letters without case, wildcards, regular expressions, against Python on the same texts."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pyarrow as pa
import pytest

from accsyn.errors import UnsupportedByEngine
from accsyn.evaluation.frames.characters import as_ranges, cased, equals, is_within, taken, without_surrogates
from accsyn.evaluation.frames.engines import open_frame
from accsyn.evaluation.frames.folding import folded
from accsyn.evaluation.frames.frame import to_narwhals
from accsyn.evaluation.interpreter import Predicate
from accsyn.text import fold
from tests.evaluation.frames import spark
from tests.evaluation.frames.makers import FROM_ARROW, answers
from tests.evaluation.queries import bound

ENGINES = [
    *(name for name in FROM_ARROW if name != "polars lazy"),
    pytest.param("pyspark", marks=spark.LONG_MARKS),
]
EVERY_CHARACTER = [chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]


def _frame(engine: str, table: pa.Table) -> Any:
    if engine != "pyspark":
        return FROM_ARROW[engine](table)
    if not spark.has_java():
        pytest.skip("Spark needs Java 17")
    return spark.session().createDataFrame(table)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_folding_is_exact_for_every_character(engine: str) -> None:
    """Each character of Unicode, and sigma in its contexts, lowers on the engine to its fold."""
    texts = [*("".join(EVERY_CHARACTER[at : at + 64]) for at in range(0, len(EVERY_CHARACTER), 64)), "ΟΔΟΣ", "Σ", "ΣΑ"]
    frame = _frame(engine, pa.table({"t": texts}))
    words = open_frame(frame).engine.words("t")
    column = nw.col("t")
    if nw.from_native(frame).collect_schema()["t"] != nw.String:
        column = column.cast(nw.String)
    selected = nw.from_native(frame).select(folded(column, words, None))
    found = (selected.collect() if isinstance(selected, nw.LazyFrame) else selected)["t"].to_list()
    assert found == list(map(fold, texts))


@pytest.mark.slow
def test_letters_are_equal_as_python_has_it() -> None:
    """The letters that equal another one are among those looked at, and no character beyond them folds."""
    looked_at = set(cased())
    assert [
        character for character in EVERY_CHARACTER if fold(character) != character and character not in looked_at
    ] == []
    assert equals("K") == ("K", "k", "\u212a")
    assert equals("\u4e00") == ("\u4e00",)


def test_ranges() -> None:
    """Ranges are taken from characters, lose surrogates and lie within each other as sets do."""
    assert as_ranges(("c", "a", "b", "x")) == ((97, 99), (120, 120))
    assert taken(".", frozenset("i")) == ((0, 9), (11, 0x10FFFF))
    assert taken("[[a]", frozenset()) == ((91, 91), (97, 97))
    assert without_surrogates(((0, 0xD7FF), (0xD900, 0xDA00), (0xDF00, 0xFFFF))) == ((0, 0xD7FF), (0xE000, 0xFFFF))
    assert without_surrogates(((0xD700, 0x10FFFF),)) == ((0xD700, 0xD7FF), (0xE000, 0x10FFFF))
    assert is_within(((1, 2),), ((0, 5),))
    assert not is_within(((1, 9),), ((0, 5),))


TEXTS = [
    *(
        "",
        "a",
        "A\n",
        "a\nb",
        "a\n",
        "b\na",
        "aab",
        "ABAB",
        "x a y",
        "foo",
        "foo bar",
        "afoo",
        "foo1",
        "fo\u00f6",
        "foo_",
    ),
    *("5", "\u0665", "\u00b2", "a\u00a0b", "a\x1fb", "a\x85b", "a\u2028b", "a\r\nb", "\r", "\n", "\n\n", "a\n\n"),
    *(
        "k",
        "\u212a",
        "\u017f",
        "s",
        "i\u0307",
        "\u0130",
        "\u0131",
        "\u00df",
        "\u1e9e",
        "\u03c2",
        "\u03a3",
        "\U00010d50",
    ),
    *("\U0001f600", "\uffff", "\x00", "-", "]", "^", "\\", "{", "}", "a*b", "50%d", "_", "zaz.zip", "ZAZ9ZIP", None),
]
PATTERNS = [
    *(
        "a",
        "^a",
        "a$",
        "^a$",
        r"\Aa\Z",
        "a.b",
        "(?s)a.b",
        "^$",
        "$",
        "",
        "(a|b)+",
        "(?:ab){2}",
        "a{,1}b",
        "a{1,}b",
        "a??b",
    ),
    *(
        r"\d",
        r"\D",
        r"\w",
        r"\W",
        r"\s",
        r"\S",
        r"^\w+$",
        r"[\w-]",
        "[^a]",
        "[a-z]",
        "[A-Z]$",
        r"[^\W\d_]",
        "[k]",
        "[\u0130]",
    ),
    *(
        "(?a)\\w$",
        "(?a)k",
        "(?m)^b",
        "(?m)a$",
        "(?m)^$",
        "(?x) a # c\n b",
        "(?-i:a)",
        "(?-i:[a-b])b",
        r"\x41",
        "]",
        r"\]",
    ),
    *(
        r"\bfoo",
        r"foo\b",
        r"\bfoo\b",
        r"\bfo+\b",
        "s|k",
        "i",
        "\u00df",
        "\u03c3",
        "(^a|b$)",
        "(x|)a",
        "a|",
        "z.*\\.zip",
    ),
    *(
        r"[\n]",
        r"[\s\S]a",
        "[^\\n]",
        "(?P<n>a)b",
        "%d",
        r"\{",
        "\\\\",
        "(?i)A",
        "(?s:.)b",
        "\\u212a",
        "\U0001f600",
        "\\Z",
    ),
]
REFUSED = [
    "(?=a)",
    "(?!a)b",
    "(?<=a)b",
    r"(a)\1",
    r"(a)?(?(1)b|c)",
    r"a\Bb",
    r"a\bb",
    "a$\n",
    "(a$)*",
    "a{1001}",
    r"\w{200}",
    r"a|\bb",
]


@pytest.mark.parametrize("engine", ENGINES)
def test_patterns_find_what_python_finds(engine: str) -> None:
    """Each pattern of the table is found in the same texts as in Python, on texts that engines disagree about."""
    frame = _frame(engine, pa.table({"name": TEXTS}))
    queries = [bound(f'transfer WHERE name MATCHES "{pattern}"') for pattern in PATTERNS]
    found = answers(frame, [to_narwhals(query, frame) for query in queries])
    for pattern, query, said in zip(PATTERNS, queries, found, strict=True):
        expected = [Predicate(query).matches({"name": text}) for text in TEXTS]
        assert said == expected, pattern


@pytest.mark.parametrize("pattern", REFUSED)
def test_patterns_that_are_refused(pattern: str) -> None:
    """A pattern that engines would read in another way, or have no room for, is refused by name."""
    frame = FROM_ARROW["polars"](pa.table({"name": ["a"]}))
    with pytest.raises(UnsupportedByEngine, match=r"name MATCHES .* is not supported on Polars; "):
        to_narwhals(bound(f'transfer WHERE name MATCHES "{pattern}"'), frame)


def test_patterns_that_run_for_ever_are_refused_where_the_engine_backtracks() -> None:
    """An exponential pattern runs on an automaton and is refused on Python's own strings."""
    table = pa.table({"name": ["a" * 40 + "b"]})
    query = bound('transfer WHERE name MATCHES "^(a+)+$"')
    assert answers(table, [to_narwhals(query, table)]) == [[False]]
    with pytest.raises(UnsupportedByEngine, match="exponential"):
        to_narwhals(query, FROM_ARROW["pandas with objects"](table))


COMPARISONS = [
    *("name=a", "name=K", "name=S", "name=I", "name=\u0130", "name=\u03c3", "name=STRASSE", "name=\u00df", 'name=""'),
    *("name=*", "name=a*", "name=*b", "name=*a*", "name=a*b", "name=a*a*b", "name=*a*b*", "name=*a*b", "name=z*z*p"),
    *("name!=a", "name!=*a*", "name CONTAINS k", "name NOT CONTAINS s", "name CONTAINS 50%d", 'name CONTAINS ""'),
    *(
        "name<k",
        "name>=s",
        "name<=i",
        "name>\u03c3",
        "name IN (a, K, x*)",
        "name NOT IN (a, null)",
        "name=null",
        "name!=null",
    ),
    f"name IN ({', '.join(f'x{number}' for number in range(20))}, K, i)",
    f"name IN ({'y' * 1001}, K)",
    f"name CONTAINS {'y' * 1001}",
]


@pytest.mark.parametrize("engine", ENGINES)
def test_comparisons_hold_as_in_python(engine: str) -> None:
    """Each comparison of the table holds for the same texts as in Python."""
    frame = _frame(engine, pa.table({"name": TEXTS}))
    queries = [bound(f"transfer WHERE {comparison}") for comparison in COMPARISONS]
    found = answers(frame, [to_narwhals(query, frame) for query in queries])
    for comparison, query, said in zip(COMPARISONS, queries, found, strict=True):
        assert said == [Predicate(query).matches({"name": text}) for text in TEXTS], comparison


def test_lone_surrogates() -> None:
    """A column of UTF-8 holds no lone surrogate, so nothing equals one; what cannot be said is refused."""
    frame = FROM_ARROW["polars"](pa.table({"name": ["a"]}))
    for text, expected in (("name=:x", False), ("name CONTAINS :x", False), ("name!=:x", True)):
        query = bound(f"transfer WHERE {text}", {"x": "\ud800"})
        assert answers(frame, [to_narwhals(query, frame)]) == [[expected]]
    for text in ("name<:x", "name MATCHES :x"):
        query = bound(f"transfer WHERE {text}", {"x": "\ud800" if "<" in text else "\ud800+"})
        with pytest.raises(UnsupportedByEngine, match="UTF-8"):
            to_narwhals(query, frame)


def test_a_long_text_with_stars_is_refused() -> None:
    """A text with a star has a size beyond which it is refused."""
    frame = FROM_ARROW["polars"](pa.table({"name": ["a"]}))
    with pytest.raises(UnsupportedByEngine, match="more than 5,000 characters"):
        to_narwhals(bound(f"transfer WHERE name={'y' * 5001}*x"), frame)
