"""The command as a process: streams, encodings, exit codes, signals, a real terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.cli.calls import RECORDS, ROOT, command, environment, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals of POSIX")


@pytest.mark.parametrize(
    ("arguments", "stdin", "code"),
    [
        (["check", "User"], b"", 0),
        (["check", "Usr"], b"", 1),
        (["check"], b"User", 0),
        (["check"], b"", 1),
        (["check", "--nosuch"], b"", 2),
        (["nosuch"], b"", 2),
        ([], b"", 2),
        (["--version"], b"", 0),
    ],
)
def test_exit_codes(arguments: list[str], stdin: bytes, code: int) -> None:
    """0 fine, 1 findings, 2 a wrong call."""
    assert run(*arguments, stdin=stdin).code == code


def test_a_machine_format_is_alone_on_stdout() -> None:
    """One document, and nothing on stderr."""
    done = run("check", "--format", "json", "Usr", "User WHERE (")
    assert (done.code, done.err) == (1, "")
    assert len(json.loads(done.out)["results"]) == 2


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-16"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "Transfer WHERE name=“日本” AND ä==1"),
        ("explain", "Transfer WHERE name='日本' AND (ä=1 OR b=2)"),
        ("filter", "Transfer WHERE user=*örjan*", RECORDS),
        ("rule", "smart-quotes"),
        ("nosuch日本",),
    ],
)
def test_no_encoding_makes_it_fail(encoding: str, arguments: tuple[str, ...]) -> None:
    """What the encoding of the output lacks is escaped."""
    done = subprocess.run(
        command(*arguments),
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environment(PYTHONIOENCODING=encoding, PYTHONUTF8="1"),
        timeout=60,
    )
    said = done.stdout.decode(encoding) + done.stderr.decode(encoding)
    assert "fault" not in said
    assert done.returncode in (0, 1) or "There is no command" in said


def test_ascii_trees() -> None:
    """Where lines cannot be drawn other characters stand in."""
    done = run("explain", "User WHERE a=1 OR b=2", variables={"PYTHONIOENCODING": "ascii"})
    assert "OR\n|- a=1  (untyped)\n`- b=2  (untyped)\n" in done.out


@pytest.mark.parametrize(("variables", "is_coloured"), [({}, False), ({"FORCE_COLOR": "1"}, True)])
def test_no_colour_in_pipes(variables: dict[str, str], is_coloured: bool) -> None:
    """Unless it is asked for."""
    assert ("\x1b[" in run("check", "Usr", variables=variables).out) is is_coloured


def test_an_argument_that_is_no_text() -> None:
    """Bytes that are no UTF-8 are shown as what they are not."""
    done = subprocess.run(
        [*command("check"), b"User WHERE name=\xff"], capture_output=True, check=False, cwd=ROOT, env=environment()
    )
    assert done.returncode in (0, 1)
    assert b"fault" not in done.stderr


def test_nobody_reads() -> None:
    """The reader of a pipe goes away: no word about it, and the exit code of a process that SIGPIPE ends."""
    arguments = command("filter", "Transfer", "-", "--lines")
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment()
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b'{"a": 1}\n')
        process.stdin.flush()
        assert process.stdout.readline() == b'{"a": 1}\n'
        process.stdout.close()
        process.stdin.write(b'{"a": 2}\n')
        process.stdin.close()
        said = process.stderr.read()
        assert (process.wait(timeout=60), said) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is always full")
@pytest.mark.parametrize("arguments", [("rule",), ("check", "--format=json", "User"), ("--help",)])
def test_a_full_disk(arguments: tuple[str, ...]) -> None:
    """What cannot be written is said once, with the reason."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            command(*arguments), stdout=full, stderr=subprocess.PIPE, check=False, cwd=ROOT, env=environment()
        )
    assert (done.returncode, done.stderr) == (2, b"Error: No space left on device\n")


def test_ctrl_c() -> None:
    """An interrupt ends the command at once with 130, without a word."""
    arguments = command("filter", "Transfer", "-", "--lines")
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment()
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b'{"a": 1}\n')
        process.stdin.flush()
        # After its first line the command waits for more.
        assert process.stdout.readline() == b'{"a": 1}\n'
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
        assert (process.wait(timeout=60), said) == (130, b"")


def on_a_terminal(*arguments: str, **variables: str) -> tuple[int, str]:
    """Run the command with a terminal for its three streams; its exit code and what the terminal got."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*arguments),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=environment(COLUMNS="80", PYTHONIOENCODING="utf-8", **variables),
    )
    os.close(theirs)
    pieces = []
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # how Linux says that nobody has the other end any more
            break
        if not piece:
            break
        pieces.append(piece)
    os.close(ours)
    return process.wait(timeout=60), b"".join(pieces).decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("variables", "is_coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm", "NO_COLOR": "1"}, False)],
)
def test_colour_on_a_terminal(variables: dict[str, str], is_coloured: bool) -> None:
    """A terminal that can show colour gets it, unless NO_COLOR is set."""
    code, said = on_a_terminal("check", "Usr", **variables)
    assert code == 1
    assert ("\x1b[" in said) is is_coloured


def test_a_terminal_without_a_query() -> None:
    """Nobody waits in front of a command that waits for input."""
    code, said = on_a_terminal("check", TERM="dumb")
    assert code == 2
    assert said.endswith("Error: There is no query: give one as an argument, or pipe one in.\n")


def test_a_terminal_gets_no_control_characters() -> None:
    """A query that is printed is escaped there."""
    assert on_a_terminal("fmt", "User WHERE name='\x1b[2J'", TERM="dumb") == (0, 'User WHERE name="\\x1b[2J"\n')


@pytest.mark.slow
def test_the_demo_runs() -> None:
    """examples/demo.py ends well and says the same every time."""
    arguments = [sys.executable, str(ROOT / "examples" / "demo.py")]
    first, second = (
        subprocess.run(
            arguments, capture_output=True, check=False, env=environment(PYTHONIOENCODING="utf-8", PYTHONPATH=str(ROOT))
        )
        for _ in range(2)
    )
    assert (first.returncode, first.stderr) == (0, b"")
    assert first.stdout == second.stdout
    said = first.stdout.decode("utf-8")
    assert "46 real queries compile" in said
    assert "2 of 12 records" in said
    assert "^^^^" in said
