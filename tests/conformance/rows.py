"""The rows of the conformance suite (README.md says what they hold)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent


class Row(NamedTuple):
    """A query, a record, and whether it holds.

    Attributes:
        place: File and line, for messages.
        entity: The entity type; None for a bare expression.
        query: The condition; may be empty.
        record: The record.
        expected: Whether the condition holds.
        why: The rule.
    """

    place: str
    entity: str | None
    query: str
    record: dict[str, Any]
    expected: bool
    why: str

    @property
    def text(self) -> str:
        """The query as it is typed."""
        if self.entity is None:
            return self.query
        return f"{self.entity} WHERE {self.query}" if self.query else self.entity


def read_rows() -> list[Row]:
    """Every row, in the order of the files."""
    rows = []
    for path in sorted(FOLDER.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if line:
                data = json.loads(line)
                place = f"{path.stem}-{number}"
                rows.append(
                    Row(place, data.get("entity"), data["query"], data["record"], data["expected"], data["why"])
                )
    return rows
