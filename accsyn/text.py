"""How text compares, and how it is shown.

`fold` is the one rule by which text compares without case: two characters are equal exactly when Python's
``re.IGNORECASE`` equates them. The rest shows text that nobody vouches for: escaping, columns, invisible
characters, and the nearest known name for a name that is not known.

Everything here is a pure function on strings. The module imports nothing heavy, because every query needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Where re.IGNORECASE equates more than str.lower does: each character to the lower-case letter that stands
# for its class. Source: `_EXTRA_CASES` in CPython's Lib/re/_casefix.py (`_equivalences` in sre_compile.py
# before 3.11), plus U+0130 and U+03A3, which str.lower maps to two characters and by context.
# tests/test_text.py derives the same table from `re` by trying every character. Among letters of one class
# the one in common use was chosen.
_FOLDED: dict[str, str] = {
    "\u0130": "i",  # İ, whose lower() is two characters
    "\u0131": "i",  # ı
    "\u017f": "s",  # ſ
    "\u00b5": "\u03bc",  # µ (micro sign) μ
    "\u0345": "\u03b9",  # combining ypogegrammeni, ι
    "\u1fbe": "\u03b9",  # prosgegrammeni, ι
    "\u1fd3": "\u0390",  # ΐ in its two code points
    "\u1fe3": "\u03b0",  # ΰ in its two code points
    "\u03d0": "\u03b2",  # ϐ β
    "\u03f5": "\u03b5",  # ϵ ε
    "\u03d1": "\u03b8",  # ϑ θ
    "\u03f0": "\u03ba",  # ϰ κ
    "\u03d6": "\u03c0",  # ϖ π
    "\u03f1": "\u03c1",  # ϱ ρ
    "\u03a3": "\u03c3",  # Σ, whose lower() depends on what stands around it
    "\u03c2": "\u03c3",  # ς σ
    "\u03d5": "\u03c6",  # ϕ φ
    "\u1c80": "\u0432",  # ᲀ в
    "\u1c81": "\u0434",  # ᲁ д
    "\u1c82": "\u043e",  # ᲂ о
    "\u1c83": "\u0441",  # ᲃ с
    "\u1c84": "\u0442",  # ᲄ т
    "\u1c85": "\u0442",  # ᲅ т
    "\u1c86": "\u044a",  # ᲆ ъ
    "\u1c87": "\u0463",  # ᲇ ѣ
    "\u1c88": "\ua64b",  # ᲈ ꙋ
    "\u1e9b": "\u1e61",  # ẛ ṡ
    "\ufb05": "\ufb06",  # ﬅ ﬆ
}
_IS_PLAIN = frozenset(_FOLDED).isdisjoint
_TRANSLATION = {ord(character): folded for character, folded in _FOLDED.items()}
_TARGETS = frozenset("\u0307").union(_FOLDED.values())  # U+0307: what lower() adds to the i of İ


def fold(text: str) -> str:
    """The text as it compares: characters are equal without case when their folds are equal.

    Character by character, one for one: ``fold(s + t) == fold(s) + fold(t)`` and ``len(fold(s)) == len(s)``.
    There is no rule of context (a final sigma folds as any sigma) and no Unicode normalisation.

    A letter pair that a newer Unicode version added is equal where the running Python knows the pair, which
    is where its `re` equates it; so `fold` agrees with MATCHES on every version, and the versions differ on
    such letters only.

    Returns:
        Text of the same length; folding it again changes nothing.
    """
    if text.isascii() or _IS_PLAIN(text):
        return text.lower()
    return text.translate(_TRANSLATION).lower()


def lower_decides(folded: str) -> bool:
    """Whether ``text.lower()`` equals, or holds, this folded text exactly where ``fold(text)`` does, for any text.

    They differ on the letters that `fold` replaces, and on İ, whose lower case is an ``i`` and a combining dot: so
    they agree about a text without the letters that something is replaced by, and without that dot.
    """
    return _TARGETS.isdisjoint(folded)


def lower_keeping_meaning(text: str) -> str:
    """The text in lower case as far as that compares equal: ``fold`` of the answer is ``fold`` of the text.

    What differs from ``text.lower()`` is İ alone, which stays (its lower case is two characters, and neither
    compares equal to it).
    """
    lowered = text.lower()
    if text.isascii() or fold(lowered) == fold(text):
        return lowered
    return "".join(
        lower if fold(lower) == fold(character) else character
        for character, lower in ((character, character.lower()) for character in text)
    )


# Invisible, and yet printable by Unicode's general category: the default-ignorable letters and marks
# (combining grapheme joiner, Hangul fillers, Khmer inherent vowels, Mongolian and other variation selectors)
# and the blank Braille pattern. Source: DerivedCoreProperties.txt, Default_Ignorable_Code_Point; everything
# else there is Cf or Cn, which str.isprintable already refuses.
_INVISIBLE = (
    frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
    | frozenset(map(chr, range(0xFE00, 0xFE10)))
    | frozenset(map(chr, range(0xE0100, 0xE01F0)))
)
_SHORT_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def escape_for_display(text: str) -> str:
    r"""The text for a terminal or a log: nothing in it can move the cursor, hide or reorder.

    Plain blanks and printable characters stay, CJK and emoji among them. Control characters, lone surrogates,
    bidirectional and other format characters, invisible characters, line and paragraph separators, blanks
    other than U+0020, private and unassigned characters are shown as ``\n``, ``\x1b``, ``\u202e``,
    ``\U000e0001``; so is a combining mark with nothing to combine with (at the start, or behind an escaped
    character).

    It is for eyes and has no inverse: a backslash stays single. The answer for a beginning of the text is a
    beginning of the answer for the text, so a column is ``display_width(escape_for_display(text[:offset]))``.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = []
    stands_alone = True  # nothing visible before that a combining mark could join
    for character in text:
        escaped = display_character(character, alone=stands_alone)
        stands_alone = escaped is not character
        shown.append(escaped)
    return "".join(shown)


