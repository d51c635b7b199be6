"""One comparison as a Python expression over a record `r`, and the variables that several comparisons share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from accsyn.ast import Operator
from accsyn.binding.bound import BoundComparison, BoundQuery
from accsyn.evaluation.clauses import Clause, clause_of, part_of_reference
from accsyn.evaluation.code import paths, references, values
from accsyn.evaluation.code.keys import KnownKeys
from accsyn.evaluation.code.paths import UNSURE
from accsyn.evaluation.code.references import OfferedTexts
from accsyn.evaluation.code.texts import Constants
from accsyn.evaluation.code.values import CANONICAL_TIME, KINDS
from accsyn.evaluation.references import Words
from accsyn.evaluation.values import MISSING
from accsyn.schema.attributes import Type
from accsyn.text import fold, lower_decides

_SLOW = 20  # the cost of asking the clause itself
_PATH = 4  # the cost of each segment of a path but the last


class Leaf(NamedTuple):
    """The positive form of a comparison as code.

    Attributes:
        variable: The variable that it reads; empty for none.
        load: The expression that gives the variable its value.
        before: The code before the variable, or before its load where it has no value yet.
        after: The code behind it.
        cost: About how long it takes.
    """

    variable: str
    load: str
    before: str
    after: str
    cost: int


class ComparisonCode:
    """Makes the code of the comparisons of a query.

    Args:
        query: The query.
        comparisons: Its comparisons, each once: positive, and merged where that was possible.
    """

    def __init__(self, query: BoundQuery, comparisons: Iterable[BoundComparison]) -> None:
        self._query = query
        self._words = Words(query.schema)
        self._comparisons = list(comparisons)
        self._ways = [_way(comparison, query) for comparison in self._comparisons]
        self._uses = Counter(
            (comparison.comparison.attribute, way)
            for comparison, way in zip(self._comparisons, self._ways, strict=True)
        )
        self._keys = self._known_keys()
        self._variables: dict[tuple[str, str], str] = {}
        self._loads: dict[str, tuple[str, str]] = {}
        self._texts: dict[str, OfferedTexts] = {}
        self.constants = Constants(
            MISSING=MISSING,
            UNSURE=UNSURE,
            UNSET=object(),
            SCALARS=frozenset({str, int, float, bool}),
            fold=fold,
            is_known=self._keys.known.issuperset,
            learn=self._keys.learn,
            is_canonical=CANONICAL_TIME.fullmatch,
        )

    def leaves(self) -> list[Leaf]:
        """The code of every comparison, in order."""
        return [self._leaf(*pair) for pair in zip(self._comparisons, self._ways, strict=True)]

    def _known_keys(self) -> KnownKeys:
        names: list[str] = []
        is_dotted = False
        for comparison, way in zip(self._comparisons, self._ways, strict=True):
            attribute = comparison.comparison.attribute
            if way == "reference":
                names += (attribute, f"{attribute}_hr")
            elif way != "record":
                names += attribute.split(".")
                is_dotted = is_dotted or "." in attribute
        return KnownKeys(names, is_dotted=is_dotted)

    def _leaf(self, bound: BoundComparison, way: str) -> Leaf:
        clause = clause_of(bound, self._query, self._words)
        if bound.comparison.operator is Operator.IN and not bound.operands:
            return Leaf("", "", "False", "", 0)
        slow = f"{self.constants.add(clause.holds)}(r)"
        if way == "record":
            return Leaf("", "", slow, "", _SLOW)
        return (self._reference if way == "reference" else self._value)(bound, way, clause, slow)

    # ---- plain values -----------------------------------------------------------------------------------------------

    def _value(self, bound: BoundComparison, way: str, clause: Clause, slow: str) -> Leaf:
        attribute = bound.comparison.attribute
        is_shared = self._uses[attribute, way] > 1
        name = self._variable(attribute, way)
        if name not in self._loads:
            found, certain = paths.lookup(attribute, f"d{name[1:]}", self._keys, self.constants)
            if is_shared or way == "moment":
                # What is missing is settled here once, and not by every comparison.
                found = f"(z if (z := {found}) is not MISSING else None if {certain} else UNSURE)"
                self._loads[name] = (_PREPARED[way].format(found), "")
            else:
                self._loads[name] = (found, certain)
        load, certain = self._loads[name]
        test = values.test_of(
            bound.comparison.operator,
            bound.operands,
            bound.resolved.type,
            (name, is_shared and way == "text"),
            ask=clause.test,
            constants=self.constants,
        )
        (first, expression), *more = test.kinds
        before, after = KINDS[first].split("{0}", 1)
        chain = "".join(f" else {expression} if {KINDS[kind].format(name)}" for kind, expression in more)
        rest = _rest(name, certain, slow, null=clause.test(None))
        return Leaf(
            name,
            load,
            f"({expression} if {before}",
            f"{after.format(name)}{chain} else {rest})",
            test.cost + _PATH * attribute.count("."),
        )

    # ---- references -------------------------------------------------------------------------------------------------

    def _reference(self, bound: BoundComparison, way: str, clause: Clause, slow: str) -> Leaf:
        attribute, operator = bound.comparison.attribute, bound.comparison.operator
        name = self._variable(attribute, way)
        texts = self._texts.get(attribute)
        if texts is None:
            targets = bound.resolved.attribute.targets if bound.resolved.attribute is not None else ()
            texts = self._texts[attribute] = OfferedTexts(attribute, targets, self._words, self._keys)
        folded = references.single_text(operator, bound.operands, self._words)
        if folded is not None and self._uses[attribute, way] == 1:
            load, certain = paths.lookup(attribute, f"d{name[1:]}", self._keys, self.constants)
            human = f"h{name[1:]}"
            test = references.test_of_value(folded, name, human, texts=texts, slow=slow, constants=self.constants)
            ascii_only = "" if lower_decides(folded) else f" and {name}.isascii()"
            rest = _rest(name, certain, slow, null=False)
            return Leaf(name, load, f"({test} if type(", f") is str{ascii_only} else {rest})", values.CALL)
        if name not in self._loads:
            self._loads[name] = (f"{self.constants.add(texts)}(r)", "")
        test = references.test_of_texts(operator, bound.operands, self._words, clause.test, self.constants)
        load = self._loads[name][0]
        return Leaf(name, load, f"({test.format(name)} if ", f" is not None else {slow})", values.CALL)

    def _variable(self, attribute: str, way: str) -> str:
        return self._variables.setdefault((attribute, way), f"v{len(self._variables)}")


_PREPARED = {
    "raw": "{0}",
    "text": "((z.lower() if z.isascii() else fold(z)) if type(z := {0}) is str else z)",
    "moment": "(UNSURE if type(z := {0}) is str and not is_canonical(z) else z)",
}
"""What a variable holds of the value ``{0}``, where it is not the value itself."""


def _way(bound: BoundComparison, query: BoundQuery) -> str:
    """How the value is read: ``text`` (folded where several ask), ``raw``, ``moment``, ``reference``, or ``record``.

    The last is for what only the clause itself can do.
    """
    attribute, operator, type_ = bound.comparison.attribute, bound.comparison.operator, bound.resolved.type
    if type_ is Type.REFERENCE:
        is_quick = "." not in attribute and operator is not Operator.MATCHES and fold(attribute) == attribute
        return "reference" if is_quick else "record"
    if part_of_reference(attribute, query.entity_type) or attribute.count(".") >= paths.MOST_SEGMENTS:
        return "record"
    if operator is Operator.MATCHES:
        return "raw"
    return "moment" if type_ is Type.TIMESTAMP else "text"


def _rest(name: str, certain: str, slow: str, *, null: bool) -> str:
    """The end of a test: None and what is certainly missing are null, everything else is asked for.

    Args:
        name: The variable.
        certain: Whether it is, as an expression; empty where the variable is never `MISSING`.
        slow: The expression that asks.
        null: Whether null holds.
    """
    if not certain:
        return f"{name} is None or {slow}" if null else f"{name} is not None and {slow}"
    if null:
        return f"{name} is None or {name} is MISSING and {certain} or {slow}"
    return f"{name} is not None and ({name} is not MISSING or not {certain}) and {slow}"
