"""A Python file: text, tree, names, and the way from the places of nodes to offsets."""

from __future__ import annotations

import ast
import sys
import warnings

from accsyn.lint.classes import Classes
from accsyn.lint.flow import Flow
from accsyn.lint.fstrings import offset, places_in
from accsyn.lint.scopes import Names
from accsyn.source import Source, Span

PLACES_IN_FSTRINGS = sys.version_info >= (3, 12)
"""Whether `ast` gives the right places of expressions inside f-strings."""


class PythonSource:
    """A Python file that could be parsed.

    Args:
        text: Its characters, without a byte-order mark.
        name: Its path, for messages.
        encoding: What it is written in.

    Attributes:
        source: The text with its lines.
        encoding: What it is written in.
        tree: The module.
        names: Its scopes.
        classes: Its classes.
        flow: What its names stand for.

    Raises:
        SyntaxError: It is no Python (of this version).
        ValueError: It holds a null character.
        RecursionError: It is nested too deeply for Python.
    """

    def __init__(self, text: str, name: str = "", encoding: str = "utf-8") -> None:
        self.source = Source(text, name)
        self.encoding = encoding
        with warnings.catch_warnings():
            # What Python thinks of escapes and comparisons in somebody's file is for Python to say.
            warnings.simplefilter("ignore")
            self.tree = ast.parse(text)
        self.names = Names(self.tree)
        self.classes = Classes(self.names)
        self.flow = Flow(self.names)
        self._places: dict[ast.AST, Span] = {}
        self._read: set[ast.JoinedStr] = set()

    @property
    def text(self) -> str:
        """The characters of the file."""
        return self.source.text

    def span(self, node: ast.expr | ast.stmt | ast.keyword | ast.arg) -> Span:
        """Where a node stands, if it `has_place`."""
        found = self._places.get(node)
        if found is not None:
            return found
        end = offset(self.source, node.end_lineno or node.lineno, node.end_col_offset or 0)
        return Span(offset(self.source, node.lineno, node.col_offset), end)

    def code(self, node: ast.expr) -> str:
        """A node as it is written."""
        start, end = self.span(node)
        return self.text[start:end]

    def has_place(self, node: ast.AST) -> bool:
        """Whether the place of a node is known: inside an f-string only where that can be read."""
        if PLACES_IN_FSTRINGS:
            return True
        outermost = None
        for each in self.names.around(node):
            if isinstance(each, ast.JoinedStr):
                outermost = each
        if outermost is None:
            return True
        if outermost not in self._read:
            self._read.add(outermost)
            self._places.update(places_in(self.text, outermost, self.span(outermost)))
        return node in self._places
