"""The generated tables: fresh, free of conflicts, complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from accsyn.grammar import analysis, builder, generate, tables


def test_the_tables_are_fresh() -> None:
    """`python -m accsyn.grammar.generate` has run since the grammar last changed."""
    assert generate.main(["--check"]) == 0


def test_a_stale_table_is_noticed_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--check reports it and writes nothing; without it the file is written."""
    paths = [tmp_path / "terminals.py", tmp_path / "tables.py", tmp_path / "quick.py"]
    for path in paths:
        path.write_text("# old\n", encoding="utf-8")
    monkeypatch.setattr(generate, "FOLDER", tmp_path)
    assert generate.main(["--check"]) == 1
    said = capsys.readouterr().err
    assert "tables.py is stale" in said
    assert "quick.py is stale" in said
    assert [path.read_text(encoding="utf-8") for path in paths] == ["# old\n"] * 3
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("old", "new", "error", "message"),
    [
        ("expression: disjunction ", "expression: disjunction | disjunction ", Exception, "Rules defined twice"),
        (
            '"(" disjunction ")"     ',
            '"(" conjunction ")" -> group | "(" disjunction ")"',
            ValueError,
            "has a conflict: Shift/Reduce",
        ),
        ("-> no_membership", "-> unknown", ValueError, "no function unknown"),
        ("-> closed_list", "", ValueError, "needs an alias"),
        ('EQUAL: "="', "EQUAL: /(=)/", ValueError, "EQUAL holds a capturing group"),
    ],
)
def test_a_grammar_that_cannot_be_used_is_refused(
    old: str, new: str, error: type[Exception], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A conflict, a rule without a function, a group in a terminal."""
    text = analysis.GRAMMAR.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "query.lark"
    path.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(analysis, "GRAMMAR", path)
    with pytest.raises(error, match=message):
        generate.generate()


def test_every_builder_function_makes_a_rule() -> None:
    """No function of the builder is left over."""
    used = {function for _, _, function in tables.RULES if function}
    functions = {
        name
        for name, value in vars(builder).items()
        if callable(value) and getattr(value, "__module__", "") == builder.__name__
    }
    assert functions - used - {"flatten", "_flattened", "EmptyItemError"} == {"or_first", "or_next"} - used
    assert used <= set(vars(builder))


def test_the_automaton_is_small() -> None:
    """A change that makes it explode is noticed."""
    assert 40 <= len(tables.ACTIONS) <= 100
    assert len(tables.GOTOS) == len(tables.ACTIONS)
    assert set(tables.STARTS) == {"query", "expression", "statement"}


def shout(first: str, second: str, third: str) -> str:
    """A function of one of its parts that does not only return it."""
    return second.upper()


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("query: NAME WHERE -> no_word\n | NAME ", "has 2 parts"),
        ("query: NAME WHERE WHERE -> shout\n | NAME ", "keeps 1 of its parts"),
    ],
)
def test_a_rule_that_the_driver_does_not_know_is_refused(
    new: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The compiled parser knows rules of one part, and of three parts of which two have values."""
    monkeypatch.setattr(builder, "shout", shout, raising=False)
    path = tmp_path / "query.lark"
    path.write_text(analysis.GRAMMAR.read_text(encoding="utf-8").replace("query: NAME ", new, 1), encoding="utf-8")
    monkeypatch.setattr(analysis, "GRAMMAR", path)
    with pytest.raises(ValueError, match=message):
        generate.generate()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("nullable: value\n", "nullable: value\n         | LESS list GREATER       -> closed_list\n", "nests"),
        (
            "comparison: NAME equality nullable",
            'comparison: "=" NAME EQUAL value -> no_membership\n  | NAME equality nullable',
            "start",
        ),
    ],
)
def test_a_comparison_that_is_no_phrase_is_refused(
    old: str, new: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The compiled parser reads a comparison by one regular expression; a rule that nests has none."""
    text = analysis.GRAMMAR.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "query.lark"
    path.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(analysis, "GRAMMAR", path)
    with pytest.raises(ValueError, match=message):
        generate.generate()
