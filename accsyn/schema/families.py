"""What the word before the colon of a reference stands for: ``share`` for every share, an old name for its new one."""

from __future__ import annotations

from functools import cached_property

from accsyn.schema.model import SHARE, Schema
from accsyn.text import fold


class Families:
    """The words of a schema that may stand before the colon of a reference.

    Args:
        schema: Whose entity types they are, deprecated names and ``share`` included.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._families: dict[str, frozenset[str]] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """The words, folded."""
        schema = self._schema
        return frozenset(map(fold, (*schema.names(), *schema.deprecated_names, SHARE)))

    def family(self, word: str) -> frozenset[str]:
        """The words, folded, that a word before the colon of a literal stands for; itself among them.

        ``share`` stands for every share; a deprecated name and its replacement stand for each other.
        """
        word = fold(word)
        if word not in self.names:
            return frozenset({word})
        family = self._families.get(word)
        if family is None:
            family = self._families[word] = self._shares() if word == SHARE else self._synonyms(word)
        return family

    def _shares(self) -> frozenset[str]:
        types = self._schema.entity_types.items()
        return frozenset({SHARE, *(fold(name) for name, entity_type in types if entity_type.is_share)})

    def _synonyms(self, word: str) -> frozenset[str]:
        current = self._current(word)
        return frozenset(name for name in self.names if name != SHARE and self._current(name) == current)

    def _current(self, word: str) -> str:
        return fold(self._schema.deprecated(word) or word)
