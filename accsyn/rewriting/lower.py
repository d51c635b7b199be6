r"""Lowering: what text cannot say, said in another way.

A tree can hold values that the language has no way to write, because they came from Python: a text with both kinds of
quotes, a ``*`` that is no wildcard. The server's text can say still less: its lists are one comma-separated string. A
value that is hard to write is written as a regular expression, anchored by ``^`` and ``(?![\s\S])`` (``$`` would
admit a final line break), or, as an item of a list, as a comparison of its own. The two dialects and their hard cases
are tables; the form depends on the operator:

========================  =====================================================================
operator                  form for a value that is hard to write
========================  =====================================================================
``=``, ``!=``             MATCHES, NOT MATCHES of the whole text
CONTAINS, NOT CONTAINS    MATCHES, NOT MATCHES of the text anywhere
MATCHES, NOT MATCHES      the same pattern with ``\x22`` for ``"`` and so on
IN, NOT IN                the item as ``=`` (joined by OR) or ``!=`` (joined by AND), then as above
``<``, ``>``, ``<=``, ``>=``  refused
========================  =====================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

from accsyn.ast import (
    And,
    Comparison,
    Exact,
    Expression,
    List,
    Literal,
    Node,
    Null,
    Operator,
    Or,
    Parameter,
    Statement,
    Value,
    join,
)
from accsyn.printer import NULLABLE, can_be_bare, reads_as_null, reads_as_parameter
from accsyn.visitor import fold, transform


class HardCase(Enum):
    """Why a value cannot be written as it is; the value completes "the value …"."""

    LITERAL_STAR = "holds a `*` that is no wildcard"
    FINAL_BACKSLASH = "ends in a backslash, which would stand before the closing quote"
    BOTH_QUOTES = "holds both kinds of quotes"
    LINE_BREAK = "holds a line break"
    COMMA = "holds a comma and is an item of a list"
    EDGE_BLANKS = "starts or ends with a blank and is an item of a list"
    EMPTY = "is empty and an item of a list"
    READS_AS_NULL = "reads as null in a list"
    READS_AS_PARAMETER = "reads as a parameter in a list"
    WILDCARD = "has a wildcard and is an item of a list"
    NULL_ITEM = "is null in a list that needs quotes"
    MIXED_QUOTES = "holds another kind of quote than other items of its list"
    SURROGATE = "holds half a surrogate pair"

    # Members are singletons: the identity hash runs in C, Enum's own in Python.
    __hash__ = object.__hash__


class Dialect(NamedTuple):
    """What a text can say.

    Attributes:
        values: The hard cases of a single value, in the order in which they are tried.
        items: Those of an item of a list, beside the ones of a single value.
        joins_items: Whether a list that needs quotes is one string.
    """

    values: tuple[HardCase, ...]
    items: tuple[HardCase, ...]
    joins_items: bool


TEXT = Dialect((HardCase.LITERAL_STAR, HardCase.FINAL_BACKSLASH, HardCase.BOTH_QUOTES), (), False)
"""The language itself."""

SERVER = Dialect(
    (HardCase.SURROGATE, *TEXT.values, HardCase.LINE_BREAK),
    (
        HardCase.COMMA,
        HardCase.EDGE_BLANKS,
        HardCase.EMPTY,
        HardCase.READS_AS_NULL,
        HardCase.READS_AS_PARAMETER,
        HardCase.WILDCARD,
    ),
    True,
)
"""What goes to the server."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_BREAK = re.compile("[\n\r]")
_EASY = re.compile(r"[\w.@/+-]{5,}", re.ASCII)
"""Texts that are no hard case of any dialect; five characters are no null."""

_MATCHING = {
    Operator.EQUAL: Operator.MATCHES,
    Operator.NOT_EQUAL: Operator.NOT_MATCHES,
    Operator.CONTAINS: Operator.MATCHES,
    Operator.NOT_CONTAINS: Operator.NOT_MATCHES,
}
_PATTERNS = frozenset({Operator.MATCHES, Operator.NOT_MATCHES})
_HARD_IN_PATTERNS = frozenset("\"'\n\r")
_ANY_RUN = r"[\s\S]*"
_END = r"(?![\s\S])"


class Note(NamedTuple):
    """That a comparison was lowered, or could not be.

    Attributes:
        comparison: Index of the comparison in the order of the text, from 0.
        case: Why.
        refused: Whether there is no form at all.
    """

    comparison: int
    case: HardCase
    refused: bool


def lower(statement: Statement) -> Statement:
    """The statement in a form that the language can write; the same object where it is one already.

    ``parse(print(q)) == lower(q)`` holds for every statement `q`.

    Raises:
        ValueError: A value cannot be written in any form.
    """
    lowering = Lowering(TEXT)
    condition = statement.condition
    if condition is not None:
        condition = fold_constants(transform(condition, lowering.comparison), statement.entity_type is not None)
    for note in lowering.notes:
        if note.refused:
            raise ValueError(f"cannot be written: the value {note.case.value}")
    if condition is statement.condition:
        return statement
    return Statement(statement.entity_type, condition, statement.source, statement.origin)


