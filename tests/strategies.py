"""Hypothesis strategies for trees of the language, and for texts that spell them, nearly spell them, or are nonsense.

A tree made here is always the one that its own text gives back: items, quoting and nesting are such as the grammar
makes.
"""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from accsyn.ast import (
    And,
    Comparison,
    Expression,
    Junction,
    List,
    Literal,
    Node,
    Null,
    Operator,
    Or,
    Parameter,
    Statement,
    Value,
    join,
)
from accsyn.grammar.trouble import is_bare, is_name

KEYWORDS = ("where", "and", "or", "not", "in", "contains", "matches")
BLANKS = (
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1f",
    "\x85",
    "\xa0",
    "\u2003",
    "\u2028",
    "\u3000",
)
NASTY = (
    *"\"'!=<>,():;.-_*%#/\\{}[]~&|?$@`“”‘’",
    *("a", "b1", "1", "é", "e\u0301", "中", "\u200b", "\u202e", "\ufeff", "\ud800", "\x00", "\x1b", "😀", "İ", "ſ"),
    *BLANKS,
    *(f" {word} " for word in KEYWORDS),
    *("AND", "or", "NOT", " null ", ":name", "a=1", "name", "Transfer ", "Transfer WHERE ", "status=failed"),
    *(
        "==",
        "=~",
        "!~",
        "&&",
        "||",
        "/*",
        "*/",
        "--",
        "//",
        "''",
        '\\"',
        " LIKE ",
        " IS ",
        " BETWEEN ",
        " LIMIT ",
        "SELECT ",
    ),
)

_RELATIONS = (
    Operator.LESS,
    Operator.GREATER,
    Operator.LESS_EQUAL,
    Operator.GREATER_EQUAL,
    Operator.CONTAINS,
    Operator.NOT_CONTAINS,
    Operator.MATCHES,
    Operator.NOT_MATCHES,
)
_LETTERS = st.text("abzAZéß中_İſ", min_size=1, max_size=3)
_REST = st.text("abz09_-é中", max_size=3)


# ---- trees -----------------------------------------------------------------------------------------------------------


def names() -> st.SearchStrategy[str]:
    """Attributes and entity types: dotted paths whose later segments may be keywords or start with a digit."""
    later = st.one_of(st.sampled_from([*KEYWORDS, "id", "2024"]), st.builds(lambda a, b: a + b, _LETTERS, _REST))
    first = st.one_of(
        st.sampled_from(["name", "status", "job", "metadata", "null", "like", "limit", "wherever", "in-out", "_"]),
        st.builds(lambda a, b: a + b, _LETTERS, _REST),
    )
    paths = st.builds(lambda head, tail: ".".join([head, *tail]), first, st.lists(later, max_size=2))
    return paths.filter(is_name)


def bare_texts() -> st.SearchStrategy[str]:
    """Texts that a bare value can have, keywords among them; no null, no parameter."""
    chosen = (
        "x",
        "1",
        "-1.0",
        "a:=",
        "*",
        "*backup",
        "C:\\projects",
        "user:*",
        "lisa@example.com",
        "/Volumes/EDIT",
        "!x",
    )
    texts = st.one_of(
        st.sampled_from(
            [*chosen, *KEYWORDS, *(word.upper() for word in KEYWORDS), "nulls", ":", ":1", "#1", "//server/x"]
        ),
        st.text("abAZ01-_.:*/\\@#%&|{}[]$?;~!é中\u200b😀\ud800", min_size=1, max_size=6),
    )
    # A `!` at the end would join a `=` behind it; nothing puts one there, yet a parenthesis or a blank is plain.
    return texts.filter(is_bare).filter(lambda text: text.lower() != "null" and not is_parameter(text))


def is_parameter(text: str) -> bool:
    """Whether a bare run is read as a parameter."""
    return (
        text[:1] == ":" and "." not in text and "-" not in text and is_name(f"x.{text[1:]}") and not text[1].isdigit()
    )


