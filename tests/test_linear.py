"""Every stage takes linear time: twice the text, twice the calls. Calls are counted, the clock is not asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import accsyn
from tests.counting import count_calls

SHAPES: dict[str, Callable[[int], tuple[str, dict[str, object]]]] = {
    "chain of AND": lambda n: (" AND ".join(f"name!=a{i}" for i in range(n)), {}),
    "pairs in OR": lambda n: (" OR ".join(f"(user=u{i} AND status<>failed)" for i in range(n)), {}),
    "list": lambda n: ("name IN " + ",".join(f"a{i}" for i in range(n)), {}),
    "hard items": lambda n: ("name IN :x", {"x": [f"a{i}, *\"'" for i in range(n)]}),
    "empty lists": lambda n: (" OR ".join(["(a IN :x AND b=1)"] * n), {"x": []}),
    "days": lambda n: (" OR ".join(["created=2026-01-22"] * n), {}),
    "parentheses": lambda n: ("(" * n + "size>1" + ")" * n, {}),
    "alternating levels": lambda n: ("(size>1 AND (size>2 OR " * n + "size>3" + "))" * n, {}),
    "unknown names": lambda n: (" AND ".join(f"statsu{n}x{i}=x" for i in range(n)), {}),
    "pattern": lambda n: ("name MATCHES '" + "[ab]c" * n + "'", {}),
    "long value": lambda n: ("name='" + "a b*" * n + "'", {}),
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_query_twice_the_work(shape: str) -> None:
    """Parse, bind, lower and emit; then, on their own, the diagnostics and the canonical text."""

    def work(n: int) -> tuple[int, int, int]:
        text, params = SHAPES[shape](n)
        accsyn.clear_cache()  # short texts are remembered, long ones are not; and so are names, until there are many
        compiling = count_calls(lambda: accsyn.compile(f"Transfer WHERE {text}", params=params))
        compiled = accsyn.compile(f"Transfer WHERE {text}", params=params)
        return compiling, count_calls(lambda: compiled.diagnostics), count_calls(lambda: str(compiled))

    work(2)  # what is worked out once, such as regular expressions and the schema
    for small, large in zip(work(300), work(600), strict=True):
        assert large <= 2.2 * small + 200