class Lowering:
    """One lowering pass; call `comparison` for each comparison in the order of the text.

    Attributes:
        notes: What was lowered.
    """

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.notes: list[Note] = []
        self.index = -1

    def comparison(self, node: Comparison) -> Expression:
        """The comparison, or what to say instead of it. A refused one stays as it is, with a note."""
        self.index += 1
        return self.rewrite(node)

    def rewrite(self, node: Comparison) -> Expression:
        """The same for a comparison that is part of another's form."""
        value = node.value
        if type(value) is List:
            return self._list(node, value)
        if not isinstance(value, (Literal, Exact)):
            return node
        case = self._hard_case(value, node.operator, self.dialect.values)
        if case is None:
            # The server reads text; what was exact is a plain literal in it.
            return _with_value(node, _plain(value)) if type(value) is Exact else node
        operator = node.operator
        if case is HardCase.SURROGATE or operator.is_ordered:
            self.notes.append(Note(self.index, case, True))
            return node
        self.notes.append(Note(self.index, case, False))
        if operator in _PATTERNS:
            pattern = rewrite_pattern(value.text)
            if pattern is None:
                self.notes[-1] = Note(self.index, case, True)
                return node
        elif operator in NULLABLE:
            pattern = anchored_pattern(value)
        else:
            pattern = "".join(map(character_pattern, value.text))
        return Comparison(node.attribute, _MATCHING.get(operator, operator), Literal(pattern, quoted=True))

    def _hard_case(self, value: Value, operator: Operator, cases: tuple[HardCase, ...]) -> HardCase | None:
        if not isinstance(value, (Literal, Exact)) or _EASY.fullmatch(value.text):
            return None
        return next((case for case in cases if _TESTS[case](value, operator)), None)

    def _list(self, node: Comparison, value: List) -> Expression:
        if not value.items:
            return node
        single, kind = (Operator.EQUAL, Or) if node.operator is Operator.IN else (Operator.NOT_EQUAL, And)
        easy: list[Value] = []
        hard: list[Value] = []
        for item in value.items:
            case = self._hard_case(item, node.operator, self.dialect.items + self.dialect.values)
            if case is None:
                easy.append(_plain(item) if isinstance(item, Exact) else item)
            else:
                hard.append(item)
                if case in self.dialect.items:
                    self.notes.append(Note(self.index, case, False))
        if self.dialect.joins_items:
            easy, more = self._fit_one_string(easy, node.operator)
            hard += more
        # Text has one notation for a parameter and for a list of one parameter; both take the same values.
        is_parameter = len(easy) == 1 and isinstance(easy[0], Parameter)
        if not hard and not is_parameter and all(new is old for new, old in zip(easy, value.items, strict=True)):
            return node
        parts: list[Expression] = []
        if easy:
            items = easy[0] if is_parameter else List(tuple(easy))
            parts.append(Comparison(node.attribute, node.operator, items))
        parts += [self.rewrite(Comparison(node.attribute, single, item)) for item in hard]
        return join(kind, parts)

    def _fit_one_string(self, items: list[Value], operator: Operator) -> tuple[list[Value], list[Value]]:
        """Split the items into those that one list can hold, and the others."""
        texts = [item for item in items if isinstance(item, (Literal, Exact))]
        if all(can_be_bare(item.text, operator) for item in texts):
            return items, []
        double = any('"' in item.text for item in texts)
        easy: list[Literal | Exact] = []
        hard: list[Value] = []
        for item in items:
            if not isinstance(item, (Literal, Exact)):
                case = HardCase.NULL_ITEM
            elif double and "'" in item.text:
                case = HardCase.MIXED_QUOTES
            else:
                easy.append(item)
                continue
            hard.append(item)
            self.notes.append(Note(self.index, case, False))
        # There is one at least: that which cannot be bare. The last would put its backslash before the closing quote.
        if easy[-1].text.endswith("\\"):
            self.notes.append(Note(self.index, HardCase.FINAL_BACKSLASH, False))
        while easy and easy[-1].text.endswith("\\"):
            hard.append(easy.pop())
        return [*easy], hard


def anchored_pattern(value: Literal | Exact) -> str:
    """A regular expression that finds exactly the texts that ``=`` finds."""
    if type(value) is Exact:
        return f"^{''.join(map(character_pattern, value.text))}{_END}"
    runs = ["".join(map(character_pattern, run)) for run in value.text.split("*")]
    return f"^{_ANY_RUN.join(runs)}{_END}"


