"""Comments that say that a finding is meant: ``# noqa: ACC510``, ``# accsyn: ignore[ACC510] reason``.

``# accsyn: ignore-file[ACC510]`` holds for the whole file; without brackets each takes everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from accsyn.codes.calls import UnusedSuppression
from accsyn.diagnostics import Diagnostic, Edit, Fix
from accsyn.lint.comments import Comment
from accsyn.source import Source, Span

_OURS = re.compile(r"accsyn:\s*ignore(?P<file>-file)?(?:\[(?P<codes>[^\]]*)\])?")
_NOQA = re.compile(r"\bnoqa\b(?P<colon>:\s*(?P<codes>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*)?)?", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z]+\d+|[a-z]+(?:-[a-z]+)+")


class Suppression(NamedTuple):
    """What one comment says.

    Attributes:
        comment: The comment.
        codes: Codes or names; empty for all.
        is_file: Whether it holds for the whole file.
        is_ours: Whether it speaks to this linter alone; ``noqa`` speaks to others too.
    """

    comment: Comment
    codes: tuple[str, ...]
    is_file: bool
    is_ours: bool

    def takes(self, diagnostic: Diagnostic, name: str) -> bool:
        """Whether a finding is meant."""
        return not self.codes or any(code.upper() == diagnostic.code or code == name for code in self.codes)


def find_suppressions(comments: Iterable[Comment]) -> list[Suppression]:
    """What the comments of a file say."""
    found = []
    for comment in comments:
        ours = _OURS.search(comment.text)
        if ours is not None:
            codes = tuple(_CODE.findall(ours["codes"] or ""))
            found.append(Suppression(comment, codes, ours["file"] is not None, True))
        noqa = _NOQA.search(comment.text)
        if noqa is not None:
            codes = tuple(code.upper() for code in _CODE.findall(noqa["codes"] or ""))
            # With codes of other linters alone it is not about this one.
            if any(code.startswith("ACC") for code in codes) or noqa["colon"] is None:
                found.append(Suppression(comment, codes, False, False))
    return found


def suppress(
    source: Source,
    diagnostics: Iterable[Diagnostic],
    suppressions: list[Suppression],
    lines_of: Callable[[Span], set[int]],
    name_of: Callable[[str], str],
) -> Iterator[Diagnostic]:
    """The findings that no comment takes, then the comments that take nothing.

    Args:
        source: The file.
        diagnostics: Its findings.
        suppressions: What its comments say.
        lines_of: The lines whose comments speak of a place.
        name_of: The name of a code.
    """
    used: set[int] = set()
    for diagnostic in diagnostics:
        lines = lines_of(diagnostic.span)
        taking = [
            index
            for index, each in enumerate(suppressions)
            if (each.is_file or each.comment.line in lines) and each.takes(diagnostic, name_of(diagnostic.code))
        ]
        used.update(taking)
        if not taking:
            yield diagnostic
    for index, each in enumerate(suppressions):
        others = [code for code in each.codes if not code.upper().startswith("ACC") and not each.is_ours]
        if index not in used and (each.is_ours or each.codes) and not others:
            yield _unused(source, each)


def _unused(source: Source, suppression: Suppression) -> Diagnostic:
    comment = suppression.comment
    start, end = comment.start, comment.start + len(comment.text)
    line = source.line(comment.line)
    before = line[: start - source.line_starts[comment.line - 1]]
    # A comment alone leaves an empty line: where it ends is not known to be wanted.
    edit = Edit(Span(start - (len(before) - len(before.rstrip())), end), "")
    is_all = comment.text.count("#") == 1
    fixes = [Fix("remove the comment", (edit,))] if is_all and not comment.is_alone else []
    what = " and ".join(suppression.codes) or "anything"
    return UnusedSuppression.at(
        Span(start, end), f"there is no finding of {what} that this could suppress", "Remove the comment.", *fixes
    )