def quoted_texts() -> st.SearchStrategy[str]:
    """Texts that a quoted value can have: any that does not hold both kinds of quotes."""
    texts = st.text(st.one_of(st.sampled_from("\"', ()=<>!\n\\*:ab"), st.characters()), max_size=6)
    return texts.filter(lambda text: not ('"' in text and "'" in text))


def literals() -> st.SearchStrategy[Literal]:
    """Literals, bare and quoted."""
    return st.one_of(st.builds(Literal, bare_texts()), st.builds(Literal, quoted_texts(), st.just(True)))


def parameters() -> st.SearchStrategy[Parameter]:
    """Unbound parameters."""
    return st.builds(Parameter, st.sampled_from(["name", "a", "_x1", "null", "and", "ß"]))


def values() -> st.SearchStrategy[Value]:
    """Values of ``<``, CONTAINS and their like."""
    return st.one_of(literals(), parameters())


def nullable_values() -> st.SearchStrategy[Value]:
    """Values of ``=`` and ``!=``, and items of lists."""
    return st.one_of(values(), st.builds(Null))


def lists() -> st.SearchStrategy[Value]:
    """What stands behind IN: items, or one parameter for the whole list."""
    items = st.lists(nullable_values(), min_size=1, max_size=4).filter(
        lambda found: len(found) > 1 or not isinstance(found[0], Parameter)
    )
    return st.one_of(items.map(lambda found: List(tuple(found))), parameters())


def comparisons() -> st.SearchStrategy[Comparison]:
    """Comparisons with every operator."""
    return st.one_of(
        st.builds(Comparison, names(), st.sampled_from([Operator.EQUAL, Operator.NOT_EQUAL]), nullable_values()),
        st.builds(Comparison, names(), st.sampled_from(_RELATIONS), values()),
        st.builds(Comparison, names(), st.sampled_from([Operator.IN, Operator.NOT_IN]), lists()),
    )


