r"""What Python's `re` says of a pattern, in the user's terms.

The sentences of `re` are meant for programmers ("missing ), unterminated subpattern"). Each row here takes
one of them, by its beginning, to a sentence about the pattern and to advice. Source: every ``error(`` in
CPython's Lib/re/_parser.py and Lib/re/_compiler.py, 3.10 to 3.13.
"""

from __future__ import annotations

from typing import NamedTuple


class PatternProblem(NamedTuple):
    """Why a pattern is not a valid regular expression.

    Attributes:
        message: A sentence without a full stop.
        offset: Where in the pattern, in characters from 0; None if no single place is to blame.
        help: What to write instead, if that can be said.
    """

    message: str
    offset: int | None
    help: str | None


# (how the message of `re` begins, our message, our help); the first row that fits counts.
_COMPLAINTS: tuple[tuple[str, str, str | None], ...] = (
    ("bad escape (end of pattern)", "the pattern ends in a lone backslash", r"write \\ for a backslash"),
    ("bad escape", "this escape has no meaning", r"write \\ for a backslash, or leave it out"),
    ("incomplete escape", "this escape needs more hexadecimal digits", r"as in \x2e, \u00e9 or \U0001f600"),
    ("octal escape", "an octal escape goes up to \\377", r"write the character as \u and four digits"),
    ("missing {", r"\N needs the name of a character in braces", r"as in \N{FULL STOP}"),
    ("missing }", r"the name after \N{ is never closed", "close it with }"),
    ("missing character name", r"\N needs the name of a character in braces", r"as in \N{FULL STOP}"),
    ("undefined character name", "no character has this name", "write the character itself"),
    (
        "unterminated character set",
        "the character class opened here is never closed",
        r"close it with ], or write \[ for a bracket",
    ),
    (
        "bad character range",
        "this range does not go from a character to a later one",
        r"write the lower character first, or \- for a hyphen",
    ),
    ("nothing to repeat", "there is nothing here to repeat", "write a backslash before a literal * + ? or {"),
    ("multiple repeat", "this repeats what is already repeated", "keep one, or add a group (?:...)"),
    (
        "min repeat greater",
        "the first number of a repetition cannot be larger than the second",
        "write the smaller number first",
    ),
    (
        "missing ), unterminated subpattern",
        "the group opened here is never closed",
        r"close it with ), or write \( for a parenthesis",
    ),
    (
        "unbalanced parenthesis",
        "this parenthesis closes no group",
        r"write \) for a parenthesis, or open a group before it",
    ),
    ("missing ), unterminated comment", "the comment opened here is never closed", "close it with )"),
    ("missing group name", "a group name is missing here", "as in (?P<name>...)"),
    ("missing >", "this group name is never closed", "close it with >, as in (?P<name>...)"),
    ("missing ), unterminated name", "this group name is never closed", "close it with )"),
    ("bad character in group name", "this is no group name", "use letters, digits and _, no digit first"),
    ("redefinition of group name", "two groups have this name", "give one of them another name"),
    ("unknown group name", "no group before this has this name", None),
    ("invalid group reference", "there is no group with this number", None),
    ("bad group number", "groups count from 1", None),
    ("cannot refer to an open group", "this refers to the group it stands in", None),
    ("cannot refer to group defined in the same", "this refers to a group of the same look-behind", None),
    ("conditional backref", "a conditional group has two branches at most", "add a group (?:...)"),
    ("too many groups", "the pattern has too many groups", "use (?:...)"),
    ("unexpected end of pattern", "the pattern ends within a group's opening", None),
    ("unknown extension", "this group's opening means nothing", r"write \( for a parenthesis"),
    ("bad inline flags: cannot use 'L'", "the flag L is for bytes only", "leave it out"),
    ("bad inline flags: cannot turn off flags 'a'", "the flags a, u and L cannot be turned off", None),
    ("bad inline flags: flag turned on and off", "a flag is turned both on and off here", None),
    ("bad inline flags", "these flags do not go together or not here", None),
    ("unknown flag", "there is no such flag", "the flags are a, i, m, s, u and x"),
    ("missing flag", "a flag is missing here", "the flags are i, m, s and x"),
    ("missing -, : or )", "these flags are never closed", "as in (?s:...)"),
    ("missing :", "flags that are turned off need a group", "as in (?-s:...)"),
    (
        "look-behind requires fixed-width",
        "a look-behind needs text of one fixed length",
        "use no * + ? {m,n} in it, and alternatives of the same length",
    ),
    ("looks too much behind", "the look-behind is too long", None),
)


def complaint(said: str, offset: int | None) -> PatternProblem:
    """The problem that a message of `re` means.

    Args:
        said: The text of ``re.error.msg``.
        offset: Its place, in characters from 0.
    """
    for beginning, message, advice in _COMPLAINTS:
        if said.startswith(beginning):
            return PatternProblem(message, offset, advice)
    return PatternProblem(f"this is no regular expression: {said}", offset, None)
