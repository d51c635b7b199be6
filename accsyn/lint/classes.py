"""The classes of a file: what they derive from, and what is bound in them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cached_property

from accsyn.lint.bindings import Binding, Scope, only_value
from accsyn.lint.scopes import Names

_MOST = 16
"""Classes that are looked at for one, at most."""

_HOOKS = frozenset({"__getattr__", "__getattribute__"})


class Classes:
    """The classes of a file.

    Args:
        names: Its scopes.
    """

    def __init__(self, names: Names) -> None:
        self._names = names

    def local(self, node: ast.AST, scope: Scope | None = None) -> ast.ClassDef | None:
        """The class that a name stands for, where it is one that the file defines, once."""
        if not isinstance(node, ast.Name):
            return None
        bindings = (scope or self._names.scope(node)).lookup(node.id)
        found = bindings[0].node if len(bindings) == 1 and bindings[0].kind == "function" else None
        return found if isinstance(found, ast.ClassDef) else None

    def bases(self, node: ast.ClassDef) -> list[ast.ClassDef]:
        """The class and those of the file that it derives from, nearest first."""
        found: dict[ast.ClassDef, None] = {}
        pending = [node]
        while pending and len(found) < _MOST:
            each = pending.pop(0)
            if each not in found:
                found[each] = None
                pending += [base for base in map(self.local, each.bases) if base is not None]
        return list(found)

    def bindings(self, node: ast.ClassDef, name: str) -> list[Binding]:
        """What an attribute of an object of a class is: as the class says, those it derives from, those that derive.

        The last is for classes that are only there to be derived from.
        """
        for each in (*self.bases(node), *self._derived.get(node, ())[:_MOST]):
            found = self._names.attributes_of(each, name)
            if found:
                return found
        return []

    def names(self, node: ast.ClassDef) -> set[str]:
        """The attributes that a class and its bases in the file give their objects."""
        return {name for each in self.bases(node) for name in self._names.names_of(each)}

    def is_shown(self, node: ast.ClassDef, is_known: Callable[[ast.AST], bool]) -> bool:
        """Whether the file shows all methods of a class: its bases are classes of the file, or known.

        Args:
            node: The class.
            is_known: Whether a base is a class whose methods are known otherwise.
        """
        for each in self.bases(node):
            if each.decorator_list or each.keywords or _HOOKS & self._names.inner[each].names.keys():
                return False
            if not all(self.local(base) is not None or is_known(base) for base in each.bases):
                return False
        return True

    def constant(self, node: ast.Attribute) -> ast.expr | None:
        """The value of an attribute of a class, or of ``self``, that gets one value in the file, once."""
        name = node.attr
        owner = self._names.class_of(node.value) or self.local(node.value)
        if owner is None:
            return None
        bindings = self.bindings(owner, name)
        value = only_value(bindings)
        is_overridden = any(self._names.attributes_of(each, name) for each in self._derived.get(owner, ()))
        is_assigned = any(each.node is not value for each in self._names.assigned_to(name))
        return value if isinstance(value, ast.expr) and not is_overridden and not is_assigned else None

    @cached_property
    def _derived(self) -> dict[ast.ClassDef, list[ast.ClassDef]]:
        found: dict[ast.ClassDef, list[ast.ClassDef]] = {}
        for node in self._names.nodes:
            if isinstance(node, ast.ClassDef):
                for base in self.bases(node)[1:]:
                    found.setdefault(base, []).append(node)
        return found
