"""How conditions, parentheses and AND and OR follow each other in the text; the tree keeps none of the last two.

A `Frame` is the text between two parentheses, or all of it: items with connectives between them. An item is a
comparison or a frame of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from accsyn.ast import And, Comparison, Expression, Junction
from accsyn.diagnostics import Edit
from accsyn.grammar.spans import Spans
from accsyn.source import Span

_MARK = re.compile(r"[()]|and|or", re.IGNORECASE)
_WHERE = re.compile(r"where", re.IGNORECASE)


class Connective(NamedTuple):
    """An AND or OR in the text.

    Attributes:
        span: Its place.
        is_and: Whether it is AND.
    """

    span: Span
    is_and: bool


class Frame:
    """What stands between two parentheses, or the whole condition.

    Attributes:
        start: Offset of the opening parenthesis; that of the first item for the whole condition.
        end: Offset behind the closing parenthesis; behind the last item for the whole condition.
        parent: The frame around this one, None for the whole condition.
        index: Which item of its parent this frame is.
        items: Comparisons, as their spans, and frames.
        connectives: What joins each item to the next.
    """

    __slots__ = ("connectives", "end", "index", "items", "parent", "start")

    def __init__(self, start: int, parent: Frame | None) -> None:
        self.start = start
        self.end = start
        self.parent = parent
        self.index = 0 if parent is None else len(parent.items)
        self.items: list[Span | Frame] = []
        self.connectives: list[Connective] = []

    @property
    def is_mixed(self) -> bool:
        """Whether both AND and OR join the items."""
        return len({connective.is_and for connective in self.connectives}) > 1

    def span_of(self, first: int, last: int) -> Span:
        """The place of some neighbouring items, their own parentheses included."""
        return Span(self.items[first].start, self.items[last].end)


class Run(NamedTuple):
    """Neighbouring items of one frame.

    Attributes:
        frame: The frame.
        first: Index of the first item.
        last: Index of the last one.
    """

    frame: Frame
    first: int
    last: int

    @property
    def span(self) -> Span:
        """The place, the items' own parentheses included."""
        return self.frame.span_of(self.first, self.last)


class Layout:
    """The frames of a text.

    Args:
        text: The text.
        comparisons: Every comparison of the condition, in the order of the text.
        spans: Their places.

    Attributes:
        frames: Every frame in the order in which they open; the first is the whole condition.
    """

    def __init__(self, text: str, comparisons: Sequence[Comparison], spans: Spans) -> None:
        self.text = text
        self._places: dict[int, tuple[Frame, int]] = {}
        places = [spans.of(comparison) for comparison in comparisons]
        start = _start_of(text, spans)
        frame = Frame(start, None)
        self.frames = [frame]
        offset = start
        for comparison, place in zip(comparisons, places, strict=True):
            frame = self._read(frame, offset, place.start)
            self._places[id(comparison)] = (frame, len(frame.items))
            frame.items.append(place)
            offset = place.end
        self._read(frame, offset, len(text))
        whole = self.frames[0]
        whole.start, whole.end = whole.span_of(0, -1)

    def _read(self, frame: Frame, start: int, end: int) -> Frame:
        """Read what stands between two comparisons; returns the frame that is open behind it."""
        for mark in _MARK.finditer(self.text, start, end):
            sign = mark[0]
            if sign == "(":
                inner = Frame(mark.start(), frame)
                frame.items.append(inner)
                self.frames.append(inner)
                frame = inner
            elif sign == ")":
                frame.end = mark.end()
                frame = frame.parent or frame
            else:
                frame.connectives.append(Connective(Span(*mark.span()), sign.lower() == "and"))
        return frame

    def run_of(self, node: Expression) -> Run:
        """The items that make up a node, as far out as they make up the whole of a pair of parentheses."""
        first, last = self._places[id(_leaf(node, 0))], self._places[id(_leaf(node, -1))]
        way = list(_outward(first[0]))
        depth = {id(frame): index for index, frame in enumerate(way)}
        frame, end = last
        while id(frame) not in depth:
            end = frame.index
            frame = frame.parent or frame
        place = depth[id(frame)]
        begin = first[1] if place == 0 else way[place - 1].index
        while frame.parent is not None and begin == 0 and end == len(frame.items) - 1:
            begin = end = frame.index
            frame = frame.parent
        return Run(frame, begin, end)

    def removal(self, node: Expression, parent: Junction) -> Edit:
        """The edit that takes an operand out of its AND or OR, with the connective on one side.

        One of its neighbours in the frame is an operand of the same AND or OR: else the run would reach further out.
        """
        run = self.run_of(node)
        frame, is_and = run.frame, isinstance(parent, And)
        if run.first > 0 and frame.connectives[run.first - 1].is_and is is_and:
            start = frame.connectives[run.first - 1].span.start
            return self.without(start, run.span.end, before=True)
        return self.without(run.span.start, frame.connectives[run.last].span.end, before=False)

    def without(self, start: int, end: int, *, before: bool) -> Edit:
        """The edit that removes a range and the white space on one side of it; words on both sides stay apart."""
        text = self.text
        if before:
            while start > 0 and text[start - 1].isspace():
                start -= 1
        else:
            while end < len(text) and text[end].isspace():
                end += 1
        return Edit(Span(start, end), between(text, start, end))


def between(text: str, start: int, end: int) -> str:
    """What has to stand in place of a removed range: a blank where two words would grow together."""
    is_open = start == 0 or text[start - 1].isspace() or text[start - 1] == "("
    is_closed = end >= len(text) or text[end].isspace() or text[end] == ")"
    return "" if is_open or is_closed else " "


def _start_of(text: str, spans: Spans) -> int:
    """Where the condition starts: behind WHERE, or at the start of a bare expression."""
    if spans.entity_type is None:
        return 0
    keyword = _WHERE.search(text, spans.entity_type.end)
    return spans.entity_type.end if keyword is None else keyword.end()


def _outward(frame: Frame) -> Iterator[Frame]:
    around: Frame | None = frame
    while around is not None:
        yield around
        around = around.parent


def _leaf(node: Expression, side: int) -> Expression:
    """The first (0) or last (-1) comparison of a node."""
    while isinstance(node, Junction):
        node = node.operands[side]
    return node
