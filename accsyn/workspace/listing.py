"""What is in a folder of a share, and the filters ``include`` and ``exclude``."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from accsyn.patterns import PatternError, compile_pattern
from accsyn.text import fold
from accsyn.wire.codec import moment_out
from accsyn.workspace.guarding import guard, guard_backtracking
from accsyn.workspace.paths import PART
from accsyn.workspace.refusal import Refusal
from accsyn.workspace.roles import clean, covers

Entry = dict[str, Any]
Filter = Callable[[str], bool]

MOST_ENTRIES = 200_000
SECONDS = 20.0
_LONGEST_NAME = 255
_PATTERN = re.compile(
    r"""re\(\s*(?P<quote>['"])(?P<pattern>.*?)(?P=quote)\s*(?:,\s*['"](?P<flags>[A-Za-z]*)['"]\s*)?\)""", re.DOTALL
)


def name_filter(texts: object) -> Filter | None:
    """A filter over names; None where nothing is asked for.

    Args:
        texts: ``word``, ``*word``, ``word*``, ``*word*``, ``start*end``, ``re('...')``, ``re('...', 'I')``; or a list.

    Raises:
        Refusal: It is none of these.
    """
    if not texts:
        return None
    tests = [_one(text) for text in (texts if isinstance(texts, list) else [texts])]
    return lambda name: any(test(name) for test in tests)


def _one(text: object) -> Filter:
    if not isinstance(text, str):
        raise Refusal("a filter is text, or a list of texts")
    found = _PATTERN.fullmatch(text.strip())
    if found is not None:
        return _pattern(found["pattern"], found["flags"] or "")
    start, *middle = fold(text).split("*")
    if not middle:
        return lambda name: fold(name) == start
    end = middle.pop()

    def test(name: str) -> bool:
        name = fold(name)
        if len(name) < len(start) + len(end) or not (name.startswith(start) and name.endswith(end)):
            return False
        place, stop = len(start), len(name) - len(end)
        for part in middle:
            place = name.find(part, place, stop)
            if place < 0:
                return False
            place += len(part)
        return True

    return test


def _pattern(pattern: str, flags: str) -> Filter:
    guard(pattern)
    guard_backtracking(pattern, _LONGEST_NAME)
    try:
        compiled = compile_pattern(pattern)
    except PatternError as error:
        raise Refusal(f"re({pattern!r}): {error}") from None
    if "I" in flags.upper():  # as the API reference has it: 'I' makes it case-sensitive
        compiled = re.compile(compiled.pattern, compiled.flags & ~re.IGNORECASE)
    return lambda name: compiled.search(name) is not None


class Listing:
    """What a listing shows.

    Args:
        options: recursive, maxdepth, getsize, files_only, directories_only, include, exclude.
        readable: The paths of the share that the caller reads; None for all.
    """

    def __init__(self, options: dict[str, Any], readable: list[str] | None = None) -> None:
        self.recursive = options.get("recursive") is True
        depth = options.get("maxdepth")
        if depth is not None and (isinstance(depth, bool) or not isinstance(depth, int) or depth < 0):
            raise Refusal("maxdepth is a number that is not negative")
        self.depth: int | None = depth if self.recursive else 0
        self.getsize = options.get("getsize") is True
        self.files_only = options.get("files_only") is True
        self.directories_only = options.get("directories_only") is True
        self.include = name_filter(options.get("include"))
        self.exclude = name_filter(options.get("exclude"))
        self.readable = readable
        self._count = 0
        self._deadline = time.monotonic() + SECONDS

    def of(self, folder: Path, path: str) -> list[Entry]:
        """The entries of a folder, directories first, each kind by name.

        Args:
            folder: The folder on this machine.
            path: Its path beneath the share.

        Raises:
            Refusal: There are too many, or the folder cannot be read.
        """
        top: list[Entry] = []
        pending = [(folder, clean(path), top, 0)]
        while pending:
            here, beneath, entries, depth = pending.pop()
            for item in _scan(here):
                below = clean(f"{beneath}/{item.name}")
                entry = self._entry(item, below)
                if entry is None:
                    continue
                if entry["type"] == 0 and self.recursive and (self.depth is None or depth < self.depth):
                    entry["files"] = []
                    pending.append((Path(item.path), below, entry["files"], depth + 1))
                if entry["type"] == 1 or self._passes(item.name) or "files" in entry:
                    entries.append(entry)
        if self.recursive and (self.include or self.exclude or self.files_only):
            self._prune(top)
        return top

    def _entry(self, item: os.DirEntry[str], below: str) -> Entry | None:
        try:
            facts = item.stat(follow_symlinks=False)
        except OSError:
            return None  # gone in the meantime
        is_directory = stat.S_ISDIR(facts.st_mode)
        if not (is_directory or stat.S_ISREG(facts.st_mode)) or item.name.endswith(PART) or not self._reads(below):
            return None  # links, devices, unfinished files, what the caller may not know
        self._count += 1
        if self._count > MOST_ENTRIES:
            raise Refusal(f"there are more than {MOST_ENTRIES} entries; list fewer folders at once")
        if time.monotonic() > self._deadline:
            raise Refusal("the listing takes too long; list fewer folders at once")
        if is_directory:
            return None if self.files_only and not self.recursive else _described(item.name, 0, facts, self.getsize)
        if self.directories_only or not self._passes(item.name):
            return None
        return _described(item.name, 1, facts, True)

    def _passes(self, name: str) -> bool:
        """Whether the filters let a name through; include wins."""
        if self.include is not None:
            return self.include(name)
        return self.exclude is None or not self.exclude(name)

    def _reads(self, below: str) -> bool:
        return self.readable is None or any(covers(one, below) or covers(below, one) for one in self.readable)

    def _prune(self, top: list[Entry]) -> None:
        """Take directories away that hold nothing and were not asked for by name."""
        order: list[list[Entry]] = [top]
        for entries in order:
            order.extend(entry["files"] for entry in entries if "files" in entry)
        for entries in reversed(order):
            entries[:] = [
                entry
                for entry in entries
                if entry["type"] == 1 or entry.get("files") or (not self.files_only and self._passes(entry["filename"]))
            ]


def _scan(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda item: (not item.is_dir(follow_symlinks=False), item.name))
    except OSError as error:
        raise Refusal(f"{folder.name}: {error.strerror}") from None


def _described(name: str, kind: int, facts: os.stat_result, with_size: bool) -> Entry:
    modified = moment_out(datetime.fromtimestamp(facts.st_mtime, timezone.utc))
    size = {"size": facts.st_size if kind == 1 else 0} if with_size else {}
    return {"type": kind, "filename": name, **size, "modified": modified}


def files_below(path: Path) -> Iterator[tuple[Path, str, int]]:
    """Every file of a directory or the file itself: where, its path beneath, its size. Links are left out."""
    if not path.is_dir():
        yield path, "", path.stat().st_size
        return
    for folder, names, files in os.walk(path):
        names.sort()
        for name in sorted(files):
            one = Path(folder, name)
            facts = one.lstat()
            if stat.S_ISREG(facts.st_mode) and not name.endswith(PART):
                yield one, str(one.relative_to(path)), facts.st_size
