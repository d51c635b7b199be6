"""Make ``tables.py`` from ``query.lark``: ``python -m accsyn.grammar.generate [--check]``.

Lark reads the grammar and finds the LALR(1) automaton; this module only writes down what
Lark found, renumbered so that the same grammar always gives the same file:

* the terminals as regular expressions, in the order in which Lark's lexer would try them;
* the rules, as (left-hand side, length, name of the function in `accsyn.grammar.builder`);
* a row of actions for every state: terminal -> what to do, and nonterminal -> state to go to.

With ``--check`` nothing is written; the exit code is 1 where the file is stale.
"""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path
from typing import Any

from accsyn.grammar import builder

GRAMMAR = Path(__file__).with_name("query.lark")
TABLES = Path(__file__).with_name("tables.py")
STARTS = ["query", "expression", "statement"]
END = "$END"

_HEADER = '''"""The LALR(1) tables of the query language.

Generated from query.lark by `python -m accsyn.grammar.generate`; do not edit.

TERMINALS   name -> regular expression, in the order in which a lexer tries them
IGNORED     the terminals that are skipped
RULES       (left-hand side, number of parts, function of accsyn.grammar.builder)
STARTS      entry point -> first state
ACTIONS     state -> terminal -> n: shift and go to state n, ~n: reduce by rule n, None: accept
            ("$END" is the end of the text)
GOTOS       state -> left-hand side -> state
"""

from __future__ import annotations
'''


def generate() -> str:
    """The text of ``tables.py``.

    Raises:
        lark.exceptions.GrammarError: The grammar has a conflict between rules, or is no grammar.
        ValueError: The grammar has another conflict, a rule has no function in `accsyn.grammar.builder`, or a
            terminal holds a capturing group.
    """
    lark = _load()
    table = lark.parser.parser._parse_table  # Lark has no public way to its automaton
    numbers = _number_states(table)
    rules = [rule for rule in lark.rules if rule.origin.name != "$root"]
    rule_numbers = {rule: index for index, rule in enumerate(rules)}
    actions: list[dict[str, int | None]] = [{} for _ in numbers]
    gotos: list[dict[str, int]] = [{} for _ in numbers]
    nonterminals = {rule.origin.name for rule in rules}
    for state, row in table.states.items():
        for symbol, (action, argument) in row.items():
            number = numbers[state]
            if symbol in nonterminals:
                gotos[number][str(symbol)] = numbers[argument]
            elif str(action) == "Shift":
                actions[number][str(symbol)] = numbers[argument]
            else:
                actions[number][str(symbol)] = ~rule_numbers[argument]
    for state in table.end_states.values():
        # The state behind the whole text of an entry point: the end of the text accepts.
        actions[numbers[state]][END] = None
    terminals = sorted(lark.terminals, key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name))
    lines = [_HEADER, "TERMINALS = {"]
    for terminal in terminals:
        expression = terminal.pattern.to_regexp()
        if re.compile(expression).groups:
            raise ValueError(f"terminal {terminal.name} holds a capturing group")
        lines.append(f"    {terminal.name!r}: {expression!a},")
    lines += ["}", f"IGNORED = {tuple(sorted(lark.ignore_tokens))!r}", "", "RULES = ("]
    for index, rule in enumerate(rules):
        parts = " ".join(symbol.name for symbol in rule.expansion)
        lines.append(
            f"    ({rule.origin.name.value!r}, {len(rule.expansion)}, {_function(rule)!r}),  # {index}: {parts}"
        )
    starts = {name: numbers[table.start_states[name]] for name in STARTS}
    lines += [
        ")",
        "",
        f"STARTS = {starts!r}",
        "",
        "ACTIONS: tuple[dict[str, int | None], ...] = (",
    ]
    lines += [f"    {_row(row)},  # {index}" for index, row in enumerate(actions)]
    lines += [")", "", "GOTOS: tuple[dict[str, int], ...] = ("]
    lines += [f"    {_row(row)},  # {index}" for index, row in enumerate(gotos)]
    lines += [")", ""]
    return "\n".join(lines)


def _load() -> Any:
    """Lark's parser for the grammar.

    Of two actions in one state Lark quietly takes the shift, and only says so in its debugging log: it is listened to.
    """
    from lark import Lark, logger

    complaints: list[str] = []
    listener = logging.Handler()
    listener.emit = lambda record: complaints.append(record.getMessage())  # type: ignore[method-assign]
    level = logger.level
    logger.addHandler(listener)
    logger.setLevel(logging.DEBUG)
    try:
        lark = Lark(
            GRAMMAR.read_text(encoding="utf-8"),
            parser="lalr",
            lexer="contextual",
            start=STARTS,
            keep_all_tokens=True,
            debug=True,
        )
    finally:
        logger.setLevel(level)
        logger.removeHandler(listener)
    conflicts = [complaint for complaint in complaints if "onflict" in complaint]
    if conflicts:
        raise ValueError(f"the grammar has a conflict: {conflicts[0]}")
    return lark


def _number_states(table: Any) -> dict[Any, int]:
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


def _function(rule: Any) -> str:
    """The builder function of a rule; empty for a rule that only passes its one part on."""
    if rule.alias:
        if not hasattr(builder, rule.alias):
            raise ValueError(f"rule {rule} has no function {rule.alias} in accsyn.grammar.builder")
        return str(rule.alias)
    if len(rule.expansion) != 1:
        raise ValueError(f"rule {rule} needs an alias")
    return ""


def _row(row: dict[str, Any]) -> str:
    return "{" + ", ".join(f"{name!r}: {row[name]!r}" for name in sorted(row)) + "}"


def main(arguments: list[str]) -> int:
    """Write the tables, or with ``--check`` compare them.

    Returns:
        The exit code: 1 where the file is stale.
    """
    text = generate()
    if "--check" in arguments:
        if TABLES.read_text(encoding="utf-8") == text:
            return 0
        sys.stderr.write("accsyn/grammar/tables.py is stale: run python -m accsyn.grammar.generate\n")
        return 1
    TABLES.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
