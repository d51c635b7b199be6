"""A query that stands in a file, through the compiler: its diagnostics at their places in the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timezone
from typing import NamedTuple

from accsyn.diagnostics import Diagnostic, Edit, Fix
from accsyn.lint.clock import Clock
from accsyn.lint.holes import ATTRIBUTE, CLAUSE, ENTITY, VALUE, Part, find_parts
from accsyn.lint.literals import encode
from accsyn.lint.template import Template
from accsyn.schema.model import Schema
from accsyn.source import Span

_STAND_IN = {ATTRIBUTE: "metadata.unknown", CLAUSE: "metadata.unknown=:unknown", ENTITY: "Transfer"}
_ENDS = " \t\r\n\f\v(),=<>"
_KEPT_WITHOUT_ENTITY = ("ACC1",)
_KEPT_WITH_CLAUSES = ("ACC1", "ACC2", "ACC3", "ACC5")


class Known(NamedTuple):
    """The text of a query as far as it is known, as the compiler gets it.

    Attributes:
        text: The text, with a parameter for each unknown value.
        template: Where it comes from.
        parts: What in it is not known.
        origins: For each character of the text the range of the template that it stands for.
        unknown: For each character whether it stands for something that is not known.
    """

    text: str
    template: Template
    parts: tuple[Part, ...]
    origins: tuple[tuple[int, int], ...]
    unknown: tuple[bool, ...]

    def place(self, span: Span) -> Span:
        """A place in the text as a place in the file."""
        start, end = span
        if start < end:
            return self.template.place(self.origins[start][0], self.origins[end - 1][1])
        at = self.origins[start][0] if start < len(self.origins) else len(self.template.text)
        return self.template.place(at, at)


def known_text(template: Template, *, is_expression: bool = False) -> Known | None:
    """The text with stand-ins for what is not known; None where a hole could be anything."""
    parts = find_parts(template, is_expression=is_expression)
    if parts is None:
        return None
    pieces: list[str] = []
    origins: list[tuple[int, int]] = []
    unknown: list[bool] = []
    at = 0
    for part in parts:
        start, end = part.token.start, part.token.end
        stand_in = f":{part.name}" if part.role == VALUE else _STAND_IN[part.role]
        # Quotes end a word, a parameter does not.
        if template.text[end : end + 1] not in _ENDS:
            stand_in += " "
        if template.text[max(0, start - 1) : start] not in _ENDS:
            stand_in = f" {stand_in}"
        pieces += [template.text[at:start], stand_in]
        origins += [(index, index + 1) for index in range(at, start)] + [(start, end)] * len(stand_in)
        unknown += [False] * (start - at) + [True] * len(stand_in)
        at = end
    pieces.append(template.text[at:])
    origins += [(index, index + 1) for index in range(at, len(template.text))]
    unknown += [False] * (len(template.text) - at)
    return Known("".join(pieces), template, parts, tuple(origins), tuple(unknown))


def check_text(
    text: str, schema: Schema, clock: Clock, *, strict: bool = False, is_expression: bool = False
) -> list[Diagnostic]:
    """Everything the compiler has to say about a text, at places in that text."""
    from accsyn.binding.context import Context
    from accsyn.checking import check_bound
    from accsyn.errors import QuerySyntaxError
    from accsyn.grammar.parser import parse_statement

    try:
        statement = parse_statement(text, "expression" if is_expression else "query")
    except QuerySyntaxError as error:
        return list(error.diagnostics)
    return list(check_bound(Context(schema, strict, clock, timezone.utc).bind(statement)))


def check_known(
    known: Known,
    schema: Schema,
    clock: Clock,
    *,
    strict: bool = False,
    is_expression: bool = False,
    encoding: str = "utf-8",
) -> Iterator[Diagnostic]:
    """The compiler's diagnostics about a query in a file, at their places there."""
    roles = {part.role for part in known.parts}
    kept: tuple[str, ...] = ("",)
    if ENTITY in roles:
        kept = _KEPT_WITHOUT_ENTITY
    elif CLAUSE in roles:
        kept = _KEPT_WITH_CLAUSES
    for found in check_text(known.text, schema, clock, strict=strict, is_expression=is_expression):
        touched = {known.unknown[index] for index in range(*found.span)}
        if not found.code.startswith(kept):
            continue
        if touched == {True} and (found.code[:4] not in ("ACC2", "ACC3") or roles != {VALUE}):
            continue
        fixes = [fix for fix in (_moved(each, known, encoding) for each in found.fixes) if fix is not None]
        yield Diagnostic(found.code, found.severity, found.message, known.place(found.span), found.help, tuple(fixes))


def _moved(fix: Fix, known: Known, encoding: str) -> Fix | None:
    """A fix of the text as one of the file; None where it touches what is not known, or more than one literal."""
    edits: list[Edit] = []
    for edit in fix.edits:
        moved = _moved_edit(edit, known, encoding)
        if moved is None:
            return None
        edits.append(moved)
    return Fix(fix.message, tuple(edits), fix.safe)


def _moved_edit(edit: Edit, known: Known, encoding: str) -> Edit | None:
    start, end = edit.span
    beside = range(start, end) if start < end else range(max(0, start - 1), min(start + 1, len(known.text)))
    if start < end and any(known.unknown[index] for index in beside):
        return None
    parts = {known.template.parts[known.origins[index][0]] for index in beside if not known.unknown[index]}
    if len(parts) != 1 or min(parts) < 0:
        return None
    written = encode(edit.replacement, known.template.literals[parts.pop()], encoding)
    return None if written is None else Edit(known.place(edit.span), written)
