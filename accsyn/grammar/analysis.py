"""Lark's analysis of ``query.lark``; what `accsyn.grammar.generate` and `accsyn.grammar.quicken` start from."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

GRAMMAR = Path(__file__).with_name("query.lark")
STARTS = ("query", "expression", "statement")
END = "$END"


def load() -> Any:
    """Lark's parser for the grammar.

    Of two actions in one state Lark quietly takes the shift, and only says so in its debugging log: it is listened to.

    Raises:
        lark.exceptions.GrammarError: The grammar has a conflict between rules, or is no grammar.
        ValueError: The grammar has another conflict.
    """
    from lark import Lark, logger

    complaints: list[str] = []
    listener = logging.Handler()
    listener.emit = lambda record: complaints.append(record.getMessage())  # type: ignore[method-assign]
    level, handlers = logger.level, logger.handlers
    logger.handlers = [listener]
    logger.setLevel(logging.DEBUG)
    try:
        lark = Lark(
            GRAMMAR.read_text(encoding="utf-8"),
            parser="lalr",
            lexer="contextual",
            start=list(STARTS),
            keep_all_tokens=True,
            debug=True,
        )
    finally:
        logger.setLevel(level)
        logger.handlers = handlers
    conflicts = [complaint for complaint in complaints if "onflict" in complaint]
    if conflicts:
        raise ValueError(f"the grammar has a conflict: {conflicts[0]}")
    return lark


def automaton_of(lark: Any) -> Any:
    """The LALR(1) table; Lark has no public way to it."""
    return lark.parser.parser._parse_table


def number_states(table: Any) -> dict[Any, int]:
    """Number the states in the order of a breadth-first walk from the entry points, symbols in alphabetical order."""
    numbers: dict[Any, int] = {}
    queue = [table.start_states[name] for name in STARTS]
    for state in queue:
        if state in numbers:
            continue
        numbers[state] = len(numbers)
        row = table.states[state]
        queue += [row[symbol][1] for symbol in sorted(row) if str(row[symbol][0]) == "Shift"]
    return numbers


def terminals_of(lark: Any) -> dict[str, str]:
    """Terminals and their regular expressions, in the order in which Lark's lexer tries them."""
    ordered = sorted(lark.terminals, key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name))
    return {terminal.name: terminal.pattern.to_regexp() for terminal in ordered}
