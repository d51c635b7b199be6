"""Findings about a query that may be one of several texts: only what holds however the choices are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from accsyn.diagnostics import Diagnostic
from accsyn.lint.calls import QueryCall
from accsyn.lint.module import Module
from accsyn.lint.template import Template

Rule = Callable[[Module], Iterator[Diagnostic]]
CallRule = Callable[[Module, QueryCall], Iterator[Diagnostic]]


def for_each_call(rule: CallRule) -> Rule:
    """A rule for the queries of a file, from one for a single query.

    Of a query that may be several texts a finding counts if it is found in every text that holds what it is about.
    Some of the texts may never come about; what is wrong with a piece wherever it is used is wrong.
    """

    def checked(module: Module) -> Iterator[Diagnostic]:
        for _, group in groupby(module.calls, key=lambda call: call.argument):
            calls = list(group)
            found = [list(rule(module, call)) for call in calls]
            for index, diagnostics in enumerate(found):
                for diagnostic in diagnostics:
                    if len(calls) == 1 or _is_certain(diagnostic, index, calls, found):
                        yield diagnostic

    checked.__doc__, checked.__name__, checked.__module__ = rule.__doc__, rule.__name__, rule.__module__
    return checked


def _is_certain(diagnostic: Diagnostic, index: int, calls: list[QueryCall], found: list[list[Diagnostic]]) -> bool:
    touched = _touched(calls[index].template, diagnostic)
    for call, diagnostics in zip(calls, found, strict=True):
        is_found = any((each.code, each.span) == (diagnostic.code, diagnostic.span) for each in diagnostics)
        if not is_found and (not touched or touched <= _touched(call.template, diagnostic)):
            return False
    return True


def _touched(template: Template | None, diagnostic: Diagnostic) -> set[int]:
    """The places in the file of the characters and holes that a finding is about."""
    start, end = diagnostic.span
    return set() if template is None else {at for at in template.starts if start <= at < end}
