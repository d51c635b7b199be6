"""How text compares and how it is shown (accsyn/text.py)."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn import text as module
from accsyn.text import (
    closest,
    display_character,
    display_width,
    escape_for_display,
    fold,
    invisible_characters,
    is_nfc,
    lower_keeping_meaning,
)

# Letters on which str.lower, str.casefold and re.IGNORECASE disagree, between ordinary ones.
TRICKY = "aAkKsSiIſıİςσΣµμKÅßẞfiﬅﬆ\u0345ιΙᾳΐᲀᲈꙊꙋǅᏸꭰ\ud800 -_0"
texts = st.text(st.one_of(st.sampled_from(TRICKY), st.characters(exclude_categories=())))


@lru_cache
def cased_characters() -> list[str]:
    """Every character that any mapping of case leads from or to, in this Python's Unicode version."""
    found: set[str] = set()
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        for other in (
            character.lower(),
            character.upper(),
            character.title(),
            character.casefold(),
            character.swapcase(),
        ):
            if other != character:
                found.update(character, other)
    return sorted(found)


@pytest.mark.slow
def test_fold_equates_what_re_equates() -> None:
    """For every cased character, the characters with its fold are those that re.IGNORECASE finds for it."""
    characters = cased_characters()
    everything = "".join(characters)
    by_fold: dict[str, set[str]] = {}
    for character in characters:
        by_fold.setdefault(fold(character), set()).add(character)
    assert len(characters) > 2800
    for character in characters:
        found = set(re.findall(re.escape(character), everything, re.IGNORECASE))
        assert by_fold[fold(character)] == found, ascii(character)


@pytest.mark.slow
def test_no_other_character_takes_part_in_case() -> None:
    """What no case mapping touches folds to itself, and no class of cased letters finds it."""
    cased = set(cased_characters())
    others = "".join(chr(code) for code in range(sys.maxunicode + 1) if chr(code) not in cased)
    assert fold(others) == others
    expression = re.compile("[" + re.escape("".join(sorted(cased))) + "]", re.IGNORECASE)
    assert not expression.search(others)


def test_the_table_is_as_small_as_it_can_be() -> None:
    """Each row of the table is needed, and leads to a letter that folds to itself."""
    for character, folded in module._FOLDED.items():
        assert character.lower() != folded or ("a" + character).lower() != "a" + folded
        assert len(folded) == 1
        assert fold(folded) == folded == folded.lower()


@given(texts, texts)
def test_fold_works_character_by_character(left: str, right: str) -> None:
    """There is no rule of context, no change of length, and nothing left to fold."""
    assert fold(left + right) == fold(left) + fold(right)
    assert len(fold(left)) == len(left)
    assert fold(fold(left)) == fold(left)


@given(texts, texts)
def test_fold_agrees_with_re_on_text(left: str, right: str) -> None:
    """Two texts have one fold exactly when re.IGNORECASE matches one with the other."""
    assert (fold(left) == fold(right)) == bool(re.fullmatch(re.escape(left), right, re.IGNORECASE))


@given(texts)
def test_lower_case_that_keeps_the_meaning(text: str) -> None:
    """Lower-casing never changes how a text compares, and is plain lower case wherever that is possible."""
    lowered = lower_keeping_meaning(text)
    assert fold(lowered) == fold(text)
    if "İ" not in text:
        assert lowered == text.lower()


