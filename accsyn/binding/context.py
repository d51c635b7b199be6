"""What a query is bound against: of most queries nothing has to be bound before somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from accsyn.ast import Statement
from accsyn.binding.binder import Binder, bind
from accsyn.binding.bound import BoundQuery
from accsyn.schema.model import Schema


class Context:
    """Schema, strictness, clock and time zone.

    Some comparisons of a query may be bound now, and the whole of it later: the clock gives the same moments then.

    Args:
        schema: What names and types to go by.
        strict: Whether names, enum values and ids that the schema does not know are errors.
        clock: The clock for ``now``, ``-7d`` and the like.
        tz: The time zone whose days count.
    """

    __slots__ = ("_clock", "_moments", "_tz", "schema", "strict")

    def __init__(self, schema: Schema, strict: bool, clock: Callable[[], datetime], tz: tzinfo) -> None:
        self.schema = schema
        self.strict = strict
        self._clock = clock
        self._tz = tz
        self._moments: list[datetime] = []

    def binder(self) -> Binder:
        """A binder for some comparisons, in the order of the text."""
        return Binder(self.schema, self.strict, self._read, self._tz)

    def bind(self, statement: Statement) -> BoundQuery:
        """Bind all of a statement."""
        moments = iter(self._moments)
        return bind(
            statement,
            self.schema,
            strict=self.strict,
            now=lambda: next(moments, None) or self._clock(),
            tz=self._tz,
        )

    def _read(self) -> datetime:
        moment = self._clock()
        self._moments.append(moment)
        return moment
