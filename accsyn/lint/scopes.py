"""Names in a Python module: what each is bound to, in which scope.

One iterative walk over the tree notes the parent and the scope of every node. What a name stands for at a place is
found out by `accsyn.lint.flow`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from accsyn.lint.bindings import Attributes, Binding, Function, Scope, bind_arguments, binders

_SCOPED = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Lambda,
    ast.ClassDef,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
_OUTSIDE = frozenset({"decorator_list", "returns", "bases", "keywords"})
"""Fields of what makes a scope that are evaluated outside it."""

_BLOCKS = ("body", "orelse", "finalbody")


class Block(NamedTuple):
    """Where a statement stands.

    Attributes:
        field: The name of the list that holds it, ``body`` for instance.
        statements: The list.
        position: Its index there.
    """

    field: str
    statements: list[ast.stmt]
    position: int


class Names:
    """The scopes of a module.

    Args:
        tree: The module.

    Attributes:
        parents: The node around each node.
        nodes: Every node, in the order of the text.
        module: The scope of the module.
        inner: The scope that a function, a class or a comprehension makes.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.parents: dict[ast.AST, ast.AST] = {}
        self.nodes: list[ast.AST] = []
        self.module = Scope(tree, None)
        self.inner: dict[ast.AST, Scope] = {}
        self._attributes: Attributes = []
        self._scopes: dict[ast.AST, Scope] = {}
        self._walk(tree)

    def scope(self, node: ast.AST) -> Scope:
        """The scope in which a node is evaluated."""
        return self._scopes[node]

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around a node, from the inside out."""
        parent = self.parents.get(node)
        while parent is not None:
            yield parent
            parent = self.parents.get(parent)

    def imported(self, node: ast.AST, scope: Scope | None = None) -> list[str]:
        """The full names that an expression may have, of what is imported.

        ``accsyn.Session`` for ``a.Session`` behind ``import accsyn as a``.

        More than one where a name is imported from here or there; None beside imports, for what is not installed,
        does not count. Empty where it is not known.

        Args:
            node: A name, with or without attributes.
            scope: Where it is evaluated, for a node that is not of the module.
        """
        path: list[str] = []
        while isinstance(node, ast.Attribute):
            path.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return []
        bindings = (scope or self.scope(node)).lookup(node.id)
        found = [binding for binding in bindings if not is_none(binding)]
        if any(binding.kind != "import" for binding in found):
            return []
        return list(dict.fromkeys(".".join([binding.name, *reversed(path)]) for binding in found))

    def qualified(self, node: ast.AST) -> str:
        """The full name of what is imported; empty where it is not known, or not sure."""
        found = self.imported(node)
        return found[0] if len(found) == 1 else ""

    @cached_property
    def uses(self) -> dict[str, list[ast.Name]]:
        """Where each name is read."""
        found: dict[str, list[ast.Name]] = {}
        for node in self.nodes:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.setdefault(node.id, []).append(node)
        return found

    @cached_property
    def blocks(self) -> dict[ast.AST, Block]:
        """Where each statement stands."""
        found: dict[ast.AST, Block] = {}
        for node in self.nodes:
            for field in _BLOCKS:
                statements = getattr(node, field, None)
                if isinstance(statements, list):
                    found.update((each, Block(field, statements, index)) for index, each in enumerate(statements))
        return found

    def class_of(self, node: ast.AST) -> ast.ClassDef | None:
        """The class whose object, or which itself, a name such as ``self`` is: the first parameter of a method."""
        if not isinstance(node, ast.Name):
            return None
        bindings = self.scope(node).lookup(node.id)
        if len(bindings) != 1 or bindings[0].kind != "parameter" or not isinstance(bindings[0].at, ast.arg):
            return None
        arguments = self.parents[bindings[0].at]
        method = self.parents[arguments]
        if not isinstance(method, Function) or "staticmethod" in decorators(method):
            return None
        first = next(iter((*method.args.posonlyargs, *method.args.args)), None)
        owner = self.parents[method]
        return owner if isinstance(owner, ast.ClassDef) and first is bindings[0].at else None

    def attribute(self, node: ast.Attribute) -> list[Binding]:
        """What is assigned to an attribute: of ``self`` in its class, of another name wherever it is that name."""
        key = self._key(node)
        return self._assigned.get(key, []) if key is not None else []

    def assigned_to(self, name: str) -> list[Binding]:
        """What is assigned to attributes of that name, of whatever object."""
        return self._by_last_word.get(name, [])

    def attributes_of(self, owner: ast.ClassDef, name: str) -> list[Binding]:
        """What the methods of a class assign to an attribute of ``self``, and what the class itself binds."""
        return [*self._assigned.get((owner, name), []), *self.inner[owner].names.get(name, [])]

    def names_of(self, owner: ast.ClassDef) -> set[str]:
        """The names that a class gives its objects."""
        return {*self.inner[owner].names, *(path for root, path in self._assigned if root is owner)}

    @cached_property
    def _by_last_word(self) -> dict[str, list[Binding]]:
        found: dict[str, list[Binding]] = {}
        for node, binding in self._attributes:
            found.setdefault(node.attr, []).append(binding)
        return found

    @cached_property
    def _assigned(self) -> dict[tuple[object, str], list[Binding]]:
        found: dict[tuple[object, str], list[Binding]] = {}
        for node, binding in self._attributes:
            key = self._key(node)
            if key is not None:
                found.setdefault(key, []).append(binding)
        return found

    def _key(self, node: ast.Attribute) -> tuple[object, str] | None:
        """The root of a dotted name, a class for ``self``, else the scope and the name; and the attributes behind."""
        name = dotted(node)
        if not name:
            return None
        root: ast.AST = node
        while isinstance(root, ast.Attribute):
            root = root.value
        first, _, rest = name.partition(".")
        owner = self.class_of(root)
        if owner is not None:
            return owner, rest
        scope = self.scope(root).owner(first)
        return ((scope, first), rest) if scope is not None else (first, rest)

    def _walk(self, tree: ast.Module) -> None:
        bind = binders()
        pending: list[tuple[ast.AST, Scope]] = [(tree, self.module)]
        while pending:
            node, scope = pending.pop()
            self._scopes[node] = scope
            self.nodes.append(node)
            binder = bind.get(type(node))
            if binder is not None:
                binder(node, scope, self._attributes)
            inner = scope
            if isinstance(node, _SCOPED):
                inner = self.inner[node] = Scope(node, scope)
                bind_arguments(node, inner)
            children: list[tuple[ast.AST, Scope]] = []
            for field, child in _children(node):
                self.parents[child] = node
                children.append((child, scope if field in _OUTSIDE else inner))
            pending.extend(reversed(children))


def dotted(node: ast.AST) -> str:
    """A name with attributes as text, ``self.session``; empty for anything else."""
    path: list[str] = []
    while isinstance(node, ast.Attribute):
        path.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(path)]) if isinstance(node, ast.Name) else ""


def decorators(node: Function | ast.ClassDef) -> set[str]:
    """The last words of the names of the decorators; an empty word for one that has no name."""
    named = (each.func if isinstance(each, ast.Call) else each for each in node.decorator_list)
    return {dotted(each).rpartition(".")[2] for each in named}


def is_none(binding: Binding) -> bool:
    """Whether a binding is ``None`` written out."""
    return binding.kind == "value" and isinstance(binding.node, ast.Constant) and binding.node.value is None


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield field, value
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, ast.AST):
                    yield field, item
