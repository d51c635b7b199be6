"""What is done with the answers of `find` and `find_one`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from accsyn.codes import calls as codes
from accsyn.diagnostics import Diagnostic
from accsyn.lint.arguments import has_stars, keyword_of
from accsyn.lint.calls import QueryCall
from accsyn.lint.module import Module
from accsyn.lint.scopes import dotted
from accsyn.lint.template import HOLE
from accsyn.schema.attributes import Attribute
from accsyn.schema.model import EntityType
from accsyn.source import Span

_DICT_METHODS = frozenset({"get", "keys", "items", "values", "setdefault"})
_SHAPING = ("limit", "skip", "attributes")
_SPECIAL = frozenset("*\"'\n")
"""Characters that a query takes otherwise than ``==`` does, or cannot hold in quotes."""

_COMPARED = frozenset({"text", "enum", "id", "integer", "number"})


def lists(module: Module) -> Iterator[Diagnostic]:
    """ACC514."""
    for call in module.calls:
        if call.method != "find" or not isinstance(call.node, ast.Call) or _is_single(call.node):
            continue
        for use in _uses(module, call.node):
            span = _as_record(module, use)
            if span is not None:
                yield codes.ListUsedAsRecord.at(
                    span, "`find` returns a list, and this takes it for a record", "Write `find_one`, or take an item."
                )
                break


def unchecked(module: Module) -> Iterator[Diagnostic]:
    """ACC515."""
    for call in module.calls:
        if call.method != "find_one" or not isinstance(call.node, ast.Call):
            continue
        uses = list(_uses(module, call.node))
        spans = [_as_record(module, use) for use in uses]
        # Any other use may be the check: a test, a function that is given the record, `or {}`.
        if spans and all(spans) and spans[0] is not None and not _is_guarded(module, uses[0]):
            yield codes.RecordWithoutCheck.at(
                spans[0], "`find_one` returns None where nothing matches", "Look whether it is None first."
            )


def filtered(module: Module) -> Iterator[Diagnostic]:
    """ACC522."""
    for call in module.calls:
        if call.method != "find" or not isinstance(call.node, ast.Call) or call.others:
            continue
        if has_stars(call.node) or any(keyword_of(call.node, name) for name in _SHAPING) or len(call.node.args) > 2:
            continue
        entity = _entity(module, call)
        uses = list(_uses(module, call.node)) if entity is not None else []
        # Where the list is used otherwise too, all of it may be wanted.
        target, conditions = _conditions(module, uses[0]) if len(uses) == 1 else (None, [])
        for condition in conditions:
            name = _compared(condition, target)
            attribute = entity.attribute(name) if name and entity is not None else None
            if attribute is not None and _is_plain(attribute) and module.source.has_place(condition):
                yield codes.FilteredInPython.at(
                    module.source.span(condition),
                    f"the query could say so: `{name}`, and less would be sent",
                    "Put the condition behind WHERE.",
                )


def _entity(module: Module, call: QueryCall) -> EntityType | None:
    words = call.template.text.split() if call.template is not None else []
    return None if not words or HOLE in words[0] else module.schema.entity_type(words[0])


def _conditions(module: Module, node: ast.AST) -> tuple[ast.expr | None, list[ast.expr]]:
    """The variable of a loop over a list, and what is asked of it before anything is done with it."""
    parent = module.source.names.parents[node]
    if isinstance(parent, ast.comprehension) and parent.iter is node:
        return parent.target, [each for condition in parent.ifs for each in _conjuncts(condition)]
    if isinstance(parent, ast.For) and parent.iter is node and len(parent.body) == 1 and not parent.orelse:
        (only,) = parent.body
        if isinstance(only, ast.If) and not only.orelse:
            return parent.target, list(_conjuncts(only.test))
    return None, []


def _conjuncts(condition: ast.expr) -> list[ast.expr]:
    """The conditions of ``a and b``; only as long as each can stand first, since the others may rely on it."""
    return (
        list(condition.values)
        if isinstance(condition, ast.BoolOp) and isinstance(condition.op, ast.And)
        else [condition]
    )


def _is_plain(attribute: Attribute) -> bool:
    return str(getattr(attribute.type, "value", attribute.type)) in _COMPARED and not attribute.is_list


def _compared(condition: ast.expr, target: ast.expr | None) -> str:
    """The attribute that ``record["attribute"] == constant`` compares; empty for anything else."""
    match condition:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value=value)]):
            is_sayable = isinstance(value, int) or (isinstance(value, str) and not set(value) & _SPECIAL)
        case ast.Compare(left=left, ops=[ast.In()], comparators=[ast.Tuple() | ast.List() | ast.Set() as items]):
            values = [each.value if isinstance(each, ast.Constant) else None for each in items.elts]
            is_sayable = bool(values) and all(isinstance(each, str) and not set(each) & _SPECIAL for each in values)
        case _:
            return ""
    match left:
        case (
            ast.Subscript(value=ast.Name(id=record), slice=ast.Constant(value=str(name)))
            | ast.Call(
                func=ast.Attribute(value=ast.Name(id=record), attr="get"),
                args=[ast.Constant(value=str(name))],
                keywords=[],
            )
        ) if isinstance(target, ast.Name) and target.id == record and is_sayable:
            return name
    return ""


def _is_single(call: ast.Call) -> bool:
    return keyword_of(call, "single_entity_query") is not None or has_stars(call) or len(call.args) > 11


def _uses(module: Module, call: ast.Call) -> Iterator[ast.AST]:
    """The call itself where it is used at once; where a name is bound to it, and to nothing else, its uses."""
    names = module.source.names
    parent = names.parents[call]
    if not isinstance(parent, ast.Assign | ast.AnnAssign):
        if not isinstance(parent, ast.Expr):
            yield call
        return
    targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
    if len(targets) != 1 or not isinstance(targets[0], ast.Name):
        return
    name = targets[0].id
    scope = names.scope(parent)
    if len(scope.lookup(name)) != 1:
        return
    for node in names.uses.get(name, ()):
        if names.scope(node).lookup(name) is scope.lookup(name):
            yield node


def _as_record(module: Module, node: ast.AST) -> Span | None:
    """The place of what treats a value as a dict: ``["id"]``, ``.get("id")``."""
    parent = module.source.names.parents[node]
    match parent:
        case ast.Subscript(value=value, slice=ast.Constant(value=str())) if value is node:
            return module.source.span(parent) if module.source.has_place(parent) else None
        case ast.Attribute(value=value, attr=name) if value is node and name in _DICT_METHODS:
            above = module.source.names.parents[parent]
            is_called = isinstance(above, ast.Call) and above.func is parent
            return module.source.span(parent) if is_called and module.source.has_place(parent) else None
    return None


def _is_guarded(module: Module, node: ast.AST) -> bool:
    """Whether the TypeError is caught, or waited for."""
    child = node
    for parent in module.source.names.around(node):
        if isinstance(parent, ast.Try) and child in parent.body and parent.handlers:
            return True
        if isinstance(parent, ast.With) and any(_catches(item.context_expr) for item in parent.items):
            return True
        child = parent
    return False


def _catches(node: ast.expr) -> bool:
    word = dotted(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""
    return word in ("suppress", "raises", "assertRaises", "assertRaisesRegex")
