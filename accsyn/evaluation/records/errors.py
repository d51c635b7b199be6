"""What can be wrong with a file of records."""

from __future__ import annotations

from collections.abc import Callable

from accsyn.errors import AccsynError


class RecordFileError(AccsynError, ValueError):
    """A file of records, or a line of it, cannot be read.

    Args:
        name: What to call the file; empty if it has no name.
        line: The line at fault, from 1, or of a row that goes over several lines the first; None for the file as a
            whole.
        message: What is wrong, one clause, no final full stop.
        kept: Whether the record was read all the same: a cell that is no value of its column's type stays text.
    """

    def __init__(self, name: str, line: int | None, message: str, *, kept: bool = False) -> None:
        self.name = name
        self.line = line
        self.message = message
        self.kept = kept
        place = name or "records"
        super().__init__(f"{place}: {message}" if line is None else f"{place}:{line}: {message}")

    def __reduce__(self) -> tuple[Callable[..., RecordFileError], tuple[str, int | None, str, bool]]:
        return _error, (self.name, self.line, self.message, self.kept)


def _error(name: str, line: int | None, message: str, kept: bool) -> RecordFileError:
    """Unpickle an error."""
    return RecordFileError(name, line, message, kept=kept)


Report = Callable[[RecordFileError], None]
"""Takes what is wrong with one record, and lets the reader go on; or raises it."""
