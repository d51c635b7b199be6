"""One file through the rules: Python, a file of queries, or a query test file."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from functools import cache

from accsyn.diagnostics import Diagnostic, sort
from accsyn.errors import ConfigurationError
from accsyn.lint.clock import Clock
from accsyn.lint.config import Config
from accsyn.lint.module import Module
from accsyn.lint.python_source import PythonSource
from accsyn.lint.reading import Text, UnreadableError, read_text
from accsyn.lint.reports import PYTHON, QUERY_SUFFIX, TEST_SUFFIX, Report, is_candidate, kind_of
from accsyn.lint.rules.all import RULES
from accsyn.lint.suppressions import find_suppressions, suppress
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.model import Schema
from accsyn.source import Span

__all__ = ["Report", "code_names", "lint_bytes", "lint_module"]


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
    kind = kind_of(path)
    if kind == PYTHON and not is_candidate(content, config):
        return Report(path, None)
    try:
        text = read_text(content, has_cookie=kind == PYTHON)
    except UnreadableError as error:
        return Report(path, None, problem=str(error))
    clock = Clock()
    try:
        found = _FINDERS[kind](text, path, config, builtin_schema() if schema is None else schema, clock)
    except (UnreadableError, ConfigurationError) as error:
        return Report(path, text, problem=str(error))
    return Report(path, text, _selected(found, config, path), reads_clock=clock.was_read)


def _in_python(text: Text, path: str, config: Config, schema: Schema, clock: Clock) -> tuple[Diagnostic, ...]:
    try:
        source = PythonSource(text.text, path, text.encoding)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        place = f" (line {line})" if line else ""
        raise UnreadableError(f"Python cannot parse it: {getattr(error, 'msg', None) or error}{place}") from error
    return lint_module(Module(source, config, schema, clock), path)


def _in_queries(text: Text, _: str, config: Config, schema: Schema, clock: Clock) -> tuple[Diagnostic, ...]:
    from accsyn.lint.files import lint_queries

    return lint_queries(text.text, config, schema, clock)


def _in_tests(text: Text, path: str, config: Config, schema: Schema, clock: Clock) -> tuple[Diagnostic, ...]:
    from accsyn.lint.query_tests import lint_tests

    return lint_tests(text.text, path, config, schema, clock)


_FINDERS = {PYTHON: _in_python, QUERY_SUFFIX: _in_queries, TEST_SUFFIX: _in_tests}


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
    from accsyn.codes.catalog import all_codes

    return {code.code: code.name for code in all_codes()}


def _selected(diagnostics: Iterable[Diagnostic], config: Config, path: str) -> tuple[Diagnostic, ...]:
    found = tuple(diagnostics)
    ignored = config.ignored_in(path) if found else ()
    if not ignored and not config.select:
        return found
    names = code_names()
    return tuple(each for each in found if config.reports(each.code, names.get(each.code, ""), ignored))


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
