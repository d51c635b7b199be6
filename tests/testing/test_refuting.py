"""What is said to be impossible is: proofs about texts, held against every short text there is."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accsyn
from accsyn.ast import Operator
from accsyn.testing import search
from accsyn.testing.texts import MOST_CHARACTERS, is_impossible, negated, ordered, pattern, plain

IMPOSSIBLE = [
    'name<""',
    'name<"" AND size=5',
    'name<"" OR code<""',
    'metadata<""',
    'metadata.shot<"" OR metadata.a.b<""',
    'user.code<""',
    "name=a* AND name=*b AND name!=a*b",
    "name=a* AND name<a",
    'name=a AND name>="" AND name!=a',
    'name CONTAINS LK AND name<=""',
    "user.code NOT IN (null, *) AND user.code NOT IN (null, *)",
    "user NOT IN (null, **)",
    'uri=X* AND uri<=""',
    'name MATCHES "^b" AND name IN (a, c)',
    'name NOT MATCHES "a" AND name IN (xa, A)',
    'queue.id MATCHES "b" AND queue.id=000000000000000000000000',
    "destination IN (null) AND destination CONTAINS f",
    "user=a* AND user!=*",
]
POSSIBLE = [
    'name MATCHES "^a$" AND name!=a',
    r'name MATCHES "\Ba\B"',
    r'name MATCHES "\b-\b"',
    r'name MATCHES "\Bb" AND name!=ab',
    'name MATCHES "(?-i:A)" AND name=a',
    'name MATCHES "(?a)k" AND name=k',
    "user CONTAINS a AND user CONTAINS zzz AND user=b*",
    "user=a* AND user=b*",
    "destination=share:x AND destination!=share:y AND destination!=volume",
    "metadata=a AND metadata=b",
    'metadata!=null AND metadata.a.b!="" AND metadata.shot!=a',
    "metadata=text AND metadata.shot=5",
    "source=null AND source.name=x",
    "parent.id IN (c1bcc4419ed6e6c23c3e5167, 666f26*) AND parent CONTAINS XaXacX",
    "destination!=null AND destination.name CONTAINS x",
    "metadata>5 AND metadata<a",
]


@pytest.mark.parametrize("condition", IMPOSSIBLE)
def test_what_cannot_be_is_said(condition: str) -> None:
    """No record matches, and that is known."""
    assert search(f"Transfer WHERE {condition}") == (None, True)


@pytest.mark.parametrize("condition", POSSIBLE)
def test_what_can_be_is_found(condition: str) -> None:
    """A record matches, although little does."""
    found = search(f"Transfer WHERE {condition}")
    assert found.record is not None
    assert accsyn.compile(f"Transfer WHERE {condition}").matches(found.record)


_ORDER = ["=", "!=", "<", "<=", ">", ">="]
_LISTS = ["a, b*", "null, *", "null", "ab, b", "*k"]
_PATTERNS = ["^a", "b$", ".", r"\Ba", "(?-i:A)", "(?a)k"]
_COMPARISONS = st.one_of(
    st.builds('{} "{}"'.format, st.sampled_from(_ORDER), st.text("ab*k", max_size=2)),
    st.builds('{} "{}"'.format, st.sampled_from(["CONTAINS", "NOT CONTAINS"]), st.text("abk", max_size=2)),
    st.builds("{} ({})".format, st.sampled_from(["IN", "NOT IN"]), st.sampled_from(_LISTS)),
    st.builds('{} "{}"'.format, st.sampled_from(["MATCHES", "NOT MATCHES"]), st.sampled_from(_PATTERNS)),
)
_TEXTS = ["".join(each) for length in range(4) for each in product("abAK\u212a*\n", repeat=length)]
_RECORDS: dict[str, list[dict[str, Any]]] = {
    "name": [{}, {"name": None}, *({"name": text} for text in _TEXTS)],
    "metadata.shot": [{}, *({"metadata": {"shot": value}} for value in (*_TEXTS, None, [], [None], ["a", "b"]))],
    "user": [{}, *({"user": a, "user_hr": f"{b}(1)"} for a in (None, "a", "ab", "k", "b:a") for b in _TEXTS[:58])],
    "user.code": [{}, *({"user": "1", "user_hr": f"{text}(1)"} for text in _TEXTS)],
}


@pytest.mark.parametrize("attribute", list(_RECORDS))
@given(st.lists(_COMPARISONS, min_size=1, max_size=4))
def test_nothing_that_is_impossible_happens(attribute: str, comparisons: list[str]) -> None:
    """No short text, null, and where the schema allows it no list, matches what no record is said to match."""
    condition = " AND ".join(f"{attribute} {comparison}" for comparison in comparisons)
    try:
        compiled = accsyn.compile(f"Transfer WHERE {condition}")
    except accsyn.QueryError:  # a reference has no order
        return
    if search(compiled).is_impossible:
        assert not [record for record in _RECORDS[attribute] if compiled.matches(record)]


@pytest.mark.slow
def test_what_is_too_much_is_not_decided() -> None:
    """Many characters, many states: then nothing is said."""
    assert is_impossible([plain(["ab"]), negated(plain(["ab"]))])
    assert not is_impossible([plain(["ab"]), negated(plain(["ac"]))])
    many = "".join(map(chr, range(0x100, 0x100 + 2 * MOST_CHARACTERS)))
    assert not is_impossible([plain([many]), negated(plain([many]))])
    long = "a" * 40_000
    assert not is_impossible([plain([long]), negated(plain([long]))])
    # Below the first character there is none, and between two neighbours neither.
    assert is_impossible([ordered(Operator.LESS, "\0"), negated(plain([""]))])
    assert is_impossible([pattern("a"), ordered(Operator.GREATER, "a")])
