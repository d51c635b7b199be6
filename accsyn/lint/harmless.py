"""What can do no harm inside a query: numbers, times, constants of the file, values without quotes in quotes."""

from __future__ import annotations

import ast
import re

from accsyn.lint.bindings import Binding
from accsyn.lint.following import follow_all
from accsyn.lint.holes import Part
from accsyn.lint.python_source import PythonSource
from accsyn.lint.queries import Known
from accsyn.lint.scopes import dotted
from accsyn.lint.template import Hole

_DEPTH = 8

_NUMBER_SPEC = re.compile(r".*[bcdeEfFgGnoxX%]\Z", re.DOTALL)
_NUMBERS = frozenset({"int", "float", "len", "bool", "round", "abs", "ord", "hash", "id", "hex", "oct", "bin"})
_SAME = frozenset({"str", "repr", "min", "max", "sum"})
"""Builtins that are harmless where what they are given is."""

_HARMLESS = frozenset(
    {
        *("uuid.uuid1", "uuid.uuid3", "uuid.uuid4", "uuid.uuid5", "uuid.UUID", "bson.ObjectId"),
        *("time.time", "time.monotonic", "time.time_ns", "time.strftime", "datetime.date.today"),
        *("urllib.parse.quote", "urllib.parse.quote_plus", "urllib.quote", "os.getpid", "random.randint"),
        *("secrets.token_hex", "secrets.token_urlsafe"),
    }
)
_TIMES = frozenset({"isoformat", "strftime", "timestamp", "toordinal", "hexdigest", "total_seconds", "count"})
"""Methods that make times, digests and numbers."""

_TYPES = frozenset({"int", "float", "bool", "uuid.UUID", "datetime.date", "datetime.timedelta", "decimal.Decimal"})
_LITERALS = frozenset({"typing.Literal", "typing_extensions.Literal"})


def is_harmless_part(source: PythonSource, known: Known, part: Part) -> bool:
    """Whether nothing that a value with holes may hold changes the query around it."""
    start, end = part.token.start, part.token.end
    quote = known.template.text[start] if part.token.kind == "quoted" and end > start else ""
    return all(_is_harmless_hole(source, hole, quote) for hole in part.holes)


def _is_harmless_hole(source: PythonSource, hole: Hole, quote: str) -> bool:
    if hole.format_spec and _NUMBER_SPEC.fullmatch(hole.format_spec) and hole.conversion in ("", "d"):
        return True
    if hole.node is None:
        return False
    if quote and hole.conversion in ("", "s") and _lacks(source, hole.node, quote):
        return True
    return is_harmless(source, hole.node)


def _lacks(source: PythonSource, node: ast.AST, quote: str) -> bool:
    """Whether a value has had its quotes taken out: ``name.replace("'", "")``; or is a date, whose text has none."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        match node.args:
            case [ast.Constant(value=old), ast.Constant(value=str(new))] if node.func.attr == "replace":
                if old == quote and quote not in new:
                    return True
            case _:
                pass
        if dotted(node.func).endswith(("datetime.now", "datetime.utcnow", "date.today")):
            return bool(source.names.qualified(node.func))
        node = node.func.value
    return False


def is_harmless(source: PythonSource, node: ast.AST, depth: int = _DEPTH) -> bool:
    """Whether a value is a number, a time, or a constant of the file, so that it cannot change a query."""
    if depth == 0:
        return False
    match node:
        case ast.Constant(value=bool() | int() | float() | str()):
            return True
        case ast.Call():
            return _is_harmless_call(source, node, depth)
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            return is_harmless(source, one, depth - 1) and is_harmless(source, other, depth - 1)
        case ast.BoolOp(values=values):
            return all(is_harmless(source, each, depth - 1) for each in values)
        case ast.UnaryOp(operand=operand):
            return is_harmless(source, operand, depth - 1)
        case ast.Compare():
            return True
        case ast.Subscript(value=table):
            return _is_harmless_table(source, table, depth - 1)
        case ast.Name():
            return _is_harmless_name(source, node, depth)
        case ast.expr():
            return _is_constant(source, node)
    return False


def _is_harmless_call(source: PythonSource, node: ast.Call, depth: int) -> bool:
    function = node.func
    if isinstance(function, ast.Name) and not source.names.scope(node).lookup(function.id):
        if function.id in _NUMBERS:
            return True
        if function.id in _SAME:
            return bool(node.args) and all(is_harmless(source, each, depth - 1) for each in node.args)
    if isinstance(function, ast.Attribute) and function.attr in _TIMES:
        return True
    if isinstance(function, ast.Attribute) and function.attr == "get" and node.args:
        is_table = _is_harmless_table(source, function.value, depth - 1)
        return is_table and all(is_harmless(source, each, depth - 1) for each in node.args[1:])
    return source.names.qualified(function) in _HARMLESS or _is_constant(source, node)


def _is_harmless_table(source: PythonSource, node: ast.AST, depth: int) -> bool:
    """Whether each value of a dict or a list that is written out is harmless: ``{...}[key]``."""
    if isinstance(node, ast.Name) and node in source.names.parents:
        bindings = source.names.scope(node).lookup(node.id)
        if len(bindings) != 1 or bindings[0].kind != "value" or bindings[0].node is None:
            return False
        node = bindings[0].node
    values: list[ast.expr] = []
    if isinstance(node, ast.Dict):
        values = node.values
    elif isinstance(node, ast.List | ast.Tuple):
        values = node.elts
    return bool(values) and all(is_harmless(source, each, depth - 1) for each in values)


def _is_constant(source: PythonSource, node: ast.expr) -> bool:
    found = follow_all(source, node) if node in source.names.parents else ()
    return bool(found) and not any(template.holes for template in found)


def _is_harmless_name(source: PythonSource, node: ast.Name, depth: int) -> bool:
    if node not in source.names.parents:
        return False  # made here, for a name in braces
    bindings = source.names.scope(node).lookup(node.id)
    return bool(bindings) and all(_is_harmless_binding(source, each, depth) for each in bindings)


def _is_harmless_binding(source: PythonSource, binding: Binding, depth: int) -> bool:
    """Whether what a name is bound to is harmless, there and then."""
    node = binding.node
    if binding.kind == "number":
        return True
    if node is None:
        return False
    if binding.kind in ("value", "augmented"):
        return is_harmless(source, node, depth - 1)
    if binding.kind == "parameter":
        return _is_harmless_type(source, node)
    if binding.kind == "loop" and isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "range"
    return binding.kind == "loop" and _is_harmless_table(source, node, depth)


def _is_harmless_type(source: PythonSource, node: ast.AST) -> bool:
    """Whether an annotation says that a value is a number, a day, an id, or one of the texts that it lists."""
    match node:
        case ast.Constant(value=None):
            return True
        case ast.Constant(value=str(name)):
            return name in _TYPES
        case ast.BinOp(left=one, op=ast.BitOr(), right=other):
            return _is_harmless_type(source, one) and _is_harmless_type(source, other)
        case ast.Subscript(value=form, slice=inner):
            if source.names.qualified(form) in _LITERALS:
                return True
            return dotted(form).rpartition(".")[2] == "Optional" and _is_harmless_type(source, inner)
        case ast.Name(id=name) if not source.names.scope(node).lookup(name):
            return name in _TYPES
    return source.names.qualified(node) in _TYPES
