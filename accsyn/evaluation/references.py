"""The texts that a reference offers, and what a word before a colon stands for.

A record holds a reference as an id or as ``type:id``; beside ``X`` it may hold ``X_hr``, the form for people, which
names the code. An operator holds for a reference if it holds for any of these texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from accsyn.ast import Exact, Literal
from accsyn.binding.bound import Operand
from accsyn.evaluation import operators
from accsyn.evaluation.operators import Test
from accsyn.evaluation.paths import Found, lookup
from accsyn.evaluation.values import MISSING, elements, is_missing
from accsyn.schema.attributes import Type
from accsyn.schema.families import Families
from accsyn.text import fold

TYPED = re.compile(r"[^\W\d][\w-]*:(.+)", re.DOTALL)


class Words(Families):
    """The words of a schema that may stand before the colon of a reference, and the form for people that has one.

    Args:
        schema: Whose entity types they are, deprecated names and ``share`` included.
    """

    @cached_property
    def _human(self) -> re.Pattern[str]:
        types = "|".join(re.escape(name) for name in sorted(self.names, key=len, reverse=True))
        # The forms: `user:lisa@example.com[standard](6676...)`, `hq(66fc...)`.
        return re.compile(rf"(?:({types}):)?(.*?)(?:\[[^\[\]]*\])?\([^()\s]+\)", re.IGNORECASE | re.DOTALL)

    def read_human(self, text: str) -> tuple[str | None, str] | None:
        """The type and the code that a text such as ``user:lisa@example.com[standard](6676...)`` names.

        Returns:
            The type, None if it names none, and the code; None for a text of another form and for an empty code.
        """
        match = self._human.fullmatch(text)
        return (match[1], match[2]) if match is not None and match[2] else None


def id_of(found: Found) -> object:
    """The id of the reference that a path found: behind the colon of ``type:id``, else the value itself."""
    value = found.value
    match = TYPED.fullmatch(value) if isinstance(value, str) else None
    return value if match is None else match[1]


def codes_of(found: Found, words: Words) -> Iterator[tuple[str | None, str]]:
    """The codes that ``X_hr`` beside a reference names, each with its type or None."""
    name = f"{found.key}_hr"
    for human in elements(lookup(found.parent, name, fold(name))[1]):
        named = words.read_human(human) if isinstance(human, str) else None
        if named is not None:
            yield named


def texts(ends: Iterable[Found], targets: Sequence[str], words: Words) -> Iterator[object]:
    """Every value that a reference offers to an operator: its own, the id in it, the code and ``type:code``.

    Args:
        ends: Where the path ended.
        targets: The entity types that the schema says it may point to; a single one is the type of a bare code.
        words: The words of the schema.
    """
    reached: list[Found] = []
    for found in ends:
        if found.rest:
            yield MISSING
            continue
        reached.append(found)
        yield found.value
        id_ = id_of(found)
        if id_ is not found.value:
            yield id_
    for type_, code in _all_codes(reached, words):
        yield code
        word = targets[0] if type_ is None and len(targets) == 1 else type_
        if word is not None:
            yield f"{word}:{code}"


def parts(ends: Iterable[Found], part: str, words: Words) -> Iterator[object]:
    """Every value of ``X.id`` or ``X.code``: what stands there, or what the text of X says.

    Args:
        ends: Where the path ended.
        part: ``id`` or ``code``.
        words: The words of the schema.
    """
    implicit = [found for found in ends if found.rest == part]
    if part == "id":
        yield from map(id_of, implicit)
    elif implicit:
        codes: list[object] = [code for _, code in _all_codes(implicit, words)]
        yield from codes or [MISSING]
    yield from (MISSING if found.rest else found.value for found in ends if found.rest != part)


def _all_codes(ends: Iterable[Found], words: Words) -> Iterator[tuple[str | None, str]]:
    """The codes beside all ends; where X has no value, they are not looked at.

    Beside the elements of one list they are read once, not for every element.
    """
    places = {(id(found.parent), found.key): found for found in ends if not is_missing(found.value)}
    for found in places.values():
        yield from codes_of(found, words)


def equal(operand: Operand, words: Words) -> Test:
    """The test of ``=`` on the texts of a reference: ``share:ID`` equals ``folder:ID``."""
    alike = spellings(operand, words)
    if len(alike) == 1:
        return operators.equal(operand, Type.REFERENCE)
    return operators.equal_to_any(alike, Type.REFERENCE)


def equal_to_any(operands: Iterable[Operand], words: Words) -> Test:
    """The test of IN on the texts of a reference."""
    alike = [spelling for operand in operands for spelling in spellings(operand, words)]
    return operators.equal_to_any(alike, Type.REFERENCE)


def spellings(operand: Operand, words: Words) -> list[Operand]:
    """The operand with every word that its own word before the colon stands for."""
    if not isinstance(operand, (Literal, Exact)):
        return [operand]
    word, colon, rest = operand.text.partition(":")
    family = words.family(word) if colon else frozenset[str]()
    if len(family) < 2:
        return [operand]
    return [type(operand)(f"{name}:{rest}") for name in sorted(family)]
