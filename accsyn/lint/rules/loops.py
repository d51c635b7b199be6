"""Loops around sessions and their queries."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from accsyn.codes import calls as codes
from accsyn.diagnostics import Diagnostic
from accsyn.lint.module import Module
from accsyn.source import Span

_ASKS = frozenset({"find", "find_one", "get_entity"})
_SLEEPS = frozenset({"time.sleep", "asyncio.sleep"})
_CLOCKS = frozenset({"time", "monotonic", "perf_counter", "now", "utcnow", "is_set", "wait"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def sessions(module: Module) -> Iterator[Diagnostic]:
    """ACC520."""
    for node in module.source.names.nodes:
        if not isinstance(node, ast.Call) or module.sessions.made_by(node) is None:
            continue
        loop = _loop_around(module, node)
        if loop is None or _leaves(loop) or _depends(node):
            continue
        span = module.source.span(node)
        yield codes.SessionInLoop.at(span, "each turn of the loop logs in anew", "Make the session before the loop.")


def polling(module: Module) -> Iterator[Diagnostic]:
    """ACC521."""
    loops: dict[ast.While, None] = {}
    for node, function, _ in module.session_calls():
        if function.attr in _ASKS:
            for parent in module.source.names.around(node):
                if isinstance(parent, _FUNCTIONS):
                    break
                if isinstance(parent, ast.While):
                    loops.setdefault(parent)
                    break
    for loop in loops:
        if _sleeps(module, loop) and _is_endless(loop):
            start = module.source.span(loop).start
            yield codes.EndlessPolling.at(
                Span(start, start + len("while")),
                "this loop waits for a status and has no deadline",
                "`session.wait(query, timeout=...)` waits with one.",
            )


def _loop_around(module: Module, node: ast.AST) -> ast.For | ast.AsyncFor | None:
    child = node
    for parent in module.source.names.around(node):
        if isinstance(parent, _FUNCTIONS):
            return None
        if isinstance(parent, ast.For | ast.AsyncFor) and child in parent.body:
            return parent
        child = parent
    return None


def _leaves(loop: ast.For | ast.AsyncFor) -> bool:
    """Whether a loop may end early: then it may be one that tries until something works."""
    return any(isinstance(node, ast.Break | ast.Return | ast.Raise | ast.Try) for node in ast.walk(loop))


def _depends(call: ast.Call) -> bool:
    """Whether what a call is given may change from turn to turn: any name may."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(isinstance(node, ast.Name) for each in given for node in ast.walk(each))


def _sleeps(module: Module, loop: ast.While) -> bool:
    for node in ast.walk(loop):
        if isinstance(node, ast.Call):
            name = module.source.names.qualified(node.func) or ast.unparse(node.func)
            if name in _SLEEPS:
                return True
    return False


def _is_endless(loop: ast.While) -> bool:
    """Whether nothing in a loop counts, looks at a clock, or leaves it but for a status."""
    for node in ast.walk(loop):
        if isinstance(node, ast.AugAssign | ast.Raise | ast.Yield | ast.YieldFrom | ast.Await | ast.Try):
            return False
        if isinstance(node, ast.Compare) and any(
            isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops
        ):
            return False
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CLOCKS:
            return False
    return True
