"""How a command says that it cannot do its work."""

from __future__ import annotations

from collections.abc import Iterable

import click

from accsyn.text import closest


class CommandError(click.ClickException):
    """What keeps a command from doing its work, other than a wrong query: one sentence, exit code 2."""

    exit_code = 2


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """`` Did you mean 'x'?`` with a blank in front; empty where nothing is near."""
    near = [repr(candidate) for candidate in closest(name, candidates)]
    return f" Did you mean {' or '.join(near)}?" if near else ""
