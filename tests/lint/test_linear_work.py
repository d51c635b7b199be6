"""A file twice as long takes twice the work, however its names, functions and classes lean on each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accsyn.lint.config import Config
from accsyn.lint.linting import lint_bytes
from tests.counting import count_calls

SHAPES: dict[str, Callable[[int], str]] = {
    "assigned again and again": lambda n: "q = 'User'\naccsyn.parse(q)\n" * n,
    "added to": lambda n: "q = 'User WHERE code=x'\n" + "q += ' OR code=y'\naccsyn.parse(q)\n" * n,
    "assigned far away": lambda n: "q = 1\nq = 'User'\n" + "accsyn.parse(q)\n" * n,
    "functions that call each other": lambda n: "".join(
        f"def f{i}():\n    if a: return f{(i * 7) % n}()\n    if b: return f{(i * 5 + 1) % n}()\n"
        f"    return f{(i * 11 + 3) % n}()\nf{i}().find('x')\n"
        for i in range(n)
    ),
    "classes that derive from each other": lambda n: "".join(
        f"class A{i}(A{i - 1}):\n    Q = 'User'\n    def f(self):\n        self.s = accsyn.Session()\n"
        "        self.s.find(self.Q)\n"
        for i in range(n)
    ),
    "names of names": lambda n: "".join(f"s{i} = s{i + 1} or s{i + 2}\ns{i}.find('User')\n" for i in range(n)),
    "answers": lambda n: (
        "s = accsyn.Session()\n" + "".join(f"u{i} = s.find_one('User')\nprint(u{i}['id'])\n" for i in range(n))
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_file_twice_the_work(shape: str) -> None:
    """Counted in calls."""

    def work(n: int) -> int:
        content = f"import accsyn\n{SHAPES[shape](n)}".encode()
        return count_calls(lambda: lint_bytes(content, "x.py", Config()))

    work(2)  # what is worked out once, such as the schema
    assert work(80) <= 2.3 * work(40) + 1_000
