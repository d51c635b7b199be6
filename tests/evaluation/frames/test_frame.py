"""Frames in, frames out: kinds of columns, nulls, numbers, times, references, sizes, and what is refused."""

from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import accsyn
from accsyn.errors import ConfigurationError, UnsupportedByEngine
from accsyn.evaluation.frames.frame import filter_frame, to_narwhals
from accsyn.evaluation.interpreter import Predicate
from tests.evaluation.frames import spark
from tests.evaluation.frames.makers import FROM_ARROW, answer, answers
from tests.evaluation.queries import bound

ENGINES = [
    *(name for name in FROM_ARROW if name != "polars lazy"),
    pytest.param("pyspark", marks=spark.LONG_MARKS),
]

UTC = timezone.utc


def _frame(engine: str, table: pa.Table) -> Any:
    if engine != "pyspark":
        return FROM_ARROW[engine](table)
    if not spark.has_java():
        pytest.skip("Spark needs Java 17")
    return spark.session().createDataFrame(table)


def _agree(engine: str, table: pa.Table, comparisons: list[str]) -> None:
    """Each comparison says of each row what Python says of the row as a record."""
    frame = _frame(engine, table)
    queries = [bound(f"transfer WHERE {comparison}") for comparison in comparisons]
    found = answers(frame, [to_narwhals(query, frame) for query in queries])
    records = table.to_pylist()
    for comparison, query, said in zip(comparisons, queries, found, strict=True):
        assert said == list(map(Predicate(query).matches, records)), comparison


def _every(attribute: str, values: list[str]) -> list[str]:
    return [f"{attribute}{operator}{value}" for value in values for operator in ("=", "!=", "<", "<=", ">", ">=")]


@pytest.mark.parametrize("engine", ENGINES)
def test_floats_are_compared_exactly(engine: str) -> None:
    """NaN and null are missing, and numbers that no float equals are not rounded."""
    values = [1.5, -0.0, 0.0, float("nan"), None, float("inf"), float("-inf"), 2.0**53, 2.0**53 + 2, 0.1, 1e308]
    numbers = [
        "1.5",
        "0",
        "-0.0",
        "9007199254740993",
        "9007199254740992",
        f"1{'0' * 306}9",
        f"{'9' * 308}",
        f"-{'9' * 308}",
    ]
    table = pa.table({"speed": pa.array(values, pa.float64())})
    _agree(engine, table, [*_every("speed", numbers), "speed=null", "speed!=null", "speed IN (1, 1.5, 0, 2, 3, null)"])


@pytest.mark.parametrize("type_", [pa.int8(), pa.int64(), pa.uint16()])
@pytest.mark.parametrize("engine", ENGINES)
def test_whole_numbers_are_compared_exactly(engine: str, type_: pa.DataType) -> None:
    """Fractions, and numbers beyond the column's type, compare as numbers."""
    if engine == "pyspark" and type_ == pa.uint16():
        pytest.skip("Spark has no unsigned numbers")
    values = [0, 1, 10, 127, None] if type_ != pa.int64() else [0, -1, 2**53 + 1, 2**63 - 1, -(2**63)]
    numbers = ["10", "10.5", "9.5", "-1", "128", "127.5", "-128.5", "9007199254740993", "9223372036854775808", "1e300"]
    table = pa.table({"metadata.n": pa.array(values, type_)}).rename_columns(["unknown"])
    comparisons = [*_every("unknown", numbers), "unknown IN (1, 10, 10.5, 127, 99999999999999999999)", "unknown=x"]
    _agree(engine, table, [*comparisons, "unknown=true", "unknown CONTAINS 1", "unknown=null"])


