"""What a comparison claims about the values of its attribute, in a form that can be reasoned about.

A claim is the positive part of a comparison: a set of values of which a record has to offer one. ``=`` and IN list
choices, ``< > <= >=`` give a range, CONTAINS a text to search. Two comparisons with equal keys hold for the same
records or, if one is negative, for opposite ones: ``!=``, NOT IN, NOT CONTAINS, NOT MATCHES are exact complements.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Literal, NamedTuple

from accsyn.ast import Exact, Null, Operator, Parameter
from accsyn.ast import Literal as Written
from accsyn.binding.bound import BoundComparison, BoundQuery, Operand
from accsyn.binding.times import Interval
from accsyn.schema.model import Type
from accsyn.text import fold

PLAIN_TEXT = frozenset({Type.TEXT, Type.ID, Type.ENUM})
"""Types whose comparisons look at one text only: a reference offers several, an untyped value has its own kind."""

_SINGLE = PLAIN_TEXT | {Type.INTEGER, Type.NUMBER, Type.BOOLEAN, Type.TIMESTAMP}
MEMBERSHIP = frozenset({Operator.EQUAL, Operator.IN})
"""The operators that list values."""

Cut = tuple[Any, int]
"""A place between values: just before a value (0) or just behind it (1)."""


class Range(NamedTuple):
    """A range of values; all of numbers, of moments, or of folded texts.

    Attributes:
        low: Where it starts; None for no limit.
        high: Where it ends; None for no limit.
    """

    low: Cut | None
    high: Cut | None

    def is_within(self, other: Range) -> bool:
        """Whether every value of this range is one of the other."""
        return (other.low is None or (self.low is not None and self.low >= other.low)) and (
            other.high is None or (self.high is not None and self.high <= other.high)
        )

    def is_apart_from(self, other: Range) -> bool:
        """Whether no value is in both."""
        return _is_before(self, other) or _is_before(other, self)


def _is_before(one: Range, two: Range) -> bool:
    return one.high is not None and two.low is not None and one.high <= two.low


class Choice(NamedTuple):
    """One value of ``=`` or IN; equal choices hold for the same values of records.

    Attributes:
        kind: What it is: ``text`` is plain, ``pattern`` has wildcards.
        value: A folded text, a number, a bool, an `Interval`, the name of a parameter; None for null.
    """

    kind: Literal["null", "parameter", "bool", "number", "time", "text", "pattern"]
    value: Any = None


class Claim:
    """What a comparison says, its sign left out.

    Attributes:
        comparison: The comparison.
        is_negative: Whether the comparison holds where the claim does not.
        path: The attribute; claims with equal paths are about the same values.
        key: Equal for two claims only if they hold for the same records.
        is_single: Whether a record offers one value at most, as far as the schema says.
        type: The attribute's type.
        choices: The values of ``=`` or IN, each once and in order; None for other operators and for an empty list.
        patterns: Those of the choices that have wildcards.
        has_parameter: Whether one of the choices is a parameter without value.
        range: For an ordered comparison of the schema's type, and where it is known.
        search: The folded text of CONTAINS.
    """

    __slots__ = (
        "choices",
        "comparison",
        "has_parameter",
        "is_negative",
        "is_single",
        "key",
        "path",
        "patterns",
        "range",
        "search",
        "type",
    )

    def __init__(self, bound: BoundComparison) -> None:
        comparison, resolved = bound.comparison, bound.resolved
        is_known = resolved.attribute is not None and resolved.unknown_segment is None
        self.comparison = comparison
        self.is_negative = comparison.operator.is_negative
        self.type = resolved.type
        # What the schema does not know may well differ in case: `metadata.Shot` and `metadata.shot`.
        self.path = (fold(comparison.attribute) if is_known else comparison.attribute, is_known)
        self.is_single = is_known and not resolved.is_list and resolved.type in _SINGLE
        self.choices: Mapping[Choice, None] | None = None
        self.patterns: tuple[Choice, ...] = ()
        self.has_parameter = False
        self.range: Range | None = None
        self.search: str | None = None
        self.key = (self.path, self._say(comparison.operator.positive, bound.operands))

    def _say(self, operator: Operator, operands: tuple[Operand, ...]) -> Hashable:
        """Fill in what the operator says; the answer is what makes up the key."""
        if operator in MEMBERSHIP:
            choices = dict.fromkeys(map(choice_of, operands))
            self.choices = choices or None
            self.patterns = tuple([choice for choice in choices if choice.kind == "pattern"])
            self.has_parameter = any(choice.kind == "parameter" for choice in choices)
            return frozenset(choices)
        operand = operands[0]
        if isinstance(operand, Parameter):
            return operator, Choice("parameter", operand.name)
        if operator.is_ordered:
            self.range = _range_for(operator, operand, self.type)
            return operator, _exactly(operand)
        text = operand.text if isinstance(operand, (Written, Exact)) else ""
        if operator is Operator.CONTAINS:
            self.search = fold(text)
            return operator, self.search
        return operator, text


def choice_of(operand: Operand) -> Choice:
    """An operand of ``=`` or IN as a choice."""
    if isinstance(operand, Written) and "*" in operand.text:
        pieces = fold(operand.text).split("*")
        # `**` is `*`: empty pieces count at the ends only.
        return Choice("pattern", "*".join([pieces[0], *filter(None, pieces[1:-1]), pieces[-1]]))
    return _exactly(operand)


def _exactly(operand: Operand) -> Choice:
    if isinstance(operand, (Written, Exact)):
        return Choice("text", fold(operand.text))
    if isinstance(operand, Null):
        return Choice("null")
    if isinstance(operand, Parameter):
        return Choice("parameter", operand.name)
    if isinstance(operand, Interval):
        return Choice("time", operand)
    return Choice("bool" if isinstance(operand, bool) else "number", operand)


def range_of(choice: Choice, type_: Type) -> Range | None:
    """The range of values that a choice stands for; None where order means nothing or is not known."""
    if choice.kind == "time":
        return moments(choice.value)
    if choice.kind == "number" or (choice.kind == "text" and type_ is Type.TEXT):
        return Range((choice.value, 0), (choice.value, 1))
    return None


def moments(span: Interval) -> Range:
    """The range of the moments of an interval."""
    return Range((span.start, 0), None if span.end is None else (span.end, 0))


def _range_for(operator: Operator, operand: Operand, type_: Type) -> Range | None:
    """The range of an ordered comparison; None where the kind of the record's value decides how it compares."""
    whole = range_of(_exactly(operand), type_)
    if whole is None:
        return None
    if operator is Operator.LESS:
        return Range(None, whole.low)
    if operator is Operator.LESS_EQUAL:
        return Range(None, whole.high)
    if operator is Operator.GREATER_EQUAL:
        return Range(whole.low, None)
    # Behind the last year there is nothing.
    return None if whole.high is None else Range(whole.high, None)


def claims_of(bound: BoundQuery) -> dict[int, Claim]:
    """The claim of every comparison of a query without errors, by the identity of the comparison."""
    return {id(item.comparison): Claim(item) for item in bound.comparisons}


def is_spelled_alike(claims: Mapping[int, Claim]) -> bool:
    """Whether each attribute has one spelling in the query: ``Status`` and ``status`` could be two keys of a record."""
    spellings: dict[Hashable, str] = {}
    return all(
        spellings.setdefault(claim.path, claim.comparison.attribute) == claim.comparison.attribute
        for claim in claims.values()
    )
