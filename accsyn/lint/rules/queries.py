"""What the compiler has to say, and what the call has to say about it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from accsyn.codes import calls as codes
from accsyn.codes.logic import FinishedJobs
from accsyn.codes.syntax import UnfilledPlaceholder
from accsyn.diagnostics import Diagnostic, Fix
from accsyn.lint.arguments import add_arguments, has_stars, keyword_of
from accsyn.lint.calls import QueryCall
from accsyn.lint.module import Module
from accsyn.lint.rules.interpolation import with_placeholders

_POSITIONS = {"find": {"finished": 3, "archived": 6}, "iter": {}}


def compiled(module: Module, call: QueryCall) -> Iterator[Diagnostic]:
    """ACC1xx to ACC505."""
    filled = with_placeholders(module, call)
    holes = [] if filled is None else [hole.span for hole in filled.holes]
    for diagnostic in module.checked(call):
        if diagnostic.code == FinishedJobs.code:
            continue
        start, end = diagnostic.span
        is_told = any(span.start < end and start < span.end for span in holes)
        # The missing prefix is told by a rule of its own.
        if not (is_told and diagnostic.code == UnfilledPlaceholder.code):
            yield diagnostic


def finished(module: Module, call: QueryCall) -> Iterator[Diagnostic]:
    """ACC513."""
    if call.method not in _POSITIONS or not isinstance(call.node, ast.Call) or _asks(call, call.node):
        return
    for diagnostic in module.checked(call):
        if diagnostic.code == FinishedJobs.code:
            edit = add_arguments(module.source, call.node, "finished=True")
            fixes = [Fix("pass finished=True", (edit,), safe=False)] if edit else []
            help_ = "Pass finished=True; what is older than 14 days needs archived=True."
            yield codes.FinishedNotAskedFor.at(diagnostic.span, diagnostic.message, help_, *fixes)
            break


def _asks(call: QueryCall, node: ast.Call) -> bool:
    """Whether a call says something about finished jobs, or may do so."""
    if has_stars(node) or keyword_of(node, "single_entity_query"):
        return True
    return any(
        keyword_of(node, name) is not None or len(node.args) > position
        for name, position in {"finished": 99, "archived": 99, **_POSITIONS[call.method]}.items()
    )
