"""The fix for a NOT in front of a condition: the same condition turned round, as edits of the text."""

from __future__ import annotations

from accsyn.ast import And, Comparison, Junction, Node, Or
from accsyn.diagnostics import Edit, Fix
from accsyn.grammar.lexer import skip_ignored
from accsyn.grammar.spans import Spans
from accsyn.source import Span

_TURNED = {"<": ">=", ">": "<=", "<=": ">", ">=": "<"}
MAX_NODES = 1000
"""Conditions of more nodes get no fix: nobody would read it."""


def turn_round(text: str, node: Node, spans: Spans) -> tuple[list[Edit], bool] | None:
    """The edits that make a condition its own complement.

    Each operator becomes its opposite, AND and OR change places (and an AND that stood in an OR without parentheses
    gets some).

    Args:
        text: The source text.
        node: The condition, as parsed (not flattened: parentheses as the text has them).
        spans: The places of its nodes.

    Returns:
        The edits and whether they are exact; not exact where an ordered comparison had to allow for a missing value.
        None for a condition too large to show.
    """
    edits: list[Edit] = []
    exact = True
    pending: list[tuple[Node, Node | None]] = [(node, None)]
    seen = 0
    while pending:
        node, parent = pending.pop()
        seen += 1
        if seen > MAX_NODES:
            return None
        place = spans.place(node)
        if isinstance(node, Comparison):
            new, is_exact = _turn_comparison(text, node, spans)
            edits += new
            exact = exact and is_exact
        elif isinstance(node, Junction):
            other = "OR" if isinstance(node, And) else "AND"
            for left, right in zip(node.operands, node.operands[1:], strict=False):
                gap = Span(spans.outer(left).end, spans.outer(right).start)
                edits.append(Edit(_keyword(text, gap), other))
            if isinstance(node, And) and isinstance(parent, Or) and place.span == place.outer:
                edits += [
                    Edit(Span(place.span.start, place.span.start), "("),
                    Edit(Span(place.span.end, place.span.end), ")"),
                ]
            pending += [(operand, node) for operand in node.operands]
    return sorted(edits, key=lambda edit: edit.span), exact


def negation_fix(text: str, nots: list[Span], node: Node, spans: Spans) -> Fix | None:
    """The fix that removes one NOT, or an even or odd number of them in a row."""
    edits = [Edit(Span(span.start, skip_ignored(text, span.end)), "") for span in nots]
    exact = True
    if len(nots) % 2:
        turned = turn_round(text, node, spans)
        if turned is None:
            return None
        edits += turned[0]
        exact = turned[1]
    message = "turn the condition round" if len(nots) % 2 else "remove NOT"
    return Fix(message, tuple(sorted(edits, key=lambda edit: edit.span)), exact)


def _turn_comparison(text: str, node: Comparison, spans: Spans) -> tuple[list[Edit], bool]:
    complement = node.operator.complement
    place = spans.operator(node)
    if complement is not None:
        written = complement.value
        if complement.is_word and node.operator.is_word:
            # `a NOT IN b` <-> `a IN b`: keep the user's own spelling of the operator.
            word = text[place.start : place.end].rsplit(None, 1)[-1]
            written = f"NOT {word}" if complement.is_negative else word
        return [Edit(place, written)], True
    span = spans.of(node)
    attribute = text[slice(*spans.attribute(node))]
    value = text[place.end : span.end]
    turned = f"({attribute}{_TURNED[node.operator.value]}{value.strip()} OR {attribute}=null)"
    return [Edit(span, turned)], False


def _keyword(text: str, gap: Span) -> Span:
    between = text[gap.start : gap.end]
    start = gap.start + len(between) - len(between.lstrip())
    return Span(start, gap.start + len(between.rstrip()))
