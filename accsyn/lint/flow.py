"""What a name stands for at a place: the expressions that were assigned, followed through statements in a row.

A name that is bound once has that value. Another one is followed backwards from its use to an assignment that must have
run, and forwards again: ``+=`` adds, of an ``if`` one arm is taken. Loops, handlers and whatever else may or may not
have run make the name unknown.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from accsyn.lint.bindings import Binding, Comprehension, Scope, only_value
from accsyn.lint.scopes import Block, Names, dotted

_FURTHEST = 2_000
"""Statements between a use and the assignment that is looked for, at most: so that the time is linear."""

_MOST = 32
"""Statements among them that bind the name, at most."""

_JUMPS = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_LEAVING = frozenset({"sys.exit", "exit", "quit", "os._exit", "os.abort", "parser.error"})
_AT_ONCE = (ast.ListComp, ast.SetComp, ast.DictComp)

Choose = Callable[[ast.AST], bool]
"""Says which arm of an ``if`` is taken: whether the first."""


class Flow:
    """Follows names of a module.

    Args:
        names: The scopes of the module.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._touched: dict[int, frozenset[ast.AST]] = {}

    def values(self, node: ast.Name, choose: Choose) -> list[ast.expr]:
        """The expressions whose sum a name stands for; empty where that cannot be told.

        Args:
            node: The name, where it is used.
            choose: Called for each ``if`` that the value depends on.
        """
        scope = self._names.scope(node)
        bindings = scope.lookup(node.id)
        value = only_value(bindings)
        if value is not None:
            return [value] if isinstance(value, ast.expr) else []
        owner = scope.owner(node.id)
        if owner is None or not self._runs_at_once(scope, owner) or any(each.at is None for each in bindings):
            return []
        touched = self._nodes_around(bindings, owner)
        return self._forwards(node.id, *self._start(node, node.id, owner, touched), touched, choose)

    def _runs_at_once(self, scope: Scope, owner: Scope) -> bool:
        """Whether code of a scope runs where it stands in the other: that of a function or a generator runs later."""
        while scope is not owner and isinstance(scope.node, _AT_ONCE) and scope.parent is not None:
            scope = scope.parent
        return scope is owner and not isinstance(owner.node, Comprehension | ast.Lambda)

    def _nodes_around(self, bindings: list[Binding], owner: Scope) -> frozenset[ast.AST]:
        """Every node in the scope that binds the name, or holds what does: what is not among them leaves it alone."""
        key = id(bindings)
        if key not in self._touched:
            found: set[ast.AST] = set()
            for binding in bindings:
                node = binding.at
                while node is not None and node is not owner.node and node not in found:
                    found.add(node)
                    node = self._names.parents.get(node)
            self._touched[key] = frozenset(found)
        return self._touched[key]

    def _start(
        self, node: ast.Name, name: str, owner: Scope, touched: frozenset[ast.AST]
    ) -> tuple[ast.expr | None, list[ast.stmt]]:
        """The value of the assignment that must have run last, and the statements since then that bind the name.

        None where it is not known what the name was before them.
        """
        since: list[ast.stmt] = []
        left = _FURTHEST
        child: ast.AST = node
        while child is not owner.node and left > 0 and len(since) <= _MOST:
            block = self._names.blocks.get(child)
            for statement in _before(block):
                left -= 1
                value = _assigned(statement, name) if statement in touched else None
                if value is not None and value not in touched:
                    return value, since[::-1]
                if statement in touched:
                    since.append(statement)
                if left <= 0 or len(since) > _MOST:
                    return None, []
            if self._may_change(child, block, touched):
                break
            child = self._names.parents[child]
        return None, since[::-1] if left > 0 and len(since) <= _MOST else []

    def _may_change(self, child: ast.AST, block: Block | None, touched: frozenset[ast.AST]) -> bool:
        """Whether the value at the start of a block may be another than before the statement that holds it.

        For a node that is no statement of a block: whether it binds the name itself, as ``f(q := 1, q)`` does.
        """
        parent = self._names.parents[child]
        if block is None:
            return child in touched or (isinstance(parent, ast.While) and parent in touched)
        if isinstance(parent, ast.If):
            return parent.test in touched
        if isinstance(parent, ast.With | ast.AsyncWith):
            return any(item in touched for item in parent.items)
        if isinstance(parent, ast.Try) and block.field == "body":
            return False
        # Of a handler the statement counts that it belongs to.
        whole = self._names.parents[parent] if isinstance(parent, ast.ExceptHandler) else parent
        return whole in touched

    def _forwards(
        self, name: str, value: ast.expr | None, since: list[ast.stmt], touched: frozenset[ast.AST], choose: Choose
    ) -> list[ast.expr]:
        found = [] if value is None else [value]
        pending = since[::-1]
        while pending:
            statement = pending.pop()
            if statement not in touched:
                continue
            assigned = _assigned(statement, name)
            added = _added(statement, name)
            if assigned is not None and assigned not in touched:
                found = [assigned]
            elif isinstance(statement, ast.If) and statement.test not in touched:
                pending += self._arm(statement, choose)[::-1]
            elif found and added is not None and added not in touched:
                found.append(added)
            else:
                found = []
        return found

    def _arm(self, node: ast.If, choose: Choose) -> list[ast.stmt]:
        """The statements of an arm that goes on behind the ``if``."""
        leaves = _leaves(node.body), _leaves(node.orelse)
        if leaves[0]:
            return node.orelse
        if leaves[1]:
            return node.body
        return node.body if choose(node) else node.orelse


def _before(block: Block | None) -> list[ast.stmt]:
    """The statements before one in its block, the nearest first, no more than are looked at."""
    return [] if block is None else block.statements[max(0, block.position - _FURTHEST) : block.position][::-1]


def _assigned(statement: ast.stmt, name: str) -> ast.expr | None:
    """The value of ``name = value``."""
    if isinstance(statement, ast.AnnAssign):
        targets: list[ast.expr] = [statement.target]
    else:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
    is_it = any(isinstance(target, ast.Name) and target.id == name for target in targets)
    return statement.value if is_it and isinstance(statement, ast.Assign | ast.AnnAssign) else None


def _added(statement: ast.stmt, name: str) -> ast.expr | None:
    """The value of ``name += value``."""
    if not isinstance(statement, ast.AugAssign) or not isinstance(statement.op, ast.Add):
        return None
    return statement.value if isinstance(statement.target, ast.Name) and statement.target.id == name else None


def _leaves(block: list[ast.stmt]) -> bool:
    """Whether what follows a block does not run behind it."""
    last = block[-1] if block else None
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        return dotted(last.value.func) in _LEAVING
    return isinstance(last, _JUMPS)
