"""What the official client does to a query on its way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from accsyn.codes import official as codes
from accsyn.diagnostics import Diagnostic, Edit, Fix
from accsyn.lint.calls import QueryCall
from accsyn.lint.holes import VALUE, tokens_of
from accsyn.lint.literals import encode
from accsyn.lint.module import Module
from accsyn.lint.python_source import PythonSource
from accsyn.lint.queries import Known
from accsyn.lint.scopes import dotted
from accsyn.source import Span

_ESCAPE = re.compile(r"\\(?:[^A-Z]|([A-Z]))")
_CLASSES = {"S": r"[^\s]", "D": r"[^\d]", "W": r"[^\w]"}
_PORTION = re.compile(r"chunk|batch|portion|page|part|slice|few|first|some", re.IGNORECASE)
"""Names of lists that somebody has divided."""

_WORD_ENDS = " \t\n(),=<>"


def escapes(module: Module, call: QueryCall) -> Iterator[Diagnostic]:
    """ACC601."""
    for known in _sent(module, call):
        tokens = tokens_of(known.text)
        for before, token in pairwise(tokens):
            if known.text[before.start : before.end].upper() != "MATCHES" or any(
                known.unknown[token.start : token.end]
            ):
                continue
            for match in _ESCAPE.finditer(known.text, token.start, token.end):
                if match[1]:
                    yield _lowered(module, known, token.start, match)


def line_breaks(module: Module, call: QueryCall) -> Iterator[Diagnostic]:
    """ACC602."""
    for known in _sent(module, call):
        text = known.text
        for match in re.finditer(r"\n+", text):
            start, end = match.span()
            if (
                not text[:start].strip()
                or not text[end:].strip()
                or text[start - 1] in _WORD_ENDS
                or text[end] in _WORD_ENDS
            ):
                continue
            span = known.place(Span(start, start + 1))
            edit = _insertion(module, known, start)
            yield codes.JoinedWords.at(
                span,
                "the official client removes this line break and joins the words around it",
                "Put a blank before it.",
                *([Fix("put a blank before the line break", (edit,))] if edit and not _in_quotes(text, start) else []),
            )


def long_lists(module: Module, call: QueryCall) -> Iterator[Diagnostic]:
    """ACC603."""
    for known in _sent(module, call):
        for part in known.parts:
            if (
                part.role == VALUE
                and part.operator in ("IN", "NOT IN")
                and _is_unbounded(module.source, part.holes[0].node)
            ):
                yield codes.UnboundedList.at(
                    part.holes[0].span,
                    "a list of any length goes into the URL, which servers refuse from about 300 ids on",
                    "Ask in portions.",
                )


def _sent(module: Module, call: QueryCall) -> Iterator[Known]:
    """What is known of a query that the official client sends."""
    known = module.known(call) if module.runs_on_official(call) else None
    if known is not None:
        yield known


def _lowered(module: Module, known: Known, start: int, match: re.Match[str]) -> Diagnostic:
    span = Span(*match.span())
    letter = match[1]
    written = _CLASSES.get(letter)
    fixes: list[Fix] = []
    if written is not None and not _in_class(known.text[start : span.start]):
        part = known.template.parts[known.origins[span.start][0]]
        code = encode(written, known.template.literals[part], module.source.encoding) if part >= 0 else None
        if code is not None:
            fixes.append(Fix(f"write {written}", (Edit(known.place(span), code),)))
    return codes.LoweredEscape.at(
        known.place(span),
        f"the official client sends `\\{letter}` as `\\{letter.lower()}`",
        f"Write `{written}`." if written else None,
        *fixes,
    )


def _in_class(before: str) -> bool:
    """Whether a place in a pattern may lie in a class."""
    plain = re.sub(r"\\.", "", before, flags=re.DOTALL)
    return plain.rfind("[") > plain.rfind("]")


def _in_quotes(text: str, at: int) -> bool:
    return any(token.kind == "quoted" and token.start < at < token.end for token in tokens_of(text))


def _insertion(module: Module, known: Known, at: int) -> Edit | None:
    if known.unknown[at] or known.template.parts[known.origins[at][0]] < 0:
        return None
    start = known.place(Span(at, at + 1)).start
    return Edit(Span(start, start), " ")


def _is_unbounded(source: PythonSource, node: ast.AST | None) -> bool:
    """Whether a list is joined that may have any number of items."""
    match node:
        case ast.Call(func=ast.Attribute(attr="join"), args=[inner]):
            while isinstance(inner, ast.GeneratorExp | ast.ListComp | ast.Call):
                if isinstance(inner, ast.Call):
                    if not inner.args or dotted(inner.func).rpartition(".")[2] == "islice":
                        return False
                    inner = inner.args[-1]
                else:
                    inner = inner.generators[0].iter
            return isinstance(inner, ast.Name | ast.Attribute) and not _is_portion(source, inner)
    return False


def _is_portion(source: PythonSource, node: ast.Name | ast.Attribute) -> bool:
    """Whether a list is a part of another, has its items written out, or is measured somewhere."""
    if _PORTION.search(dotted(node)):
        return True
    if not isinstance(node, ast.Name) or node not in source.names.parents:
        return False
    scope = source.names.scope(node)
    for binding in scope.lookup(node.id):
        is_cut = isinstance(binding.node, ast.List | ast.Tuple | ast.Set | ast.Subscript)
        if binding.kind in ("loop", "number") or (binding.kind == "value" and is_cut):
            return True
    measured = (source.names.parents[each] for each in source.names.uses.get(node.id, ()))
    return any(isinstance(each, ast.Call) and dotted(each.func) == "len" for each in measured)
