"""How code can spell an attribute and a value: the candidates, the nicest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from accsyn.ast import Exact, Literal, Null, Operator, Parameter, Value
from accsyn.binding import literals
from accsyn.builder import kinds
from accsyn.builder.layout import KINDS, Layout, Member
from accsyn.builder.values import ago, now, today, yesterday
from accsyn.schema.attributes import Type
from accsyn.values import wildcard

_RELATIVE = re.compile(r"-(0|[1-9][0-9]{0,8})([wdhm])")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}
_WORDS = {"now": now, "today": today, "yesterday": yesterday}
_NUMERIC = frozenset({Type.INTEGER, Type.NUMBER, Type.UNTYPED, Type.METADATA})
_TEXTUAL = frozenset({Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.MATCHES, Operator.NOT_MATCHES})
_NO_TEXT = frozenset({Type.INTEGER, Type.NUMBER, Type.BOOLEAN})
_OFTEN_TEXT = frozenset({Type.UNTYPED, Type.METADATA})


class Candidate(NamedTuple):
    """A way to write a value.

    Attributes:
        code: The code.
        value: What it evaluates to.
        needs: Module and name that it needs; None for nothing.
    """

    code: str
    value: object
    needs: tuple[str, str] | None = None


def quoted(value: object) -> str:
    """A Python literal, a text in double quotes where it can be, raw where that is easier to read."""
    if isinstance(value, str) and "\\" in value and '"' not in value and value.isprintable() and value[-1] != "\\":
        return f'r"{value}"'
    text = repr(value)
    if isinstance(value, str) and text.startswith("'") and '"' not in value:
        return f'"{text[1:-1]}"'
    return text


def spellings(value: Value, operator: Operator, type_: Type) -> Iterator[Candidate]:
    """The ways to write a value for an attribute of a type."""
    if isinstance(value, Null):
        yield Candidate("None", None)
    elif isinstance(value, Parameter):
        yield Candidate(f"parameter({quoted(value.name)})", value, ("accsyn.builder", "parameter"))
    elif isinstance(value, Exact):
        yield Candidate(quoted(value.text), value.text)
        yield Candidate(f"Exact({quoted(value.text)})", value, ("accsyn.ast", "Exact"))
    elif isinstance(value, Literal):
        yield from _literals(value, operator, type_)


def _literals(value: Literal, operator: Operator, type_: Type) -> Iterator[Candidate]:
    text = value.text
    if type_ is Type.BOOLEAN and text in {"true", "false"}:
        yield Candidate(str(text == "true"), text == "true")
    if type_ in _NUMERIC and operator not in _TEXTUAL and not (type_ in _OFTEN_TEXT and value.quoted):
        number = literals.number(text)
        if isinstance(number, (int, float)) and literals.format_number(number) == text:
            yield Candidate(text, number)
    if type_ is Type.TIMESTAMP:
        if text in _WORDS:
            yield Candidate(text, _WORDS[text], ("accsyn.builder", text))
        match = _RELATIVE.fullmatch(text)
        if match is not None:
            unit = _UNITS[match[2]]
            yield Candidate(f"ago({unit}={match[1]})", ago(**{unit: int(match[1])}), ("accsyn.builder", "ago"))
    if type_ not in _NO_TEXT:
        yield Candidate(quoted(text), text)
    if "*" in text:
        yield Candidate(f"wildcard({quoted(text)})", wildcard(text), ("accsyn", "wildcard"))
    yield Candidate(f"written({quoted(text)})", Literal(text), ("accsyn.builder", "written"))


class Spelling:
    """The ways to write attributes in a query for one entity type.

    Args:
        layout: The classes of the schema.
        label: The class of the entity type; empty for none that is known.
    """

    def __init__(self, layout: Layout, label: str) -> None:
        self._layout = layout
        self._label = label

    def attributes(self, path: str) -> Iterator[tuple[str, Any, str]]:
        """The code of an attribute, the attribute, and the name that the code needs."""
        path = str(path)
        if self._label:
            known = self._known(path)
            if known is not None:
                yield f"{self._label}.{path}", known, self._label
        attribute = kinds.untyped(path, self._label)
        if self._label:
            yield f"{self._label}[{quoted(path)}]", attribute, self._label
        else:
            yield f"attribute({quoted(path)})", attribute, "attribute"

    def _known(self, path: str) -> Any:
        """The attribute that ``Entity.a.b`` would be; None if the classes do not have it."""
        members: list[Member] = self._layout.entities[self._label]
        is_list = False
        member = None
        for segment in path.split("."):
            member = next((each for each in members if each.name == segment), None)
            if member is None:
                return None
            is_list = is_list or (member.attribute is not None and member.attribute.is_list)
            members = self._layout.below.get(member.kind, [])
            if member.kind.endswith("Reference") or member.kind == "ReferenceAttribute":
                members = [*members, *_OF_REFERENCES]  # what the class itself says comes first
        return None if member is None else _made(member, path, self._label, is_list)


_OF_REFERENCES = [
    Member("id", None, "IdAttribute", ""),
    Member("code", None, "TextAttribute", ""),
]
"""What every reference has, whatever its targets say."""


def _made(member: Member, path: str, label: str, is_list: bool) -> Any:
    described = member.attribute
    name = member.kind if described is None else KINDS[described.type]
    kind: Any = getattr(kinds, name)
    if described is None:
        attribute = kind(is_list=is_list)
    else:
        values = described.values if described.type is Type.ENUM else ()
        attribute = kind(values, is_list=is_list, form=described.form)
    attribute._at(path, label)
    return attribute
