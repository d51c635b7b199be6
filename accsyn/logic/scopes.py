"""Conditions that ask for records which a plain find leaves out (ACC412)."""

from __future__ import annotations

from collections.abc import Iterator

from accsyn.ast import List, Literal, Operator
from accsyn.codes import logic as codes
from accsyn.diagnostics import Diagnostic
from accsyn.logic.subject import Subject

_FINISHED = frozenset({"done", "aborted"})
"""Statuses of jobs that a find returns only with ``finished=True`` (accsyn's documentation, "Scopes of a find")."""

_MEMBERSHIP = frozenset({Operator.EQUAL, Operator.IN})


def find_scopes(subject: Subject) -> Iterator[Diagnostic]:
    """A diagnostic for each status of a job that a plain find never returns."""
    entity = subject.bound.entity_type
    if entity is None or not entity.is_job:
        return
    for item in subject.bound.comparisons:
        comparison = item.comparison
        attribute = item.resolved.attribute
        is_status = (
            attribute is not None and attribute is entity.attribute("status") and "." not in comparison.attribute
        )
        if not is_status or comparison.operator not in _MEMBERSHIP:
            continue
        value = comparison.value
        for part in value.items if isinstance(value, List) else (value,):
            if isinstance(part, Literal) and part.text.lower() in _FINISHED:
                yield codes.FinishedJobs.at(
                    subject.spans.of(part),
                    f"a plain find never returns jobs that are {part.text.lower()}",
                    "Pass finished=True to find; after 14 days also archived=True.",
                )