@pytest.mark.parametrize("engine", ENGINES)
def test_moments_agree(engine: str) -> None:
    """Timestamps with a zone, dates, and text that names moments stand to an interval as in Python."""
    moments = [
        *(
            datetime(2026, 1, 22, 8, 35, 59, 5, UTC),
            datetime(2026, 1, 22, tzinfo=UTC),
            datetime(2026, 1, 23, tzinfo=UTC),
        ),
        *(datetime(1969, 12, 31, 23, 59, 59, 999999, UTC), datetime(1900, 1, 1, tzinfo=UTC), None),
    ]
    literals = [
        "2026-01-22",
        "2026-01-22T08:35:59",
        "2026-01-22T08:35:59.000005",
        "1970-01-01",
        "9999-12-31",
        "0001-01-01",
    ]
    comparisons = [*_every("created", literals), "created=null", "created IN (2026-01-21, 2026-01-22)"]
    for type_ in (pa.timestamp("us", "UTC"), pa.timestamp("ns", "UTC")):
        if engine not in {"pyspark", "duckdb", "duckdb with enumerations"} or type_.unit == "us":
            _agree(engine, pa.table({"created": pa.array(moments, type_)}), comparisons)
    if engine not in {"pandas", "pandas with objects", "pandas with categories"}:
        dates = [date(2026, 1, 22), date(2026, 1, 23), date(1, 1, 1), date(9999, 12, 31), None]
        table = pa.table({"created": pa.array(dates)})
        if engine == "pyspark":
            comparisons = [comparison for comparison in comparisons if "0001" not in comparison]
        _agree(engine, table, [*comparisons, "created>9999-12-31T12:00:00", "created<9999-12-31T12:00:00"])


@pytest.mark.parametrize("engine", ENGINES)
def test_moments_agree_in_any_zone(engine: str) -> None:
    """The zone that a column shows its moments in does not matter; nor does that of a field, or of dates beside it."""
    moments = [datetime(2026, 1, 21, 22, 59, 59, 999999, UTC), datetime(2026, 1, 21, 23, tzinfo=UTC), None]
    moments += [datetime(2026, 1, 22, tzinfo=UTC), datetime(2026, 1, 22, 23, tzinfo=UTC)]
    columns = {
        name: pa.array(moments, pa.timestamp("us", zone))
        for name, zone in (
            ("created", "Europe/Stockholm"),
            ("modified", "America/New_York"),
            ("unknown", "Asia/Kolkata"),
        )
    }
    comparisons = [
        *(each for name in columns for each in _every(name, ["2026-01-22", "2026-01-21T23:00:00"])),
        *(f"{name} IN (2026-01-20, 2026-01-22, null)" for name in columns),
        *(f"{name}=null" for name in columns),
    ]
    if engine in {"pandas", "pandas with objects", "pandas with categories"}:
        return _agree(engine, pa.table(columns), comparisons)
    fields = pa.StructArray.from_arrays([columns["created"]], names=["at"])
    return _agree(engine, pa.table({**columns, "metadata": fields}), [*comparisons, "metadata.at=2026-01-22"])


def test_moments_agree_in_any_zone_of_a_session() -> None:
    """DuckDB shows moments in the zone of the session; naive ones that are said to be UTC are so there, too."""
    connection = duckdb.connect()
    connection.sql("SET TimeZone = 'America/New_York'")
    connection.sql(
        "CREATE TABLE t AS FROM (VALUES (TIMESTAMPTZ '2026-01-22 23:30+00'), ('2026-01-23 00:00+00'), (NULL)) v(t)"
    )
    frame = connection.sql("SELECT t AS created, t AT TIME ZONE 'UTC' AS modified FROM t")
    for name in ("created", "modified"):
        for operator, expected in (("=", [True, False, False]), (">", [False, True, False])):
            query = bound(f"transfer WHERE {name}{operator}2026-01-22")
            assert answer(query, frame, naive_is_utc=True) == expected, (name, operator)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES[:-1])
def test_numbers_beyond_63_bits_are_compared_exactly(engine: str) -> None:
    """A column of 64 bits without sign, its edges, and what lies a float's breadth beside them."""
    values = [0, 7, 2**53, 2**53 + 1, 2**63 - 1, 2**63, 2**63 + 1, 2**64 - 2, 2**64 - 1]
    numbers = ["5", "-1", "0.5", *(str(value) for value in values), str(2**64), "1e300"]
    table = pa.table({"unknown": pa.array(values, pa.uint64())})
    large = ", ".join(str(2**63 + number) for number in range(1, 2000, 2))
    comparisons = [
        *_every("unknown", numbers),
        f"unknown IN (5, 6, 7, {2**53 + 1})",
        f"unknown NOT IN (5, 6, 8, {2**63}, {2**64 - 1}, {2**64})",
        f"unknown IN ({large})",
        "unknown=null",
    ]
    _agree(engine, table, comparisons)


