"""The parser: the compiled one of ``quick.py``, and `accsyn.grammar.driver` for what that one does not read.

Both keep no positions. Text that is wrong is read again by `accsyn.grammar.recovery`, which says what is wrong and
where; spans of a tree that is right come from the same place, when somebody asks for them.
"""

from __future__ import annotations

from accsyn.ast import Statement
from accsyn.grammar import quick

TYPE_CHECKING = False  # as in `accsyn`
if TYPE_CHECKING:
    from accsyn.source import Source

MAX_LENGTH = 16_000_000
"""How many characters a query may have unless `max_length` says otherwise."""


def parse_statement(
    text: str, start: str = "query", *, name: str = "", max_length: int | None = MAX_LENGTH
) -> Statement:
    """Parse a text.

    Args:
        text: The query.
        start: What the text is: ``query``, ``expression``, or ``statement`` for either of the two.
        name: What to call the text in messages, for example a file name.
        max_length: How many characters the text may have; None for no limit.

    Returns:
        The tree.

    Raises:
        QuerySyntaxError: The text is not of the language; every error found is in its ``diagnostics``.
    """
    if not isinstance(text, str):
        raise TypeError(f"a query is a str, not {type(text).__name__}")
    if max_length is None or len(text) <= max_length:
        first = quick.STARTS[start]
        statement = quick.run(text, first) if len(text) < quick.LONG_TEXT else _run_long(text, first)
        if statement is not None:
            # Nobody else has seen the statement yet.
            statement._source = _named(text, name) if name else text
            return statement
    source = _named(text, name)
    if max_length is None or len(text) <= max_length:
        # What the quick parser cannot read is rarely right: a byte-order mark, for one.
        from accsyn.grammar.driver import run

        statement = run(source, start)
        if statement is not None:
            return statement
    from accsyn.grammar.recovery import explain_failure

    raise explain_failure(source, start, max_length)


def _named(text: str, name: str) -> Source:
    from accsyn.source import Source

    return Source(text, name)


def _run_long(text: str, state: int) -> Statement | None:
    """Run the compiled parser while the garbage collector pauses.

    A tree has no cycles, but the collector walks all of it again and again while it grows: at a million comparisons
    that is half of the time (docs/decisions/0012).
    """
    import gc

    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return quick.run(text, state)
    finally:
        if was_enabled:
            gc.enable()
