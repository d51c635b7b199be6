"""What is done with the answers of `find` and `find_one`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from accsyn.codes import calls as codes
from accsyn.diagnostics import Diagnostic
from accsyn.lint.arguments import has_stars, keyword_of
from accsyn.lint.module import Module
from accsyn.lint.template import HOLE
from accsyn.schema.attributes import Attribute
from accsyn.source import Span

_DICT_METHODS = frozenset({"get", "keys", "items", "values", "setdefault"})
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
        parent = module.source.names.parents[call.node]
        if call.method != "find" or not isinstance(parent, ast.comprehension) or not isinstance(call.node, ast.Call):
            continue
        if has_stars(call.node) or any(keyword_of(call.node, name) for name in ("limit", "skip", "attributes")):
            continue
        template = call.template
        entity = module.schema.entity_type(template.text.split()[0]) if template and template.text.split() else None
        if entity is None or (template is not None and HOLE in template.text.split()[0]) or len(call.node.args) > 2:
            continue
        for condition in parent.ifs:
            name = _compared(condition, parent.target)
            attribute = entity.attribute(name) if name else None
            if attribute is not None and _is_plain(attribute):
                yield codes.FilteredInPython.at(
                    module.source.span(condition),
                    f"the query could say so: `{name}`, and less would be sent",
                    "Put the condition behind WHERE.",
                )


def _is_plain(attribute: Attribute) -> bool:
    return str(getattr(attribute.type, "value", attribute.type)) in _COMPARED and not attribute.is_list


def _compared(condition: ast.expr, target: ast.expr) -> str:
    """The attribute that ``record["attribute"] == constant`` compares; empty for anything else."""
    match condition:
        case ast.Compare(
            left=ast.Subscript(value=ast.Name(id=record), slice=ast.Constant(value=str(name))),
            ops=[ast.Eq()],
            comparators=[ast.Constant(value=str() | int())],
        ) if isinstance(target, ast.Name) and target.id == record:
            return name
    return ""


def _is_single(call: ast.Call) -> bool:
    return keyword_of(call, "single_entity_query") is not None or has_stars(call) or len(call.args) > 11


def _uses(module: Module, call: ast.Call) -> Iterator[ast.AST]:
    """The call itself where it is used at once; where a name is bound to it, and to nothing else, its uses."""
    names = module.source.names
    parent = names.parents[call]
    if not isinstance(parent, ast.Assign):
        if not isinstance(parent, ast.Expr):
            yield call
        return
    if len(parent.targets) != 1 or not isinstance(parent.targets[0], ast.Name):
        return
    name = parent.targets[0].id
    scope = names.scope(parent)
    if len(scope.lookup(name)) != 1:
        return
    for node in names.nodes:
        is_load = isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
        if is_load and names.scope(node).lookup(name) is scope.lookup(name):
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
    """Whether the TypeError is caught."""
    child = node
    for parent in module.source.names.around(node):
        if isinstance(parent, ast.Try) and child in parent.body and parent.handlers:
            return True
        child = parent
    return False
