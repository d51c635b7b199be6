"""The fix that makes parameters of the holes of a query: ``f"... code='{code}'"`` to ``:code`` and ``params=``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from accsyn.diagnostics import Edit, Fix
from accsyn.lint.arguments import add_parameters
from accsyn.lint.calls import QueryCall
from accsyn.lint.holes import VALUE, Part, can_change
from accsyn.lint.literals import Literal, Replacement, decode
from accsyn.lint.python_source import PythonSource
from accsyn.lint.queries import Known
from accsyn.lint.sessions import Client
from accsyn.lint.template import HOLE, Hole, Template
from accsyn.source import Span

_JOINED = re.compile(r"\s*\+\s*")
_JOIN = re.compile(r"""(["'])\s*,\s*\1\s*\.\s*join\(\s*(.*?)\s*,?\s*\)""", re.DOTALL)
_BEFORE = " \t\r\n\f(,=<>"
_BEHIND = " \t\r\n\f),"
_WITHOUT_WILDCARDS = frozenset({"CONTAINS", "NOT CONTAINS", "MATCHES", "NOT MATCHES", "<", ">", "<=", ">="})


class _Impossible(Exception):  # noqa: N818 - no error: it never leaves this module
    """The text is written in a way that this fix does not change."""


def parametrise(source: PythonSource, call: QueryCall, known: Known, wanted: Sequence[Part]) -> Fix | None:
    """A fix that passes values of a query as parameters; None where it cannot be done exactly.

    Args:
        source: The file.
        call: The query.
        known: Its text.
        wanted: The values. What goes through ``%`` or `str.format` is changed as a whole.
    """
    is_ours = call.client is Client.OURS or (call.client is None and not call.is_method)
    template = known.template
    if not is_ours or not isinstance(call.node, ast.Call) or template.form not in _FORMS or call.others:
        return None
    parts = [part for part in known.parts if part.role == VALUE]
    if template.form in ("f", "plus"):
        parts = [part for part in parts if part in wanted]
    elif len(parts) != len(known.parts):
        return None
    try:
        values = {part.name: _value(source, template, part) for part in parts}
        edits = list(_FORMS[template.form](source, call.argument, template, parts))
    except _Impossible:
        return None
    added = add_parameters(source, call.node, values)
    within = source.span(call.argument)
    # A constant that stands elsewhere may be used elsewhere.
    if added is None or not edits or any(not _within(edit.span, [within]) for edit in edits):
        return None
    if not _keeps_order(call.node, call.argument, template, parts):
        return None
    is_safe = template.form != "plain" and all(_is_safe(source, template, part) for part in parts)
    names = " and ".join(f"`:{name}`" for name in values)
    return Fix(f"pass {names} with params=", tuple(sorted([*edits, added], key=lambda edit: edit.span)), is_safe)


def _keeps_order(call: ast.Call, argument: ast.expr, template: Template, parts: Sequence[Part]) -> bool:
    """Whether what is called in the text is called as often and in the same order when it is called in `params=`."""
    taken = [hole.node for part in parts for hole in part.holes]
    left = [hole.node for hole in template.holes if not any(hole.node is node for node in taken)]
    given = left
    if template.form == "format" and isinstance(argument, ast.Call):
        given = [*argument.args, *(keyword.value for keyword in argument.keywords)]
    elif template.form == "percent" and isinstance(argument, ast.BinOp):
        right = argument.right
        given = list(right.elts) if isinstance(right, ast.Tuple) else [right]
        given = [*right.values] if isinstance(right, ast.Dict) else given
    others = [each for each in (*call.args, *(keyword.value for keyword in call.keywords)) if each is not argument]
    if not any(node is not None and can_change(node) for node in (*taken, *given)):
        return True
    if any(can_change(each) for each in others):
        return False
    if given is left:
        return not any(node is not None and can_change(node) for node in left)
    # Each argument of a format is evaluated once and in its place, wherever and how often its field stands.
    return len(taken) == len(given) and all(one is other for one, other in zip(taken, given, strict=True))


# ---- values ---------------------------------------------------------------------------------------------------------


def _content(template: Template, part: Part) -> tuple[int, int]:
    """The range of a value without the quotes around it."""
    quotes = part.token.kind == "quoted"
    return part.token.start + quotes, part.token.end - quotes


def _is_whole(template: Template, part: Part) -> bool:
    start, end = _content(template, part)
    return template.text[start:end] == HOLE


def _value(source: PythonSource, template: Template, part: Part) -> str:
    """The Python expression for the value of a part."""
    before = template.text[part.token.start - 1 : part.token.start]
    behind = template.text[part.token.end : part.token.end + 1]
    if (before and before not in _BEFORE) or (behind and behind not in _BEHIND):
        raise _Impossible
    if any(not hole.code.strip() or ":=" in hole.code or "#" in hole.code for hole in part.holes):
        raise _Impossible
    hole = part.holes[0]
    if re.search(rf":{re.escape(part.name)}(?!\w)", template.text):
        raise _Impossible  # somebody else binds it
    if not _is_whole(template, part):
        return _as_fstring(source, template, part)
    joined = (
        isinstance(hole.node, ast.Call) and isinstance(hole.node.func, ast.Attribute) and hole.node.func.attr == "join"
    )
    if part.is_whole_list and part.token.kind != "quoted" and (not joined or _joined_values(hole)):
        return _joined_values(hole) or hole.code
    if joined:
        raise _Impossible
    if hole.format_spec:
        if template.form != "f" or "{" in hole.format_spec:
            raise _Impossible
        return _as_fstring(source, template, part)
    return f"str({hole.code})" if hole.conversion == "s" and not _is_text(source, hole) else hole.code


def _as_fstring(source: PythonSource, template: Template, part: Part) -> str:
    """The value as an f-string of its own, with what stands around the hole."""
    start, end = _content(template, part)
    text = template.text[start:end]
    is_split = part.is_whole_list and part.token.kind == "quoted" and "," in text
    if template.form != "f" or is_split or ("*" in text and part.operator not in _WITHOUT_WILDCARDS):
        raise _Impossible
    literal = _literal_of(template, part)
    place = template.place(start, end)
    return f"{source.text[literal.start : literal.body.start]}{source.text[place.start : place.end]}{literal.quote}"


def _literal_of(template: Template, part: Part) -> Literal:
    """The one literal that a part stands in."""
    place = template.place(part.token.start, part.token.end)
    for literal in template.literals:
        if literal.body.start <= place.start and place.end <= literal.body.end:
            return literal
    raise _Impossible


def _joined_values(hole: Hole) -> str:
    """``ids`` for ``",".join(ids)``; empty for anything else. Read from the text: nodes in f-strings have no place."""
    node = hole.node
    match = _JOIN.fullmatch(hole.code)
    if match is None or not isinstance(node, ast.Call) or len(node.args) != 1 or node.keywords:
        return ""
    return f"({match[2]})" if isinstance(node.args[0], ast.GeneratorExp) else match[2]


def _is_safe(source: PythonSource, template: Template, part: Part) -> bool:
    """Whether a text means the same before and after: no wildcards, no null, no list."""
    if part.token.kind != "quoted" or part.operator not in _WITHOUT_WILDCARDS:
        return False
    return not _is_whole(template, part) or bool(part.holes[0].format_spec) or _is_text(source, part.holes[0])


def _is_text(source: PythonSource, hole: Hole) -> bool:
    node = hole.node
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id == "str"
    if not isinstance(node, ast.Name):
        return False
    bindings = source.names.scope(node).lookup(node.id)
    return bool(bindings) and all(
        binding.kind == "parameter" and isinstance(binding.node, ast.Name) and binding.node.id == "str"
        for binding in bindings
    )


# ---- edits, form by form ---------------------------------------------------------------------------------------------


def _replace(template: Template, part: Part) -> Edit:
    return Edit(template.place(part.token.start, part.token.end), f":{part.name}")


def _plain(_: PythonSource, __: ast.expr, template: Template, parts: list[Part]) -> Iterator[Edit]:
    """Braces in a text that is no f-string."""
    for part in parts:
        _literal_of(template, part)
        yield _replace(template, part)


def _fstring(source: PythonSource, _: ast.expr, template: Template, parts: list[Part]) -> Iterator[Edit]:
    edits = [_replace(template, part) for part in parts]
    changed = {_literal_of(template, part) for part in parts}
    yield from edits
    for literal in changed:
        pieces = list(decode(source.text, literal))
        gone = [edit.span for edit in edits]
        fields = [piece for piece in pieces if isinstance(piece, Replacement)]
        if any(not _within(Span(field.start, field.end), gone) for field in fields):
            continue
        prefix = source.text[literal.start : literal.start + len(literal.prefix)]
        yield Edit(Span(literal.start, literal.start + len(prefix)), re.sub("[fF]", "", prefix))
        yield from _single(template, literal, gone, "{}")


def _format(source: PythonSource, node: ast.expr, template: Template, parts: list[Part]) -> Iterator[Edit]:
    if not isinstance(node, ast.Call) or len(parts) != len(template.holes):
        raise _Impossible
    behind = source.span(node.func).end
    dot = source.text.rindex(".", 0, behind)
    yield from _without_use(template, parts, "{}")
    yield Edit(Span(dot, source.span(node).end), "")


def _percent(source: PythonSource, node: ast.expr, template: Template, parts: list[Part]) -> Iterator[Edit]:
    if not isinstance(node, ast.BinOp) or len(parts) != len(template.holes):
        raise _Impossible
    left, right = source.span(node.left).end, source.span(node.right).start
    between = source.text[left:right]
    if "#" in between or between.count("%") != 1:
        raise _Impossible
    start = left + len(between[: between.index("%")].rstrip(" \t"))
    yield from _without_use(template, parts, "%")
    yield Edit(Span(start, source.span(node).end), "")


def _without_use(template: Template, parts: list[Part], doubled: str) -> Iterator[Edit]:
    """The text of a format without its fields."""
    edits = [_replace(template, part) for part in parts]
    yield from edits
    for part in parts:
        _literal_of(template, part)
    for literal in template.literals:
        yield from _single(template, literal, [edit.span for edit in edits], doubled)


def _single(template: Template, literal: Literal, gone: list[Span], doubled: str) -> Iterator[Edit]:
    """Doubled characters of a literal, written once."""
    for index, character in enumerate(template.text):
        place = template.place(index, index + 1)
        is_doubled = character in doubled and template.parts[index] >= 0 and place.end - place.start == 2
        if is_doubled and literal.body.start <= place.start < literal.body.end and not _within(place, gone):
            yield Edit(place, character)


def _within(span: Span, ranges: list[Span]) -> bool:
    return any(each.start <= span.start and span.end <= each.end for each in ranges)


def _sum(source: PythonSource, _: ast.expr, template: Template, parts: list[Part]) -> Iterator[Edit]:
    """``"code='" + code + "'"``: the literals around a hole become one."""
    for part in parts:
        start, end = part.token.start, part.token.end
        (hole,) = part.holes
        at = next(index for index in range(start, end) if template.parts[index] < 0)
        before = template.literals[template.parts[at - 1]] if at and template.parts[at - 1] >= 0 else None
        has_more = at + 1 < len(template.text) and template.parts[at + 1] >= 0
        behind = template.literals[template.parts[at + 1]] if has_more else None
        is_last = at + 1 == len(template.text)
        if before is None or (behind is None and not is_last):
            raise _Impossible
        if not _JOINED.fullmatch(source.text, before.end, hole.span.start):
            raise _Impossible
        first = template.starts[start] if start < at else before.body.end
        if behind is None:
            yield Edit(Span(first, hole.span.end), f":{part.name}{before.quote}")
            continue
        is_alike = (before.prefix, before.quote) == (behind.prefix, behind.quote)
        if not is_alike or not _JOINED.fullmatch(source.text, hole.span.end, behind.start):
            raise _Impossible
        last = template.ends[end - 1] if at + 1 < end else behind.body.start
        yield Edit(Span(first, last), f":{part.name}")


_FORMS = {"plain": _plain, "f": _fstring, "format": _format, "percent": _percent, "plus": _sum}
