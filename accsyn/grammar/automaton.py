"""The tables of the compiled parser: what Lark finds, without the steps that do nothing.

An LR parser spends most of its steps on rules that only pass their one part on (a comparison *is* a term, which *is* a
conjunction, which *is* a disjunction). None of them is left in the tables written here:

* `_pass_on`: a token that leads to a state that can only pass it on leads to where that ends at once.
* `_completed`: a token that leads to a state that can only complete a rule completes it, whatever comes next.
* `_follow`: a rule leads to where the passing on ends, which the next token decides; so a rule is written down once for
  each set of places it leads to.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from accsyn.grammar import builder
from accsyn.grammar.analysis import END, STARTS, automaton_of, number_states
from accsyn.grammar.phrases import wanted_parts

Rules = Mapping[str, Sequence[Any]]
"""Name of a nonterminal -> its rules, as Lark has them."""

_SHIFT, _COMPLETE, _ACCEPT, _REDUCE = range(4)


class _Entry(NamedTuple):
    """Where a step leads.

    Attributes:
        state: To this state; 0 where a rule decides (no step leads back to a first state), or nowhere.
        rule: The rule it completes.
        gotos: Pairs of the state below the rule and the state it leads to.
    """

    state: int
    rule: Any
    gotos: tuple[tuple[int, int], ...]


class _Step(NamedTuple):
    """What the parser does with a token.

    Attributes:
        sort: Shift it (or refuse it), complete a rule with it, accept before it, or reduce before it.
        entry: Where that leads.
    """

    sort: int
    entry: _Entry


_MARKS = {"LPAR": "(", "RPAR": ")", "COMMA": ","}
"""How Lark calls the terminals that are punctuation, and their text."""


def write_automaton(rules: Rules, kinds: Sequence[str], valued: int) -> list[str]:
    """The lines of ``quick.py`` that hold the tables, and the functions they name.

    Args:
        rules: The rules. A symbol that has none is a terminal, whose name in `kinds` is in upper case.
        kinds: The terminals by number, the end of the text last.
        valued: How many of them, from the first one, have a value.
    """
    table = _Automaton(rules, kinds, valued)
    texts = {_MARKS.get(kind, kind): number for number, kind in enumerate(kinds) if number >= valued and kind != END}
    steps = table.steps()
    states = _reachable(steps, table.starts.values())
    entries = [
        list(dict.fromkeys(step.entry for state in states for step in steps[state] if step.sort == sort))
        for sort in (_COMPLETE, _ACCEPT, _REDUCE)
    ]
    firsts = [len(states), len(states) + len(entries[0]), len(states) + len(entries[0]) + len(entries[1])]
    numbers = {state: number for number, state in enumerate(states)}

    def number_of(step: _Step) -> int:
        if step.sort == _SHIFT:
            return numbers[step.entry.state] if step.entry.state else 0
        return firsts[step.sort - _COMPLETE] + entries[step.sort - _COMPLETE].index(step.entry)

    return [
        f"KINDS = {texts!r}",
        f"MARKS = {''.join(text for text in texts if not text.isalpha())!r}",
        "",
        *dict.fromkeys(definition for rule in table.rules if (definition := _definition(rule))),
        f"STARTS = { {name: numbers[state] for name, state in table.starts.items()}!r}",
        "COMPLETES, ACCEPTS, REDUCES = " + ", ".join(map(str, firsts)),
        "",
        f"# A row for each state: {', '.join(kinds)}.",
        "# 0 is an error. An action below COMPLETES is the next state. From COMPLETES on the token completes a rule,",
        "# from ACCEPTS on the text is complete, from REDUCES on another rule is complete before the token.",
        "ACTIONS: tuple[tuple[int, ...], ...] = (",
        *[f"    {tuple(map(number_of, steps[state]))!r},  # {numbers[state]}" for state in states],
        ")",
        "",
        "# By action: whether the rule has three parts or one, its function, state below -> next state.",
        "ENTRIES: tuple[tuple[bool, Any, dict[int, int]], ...] = (",
        "    *[(False, None, {})] * COMPLETES,",
        *[f"    {_line(entry, numbers)}" for sort in entries for entry in sort],
        ")",
    ]


def _reachable(steps: Sequence[Sequence[_Step]], starts: Iterable[int]) -> list[int]:
    """The states that a text can lead to, in the order of a walk."""
    states = dict.fromkeys(starts)
    while True:
        found = dict(states)
        for state in states:
            for step in steps[state]:
                if step.entry.state:
                    found[step.entry.state] = None
                found.update(dict.fromkeys(goto for below, goto in step.entry.gotos if below in states))
        if len(found) == len(states):
            return list(states)
        states = found


class _Automaton:
    """What Lark finds.

    Args:
        rules: The rules.
        kinds: The terminals by number.
        valued: How many of them have a value.

    Attributes:
        rules: The rules by number.
        actions: For each state, for each kind of token: 0 error, n shift and go to state n, ~n reduce by rule n.
        gotos: For each rule, state below -> next state.
        starts: Entry point -> first state.
    """

    def __init__(self, rules: Rules, kinds: Sequence[str], valued: int) -> None:
        lark = _analyse(rules, kinds)
        table = automaton_of(lark)
        numbers = number_states(table)
        self.rules = [rule for rule in lark.rules if rule.origin.name != "$root"]
        self.actions = [[0] * len(kinds) for _ in numbers]
        self.gotos: list[dict[int, int]] = [{} for _ in self.rules]
        self.starts = {name: numbers[table.start_states[name]] for name in STARTS}
        self._ends = {numbers[state] for state in table.end_states.values()}
        self._valued = valued
        for state, row in table.states.items():
            for symbol, (action, argument) in row.items():
                if symbol in kinds:
                    shifts = str(action) == "Shift"
                    number = numbers[argument] if shifts else ~self.rules.index(argument)
                    self.actions[numbers[state]][kinds.index(symbol)] = number
                else:
                    for rule, goto in zip(self.rules, self.gotos, strict=True):
                        if rule.origin.name == symbol:
                            goto[numbers[state]] = numbers[argument]
        self._pass_on()

    def steps(self) -> list[list[_Step]]:
        """For each state, for each kind of token, what the parser does."""
        return [[self._step(action, kind) for kind, action in enumerate(row)] for row in self.actions]

    def _step(self, action: int, kind: int) -> _Step:
        rule = self._completed(action, has_value=kind < self._valued)
        if rule is not None:
            return _Step(_COMPLETE, _Entry(0, self.rules[rule], tuple(sorted(self.gotos[rule].items()))))
        if action >= 0:
            return _Step(_SHIFT, _Entry(action, None, ()))
        gotos = self._follow(~action, kind)
        if self.rules[~action].alias and self._ends.issuperset(gotos.values()):
            return _Step(_ACCEPT, _Entry(0, self.rules[~action], ()))
        return _Step(_REDUCE, _Entry(0, self.rules[~action], tuple(sorted(gotos.items()))))

    def _passes(self, rule: int) -> bool:
        """Whether a rule only passes its one part on."""
        return not self.rules[rule].alias and len(self.rules[rule].expansion) == 1

    def _only(self, state: int) -> int | None:
        """The rule that is all a state can do."""
        actions = {action for action in self.actions[state] if action}
        action = actions.pop()
        return ~action if not actions and action < 0 else None

    def _pass_on(self) -> None:
        for state, row in enumerate(self.actions):
            for kind, action in enumerate(row):
                rule = self._only(action) if action > 0 else None
                if rule is not None and self._passes(rule):
                    row[kind] = self.gotos[rule][state]

    def _completed(self, action: int, *, has_value: bool) -> int | None:
        """The rule that a token completes, if the parser can take both in one step.

        It can where the rule has a function for the value below and the token's, or neither.
        """
        rule = self._only(action) if action > 0 else None
        if rule is None or len(self.rules[rule].expansion) == 1:
            return None
        return rule if bool(_definition(self.rules[rule])) == has_value else None

    def _follow(self, rule: int, kind: int) -> dict[int, int]:
        """Where a rule leads for good, if the next token is of a kind."""
        found = {}
        for below, state in self.gotos[rule].items():
            while (action := self.actions[state][kind]) < 0 and self._passes(~action):
                state = self.gotos[~action][below]
            found[below] = state
        return found


def _analyse(rules: Rules, kinds: Sequence[str]) -> Any:
    from lark import Lark
    from lark.lexer import Lexer

    class Nothing(Lexer):
        """No text is read: only the analysis is wanted."""

        def __init__(self, _conf: Any) -> None:
            pass

        def lex(self, _state: Any, _parser: Any) -> Any:
            return iter(())

    text = [f"{name}: " + "\n  | ".join(_text(rule, rules) for rule in own) for name, own in rules.items()]
    declared = [kind for kind in kinds if kind != END]
    grammar = "\n".join([*text, f"%declare {' '.join(declared)}"])
    return Lark(grammar, parser="lalr", lexer=Nothing, start=list(STARTS), keep_all_tokens=True)


def _text(rule: Any, rules: Rules | None = None) -> str:
    """A rule as the grammar has it; a symbol that has no rules is written as a terminal."""
    names = [symbol.name for symbol in rule.expansion]
    if rules is not None:
        names = [name if name in rules else name.upper() for name in names]
    return " ".join(names) + (f" -> {rule.alias}" if rule.alias else "")


def _line(entry: _Entry, numbers: Mapping[int, int]) -> str:
    """A line of ``ENTRIES``."""
    function = f"_{entry.rule.alias}" if _definition(entry.rule) else None
    gotos = {numbers[below]: numbers[goto] for below, goto in entry.gotos if below in numbers and goto in numbers}
    return f"({len(entry.rule.expansion) > 1}, {function}, {dict(sorted(gotos.items()))!r}),  # {_text(entry.rule)}"


def _definition(rule: Any) -> str:
    """A rule's function of `accsyn.grammar.builder`, with the parts it reads; empty where it returns its one part."""
    if not rule.alias:
        return ""
    length = len(rule.expansion)
    if length not in {1, 3}:
        raise ValueError(f"rule {rule} has {length} parts: the parser knows one, or three")
    wanted = wanted_parts(rule.alias, length)
    definition = ast.parse(inspect.getsource(getattr(builder, rule.alias))).body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise TypeError(f"{rule.alias} is no function")
    arguments = [argument.arg for argument, want in zip(definition.args.args, wanted, strict=True) if want]
    body = definition.body[1:]
    if len(body) == 1 and isinstance(body[0], ast.Return) and ast.unparse(body[0]) == f"return {arguments[0]}":
        return ""
    if len(arguments) != (1 if length == 1 else 2):
        raise ValueError(f"rule {rule} keeps {len(arguments)} of its parts: the parser knows one, or two")
    lines = "\n".join(f"    {line}" for statement in body for line in ast.unparse(statement).split("\n"))
    return f"\ndef _{rule.alias}({', '.join(f'{argument}: Any' for argument in arguments)}) -> Any:\n{lines}\n\n"
