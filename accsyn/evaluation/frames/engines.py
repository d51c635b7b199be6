"""The engines there are, as narwhals names them, and what their texts are like."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from accsyn.errors import ConfigurationError, UnsupportedByEngine
from accsyn.evaluation.frames.dialects import AUTOMATON, JAVA, PYTHON, Dialect

if TYPE_CHECKING:
    from types import ModuleType

    import narwhals as nw

Frame = Any
"""A data frame of some engine, or one of narwhals."""

_KINDS = "a frame of Polars, pandas, PyArrow, DuckDB or PySpark, or one of narwhals over these"


class Words(NamedTuple):
    """What texts are like on an engine.

    Attributes:
        dialect: Its regular expressions.
        key: Tells apart what lowers texts in another way.
        sample: Makes a frame of the engine with one column ``t`` of some texts.
    """

    dialect: Dialect
    key: str
    sample: Callable[[list[str]], Frame]


class Engine(NamedTuple):
    """An engine, for one frame.

    Attributes:
        name: What to call it.
        words: What the texts of a column are like, by the name of the column (of a field: of the column that holds it).
        ignores_case: Whether it finds a column also by a name in another case.
        takes_dots: Whether a dot in the name of a column is a character as any other.
    """

    name: str
    words: Callable[[str], Words]
    ignores_case: bool = False
    takes_dots: bool = True


def narwhals() -> ModuleType:
    """The module.

    Raises:
        ConfigurationError: It is not installed.
    """
    try:
        import narwhals
    except ImportError as error:
        raise ConfigurationError('data frames need narwhals: pip install "accsyn[frames]"') from error
    return narwhals


class Opened(NamedTuple):
    """A frame, ready to be asked.

    Attributes:
        frame: The frame, in narwhals.
        engine: What runs it.
        is_native: Whether it was no frame of narwhals.
        schema: What narwhals says of the types of its columns, by name.
    """

    frame: nw.DataFrame[Any] | nw.LazyFrame[Any]
    engine: Engine
    is_native: bool
    schema: dict[str, Any]


def open_frame(frame: Frame) -> Opened:
    """Find out what a frame is.

    Raises:
        ConfigurationError: narwhals is not installed.
        TypeError: It is no frame.
        UnsupportedByEngine: It is a frame of an engine that is not supported, or two of its columns have one name.
    """
    nw = narwhals()
    native = nw.to_native(frame, pass_through=True)
    try:
        opened = nw.from_native(native)
        schema = opened.collect_schema()
    except TypeError as error:
        raise TypeError(f"a frame is {_KINDS}, not {type(frame).__name__}") from error
    except nw.exceptions.DuplicateError as error:
        library = type(native).__module__.partition(".")[0]
        raise UnsupportedByEngine("a frame with two columns of one name", library, "rename one of them") from error
    make = _ENGINES.get(opened.implementation.name)
    if make is None:
        raise UnsupportedByEngine("this kind of frame", str(opened.implementation.value), f"convert it to {_KINDS}")
    # A label of pandas that is no text is no name that a query could have.
    named = {name: dtype for name, dtype in schema.items() if isinstance(name, str)}
    return Opened(opened, make(native), native is frame, named)


# ---- one by one -----------------------------------------------------------------------------------------------------


def _polars(_frame: Frame) -> Engine:
    def sample(texts: list[str]) -> Frame:
        import polars

        return polars.DataFrame({"t": polars.Series(texts, dtype=polars.String)})

    words = Words(AUTOMATON, "polars", sample)
    return Engine("Polars", lambda _column: words)


def _pyarrow(_frame: Frame) -> Engine:
    words = _pyarrow_words()
    return Engine("PyArrow", lambda _column: words)


def _pyarrow_words() -> Words:
    def sample(texts: list[str]) -> Frame:
        import pyarrow

        return pyarrow.table({"t": pyarrow.array(texts, pyarrow.string())})

    return Words(AUTOMATON, "pyarrow", sample)


def _pandas(frame: Frame) -> Engine:
    def words(column: str) -> Words:
        dtype = frame[column].dtype
        if hasattr(dtype, "categories"):
            # What runs is a cast of it, of a type that depends on pandas' version and settings.
            nw = narwhals()
            sample = nw.from_native(frame[column].head(0), series_only=True)
            dtype = sample.cast(nw.String).to_native().dtype
        # A column of texts is Python's strings, or PyArrow's: behind a type of PyArrow's, or as a storage of strings.
        if hasattr(dtype, "pyarrow_dtype") or getattr(dtype, "storage", "python").startswith("pyarrow"):
            return _pyarrow_words()
        return Words(PYTHON, "python", _python_sample)

    return Engine("pandas", words)


def _python_sample(texts: list[str]) -> Frame:
    import pandas

    return pandas.DataFrame({"t": pandas.Series(texts, dtype=object)})


def _duckdb(_frame: Frame) -> Engine:
    def sample(texts: list[str]) -> Frame:
        import duckdb

        # A connection of its own: the caller's may be busy, and what lowers text is the same.
        return duckdb.connect().sql("SELECT unnest($1::VARCHAR[]) AS t", params=[texts])

    words = Words(AUTOMATON, "duckdb", sample)
    return Engine("DuckDB", lambda _column: words, ignores_case=True)


def _pyspark(frame: Frame) -> Engine:
    session = frame.sparkSession

    def sample(texts: list[str]) -> Frame:
        return session.createDataFrame([(text,) for text in texts], "t string")

    # What lowers text depends on settings of the session and of its virtual machine.
    words = Words(JAVA, f"pyspark {session.sparkContext.applicationId}", sample)
    ignores_case = session.conf.get("spark.sql.caseSensitive", "false") != "true"
    return Engine("PySpark", lambda _column: words, ignores_case=ignores_case, takes_dots=False)


_ENGINES: dict[str, Callable[[Frame], Engine]] = {
    "POLARS": _polars,
    "PANDAS": _pandas,
    "PYARROW": _pyarrow,
    "DUCKDB": _duckdb,
    "PYSPARK": _pyspark,
}
"""By the name of narwhals' implementation."""
