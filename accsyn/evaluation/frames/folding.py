"""Text in the form in which it compares, on an engine whose lower case is not Python's.

An engine lowers text by another version of Unicode, by the rules of context (a final Σ), and some letters to two
characters. What it makes of every letter is asked once and set against `accsyn.text.fold`. Where they differ the letter
is replaced before the engine sees it: of these letters only those that could be mistaken for one of the texts looked
for, so that most comparisons need few of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from accsyn.evaluation.frames.characters import cased
from accsyn.evaluation.frames.engines import Words, narwhals
from accsyn.evaluation.frames.refusal import Refusal
from accsyn.text import fold

if TYPE_CHECKING:
    import narwhals as nw

_ESCAPE = "\ufdd0"  # no character, without lower case; texts may hold it all the same
_CODE = "\u4e00"  # the first of many characters without lower case
_SIGMA = "\u03a3"  # its lower case depends on what stands around it
# Where lower case depends on context: final sigma everywhere; a dot above in Turkish, more dots in Lithuanian.
_CONTEXTS = ("a\u03a3", "\u03a3", "\u03a3a", "I\u0307", "\u0130\u0307", "I\u0300", "J\u0301", "\u012e\u0303", "\u00cc")


def folded(column: nw.Expr, words: Words, letters: Iterable[str] | None, *, in_order: bool = False) -> nw.Expr:
    """A column in the form in which it compares.

    Args:
        column: Texts.
        words: What they are like.
        letters: The folded characters that the answer will be compared with; None for any.
        in_order: Whether it is compared with ``<`` and the like, so that any other character counts, too.
    """
    relevant = None if letters is None else frozenset(letters)
    differences = [each for each in _differences(_Key(words)) if relevant is None or each.matters(relevant, in_order)]
    kept = [each.letter for each in differences if each.letter == each.folded]
    if kept:
        column = column.str.replace_all(_ESCAPE, _ESCAPE + _CODE, literal=True)
    for number, letter in enumerate(kept, 1):
        column = column.str.replace_all(letter, _ESCAPE + chr(ord(_CODE) + number), literal=True)
    for each in differences:
        if each.letter != each.folded:
            column = column.str.replace_all(each.letter, each.folded, literal=True)
    column = column.str.to_lowercase()
    for number, letter in enumerate(kept, 1):
        column = column.str.replace_all(_ESCAPE + chr(ord(_CODE) + number), letter, literal=True)
    return column.str.replace_all(_ESCAPE + _CODE, _ESCAPE, literal=True) if kept else column


class _Difference(NamedTuple):
    """A letter that an engine lowers to something else than its fold.

    Attributes:
        letter: The letter.
        lowered: What the engine makes of it.
        folded: Its fold; the letter itself where the engine knows a pair that this Python does not know yet. Such a
            letter is hidden from the engine: it is written as an escape, and so is the escape itself.
    """

    letter: str
    lowered: str
    folded: str

    def matters(self, letters: frozenset[str], in_order: bool) -> bool:
        """Whether a comparison with these characters could see it."""
        if not in_order or not letters:
            return self.folded in letters or not letters.isdisjoint(self.lowered)
        if self.folded != self.letter or len(self.lowered) != 1:
            return True
        low, high = sorted((self.letter, self.lowered))
        return any(low <= letter <= high for letter in letters)


class _Key:
    """`Words` that are equal where text is lowered alike."""

    __slots__ = ("words",)

    def __init__(self, words: Words) -> None:
        self.words = words

    def __hash__(self) -> int:
        return hash(self.words.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.words.key == other.words.key


@lru_cache(maxsize=16)
def _differences(key: _Key) -> tuple[_Difference, ...]:
    """The letters that an engine lowers to something else than their fold, and capital sigma.

    Raises:
        Refusal: What it makes of a letter depends on more than is known here.
    """
    nw = narwhals()
    letters = cased().replace("\n", "")
    sample = nw.from_native(key.words.sample(["\n".join(letters)]))
    answers = _texts(sample.select(nw.col("t").str.to_lowercase()))[0].split("\n")
    wanted = fold(letters)
    found = tuple(
        _Difference(letter, lowered, folded_letter)
        for letter, lowered, folded_letter in zip(letters, answers, wanted, strict=True)
        if lowered != folded_letter or letter == _SIGMA
    )
    contexts = nw.from_native(key.words.sample(list(_CONTEXTS)))
    column = nw.col("t")
    for each in found:
        column = column.str.replace_all(each.letter, each.folded, literal=True)
    if _texts(contexts.select(column.str.to_lowercase())) != list(map(fold, _CONTEXTS)):
        raise Refusal("the lower case of this locale", "run the engine in the locale C, en or root")
    return found


def _texts(frame: Any) -> list[str]:
    nw = narwhals()
    collected = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    return list(collected["t"].to_list())
