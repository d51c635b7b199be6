"""What each rule finds, and what it leaves alone."""

from __future__ import annotations

from collections import Counter

import pytest

from accsyn.codes import catalog
from accsyn.codes.base import Code
from tests.lint.snippets import Snippet, found, lint, snippets

SNIPPETS = list(snippets())
CODES = [code for code in catalog.all_codes() if code.language == "python"]


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda each: f"{each.code}-{each.title}")
def test_a_snippet_draws_what_it_says(snippet: Snippet) -> None:
    """Exactly the findings that stand beside the lines, at exactly the places."""
    actual = sorted(found(snippet.text))
    expected = [(line, code, cut) for line, code, cut in snippet.expected]
    assert [each[:2] for each in actual] == [each[:2] for each in sorted(expected, key=lambda each: each[:2])]
    cuts = Counter((line, code, cut) for line, code, cut in actual)
    for line, code, cut in expected:
        if cut is not None:
            assert cuts[line, code, cut], (cut, [each[2] for each in actual])
    assert (snippet.code in {code for _, code, _ in actual}) == snippet.is_bad or snippet.code == "ACC518"


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_every_rule_has_snippets(code: type[Code]) -> None:
    """At least three bad ones and three good ones."""
    counts = Counter(each.is_bad for each in SNIPPETS if each.code == code.code)
    assert counts[True] >= 3
    assert counts[False] >= 3


def test_a_file_without_a_word_of_it_is_not_parsed() -> None:
    """Even one that is no Python."""
    assert lint("def f(:").diagnostics == ()
