"""``accsyn rule``: what a diagnostic means."""

from __future__ import annotations

import inspect
import re
from typing import Any

import click

from accsyn.cli import console
from accsyn.cli.console import Console, Styled
from accsyn.cli.document import VERSION
from accsyn.cli.failure import CommandError, did_you_mean
from accsyn.cli.fitting import wrapped
from accsyn.cli.options import JSON, options
from accsyn.codes.base import Code
from accsyn.codes.catalog import all_codes, examples, family, find_code, summary
from accsyn.text import escape_for_display

WIDEST = 88
"""Columns of running text, where the terminal has as many."""

_EPILOG = """\b
Examples:
  accsyn rule
  accsyn rule ACC202
  accsyn rule unknown-attribute"""


@click.command("rule", epilog=_EPILOG)
@click.argument("code", required=False)
@click.option("--all", "is_all", is_flag=True, help="Every rule; the same as no CODE.")
@options("format")
def command(code: str | None, is_all: bool, format_: str) -> None:
    """Say what a diagnostic means, with bad and good examples.

    CODE is a number such as ACC202 or a name such as unknown-attribute. Without it, all are listed.
    """
    if is_all and code is not None:
        raise click.UsageError("Give a CODE or --all, not both.")
    wanted = all_codes() if code is None else (_find(code),)
    if format_ == JSON:
        console.write_json({"version": VERSION, "rules": [_describe(each) for each in wanted]})
    elif code is None:
        _print_list(console.stdout(), wanted)
    else:
        _print_page(console.stdout(), wanted[0])


def _find(text: str) -> type[Code]:
    found = find_code(text)
    if found is None:
        known = [name for code in all_codes() for name in (code.code, code.name)]
        raise CommandError(f"there is no rule {text!r}.{did_you_mean(text, known) or ' accsyn rule lists them all.'}")
    return found


def _describe(code: type[Code]) -> dict[str, Any]:
    return {
        "code": code.code,
        "name": code.name,
        "severity": code.severity.value,
        "family": family(code),
        "summary": summary(code),
        "language": code.language,
        "description": "\n\n".join(paragraphs(code)),
        "bad": list(examples(code, "Bad")),
        "good": list(examples(code, "Good")),
    }


def paragraphs(code: type[Code]) -> list[str]:
    """The paragraphs between the summary and the examples, each one line."""
    _, _, text = inspect.cleandoc(code.__doc__ or "").partition("\n")
    head, *_ = re.split(r"^(?:Bad|Good):$", text, maxsplit=1, flags=re.MULTILINE)
    return [" ".join(paragraph.split()) for paragraph in head.split("\n\n") if paragraph.strip()]


def _print_list(out: Console, codes: tuple[type[Code], ...]) -> None:
    names = max(len(code.name) for code in codes)
    title = ""
    for code in codes:
        if family(code) != title:
            if title:
                out.print()
            title = family(code)
            out.print(Styled(title, "bold"))
        head = f"{code.code}  {code.name:{names}}  "
        # Where there is no room for three columns the summary stands below.
        if out.width is not None and out.width < len(head) + 40:
            out.print(Styled(f"{code.code}  {code.name}", _style(code)))
            for line in wrapped(_plain(summary(code)), out.width, indent=2, hanging=2):
                out.print("  ", line)
            continue
        first, *rest = wrapped(_plain(summary(code)), out.width, indent=len(head), hanging=len(head))
        out.print(Styled(code.code, _style(code)), f"  {code.name:{names}}  ", first)
        for line in rest:
            out.print(" " * len(head), line)


def _print_page(out: Console, code: type[Code]) -> None:
    width = min(out.width or WIDEST, WIDEST)
    out.print(Styled(f"{code.code} {code.name}", "bold"), f"  {code.severity.value}, {family(code).lower()}")
    for paragraph in (summary(code), *paragraphs(code)):
        out.print()
        for line in wrapped(_plain(paragraph), width):
            out.print(line)
    for title, section, style in (("Instead of", "Bad", "red"), ("Write", "Good", "green")):
        queries = examples(code, section)
        if queries:
            out.print()
            out.print(f"{title}:")
        for number, query in enumerate(queries):
            if number and code.language != "text":
                out.print()
            for line in query.split("\n"):
                out.print("  ", Styled(escape_for_display(line), style))


def _style(code: type[Code]) -> str:
    return "bold red" if code.severity.value == "error" else "bold yellow"


def _plain(text: str) -> str:
    """Documentation as text for a terminal: double backquotes are Markdown's way to quote a backquote."""
    return escape_for_display(text.replace("``", "`"))
