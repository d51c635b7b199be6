"""The command ``accsyn``: a file for each command, and what they share."""

from __future__ import annotations

from accsyn.cli.entry import main

__all__ = ["main"]
