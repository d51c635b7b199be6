"""Names for mistakes: a table of rules for each thing that the parser can expect.

A rule is a function that gets a `Trouble` and returns a `Report`, or None where the mistake is another one. The rules
of a table are tried in order; the last one names everything. `name_mistake` picks the table by what could stand at
the place.
"""

from __future__ import annotations

from collections.abc import Callable

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Diagnostic, Fix
from accsyn.grammar.mistakes import condition, connective, entity, operator, value
from accsyn.grammar.trouble import Report, Trouble
from accsyn.source import Span

Rule = Callable[[Trouble], Report | None]


def name_mistake(trouble: Trouble) -> Report:
    """What is wrong at a place, and how to go on."""
    for rule in _rules(trouble):
        report = rule(trouble)
        if report is not None:
            return report
    raise AssertionError("a table of rules ends with a rule for the rest")


def _rules(trouble: Trouble) -> tuple[Rule, ...]:
    expected = trouble.expected
    if "BARE" in expected:
        return value.RULES
    if not expected.isdisjoint({"EQUAL", "CONTAINS"}):
        return (operator.foreign, *entity.EITHER_RULES, *operator.RULES) if "WHERE" in expected else operator.RULES
    if "WHERE" in expected:
        return entity.RULES
    if "NAME" in expected:
        if "LPAR" not in expected:
            return entity.START_RULES
        if trouble.start == "statement" and not trouble.tokens:
            return (condition.empty, condition.negation, *entity.EITHER_START_RULES, *condition.RULES)
        return condition.RULES
    return connective.RULES


def unary_not(text: str, place: Span, fix: Fix | None) -> Diagnostic:
    """NOT in front of a condition.

    Args:
        text: The source text.
        place: The NOT and the blanks behind it.
        fix: The condition turned round, if it can be.
    """
    written = text[place.start : place.end].rstrip()
    span = Span(place.start, place.start + len(written))
    help_ = "Use the opposite operator (`=` and `!=`); NOT goes with IN, CONTAINS and MATCHES only."
    if fix is not None and not fix.safe:
        help_ = (
            "Use the opposite operator. Neither `<` nor `>=` holds for a record without a value: "
            "`OR …=null` keeps such records."
        )
    shown = "NOT" if written.upper() == "NOT" else "`!`"
    return codes.UnaryNot.at(span, f"{shown} does not stand in front of a condition", help_, *([fix] if fix else []))


def empty_item(text: str, span: Span) -> Diagnostic:
    """A quoted list with nothing between two commas.

    Args:
        text: The source text.
        span: The quoted list.
    """
    if not text[span.start + 1 : span.end - 1].strip():
        return codes.EmptyList.at(span, "the list is empty", value.EMPTY_HELP)
    offset = span.start + 1
    for piece in text[span.start + 1 : span.end - 1].split(","):
        if not piece.strip():
            break
        offset += len(piece) + 1
    return codes.EmptyList.at(
        Span(offset, offset),
        "an item of the list is missing",
        "Remove a comma, or quote the items one by one.",
    )