def test_what_pandas_makes_of_categories() -> None:
    """Whatever the categories are kept in, and whatever texts are kept in by default, an answer is Python's."""
    texts = ["FI", "K", "\u0130", None]
    queries = [
        bound(f'name {word} "{pattern}"')
        for word in ("MATCHES", "NOT MATCHES")
        for pattern in ("^.?\u0131$", "^[a-z]$")
    ]
    expected = [[Predicate(query).matches({"name": text}) for text in texts] for query in queries]
    for dtype in ("str", object, "string[python]", "string[pyarrow]", pd.ArrowDtype(pa.string())):
        frame = pd.DataFrame({"name": pd.Series(texts, dtype=dtype).astype("category")})
        for storage in ("python", "pyarrow"):
            with pd.option_context("mode.string_storage", storage):
                assert answers(frame, [to_narwhals(query, frame) for query in queries]) == expected, (dtype, storage)
    numbers = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, None]), pa.array(texts[:3]))
    frame = pd.DataFrame({"name": pd.Series(numbers, dtype=pd.ArrowDtype(numbers.type))})
    assert answers(frame, [to_narwhals(query, frame) for query in queries]) == expected


def test_a_pattern_is_judged_for_the_engine_that_runs_it() -> None:
    """An exponential one runs on categories where their texts are PyArrow's, and is refused where they are Python's."""
    frame = pd.DataFrame({"name": pd.Categorical(["a" * 40 + "b"])})
    query = bound('transfer WHERE name MATCHES "^(a+)+$"')
    with pd.option_context("mode.string_storage", "pyarrow"):
        assert answer(query, frame) == [False]
    with pd.option_context("mode.string_storage", "python"), pytest.raises(UnsupportedByEngine, match="exponential"):
        to_narwhals(query, frame)


def test_labels_that_are_no_text() -> None:
    """Columns of pandas that are labelled by numbers or by pairs are passed over, and are in what comes out."""
    frame = pd.DataFrame({5: [1, 2], ("a", "b"): [3, 4], "size": [9, 1]})
    assert filter_frame(bound("transfer WHERE size>5"), frame).to_dict("list") == {5: [1], ("a", "b"): [3], "size": [9]}
    assert answer(bound("transfer WHERE size>5 OR name=x"), frame) == [True, False]
    numbered = pd.DataFrame([[1, 2]])
    assert filter_frame(bound("transfer WHERE size!=5"), numbered) is numbered
    assert len(filter_frame(bound("transfer WHERE size=5"), numbered)) == 0


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame([[1, 2]], columns=["size", "size"]),
        pd.DataFrame([[1, 2]], columns=[5, 5]),
        pa.table([[1], [2]], names=["size", "size"]),
    ],
)
def test_a_name_that_stands_twice_is_refused(frame: Any) -> None:
    """Two columns of one name are refused in our words."""
    with pytest.raises(
        UnsupportedByEngine, match=r"^a frame with two columns of one name is not supported on p(andas|yarrow); "
    ):
        filter_frame(bound("transfer WHERE name=x"), frame)
    with pytest.raises(UnsupportedByEngine, match=r"; rename one of them$"):
        to_narwhals(bound("transfer"), frame)


