"""The records of a workspace: kept in memory for reading, written through to SQLite.

A record is a dictionary as it goes over the wire; its kind is the entity type (all clients are of the kind ``client``),
or starts with ``_`` where it is no entity. A record that was handed out is never changed, it is replaced: so whoever
has one may read it without a lock.

One process owns a database; SQLite's exclusive lock sees to that. A transaction is on disk, in the write-ahead log,
before it is answered: it survives the end of the process at any moment. (It may be lost with the power: the log is not
flushed to the medium each time. See docs/decisions/0021-workspace.md.)
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from accsyn.errors import ConfigurationError
from accsyn.text import fold

Record = dict[str, Any]

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE records (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (kind, id)
    );
    """,
)
"""What makes each version of the schema from the one before; the version is how many have run."""

PARENTS = {"task": "job", "file": "parent", "acl": "target", "_recipient": "job", "_server": "share"}
"""The attribute by which records of a kind are listed under their parent."""

_UPSERT = (
    "INSERT INTO records (kind, id, body) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body"
)


class Store:
    """The records.

    Args:
        path: The database; None for one in memory.
        migrations: The schema; for tests.

    Raises:
        ConfigurationError: The file is no database of ours, is damaged, of a newer version, or in use.
    """

    def __init__(self, path: Path | None = None, *, migrations: Sequence[str] = MIGRATIONS) -> None:
        self.path = path
        self.lock = threading.RLock()
        self.longest_text = 0
        self._records: dict[str, dict[str, Record]] = {}
        self._codes: dict[str, dict[str, str]] = {}
        self._children: dict[str, dict[str, dict[str, None]]] = {}
        self._undo: list[tuple[str, str, Record | None]] | None = None
        self._connection = sqlite3.connect(
            ":memory:" if path is None else path, timeout=0.2, isolation_level=None, check_same_thread=False
        )
        try:
            self._open(migrations)
        except sqlite3.DatabaseError as error:
            self._connection.close()
            said = "another process uses it" if "locked" in str(error) else str(error)
            raise ConfigurationError(f"{path}: cannot be opened as a workspace: {said}") from error
        except BaseException:
            self._connection.close()
            raise

    # ---- reading

    def get(self, kind: str, ident: object) -> Record | None:
        """The record of a kind with that id."""
        return self._records.get(kind, {}).get(str(ident))

    def all(self, kind: str) -> list[Record]:
        """The records of a kind in the order of their creation."""
        with self.lock:
            return list(self._records.get(kind, {}).values())

    def count(self, kind: str) -> int:
        """How many records of a kind there are."""
        return len(self._records.get(kind, {}))

    def by_code(self, kind: str, code: object) -> Record | None:
        """The record of a kind with that code, compared without case; of several the one that was written last."""
        ident = self._codes.get(kind, {}).get(fold(str(code)))
        return None if ident is None else self.get(kind, ident)

    def children(self, kind: str, parent: object) -> list[Record]:
        """The records of a kind below a parent (tasks of a job, files of a collection, ...)."""
        with self.lock:
            found = self._children.get(kind, {}).get(str(parent), {})
            return [self._records[kind][ident] for ident in found]

    @property
    def sequence(self) -> int:
        """A number that goes up with each record that is added, and never down; 0 before the first."""
        with self.lock:
            row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'records'").fetchone()
        return 0 if row is None else int(row[0])

    def kinds(self) -> tuple[str, ...]:
        """The kinds there are records of."""
        return tuple(self._records)

    def check(self) -> list[str]:
        """What is wrong with the database, by SQLite's own check and by ours; empty if nothing is."""
        with self.lock:
            found = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check")]
            rows = dict(self._connection.execute("SELECT kind, count(*) FROM records GROUP BY kind"))
        wrong = [line for line in found if line != "ok"]
        here = {kind: len(records) for kind, records in self._records.items() if records}
        if rows != here:
            wrong.append(f"the database holds {rows}, the memory {here}")
        return wrong

    # ---- writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what is put and removed inside is on disk at the end, or not there after an exception."""
        with self.lock:
            if self._undo is not None:  # within another one
                yield
                return
            self._undo = []
            try:
                yield
                self._write(self._undo)
            except BaseException:
                for kind, ident, before in reversed(self._undo):
                    self._place(kind, ident, before)
                raise
            finally:
                self._undo = None

    def put(self, kind: str, record: Record) -> Record:
        """Write a record, a new one or in the place of the one with its id. It must not be changed any more.

        Raises:
            RuntimeError: This is no transaction.
        """
        self._change(kind, str(record["id"]), record)
        return record

    def remove(self, kind: str, ident: str) -> None:
        """Remove a record, if it is there."""
        if self.get(kind, ident) is not None:
            self._change(kind, ident, None)

    def close(self) -> None:
        """Close the database; the records can be read no more."""
        with self.lock:
            self._connection.close()
            self._records = {}

    def _change(self, kind: str, ident: str, record: Record | None) -> None:
        if self._undo is None:
            raise RuntimeError("records are written in a transaction")
        self._undo.append((kind, ident, self.get(kind, ident)))
        self._place(kind, ident, record)

    def _place(self, kind: str, ident: str, record: Record | None) -> None:
        """Put a record into memory, or take it out, with its indexes."""
        records = self._records.setdefault(kind, {})
        before = records.get(ident)
        parent = PARENTS.get(kind)
        if before is not None:
            codes = self._codes.get(kind, {})
            code = fold(str(before.get("code")))
            if codes.get(code) == ident:
                del codes[code]
            if parent is not None and (record is None or record.get(parent) != before.get(parent)):
                self._children[kind][str(before.get(parent))].pop(ident, None)
        if record is None:
            records.pop(ident, None)
            return
        records[ident] = record
        if record.get("code") is not None:
            self._codes.setdefault(kind, {})[fold(str(record["code"]))] = ident
        if parent is not None:
            self._children.setdefault(kind, {}).setdefault(str(record.get(parent)), {})[ident] = None

    def _write(self, changes: list[tuple[str, str, Record | None]]) -> None:
        """Write what has changed to the database, each record once, in the order of its first change."""
        if not changes:
            return
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            for kind, ident in dict.fromkeys((kind, ident) for kind, ident, _ in changes):
                record = self.get(kind, ident)
                if record is None:
                    connection.execute("DELETE FROM records WHERE kind = ? AND id = ?", (kind, ident))
                else:
                    body = json.dumps(record, separators=(",", ":"))
                    self.longest_text = max(self.longest_text, _longest(record))
                    connection.execute(_UPSERT, (kind, ident, body))
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise

    def _open(self, migrations: Sequence[str]) -> None:
        connection = self._connection
        if self.path is not None:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(migrations):
            raise ConfigurationError(
                f"{self.path}: made by a newer version of accsyn ({version}); this one cannot read it"
            )
        for script in migrations[version:]:
            for statement in filter(str.strip, script.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
        for kind, ident, body in connection.execute("SELECT kind, id, body FROM records ORDER BY seq"):
            record = json.loads(body)
            self.longest_text = max(self.longest_text, _longest(record))
            self._place(kind, ident, record)


def _longest(record: Record) -> int:
    """The length of the longest text that a record holds."""
    longest = 0
    pending: list[object] = list(record.values())
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            longest = max(longest, len(item))
        elif isinstance(item, dict):
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
    return longest
