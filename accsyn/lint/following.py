"""From an expression to the text that it makes: constants, names, sums, formats, f-strings, and some methods of `str`.

What is not known when the file is read becomes a hole. Every literal is read twice, by Python and by
`accsyn.lint.literals`, and used only where both agree: so a place is right, or not there.

An expression may make several texts, by a conditional expression or an ``if``: then each is a template of its own.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from accsyn.lint.formatting import NotFollowedError, formatted, percent
from accsyn.lint.literals import Character, Literal, Replacement, decode, find_literals
from accsyn.lint.python_source import PythonSource
from accsyn.lint.template import HOLE, Builder, Hole, Template, concatenate
from accsyn.source import Span

_DEPTH = 16
"""How many names stand between an expression and its text, at most."""

_LONGEST = 100_000
"""Characters of a text that is followed."""

_STEPS = 10_000
"""Expressions that are looked at for one text, at most: names used twice in names used twice add up."""

_MOST = 8
"""Texts that an expression may make, at most."""

_STRIPS: dict[str, Callable[[str, str | None], str]] = {"strip": str.strip, "lstrip": str.lstrip, "rstrip": str.rstrip}


def follow_all(source: PythonSource, node: ast.expr) -> tuple[Template, ...]:
    """The texts that an expression may make; none if it is not known to make one, or may make too many.

    Where an ``if`` decides, some of them may be such as never come about.
    """
    found: list[Template] = []
    taken: dict[ast.AST, bool] = {}
    for _ in range(_MOST):
        follower = _Follower(source, taken)
        try:
            found.append(follower.follow(node, _DEPTH))
        except NotFollowedError:
            if not all(isinstance(each, ast.IfExp) for each in follower.taken):
                return ()
        taken = dict(follower.taken)
        # The last choice that can still be made otherwise.
        while taken and not taken[next(reversed(taken))]:
            taken.popitem()
        if not taken:
            return tuple(found)
        taken[next(reversed(taken))] = False
    return ()


class _Follower:
    """Follows one expression, with one way to decide what is open.

    Args:
        source: The file.
        taken: The arms to take, by what decides; elsewhere the first is taken.
    """

    def __init__(self, source: PythonSource, taken: dict[ast.AST, bool]) -> None:
        self.taken = taken
        self._source = source
        self._left = _STEPS
        self._handlers: dict[type[ast.AST], Callable[[Any, int], Template]] = {
            ast.Constant: self._constant,
            ast.JoinedStr: self._joined,
            ast.BinOp: self._operation,
            ast.Call: self._called,
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.NamedExpr: lambda node, depth: self.follow(node.value, depth - 1)._replace(form="name"),
            ast.IfExp: self._conditional,
        }

    def follow(self, node: ast.AST, depth: int) -> Template:
        """The text of an expression.

        Raises:
            NotFollowedError: It is not known to make one.
        """
        handler = self._handlers.get(type(node))
        self._left -= 1
        if handler is None or depth <= 0 or self._left < 0 or not self._source.has_place(node):
            raise NotFollowedError
        return handler(node, depth)

    def _try(self, node: ast.AST, depth: int) -> Template | None:
        try:
            return self.follow(node, depth)
        except NotFollowedError:
            return None

    def _choose(self, node: ast.AST) -> bool:
        return self.taken.setdefault(node, True)

    # ---- literals ---------------------------------------------------------------------------------------------------

    def _constant(self, node: ast.Constant, _: int) -> Template:
        if not isinstance(node.value, str) or len(node.value) > _LONGEST:
            raise NotFollowedError
        return self._literals(node, [node.value], [], 0)

    def _joined(self, node: ast.JoinedStr, depth: int) -> Template:
        texts: list[str] = [""]
        values: list[ast.FormattedValue] = []
        for part in node.values:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                texts[-1] += part.value
            elif isinstance(part, ast.FormattedValue):
                values.append(part)
                texts.append("")
        return self._literals(node, texts, values, depth)

    def _literals(self, node: ast.expr, texts: list[str], values: list[ast.FormattedValue], depth: int) -> Template:
        """The template of the literals of a node, which must make these texts with these values between them."""
        source, span = self._source, self._source.span(node)
        found = find_literals(source.text, *span)
        if not found:
            raise NotFollowedError
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
                if count == len(values) or piece.is_repeated:
                    raise NotFollowedError
                value = values[count]
                count += 1
                characters.append(HOLE)
                code = source.text[piece.expression.start : piece.expression.end]
                place = Span(piece.start, piece.end)
                hole = Hole(place, value.value, code, piece.conversion, piece.format_spec, span.start)
                self._fill(builder, hole, depth)
        if "".join(characters) != HOLE.join(texts) or any(HOLE in text for text in texts):
            raise NotFollowedError
        return builder.build("f" if values else "plain", span)

    def _fill(self, builder: Builder, hole: Hole, depth: int) -> None:
        """A constant where the hole is one, else the hole."""
        plain = not hole.format_spec and hole.conversion in ("", "s")
        is_name = isinstance(hole.node, ast.Name | ast.Attribute)
        known = self._try(hole.node, depth - 1) if hole.node is not None and is_name and plain else None
        if known is None or known.holes:
            builder.hole(hole)
        else:
            builder.template(known)

    # ---- operators --------------------------------------------------------------------------------------------------

    def _operation(self, node: ast.BinOp, depth: int) -> Template:
        if isinstance(node.op, ast.Mod):
            return percent(self._source, self._written(node.left, depth), node)
        if not isinstance(node.op, ast.Add):
            raise NotFollowedError
        operands: list[ast.expr] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
            operands.append(left.right)
            left = left.left
        operands.append(left)
        return self._sum(operands[::-1], depth, "plus", self._source.span(node))

    def _sum(self, operands: list[ast.expr], depth: int, form: str, span: Span) -> Template:
        """The texts of expressions one behind the other; one of them at least must be known."""
        templates = [self._try(operand, depth - 1) for operand in operands]
        if not any(templates):
            raise NotFollowedError
        pieces = [
            template if template is not None else self._hole(operand)
            for template, operand in zip(templates, operands, strict=True)
        ]
        return self._concatenated(pieces, form, span)

    def _concatenated(self, pieces: list[Template], form: str, span: Span) -> Template:
        if sum(len(piece.text) for piece in pieces) > _LONGEST:
            raise NotFollowedError
        return concatenate(pieces, form, span)

    def _hole(self, node: ast.expr) -> Template:
        builder = Builder()
        span = self._source.span(node)
        is_str = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str"
        if isinstance(node, ast.Call) and is_str and len(node.args) == 1 and not node.keywords:
            node = node.args[0]
        builder.hole(Hole(span, node, self._source.code(node), group=span.start))
        return builder.build("plus", span)

    def _conditional(self, node: ast.IfExp, depth: int) -> Template:
        arm = node.body if self._choose(node) else node.orelse
        return self.follow(arm, depth - 1)._replace(form="choice")

    # ---- calls ------------------------------------------------------------------------------------------------------

    def _called(self, node: ast.Call, depth: int) -> Template:
        function = node.func
        is_dedent = self._source.names.qualified(function) == "textwrap.dedent"
        if is_dedent and len(node.args) == 1 and not node.keywords:
            return _without_margin(self.follow(node.args[0], depth - 1))
        if not isinstance(function, ast.Attribute):
            raise NotFollowedError
        if function.attr in _STRIPS:
            return _stripped(self.follow(function.value, depth - 1), _STRIPS[function.attr], node)
        if function.attr == "join" and len(node.args) == 1 and not node.keywords:
            return self._joined_list(function.value, node, depth)
        if function.attr != "format":
            raise NotFollowedError
        return formatted(self._source, self._written(function.value, depth), node)

    def _joined_list(self, separator: ast.expr, node: ast.Call, depth: int) -> Template:
        """``" AND ".join([...])`` of a list that is written out."""
        items = node.args[0]
        is_written = isinstance(items, ast.List | ast.Tuple) and not any(
            isinstance(each, ast.Starred) for each in items.elts
        )
        if not isinstance(items, ast.List | ast.Tuple) or not is_written or not items.elts:
            raise NotFollowedError
        between = self._written(separator, depth)
        pieces: list[Template] = []
        for index, item in enumerate(items.elts):
            known = self._try(item, depth - 1)
            pieces += [between] * (index > 0) + [known if known is not None else self._hole(item)]
        if all(piece.form == "plus" and piece.text == HOLE for piece in pieces[::2]):
            raise NotFollowedError
        return self._concatenated(pieces, "name", self._source.span(node))

    def _written(self, node: ast.expr, depth: int) -> Template:
        """A text without holes; where it goes through `format` or ``%``."""
        template = self.follow(node, depth - 1)
        if template.holes:
            raise NotFollowedError
        return template

    # ---- names ------------------------------------------------------------------------------------------------------

    def _name(self, node: ast.Name, depth: int) -> Template:
        values = self._source.flow.values(node, self._choose)
        if len(values) == 1:
            return self.follow(values[0], depth - 1)._replace(form="name")
        if not values:
            raise NotFollowedError
        return self._sum(values, depth, "name", self._source.span(node))

    def _attribute(self, node: ast.Attribute, depth: int) -> Template:
        """A constant of a class, through ``self``, ``cls`` or the name of the class."""
        value = self._source.classes.constant(node)
        if value is None:
            raise NotFollowedError
        template = self.follow(value, depth - 1)
        if not template.text.strip():
            # A place-holder: classes of other files say what it is.
            raise NotFollowedError
        return template._replace(form="name")


def _decoded(text: str, literal: Literal) -> Iterator[Character | Replacement]:
    try:
        yield from decode(text, literal)
    except ValueError:
        raise NotFollowedError from None


def _stripped(template: Template, strip: Callable[[str, str | None], str], node: ast.Call) -> Template:
    """``text.strip()``, also with characters that are written out."""
    given = node.args[0].value if len(node.args) == 1 and isinstance(node.args[0], ast.Constant) else None
    if node.keywords or len(node.args) > 1 or not isinstance(given, str | None) or (node.args and given is None):
        raise NotFollowedError
    text = template.text
    kept = strip(text, given)
    if given is not None and HOLE in (text[:1], text[-1:]):
        raise NotFollowedError
    start = 0 if strip is str.rstrip else len(text) - len(text.lstrip(given))
    start = start if kept else 0
    return _kept(template, [range(start, start + len(kept))])


def _without_margin(template: Template) -> Template:
    """``textwrap.dedent(text)``: each line without what was before it."""
    if template.holes:
        # A line of a value may have less of a margin.
        raise NotFollowedError
    wanted = textwrap.dedent(template.text)
    kept: list[range] = []
    at = 0
    for line, rest in zip(template.text.split("\n"), wanted.split("\n"), strict=True):
        at += len(line)
        kept.append(range(at - len(rest), min(at + 1, len(template.text))))
        at += 1
    return _kept(template, kept)


def _kept(template: Template, ranges: list[range]) -> Template:
    """A template with some of its characters left out."""
    kept = [index for each in ranges for index in each]
    return template._replace(
        text="".join(template.text[index] for index in kept),
        starts=tuple(template.starts[index] for index in kept),
        ends=tuple(template.ends[index] for index in kept),
        parts=tuple(template.parts[index] for index in kept),
    )