TEXT_MOMENTS = [
    *("2026-01-22", "2026-01-22T08:35:59", "2026-01-22t08:35", "2026-01-22 08:35:59.5", "2026-01-22T08:35:59.000001Z"),
    *(
        "2026-01-23T01:00+02:00",
        "2026-01-21T23:30:00-0100",
        "2026-01-22T00:00-23",
        "2024-02-29",
        "2023-02-29",
        "1900-02-29",
    ),
    *(
        "2000-02-29",
        "0000-01-01",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00+23:59",
        "0001-01-01",
        "9999-12-31T23:59:59",
    ),
    *(
        "2026-01-22T24:00",
        "2026-01-22T08:35:60",
        "2026-01-22T08:35:59.1234567",
        "2026-01-22T08:35:59+24:00",
        "2026-1-2",
        "x",
    ),
    *(
        "",
        "2026-01-22\n",
        "2026-01-32",
        "2026-04-31",
        "2026-13-01",
        "\u0662\u0660\u0662\u0666-01-22",
        "2026-01-22T08:35:59z",
    ),
    *("9999-12-31T00:00-23:59", "9999-12-30T23:59-00:01", "0001-01-02T00:00+23:59", "2026-01-24T00:00+01:00", None),
]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars", "pyarrow", "pandas", "pandas with objects", "duckdb", ENGINES[-1]])
def test_text_is_read_as_moments(engine: str) -> None:
    """Text that names a moment compares as one, offsets and leap days included; other text never holds."""
    literals = ["2026-01-22", "2026-01-22T08:35:59", "0001-01-01", "9999-12-31", "2024-02-29"]
    every = [f"created{operator}{literal}" for literal in literals for operator in ("=", "<", ">=")]
    more = [
        "created<=2026-01-22",
        "created>9999-12-31",
        "created!=2026-01-22",
        "created=null",
        "created<0001-01-01T00:00:00",
    ]
    untyped = ["unknown=2026-01-22", "unknown>=2026-01-22T08:35:59", "unknown<2026-01-22", "unknown IN (x, 2026-01-22)"]
    _agree(engine, pa.table({"created": TEXT_MOMENTS, "unknown": TEXT_MOMENTS}), [*every, *more, *untyped])


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_references_agree(engine: str) -> None:
    """A reference offers its value, its id, its code and type:code, whatever the form for people looks like."""
    user = [
        "66",
        "user:66",
        "user:",
        "x y:66",
        "\u00e9t\u00e9:66",
        "a:b:c",
        None,
        "",
        "66",
        "66",
        "66",
        "66",
        "66",
        "66",
        "66",
    ]
    human = [
        *("user:lisa[standard](66)", "lisa(66)", "user:(66)", "LISA(6 6)", "a[1](66)", "a[1][7](66)", None, "bob(66)"),
        *("USER:user:x(66)", "user:x[a](66)", "robot:seven(66)", "x(66)\n", "a\u00a0(66)", "(a)(b)", "home:lisa[](66)"),
    ]
    values = [
        "66",
        "user:66",
        "lisa",
        "user:lisa",
        "user:*",
        "a*",
        '"a[1]"',
        "a",
        "x",
        "user:x",
        '""',
        "*",
        "b:c",
        "user:",
        "c",
    ]
    values += ["share:lisa", "home:lisa", "folder:lisa", "robot:seven", "seven", "*6", "a:*", '"(a)"', '"a[1](66)"']
    comparisons = [f"user={value}" for value in values] + [f"user!={value}" for value in values[:4]]
    comparisons += [f"user.code={value}" for value in ("lisa", "null", "a", '"a[1]"', "x", "*")] + [
        "user.id=66",
        "user.id=null",
    ]
    comparisons += [
        "user.id=user:66",
        "user.id=b:c",
        "user CONTAINS is",
        "user CONTAINS 7",
        "user MATCHES ^x$",
        "user MATCHES ^6",
    ]
    comparisons += ["user IN (lisa, null)", f"user IN (lisa, 66, {', '.join(f'u{n}' for n in range(20))})", "user=null"]
    table = pa.table({"user": user, "user_hr": human, "source": user, "source_hr": human})
    _agree(engine, table, comparisons + [each.replace("user", "source", 1) for each in comparisons if "share" in each])


@pytest.mark.parametrize("engine", ["polars", "pyarrow", "pandas on pyarrow", "duckdb", ENGINES[-1]])
def test_kinds_of_columns(engine: str) -> None:
    """Booleans, categories, structs, bytes and a column of nulls hold where their values would."""
    table = pa.table(
        {
            "inactive": [True, False, None],
            "metadata": [{"a": "X", "b": {"c": 5}}, None, {"a": None, "b": None}],
            "note": pa.array([b"x", None, b""]),
            "name": pa.array(["Ab", None, "b"]).dictionary_encode(),
            "Code": ["X", None, "y"],
        }
    )
    if engine == "pyspark":
        table = table.set_column(3, "name", table["name"].cast(pa.string()))
    comparisons = [
        "metadata.a=x",
        "metadata.a!=x",
        "metadata.b.c>4",
        "metadata=null",
        "metadata!=null",
        "metadata.z=null",
    ]
    comparisons += [
        "name=ab",
        "name=null",
        "note=x",
        "note!=x",
        "note=null",
        "inactive=true",
        "inactive!=true",
        "inactive=1",
    ]
    _agree(engine, table, [*comparisons, "code=x", "code!=x", "missing=null", "missing!=x", "missing=x", "inactive>0"])


