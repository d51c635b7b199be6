"""Makes ``terminals.py``, ``tables.py`` and ``quick.py`` from the grammar: ``python -m accsyn.grammar.generate``.

Lark reads the grammar and finds the LALR(1) automaton (`accsyn.grammar.analysis`). What it found is written down:

* ``terminals.py``, by this module: the terminals.
* ``tables.py``, by this module: rules, and a row of actions for every state, renumbered so that the same grammar always
  gives the same file. `accsyn.grammar.driver` and the careful parser drive them; they are what the language is.
* ``quick.py``, by `accsyn.grammar.quicken`: the parser that users run, compiled from the same rules.

With ``--check`` nothing is written; the exit code is 1 where a file is stale.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from accsyn.grammar import builder
from accsyn.grammar.analysis import END, STARTS, automaton_of, load, number_states, terminals_of
from accsyn.grammar.quicken import quicken

FOLDER = Path(__file__).parent

_TERMINALS = '''"""The terminals of the query language.

Generated from query.lark by `python -m accsyn.grammar.generate`; do not edit.

TERMINALS   name -> regular expression, in the order in which a lexer tries them
IGNORED     the terminals that are skipped
"""

from __future__ import annotations

'''

_TABLES = '''"""The LALR(1) tables of the query language.

Generated from query.lark by `python -m accsyn.grammar.generate`; do not edit.

RULES       (left-hand side, number of parts, function of accsyn.grammar.builder)
STARTS      entry point -> first state
ACTIONS     state -> terminal -> n: shift and go to state n, ~n: reduce by rule n, None: accept
            ("$END" is the end of the text)
GOTOS       state -> left-hand side -> state
"""

from __future__ import annotations
'''


def generate() -> dict[str, str]:
    """The generated files: name -> text.

    Raises:
        lark.exceptions.GrammarError: The grammar has a conflict between rules, or is no grammar.
        ValueError: The grammar has another conflict, a rule has no function in `accsyn.grammar.builder`, or a
            terminal holds a capturing group.
    """
    lark = load()
    return {"terminals.py": write_terminals(lark), "tables.py": write_tables(lark), "quick.py": quicken(lark)}


def write_terminals(lark: Any) -> str:
    """The text of ``terminals.py``."""
    lines = ["TERMINALS = {"]
    for name, expression in terminals_of(lark).items():
        if re.compile(expression).groups:
            raise ValueError(f"terminal {name} holds a capturing group")
        lines.append(f"    {name!r}: {expression!a},")
    lines += ["}", f"IGNORED = {tuple(sorted(lark.ignore_tokens))!r}", ""]
    return _TERMINALS + "\n".join(lines)


def write_tables(lark: Any) -> str:
    """The text of ``tables.py``."""
    table = automaton_of(lark)
    numbers = number_states(table)
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
    lines = [_TABLES, "RULES = ("]
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
    """Write the files, or with ``--check`` compare them.

    Returns:
        The exit code: 1 where a file is stale.
    """
    code = 0
    for name, text in generate().items():
        path = FOLDER / name
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif path.read_text(encoding="utf-8") != text:
            sys.stderr.write(f"accsyn/grammar/{name} is stale: run python -m accsyn.grammar.generate\n")
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
