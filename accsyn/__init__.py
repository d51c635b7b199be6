"""Compiler for the accsyn query language: check, explain, emit and try queries before a server sees them.

>>> import accsyn
>>> compiled = accsyn.compile("Transfer WHERE user=:user AND status<>failed", params={"user": "lisa@example.com"})
>>> compiled.expression
'user="lisa@example.com" and status!=failed'
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

# As in `typing`, whose import would take a sixth of the time budget of ours; type checkers know the name.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from accsyn.builder.code import to_code
    from accsyn.builder.expressions import all_of, any_of, attribute
    from accsyn.client.session import Session
    from accsyn.compiler import CompiledQuery, check, compile  # noqa: A004 - the name of the interface
    from accsyn.deciding import equivalent, implies, simplify
    from accsyn.diagnostics import Diagnostic, Edit, Fix, Severity, apply_fixes
    from accsyn.errors import (
        AccsynError,
        AccsynException,
        ArgumentError,
        ArgumentTypeError,
        AuthenticationError,
        BackendError,
        CertificateError,
        ConfigurationError,
        ConnectionFailed,
        InvalidAnswer,
        NotFound,
        PermissionDenied,
        ProxyError,
        QueryError,
        QuerySyntaxError,
        QueryValidationError,
        QueryWarning,
        RateLimited,
        RequestTimeout,
        SchemaError,
        SecurityWarning,
        TransportError,
        UnsupportedByEngine,
        WaitTimeout,
    )
    from accsyn.evaluation.records import RecordFileError, read_records
    from accsyn.local import Workspace
    from accsyn.query import Query, clear_cache, parse, parse_expression
    from accsyn.rendering import render
    from accsyn.schema.builtin import builtin_schema
    from accsyn.schema.loader import load_schema
    from accsyn.schema.model import Schema
    from accsyn.source import Source, Span
    from accsyn.values import wildcard

# Where each name lives: a module is imported when one of its names is first asked for.
_HOME = {
    "AccsynError": "errors",
    "AccsynException": "errors",
    "ArgumentError": "errors",
    "ArgumentTypeError": "errors",
    "AuthenticationError": "errors",
    "BackendError": "errors",
    "CertificateError": "errors",
    "CompiledQuery": "compiler",
    "ConfigurationError": "errors",
    "ConnectionFailed": "errors",
    "Diagnostic": "diagnostics",
    "Edit": "diagnostics",
    "Fix": "diagnostics",
    "InvalidAnswer": "errors",
    "NotFound": "errors",
    "PermissionDenied": "errors",
    "ProxyError": "errors",
    "Query": "query",
    "QueryError": "errors",
    "QuerySyntaxError": "errors",
    "QueryValidationError": "errors",
    "QueryWarning": "errors",
    "RateLimited": "errors",
    "RecordFileError": "evaluation.records",
    "RequestTimeout": "errors",
    "Schema": "schema.model",
    "SchemaError": "errors",
    "SecurityWarning": "errors",
    "Session": "client.session",
    "Severity": "diagnostics",
    "Source": "source",
    "Span": "source",
    "TransportError": "errors",
    "UnsupportedByEngine": "errors",
    "WaitTimeout": "errors",
    "Workspace": "local",
    "all_of": "builder.expressions",
    "any_of": "builder.expressions",
    "apply_fixes": "diagnostics",
    "attribute": "builder.expressions",
    "builtin_schema": "schema.builtin",
    "check": "compiler",
    "clear_cache": "query",
    "compile": "compiler",
    "equivalent": "deciding",
    "implies": "deciding",
    "load_schema": "schema.loader",
    "parse": "query",
    "parse_expression": "query",
    "read_records": "evaluation.records",
    "render": "rendering",
    "simplify": "deciding",
    "to_code": "builder.code",
    "wildcard": "values",
}

__all__ = [
    "AccsynError",
    "AccsynException",
    "ArgumentError",
    "ArgumentTypeError",
    "AuthenticationError",
    "BackendError",
    "CertificateError",
    "CompiledQuery",
    "ConfigurationError",
    "ConnectionFailed",
    "Diagnostic",
    "Edit",
    "Fix",
    "InvalidAnswer",
    "NotFound",
    "PermissionDenied",
    "ProxyError",
    "Query",
    "QueryError",
    "QuerySyntaxError",
    "QueryValidationError",
    "QueryWarning",
    "RateLimited",
    "RecordFileError",
    "RequestTimeout",
    "Schema",
    "SchemaError",
    "SecurityWarning",
    "Session",
    "Severity",
    "Source",
    "Span",
    "TransportError",
    "UnsupportedByEngine",
    "WaitTimeout",
    "Workspace",
    "__version__",
    "all_of",
    "any_of",
    "apply_fixes",
    "attribute",
    "builtin_schema",
    "check",
    "clear_cache",
    "compile",
    "equivalent",
    "implies",
    "load_schema",
    "parse",
    "parse_expression",
    "read_records",
    "render",
    "simplify",
    "to_code",
    "wildcard",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
