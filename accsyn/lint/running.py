"""Many files: which ones, in how many processes, and what is known of them from earlier runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from accsyn.errors import ConfigurationError, SchemaError
from accsyn.lint.config import Config, Configs, matches_path
from accsyn.lint.reading import read_text
from accsyn.lint.reports import PYTHON, SUFFIXES, TEST_SUFFIX, Report, is_candidate, kind_of

if TYPE_CHECKING:
    # Imported where they are needed: where nothing changed nothing is linted.
    from accsyn.lint.caching import Cache
    from accsyn.schema.model import Schema

_WORTH_A_PROCESS = 40
"""Files with queries from which on more processes pay: each takes a tenth of a second to start."""


class Overrides(NamedTuple):
    """What a call says in place of the configuration; None where it says nothing.

    Attributes:
        select: Codes that are reported.
        ignore: Codes that are not, beside those of the configuration.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None

    def on(self, config: Config) -> Config:
        """The configuration with these changes."""
        select = config.select if self.select is None else self.select
        return config._replace(select=select, ignore=(*config.ignore, *(self.ignore or ())))


class Files:
    """The files of a call, and the configuration of each.

    Args:
        overrides: What the call says.

    Attributes:
        unlisted: Reports on the folders that could not be read.
    """

    def __init__(self, overrides: Overrides | None = None) -> None:
        self._overrides = overrides or Overrides()
        self._configs = Configs()
        self._schemas: dict[str, Schema] = {}
        self._hashes: dict[str, str] = {}
        self.unlisted: list[Report] = []

    def config(self, path: Path) -> Config:
        """The configuration for a file.

        Raises:
            ConfigurationError: It is wrong.
        """
        return self._overrides.on(self._configs.of(path.resolve().parent))

    def schema(self, config: Config) -> Schema:
        """The schema that a configuration names.

        Raises:
            ConfigurationError: It cannot be read.
        """
        from accsyn.schema.builtin import builtin_schema
        from accsyn.schema.loader import load_schema

        if not config.schema:
            return builtin_schema()
        place = str(Path(config.root, config.schema))
        if place not in self._schemas:
            try:
                self._schemas[place] = load_schema(Path(place))
            except SchemaError as error:
                raise ConfigurationError(f"tool.accsyn.lint.schema, {place}: {error}") from error
        return self._schemas[place]

    def schema_hash(self, config: Config) -> str:
        """What tells the schema of a configuration from others; empty for the built-in one.

        Raises:
            ConfigurationError: It cannot be read.
        """
        if not config.schema:
            return ""
        place = str(Path(config.root, config.schema))
        if place not in self._hashes:
            from hashlib import blake2b

            self.schema(config)
            self._hashes[place] = blake2b(Path(place).read_bytes(), digest_size=16).hexdigest()
        return self._hashes[place]

    def lint(self, content: bytes, path: str) -> Report:
        """Lint the content of a file."""
        from accsyn.lint.linting import lint_bytes

        config = self.config(Path(path))
        return lint_bytes(content, path, config, self.schema(config))

    def find(self, paths: Iterable[str]) -> Iterator[Path]:
        """The files that paths name, each once: files as they are, folders with what is below and not excluded.

        What is neither a file nor a folder is there too; `unlisted` tells of folders that cannot be read.

        Raises:
            ConfigurationError: A configuration is wrong.
        """
        seen: set[Path] = set()
        for name in paths:
            place = Path(name)
            found = self._below(place) if place.is_dir() else iter([place])
            for file in found:
                if file not in seen:
                    seen.add(file)
                    yield file

    def _below(self, folder: Path) -> Iterator[Path]:
        pending = [folder]
        while pending:
            place = pending.pop()
            config = self._configs.of(place.resolve())
            try:
                entries = sorted(place.iterdir(), key=lambda entry: entry.name)
            except OSError as error:
                self.unlisted.append(Report(str(place), None, problem=f"it cannot be read: {error.strerror or error}"))
                continue
            folders = []
            for entry in entries:
                if any(_is_excluded(entry, pattern, config.root) for pattern in config.exclude):
                    continue
                if entry.is_dir() and not entry.is_symlink():
                    folders.append(entry)
                elif entry.name.endswith(SUFFIXES) and entry.is_file():
                    yield entry
            pending.extend(reversed(folders))


def _is_excluded(entry: Path, pattern: str, root: str) -> bool:
    return fnmatch(entry.name, pattern) or ("/" in pattern and matches_path(str(entry), pattern, root))


class _Work(NamedTuple):
    """A file that has to be linted: its place among the reports, what it holds, how, and its name in the cache."""

    place: int
    content: bytes
    path: str
    config: Config
    key: str


def lint_paths(paths: Sequence[str], files: Files, *, jobs: int = 1, cache: Cache | None = None) -> list[Report]:
    """Lint files and folders.

    Args:
        paths: Files and folders.
        files: How.
        jobs: Processes at most.
        cache: The results of earlier runs; gets those of this one, and has to be stored.

    Returns:
        A report for each file, in the order in which they were found. It is the same with a cache and without.

    Raises:
        ConfigurationError: A path or a configuration is wrong.
    """
    reports: list[Report] = []
    waiting: list[_Work] = []
    for file in files.find(paths):
        config, path = files.config(file), str(file)
        report = Report(path, None)
        try:
            content = file.read_bytes()
        except OSError as error:
            reports.append(report._replace(problem=f"it cannot be read: {error.strerror or error}"))
            continue
        kind = kind_of(path)
        if kind != PYTHON or is_candidate(content, config):
            # A query test file may name a schema of its own.
            key, known = "", None
            if cache is not None and kind != TEST_SUFFIX:
                key = cache.key(content, kind, config, config.ignored_in(path), files.schema_hash(config))
                known = cache.get(key)
            if known is None:
                waiting.append(_Work(len(reports), content, path, config, key))
            else:
                report = Report(path, read_text(content, has_cookie=kind == PYTHON), known)
        reports.append(report)
    for work, report in zip(waiting, _run(waiting, files, jobs), strict=True):
        reports[work.place] = report
        # What keeps a file from being linted may be a matter of this process alone.
        if cache is not None and work.key and not report.problem and not report.reads_clock:
            cache.put(work.key, report.diagnostics)
    return [*reports, *files.unlisted]


def _run(waiting: list[_Work], files: Files, jobs: int) -> list[Report]:
    if not waiting:
        return []
    from accsyn.lint.linting import lint_bytes

    work = [(each.content, each.path, each.config, files.schema(each.config)) for each in waiting]
    if jobs < 2 or len(work) < _WORTH_A_PROCESS:
        return [lint_bytes(*each) for each in work]
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children

    pool = ProcessPoolExecutor(jobs, initializer=_leave_interrupts)
    try:
        found = list(pool.map(lint_bytes, *zip(*work, strict=True), chunksize=8))
    except BaseException:
        # Whoever interrupts does not wait for what is being linted.
        pool.shutdown(wait=False, cancel_futures=True)
        for process in active_children():
            process.terminate()
        raise
    pool.shutdown()
    return found


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the one that started the others ends them."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
