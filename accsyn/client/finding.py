"""What goes with a find beside its condition, and how the answers of several are put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from accsyn.client.arguments import names, optional_count, optional_flag, optional_text
from accsyn.client.calls import Record, records_of
from accsyn.client.places import warn_deprecated
from accsyn.client.preparing import Question
from accsyn.errors import ArgumentError, ArgumentTypeError
from accsyn.query import Query
from accsyn.wire.event import Event


def find_options(query: object, given: Mapping[str, Any]) -> dict[str, Any]:
    """What goes with a find, checked, in the order in which it goes (PROTOCOL 4); what says nothing is left out.

    Args:
        query: Its own options count where none is given.
        given: The arguments of `Queries.find`, by name.

    Raises:
        ArgumentError: Something is wrong with one of them.
    """
    own: dict[str, Any] = query.options.to_find_arguments() if isinstance(query, Query) else {}
    said = {**own, **{name: value for name, value in given.items() if value is not None}}
    single = said.get("single_entity_query", False)
    if not isinstance(single, bool):
        raise ArgumentTypeError(f"single_entity_query is a bool, not {type(single).__name__}")
    inactive = optional_flag(said.get("inactive"), "inactive")
    if said.get("offline") is not None:
        warn_deprecated("offline=", "inactive=")
        offline = optional_flag(said["offline"], "offline")
        inactive = offline if given.get("inactive") is None else inactive
    options: dict[str, Any] = {
        "parent": optional_text(said.get("entityid"), "entityid"),
        "finished": optional_flag(said.get("finished"), "finished"),
        "inactive": inactive,
        "archived": optional_flag(said.get("archived"), "archived"),
        "limit": optional_count(said.get("limit"), "limit", 1),
        "skip": optional_count(said.get("skip"), "skip", 0) or None,
        "attributes": names(said.get("attributes")),
        "single_entity_query": single or None,
    }
    return {key: value for key, value in options.items() if value is not None}


def find_event(question: Question, expression: str | None, options: Mapping[str, Any]) -> Event:
    """The event of a find."""
    return Event("GET", f"{question.entity_type}/find", dict(options), query=expression)


def found_by(event: Event, result: object, is_single: bool) -> list[Record] | Record | None:
    """What a find returns: the records, or the first one.

    Raises:
        InvalidAnswer: The result is something else.
    """
    # The server names entity types in a way that is not documented: these answers are taken as they come.
    records: Any = result if event.uri in {"entitytypes", "attributes"} and result else records_of(event, result)
    if not is_single:
        return cast("list[Record]", records)
    if isinstance(records, list):
        return cast("Record", records[0]) if records else None
    return cast("Record", records)


def obstacle_of(options: Mapping[str, Any]) -> str | None:
    """Why the answers of several requests could not be put together, if so."""
    if options.get("single_entity_query"):
        return "one record alone is asked for, the first, and the first of several answers need not be the first of all"
    for name in ("limit", "skip"):
        if options.get(name):
            return f"{name} is given, and counts in one answer, not in several"
    if "id" not in options.get("attributes", ["id"]):
        return "attributes leaves out the id, by which a record found twice is known"
    return None


def merged(answers: list[list[Record]]) -> list[Record]:
    """The records of several answers, each once: the first of those with the same id."""
    found: dict[Any, Record] = {}
    for answer in answers:
        for record in answer:
            # A record without id is like no other one.
            key = record.get("id")
            found.setdefault(id(record) if key is None else key, record)
    return list(found.values())


def refuse_options(query: object, method: str, *, allowed: frozenset[str] = frozenset()) -> None:
    """Refuse a query whose options a method cannot heed: without them it would be about something else.

    Args:
        query: What was given.
        method: The name of the method.
        allowed: Options that it heeds, or that change nothing for it, as arguments of `find`.

    Raises:
        ArgumentError: The query carries another option.
    """
    if not isinstance(query, Query):
        return
    said = [name for name in query.options.to_find_arguments() if name not in allowed]
    if said:
        raise ArgumentError(f"{method}() has no {said[0]}, which the query carries; find() and iter() have it")
