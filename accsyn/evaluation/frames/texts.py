"""Columns of text: equality and wildcards, order, CONTAINS, MATCHES.

Short texts are looked for with a pattern of explicit letters, ``[fF][aA][iıIİ]...``: that is exact by itself, and
faster than lowering the column on every engine that was measured. Long lists and order need the folded column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from accsyn.ast import Exact, Literal, Operator
from accsyn.evaluation.frames.dialects import Dialect, literally
from accsyn.evaluation.frames.engines import Words
from accsyn.evaluation.frames.folding import folded
from accsyn.evaluation.frames.patterns import rewrite
from accsyn.evaluation.frames.refusal import Refusal
from accsyn.evaluation.operators import COMPARE
from accsyn.evaluation.wildcards import is_pattern
from accsyn.patterns import as_substring, as_wildcard
from accsyn.text import fold

if TYPE_CHECKING:
    import narwhals as nw

MOST_SPELLED = 1000  # characters that a pattern of explicit letters may have
_MOST_ALTERNATIVES = 16  # texts that are looked for with one pattern; a longer list is a set
_MOST_WITH_RUNS = 5000  # characters of a text with ``*``

Operands = Sequence["Literal | Exact"]


class Texts(NamedTuple):
    r"""What a column, or a part of it, offers to the operators on text.

    Attributes:
        values: The texts; null where there is none.
        words: What they are like.
        start: How a pattern writes the start of a text. What it may take beside nothing is a beginning without which
            the rest is a text too: the ``type:`` of a reference.
        rests: The texts without that beginning, null or empty where there is none; None where there is no such thing.
    """

    values: nw.Expr
    words: Words
    start: str = r"\A"
    rests: nw.Expr | None = None

    @property
    def are_there(self) -> nw.Expr:
        """Where there is a text."""
        return ~self.values.is_null()


def text_conditions(texts: Texts, operator: Operator, operands: Operands) -> list[nw.Expr]:
    """Where a text holds against some operand; null where there is no text.

    Args:
        texts: The texts.
        operator: A positive operator.
        operands: What was written; the ordered operators, CONTAINS and MATCHES have one.

    Raises:
        Refusal: The engine cannot tell.
    """
    if operator in {Operator.EQUAL, Operator.IN}:
        plain = dict.fromkeys(fold(operand.text) for operand in operands if not is_pattern(operand))
        patterns = dict.fromkeys(fold(operand.text) for operand in operands if is_pattern(operand))
        return [*equal_to(texts, list(plain)), *(_like(texts, pattern) for pattern in _sayable(texts, patterns))]
    if operator is Operator.CONTAINS:
        return [_contains(texts, text) for text in _sayable(texts, (fold(operand.text) for operand in operands))]
    if operator is Operator.MATCHES:
        return [condition for operand in operands for condition in _matches(texts, operand.text)]
    return [_ordered(texts, operator, fold(operand.text)) for operand in operands]


def _sayable(texts: Texts, wanted: Iterable[str]) -> list[str]:
    """What a column can hold at all: one of UTF-8 has no lone surrogates."""
    return [text for text in wanted if not (texts.words.dialect.is_utf8 and has_surrogates(text))]


def has_surrogates(text: str) -> bool:
    """Whether a text holds lone surrogates."""
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)


def is_short(wanted: Sequence[str]) -> bool:
    """Whether texts are few and short enough to be looked for with a pattern."""
    return len(wanted) <= _MOST_ALTERNATIVES and sum(map(len, wanted)) <= MOST_SPELLED


def equal_to(texts: Texts, wanted: Sequence[str]) -> list[nw.Expr]:
    """Where a text equals one of some folded texts."""
    wanted = _sayable(texts, wanted)
    if not wanted:
        return []
    if is_short(wanted):
        dialect = texts.words.dialect
        # What a start takes is followed by something.
        written = [(texts.start if text else r"\A", literally(text, dialect)) for text in wanted]
        starts = dict.fromkeys(start for start, _ in written)
        return [
            texts.values.str.contains(
                f"{start}{alternatives([body for at, body in written if at == start])}{dialect.end}"
            )
            for start in starts
        ]
    letters = frozenset("".join(wanted))
    found = [folded(texts.values, texts.words, letters).is_in(wanted)]
    if texts.rests is not None:
        found.append(folded(texts.rests, texts.words, letters).is_in([text for text in wanted if text]))
    return found


def alternatives(patterns: Sequence[str]) -> str:
    """A pattern of several."""
    return patterns[0] if len(patterns) == 1 else f"(?:{'|'.join(patterns)})"


def _like(texts: Texts, pattern: str) -> nw.Expr:
    """Where a text equals a folded one with ``*``."""
    if len(pattern) > _MOST_WITH_RUNS:
        raise Refusal(f"a text with * of more than {_MOST_WITH_RUNS:,} characters", "write a shorter one")
    dialect = texts.words.dialect
    first, *middle, last = pattern.split("*")
    middle = [piece for piece in middle if piece]
    if not first and not last and len(middle) < 2:
        return _contains(texts, "".join(middle))
    written = ""
    if first:
        written = f"{texts.start}{literally(first, dialect)}"
    elif middle:
        written = r"\A"
    written += "".join(_after_a_run(piece, dialect) for piece in middle)
    if last:
        written += f"{'(?s:.*)' if written else ''}{literally(last, dialect)}{dialect.end}"
    return texts.values.str.contains(written)


def _after_a_run(piece: str, dialect: Dialect) -> str:
    return dialect.first_fit.replace("{piece}", literally(piece, dialect))


def _contains(texts: Texts, text: str) -> nw.Expr:
    """Where a folded text stands in a text. What stands in the rest of a text stands in the text."""
    if not text:
        return texts.are_there
    if len(text) <= MOST_SPELLED:
        return texts.values.str.contains(literally(text, texts.words.dialect))
    return folded(texts.values, texts.words, text).str.contains(text, literal=True)


def _matches(texts: Texts, pattern: str) -> list[nw.Expr]:
    plain = as_substring(pattern)
    if plain is not None:
        return [_contains(texts, text) for text in _sayable(texts, [fold(plain)])]
    wildcard = as_wildcard(pattern)
    if wildcard is not None:
        if "*" in wildcard:
            return [_like(texts, text) for text in _sayable(texts, [fold(wildcard)])]
        return equal_to(texts, [fold(wildcard)])
    return [texts.values.str.contains(rewrite(pattern, texts.words.dialect, texts.start))]


def _ordered(texts: Texts, operator: Operator, text: str) -> nw.Expr:
    if texts.words.dialect.is_utf8 and has_surrogates(text):
        raise Refusal("order against a lone surrogate, which UTF-8 does not have", "write another text")
    comparison: nw.Expr = COMPARE[operator](folded(texts.values, texts.words, text, in_order=True), text)
    return comparison
