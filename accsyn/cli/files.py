"""Query files: ``*.accsyn``, in UTF-8; `accsyn.lint.sections` says what they hold."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from accsyn.cli.failure import CommandError
from accsyn.lint.sections import Section, read_sections

SUFFIX = ".accsyn"


class QueryFile(NamedTuple):
    """A query file as it was read.

    Attributes:
        path: The file.
        content: All of it.
        line_end: What its last line ends in; a line feed where it ends in nothing.
    """

    path: Path
    content: str
    line_end: str

    @property
    def text(self) -> str:
        """The content without a byte-order mark."""
        return self.content.removeprefix("\ufeff")

    @property
    def sections(self) -> list[Section]:
        """The queries, at least one: a file without any is an empty query."""
        return read_sections(self.text) or [Section("", self.text.rstrip(), 0)]


def names_file(argument: str) -> bool:
    """Whether an argument is a query file and no query: it ends in ``.accsyn``, and is there or holds no blank."""
    if not argument.endswith(SUFFIX):
        return False
    return len(argument.split()) == 1 or os.path.exists(argument)


def read_query_file(name: str) -> QueryFile:
    """Read a query file.

    Raises:
        CommandError: It cannot be read, or is not UTF-8.
    """
    path = Path(name)
    try:
        content = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{name} is not UTF-8 (byte {error.start + 1})") from error
    return QueryFile(path, content, "\r\n" if content.endswith("\r\n") else "\n")


def write_query_file(file: QueryFile, content: str) -> None:
    """Put another text in the place of a file's, as `replace_content` does.

    Raises:
        CommandError: It cannot be written.
    """
    replace_content(file.path, content.encode("utf-8"))


def replace_content(path: Path, content: bytes) -> None:
    """Put other content in the place of a file's: whole or not at all, with the same permissions, through links.

    Raises:
        CommandError: It cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with open(handle, "wb") as stream:
                stream.write(content)
            shutil.copymode(target, temporary)
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror or error}") from error
