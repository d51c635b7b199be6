"""Queries in query test files: findings, and their exact places whatever way TOML has to write a text."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import accsyn
from accsyn.diagnostics import Edit, Fix, apply_fixes
from accsyn.errors import ConfigurationError
from accsyn.lint import toml
from accsyn.lint.config import Config
from accsyn.lint.fixes import chosen_fixes, fix_text
from accsyn.lint.linting import lint_bytes
from accsyn.lint.reports import Report
from accsyn.lint.toml import find_literals, toml_reader
from accsyn.source import Span
from tests import strategies

BAD = "Transfer WHERE staus=failed"


def lint(text: str, path: str = "x.accsyn.toml", **options: bool) -> Report:
    """Lint a query test file."""
    report = lint_bytes(text.encode(), path, Config(**options))  # type: ignore[arg-type]
    assert not report.problem, report.problem
    return report


def cuts(text: str) -> list[str]:
    """What the places of the findings cut out of a file."""
    return [text[slice(*each.span)] for each in lint(text).diagnostics]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'[[case]]\nquery = "{BAD}"\n', ["staus"]),
        (f"[[case]]\nquery = '{BAD}'\n", ["staus"]),
        (f'[[case]]\nquery = """{BAD}"""\n', ["staus"]),
        (f'[[case]]\nquery = """\n{BAD}"""\n', ["staus"]),
        (f"[[case]]\r\nquery = '''\r\n{BAD}'''\r\n", ["staus"]),
        (f'[[case]]\n"query" = """\\\n   {BAD} \\\n  """\n', ["staus"]),
        (f"[[case]]\n'query'='''{BAD}'''# staus\n", ["staus"]),
        ('[[case]]\nquery = "Transfer WHERE st\\u0061us=failed"\n', ["st\\u0061us"]),
        ('[[case]]\nquery = """Transfer WHERE \\\r\n  staus=\\"a\\U0001F600\\""""\n', ["staus"]),
        ('[[case]]\nquery = """Transfer\nWHERE name="a" AND staus=""b"""\n', ["b"]),
        (f'# query = "{BAD}"\n[[case]]\nname = "query = \'{BAD}\'"\nquery = "{BAD}"\n', ["staus"]),
        (f"case = [{{ query = \"{BAD}\" }}, {{query=\"User\"}}, {{ query='''{BAD}''' }}]", ["staus", "staus"]),
        (f'records = [{{ query = "{BAD}" }}]\n[[case]]\nrecords = [{{query = "a"}}]\nquery = "{BAD}"', ["staus"]),
        (f'[[case]]\nquery = "User"\n[[case]]\nquery = "{BAD}"\n', ["staus"]),
        ("[[case]]\nquery = ''\n", [""]),
        ("[[case]]\nquery = 'Transfer WHERE name='\n", [""]),
        (f'[[case]]\nparameters = {{ query = "{BAD}" }}\nquery = "User WHERE code=:query"\n', []),
        ("[[case]]\nquery = 5\n[[case]]\n", []),
        ("case = 1\n", []),
        ("case = [1]\n", []),
        ("", []),
    ],
)
def test_findings_stand_in_the_file(text: str, expected: list[str]) -> None:
    """In strings of all four kinds, with escapes and lines that go on; what looks like a query elsewhere is none."""
    assert cuts(text) == expected


@pytest.mark.parametrize(
    "text", [f'[[case]]\n"qu\\u0065ry" = "{BAD}"\n', f'[[case]]\nquery = "{BAD}"\nname = "\ue000"\n']
)
def test_where_the_place_is_not_known_the_file_is(text: str) -> None:
    """A key that is written with an escape, a character for private use: the finding stands at the start."""
    (found,) = lint(text).diagnostics
    assert (found.code, found.span, found.fixes) == ("ACC202", Span(0, 0), ())


@pytest.mark.parametrize(
    ("case", "codes"),
    [
        ("query = 'Transfer WHERE staus=1'\ndiagnostics = ['ACC202']", []),
        ("query = 'Transfer WHERE staus=:x'\n[[case.each]]\ndiagnostics = []", []),
        ("query = 'Transfer WHERE status=done AND status=failed'\nexpect = 1", ["ACC401"]),
        ("query = 'Transfer WHERE status=done AND status=failed'\nexpect = 'never'", []),
        ("query = 'Transfer WHERE status=done AND status=failed'\n[[case.each]]\nexpect = 'never'", []),
        ("query = 'Transfer WHERE name=a OR name!=a'\nexpect = 1", ["ACC402"]),
        ("query = 'Transfer WHERE name=a OR name!=a'\nexpect = 'always'", []),
        ("query = 'Transfer WHERE status=done'\nexpect = 1", []),
        ("query = 'Transfer WHERE user=:user'\nparameters = { user = 'x' }\nexpect = 1", []),
        ("query = 'Transfer WHERE name='\nexpect = 1", ["ACC108"]),
    ],
)
def test_what_a_case_expects_is_no_finding(case: str, codes: list[str]) -> None:
    """Its diagnostics are for the test to compare, and never is no wonder where it is expected."""
    assert [each.code for each in lint(f"[[case]]\n{case}\n").diagnostics] == codes


def test_a_file_has_its_own_schema(tmp_path: Path) -> None:
    """For all cases, or for one; relative to the file. One that is not there is said."""
    schema = '{"entities": {"Transfer": {"attributes": {"staus": {"type": "text"}}}}}'
    (tmp_path / "own.json").write_text(schema, encoding="utf-8")
    path = str(tmp_path / "x.accsyn.toml")
    case = f'[[case]]\nquery = "{BAD}"\n'
    assert [len(lint(text, path).diagnostics) for text in (case, "schema = 'own.json'\n" + case)] == [1, 0]
    assert lint(f"{case}schema = 'own.json'\n{case}", path).diagnostics[0].span.start > len(case)
    report = lint_bytes(f"schema = 'no.json'\n{case}".encode(), path, Config())
    assert "its schema 'no.json'" in report.problem


def test_strictness_is_the_files() -> None:
    """What it says counts before the settings."""
    case = f'[[case]]\nquery = "{BAD}"\n'
    texts = [case, "strict = true\n" + case, "strict = true\n" + case + "strict = false\n"]
    assert [lint(text).diagnostics[0].is_error for text in texts] == [False, True, False]
    assert [lint(text, strict=True).diagnostics[0].is_error for text in texts] == [True, True, False]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"[[case]\n", "it is no TOML: "),
        (b"\xff", "it is not UTF-8"),
        (b"a = " + b"[" * 5000, "it is nested too deeply"),
    ],
)
def test_what_is_no_toml_is_a_problem(content: bytes, problem: str) -> None:
    """With the place that the reader names."""
    report = lint_bytes(content, "x.accsyn.toml", Config())
    assert report.problem.startswith(problem)
    assert report.diagnostics == ()


def test_without_a_reader_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.10 has none of its own."""

    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(toml, "import_module", missing)
    with pytest.raises(ConfigurationError, match="needs tomli"):
        toml_reader()
    assert "needs tomli" in lint_bytes(b"", "x.accsyn.toml", Config()).problem


