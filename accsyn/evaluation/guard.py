"""Regular expressions from an untrusted place: run by RE2, which takes time linear in the text, whatever the pattern.

Python's `re` is what MATCHES means, and it goes back: a pattern such as ``(a+)+$`` keeps it busy for ever on a text
made for that. With the guard each pattern is rewritten (`accsyn.evaluation.frames.patterns`) so that RE2 finds it in
the same texts, and refused by name where it cannot be.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from accsyn.ast import Exact, Literal, Operator
from accsyn.binding.bound import BoundComparison, BoundQuery, Operand
from accsyn.errors import UnsupportedByEngine
from accsyn.evaluation.operators import Searched

INSTALL = 'pip install "accsyn[re2]"'

_HALVES = re.compile("[\ud800-\udfff]")
_PATTERNS = frozenset({Operator.MATCHES, Operator.NOT_MATCHES})


def guard(bound: BoundQuery) -> BoundQuery:
    """A query whose regular expressions run on RE2, with the same answers.

    Args:
        bound: The query.

    Raises:
        UnsupportedByEngine: A pattern has something that RE2 has not (look-around, references to groups, ...), or would
            need more room than it takes; or it names half a surrogate pair.
        ImportError: google-re2 is not installed; the message says how to install it.
    """
    if not any(each.comparison.operator in _PATTERNS for each in bound.comparisons):
        return bound
    comparisons = tuple(
        BoundComparison(each.comparison, each.resolved, tuple(_guarded(operand, each) for operand in each.operands))
        if each.comparison.operator in _PATTERNS
        else each
        for each in bound.comparisons
    )
    return BoundQuery(
        bound.statement,
        bound.schema,
        bound.entity_type,
        comparisons,
        bound.findings,
        has_parameters=bound.has_parameters,
    )


def _guarded(operand: Operand, bound: BoundComparison) -> Operand:
    if not isinstance(operand, (Literal, Exact)):
        return operand
    from accsyn.evaluation.frames.refusal import Refusal

    try:
        return _on_re2(operand.text)
    except Refusal as refusal:
        clause = f"{bound.comparison.attribute} {bound.comparison.operator.value}"
        raise UnsupportedByEngine(refusal.feature, "RE2", "write a simpler pattern", clause) from None


class _OnRe2(Searched):
    """A pattern that RE2 searches for."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Callable[[str], _OnRe2], tuple[str]]:  # type: ignore[override]
        return _on_re2, (self.text,)


def _on_re2(pattern: str) -> _OnRe2:
    return _OnRe2(pattern, _search(pattern))


@lru_cache(maxsize=256)
def _search(pattern: str) -> Callable[[str], object]:
    """RE2's search for a pattern; None where it does not find it."""
    from accsyn.evaluation.frames.patterns import rewrite_for_any_text
    from accsyn.evaluation.frames.refusal import Refusal

    try:
        import re2
    except ImportError as error:
        raise ImportError(f"the guard for regular expressions needs google-re2: {INSTALL}") from error
    options = re2.Options()
    options.log_errors = False
    written, stand_in = rewrite_for_any_text(pattern)
    try:
        on_utf8: Callable[[str], object] = re2.compile(written, options).search
    except re2.error:
        raise Refusal("a pattern that needs more room than RE2 takes") from None

    def search(text: str) -> object:
        try:
            return on_utf8(text)
        except UnicodeEncodeError:  # half a surrogate pair: JSON has an escape for it
            return on_utf8(_HALVES.sub(stand_in, text))

    return search
