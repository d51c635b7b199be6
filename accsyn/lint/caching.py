"""Results of earlier runs, so that a file that did not change is not linted again.

A cache is one file in a folder of its own. It holds an entry for each content that was linted under a configuration, a
schema, a version of this package and of Python: the hash of all of these is its key, so nothing that could change a
result is answered from before. What the file holds is data, never code, and is believed only with the right checksum.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

from accsyn.diagnostics import Diagnostic, Edit, Fix, Severity
from accsyn.lint.config import Config
from accsyn.source import Span

FOLDER = ".accsyn_cache"
"""What the folder is called where nothing else is said."""

FILE = "lint"
LARGEST = 16 * 1024 * 1024
"""Bytes of a cache at most: the entries that were not asked for longest go first."""

_FORM = b"accsyn lint cache 1 "
_ABANDONED = 3600
"""Seconds after which a file that some run did not finish is removed."""

_TAG = """\
Signature: 8a477f597d28d172789f06886806bc55
# This folder holds what `accsyn lint` found before. It can be removed at any time.
# https://bford.info/cachedir/
"""
_UNUSED = frozenset({"cli", "client", "testing", "workspace", "__pycache__"})
"""Folders of the package whose code does not lint."""


class Cache:
    """The results in a folder. Nothing that is wrong with the folder disturbs a run: it is as if there were none.

    Several runs may use a folder at a time: each reads a whole file, and puts a whole one in its place.

    Args:
        folder: Where it is; made when something is stored.

    Attributes:
        folder: Where it is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stamp: bytes | None = None
        self._old = _read(folder / FILE)
        self._used: dict[str, bytes] = {}
        self._has_new = False

    def key(self, content: bytes, kind: str, config: Config, ignored: tuple[str, ...], schema: str) -> str:
        """What names a result: everything that it depends on.

        Args:
            content: All of the file.
            kind: What its name ends in.
            config: The configuration.
            ignored: The codes that are not reported in this file.
            schema: The hash of the schema; empty for the built-in one, which is part of the package.
        """
        if self._stamp is None:
            self._stamp = package_stamp()
        asked = (config.select, ignored, config.sessions, config.functions, config.strict)
        digest = blake2b(self._stamp, digest_size=16)
        # No text has a null character in its `repr`, so the content starts at one place alone.
        digest.update(f"{kind!r}{asked!r}{schema!r}\0".encode("utf-8", "surrogatepass"))
        digest.update(content)
        return digest.hexdigest()

    def get(self, key: str) -> tuple[Diagnostic, ...] | None:
        """The findings of that key; None where none are known."""
        line = self._old.get(key)
        if line is None:
            return None
        try:
            found = _decode(json.loads(line))
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        self._used[key] = line
        return found

    def put(self, key: str, found: Iterable[Diagnostic]) -> None:
        """Note the findings of a file."""
        self._used[key] = json.dumps(_encode(found), separators=(",", ":")).encode("ascii")
        self._has_new = True

    def store(self) -> str:
        """Write what is new, beside what other runs wrote meanwhile.

        Returns:
            Why it could not be written; empty where it was.
        """
        if not self._has_new:
            return ""
        others = {key: line for key, line in _read(self.folder / FILE).items() if key not in self._used}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, text in (("CACHEDIR.TAG", _TAG), (".gitignore", "*\n")):
                if not (self.folder / name).exists():
                    (self.folder / name).write_text(text, encoding="utf-8")
            self._replace(_bounded([*others.items(), *self._used.items()]))
        except OSError as error:
            return f"{self.folder}: {error.strerror or error}"
        self._has_new = False
        return ""

    def _replace(self, entries: list[tuple[str, bytes]]) -> None:
        body = b"".join(b"%b %b\n" % (key.encode("ascii"), line) for key, line in entries)
        unfinished = self.folder / f"{FILE}.{os.getpid()}.tmp"
        try:
            unfinished.write_bytes(_FORM + _checksum(body) + b"\n" + body)
            os.replace(unfinished, self.folder / FILE)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        for left in self.folder.glob(f"{FILE}.*.tmp"):
            if left.stat().st_mtime < time.time() - _ABANDONED:
                left.unlink(missing_ok=True)


def cache_folder(start: Path) -> Path:
    """Where results are kept: beside the nearest pyproject.toml, else in the folder itself.

    Args:
        start: An absolute path, where the search starts.
    """
    root = next((place for place in (start, *start.parents) if (place / "pyproject.toml").is_file()), start)
    return root / FOLDER


def package_stamp() -> bytes:
    """What this version of the package and of Python is: other code may find other things.

    The number of the version alone would not do for somebody who works on the package.
    """
    package = os.path.dirname(os.path.dirname(__file__))
    version = getattr(sys.modules.get("accsyn"), "__version__", "")
    digest = blake2b(f"{version} {sys.version}".encode(), digest_size=16)
    for entry in sorted(_files(package)):
        digest.update(entry.encode("utf-8", "surrogatepass"))
    return digest.digest()


def _files(folder: str) -> Iterator[str]:
    pending = [folder]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name not in _UNUSED:
                        pending.append(entry.path)
                elif entry.name.endswith((".py", ".json")):
                    state = entry.stat()
                    yield f"{entry.path[len(folder) :]}\0{state.st_size}\0{state.st_mtime_ns}\0"


# ---- the file -------------------------------------------------------------------------------------------------------


def _read(file: Path) -> dict[str, bytes]:
    """The entries of a cache as they are written; none where there is no file, or not the one that was written."""
    try:
        head, _, body = file.read_bytes().partition(b"\n")
    except OSError:
        return {}
    if head != _FORM + _checksum(body):
        return {}
    pairs = (line.partition(b" ") for line in body.split(b"\n")[:-1])
    return {key.decode("ascii"): line for key, _, line in pairs}


def _checksum(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).hexdigest().encode("ascii")


def _bounded(entries: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The last entries, as many as there is room for."""
    room = LARGEST
    kept = []
    for key, line in reversed(entries):
        room -= len(key) + len(line) + 2
        if room < 0:
            break
        kept.append((key, line))
    return kept[::-1]


# ---- findings as JSON -----------------------------------------------------------------------------------------------


def _encode(diagnostics: Iterable[Diagnostic]) -> list[Any]:
    return [[d.code, d.severity.value, d.message, *d.span, d.help, _fixes(d.fixes)] for d in diagnostics]


def _fixes(fixes: tuple[Fix, ...]) -> list[Any]:
    return [[fix.message, fix.safe, [[*edit.span, edit.replacement] for edit in fix.edits]] for fix in fixes]


def _decode(rows: list[Any]) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic(code, Severity(severity), message, Span(start, end), help_, tuple(_fix(*each) for each in fixes))
        for code, severity, message, start, end, help_, fixes in rows
    )


def _fix(message: str, safe: bool, edits: list[Any]) -> Fix:
    return Fix(message, tuple(Edit(Span(start, end), text) for start, end, text in edits), safe)
