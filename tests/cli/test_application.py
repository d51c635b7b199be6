"""The group of commands: help, unknown commands, how every kind of end becomes an exit code."""

from __future__ import annotations

import errno
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from importlib import import_module
from types import SimpleNamespace
from typing import NoReturn

import click
import pytest

import accsyn.cli
from accsyn import __version__
from accsyn.cli import application as module
from accsyn.cli.application import COMMANDS
from tests.cli.calls import ROOT, call, environment

FAULT = "Error: this is a fault in accsyn itself, please report it"


def test_help_lists_every_command() -> None:
    """-h and --help say the same; without any argument the help goes to stderr, for nothing was done."""
    done = call("--help")
    assert (done.code, done.err) == (0, "")
    for name, summary in COMMANDS.items():
        assert f"  {name} " in done.out
        assert summary in done.out
    assert call("-h") == done
    assert call() == (2, "", done.out)


@pytest.mark.parametrize("name", [*COMMANDS, "schema show"])
def test_help_of_a_command(name: str) -> None:
    """Shows an example of itself, in 80 columns."""
    done = call(*name.split(), "-h")
    assert done.code == 0
    if name != "schema":
        assert f"Examples:\n    accsyn {name}" in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_version() -> None:
    """One line."""
    assert call("--version") == (0, f"accsyn {__version__}\n", "")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("chekc", "There is no command 'chekc'. Did you mean 'check'?"),
        ("xyzzy", "There is no command 'xyzzy'."),
        ("\x1b", "There is no command '\\x1b'."),
    ],
)
def test_unknown_commands(name: str, message: str) -> None:
    """The nearest names are offered."""
    done = call(name)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(f"Error: {message}\n")
    assert call("--nosuch").code == 2
    assert call("--", "-x").code == 2


def ends_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the command ``rule`` end with an exception."""

    def fail() -> NoReturn:
        raise error

    monkeypatch.setattr(import_module("accsyn.cli.rule"), "command", click.Command("rule", callback=fail))


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (click.Abort(), 130, ""),
        (OSError(errno.ENOSPC, "No space left on device"), 2, "Error: No space left on device\n"),
        (OSError(errno.EIO, "Bad", "a\x1b"), 2, "Error: a\\x1b: Bad\n"),
        (OSError("odd"), 2, "Error: odd\n"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 141, ""),
        (
            KeyError("k\x1b"),
            2,
            f"{FAULT}: KeyError: 'k\\x1b' (ACCSYN_DEBUG=1 shows where)\n",
        ),
    ],
)
def test_every_end_has_its_code(monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str) -> None:
    """No traceback for anybody who did not ask for one."""
    monkeypatch.delenv("ACCSYN_DEBUG", raising=False)
    ends_with(monkeypatch, error)
    assert call("rule") == (code, "", said)


def test_a_traceback_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    """With ACCSYN_DEBUG an internal error says where it is."""
    monkeypatch.setenv("ACCSYN_DEBUG", "1")
    ends_with(monkeypatch, KeyError("k"))
    done = call("rule")
    assert done.code == 2
    assert done.err.startswith("Traceback (most recent call last):\n")
    assert done.err.endswith("KeyError: 'k'\n")


class Closed:
    """A stream that nobody reads."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.descriptor = subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE)

    def write(self, text: str) -> NoReturn:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    def flush(self) -> NoReturn:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    def fileno(self) -> int:
        assert self.descriptor.stdin is not None
        return self.descriptor.stdin.fileno()

    def close(self) -> None:
        assert self.descriptor.stdin is not None
        self.descriptor.stdin.close()
        self.descriptor.wait()


@pytest.mark.parametrize("arguments", [["--version"], ["rule", "ACC101"], ["rule", "nosuch"], ["nosuch"]])
def test_streams_that_nobody_reads(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    """Whatever is written last, its loss ends the command quietly."""
    closed = Closed()
    monkeypatch.setattr(sys, "stdout", closed)
    monkeypatch.setattr(sys, "stderr", closed)
    try:
        assert accsyn.cli.main(arguments) == 141
    finally:
        closed.close()


@pytest.mark.parametrize(("code", "expected"), [(0, 0), (1, 1), (None, 0)])
def test_main_returns_the_exit_code(monkeypatch: pytest.MonkeyPatch, code: int | None, expected: int) -> None:
    """What calls it exits with that code."""

    def leave(**_: object) -> NoReturn:
        raise SystemExit(code)

    monkeypatch.setattr(module, "application", SimpleNamespace(main=leave))
    assert accsyn.cli.main([]) == expected


def test_importing_the_module_runs_nothing() -> None:
    """Only `python -m accsyn` runs the command."""
    assert import_module("accsyn.__main__").main is accsyn.cli.main


def test_main_is_interrupted_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the command itself is being imported."""

    def interrupt(**_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "application", SimpleNamespace(main=interrupt))
    assert accsyn.cli.main() == 130


def test_completion_is_clicks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell that asks for completions gets them from click."""
    monkeypatch.setenv("_ACCSYN_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "accsyn sch")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert call().out == "plain,schema\n"


def in_a_process(code: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own."""
    arguments = [sys.executable, "-c", textwrap.dedent(code)]
    return subprocess.run(
        arguments, capture_output=True, text=True, check=False, cwd=ROOT, env=environment(**variables), timeout=60
    )


@pytest.mark.parametrize(("name", "variables"), [("click", {}), ("rich.text", {"FORCE_COLOR": "1"})])
def test_a_missing_extra_is_one_sentence(name: str, variables: dict[str, str]) -> None:
    """Without the extra the command says how to install it."""
    code = f"""
        import sys
        sys.modules[{name!r}] = None
        from accsyn.cli import main
        sys.exit(main(["rule"]))
    """
    done = in_a_process(code, variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"accsyn: the command needs {name}: pip install 'accsyn[cli]'\n"


def test_another_missing_module_is_no_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged installation is not explained away."""

    def fail(**_: object) -> NoReturn:
        raise ModuleNotFoundError("No module named 'accsyn.nosuch'", name="accsyn.nosuch")

    monkeypatch.setattr(module, "application", SimpleNamespace(main=fail))
    with pytest.raises(ModuleNotFoundError, match=r"accsyn\.nosuch"):
        accsyn.cli.main([])


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["--help"], {"rich", "lark", "requests", "accsyn.compiler", "accsyn.ast", "accsyn.cli.check"}),
        (["check", "User"], {"rich", "lark", "requests", "accsyn.evaluation.interpreter", "accsyn.cli.explain"}),
        (["fmt", "User"], {"rich", "lark", "requests", "accsyn.evaluation", "accsyn.checking"}),
        (["rule"], {"rich", "lark", "requests", "accsyn.evaluation"}),
    ],
)
def test_a_command_imports_what_it_needs(arguments: list[str], unneeded: set[str]) -> None:
    """Neither colour where there is none, nor the other commands, nor the generator of the grammar."""
    code = f"""
        import sys
        from accsyn.cli import main
        code = main({arguments!r})
        print(*sys.modules, file=sys.stderr)
        sys.exit(code)
    """
    done = in_a_process(code, {})
    assert done.returncode == 0
    imported = done.stderr.split()
    assert "accsyn.cli.application" in imported
    assert not unneeded & set(imported)
