"""``accsyn ls``: what is in a folder of a share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from accsyn.cli.connecting import Account, connected, connection_options
from accsyn.cli.output import write_document
from accsyn.cli.showing import TABLE, Target, on_the_wire, output_options, write_answer, write_found

Entry = dict[str, Any]

_COLUMNS = ("type", "size", "modified", "filename")
_TYPES = {0: "folder", 1: "file"}

_EPILOG = """\b
Examples:
  accsyn ls share=projects/thefilm
  accsyn ls share=projects --recursive --sizes --include "*.mov"
  accsyn ls share=projects/thefilm --to json"""


@click.command("ls", epilog=_EPILOG)
@click.argument("path")
@click.option("-r", "--recursive", is_flag=True, help="Go into the folders below.")
@click.option("--max-depth", type=click.IntRange(min=1), metavar="N", help="With --recursive: so deep at most.")
@click.option("-s", "--sizes", is_flag=True, help="Ask for the sizes of files.")
@click.option("--files-only", is_flag=True, help="Leave folders out.")
@click.option("--directories-only", is_flag=True, help="Leave files out.")
@click.option("--include", multiple=True, metavar="FILTER", help="List these: word, *word, start*end, re('...').")
@click.option("--exclude", multiple=True, metavar="FILTER", help="Do not list these.")
@output_options
@connection_options
def command(
    *,
    path: str,
    recursive: bool,
    max_depth: int | None,
    sizes: bool,
    files_only: bool,
    directories_only: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    target: Target,
    account: Account,
) -> None:
    """List the folder at PATH, for example share=projects/thefilm.

    As JSON the answer comes as the server gives it, with files below folders; else each file is a line, with its path
    below PATH.
    """
    with connected(account) as session:
        answer = session.ls(
            path,
            recursive=recursive,
            maxdepth=max_depth,
            getsize=sizes,
            files_only=files_only,
            directories_only=directories_only,
            include=_filters(include),
            exclude=_filters(exclude),
        )
    if target.format == "json":
        write_document(on_the_wire(answer), target.output)
    elif not isinstance(answer, list) or not all(isinstance(entry, dict) for entry in answer):
        write_answer(answer, target)
    else:
        entries = list(flattened(answer))
        shown = tuple(name for name in _COLUMNS if any(name in entry for entry in entries))
        write_found(entries, target, shown if target.format == TABLE else ())


def flattened(answer: list[Entry]) -> Iterator[Entry]:
    """Every entry of a listing, folders before what is in them, each with its path as ``filename``."""
    pending = [("", entry) for entry in reversed(answer)]
    while pending:
        above, entry = pending.pop()
        path = f"{above}{entry.get('filename', '')}"
        below = entry.get("files")
        kind = entry.get("type")
        said = {name: value for name, value in entry.items() if name != "files"}
        yield {**said, "type": _TYPES.get(kind, kind) if isinstance(kind, int) else kind, "filename": path}
        if isinstance(below, list):
            pending.extend((f"{path}/", inner) for inner in reversed(below) if isinstance(inner, dict))


def _filters(texts: tuple[str, ...]) -> str | list[str] | None:
    return None if not texts else texts[0] if len(texts) == 1 else list(texts)
