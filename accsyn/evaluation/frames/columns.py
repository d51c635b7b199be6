"""The columns of a frame as a record: what a path finds, and of what kind it is."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from accsyn.evaluation.frames.engines import Opened, Words, narwhals
from accsyn.evaluation.frames.refusal import Refusal

if TYPE_CHECKING:
    import narwhals as nw


class Kind(Enum):
    """What the values of a column are to the operators."""

    TEXT = "text"
    INTEGER = "whole numbers"
    FLOAT = "numbers"
    BOOLEAN = "true or false"
    DATE = "dates"
    MOMENT = "timestamps with a time zone"
    OPAQUE = "something that equals nothing"
    NOTHING = "nothing but nulls"


class Column:
    """A column, or a field of a struct. It is no tuple: to a path, that would be a list.

    Attributes:
        name: Its name; of a field, with the names above it.
        values: Its values.
        kind: What they are.
        dtype: The type that narwhals says they have.
        words: What its texts are like.
    """

    __slots__ = ("dtype", "kind", "name", "values", "words")

    def __init__(self, name: str, values: nw.Expr, kind: Kind, dtype: Any, words: Words) -> None:
        self.name = name
        self.values = values
        self.kind = kind
        self.dtype = dtype
        self.words = words

    @property
    def is_missing(self) -> nw.Expr:
        """Where there is no value; not a number is none."""
        null = self.values.is_null()
        return null | self.values.is_nan() if self.kind is Kind.FLOAT else null


class Unusable:
    """A column of a type that has no place in the table of kinds.

    Attributes:
        refusal: Why, raised when the column is looked at.
    """

    __slots__ = ("refusal",)

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal


class Fields(dict[str, "Column | Unusable | Fields"]):
    """The columns of a frame, or the fields of a struct, by name.

    Attributes:
        column: The struct itself; None for a frame.
    """

    def __init__(self, column: Column | None = None) -> None:
        super().__init__()
        self.column = column


_WHOLE = ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")
_KINDS = {
    "String": Kind.TEXT,
    "Categorical": Kind.TEXT,
    "Enum": Kind.TEXT,
    **dict.fromkeys(_WHOLE, Kind.INTEGER),
    "Float32": Kind.FLOAT,
    "Float64": Kind.FLOAT,
    "Boolean": Kind.BOOLEAN,
    "Date": Kind.DATE,
    "Datetime": Kind.MOMENT,
    "Struct": Kind.OPAQUE,
    "Binary": Kind.OPAQUE,
    "Time": Kind.OPAQUE,
    "Duration": Kind.OPAQUE,
}
_NULL_TYPES = frozenset({"null", "null[pyarrow]", '"null"', "void", "nulltype()", "voidtype()"})
_ADVICE = {
    "List": ("a column of lists", "explode the column first"),
    "Array": ("a column of arrays", "explode the column first"),
    "Map": ("a column of maps", "make a struct of it"),
    "Decimal": ("a column of decimals", "cast it to a float or a whole number"),
    "Int128": ("a column of whole numbers of 128 bits", "cast it to 64 bits"),
    "UInt128": ("a column of whole numbers of 128 bits", "cast it to 64 bits"),
    "Float16": ("a column of numbers of 16 bits", "cast it to 64 bits"),
    "Object": ("a column of Python objects", "give the column a type"),
}


def read_columns(opened: Opened, *, naive_is_utc: bool) -> Fields:
    """The columns of a frame.

    Args:
        opened: The frame.
        naive_is_utc: Whether timestamps without a time zone are UTC; else they are refused where they are compared.
    """
    fields = Fields()
    column = narwhals().col
    pending: list[tuple[Fields, str, str, str, nw.Expr, Any]] = [
        (fields, name, name, name, column(name), dtype) for name, dtype in opened.schema.items()
    ]
    for into, root, name, path, values, dtype in pending:  # grows while it is gone through
        words = opened.engine.words(root)
        into[name] = found = _column(opened, path, values, dtype, words, naive_is_utc=naive_is_utc)
        if "." in name and not opened.engine.takes_dots:
            into[name] = found = Unusable(Refusal(f"a dot in the name of a column ({name})", "rename the column"))
        if isinstance(found, Fields):
            pending.extend(
                (found, root, field.name, f"{path}.{field.name}", values.struct.field(field.name), field.dtype)
                for field in dtype.fields
            )
    return fields


def _column(
    opened: Opened, name: str, values: nw.Expr, dtype: Any, words: Words, *, naive_is_utc: bool
) -> Column | Unusable | Fields:
    nw = narwhals()
    dtype = _known(opened, name, dtype)
    type_name = type(dtype).__name__ if not isinstance(dtype, type) else dtype.__name__
    kind = _KINDS.get(type_name)
    if kind is None:
        if type_name == "Unknown" and _native_type(opened, name) in _NULL_TYPES:
            return Column(name, values, Kind.NOTHING, dtype, words)
        feature, instead = _ADVICE.get(type_name, ("a column of this type", "cast it to another type"))
        return Unusable(Refusal(f"{feature} ({name})", instead))
    if kind is Kind.MOMENT and dtype.time_zone is None:
        if not naive_is_utc:
            instead = "give the column a time zone, or say naive_is_utc=True where its times are UTC"
            return Unusable(Refusal(f"a column of timestamps without a time zone ({name})", instead))
        if opened.engine.name != "DuckDB":  # its only zone is that of the session: there the literal is naive, too
            values, dtype = values.dt.replace_time_zone("UTC"), nw.Datetime(dtype.time_unit, "UTC")
    elif kind is Kind.MOMENT and opened.engine.name == "Polars" and dtype.time_zone != "UTC":
        # The others compare moments whatever their zones; there a literal has to be of the column's.
        values = values.dt.convert_time_zone("UTC")
    if type_name in {"Categorical", "Enum"}:
        values = values.cast(nw.String)
    if type_name == "Float32":
        values = values.cast(nw.Float64)
    column = Column(name, values, kind, dtype, words)
    if type_name == "Struct":
        return Fields(column)
    return _checked(opened, column)


def _known(opened: Opened, name: str, dtype: Any) -> Any:
    """The type of a column; narwhals does not know those of pandas whose time zone is no plain ``Area/City``."""
    if opened.engine.name == "pandas" and dtype == narwhals().Unknown and name in opened.schema:
        native = opened.frame.to_native()[name].dtype
        if native.kind == "M" and hasattr(native, "tz"):
            return narwhals().Datetime(native.unit, str(native.tz))
    return dtype


def _checked(opened: Opened, column: Column) -> Column | Unusable:
    """A column of pandas whose type says less than its values do."""
    native = opened.frame.to_native()
    if opened.engine.name != "pandas" or column.kind is not Kind.TEXT or column.name not in native.columns:
        return column
    import pandas

    series = native[column.name]
    values = getattr(series.dtype, "categories", series)
    if values.dtype == object and pandas.api.types.infer_dtype(values, skipna=True) not in {"string", "empty"}:
        return Unusable(Refusal(f"a column of Python objects ({column.name})", "give the column a type"))
    if values.dtype.kind != "O" and "str" not in str(values.dtype):
        return Unusable(Refusal(f"categories that are no texts ({column.name})", "cast the column"))
    return column


def _native_type(opened: Opened, name: str) -> str:
    """How the engine itself calls the type of a column; empty for a field of a struct."""
    native = opened.frame.to_native()
    if opened.engine.name == "DuckDB":
        types = dict(zip(native.columns, native.types, strict=True))
    elif opened.engine.name == "PyArrow":
        types = dict(zip(native.schema.names, native.schema.types, strict=True))
    elif opened.engine.name == "Polars":
        types = dict(opened.frame.lazy().to_native().collect_schema())
    elif opened.engine.name == "PySpark":
        types = {field.name: field.dataType for field in native.schema.fields}
    else:
        types = dict(native.dtypes)
    return str(types.get(name, "")).lower()
