"""Every pair of comparisons of one attribute, judged by what the evaluator says of each on every record of a pool."""

from __future__ import annotations

import pytest

from accsyn.ast import And, Comparison, Or, Statement
from accsyn.binding.binder import bind
from accsyn.evaluation.clauses import prepare
from accsyn.grammar.parser import parse_statement
from accsyn.logic.claims import Claim
from accsyn.logic.reasoning import Conflict, Idle, Reasoning
from tests.logic.generated import ATTRIBUTES, SCHEMA, every_comparison, records_for


class _Table:
    """The comparisons of an attribute: their claims, and the records for which they hold, as bits of a number."""

    def __init__(self, attribute: str) -> None:
        self.tame = records_for({attribute})
        self.wild = records_for({attribute}, wild=True)
        self.nodes: list[Comparison] = []
        self.claims: dict[int, Claim] = {}
        self.masks: dict[tuple[int, bool], int] = {}
        for text in every_comparison(attribute):
            bound = bind(Statement("thing", parse_statement(text, "expression").condition), SCHEMA)
            (clause,) = prepare(bound)
            node = clause.comparison
            self.nodes.append(node)
            self.claims[id(node)] = Claim(bound.comparisons[0])
            for wild, records in ((False, self.tame), (True, self.wild)):
                self.masks[id(node), wild] = sum(clause.holds(record) << place for place, record in enumerate(records))

    def all_of(self, *, wild: bool) -> int:
        """The bits of all records."""
        return (1 << len(self.wild if wild else self.tame)) - 1


@pytest.mark.slow
@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_every_pair(attribute: str) -> None:
    """A conflict is one on all records as the schema says; so is what follows, and what is exact on wild ones too."""
    table = _Table(attribute)
    said = 0
    for one in table.nodes:
        for two in table.nodes:
            if one is two:
                continue
            for kind in (And, Or):
                for fact in Reasoning(kind((one, two)), table.claims).facts:
                    said += 1
                    shown = f"{kind.__name__} {one!r} {two!r}"
                    is_exact = not isinstance(fact, Conflict) and (not isinstance(fact, Idle) or fact.is_exact)
                    for wild in (False, True) if is_exact else (False,):
                        first, second = table.masks[id(one), wild], table.masks[id(two), wild]
                        whole = first & second if kind is And else first | second
                        if isinstance(fact, Conflict):
                            assert whole == (0 if kind is And else table.all_of(wild=wild)), shown
                        else:
                            rest = second if fact.operand is one else first
                            assert whole == rest, shown
    assert said > 10