# ---- every way to write a text --------------------------------------------------------------------------------------

_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def spell(chance: Random, text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text as TOML in one of its ways, with the place of each character."""
    can_be_literal = not any((character < " " and character != "\t") or character == "\x7f" for character in text)
    kinds = ['"', '"""']
    if can_be_literal and "'" not in text:
        kinds += ["'", "'''"]
    elif "'''" not in text and not text.endswith("'") and can_be_literal:
        kinds.append("'''")
    quotes = chance.choice(kinds)
    code, places = quotes, list[tuple[int, int]]()
    if len(quotes) == 3 and (chance.random() < 0.5 or text.startswith(("\n", "\r"))):
        code += chance.choice(["\n", "\r\n"])
    for character in text:
        if quotes == '"""' and chance.random() < 0.1 and not character.isspace():
            code += chance.choice(["\\\n", "\\\r\n  \n\t", "\\ \n "])
        piece = character
        if quotes[0] == '"':
            must = character in _ESCAPES or not character.isprintable()
            if character == "\n" and len(quotes) == 3 and chance.random() < 0.5:
                piece = chance.choice(["\n", "\r\n"])
            elif must or chance.random() < 0.1:
                wide = f"\\U{ord(character):08X}"
                narrow = wide if ord(character) > 0xFFFF else f"\\u{ord(character):04x}"
                piece = chance.choice([wide, narrow, _ESCAPES.get(character, narrow)])
        places.append((len(code), len(code) + len(piece)))
        code += piece
    return code + quotes, places


QUERIES = strategies.any_texts().filter(lambda text: "\ue000" not in text and text.isascii() | text.isprintable())


@settings(max_examples=60)
@given(st.lists(st.text("ab '\"\\\n\r\t#=é😀\x1b", max_size=8), min_size=1, max_size=3), st.integers(0, 1 << 32))
def test_each_character_has_its_place(texts: list[str], seed: int) -> None:
    """However the texts are spelled, with whatever before, between and behind them."""
    chance = Random(seed)  # noqa: S311 - no secret
    file, expected = "", list[list[tuple[int, int]]]()
    for text in texts:
        code, places = spell(chance, text)
        file += chance.choice(["# query = '\n", "", "\r\n"]) + chance.choice(["[[case]]\n", '[[ case ]] # "\n'])
        file += chance.choice(["", 'name = "a # b"\n', "name = '''\nquery = \"x\"\n'''\n"]) + "query \t= "
        expected.append([(len(file) + start, len(file) + end) for start, end in places])
        file += f"{code} # '''\n"
    loads, _ = toml_reader()
    assert [each["query"] for each in loads(file)["case"]] == texts
    found = find_literals(file, "query", lambda document: [each.get("query") for each in document["case"]])
    actual = [list(zip(each.starts, each.ends, strict=True)) for each in found if each is not None]
    assert actual == expected


@pytest.mark.slow
@settings(max_examples=15)
@given(QUERIES, st.integers(0, 1 << 32))
def test_a_fix_writes_what_it_would_write_in_the_text(text: str, seed: int) -> None:
    """The query afterwards is the text with its own fixes made, the file is TOML, and nothing else changed."""
    code, _ = spell(Random(seed), text)  # noqa: S311 - no secret
    head, tail = "# é '\r\n[[case]]\nquery = ", ' # é "\r\nexpect = 1\n'
    report = lint(head + code + tail)
    fixes = chosen_fixes(report.diagnostics, unsafe=True)
    after = apply_fixes(report.source.text, fixes)
    assert after.startswith(head)
    assert after.endswith(tail)
    own = [each for each in accsyn.check(text) if each.code not in {"ACC412"}]
    if len(fixes) == len(chosen_fixes(tuple(own), unsafe=True)) and code[0] == '"':
        query = toml_reader()[0](after)["case"][0]["query"]
        assert query == apply_fixes(text, chosen_fixes(tuple(own), unsafe=True))
    fixed, _ = fix_text(report, lambda content: lint_bytes(content, "x.accsyn.toml", Config()), unsafe=True)
    assert toml_reader()[0](fixed.source.text)["case"][0]["expect"] == 1


def test_what_the_quotes_cannot_hold_is_no_fix() -> None:
    """A quote in a literal string; elsewhere it gets its escape."""
    query = "Transfer WHERE name=it's fine"
    doubled = lint(f'[[case]]\nquery = "{query}"\n').diagnostics
    tripled = lint(f"[[case]]\nquery = '''{query}'''\n").diagnostics
    assert [each.span for each in doubled] == [Span(each.span.start - 2, each.span.end - 2) for each in tripled]
    written = [edit.replacement for each in doubled for fix in each.fixes for edit in fix.edits]
    assert any('\\"' in text for text in written)
    assert not any("'" in edit.replacement for each in tripled for fix in each.fixes for edit in fix.edits)


@pytest.mark.parametrize(
    ("quotes", "replacement", "written"),
    [
        ("'", "a", "a"),
        ("'", "it's", None),
        ("'''", '"', '"'),
        ('"', 'a"\\', 'a\\"\\\\'),
        ('"""', '"', '\\"'),
        ('"', "\n", None),
        ("'", "\x1b", None),
    ],
)
def test_how_a_replacement_is_written(quotes: str, replacement: str, written: str | None) -> None:
    """With the escapes of the quotes it stands in; None where these have none."""
    literal = toml.Literal("ab", quotes, Span(4, 8), (5, 6), (6, 7))
    fixed = literal.fix(Fix("do", (Edit(Span(1, 2), replacement),), safe=False))
    assert fixed == (None if written is None else Fix("do", (Edit(Span(6, 7), written),), safe=False))
    assert literal.place(Span(2, 2)) == Span(8 - len(quotes), 8 - len(quotes))


def test_where_characters_have_no_places_the_whole_literal_is_shown() -> None:
    """What this reader makes of a literal is compared with what TOML's makes of it."""
    match = re.fullmatch(r"(?P<key>query = )(?P<literal>.*)", 'query = "a"')
    assert match is not None
    literal = toml._literal(match, "b", toml_reader()[0])
    assert literal.place(Span(0, 1)) == Span(8, 11)
    assert literal.fix(Fix("do", (Edit(Span(0, 1), "x"),))) is None


def test_a_wrong_guess_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were something else replaced than a text, no place would be claimed."""
    monkeypatch.setattr(toml, "_scanner", lambda _: re.compile("(?P<key>qu)(?P<literal>ery)"))
    assert find_literals("query = 'a'", "query", lambda document: [document.get("query")]) == [None]
