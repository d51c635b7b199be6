"""One file through the rules: Python, or a file of queries."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from accsyn.codes.catalog import all_codes
from accsyn.diagnostics import Diagnostic, sort
from accsyn.lint.config import Config
from accsyn.lint.module import Module
from accsyn.lint.python_source import PythonSource
from accsyn.lint.reading import Text, UnreadableError, read_text
from accsyn.lint.rules.all import RULES
from accsyn.lint.suppressions import find_suppressions, suppress
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.model import Schema
from accsyn.source import Source, Span

QUERY_SUFFIX = ".accsyn"
PYTHON_SUFFIXES = (".py", ".pyi", ".pyw")

_WHERE = re.compile(rb"\b[A-Za-z]+\s+where\b", re.IGNORECASE)
_CALL = re.compile(rb"ession\w*\s*\.\s*(?:find|find_one|iter|wait|report|metrics)\s*\(", re.IGNORECASE)


class Report(NamedTuple):
    """What there is to say about a file.

    Attributes:
        path: The file, as it was named.
        text: Its text; None where it could not be read.
        diagnostics: The findings, in the order of their places.
        problem: Why it could not be linted, one clause; empty otherwise.
    """

    path: str
    text: Text | None
    diagnostics: tuple[Diagnostic, ...] = ()
    problem: str = ""

    @property
    def source(self) -> Source:
        """The text with its lines."""
        return Source("" if self.text is None else self.text.text, self.path)


def is_candidate(content: bytes, config: Config) -> bool:
    """Whether a Python file can hold a query: one that cannot is not parsed."""
    if b"accsyn" in content:
        return True
    names = [name.rpartition(".")[2].encode() for name in (*config.sessions, *config.functions)]
    if any(name in content for name in names):
        return True
    return b"ession" in content and _CALL.search(content) is not None and _WHERE.search(content) is not None


def lint_bytes(content: bytes, path: str, config: Config, schema: Schema | None = None) -> Report:
    """Lint the content of a file.

    Args:
        content: All of it.
        path: Its path: what it ends in says what it is.
        config: What is looked for.
        schema: What queries are checked against; the built-in schema if not given.

    Returns:
        The findings; of a file that cannot be read or parsed the reason.
    """
    is_query_file = path.endswith(QUERY_SUFFIX)
    if not is_query_file and not is_candidate(content, config):
        return Report(path, None)
    try:
        text = read_text(content, has_cookie=not is_query_file)
    except UnreadableError as error:
        return Report(path, None, problem=str(error))
    schema = builtin_schema() if schema is None else schema
    if is_query_file:
        from accsyn.lint.files import lint_queries

        return Report(path, text, _selected(lint_queries(text.text, config, schema), config, path))
    try:
        source = PythonSource(text.text, path, text.encoding)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        place = f" (line {line})" if line else ""
        return Report(path, text, problem=f"Python cannot parse it: {getattr(error, 'msg', None) or error}{place}")
    return Report(path, text, lint_module(Module(source, config, schema), path))


def lint_module(module: Module, path: str = "") -> tuple[Diagnostic, ...]:
    """The findings about a parsed file that its configuration selects and no comment suppresses."""
    found: dict[tuple[str, Span], Diagnostic] = {}
    for rule in RULES:
        for diagnostic in rule(module):
            # A constant that is used twice is one place.
            found.setdefault((diagnostic.code, diagnostic.span), diagnostic)
    chosen = _selected(found.values(), module.config, path)
    suppressions = find_suppressions(module.comments)
    if suppressions:
        names = code_names()
        left = suppress(module.source.source, chosen, suppressions, _lines_of(module), lambda code: names.get(code, ""))
        chosen = _selected(left, module.config, path)
    return sort(chosen)


@cache
def code_names() -> dict[str, str]:
    """The name of each code."""
    return {code.code: code.name for code in all_codes()}


def _selected(diagnostics: Iterable[Diagnostic], config: Config, path: str) -> tuple[Diagnostic, ...]:
    names = code_names()
    return tuple(each for each in diagnostics if config.reports(each.code, names.get(each.code, ""), path))


def _lines_of(module: Module) -> Callable[[Span], set[int]]:
    """The lines whose comments speak of a place: where it starts and ends, and the first and last of its statement."""
    statements: list[tuple[int, int]] = sorted(
        (node.lineno, _last_line(node)) for node in module.source.names.nodes if isinstance(node, ast.stmt)
    )
    position = module.source.source.position

    def lines_of(span: Span) -> set[int]:
        first, last = position(span.start).line, position(max(span.start, span.end - 1)).line
        around = [each for each in statements if each[0] <= first <= each[1]]
        innermost = min(around, key=lambda each: each[1] - each[0], default=(first, last))
        return {first, last, *innermost}

    return lines_of


def _last_line(node: ast.stmt) -> int:
    """The last line of a statement, of a compound one of its head."""
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    first = body[0] if body else None
    if first is not None:
        inner = getattr(first, "lineno", None) or first.pattern.lineno
        return max(node.lineno, inner - 1) if inner > node.lineno else node.lineno
    return node.end_lineno or node.lineno


def lint_file(path: Path, config: Config, schema: Schema | None = None) -> Report:
    """Lint a file; what keeps it from being read is in the report."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return Report(str(path), None, problem=f"it cannot be read: {error.strerror or error}")
    return lint_bytes(content, str(path), config, schema)
