"""The doc query over records: ours, comprehensions written by hand, and others that ask dictionaries questions.

What is measured is the asking alone: the query is compiled and the records are there. Everybody answers the same, which
is checked before anything is measured.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

import accsyn
from benchmarks.measure import Contestant, compare
from benchmarks.peers import installed_version
from benchmarks.table import Row

if TYPE_CHECKING:
    from benchmarks.effort import Effort

Record = dict[str, Any]
Filter = Callable[[list[Record]], list[Record]]

QUERY = 'transfer WHERE ((user=lisa@example.com AND destination=hq) OR status<>failed) AND code="* backup"'
RULE = '((user == "lisa@example.com" and destination == "hq") or status != "failed") and code =~ ".* backup"'
SQL = """
SELECT place FROM records WHERE ((lower(json_extract(record, '$.user')) = 'lisa@example.com'
AND lower(json_extract(record, '$.destination')) = 'hq') OR lower(json_extract(record, '$.status')) <> 'failed')
AND lower(json_extract(record, '$.code')) LIKE '% backup'"""

_USERS = tuple(f"{name}@example.com" for name in ("lisa", "bob", "eva", "omar", "kim", "ada", "jo", "max"))
_SITES = ("hq", "la", "london", "tokyo")
_STATUS = ("done", "failed", "waiting", "executing", "aborted", "paused")


def plain_records(count: int) -> list[Record]:
    """Records as a person makes them up: every key there, codes in place of ids."""
    chance = random.Random(1)  # noqa: S311 - made-up records
    return [
        {
            "id": f"{chance.getrandbits(96):024x}",
            "code": _code(chance, number),
            "user": chance.choice(_USERS),
            "status": chance.choice(_STATUS),
            "source": chance.choice(_SITES),
            "destination": chance.choice(_SITES),
            "size": number,
            "created": "2026-01-22T08:35:59",
        }
        for number in range(count)
    ]


def api_records(count: int) -> list[Record]:
    """Records as the API returns them: references as ids beside their form for people, keys missing or None."""
    chance = random.Random(2)  # noqa: S311 - made-up records
    ids = {name: f"{chance.getrandbits(96):024x}" for name in (*_USERS, *_SITES)}
    records = plain_records(count)
    for record in records:
        user, site = record["user"], record["destination"]
        record |= {"user": ids[user], "user_hr": f"user:{user}[standard]({ids[user]})"}
        record |= {"destination": f"site:{ids[site]}", "destination_hr": f"site:{site}({ids[site]})"}
        lot = chance.random()
        if lot < 0.05:
            del record["code"]
        elif lot < 0.1:
            record["status"] = None
        elif lot < 0.15:
            del record["status"]
        elif lot < 0.2:
            record["destination"] = None
            del record["destination_hr"]
    return records


def _code(chance: random.Random, number: int) -> str:
    form = chance.choice(("nightly {} backup", "plates {} backup", "shot_{}_v002", "dailies {}"))
    return form.format(number)


# ---- by hand --------------------------------------------------------------------------------------------------------

_HUMAN = re.compile(r"(?:(user|site|workspace):)?(.*?)(?:\[[^\[\]]*\])?\([^()\s]+\)", re.IGNORECASE | re.DOTALL)


def by_hand_plain(records: list[Record]) -> list[Record]:
    """What people write where every key is there and is text, in the order of the query."""
    return [
        r
        for r in records
        if (
            (r["user"].lower() == "lisa@example.com" and r["destination"].lower() == "hq")
            or r["status"].lower() != "failed"
        )
        and r["code"].lower().endswith(" backup")
    ]


def by_hand_plain_cheap_first(records: list[Record]) -> list[Record]:
    """The same, by somebody who knows which test costs least."""
    return [
        r
        for r in records
        if r["code"].lower().endswith(" backup")
        and (
            r["status"].lower() != "failed"
            or (r["user"].lower() == "lisa@example.com" and r["destination"].lower() == "hq")
        )
    ]


def by_hand_same_meaning(records: list[Record]) -> list[Record]:
    """With missing keys, None, and references by their form for people; cheap tests first."""
    return [
        r
        for r in records
        if (code := r.get("code")) is not None
        and code.lower().endswith(" backup")
        and (
            (status := r.get("status")) is None
            or status.lower() != "failed"
            or (
                _refers(r.get("user"), r.get("user_hr"), "lisa@example.com")
                and _refers(r.get("destination"), r.get("destination_hr"), "hq")
            )
        )
    ]


def _refers(value: str | None, human: str | None, code: str) -> bool:
    if value is None:
        return False
    value = value.lower()
    if value == code or value.partition(":")[2] == code:
        return True
    match = None if human is None else _HUMAN.fullmatch(human)
    return match is not None and match[2].lower() == code


# ---- others ---------------------------------------------------------------------------------------------------------


def ours() -> Filter:
    """The compiled query."""
    compiled = accsyn.compile(QUERY)
    return lambda records: list(compiled.filter(records))


def rule_engine() -> Filter | None:
    """A rule of rule-engine, None where it is not installed. Case counts for it, so the records are in lower case."""
    if installed_version("rule-engine") is None:
        return None
    engine = import_module("rule_engine")
    rule = engine.Rule(RULE, context=engine.Context(resolver=engine.resolve_item))
    return lambda records: list(rule.filter(records))


def sqlite(records: list[Record]) -> Filter:
    """SQLite over the JSON text of the records, in memory; it gives back the same records, by their place."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE records (place INTEGER PRIMARY KEY, record TEXT)")
    connection.executemany("INSERT INTO records VALUES (?, ?)", enumerate(map(json.dumps, records)))
    return lambda these: [these[place] for (place,) in connection.execute(SQL)]


class Records:
    """A supply that gives the same list of records each time.

    Args:
        records: The list.
    """

    def __init__(self, records: list[Record]) -> None:
        self._records = records

    def take(self, count: int) -> list[list[Record]]:
        """The list, so many times."""
        return [self._records] * count


def measure_filter(effort: Effort) -> Iterator[Row]:
    """The records that match, out of many: the time for each record."""
    few = max(2, effort.rounds // 12)  # for those that take seconds
    records = plain_records(effort.records)
    plain: list[tuple[str, Filter | None, float | None, int]] = [
        ("by hand", by_hand_plain, 1.5, effort.rounds),
        ("by hand, cheap tests first", by_hand_plain_cheap_first, None, effort.rounds),
        ("rule-engine", rule_engine(), 1 / 20, few),
        ("SQLite, JSON", sqlite(records), None, few),
    ]
    for peer, run, limit, rounds in plain:
        yield _against("filter plain records, each", records, peer, run, limit=limit, rounds=rounds)
    records = api_records(effort.records)
    yield _against(
        "filter API records, each",
        records,
        "by hand, same meaning",
        by_hand_same_meaning,
        limit=1.2,
        rounds=effort.rounds,
    )


def _against(
    what: str, records: list[Record], peer: str, run: Filter | None, *, limit: float | None, rounds: int
) -> Row:
    if run is None:
        return Row(what, peer, limit=limit, note="not installed")
    mine = ours()
    if mine(records) != run(records):
        raise ValueError(f"{peer} does not find the same records")
    supply = Records(records)
    best = compare(Contestant(mine, supply, 1), Contestant(run, supply, 1), rounds)
    return Row(what, peer, best[0] / len(records), best[1] / len(records), limit=limit)
