"""Many `=` of one attribute that are one IN (ACC407), and items that a list holds twice (ACC403)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import pairwise

from accsyn.ast import And, Comparison, Junction, List, Literal, Operator, Value
from accsyn.binding.bound import BoundComparison
from accsyn.codes import logic as codes
from accsyn.diagnostics import Diagnostic, Edit, Fix
from accsyn.logic.claims import choice_of
from accsyn.logic.subject import Subject, show
from accsyn.printer import reads_as_null, reads_as_parameter
from accsyn.source import Span
from accsyn.visitor import walk

_FEWEST = 3
"""Two comparisons read as well as a list of two."""

_HARD = frozenset("*,\"'\r\n")
"""A list with these in an item goes to the server in another form, so a list is no gain."""


def find_lists(subject: Subject) -> Iterator[Diagnostic]:
    """Repeated items first, then what could be a list."""
    for item in subject.bound.comparisons:
        if isinstance(item.comparison.value, List):
            yield from _repeated_items(subject, item, item.comparison.value)
    for node in walk(subject.condition):
        if isinstance(node, Junction):
            yield from _could_be_list(subject, node)


def _repeated_items(subject: Subject, bound: BoundComparison, value: List) -> Iterator[Diagnostic]:
    seen: set[Hashable] = set()
    spans = [subject.spans.of(item) for item in value.items]
    # What one parameter stands for has one place: the text has nothing to take out.
    shared = {place for place, following in pairwise(spans) if place == following}
    for index, operand in enumerate(bound.operands):
        choice = choice_of(operand)
        if choice not in seen or spans[index] in shared:
            seen.add(choice)
            continue
        item = value.items[index]
        edit = Edit(Span(spans[index - 1].end, spans[index].end), "")
        fixes = [Fix("remove the repetition", (edit,), safe=True)] if _keeps_list(value) else []
        yield codes.DuplicateCondition.at(
            spans[index], f"{subject.show(item)} stands in the list already", "Remove it.", *fixes
        )


def _keeps_list(value: List) -> bool:
    """Whether the items mean the same if only one is left: a single quoted text would be split at its commas."""
    first = value.items[0]
    return len(value.items) > 2 or not isinstance(first, Literal) or first.text.strip() == first.text.replace(",", "")


def _could_be_list(subject: Subject, node: Junction) -> Iterator[Diagnostic]:
    wanted = Operator.NOT_EQUAL if isinstance(node, And) else Operator.EQUAL
    groups: dict[Hashable, dict[Hashable, list[Comparison]]] = {}
    for operand in node.operands:
        if isinstance(operand, Comparison) and operand.operator is wanted and _is_easy(operand.value):
            claim = subject.claims[id(operand)]
            groups.setdefault(claim.path, {}).setdefault(claim.key, []).append(operand)
    word = "NOT IN" if isinstance(node, And) else "IN"
    for group in groups.values():
        if len(group) < _FEWEST:
            continue
        comparisons = [comparison for equal in group.values() for comparison in equal]
        comparisons.sort(key=subject.spans.of)
        first = comparisons[0]
        values = ", ".join(subject.written(subject.spans.of(equal[0].value)) for equal in group.values())
        edits = _as_list(subject, comparisons, f" {word} ({values})")
        yield codes.CouldBeList.at(
            Span(subject.spans.of(first).start, subject.spans.of(comparisons[-1]).end)
            if edits
            else subject.spans.of(first),
            f"{len(group)} comparisons of `{first.attribute}` are one {word}",
            f"Write {show(f'{first.attribute} {word} ({values})')}.",
            *([Fix(f"write {word}", edits, subject.is_spelled_alike)] if edits else []),
        )


def _is_easy(value: Value) -> bool:
    if not isinstance(value, Literal):
        return False
    text = value.text
    if not text or text != text.strip() or not _HARD.isdisjoint(text) or text.endswith("\\"):
        return False
    return not (reads_as_null(text) or reads_as_parameter(text))


def _as_list(subject: Subject, comparisons: list[Comparison], rest: str) -> tuple[Edit, ...]:
    """The first comparison becomes the list, the others go; nothing where they stand in different parentheses."""
    layout = subject.layout
    if layout is None:
        return ()
    runs = [layout.run_of(comparison) for comparison in comparisons]
    frame = runs[0].frame
    if any(run.frame is not frame for run in runs):
        return ()
    edits = list(subject.rewrite(comparisons[0], "", rest))
    edits += [
        layout.without(frame.connectives[run.first - 1].span.start, run.span.end, before=True) for run in runs[1:]
    ]
    return tuple(edits)
