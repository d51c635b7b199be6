"""Records from JSON: an array, an answer of the API, a single object, and an object a line (NDJSON).

Both are read as they come, so a file of any size takes the memory of its largest record. An array is taken apart by
`json.JSONDecoder.raw_decode`, which says where a value ends: as fast as reading the whole text at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from accsyn.evaluation.records.errors import RecordFileError, Report
from accsyn.evaluation.records.source import CHUNK, Pieces, Source, lines, unpacked

Record = dict[str, Any]

_KINDS = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
_BLANK = re.compile(r"[ \t\n\r]*")
_LONGEST_WORD = 16
"""Characters, at least as many as a word or escape of JSON has: an error nearer to the end of what was read may be
none once there is more."""


def read_ndjson(source: Source, report: Report) -> Iterator[Record]:
    """The objects of the lines; blank lines are skipped."""
    for line in lines(unpacked(source)):
        if not line.is_text:
            report(RecordFileError(source.name, line.number, "it is not UTF-8"))
            continue
        if not line.text.strip():
            continue
        try:
            record = _decode(source.name, line.number, line.text)
        except RecordFileError as error:
            report(error)
            continue
        if isinstance(record, dict):
            yield record
        else:
            report(RecordFileError(source.name, line.number, f"every line is an object, this is {_kind(record)}"))


def _decode(name: str, line: int, text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        hint = "; if the file is one list of records, the format is json" if text.lstrip().startswith("[") else ""
        column = 1 + min(error.pos, len(text.rstrip("\r\n")))  # behind the line end json counts from 1 again
        raise RecordFileError(name, line, f"{_no_json(column, error.msg)}{hint}") from error
    except (RecursionError, ValueError) as error:
        raise RecordFileError(name, line, _beyond_limits(error)) from error


def _no_json(column: int, message: str) -> str:
    said = message.removesuffix(" at")  # the place follows in the reader's own sentence
    return f"it is not JSON (column {column}: {said[:1].lower()}{said[1:]})"


def _beyond_limits(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return "it holds a number of too many digits"  # more than Python converts


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "a number")


def read_json(source: Source, report: Report) -> Iterator[Record]:
    """The objects of an array, of the ``result`` of an answer, or the one object there is."""
    text = _Text(source)
    opening = text.peek()
    if opening == "[":
        yield from _array(text, report)
        text.end()
    elif opening == "{":
        yield from _object(text, report)
    elif not opening:
        raise RecordFileError(source.name, None, "the file is empty")
    else:
        value = text.value()
        text.end()
        raise RecordFileError(source.name, None, f"records are objects, this is {_kind(value)}")


def _array(text: _Text, report: Report) -> Iterator[Record]:
    text.skip()
    number = 0
    is_open = text.peek() != "]"
    if not is_open:
        text.skip()
    while is_open:
        number += 1
        text.peek()
        line = text.line
        value = text.value()
        if isinstance(value, dict):
            yield value
        else:
            message = f"records are objects, number {number} is {_kind(value)}"
            report(RecordFileError(text.name, line, message))
        is_open = text.goes_on("]")


def _object(text: _Text, report: Report) -> Iterator[Record]:
    """The one record there is; or those in ``result``, which are not kept."""
    record: Record = {}
    is_answer = False
    text.skip()
    is_open = text.peek() != "}"
    if not is_open:
        text.skip()
    while is_open:
        if text.peek() != '"':
            raise text.error("Expecting property name enclosed in double quotes")
        key = text.value()
        if text.peek() != ":":
            raise text.error("Expecting ':' delimiter")
        text.skip()
        if key == "result" and text.peek() == "[":
            is_answer = True
            yield from _array(text, report)
        else:
            record[str(key)] = text.value()
        is_open = text.goes_on("}")
    text.end()
    if not is_answer:
        yield record


class _Text:
    """A text of JSON, of which a part is in memory: what is being read, and a piece behind it."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self._pieces = Pieces(unpacked(source))
        self._decoder = json.JSONDecoder()
        self._text = ""
        self._at = 0  # in the text at hand
        self._is_whole = False  # nothing comes behind the text at hand
        self._counted = 0  # up to where in the text at hand lines and columns are counted
        self._line = 1
        self._column = 1

    @property
    def line(self) -> int:
        """The line of the place that is reached, from 1."""
        self._count(self._at)
        return self._line

    def peek(self) -> str:
        """The next character that is no white space, without taking it; empty at the end."""
        while True:
            match = _BLANK.match(self._text, self._at)
            self._at = self._at if match is None else match.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if self._is_whole:
                return ""
            self._more()

    def skip(self) -> None:
        """Take the character that `peek` showed."""
        self._at += 1

    def goes_on(self, closing: str) -> bool:
        """Take a comma, or the closing bracket; whether it was the comma."""
        found = self.peek()
        if found not in (",", closing) or not found:
            raise self.error("Expecting ',' delimiter")
        self.skip()
        return found == ","

    def end(self) -> None:
        """Make sure that nothing follows."""
        if self.peek():
            raise self.error("Extra data", "; if every line is a record, the format is ndjson")

    def value(self) -> object:
        """Take the next value, whole."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._is_whole or not self._may_go_on(error):
                    self._at = error.pos
                    raise self.error(error.msg) from error
            except (RecursionError, ValueError) as error:
                raise RecordFileError(self.name, self.line, _beyond_limits(error)) from error
            else:
                # A number may go on in the next piece: behind its digits, a point, or `e+`.
                if self._is_whole or self._text[end - 1] in '}]"' or len(self._text) - end > 2:
                    self._at = end
                    return value
            self._more()

    def error(self, message: str, hint: str = "") -> RecordFileError:
        """What to raise about the place that is reached."""
        line = self.line
        return RecordFileError(self.name, line, f"{_no_json(self._column, message)}{hint}")

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        """Whether what is wrong may be that the rest has not been read yet."""
        return error.msg.startswith("Unterminated string") or error.pos >= len(self._text) - _LONGEST_WORD

    def _more(self) -> None:
        """Read on; what has been taken is dropped.

        As much again as there is, so that a long value is not looked at more than twice as often as it is long.
        """
        self._count(self._at)
        kept = self._text[self._at :]
        more = self._pieces.read(max(CHUNK, len(kept)))
        self._text, self._at, self._counted = kept + more, 0, 0
        self._is_whole = not more

    def _count(self, end: int) -> None:
        """Count lines and columns up to an offset in the text at hand."""
        breaks = self._text.count("\n", self._counted, end)
        self._line += breaks
        if breaks:
            self._column = end - self._text.rfind("\n", self._counted, end)
        else:
            self._column += end - self._counted
        self._counted = end
