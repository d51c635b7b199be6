"""What the logic checks say about a text."""

from __future__ import annotations

import accsyn
from accsyn.diagnostics import Diagnostic, apply_fixes


def diagnostics(query: str, *codes: str) -> list[Diagnostic]:
    """The diagnostics of the logic, of all codes or some; the query compiles."""
    accsyn.compile(query, max_length=None)
    return [d for d in accsyn.check(query, max_length=None) if d.code[:4] == "ACC4" and (not codes or d.code in codes)]


def places(query: str, *codes: str) -> list[tuple[str, str]]:
    """Each diagnostic as its code and the text at its place."""
    return [(d.code, query[d.span.start : d.span.end]) for d in diagnostics(query, *codes)]


def fixed(query: str, code: str) -> tuple[str, bool] | None:
    """The query with the first fix of the only diagnostic of a code, and whether the fix is safe; None without one."""
    (diagnostic,) = diagnostics(query, code)
    if not diagnostic.fixes:
        return None
    return apply_fixes(query, diagnostic.fixes[:1]), diagnostic.fixes[0].safe
