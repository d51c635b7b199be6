"""The texts that a column of references offers: its own, the id in it, the code and ``type:code`` beside it.

`accsyn.evaluation.references` says what these are, for one value; here it is said for a column, in patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from accsyn.ast import Exact, Literal
from accsyn.evaluation.frames.columns import Column
from accsyn.evaluation.frames.dialects import Dialect, category, literally
from accsyn.evaluation.frames.engines import narwhals
from accsyn.evaluation.frames.texts import Texts, alternatives, equal_to, has_surrogates, is_short
from accsyn.evaluation.wildcards import is_pattern
from accsyn.schema.model import SHARE, Schema
from accsyn.text import fold

if TYPE_CHECKING:
    import narwhals as nw

_ENDS_WITH_BRACKETS = re.compile(r"\[[^\[\]]*\]\Z")


def own_texts(column: Column) -> Texts:
    """What a column of references offers of itself: its texts, and the ids behind their colons."""
    return Texts(
        column.values,
        column.words,
        rf"\A(?:{_word(column.words.dialect)}:)?",
        column.values.str.replace_all(rf"\A{_word(column.words.dialect)}:", ""),
    )


def ids(column: Column) -> nw.Expr:
    """The ids of a column of references: behind the colon of ``type:id``, else the text itself."""
    word = _word(column.words.dialect)
    is_typed = column.values.str.contains(rf"\A{word}:(?s:.)")
    rest = column.values.str.replace_all(rf"\A{word}:", "")
    found: nw.Expr = narwhals().when(is_typed).then(rest).otherwise(column.values)
    return found


def _word(dialect: Dialect) -> str:
    first, others = category(r"[^\W\d]", dialect), category(r"[\w-]", dialect)
    return f"{first}{others}*"


@lru_cache(maxsize=16)
def _prefix(types: tuple[str, ...], dialect: Dialect) -> str:
    """The type before the colon of a form for people."""
    return f"(?:{alternatives([literally(name, dialect) for name in types])}:)"


class HumanForm:
    """A column ``X_hr`` beside a column of references.

    Args:
        column: The column ``X_hr``.
        are_asked: Where X has a value; elsewhere its human-readable form is not looked at.
        schema: Whose entity types may stand before the colon.
        target: The type of a code that stands without one; None where the schema does not say a single one.
    """

    def __init__(self, column: Column, are_asked: nw.Expr, schema: Schema, target: str | None) -> None:
        self._values = column.values
        self._are_asked = are_asked
        self.words = column.words
        self._target = None if target is None else fold(target)
        names = map(fold, (*schema.names(), *schema.deprecated_names, SHARE))
        self._types = tuple(dict.fromkeys(names))
        dialect = self.words.dialect
        self._prefix = _prefix(self._types, dialect)
        inside = category(r"[^\[\]]", dialect)
        left, right = literally("[", dialect), literally("]", dialect)
        self._brackets = f"(?:{left}{inside}*{right})"
        left, right = literally("(", dialect), literally(")", dialect)
        inside = category(r"[^()\s]", dialect)
        self._id = f"{left}{inside}+{right}{dialect.end}"

    def code(self) -> nw.Expr:
        """The codes; null where there is none."""
        code = self._base().str.replace_all(rf"\A{self._prefix}", "")
        are_some = self._are_asked & self._values.str.contains(self._id) & (code != narwhals().lit(""))
        found: nw.Expr = narwhals().when(are_some).then(code)
        return found

    def texts(self) -> list[Texts]:
        """The codes and the ``type:code``, as two columns of texts."""
        nw = narwhals()
        base = self._base()
        typed = nw.when(base.str.contains(rf"\A{self._prefix}")).then(base)
        if self._target is not None:
            typed = typed.otherwise(nw.concat_str([nw.lit(f"{self._target}:"), base]))
        return [
            Texts(self.code(), self.words),
            Texts(nw.when(~self.code().is_null()).then(typed), self.words),
        ]

    def _base(self) -> nw.Expr:
        """The texts without what stands behind the code."""
        return self._values.str.replace_all(f"{self._brackets}?{self._id}", "")

    def equal_to(self, wanted: Sequence[str]) -> list[nw.Expr]:
        """Where the code or the ``type:code`` equals one of some folded texts."""
        if not is_short(wanted):
            return [condition for texts in self.texts() for condition in equal_to(texts, wanted)]
        # Brackets at the end are no part of a code: where a text ends with some there have to be more.
        found = []
        for brackets in (False, True):
            possible = self._possible(wanted, brackets=brackets)
            if possible:
                found.append(self._equal_to(possible, is_open=not brackets))
        return found

    def _possible(self, wanted: Iterable[str], *, brackets: bool) -> list[str]:
        """The texts that there can be, those that end with brackets or the others."""
        is_utf8 = self.words.dialect.is_utf8
        nothing = {"", *(f"{name}:" for name in self._types)}
        return [
            text
            for text in wanted
            if text not in nothing
            and not (is_utf8 and has_surrogates(text))
            and (_ENDS_WITH_BRACKETS.search(text) is not None) is brackets
        ]

    def _equal_to(self, wanted: Sequence[str], *, is_open: bool) -> nw.Expr:
        dialect = self.words.dialect
        bodies = alternatives([literally(text, dialect) for text in wanted])
        forms = [f"{self._prefix}?{bodies}"]
        if self._target is not None:
            start = f"{self._target}:"
            rests = [text[len(start) :] for text in wanted if text.startswith(start) and text != start]
            forms += [literally(rest, dialect) for rest in rests if not self._is_typed(rest)]
        end = f"{self._brackets}{'?' if is_open else ''}{self._id}"
        return self._are_asked & self._values.str.contains(rf"\A{alternatives(forms)}{end}")

    def _is_typed(self, text: str) -> bool:
        word, colon, _ = text.partition(":")
        return bool(colon) and word in self._types


def plain_and_patterns(operands: Iterable[Literal | Exact]) -> tuple[list[str], list[Literal | Exact]]:
    """The folded texts of the operands of ``=`` without wildcard, and the operands with one."""
    plain: dict[str, None] = {}
    patterns = []
    for operand in operands:
        if is_pattern(operand):
            patterns.append(operand)
        else:
            plain[fold(operand.text)] = None
    return list(plain), patterns
