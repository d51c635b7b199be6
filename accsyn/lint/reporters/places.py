"""Places and names of findings, as several formats need them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from accsyn.diagnostics import Diagnostic
from accsyn.lint.reports import Report
from accsyn.source import Position, Source


class Item(NamedTuple):
    """A finding with its place.

    Attributes:
        path: The file, with ``/``, from the current folder where it lies in it.
        diagnostic: The finding.
        start: Where it starts, line and column from 1.
        end: Where it ends, behind its last character.
        fingerprint: What stays the same while the line does: other lines may come and go.
    """

    path: str
    diagnostic: Diagnostic
    start: Position
    end: Position
    fingerprint: str


def items(reports: Iterable[Report], *, utf16: bool = False) -> Iterator[Item]:
    """The findings of all files.

    Args:
        reports: The files.
        utf16: Whether columns count units of UTF-16 rather than characters.
    """
    import hashlib

    for report in reports:
        source, path = report.source, relative_path(report.path)
        seen: Counter[str] = Counter()
        for diagnostic in report.diagnostics:
            start, end = (position(source, offset, utf16=utf16) for offset in diagnostic.span)
            line = source.line(start.line).strip()
            key = f"{path}\0{diagnostic.code}\0{line}"
            seen[key] += 1
            digest = hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass")).hexdigest()
            yield Item(path, diagnostic, start, end, digest)


def position(source: Source, offset: int, *, utf16: bool = False) -> Position:
    """Line and column of an offset."""
    found = source.position(offset)
    if not utf16:
        return found
    before = source.text[source.line_starts[found.line - 1] : offset]
    return Position(found.line, len(before.encode("utf-16-le", "surrogatepass")) // 2 + 1)


def relative_path(path: str) -> str:
    """A path as it is shown: from the current folder, with ``/``."""
    place = Path(path)
    if place.is_absolute() and place.is_relative_to(Path.cwd()):
        place = place.relative_to(Path.cwd())
    return place.as_posix()
