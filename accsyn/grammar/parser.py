"""The parser: the compiled one of ``quick.py``, and a driver over the tables for what that one does not read.

Both keep no positions. Text that is wrong is read again by `accsyn.grammar.recovery`, which says what is wrong and
where; spans of a tree that is right come from the same place, when somebody asks for them.
"""

from __future__ import annotations

import gc
from typing import Any

from accsyn.ast import Statement
from accsyn.grammar import builder, quick
from accsyn.grammar.lexer import Mode, mode
from accsyn.grammar.tables import ACTIONS, GOTOS, RULES, STARTS
from accsyn.source import Source

MAX_LENGTH = 16_000_000
"""How many characters a query may have unless `max_length` says otherwise."""

_MODES: list[Mode | None] = [None] * len(ACTIONS)


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
            statement._source = Source(text, name) if name else text
            return statement
    source = Source(text, name)
    if max_length is None or len(text) <= max_length:
        # What the quick parser cannot read is rarely right: a byte-order mark, for one.
        statement = run(source, start)
        if statement is not None:
            return statement
    from accsyn.grammar.recovery import explain_failure

    raise explain_failure(source, start, max_length)


def _run_long(text: str, state: int) -> Statement | None:
    """Run the compiled parser while the garbage collector pauses.

    A tree has no cycles, but the collector walks all of it again and again while it grows: at a million comparisons
    that is half of the time (docs/decisions/0012).
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return quick.run(text, state)
    finally:
        if was_enabled:
            gc.enable()


def run(source: Source, start: str) -> Statement | None:
    """Drive the tables over a text; None where it is not of the language."""
    text = source.text
    functions = _functions()
    state = STARTS[start]
    states = [state]
    values: list[Any] = []
    offset = 0
    while True:
        reader = _MODES[state]
        if reader is None:
            reader = _MODES[state] = mode(state)
        match = reader.match(text, offset)
        if match is None:
            return None
        group = match.lastindex or 0
        kind = reader.kinds[group]
        while True:
            if kind not in ACTIONS[state]:
                return None
            action = ACTIONS[state][kind]
            if action is None:
                statement: Statement = values[0]
                return Statement(statement.entity_type, statement.condition, source)
            if action >= 0:
                break
            left, length, function = RULES[~action]
            if function:
                try:
                    values[-length:] = [functions[function](*values[-length:])]
                except builder.EmptyItemError:
                    return None
            del states[-length:]
            state = GOTOS[states[-1]][left]
            states.append(state)
        state = action
        states.append(state)
        values.append(match.group(group))
        offset = match.end()


def _functions() -> dict[str, Any]:
    return vars(builder)
