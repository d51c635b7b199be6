"""One bound comparison as a condition on the columns of a frame; AND and OR over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import and_, or_
from typing import TYPE_CHECKING, Any, Union

from accsyn.ast import And, Comparison, Exact, Literal, Node, Null, Operator
from accsyn.binding.bound import BoundComparison, BoundQuery
from accsyn.binding.literals import Problem, number
from accsyn.binding.times import Interval
from accsyn.errors import UnsupportedByEngine
from accsyn.evaluation.clauses import part_of_reference
from accsyn.evaluation.frames.columns import Column, Fields, Kind, Unusable
from accsyn.evaluation.frames.engines import Engine
from accsyn.evaluation.frames.numbers import number_conditions
from accsyn.evaluation.frames.references import HumanForm, ids, own_texts, plain_and_patterns
from accsyn.evaluation.frames.refusal import Refusal
from accsyn.evaluation.frames.texts import Operands, Texts, text_conditions
from accsyn.evaluation.frames.times import TextMoments, moment_condition
from accsyn.evaluation.operators import BOOLEANS, UNTYPED
from accsyn.evaluation.paths import Path, lookup
from accsyn.evaluation.reasons import describe
from accsyn.evaluation.references import Words, spellings
from accsyn.evaluation.values import read_interval
from accsyn.schema.attributes import Type
from accsyn.text import fold
from accsyn.visitor import fold as fold_tree

if TYPE_CHECKING:
    import narwhals as nw

Condition = Union["nw.Expr", bool]
"""Where something holds; a bool where that is so for every row, or for none. Null means that it does not hold."""

MOST_COMPARISONS = 3000
MOST_LEVELS = 64  # of expressions within expressions, once AND and OR of many are trees
_SEARCHES = frozenset({Operator.CONTAINS, Operator.MATCHES})
_EQUALITIES = frozenset({Operator.EQUAL, Operator.IN})


# ---- the tree -------------------------------------------------------------------------------------------------------


def condition_of(query: BoundQuery, fields: Fields, engine: Engine) -> Condition:
    """Where a query holds.

    Args:
        query: A query without errors.
        fields: The columns.
        engine: What runs it.

    Raises:
        UnsupportedByEngine: The engine cannot answer as Python does.
    """
    condition = query.statement.condition
    if condition is None:
        return True
    if len(query.comparisons) > MOST_COMPARISONS:
        feature = f"a query of more than {MOST_COMPARISONS:,} comparisons"
        raise UnsupportedByEngine(feature, engine.name, "write long lists with IN")
    words = Words(query.schema)
    leaves = iter([_clause(comparison, query, fields, engine, words) for comparison in query.comparisons])

    def combine(node: Node, parts: Sequence[tuple[Condition, int]]) -> tuple[Condition, int]:
        if isinstance(node, Comparison):
            return next(leaves), 1
        return _joined(node, parts, engine)

    return fold_tree(condition, combine)[0]


def _joined(node: Node, parts: Sequence[tuple[Condition, int]], engine: Engine) -> tuple[Condition, int]:
    """And or Or of several conditions, as a tree of even depth: engines recurse."""
    decisive = not isinstance(node, And)  # True decides an Or, False an And
    pending: list[tuple[nw.Expr, int]] = []
    for condition, level in parts:
        if isinstance(condition, bool):
            if condition is decisive:
                return decisive, 1
        else:
            pending.append((condition, level))
    if not pending:
        return not decisive, 1
    joined, level = _evenly(or_ if decisive else and_, pending)
    if level > MOST_LEVELS:
        feature = f"a query of more than {MOST_LEVELS} levels"
        raise UnsupportedByEngine(feature, engine.name, "write it with fewer parentheses within parentheses")
    return joined, level


def _evenly(join: Callable[[Any, Any], Any], parts: Sequence[tuple[nw.Expr, int]]) -> tuple[nw.Expr, int]:
    """Some expressions as one, as a tree of even depth, and how deep it is."""
    pending = list(parts)
    while len(pending) > 1:
        pairs = zip(pending[::2], pending[1::2], strict=False)
        joined = [(join(left, right), 1 + max(depth, other)) for (left, depth), (right, other) in pairs]
        pending = [*joined, *pending[len(joined) * 2 :]]
    return pending[0]


def _clause(bound: BoundComparison, query: BoundQuery, fields: Fields, engine: Engine, words: Words) -> Condition:
    try:
        found = _Comparison(bound, query, fields, engine, words).conditions()
    except Refusal as refusal:
        clause = describe(bound.comparison)
        raise UnsupportedByEngine(refusal.feature, engine.name, refusal.instead, clause) from refusal
    held = any(condition is True for condition in found)
    expressions = [(condition, 1) for condition in found if not isinstance(condition, bool)]
    is_negative = bound.comparison.operator.is_negative
    if held or not expressions:
        return held is not is_negative
    joined = _evenly(or_, expressions)[0]
    # A null is not held, so its complement is: engines would have it unknown.
    return ~joined.fill_null(False) if is_negative else joined


# ---- one comparison -------------------------------------------------------------------------------------------------


class _Comparison:
    """A comparison and the columns that its path finds."""

    def __init__(self, bound: BoundComparison, query: BoundQuery, fields: Fields, engine: Engine, words: Words) -> None:
        self.operator = bound.comparison.operator.positive
        self.type = bound.resolved.type
        self.query = query
        self.engine = engine
        self.words = words
        self.attribute = bound.comparison.attribute
        self.resolved = bound.resolved
        self.has_null = any(isinstance(operand, Null) for operand in bound.operands)
        self.operands = bound.operands
        self.found = Path(self.attribute).find(fields)[0]

    def conditions(self) -> list[Condition]:
        """Where one of the values that a row offers holds: any of these."""
        value = self._value()
        if self.type is Type.REFERENCE:
            return self._of_reference(value)
        part = part_of_reference(self.attribute, self.query.entity_type)
        if part is not None and self.found.rest == part:
            return self._of_part(value, part)
        if self.found.rest or value is None:
            return [self.has_null]
        return [*self._missing(value), *self._values(value)]

    def _value(self) -> Column | None:
        """The column at the end of the path; None where there is none."""
        found = self.found
        if isinstance(found.value, Unusable):
            raise found.value.refusal
        if self.engine.ignores_case and sum(key.lower() == found.key.lower() for key in found.parent) > 1:
            raise Refusal(f"columns whose names differ in case only ({found.key})", "rename one of them")
        value = found.value.column if isinstance(found.value, Fields) else found.value
        return value if isinstance(value, Column) and value.kind is not Kind.NOTHING else None

    def _missing(self, column: Column) -> list[Condition]:
        return [column.is_missing] if self.has_null else []

    def _values(self, column: Column) -> list[Condition]:
        if column.kind is Kind.TEXT:
            return self._texts(column, Texts(column.values, column.words))
        if self.operator in _SEARCHES:
            return []
        if column.kind in {Kind.INTEGER, Kind.FLOAT}:
            return [*number_conditions(column, self.operator, self._numbers())]
        if column.kind is Kind.BOOLEAN:
            return [column.values if wanted else ~column.values for wanted in self._booleans()]
        if column.kind in {Kind.DATE, Kind.MOMENT}:
            found = (moment_condition(column, self.operator, span) for span in self._spans())
            return [condition for condition in found if condition is not None]
        return []

    # The operands as one kind or another: an untyped literal is read as the kind of the column.

    def _literals(self) -> Operands:
        return [operand for operand in self.operands if isinstance(operand, (Literal, Exact))]

    def _untyped(self) -> Operands:
        return self._literals() if self.type in UNTYPED else []

    def _numbers(self) -> list[int | float]:
        found: list[int | float] = [
            operand for operand in self.operands if isinstance(operand, (int, float)) and not isinstance(operand, bool)
        ]
        read = (number(literal.text) for literal in self._untyped())
        return [*found, *(value for value in read if not isinstance(value, Problem))]

    def _booleans(self) -> set[bool]:
        found = {operand for operand in self.operands if isinstance(operand, bool)}
        if self.operator in _EQUALITIES:
            read = (BOOLEANS.get(fold(literal.text)) for literal in self._untyped())
            found |= {value for value in read if value is not None}
        return found

    def _spans(self) -> list[Interval]:
        found = [operand for operand in self.operands if isinstance(operand, Interval)]
        read = (read_interval(literal.text) for literal in self._untyped())
        return [*found, *(span for span in read if span is not None)]

    # ---- text

    def _texts(self, column: Column, texts: Texts) -> list[Condition]:
        """A column of texts; some of them may name moments, where a literal does."""
        literals = self._literals()
        if self.operator in _SEARCHES:
            return [*text_conditions(texts, self.operator, literals)]
        spans = [operand for operand in self.operands if isinstance(operand, Interval)]
        dated: list[tuple[Literal | Exact, Interval]] = []
        plain: list[Literal | Exact] = []
        for literal in literals:
            span = read_interval(literal.text) if self.type in UNTYPED else None
            if span is None:
                plain.append(literal)
            else:
                dated.append((literal, span))
        found: list[Condition] = [*text_conditions(texts, self.operator, plain)] if plain else []
        if spans or dated:
            moments = TextMoments(column)
            found += self._moments(moments, spans + [span for _, span in dated])
            if dated and self.operator not in _EQUALITIES:
                # Text that is no moment is ordered as text; it never equals a literal that is one.
                same = text_conditions(texts, self.operator, [literal for literal, _ in dated])
                found += [condition & moments.are_none for condition in same]
        return found

    def _moments(self, moments: TextMoments, spans: Sequence[Interval]) -> list[Condition]:
        found = (moments.condition(self.operator, span) for span in spans)
        return [condition for condition in found if condition is not None]

    # ---- references

    def _of_reference(self, value: Column | None) -> list[Condition]:
        if self.found.rest or value is None:
            return [self.has_null]
        found = self._missing(value)
        human = self._human_form(value)
        literals = self._literals()
        if self.operator in _EQUALITIES:
            every = (spelling for literal in literals for spelling in spellings(literal, self.words))
            literals = [spelling for spelling in every if isinstance(spelling, (Literal, Exact))]
        if value.kind is Kind.TEXT and literals:
            found += text_conditions(own_texts(value), self.operator, literals)
        if human is None or not literals:
            return found
        plain, rest = plain_and_patterns(literals) if self.operator in _EQUALITIES else ([], literals)
        if plain:
            found += human.equal_to(plain)
        if rest:
            found += [held for texts in human.texts() for held in text_conditions(texts, self.operator, rest)]
        return found

    def _of_part(self, value: Column | None, part: str) -> list[Condition]:
        """``X.id`` and ``X.code`` of a column of references that is no struct."""
        if value is None:
            return [self.has_null]
        if part == "id" and value.kind is not Kind.TEXT:
            return [*self._missing(value), *self._values(value)]
        if part == "id":
            column = Column(value.name, ids(value), Kind.TEXT, value.dtype, value.words)
            return [*self._missing(value), *self._values(column)]
        human = self._human_form(value)
        if human is None:
            return [self.has_null]
        column = Column(value.name, human.code(), Kind.TEXT, value.dtype, human.words)
        return [*self._missing(column), *self._values(column)]

    def _human_form(self, value: Column) -> HumanForm | None:
        """The texts of ``X_hr``, where X has a value."""
        name = f"{self.found.key}_hr"
        human = lookup(self.found.parent, name, fold(name))[1]
        if isinstance(human, Unusable):
            raise human.refusal
        if not isinstance(human, Column) or human.kind is not Kind.TEXT:
            return None
        attribute = self.resolved.attribute
        targets = attribute.targets if attribute is not None else ()
        target = targets[0] if len(targets) == 1 else None
        return HumanForm(human, ~value.is_missing, self.query.schema, target)
