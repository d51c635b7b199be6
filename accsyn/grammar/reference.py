"""The same grammar run by Lark itself: the oracle that the tests hold the parser against.

Slower, and it needs Lark; nothing that users run every day imports this module.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from accsyn.ast import Statement
from accsyn.grammar import builder
from accsyn.source import Source

GRAMMAR = Path(__file__).with_name("query.lark")
STARTS = ["query", "expression", "statement"]


class NotOfTheLanguageError(ValueError):
    """The text is not of the language.

    Attributes:
        offset: Where the first token starts that cannot stand there, from 0; None inside a quoted list.
    """

    def __init__(self, offset: int | None) -> None:
        self.offset = offset
        super().__init__(f"no query at offset {offset}")


@cache
def load() -> Any:
    """Lark's parser for the grammar, every token kept."""
    from lark import Lark

    return Lark(
        GRAMMAR.read_text(encoding="utf-8"),
        parser="lalr",
        lexer="contextual",
        start=STARTS,
        keep_all_tokens=True,
        maybe_placeholders=False,
    )


def parse_reference(text: str, start: str = "query") -> Statement:
    """Parse with Lark.

    Raises:
        NotOfTheLanguageError: The text is not of the language.
    """
    from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

    try:
        tree = load().parse(text, start=start)
    except UnexpectedToken as error:
        raise NotOfTheLanguageError(len(text) if error.token.type == "$END" else error.token.start_pos) from None
    except UnexpectedCharacters as error:
        raise NotOfTheLanguageError(error.pos_in_stream) from None
    except UnexpectedInput:
        raise NotOfTheLanguageError(None) from None
    statement = _build(tree)
    return Statement(statement.entity_type, statement.condition, Source(text))


def _build(tree: Any) -> Statement:
    """Call the builder functions from the leaves up, without recursion."""
    values: list[Any] = []
    pending: list[tuple[Any, bool]] = [(tree, False)]
    functions = vars(builder)
    while pending:
        node, ready = pending.pop()
        if not hasattr(node, "children"):
            values.append(str(node))
        elif ready:
            start = len(values) - len(node.children)
            parts = values[start:]
            del values[start:]
            try:
                values.append(functions[str(node.data)](*parts) if node.data in functions else parts[0])
            except builder.EmptyItemError:
                raise NotOfTheLanguageError(None) from None
        else:
            pending.append((node, True))
            pending.extend((child, False) for child in reversed(node.children))
    statement: Statement = values.pop()
    return statement
