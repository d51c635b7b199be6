"""Which values there is nothing to say about, told without binding them.

Nearly every comparison of a query is as it should be. Its values need not be read into types to send it: a look that
costs less tells that the binder (`accsyn.binding.binder`) would find nothing. A test here may be wrong to one side
only: where it says no, the binder looks again.
"""

from __future__ import annotations

from collections.abc import Callable

from accsyn.ast import Operator
from accsyn.binding import literals
from accsyn.binding.binder import EQUALITY, OPERATORS, PATTERNS, SEARCH, odd_number
from accsyn.binding.literals import Problem
from accsyn.schema.attributes import fold_name
from accsyn.schema.model import Attribute, Resolved, Schema, Type

Test = Callable[[str], object]
"""Gets the text of a literal in lower case (``İ`` may stay), says whether there is surely nothing to say about it."""


def never(_: str) -> bool:
    """The test of a comparison that the binder has to look at, whatever its value."""
    return False


def quiet_test(resolved: Resolved, operator: Operator, schema: Schema) -> Test | None:
    """The test for the literals that stand behind an attribute and an operator; None where any literal will do.

    Null needs no test where there is one other than `never`. A text with both kinds of quotes is left to the binder
    whatever this says.
    """
    if resolved.unknown_segment is not None or operator not in OPERATORS[resolved.type] or operator in PATTERNS:
        return never
    attribute = resolved.attribute
    if attribute is None or operator in SEARCH or resolved.type in _ANY:
        return None
    make = _TESTS.get(resolved.type)
    return never if make is None else make(attribute, operator, schema)


_ANY = frozenset({Type.TEXT, Type.METADATA, Type.UNTYPED})
"""The types that take any text."""


def _enum(attribute: Attribute, operator: Operator, schema: Schema) -> Test:
    known = frozenset(map(fold_name, attribute.values))
    return lambda text: text in known or "*" in text


def _id(attribute: Attribute, operator: Operator, schema: Schema) -> Test:
    is_id = literals.is_uuid if attribute.form == "uuid" else literals.is_object_id
    return lambda text: is_id(text) or "*" in text


def _reference(attribute: Attribute, operator: Operator, schema: Schema) -> Test:
    words = schema.reference_types(attribute)
    if not words:
        return lambda text: True
    return lambda text: ":" not in text or text[: text.index(":")] in words


def _number(attribute: Attribute, operator: Operator, schema: Schema) -> Test:
    read = literals.integer if attribute.type is Type.INTEGER else literals.number
    is_bounded = operator in EQUALITY

    def test(text: str) -> bool:
        value = read(text)
        return not isinstance(value, Problem) and not (is_bounded and odd_number(value, attribute))

    return test


def _boolean(attribute: Attribute, operator: Operator, schema: Schema) -> Test:
    return lambda text: not isinstance(literals.boolean(text), Problem)


def _timestamp(attribute: Attribute, operator: Operator, schema: Schema) -> Test:
    # Days and words such as `today` are for the binder: it has the clock.
    return lambda text: False


_TESTS: dict[Type, Callable[[Attribute, Operator, Schema], Test]] = {
    Type.INTEGER: _number,
    Type.NUMBER: _number,
    Type.BOOLEAN: _boolean,
    Type.ID: _id,
    Type.ENUM: _enum,
    Type.REFERENCE: _reference,
    Type.TIMESTAMP: _timestamp,
}
