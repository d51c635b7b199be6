"""Which keys of a record make a miss certain.

A name that is no key of a dictionary may still be there in another case, and finding that out looks at every key. Most
keys of most records are the same ones, so each is judged once: `KnownKeys` remembers the keys that are spelled as the
query spells them or are none of its names. A dictionary of such keys alone is searched no further.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accsyn.text import fold

MOST_KEYS = 4096
"""How many keys are remembered; a record with others is searched in full, each time."""
LONGEST_KEY = 256
"""Characters of a key that is remembered."""


class KnownKeys:
    """The keys that were judged.

    Safe to share between threads: a key is added once it is judged, and judging it twice does no harm.

    Args:
        names: The names that the query looks up, each as it spells it.
        is_dotted: Whether it also walks paths, for which a key with a dot may count.

    Attributes:
        known: The keys that were judged and are no other spelling of a name.
    """

    __slots__ = ("_is_dotted", "_spellings", "known")

    def __init__(self, names: Iterable[str], *, is_dotted: bool) -> None:
        spellings: dict[str, str | None] = {}
        for name in names:
            folded = fold(name)
            # Two spellings of one name in the query: a key can be a hit for one and a miss for the other.
            spellings[folded] = name if spellings.get(folded, name) == name else None
        self._spellings = spellings
        self._is_dotted = is_dotted
        self.known: set[str] = set()

    def is_ambiguous(self, name: str) -> bool:
        """Whether the query spells a name in more than one way."""
        return self._spellings.get(fold(name), name) != name

    def learn(self, mapping: Mapping[Any, object]) -> bool:
        """Whether no key of a dictionary is another spelling of a name, nor has a dot where that counts.

        A name in lower case counts as spelled as the query has it; whoever looks it up tries both.
        """
        known = self.known
        for key in mapping:
            if not isinstance(key, str) or key in known:
                continue
            if self._is_odd(key):
                return False
            if type(key) is str and len(key) <= LONGEST_KEY and len(known) < MOST_KEYS:
                known.add(key)
        return True

    def _is_odd(self, key: str) -> bool:
        if self._is_dotted and "." in key:
            return True
        folded = fold(key)
        if folded not in self._spellings:
            return False
        name = self._spellings[folded]
        return name is None or key not in (name, folded)
