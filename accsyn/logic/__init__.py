"""What a sensible colleague would say about the logic of a query that is valid.

claims.py         what a comparison says about its attribute
relations.py      how two such claims stand to each other: one includes, or excludes, the other
reasoning.py      what AND and OR make of them: never, always, repeated, idle
layout.py         parentheses and connectives as they stand in the text
conditions.py     the facts of `reasoning` in words
parentheses.py    AND and OR without parentheses, parentheses without need
membership.py     many `=` that are one IN, and repeated items of lists
searches.py       regular expressions and wildcards that are something simpler, or not what they seem
scopes.py         what a plain find leaves out
checks.py         all of these: `find_logic`

And what is decided of one query or two (`accsyn.deciding`):

budget.py         how many steps that may take
texts.py          which texts some comparisons can tell apart
regions.py        what the values of one attribute can make of its comparisons
decision.py       whether one condition follows from another, whether one is constant
simplify.py       a simpler condition of the same meaning

Everything said here holds on every record (LANGUAGE 4), as far as records are what the schema says.
"""

from __future__ import annotations

from accsyn.logic.checks import find_logic

__all__ = ["find_logic"]
