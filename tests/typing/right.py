"""What type checkers accept: each line runs, too."""

from __future__ import annotations

from datetime import date, datetime, timezone
from uuid import UUID

from accsyn import Query, all_of, any_of, attribute, check, compile, implies, wildcard  # noqa: A004 - its name
from accsyn.ast import And, Comparison, Expression
from accsyn.builder import ago, parameter, today, written
from accsyn.entities import Client, Task, Transfer, TransferStatus, User

status: TransferStatus = "failed"
record: dict[str, object] = {"id": "6676f3e9c7ef4e27da254e57"}

one: Comparison = Transfer.user == record
two: Comparison = Transfer.status.in_(["failed", "aborted", None])
three: And = Transfer.size.between(1, 10.0)
four: Expression = ~(Transfer.user == "lisa@example.com") & (two | three)
five: Query = Transfer.where(four, Transfer.status == status, "size>:size", params={"size": 5})
six: Query = five.where(Transfer.created > ago(days=7)).or_where(one).limit(10).attributes("id", str(Transfer.code))

conditions: list[Expression] = [
    Transfer.user != None,  # noqa: E711 - what people write
    Transfer.user == wildcard("lisa@*"),
    Transfer.user.role == "admin",
    Task.job.user.queue.priority >= 5,
    Task.source.client.os.not_in(["windows"]),
    Task.source.path.startswith("/plates"),
    Transfer.created == today,
    Transfer.created < datetime(2026, 1, 22, tzinfo=timezone.utc),
    Transfer.created.between(date(2026, 1, 22), "2026-01-23"),
    Transfer.size > written("1e9"),
    Transfer.size == parameter("size"),
    Transfer.status.in_(parameter("statuses")),
    Transfer.id == UUID(int=1).hex[:24],
    Transfer.name > "b",
    Client.roles == "storage",
    User.inactive == True,  # noqa: E712 - the way to ask
    Transfer["metadata.shot"] == 5,
    Transfer.metadata["shot.code"].contains("sh"),
    attribute("metadata.shot").in_([1, "a", True]),
]
seven: Expression = all_of(any_of(conditions[:3]), one)
eight: str = str(seven)
nine: bool = compile(one).matches(record)
ten: bool | None = implies(Transfer.size > 5, "Transfer WHERE size>4")
eleven = check(two)
