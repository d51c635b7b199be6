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

_EQUALITY = frozenset({Operator.EQUAL, Operator.NOT_EQUAL, Operator.IN, Operator.NOT_IN})
_ORDER = frozenset({Operator.LESS, Operator.GREATER, Operator.LESS_EQUAL, Operator.GREATER_EQUAL})
_PATTERNS = frozenset({Operator.MATCHES, Operator.NOT_MATCHES})
_SEARCH = _PATTERNS | {Operator.CONTAINS, Operator.NOT_CONTAINS}

OPERATORS: dict[Type, frozenset[Operator]] = {
    Type.TEXT: _EQUALITY | _ORDER | _SEARCH,
    Type.INTEGER: _EQUALITY | _ORDER,
    Type.NUMBER: _EQUALITY | _ORDER,
    Type.BOOLEAN: _EQUALITY,
    Type.TIMESTAMP: _EQUALITY | _ORDER,
    Type.ID: _EQUALITY | _SEARCH,
    Type.ENUM: _EQUALITY | _SEARCH,
    Type.REFERENCE: _EQUALITY | _SEARCH,
    Type.OBJECT: frozenset(),
    Type.METADATA: _EQUALITY | _ORDER | _SEARCH,
    Type.UNTYPED: _EQUALITY | _ORDER | _SEARCH,
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
    binder = _Binder(schema, strict or schema.is_live, now, tz)
    return binder.run(statement, entity_type)


class _Binder:
    """One pass over one statement."""

    __slots__ = ("entity", "findings", "has_parameters", "index", "now", "schema", "strict", "tz")

    def __init__(self, schema: Schema, strict: bool, now: Callable[[], datetime], tz: tzinfo) -> None:
        self.schema = schema
        self.strict = strict
        self.now = now
        self.tz = tz
        self.findings: list[Finding] = []
        self.entity: EntityType | None = None
        self.index = -1
        self.has_parameters = False

    def run(self, statement: Statement, entity_type: str | None) -> BoundQuery:
        name = statement.entity_type if statement.entity_type is not None else entity_type
        if name is not None:
            self.entity = self._entity_type(name)
        bound: list[BoundComparison] = []
        for comparison in comparisons(statement):
            self.index += 1
            bound.append(self._comparison(comparison))
        findings = tuple(self.findings)
        return BoundQuery(
            statement, self.schema, self.entity, tuple(bound), findings, has_parameters=self.has_parameters
        )

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

    def _comparison(self, comparison: Comparison) -> BoundComparison:
        resolved = self._resolve(comparison)
        operator = comparison.operator
        value = comparison.value
        items = value.items if type(value) is List else (value,)
        if operator not in OPERATORS[resolved.type]:
            self.note("object_attribute" if resolved.type is Type.OBJECT else "operator_for_type", True, data=resolved)
            return BoundComparison(comparison, resolved, ())
        read = _READERS[resolved.type]
        operands: list[Operand] = []
        for index, item in enumerate(items):
            kind = type(item)
            if kind is Null or kind is Parameter:
                self.has_parameters = self.has_parameters or kind is Parameter
                operands.append(item)  # type: ignore[arg-type]
            elif operator in _SEARCH:
                operands.append(self._searched(item, operator))  # type: ignore[arg-type]
            else:
                operands.append(read(self, item, resolved, operator, index))
        return BoundComparison(comparison, resolved, tuple(operands))

    def _searched(self, item: Literal | Exact, operator: Operator) -> Literal | Exact:
        if operator in _PATTERNS:
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
        if attribute is not None and operator in _EQUALITY:
            low, high = attribute.minimum, attribute.maximum
            if (low is not None and value < low) or (high is not None and value > high):
                self.note("out_of_range", False, index, attribute)
            elif attribute.codes and value not in attribute.codes.values():
                self.note("unknown_value", self.strict, index, attribute)
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


def _is_pattern(item: Literal | Exact) -> bool:
    return type(item) is Literal and "*" in item.text


_READERS: dict[Type, Callable[[_Binder, Any, Resolved, Operator, int], Operand]] = {
    Type.TEXT: _Binder._text,
    Type.INTEGER: _Binder._number,
    Type.NUMBER: _Binder._number,
    Type.BOOLEAN: _Binder._boolean,
    Type.TIMESTAMP: _Binder._timestamp,
    Type.ID: _Binder._id,
    Type.ENUM: _Binder._enum,
    Type.REFERENCE: _Binder._reference,
    Type.METADATA: _Binder._text,
    Type.UNTYPED: _Binder._text,
}


def _metadata_type(name: str, schema: Schema) -> EntityType:
    """The one attribute of ``attributes WHERE entitytype=X``; ``entitytypes`` has none."""
    names = (*schema.names(), *schema.deprecated_names)
    asked = [Attribute("entitytype", Type.ENUM, values=names)] if name.lower() == "attributes" else []
    return EntityType(name.lower(), asked)
