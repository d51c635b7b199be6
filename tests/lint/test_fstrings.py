"""Calls inside f-strings have their places, on every version of Python."""

from __future__ import annotations

import ast
import sys
from itertools import pairwise

import pytest

from accsyn.lint.fstrings import places_in
from accsyn.lint.python_source import PythonSource
from accsyn.source import Span
from tests.lint.snippets import found

Q = "accsyn.parse('Transfer WHERE stat=x')"
CODES = [
    f'f"{{{Q}}}"',
    f"f\"é{{'x' :>{{len('中')}}}} {{{{}}}} {{{Q}!r:>10}}\"",
    'f"""\n😀 { accsyn.parse(\n "Transfer "\n"WHERE stat=x") }"""',
    f"'a' f'{{1}}' \"b\" f\"{{{Q}}}\"",
    f"f'''{{f\"{{{Q}}}\"}}'''",
    f'f"{{1:{{{Q}}}}}"',
    f"f\"{{[{Q} for é in 'é']}}\"",
    "f\"{(lambda: accsyn.parse(f'Transfer WHERE stat={1}'))}\"",
    f'f"{{{Q} = !s:>3}}"',
    "f'''{accsyn.parse(f'Transfer WHERE stat={1}')}{f(*a, b='c', **{'d': e[1:2]})}'''",
]


@pytest.mark.parametrize("code", CODES)
def test_a_call_in_an_fstring_has_its_place(code: str) -> None:
    """Wherever it stands."""
    assert [cut for _, _, cut in found(f"import accsyn\nx = {code}\n")] == ["stat"]


@pytest.mark.parametrize("code", CODES)
def test_the_places_are_those_of_python(code: str) -> None:
    """Those that are read are those that `ast` has, where it has the right ones; before, they cut out the node."""
    text = f"# é\nx = {code}\n"
    source = PythonSource(text)
    (joined,) = [each.value for each in source.tree.body if isinstance(each, ast.Assign)]
    assert isinstance(joined, ast.JoinedStr)
    places = places_in(text, joined, source.span(joined))
    inner = [
        node
        for node in ast.walk(joined)
        if isinstance(node, ast.expr) and not isinstance(node, ast.FormattedValue) and _is_within(source, node)
    ]
    assert inner
    for node in inner:
        cut = text[slice(*places[node])]
        if sys.version_info >= (3, 12):
            assert places[node] == source.span(node), cut
        if not isinstance(node, ast.JoinedStr | ast.Starred | ast.Slice):
            assert ast.unparse(ast.parse(f"({cut})", mode="eval").body) == ast.unparse(node)


def _is_within(source: PythonSource, node: ast.AST) -> bool:
    """Whether a node stands in the expression of a field: what an f-string itself is made of has no place."""
    chain = [node, *source.names.around(node)]
    return any(
        isinstance(parent, ast.FormattedValue) and child is parent.value for child, parent in pairwise(chain)
    ) and (
        not isinstance(chain[1], ast.JoinedStr)
        and not (isinstance(chain[1], ast.FormattedValue) and node is not chain[1].value)
    )


@pytest.mark.parametrize("code", ["f'{}'", "f'{1}' b", "f'{a b}'", "f'{1'"])
def test_what_cannot_be_read_has_no_places(code: str) -> None:
    """Rather none than wrong ones."""
    joined = ast.JoinedStr([ast.FormattedValue(ast.Name("x", ast.Load()), -1)])
    assert [
        place for node, place in places_in(code, joined, Span(0, len(code))).items() if node not in joined.values
    ] == []


def test_a_specification_that_cannot_be_read_is_left_out() -> None:
    """The rest has its places."""
    spec = ast.JoinedStr([ast.FormattedValue(ast.Name("y", ast.Load()), -1)])
    name = ast.Name("x", ast.Load())
    joined = ast.JoinedStr([ast.FormattedValue(name, -1, spec)])
    assert places_in("f'{x:{}}'", joined, Span(0, 9))[name] == Span(3, 4)
