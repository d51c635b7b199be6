"""Every exception that accsyn raises.

::

    AccsynError (alias AccsynException)
    ├── QueryError(ValueError)          .diagnostics; str() shows the place
    │   ├── QuerySyntaxError            the text is no query
    │   └── QueryValidationError        the query does not fit the schema
    ├── SchemaError                     a schema file is wrong; the message starts with a $.path
    └── ConfigurationError              a setting is wrong

A Python value of a wrong type for a parameter is a `TypeError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accsyn.diagnostics import Diagnostic
    from accsyn.source import Source


class AccsynError(Exception):
    """The root of every accsyn exception."""


AccsynException = AccsynError


class QueryError(AccsynError, ValueError):
    """A query that cannot be used.

    Args:
        diagnostics: Everything found, errors and warnings, in the order of their places; at least one error.
        source: The text that the spans of the diagnostics point into.
    """

    def __init__(self, diagnostics: Sequence[Diagnostic], source: Source) -> None:
        from accsyn.rendering import render

        self.diagnostics = tuple(diagnostics)
        self.source = source
        super().__init__(render(self.diagnostics, source))

    def __reduce__(self) -> tuple[type[QueryError], tuple[tuple[Diagnostic, ...], Source]]:
        return type(self), (self.diagnostics, self.source)


class QuerySyntaxError(QueryError):
    """The text is no query of the accsyn language."""


class QueryValidationError(QueryError):
    """The query is well formed, and does not fit the schema or the bound values."""


class SchemaError(AccsynError, ValueError):
    """A schema description is wrong.

    Args:
        path: Where, as a JSON path such as ``$.entities.user.attributes.role.values[2]``.
        message: What is wrong there, one clause, no final full stop.
    """

    def __init__(self, path: str, message: str) -> None:
        self.path = path
        self.message = message
        super().__init__(f"{path}: {message}")

    def __reduce__(self) -> tuple[type[SchemaError], tuple[str, str]]:
        return type(self), (self.path, self.message)


class ConfigurationError(AccsynError, ValueError):
    """A setting or an argument of the project's own is wrong, or an optional part is not installed."""
