"""The text that goes to the server, written in one pass over the tree as it was parsed.

Nearly every comparison is plain: there is nothing to say about it and nothing in it has to be lowered, so that the
server's text for it is its own text in lower case. What is not plain is bound and lowered on its own, where it stands.
So a compile makes no bound query and no second tree; whoever asks for them gets them later.

`emit` gives exactly the text that `bind`, `normalise` and `write` give. What it is not sure of, errors first of all, it
leaves to them: the answer is None, and nothing is lost but a moment. That both ways agree is a property test
(tests/wire/test_emit.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accsyn.ast import And, Comparison, List, Literal, Null, Operator, Or, Statement
from accsyn.binding.binder import Binder
from accsyn.binding.context import Context
from accsyn.binding.quiet import Test, never, quiet_test
from accsyn.printer import REST, can_be_bare, print_expression, write_value
from accsyn.rewriting.lower import SERVER, Lowering
from accsyn.schema.model import EntityType, Schema
from accsyn.text import lower_keeping_meaning
from accsyn.wire.expression import keeps_its_case, lower_comparison

_WORDS: dict[type, str] = {And: " and ", Or: " or "}
_MOST_NAMES = 1000
_LONGEST_NAME = 100
_STAGE = "wire.emit"

Rule = tuple[str, "Test | None"]
"""What stands before the value of a comparison (``status!=``), and what the value must pass to be plain."""


def emit(statement: Statement, context: Context) -> str | None:
    """The text of the condition; None where there is none, and where the whole query has to be looked at.

    Args:
        statement: The tree, its parameters bound.
        context: What it is bound against.
    """
    # The nodes' own slots are read here, past their properties: this loop is most of what a compile does.
    condition = statement._condition
    entity = None if statement._entity_type is None else context.schema.entity_type(statement._entity_type)
    if condition is None or entity is None:
        return None
    rules = _rules_of(entity, context.schema)
    # What was parsed bare can be written bare; a tree made in code may hold anything.
    is_parsed = statement._source is not None
    on_its_own: _OnItsOwn | None = None
    pieces: list[str] = []
    around: list[tuple[Iterator[Any], str]] = []
    # The junction at hand: what is left of it, the word between its operands, what stands before the next one.
    operands: Iterator[Any] = iter((condition,))
    word = before = ""
    while True:
        for node in operands:
            if type(node) is not Comparison:
                break
            head, test = rules[node._attribute][node._operator]
            value = node._value
            if type(value) is Literal and is_parsed and not value._quoted:
                # What stands behind most attributes: the same as in `_plain`, without a call.
                lower = value._text.lower() if value._text.isascii() else lower_keeping_meaning(value._text)
                text = lower if test is None or test(lower) else None
            else:
                text = _plain(value, node._operator, test, is_parsed)
            if text is not None:
                pieces.append(f"{before}{head}{text}")
            else:
                on_its_own = on_its_own or _OnItsOwn(context.binder(), entity, context.schema)
                text = on_its_own.text(node, word)
                if text is None:
                    return None
                pieces.append(before + text)
            before = word
        else:
            if len(around) < 2:
                break
            pieces.append(")")
            operands, word = around.pop()
            before = word  # behind the parenthesis that has been closed
            continue
        inner = _WORDS.get(type(node))
        if inner is None or inner is word:
            return None
        # The outermost junction has no parentheses.
        pieces.append(f"{before}(" if around else "")
        around.append((operands, word))
        operands, word, before = iter(node._operands), inner, ""
    written = "".join(pieces)
    # Line breaks and halves of surrogate pairs are not printable.
    return written if written.isprintable() else None


def _plain(value: Any, operator: Operator, test: Test | None, is_parsed: bool) -> str | None:
    """The text of a literal, a null, or a list whose items can all be bare; None where it is not plain."""
    if test is never:
        return None
    if type(value) is Null:
        return "null"
    if type(value) is List:
        items = [_item(item, operator, test, is_parsed) for item in value.items]
        return ",".join([item for item in items if item is not None]) if items and None not in items else None
    if type(value) is not Literal:
        return None
    text = lower_keeping_meaning(value.text)
    if test is not None and not test(text):
        return None
    if not value.quoted:
        return text if is_parsed or can_be_bare(text, operator) else None
    if '"' not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else None


def _item(item: Any, operator: Operator, test: Test | None, is_parsed: bool) -> str | None:
    """The text of an item without quotes; None where it is not plain, or has a wildcard."""
    if type(item) is Null:
        return "null"
    if type(item) is not Literal or "*" in item.text:
        return None
    text = lower_keeping_meaning(item.text)
    if test is not None and not test(text):
        return None
    return text if (is_parsed and not item.quoted) or can_be_bare(text, operator) else None


class _OnItsOwn:
    """Binds and lowers the comparisons that are not plain, one by one in the order of the text."""

    __slots__ = ("_binder", "_lowering", "_schema")

    def __init__(self, binder: Binder, entity: EntityType, schema: Schema) -> None:
        self._binder = binder
        self._lowering = Lowering(SERVER)
        self._schema = schema
        binder.entity = entity

    def text(self, node: Comparison, word: str) -> str | None:
        """The text of a comparison; None where the query cannot be sent, or all of it has to be looked at.

        Args:
            node: The comparison.
            word: What joins it to its neighbours; empty where it has none.
        """
        binder, lowering = self._binder, self._lowering
        found, noted = len(binder.findings), len(lowering.notes)
        bound = binder.comparison(node)
        if binder.has_parameters or any(finding.is_error for finding in binder.findings[found:]):
            return None
        lowered = lower_comparison(bound, lowering, self._schema)
        if any(note.refused for note in lowering.notes[noted:]):
            return None
        if type(lowered) is not Comparison:
            text = print_expression(lowered, REST)
            return text if not word or _WORDS[type(lowered)] is word else f"({text})"
        value = lowered.value
        if type(value) is List:
            # An empty list that was bound decides about its neighbours.
            return print_expression(lowered, REST) if value.items else None
        return _head(lowered.attribute, lowered.operator) + write_value(value, lowered.operator)


class _Rules(dict[str, dict[Operator, Rule]]):
    """The rules of an entity type by attribute as it is written, made when an attribute is first met.

    A name may be spelled in many ways and a path may be of any length, so there are never more than `_MOST_NAMES`.
    """

    def __init__(self, entity: EntityType, schema: Schema) -> None:
        super().__init__()
        self._entity = entity
        self._schema = schema

    def __missing__(self, name: str) -> dict[Operator, Rule]:
        resolved = self._entity.resolve(name)
        written = lower_keeping_meaning(name)
        rules: dict[Operator, Rule] = {}
        for operator in Operator:
            test = quiet_test(resolved, operator, self._schema)
            if test is None and resolved.attribute is None:
                test = _is_no_time
            rules[operator] = (_head(written, operator), test)
        if len(name) <= _LONGEST_NAME:
            if len(self) >= _MOST_NAMES:
                self.clear()
            self[name] = rules
        return rules


def _head(attribute: str, operator: Operator) -> str:
    spelling = operator.value.lower()
    return f"{attribute} {spelling} " if operator.is_word else attribute + spelling


def _is_no_time(text: str) -> bool:
    return not keeps_its_case(text)


def _rules_of(entity: EntityType, schema: Schema) -> _Rules:
    rules: _Rules | None = entity.prepared.get(_STAGE)
    if rules is None:
        rules = entity.prepared[_STAGE] = _Rules(entity, schema)
    return rules
