"""The code blocks of a Markdown page, and how to run them.

A block is what stands between two fences; its language decides what happens to it:

    python              runs; the blocks of a page share their names, top to bottom, in an empty folder
    pycon               runs as a doctest, with the same names
    console             the lines after `$ ` run in a shell; what follows each must be its output, both streams together
    accsyn              a query a line, each without errors
    accsyn-expression   the same for bare expressions
    accsyn-bad          a query a line, each with an error
    NOT_RUN             for reading only; another language, or none, is an error

An HTML comment before the fence says more:

    <!-- file: NAME -->   the block is not run, it is written to this file, in the folder where the others run
    <!-- output -->       the block is what the Python block before it prints
    <!-- exit: 1 -->      the exit code of the last command of the console block; it is 0 otherwise
"""

from __future__ import annotations

import contextlib
import difflib
import doctest
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

RUN = ("python", "pycon", "console", "accsyn", "accsyn-expression", "accsyn-bad")
NOT_RUN = ("text", "toml", "yaml", "json", "ini", "sql", "bash", "make", "diff", "lark")
# What a page tells its reader to do and a test must not: it would install, fetch, or run the tests inside the tests.
SKIPPED_COMMANDS = ("make ", "pip install ", "git clone ", "cd ")
# What a console block may call beside accsyn and python.
SHELL_COMMANDS = ("cat", "echo", "printf")
SHELL = "/bin/sh"
SECONDS = 60

_FENCE = re.compile(r"(?P<indent> *)(?P<ticks>`{3,}) *(?P<language>[^\s`]*)[^`]*")
_DIRECTIVE = re.compile(r" *<!-- (?P<name>file|output|exit)(?:: (?P<value>.+?))? -->\s*")


class Block(NamedTuple):
    """One code block.

    Attributes:
        line: The line of its first line of code, from 1.
        language: The word after the fence.
        text: What stands between the fences, the fence's own indentation taken away, each line with its end.
        directive: `file`, `output`, `exit` or empty.
        value: What the directive names.
    """

    line: int
    language: str
    text: str
    directive: str = ""
    value: str = ""


class Command(NamedTuple):
    """One command of a console block, and what the page shows as its output."""

    line: int
    text: str
    expected: str


class DocumentError(AssertionError):
    """A page says something that is not so; the message starts with the place."""

    def __init__(self, page: Path, line: int, message: str) -> None:
        super().__init__(f"{page.name}:{line}: {message}")


def blocks(page: Path) -> list[Block]:
    """Every code block of a page, top to bottom.

    Raises:
        DocumentError: A fence without end, a language that nobody knows, a directive without a block.
    """
    found: list[Block] = []
    lines = enumerate(page.read_text(encoding="utf-8").splitlines(keepends=True), start=1)
    directive: re.Match[str] | None = None
    for number, line in lines:
        if opening := _FENCE.fullmatch(line):
            text = "".join(_until_closed(page, number, lines, opening))
            name, value = directive.group("name", "value") if directive else ("", "")
            block = Block(number + 1, opening["language"], text, name, value or "")
            found.append(_checked(page, block, found))
            directive = None
        elif directive and line.strip():
            raise DocumentError(page, number, f"{directive[0].strip()} must stand before a code block")
        else:
            directive = _DIRECTIVE.fullmatch(line) or directive
    return found


def _until_closed(page: Path, opened: int, lines: Iterator[tuple[int, str]], opening: re.Match[str]) -> Iterator[str]:
    indent, ticks = opening["indent"], opening["ticks"]
    for _, line in lines:
        stripped = line.strip()
        if stripped.startswith(ticks) and not stripped.strip("`"):
            return
        yield line.removeprefix(indent) if line.strip() else "\n"
    raise DocumentError(page, opened, "a code block without end")


def _checked(page: Path, block: Block, before: list[Block]) -> Block:
    runs_before = before[-1] if before else None
    match block.directive:
        case "file":
            wrong = "" if block.value else "a file needs a name"
        case "output":
            wrong = "" if runs_before and runs_before.language == "python" else "output needs a Python block before it"
        case "exit":
            wrong = (
                ""
                if block.language == "console" and block.value.isdecimal()
                else "only a console block has an exit code"
            )
        case _:
            known = block.language in RUN or block.language in NOT_RUN
            wrong = "" if known else f"a code block of the language {block.language!r}, which is none that we know"
    if wrong:
        raise DocumentError(page, block.line - 1, wrong)
    return block


