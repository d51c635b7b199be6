"""Texts that go through ``%`` or `str.format`: what fills them becomes holes."""

from __future__ import annotations

import ast
import re

from accsyn.lint.python_source import PythonSource
from accsyn.lint.template import Builder, Hole, Template
from accsyn.source import Span

_PERCENT = re.compile(r"%(?:\(([^)]*)\))?([#0\- +]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([diouxXeEfFgGcrsa%])")
_FIELD = re.compile(r"\{([^{}!:]*)(?:!([rsa]))?(?::([^{}]*))?\}")
_FIELD_NAME = re.compile(r"(\w*)((?:\.\w+|\[[^\]]*\])*)")


class NotFollowedError(ValueError):
    """The text is made in a way that is not followed."""


def percent(source: PythonSource, left: Template, node: ast.BinOp) -> Template:
    """``"..." % values``.

    Args:
        source: The file.
        left: The text on the left.
        node: The operation.

    Raises:
        NotFollowedError: What it makes cannot be told.
    """
    values = node.right
    elements = list(values.elts) if isinstance(values, ast.Tuple) else [values]
    named = {
        key.value: value
        for key, value in (zip(values.keys, values.values, strict=True) if isinstance(values, ast.Dict) else ())
        if isinstance(key, ast.Constant)
    }
    rewritten = _Rewriting(left, "percent")
    count = 0
    for match in _PERCENT.finditer(left.text):
        name, _, width, precision, letter = match.groups()
        if letter == "%":
            rewritten.character("%", *match.span())
            continue
        if "*" in (width, precision):
            raise NotFollowedError
        if name is not None:
            value = named.get(name)
        else:
            value = elements[count] if count < len(elements) and not isinstance(values, ast.Dict) else None
            count += 1
        spec = "d" if letter in "diu" else match[0][1:] if width or precision or letter not in "srad" else ""
        code = "" if value is None else source.code(value)
        rewritten.hole(value, code, letter if letter in "ra" else "", spec, match)
    return rewritten.build(source.span(node))


def formatted(source: PythonSource, left: Template, node: ast.Call) -> Template:
    """``"...".format(values)``.

    Args:
        source: The file.
        left: The text whose method is called.
        node: The call.

    Raises:
        NotFollowedError: What it makes cannot be told.
    """
    named = {keyword.arg: keyword.value for keyword in node.keywords}
    rewritten = _Rewriting(left, "format")
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
                raise NotFollowedError
            head, tail = field.groups()
            if not head:
                head, count = str(count), count + 1
            value = named.get(head) if not head.isdigit() else _at(node.args, int(head))
            code = "" if value is None else source.code(value) + tail
            rewritten.hole(None if tail else value, code, match[2] or "", match[3] or "", match)
            at = match.end()
        elif character in "{}":
            raise NotFollowedError
        else:
            at += 1
    return rewritten.build(source.span(node))


def _at(nodes: list[ast.expr], index: int) -> ast.expr | None:
    starred = any(isinstance(each, ast.Starred) for each in nodes[: index + 1])
    return nodes[index] if index < len(nodes) and not starred else None


class _Rewriting:
    """A text some ranges of which stand for something else."""

    def __init__(self, template: Template, form: str) -> None:
        self._template = template
        # A text that is used by its name may be used elsewhere too.
        self._form = "name" if template.form == "name" else form
        self._builder = Builder()
        self._at = 0
        for literal in template.literals:
            if literal.use:
                raise NotFollowedError
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
        place = self._template.place(start, end)
        group = self._template.literals[self._template.parts[start]].group
        self._builder.hole(Hole(place, node, code, conversion, format_spec, group))
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
