"""A Python file as the rules see it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property

from accsyn.diagnostics import Diagnostic
from accsyn.lint.calls import QueryCall, find_calls
from accsyn.lint.clock import Clock
from accsyn.lint.comments import Comment, find_comments
from accsyn.lint.config import Config
from accsyn.lint.python_source import PythonSource
from accsyn.lint.queries import Known, check_known, known_text
from accsyn.lint.sessions import Client, Sessions
from accsyn.schema.model import Schema


class Module:
    """A file, its sessions and its queries.

    Args:
        source: The file.
        config: What counts as a session.
        schema: What queries are checked against.
        clock: What relative times count from.

    Attributes:
        source: The file.
        config: What counts as a session.
        schema: What queries are checked against.
        clock: What relative times count from.
        sessions: Which expressions are sessions.
        comments: The comments that speak to the linter.
        calls: Every query, in the order of the text.
    """

    def __init__(self, source: PythonSource, config: Config, schema: Schema, clock: Clock | None = None) -> None:
        self.source = source
        self.config = config
        self.schema = schema
        self.clock = clock or Clock()
        self.sessions = Sessions(source, config.sessions)
        self.comments: list[Comment] = find_comments(source.source)
        self.calls = find_calls(source, self.sessions, self.comments, config, schema)
        self._known: dict[int, Known | None] = {}
        self._found: dict[int, tuple[Diagnostic, ...]] = {}

    def known(self, call: QueryCall) -> Known | None:
        """The text of a query with stand-ins for what is not known; None where that cannot be told."""
        # Calls live as long as the module does.
        if id(call) not in self._known:
            template = call.template
            known = None if template is None else known_text(template, is_expression=call.is_expression)
            self._known[id(call)] = known
        return self._known[id(call)]

    def checked(self, call: QueryCall) -> tuple[Diagnostic, ...]:
        """What the compiler has to say about a query, at its places in the file."""
        if id(call) not in self._found:
            known = self.known(call)
            encoding, clock = self.source.encoding, self.clock
            options = {"strict": self.config.strict, "is_expression": call.is_expression}
            found = () if known is None else check_known(known, self.schema, clock, encoding=encoding, **options)
            self._found[id(call)] = tuple(found)
        return self._found[id(call)]

    def session_calls(self) -> Iterator[tuple[ast.Call, ast.Attribute, Client]]:
        """Every call of a method of a known session; methods of a subclass's own are left out."""
        for node in self.source.names.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and self.source.has_place(node):
                client = self.sessions.client_of_method(node.func)
                if client is not None:
                    yield node, node.func, client

    @cached_property
    def is_official(self) -> bool:
        """Whether the file imports the official client and not this package."""
        imported = {
            binding.name.partition(".")[0]
            for scope in {self.source.names.scope(node) for node in self.source.names.nodes}
            for bindings in scope.names.values()
            for binding in bindings
            if binding.kind == "import"
        }
        return "accsyn_api" in imported and "accsyn" not in imported

    def runs_on_official(self, call: QueryCall) -> bool:
        """Whether a query is sent by the official client."""
        if call.client is Client.OFFICIAL:
            return True
        return call.client in (None, Client.UNKNOWN) and call.is_method and self.is_official
