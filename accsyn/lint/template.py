"""Text that a Python expression makes: characters with their places in the file, and holes for what is not known."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import NamedTuple

from accsyn.lint.literals import Literal
from accsyn.source import Span

HOLE = "\ue000"
"""Stands for a hole in `Template.text`: a character of no script, for private use."""


class Hole(NamedTuple):
    """A part of a text that is known when the program runs.

    Attributes:
        span: Where it stands in the file: the whole field, braces included.
        node: The expression whose value goes there; None where it is not one expression.
        code: The expression as it is written; empty where there is none.
        conversion: ``r``, ``s``, ``a`` or empty.
        format_spec: The format specification.
        group: The offset of the expression that it is a part of.
    """

    span: Span
    node: ast.expr | None
    code: str
    conversion: str = ""
    format_spec: str = ""
    group: int = -1


class Template(NamedTuple):
    """Characters and holes.

    Attributes:
        text: The characters; `HOLE` for each hole.
        starts: Where each character starts in the file.
        ends: Where it ends.
        parts: What each comes from: an index into `literals`, or for a hole ``-1 - index`` into `holes`.
        literals: The string literals.
        holes: The holes.
        form: How it is made: ``plain``, ``f``, ``format``, ``percent``, ``plus``, or ``name`` for a constant.
        span: The expression in the file.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    parts: tuple[int, ...]
    literals: tuple[Literal, ...]
    holes: tuple[Hole, ...]
    form: str
    span: Span

    def hole_at(self, index: int) -> Hole | None:
        """The hole that a character stands for; None for a character."""
        part = self.parts[index]
        return self.holes[-1 - part] if part < 0 else None

    def place(self, start: int, end: int) -> Span:
        """A range of the text as a range of the file: where it is put together from several places, the first."""
        if start < end:
            if self.span.start <= min(self.starts[start:end]) and max(self.ends[start:end]) <= self.span.end:
                return Span(self.starts[start], self.ends[end - 1])
            last = start
            while last + 1 < end and self._group(last + 1) == self._group(start):
                last += 1
            return Span(self.starts[start], self.ends[last])
        if start < len(self.text) and (start == 0 or self.parts[start] == self.parts[start - 1]):
            return Span(self.starts[start], self.starts[start])
        at = self.ends[start - 1] if start else self.literals[0].body.start if self.literals else self.span.start
        return Span(at, at)

    def _group(self, index: int) -> int:
        """What tells the characters of one string expression from those of another."""
        part = self.parts[index]
        return self.literals[part].group if part >= 0 else self.holes[-1 - part].group


class Builder:
    """Puts a template together, piece by piece."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._parts: list[int] = []
        self._literals: list[Literal] = []
        self._holes: list[Hole] = []

    def literal(self, literal: Literal) -> int:
        """Add a literal; the number by which its characters name it."""
        self._literals.append(literal)
        return len(self._literals) - 1

    def character(self, text: str, start: int, end: int, literal: int) -> None:
        """Add a character of a literal."""
        self._text.append(text)
        self._starts.append(start)
        self._ends.append(end)
        self._parts.append(literal)

    def hole(self, hole: Hole) -> None:
        """Add a hole."""
        self._text.append(HOLE)
        self._starts.append(hole.span.start)
        self._ends.append(hole.span.end)
        self._holes.append(hole)
        self._parts.append(-len(self._holes))

    def template(self, other: Template, group: int | None = None) -> None:
        """Add all of another template, as a part of the expression that starts there."""
        shift = len(self._literals)
        self._literals.extend(other.literals)
        if group is not None:
            self._literals[shift:] = [literal._replace(group=group) for literal in other.literals]
        for index, character in enumerate(other.text):
            hole = other.hole_at(index)
            if hole is None:
                self.character(character, other.starts[index], other.ends[index], other.parts[index] + shift)
            else:
                self.hole(hole if group is None else hole._replace(group=group))

    def build(self, form: str, span: Span) -> Template:
        """The template."""
        return Template(
            "".join(self._text),
            tuple(self._starts),
            tuple(self._ends),
            tuple(self._parts),
            tuple(self._literals),
            tuple(self._holes),
            form,
            span,
        )


def concatenate(templates: Iterable[Template], form: str, span: Span) -> Template:
    """The templates one behind the other."""
    builder = Builder()
    for template in templates:
        is_inside = span.start <= template.span.start and template.span.end <= span.end and template.form != "name"
        builder.template(template, span.start if is_inside else None)
    return builder.build(form, span)
