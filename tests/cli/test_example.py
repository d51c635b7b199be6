"""``accsyn example``: a record that matches, and one that does not."""

from __future__ import annotations

import pytest

from tests.cli.calls import call


def test_both_records() -> None:
    """Each on a line, as JSON."""
    done = call("example", "Transfer WHERE size>10 AND status=failed")
    assert done == (0, 'matching  {"size": 11, "status": "failed"}\nfailing   {"size": 10}\n', "")


def test_parameters_and_bare_conditions() -> None:
    """The shared options are taken; a query may be piped in."""
    done = call("example", "-", "--expression", "-p", "x=a", "-p", "x=b", stdin="y IN :x")
    assert done == (0, 'matching  {"y": "a"}\nfailing   {"y": ""}\n', "")


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("Transfer", ["matching  {}", "failing   there is none: the query always holds"]),
        (
            "Transfer WHERE status=a AND status=b",
            ["matching  there is none: the query never holds", 'failing   {"status": "init"}'],
        ),
        (
            "Transfer WHERE name MATCHES 'a(?!a)b(?<!b)'",
            ["matching  could not find one; there may be one all the same", 'failing   {"name": "a"}'],
        ),
    ],
)
def test_where_there_is_none(query: str, lines: list[str]) -> None:
    """That there is none, and that none was found, are told apart."""
    assert call("example", query) == (0, "".join(f"{line}\n" for line in lines), "")


def test_one_record_alone() -> None:
    """Nothing but the record is written, so that a file holds it; where there is none, the exit code is 1."""
    assert call("example", "Transfer WHERE size>1", "--matching").document == {"size": 2}
    assert call("example", "Transfer WHERE size>1", "--failing").document == {"size": 1}
    done = call("example", "Transfer", "--failing")
    assert done == (1, "", "failing: there is none: the query always holds\n")


def test_the_document() -> None:
    """Both records, and whether it is known that there is none."""
    done = call("example", "--format", "json", "transfer where STATUS=a and status=b")
    (result,) = done.document["results"]
    assert (done.code, result["ok"]) == (0, True)
    assert result["matching"] == {"record": None, "impossible": True}
    assert result["failing"] == {"record": {"status": "init"}, "impossible": False}
    assert result["canonical"] == "transfer WHERE STATUS=a AND status=b"
    assert "failing" not in call("example", "Transfer", "--matching", "--format", "json").document["results"][0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["Transfer WHERE size=x"], "ACC302"), (["Transfer WHERE"], "ACC106"), (["Transfer WHERE size=:x"], "ACC308")],
)
def test_errors(arguments: list[str], message: str) -> None:
    """What is wrong with the query goes to stderr, or into the document; the exit code is 1."""
    done = call("example", *arguments)
    assert (done.code, done.out) == (1, "")
    assert message in done.err
    done = call("example", "--format", "json", *arguments)
    assert (done.code, done.document["results"][0]["ok"]) == (1, False)
