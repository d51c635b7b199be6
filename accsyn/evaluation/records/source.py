"""Files of records as text: opened, unpacked, decoded.

A file that is compressed by gzip is known by its first two bytes, so neither its name nor where it comes from counts.
"""

from __future__ import annotations

import codecs
import gzip
import io
import os
import zlib
from collections.abc import Iterator
from typing import IO, Any, NamedTuple, Union

from accsyn.evaluation.records.errors import RecordFileError

RecordSource = Union[str, "os.PathLike[str]", IO[str], IO[bytes]]
"""A path, or a file open for reading, as text or as bytes."""

CHUNK = 1 << 16
"""Characters or bytes that are read at once where a format has no lines."""

_GZIP = b"\x1f\x8b"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BROKEN = (OSError, EOFError, zlib.error)  # what the system, and what a damaged gzip file, may raise


class Source(NamedTuple):
    """An open file.

    Attributes:
        name: What to call it; empty if it has no name.
        file: The file, open for reading, as text or as bytes.
    """

    name: str
    file: Any


class Line(NamedTuple):
    """A line of a file.

    Attributes:
        number: Its number, from 1.
        text: The line with its end; of a line that is no UTF-8, bytes that are none are half a surrogate pair each.
        is_text: Whether it is UTF-8.
    """

    number: int
    text: str
    is_text: bool


def name_of(source: RecordSource) -> str:
    """What to call a file: its path, or the name that an open file has; empty if it has none."""
    name = os.fspath(source) if isinstance(source, (str, os.PathLike)) else getattr(source, "name", "")
    return name if isinstance(name, str) else ""  # a file opened by its number is named by it


def open_file(path: str) -> IO[bytes]:
    """Open a file for reading.

    Raises:
        RecordFileError: It cannot be opened.
    """
    try:
        return open(path, "rb")
    except (OSError, ValueError) as error:
        raise RecordFileError(path, None, f"it cannot be opened ({reason(error)})") from error


def unpacked(source: Source) -> Source:
    """The file, or what is in it if it is compressed by gzip.

    Raises:
        RecordFileError: It is UTF-16, or cannot be read.
    """
    head = _head(source)
    if isinstance(head, bytes) and head.startswith(_GZIP):
        return Source(source.name, gzip.GzipFile(fileobj=source.file))
    if isinstance(head, bytes) and head.startswith(_UTF_16):
        raise RecordFileError(source.name, None, "it is UTF-16: save it as UTF-8")
    return source


def _head(source: Source) -> object:
    """The first two bytes, or more, without taking them; empty where that cannot be done."""
    file = source.file
    if isinstance(file, io.TextIOBase):
        return b""
    try:
        if hasattr(file, "peek"):
            return file.peek(2)
        if file.seekable():
            place = file.tell()
            head = file.read(2)
            file.seek(place)
            return head
    except OSError as error:
        raise RecordFileError(source.name, None, f"it cannot be read ({reason(error)})") from error
    return b""


def lines(source: Source) -> Iterator[Line]:
    """The lines of a file; a byte-order mark at its start is dropped.

    Raises:
        RecordFileError: It cannot be read any further.
    """
    number = 0
    try:
        for raw in source.file:
            number += 1
            yield _line(number, raw)
    except UnicodeDecodeError as error:  # of a file opened as text: it reads ahead, the line is not known
        raise RecordFileError(source.name, None, "it is not of the encoding it was opened with") from error
    except _BROKEN as error:
        raise RecordFileError(source.name, number + 1, f"it cannot be read ({reason(error)})") from error


def _line(number: int, raw: str | bytes) -> Line:
    is_text = True
    if isinstance(raw, str):
        text = raw
    else:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text, is_text = raw.decode("utf-8", "surrogateescape"), False
    return Line(number, text.removeprefix("\ufeff") if number == 1 else text, is_text)


class Pieces:
    """A file as pieces of text, for a format that has no lines; a byte-order mark at its start is dropped.

    Args:
        source: The file.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._decode = codecs.getincrementaldecoder("utf-8")()
        self._line = 1  # where the next piece starts
        self._is_first = True

    def read(self, size: int) -> str:
        """The next piece of about this size; empty at the end.

        Raises:
            RecordFileError: It cannot be read any further.
        """
        text = ""
        is_end = False
        while not text and not is_end:
            raw = self._read(size)
            is_end = not raw
            text = self._text(raw)
            if self._is_first and text:
                self._is_first = False
                text = text.removeprefix("\ufeff")
        self._line += text.count("\n")
        return text

    def _read(self, size: int) -> str | bytes:
        try:
            raw: str | bytes = self._source.file.read(size)
        except UnicodeDecodeError as error:
            message = "it is not of the encoding it was opened with"
            raise RecordFileError(self._source.name, None, message) from error
        except _BROKEN as error:
            raise RecordFileError(self._source.name, self._line, f"it cannot be read ({reason(error)})") from error
        return raw

    def _text(self, raw: str | bytes) -> str:
        if isinstance(raw, str):
            return raw
        try:
            return self._decode.decode(raw, final=not raw)
        except UnicodeDecodeError as error:
            line = self._line + error.object.count(b"\n", 0, error.start)
            raise RecordFileError(self._source.name, line, "it is not UTF-8") from error


def reason(error: BaseException) -> str:
    """Why the system says that it cannot do something."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