def expressions(max_leaves: int = 8) -> st.SearchStrategy[Expression]:
    """Conditions; no And stands directly in an And, no Or in an Or."""

    def extend(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
        return st.builds(join, st.sampled_from([And, Or]), st.lists(inner, min_size=2, max_size=3))

    return st.recursive(comparisons(), extend, max_leaves=max_leaves)


def queries() -> st.SearchStrategy[Statement]:
    """Queries, with and without a condition."""
    return st.builds(Statement, names(), st.one_of(st.none(), expressions()))


def statements() -> st.SearchStrategy[Statement]:
    """Queries and bare expressions."""
    return st.one_of(queries(), st.builds(Statement, st.none(), expressions()))


# ---- texts -----------------------------------------------------------------------------------------------------------


@st.composite
def spelled(draw: st.DrawFn, tree: st.SearchStrategy[Statement]) -> tuple[str, Statement]:
    """A text and the tree that it spells.

    Blanks of every kind, keywords in every case, either quote, redundant parentheses, a byte-order mark.
    """
    statement = draw(tree)
    pieces = [draw(st.sampled_from(["", "", "", "\ufeff", "\ufeff\n", " "]))]
    for piece in _pieces(draw, statement):
        needs_blank = bool(pieces[-1]) and is_bare(pieces[-1][-1]) and is_bare(piece[0]) and pieces[-1] != "\ufeff"
        pieces.append(draw(_blanks(needs_blank)))
        pieces.append(piece)
    pieces.append(draw(_blanks(False)))
    return "".join(pieces), statement


def texts() -> st.SearchStrategy[str]:
    """Valid texts of queries and of expressions."""
    return spelled(statements()).map(lambda pair: pair[0])


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A valid text with a few characters or pieces deleted, doubled, swapped, put in."""
    text = draw(texts())
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 6)))
        piece = text[start:end]
        kind = draw(st.sampled_from(["delete", "double", "swap", "insert", "replace"]))
        new = draw(st.sampled_from(NASTY)) if kind in ("insert", "replace") else ""
        middle = {
            "delete": "",
            "double": piece + piece,
            "swap": piece[::-1],
            "insert": new + piece,
            "replace": new,
        }[kind]
        text = text[:start] + middle + text[end:]
    return text


def nasty_texts() -> st.SearchStrategy[str]:
    """Random sequences of what could mean something."""
    return st.lists(st.sampled_from(NASTY), max_size=16).map("".join)


def any_texts() -> st.SearchStrategy[str]:
    """All kinds of texts."""
    return st.one_of(texts(), mutated(), nasty_texts(), st.text(max_size=12))


def _blanks(needed: bool) -> st.SearchStrategy[str]:
    some = st.sampled_from([" ", " ", " ", *BLANKS, " \n "])
    return some if needed else st.one_of(st.just(""), some)


def _pieces(draw: st.DrawFn, statement: Statement) -> Iterator[str]:
    if statement.entity_type is not None:
        yield statement.entity_type
        if statement.condition is not None:
            yield _cased(draw, "where")
    pending: list[tuple[Node | str, Node | None]] = [(child, None) for child in statement.children]
    while pending:
        node, parent = pending.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node, Junction):
            word = "and" if isinstance(node, And) else "or"
            # An Or in an And needs parentheses, an And in an Or may have some.
            groups = draw(st.integers(0, 2)) // 2 + (isinstance(node, Or) and isinstance(parent, And))
            parts: list[tuple[Node | str, Node | None]] = [(")", None)] * groups
            for index, operand in enumerate(reversed(node.operands)):
                if index:
                    parts.append((_cased(draw, word), None))
                parts.append((operand, node))
            pending += [*parts, *([("(", None)] * groups)]
        elif isinstance(node, Comparison):
            groups = draw(st.integers(0, 5)) // 5
            yield from ["("] * groups
            yield node.attribute
            operator = node.operator.value
            if operator == "!=":
                operator = draw(st.sampled_from(["!=", "<>"]))
            yield from (_cased(draw, word) if word.isalpha() else word for word in operator.split())
            yield from _spell_list(draw, node.value) if "IN" in operator.split() else [_spell_value(draw, node.value)]
            yield from [")"] * groups


def _spell_list(draw: st.DrawFn, value: Value) -> Iterator[str]:
    items = value.items if isinstance(value, List) else (value,)
    only = items[0] if len(items) == 1 else None
    quoted = all(isinstance(item, Literal) and item.quoted for item in items)
    if quoted and all(_can_be_piece(item) for item in items) and draw(st.booleans()):
        text = draw(st.sampled_from([",", " , "])).join(item.text for item in items if isinstance(item, Literal))
        yield from [_in_quotes(draw, text)] if not ('"' in text and "'" in text) else _spell_items(draw, items, True)
    else:
        yield from _spell_items(draw, items, isinstance(only, Literal) and only.quoted)


def _can_be_piece(item: Value) -> bool:
    return isinstance(item, Literal) and bool(item.text) and item.text.strip() == item.text and "," not in item.text


def _spell_items(draw: st.DrawFn, items: tuple[Value, ...], closed: bool) -> Iterator[str]:
    closed = closed or draw(st.booleans())
    if closed:
        yield "("
    for index, item in enumerate(items):
        if index:
            yield ","
        yield _spell_value(draw, item)
    if closed:
        yield ")"


def _spell_value(draw: st.DrawFn, value: Value) -> str:
    if isinstance(value, Literal):
        return _in_quotes(draw, value.text) if value.quoted else value.text
    return f":{value.name}" if isinstance(value, Parameter) else _cased(draw, "null")


def _in_quotes(draw: st.DrawFn, text: str) -> str:
    quote = "'" if '"' in text else '"' if "'" in text else draw(st.sampled_from("\"'"))
    return f"{quote}{text}{quote}"


def _cased(draw: st.DrawFn, word: str) -> str:
    return draw(st.sampled_from([word, word.upper(), word.title(), word[:-1] + word[-1].upper()]))
