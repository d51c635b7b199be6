"""All rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from accsyn.diagnostics import Diagnostic
from accsyn.lint.module import Module
from accsyn.lint.rules import interpolation, loops, official, queries, results, signatures

Rule = Callable[[Module], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    queries.compiled,
    interpolation.interpolated,
    interpolation.forgotten,
    queries.finished,
    results.lists,
    results.unchecked,
    results.filtered,
    signatures.arguments,
    signatures.methods,
    signatures.deprecated,
    signatures.parents,
    loops.sessions,
    loops.polling,
    official.escapes,
    official.line_breaks,
    official.long_lists,
)
