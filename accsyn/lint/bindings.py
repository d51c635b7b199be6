"""What binds names in Python: the scopes, and for each kind of statement the bindings that it makes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


class Binding(NamedTuple):
    """One way in which a name gets a value.

    Attributes:
        kind: ``value``, ``augmented`` (``+=``), ``with``, ``import``, ``parameter``, ``loop``, ``number`` (counted by
            a loop), ``function`` (or class), ``other``.
        node: The value, the context manager, the annotation, the function; None where there is none.
        name: For an import the full dotted name.
        at: The node that binds it; None where that is in another scope.
    """

    kind: str
    node: ast.AST | None = None
    name: str = ""
    at: ast.AST | None = None


class Scope:
    """The names of a module, function, class or comprehension.

    Attributes:
        node: What makes the scope.
        parent: The scope around it; None for the module.
        names: Bindings by name.
        elsewhere: Names that belong to another scope, because of ``global``.
    """

    __slots__ = ("elsewhere", "names", "node", "parent")

    def __init__(self, node: ast.AST, parent: Scope | None) -> None:
        self.node = node
        self.parent = parent
        self.names: dict[str, list[Binding]] = {}
        self.elsewhere: dict[str, Scope] = {}

    def bind(self, name: str, binding: Binding) -> None:
        """Note a binding."""
        owner = self.elsewhere.get(name, self)
        owner.names.setdefault(name, []).append(binding)

    def lookup(self, name: str) -> list[Binding]:
        """The bindings of a name as code in this scope sees it; empty for a builtin or what nobody binds."""
        owner = self.owner(name)
        return [] if owner is None else owner.names[name]

    def owner(self, name: str) -> Scope | None:
        """The scope that binds a name as code in this scope sees it."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.elsewhere:
                outer = scope.elsewhere[name]
                return outer if name in outer.names else None
            # The names of a class are not seen from the functions in it.
            if name in scope.names and (scope is self or not isinstance(scope.node, ast.ClassDef)):
                return scope
            scope = scope.parent
        return None


Attributes = list[tuple[ast.Attribute, Binding]]
"""What is assigned to attributes, anywhere in a module."""

Binder = Callable[[Any, Scope, Attributes], None]
"""Notes what a node binds: the node, the scope that it stands in, the attributes of the module."""


def only_value(bindings: list[Binding]) -> ast.AST | None:
    """The value of a name that gets one value, once; None otherwise."""
    return bindings[0].node if len(bindings) == 1 and bindings[0].kind == "value" else None


def bind_arguments(node: ast.AST, scope: Scope) -> None:
    """Bind the parameters of a function in its scope."""
    if not isinstance(node, Function | ast.Lambda):
        return
    arguments = node.args
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        scope.bind(argument.arg, Binding("parameter", argument.annotation, at=argument))
    for rest in (arguments.vararg, arguments.kwarg):
        if rest is not None:
            # `*names: T` is a tuple, `**names: T` a dict.
            scope.bind(rest.arg, Binding("other", at=rest))


def _bind_target(target: ast.AST, binding: Binding, scope: Scope, attributes: Attributes) -> None:
    pending: list[tuple[ast.AST, Binding]] = [(target, binding)]
    while pending:
        each, bound = pending.pop()
        if isinstance(each, ast.Name):
            scope.bind(each.id, bound)
        elif isinstance(each, ast.Attribute):
            attributes.append((each, bound))
        elif isinstance(each, ast.Starred):
            pending.append((each.value, Binding("other", at=bound.at)))
        elif isinstance(each, ast.Tuple | ast.List):
            pending.extend(_unpacked(each, bound))


def _unpacked(target: ast.Tuple | ast.List, bound: Binding) -> Iterator[tuple[ast.AST, Binding]]:
    """The elements of a target, each with its value where the value is written as so many."""
    has_star = any(isinstance(each, ast.Starred) for each in target.elts)
    for index, element in enumerate(target.elts):
        unpack = _UNPACKED.get(bound.kind)
        found = None if unpack is None or has_star else unpack(bound, index, len(target.elts))
        yield element, Binding("other", at=bound.at) if found is None else found


def _element(bound: Binding, index: int, length: int) -> Binding | None:
    """``a, b = 1, 2``."""
    value = bound.node
    if not isinstance(value, ast.Tuple | ast.List) or len(value.elts) != length:
        return None
    return None if any(isinstance(each, ast.Starred) for each in value.elts) else bound._replace(node=value.elts[index])


