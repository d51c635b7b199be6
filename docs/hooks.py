"""Pages that are made when the documentation is built: diagnostic codes, semantics, faults of the network, changelog.

A page of a code is made from the docstring of its class (`accsyn.codes.catalog.page`), the page of the semantics from
the rows of the conformance suite, which every evaluator runs, that of the faults from rows that a test runs on real
sockets: none can be out of date.
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files

from accsyn.builder import cheatsheet
from accsyn.codes import catalog

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).parent.parent

_SEMANTICS = """\
What a query means on a record, example by example. This page is made from the conformance suite (`tests/conformance`):
each row is run on every evaluator of the project: the generated predicates, the interpreter and the data frames.
[The language](language.md) has the same as rules. Entity types are those of the built-in schema; an expression without
one knows no types. Times are UTC unless they say otherwise."""

_FAULTS = """\
What [the client](client.md) makes of servers and networks that do not do what they should. This page is made from
`tests/client/faults.jsonl`; a test runs each cell on real sockets.

A cell has the exception and how many requests reached the server, with a policy of three attempts. More than one are
only sent where that cannot do anything twice: GET is repeated, what writes is not, unless the server surely did not act
on it (429). A 401 to a GET is answered by logging in anew and asking once more. `ended by` says what bounds the wait:
nothing waits longer than the timeout that is named, and `at once` is as soon as the fault is seen."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of this file at the end of the navigation that mkdocs.yml writes out."""
    rules = [{f"{code.code} {code.name}": f"rules/{code.code}.md"} for code in catalog.all_codes()]
    decisions = [f"decisions/{path.name}" for path in sorted(Path(config.docs_dir, "decisions").glob("*.md"))]
    pages = list(config.nav or [])
    pages.insert(pages.index("language.md") + 1, "semantics.md")
    pages.insert(pages.index("queries-in-code.md") + 1, "cheat-sheet.md")
    pages.insert(pages.index("client.md") + 1, "client-faults.md")
    config.nav = [
        *pages,
        {"Diagnostics": ["rules/index.md", *rules]},
        *([{"Decisions": decisions}] if decisions else []),
        {"Changelog": "changelog.md"},
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages to those that stand in docs/."""
    pages = {f"rules/{code.code}.md": catalog.page(code) for code in catalog.all_codes()}
    pages["rules/index.md"] = index_of_codes()
    pages["semantics.md"] = semantics()
    pages["cheat-sheet.md"] = cheatsheet.page()
    pages["client-faults.md"] = faults()
    pages["changelog.md"] = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for name, text in pages.items():
        files.append(File.generated(config, name, content=text))
    return files


def index_of_codes() -> str:
    """The list of all codes, a table for each family."""
    parts = ["# Diagnostics", "`accsyn rule CODE` shows the same text on a terminal."]
    for family, codes in groupby(catalog.all_codes(), key=catalog.family):
        rows = [
            f"| [{code.code}]({code.code}.md) | {code.name} | {code.severity.value} | {catalog.summary(code)} |"
            for code in codes
        ]
        parts.append("\n".join([f"## {family}\n", "| code | name | severity | |", "|---|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def semantics() -> str:
    """What a query means on a record: every row of the conformance suite."""
    parts = [
        "# Semantics",
        _SEMANTICS,
    ]
    for path in sorted((ROOT / "tests" / "conformance").glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
        parts.append(f"## {path.stem.capitalize()}")
        for why, group in groupby(rows, key=lambda row: row["why"]):
            parts.append(f"{why[0].upper()}{why[1:]}:")
            parts.append("\n".join(["| record | query | holds |", "|---|---|---|", *map(_semantics_row, group)]))
    return "\n\n".join(parts) + "\n"


def faults() -> str:
    """What the client makes of each fault, for each method."""
    parts = ["# Faults of the network", _FAULTS]
    lines = (ROOT / "tests" / "client" / "faults.jsonl").read_text(encoding="utf-8").splitlines()
    for group, rows in groupby(map(json.loads, lines), key=lambda row: row["group"]):
        parts.append(f"## {group}")
        table = ["| fault | GET | DELETE | PUT | POST | ended by |", "|---|---|---|---|---|---|"]
        for row in rows:
            cells = [f"`{row[method][0]}`, {row[method][1]}" for method in ("GET", "DELETE", "PUT", "POST")]
            table.append(f"| {' | '.join([row['fault'], *cells, row['within']])} |")
        parts.append("\n".join(table))
    return "\n\n".join(parts) + "\n"


def _semantics_row(row: dict[str, object]) -> str:
    entity, query = row.get("entity"), row["query"]
    text = query if entity is None else f"{entity} WHERE {query}" if query else entity
    cells = [_code(json.dumps(row["record"], ensure_ascii=False)), _code(str(text)), "yes" if row["expected"] else "no"]
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    """Code in a cell of a table. Every character that Markdown could take for its own goes by its number."""
    return "<code>" + "".join(c if c.isalnum() or c in " ,.:=" else f"&#{ord(c)};" for c in text) + "</code>"
