"""Many files, several processes, baselines, and the generated signatures."""

from __future__ import annotations

import ast
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from accsyn.lint import generate, running
from accsyn.lint.additions import PROPERTIES
from accsyn.lint.config import Config
from accsyn.lint.linting import lint_bytes
from accsyn.lint.reports import Report, is_candidate
from accsyn.lint.running import Files, lint_paths
from accsyn.lint.signatures import SIGNATURES
from tests.lint.snippets import PREAMBLE

BAD = PREAMBLE + "session.find('Transfer WHERE state=x')\n"
CLIENT = Path(generate.__file__).parent.parent / "client"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with files to find and to pass over."""
    names = ("b.py", "a/c.py", "a/q.accsyn", ".venv/x.py", "build/x.py", "a/node_modules/x.py", "a/text.txt")
    for name in names:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(BAD if name.endswith(".py") else "Transfer WHERE state=x\n", encoding="utf-8")
    return tmp_path


def test_folders_are_searched(tree: Path) -> None:
    """Excluded ones are not, a file that is named is taken; each once."""
    files = Files()
    assert [file.relative_to(tree).as_posix() for file in files.find([str(tree)])] == ["b.py", "a/c.py", "a/q.accsyn"]
    named = [str(tree / ".venv" / "x.py"), str(tree / "a"), str(tree / "a" / "c.py")]
    assert len(list(files.find(named))) == 3


def test_more_processes_say_the_same(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same order."""
    alone = lint_paths([str(tree)], Files())
    monkeypatch.setattr(running, "_WORTH_A_PROCESS", 1)
    assert lint_paths([str(tree)], Files(), jobs=2) == alone
    assert [len(report.diagnostics) for report in alone] == [1, 1, 1]


def test_what_goes_wrong_in_another_process_is_raised(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the processes end."""
    monkeypatch.setattr(running, "_WORTH_A_PROCESS", 1)
    (tree / "pyproject.toml").write_text("[tool.accsyn.lint]\n", encoding="utf-8")
    files = Files()
    monkeypatch.setattr(Files, "schema", lambda *_: 5)
    with pytest.raises(AttributeError):
        lint_paths([str(tree)], files, jobs=2)
    deadline = time.monotonic() + 10
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.01)  # another thread of this process waits for them too
    assert multiprocessing.active_children() == []


def test_one_file_that_cannot_be_read_does_not_stop_the_others(tree: Path) -> None:
    """Its report says why."""
    (tree / "a" / "c.py").write_bytes(b"accsyn\xff")
    reports = lint_paths([str(tree), "nowhere.py"], Files())
    assert [bool(report.problem) for report in reports] == [False, True, False, True]
    assert [len(report.diagnostics) for report in reports] == [1, 0, 1, 0]
    assert reports[-1] == Report("nowhere.py", None, problem="it cannot be read: No such file or directory")


def test_a_folder_that_cannot_be_listed_is_said(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are searched."""
    inner = tree / "a"
    listed = Path.iterdir
    refused = PermissionError(13, "Permission denied")

    def iterdir(self: Path) -> Iterator[Path]:
        if self == inner:
            raise refused
        return listed(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    reports = lint_paths([str(tree)], Files())
    assert [(Path(each.path).name, each.problem) for each in reports] == [
        ("b.py", ""),
        ("a", "it cannot be read: Permission denied"),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"import accsyn", True),
        (b"self.session.find('User WHERE a=1')", True),
        (b"self.session.find(x)", False),
        (b"'User WHERE a=1'", False),
        (b"tool.find(x)", False),
    ],
)
def test_other_files_are_not_parsed(content: bytes, expected: bool) -> None:
    """A file without a session, or without a query, is none that could have findings."""
    assert is_candidate(content, Config()) is expected
    assert is_candidate(b"tool.find(x)", Config(sessions=("the.tool",)))


def test_the_linter_imports_little() -> None:
    """Neither the client nor requests, Lark or click; a run over Python starts in a moment."""
    code = (
        "import sys; from accsyn.lint.linting import lint_bytes; from accsyn.lint.config import Config\n"
        f"assert lint_bytes({BAD.encode()!r}, 'x.py', Config()).diagnostics\n"
        "print([n for n in sys.modules if n.split('.')[0] in ('requests', 'lark', 'click', 'rich', 'accsyn_api')"
        " or n.startswith('accsyn.client')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_signatures_are_up_to_date(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Generated from the official client as it is installed."""
    assert generate.main(["--check"]) == 0
    assert "up to date" in capsys.readouterr().out
    assert SIGNATURES["find"].positional[:2] == ("query", "entityid")
    assert SIGNATURES["get_hostname"].positional == ()


def test_every_argument_of_our_client_is_known() -> None:
    """Read from its source: what is added there must be added to the table."""
    classes = {
        node.name: node
        for path in CLIENT.glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    }
    if "Session" not in classes:
        pytest.skip("there is no client yet")
    pending, seen = ["Session"], set[str]()
    while pending:
        name = pending.pop()
        if name not in classes or name in seen:
            continue
        seen.add(name)
        pending += [base.id for base in classes[name].bases if isinstance(base, ast.Name)]
        for method, signature in generate.read_signatures(ast.Module([classes[name]], []), name):
            known = SIGNATURES[method]
            assert {*signature.positional, *signature.keywords} <= {*known.positional, *known.keywords}, method
            assert signature.required <= known.required, method
    properties = {
        each.name
        for name in seen
        for each in classes[name].body
        if isinstance(each, ast.FunctionDef) and any(ast.unparse(d) == "property" for d in each.decorator_list)
    }
    assert {each for each in properties if not each.startswith("_")} <= PROPERTIES


def test_a_constant_that_is_used_twice_is_one_place() -> None:
    """One finding."""
    text = PREAMBLE + "Q = 'Transfer WHERE state=x'\nsession.find(Q)\nsession.find(Q)\n"
    assert len(lint_bytes(text.encode(), "x.py", Config()).diagnostics) == 1
