"""Queries: find, find_one, get_entity, report, metrics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, overload

from accsyn.ast import Expression
from accsyn.client.arguments import entity_type, identifier, names, optional_flag, optional_text
from accsyn.client.calls import Calls, Record, records_of, refuse_answer
from accsyn.client.finding import find_event, find_options, found_by, merged, obstacle_of, refuse_options
from accsyn.client.places import callers_place
from accsyn.client.preparing import FINISHED_JOBS, Checks, Question, Validate, described_entity_type
from accsyn.client.splitting import split
from accsyn.query import Query
from accsyn.schema.model import Schema
from accsyn.wire.event import Event

Params = Mapping[str, object]


class Queries(Calls):
    """What asks the workspace."""

    _checks: Checks
    _schema: Schema

    @overload
    def find(
        self,
        query: str | Query | Expression,
        entityid: str | None = None,
        attributes: list[str] | None = None,
        finished: bool | None = None,
        inactive: bool | None = None,
        offline: bool | None = None,
        archived: bool | None = None,
        limit: int | None = None,
        skip: int | None = None,
        create: bool = False,
        update: bool = False,
        single_entity_query: Literal[False] = False,
        *,
        params: Params | None = None,
        validate: Validate | None = None,
    ) -> list[Record]: ...

    @overload
    def find(
        self,
        query: str | Query | Expression,
        entityid: str | None = None,
        attributes: list[str] | None = None,
        finished: bool | None = None,
        inactive: bool | None = None,
        offline: bool | None = None,
        archived: bool | None = None,
        limit: int | None = None,
        skip: int | None = None,
        create: bool = False,
        update: bool = False,
        *,
        single_entity_query: Literal[True],
        params: Params | None = None,
        validate: Validate | None = None,
    ) -> Record | None: ...

    @overload
    def find(
        self,
        query: str | Query | Expression,
        entityid: str | None = None,
        attributes: list[str] | None = None,
        finished: bool | None = None,
        inactive: bool | None = None,
        offline: bool | None = None,
        archived: bool | None = None,
        limit: int | None = None,
        skip: int | None = None,
        create: bool = False,
        update: bool = False,
        *,
        single_entity_query: bool,
        params: Params | None = None,
        validate: Validate | None = None,
    ) -> list[Record] | Record | None: ...

    @overload
    def find(
        self,
        query: str | Query | Expression,
        entityid: str | None,
        attributes: list[str] | None,
        finished: bool | None,
        inactive: bool | None,
        offline: bool | None,
        archived: bool | None,
        limit: int | None,
        skip: int | None,
        create: bool,
        update: bool,
        single_entity_query: bool,
        *,
        params: Params | None = None,
        validate: Validate | None = None,
    ) -> list[Record] | Record | None: ...

    def find(  # noqa: PLR0917 - the official signature
        self,
        query: str | Query | Expression,
        entityid: str | None = None,
        attributes: list[str] | None = None,
        finished: bool | None = None,
        inactive: bool | None = None,
        offline: bool | None = None,
        archived: bool | None = None,
        limit: int | None = None,
        skip: int | None = None,
        create: bool = False,
        update: bool = False,
        single_entity_query: bool = False,
        *,
        params: Params | None = None,
        validate: Validate | None = None,
    ) -> list[Record] | Record | None:
        """The entities that a query finds.

        A list in an IN that makes the request too long is asked for in several requests where that finds the same: the
        records come once each, those of one request after those of the other.

        Args:
            query: For example ``Transfer WHERE status=failed``, a `Query`, a condition such as
                ``Transfer.status == "failed"``, ``entitytypes``, or
                ``attributes WHERE entitytype=transfer``. It is checked before anything is sent. Options that a `Query`
                carries count where the arguments below say nothing.
            entityid: The id of the parent, for sub-entities such as tasks and files.
            attributes: What to return of each; everything if not given.
            finished: Whether to look among finished jobs (done, aborted).
            inactive: Whether to look among deactivated entities.
            offline: Deprecated: `inactive`.
            archived: Whether to look among archived entities.
            limit: How many records at most, at least 1; None for no limit.
            skip: How many records to leave out at the beginning.
            create: With ``attributes WHERE ...``: whether to return what can be given to `create`.
            update: The same for `update`.
            single_entity_query: Return the first record, as `find_one` does.
            params: Values for the query's parameters: ``find("User WHERE code=:c", params={"c": code})``.
            validate: How strict to be with this query; as the session is if not given.

        Returns:
            The records; empty where there are none.

        Raises:
            QueryError: The query is wrong; nothing was sent.
            ArgumentError: Another argument is.
            TransportError: The server was not reached.
            BackendError: It refused, or its answer cannot be read.
        """
        given = {
            "entityid": entityid,
            "attributes": attributes,
            "finished": finished,
            "inactive": inactive,
            "offline": offline,
            "archived": archived,
            "limit": limit,
            "skip": skip,
            "single_entity_query": single_entity_query,
        }
        options = find_options(query, given)
        question = self._prepare(query, params, validate, options)
        if question.entity_type == "entitytypes":
            return self._answer(Event("GET", "entitytypes"), single_entity_query)
        if question.entity_type == "attributes":
            asked = {
                "entitytype": described_entity_type(question),
                "create": optional_flag(create, "create"),
                "update": optional_flag(update, "update"),
            }
            return self._answer(Event("GET", "attributes", asked), single_entity_query)
        if question.never_matches:
            return None if single_entity_query else []
        expressions = self._split(question, options, obstacle_of(options))
        if len(expressions) == 1:
            return self._answer(find_event(question, expressions[0], options), single_entity_query)
        return merged([self._records(find_event(question, part, options)) for part in expressions])

    def find_one(  # noqa: PLR0917 - the official signature
        self,
        query: str | Query | Expression,
        entityid: str | None = None,
        attributes: list[str] | None = None,
        finished: bool | None = None,
        inactive: bool | None = None,
        offline: bool | None = None,
        archived: bool | None = None,
        *,
        params: Params | None = None,
        validate: Validate | None = None,
    ) -> Record | None:
        """The first entity that a query finds; None where there is none. Arguments as for `find`.

        The server looks among finished jobs too when nothing live is found.
        """
        return self.find(
            query,
            entityid=entityid,
            attributes=attributes,
            finished=finished,
            inactive=inactive,
            offline=offline,
            archived=archived,
            single_entity_query=True,
            params=params,
            validate=validate,
        )

    def get_entity(self, entitytype: str, entityid: str) -> Record | None:
        """The entity of that type and id, whatever its state; None where there is none.

        Args:
            entitytype: For example ``transfer``.
            entityid: Its id, 24 characters.

        Raises:
            ArgumentError: One of them is no type, or no id.
            TransportError: The server was not reached.
            BackendError: It refused, or its answer cannot be read.
        """
        event = Event("GET", f"{entity_type(entitytype)}/find", {}, entity_id=identifier(entityid))
        found = records_of(event, self._result(event) or None)
        return found[0] if found else None

    def report(self, query: str | Query | Expression, *, params: Params | None = None) -> str:
        """The server's own report on what a query finds, as text for people. Raises as `find`.

        A query that cannot match is not sent and has an empty report. One that carries options is refused: a report
        knows none.
        """
        refuse_options(query, "report")
        question = self._prepare(query, params, None)
        if question.never_matches:
            return ""
        event = Event("GET", f"{question.entity_type}/report", {}, query=question.expression)
        answer = self._call(event)
        report = answer.get("report")
        if not isinstance(report, str):
            refuse_answer(event, "has no report")
        return report

    def metrics(
        self,
        query: str | Query | Expression,
        attributes: list[str] | None = None,
        time: str | None = None,
        *,
        params: Params | None = None,
    ) -> Any:
        """Metrics of what a query finds. Raises as `find`. A query that carries options is refused.

        Args:
            query: For example ``Transfer WHERE id=614d660de50d45bb027c9bdd``.
            attributes: Which metrics to return; everything if not given.
            time: A span of time, as the server understands it.
            params: Values for the query's parameters.

        Returns:
            What the server answers; an empty dict for a query that cannot match, which is not sent.
        """
        refuse_options(query, "metrics")
        question = self._prepare(query, params, None)
        data: dict[str, Any] = {"attributes": names(attributes)}
        if time is not None:
            data["time"] = optional_text(time, "time")
        if question.never_matches:
            return {}
        return self._result(Event("GET", f"{question.entity_type}/metrics", data, query=question.expression))

    def _prepare(
        self,
        query: str | Query | Expression,
        params: Params | None,
        validate: Validate | None,
        options: Mapping[str, Any] | None = None,
    ) -> Question:
        """Check a query; `options` are those of a find, None where it is no find."""
        is_plain = options is not None and not any(map(options.get, ("finished", "archived", "single_entity_query")))
        quiet = frozenset[str]() if is_plain else FINISHED_JOBS
        return self._checks.prepare(query, params, self._schema, callers_place(), validate=validate, quiet=quiet)

    def _answer(self, event: Event, is_single: bool) -> list[Record] | Record | None:
        return found_by(event, self._result(event), is_single)

    def _split(self, question: Question, options: Mapping[str, Any], obstacle: str | None) -> list[str | None]:
        if self._url_limit is None:
            return [question.expression]
        measure: Callable[[str | None], int] = lambda expression: self._connection.request_length(  # noqa: E731
            find_event(question, expression, options)
        )
        return split(question, self._schema, measure, self._url_limit, obstacle=obstacle)
