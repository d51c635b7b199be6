"""``accsyn lint``: one document on stdout, exit codes, fixes to the byte, and the call without options."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import accsyn
from accsyn.cli.entry import is_plain_lint, main
from tests.cli.calls import call, environment

BAD = "import accsyn\naccsyn.Session().update_one('user', 'x', {})\naccsyn.parse('Transfer WHERE stat == x')\n"
DOCUMENTS = ["concise", "json", "sarif", "github", "gitlab", "junit"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with files that have findings, and files that cannot be read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.py").write_text(BAD, encoding="utf-8")
    (tmp_path / "good.py").write_text("import accsyn\n", encoding="utf-8")
    (tmp_path / "broken.py").write_text("accsyn(", encoding="utf-8")
    (tmp_path / "bytes.py").write_bytes(b"accsyn\xff")
    (tmp_path / "broken.accsyn.toml").write_text("x = ", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


def process(*arguments: str, cwd: Path, stdin: bytes = b"") -> tuple[int, bytes, bytes]:
    """The exit code and both streams of a process of its own."""
    root = str(Path(accsyn.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-m", "accsyn", "lint", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        env=environment(PYTHONPATH=root, PYTHONIOENCODING="utf-8"),
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def parsed(format_: str, text: str) -> bool:
    """Whether a text is a document of that format, and nothing else."""
    if format_ in ("json", "sarif", "gitlab"):
        return json.loads(text) is not None
    if format_ == "junit":
        return ET.fromstring(text.encode()).tag == "testsuites"  # noqa: S314 - written here
    start = "::" if format_ == "github" else "bad.py:"
    return all(line.startswith(start) for line in text.splitlines())


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("format_", DOCUMENTS)
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["good.py"], 0, ""),
        (["empty"], 0, ""),
        (["bad.py"], 1, ""),
        (["bad.py", "--exit-zero"], 0, ""),
        (["bad.py", "--select", "ACC3"], 0, ""),
        (["broken.py"], 2, "broken.py: Python cannot parse it: '(' was never closed (line 1)\n"),
        (["bad.py", "bytes.py"], 2, "bytes.py: it is not UTF-8 (byte 7)\n"),
        (["bad.py", "nowhere.py"], 2, "nowhere.py: it cannot be read: No such file or directory\n"),
        (["nowhere.py", "bad.py", "--exit-zero"], 2, "nowhere.py: it cannot be read: No such file or directory\n"),
        (["broken.accsyn.toml", "bad.py"], 2, "broken.accsyn.toml: it is no TOML: "),
    ],
)
def test_stdout_is_one_document(format_: str, arguments: list[str], code: int, said: str) -> None:
    """Whatever happens to a file: what cannot be read is said on stderr, and the others are linted."""
    done = call("lint", "--format", format_, *arguments)
    assert parsed(format_, done.out)
    assert done.code == code
    assert done.err.startswith(said) if said else done.err == ""
    assert ("ACC518" in done.out) == ("bad.py" in arguments and "ACC3" not in arguments)


@pytest.mark.parametrize("format_", ["json", "sarif", "github", "junit"])
def test_a_document_says_what_could_not_be_read(folder: Path, format_: str) -> None:
    """Where the format has a place for it."""
    assert "never closed" in call("lint", "--format", format_, str(folder)).out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--diff", "--format", "json"], "--diff prints changes, and no document"),
        (["-", "--fix", "--format", "sarif"], "- with fixes prints the text, and no document"),
        (["--statistics", "--format", "junit"], "--statistics has no junit"),
        (["--select", "X"], "'X' is no code such as"),
        (["--baseline", "good.py", "good.py"], "good.py: it is no baseline"),
        (["--baseline", "bytes.py", "good.py"], "bytes.py cannot be read: "),
        (["--jobs", "0"], "0 is not in the range"),
        (["--nosuch"], "No such option"),
    ],
)
def test_a_wrong_call_prints_no_document(arguments: list[str], said: str) -> None:
    """Its sentence goes to stderr, and the exit code is 2."""
    done = call("lint", *arguments, stdin="")
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.usefixtures("folder")
def test_statistics_are_text_or_json() -> None:
    """The same counts."""
    text = [line.split() for line in call("lint", "--statistics", "bad.py").out.splitlines()]
    document = call("lint", "--statistics", "--format", "json", "bad.py", "good.py").document
    assert document["checked"] == 2
    assert [[str(row["count"]), row["code"], row["name"]] for row in document["statistics"]] == text
    assert call("lint", "good.py", "--statistics") == (0, "", "")


def test_a_baseline_does_not_hide_what_cannot_be_read(folder: Path) -> None:
    """What can is noted."""
    done = call("lint", "--write-baseline", "known.json", "bad.py", "broken.py")
    assert (done.code, done.out) == (2, "")
    assert "broken.py: " in done.err
    assert len(json.loads((folder / "known.json").read_text(encoding="utf-8"))["findings"]) == 2
    assert call("lint", "--baseline", "known.json", "bad.py").code == 0
    assert call("lint", "--write-baseline", "known.json", "bad.py").code == 0


@pytest.mark.usefixtures("folder")
def test_what_could_be_fixed_is_a_finding() -> None:
    """A difference alone leaves the exit code of a run without it."""
    (changed, rest) = ("deprecated-call", "foreign-operator")
    assert call("lint", "--diff", "--select", f"{changed},{rest}", "bad.py").code == 1
    assert call("lint", "--diff", "good.py") == (0, "", "")
    assert call("lint", "--fix", "--select", f"{changed},{rest}", "bad.py").code == 0


# ---- fixes to the byte ----------------------------------------------------------------------------------------------

CONTENTS = {
    "latin-1": "# coding: latin-1\r\nimport accsyn\r\n# \xe9\x0c\r\naccsyn.parse('User WHERE \xe9 == 1')".encode(
        "latin-1"
    ),
    "mark": b"\xef\xbb\xbfimport accsyn\r\naccsyn.parse('User WHERE x == 1') # \xe2\x80\xa8 \r\n\r\n",
    "returns": b'import accsyn\rif 1:\r\taccsyn.parse("User WHERE x == 1")\t# tab\r',
    "euc-jp": "# coding: euc-jp\nimport accsyn\naccsyn.parse('User WHERE x == 1') # \u65e5\u672c\n".encode("euc-jp"),
    "form feed": b"import accsyn\n\x0caccsyn.parse('''\r\nUser\r\n  WHERE x == 1\r\n''')",
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_a_fix_touches_nothing_else(folder: Path, content: bytes) -> None:
    """Encodings, byte-order marks, line ends, tabs, blanks at the end of a line and of the file stay."""
    expected = content.replace(b" == ", b" = ")
    file = folder / "some.py"
    file.write_bytes(content)
    assert call("lint", "--fix", "some.py").err == "1 fix made\n"
    assert file.read_bytes() == expected
    assert call("lint", "--fix", "some.py").err == ""
    assert file.read_bytes() == expected


@pytest.mark.parametrize("content", [CONTENTS["latin-1"], BAD.encode(), b"x = 1\r\n", b"accsyn\xff"])
def test_standard_input_comes_back_with_its_fixes(folder: Path, content: bytes) -> None:
    """Byte for byte; findings go to stderr, and a file of the name that was given for it stays as it is."""
    code, out, err = process("-", "--fix", "--stdin-filename", "good.py", cwd=folder, stdin=content)
    assert out == content.replace(b" == ", b" = ").replace(b"update_one", b"update")
    assert code == {b"x": 0, b"a": 2}.get(content[:1], 1)
    assert err
    assert (folder / "good.py").read_text(encoding="utf-8") == "import accsyn\n"


# ---- the call without options ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["lint"], True),
        (["lint", "a.py", "b"], True),
        (["lint", "-"], False),
        (["lint", "a.py", "--fix"], False),
        (["check", "a"], False),
        ([], False),
    ],
)
def test_which_calls_are_plain(arguments: list[str], expected: bool) -> None:
    """Paths alone."""
    assert is_plain_lint(arguments) is expected


@pytest.mark.parametrize(
    "paths", [[], ["bad.py"], ["good.py", "empty"], ["broken.py", "bad.py"], ["nowhere"], ["x/one.py"]]
)
def test_a_plain_call_is_like_any_other(folder: Path, capfd: pytest.CaptureFixture[str], paths: list[str]) -> None:
    """It leaves click out, and says the same."""
    (folder / "x").mkdir()
    (folder / "x" / "one.py").touch()
    (folder / "x" / "pyproject.toml").write_text("[tool.accsyn.lint]\nselct = 1", encoding="utf-8")
    if not paths:
        (folder / "x" / "pyproject.toml").unlink()
    code = main(["lint", *paths])
    said = capfd.readouterr()
    done = call("lint", "--format", "text", *paths)
    assert (code, said.out, said.err) == done


def test_a_plain_call_imports_little(folder: Path) -> None:
    """Neither click nor rich, requests or Lark; what the interpreter starts with is not counted."""
    code = (
        "import sys; from accsyn.cli import main; code = main(['lint', 'bad.py'])\n"
        "heavy = ('click', 'rich', 'requests', 'lark', 'inspect', 'urllib.request')\n"
        "print(code, [name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(accsyn.__file__).parent.parent)},
    )
    assert done.stderr == "1 []\n"
