"""The calls that carry queries, and the strings that are marked as queries."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from accsyn.lint.comments import Comment
from accsyn.lint.config import Config
from accsyn.lint.following import follow_all
from accsyn.lint.python_source import PythonSource
from accsyn.lint.sessions import Client, Sessions
from accsyn.lint.template import HOLE, Template
from accsyn.schema.model import Schema

METHODS = frozenset({"find", "find_one", "iter", "wait", "report", "metrics"})
"""Methods of a session whose first argument is a query."""

FUNCTIONS = {
    "accsyn.parse": "query",
    "accsyn.check": "query",
    "accsyn.compile": "query",
    "accsyn.parse_expression": "expression",
}
"""Functions whose first argument is a query, or a bare condition."""

_ARGUMENT_NAMES = ("query", "text")
_SHAPE = re.compile(r"\s*([^\W\d][\w-]*)\s+WHERE(?![\w.-])", re.IGNORECASE)
_ID = re.compile(r"[a-z0-9]{24}")
_MARK = re.compile(r"#\s*accsyn:\s*(query|expression)\b")
_TEXTS = (ast.Constant, ast.JoinedStr, ast.BinOp, ast.Call)


class QueryCall(NamedTuple):
    """A place in a file where a query stands.

    Attributes:
        node: The call; for a marked string the string.
        method: The name of the method or function; ``query`` for a marked string.
        client: Whose session it is; None where it is no method of a known session.
        argument: The expression that makes the text.
        template: The text as far as it is known; None where nothing is.
        is_expression: Whether it is a bare condition.
        others: The other texts that it may be; its own among them.
    """

    node: ast.expr
    method: str
    client: Client | None
    argument: ast.expr
    template: Template | None
    is_expression: bool = False
    others: tuple[Template, ...] = ()

    @property
    def is_method(self) -> bool:
        """Whether it is a method of a session, known or supposed."""
        return self.method in METHODS


def find_calls(
    source: PythonSource, sessions: Sessions, comments: list[Comment], config: Config, schema: Schema
) -> tuple[QueryCall, ...]:
    """Every query of a file, in the order of the text; one that may be several texts as so many."""
    found: list[QueryCall] = []
    mentions_accsyn = "accsyn" in source.text
    for node in source.names.nodes:
        if isinstance(node, ast.Call) and source.has_place(node):
            calls = _function(source, node, config)
            found += calls or _method(source, node, sessions, schema, mentions_accsyn)
    known = {call.argument for call in found}
    found += [call for call in _marked(source, comments) if call.argument not in known]
    return tuple(found)


def _argument(node: ast.Call, names: tuple[str, ...] = _ARGUMENT_NAMES) -> ast.expr | None:
    if node.args:
        return None if isinstance(node.args[0], ast.Starred) else node.args[0]
    return next((keyword.value for keyword in node.keywords if keyword.arg in names), None)


def _function(source: PythonSource, node: ast.Call, config: Config) -> list[QueryCall]:
    name = source.names.qualified(node.func)
    kind = FUNCTIONS.get(name) or ("query" if name and name in config.functions else None)
    if kind is None and config.functions:
        kind = "query" if ast.unparse(node.func) in config.functions else None
    argument = _argument(node) if kind else None
    if argument is None:
        return []
    method = name.rpartition(".")[2]
    call = QueryCall(node, f"{method}()", None, argument, None, kind == "expression")
    return _with_texts(call, follow_all(source, argument))


def _method(
    source: PythonSource, node: ast.Call, sessions: Sessions, schema: Schema, mentions_accsyn: bool
) -> list[QueryCall]:
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in METHODS:
        return []
    argument = _argument(node)
    if argument is None:
        return []
    receiver = node.func.value
    client = sessions.client_of_method(node.func)
    if client is None and not (mentions_accsyn or sessions.looks_like_one(receiver)):
        return []
    templates = follow_all(source, argument)
    if client is None and not (templates and all(_is_query(template.text, schema) for template in templates)):
        return []
    call = QueryCall(node, node.func.attr, client, argument, None)
    is_id = node.func.attr == "wait" and any(_ID.fullmatch(template.text) for template in templates)
    return _with_texts(call, () if is_id else templates)


def _with_texts(call: QueryCall, templates: tuple[Template, ...]) -> list[QueryCall]:
    """The call with each of its texts."""
    others = templates if len(templates) > 1 else ()
    return [call._replace(template=template, others=others) for template in templates] or [call]


def _is_query(text: str, schema: Schema) -> bool:
    """Whether a text starts as only a query does: a known entity type, then WHERE."""
    match = _SHAPE.match(text)
    return match is not None and (schema.entity_type(match[1]) is not None or schema.is_metadata_query(match[1]))


# ---- marked strings -------------------------------------------------------------------------------------------------


def _marked(source: PythonSource, comments: list[Comment]) -> Iterator[QueryCall]:
    """Strings with ``# accsyn: query`` behind them, or on a line of its own before them."""
    marks = {comment.line: (match[1], comment) for comment in comments if (match := _MARK.match(comment.text))}
    if not marks:
        return
    inside: set[ast.AST] = set()
    for node in source.names.nodes:
        if not isinstance(node, _TEXTS) or source.names.parents[node] in inside:
            if source.names.parents.get(node) in inside:
                inside.add(node)
            continue
        kind = _mark_of(node, marks)
        templates = follow_all(source, node) if kind and source.has_place(node) else ()
        if not templates:
            continue
        inside.add(node)
        yield from _with_texts(QueryCall(node, "query", None, node, None, kind == "expression"), templates)


def _mark_of(node: ast.expr, marks: dict[int, tuple[str, Comment]]) -> str:
    kind, _ = marks.get(node.end_lineno or node.lineno, ("", None))
    before, comment = marks.get(node.lineno - 1, ("", None))
    return kind or (before if comment is not None and comment.is_alone else "")


__all__ = ["FUNCTIONS", "HOLE", "METHODS", "QueryCall", "find_calls"]
