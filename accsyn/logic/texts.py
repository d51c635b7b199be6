"""Which texts there are, as far as some comparisons can tell them apart.

Each comparison of a text is a small automaton over folded characters; run side by side from the empty text on, they
reach every combination of answers that any text gives, each with a shortest text that gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import count, pairwise
from typing import NamedTuple

from accsyn.ast import Exact, Literal, Operator
from accsyn.logic.budget import Budget
from accsyn.text import fold

_GAP = 400
_SURROGATES = range(0xD800, 0xE000)


class Automaton(NamedTuple):
    """An automaton over folded characters; its states are ints.

    Attributes:
        start: The state of the empty text.
        step: State and character to state.
        letters: The characters that it tells apart.
        is_ordered: Whether the characters between those count too.
    """

    start: int
    step: Callable[[int, str], int]
    letters: frozenset[str]
    is_ordered: bool


def automaton(operator: Operator, operand: Literal | Exact) -> Automaton:
    """The automaton that tells for which texts a positive comparison holds; any but MATCHES.

    A text leads to the same state as another one only if the comparison holds for both or for none.
    """
    if operator.is_ordered:
        return _order(fold(operand.text))
    pieces: list[str | None] = [*fold(operand.text)]
    if operator is Operator.CONTAINS:
        pieces = [None, *pieces, None]
    elif isinstance(operand, Literal):
        pieces = [None if piece == "*" else piece for piece in pieces]
    return _pattern(pieces)


def _pattern(pieces: Sequence[str | None]) -> Automaton:
    """Of characters, and of None for any run of characters: the set of the places reached, as bits.

    From a place at which any run of characters may stand, every text is found that is found from a place before it: of
    those, none has to be kept. So there are about as many states as there are pieces.
    """
    places: list[str | None] = []
    for piece in pieces:
        if piece is not None or not places or places[-1] is not None:  # `**` is `*`
            places.append(piece)
    moves: dict[str, int] = {}
    runs = 0
    for place, piece in enumerate(places):
        if piece is None:
            runs |= 1 << place
        else:
            moves[piece] = moves.get(piece, 0) | 1 << place

    def close(reached: int) -> int:
        reached |= (reached & runs) << 1  # a run may be empty; no two follow each other
        last = (reached & runs).bit_length()
        return reached >> last - 1 << last - 1 if last else reached

    def step(reached: int, letter: str) -> int:
        return close((reached & moves.get(letter, 0)) << 1 | reached & runs)

    return Automaton(close(1), step, frozenset(moves), False)


def _order(text: str) -> Automaton:
    """Below the text (-1), above it (-2), or how many characters are equal so far."""

    def step(state: int, letter: str) -> int:
        if state < 0:
            return state
        if state == len(text):
            return -2
        return state + 1 if letter == text[state] else -1 if letter < text[state] else -2

    return Automaton(0, step, frozenset(text), True)


def representatives(automata: Sequence[Automaton], budget: Budget) -> list[str] | None:
    """Texts of which one gives the answers that any text gives; None where that takes too many steps."""
    letters = _alphabet(automata)
    if letters is None:
        return None
    start = tuple([each.start for each in automata])
    texts = {start: ""}
    pending = [start]
    for states in pending:  # it grows while it is read: breadth first
        if not budget.spend(len(letters) * (len(automata) + 1)):
            return None
        for letter in letters:
            reached = tuple([each.step(state, letter) for each, state in zip(automata, states, strict=True)])
            if reached not in texts:
                texts[reached] = texts[states] + letter
                pending.append(reached)
    return list(texts.values())


def exact(text: str) -> Automaton:
    """The automaton of one folded text."""
    return _pattern([*text])


def other_than(texts: Iterable[str]) -> str:
    """A folded text that is none of some."""
    taken = frozenset(texts)
    return next(text for text in map(str, count()) if text not in taken)


def _alphabet(automata: Iterable[Automaton]) -> list[str] | None:
    """The characters that matter, and one for each gap between them; None where a gap cannot be looked through."""
    letters = sorted(frozenset[str]().union(*(each.letters for each in automata)))
    places = [-1, *map(ord, letters), 0x110000]
    found = list(letters)
    if not any(each.is_ordered for each in automata):
        # Any other character is as good as any.
        return [
            *found,
            next(each for each in map(chr, range(97, 0xD800)) if each not in letters and fold(each) == each),
        ]
    for low, high in pairwise(places):
        gap = range(low + 1, high)
        tried = gap if len(gap) <= _GAP else [*gap[: _GAP // 2], *gap[-_GAP // 2 :]]
        between = next((chr(at) for at in tried if at not in _SURROGATES and fold(chr(at)) == chr(at)), None)
        if between is not None:
            found.append(between)
        elif len(gap) > _GAP:
            return None
    return found
