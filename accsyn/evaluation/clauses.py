"""One bound comparison, prepared once to be asked about many records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from accsyn.ast import Comparison, Operator
from accsyn.binding.bound import BoundComparison, BoundQuery
from accsyn.evaluation import operators, references
from accsyn.evaluation.operators import Test
from accsyn.evaluation.paths import Path
from accsyn.evaluation.references import Words
from accsyn.evaluation.values import MISSING
from accsyn.schema.model import EntityType, Type
from accsyn.text import fold

Record = Mapping[str, object]
"""What the API returns: names to values, which may be dictionaries and lists themselves."""

_PARTS = frozenset({"id", "code"})


class Clause:
    """A comparison with everything that does not depend on the record done.

    Attributes:
        comparison: The comparison.
        holds: Whether it holds for a record.
        test: Whether its positive operator holds for one of these values.
        values: Every value that a record offers to its operator, in order; `MISSING` where a path found nothing.
    """

    __slots__ = ("comparison", "holds", "test", "values")

    def __init__(
        self,
        comparison: Comparison,
        values: Callable[[Record], Iterable[object]],
        test: Test,
        holds: Callable[[Record], bool],
    ) -> None:
        self.comparison = comparison
        self.test = test
        self.values = values
        self.holds = holds


def prepare(bound: BoundQuery) -> list[Clause]:
    """The clauses of a query, in the order of the text.

    Raises:
        ValueError: Binding found an error, so the query has no meaning.
        TypeError: A parameter has no value.
    """
    if any(finding.is_error for finding in bound.findings):
        raise ValueError("a query with errors has no meaning on records")
    words = Words(bound.schema)
    return [clause_of(comparison, bound, words) for comparison in bound.comparisons]


def clause_of(bound: BoundComparison, query: BoundQuery, words: Words) -> Clause:
    """The clause of one comparison of a query.

    Args:
        bound: The comparison.
        query: Where it stands.
        words: The words of the query's schema.

    Raises:
        TypeError: A parameter has no value.
    """
    comparison = bound.comparison
    values, is_plain = _values_of(bound, query, words)
    test = _test_of(bound, words)
    wanted = not comparison.operator.is_negative
    if is_plain and "." not in comparison.attribute:
        return Clause(comparison, values, test, _direct(comparison.attribute, values, test, wanted))
    return Clause(comparison, values, test, lambda record: any(map(test, values(record))) is wanted)


_SCALARS = frozenset({str, int, float, bool})


def _direct(
    name: str, values: Callable[[Record], Iterable[object]], test: Test, wanted: bool
) -> Callable[[Record], bool]:
    """The quick way for the usual case: a key spelled as in the query that holds a plain value."""

    def holds(record: Record) -> bool:
        value = record.get(name)
        if type(value) in _SCALARS:
            return test(value) is wanted
        return any(map(test, values(record))) is wanted

    return holds


def _test_of(bound: BoundComparison, words: Words) -> Test:
    operator, operands, type_ = bound.comparison.operator.positive, bound.operands, bound.resolved.type
    is_reference = type_ is Type.REFERENCE
    if operator is Operator.IN:
        return references.equal_to_any(operands, words) if is_reference else operators.equal_to_any(operands, type_)
    if len(operands) != 1:
        raise ValueError(f"{operator.value} compares with one value, not with {len(operands)}")
    if is_reference and operator is Operator.EQUAL:
        return references.equal(operands[0], words)
    return operators.OPERATORS[operator](operands[0], type_)


# ---- the values that a record offers --------------------------------------------------------------------------------


def _values_of(
    bound: BoundComparison, query: BoundQuery, words: Words
) -> tuple[Callable[[Record], Iterable[object]], bool]:
    """The function that takes its values from a record, and whether it is that of a plain path."""
    attribute = bound.comparison.attribute
    path = Path(attribute)
    resolved = bound.resolved
    if resolved.type is Type.REFERENCE:
        targets = resolved.attribute.targets if resolved.attribute is not None else ()
        return partial(_reference_values, path, targets, words), False
    part = part_of_reference(attribute, query.entity_type)
    if part is not None:
        return partial(_part_values, path, part, words), False
    return partial(_plain_values, path), True


def part_of_reference(attribute: str, entity_type: EntityType | None) -> str | None:
    """``id`` or ``code`` where the path asks for that of a reference; else None."""
    above, _, last = attribute.rpartition(".")
    part = fold(last)
    if entity_type is None or not above or part not in _PARTS:
        return None
    return part if entity_type.resolve(above).type is Type.REFERENCE else None


def _plain_values(path: Path, record: Record) -> list[object]:
    return [MISSING if found.rest else found.value for found in path.find(record)]


def _reference_values(path: Path, targets: tuple[str, ...], words: Words, record: Record) -> Iterator[object]:
    return references.texts(path.find(record), targets, words)


def _part_values(path: Path, part: str, words: Words, record: Record) -> Iterator[object]:
    return references.parts(path.find(record), part, words)
