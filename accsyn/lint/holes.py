"""What each hole of a query's text stands for: a value, an attribute, an entity type, a clause.

A hole in a value makes the whole value unknown: it becomes a parameter, which the compiler takes as a value of any
type, and so the rest of the query can be checked.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from accsyn.lint.template import HOLE, Hole, Template

VALUE, ATTRIBUTE, CLAUSE, ENTITY = "value", "attribute", "clause", "entity"

_TOKEN = re.compile(
    r"""(?P<blank>\s+)
    |(?P<quoted>"[^"]*"|'[^']*')
    |(?P<operator><>|!=|<=|>=|[=<>])
    |(?P<mark>[(),])
    |(?P<bare>(?:[^\s"'(),=<>!]|!(?!=))+)
    |(?P<broken>.)""",
    re.VERBOSE | re.DOTALL,
)
_WORDS = {"CONTAINS": "value", "MATCHES": "value", "IN": "list", "NOT": "operator"}


class Token(NamedTuple):
    """A token of a query's text.

    Attributes:
        kind: ``quoted``, ``operator``, ``mark``, ``bare`` or ``broken``.
        start: Offset in the text.
        end: Offset behind it.
    """

    kind: str
    start: int
    end: int


class Part(NamedTuple):
    """A token with holes in it.

    Attributes:
        role: What it stands for.
        token: The token.
        holes: Its holes.
        operator: For a value what stands before it, as ``=``, ``IN``, ``CONTAINS``.
        attribute: For a value the attribute; empty where it is not known.
        is_whole_list: Whether it is all that stands behind IN, without parentheses.
        name: For a value a name for the parameter.
    """

    role: str
    token: Token
    holes: tuple[Hole, ...]
    operator: str = ""
    attribute: str = ""
    is_whole_list: bool = False
    name: str = ""


def find_parts(template: Template, *, is_expression: bool = False) -> tuple[Part, ...] | None:
    """The tokens with holes, in order; None where a hole stands where anything could be meant."""
    if not template.holes:
        return ()
    reader = _Reader(template, tokens_of(template.text), "attribute" if is_expression else "entity")
    parts = reader.read()
    return None if parts is None else tuple(_named(parts))


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, as a query has them; blanks are left out."""
    return [
        Token(match.lastgroup or "", *match.span()) for match in _TOKEN.finditer(text) if match.lastgroup != "blank"
    ]


class _Reader:
    """Reads tokens from left to right, and knows what each stands for.

    Args:
        template: The text.
        tokens: Its tokens.
        state: What may come first.
    """

    def __init__(self, template: Template, tokens: list[Token], state: str) -> None:
        self._template = template
        self._tokens = tokens
        self._state = state
        self._attribute = ""
        self._operator = ""
        self._is_open = False
        self._found: list[Part] = []
        self._steps: dict[str, Callable[[int, Token], bool]] = {
            "entity": self._read_entity,
            "where": self._read_where,
            "attribute": self._read_attribute,
            "operator": self._read_operator,
            "value": self._read_value,
            "list": self._read_list,
            "item": self._read_item,
            "comma": self._read_comma,
            "after": self._read_after,
        }

    def read(self) -> list[Part] | None:
        """The parts; None where the text goes another way than queries do before its last hole."""
        last = self._template.text.rindex(HOLE)
        for index, token in enumerate(self._tokens):
            if token.start > last:
                break
            if not self._steps[self._state](index, token):
                return None
        return self._found

    def _text(self, token: Token) -> str:
        return self._template.text[token.start : token.end]

    def _holes(self, token: Token) -> tuple[Hole, ...]:
        holes = (self._template.hole_at(index) for index in range(token.start, token.end))
        return tuple(hole for hole in holes if hole is not None)

    def _add(self, role: str, token: Token, *, is_whole_list: bool = False) -> None:
        holes = self._holes(token)
        if not holes:
            return
        is_value = role == VALUE
        operator, attribute = (self._operator, self._attribute) if is_value else ("", "")
        self._found.append(Part(role, token, holes, operator, attribute, is_whole_list))

    def _read_entity(self, _: int, token: Token) -> bool:
        self._add(ENTITY, token)
        self._state = "where"
        return token.kind == "bare"

    def _read_where(self, _: int, token: Token) -> bool:
        self._state = "attribute"
        return self._text(token).upper() == "WHERE"

    def _read_attribute(self, index: int, token: Token) -> bool:
        if self._text(token) == "(":
            return True
        if token.kind != "bare":
            return False
        following = self._tokens[index + 1] if index + 1 < len(self._tokens) else None
        is_compared = following is not None and (
            following.kind == "operator" or self._text(following).upper() in _WORDS
        )
        self._add(ATTRIBUTE if is_compared else CLAUSE, token)
        self._attribute = "" if HOLE in self._text(token) else self._text(token)
        self._operator = ""
        self._state = "operator" if is_compared else "after"
        return is_compared or self._text(token) == HOLE

    def _read_operator(self, _: int, token: Token) -> bool:
        word = self._text(token).upper()
        self._operator = f"NOT {word}" if self._operator == "NOT" else word
        self._state = "value" if token.kind == "operator" else _WORDS.get(word, "")
        return bool(self._state)

    def _read_value(self, _: int, token: Token) -> bool:
        self._add(VALUE, token)
        self._state = "after"
        return token.kind in ("quoted", "bare")

    def _read_list(self, index: int, token: Token) -> bool:
        if self._text(token) == "(":
            self._state, self._is_open = "item", True
            return True
        following = self._tokens[index + 1] if index + 1 < len(self._tokens) else None
        is_alone = following is None or self._text(following) != ","
        self._add(VALUE, token, is_whole_list=is_alone)
        self._state = "comma"
        return token.kind in ("quoted", "bare")

    def _read_item(self, _: int, token: Token) -> bool:
        self._add(VALUE, token)
        self._state = "comma"
        return token.kind in ("quoted", "bare")

    def _read_comma(self, index: int, token: Token) -> bool:
        text = self._text(token)
        if text == ",":
            self._state = "item"
            return True
        if self._is_open:
            self._is_open, self._state = False, "after"
            return text == ")"
        return self._read_after(index, token)

    def _read_after(self, _: int, token: Token) -> bool:
        text = self._text(token).upper()
        self._state = "after" if text == ")" else "attribute"
        return text in (")", "AND", "OR")


def _named(parts: list[Part]) -> Iterator[Part]:
    """The parts with names for the parameters: what differs has different names."""
    taken: dict[str, str] = {}
    for number, part in enumerate(parts):
        if part.role != VALUE:
            yield part
            continue
        key = "\0".join(f"{hole.code}!{hole.conversion}:{hole.format_spec}" for hole in part.holes) + part.operator
        if any(hole.node is None or can_change(hole.node) for hole in part.holes):
            key += f"\0{number}"
        wanted = parameter_name(part.holes[0])
        name, count = wanted, 2
        while taken.setdefault(name, key) != key:
            name, count = f"{wanted}_{count}", count + 1
        yield part._replace(name=name)


def can_change(node: ast.expr) -> bool:
    """Whether an expression may have another value when it is evaluated again."""
    changing = (ast.Call, ast.Await, ast.NamedExpr, ast.Yield, ast.YieldFrom)
    return any(isinstance(each, changing) for each in ast.walk(node))


def parameter_name(hole: Hole) -> str:
    """A name for the value of a hole: ``code`` for ``user.code``, ``user_id`` for ``user["id"]``."""
    node = hole.node
    # A field such as `{user.id}` of a format is known by its text alone.
    is_path = node is None and re.fullmatch(r"\w+(?:\.\w+|\[\w+\])*", hole.code) is not None
    path: list[str] = re.findall(r"\w+", hole.code)[::-1] if is_path else []
    while node is not None:
        if isinstance(node, ast.Attribute):
            path.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            path.append(str(node.slice.value))
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func.value
        elif isinstance(node, ast.Call) and len(node.args) == 1 and isinstance(node.func, ast.Name):
            node = node.args[0]
        else:
            path.append(node.id if isinstance(node, ast.Name) else "")
            node = None
    path = [word for word in path if word.isidentifier() and word.isascii() and word not in ("self", "cls")]
    if not path:
        return "value"
    first = path[0]
    name = f"{path[1]}_{first}" if first in ("id", "code", "name") and len(path) > 1 else first
    name = name.strip("_") or "value"
    return f"{name}_" if keyword.iskeyword(name) else name
