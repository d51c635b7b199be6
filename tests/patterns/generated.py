"""Random patterns for property tests: mostly valid, built from pieces that are easily misread."""

from __future__ import annotations

from hypothesis import strategies as st

TEXT_CHARACTERS = "aAbBkKsSiIzZ019_ -.\n#ſKıİςΣσµé*\\x"

PIECES = (
    *("a", "A", "K", "s", "I", "Z", "Σ", "ſ", "İ", "é", "0", " ", "#", "\n", "-", "]", "}", "{", ",", "{}", "{a"),
    *(r"\.", r"\d", r"\D", r"\W", r"\S", r"\s", r"\w", r"\b", r"\B", r"\A", r"\Z", r"\n", r"\\", r"\x4B", r"\u212A"),
    *(r"\101", r"\0", r"\N{LATIN CAPITAL LETTER K}", r"\U0001F600", ".", "^", "$", "|", "|"),
    *(
        "[A-Z]",
        "[^A-Z]",
        "[A-z]",
        "[B-K]",
        r"[\x41-Z]",
        "[AbK]",
        "[^a]",
        "[]A-C]",
        "[Z-]",
        "[-A]",
        r"[\D]",
        r"[A-\x5A]",
    ),
    *("[[a]", "[a--B]", "[a&&B]", "[A||B]", "[^[]", "[--A]", r"[\]A]", "[ A#]"),
    *("*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,2}", "{2,}?"),
    *("(?#A)", "(?=A)", "(?!B)", "(?<=A)", "(?<!AB)", "(?P<N>A)", "(?P=N)", r"\1", "(?(1)A|B)", "(A)"),
)
OPENERS = ("(", "(?:", "(?=", "(?!", "(?i:", "(?-i:", "(?s:", "(?s-i:", "(?x:", "(?m:", "(?a:", "(?x-i:", "(?P<M>")
STARTS = ("", "", "", "(?s)", "(?x)", "(?i)", "(?a)", "(?m)", "(?xs)", "(?u)", "(?#A)(?x) ")


def _grouped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    sequence = st.lists(inner, max_size=4).map("".join)
    return st.builds("{}{})".format, st.sampled_from(OPENERS), sequence)


patterns = st.builds(
    "{}{}".format,
    st.sampled_from(STARTS),
    st.lists(st.recursive(st.sampled_from(PIECES), _grouped, max_leaves=6), max_size=6).map("".join),
)

# What was never meant as a pattern.
garbage = st.one_of(
    st.text(st.sampled_from(r"aAtxiP0129()[]{}?*+|^$\.<>=!#:-,&~N " + "\n"), max_size=12),
    st.text(max_size=8),
)

texts = st.text(st.sampled_from(TEXT_CHARACTERS), max_size=12)
