"""Warnings for what is valid and probably not meant."""

from __future__ import annotations

import pytest

from accsyn.diagnostics import Diagnostic, apply_fixes
from accsyn.grammar import parser, recovery
from accsyn.source import Source

ROWS = [
    ("a=“x”", ["ACC150"], "“x”", 'a="x"'),
    ("a=x“y", ["ACC150"], "x“y", None),
    ("a={user}", ["ACC151"], "{user}", None),
    ("a={user.id}", ["ACC151"], "{user.id}", None),
    ("a={0:3}/x", ["ACC151"], "{0:3}", None),
    ("a=%s", ["ACC151"], "%s", None),
    ("a='%(user)s'", ["ACC151"], "%(user)s", None),
    ("a=$user", ["ACC151"], "$user", None),
    ("a=${user}", ["ACC151"], "${user}", None),
    ("a=?", ["ACC151"], "?", None),
    ('a="{user}"', ["ACC151"], "{user}", None),
    ("a in {x},y", ["ACC151"], "{x}", None),
    ("a=x;", ["ACC152"], "x;", "a=x"),
    ("a=;", ["ACC152"], ";", 'a=";"'),
    ("a=x&&y", ["ACC152"], "x&&y", 'a="x&&y"'),
    ("a=x||y", ["ACC152"], "x||y", 'a="x||y"'),
    ("a=e\u0301", ["ACC153"], "e\u0301", None),
    ("a=x\u200by", ["ACC154"], "\u200b", None),
    ('a="x\ty"', ["ACC154"], "\t", None),
    ("a= AND", ["ACC155"], "AND", 'a= "AND"'),
    ("(a= or)", ["ACC155"], "or", '(a= "or")'),
    ("a=and", [], "", None),
    ("a= AND AND b=1", [], "", None),
    ("a=x%s", [], "", None),
    ("a=“x”;", ["ACC150", "ACC152"], "“x”;", None),
    ('a="x;"', [], "", None),
    ('a="“x”"', ["ACC150"], '"“x”"', 'a="x"'),
    ('a="an “x” in it"', [], "", None),
    ("a IN [b,c]", ["ACC156"], "[b,c]", "a IN (b,c)"),
    ("a NOT IN {b, c}", ["ACC156"], "{b, c}", "a NOT IN (b, c)"),
    ("a IN []", ["ACC156"], "[]", None),
    ("a IN [b,c", [], "", None),
    ("a IN b,c]", [], "", None),
    ("a IN [b,'c]'", [], "", None),
    ("a=[b]", [], "", None),
    ("a=None", ["ACC151"], "None", "a=null"),
    ("a='None' AND b=none", [], "", None),
    ("a=lisa@example.com AND b=//server/x AND c=#1 AND d=~/foo AND e=50%", [], "", None),
    ("a=:user", [], "", None),
    ("a=café AND b=中文 AND c=😀", [], "", None),
]


def suspicions_of(text: str) -> tuple[Diagnostic, ...]:
    """What is said about a condition that can be parsed."""
    return recovery.examine(Source(text), parser.parse_statement(text, "expression"))[1]


@pytest.mark.parametrize(("text", "codes", "marked", "fixed"), ROWS)
def test_what_is_suspicious(text: str, codes: list[str], marked: str, fixed: str | None) -> None:
    """Each warning marks the value, or the part of it that is odd, and fixes what can be fixed."""
    found = suspicions_of(text)
    assert [warning.code for warning in found] == codes
    assert all(not warning.is_error for warning in found)
    if found:
        assert text[slice(*found[0].span)] == marked
    if fixed is not None:
        assert apply_fixes(text, [found[0].fixes[0]]) == fixed
        assert suspicions_of(fixed) == ()
