"""What a name is: of an entity type, of an attribute, of a parameter.

The parser reads no other names; those that come from code are held against this before they come into a tree, so that
no name is ever printed or sent as syntax. It is the terminal NAME of ``query.lark`` (a test compares the two), which
stands above the tree in the order of the layers.
"""

from __future__ import annotations

import re

KEYWORDS = frozenset({"where", "and", "or", "not", "in", "contains", "matches"})
"""The words of the language, in lower case. They are read in upper and lower case."""

_NAME = re.compile(r"[^\W\d][\w\-]*(?:\.\w[\w\-]*)*")
_WORD = re.compile(r"[^\W\d]\w*")


def is_name(text: str) -> bool:
    """Whether a text can be an entity type, or the whole path of an attribute."""
    return _NAME.fullmatch(text) is not None and text.lower() not in KEYWORDS


def is_parameter_name(text: str) -> bool:
    """Whether a text can be the name of a parameter, without its colon."""
    return _WORD.fullmatch(text) is not None


def require_path(path: object) -> str:
    """See to it that a path can stand in a query as an attribute.

    Returns:
        The path, as a plain str.

    Raises:
        TypeError: It is no str.
        ValueError: It cannot be written in a query.
    """
    if not isinstance(path, str):
        raise TypeError(f"a path is a str such as 'metadata.shot', not {type(path).__name__}")
    if not is_name(path):
        raise ValueError(_no_name(path, "path", "an attribute", "names of letters, digits, _ and -, joined by dots"))
    return str.__str__(path)  # of a class of its own it might be written otherwise


def require_entity_type(name: object) -> str:
    """The same of the name of an entity type."""
    if not isinstance(name, str):
        raise TypeError(f"an entity type is a str such as 'Transfer', not {type(name).__name__}")
    if not is_name(name):
        raise ValueError(_no_name(name, "entity type", "an entity type", "letters, digits, _ and -"))
    return str.__str__(name)


def require_parameter_name(name: object) -> str:
    """The same of the name of a parameter."""
    if not isinstance(name, str):
        raise TypeError(f"the name of a parameter is a str, not {type(name).__name__}")
    if not is_parameter_name(name):
        raise ValueError(f"{name!r} cannot be the name of a parameter: letters, digits and _, without the colon")
    return str.__str__(name)


def _no_name(name: str, kind: str, role: str, made_of: str) -> str:
    if name.lower() in KEYWORDS:
        return f"{name!r} is a keyword of the language and cannot be the name of {role}"
    return f"{name!r} is no {kind}: {made_of}"
