"""The arguments of a call in a file, and edits that add some."""

from __future__ import annotations

import ast

from accsyn.diagnostics import Edit
from accsyn.lint.python_source import PythonSource
from accsyn.source import Span


def keyword_of(call: ast.Call, name: str) -> ast.keyword | None:
    """The argument that is given by that name."""
    return next((keyword for keyword in call.keywords if keyword.arg == name), None)


def has_stars(call: ast.Call) -> bool:
    """Whether arguments are passed that are not written out."""
    return any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords)


def add_arguments(source: PythonSource, call: ast.Call, text: str) -> Edit | None:
    """An edit that writes arguments behind those of a call; None where comments are in the way."""
    end = source.span(call).end - 1
    given: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    last = max((source.span(each).end for each in given), default=end)
    behind = source.text[last:end]
    if "#" in behind or source.text[end] != ")":
        return None
    comma = behind.find(",")
    at = last + (comma if comma >= 0 else len(behind.rstrip()))
    return Edit(Span(at, at), f", {text}" if given else text)


def add_parameters(source: PythonSource, call: ast.Call, values: dict[str, str]) -> Edit | None:
    """An edit that adds values to ``params=`` of a call; None where that is no dict that is written out.

    Args:
        source: The file.
        call: The call.
        values: Pieces of Python by the name of the parameter.
    """
    entries = ", ".join(f'"{name}": {code}' for name, code in values.items())
    given = keyword_of(call, "params")
    if given is None:
        return None if has_stars(call) else add_arguments(source, call, f"params={{{entries}}}")
    if not isinstance(given.value, ast.Dict):
        return None
    names = [key.value if isinstance(key, ast.Constant) else None for key in given.value.keys]
    if any(name in names for name in values):
        return None
    if not names:
        start, end = source.span(given.value)
        return Edit(Span(start, end), f"{{{entries}}}") if not source.text[start:end].strip("{} \t\r\n") else None
    at = source.span(given.value.values[-1]).end
    behind = source.text[at : source.span(given.value).end - 1]
    return Edit(Span(at, at), f", {entries}") if not behind.strip(", \t\r\n") else None
