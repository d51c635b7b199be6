"""Which expressions are sessions, as far as a file shows it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from enum import Enum

from accsyn.lint.python_source import PythonSource
from accsyn.lint.scopes import Binding, Scope, dotted

_DEPTH = 8


class Client(Enum):
    """Whose `Session` it is."""

    OURS = "accsyn"
    OFFICIAL = "accsyn_api"
    UNKNOWN = "unknown"


class Sessions:
    """Finds out which expressions are sessions.

    An expression counts as one where every value that its name gets in the file is a session, or None. Subclasses and
    what functions return are not followed.

    Args:
        source: The file.
        configured: Names, with dots, that are said to be sessions.
    """

    def __init__(self, source: PythonSource, configured: Collection[str] = ()) -> None:
        self._names = source.names
        self._configured = frozenset(configured)

    def client(self, node: ast.AST, depth: int = _DEPTH) -> Client | None:
        """Whose session an expression is; None where it is not known to be one."""
        if isinstance(node, ast.Call):
            return self.made_by(node)
        name = dotted(node)
        if not name or depth == 0:
            return None
        if name in self._configured:
            return Client.UNKNOWN
        if isinstance(node, ast.Name):
            bindings = self._names.scope(node).lookup(node.id)
        else:
            bindings = self._names.attributes.get(name, [])
            bindings = bindings or self._declared(node, name)
        return self._of_all(bindings, depth)

    def made_by(self, call: ast.Call) -> Client | None:
        """Whose `Session` a call makes; None where it makes none."""
        return self._class(call.func)

    def looks_like_one(self, node: ast.AST) -> bool:
        """Whether the last word of a name says so."""
        word = dotted(node).rpartition(".")[2].lower()
        return "session" in word or "accsyn" in word

    def _of_all(self, bindings: list[Binding], depth: int) -> Client | None:
        found: set[Client | None] = set()
        for binding in bindings:
            node = binding.node
            if isinstance(node, ast.Constant) and node.value is None and binding.kind == "value":
                continue
            if binding.kind in ("value", "with") and node is not None:
                found.add(self.client(node, depth - 1))
            elif binding.kind == "parameter" and node is not None:
                found.add(self._annotated(node))
            else:
                return None
        return found.pop() if len(found) == 1 else None

    def _annotated(self, node: ast.AST) -> Client | None:
        """The class that an annotation names, alone or beside None."""
        classes = [each for each in _alternatives(node) if not (isinstance(each, ast.Constant) and each.value is None)]
        return self._class(classes[0]) if len(classes) == 1 else None

    def _class(self, node: ast.AST) -> Client | None:
        root, _, rest = self._names.qualified(node).partition(".")
        if rest.rpartition(".")[2] != "Session":
            return None
        return {"accsyn": Client.OURS, "accsyn_api": Client.OFFICIAL}.get(root)

    def _declared(self, node: ast.AST, name: str) -> list[Binding]:
        """``self.session`` where the class declares ``session: Session``."""
        first, _, rest = name.partition(".")
        if first not in ("self", "cls") or "." in rest:
            return []
        scope: Scope | None = self._names.scope(node)
        while scope is not None and not isinstance(scope.node, ast.ClassDef):
            scope = scope.parent
        return [] if scope is None else scope.names.get(rest, [])


def _alternatives(node: ast.AST) -> Iterator[ast.AST]:
    """The types of ``A | B`` and ``Optional[A]``."""
    pending = [node]
    while pending:
        each = pending.pop()
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.BitOr):
            pending += [each.right, each.left]
        elif isinstance(each, ast.Subscript) and dotted(each.value).rpartition(".")[2] == "Optional":
            pending.append(each.slice)
        else:
            yield each
