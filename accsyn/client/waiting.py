"""Waiting until jobs are done."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Mapping

from accsyn.ast import Expression
from accsyn.client.arguments import entity_type, function, is_id, seconds
from accsyn.client.calls import Record
from accsyn.client.finding import find_event, merged, refuse_options
from accsyn.client.paging import Paging
from accsyn.client.places import callers_place
from accsyn.client.preparing import Question
from accsyn.client.queries import Params
from accsyn.errors import ArgumentError, ArgumentTypeError, WaitTimeout
from accsyn.query import Query
from accsyn.text import closest, escape_for_display
from accsyn.wire.event import Event

ENDS = ("done", "failed", "aborted")
"""The statuses in which a job goes no further by itself."""

_HEEDED = frozenset({"entityid", "finished", "attributes"})

Until = Collection[str] | Callable[[Record], bool]
Progress = Callable[[list[Record]], object]


class Waiting(Paging):
    """What waits."""

    def wait(
        self,
        query: str | Query | Expression,
        until: Until = ENDS,
        timeout: float | None = None,
        poll: float = 5.0,
        progress: Progress | None = None,
        *,
        entitytype: str = "transfer",
        params: Params | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> list[Record]:
        """Wait until everything that a query finds has come to an end.

        What the query finds at the beginning is waited for, live or finished; what comes later is not. Each time a
        request asks for all that live; one more is made for each that is no longer found by the query.

        Args:
            query: A query, or the id of one entity. Of the options that a `Query` may carry, the parent counts,
                finished jobs are looked at in any case, and records come whole; another option is refused.
            until: The statuses to wait for; or a function that says of a record whether it has arrived. A status that
                the schema does not know is warned of.
            timeout: Seconds to wait at most, 0 for a single look; None for no limit.
            poll: Seconds between two times of asking.
            progress: Called with all records each time they were asked for.
            entitytype: The type of the entity whose id is given.
            params: Values for the query's parameters.
            clock: Seconds, from any beginning.
            sleep: Waits for some seconds.

        Returns:
            The records as they are at the end, in the order in which they were found; empty where there were none.

        Raises:
            WaitTimeout: The time is over. How things stand is in its ``records``.
            QueryError: The query is wrong; nothing was sent.
            ArgumentError: Another argument is; or nothing has the id.
            TransportError: The server was not reached.
            BackendError: It refused, or its answer cannot be read.
        """
        refuse_options(query, "wait", allowed=_HEEDED)
        has_arrived = _condition(until)
        pause = seconds(poll, "poll")
        most = None if timeout is None or timeout == math.inf else seconds(timeout, "timeout", may_be_0=True)
        if progress is not None:
            function(progress, "progress", "a function that takes the records")
        function(clock, "clock", "a function")
        function(sleep, "sleep", "a function")
        kind = entity_type(entitytype)
        if isinstance(query, str) and is_id(query):
            watch = self._watch_one(kind, query)
        else:
            question = self._prepare(query, params, None)
            kind, parent = question.entity_type, query.options.parent if isinstance(query, Query) else None
            watch = self._watch_all(question, {} if parent is None else {"parent": parent})
        self._question_statuses(kind, until)
        started = clock()
        while True:
            records = watch()
            if progress is not None:
                progress(records)
            missing = [record for record in records if not has_arrived(record)]
            if not missing:
                return records
            left = None if most is None else most - (clock() - started)
            if left is not None and left <= 0:
                raise WaitTimeout(f"{len(missing)} of {len(records)} did not arrive within {most:g} s", records)
            sleep(pause if left is None else min(pause, left))

    def _question_statuses(self, kind: str, until: Until) -> None:
        """Warn of a status to wait for that entities of a type never have, as far as the schema knows."""
        found = self._schema.entity_type(kind)
        status = None if found is None else found.attributes.get("status")
        if status is None or not status.values or callable(until):
            return
        # Waiting for an end is right whatever the type: not each knows all of them.
        known = {*ENDS, *(value.lower() for value in status.values)}
        for wanted in until:
            if wanted.lower() not in known:
                near = closest(wanted, status.values, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(status.values)}"
                message = f"until: a {kind} has no status {escape_for_display(wanted)!r} to wait for; {hint}"
                self._checks.warn(callers_place(), kind, f"until {wanted}", message)

    def _watch_one(self, entitytype: str, entityid: str) -> Callable[[], list[Record]]:
        def watch() -> list[Record]:
            found = self.get_entity(entitytype, entityid)
            if found is None:
                raise ArgumentError(f"there is no {entitytype} {entityid}")
            return [found]

        return watch

    def _watch_all(self, question: Question, scope: dict[str, str]) -> Callable[[], list[Record]]:
        known: dict[str, Record] | None = None

        def find(**flags: bool) -> list[Record]:
            options = {**scope, **flags}
            if question.never_matches:
                return []
            parts = self._split(question, options, None)
            return merged([self._records(find_event(question, part, options)) for part in parts])

        def watch() -> list[Record]:
            nonlocal known
            if known is None:
                known = {key: record for record in merged([find(), find(finished=True)]) if (key := _id(record))}
                return list(known.values())
            live = {key: record for record in find() if (key := _id(record)) in known}
            for key in known:
                # What is no longer found has ended, or the query no longer holds for it: its id tells.
                known[key] = live.get(key) or self._again(question.entity_type, key) or known[key]
            return list(known.values())

        return watch

    def _again(self, entitytype: str, entityid: str) -> Record | None:
        event = Event("GET", f"{entitytype}/find", {}, entity_id=entityid)
        found = self._records(event)
        return found[0] if found else None


def _condition(until: Until) -> Callable[[Record], bool]:
    if callable(until):
        return until
    statuses: object = until
    is_list = isinstance(statuses, Collection) and not isinstance(statuses, str | bytes | Mapping)
    if not is_list or not all(isinstance(status, str) for status in until) or not until:
        raise ArgumentTypeError("until is a list of statuses, or a function that takes a record")
    statuses = frozenset(status.lower() for status in until)
    return lambda record: str(record.get("status")).lower() in statuses


def _id(record: Record) -> str:
    found = record.get("id")
    return found if isinstance(found, str) else ""
