"""How the query of a case is read, and what it is tried on: the settings of a query test file and of its cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timezone, tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from accsyn.evaluation.records import read_records
from accsyn.schema.loader import load_schema
from accsyn.schema.model import Schema
from accsyn.testing.fields import FieldError, Table, read, read_file, read_text

SETTINGS = ("schema", "now", "tz", "strict", "records", "id")
"""The keys of settings, of a file and of a case."""

Record = dict[str, Any]


class Settings(NamedTuple):
    """How the query of a case is read, and what it is tried on.

    Attributes:
        schema: The names and types.
        now: What relative times count from; None for the clock.
        tz: Whose days count.
        strict: Whether names that the schema does not know are errors.
        records: The records.
        id: The attribute by which an expected record is named.
    """

    schema: Schema
    now: datetime | None = None
    tz: tzinfo = timezone.utc
    strict: bool = False
    records: tuple[Record, ...] = ()
    id: str = "id"


class Reader:
    """Reads the settings of a file; what it names is loaded once.

    Args:
        folder: Where relative paths start.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._records: dict[str, tuple[Record, ...]] = {}

    def settings(self, table: Table, default: Settings) -> Settings:
        """The settings of a file or a case; what it does not say is that of `default`."""
        schema = read_text(table, "schema")
        if schema:
            place = self._folder / schema
            default = default._replace(schema=read_file(schema, lambda: load_schema(place)))
        if "now" in table:
            default = default._replace(now=_moment(table["now"]))
        if "tz" in table:
            default = default._replace(tz=_zone(read_text(table, "tz")))
        if "records" in table:
            default = default._replace(records=self._read_records(table["records"]))
        return default._replace(
            strict=read(table, "strict", bool, default.strict, "true or false"),
            id=read_text(table, "id", default.id),
        )

    def _read_records(self, value: object) -> tuple[Record, ...]:
        if isinstance(value, str):
            if value not in self._records:
                place = self._folder / value
                self._records[value] = read_file(value, lambda: tuple(read_records(place)))
            return self._records[value]
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            raise FieldError('`records` is the name of a file, or a list of tables such as [{id = "1", size = 5}]')
        return tuple(_plain(item) for item in value)


def _plain(value: Mapping[str, Any]) -> Record:
    """A table as a record of the API, which has times as text."""
    record: Record = dict.fromkeys(value)
    pending: list[tuple[Any, Any, Any]] = [(record, key, item) for key, item in value.items()]
    while pending:
        target, key, item = pending.pop()
        if isinstance(item, Mapping):
            target[key] = dict.fromkeys(item)
            pending += [(target[key], inner, below) for inner, below in item.items()]
        elif isinstance(item, list):
            target[key] = list(item)
            pending += [(target[key], place, below) for place, below in enumerate(item)]
        else:
            target[key] = item.isoformat() if isinstance(item, (date, time)) else item
    return record


def _moment(value: object) -> datetime:
    moment: object = value
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
        except ValueError:
            moment = None
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise FieldError("`now` is a time with its zone, such as 2026-01-28T12:00:00Z")
    return moment


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:  # an odd key, a folder, no such zone
        raise FieldError(f"`tz` is the name of a time zone such as Europe/Stockholm, and {name!r} is none") from error
