"""Values that are put into the text of a query."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from accsyn.codes import calls as codes
from accsyn.diagnostics import Diagnostic
from accsyn.lint.calls import QueryCall
from accsyn.lint.following import follow
from accsyn.lint.holes import VALUE, Part
from accsyn.lint.module import Module
from accsyn.lint.parametrising import parametrise
from accsyn.lint.python_source import PythonSource
from accsyn.lint.queries import known_text
from accsyn.lint.scopes import only_value
from accsyn.lint.template import Builder, Hole, Template

_NUMBER_SPEC = re.compile(r".*[bcdeEfFgGnoxX%]\Z", re.DOTALL)
_NUMBERS = frozenset({"int", "float", "len", "bool", "round", "abs", "ord", "hash", "id"})
_HARMLESS = frozenset({"uuid.uuid1", "uuid.uuid4", "uuid.UUID", "time.time", "time.monotonic"})
_TIMES = frozenset({"isoformat", "strftime", "timestamp", "toordinal"})
_PLACEHOLDER = re.compile(r"\{([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*|\[[^\]{}]+\])*)\}")
_DEPTH = 8


def interpolated(module: Module) -> Iterator[Diagnostic]:
    """ACC510 and ACC511."""
    for call in module.calls:
        known = module.known(call)
        if known is None:
            continue
        parts = [part for part in known.parts if part.role == VALUE and not _is_harmless_part(module.source, part)]
        fix = parametrise(module.source, call, known) if parts else None
        for part in parts:
            span = known.template.place(part.token.start, part.token.end)
            is_quoted = part.token.kind == "quoted"
            code = codes.QuotedInterpolation if is_quoted else codes.UnquotedInterpolation
            yield code.at(span, _message(part, is_quoted), _help(call, part), *([fix] if fix else []))


def forgotten(module: Module) -> Iterator[Diagnostic]:
    """ACC512."""
    for call in module.calls:
        filled = with_placeholders(module, call)
        if filled is None:
            continue
        known = known_text(filled, is_expression=call.is_expression)
        fix = None if known is None else parametrise(module.source, call, known)
        for hole in filled.holes:
            help_ = f"Write `:{_last(hole)}`, and pass the value with params=."
            message = f"`{{{hole.code}}}` is not filled in: the string has no f before it"
            yield codes.ForgottenPrefix.at(hole.span, message, help_, *([fix] if fix else []))


def with_placeholders(module: Module, call: QueryCall) -> Template | None:
    """A text with holes where it has names in braces that the code around it knows; None where it has none."""
    template = call.template
    if template is None or template.holes or "{" not in template.text or any(each.use for each in template.literals):
        return None
    scope = module.source.names.scope(call.argument)
    matches = [match for match in _PLACEHOLDER.finditer(template.text) if scope.lookup(match[1])]
    if not matches:
        return None
    builder = Builder()
    for literal in template.literals:
        builder.literal(literal)
    at = 0
    for match in [*matches, None]:
        start, end = match.span() if match is not None else (len(template.text), len(template.text))
        for index in range(at, start):
            builder.character(template.text[index], template.starts[index], template.ends[index], template.parts[index])
        if match is not None:
            node = ast.Name(match[1], ast.Load())
            builder.hole(Hole(template.place(start, end), None if match[2] else node, match[0][1:-1]))
        at = end
    form = template.form if template.form == "name" else "plain"
    return builder.build(form, template.span)


def _last(hole: Hole) -> str:
    words: list[str] = re.findall(r"\w+", hole.code)
    return words[-1]


def _message(part: Part, is_quoted: bool) -> str:
    code = " ".join(part.holes[0].code.split()) or "the value"
    shown = f"`{code}`" if len(code) <= 40 and part.holes[0].code else "the value"
    if is_quoted:
        return f"{shown} can break out of the quotes of the query"
    return f"{shown} stands in the query without quotes: a blank, a comma or a parenthesis in it changes the query"


def _help(call: QueryCall, part: Part) -> str:
    if part.is_whole_list:
        return f"Write `IN :{part.name}`, and pass the list with params=."
    return f"Write `:{part.name}` without quotes, and pass the value with params=."


# ---- what can do no harm ---------------------------------------------------------------------------------------------


def _is_harmless_part(source: PythonSource, part: Part) -> bool:
    return all(_is_harmless_hole(source, hole) for hole in part.holes)


def _is_harmless_hole(source: PythonSource, hole: Hole) -> bool:
    if hole.format_spec and _NUMBER_SPEC.fullmatch(hole.format_spec) and hole.conversion in ("", "d"):
        return True
    return hole.node is not None and is_harmless(source, hole.node)


def is_harmless(source: PythonSource, node: ast.AST, depth: int = _DEPTH) -> bool:
    """Whether a value is a number, a time, or a constant of the file, so that it cannot change a query."""
    if depth == 0:
        return False
    match node:
        case ast.Constant(value=bool() | int() | float() | str()):
            return True
        case ast.Call(func=ast.Name(id=name)) if name in _NUMBERS and not source.names.scope(node).lookup(name):
            return True
        case ast.Call(func=ast.Attribute(attr=name)) if name in _TIMES:
            return True
        case ast.Call(func=func):
            return source.names.qualified(func) in _HARMLESS
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            return is_harmless(source, one, depth - 1) and is_harmless(source, other, depth - 1)
        case ast.UnaryOp(operand=operand):
            return is_harmless(source, operand, depth - 1)
        case ast.Name():
            return _is_harmless_name(source, node, depth)
        case ast.expr():
            return _is_constant(source, node)
    return False


def _is_constant(source: PythonSource, node: ast.expr) -> bool:
    template = follow(source, node)
    return template is not None and not template.holes


def _is_harmless_name(source: PythonSource, node: ast.Name, depth: int) -> bool:
    if node not in source.names.parents:
        return False  # made here, for a name in braces
    bindings = source.names.scope(node).lookup(node.id)
    if len(bindings) != 1:
        return False
    (binding,) = bindings
    value = only_value(bindings)
    if value is not None:
        return is_harmless(source, value, depth - 1)
    if binding.kind == "parameter" and isinstance(binding.node, ast.Name):
        return binding.node.id in ("int", "float", "bool")
    if binding.kind == "loop" and isinstance(binding.node, ast.Call):
        return isinstance(binding.node.func, ast.Name) and binding.node.func.id == "range"
    if binding.kind == "loop" and isinstance(binding.node, ast.Tuple | ast.List):
        return all(is_harmless(source, each, depth - 1) for each in binding.node.elts)
    return False
