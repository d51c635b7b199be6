"""Reading many records: page by page, no record twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

from accsyn.ast import Expression
from accsyn.client.arguments import count, optional_count
from accsyn.client.calls import Record, refuse_answer
from accsyn.client.finding import find_event, find_options
from accsyn.client.preparing import Question, Validate
from accsyn.client.queries import Params, Queries
from accsyn.errors import ArgumentError
from accsyn.query import Query
from accsyn.wire.event import Event

REMEMBERED = 100_000
"""How many ids `Paging.iter` remembers: about 10 MB."""


class Paging(Queries):
    """What reads more records than one answer should hold."""

    def iter(
        self,
        query: str | Query | Expression,
        page_size: int = 1000,
        *,
        params: Params | None = None,
        entityid: str | None = None,
        attributes: list[str] | None = None,
        finished: bool | None = None,
        inactive: bool | None = None,
        archived: bool | None = None,
        limit: int | None = None,
        validate: Validate | None = None,
        remember: int | None = REMEMBERED,
    ) -> Iterator[Record]:
        """The entities that a query finds, one after the other; a page is asked for when its first record is.

        Pages are cut by ``skip`` and ``limit`` on data that lives: what is added while reading may come or not, and
        where something is removed from pages read before, as many records move up and are missed. Where each record
        counts, ask for a set that stays: ``created<...``. A record that moves down comes once, as long as no more than
        `remember` records lie between. The last request answers with nothing, so that a server that gives smaller
        pages than were asked for ends nothing early.

        Args:
            query: As for `find`; it is checked at once. Options that a `Query` carries count here too.
            page_size: How many records to ask for at a time.
            params: As for `find`, as are the following.
            entityid: The id of the parent.
            attributes: What to return of each record; ``id`` is added, so that duplicates are seen.
            finished: Whether to look among finished jobs.
            inactive: Whether to look among deactivated entities.
            archived: Whether to look among archived entities.
            limit: How many records at most.
            validate: How strict to be with this query.
            remember: How many ids to remember, at about 100 bytes each; None for all, then no record comes twice
                whatever happens.

        Returns:
            An iterator. It holds one page, and the ids.

        Raises:
            QueryError: The query is wrong; nothing was sent.
            ArgumentError: Another argument is.
            TransportError: From the iterator: the server was not reached.
            BackendError: From the iterator: it refused, or its answer cannot be read.
        """
        size = count(page_size, "page_size", 1)
        optional_count(remember, "remember", 1)
        given = {
            "entityid": entityid,
            "attributes": attributes,
            "finished": finished,
            "inactive": inactive,
            "archived": archived,
            "limit": limit,
        }
        options = find_options(query, given)
        question = self._prepare(query, params, validate, options)
        if question.entity_type in {"entitytypes", "attributes"}:
            raise ArgumentError(f"{question.entity_type} has no pages, use find()")
        limit, start = options.pop("limit", None), options.pop("skip", 0)
        if "id" not in options.get("attributes", ["id"]):
            options["attributes"].append("id")
        if question.never_matches:
            return iter(())
        # The longest that a page's request can be: with numbers for skip and limit.
        obstacle = "skip is given, and counts in one answer, not in several" if start else None
        expressions = self._split(question, {**options, "limit": size, "skip": 10**9}, obstacle)
        if len(expressions) > 1:
            remember = None
        pages = _Pages(question, expressions, options, size, start)
        return self._read(pages, limit, _Seen(remember))

    def _read(self, pages: _Pages, limit: int | None, seen: _Seen) -> Iterator[Record]:
        left = limit
        for expression in pages.expressions:
            skip = pages.start
            before: list[Any] | None = None
            while left != 0:
                size = pages.size if left is None else min(pages.size, left)
                event = pages.event(expression, size, skip)
                page = self._records(event)
                ids = [record.get("id") for record in page]
                if page and ids == before and None not in ids:
                    refuse_answer(event, "is the page before once more: the server does not skip, use find()")
                before = ids
                for record in page:
                    if left != 0 and seen.is_new(record.get("id")):
                        left = None if left is None else left - 1
                        yield record
                if not page or len(page) > size:
                    # More than was asked for: the server does not know pages, and this was everything.
                    break
                skip += len(page)


class _Pages(NamedTuple):
    """What is asked for, page by page.

    Attributes:
        question: The query.
        expressions: Its condition, in several parts where it is too long for one request.
        options: What goes with each request.
        size: Records of a page.
        start: Records to leave out at the beginning.
    """

    question: Question
    expressions: list[str | None]
    options: dict[str, Any]
    size: int
    start: int

    def event(self, expression: str | None, limit: int, skip: int) -> Event:
        """The event that asks for one page, its options in the order of the wire."""
        options = dict(self.options)
        behind = {key: options.pop(key) for key in ("attributes",) if key in options}
        options["limit"] = limit
        if skip:
            options["skip"] = skip
        return find_event(self.question, expression, {**options, **behind})


class _Seen:
    """The ids that came last."""

    def __init__(self, most: int | None) -> None:
        self._most = most
        self._known: set[Any] = set()
        self._order: deque[Any] = deque()

    def is_new(self, key: Any) -> bool:
        """Whether this id did not come before; one that is missing always is new."""
        if key is None:
            return True
        if key in self._known:
            return False
        self._known.add(key)
        if self._most is not None:
            self._order.append(key)
            if len(self._order) > self._most:
                self._known.discard(self._order.popleft())
        return True
