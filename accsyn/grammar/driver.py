"""Drives the tables of the whole grammar over a text: slower than the compiled parser, and right about every text."""

from __future__ import annotations

from typing import Any

from accsyn.ast import Statement
from accsyn.grammar import builder
from accsyn.grammar.lexer import Mode, mode
from accsyn.grammar.tables import ACTIONS, GOTOS, RULES, STARTS
from accsyn.source import Source

_MODES: list[Mode | None] = [None] * len(ACTIONS)


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
