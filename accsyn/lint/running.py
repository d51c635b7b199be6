"""Many files: which ones, in how many processes, and what was accepted before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from accsyn.errors import ConfigurationError, SchemaError
from accsyn.lint.config import Config, Configs, matches_path
from accsyn.lint.linting import PYTHON_SUFFIXES, QUERY_SUFFIX, Report, is_candidate, lint_bytes
from accsyn.lint.reporters.places import items
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.loader import load_schema
from accsyn.schema.model import Schema

SUFFIXES = (*PYTHON_SUFFIXES, QUERY_SUFFIX)

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
    """

    def __init__(self, overrides: Overrides | None = None) -> None:
        self._overrides = overrides or Overrides()
        self._configs = Configs()
        self._schemas: dict[str, Schema] = {}

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
        if not config.schema:
            return builtin_schema()
        place = str(Path(config.root, config.schema))
        if place not in self._schemas:
            try:
                self._schemas[place] = load_schema(Path(place))
            except SchemaError as error:
                raise ConfigurationError(f"tool.accsyn.lint.schema, {place}: {error}") from error
        return self._schemas[place]

    def lint(self, content: bytes, path: str) -> Report:
        """Lint the content of a file."""
        config = self.config(Path(path))
        return lint_bytes(content, path, config, self.schema(config))

    def find(self, paths: Iterable[str]) -> Iterator[Path]:
        """The files that paths name, each once: files as they are, folders with what is below and not excluded.

        Raises:
            ConfigurationError: There is no such file or folder, or a configuration is wrong.
        """
        seen: set[Path] = set()
        for name in paths:
            place = Path(name)
            if not place.exists():
                raise ConfigurationError(f"there is no file or folder {name!r}")
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
            except OSError:
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


def lint_paths(paths: Sequence[str], files: Files, *, jobs: int = 1) -> list[Report]:
    """Lint files and folders.

    Args:
        paths: Files and folders.
        files: How.
        jobs: Processes at most.

    Returns:
        A report for each file, in the order in which they were found.

    Raises:
        ConfigurationError: A path or a configuration is wrong.
    """
    reports: list[Report] = []
    waiting: list[tuple[int, bytes, Config, Schema]] = []
    for file in files.find(paths):
        config = files.config(file)
        try:
            content = file.read_bytes()
        except OSError as error:
            reports.append(Report(str(file), None, problem=f"it cannot be read: {error.strerror or error}"))
            continue
        if file.name.endswith(QUERY_SUFFIX) or is_candidate(content, config):
            waiting.append((len(reports), content, config, files.schema(config)))
        reports.append(Report(str(file), None))
    work = [(content, reports[index].path, config, schema) for index, content, config, schema in waiting]
    for (index, *_), report in zip(waiting, _run(work, jobs), strict=True):
        reports[index] = report
    return reports


def _run(work: list[tuple[bytes, str, Config, Schema]], jobs: int) -> Iterable[Report]:
    if jobs < 2 or len(work) < _WORTH_A_PROCESS:
        return [lint_bytes(*each) for each in work]
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(lint_bytes, *zip(*work, strict=True), chunksize=8))


# ---- baselines ------------------------------------------------------------------------------------------------------


def baseline_of(reports: Iterable[Report]) -> str:
    """The findings of files as a document: a later run reports what is not in it."""
    import json

    found = sorted((item.path, item.diagnostic.code, item.fingerprint) for item in items(reports))
    rows = [{"path": path, "code": code, "fingerprint": fingerprint} for path, code, fingerprint in found]
    return json.dumps({"version": 1, "findings": rows}, indent=2) + "\n"


def without_baseline(reports: Iterable[Report], text: str) -> list[Report]:
    """The reports without the findings of a baseline. A finding stays known while its line does.

    Raises:
        ConfigurationError: The text is no baseline.
    """
    import json

    try:
        known = Counter(row["fingerprint"] for row in json.loads(text)["findings"])
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigurationError("it is no baseline that accsyn lint wrote") from error
    left = []
    for report in reports:
        kept = []
        for item in items([report]):
            if known[item.fingerprint]:
                known[item.fingerprint] -= 1
            else:
                kept.append(item.diagnostic)
        left.append(report._replace(diagnostics=tuple(kept)))
    return left
