"""``[tool.accsyn.lint]`` of the nearest pyproject.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from accsyn.errors import ConfigurationError
from accsyn.text import closest

FILE = "pyproject.toml"
DEFAULT_EXCLUDE = (
    ".*",
    "__pycache__",
    "node_modules",
    "build",
    "dist",
    "venv",
    "site-packages",
)
"""Folders that are passed over when a folder is searched; a path that is named is taken whatever it is called."""

_CODE = re.compile(r"ACC\d{0,3}|[a-z]+(-[a-z]+)*")


class Config(NamedTuple):
    """What is looked for, and where.

    Attributes:
        select: Codes, their beginnings or names that are reported; empty for all.
        ignore: Codes, their beginnings or names that are not.
        per_file_ignores: Patterns of paths, and what is not reported in such files.
        exclude: Patterns of names and paths that are passed over.
        sessions: Names, with dots, that are sessions.
        functions: Names, with dots, of functions whose first argument is a query.
        schema: A schema file; empty for the built-in schema.
        strict: Whether names that the schema does not know are errors.
        root: The folder of the file; patterns of paths start there.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    sessions: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    schema: str = ""
    strict: bool = False
    root: str = ""

    def ignored_in(self, path: str) -> tuple[str, ...]:
        """The codes, their beginnings or names that are not reported in a file."""
        there = (codes for pattern, codes in self.per_file_ignores if matches_path(path, pattern, self.root))
        return (*self.ignore, *(code for codes in there for code in codes))

    def reports(self, code: str, name: str, ignored: tuple[str, ...]) -> bool:
        """Whether a finding of that code is reported where these are ignored."""
        return (not self.select or covers(self.select, code, name)) and not covers(ignored, code, name)


def covers(selectors: tuple[str, ...], code: str, name: str) -> bool:
    """Whether one of the selectors is the code, its beginning, or its name."""
    return any(code.startswith(selector) if selector.startswith("ACC") else selector == name for selector in selectors)


def matches_path(path: str, pattern: str, root: str) -> bool:
    """Whether a pattern fits a path.

    Args:
        path: The path.
        pattern: A name, which fits a file and all that is in a folder of that name; or with ``/`` a path from the root,
            where ``**`` stands for any number of folders.
        root: The root; empty where the path is to be taken as it is.
    """
    place = PurePath(path)
    if root:
        place = PurePath(Path(path).resolve())
        place = place.relative_to(root) if place.is_relative_to(root) else place
    if "/" not in pattern:
        return any(fnmatchcase(part, pattern) for part in place.parts)
    return _fits(place.parts, pattern.strip("/").split("/"))


def _fits(parts: tuple[str, ...], wanted: list[str]) -> bool:
    states = _passed({0}, wanted)
    for part in parts:
        stays = {at for at in states if wanted[at : at + 1] == ["**"]}
        goes = {at + 1 for at in states - stays if at < len(wanted) and fnmatchcase(part, wanted[at])}
        states = _passed(stays | goes, wanted)
    return len(wanted) in states


def _passed(states: set[int], wanted: list[str]) -> set[int]:
    """The places in a pattern that are reached, each ``**`` passed over too."""
    found = set(states)
    for at, part in enumerate(wanted):
        if part == "**" and at in found:
            found.add(at + 1)
    return found


def load_config(file: Path) -> Config | None:
    """The configuration of a pyproject.toml; None where it has none.

    Raises:
        ConfigurationError: It cannot be read, is no TOML, or a key or its value is wrong; the key is named.
    """
    try:
        content = file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if "accsyn" not in content:
        return None
    from accsyn.lint.toml import toml_reader

    loads, decode_error = toml_reader()
    try:
        document = loads(content)
    except decode_error as error:
        raise ConfigurationError(f"{file} is no TOML: {error}") from error
    table = document.get("tool", {})
    for name in ("accsyn", "lint"):
        table = table.get(name) if isinstance(table, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        raise ConfigurationError(f"{file}: tool.accsyn.lint is a table, not {type(table).__name__}")
    return read_config(table, file)


def read_config(table: Mapping[str, Any], file: Path) -> Config:
    """The configuration that a table says.

    Raises:
        ConfigurationError: A key or its value is wrong; the key is named.
    """
    values: dict[str, Any] = {}
    for key, value in table.items():
        place = f"{file}: tool.accsyn.lint.{key}"
        reader = _READERS.get(key)
        if reader is None:
            near = closest(key, _READERS, 1)
            raise ConfigurationError(f"{place} is no setting" + (f"; did you mean {near[0]!r}?" if near else ""))
        values[key.replace("-", "_").replace("extend_exclude", "exclude")] = reader(value, place)
    if "extend-exclude" in table:
        values["exclude"] = (*_exclude(table, file), *values["exclude"])
    return Config(**values, root=str(file.parent.resolve()))


def _exclude(table: Mapping[str, Any], file: Path) -> tuple[str, ...]:
    return _texts(table["exclude"], f"{file}: tool.accsyn.lint.exclude") if "exclude" in table else DEFAULT_EXCLUDE


class Configs:
    """The configuration of each folder, each file read once."""

    def __init__(self) -> None:
        self._known: dict[Path, Config] = {}

    def of(self, folder: Path) -> Config:
        """The configuration for the files of a folder: of the nearest pyproject.toml that has one.

        Args:
            folder: An absolute path.

        Raises:
            ConfigurationError: As for `load_config`.
        """
        passed: list[Path] = []
        found: Config | None = None
        for place in (folder, *folder.parents):
            found = self._known.get(place)
            if found is not None:
                break
            passed.append(place)
            file = place / FILE
            found = load_config(file) if file.is_file() else None
            if found is not None:
                break
        found = Config() if found is None else found
        self._known.update(dict.fromkeys(passed, found))
        return found


def read_codes(value: object, place: str) -> tuple[str, ...]:
    """Codes, their beginnings or names.

    Raises:
        ConfigurationError: It is no list of them.
    """
    texts = _texts(value, place)
    for text in texts:
        if not _CODE.fullmatch(text):
            raise ConfigurationError(f"{place}: {text!r} is no code such as ACC510, ACC5 or unquoted-interpolation")
    return texts


def _texts(value: object, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise ConfigurationError(f"{place} is a list of texts")
    return tuple(value)


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise ConfigurationError(f"{place} is a text")
    return value


def _flag(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise ConfigurationError(f"{place} is true or false")
    return value


def _per_file(value: object, place: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        raise ConfigurationError(f"{place} is a table of patterns with lists of codes")
    return tuple((pattern, read_codes(codes, f'{place}."{pattern}"')) for pattern, codes in value.items())


_READERS: dict[str, Callable[[object, str], Any]] = {
    "select": read_codes,
    "ignore": read_codes,
    "per-file-ignores": _per_file,
    "exclude": _texts,
    "extend-exclude": _texts,
    "sessions": _texts,
    "functions": _texts,
    "schema": _text,
    "strict": _flag,
}
