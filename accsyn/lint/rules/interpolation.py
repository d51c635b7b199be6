"""Values that are put into the text of a query."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from accsyn.codes import calls as codes
from accsyn.diagnostics import Diagnostic
from accsyn.lint.calls import QueryCall
from accsyn.lint.harmless import is_harmless_part
from accsyn.lint.holes import VALUE, Part
from accsyn.lint.module import Module
from accsyn.lint.parametrising import parametrise
from accsyn.lint.queries import known_text
from accsyn.lint.template import Builder, Hole, Template

_PLACEHOLDER = re.compile(r"\{([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*|\[[^\]{}]+\])*)\}")


def interpolated(module: Module, call: QueryCall) -> Iterator[Diagnostic]:
    """ACC510 and ACC511."""
    known = module.known(call)
    if known is None:
        return
    parts = [part for part in known.parts if part.role == VALUE and not is_harmless_part(module.source, known, part)]
    fix = parametrise(module.source, call, known, parts) if parts else None
    for part in parts:
        span = known.template.place(part.token.start, part.token.end)
        is_quoted = part.token.kind == "quoted"
        code = codes.QuotedInterpolation if is_quoted else codes.UnquotedInterpolation
        yield code.at(span, _message(part, is_quoted), _help(module, call, part), *([fix] if fix else []))


def forgotten(module: Module, call: QueryCall) -> Iterator[Diagnostic]:
    """ACC512."""
    filled = with_placeholders(module, call)
    if filled is None:
        return
    known = known_text(filled, is_expression=call.is_expression)
    fix = None if known is None else parametrise(module.source, call, known, known.parts)
    for hole in filled.holes:
        message = f"`{{{hole.code}}}` is not filled in: the string has no f before it"
        help_ = f"Write `:{_last(hole)}`, and pass the value with params=."
        help_ = "Put an f before it." if module.runs_on_official(call) else help_
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


def _help(module: Module, call: QueryCall, part: Part) -> str:
    if module.runs_on_official(call):
        return "The official client has no parameters: look at the value first, or use `accsyn.Session`."
    if part.is_whole_list:
        return f"Write `IN :{part.name}`, and pass the list with params=."
    return f"Write `:{part.name}` without quotes, and pass the value with params=."
