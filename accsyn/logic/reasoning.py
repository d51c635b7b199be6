"""What the AND and OR of a query make of its claims: what can never hold, what always does, what is said twice.

The tree is folded from its leaves. OR is AND of the opposites, so one set of rules serves both: in an OR the signs of
the claims are turned over, and "never" becomes "always". The work is linear in the size of the query: equal parts are
found by their keys, and claims about one attribute are compared pair by pair only among the first few of each AND.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from accsyn.ast import And, Comparison, Expression, Junction
from accsyn.logic.claims import Claim
from accsyn.logic.relations import excludes, includes, is_emptied

MOST_COMPARED = 16
"""Claims about one attribute in one AND or OR that are compared pair by pair."""


class Conflict(NamedTuple):
    """Operands of an AND that never hold together, or of an OR of which one always holds.

    Attributes:
        parent: The AND or OR.
        first: The earlier operand.
        second: The later one, which makes it so.
        is_pair: Whether these two suffice; else others about the same attribute take part.
    """

    parent: Junction
    first: Comparison
    second: Comparison
    is_pair: bool


class Repeated(NamedTuple):
    """An operand that stands in the same AND or OR a second time.

    Attributes:
        parent: The AND or OR.
        operand: The later one.
        first: The earlier one.
    """

    parent: Junction
    operand: Expression
    first: Expression


class Idle(NamedTuple):
    """An operand that changes nothing.

    Attributes:
        parent: The AND or OR.
        operand: What can go.
        because: The comparison beside it that makes it so.
        is_exact: Whether this is so on every record, even one that holds a list where the schema has one value.
    """

    parent: Junction
    operand: Expression
    because: Comparison
    is_exact: bool


Fact = Conflict | Repeated | Idle


class Reasoning:
    """The facts about a condition.

    Args:
        condition: The tree.
        claims: The claim of every comparison in it, by the identity of the comparison.

    Attributes:
        facts: What was found, parts before wholes.
        verdict: False if the condition never holds, True if it always does, None if that is not known.
    """

    def __init__(self, condition: Expression, claims: Mapping[int, Claim]) -> None:
        self.facts: list[Fact] = []
        self._claims = claims
        self._numbers: dict[Hashable, int] = {}
        self.verdict = self._fold(condition)

    def _fold(self, condition: Expression) -> bool | None:
        # Of every finished operand: its number, and what is known of it. Equal numbers, equal meaning.
        done: list[tuple[int, bool | None]] = []
        pending: list[tuple[Expression, bool]] = [(condition, False)]
        while pending:
            node, is_ready = pending.pop()
            if not isinstance(node, Junction):
                done.append((self._number(self._sign(node)), None))
            elif is_ready:
                start = len(done) - len(node.operands)
                numbers, verdicts = zip(*done[start:], strict=True)
                del done[start:]
                done.append((self._number((type(node), frozenset(numbers))), self._junction(node, numbers, verdicts)))
            else:
                pending.append((node, True))
                pending.extend((operand, False) for operand in reversed(node.operands))
        return done.pop()[1]

    def _number(self, key: Hashable) -> int:
        return self._numbers.setdefault(key, len(self._numbers))

    def _sign(self, node: Expression) -> Hashable:
        """What a comparison says, its sign included."""
        claim = self._claims[id(node)]
        return claim.is_negative, claim.key

    # ---- one AND or OR ---------------------------------------------------------------------------------------------

    def _junction(self, node: Junction, numbers: Sequence[int], verdicts: Sequence[bool | None]) -> bool | None:
        absorbing = not isinstance(node, And)
        distinct = self._drop_repeated(node, numbers)
        groups: dict[Hashable, list[Claim]] = {}
        for operand in distinct:
            if isinstance(operand, Comparison):
                claim = self._claims[id(operand)]
                groups.setdefault(claim.path, []).append(claim)
        conflicts = [conflict for group in groups.values() if (conflict := _conflict(node, group)) is not None]
        self.facts += conflicts
        broken = {self._claims[id(conflict.first)].path for conflict in conflicts}
        for path, group in groups.items():
            if path not in broken:
                self.facts += _idle(node, group)
        self.facts += self._absorbed(node, distinct)
        if conflicts or absorbing in verdicts:
            return absorbing
        return None if None in verdicts else not absorbing

    def _drop_repeated(self, node: Junction, numbers: Sequence[int]) -> list[Expression]:
        first: dict[int, Expression] = {}
        for number, operand in zip(numbers, node.operands, strict=True):
            earlier = first.setdefault(number, operand)
            if earlier is not operand:
                self.facts.append(Repeated(node, operand, earlier))
        return list(first.values())

    def _absorbed(self, node: Junction, operands: Sequence[Expression]) -> Iterator[Idle]:
        """``a OR (a AND b)`` is ``a``, and so is ``a AND (a OR b)``."""
        said = {self._sign(operand): operand for operand in operands if isinstance(operand, Comparison)}
        for operand in operands:
            if isinstance(operand, Junction):
                inner = (part for part in operand.operands if isinstance(part, Comparison))
                reasons = (said[sign] for part in inner if (sign := self._sign(part)) in said)
                because = next(reasons, None)
                if because is not None:
                    yield Idle(node, operand, because, True)


def _is_demanded(node: Junction, claim: Claim) -> bool:
    """Whether the claim has to hold if the AND is to hold; in an OR, if the OR is not to hold."""
    return claim.is_negative is not isinstance(node, And)


def _conflict(node: Junction, group: Sequence[Claim]) -> Conflict | None:
    """The first conflict among the claims of a junction about one attribute, in the order of the text."""
    seen: dict[Hashable, Claim] = {}
    for index, claim in enumerate(group):
        twin = seen.setdefault(claim.key, claim)
        if twin is not claim:
            # Equal keys and not the same condition: one is the complement of the other.
            return Conflict(node, twin.comparison, claim.comparison, True)
        if index >= MOST_COMPARED:
            continue
        for earlier in group[:index]:
            if _collide(node, earlier, claim):
                return Conflict(node, earlier.comparison, claim.comparison, True)
    compared = group[:MOST_COMPARED]
    if len(compared) < 3:
        return None
    demanded = [claim for claim in compared if _is_demanded(node, claim)]
    refused = [claim for claim in compared if not _is_demanded(node, claim)]
    if is_emptied(demanded, refused):
        return Conflict(node, compared[0].comparison, compared[-1].comparison, False)
    return None


def _collide(node: Junction, one: Claim, two: Claim) -> bool:
    """Whether two claims never hold together in an AND, or one of them always holds in an OR."""
    first, second = _is_demanded(node, one), _is_demanded(node, two)
    if first and second:
        return excludes(one, two)
    if first or second:
        return includes(two, one) if first else includes(one, two)
    return False


def _idle(node: Junction, group: Sequence[Claim]) -> Iterator[Idle]:
    """The claims that follow from another one of the group, which stays."""
    compared = group[:MOST_COMPARED]
    gone: set[int] = set()
    for index, claim in enumerate(compared):
        for place, other in enumerate(compared):
            if place == index or place in gone:
                continue
            exactness = _follows(node, claim, other)
            if exactness is not None:
                gone.add(index)
                yield Idle(node, claim.comparison, other.comparison, exactness)
                break


def _follows(node: Junction, claim: Claim, other: Claim) -> bool | None:
    """Whether a claim follows from another in an AND (in an OR: its opposite from the opposite of the other).

    Returns:
        True if it does on every record; False if it does where the record has one value; None if it does not.
    """
    if _is_demanded(node, other):
        if _is_demanded(node, claim):
            return True if includes(claim, other) else None
        return False if excludes(claim, other) else None
    return True if not _is_demanded(node, claim) and includes(other, claim) else None
