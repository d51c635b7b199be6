"""What the binder noticed, before anybody asked for words.

A compile that succeeds pays for noticing only: the message, and the place in the text, are made when the diagnostics
are read.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Finding(NamedTuple):
    """Something wrong or odd.

    Attributes:
        kind: The name of the function in `accsyn.binding.messages` that puts it into words.
        is_error: Whether it stops compilation.
        comparison: Index of the comparison in the order of the text, from 0; -1 for the query as a whole.
        item: Index of the operand, from 0; 0 where there is one.
        data: What the message needs beside the place.
    """

    kind: str
    is_error: bool
    comparison: int = -1
    item: int = 0
    data: Any = None
