"""A query as one generated Python function.

The function is made of the tree alone: generated names, operators, keywords. Every text and number of the query, and
every name of an attribute, is a constant that it is run with, so there is nothing to escape and nothing to inject.
Its answers are those of `accsyn.evaluation.interpreter`, which also does what the function is not for: records that are
no plain dictionaries, and conditions that are nested more deeply than Python source can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar, overload

from accsyn.binding.bound import BoundQuery
from accsyn.evaluation.clauses import Record
from accsyn.evaluation.code.conditions import Source, is_too_deep, write
from accsyn.evaluation.code.texts import Constants
from accsyn.evaluation.interpreter import Predicate
from accsyn.evaluation.objects import Accessor, ObjectRecord

RecordT = TypeVar("RecordT", bound=Mapping[str, Any])
ObjectT = TypeVar("ObjectT")

_BUILTINS = {function.__name__: function for function in (any, bool, dict, float, int, len, map, str, type)}


class GeneratedPredicate:
    """A bound query, compiled once: whether records match it.

    Safe to share between threads.

    Args:
        bound: The query.

    Attributes:
        bound: The query.

    Raises:
        ValueError: Binding found an error in it.
        TypeError: A parameter has no value.
    """

    def __init__(self, bound: BoundQuery) -> None:
        self.bound = bound
        self._source: Source | None = None
        condition = bound.statement.condition
        if condition is None or is_too_deep(condition) or any(finding.is_error for finding in bound.findings):
            _ = self._interpreter  # raises what there is to raise
        else:
            self._source = write(bound)

    @property
    def source(self) -> str:
        """The text of the generated functions; empty where the query has no condition or is too deep for one."""
        return "" if self._source is None else self._source.matches + self._source.filter

    @cached_property
    def _interpreter(self) -> Predicate:
        return Predicate(self.bound)

    def _match_any(self, record: Record) -> bool:
        return self._interpreter.matches(record)

    @cached_property
    def _matches(self) -> Callable[[Any], bool]:
        if self._source is None:
            return self._match_any
        made: Callable[[Any], bool] = self._made("matches", self._source.matches, self._source.constants)
        return made

    @cached_property
    def _filter(self) -> Callable[[Iterator[Any]], Iterator[Any]]:
        if self._source is None:
            return self._interpreter.filter
        made: Callable[[Iterator[Any]], Iterator[Any]] = self._made(
            "filter", self._source.filter, self._source.constants
        )
        return made

    def _made(self, name: str, source: str, constants: Constants) -> Any:
        """A function from its source, which sees the constants and what it needs of Python."""
        names: dict[str, Any] = {**constants.namespace, "other": self._match_any, "__builtins__": _BUILTINS}
        exec(compile(source, f"<accsyn {name}>", "exec"), names)  # noqa: S102 - generated, see above
        return names[name]

    def matches(self, record: object, *, get: Accessor | None = None) -> bool:
        """Whether a record matches; its entity type is not looked at.

        Args:
            record: A mapping, or with `get` any object.
            get: How an attribute of an object is read, see `ObjectRecord`: `getattr`, for example.

        Raises:
            TypeError: The record is no mapping, and there is no `get`.
        """
        return self._matches(record) if get is None else self._match_any(ObjectRecord(record, get))

    @overload
    def filter(self, records: Iterable[RecordT], *, get: None = None) -> Iterator[RecordT]: ...

    @overload
    def filter(self, records: Iterable[ObjectT], *, get: Accessor) -> Iterator[ObjectT]: ...

    def filter(self, records: Iterable[Any], *, get: Accessor | None = None) -> Iterator[Any]:
        """The records that match, in order, each as soon as it is read.

        Args:
            records: Mappings, or with `get` any objects.
            get: As for `matches`.
        """
        if get is None:
            return self._filter(iter(records))
        return (record for record in records if self._match_any(ObjectRecord(record, get)))
