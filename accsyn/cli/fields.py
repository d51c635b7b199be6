"""Some attributes of a record: ``--fields code,status,metadata.shot``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from accsyn.evaluation.paths import Path, lookup
from accsyn.evaluation.values import MISSING
from accsyn.text import closest, escape_for_display, fold

Record = dict[str, Any]


def parse_fields(_context: click.Context, option: click.Parameter, text: str | None) -> tuple[str, ...]:
    """The paths of a list with commas, each once.

    Raises:
        BadParameter: A path is empty.
    """
    if text is None:
        return ()
    paths = [path.strip() for path in text.split(",")]
    if not all(paths):
        raise click.BadParameter("write attributes with a comma between two: code,status", param=option)
    return tuple(dict.fromkeys(paths))


class Fields:
    """Takes some attributes of records.

    Args:
        paths: Dotted paths, found as a query finds them: without case, through lists in every element.

    Attributes:
        missing: The paths that no record had so far.
        names: Names of attributes that records have, for those who misspelled one.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = [(path, Path(path), fold(path)) for path in paths]
        self.missing = dict.fromkeys(path for path, _, _ in self._paths)
        self.names: dict[str, None] = {}

    def of(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records with these attributes only, by the paths as they were given; what is not there is left out."""
        for record in records:
            if self.missing and len(self.names) < 1_000:
                self.names.update(dict.fromkeys(record))
            yield self._taken(record)

    def notes(self) -> Iterator[str]:
        """A sentence for each path that no record had."""
        for path in self.missing:
            near = closest(path, self.names, 1)
            hint = f"; there is {near[0]!r}" if near else ""
            yield escape_for_display(f"no record has {path!r}{hint}")

    def _taken(self, record: Record) -> Record:
        found: Record = {}
        for name, path, folded in self._paths:
            value = lookup(record, name, folded)[1]
            if value is MISSING and "." in name:
                value = _below(record, path)
            if value is not MISSING:
                found[name] = value
                self.missing.pop(name, None)
        return found


def _below(record: Record, path: Path) -> object:
    """What a dotted path finds: the value as it stands, a list too; in several elements of a list all of them."""
    ends = [end for end in path.find(record) if not end.rest and end.value is not MISSING]
    holders = {id(end.parent): end for end in ends}
    values = [end.parent[end.key] for end in holders.values()]
    return MISSING if not values else values[0] if len(values) == 1 else values
