"""Texts that meet several conditions at once: the shortest ones, by a search over what the conditions have seen.

Each condition is a machine that reads a text character by character: a state for what it has seen so far, and whether
the text may end there. The machines run side by side, breadth first, so that short texts come first. Characters that
no condition speaks of are all alike, so a few stand for all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from accsyn.ast import Operator
from accsyn.text import fold

MOST_STEPS = 12_000
"""Steps of all machines together in one search."""

MOST_CHARACTERS = 48
"""Characters that one search tries."""

MOST_VISITS = 3
"""Texts that are answered for one state: what the machines cannot tell apart, who asks may."""

MOST_SCANNED = 5_000
"""Characters among which one is looked for that is as others are."""

_OTHERS = "abz0 -~\u4e00"

State = Hashable


class Machine(NamedTuple):
    """A condition on a text.

    Attributes:
        start: What it has seen before the first character.
        step: The state behind one more character, folded.
        accepts: Whether the text may end in a state.
        is_dead: Whether it can no longer be met from a state.
        characters: The characters it tells apart from others.
    """

    start: State
    step: Callable[[State, str], State]
    accepts: Callable[[State], bool]
    is_dead: Callable[[State], bool]
    characters: str


def plain(texts: Iterable[str]) -> Machine:
    """The text is one of these, without case."""
    items = frozenset(map(fold, texts))
    prefixes = {item[:length] for item in items for length in range(len(item) + 1)}

    def step(state: State, character: str) -> State:
        longer = f"{state}{character}"
        return longer if state is not None and longer in prefixes else None

    shown = "".join(sorted({character for item in items for character in item})[:MOST_CHARACTERS])
    return Machine("" if items else None, step, lambda state: state in items, lambda state: state is None, shown)


def pattern(pieces: Sequence[str | None]) -> Machine:
    """The text is these characters, without case; None stands for any run of characters."""
    folded = [None if piece is None else fold(piece) for piece in pieces]
    size = len(folded)

    def close(places: set[int]) -> frozenset[int]:
        for place in sorted(places):
            while place < size and folded[place] is None:
                place += 1
                places.add(place)
        return frozenset(places)

    def step(state: State, character: str) -> State:
        places = set()
        for place in state if isinstance(state, frozenset) else ():
            if place < size and folded[place] is None:
                places.add(place)
            elif place < size and folded[place] == character:
                places.add(place + 1)
        return close(places)

    return Machine(
        close({0}),
        step,
        lambda state: isinstance(state, frozenset) and size in state,
        lambda state: state == frozenset(),
        "".join(piece for piece in pieces if piece is not None),
    )


def any_of(machines: Sequence[Machine]) -> Machine:
    """At least one of some conditions is met."""

    def step(state: State, character: str) -> State:
        return tuple([machine.step(one, character) for machine, one in _parts(machines, state)])

    return Machine(
        tuple(machine.start for machine in machines),
        step,
        lambda state: any(machine.accepts(one) for machine, one in _parts(machines, state)),
        lambda state: all(machine.is_dead(one) for machine, one in _parts(machines, state)),
        "".join(machine.characters for machine in machines),
    )


def _parts(machines: Sequence[Machine], state: State) -> Iterator[tuple[Machine, State]]:
    return zip(machines, state if isinstance(state, tuple) else (), strict=True)


_LESS, _GREATER = -1, -2
_NO = -3  # whatever follows, it does not fit any more
_LOST = {
    Operator.LESS: _GREATER,
    Operator.LESS_EQUAL: _GREATER,
    Operator.GREATER: _LESS,
    Operator.GREATER_EQUAL: _LESS,
}
_FITS: dict[Operator, Callable[[int, int], bool]] = {
    Operator.LESS: lambda state, size: state == _LESS or 0 <= state < size,
    Operator.LESS_EQUAL: lambda state, size: state == _LESS or 0 <= state <= size,
    Operator.GREATER: lambda state, _: state == _GREATER,
    Operator.GREATER_EQUAL: lambda state, size: state in (_GREATER, size),
}


def ordered(operator: Operator, text: str) -> Machine:
    """The text stands before or behind another one, without case."""
    other = fold(text)
    size = len(other)
    fits = _FITS[operator]

    lost = _LOST[operator]

    def step(state: State, character: str) -> State:
        # Up to here equal: the number of characters says how far.
        if not isinstance(state, int) or state < 0:
            return state
        if state < size and character == other[state]:
            return state + 1
        after = _LESS if state < size and character < other[state] else _GREATER
        return _NO if after == lost else after

    near = "".join(chr(min(max(ord(one) + offset, 1), 0x10FFFF)) for one in other for offset in (0, 1, -1))
    return Machine(
        0, step, lambda state: isinstance(state, int) and fits(state, size), lambda state: state == _NO, near
    )


def negated(machine: Machine) -> Machine:
    """A condition is not met."""
    accepts = machine.accepts
    return machine._replace(accepts=lambda state: not accepts(state), is_dead=lambda _: False)


def shortest(machines: Sequence[Machine]) -> Iterator[str]:
    """Texts that meet all conditions, the shortest first; deterministic, within `MOST_STEPS`."""
    alphabet = _alphabet(machines)
    step = _together(machines)
    start = tuple(machine.start for machine in machines)
    visits = {start: 1}
    pending: deque[tuple[tuple[State, ...], str]] = deque([(start, "")])
    steps = 0
    while pending:
        states, text = pending.popleft()
        if all(machine.accepts(state) for machine, state in zip(machines, states, strict=True)):
            yield text
        for shown, folded in alphabet:
            steps += 1 + len(machines)
            if steps > MOST_STEPS:
                return
            after = step(states, folded)
            if after is None:
                continue
            if visits.get(after, 0) < MOST_VISITS:
                visits[after] = visits.get(after, 0) + 1
                pending.append((after, text + shown))


def is_impossible(machines: Sequence[Machine]) -> bool:
    """Whether no text meets all conditions. False also where that takes more than `MOST_STEPS`, or many characters.

    Args:
        machines: Conditions that say exactly what they take.
    """
    alphabet = _one_of_each(machines)
    if alphabet is None:
        return False
    step = _together(machines)
    start = tuple(machine.start for machine in machines)
    seen = {start}
    pending = [start]
    steps = 0
    for states in pending:  # grows while it is gone through
        if all(machine.accepts(state) for machine, state in zip(machines, states, strict=True)):
            return False
        steps += len(alphabet) * (1 + len(machines))
        if steps > MOST_STEPS:
            return False
        for character in alphabet:
            after = step(states, character)
            if after is not None and after not in seen:
                seen.add(after)
                pending.append(after)
    return True


def _one_of_each(machines: Sequence[Machine]) -> list[str] | None:
    """Folded characters, one of every kind that the conditions tell apart by equality or order; None for too many."""
    named = "".join(machine.characters for machine in machines)
    if len(named) >= MOST_CHARACTERS:
        return None  # of a long list not all are named
    codes = sorted(set(map(ord, fold(named))))
    found = [chr(code) for code in codes]
    for before, behind in pairwise([-1, *codes, 0x110000]):
        between = range(before + 1, behind)
        one = next((code for code in islice(between, MOST_SCANNED) if fold(chr(code)) == chr(code)), None)
        if one is not None:
            found.append(chr(one))
        elif len(between) > MOST_SCANNED:
            return None
    return found


def _together(machines: Sequence[Machine]) -> Callable[[tuple[State, ...], str], tuple[State, ...] | None]:
    """The step of all machines at once; None where a condition can no longer be met."""
    # Side by side, a machine is asked the same again and again.
    known: dict[tuple[int, State, str], tuple[State, bool]] = {}

    def step(states: tuple[State, ...], character: str) -> tuple[State, ...] | None:
        after = []
        for number, state in enumerate(states):
            move = known.get((number, state, character))
            if move is None:
                machine = machines[number]
                reached = machine.step(state, character)
                move = known[number, state, character] = reached, machine.is_dead(reached)
            if move[1]:
                return None
            after.append(move[0])
        return tuple(after)

    return step


def _alphabet(machines: Sequence[Machine]) -> list[tuple[str, str]]:
    """The characters to try, as they are written and folded."""
    named = dict.fromkeys(one for machine in machines for one in machine.characters)
    few = [*named][:MOST_CHARACTERS]
    known = set(map(fold, named))
    others = [one for one in _OTHERS if one not in known]
    return [(one, fold(one)) for one in (*few, *others[:2])]
