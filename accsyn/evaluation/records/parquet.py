"""Records from Parquet, through PyArrow: a batch of rows at a time.

The values come out as they would from JSON: moments and dates as text, decimal numbers as numbers, maps as dicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from importlib import import_module
from typing import Any

from accsyn.errors import ConfigurationError
from accsyn.evaluation.records.errors import RecordFileError, Report
from accsyn.evaluation.records.source import Source, reason

Record = dict[str, Any]

_ROWS = 10_000  # rows that are in memory at once, at least: a row group of the file has its own size


def read_parquet(source: Source, _report: Report) -> Iterator[Record]:
    """The rows of a file as records; a null is None.

    Raises:
        ConfigurationError: PyArrow is not installed.
        RecordFileError: It is no Parquet file, or it is not seekable.
    """
    arrow, parquet = _pyarrow()
    if not source.file.seekable():
        raise RecordFileError(source.name, None, "Parquet is read from a file, not from a stream")
    try:
        file = parquet.ParquetFile(source.file)
        columns = [(field.name, field.type) for field in file.schema_arrow if _needs_reading(arrow, field.type)]
        for batch in file.iter_batches(_ROWS):
            for record in _without_nanoseconds(arrow, batch).to_pylist():
                for name, type_ in columns:
                    _make_plain(arrow.types, record, name, type_)
                yield record
    except (arrow.ArrowException, OSError, ValueError) as error:
        message = " ".join(reason(error).split())
        raise RecordFileError(source.name, None, f"it cannot be read as Parquet ({message})") from error


def _pyarrow() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ModuleNotFoundError as error:
        raise ConfigurationError("Parquet files are read by PyArrow: pip install 'accsyn[frames]'") from error


def _needs_reading(arrow: Any, type_: Any) -> bool:
    """Whether PyArrow's Python values of a type, or of a type within it, are not those of JSON."""
    kinds = arrow.types
    pending = [type_]
    while pending:
        type_ = pending.pop()
        is_plain = kinds.is_integer(type_) or kinds.is_floating(type_) or kinds.is_boolean(type_)
        if kinds.is_map(type_) or (
            not type_.num_fields and not is_plain and not kinds.is_string(type_) and not kinds.is_large_string(type_)
        ):
            return True
        pending += [type_.field(index).type for index in range(type_.num_fields)]
    return False


def _without_nanoseconds(arrow: Any, batch: Any) -> Any:
    """The batch with its moments in microseconds, which is what Python's have: PyArrow refuses others."""
    table = arrow.Table.from_batches([batch])
    for index, field in enumerate(batch.schema):
        if arrow.types.is_timestamp(field.type) and field.type.unit == "ns":
            column = table.column(index).cast(arrow.timestamp("us", field.type.tz), safe=False)
            table = table.set_column(index, field.name, column)
    return table


def _make_plain(kinds: Any, record: Record, name: str, type_: Any) -> None:
    """Put values of JSON in the place of others, in a record and everything below."""
    pending: list[tuple[Any, Any, Any]] = [(record, name, type_)]
    while pending:
        holder, key, type_ = pending.pop()
        value = holder[key]
        if value is None:
            continue
        if kinds.is_struct(type_):
            pending += [(value, field.name, field.type) for field in type_]
        elif kinds.is_map(type_):
            below = holder[key] = {str(_plain(name)): inner for name, inner in value}
            pending += [(below, inner, type_.item_type) for inner in below]
        elif isinstance(value, list):
            pending += [(value, index, type_.value_type) for index in range(len(value))]
        else:
            holder[key] = _plain(value)


def _plain(value: object) -> object:
    for kind, convert in _CONVERSIONS:
        if isinstance(value, kind):
            return convert(value)
    return value


def _moment_text(value: datetime) -> str:
    """A moment without a zone is UTC, as a text without offset is."""
    aware = value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)
    return aware.isoformat().replace("+00:00", "Z")


def _bytes_text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()


_CONVERSIONS: tuple[tuple[type, Callable[[Any], object]], ...] = (
    (datetime, _moment_text),
    (date, date.isoformat),
    (time, time.isoformat),
    (timedelta, str),
    (Decimal, lambda value: int(value) if value == value.to_integral_value() else float(value)),
    (bytes, _bytes_text),
)
