"""From an expression to the text that it makes: constants, ``+``, ``%``, `str.format`, f-strings.

What is not known when the file is read becomes a hole. Every literal is read twice, by Python and by
`accsyn.lint.literals`, and used only where both agree: so a place is right, or not there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from accsyn.lint.literals import Character, Literal, Replacement, decode, find_literals
from accsyn.lint.python_source import PythonSource
from accsyn.lint.scopes import only_value
from accsyn.lint.template import HOLE, Builder, Hole, Template, concatenate
from accsyn.source import Span

_DEPTH = 16
"""How many names stand between an expression and its text, at most."""

_LONGEST = 1_000_000
"""Characters of a text that is followed."""

_PERCENT = re.compile(r"%(?:\(([^)]*)\))?([#0\- +]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([diouxXeEfFgGcrsa%])")
_FIELD = re.compile(r"\{([^{}!:]*)(?:!([rsa]))?(?::([^{}]*))?\}")
_FIELD_NAME = re.compile(r"(\w*)((?:\.\w+|\[[^\]]*\])*)")
_STRIPS: dict[str, Callable[[str], str]] = {"strip": str.strip, "lstrip": str.lstrip, "rstrip": str.rstrip}


class _GiveUp(Exception):  # noqa: N818 - no error: it never leaves this module
    """The expression makes a text in a way that is not followed."""


def follow(source: PythonSource, node: ast.expr) -> Template | None:
    """The text that an expression makes; None if it is not known to make one."""
    try:
        return _follow(source, node, _DEPTH)
    except _GiveUp:
        return None


def _follow(source: PythonSource, node: ast.expr, depth: int) -> Template:
    handler = _HANDLERS.get(type(node))
    if handler is None or depth == 0:
        raise _GiveUp
    return handler(source, node, depth)


def _try(source: PythonSource, node: ast.expr, depth: int) -> Template | None:
    try:
        return _follow(source, node, depth)
    except _GiveUp:
        return None


# ---- literals -------------------------------------------------------------------------------------------------------


def _constant(source: PythonSource, node: ast.Constant, _: int) -> Template:
    if not isinstance(node.value, str) or len(node.value) > _LONGEST or not source.has_place(node):
        raise _GiveUp
    return _literals(source, node, [node.value], [], 0)


def _joined(source: PythonSource, node: ast.JoinedStr, depth: int) -> Template:
    texts: list[str] = [""]
    values: list[ast.FormattedValue] = []
    for part in node.values:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            texts[-1] += part.value
        elif isinstance(part, ast.FormattedValue):
            values.append(part)
            texts.append("")
    if not source.has_place(node):
        raise _GiveUp
    return _literals(source, node, texts, values, depth)


def _literals(
    source: PythonSource, node: ast.expr, texts: list[str], values: list[ast.FormattedValue], depth: int
) -> Template:
    """The template of the literals of a node, which must make these texts with these values between them."""
    span = source.span(node)
    found = find_literals(source.text, *span)
    if not found:
        raise _GiveUp
    builder = Builder()
    characters: list[str] = []
    count = 0
    for literal in found:
        number = builder.literal(literal)
        for piece in _decoded(source.text, literal):
            if isinstance(piece, Character):
                builder.character(piece.text, piece.start, piece.end, number)
                characters.append(piece.text)
                continue
            if count == len(values):
                raise _GiveUp
            value = values[count]
            count += 1
            characters.append(HOLE)
            code = source.text[piece.expression.start : piece.expression.end]
            place = Span(piece.start, piece.end)
            hole = Hole(place, value.value, code, piece.conversion, piece.format_spec)
            _fill(builder, hole, source, depth)
    if "".join(characters) != HOLE.join(texts) or any(HOLE in text for text in texts):
        raise _GiveUp
    return builder.build("f" if values else "plain", span)


def _decoded(text: str, literal: Literal) -> Iterator[Character | Replacement]:
    try:
        yield from decode(text, literal)
    except ValueError:
        raise _GiveUp from None


def _fill(builder: Builder, hole: Hole, source: PythonSource, depth: int) -> None:
    """A constant where the hole is one, else the hole."""
    plain = not hole.format_spec and hole.conversion in ("", "s")
    known = _try(source, hole.node, depth - 1) if isinstance(hole.node, ast.Name) and plain and depth > 1 else None
    if known is None or known.holes:
        builder.hole(hole)
    else:
        builder.template(known)


# ---- operators ------------------------------------------------------------------------------------------------------


def _operation(source: PythonSource, node: ast.BinOp, depth: int) -> Template:
    if isinstance(node.op, ast.Mod):
        return _percent(source, node, depth)
    if not isinstance(node.op, ast.Add):
        raise _GiveUp
    operands: list[ast.expr] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
        operands.append(left.right)
        left = left.left
    operands.append(left)
    templates = [_try(source, operand, depth - 1) for operand in reversed(operands)]
    if not any(templates) or not source.has_place(node):
        raise _GiveUp
    pieces = [
        template if template is not None else _hole_for(source, operand)
        for template, operand in zip(templates, reversed(operands), strict=True)
    ]
    return concatenate(pieces, "plus", source.span(node))


def _hole_for(source: PythonSource, node: ast.expr) -> Template:
    builder = Builder()
    span = source.span(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str" and len(node.args) == 1:
        node = node.args[0]
    builder.hole(Hole(span, node, source.code(node)))
    return builder.build("plus", span)


def _percent(source: PythonSource, node: ast.BinOp, depth: int) -> Template:
    """``"..." % values``."""
    left = _written(source, node.left, depth)
    values = node.right
    elements = list(values.elts) if isinstance(values, ast.Tuple) else [values]
    named = {
        key.value: value
        for key, value in (zip(values.keys, values.values, strict=True) if isinstance(values, ast.Dict) else ())
        if isinstance(key, ast.Constant)
    }
    rewritten = _Rewriting(source, left, "percent")
    count = 0
    for match in _PERCENT.finditer(left.text):
        name, _, width, precision, letter = match.groups()
        if letter == "%":
            rewritten.character("%", *match.span())
            continue
        if "*" in (width, precision):
            raise _GiveUp
        if name is not None:
            value = named.get(name)
        else:
            value = elements[count] if count < len(elements) and not isinstance(values, ast.Dict) else None
            count += 1
        spec = "d" if letter in "diu" else match[0][1:] if width or precision or letter not in "srad" else ""
        rewritten.hole(
            value, "" if value is None else source.code(value), letter if letter in "ra" else "", spec, match
        )
    return rewritten.build(source.span(node))


def _formatted(source: PythonSource, node: ast.Call, depth: int) -> Template:
    """``"...".format(values)``, and ``strip`` of a text."""
    if not isinstance(node.func, ast.Attribute) or not source.has_place(node):
        raise _GiveUp
    if node.func.attr in _STRIPS and not node.args and not node.keywords:
        return _stripped(_follow(source, node.func.value, depth - 1), _STRIPS[node.func.attr])
    if node.func.attr != "format":
        raise _GiveUp
    left = _written(source, node.func.value, depth)
    named = {keyword.arg: keyword.value for keyword in node.keywords}
    rewritten = _Rewriting(source, left, "format")
    count, at = 0, 0
    while at < len(left.text):
        character = left.text[at]
        if character in "{}" and left.text.startswith(character, at + 1):
            rewritten.character(character, at, at + 2)
            at += 2
            continue
        match = _FIELD.match(left.text, at)
        if match is not None:
            field = _FIELD_NAME.fullmatch(match[1])
            if field is None:
                raise _GiveUp
            head, tail = field.groups()
            if not head:
                head, count = str(count), count + 1
            value = named.get(head) if not head.isdigit() else _at(node.args, int(head))
            code = "" if value is None else source.code(value) + tail
            rewritten.hole(None if tail else value, code, match[2] or "", match[3] or "", match)
            at = match.end()
        elif character in "{}":
            raise _GiveUp
        else:
            at += 1
    return rewritten.build(source.span(node))


def _at(nodes: list[ast.expr], index: int) -> ast.expr | None:
    starred = any(isinstance(each, ast.Starred) for each in nodes[: index + 1])
    return nodes[index] if index < len(nodes) and not starred else None


def _written(source: PythonSource, node: ast.expr, depth: int) -> Template:
    """A text without holes; where it goes through `format` or ``%``."""
    template = _follow(source, node, depth - 1)
    if template.holes or not source.has_place(node):
        raise _GiveUp
    return template


class _Rewriting:
    """A text some ranges of which stand for something else."""

    def __init__(self, source: PythonSource, template: Template, form: str) -> None:
        self._template = template
        self._form = form
        self._builder = Builder()
        self._at = 0
        self._source = source
        for literal in template.literals:
            if literal.use:
                raise _GiveUp
            self._builder.literal(literal._replace(use=form))

    def character(self, text: str, start: int, end: int) -> None:
        """A range of the text stands for one character."""
        self._copy(start)
        place = self._template.place(start, end)
        self._builder.character(text, place.start, place.end, self._template.parts[start])
        self._at = end

    def hole(self, node: ast.expr | None, code: str, conversion: str, format_spec: str, match: re.Match[str]) -> None:
        """A match stands for a hole."""
        start, end = match.span()
        self._copy(start)
        self._builder.hole(Hole(self._template.place(start, end), node, code, conversion, format_spec))
        self._at = end

    def build(self, span: Span) -> Template:
        """The text with its holes."""
        self._copy(len(self._template.text))
        return self._builder.build(self._form, span)

    def _copy(self, end: int) -> None:
        template = self._template
        for index in range(self._at, end):
            self._builder.character(
                template.text[index], template.starts[index], template.ends[index], template.parts[index]
            )
        self._at = end


def _stripped(template: Template, strip: Callable[[str], str]) -> Template:
    text = template.text
    kept = strip(text)
    start = text.index(kept) if kept else 0
    if strip is str.rstrip:
        start = 0
    end = start + len(kept)
    return template._replace(
        text=kept, starts=template.starts[start:end], ends=template.ends[start:end], parts=template.parts[start:end]
    )


def _name(source: PythonSource, node: ast.Name, depth: int) -> Template:
    value = only_value(source.names.scope(node).lookup(node.id))
    if not isinstance(value, ast.expr):
        raise _GiveUp
    return _follow(source, value, depth - 1)._replace(form="name")


_HANDLERS: dict[type[ast.expr], Callable[[PythonSource, ast.expr, int], Template]] = {
    ast.Constant: _constant,  # type: ignore[dict-item] # each takes the nodes of its own type
    ast.JoinedStr: _joined,  # type: ignore[dict-item]
    ast.BinOp: _operation,  # type: ignore[dict-item]
    ast.Call: _formatted,  # type: ignore[dict-item]
    ast.Name: _name,  # type: ignore[dict-item]
}
