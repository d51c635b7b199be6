"""Text on the terminal: with colour where it is wanted, in whatever encoding the output has.

What is printed here comes escaped (`accsyn.text.escape_for_display`). rich is imported where a coloured line is
printed, and nowhere else.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from accsyn.text import escape_for_display

if TYPE_CHECKING:
    import rich.console


class Styled(NamedTuple):
    """A piece of a line.

    Attributes:
        text: Escaped text without line ends.
        style: A style of rich, such as ``bold red``.
    """

    text: str
    style: str


class Console:
    """Writes lines of text for people.

    Args:
        stream: Where to.
        environment: The variables that decide about colour.

    Attributes:
        width: Columns of the terminal; None where the stream is no terminal, so that nothing is wrapped or cut.
        has_colour: Whether styles are shown.
    """

    def __init__(self, stream: TextIO, environment: Mapping[str, str] = os.environ) -> None:
        self._stream = stream
        self._encoding = stream.encoding or "utf-8"
        self._rich: rich.console.Console | None = None
        self.width = _columns() if stream.isatty() else None
        self.has_colour = wants_colour(stream, environment)

    def print(self, *pieces: str | Styled) -> None:
        """Write a line of pieces."""
        if self.has_colour:
            self._print_styled(pieces)
            return
        text = "".join(piece if isinstance(piece, str) else piece.text for piece in pieces)
        self._stream.write(f"{self._writable(text)}\n")

    def can_write(self, text: str) -> bool:
        """Whether the encoding of the output has these characters."""
        return self._writable(text) == text

    def _writable(self, text: str) -> str:
        return text.encode(self._encoding, "backslashreplace").decode(self._encoding)

    def _print_styled(self, pieces: tuple[str | Styled, ...]) -> None:
        from rich.text import Text

        if self._rich is None:
            from rich.console import Console as RichConsole

            system: Any = "auto" if self._stream.isatty() else "standard"
            self._rich = RichConsole(file=self._stream, force_terminal=True, color_system=system, highlight=False)
        line = Text()
        for piece in pieces:
            text, style = (piece, "") if isinstance(piece, str) else piece
            line.append(self._writable(text), style)
        self._rich.print(line, soft_wrap=True)


def _columns() -> int:
    import shutil  # which brings what it takes to unpack archives

    return shutil.get_terminal_size().columns


def wants_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether output is coloured: NO_COLOR says no, FORCE_COLOR yes, else it is on a terminal that can do it."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM", "").lower() not in ("dumb", "unknown")


def stdout() -> Console:
    """The console for results."""
    return Console(sys.stdout)


def stderr() -> Console:
    """The console for everything else."""
    return Console(sys.stderr)


def write_text(text: str) -> None:
    """Write a query and a line end to stdout: as it is, so that it can be read again; on a terminal escaped.

    Raises:
        CommandError: The encoding of the output lacks a character.
    """
    if sys.stdout.isatty():
        stdout().print(escape_for_display(text))
        return
    try:
        sys.stdout.write(f"{text}\n")
    except UnicodeEncodeError as error:
        from accsyn.cli.failure import CommandError  # which needs click

        character = escape_for_display(error.object[error.start])
        raise CommandError(f"the output's encoding ({error.encoding}) has no {character}") from error


def write_json(value: object) -> None:
    """Write one JSON document to stdout."""
    sys.stdout.write(f"{json_text(value, indent=2)}\n")


def json_text(value: object, *, indent: int | None = None) -> str:
    """A value as JSON that stdout can take; characters that could disturb a terminal are escaped as JSON has it."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if text.isascii() and "\x7f" not in text:
        return text
    shown = text.translate({ord(character): _escaped(character) for character in set(text) if character > "~"})
    try:
        shown.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent)
    return shown


def _escaped(character: str) -> str:
    """A character of a JSON string: as it is if it can be seen, else by its number."""
    # Behind a letter a combining mark is at its place.
    if escape_for_display(f"a{character}") == f"a{character}":
        return character
    code = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{code[at : at + 4]}" for at in range(0, len(code), 4))
