"""The places of expressions inside f-strings, for versions of Python whose `ast` has wrong ones (before 3.12).

Each expression is parsed again by itself, and the two trees are walked side by side.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from accsyn.lint.literals import Replacement, decode, fields, find_literals
from accsyn.source import Source, Span


def places_in(text: str, node: ast.JoinedStr, span: Span) -> dict[ast.AST, Span]:
    """Where the nodes inside an f-string stand.

    Args:
        text: The file.
        node: The f-string.
        span: Where it stands.

    Returns:
        The places of those nodes that could be read; none where the f-string is written in a way that is not.
    """
    found: dict[ast.AST, Span] = {}
    pending: list[tuple[ast.JoinedStr, list[Replacement]]] = [(node, _fields_of(text, span))]
    while pending:
        joined, replacements = pending.pop()
        values = [each for each in joined.values if isinstance(each, ast.FormattedValue)]
        if len(values) != len(replacements):
            continue
        for value, replacement in zip(values, replacements, strict=True):
            found[value] = Span(replacement.start, replacement.end)
            for inner, place in _pairs(text, value.value, replacement.expression):
                found[inner] = place
                if isinstance(inner, ast.JoinedStr):
                    pending.append((inner, _fields_of(text, place)))
            if isinstance(value.format_spec, ast.JoinedStr):
                pending.append((value.format_spec, _fields_in_spec(text, replacement)))
    return found


def offset(source: Source, line: int, column: int) -> int:
    """The offset of a place as `ast` has it: a line from 1, a column in bytes of UTF-8 from 0."""
    starts = source.line_starts
    start = starts[line - 1]
    end = starts[line] if line < len(starts) else len(source.text)
    content = source.text[start:end]
    if not content.isascii():
        column = len(content.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "surrogatepass"))
    return start + column


def _fields_of(text: str, span: Span) -> list[Replacement]:
    try:
        pieces = [piece for literal in find_literals(text, *span) or () for piece in decode(text, literal)]
    except ValueError:
        return []
    return [piece for piece in pieces if isinstance(piece, Replacement)]


def _fields_in_spec(text: str, replacement: Replacement) -> list[Replacement]:
    end = replacement.end - 1
    try:
        return list(fields(text, end - len(replacement.format_spec), end))
    except ValueError:
        return []


def _pairs(text: str, node: ast.expr, span: Span) -> Iterator[tuple[ast.AST, Span]]:
    """The nodes of an expression with their places; what stands in f-strings within is left out."""
    # Python before 3.12 puts parentheses around it too.
    code = Source(f"({text[span.start : span.end]})")
    try:
        parsed = ast.parse(code.text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    pending: list[tuple[ast.AST, ast.AST]] = [(node, parsed)]
    while pending:
        one, other = pending.pop()
        if type(one) is not type(other):
            continue
        if isinstance(other, ast.expr | ast.keyword | ast.arg):
            # Of a node in parentheses that were added: the places are those of this text.
            start = offset(code, other.lineno, other.col_offset)
            end = offset(code, other.end_lineno or other.lineno, other.end_col_offset or 0)
            yield one, Span(span.start + start - 1, span.start + end - 1)
        if not isinstance(one, ast.JoinedStr):
            pending += zip(ast.iter_child_nodes(one), ast.iter_child_nodes(other), strict=False)
