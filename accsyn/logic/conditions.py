"""Conditions that never hold, always hold, or say nothing new, in words (ACC401 to ACC404)."""

from __future__ import annotations

from collections.abc import Iterator

from accsyn.ast import And, Expression, Junction
from accsyn.codes import logic as codes
from accsyn.diagnostics import Diagnostic, Edit, Fix
from accsyn.logic.reasoning import Conflict, Idle, Repeated
from accsyn.logic.subject import Subject


def find_facts(subject: Subject) -> Iterator[Diagnostic]:
    """A diagnostic for each fact, in the order in which they were found."""
    for fact in subject.reasoning.facts:
        if isinstance(fact, Conflict):
            yield _conflict(subject, fact)
        elif isinstance(fact, Repeated):
            yield _repeated(subject, fact)
        else:
            yield _idle(subject, fact)


def _conflict(subject: Subject, fact: Conflict) -> Diagnostic:
    is_and = isinstance(fact.parent, And)
    second, first = subject.show(fact.second), subject.show(fact.first)
    span = subject.spans.of(fact.second)
    whole = subject.reasoning.verdict is not None
    if is_and:
        message = f"{second} never holds together with {first}"
        if not fact.is_pair:
            message = f"with {second} no value is left for `{fact.second.attribute}`"
        help_ = "The query finds nothing." if whole else "This part of the query finds nothing."
        return codes.AlwaysFalse.at(span, message, _explain(subject, help_, fact), *_other_connective(subject, fact))
    message = f"{first} or {second} holds for every record"
    if not fact.is_pair:
        message = f"with {second} every record is taken, whatever `{fact.second.attribute}` is"
    help_ = "The query finds everything." if whole else "This part of the query leaves nothing out."
    return codes.AlwaysTrue.at(span, message, _explain(subject, help_, fact), *_other_connective(subject, fact))


def _is_slip(subject: Subject, fact: Conflict) -> bool:
    """Whether the other connective was probably meant: `status!=a OR status!=b`, and there is nothing else."""
    one, two = subject.claims[id(fact.first)], subject.claims[id(fact.second)]
    return one.is_negative is two.is_negative and len(fact.parent.operands) == 2


def _explain(subject: Subject, help_: str, fact: Conflict) -> str:
    if not _is_slip(subject, fact):
        return help_
    return f"{help_} Did you mean {'OR' if isinstance(fact.parent, And) else 'AND'}?"


def _other_connective(subject: Subject, fact: Conflict) -> list[Fix]:
    """The fix that writes the other connective, where these two are all that the AND or OR joins."""
    layout = subject.layout
    if layout is None or not _is_slip(subject, fact):
        return []
    run = layout.run_of(fact.first)
    frame = run.frame
    if frame.is_mixed:
        # Turned over, the connective would take in its neighbours.
        return []
    word = "OR" if isinstance(fact.parent, And) else "AND"
    connective = frame.connectives[run.last]
    written = subject.written(connective.span)
    edit = Edit(connective.span, word if written.isupper() else word.lower())
    return [Fix(f"write {word}", (edit,), safe=False)]


def _repeated(subject: Subject, fact: Repeated) -> Diagnostic:
    return codes.DuplicateCondition.at(
        subject.place_of(fact.operand),
        f"{subject.show(fact.operand)} is the same condition as {subject.show(fact.first)} before it",
        "Remove one of them.",
        *_removal(subject, fact.operand, fact.parent, "remove the repetition", is_safe=True),
    )


def _idle(subject: Subject, fact: Idle) -> Diagnostic:
    operand, because = subject.show(fact.operand), subject.show(fact.because)
    if isinstance(fact.parent, And):
        message = f"{operand} says nothing new: it holds wherever {because} does"
    else:
        message = f"{operand} adds nothing: {because} holds wherever it does"
    return codes.RedundantCondition.at(
        subject.place_of(fact.operand),
        message,
        "Remove it, unless something else was meant.",
        *_removal(subject, fact.operand, fact.parent, "remove it", is_safe=fact.is_exact),
    )


def _removal(subject: Subject, node: Expression, parent: Junction, message: str, *, is_safe: bool) -> list[Fix]:
    if subject.layout is None:
        return []
    return [Fix(message, (subject.layout.removal(node, parent),), is_safe and subject.is_spelled_alike)]
