"""Pages that are made when the documentation is built: one for each diagnostic code, the decisions, the changelog.

A page of a code is made from the docstring of its class (`accsyn.codes.catalog.page`), so it cannot be out of date.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files

from accsyn.codes import catalog

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).parent.parent


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of this file at the end of the navigation that mkdocs.yml writes out."""
    rules = [{f"{code.code} {code.name}": f"rules/{code.code}.md"} for code in catalog.all_codes()]
    decisions = [f"decisions/{path.name}" for path in sorted(Path(config.docs_dir, "decisions").glob("*.md"))]
    config.nav = [
        *(config.nav or []),
        {"Diagnostics": ["rules/index.md", *rules]},
        *([{"Decisions": decisions}] if decisions else []),
        {"Changelog": "changelog.md"},
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages to those that stand in docs/."""
    pages = {f"rules/{code.code}.md": catalog.page(code) for code in catalog.all_codes()}
    pages["rules/index.md"] = index_of_codes()
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
