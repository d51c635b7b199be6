"""How claims about one attribute stand to each other.

Everything here is sound and none of it is complete: True means that it is so on every record (LANGUAGE 4), False that
nothing is known. A record may offer several values, so ``x=a AND x=b`` can hold; `excludes` is only said of attributes
that have one value by the schema. `includes` is about single values, hence good for any number of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from accsyn.evaluation.wildcards import text_test
from accsyn.logic.claims import PLAIN_TEXT, Choice, Claim, moments, range_of

MOST_TRIED = 16
"""Patterns and intervals of one list that a choice is tried against: the work stays linear in the size of the query."""


def includes(outer: Claim, inner: Claim) -> bool:
    """Whether every value for which `inner` holds is one for which `outer` holds. Both are about one attribute."""
    if outer.key == inner.key:
        return True
    if inner.choices is not None:
        return all(_holds_for(choice, outer) for choice in inner.choices)
    if inner.range is not None and outer.range is not None:
        return inner.range.is_within(outer.range)
    # Every text contains the empty one, and a text that holds `abc` holds `b`.
    return inner.search is not None and outer.search is not None and outer.search in inner.search


def excludes(one: Claim, two: Claim) -> bool:
    """Whether no record satisfies both. Both are about one attribute."""
    if not one.is_single:
        return False
    if one.choices is not None:
        return all(_fails_for(choice, two) for choice in one.choices)
    if two.choices is not None:
        return all(_fails_for(choice, one) for choice in two.choices)
    return one.range is not None and two.range is not None and one.range.is_apart_from(two.range)


def is_emptied(positives: Sequence[Claim], negatives: Sequence[Claim]) -> bool:
    """Whether what some claims leave open, together, is no value at all: ``x IN (a, b) AND x!=a AND x!=b``.

    Args:
        positives: Claims that have to hold, about one attribute.
        negatives: Claims that must not hold, about the same.
    """
    for claim in positives:
        if claim.choices is None:
            continue
        others = [other for other in positives if other is not claim] if claim.is_single else []
        if all(
            any(_holds_for(choice, other) for other in negatives) or any(_fails_for(choice, other) for other in others)
            for choice in claim.choices
        ):
            return True
    return False


def _holds_for(choice: Choice, claim: Claim) -> bool:
    """Whether the claim holds for every value that equals the choice."""
    if claim.choices is not None:
        if choice in claim.choices:
            return True
        if choice.kind == "text" and claim.type in PLAIN_TEXT:
            return any(_matches(pattern, choice) for pattern in claim.patterns[:MOST_TRIED])
        return False
    if claim.range is not None:
        span = range_of(choice, claim.type)
        return span is not None and span.is_within(claim.range)
    if claim.search is None or claim.type not in PLAIN_TEXT or choice.kind not in {"text", "pattern"}:
        return False
    # A pattern's text between its wildcards stands in every text that it matches.
    pieces = choice.value.split("*") if choice.kind == "pattern" else (choice.value,)
    return any(claim.search in piece for piece in pieces)


def _fails_for(choice: Choice, claim: Claim) -> bool:
    """Whether the claim holds for no value that equals the choice; the attribute has one value."""
    if choice.kind == "parameter":
        return False
    if claim.choices is not None:
        return _is_none_of(choice, claim)
    if choice.kind == "null":
        # Only `=` and IN hold for what is not there.
        return True
    if claim.range is not None:
        span = range_of(choice, claim.type)
        return span is not None and span.is_apart_from(claim.range)
    return claim.search is not None and choice.kind == "text" and claim.search not in choice.value


def _is_none_of(choice: Choice, claim: Claim) -> bool:
    choices = claim.choices or {}
    if choice in choices or claim.has_parameter:
        return False
    if choice.kind in {"null", "bool", "number"}:
        return True
    if choice.kind == "text":
        # The other plain texts are not this one.
        return len(claim.patterns) <= MOST_TRIED and not any(_matches(pattern, choice) for pattern in claim.patterns)
    return len(choices) <= MOST_TRIED and all(_are_apart(choice, other) for other in choices)


def _are_apart(one: Choice, two: Choice) -> bool:
    """Whether no value equals both choices."""
    if "null" in (one.kind, two.kind):
        return one.kind != two.kind
    if one.kind == "time" and two.kind == "time":
        return moments(one.value).is_apart_from(moments(two.value))
    if one.kind == "pattern" and two.kind == "text":
        return not _matches(one, two)
    if one.kind == "pattern" and two.kind == "pattern":
        return _ends_differ(one.value.split("*"), two.value.split("*"))
    return one.kind == "text" and two.kind == "pattern" and not _matches(two, one)


def _ends_differ(one: list[str], two: list[str]) -> bool:
    """Whether two patterns, split at their wildcards, ask for different beginnings or different ends."""
    heads, tails = (one[0], two[0]), (one[-1], two[-1])
    shortest = min(map(len, heads))
    if heads[0][:shortest] != heads[1][:shortest]:
        return True
    shortest = min(map(len, tails))
    return tails[0][len(tails[0]) - shortest :] != tails[1][len(tails[1]) - shortest :]


def _matches(pattern: Choice, text: Choice) -> bool:
    return text_test(pattern.value, wildcards=True)(text.value)
