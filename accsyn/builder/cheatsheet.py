"""Each operator as text and as code: the rows of the cheat sheet, which a test holds to be equal."""

from __future__ import annotations

from typing import NamedTuple

from accsyn.builder.code import to_code

QUERIES = {
    "equal, and not": (
        "Transfer WHERE user=lisa@example.com",
        "Transfer WHERE status!=failed",
    ),
    "a pattern": (
        'Transfer WHERE name="* backup"',
        'Transfer WHERE name!="* backup"',
    ),
    "one of several, none of several": (
        "Transfer WHERE status IN (failed, aborted)",
        "Transfer WHERE status NOT IN (failed, aborted)",
    ),
    "less and more": (
        "Transfer WHERE size<1000",
        "Transfer WHERE size<=1000",
        "Transfer WHERE size>1000",
        "Transfer WHERE size>=1000",
    ),
    "text inside": (
        'Transfer WHERE name CONTAINS "backup"',
        'Transfer WHERE name NOT CONTAINS "backup"',
    ),
    "a regular expression": (
        r'Transfer WHERE name MATCHES "^sh\d+"',
        r'Transfer WHERE name NOT MATCHES "^sh\d+"',
    ),
    "the absent value": (
        "Transfer WHERE user=null",
        "Transfer WHERE user!=null",
    ),
    "times": (
        "Transfer WHERE created>2026-01-22",
        "Transfer WHERE created>-7d",
        "Transfer WHERE created=today",
    ),
    "booleans": ("User WHERE inactive=true",),
    "behind a reference, inside an object, inside metadata": (
        "Task WHERE job.user.role=admin",
        "Task WHERE source.path CONTAINS plates",
        "Transfer WHERE metadata.shot.code=sh010",
    ),
    "a value that comes later": (
        "Transfer WHERE user=:user",
        "Transfer WHERE status IN :statuses",
    ),
    "AND, OR": (
        "Transfer WHERE status=failed AND size>1000",
        "Transfer WHERE status=failed OR size>1000",
        "Transfer WHERE user=lisa@example.com AND (status=failed OR size>1000)",
    ),
}
"""Queries by what they show; together they use every operator."""


class Row(NamedTuple):
    """A line of the cheat sheet.

    Attributes:
        group: What it shows.
        text: The query as text.
        code: The same as code, without imports.
    """

    group: str
    text: str
    code: str


SHORTER = (
    Row(
        "AND by its sign",
        "Transfer WHERE status=failed AND size>1000",
        'Transfer.where((Transfer.status == "failed") & (Transfer.size > 1000))',
    ),
    Row("both ends", "Transfer WHERE size>=10 AND size<=20", "Transfer.where(Transfer.size.between(10, 20))"),
    Row("the beginning", 'Transfer WHERE name="sh*"', 'Transfer.where(Transfer.name.startswith("sh"))'),
    Row("the end", 'Transfer WHERE name="*.exr"', 'Transfer.where(Transfer.name.endswith(".exr"))'),
    Row("NOT", "Transfer WHERE status!=failed", 'Transfer.where(~(Transfer.status == "failed"))'),
    Row("NOT of an order", "Transfer WHERE size<=10 OR size=null", "Transfer.where(~(Transfer.size > 10))"),
)
"""What code has shorter words for than the language."""


def rows() -> list[Row]:
    """The lines of the cheat sheet, in order."""
    return [
        Row(group, text, to_code(text).rpartition("query = ")[2].strip())
        for group, texts in QUERIES.items()
        for text in texts
    ]


_HEAD = """\
# Queries in code: cheat sheet

Each query as text and as code; both make the same tree. The code is what `accsyn.to_code` writes for the text.

Names: `from accsyn import wildcard`, `from accsyn.builder import ago, parameter, today`,
`from accsyn.entities import Task, Transfer, User`."""


def page() -> str:
    """The cheat sheet as a page of the documentation."""
    parts = [_HEAD]
    group = ""
    for row in rows():
        if row.group != group:
            group = row.group
            parts.append(f"## {group[0].upper()}{group[1:]}\n\n| text | code |\n|---|---|")
        parts[-1] += f"\n| {_code(row.text)} | {_code(row.code)} |"
    parts.append("## Shorter in code\n\n| | text | code |\n|---|---|---|")
    for row in SHORTER:
        parts[-1] += f"\n| {row.group} | {_code(row.text)} | {_code(row.code)} |"
    return "\n\n".join(parts) + "\n"


def _code(text: str) -> str:
    """Code in a cell of a table. Every character that Markdown could take for its own goes by its number."""
    flat = " ".join(text.split())
    return "<code>" + "".join(c if c.isalnum() or c in " ,.:=" else f"&#{ord(c)};" for c in flat) + "</code>"
