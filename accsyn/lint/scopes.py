"""Names in a Python module: what each is bound to, in which scope.

One iterative walk over the tree notes the parent and the scope of every node. A name counts as known only where it is
bound once: flow is not followed further than that, so that nothing is claimed that could be otherwise.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


class Binding(NamedTuple):
    """One way in which a name gets a value.

    Attributes:
        kind: ``value``, ``with``, ``import``, ``parameter``, ``loop``, ``function``, ``other``.
        node: The value, the context manager, the annotation, the function; None where there is none.
        name: For an import the full dotted name.
    """

    kind: str
    node: ast.AST | None = None
    name: str = ""


class Scope:
    """The names of a module, function, class or comprehension.

    Attributes:
        node: What makes the scope.
        parent: The scope around it; None for the module.
        names: Bindings by name.
    """

    __slots__ = ("names", "node", "parent")

    def __init__(self, node: ast.AST, parent: Scope | None) -> None:
        self.node = node
        self.parent = parent
        self.names: dict[str, list[Binding]] = {}

    def bind(self, name: str, binding: Binding) -> None:
        """Note a binding."""
        self.names.setdefault(name, []).append(binding)

    def lookup(self, name: str) -> list[Binding]:
        """The bindings of a name as code in this scope sees it; empty for a builtin or what nobody binds."""
        scope: Scope | None = self
        while scope is not None:
            # The names of a class are not seen from the functions in it.
            if name in scope.names and (scope is self or not isinstance(scope.node, ast.ClassDef)):
                return scope.names[name]
            scope = scope.parent
        return []

    def function(self) -> Scope:
        """The function around, or the module: comprehensions and classes are passed over."""
        scope = self
        while scope.parent is not None and not isinstance(scope.node, ast.FunctionDef | ast.AsyncFunctionDef):
            scope = scope.parent
        return scope


class Names:
    """The scopes of a module.

    Args:
        tree: The module.

    Attributes:
        parents: The node around each node.
        attributes: What is assigned to dotted names such as ``self.session``, anywhere in the module.
        nodes: Every node, in the order of the text.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.parents: dict[ast.AST, ast.AST] = {}
        self.attributes: dict[str, list[Binding]] = {}
        self.nodes: list[ast.AST] = []
        self.module = Scope(tree, None)
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

    def statement(self, node: ast.AST) -> ast.stmt:
        """The statement that a node stands in."""
        while not isinstance(node, ast.stmt):
            node = self.parents[node]
        return node

    def qualified(self, node: ast.AST) -> str:
        """The full name of what is imported: ``accsyn.Session`` for ``a.Session`` behind ``import accsyn as a``.

        Empty where it is not known.
        """
        path: list[str] = []
        while isinstance(node, ast.Attribute):
            path.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        found = self.scope(node).lookup(node.id)
        if not found or any(binding.kind != "import" for binding in found):
            return ""
        return ".".join([found[0].name, *reversed(path)])

    def _walk(self, tree: ast.Module) -> None:
        pending: list[tuple[ast.AST, Scope]] = [(tree, self.module)]
        while pending:
            node, scope = pending.pop()
            self._scopes[node] = scope
            self.nodes.append(node)
            handler = _BINDERS.get(type(node))
            if handler is not None:
                handler(self, node, scope)
            inner = Scope(node, scope) if isinstance(node, _SCOPED) else scope
            if inner is not scope:
                _bind_arguments(node, inner)
            children: list[tuple[ast.AST, Scope]] = []
            for field, child in _children(node):
                self.parents[child] = node
                children.append((child, scope if field in _OUTSIDE else inner))
            pending.extend(reversed(children))

    def _bind_target(self, target: ast.AST, binding: Binding, scope: Scope) -> None:
        pending: list[tuple[ast.AST, Binding]] = [(target, binding)]
        while pending:
            each, bound = pending.pop()
            if isinstance(each, ast.Name):
                scope.bind(each.id, bound)
            elif isinstance(each, ast.Attribute):
                name = dotted(each)
                if name:
                    self.attributes.setdefault(name, []).append(bound)
            elif isinstance(each, ast.Starred):
                pending.append((each.value, Binding("other")))
            elif isinstance(each, ast.Tuple | ast.List):
                pending.extend((element, found) for element, found in _unpacked(each, bound))


def dotted(node: ast.AST) -> str:
    """A name with attributes as text, ``self.session``; empty for anything else."""
    path: list[str] = []
    while isinstance(node, ast.Attribute):
        path.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(path)]) if isinstance(node, ast.Name) else ""


