"""Query test files: what is read, and what a wrong file is told."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest

from accsyn.errors import ConfigurationError
from accsyn.testing import QueryTestError, load_tests
from accsyn.testing.query_tests import find_files

Write = Callable[[str], Path]
HEAD = 'name = "a"\nquery = "Transfer"\n'


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a query test file beside a few others."""
    (tmp_path / "two.json").write_text('[{"id": "1", "size": null}, {"id": "2"}]', encoding="utf-8")
    (tmp_path / "schema.json").write_text('{"entities": {"thing": {}}}', encoding="utf-8")

    def write_file(text: str) -> Path:
        path = tmp_path / "a.accsyn.toml"
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return path

    return write_file


def test_everything_there_is(write: Write) -> None:
    """Settings of the file hold for its cases, those of a case come before them, rows before both."""
    path = write(
        """\
records = "two.json"
tz = "Europe/Stockholm"
now = 2026-01-28T12:00:00Z

[[case]]
name = "first"
query = "Transfer WHERE size=:size AND code=:code"
records = "two.json"
parameters = { size = 5, code = "x" }
expect = ["1", 2]

[[case]]   # with rows
query = '''Thing
[[case.each]]'''
schema = "schema.json"
now = "2026-01-28T13:00:00+01:00"
strict = true
id = "code"
records = [{ code = "a", at = 2026-01-22T08:35:59, on = 2026-01-22, deep = { list = [2026-01-22, {}] } }]
[[case.each]]
parameters = { x = 1 }
expect = "never"
[[case.each]]
name = "named"
diagnostics = ["ACC202"]
[[case.each]]
expect = 0
"""
    )
    first, *rows = load_tests(path)
    assert (first.path, first.line, first.name) == (str(path), 5, "first")
    assert (first.parameters, first.expect, first.diagnostics) == ({"size": 5, "code": "x"}, ("1", "2"), None)
    settings = first.settings
    assert settings.records == ({"id": "1", "size": None}, {"id": "2"})
    assert settings.now == datetime(2026, 1, 28, 12, tzinfo=timezone.utc)
    assert (str(settings.tz), settings.strict, settings.id) == ("Europe/Stockholm", False, "id")
    assert [case.name for case in rows] == [
        "Thing\n[[case.each]][1]",
        "Thing\n[[case.each]][named]",
        "Thing\n[[case.each]][3]",
    ]
    assert [(case.line, case.expect, case.diagnostics) for case in rows] == [
        (12, "never", None),
        (12, None, ("ACC202",)),
        (12, 0, None),
    ]
    settings = rows[0].settings
    assert settings.schema.names() == ("thing",) or list(settings.schema.names()) == ["thing"]
    assert (settings.strict, settings.id, settings.now) == (True, "code", first.settings.now)
    (record,) = settings.records
    assert list(record.items()) == [
        ("code", "a"),
        ("at", "2026-01-22T08:35:59"),
        ("on", "2026-01-22"),
        ("deep", {"list": ["2026-01-22", {}]}),
    ]


