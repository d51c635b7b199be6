"""The parts of the grammar that do not nest, as one regular expression each; used by `accsyn.grammar.generate` alone.

A *phrase* is a nonterminal whose rules never lead back to it, except as a list (``items: x | items "," x``): it is a
regular language, so Python's `re` can read the whole of it in C. For a phrase this module derives from the rules

* the expression, with a group for each part whose text a builder function wants;
* the Python expression that makes the node out of these groups, calls of builder functions that are a single ``return``
  written out.

What is derived stands in the generated ``quick.py``, where it can be read.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from accsyn.grammar import builder

Rules = Mapping[str, Sequence[Any]]
"""Name of a nonterminal -> its rules, as Lark has them."""


class Part(NamedTuple):
    """A piece of a phrase.

    Attributes:
        pattern: Its regular expression, with named groups.
        value: The Python expression for its value.
        test: A group that is not empty exactly when this piece was read; empty where any may be.
        pieces: The expressions of its symbols, where it is a sequence.
    """

    pattern: str
    value: str
    test: str
    pieces: Sequence[str] = ()


class Phrases:
    """Derives expressions from rules.

    Args:
        rules: All rules.
        terminals: Name -> regular expression.
        blank: What may stand between two tokens.

    Attributes:
        lists: Name of the constant -> the regular expression of one item and what separates it from the next.
        calls: Names of the builder functions that are called as they are.
    """

    def __init__(self, rules: Rules, terminals: Mapping[str, str], blank: str) -> None:
        self.rules = rules
        self.terminals = terminals
        self.blank = blank
        self.lists: dict[str, str] = {}
        self.calls: set[str] = set()
        self._groups: list[str] = []
        self._open: list[str] = []

    def phrase(self, name: str) -> tuple[Part, list[Part]]:
        """A phrase whose rules all start with the same terminal.

        Returns:
            That terminal, and what follows it in each rule. The value of an alternative is the value of the phrase.
        """
        self._groups = []
        rules = self.rules[name]
        first = rules[0].expansion[0].name
        if any(rule.expansion[0].name != first for rule in rules) or first not in self.terminals:
            raise ValueError(f"the rules of {name} do not start with one terminal")
        head = self._symbol(first, is_wanted=True)
        return head, [self._sequence(rule, head) for rule in rules]

    def _group(self, name: str) -> str:
        """A new name for a group."""
        name = name.lower()
        self._groups.append(name)
        count = self._groups.count(name)
        return name if count == 1 else f"{name}_{count}"

    def _symbol(self, name: str, *, is_wanted: bool) -> Part:
        """A terminal or nonterminal."""
        if name in self.terminals:
            pattern = self.terminals[name]
            if not is_wanted:
                return Part(f"(?:{pattern})", "''", "")
            group = self._group(name)
            return Part(f"(?P<{group}>{pattern})", group, group)
        if name in self._open:
            raise ValueError(f"{name} nests: it cannot be part of one regular expression")
        self._open.append(name)
        is_list = any(rule.expansion[0].name == name for rule in self.rules[name])
        part = self._list(name) if is_list else self._choice(name)
        self._open.pop()
        return part

    def _choice(self, name: str) -> Part:
        """A nonterminal with several rules: the alternatives, each told by a group of its own."""
        parts = self._alternatives(name)
        # What is special by shape (null, parameters) is tried before what is not, as a lexer tries the terminals.
        order = [symbol.lower() for symbol in self.terminals]
        parts.sort(key=lambda part: order.index(base) if (base := _base(part.test)) in order else -1)
        # The general case is by far the most frequent one: it is asked for first.
        value = parts[0].value
        for part in parts[1:]:
            value = f"{part.value} if {part.test} else {value}"
        pattern = "|".join(part.pattern for part in parts)
        if len(parts) == 1:
            return parts[0]
        return Part(f"(?:{pattern})", f"({value})", "")

    def _alternatives(self, name: str) -> list[Part]:
        """The rules of a nonterminal; single terminals of one function share a group."""
        parts: list[Part] = []
        shared: dict[str, list[str]] = {}
        for rule in self.rules[name]:
            symbol = rule.expansion[0].name
            if len(rule.expansion) == 1 and symbol in self.terminals:
                shared.setdefault(rule.alias, []).append(symbol)
            elif len(rule.expansion) == 1 and not rule.alias:
                parts += self._alternatives(symbol)
            else:
                parts.append(self._sequence(rule))
        for function, symbols in shared.items():
            # The order in which a lexer tries the terminals.
            ordered = [symbol for symbol in self.terminals if symbol in symbols]
            group = self._group(ordered[0] if len(ordered) == 1 else name)
            pattern = "|".join(self.terminals[symbol] for symbol in ordered)
            parts.append(Part(f"(?P<{group}>{pattern})", self._call(function, [group]), group))
        return parts

    def _list(self, name: str) -> Part:
        """``items: item | items "," item``: the text of the whole list in one group, read again item by item."""
        first, following = self.rules[name]
        item = first.expansion[0].name
        separator = self.terminals[following.expansion[1].name]
        outer = self._groups
        self._groups = []
        part = self._symbol(item, is_wanted=True)
        groups = groups_of(part.pattern)
        self._groups = outer
        group = self._group(name)
        plain = without_groups(part.pattern)
        constant = name.upper()
        self.lists[constant] = f"{self.blank}{part.pattern}{self.blank}(?:{separator})?"
        value = f"[{part.value} for {', '.join(groups)} in {constant}()({group})]"
        pattern = f"(?P<{group}>{plain}(?:{self.blank}{separator}{self.blank}{plain})*)"
        return Part(pattern, value, group)

    def _sequence(self, rule: Any, head: Part | None = None) -> Part:
        """One rule: its symbols with blanks between them, its function called.

        Args:
            rule: The rule.
            head: Its first symbol, where that was read before.
        """
        wanted = wanted_parts(rule.alias, len(rule.expansion))
        symbols = list(zip(rule.expansion, wanted, strict=True))[1 if head else 0 :]
        parts = [self._symbol(symbol.name, is_wanted=want) for symbol, want in symbols]
        pattern = self.blank.join(part.pattern for part in parts)
        test = next((part.test for part in parts if part.test), "")
        arguments = [part.value for part in ([head, *parts] if head else parts)]
        pieces = [part.pattern for part in parts]
        return Part(pattern, self._call(rule.alias, arguments), test or _any_of(pattern), pieces)

    def _call(self, function: str, arguments: list[str]) -> str:
        """A call of a builder function; written out where it is one ``return`` that uses each argument once."""
        body = _returned(function)
        if body is None:
            self.calls.add(function)
            return f"{function}({', '.join(arguments)})"
        names = list(inspect.signature(getattr(builder, function)).parameters)
        values = dict(zip(names, arguments, strict=True))
        tree = ast.parse(body, mode="eval")
        return _written(_Fill(values).visit(tree).body)


def _written(node: ast.expr) -> str:
    """The code of an expression, the same on every Python: 3.10 puts the names of ``for a, b in`` in parentheses."""
    return re.sub(r"\bfor \((\w+(?:, \w+)+)\) in\b", r"for \1 in", ast.unparse(node))


def wanted_parts(function: str, length: int) -> list[bool]:
    """Whether a builder function reads each of its parts; the others need not be kept."""
    if not function:
        return [True] * length
    source = ast.parse(inspect.getsource(getattr(builder, function)))
    definition = source.body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise TypeError(f"{function} is no function")
    read = {node.id for node in ast.walk(definition) if isinstance(node, ast.Name)}
    return [argument.arg in read for argument in definition.args.args]


def _returned(function: str) -> str | None:
    """The expression of a function that is a docstring and a ``return``; None for any other."""
    definition = ast.parse(inspect.getsource(getattr(builder, function))).body[0]
    if not isinstance(definition, ast.FunctionDef) or len(definition.body) != 2:
        return None
    last = definition.body[1]
    if not isinstance(last, ast.Return) or last.value is None:
        return None
    names = [node.id for node in ast.walk(last.value) if isinstance(node, ast.Name)]
    parameters = [argument.arg for argument in definition.args.args]
    return ast.unparse(last.value) if all(names.count(name) <= 1 for name in parameters) else None


def groups_of(pattern: str) -> list[str]:
    """The names of the groups of a pattern, in order."""
    return re.findall(r"\(\?P<(\w+)>", pattern)


def _base(group: str) -> str:
    """The name of a group without the number that tells it from others of that name."""
    return re.sub(r"_[0-9]+\Z", "", group)


def without_groups(pattern: str) -> str:
    """The pattern with groups that keep nothing."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _any_of(pattern: str) -> str:
    """A test for a piece that no single group tells: whether any of its groups was read."""
    return " or ".join(groups_of(pattern))


class _Fill(ast.NodeTransformer):
    """Puts expressions in place of names."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id not in self.values:
            return node
        return ast.parse(self.values[node.id], mode="eval").body
