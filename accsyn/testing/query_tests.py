"""Query test files, ``*.accsyn.toml``: what they hold. docs/query-tests.md describes the format."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from accsyn.errors import ConfigurationError
from accsyn.schema.builtin import builtin_schema
from accsyn.testing.case_settings import SETTINGS, Reader, Settings
from accsyn.testing.fields import (
    FieldError,
    QueryTestError,
    Table,
    check_keys,
    read,
    read_tables,
    read_text,
    read_texts,
    wrong,
)

__all__ = ["SUFFIX", "Case", "QueryTestError", "find_files", "load_tests"]

SUFFIX = ".accsyn.toml"
"""What the name of a query test file ends in."""

WORDS = ("all", "none", "always", "never")
"""What may be expected instead of records: of those given (all, none), of any record there could be (always, never)."""

_EXPECTATIONS = ("parameters", "expect", "diagnostics")
_CASE_KEYS = ("name", "query", *_EXPECTATIONS, *SETTINGS, "each")
_ROW_KEYS = ("name", *_EXPECTATIONS)
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*case[ \t]*\]\][ \t]*(?:#.*)?$", re.MULTILINE)


class Case(NamedTuple):
    """One test: a query with values for its parameters, and what is expected of it.

    Attributes:
        path: The file.
        line: The line on which the case starts, from 1; None where it is not known.
        name: Its name, unique in the file.
        query: The query as written.
        parameters: Values by name.
        settings: How it is read, and its records.
        expect: The names of the records, their number, a word of `WORDS`; None where only the diagnostics count.
        diagnostics: The codes of all diagnostics; None where any warning will do and an error will not.
    """

    path: str
    line: int | None
    name: str
    query: str
    parameters: Mapping[str, Any]
    settings: Settings
    expect: tuple[str, ...] | int | str | None
    diagnostics: tuple[str, ...] | None


def find_files(path: str | os.PathLike[str]) -> list[Path]:
    """The query test files that a path names: itself, or those below a folder, in order.

    Hidden folders are passed over.

    Raises:
        ConfigurationError: There is no such file or folder.
    """
    place = Path(path)
    if place.is_dir():
        found = sorted(place.rglob(f"*{SUFFIX}"))
        return [each for each in found if not any(part.startswith(".") for part in each.relative_to(place).parts[:-1])]
    if not place.exists():
        raise ConfigurationError(f"there is no file or folder {os.fspath(path)!r}")
    return [place]


def load_tests(path: str | os.PathLike[str]) -> list[Case]:
    """The cases of a query test file, in order; a case with rows gives one for each row.

    Raises:
        QueryTestError: The file cannot be read or is wrong: with the file, the line, and what to write instead.
        ConfigurationError: This Python needs ``tomli`` to read TOML, and it is not installed.
    """
    name = os.fspath(path)
    text = _read(name)
    document = _parse(name, text)
    reader = Reader(Path(name).parent)
    try:
        common, tables = _top(document, reader)
    except FieldError as error:
        raise QueryTestError(name, None, str(error)) from error
    cases: list[Case] = []
    for number, (table, line) in enumerate(zip(tables, _lines(text, len(tables)), strict=True), start=1):
        try:
            cases += [case._replace(path=name, line=line) for case in _cases(table, reader, common)]
            _check_names(cases)
        except FieldError as error:  # noqa: PERF203 - with the place of this case
            place = "" if line is not None else f"case {number}: "
            raise QueryTestError(name, line, f"{place}{error}") from error
    return cases


def _top(document: Table, reader: Reader) -> tuple[Settings, list[Table]]:
    """What a file says of all its cases, and the cases."""
    check_keys(document, (*SETTINGS, "case"), "the file")
    common = reader.settings(document, Settings(builtin_schema()))
    tables = read_tables(document, "case")
    if not tables:
        raise FieldError("the file has no test; each starts with `[[case]]`")
    return common, tables


def _check_names(cases: list[Case]) -> None:
    names = Counter(case.name for case in cases)
    twice = next((name for name, count in names.items() if count > 1), None)
    if twice is not None:
        raise FieldError(f"two tests are named {twice!r}; give each its own `name`")


def _read(name: str) -> str:
    try:
        return Path(name).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise QueryTestError(name, None, f"it cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise QueryTestError(name, None, f"it is not UTF-8 (byte {error.start + 1})") from error


def _parse(name: str, text: str) -> dict[str, Any]:
    loads, decode_error = _toml()
    try:
        document: dict[str, Any] = loads(text.replace("\r\n", "\n"))
    except decode_error as error:
        # The readers keep the place in the message alone.
        said, _, place = str(error).partition(" (at ")
        numbers = re.findall(r"\d+", place)
        line = int(numbers[0]) if numbers else text.count("\n") + 1
        column = f" (column {numbers[1]})" if numbers else ""
        raise QueryTestError(name, line, f"it is not TOML: {said[:1].lower()}{said[1:]}{column}") from error
    except RecursionError as error:
        raise QueryTestError(name, None, "it is nested too deeply") from error
    return document


def _toml() -> tuple[Callable[[str], dict[str, Any]], type[Exception]]:
    """The reader of TOML: Python's own since 3.11, before that tomli, of which Python's own was made."""
    from importlib import import_module

    for module in ("tomllib", "tomli"):
        try:
            toml = import_module(module)
        except ModuleNotFoundError:
            continue
        return toml.loads, toml.TOMLDecodeError
    raise ConfigurationError("query test files need tomli on Python 3.10: pip install 'accsyn[testing]'")


def _lines(text: str, count: int) -> list[int | None]:
    """The line of each case; TOML readers keep no places, so they are looked for."""
    found = [text.count("\n", 0, match.start()) + 1 for match in _HEADER.finditer(text)]
    # Within a text of several lines there may be something that looks like a header.
    return [*found] if len(found) == count else [None] * count


# ---- cases ----------------------------------------------------------------------------------------------------------


def _cases(table: Table, reader: Reader, common: Settings) -> Iterator[Case]:
    """The tests of a case: one, or one for each of its rows."""
    check_keys(table, _CASE_KEYS, "a case")
    query = read_text(table, "query")
    if not query:
        raise FieldError("a case needs a `query`")
    name = read_text(table, "name") or query
    settings = reader.settings(table, common)
    rows = read_tables(table, "each")
    if not rows:
        yield _case(name, query, table, settings)
    for place, row in enumerate(rows, start=1):
        check_keys(row, _ROW_KEYS, "a row of `each`")
        whole = {**table, **row}
        whole["parameters"] = {**_parameters(table), **_parameters(row)}
        yield _case(f"{name}[{read_text(row, 'name') or _label(row, place)}]", query, whole, settings)


def _case(name: str, query: str, table: Table, settings: Settings) -> Case:
    expect = _expected(table["expect"]) if "expect" in table else None
    diagnostics = read_texts(table, "diagnostics", "codes") if "diagnostics" in table else None
    if expect is None and diagnostics is None:
        raise FieldError("a case needs `expect`: a list of ids, a number, or one of " + ", ".join(map(repr, WORDS)))
    return Case("", None, name, query, _parameters(table), settings, expect, diagnostics)


def _parameters(table: Table) -> dict[str, Any]:
    return dict(read(table, "parameters", dict, {}, "a table of values by name"))


def _label(row: Table, place: int) -> str:
    """What tells a row from the others: its values, or its number."""
    values = _parameters(row).values()
    shown = ",".join(map(str, values))
    return shown if shown and len(shown) <= 40 else str(place)


def _expected(value: object) -> tuple[str, ...] | int | str:
    if isinstance(value, str):
        if value not in WORDS:
            words = ", ".join(map(repr, WORDS))
            raise FieldError(f"`expect` is {value!r}; write a list of ids, a number, or one of {words}")
        return value
    if isinstance(value, bool) or not isinstance(value, (int, list)):
        raise wrong("expect", "a list of ids, a number, or one of " + ", ".join(map(repr, WORDS)), value)
    if isinstance(value, int):
        if value < 0:
            raise FieldError("`expect` is a number of records and cannot be negative")
        return value
    for item in value:
        if isinstance(item, bool) or not isinstance(item, (str, int)):
            raise FieldError(f"`expect` lists ids, and {item!r} is none")
    return tuple(map(str, value))