def test_frames_keep_their_kind() -> None:
    """What goes in comes out: eager or lazy, native or narwhals; where every row matches, the frame itself."""
    table = pa.table({"status": ["failed", "done", None]})
    query = accsyn.compile("transfer WHERE status!=done")
    for make in FROM_ARROW.values():
        frame = make(table)
        found = query.filter_frame(frame)
        assert type(found) is type(frame)
        assert len(nw.from_native(found).lazy().collect()) == 2
        wrapped = query.filter_frame(nw.from_native(frame))
        assert type(wrapped) is type(nw.from_native(frame))
    frame = pl.DataFrame({"status": ["a"]})
    assert accsyn.compile("transfer").filter_frame(frame) is frame
    assert accsyn.compile("transfer WHERE nowhere=null").filter_frame(frame) is frame
    assert accsyn.compile("transfer WHERE nowhere=x").filter_frame(frame).height == 0
    assert answer(bound("transfer WHERE nowhere=x"), frame) == [False]
    assert answer(bound("transfer WHERE nowhere!=x OR status=b"), frame) == [True]
    assert answer(bound("transfer WHERE nowhere!=x AND status=a"), frame) == [True]
    assert frame.filter(nw.to_native(nw.from_native(frame).select(query.to_narwhals(frame))).to_series()).height == 1


def test_naive_timestamps() -> None:
    """A column without a time zone is refused where it is compared, unless its times are said to be UTC."""
    frame = pl.DataFrame({"created": [datetime(2026, 1, 22), None], "status": ["a", "b"]})
    query = accsyn.compile("transfer WHERE created=2026-01-22")
    with pytest.raises(UnsupportedByEngine, match=r"without a time zone .created. is not supported on Polars; give"):
        query.filter_frame(frame)
    assert query.filter_frame(frame, naive_is_utc=True).height == 1
    assert accsyn.compile("transfer WHERE status=a").filter_frame(frame).height == 1


@pytest.mark.parametrize(
    ("frame", "feature"),
    [
        (pl.DataFrame({"name": [["a"]]}), "a column of lists .name."),
        (pl.DataFrame({"name": [object()]}), "a column of Python objects .name."),
        (pd.DataFrame({"name": ["a"] * 200 + [1]}, dtype=object), "a column of Python objects .name."),
        (pd.DataFrame({"name": pd.Categorical([1, 2])}), "categories that are no texts .name."),
        (duckdb.sql("SELECT 1.5::DECIMAL(5,2) AS name"), "a column of decimals .name."),
        (duckdb.sql("SELECT 1::HUGEINT AS name"), "a column of whole numbers of 128 bits .name."),
    ],
)
def test_columns_that_are_refused(frame: Any, feature: str) -> None:
    """A type without a place in the table of kinds is refused, by the column's name, where it is looked at."""
    with pytest.raises(UnsupportedByEngine, match=f"name=a: {feature} is not supported on"):
        filter_frame(bound("transfer WHERE name=a"), frame)
    filter_frame(bound("transfer WHERE status=a"), frame)


def test_refused_forms_for_people() -> None:
    """A column of human-readable forms that is of no use is refused; one of numbers says nothing."""
    with pytest.raises(UnsupportedByEngine, match=r"a column of lists .user_hr."):
        filter_frame(bound("transfer WHERE user=a"), pl.DataFrame({"user": ["a"], "user_hr": [["a"]]}))
    frame = pl.DataFrame({"user": ["a"], "user_hr": [1]})
    assert answer(bound("transfer WHERE user=a"), frame) == [True]
    assert answer(bound("transfer WHERE user.code=null"), frame) == [True]
    numbers = pl.DataFrame({"user": [1, None]})
    assert answer(bound("transfer WHERE user=1"), numbers) == [False, False]
    assert answer(bound("transfer WHERE user.id=null"), numbers) == [False, True]


def test_opaque_columns_are_never_equal() -> None:
    """Times of day and durations are values that nothing equals, as in Python."""
    frame = pl.DataFrame({"a": [time(1), None], "b": [timedelta(1), None]})
    assert answer(bound("a=null"), frame) == [False, True]
    assert answer(bound("b!=x"), frame) == [True, True]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars", "pyarrow", "pandas", "duckdb", ENGINES[-1]])
