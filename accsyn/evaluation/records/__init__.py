"""Records from files: JSON, NDJSON, CSV and Parquet, compressed or not, in the memory of one record."""

from __future__ import annotations

from accsyn.evaluation.records.errors import RecordFileError
from accsyn.evaluation.records.reading import FORMATS, format_of, read_records
from accsyn.evaluation.records.source import RecordSource

__all__ = ["FORMATS", "RecordFileError", "RecordSource", "format_of", "read_records"]