def test_a_header_in_a_text_is_none(write: Write) -> None:
    """Where the headers cannot be counted, no line is given rather than a wrong one."""
    path = write('[[case]]\nquery = """Transfer\n[[case]]\n"""\nexpect = 0')
    assert [case.line for case in load_tests(path)] == [None]
    with pytest.raises(QueryTestError, match=r"a\.accsyn\.toml: case 1: a case needs `expect`"):
        load_tests(write('[[case]]\nquery = """Transfer\n[[case]]\n"""'))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = \nb = 1", ":1: it is not TOML: invalid value (column 5)"),
        ("a = 1\na = 2", ":2: it is not TOML: cannot overwrite a value"),
        ('a = "', ":1: it is not TOML: unterminated string"),
        ("\udcff", ": it is not UTF-8 (byte 1)"),
        ("", ": the file has no test; each starts with `[[case]]`"),
        ("recods = 1", ": the file has no key `recods`; did you mean `records`?"),
        (
            "zzzzzzzz = 1",
            ": the file has no key `zzzzzzzz`; there are `schema`, `now`, `tz`, `strict`, `records`, `id`, `case`",
        ),
        ("case = 1", ": `case` is written as a table with two brackets, `[[case]]`"),
        ("[case]", ": `case` is written as a table with two brackets, `[[case]]`"),
        ("[[case]]\nqurey = 'x'", ":1: a case has no key `qurey`; did you mean `query`?"),
        ("\n[[case]]", ":2: a case needs a `query`"),
        ("[[case]]\nquery = 5", ":1: `query` is text, not a number"),
        ("[[case]]\nquery = ' '", ":1: `query` is empty"),
        ("[[case]]\nquery = 'Transfer'\nname = ''\nexpect = 1", ":1: `name` is empty"),
        (
            f"[[case]]\n{HEAD}",
            ":1: a case needs `expect`: a list of ids, a number, or one of 'all', 'none', 'always', 'never'",
        ),
        (
            f"[[case]]\n{HEAD}expect = 1\n[[case]]\n{HEAD}expect = 1",
            ":5: two tests are named 'a'; give each its own `name`",
        ),
        (f"[[case]]\n{HEAD}expect = 'nothing'", ":1: `expect` is 'nothing'; write a list of ids, a number, or one of"),
        (
            f"[[case]]\n{HEAD}expect = true",
            ":1: `expect` is a list of ids, a number, or one of 'all', 'none', 'always', 'never', not true or false",
        ),
        (f"[[case]]\n{HEAD}expect = {{}}", "not a table"),
        (f"[[case]]\n{HEAD}expect = -1", ":1: `expect` is a number of records and cannot be negative"),
        (f"[[case]]\n{HEAD}expect = [1.5]", ":1: `expect` lists ids, and 1.5 is none"),
        (f"[[case]]\n{HEAD}diagnostics = 'ACC202'", ":1: `diagnostics` is a list of codes, not text"),
        (f"[[case]]\n{HEAD}diagnostics = [202]", ":1: `diagnostics` is a list of codes, and 202 is a number"),
        (f"[[case]]\n{HEAD}expect = 1\nparameters = []", ":1: `parameters` is a table of values by name, not a list"),
        (f"[[case]]\n{HEAD}expect = 1\nstrict = 1", ":1: `strict` is true or false, not a number"),
        (f"[[case]]\n{HEAD}expect = 1\neach = 1", ":1: `each` is written as a table with two brackets, `[[each]]`"),
        (f"[[case]]\n{HEAD}expect = 1\n[[case.each]]\nquery = 'x'", ":1: a row of `each` has no key `query`"),
        ("records = 5", ": `records` is the name of a file, or a list of tables such as"),
        ("records = [5]", ": `records` is the name of a file, or a list of tables such as"),
        ("records = 'no.json'", ": `no.json` cannot be used: "),
        ("records = 'no'", ": `no` cannot be used: "),
        ("schema = 'two.json'", ": `two.json` cannot be used: $: "),
        ("now = 2026-01-28", ": `now` is a time with its zone, such as 2026-01-28T12:00:00Z"),
        ("now = 2026-01-28T12:00:00", ": `now` is a time with its zone, such as 2026-01-28T12:00:00Z"),
        ("now = 'today'", ": `now` is a time with its zone, such as 2026-01-28T12:00:00Z"),
        ("tz = 'Mars'", ": `tz` is the name of a time zone such as Europe/Stockholm, and 'Mars' is none"),
        ("tz = '../x'", ": `tz` is the name of a time zone such as Europe/Stockholm, and '../x' is none"),
        ("tz = 2026-01-28", ": `tz` is text, not a date or time"),
    ],
)
def test_what_is_wrong(write: Write, text: str, message: str) -> None:
    """One sentence with the file, the line where it is known, and what to write instead."""
    path = write(text)
    with pytest.raises(QueryTestError) as caught:
        load_tests(path)
    assert str(caught.value).startswith(str(path))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_what_is_nested_too_deeply(write: Write) -> None:
    """A file that the reader of TOML cannot follow is wrong, not a fault."""
    with pytest.raises(QueryTestError):
        load_tests(write(f"a = {'[' * 100_000}"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Says so by name."""
    with pytest.raises(QueryTestError, match=r"no\.accsyn\.toml: it cannot be read \(No such file or directory\)"):
        load_tests(tmp_path / "no.accsyn.toml")


def test_files_of_a_folder(tmp_path: Path) -> None:
    """Those below it, in order; hidden folders and other files are passed over, unless they are named."""
    for name in ("b.accsyn.toml", "a/c.accsyn.toml", ".venv/d.accsyn.toml", "x.toml", "y.accsyn"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert find_files(tmp_path) == [tmp_path / "a/c.accsyn.toml", tmp_path / "b.accsyn.toml"]
    assert find_files(tmp_path / "x.toml") == [tmp_path / "x.toml"]
    with pytest.raises(ConfigurationError, match="there is no file or folder"):
        find_files(tmp_path / "z")


def test_without_a_reader_of_toml(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.10 without tomli gives one sentence with the command that installs it."""
    path = write("")
    for name in ("tomllib", "tomli"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ConfigurationError, match=r"pip install 'accsyn\[testing\]'"):
        load_tests(path)