@pytest.mark.parametrize(
    ("text", "lowered"),
    [
        ("Shot_010", "shot_010"),
        ("ÄÖ", "äö"),
        ("İstanbul A", "İstanbul a"),
        ("ΟΔΟΣ", "οδος"),
        ("ſ", "ſ"),
        ("ẞ", "ß"),
        ("", ""),
    ],
)
def test_lower_case_of_words(text: str, lowered: str) -> None:
    """Only İ stays as it is."""
    assert lower_keeping_meaning(text) == lowered


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, C:\\x", "plain text, C:\\x"),
        ("a\nb\tc\rd", r"a\nb\tc\rd"),
        ("\x1b[2J\x00\x7f\x9b", r"\x1b[2J\x00\x7f\x9b"),
        ("\u202eevil\u2066", r"\u202eevil\u2066"),
        ("a\u200bb\ufeff\u00ad", r"a\u200bb\ufeff\xad"),
        ("\u2028\u2029\u00a0\u3000", r"\u2028\u2029\xa0\u3000"),
        ("\ud800", r"\ud800"),
        ("\ue000\U000e0001\U0010ffff", r"\ue000\U000e0001\U0010ffff"),
        ("\u3164\ufe0f\u034f\u2800", r"\u3164\ufe0f\u034f\u2800"),
        ("\u0301e\u0301", "\\u0301e\u0301"),
        ("\n\u0301\u0301x", r"\n\u0301\u0301x"),
        ("日本 😀 é שלום", "日本 😀 é שלום"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    """What could disturb a terminal or hide is spelled out; what can be read stays."""
    assert escape_for_display(text) == shown


@given(texts, texts)
def test_shown_text_is_harmless_and_grows_at_its_end(left: str, right: str) -> None:
    """Shown text is printable and has no blank but U+0020; the answer for a beginning is a beginning."""
    shown = escape_for_display(left + right)
    assert shown.isprintable()
    assert not set(shown) & module._INVISIBLE
    assert shown.startswith(escape_for_display(left))


def test_one_character() -> None:
    """A character by itself has nothing to combine with, unless the caller says so."""
    assert display_character("a") == "a"
    assert display_character("\n") == r"\n"
    assert display_character("\u0301") == r"\u0301"
    assert display_character("\u0301", alone=False) == "\u0301"


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("日本", 4), ("Ａ", 2), ("😀", 2), ("\u1100\u1161", 2)],
)
def test_columns(text: str, columns: int) -> None:
    """Wide characters take two columns, what combines takes none."""
    assert display_width(text) == columns


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("plain", ()),
        ("日本 é", ()),
        ("a\u200bb\x00", (1, 3)),
        ("\tx", (0,)),
        ("\u00a0", (0,)),
        ("❤\ufe0f", ()),
        ("👩\u200d💻 ❤\ufe0f\u200d🔥", ()),
        ("a\ufe0f", (1,)),
        ("\u200d😀", (0,)),
    ],
)
def test_invisible_characters(text: str, offsets: tuple[int, ...]) -> None:
    """Control and invisible characters are found, and the parts of an emoji are none of them."""
    assert invisible_characters(text) == offsets


@pytest.mark.parametrize(("text", "answer"), [("abc", True), ("é", True), ("e\u0301", False), ("\u212b", False)])
def test_nfc(text: str, answer: bool) -> None:
    """Decomposed and compatibility spellings are told apart from what keyboards write."""
    assert is_nfc(text) is answer
    assert is_nfc(text) == (unicodedata.normalize("NFC", text) == text)


NAMES = (
    "status",
    "size",
    "created",
    "created_by",
    "metadata",
    "id",
    "type",
    "name",
    "description",
    "statuses",
)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Status", ("status", "statuses")),
        ("staus", ("status",)),
        ("satus", ("status",)),
        ("statsu", ("status",)),
        ("sttaus", ("status",)),
        ("created-by", ("created_by", "created")),
        ("createdby", ("created_by", "created")),
        ("meta", ("metadata",)),
        ("nam", ("name",)),
        ("names", ("name",)),
        ("di", ("id",)),
        ("up", ()),
        ("xyz", ()),
        ("descritpoin", ("description",)),
        ("metdaat", ("metadata",)),
        ("", ()),
        ("x" * 100_000, ()),
    ],
)
def test_did_you_mean(name: str, answer: tuple[str, ...]) -> None:
    """Slips of the keyboard are understood, and nothing far away is offered."""
    assert closest(name, NAMES) == answer


def test_did_you_mean_is_orderly() -> None:
    """The answer does not depend on order or repetition, obeys its limit, and is never the name itself."""
    assert closest("nam", ["name", "names", "nap", "name"]) == closest("nam", ["nap", "names", "name"])
    assert closest("nam", ["nbm", "nap", "name", "nam"], limit=2) == ("name", "nap")
    assert closest("nam", ["nam"]) == ()


def test_the_import_is_cheap() -> None:
    """Importing the module loads neither `unicodedata` nor `difflib` nor regular expressions of ours."""
    code = (
        "import sys; before = set(sys.modules); import accsyn.text;"
        "print(sorted(set(sys.modules) - before - {'accsyn', 'accsyn.text'}))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"unicodedata", "difflib", "accsyn.patterns"} & set(re.findall(r"[\w.]+", loaded))
