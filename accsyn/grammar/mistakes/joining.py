"""Reports about what joins two conditions: which connective is missing, or meant by something else."""

from __future__ import annotations

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Edit, Fix
from accsyn.grammar.mistakes.common import found, in_blanks, show
from accsyn.grammar.trouble import Report, Resume, Trouble, is_name, replace
from accsyn.source import Span

FOREIGN = {"&&": "AND", "&": "AND", "||": "OR", "|": "OR", "PLUS": "AND", "ALSO": "AND", "UND": "AND", "ODER": "OR"}
"""Connectives of other languages, in capitals, and ours."""


def foreign(trouble: Trouble, place: Span, meant: str) -> Report:
    """A connective of another language, and the one of ours that is meant."""
    fix = replace(f"write {meant}", place, in_blanks(trouble, place, meant))
    message = f"there is no operator {show(trouble.written(place))}"
    return Report(codes.ForeignOperator.at(place, message, f"Write {meant}.", fix), Resume("insert", place.end, meant))


def missing(trouble: Trouble) -> Report:
    """`a=1 b=2`: nothing stands between two conditions."""
    lexeme = trouble.lexeme
    fix = Fix("insert AND", (Edit(Span(trouble.gap.start, lexeme.start), " AND "),), safe=False)
    return Report(
        codes.MissingConnective.at(
            Span(lexeme.start, lexeme.start), "AND or OR is missing between two conditions", None, fix
        ),
        Resume("insert", lexeme.start, "AND"),
    )


def glued(trouble: Trouble) -> Report | None:
    """`a=1 ANDb=2`: the blank behind the keyword is missing."""
    lexeme = trouble.lexeme
    word = next((word for word in ("AND", "OR") if lexeme.text.upper().startswith(word)), "")
    rest = lexeme.text[len(word) :]
    if not word or not rest[:1].isalpha() or not is_name(rest):
        return None
    gap = Span(lexeme.start + len(word), lexeme.start + len(word))
    return Report(
        codes.MissingConnective.at(
            lexeme.span,
            f"expected AND or OR, {found(lexeme)}",
            f"Did you mean {show(f'{word} {rest}')}?",
            replace("insert a blank", gap, " ", safe=False),
        ),
        Resume("insert", gap.start, word),
    )


def comma(trouble: Trouble, place: Span, offset: int) -> Report:
    """`a=1, b=2`: a comma between two conditions; one reads on at `offset` as behind AND."""
    fix = replace("write AND", place, in_blanks(trouble, place, "AND"), safe=False)
    message = "a comma does not join conditions"
    return Report(
        codes.CommaOutsideList.at(place, message, "Join conditions with AND or OR.", fix),
        Resume("insert", offset, "AND"),
    )