def only_value(bindings: list[Binding]) -> ast.AST | None:
    """The value of a name that gets one value, once; None otherwise."""
    return bindings[0].node if len(bindings) == 1 and bindings[0].kind == "value" else None


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


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield field, value
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, ast.AST):
                    yield field, item


def _unpacked(target: ast.Tuple | ast.List, bound: Binding) -> Iterator[tuple[ast.AST, Binding]]:
    """The elements of a target, each with its value where the value is written as so many."""
    value = bound.node
    pairs = isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts)
    has_star = any(isinstance(each, ast.Starred) for each in target.elts)
    for index, element in enumerate(target.elts):
        if bound.kind == "value" and pairs and not has_star and isinstance(value, ast.Tuple | ast.List):
            yield element, Binding("value", value.elts[index])
        else:
            yield element, Binding("loop" if bound.kind == "loop" else "other")


def _bind_arguments(node: ast.AST, scope: Scope) -> None:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    for argument in every:
        if argument is not None:
            scope.bind(argument.arg, Binding("parameter", argument.annotation))


# ---- what binds names -----------------------------------------------------------------------------------------------


def _assign(names: Names, node: ast.Assign, scope: Scope) -> None:
    for target in node.targets:
        names._bind_target(target, Binding("value", node.value), scope)


def _annotated(names: Names, node: ast.AnnAssign, scope: Scope) -> None:
    bound = Binding("parameter", node.annotation) if node.value is None else Binding("value", node.value)
    names._bind_target(node.target, bound, scope)


def _augmented(names: Names, node: ast.AugAssign, scope: Scope) -> None:
    names._bind_target(node.target, Binding("other"), scope)


def _walrus(names: Names, node: ast.NamedExpr, scope: Scope) -> None:
    while isinstance(scope.node, Comprehension) and scope.parent is not None:
        scope = scope.parent
    names._bind_target(node.target, Binding("value", node.value), scope)


def _loop(names: Names, node: ast.For | ast.AsyncFor | ast.comprehension, scope: Scope) -> None:
    names._bind_target(node.target, Binding("loop", node.iter), scope)


def _with(names: Names, node: ast.withitem, scope: Scope) -> None:
    if node.optional_vars is not None:
        names._bind_target(node.optional_vars, Binding("with", node.context_expr), scope)


def _import(names: Names, node: ast.Import, scope: Scope) -> None:
    for alias in node.names:
        bound = alias.name if alias.asname else alias.name.partition(".")[0]
        scope.bind(alias.asname or bound, Binding("import", None, bound))


def _import_from(names: Names, node: ast.ImportFrom, scope: Scope) -> None:
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        scope.bind(alias.asname or alias.name, Binding("import", None, f"{module}.{alias.name}"))


def _definition(names: Names, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, scope: Scope) -> None:
    scope.bind(node.name, Binding("function", node))


def _handler(names: Names, node: ast.ExceptHandler, scope: Scope) -> None:
    if node.name:
        scope.bind(node.name, Binding("other"))


def _elsewhere(names: Names, node: ast.Global | ast.Nonlocal, scope: Scope) -> None:
    """A name that is bound in another scope: it counts as unknown in both."""
    for name in node.names:
        scope.bind(name, Binding("other"))
        outer = names.module if isinstance(node, ast.Global) else scope.parent
        if outer is not None:
            outer.bind(name, Binding("other"))


def _delete(names: Names, node: ast.Delete, scope: Scope) -> None:
    for target in node.targets:
        names._bind_target(target, Binding("other"), scope)


def _capture(names: Names, node: ast.MatchAs | ast.MatchStar, scope: Scope) -> None:
    if node.name:
        scope.bind(node.name, Binding("other"))


def _capture_rest(names: Names, node: ast.MatchMapping, scope: Scope) -> None:
    if node.rest:
        scope.bind(node.rest, Binding("other"))


_BINDERS: dict[type[ast.AST], Callable[[Names, Any, Scope], None]] = {
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.NamedExpr: _walrus,
    ast.For: _loop,
    ast.AsyncFor: _loop,
    ast.comprehension: _loop,
    ast.withitem: _with,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.FunctionDef: _definition,
    ast.AsyncFunctionDef: _definition,
    ast.ClassDef: _definition,
    ast.ExceptHandler: _handler,
    ast.Global: _elsewhere,
    ast.Nonlocal: _elsewhere,
    ast.Delete: _delete,
    ast.MatchAs: _capture,
    ast.MatchStar: _capture,
    ast.MatchMapping: _capture_rest,
}
