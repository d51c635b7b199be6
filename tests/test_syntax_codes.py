"""The syntax codes: their documentation is true."""

from __future__ import annotations

import pytest

from accsyn.codes import catalog, syntax
from accsyn.codes.base import Code
from accsyn.diagnostics import Diagnostic, Severity
from accsyn.errors import QuerySyntaxError
from accsyn.grammar.parser import parse_statement
from accsyn.grammar.recovery import examine
from accsyn.source import Source

CODES = [code for code in catalog.all_codes() if code.__module__ == syntax.__name__]


def findings(text: str) -> tuple[Diagnostic, ...]:
    """What is said about a query."""
    try:
        statement = parse_statement(text)
    except QuerySyntaxError as error:
        return error.diagnostics
    return examine(Source(text), statement)[1]


@pytest.mark.parametrize(
    ("code", "query"),
    [(code, query) for code in CODES for query in catalog.examples(code, "Bad")],
    ids=str,
)
def test_a_bad_example_draws_its_code(code: type[Code], query: str) -> None:
    """And first of all that one."""
    found = findings(query)
    assert found
    assert found[0].code == code.code
    assert found[0].severity is code.severity


@pytest.mark.parametrize("query", sorted({query for code in CODES for query in catalog.examples(code, "Good")}))
def test_a_good_example_is_good(query: str) -> None:
    """Neither an error nor a warning."""
    assert findings(query) == ()


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_every_code_is_documented(code: type[Code]) -> None:
    """A summary line, an example to follow, a page."""
    assert catalog.summary(code).endswith(".")
    assert catalog.examples(code, "Good")
    assert catalog.family(code) == "Syntax"
    page = catalog.page(code)
    assert page.startswith(f"# {code.code} {code.name}\n")
    assert catalog.summary(code) in page
    assert "Bad:" not in page
    assert "Good:" not in page


def test_codes_and_names_are_unique_and_sorted() -> None:
    """Numbers and names each mean one thing."""
    everything = catalog.all_codes()
    assert len({code.code for code in everything}) == len(everything)
    assert len({code.name for code in everything}) == len(everything)
    assert [code.code for code in everything] == sorted(code.code for code in everything)
    for code in CODES:
        assert code.code.startswith("ACC1")
        assert (code.severity is Severity.WARNING) == (code.code >= "ACC150")


def test_a_code_is_found_by_number_and_by_name() -> None:
    """In any case; an unknown one is None."""
    assert catalog.find_code(" acc108 ") is syntax.MissingValue
    assert catalog.find_code("Missing-Value") is syntax.MissingValue
    assert catalog.find_code("ACC000") is None
    assert catalog.examples(syntax.EmptyQuery, "Bad") == ()