def character_pattern(character: str) -> str:
    """The pattern for one character: no quote, no final backslash, no line break, no `[[` (`re` warns of it)."""
    if character in "\"'\\^[\n\r":
        return f"\\x{ord(character):02x}"
    return f"[{character}]" if character in ".*+?()]{}|$" else character


def rewrite_pattern(pattern: str) -> str | None:
    """The same regular expression without quotes, line breaks, and without a backslash at its end.

    Returns:
        The pattern; None where a line break cannot be written (in a verbose pattern it is not part of the text).
    """
    from accsyn.patterns.scan import scan  # not imported where no pattern stands

    if _LINE_BREAK.search(pattern) and re.search(r"\(\?[a-zA-Z]*x", pattern):
        return None
    pieces: list[str] = []
    for token in scan(pattern):
        text = token.text
        if token.kind.endswith("escape") and len(text) == 2:
            # `\"` is `"` to `re`; the backslash goes with it. `\\` needs help only where a quote would follow.
            is_hard = text[1] in _HARD_IN_PATTERNS or (text[1] == "\\" and token.end == len(pattern))
            pieces.append(f"\\x{ord(text[1]):02x}" if is_hard else text)
        else:
            pieces += [f"\\x{ord(piece):02x}" if piece in _HARD_IN_PATTERNS else piece for piece in text]
    return "".join(pieces)


def _hides_quote(value: Literal | Exact, operator: Operator) -> bool:
    """Whether a value that came from Python would be written with a backslash before its closing quote."""
    if not value.text.endswith("\\"):
        return False
    if isinstance(value, Literal):
        # A pattern that was bound is a literal; one that was typed in quotes means the same either way.
        return operator in _PATTERNS and value.quoted
    return not can_be_bare(value.text, operator)


_TESTS: dict[HardCase, Callable[[Literal | Exact, Operator], bool]] = {
    HardCase.LITERAL_STAR: lambda value, operator: type(value) is Exact and "*" in value.text and operator in NULLABLE,
    HardCase.FINAL_BACKSLASH: _hides_quote,
    HardCase.BOTH_QUOTES: lambda value, operator: '"' in value.text and "'" in value.text,
    HardCase.LINE_BREAK: lambda value, operator: _LINE_BREAK.search(value.text) is not None,
    HardCase.COMMA: lambda value, operator: "," in value.text,
    HardCase.EDGE_BLANKS: lambda value, operator: value.text != value.text.strip(),
    HardCase.EMPTY: lambda value, operator: not value.text,
    HardCase.READS_AS_NULL: lambda value, operator: reads_as_null(value.text),
    HardCase.READS_AS_PARAMETER: lambda value, operator: reads_as_parameter(value.text),
    HardCase.WILDCARD: lambda value, operator: type(value) is Literal and "*" in value.text,
    HardCase.SURROGATE: lambda value, operator: _SURROGATE.search(value.text) is not None,
}


def _plain(value: Literal | Exact) -> Literal:
    return value if isinstance(value, Literal) else Literal(value.text, quoted=not value.text.endswith("\\"))


def _with_value(node: Comparison, value: Value) -> Comparison:
    return Comparison(node.attribute, node.operator, value)


def fold_constants(condition: Expression, may_vanish: bool) -> Expression | None:
    """Take out comparisons with an empty list: IN of it never holds, NOT IN always.

    Args:
        condition: The condition.
        may_vanish: Whether a condition that always holds may be left out altogether.

    Returns:
        The condition without them; None where it always holds and may vanish. One that never holds is ``x=null AND
        x!=null``.
    """
    first = _first_constant(condition)
    if first is None:
        return condition

    folded = fold(condition, _fold_node)
    if isinstance(folded, Expression):
        return folded
    if folded is True and may_vanish:
        return None
    halves = (
        Comparison(first.attribute, Operator.EQUAL, Null()),
        Comparison(first.attribute, Operator.NOT_EQUAL, Null()),
    )
    return Or(halves) if folded else And(halves)


def _fold_node(node: Node, parts: Sequence[Expression | bool | None]) -> Expression | bool | None:
    """True, False, or an expression; None for a node that stays as it is."""
    if isinstance(node, Comparison):
        return _constant(node)
    if not isinstance(node, (And, Or)):
        return None
    absorbing = isinstance(node, Or)
    rest: list[Expression] = []
    for part, operand in zip(parts, node.operands, strict=True):
        if isinstance(part, Expression):
            rest.append(part)
        elif part is None:
            rest.append(operand)
        elif part is absorbing:
            return absorbing
    return join(type(node), rest) if rest else not absorbing


def _first_constant(condition: Expression) -> Comparison | None:
    from accsyn.ast import comparisons

    return next((node for node in comparisons(condition) if _constant(node) is not None), None)


def _constant(node: Comparison) -> bool | None:
    if isinstance(node.value, List) and not node.value.items:
        return node.operator is Operator.NOT_IN
    return None
