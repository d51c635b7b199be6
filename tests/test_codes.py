"""The documentation of every diagnostic code is true."""

from __future__ import annotations

import re

import pytest

import accsyn
from accsyn.codes import catalog
from accsyn.codes.base import Code
from accsyn.lint.config import Config
from accsyn.lint.linting import lint_bytes

CODES = catalog.all_codes()
PYTHON = "import time\nimport accsyn\nsession = accsyn.Session()\n"
BAD = [(code, query) for code in CODES for query in catalog.examples(code, "Bad")]
GOOD = [(code, query) for code in CODES for query in catalog.examples(code, "Good")]


def diagnostics(code: type[Code], example: str) -> list[accsyn.Diagnostic]:
    """What is found in an example: a query, or a piece of Python."""
    if code.language == "text":
        return accsyn.check(example)
    text = example if "import accsyn" in example else PYTHON + example
    report = lint_bytes(text.encode(), "example.py", Config())
    assert not report.problem
    return list(report.diagnostics)


@pytest.mark.parametrize(("code", "query"), BAD, ids=lambda value: getattr(value, "code", None))
def test_bad_examples_draw_the_code(code: type[Code], query: str) -> None:
    """Each draws its own code, with the severity that the class states."""
    found = [d for d in diagnostics(code, query) if d.code == code.code]
    assert found, [d.code for d in diagnostics(code, query)]
    # `failed=status` is well formed: as an unknown name it is a warning with the built-in schema.
    weaker = query == "Transfer WHERE failed=status"
    assert found[0].severity is (accsyn.Severity.WARNING if weaker else code.severity)


@pytest.mark.parametrize(("code", "query"), GOOD, ids=lambda value: getattr(value, "code", None))
def test_good_examples_do_not(code: type[Code], query: str) -> None:
    """Each compiles and does not draw the code."""
    if code.language == "text":
        accsyn.compile(query)
    assert code.code not in [d.code for d in diagnostics(code, query)]


def test_codes_and_names_are_unique() -> None:
    """A code is ACC and three digits, in the hundred of its family; a name is words with dashes."""
    assert len({code.code for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    hundreds = {"Syntax": "1", "Names": "2", "Types and values": "3", "Logic": "4", "What goes to the server": "5"}
    hundreds |= {"Calls": "5", "The official client": "6"}
    for code in CODES:
        assert re.fullmatch(rf"ACC{hundreds[catalog.family(code)]}\d\d", code.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code.name)


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_every_code_has_a_page(code: type[Code]) -> None:
    """A summary sentence, and the good examples in the page; it is found by code and by name."""
    summary = catalog.summary(code)
    assert summary.endswith(".")
    page = catalog.page(code)
    assert page.startswith(f"# {code.code} {code.name}\n")
    assert summary in page
    assert all(query in page for query in catalog.examples(code, "Good"))
    assert catalog.find_code(code.code.lower()) is code
    assert catalog.find_code(f" {code.name.upper()} ") is code


def test_unknown_codes_are_none() -> None:
    """Nothing is guessed."""
    assert catalog.find_code("ACC999") is None
    assert catalog.find_code("") is None
