"""One task of a transfer being carried out: bytes go from one directory to another."""

from __future__ import annotations

import contextlib
import os
import posixpath
import shutil
from pathlib import Path
from typing import BinaryIO, NamedTuple

from accsyn.workspace import paths, places
from accsyn.workspace.listing import files_below
from accsyn.workspace.refusal import Refusal
from accsyn.workspace.state import State
from accsyn.workspace.store import Record

_PIECE = 1024 * 1024


class _File(NamedTuple):
    source: Path
    target: Path
    size: int


class Copy:
    """A task that is being copied. A file appears under its name when it is complete.

    Args:
        state: The workspace.
        task: The task.

    Attributes:
        size: Bytes altogether.
        done: Bytes that have been copied.

    Raises:
        Refusal: The source is missing, or an end leads out of its directory.
    """

    def __init__(self, state: State, task: Record) -> None:
        root, path = places.located(state, task["source"])
        source = paths.confined(root, path)
        if not source.exists():
            raise Refusal(f"{path or '/'!r} is not there")
        target_root, target = places.located(state, task["destination"])
        target_root.mkdir(parents=True, exist_ok=True)
        name = posixpath.basename(path)
        into = _target(target_root, target, name, is_file=source.is_file())
        self._files = [
            _File(one, paths.confined(target_root, f"{into}/{below}" if below else into), size)
            for one, below, size in files_below(source)
        ]
        self._empty = None if source.is_file() else paths.confined(target_root, into)
        self.size = sum(file.size for file in self._files)
        self.done = 0
        self._ident = str(task["id"])[:8]
        self._index = 0
        self._reading: BinaryIO | None = None
        self._writing: BinaryIO | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every file is where it should be."""
        return self._index == len(self._files)

    def run(self, budget: float) -> int:
        """Copy, at most so many bytes and a piece.

        Returns:
            How many bytes were copied.

        Raises:
            OSError: A file cannot be read or written.
        """
        if self._empty is not None:
            self._empty.mkdir(parents=True, exist_ok=True)
        used = 0
        while not self.is_complete:
            file = self._files[self._index]
            if used >= budget and file.size:
                break
            used += self._piece(file, max(1, min(_PIECE, int(budget - used))))
        self.done += used
        return used

    def _piece(self, file: _File, count: int) -> int:
        part = self._part(file)
        if self._writing is None:
            part.parent.mkdir(parents=True, exist_ok=True)
            self._reading = file.source.open("rb")
            self._writing = open(part, "wb", opener=_unfollowed)  # noqa: SIM115 - open over several pieces
        reading, writing = self._reading, self._writing
        piece = reading.read(count) if reading is not None else b""
        writing.write(piece)
        if writing.tell() >= file.size or not piece:
            copied = writing.tell()
            self._close()
            if copied != file.size:
                part.unlink()
                raise OSError(f"{file.source.name} has changed while it was copied")
            shutil.copystat(file.source, part)
            part.replace(file.target)
            self._index += 1
        return len(piece)

    def stop(self) -> None:
        """Give it up: what is not complete is removed."""
        self._close()
        if not self.is_complete:
            with contextlib.suppress(OSError):  # what could not be begun is not there either
                self._part(self._files[self._index]).unlink()

    def _part(self, file: _File) -> Path:
        """Where a file is written; two tasks with one target do not meet there."""
        return file.target.with_name(f"{file.target.name[:200]}.{self._ident}{paths.PART}")

    def _close(self) -> None:
        for file in (self._reading, self._writing):
            if file is not None:
                file.close()
        self._reading = self._writing = None


def _unfollowed(path: str, flags: int) -> int:
    """Opens for writing, and not where a symbolic link has been put in the way."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)


def _target(root: Path, path: str, name: str, *, is_file: bool) -> str:
    """The path at the destination of a source of a name.

    The destination is a folder to put the source into, unless it is none yet and names the source's own kind: the same
    name, or for a file the same suffix.
    """
    if not name:
        return path
    last = posixpath.basename(path)
    suffix = posixpath.splitext(name)[1].lower()
    is_itself = last == name or (is_file and suffix != "" and posixpath.splitext(last)[1].lower() == suffix)
    if path and is_itself and not paths.confined(root, path).is_dir():
        return path
    if path and last == name and not is_file:
        return path
    return posixpath.join(path, name)


def measured(state: State, task: Record) -> int:
    """The size of a task's source, 0 if it is not there."""
    try:
        root, path = places.located(state, task["source"])
        source = paths.confined(root, path)
        return sum(size for _, _, size in files_below(source)) if source.exists() else 0
    except (Refusal, OSError):
        return 0