def _turn(bound: Binding, index: int, length: int) -> Binding | None:
    """``for index, item in enumerate(items)``, ``for a, b in ((1, 2), (3, 4))``."""
    value = bound.node
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "enumerate":
        return Binding("number", at=bound.at) if index == 0 and length == 2 else None
    if not isinstance(value, ast.Tuple | ast.List):
        return None
    column = [
        row.elts[index]
        for row in value.elts
        if isinstance(row, ast.Tuple | ast.List)
        and len(row.elts) == length
        and not any(isinstance(each, ast.Starred) for each in row.elts)
    ]
    return bound._replace(node=ast.Tuple(list(column), ast.Load())) if len(column) == len(value.elts) else None


_UNPACKED = {"value": _element, "loop": _turn}


# ---- kinds of nodes -------------------------------------------------------------------------------------------------


def _assign(node: ast.Assign, scope: Scope, attributes: Attributes) -> None:
    for target in node.targets:
        _bind_target(target, Binding("value", node.value, at=node), scope, attributes)


def _annotated(node: ast.AnnAssign, scope: Scope, attributes: Attributes) -> None:
    declared = node.value is None
    bound = Binding("parameter", node.annotation, at=node) if declared else Binding("value", node.value, at=node)
    _bind_target(node.target, bound, scope, attributes)


def _augmented(node: ast.AugAssign, scope: Scope, attributes: Attributes) -> None:
    _bind_target(node.target, Binding("augmented", node.value, at=node), scope, attributes)


def _walrus(node: ast.NamedExpr, scope: Scope, attributes: Attributes) -> None:
    while isinstance(scope.node, Comprehension) and scope.parent is not None:
        scope = scope.parent
    _bind_target(node.target, Binding("value", node.value, at=node), scope, attributes)


def _loop(node: ast.For | ast.AsyncFor | ast.comprehension, scope: Scope, attributes: Attributes) -> None:
    _bind_target(node.target, Binding("loop", node.iter, at=node), scope, attributes)


def _with(node: ast.withitem, scope: Scope, attributes: Attributes) -> None:
    if node.optional_vars is not None:
        _bind_target(node.optional_vars, Binding("with", node.context_expr, at=node), scope, attributes)


def _import(node: ast.Import, scope: Scope, _: Attributes) -> None:
    for alias in node.names:
        bound = alias.name if alias.asname else alias.name.partition(".")[0]
        scope.bind(alias.asname or bound, Binding("import", None, bound, node))


def _import_from(node: ast.ImportFrom, scope: Scope, _: Attributes) -> None:
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        scope.bind(alias.asname or alias.name, Binding("import", None, f"{module}.{alias.name}", node))


def _definition(node: Function | ast.ClassDef, scope: Scope, _: Attributes) -> None:
    scope.bind(node.name, Binding("function", node, at=node))


def _named(node: ast.ExceptHandler | ast.MatchAs | ast.MatchStar, scope: Scope, _: Attributes) -> None:
    if node.name:
        scope.bind(node.name, Binding("other", at=node))


def _rest(node: ast.MatchMapping, scope: Scope, _: Attributes) -> None:
    if node.rest:
        scope.bind(node.rest, Binding("other", at=node))


def _global(node: ast.Global, scope: Scope, _: Attributes) -> None:
    """Python wants it before the name is used: so all bindings that follow go to the module."""
    module = scope
    while module.parent is not None:
        module = module.parent
    scope.elsewhere.update(dict.fromkeys(node.names, module))


def _nonlocal(node: ast.Nonlocal, scope: Scope, _: Attributes) -> None:
    """Which function around it owns the name is not known yet: in each of them it counts as unknown."""
    for name in node.names:
        each: Scope | None = scope
        while each is not None:
            if not isinstance(each.node, ast.ClassDef | ast.Module):
                each.bind(name, Binding("other"))
            each = each.parent


def _delete(node: ast.Delete, scope: Scope, attributes: Attributes) -> None:
    for target in node.targets:
        _bind_target(target, Binding("other", at=node), scope, attributes)


def binders() -> dict[type[ast.AST], Binder]:
    """What notes the bindings of a node, by the node's type."""
    return {
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
        ast.ExceptHandler: _named,
        ast.Global: _global,
        ast.Nonlocal: _nonlocal,
        ast.Delete: _delete,
        ast.MatchAs: _named,
        ast.MatchStar: _named,
        ast.MatchMapping: _rest,
    }
