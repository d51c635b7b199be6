"""Questions to whoever calls: whether to go on, and what was not given."""

from __future__ import annotations

import sys

import click

from accsyn.cli.failure import CommandError
from accsyn.text import escape_for_display


def can_ask() -> bool:
    """Whether somebody sits in front of standard input."""
    return sys.stdin is not None and sys.stdin.isatty()


def confirm(question: str, *, is_agreed: bool) -> None:
    """Go on only if whoever calls agrees: with ``--yes``, or asked on the terminal; nothing typed means no.

    Args:
        question: Without a question mark; may hold text of a server.
        is_agreed: Whether ``--yes`` was given.

    Raises:
        CommandError: There is nobody to be asked.
        Exit: The answer is no, with code 1.
    """
    if is_agreed:
        return
    shown = escape_for_display(question)
    if not can_ask():
        raise CommandError(f"{shown}? There is no terminal to ask at: --yes says yes")
    if not click.confirm(f"{shown}?", default=False, err=True):
        click.echo("Nothing was changed.", err=True)
        raise click.exceptions.Exit(1)
