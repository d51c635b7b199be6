"""``accsyn find``: what a query finds in a workspace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from accsyn.cli.connecting import Account, connected, connection_options
from accsyn.cli.fields import parse_fields
from accsyn.cli.given import check_query
from accsyn.cli.options import options, schema_of
from accsyn.cli.settings import Settings
from accsyn.cli.showing import Target, as_records, output_options, write_found

if TYPE_CHECKING:
    from accsyn.client.session import Session

Record = dict[str, Any]

_ABOUT_THE_SCHEMA = frozenset({"entitytypes", "attributes"})

_EPILOG = """\b
Examples:
  accsyn find "Transfer WHERE status=failed"
  accsyn find "Transfer WHERE user=:who" -p who=lisa@example.com --finished
  accsyn find "User" --attributes code,role --to csv -o users.csv
  accsyn find "Transfer" --finished --limit 100000 --to ndjson"""


@click.command("find", epilog=_EPILOG)
@click.argument("query", required=False)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="So many at most.")
@click.option("--skip", type=click.IntRange(min=0), default=0, metavar="N", help="Leave out so many at the beginning.")
@click.option("--attributes", metavar="A,B", callback=parse_fields, help="Ask for these attributes only.")
@click.option("--fields", metavar="A,B.C", callback=parse_fields, help="Write these only, dotted paths too.")
@click.option("--finished", is_flag=True, help="Look among finished jobs: done and aborted ones.")
@click.option("--archived", is_flag=True, help="Look among archived entities.")
@click.option("--inactive", is_flag=True, help="Look among deactivated entities.")
@click.option("--parent", metavar="ID", help="The entity that tasks and other sub-entities belong to.")
@click.option(
    "--page-size", type=click.IntRange(min=1), default=1000, show_default=True, metavar="N", help="Records a request."
)
@output_options
@options("schema", "strict", "parameters")
@connection_options
def command(
    *,
    query: str | None,
    target: Target,
    attributes: tuple[str, ...],
    fields: tuple[str, ...],
    schema_file: str | None,
    strict: bool,
    parameters: dict[str, object],
    account: Account,
    **asked: Any,
) -> None:
    """Write what QUERY finds in the workspace.

    The query is checked before anything is sent; what is odd about it goes to stderr. Records are asked for page by
    page, and with --to ndjson each is written as it comes. With --skip there is one request and no pages. That
    nothing is found is no failure.
    """
    schema = schema_of(schema_file)
    text = check_query(query, Settings(schema, strict, parameters=parameters))
    with connected(account, schema=schema) as session:
        records = _ask(session, text, parameters, attributes=list(attributes) or None, **asked)
        write_found(records, target, fields or attributes)


def _ask(
    session: Session,
    text: str,
    parameters: dict[str, object],
    *,
    attributes: list[str] | None,
    skip: int,
    page_size: int,
    parent: str | None,
    limit: int | None,
    finished: bool,
    archived: bool,
    inactive: bool,
) -> Iterable[Record]:
    """The records, in pages where that can be."""
    settings: dict[str, Any] = {
        "params": parameters or None,
        "attributes": attributes,
        "entityid": parent,
        "limit": limit,
        "finished": finished or None,
        "archived": archived or None,
        "inactive": inactive or None,
    }
    words = text.split(None, 1)
    if words and words[0].lower() in _ABOUT_THE_SCHEMA:
        return as_records(session.find(text, params=parameters or None))
    if skip:
        found: list[Record] = session.find(text, skip=skip, **settings)
        return found
    return session.iter(text, page_size, **settings)