def test_three_thousand_comparisons(engine: str) -> None:
    """A query of 3,000 comparisons passes on every engine."""
    table = pa.table({"size": [1, 2999, 3001], "status": ["x", "x", "x"]})
    frame = _frame(engine, table)
    text = " OR ".join(f"(size={number} AND status!=y{number})" for number in range(1500))
    found = nw.from_native(filter_frame(bound(f"transfer WHERE {text}"), frame)).lazy().collect()
    assert found["size"].to_list() == [1]


@pytest.mark.parametrize("engine", ENGINES)
def test_sixty_levels(engine: str) -> None:
    """AND and OR within each other, as deep as is taken, pass on every engine."""
    frame = _frame(engine, pa.table({"size": [1, 2, None], "status": ["x", "y", None]}))
    text = "".join(f"(size={n} {'AND' if n % 2 else 'OR'} " for n in range(60)) + "status=x" + ")" * 60
    query = bound(f"transfer WHERE {text}")
    records = [{"size": 1, "status": "x"}, {"size": 2, "status": "y"}, {}]
    assert answer(query, frame) == list(map(Predicate(query).matches, records))


@pytest.mark.parametrize("engine", [ENGINES[-1]])
def test_old_dates_are_refused_on_spark(engine: str) -> None:
    """A date before the year 1000 cannot be said to Spark."""
    frame = _frame(engine, pa.table({"created": [date(2026, 1, 22)]}))
    with pytest.raises(UnsupportedByEngine, match="a date before the year 1000 is not supported on PySpark"):
        to_narwhals(bound("transfer WHERE created>0500-01-01"), frame)


def test_sizes_that_are_refused() -> None:
    """More comparisons or more levels than every engine takes are refused by name."""
    frame = pl.DataFrame({"a": ["x"]})
    with pytest.raises(UnsupportedByEngine, match="a query of more than 3,000 comparisons"):
        filter_frame(bound(" OR ".join(["a=x"] * 3001)), frame)
    deep = "".join(f"(a=x{n} {'AND' if n % 2 else 'OR'} " for n in range(100)) + "a=x" + ")" * 100
    with pytest.raises(UnsupportedByEngine, match="a query of more than 64 levels"):
        filter_frame(bound(deep), frame)


def test_what_is_no_frame() -> None:
    """Something else than a frame is a TypeError; an engine that nobody tried is refused."""
    with pytest.raises(TypeError, match=r"a frame is a frame of Polars, .*, not list"):
        filter_frame(bound("a=x"), [{"a": "x"}])
    with pytest.raises(ValueError, match="no meaning"):
        filter_frame(accsyn_bound_with_errors(), pl.DataFrame({"size": [1]}))


def accsyn_bound_with_errors() -> Any:
    """A query that does not fit the schema."""
    from accsyn.binding.binder import bind
    from accsyn.grammar.parser import parse_statement
    from accsyn.schema.builtin import builtin_schema

    return bind(parse_statement("transfer WHERE size=abc", "query"), builtin_schema())


def test_without_narwhals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, one sentence says what to install."""
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(ConfigurationError, match=r'^data frames need narwhals: pip install "accsyn\[frames\]"$'):
        accsyn.compile("transfer WHERE status=a").filter_frame(pl.DataFrame({"status": ["a"]}))


def test_importing_accsyn_does_not_import_narwhals() -> None:
    """Compiling imports neither narwhals nor an engine."""
    program = "import sys, accsyn; accsyn.compile('transfer WHERE a=b').matches({}); print('narwhals' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert said.stdout == "False\n"


def test_the_error_can_be_pickled() -> None:
    """The error keeps its parts on its way between processes."""
    error = pickle.loads(
        pickle.dumps(UnsupportedByEngine("look-around", "DuckDB", "write it without", "name MATCHES x"))
    )
    assert (error.feature, error.engine, error.instead, error.clause) == (
        *("look-around", "DuckDB", "write it without", "name MATCHES x"),
    )
    assert str(error) == "name MATCHES x: look-around is not supported on DuckDB; write it without"
    assert str(UnsupportedByEngine("x", "Dask", "y")) == "x is not supported on Dask; y"
