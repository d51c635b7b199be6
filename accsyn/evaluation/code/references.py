"""Tests of a reference as Python expressions: the texts that it offers, folded, as a set.

They are worked out once for a record, however many comparisons ask. The form for people (``X_hr``) is read by a regular
expression, so what it says is kept: the same users and sites come again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from accsyn.ast import Exact, Literal, Null, Operator
from accsyn.binding.bound import Operand
from accsyn.evaluation.clauses import Record
from accsyn.evaluation.code.keys import KnownKeys
from accsyn.evaluation.code.memo import Memo
from accsyn.evaluation.code.texts import Constants
from accsyn.evaluation.references import TYPED, Words, spellings
from accsyn.evaluation.values import MISSING
from accsyn.evaluation.wildcards import is_pattern
from accsyn.text import fold, lower_decides

_NOTHING: frozenset[str] = frozenset()


class OfferedTexts:
    """The folded texts of a reference attribute.

    Args:
        name: The attribute, one segment, in lower case as `fold` has it.
        targets: The entity types that it may point to.
        words: The words of the schema.
        keys: The keys that were judged.
    """

    __slots__ = ("_keys", "_name", "codes", "human_name")

    def __init__(self, name: str, targets: Sequence[str], words: Words, keys: KnownKeys) -> None:
        self._name = name
        self.human_name = f"{name}_hr"
        self._keys = keys
        only_target = targets[0] if len(targets) == 1 else None

        def codes(human: str) -> tuple[str, ...]:
            named = words.read_human(human)
            if named is None:
                return ()
            type_, code = named
            word = only_target if type_ is None else type_
            return (fold(code),) if word is None else (fold(code), fold(f"{word}:{code}"))

        self.codes: Memo[tuple[str, ...]] = Memo(codes)

    def __call__(self, record: Record) -> frozenset[str] | None:
        """The texts; empty where the reference has no value, None where it takes a closer look."""
        value = record.get(self._name, MISSING)
        if type(value) is not str:
            return _NOTHING if value is None or (value is MISSING and self._is_certain(record)) else None
        human = record.get(self.human_name, MISSING)
        folded = fold(value)
        texts = [folded]
        if ":" in value:
            match = TYPED.fullmatch(value)
            if match is not None:
                texts.append(folded[match.start(1) :])
        if type(human) is str:
            texts.extend(self.codes[human])
        elif human is not None and (human is not MISSING or not self._is_certain(record)):
            return None
        return frozenset(texts)

    def _is_certain(self, record: Record) -> bool:
        """Whether what is missing is not there in another spelling either."""
        return self._keys.known.issuperset(record) or self._keys.learn(record)


def test_of_texts(
    operator: Operator, operands: Sequence[Operand], words: Words, ask: Callable[[object], bool], constants: Constants
) -> str:
    """An expression over ``{0}``, the variable that holds the set of texts: whether a comparison holds.

    Args:
        operator: `=`, IN or CONTAINS.
        operands: What it compares with.
        words: The words of the schema.
        ask: The test of a single value.
        constants: Where constants go.
    """
    if_null = f"not {{0}} and {constants.add(ask(None))}"
    alike = [spelling for operand in operands for spelling in spellings(operand, words)]
    texts = [fold(item.text) for item in alike if isinstance(item, (Literal, Exact)) and not is_pattern(item)]
    plain = len(texts) + sum(isinstance(item, Null) for item in alike)
    if operator is Operator.CONTAINS or plain < len(alike):
        return f"(any(map({constants.add(ask)}, {{0}})) or {if_null})"
    if len(texts) == len(alike) == 1:
        return f"{constants.add(texts[0])} in {{0}}"
    return f"(not {constants.add(frozenset(texts))}.isdisjoint({{0}}) or {if_null})"


def single_text(operator: Operator, operands: Sequence[Operand], words: Words) -> str | None:
    """The one plain text, folded, that a comparison with a reference asks for, where `test_of_value` can test it."""
    if len(operands) != 1 or operator not in {Operator.EQUAL, Operator.IN} or isinstance(operands[0], Null):
        return None
    (alike, *more) = spellings(operands[0], words)
    if more or not isinstance(alike, (Literal, Exact)) or is_pattern(alike):
        return None
    folded = fold(alike.text)
    return folded if folded and ":" not in folded and "\u0307" not in folded else None


def test_of_value(folded: str, name: str, human: str, *, texts: OfferedTexts, slow: str, constants: Constants) -> str:
    """An expression over the value alone, a text: quicker than the set where a record is asked once.

    A text without a colon is the value, or what stands behind a colon in it, or a code: then it stands in ``X_hr``.

    Args:
        folded: The text, see `single_text`.
        name: The variable that holds the value, a text; in ASCII unless `lower_decides` for `folded`.
        human: The variable for ``X_hr``.
        texts: What reads ``X_hr``.
        slow: The expression that asks about the record.
        constants: Where constants go.
    """
    constant = constants.add(folded)
    codes = constants.add(texts.codes)
    key = constants.add(texts.human_name)
    stands = f"{constant} in {human}.lower()"
    if not lower_decides(folded):
        stands = f"({stands} or not {human}.isascii())"
    return (
        f"((y := {name}.lower()) == {constant} or y.endswith({constant}) and {slow}"
        f" or ({stands} and {constant} in {codes}[{human}] if type({human} := r.get({key}, MISSING)) is str"
        f" else {human} is not None and ({human} is not MISSING or not (is_known(r) or learn(r))) and {slow}))"
    )
