"""What there is to say about a file, and which files are looked at."""

from __future__ import annotations

import re
from typing import NamedTuple

from accsyn.diagnostics import Diagnostic
from accsyn.lint.config import Config
from accsyn.lint.reading import Text
from accsyn.source import Source

QUERY_SUFFIX = ".accsyn"
TEST_SUFFIX = ".accsyn.toml"
PYTHON = ".py"
SUFFIXES = (PYTHON, ".pyi", ".pyw", QUERY_SUFFIX, TEST_SUFFIX)
"""What the names of the files end in that are looked for in folders."""

_WHERE = re.compile(rb"\b[A-Za-z]+\s+where\b", re.IGNORECASE)
_CALL = re.compile(rb"ession\w*\s*\.\s*(?:find|find_one|iter|wait|report|metrics)\s*\(", re.IGNORECASE)


class Report(NamedTuple):
    """What there is to say about a file.

    Attributes:
        path: The file, as it was named.
        text: Its text; None where it could not be read, or did not have to be.
        diagnostics: The findings, in the order of their places.
        problem: Why it could not be linted, one clause; empty otherwise.
        reads_clock: Whether the time of the run counts: a query holds ``-7d`` or the like.
        is_stdin: Whether it is standard input, whose path is only what it is called.
    """

    path: str
    text: Text | None
    diagnostics: tuple[Diagnostic, ...] = ()
    problem: str = ""
    reads_clock: bool = False
    is_stdin: bool = False

    @property
    def source(self) -> Source:
        """The text with its lines."""
        return Source("" if self.text is None else self.text.text, self.path)


def kind_of(path: str) -> str:
    """What a file is: `TEST_SUFFIX`, `QUERY_SUFFIX`, and whatever else is named is taken for `PYTHON`."""
    return next((suffix for suffix in (TEST_SUFFIX, QUERY_SUFFIX) if path.endswith(suffix)), PYTHON)


def is_candidate(content: bytes, config: Config) -> bool:
    """Whether a Python file can hold a query: one that cannot is not parsed."""
    if b"accsyn" in content:
        return True
    names = [name.rpartition(".")[2].encode() for name in (*config.sessions, *config.functions)]
    if any(name in content for name in names):
        return True
    return b"ession" in content and _CALL.search(content) is not None and _WHERE.search(content) is not None