def commands(block: Block) -> list[Command]:
    """The commands of a console block; a backslash at the end of a line continues the command on the next."""
    found: list[Command] = []
    lines = enumerate(block.text.splitlines(), start=block.line)
    for number, line in lines:
        if line.startswith("$ "):
            text = line[2:]
            while text.endswith("\\"):
                text += "\n" + next(lines)[1]
            found.append(Command(number, text, ""))
        elif found:
            found[-1] = found[-1]._replace(expected=f"{found[-1].expected}{line}\n")
    return found


def run(page: Path) -> None:
    """Run a page from top to bottom, in the current folder, which should be an empty one.

    Raises:
        DocumentError: Something is not as the page shows it.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    printed = ""
    for block in blocks(page):
        if block.directive == "file":
            Path(block.value).parent.mkdir(parents=True, exist_ok=True)
            Path(block.value).write_text(block.text, encoding="utf-8")
        elif block.directive == "output":
            _compare(page, block.line, "the Python block before prints", printed, block.text)
        elif block.language == "python":
            printed = _run_python(page, block, names)
        elif block.language == "pycon":
            _run_doctest(page, block, names)
        elif block.language == "console":
            _run_console(page, block)
        elif block.language in RUN:
            _check_queries(page, block)


def _run_python(page: Path, block: Block, names: dict[str, Any]) -> str:
    # The line breaks before the code make a traceback point at the line of the page.
    code = compile("\n" * (block.line - 1) + block.text, str(page), "exec", dont_inherit=True)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, names)  # noqa: S102 - the page is ours, and this is its test
    return printed.getvalue()


def _run_doctest(page: Path, block: Block, names: dict[str, Any]) -> None:
    test = doctest.DocTestParser().get_doctest(block.text, names, page.name, str(page), block.line - 1)
    said = io.StringIO()
    result = doctest.DocTestRunner(verbose=False).run(test, out=said.write, clear_globs=False)
    names.update(test.globs)
    if result.failed:
        raise DocumentError(page, block.line, f"the session goes another way\n{said.getvalue()}")


def _run_console(page: Path, block: Block) -> None:
    todo = commands(block)
    with tempfile.TemporaryDirectory() as folder:
        environment = _shell_environment(Path(folder))
        for command in todo:
            if command.text.startswith(SKIPPED_COMMANDS):
                if command.expected.strip():
                    raise DocumentError(page, command.line, "shows the output of a command that the test does not run")
                continue
            done = subprocess.run(
                [SHELL, "-c", command.text],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                timeout=SECONDS,
                check=False,
            )
            _compare(page, command.line, f"`{command.text}` writes", done.stdout, command.expected)
            code = int(block.value) if block.directive == "exit" and command is todo[-1] else 0
            if done.returncode != code:
                raise DocumentError(page, command.line, f"`{command.text}` ends with {done.returncode}, not {code}")


def _shell_environment(folder: Path) -> dict[str, str]:
    """An environment whose PATH holds only what a console block may call, this Python's own accsyn among it."""
    for name, arguments in (("accsyn", "-m accsyn "), ("python", "")):
        script = folder / name
        script.write_text(f'#!{SHELL}\nexec "{sys.executable}" {arguments}"$@"\n', encoding="utf-8")
        script.chmod(0o755)
    for name in SHELL_COMMANDS:
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    fixed = {"PATH": str(folder), "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1", "TZ": "UTC"}
    return {**os.environ, **fixed}


def _check_queries(page: Path, block: Block) -> None:
    accsyn: Any = import_module("accsyn")
    for number, line in enumerate(block.text.splitlines(), start=block.line):
        if not line.strip():
            continue
        if block.language == "accsyn-expression":
            accsyn.parse_expression(line)
            continue
        errors = [each.message for each in accsyn.check(line) if each.is_error]
        if block.language == "accsyn" and errors:
            raise DocumentError(page, number, f"{line}\n  has errors: {'; '.join(errors)}")
        if block.language == "accsyn-bad" and not errors:
            raise DocumentError(page, number, f"{line}\n  has no error")


def _compare(page: Path, line: int, what: str, found: str, shown: str) -> None:
    one, other = ([each.rstrip() for each in text.rstrip().splitlines()] for text in (found, shown))
    if one != other:
        difference = "\n".join(difflib.unified_diff(other, one, "the page", "the run", lineterm=""))
        raise DocumentError(page, line, f"{what} something else\n{difference}")
