"""Binding: names and values of a query against a schema.

One pass over the comparisons, in the order of the text. What is wrong or odd is noted as a `Finding`; words and
places are for whoever reads the diagnostics (`accsyn.binding.messages`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone, tzinfo
from typing import Any

from accsyn.ast import Comparison, Exact, List, Literal, Null, Operator, Parameter, Statement, comparisons
from accsyn.binding import literals
from accsyn.binding.bound import BoundComparison, BoundQuery, Operand
from accsyn.binding.findings import Finding
from accsyn.binding.literals import Problem
from accsyn.binding.times import timestamp
from accsyn.schema.model import Attribute, EntityType, Resolved, Schema, Type

EQUALITY = frozenset({Operator.EQUAL, Operator.NOT_EQUAL, Operator.IN, Operator.NOT_IN})
_ORDER = frozenset({Operator.LESS, Operator.GREATER, Operator.LESS_EQUAL, Operator.GREATER_EQUAL})
PATTERNS = frozenset({Operator.MATCHES, Operator.NOT_MATCHES})
SEARCH = PATTERNS | {Operator.CONTAINS, Operator.NOT_CONTAINS}

OPERATORS: dict[Type, frozenset[Operator]] = {
    Type.TEXT: EQUALITY | _ORDER | SEARCH,
    Type.INTEGER: EQUALITY | _ORDER,
    Type.NUMBER: EQUALITY | _ORDER,
    Type.BOOLEAN: EQUALITY,
    Type.TIMESTAMP: EQUALITY | _ORDER,
    Type.ID: EQUALITY | SEARCH,
    Type.ENUM: EQUALITY | SEARCH,
    Type.REFERENCE: EQUALITY | SEARCH,
    Type.OBJECT: frozenset(),
    Type.METADATA: EQUALITY | _ORDER | SEARCH,
    Type.UNTYPED: EQUALITY | _ORDER | SEARCH,
}
"""The operators that go with each type (LANGUAGE 3)."""

UNTYPED = Resolved(None, Type.UNTYPED, False, None, ())
"""What is known about a path where the entity type is not."""


def utc_now() -> datetime:
    """The clock that is used unless another is given."""
    return datetime.now(timezone.utc)


def bind(
    statement: Statement,
    schema: Schema,
    *,
    strict: bool = False,
    now: Callable[[], datetime] = utc_now,
    tz: tzinfo = timezone.utc,
    entity_type: str | None = None,
) -> BoundQuery:
    """Bind a statement.

    Args:
        statement: The tree.
        schema: What names and types to go by.
        strict: Whether names, enum values and ids that the schema does not know are errors. They always are with a
            live schema.
        now: The clock for ``now``, ``-7d`` and the like; read only where such a word stands.
        tz: The time zone whose days ``today`` and ``2026-01-22`` are.
        entity_type: The entity type to take for a bare expression.

    Returns:
        The bound query; its `findings` hold errors and warnings alike.
    """
    return Binder(schema, strict, now, tz).run(statement, entity_type)


class Binder:
    """One pass over the comparisons of one statement, or over some of them; the arguments are those of `bind`.

    Attributes:
        entity: The entity type; None for none that is known.
        findings: What is wrong or odd so far.
        has_parameters: Whether a parameter has been met.
    """

    __slots__ = ("entity", "findings", "has_parameters", "index", "now", "schema", "strict", "tz")

    def __init__(self, schema: Schema, strict: bool, now: Callable[[], datetime], tz: tzinfo) -> None:
        self.schema = schema
        self.strict = strict or schema.is_live
        self.now = now
        self.tz = tz
        self.findings: list[Finding] = []
        self.entity: EntityType | None = None
        self.index = -1
        self.has_parameters = False

    def run(self, statement: Statement, entity_type: str | None) -> BoundQuery:
        """Bind all of a statement."""
        name = statement.entity_type if statement.entity_type is not None else entity_type
        if name is not None:
            self.entity = self._entity_type(name)
        bound = tuple(map(self.comparison, comparisons(statement)))
        findings = tuple(self.findings)
        return BoundQuery(statement, self.schema, self.entity, bound, findings, has_parameters=self.has_parameters)

    def note(self, kind: str, is_error: bool, item: int = 0, data: Any = None) -> None:
        """Remember something wrong or odd about the comparison at hand."""
        self.findings.append(Finding(kind, is_error, self.index, item, data))

    # ---- names
    # ------------------------------------------------------------------------------------------------------------

    def _entity_type(self, name: str) -> EntityType | None:
        found = self.schema.entity_type(name)
        if found is None:
            if self.schema.is_metadata_query(name):
                return _metadata_type(name, self.schema)
            self.note("unknown_entity_type", self.strict)
        elif self.schema.deprecated(name) is not None:
            self.note("deprecated_name", False)
        return found

    def _resolve(self, comparison: Comparison) -> Resolved:
        if self.entity is None:
            return UNTYPED
        resolved = self.entity.resolve(comparison.attribute)
        if resolved.unknown_segment is not None:
            self.note("unknown_attribute", self.strict, data=resolved)
        return resolved

    # ---- comparisons
    # ------------------------------------------------------------------------------------------------------

    def comparison(self, comparison: Comparison) -> BoundComparison:
        """Bind the next comparison."""
        self.index += 1
        resolved = self._resolve(comparison)
        operator = comparison.operator
        if operator not in OPERATORS[resolved.type]:
            self.note("object_attribute" if resolved.type is Type.OBJECT else "operator_for_type", True, data=resolved)
            return BoundComparison(comparison, resolved, ())
        value = comparison.value
        if type(value) is not List:
            return BoundComparison(comparison, resolved, (self._operand(value, resolved, operator, 0),))
        operands = [self._operand(item, resolved, operator, index) for index, item in enumerate(value.items)]
        return BoundComparison(comparison, resolved, tuple(operands))

    def _operand(self, item: Any, resolved: Resolved, operator: Operator, index: int) -> Operand:
        kind = type(item)
        if kind is Null or kind is Parameter:
            self.has_parameters = self.has_parameters or kind is Parameter
            null_or_parameter: Operand = item
            return null_or_parameter
        if operator in SEARCH:
            return self._searched(item, operator)
        return _READERS[resolved.type](self, item, resolved, operator, index)

    def _searched(self, item: Literal | Exact, operator: Operator) -> Literal | Exact:
        if operator in PATTERNS:
            from accsyn.patterns.judge import judge  # not imported where no pattern stands

            problem = judge(item.text)
            if problem is not None:
                self.note("invalid_pattern", True, data=problem)
        return item

    # ---- values by type
    # ---------------------------------------------------------------------------------------------------

    def _text(self, item: Literal | Exact, resolved: Resolved, operator: Operator, index: int) -> Operand:
        if operator in _ORDER and '"' in item.text and "'" in item.text:
            problem = Problem(f"{operator.value} takes no text with both kinds of quotes", None)
            self.note("unusable_value", True, index, problem)
        return item

    def _enum(self, item: Literal | Exact, resolved: Resolved, operator: Operator, index: int) -> Operand:
        attribute = resolved.attribute
        if attribute is not None and attribute.value(item.text) is None and not _is_pattern(item):
            self.note("unknown_value", self.strict, index, attribute)
        return item

    def _id(self, item: Literal | Exact, resolved: Resolved, operator: Operator, index: int) -> Operand:
        form: literals.IdForm = "object_id"
        if resolved.attribute is not None and resolved.attribute.form == "uuid":
            form = "uuid"
        if not _is_pattern(item):
            problem = literals.id_problem(item.text, form)
            if problem is not None:
                self.note("odd_id", self.strict, index, problem)
        return item

    def _reference(self, item: Literal | Exact, resolved: Resolved, operator: Operator, index: int) -> Operand:
        word, colon, _ = item.text.partition(":")
        attribute = resolved.attribute
        if colon and attribute is not None:
            word = word.lower()
            words = self.schema.reference_types(attribute)
            # Only a word that names an entity type elsewhere can be wrong here: a code may hold a colon itself.
            if words and word not in words and self.schema.entity_type(word) is not None:
                self.note("unknown_reference_type", self.strict, index, attribute)
        return item

    def _number(self, item: Literal | Exact, resolved: Resolved, operator: Operator, index: int) -> Operand:
        text = item.text
        is_integer = resolved.type is Type.INTEGER
        value = literals.integer(text) if is_integer else literals.number(text)
        if isinstance(value, Problem):
            self._wrong(item, resolved, index, value)
            return 0
        attribute = resolved.attribute
        if attribute is not None and operator in EQUALITY:
            kind = odd_number(value, attribute)
            if kind is not None:
                self.note(kind, self.strict and kind == "unknown_value", index, attribute)
        return value

    def _boolean(self, item: Literal | Exact, resolved: Resolved, operator: Operator, index: int) -> Operand:
        value = literals.boolean(item.text)
        if isinstance(value, Problem):
            self._wrong(item, resolved, index, value)
            return False
        return value

    def _timestamp(self, item: Literal | Exact, resolved: Resolved, operator: Operator, index: int) -> Operand:
        bare = type(item) is Literal and not item.quoted
        value = timestamp(item.text, bare=bare, now=self.now, tz=self.tz)
        if isinstance(value, Problem):
            self._wrong(item, resolved, index, value)
            return Null()
        return value

    def _wrong(self, item: Literal | Exact, resolved: Resolved, index: int, problem: Problem) -> None:
        kind = "wildcard_not_allowed" if "*" in item.text else "wrong_kind"
        self.note(kind, True, index, (resolved, problem))


def odd_number(value: float, attribute: Attribute) -> str | None:
    """The kind of finding about a number that equals no value the attribute is known to have; None where it may."""
    low, high = attribute.minimum, attribute.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return "out_of_range"
    return "unknown_value" if attribute.codes and value not in attribute.codes.values() else None


def _is_pattern(item: Literal | Exact) -> bool:
    return type(item) is Literal and "*" in item.text


_READERS: dict[Type, Callable[[Binder, Any, Resolved, Operator, int], Operand]] = {
    Type.TEXT: Binder._text,
    Type.INTEGER: Binder._number,
    Type.NUMBER: Binder._number,
    Type.BOOLEAN: Binder._boolean,
    Type.TIMESTAMP: Binder._timestamp,
    Type.ID: Binder._id,
    Type.ENUM: Binder._enum,
    Type.REFERENCE: Binder._reference,
    Type.METADATA: Binder._text,
    Type.UNTYPED: Binder._text,
}


def _metadata_type(name: str, schema: Schema) -> EntityType:
    """The one attribute of ``attributes WHERE entitytype=X``; ``entitytypes`` has none."""
    names = (*schema.names(), *schema.deprecated_names)
    asked = [Attribute("entitytype", Type.ENUM, values=names)] if name.lower() == "attributes" else []
    return EntityType(name.lower(), asked)
