"""The query that is looked at: its tree, its claims, its text, and the places in it."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

from accsyn.ast import Comparison, Exact, Expression, Literal, Value
from accsyn.binding.bound import BoundQuery
from accsyn.diagnostics import Edit
from accsyn.grammar.spans import Spans
from accsyn.logic.claims import Claim, claims_of, is_spelled_alike
from accsyn.logic.layout import Layout
from accsyn.logic.reasoning import Reasoning
from accsyn.source import Span
from accsyn.text import escape_for_display

_LONGEST = 40


class Subject:
    """A bound query with everything that the checks share, each part made when it is first needed.

    Args:
        bound: The query, free of errors.
        text: Its text.
        spans: The places of its nodes in the text.
        condition: Its condition.
    """

    def __init__(self, bound: BoundQuery, text: str, spans: Spans, condition: Expression) -> None:
        self.bound = bound
        self.text = text
        self.spans = spans
        self.condition = condition

    @cached_property
    def claims(self) -> dict[int, Claim]:
        """The claim of each comparison, by its identity."""
        return claims_of(self.bound)

    @cached_property
    def reasoning(self) -> Reasoning:
        """The facts about the condition."""
        return Reasoning(self.condition, self.claims)

    @cached_property
    def is_spelled_alike(self) -> bool:
        """Whether each attribute has one spelling."""
        return is_spelled_alike(self.claims)

    @cached_property
    def layout(self) -> Layout | None:
        """The parentheses and connectives; None for a tree made in code that has one node in several places."""
        comparisons = [item.comparison for item in self.bound.comparisons]
        places = [self.spans.of(comparison) for comparison in comparisons]
        if any(one.end > two.start for one, two in pairwise(places)):
            return None
        return Layout(self.text, comparisons, self.spans)

    def written(self, span: Span) -> str:
        """The text at a place."""
        return self.text[span.start : span.end]

    def show(self, node: Expression | Value) -> str:
        """A node as it is written, for a message: in backquotes, escaped, shortened."""
        return show(self.written(self.spans.of(node)))

    def place_of(self, node: Expression) -> Span:
        """The place of an operand, with the parentheses that hold nothing else."""
        return self.spans.of(node) if self.layout is None else self.layout.run_of(node).span

    def is_written(self, value: Literal | Exact) -> bool:
        """Whether a value stands in the text itself, and not in place of a parameter."""
        return self.written(self.spans.of(value)) in (value.text, f'"{value.text}"', f"'{value.text}'")

    def rewrite(self, comparison: Comparison, operator: str, value: str) -> tuple[Edit, ...]:
        """The edit that puts another operator and value behind the attribute.

        Args:
            comparison: The comparison.
            operator: The new operator, with blanks around it if it is a word.
            value: The new value as it is to be written.
        """
        start = self.spans.attribute(comparison).end
        return (Edit(Span(start, self.spans.of(comparison).end), f"{operator}{value}"),)


def show(text: str) -> str:
    """A text in a message: in backquotes, escaped, shortened."""
    shown = escape_for_display(text[:_LONGEST])
    return f"`{shown}…`" if len(text) > _LONGEST else f"`{shown}`"
