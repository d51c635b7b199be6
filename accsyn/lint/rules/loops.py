"""Loops around sessions and their queries."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from accsyn.codes import calls as codes
from accsyn.diagnostics import Diagnostic
from accsyn.lint.module import Module
from accsyn.lint.scopes import dotted
from accsyn.source import Span

_ASKS = frozenset({"find", "find_one", "get_entity"})
_SLEEPS = frozenset({"time.sleep", "asyncio.sleep"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_LEAVING = (ast.Break, ast.Return, ast.Raise, ast.Try, ast.Yield, ast.YieldFrom)

_SAYING = frozenset({"print", "len", "str", "all", "any", "list", "dict", "set", "sorted", "isinstance", "format"})
_SAYING_METHODS = frozenset({"get", "format", "lower", "upper", "strip", "join", "write", "flush", "startswith"})
_LOGGING = frozenset({"debug", "info", "warning", "error", "log"})
"""What a loop that waits may call besides; one that calls more does something else too."""

_INNOCENT = (ast.Name, ast.Constant, ast.Load)


def sessions(module: Module) -> Iterator[Diagnostic]:
    """ACC520."""
    for node in module.source.names.nodes:
        if not isinstance(node, ast.Call) or not module.source.has_place(node) or not module.sessions.made_by(node):
            continue
        loop = _loop_around(module, node)
        if loop is None or _leaves(loop) or _depends(module, node, loop):
            continue
        span = module.source.span(node)
        yield codes.SessionInLoop.at(span, "each turn of the loop logs in anew", "Make the session before the loop.")


def polling(module: Module) -> Iterator[Diagnostic]:
    """ACC521."""
    loops: dict[ast.While, set[ast.AST]] = {}
    for node, function, _ in module.session_calls():
        if function.attr in _ASKS:
            for parent in module.source.names.around(node):
                if isinstance(parent, _FUNCTIONS):
                    break
                if isinstance(parent, ast.While):
                    loops.setdefault(parent, set()).add(node)
                    break
    for loop, asked in loops.items():
        if _only_waits(module, loop, asked) and _ends_by_answer(loop, asked):
            start = module.source.span(loop).start
            yield codes.EndlessPolling.at(
                Span(start, start + len("while")),
                "this loop waits for a status and has no deadline",
                "`session.wait(query, timeout=...)` waits with one.",
            )


# ---- sessions --------------------------------------------------------------------------------------------------------


def _loop_around(module: Module, node: ast.AST) -> ast.AST | None:
    """The loop or comprehension that evaluates a node in each turn."""
    child = node
    for parent in module.source.names.around(node):
        if isinstance(parent, _FUNCTIONS):
            return None
        if isinstance(parent, _LOOPS) and child in parent.body:
            return parent
        if isinstance(parent, _COMPREHENSIONS) and child is not parent.generators[0]:
            return parent
        child = parent
    return None


def _leaves(loop: ast.AST) -> bool:
    """Whether a loop may end early, or hand things out: then it may be one that tries until something works."""
    return any(isinstance(node, _LEAVING) for node in ast.walk(loop))


def _depends(module: Module, call: ast.Call, loop: ast.AST) -> bool:
    """Whether what a call is given may change from turn to turn: anything but names that are bound before the loop."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    for node in (node for each in given for node in ast.walk(each)):
        if not isinstance(node, _INNOCENT):
            return True
        if isinstance(node, ast.Name):
            bindings = module.source.names.scope(node).lookup(node.id)
            places = [each.at for each in bindings]
            if not places or any(at is None or _is_within(module, at, loop) for at in places):
                return True
    return False


def _is_within(module: Module, node: ast.AST, outer: ast.AST) -> bool:
    return node is outer or any(each is outer for each in module.source.names.around(node))


# ---- polling ---------------------------------------------------------------------------------------------------------


def _only_waits(module: Module, loop: ast.While, asked: set[ast.AST]) -> bool:
    """Whether a loop asks, looks at what it gets, says so, and sleeps; and counts nothing, and looks at no clock."""
    sleeps = False
    for node in ast.walk(loop):
        if isinstance(node, ast.AugAssign | ast.Raise | ast.Yield | ast.YieldFrom | ast.Await | ast.Try | ast.For):
            return False
        if isinstance(node, ast.Compare) and any(
            isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops
        ):
            return False
        if isinstance(node, ast.Call) and node not in asked:
            name = module.source.names.qualified(node.func) or dotted(node.func)
            sleeps = sleeps or name in _SLEEPS
            if name not in _SLEEPS and not _says(node):
                return False
    return sleeps


def _says(node: ast.Call) -> bool:
    if isinstance(node.func, ast.Name):
        return node.func.id in _SAYING
    if not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr in _SAYING_METHODS or node.func.attr in _LOGGING


def _ends_by_answer(loop: ast.While, asked: set[ast.AST]) -> bool:
    """Whether it is an answer that ends a loop: asked in its condition, or looked at in it.

    A loop that goes on for ever is a service; one that a flag from elsewhere ends is none of ours.
    """
    answers = {node.id for node in _targets(loop, asked)}
    if any(node in asked or (isinstance(node, ast.Name) and node.id in answers) for node in ast.walk(loop.test)):
        return True
    is_endless = isinstance(loop.test, ast.Constant) and bool(loop.test.value)
    for node in ast.walk(loop) if is_endless else ():
        if isinstance(node, ast.If) and any(isinstance(each, ast.Break | ast.Return) for each in ast.walk(node)):
            test = list(ast.walk(node.test))
            if any(each in asked or (isinstance(each, ast.Name) and each.id in answers) for each in test):
                return True
    return False


def _targets(loop: ast.While, asked: set[ast.AST]) -> Iterator[ast.Name]:
    """The names that get an answer, or something made of one, in a loop."""
    found: set[str] = set()
    # As often as names can be made of names that stand further down.
    for _ in range(3):
        for node in ast.walk(loop):
            target = value = None
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                target, value = node.targets[0], node.value
            elif isinstance(node, ast.NamedExpr):
                target, value = node.target, node.value
            if isinstance(target, ast.Name) and value is not None and target.id not in found:
                parts = list(ast.walk(value))
                if any(each in asked or (isinstance(each, ast.Name) and each.id in found) for each in parts):
                    found.add(target.id)
                    yield target
