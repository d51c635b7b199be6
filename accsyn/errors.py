"""Every exception that accsyn raises.

::

    AccsynError (alias AccsynException)
    ├── QueryError(ValueError)          .diagnostics; str() shows the place
    │   ├── QuerySyntaxError            the text is no query
    │   └── QueryValidationError        the query does not fit the schema
    ├── UnsupportedByEngine             a query that the engine of a data frame cannot answer as Python does
    ├── SchemaError                     a schema file is wrong; the message starts with a $.path
    ├── StoredQueryError                a stored query is malformed; the message starts with a $.path
    ├── ConfigurationError              a setting is wrong
    │   └── ArgumentError               an argument of a session's method is wrong; nothing was sent
    │       └── ArgumentTypeError(TypeError)   it is of a wrong type
    ├── NotFound(LookupError)           no entity has the code that was given
    ├── WaitTimeout(TimeoutError)       what was waited for did not happen in time; .records
    ├── TransportError                  no answer came; .sent says whether the request may have been received
    │   ├── ConnectionFailed            refused, reset, name not found, broken off
    │   ├── RequestTimeout              too slow
    │   ├── CertificateError            the server could not prove who it is
    │   └── ProxyError                  the proxy does not let the request through
    └── BackendError                    an answer came, and it is no success; .status .message .retry_after
        ├── AuthenticationError         the account or the session is not accepted
        ├── PermissionDenied            the account may not do this
        ├── RateLimited                 too many requests
        └── InvalidAnswer               the answer is not what the protocol says

    AccsynWarning(UserWarning)
    ├── SecurityWarning                 something is sent or kept less safely than it could be
    └── QueryWarning                    a query that was sent is doubtful

A Python value of a wrong type for a parameter is a `TypeError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

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


class UnsupportedByEngine(AccsynError, NotImplementedError):  # noqa: N818 - the name of the interface
    """A query, good in itself, that the engine of a data frame cannot answer as Python does.

    It is no `QueryError`: nothing in the query is wrong, and another engine may take it.

    Args:
        feature: What cannot be done, a noun phrase.
        engine: The engine, for example ``Polars``.
        instead: What to do instead, an imperative clause without full stop.
        clause: The comparison that asks for it; None where it is the whole query or the frame.
    """

    def __init__(self, feature: str, engine: str, instead: str, clause: str | None = None) -> None:
        self.feature = feature
        self.engine = engine
        self.instead = instead
        self.clause = clause
        place = "" if clause is None else f"{clause}: "
        super().__init__(f"{place}{feature} is not supported on {engine}; {instead}")

    def __reduce__(self) -> tuple[type[UnsupportedByEngine], tuple[str, str, str, str | None]]:
        return type(self), (self.feature, self.engine, self.instead, self.clause)


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


class StoredQueryError(AccsynError, ValueError):
    """What should be a stored query (`Query.to_dict`) is none.

    Args:
        path: Where, as a JSON path such as ``$.condition.and[1].operator``.
        message: What is wrong there, one clause, no final full stop.
    """

    def __init__(self, path: str, message: str) -> None:
        self.path = path
        self.message = message
        super().__init__(f"{path}: {message}")

    def __reduce__(self) -> tuple[type[StoredQueryError], tuple[str, str]]:
        return type(self), (self.path, self.message)


class ConfigurationError(AccsynError, ValueError):
    """A setting or an argument of the project's own is wrong, or an optional part is not installed."""


class ArgumentError(ConfigurationError):
    """An argument of a session's method is wrong. Nothing was sent."""


class ArgumentTypeError(ArgumentError, TypeError):
    """An argument of a session's method is of a wrong type. Nothing was sent."""


class NotFound(AccsynError, LookupError):  # noqa: N818 - the name of the interface
    """No entity has the code that was given."""


class WaitTimeout(AccsynError, TimeoutError):  # noqa: N818 - the name of the interface
    """What was waited for did not happen in time.

    Args:
        message: What did not happen.
        records: How the entities were when last asked for, as the API returns them.
    """

    def __init__(self, message: str, records: list[dict[str, Any]]) -> None:
        self.message = message
        self.records = records
        super().__init__(message)

    def __reduce__(self) -> tuple[type[WaitTimeout], tuple[str, list[dict[str, Any]]]]:
        return type(self), (self.message, self.records)


class TransportError(AccsynError):
    """No answer came from the server.

    Neither the message nor any other part holds a URL's query, a body, a header or a password.

    Args:
        message: What went wrong, a sentence without the final full stop.
        sent: False if surely no byte of the request was sent, so that repeating it cannot do anything twice.
    """

    def __init__(self, message: str, sent: bool = True) -> None:
        self.message = message
        self.sent = sent
        super().__init__(message)

    def __reduce__(self) -> tuple[type[TransportError], tuple[str, bool]]:
        return type(self), (self.message, self.sent)


class ConnectionFailed(TransportError):  # noqa: N818 - the name of the interface
    """The server could not be reached, or the connection broke off."""


class RequestTimeout(TransportError):  # noqa: N818 - the name of the interface
    """Connecting, or the answer, took longer than allowed."""


class CertificateError(TransportError):
    """The server could not prove by its certificate that it is the one asked for."""


class ProxyError(TransportError):
    """The proxy cannot be reached, or does not let the request through."""


class BackendError(AccsynError):
    """The server answered, and the answer is no success.

    Args:
        message: What the server says, or what is wrong with its answer.
        status: The HTTP status; None where no single answer is meant.
        retry_after: Seconds after which the server wants to be asked again; None if it said nothing about it.
    """

    def __init__(self, message: str, status: int | None = None, retry_after: float | None = None) -> None:
        self.message = message
        self.status = status
        self.retry_after = retry_after
        super().__init__(message)

    def __reduce__(self) -> tuple[type[BackendError], tuple[str, int | None, float | None]]:
        return type(self), (self.message, self.status, self.retry_after)


class AuthenticationError(BackendError):
    """The server does not accept the user name, the API key or the session."""


class PermissionDenied(BackendError):  # noqa: N818 - the name of the interface
    """The account may not do this."""


class RateLimited(BackendError):  # noqa: N818 - the name of the interface
    """The server was asked too often; `retry_after` says when to ask again."""


class InvalidAnswer(BackendError):  # noqa: N818 - the name of the interface
    """The answer is not what the protocol says: no JSON object, or without the part that the call is about."""


class AccsynWarning(UserWarning):
    """The root of the warnings about what the user does."""


class SecurityWarning(AccsynWarning):
    """Something is sent or kept less safely than it could be."""


class QueryWarning(AccsynWarning):
    """A query that was sent is doubtful: it may find something else than it looks like."""
