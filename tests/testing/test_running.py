"""Cases, run: what is said where something else came than expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import accsyn
from accsyn.schema.builtin import builtin_schema
from accsyn.testing import run_case
from accsyn.testing.case_settings import Settings
from accsyn.testing.junit import junit_xml
from accsyn.testing.query_tests import Case
from accsyn.testing.running import MOST_SHOWN, select

RECORDS: tuple[dict[str, Any], ...] = (
    {"id": "1", "size": 1, "code": "x"},
    {"id": "2", "size": 20, "code": "x"},
    {"size": 30},
)


def case(query: str, expect: Any = None, diagnostics: Any = None, records: Any = RECORDS, **settings: Any) -> Case:
    """A case of no file."""
    parameters = settings.pop("parameters", {})
    return Case(
        "a.accsyn.toml",
        3,
        "name",
        query,
        parameters,
        Settings(builtin_schema(), records=records, **settings),
        expect,
        diagnostics,
    )


@pytest.mark.parametrize(
    "passing",
    [
        case("Transfer WHERE size<10", ("1",)),
        case("Transfer WHERE size>=20", ("record 3", "2")),
        case("Transfer WHERE size>=20", 2),
        case("Transfer WHERE size>99", 0),
        case("Transfer WHERE size>99", ()),
        case("Transfer WHERE size>99", "none"),
        case("Transfer WHERE size>0", "all"),
        case("Transfer", "always"),
        case("Transfer WHERE status=a AND status=b", "never"),
        case("Transfer WHERE size=:x", 1, parameters={"x": 30}),
        case("Transfer WHERE x=1", 0),
        case("Transfer WHERE x=1", 0, ("ACC202",)),
        case("Transfer WHERE x=1", diagnostics=("ACC202",), strict=True),
        case("Transfer WHERE size=x", diagnostics=("ACC302", "ACC302")),
        case("Transfer WHERE size=1", diagnostics=()),
    ],
    ids=lambda passing: f"{passing.query} {passing.expect}",
)
def test_what_passes(passing: Case) -> None:
    """Nothing is said, and it took some time."""
    outcome = run_case(passing)
    assert (outcome.passed, outcome.lines()) == (True, [])
    assert outcome.seconds >= 0


@pytest.mark.parametrize(
    ("failing", "message", "missing", "unexpected"),
    [
        (case("Transfer WHERE size>=20", ("1", "2")), "expected 2 records, 2 records matched", ("1",), ("record 3",)),
        (case("Transfer WHERE size>=20", ("2",)), "expected 1 record, 2 records matched", (), ("record 3",)),
        (case("Transfer WHERE size>=20", 1), "expected 1 record, 2 records matched: 2, record 3", (), ()),
        (case("Transfer WHERE size>=99", 1), "expected 1 record, 0 records matched", (), ()),
        (case("Transfer WHERE size>=20", "all"), "expected every record, 2 records matched", ("1",), ()),
        (case("Transfer WHERE size<=1", "none"), "expected no record, 1 record matched", (), ("1",)),
        (case("Transfer", ("4",)), "no record has the id '4'", (), ()),
        (case("Transfer", ("y",), id="code"), "no record has the code 'y'", (), ()),
        (case("Transfer", ("record 2",)), "no record has the id 'record 2'; did you mean 'record 3'?", (), ()),
        (
            case("Transfer", ("x",), id="code"),
            "2 records have the code 'x'; name them by another attribute, such as id = \"code\"",
            (),
            (),
        ),
        (case("Transfer WHERE size>10", "never"), "no record should ever match, and one does: 2", (), ("2",)),
        (case("Transfer WHERE size>10", "always"), "every record should match, and one does not: 1", ("1",), ()),
        (
            case("Transfer WHERE size>99", "never"),
            "no record should ever match, and one does: a record that was worked out",
            (),
            (),
        ),
        (
            case("Transfer WHERE size>0", "always"),
            "every record should match, and one does not: a record that was worked out",
            (),
            (),
        ),
        (
            case("Transfer WHERE name MATCHES 'a(?!a)b(?<!b)'", "never"),
            (
                "nobody knows: found neither a record that matches nor a proof that there is none; "
                'expect = "none" speaks of the given records alone'
            ),
            (),
            (),
        ),
        (
            case("Transfer WHERE name NOT MATCHES 'a(?!a)b(?<!b)'", "always"),
            (
                "nobody knows: found neither a record that does not match nor a proof that there is none; "
                'expect = "all" speaks of the given records alone'
            ),
            (),
            (),
        ),
        (case("Transfer WHERE size=x", 1), "the query has errors", (), ()),
        (
            case("Transfer WHERE size=x", 1, ("ACC302",)),
            "the query has errors, as expected, and so it matches no record",
            (),
            (),
        ),
        (case("Transfer WHERE size=x", None, ("ACC1",)), "expected the diagnostics ACC1, got ACC302", (), ()),
        (case("Transfer WHERE x=1", 0, ()), "expected the diagnostics none, got ACC202", (), ()),
        (case("Transfer", 3, ("ACC202",)), "expected the diagnostics ACC202, got none", (), ()),
        (
            case("Transfer WHERE size=:x", 1, parameters={"x": {}}),
            "parameter 'x': a value of type dict cannot be bound",
            (),
            (),
        ),
    ],
    ids=lambda value: value.query if isinstance(value, Case) else "",
)
def test_what_fails(failing: Case, message: str, missing: tuple[str, ...], unexpected: tuple[str, ...]) -> None:
    """The message says it in one line, the records at fault are named."""
    outcome = run_case(failing)
    assert not outcome.passed
    assert (outcome.message, outcome.missing, outcome.unexpected) == (message, missing, unexpected)
    assert outcome.lines()[0] == failing.query
    assert message in outcome.lines()
    if missing or unexpected:
        # Why: the explanation of each record.
        compiled = accsyn.compile(failing.query)
        record = next(record for record in RECORDS if record.get("id") in (*missing, *unexpected) or "id" not in record)
        assert str(compiled.explain(record)).split("\n")[0] in "\n".join(outcome.details)


def test_the_difference() -> None:
    """A sign, the name, what is wrong, and below it why; no more than a few of each kind."""
    many = tuple({"id": str(number), "size": number} for number in range(9))
    outcome = run_case(case("Transfer WHERE size>=:least", ("0", "1"), parameters={"least": 1}, records=many))
    assert outcome.lines()[:4] == [
        "Transfer WHERE size>=:least",
        "with least=1",
        "expected 2 records, 8 records matched",
        "- 0  expected, did not match",
    ]
    signs = [line for line in outcome.details if line.startswith("+")]
    assert signs == [
        *(f"+ {n}  not expected, matched" for n in range(2, 2 + MOST_SHOWN)),
        "+ and 2 more  not expected, matched",
    ]
    counted = run_case(case("Transfer WHERE size>=1", 1, records=many))
    assert counted.message == "expected 1 record, 8 records matched: 1, 2, 3, 4, 5, ..."


def test_what_is_shown_is_escaped() -> None:
    """Nothing of a file or a record can disturb a terminal."""
    odd = ({"id": "\x1b[2J", "size": 1},)
    outcome = run_case(case("Transfer WHERE size=:x\n", ("\x1b",), parameters={"x": 1}, records=odd))
    outcome_two = run_case(case("Transfer WHERE size=2", "all", records=odd))
    for line in (*outcome.lines(), *outcome_two.lines()):
        assert line.isprintable()


def test_selection() -> None:
    """A text in the file or the name, in any case; without one all."""
    one = case("Transfer", 1)
    two = one._replace(name="Other")
    assert select([one, two], None) == [one, two]
    assert select([one, two], "other") == [two]
    assert select([one, two], "A.ACCSYN") == [one, two]
    assert select([one, two], "zzz") == []


def test_junit(tmp_path: Path) -> None:
    """A suite for each file, with counts; a failure has the message and the whole difference."""
    passing, failing = case("Transfer", 3), case("Transfer WHERE size>1", "all")._replace(name="\x00<é>")
    elsewhere = case("Transfer", 3)._replace(path="b", line=None)
    outcomes = [run_case(each) for each in (passing, failing, elsewhere)]
    path = tmp_path / "junit.xml"
    path.write_bytes(junit_xml(outcomes))
    root = ET.parse(path).getroot()  # noqa: S314 - written above
    assert {key: root.get(key) for key in ("tests", "failures", "errors")} == {
        "tests": "3",
        "failures": "1",
        "errors": "0",
    }
    assert [(suite.get("name"), suite.get("tests")) for suite in root] == [("a.accsyn.toml", "2"), ("b", "1")]
    cases = list(root.iter("testcase"))
    assert [(each.get("name"), each.get("line"), len(each)) for each in cases] == [
        ("name", "3", 0),
        ("\\x00<é>", "3", 1),
        ("name", None, 0),
    ]
    failure = cases[1][0]
    assert failure.get("message") == outcomes[1].message
    assert (failure.text or "").split("\n") == outcomes[1].lines()


def test_a_missing_value_is_asked_for_in_the_words_of_the_file() -> None:
    """Values stand below the key `parameters` of a case, not in an argument."""
    details = "\n".join(run_case(case("Transfer WHERE code=:x AND size=:y", 1)).details)
    assert "= help: Give it in the case: parameters = {x = ...}" in details
    assert "parameters = {y = ...}" in details
    assert "params" not in details
    wrong = run_case(case("Transfer WHERE code=:x", None, ("ACC301",)))
    assert "parameters = {x = ...}" in "\n".join(wrong.details)