def display_character(character: str, *, alone: bool = True) -> str:
    """One character as `escape_for_display` shows it.

    Args:
        character: A string of length 1.
        alone: Nothing stands before it that a combining mark could join.

    Returns:
        The same object if it is shown as it is.
    """
    if character.isascii():
        plain = character.isprintable()
    else:
        plain = _is_visible(character) and not (alone and _is_mark(character))
    return character if plain else _SHORT_ESCAPES.get(character) or _escape(ord(character))


def _escape(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_visible(character: str) -> bool:
    return character.isprintable() and character not in _INVISIBLE


def _is_mark(character: str) -> bool:
    import unicodedata

    return unicodedata.category(character).startswith("M")


def display_width(text: str) -> int:
    """How many terminal columns escaped text takes: 2 for East Asian wide and fullwidth, 0 for what combines.

    Widths are those of ``unicodedata`` (Unicode's EastAsianWidth.txt), character by character; what a
    terminal makes of an emoji sequence is its own affair.
    """
    if text.isascii():
        return len(text)
    import unicodedata

    columns = 0
    for character in text:
        # Mn and Me lie over the character before; U+1160..U+11FF are Hangul vowels and finals, drawn into a
        # syllable.
        if unicodedata.category(character) in {"Mn", "Me"} or "\u1160" <= character <= "\u11ff":
            continue
        columns += 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
    return columns


def invisible_characters(text: str) -> tuple[int, ...]:
    """Offsets (from 0, ascending) of the control and invisible characters of a value.

    These are the characters that `escape_for_display` escapes, without regard to combining marks, and without
    the emoji variation selector and the joiner behind a symbol, which are how keyboards write emoji.
    """
    if text.isascii() and text.isprintable():
        return ()
    return tuple(
        offset
        for offset, character in enumerate(text)
        if character != " " and not _is_visible(character) and not _joins_emoji(text, offset)
    )


def _joins_emoji(text: str, offset: int) -> bool:
    """Whether a variation selector or joiner stands behind a symbol (perhaps with a selector between)."""
    if text[offset] not in "\ufe0f\u200d" or not offset:
        return False
    import unicodedata

    base = offset - 2 if offset > 1 and text[offset - 1] == "\ufe0f" else offset - 1
    return unicodedata.category(text[base]) in {"So", "Sk"}


def is_nfc(text: str) -> bool:
    """Whether text is in Normalization Form C, as keyboards write it; other text looks equal and is not."""
    if text.isascii():
        return True
    import unicodedata

    return unicodedata.is_normalized("NFC", text)


def closest(name: str, candidates: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The candidates that a mistyped name may have meant, the likeliest first.

    First what differs only in case, hyphens and underscores; then one slip (a letter too many, missing,
    wrong, or two swapped); then what the name begins or is the beginning of (from 3 letters); then two or
    three slips in longer names. Nothing further away is offered, and the name itself is not.

    Args:
        name: What was written.
        candidates: The known names; order does not matter.
        limit: How many to return at most.

    Returns:
        Candidates as they were given, each once; ties in alphabetical order.
    """
    wanted = _without_separators(name)
    ranked = []
    for candidate in set(candidates):
        rank = _distance_rank(wanted, _without_separators(candidate))
        if candidate != name and rank is not None:
            ranked.append((rank, candidate))
    return tuple(candidate for _, candidate in sorted(ranked)[:limit])


def _without_separators(name: str) -> str:
    return fold(name).replace("_", "").replace("-", "").replace(" ", "")


def _distance_rank(wanted: str, candidate: str) -> tuple[int, int] | None:
    """How far a candidate is, smaller is nearer; None for too far."""
    if wanted == candidate:
        return 0, 0
    shorter, longer = sorted((len(wanted), len(candidate)))
    if shorter >= 3 and (candidate.startswith(wanted) or wanted.startswith(candidate)):
        return (1, 1) if longer - shorter == 1 else (2, longer - shorter)
    # One slip in three letters, two in six, three in ten: more would offer `id` for `up`.
    allowed = 3 if shorter >= 10 else 2 if shorter >= 6 else 1 if longer >= 3 else 0
    if shorter == longer == 2 and wanted == candidate[::-1]:
        return 1, 1
    # A name a thousand letters long is dismissed by its length, so the table below stays small.
    if longer - shorter > allowed:
        return None
    distance = _slips(wanted, candidate)
    if distance > allowed:
        return None
    return (1, 1) if distance == 1 else (3, distance)


def _slips(left: str, right: str) -> int:
    """The optimal string alignment distance: insertions, deletions, replacements, swaps of neighbours."""
    earlier: list[int] = []  # the row before the one above
    above: list[int] = []
    row = list(range(len(right) + 1))
    for i, character in enumerate(left, 1):
        earlier, above, row = above, row, [i]
        for j, other in enumerate(right, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (character != other))
            if i > 1 and j > 1 and character == right[j - 2] and other == left[i - 2]:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
