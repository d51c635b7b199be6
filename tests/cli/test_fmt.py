"""``accsyn fmt``: canonical text, printed or written in place."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from accsyn.cli.failure import CommandError
from accsyn.cli.files import QueryFile, names_file, read_query_file, write_query_file
from tests.cli.calls import call

ODD = "transfer  where (status<>failed)"
CANONICAL = "transfer WHERE status!=failed"


@pytest.mark.parametrize(
    ("arguments", "stdin", "out"),
    [
        ([ODD], "", f"{CANONICAL}\n"),
        ([ODD, "User"], "", f"{CANONICAL}\nUser\n"),
        (["--stdin"], f"{ODD}\r\n", f"{CANONICAL}\n"),
        (["-"], f"\ufeff{ODD}", f"{CANONICAL}\n"),
        ([], ODD, f"{CANONICAL}\n"),
        (["User", "--stdin"], ODD, f"User\n{CANONICAL}\n"),
        (["--expression", "(a<>1)"], "", "a!=1\n"),
        (["User WHERE name='a\nb\x1b'"], "", 'User WHERE name="a\nb\x1b"\n'),
        (["User WHERE name=x.accsyn"], "", "User WHERE name=x.accsyn\n"),
    ],
)
def test_queries_are_printed(arguments: list[str], stdin: str, out: str) -> None:
    """One a line, exactly as they can be read again."""
    assert call("fmt", *arguments, stdin=stdin.encode()) == (0, out, "")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (ODD, f"{CANONICAL}\n"),
        (f"{ODD}\n", f"{CANONICAL}\n"),
        (f"\ufeff{ODD}\r\n", f"{CANONICAL}\r\n"),
        (f"{ODD}\n\n\n", f"{CANONICAL}\n"),
        (f"{CANONICAL}\n", f"{CANONICAL}\n"),
        ("User WHERE name='ä\n'\n", 'User WHERE name="ä\n"\n'),
    ],
)
def test_files_are_written_in_place(tmp_path: Path, content: str, expected: str) -> None:
    """The canonical text and one line end of the file's own kind; a second run finds nothing to do."""
    file = tmp_path / "failed.accsyn"
    file.write_bytes(content.encode())
    done = call("fmt", str(file))
    assert (done.code, done.out) == (0, "")
    assert done.err == ("" if content == expected else f"changed: {file}\n")
    assert file.read_bytes() == expected.encode()
    assert call("fmt", str(file), "--check") == (0, "", "")
    assert os.listdir(tmp_path) == ["failed.accsyn"]


def test_check_changes_nothing(tmp_path: Path) -> None:
    """The exit code says that something would change, stderr says what."""
    file = tmp_path / "a.accsyn"
    file.write_text(ODD, encoding="utf-8")
    assert call("fmt", "--check", str(file), "User", ODD) == (1, "", f"would change: {file}\nwould change: query 2\n")
    assert file.read_text(encoding="utf-8") == ODD


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (f"{ODD}\n", [f"-{ODD}", f"+{CANONICAL}"]),
        (f"{CANONICAL}", [f"-{CANONICAL}", f"+{CANONICAL}"]),
        ("User WHERE name='\x1b'", ["-User WHERE name='\\x1b'", '+User WHERE name="\\x1b"']),
    ],
)
def test_diff_changes_nothing(tmp_path: Path, content: str, lines: list[str]) -> None:
    """The difference is printed, escaped; the exit code is that of a run that worked."""
    file = tmp_path / "a.accsyn"
    file.write_text(content, encoding="utf-8")
    done = call("fmt", "--diff", str(file))
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [f"--- {file}", f"+++ {file} (canonical)", "@@ -1 +1 @@", *lines]
    assert file.read_text(encoding="utf-8") == content
    assert call("fmt", "--diff", CANONICAL) == (0, "", "")


def test_what_is_no_query_stays(tmp_path: Path) -> None:
    """The file keeps its content, the others are still formatted."""
    bad, good = tmp_path / "bad.accsyn", tmp_path / "good.accsyn"
    bad.write_text("Transfer WHERE name=\n", encoding="utf-8")
    good.write_text(ODD, encoding="utf-8")
    done = call("fmt", str(bad), str(good))
    assert done.code == 1
    assert f"--> {bad}, line 1, column 21" in done.err
    assert bad.read_text(encoding="utf-8") == "Transfer WHERE name=\n"
    assert good.read_text(encoding="utf-8") == f"{CANONICAL}\n"


@pytest.mark.parametrize(
    ("argument", "is_there", "expected"),
    [
        ("a.accsyn", False, True),
        ("a.accsyn", True, True),
        ("my queries.accsyn", True, True),
        ("User WHERE name=x.accsyn", False, False),
        ("User", True, False),
        ("a.txt", True, False),
    ],
)
def test_what_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argument: str, is_there: bool, expected: bool
) -> None:
    """The ending decides; what has blanks is a file only if it is there."""
    monkeypatch.chdir(tmp_path)
    if is_there:
        (tmp_path / argument).touch()
    assert names_file(argument) is expected


def test_links_and_permissions_stay(tmp_path: Path) -> None:
    """A link goes on pointing at the file that was rewritten, which may be run and read by the same people."""
    file, link = tmp_path / "file.accsyn", tmp_path / "link.accsyn"
    file.write_text(ODD, encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    assert call("fmt", str(link)).code == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == f"{CANONICAL}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """One sentence with the name and the reason."""
    with pytest.raises(CommandError, match=r"none\.accsyn cannot be read: No such file"):
        read_query_file(str(tmp_path / "none.accsyn"))
    (tmp_path / "latin.accsyn").write_bytes(b"User WHERE name=\xe4")
    done = call("fmt", str(tmp_path / "latin.accsyn"))
    assert done.code == 2
    assert "latin.accsyn is not UTF-8 (byte 17)" in done.err


def test_a_file_that_cannot_be_written_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure on the way leaves the old content and no other file."""
    file = tmp_path / "a.accsyn"
    file.write_text(ODD, encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(CommandError, match="cannot be written: No space left"):
        write_query_file(QueryFile(file, ODD, "\n"), CANONICAL)
    assert file.read_text(encoding="utf-8") == ODD
    assert os.listdir(tmp_path) == ["a.accsyn"]
