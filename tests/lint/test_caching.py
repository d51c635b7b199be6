"""Results of earlier runs: never another answer than that of a run without them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import accsyn
from accsyn.diagnostics import Diagnostic, Edit, Fix, Severity
from accsyn.lint import caching, linting
from accsyn.lint.caching import FILE, FOLDER, Cache, cache_folder, package_stamp
from accsyn.lint.config import Config
from accsyn.lint.reports import Report
from accsyn.lint.running import Files, Overrides, lint_paths
from accsyn.source import Span
from tests.cli.calls import call
from tests.lint.snippets import PREAMBLE

BAD = PREAMBLE + "session.find('Transfer WHERE state=x')\n"
KEY = {"content": b"x", "kind": ".py", "config": Config(), "ignored": (), "schema": ""}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a file of each kind."""
    folder = tmp_path / "tree"
    folder.mkdir()
    monkeypatch.chdir(folder)
    files = {
        "bad.py": BAD.encode(),
        "café.py": "# coding: latin-1\nimport accsyn\r\naccsyn.parse('é == 1')\n".encode("latin-1"),
        "broken.py": b"import accsyn\naccsyn(\n",
        "unreadable.py": b"accsyn\xff",
        "other.py": b"print(1)\n",
        "q.accsyn": b"\xef\xbb\xbf-- name: a\r\nTransfer WHERE staus == done\r\n",
        "t.accsyn.toml": b'[[case]]\nquery = "Transfer WHERE staus=1"\nexpect = 1\n',
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


class Counter:
    """Counts the files that are linted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.paths: list[str] = []
        real = linting.lint_bytes

        def lint_bytes(content: bytes, path: str, *arguments: object) -> Report:
            self.paths.append(Path(path).name)
            return real(content, path, *arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(linting, "lint_bytes", lint_bytes)

    def take(self) -> list[str]:
        """Those since the last look."""
        found, self.paths = sorted(self.paths), []
        return found


@pytest.fixture
def linted(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Which files are linted anew."""
    return Counter(monkeypatch)


def run(folder: Path, *, select: tuple[str, ...] | None = None) -> list[Report]:
    """Lint a folder with a cache that is kept between runs."""
    cache = Cache(folder / "kept")
    reports = lint_paths([str(folder)], Files(Overrides(select)), cache=cache)
    assert cache.store() == ""
    return reports


@pytest.mark.parametrize("format_", ["text", "concise", "json", "sarif", "github", "gitlab", "junit"])
@pytest.mark.parametrize("options", [[], ["--select", "ACC2"], ["--diff"], ["--statistics"]], ids=" ".join)
def test_a_cached_run_says_the_same(tree: Path, format_: str, options: list[str]) -> None:
    """Byte for byte, on both streams, with the same exit code: the first time, from the cache, and without it."""
    if format_ not in ("text", "json") and options not in ([], ["--select", "ACC2"]):
        options = []
    if options == ["--diff"]:
        format_ = "text"
    arguments = ["lint", "--format", format_, *options]
    plain = call(*arguments, "--no-cache")
    assert not (tree / FOLDER).exists()
    assert call(*arguments) == plain
    assert (tree / FOLDER / FILE).is_file()
    assert call(*arguments) == plain
    assert plain.code == 2


def test_nothing_that_is_the_same_is_linted_again(tree: Path, linted: Counter) -> None:
    """But what cannot be linted, and query test files, whose findings depend on other files too."""
    everything = ["bad.py", "broken.py", "café.py", "q.accsyn", "t.accsyn.toml", "unreadable.py"]
    again = ["broken.py", "t.accsyn.toml", "unreadable.py"]
    first = run(tree)
    assert linted.take() == everything
    assert run(tree) == first
    assert linted.take() == again
    (tree / "bad.py").rename(tree / "moved.py")
    assert sorted(each.diagnostics for each in run(tree) if each.path.endswith("moved.py")) == [first[0].diagnostics]
    assert linted.take() == again


def _edit(name: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).write_text(text, encoding="utf-8")

    return change


SETTINGS = "[tool.accsyn.lint]\n"
CHANGES: list[tuple[str, Callable[[Path], None]]] = [
    ("content", _edit("bad.py", BAD + "session.find('Transfer WHERE sate=x')\n")),
    ("select", _edit("pyproject.toml", SETTINGS + "select = ['ACC1']")),
    ("ignore", _edit("pyproject.toml", SETTINGS + "ignore = ['unknown-attribute']")),
    ("per-file-ignores", _edit("pyproject.toml", SETTINGS + "per-file-ignores = {'b*.py' = ['ACC2']}")),
    ("strict", _edit("pyproject.toml", SETTINGS + "strict = true")),
    ("sessions", _edit("pyproject.toml", SETTINGS + "sessions = ['tool']")),
    ("functions", _edit("pyproject.toml", SETTINGS + "functions = ['tool.ask']")),
    ("schema", _edit("pyproject.toml", SETTINGS + "schema = 'one.json'")),
]


@pytest.mark.parametrize("change", [change for _, change in CHANGES], ids=[name for name, _ in CHANGES])
def test_what_changes_is_never_answered_from_before(
    tree: Path, linted: Counter, change: Callable[[Path], None]
) -> None:
    """Content or configuration: the answer is that of a run without a cache, and going back finds the old one."""
    attributes = '{"entities": {"Transfer": {"attributes": {"state": {"type": "text"}}}}}'
    (tree / "one.json").write_text(attributes, encoding="utf-8")
    more = "tool.update_one('user', 'x', {}); tool.ask('Transfer WHERE z=x')\n"
    (tree / "bad.py").write_text(BAD + more, encoding="utf-8")
    (tree / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    kept = {name: (tree / name).read_bytes() for name in ("bad.py", "pyproject.toml")}
    before = run(tree)
    linted.take()
    change(tree)
    after = run(tree)
    assert "bad.py" in linted.take()
    assert after == lint_paths([str(tree)], Files())
    assert after != before
    for name, content in kept.items():
        (tree / name).write_bytes(content)
    linted.take()
    assert run(tree) == before
    assert "bad.py" not in linted.take()


def test_another_schema_is_another_answer(tree: Path) -> None:
    """The same name with other content."""
    (tree / "pyproject.toml").write_text(SETTINGS + "schema = 'one.json'", encoding="utf-8")
    found = []
    for name in ("state", "other", "state"):
        schema = f'{{"entities": {{"Transfer": {{"attributes": {{"{name}": {{"type": "text"}}}}}}}}}}'
        (tree / "one.json").write_text(schema, encoding="utf-8")
        (report,) = [each for each in run(tree) if each.path.endswith("bad.py")]
        found.append(len(report.diagnostics))
    assert found == [0, 1, 0]


@pytest.mark.parametrize("what", ["version", "python", "code"])
def test_another_version_is_another_answer(what: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of the package, of Python, and of the code of somebody who works on the package."""
    before, key = package_stamp(), Cache(tmp_path).key(**KEY)  # type: ignore[arg-type]
    assert package_stamp() == before
    if what == "version":
        monkeypatch.setattr(accsyn, "__version__", "99.0")
    elif what == "python":
        monkeypatch.setattr(sys, "version", "4.0")
    else:
        package = tmp_path / "accsyn" / "lint"
        package.mkdir(parents=True)
        (package / "one.py").write_text("", encoding="utf-8")
        monkeypatch.setattr(caching, "__file__", str(package / "caching.py"))
        first = package_stamp()
        (package / "one.py").write_text("pass", encoding="utf-8")
        assert package_stamp() != first
    assert package_stamp() != before
    assert Cache(tmp_path).key(**KEY) != key  # type: ignore[arg-type]


def test_what_depends_on_the_clock_is_not_kept(tree: Path, linted: Counter) -> None:
    """A query with a relative time may have other findings tomorrow."""
    (tree / "bad.py").write_text(BAD.replace("state=x", "created>-7d"), encoding="utf-8")
    (tree / "q.accsyn").write_text("Transfer WHERE created>now", encoding="utf-8")
    assert [each.reads_clock for each in run(tree) if each.path.endswith(("bad.py", "q.accsyn"))] == [True, True]
    linted.take()
    run(tree)
    assert {"bad.py", "q.accsyn"} <= set(linted.take())


TEXTS = st.text(max_size=8)
SPANS = st.builds(Span, st.integers(0, 9), st.integers(0, 9))
EDITS = st.builds(Edit, SPANS, TEXTS)
FIXES = st.builds(Fix, TEXTS, st.lists(EDITS, max_size=3).map(tuple), st.booleans())
FINDINGS = st.builds(
    Diagnostic,
    TEXTS,
    st.sampled_from(Severity),
    TEXTS,
    SPANS,
    st.none() | TEXTS,
    st.lists(FIXES, max_size=2).map(tuple),
)


@given(st.lists(st.lists(FINDINGS, max_size=3).map(tuple), max_size=4))
def test_findings_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, results: list[tuple[Diagnostic]]
) -> None:
    """Every field, whatever characters it holds."""
    folder = tmp_path_factory.mktemp("cache")
    cache = Cache(folder)
    for number, found in enumerate(results):
        cache.put(f"{number:032x}", found)
    assert cache.store() == ""
    again = Cache(folder)
    assert [again.get(f"{number:032x}") for number in range(len(results))] == results
    assert again.get("f" * 32) is None


@given(st.data())
def test_no_two_questions_have_one_key(data: st.DataObject) -> None:
    """Where anything differs the key does, wherever one part ends and the next begins."""
    cache = Cache(Path("nowhere"))
    names = st.lists(st.text("ab'\0", max_size=2), max_size=2).map(tuple)
    configs = st.tuples(names, names, names, st.booleans())
    kinds = st.sampled_from([".py", ".accsyn"])
    question = st.tuples(st.binary(max_size=2), kinds, configs, names, st.text("ab", max_size=2))
    one: list[Any] = list(data.draw(question))
    two = list(one)
    # One part of five differs, if any.
    at = data.draw(st.integers(0, 4))
    two[at] = data.draw(question)[at]
    keys = []
    for content, kind, (select, sessions, functions, strict), ignored, schema in (one, two):
        config = Config(select=select, sessions=sessions, functions=functions, strict=strict)
        keys.append(cache.key(content, kind, config, ignored, schema))
    assert (keys[0] == keys[1]) == (one == two)


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_cache_is_none(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Cut off anywhere, or with any byte changed: nothing of it is believed, and the next run writes a whole one."""
    folder = tmp_path_factory.mktemp("cache")
    cache = Cache(folder)
    found = (Diagnostic("ACC101", Severity.ERROR, "é", Span(1, 2), None),)
    cache.put("0" * 32, found)
    cache.store()
    content = (folder / FILE).read_bytes()
    at = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda each: each != content[at]))
    damaged = content[:at] if data.draw(st.booleans()) else content[:at] + bytes([byte]) + content[at + 1 :]
    (folder / FILE).write_bytes(damaged)
    cache = Cache(folder)
    assert cache.get("0" * 32) is None
    cache.put("0" * 32, found)
    assert cache.store() == ""
    assert (folder / FILE).read_bytes() == content


@pytest.mark.parametrize("line", [b"", b"1", b"null", b"[[]]", b"[[1,2]]", b'[["A","no","m",1,2,null,[]]]', b"{"])
def test_an_entry_of_another_shape_is_none(tmp_path: Path, line: bytes) -> None:
    """Though its checksum is right."""
    body = b"0" * 32 + b" " + line + b"\n"
    (tmp_path / FILE).write_bytes(caching._FORM + caching._checksum(body) + b"\n" + body)
    assert Cache(tmp_path).get("0" * 32) is None


def test_a_place_that_cannot_be_written_is_no_matter(tree: Path) -> None:
    """The result is the same; somebody who asked for the place is told."""
    plain = call("lint", "--no-cache")
    (tree / FOLDER).write_text("no folder", encoding="utf-8")
    assert call("lint") == plain
    asked = call("lint", "--cache-dir", FOLDER)
    assert (asked.code, asked.out) == (plain.code, plain.out)
    assert f"the cache cannot be written: {FOLDER}: " in asked.err


def test_a_run_that_is_cut_off_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole or not at all; what somebody left half done long ago goes."""
    cache = Cache(tmp_path)
    cache.put("0" * 32, ())
    cache.store()
    before = (tmp_path / FILE).read_bytes()
    old, new = tmp_path / f"{FILE}.1.tmp", tmp_path / f"{FILE}.2.tmp"
    old.touch()
    new.touch()
    os.utime(old, (0, time.time() - 4000))
    cache.put("1" * 32, ())
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        assert cache.store() == f"{tmp_path}: No space left on device"
    assert (tmp_path / FILE).read_bytes() == before
    assert cache.store() == ""
    assert sorted(each.name for each in tmp_path.iterdir()) == [".gitignore", "CACHEDIR.TAG", FILE, new.name]
    assert (
        (tmp_path / "CACHEDIR.TAG")
        .read_text(encoding="utf-8")
        .startswith("Signature: 8a477f597d28d172789f06886806bc55")
    )
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_it_stays_below_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not asked for longest goes first."""
    monkeypatch.setattr(caching, "LARGEST", 4 * (32 + len("[]") + 2))
    for number in range(6):
        cache = Cache(tmp_path)
        cache.put(f"{number:032x}", ())
        cache.get(f"{0:032x}")
        cache.store()
    again = Cache(tmp_path)
    assert [number for number in range(6) if again.get(f"{number:032x}") is not None] == [0, 3, 4, 5]
    assert (tmp_path / FILE).stat().st_size < caching.LARGEST + 80


def test_what_another_run_wrote_meanwhile_stays(tmp_path: Path) -> None:
    """Each adds its own to what is there when it writes."""
    one, two = Cache(tmp_path), Cache(tmp_path)
    one.put("1" * 32, ())
    two.put("2" * 32, ())
    assert (one.store(), two.store()) == ("", "")
    again = Cache(tmp_path)
    assert again.get("1" * 32) == again.get("2" * 32) == ()


def test_many_runs_at_a_time_say_the_same(tree: Path) -> None:
    """Processes that share a folder neither wait for each other nor disturb each other."""
    command = [sys.executable, "-m", "accsyn", "lint", "--format", "concise", "--cache-dir", "shared"]
    plain = call("lint", "--format", "concise", "--no-cache")
    environment = {**os.environ, "PYTHONPATH": str(Path(accsyn.__file__).parent.parent)}
    pipe = subprocess.PIPE
    running = [subprocess.Popen(command, cwd=tree, env=environment, stdout=pipe, stderr=pipe) for _ in range(3)]
    for each in running:
        out, err = each.communicate(timeout=60)
        assert (each.returncode, out.decode(), err.decode()) == plain
    assert call(*command[3:]) == plain
    assert not list((tree / "shared").glob("*.tmp"))


def test_where_it_is(tmp_path: Path) -> None:
    """Beside the nearest pyproject.toml, else in the current folder."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert cache_folder(inner) == inner / FOLDER
    (tmp_path / "pyproject.toml").touch()
    assert cache_folder(inner) == tmp_path / FOLDER


def test_a_run_without_new_results_writes_nothing(tree: Path) -> None:
    """Nor does one with nothing to lint make a folder."""
    assert call("lint", "other.py").code == 0
    assert not (tree / FOLDER).exists()
    call("lint", "bad.py")
    before = (tree / FOLDER / FILE).stat().st_mtime_ns
    call("lint", "bad.py")
    assert (tree / FOLDER / FILE).stat().st_mtime_ns == before
