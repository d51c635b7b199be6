"""Queries in query test files, ``*.accsyn.toml``; docs/query-tests.md describes the format.

What a case says it expects is no finding: one that lists its diagnostics is left to the test, and a query that is never
true by intention may be always false. Whether the rest of a file is right is for ``accsyn test`` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from accsyn.codes.logic import AlwaysFalse, AlwaysTrue, FinishedJobs
from accsyn.diagnostics import Diagnostic, sort
from accsyn.errors import SchemaError
from accsyn.lint.clock import Clock
from accsyn.lint.config import Config
from accsyn.lint.queries import check_text
from accsyn.lint.reading import UnreadableError
from accsyn.lint.toml import Literal, find_literals, toml_reader
from accsyn.schema.loader import load_schema
from accsyn.schema.model import Schema
from accsyn.source import Span

_MEANT = {"never": AlwaysFalse.code, "always": AlwaysTrue.code}
"""What a case expects, and what it is no wonder to find then."""


class Case(NamedTuple):
    """A query of a file.

    Attributes:
        place: The number of the case, from 0.
        text: The query.
        schema: What it is checked against.
        strict: Whether names that the schema does not know are errors.
        meant: The codes that are no findings here.
    """

    place: int
    text: str
    schema: Schema
    strict: bool
    meant: frozenset[str]


def lint_tests(text: str, path: str, config: Config, schema: Schema, clock: Clock) -> tuple[Diagnostic, ...]:
    """The findings about the queries of a query test file, at their places in it.

    Raises:
        UnreadableError: It is no TOML, or names a schema that cannot be read.
    """
    loads, decode_error = toml_reader()
    try:
        document = loads(text)
    except decode_error as error:
        raise UnreadableError(f"it is no TOML: {error}") from error
    except RecursionError as error:
        raise UnreadableError("it is nested too deeply") from error
    found: list[tuple[Case, list[Diagnostic]]] = []
    for case in _cases(document, Path(path).parent, config, schema):
        diagnostics = check_text(case.text, case.schema, clock, strict=case.strict)
        diagnostics = [each for each in diagnostics if each.code not in case.meant]
        if diagnostics:
            found.append((case, diagnostics))
    # Places take longer than all the rest, and most files are right.
    literals = find_literals(text, "query", _queries) if found else []
    return sort(_moved(each, literals[case.place]) for case, diagnostics in found for each in diagnostics)


def _tables(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    cases = document.get("case")
    return [each if isinstance(each, Mapping) else {} for each in cases] if isinstance(cases, list) else []


def _queries(document: Mapping[str, Any]) -> list[object]:
    return [table.get("query") for table in _tables(document)]


def _cases(document: Mapping[str, Any], folder: Path, config: Config, schema: Schema) -> Iterator[Case]:
    schemas: dict[str, Schema] = {}
    for place, table in enumerate(_tables(document)):
        query = table.get("query")
        rows = table.get("each")
        tables = [table, *(row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, Mapping))]
        if not isinstance(query, str) or any("diagnostics" in each for each in tables):
            continue
        given = {**document, **table}
        name = given.get("schema")
        if isinstance(name, str) and name not in schemas:
            try:
                schemas[name] = load_schema(folder / name)
            except SchemaError as error:
                raise UnreadableError(f"its schema {name!r}: {error}") from error
        expected = {each["expect"] for each in tables if isinstance(each.get("expect"), str)}
        # The records of a test are all there are, finished or not.
        meant = frozenset({FinishedJobs.code, *(_MEANT[word] for word in expected if word in _MEANT)})
        strict = given.get("strict", config.strict)
        yield Case(place, query, schemas.get(name, schema) if isinstance(name, str) else schema, strict is True, meant)


def _moved(found: Diagnostic, literal: Literal | None) -> Diagnostic:
    if literal is None:
        # The key is spelled in a way that is not looked for: the file is all that is known.
        return Diagnostic(found.code, found.severity, found.message, Span(0, 0), found.help)
    fixes = (literal.fix(fix) for fix in found.fixes)
    place = literal.place(found.span)
    return Diagnostic(
        found.code, found.severity, found.message, place, found.help, tuple(fix for fix in fixes if fix is not None)
    )
