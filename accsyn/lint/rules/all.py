"""All rules."""

from __future__ import annotations

from accsyn.lint.certainty import Rule, for_each_call
from accsyn.lint.rules import interpolation, loops, official, queries, results, signatures

RULES: tuple[Rule, ...] = (
    for_each_call(queries.compiled),
    for_each_call(interpolation.interpolated),
    for_each_call(interpolation.forgotten),
    for_each_call(queries.finished),
    results.lists,
    results.unchecked,
    results.filtered,
    signatures.arguments,
    signatures.methods,
    signatures.deprecated,
    signatures.parents,
    loops.sessions,
    loops.polling,
    for_each_call(official.escapes),
    for_each_call(official.line_breaks),
    for_each_call(official.long_lists),
)
