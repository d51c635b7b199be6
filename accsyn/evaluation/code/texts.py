"""Tests of text as Python expressions: what `wildcards` does, with everything about the query's text done beforehand.

`str.lower` is one call of C, `fold` is a function of ours, and for many constants they cannot differ: see
`accsyn.text.lower_decides`. So the expressions lower first, and fold where a text outside
ASCII could change the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from accsyn.ast import Exact, Literal
from accsyn.evaluation.wildcards import is_pattern, text_test
from accsyn.text import fold, lower_decides


class Constants:
    """The values that the generated code uses, by generated names; none of them is ever written into the code.

    Attributes:
        namespace: The values by name: what the code runs with.
    """

    def __init__(self, **named: object) -> None:
        self.namespace: dict[str, object] = dict(named)
        self._numbers: Iterator[int] = count()

    def add(self, value: object) -> str:
        """The name of a value."""
        name = f"c{next(self._numbers)}"
        self.namespace[name] = value
        return name


def equality(name: str, operand: Literal | Exact, constants: Constants, *, is_folded: bool) -> str:
    """An expression: whether a text is meant by an operand of ``=``.

    Args:
        name: The variable that holds the text.
        operand: What it is compared with.
        constants: Where constants go.
        is_folded: Whether the variable holds the text folded, or as it stands in the record.
    """
    folded = fold(operand.text)
    if not is_pattern(operand):
        return f"(len({name}) == {constants.add(len(folded))} and {_is(name, folded, constants, is_folded)})"
    prefix, *middle, suffix = folded.split("*")
    pieces = [piece for piece in middle if piece]
    if len(pieces) > 1 or (pieces and (prefix or suffix)):
        return f"{constants.add(text_test(operand.text, wildcards=True))}({name})"
    if pieces:
        return contains(name, pieces[0], constants, is_folded=is_folded)
    tests = []
    if prefix and suffix:
        tests.append(f"len({name}) >= {constants.add(len(prefix) + len(suffix))}")
    if suffix:
        tests.append(_is(f"{name}[{constants.add(slice(-len(suffix), None))}]", suffix, constants, is_folded))
    if prefix:
        tests.append(_is(f"{name}[{constants.add(slice(len(prefix)))}]", prefix, constants, is_folded))
    return f"({' and '.join(tests)})" if tests else "True"


def contains(name: str, folded: str, constants: Constants, *, is_folded: bool) -> str:
    """An expression: whether a folded text stands in the text of a variable."""
    constant = constants.add(folded)
    if is_folded:
        return f"({constant} in {name})"
    if lower_decides(folded):
        return f"({constant} in {name}.lower())"
    if "\u0307" in folded:
        return f"({constant} in fold({name}))"
    return f"({constant} in {name}.lower() or not {name}.isascii() and {constant} in fold({name}))"


def folding(name: str) -> str:
    """An expression: the text of a variable, folded."""
    return f"({name}.lower() if {name}.isascii() else fold({name}))"


def _is(expression: str, folded: str, constants: Constants, is_folded: bool) -> str:
    """An expression: whether a text, folded, is this one."""
    constant = constants.add(folded)
    if is_folded:
        return f"{expression} == {constant}"
    if lower_decides(folded):
        return f"{expression}.lower() == {constant}"
    if "\u0307" in folded:
        return f"fold({expression}) == {constant}"
    return f"((y := {expression}).lower() == {constant} or not y.isascii() and fold(y) == {constant})"
