"""The three queries, in the languages of the peers, and as many texts of each as a run needs.

``{word}`` stands for letters that differ from text to text, so that no cache has seen a text before; all texts of one
template have the same length and shape. What a cache or a prepared query is measured with says so.
"""

from __future__ import annotations

from itertools import count
from string import ascii_lowercase
from typing import NamedTuple

PAIRS = 500

# A pair of comparisons of the large query, and what stands between two pairs. `{i}` is the number of the pair.
_PAIRS = {
    "accsyn": ("(user=u{i}@{word}.com AND status<>failed)", " OR "),
    "sql": ("(user = 'u{i}@{word}.com' AND status <> 'failed')", " OR "),
    "lucene": ("(user:u{i}@{word}.com AND NOT status:failed)", " OR "),
    "odata": ("(user eq 'u{i}@{word}.com' and status ne 'failed')", " or "),
    "rule": ("(user == 'u{i}@{word}.com' and status != 'failed')", " or "),
}
_WHERE = "transfer WHERE "


class Query(NamedTuple):
    """A query in every language.

    Attributes:
        name: What the table calls it.
        letters: How many letters ``{word}`` has.
        batch: How many texts to read between two looks at the clock.
        templates: The query by language.
    """

    name: str
    letters: int
    batch: int
    templates: dict[str, str]

    def texts(self, language: str) -> Texts:
        """Texts of the query in a language."""
        return Texts(self.templates[language], self.letters)


class Texts:
    """Texts of one template that differ from each other in a word.

    Args:
        template: The text, with ``{word}`` for the word.
        letters: How many letters the word has; there are ``26 ** letters`` of them.
    """

    def __init__(self, template: str, letters: int) -> None:
        self._template = template
        self._letters = letters
        self._numbers = count()

    def take(self, number: int) -> list[str]:
        """So many texts, none of which this object has given before."""
        return [self._template.replace("{word}", self._word(next(self._numbers))) for _ in range(number)]

    def _word(self, number: int) -> str:
        letters = []
        for _ in range(self._letters):
            number, letter = divmod(number, len(ascii_lowercase))
            letters.append(ascii_lowercase[letter])
        if number:
            raise ValueError(f"there are no more words of {self._letters} letters")
        return "".join(letters)


class Again(NamedTuple):
    """The same text over and over.

    Attributes:
        text: The text.
    """

    text: str

    def take(self, number: int) -> list[str]:
        """Equal texts, each an object of its own: what a server reads from a socket has not been hashed before."""
        return [self.text[:1] + self.text[1:] for _ in range(number)]


class Values:
    """Values for the two parameters of `PREPARED`, of which the first differs from call to call."""

    def __init__(self) -> None:
        self._users = Texts("{word}@example.com", 4)

    def take(self, number: int) -> list[dict[str, object]]:
        """So many mappings."""
        return [{"user": user, "destination": "hq"} for user in self._users.take(number)]


def many_comparisons(language: str, pairs: int, *, digits: int = 0) -> str:
    """The template of a query of `pairs` pairs of comparisons.

    Args:
        language: A key of the templates.
        pairs: How many.
        digits: How many digits each number is filled up to, so that a pair has the same length in every query.
    """
    pair, between = _PAIRS[language]
    condition = between.join(pair.replace("{i}", f"{number:0{digits}}") for number in range(pairs))
    return _WHERE + condition if language == "accsyn" else condition


SMALL = Query(
    "small",
    letters=5,
    batch=200,
    templates={
        "accsyn": "Transfer WHERE source=mywork{word}",
        "sql": "source = 'mywork{word}'",
        "lucene": "source:mywork{word}",
        "odata": "source eq 'mywork{word}'",
        "rule": "source == 'mywork{word}'",
    },
)
DOC = Query(
    "doc",
    letters=4,
    batch=100,
    templates={
        "accsyn": 'transfer WHERE ((user={word}@example.com AND destination=hq) OR status<>failed) AND code="* backup"',
        "sql": "((user = '{word}@example.com' AND destination = 'hq') OR status <> 'failed') AND code LIKE '% backup'",
        "lucene": "((user:{word}@example.com AND destination:hq) OR NOT status:failed) AND code:*\\ backup",
        "odata": "((user eq '{word}@example.com' and destination eq 'hq') or status ne 'failed') "
        "and endswith(code, ' backup')",
        "rule": "((user == '{word}@example.com' and destination == 'hq') or status != 'failed') "
        "and code =~ '.* backup'",
    },
)
LARGE = Query(
    "large",
    letters=7,
    batch=1,
    templates={language: many_comparisons(language, PAIRS) for language in _PAIRS},
)
QUERIES = (SMALL, DOC, LARGE)

PREPARED = 'transfer WHERE ((user=:user AND destination=:destination) OR status<>failed) AND code="* backup"'
"""The doc query with two parameters."""
