"""``accsyn watch``: jobs on their way, until they are done."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from accsyn.cli import console
from accsyn.cli.connecting import Account, connected, connection_options
from accsyn.cli.course import ENDED, Course, counted, shown_time
from accsyn.cli.given import check_query
from accsyn.cli.options import options, schema_of
from accsyn.cli.settings import Settings
from accsyn.cli.views import View, view_for_stdout
from accsyn.errors import WaitTimeout
from accsyn.text import escape_for_display

if TYPE_CHECKING:
    from accsyn.client.session import Session

Record = dict[str, Any]

_UNSUCCESSFUL = frozenset({"failed", "aborted"})

_EPILOG = """\b
Examples:
  accsyn watch "Transfer WHERE status=running"
  accsyn watch 614d660de50d45bb027c9bdd --timeout 3600
  accsyn watch "Transfer WHERE user=:who" -p who=lisa@example.com --until done"""


class Watched(NamedTuple):
    """What is watched, and until when.

    Attributes:
        query: A query, or the id of a job.
        entitytype: The type of the job whose id it is.
        parameters: Values of the query's parameters.
        until: The statuses to wait for.
        timeout: Seconds at most; None for no limit.
        poll: Seconds between two looks.
    """

    query: str
    entitytype: str = "transfer"
    parameters: dict[str, object] | None = None
    until: tuple[str, ...] = tuple(sorted(ENDED))
    timeout: float | None = None
    poll: float = 5.0


def _statuses(_context: click.Context, option: click.Parameter, text: str) -> tuple[str, ...]:
    """The statuses of a list with commas.

    Raises:
        BadParameter: One is empty.
    """
    found = tuple(part.strip().lower() for part in text.split(","))
    if not all(found):
        raise click.BadParameter("write statuses with a comma between two: done,failed", param=option)
    return found


@click.command("watch", epilog=_EPILOG)
@click.argument("query", metavar="QUERY|ID", required=False)
@click.option(
    "--until",
    default="done,failed,aborted",
    show_default=True,
    metavar="STATUS,...",
    callback=_statuses,
    help="Watch until each has one of these statuses.",
)
@click.option("--timeout", type=click.FloatRange(min=0), metavar="SECONDS", help="Watch so long at most.")
@click.option(
    "--poll",
    type=click.FloatRange(min=0.1),
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    help="Time between two looks.",
)
@click.option("--type", "entitytype", default="transfer", show_default=True, help="The type of the job of that ID.")
@options("schema", "strict", "parameters")
@connection_options
@click.pass_context
def command(
    context: click.Context,
    *,
    query: str | None,
    until: tuple[str, ...],
    timeout: float | None,
    poll: float,
    entitytype: str,
    schema_file: str | None,
    strict: bool,
    parameters: dict[str, object],
    account: Account,
) -> None:
    """Watch what QUERY finds now, or the job of that ID, until it has come to an end.

    On a terminal that is a table with bars, rate and time left; elsewhere a line wherever something has changed. The
    exit code is 0 where all was done, and 1 where a job failed or was aborted, or the time was over.
    """
    from accsyn.client.arguments import is_id

    schema = schema_of(schema_file)
    settings = Settings(schema, strict, parameters=parameters)
    what = query if query is not None and is_id(query) else check_query(query, settings)
    with connected(account, schema=schema) as session:
        watched = Watched(what, entitytype, parameters or None, until, timeout, poll)
        context.exit(follow(session, watched, view_for_stdout()))


def follow(
    session: Session,
    watched: Watched,
    view: View,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], object] = time.sleep,
) -> int:
    """Watch until the end.

    Args:
        session: Whom to ask.
        watched: What, and how long.
        view: What shows it.
        clock: Seconds of a clock that never goes back.
        sleep: Waits some seconds.

    Returns:
        The exit code.
    """
    course = Course(clock)
    is_over = False
    with view:
        try:
            records = session.wait(
                watched.query,
                watched.until,
                watched.timeout,
                watched.poll,
                lambda found: view.show(course.rows(found)),
                entitytype=watched.entitytype,
                params=watched.parameters,
                clock=clock,
                sleep=sleep,
            )
        except WaitTimeout as error:
            records, is_over = error.records, True
    rows = course.rows(records)
    if not view.has_counts:
        console.stdout().print(escape_for_display(counted(rows)))
    if is_over:
        late = sum(row.status not in watched.until for row in rows)
        console.stderr().print(f"{late:,} of {len(rows):,} not there after {shown_time(watched.timeout)}")
    # Whoever waits for failures by name has got what was asked for; the statuses that one waits for by default do not
    # make a failure a success.
    is_wanted = frozenset(watched.until) if frozenset(watched.until) != ENDED else frozenset[str]()
    has_failed = any(row.status in _UNSUCCESSFUL - is_wanted for row in rows)
    return 1 if is_over or has_failed else 0
