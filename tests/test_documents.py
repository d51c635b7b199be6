"""Every code block of the README and the documentation does what it shows, and the reader of the pages can fail."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import documents

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_does_what_it_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of a page run from top to bottom, with the output that the page shows."""
    monkeypatch.chdir(tmp_path)
    documents.run(page)


Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a page and makes its folder the current one."""
    monkeypatch.chdir(tmp_path)

    def write_page(text: str) -> Path:
        page = tmp_path / "page.md"
        page.write_text(textwrap.dedent(text), encoding="utf-8")
        return page

    return write_page


def test_blocks_are_collected(write: Write) -> None:
    """Language, place, text and directive of each block; an indented block loses its indentation."""
    page = write(
        """\
        # Title

        ```python
        x = 1
        ```
        <!-- output -->
        ```text
        ```
        - item

            <!-- file: a/b.json -->

            ````json title="b"
            {

              "a": "```"}
            ````
        `inline`
        """
    )
    assert documents.blocks(page) == [
        documents.Block(4, "python", "x = 1\n"),
        documents.Block(8, "text", "", "output"),
        documents.Block(14, "json", '{\n\n  "a": "```"}\n', "file", "a/b.json"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```python\nx\n", "page.md:1: a code block without end"),
        ("```\nx\n```\n", "page.md:1: a code block of the language ''"),
        ("\n```pyhton\nx\n```\n", "page.md:2: a code block of the language 'pyhton'"),
        ("<!-- output -->\nwords\n", "page.md:2: <!-- output --> must stand before a code block"),
        ("<!-- output -->\n```text\n```\n", "page.md:2: output needs a Python block before it"),
        ("<!-- file -->\n```text\n```\n", "page.md:2: a file needs a name"),
        ("<!-- exit: 1 -->\n```python\n```\n", "page.md:2: only a console block has an exit code"),
        ("<!-- exit -->\n```console\n```\n", "page.md:2: only a console block has an exit code"),
    ],
)
def test_a_malformed_page_is_refused(write: Write, text: str, message: str) -> None:
    """What would silently not be run is an error with its place."""
    with pytest.raises(documents.DocumentError) as caught:
        documents.run(write(text))
    assert str(caught.value).startswith(message)


def test_commands_are_split_from_their_output() -> None:
    """A command may go on over lines; the lines below it are its output, the empty ones too."""
    block = documents.Block(10, "console", "$ one \\\n  more\nout\n\nput\n$ two\n$ three\nx\n")
    assert documents.commands(block) == [
        documents.Command(10, "one \\\n  more", "out\n\nput\n"),
        documents.Command(15, "two", ""),
        documents.Command(16, "three", "x\n"),
    ]


RIGHT = {
    "names are shared": "```python\na = 1\n```\nwords\n```python\nprint(a)\n```\n<!-- output -->\n```text\n1\n```\n",
    "a block alone needs no output": "```python\nprint(1)\n```\n",
    "files are written": "<!-- file: d/a.txt -->\n```text\nhi\n```\n```console\n$ cat d/a.txt\nhi\n```\n",
    "a session": (
        "```python\na = 1\n```\n```pycon\n>>> b = a + 1\n>>> b\n2\n```\n"
        "```python\nprint(b)\n```\n<!-- output -->\n```text\n2\n```\n"
    ),
    "a session that raises": ("```pycon\n>>> {}[1]\nTraceback (most recent call last):\n  ...\nKeyError: 1\n```\n"),
    "both streams": "```console\n$ python -c 'import sys; sys.stderr.write(\"oh\\n\")'\noh\n$ echo a | cat\na\n```\n",
    "an exit code": "<!-- exit: 3 -->\n```console\n$ echo a\na\n$ exit 3\n```\n",
    "not run": "```console\n$ make test\n$ pip install accsyn\n```\n```toml\nnot toml\n```\n",
}
WRONG = {
    "other output": (
        "```python\nprint(2)\n```\n<!-- output -->\n```text\n1\n```\n",
        "page.md:6: the Python block before",
    ),
    "a session": ("words\n```pycon\n>>> 1\n2\n```\n", "page.md:3: the session goes another way"),
    "a command": ("```console\n$ echo a\nb\n```\n", "page.md:2: `echo a` writes something else"),
    "less output": ("```console\n$ echo a\n```\n", "page.md:2: `echo a` writes something else"),
    "an exit code": ("```console\n$ exit 1\n```\n", "page.md:2: `exit 1` ends with 1, not 0"),
    "an early exit code": (
        "<!-- exit: 1 -->\n```console\n$ exit 1\n$ exit 1\n```\n",
        "page.md:3: `exit 1` ends with 1, not 0",
    ),
    "no exit code": ("<!-- exit: 1 -->\n```console\n$ echo a\na\n```\n", "page.md:3: `echo a` ends with 0, not 1"),
    "output of what is not run": ("```console\n$ make test\nok\n```\n", "page.md:2: shows the output of a command"),
    "a command that is not allowed": ("```console\n$ rm x\n```\n", "page.md:2: `rm x` writes something else"),
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_a_right_page_passes(write: Write, text: str) -> None:
    """A page that shows what happens is accepted."""
    documents.run(write(text))


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_page_fails(write: Write, text: str, message: str) -> None:
    """A page that shows something else is an error at the line of the block or the command."""
    with pytest.raises(documents.DocumentError) as caught:
        documents.run(write(text))
    assert str(caught.value).startswith(message)


def test_an_exception_points_at_the_page(write: Write) -> None:
    """A Python block that raises shows the line of the page in its traceback."""
    page = write("one\n\n```python\nx = 1\nx / 0\n```\n")
    with pytest.raises(ZeroDivisionError) as caught:
        documents.run(page)
    assert (str(caught.traceback[-1].path), caught.traceback[-1].lineno + 1) == (str(page), 5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```accsyn\nTransfer\n\nTransfer WHERE status=\n```\n", "page.md:4: Transfer WHERE status=\n  has errors: "),
        ("```accsyn-bad\nTransfer WHERE status=\nTransfer\n```\n", "page.md:3: Transfer\n  has no error"),
    ],
)
def test_queries_of_a_page_are_checked(write: Write, text: str, message: str) -> None:
    """A query that is shown as right has no error, one that is shown as wrong has one."""
    with pytest.raises(documents.DocumentError) as caught:
        documents.run(write(text))
    assert str(caught.value).startswith(message)


def test_expressions_of_a_page_are_checked(write: Write) -> None:
    """An expression stands without an entity type."""
    documents.run(write("```accsyn-expression\nstatus=failed\n```\n"))
    with pytest.raises(ValueError, match="status"):
        documents.run(write("```accsyn-expression\nstatus=\n```\n"))
