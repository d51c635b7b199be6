"""Looking up an attribute as a Python expression: exact spelling, as quick as a dictionary is.

The answer is the value, `MISSING` where there is none in the exact spelling (`MISS` tells whether that is certain), or
`UNSURE` where `Path.find` has to walk.
"""

from __future__ import annotations

from typing import Final

from accsyn.evaluation.code.keys import KnownKeys
from accsyn.evaluation.code.texts import Constants
from accsyn.text import fold

MOST_SEGMENTS = 6
"""Of a path that is looked up here; a longer one is walked."""

UNSURE: Final = object()
"""In place of a value that takes a closer look."""

_CERTAIN = "(is_known({0}) or learn({0}))"


def lookup(path: str, variable: str, keys: KnownKeys, constants: Constants) -> tuple[str, str]:
    """An expression that looks a path up in the record `r`.

    Args:
        path: Dotted, `MOST_SEGMENTS` at most.
        variable: The first part of the names of variables that hold dictionaries on the way.
        keys: What is known about keys.
        constants: Where constants go.

    Returns:
        The expression, and the one that tells whether the answer `MISSING` is certain.
    """
    segments = path.split(".")
    containers = ["r", *(f"{variable}_{level}" for level in range(1, len(segments)))]
    expression = _get(containers[-1], segments[-1], keys, constants)
    # From the last dictionary outwards. A value that is no dictionary ends the path: nothing is there.
    for container, below, segment in zip(
        reversed(containers[:-1]), reversed(containers[1:]), reversed(segments[:-1]), strict=True
    ):
        found = _get(container, segment, keys, constants)
        expression = (
            f"(({expression} if type({below} := {found}) is dict"
            f" else None if {below} is None or {below} is MISSING else UNSURE)"
            f" if {_CERTAIN.format(container)} else UNSURE)"
        )
    return expression, _CERTAIN.format(containers[-1])


def _get(container: str, name: str, keys: KnownKeys, constants: Constants) -> str:
    """Look a name up as it is spelled and, where no other key could be meant, in lower case."""
    exact = f"{container}.get({constants.add(name)}, MISSING)"
    folded = fold(name)
    if folded == name or keys.is_ambiguous(name):
        return exact
    lower = f"{container}.get({constants.add(folded)}, MISSING)"
    return f"(y if (y := {exact}) is not MISSING else {lower} if {_CERTAIN.format(container)} else UNSURE)"
