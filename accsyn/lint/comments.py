"""The comments of a Python file that speak to the linter."""

from __future__ import annotations

import re
from typing import NamedTuple

from accsyn.source import Source

_WORTH_READING = re.compile(r"#.*?(?:noqa|accsyn:)", re.IGNORECASE)


class Comment(NamedTuple):
    """A comment.

    Attributes:
        text: From ``#`` to the end of the line.
        line: Its line, from 1.
        start: Its offset.
        is_alone: Whether nothing but blanks stands before it.
    """

    text: str
    line: int
    start: int
    is_alone: bool


def find_comments(source: Source) -> list[Comment]:
    """The comments of a file in which one may speak to the linter; none where no line looks like it.

    Tokens tell comments from what looks like one in a string.
    """
    if _WORTH_READING.search(source.text) is None:
        return []
    import io
    import tokenize

    found = []
    # `tokenize` wants line feeds; columns stay, and lines are counted alike.
    lines = io.StringIO(source.text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        for token in tokenize.generate_tokens(lines.readline):
            if token.type == tokenize.COMMENT and _WORTH_READING.search(token.string):
                line, column = token.start
                start = source.line_starts[line - 1] + column
                found.append(Comment(token.string, line, start, not token.line[:column].strip()))
    except (tokenize.TokenError, SyntaxError):
        # What `ast` takes and `tokenize` does not: the comments up to there count.
        return found
    return found
