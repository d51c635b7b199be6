"""A Python file: text, tree, names, and the way from the places of nodes to offsets."""

from __future__ import annotations

import ast
import sys
import warnings

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

    @property
    def text(self) -> str:
        """The characters of the file."""
        return self.source.text

    def offset(self, line: int, column: int) -> int:
        """The offset of a place as `ast` has it: a line from 1, a column in bytes of UTF-8 from 0."""
        starts = self.source.line_starts
        start = starts[line - 1]
        end = starts[line] if line < len(starts) else len(self.text)
        content = self.text[start:end]
        if not content.isascii():
            column = len(content.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "surrogatepass"))
        return start + column

    def span(self, node: ast.expr | ast.stmt | ast.keyword | ast.arg) -> Span:
        """Where a node stands."""
        end = self.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return Span(self.offset(node.lineno, node.col_offset), end)

    def code(self, node: ast.expr) -> str:
        """A node as it is written."""
        start, end = self.span(node)
        return self.text[start:end]

    def has_place(self, node: ast.AST) -> bool:
        """Whether the place of a node can be relied on: before Python 3.12 not inside an f-string."""
        return PLACES_IN_FSTRINGS or not any(isinstance(each, ast.JoinedStr) for each in self.names.around(node))
