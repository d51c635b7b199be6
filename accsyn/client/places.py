"""Where in the user's code a call stands: warnings point there, and not into this package."""

from __future__ import annotations

import inspect
import warnings
from typing import Any, NamedTuple

_PACKAGE = "accsyn.client"


class Place(NamedTuple):
    """A line of the user's code.

    Attributes:
        filename: The file.
        line: Counts from 1.
        names: The globals of its module.
    """

    filename: str
    line: int
    names: dict[str, Any]

    def warn(self, message: str, category: type[Warning]) -> None:
        """Warn as `warnings.warn` would if it stood in this line; Python's filters say whether that is shown."""
        warnings.warn_explicit(
            message,
            category,
            self.filename,
            self.line,
            module=self.names.get("__name__", "<unknown>"),
            registry=self.names.setdefault("__warningregistry__", {}),
        )


def callers_place() -> Place:
    """The innermost line outside of the client that led here."""
    frame = inspect.currentframe()
    outermost = frame
    while frame is not None:
        outermost = frame
        module = frame.f_globals.get("__name__", "")
        if module != _PACKAGE and not module.startswith(f"{_PACKAGE}."):
            break
        frame = frame.f_back
    if outermost is None:  # pragma: no cover - a Python without frames
        return Place("<unknown>", 1, {})
    return Place(outermost.f_code.co_filename, outermost.f_lineno, outermost.f_globals)


def warn_deprecated(name: str, instead: str) -> None:
    """Say that a name is deprecated, once a line of the user's code under Python's usual filters."""
    callers_place().warn(f"{name} is deprecated, use {instead} instead", DeprecationWarning)
