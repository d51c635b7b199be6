"""Parentheses that are missing for the reader, and those that nobody needs (ACC405, ACC406)."""

from __future__ import annotations

from collections.abc import Iterator

from accsyn.codes import logic as codes
from accsyn.diagnostics import Diagnostic, Edit, Fix
from accsyn.logic.layout import Frame, between
from accsyn.logic.subject import Subject
from accsyn.source import Span


def find_parentheses(subject: Subject) -> Iterator[Diagnostic]:
    """Both kinds, in the order in which the parentheses open."""
    if subject.layout is None:
        return
    for frame in subject.layout.frames:
        if frame.is_mixed:
            yield _mixed(frame)
        if frame.parent is not None and not _is_only(frame):
            chain = _chain(frame)
            count = len(chain) if _is_needless(frame, frame.parent, chain[-1]) else len(chain) - 1
            if count:
                yield _needless(subject, chain[:count])


def _mixed(frame: Frame) -> Diagnostic:
    """AND binds tighter: the conditions that it joins are shown, and put in parentheses."""
    runs = list(_and_runs(frame))
    edits = [
        edit for run in runs for edit in (Edit(Span(run.start, run.start), "("), Edit(Span(run.end, run.end), ")"))
    ]
    return codes.MixedConnectives.at(
        runs[0],
        "AND and OR meet without parentheses: AND binds tighter, so this is read as one part",
        "Put it in parentheses; put the OR in parentheses instead if that was meant.",
        Fix("add parentheses around AND", tuple(edits), safe=True),
    )


def _and_runs(frame: Frame) -> Iterator[Span]:
    first = 0
    for index in range(len(frame.items)):
        if index == len(frame.connectives) or not frame.connectives[index].is_and:
            if index > first:
                yield frame.span_of(first, index)
            first = index + 1


def _is_only(frame: Frame) -> bool:
    """Whether the frame is the only thing within a pair of parentheses: then the outer pair reports both."""
    parent = frame.parent
    return parent is not None and parent.parent is not None and len(parent.items) == 1


def _chain(frame: Frame) -> list[Frame]:
    """The frame, and the pairs of parentheses right within it that hold all it holds."""
    chain = [frame]
    while len(frame.items) == 1:
        inner = frame.items[0]
        if not isinstance(inner, Frame):
            break
        frame = inner
        chain.append(frame)
    return chain


def _is_needless(outer: Frame, parent: Frame, content: Frame) -> bool:
    """Whether the query means the same, and reads as well, without any parentheses around the content.

    Args:
        outer: The outermost of the pairs around the content.
        parent: The frame around that.
        content: The innermost.
    """
    before = parent.connectives[outer.index - 1 : outer.index] if outer.index else []
    beside = {connective.is_and for connective in (*before, *parent.connectives[outer.index : outer.index + 1])}
    within = {connective.is_and for connective in content.connectives}
    # A single condition, or all there is, or the same connective inside and on both sides.
    return not within or not beside or (beside == within and len(within) == 1)


def _needless(subject: Subject, frames: list[Frame]) -> Diagnostic:
    text = subject.text
    edits: list[Edit] = []
    for frame in frames:
        opening, closing = frame.start + 1, frame.end - 1
        while text[opening].isspace():
            opening += 1
        while text[closing - 1].isspace():
            closing -= 1
        edits.append(Edit(Span(frame.start, opening), between(text, frame.start, opening)))
        edits.append(Edit(Span(closing, frame.end), between(text, closing, frame.end)))
    edits.sort(key=lambda edit: edit.span)
    plural = "these parentheses change" if len(frames) > 1 else "this pair of parentheses changes"
    return codes.RedundantParentheses.at(
        Span(frames[0].start, frames[0].end),
        f"{plural} nothing",
        "Remove them." if len(frames) > 1 else "Remove it.",
        Fix("remove the parentheses", tuple(edits), safe=True),
    )
