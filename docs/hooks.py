"""Pages that are made when the documentation is built: one for each diagnostic code, the semantics, the changelog.

A page of a code is made from the docstring of its class (`accsyn.codes.catalog.page`), the page of the semantics from
the rows of the conformance suite, which every evaluator runs: neither can be out of date.
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files

from accsyn.codes import catalog

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).parent.parent

_SEMANTICS = """\
What a query means on a record, example by example. This page is made from the conformance suite (`tests/conformance`):
each row is run on every evaluator of the project: the generated predicates, the interpreter and the data frames.
[The language](language.md) has the same as rules. Entity types are those of the built-in schema; an expression without
one knows no types. Times are UTC unless they say otherwise."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of this file at the end of the navigation that mkdocs.yml writes out."""
    rules = [{f"{code.code} {code.name}": f"rules/{code.code}.md"} for code in catalog.all_codes()]
    decisions = [f"decisions/{path.name}" for path in sorted(Path(config.docs_dir, "decisions").glob("*.md"))]
    pages = list(config.nav or [])
    pages.insert(pages.index("language.md") + 1, "semantics.md")
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


def _semantics_row(row: dict[str, object]) -> str:
    entity, query = row.get("entity"), row["query"]
    text = query if entity is None else f"{entity} WHERE {query}" if query else entity
    cells = [_code(json.dumps(row["record"], ensure_ascii=False)), _code(str(text)), "yes" if row["expected"] else "no"]
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    """Code in a cell of a table. Every character that Markdown could take for its own goes by its number."""
    return "<code>" + "".join(c if c.isalnum() or c in " ,.:=" else f"&#{ord(c)};" for c in text) + "</code>"
